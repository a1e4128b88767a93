/* The checks of fields.h: one small setter a kind of field. */
#include "cli/fields.h"

#include "geo/amenity.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/hours.h"

#include <math.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { GOAL_MAX_DAYS = 36500, COLLECTIONS_MAX = 50 };

struct setting_to {
    struct arena *arena;
    struct site_row *row;
    enum field_id id;
    int32_t today;
};

/* --- texts --------------------------------------------------------------------------------------------------------- */

static enum status check_text(const char *value, size_t max, struct error *err)
{
    const size_t length = strlen(value);
    size_t bad = 0;
    if (length > max)
        return error_set(err, STATUS_INPUT, "%zu bytes; at most %zu are kept", length, max);
    if (!text_utf8_valid(value, length, &bad))
        return error_set(err, STATUS_INPUT, "byte %zu is not UTF-8", bad + 1);
    return STATUS_OK;
}

/* Where the fields that are plain texts stand in the row; 0 for the others (the site's id is there). */
static const size_t text_at[FIELD_COUNT] = {
    [FIELD_KEY] = offsetof(struct site_row, site.key),
    [FIELD_NAME] = offsetof(struct site_row, site.name),
    [FIELD_STREET] = offsetof(struct site_row, site.street),
    [FIELD_TOWN] = offsetof(struct site_row, site.town),
    [FIELD_POSTCODE] = offsetof(struct site_row, site.postcode),
    [FIELD_COUNTRY] = offsetof(struct site_row, site.country),
    [FIELD_CONTACT] = offsetof(struct site_row, contact.name),
    [FIELD_ROLE] = offsetof(struct site_row, contact.role),
    [FIELD_DEPARTMENT] = offsetof(struct site_row, contact.department),
    [FIELD_PHONE] = offsetof(struct site_row, contact.phone),
    [FIELD_EMAIL] = offsetof(struct site_row, contact.email),
    [FIELD_DRINK] = offsetof(struct site_row, contact.drink),
    [FIELD_HOUSE] = offsetof(struct site_row, house),
    [FIELD_FIRST_NAME] = offsetof(struct site_row, first_name),
    [FIELD_LAST_NAME] = offsetof(struct site_row, last_name),
    [FIELD_KIND] = offsetof(struct site_row, site.haven_kind),
    [FIELD_SOURCE] = offsetof(struct site_row, site.haven_source),
    [FIELD_SOURCE_ID] = offsetof(struct site_row, site.haven_source_id),
};

static enum status set_text(struct setting_to to, const char *value, struct error *err)
{
    const enum status status = check_text(value, CAP_NAME_BYTES, err);
    if (status != STATUS_OK)
        return status;
    const char *trimmed = text_trim(to.arena, value);
    if (to.id == FIELD_NAME && *trimmed == '\0')
        return error_set(err, STATUS_INPUT, "a site needs a name");
    *(const char **)(void *)((char *)to.row + text_at[to.id]) = trimmed;
    return STATUS_OK;
}

/* A note keeps its line breaks; only the ends are trimmed. */
static enum status set_note(struct setting_to to, const char *value, struct error *err)
{
    const enum status status = check_text(value, CAP_TEXT_BYTES, err);
    if (status != STATUS_OK)
        return status;
    const char *start = value + strspn(value, " \t\r\n");
    size_t length = strlen(start);
    while (length > 0 && strchr(" \t\r\n", start[length - 1]) != NULL)
        length--;
    to.row->note = arena_strndup(to.arena, start, length);
    return STATUS_OK;
}

/* Tags are words: commas and semicolons part them as white space does. */
static enum status set_tags(struct setting_to to, const char *value, struct error *err)
{
    const enum status status = check_text(value, CAP_NAME_BYTES, err);
    if (status != STATUS_OK)
        return status;
    char *spaced = arena_strdup(to.arena, value);
    for (char *p = spaced; *p != '\0'; p++)
        if (*p == ',' || *p == ';' || *p == '|')
            *p = ' ';
    to.row->site.tags = text_trim(to.arena, spaced);
    return STATUS_OK;
}

/* --- places -------------------------------------------------------------------------------------------------------- */

/* Half a place is no place yet; site_row_check asks for the other half. A cleared coordinate is NAN. */
static void place_if_whole(struct site_row *row)
{
    const uint64_t both = FIELD_BIT(FIELD_LAT) | FIELD_BIT(FIELD_LON);
    row->site.placed_by = (row->given & both) == both && point_valid(row->site.at) ? PLACED_HAND : PLACED_NOT;
}

static enum status set_degrees(struct setting_to to, const char *value, struct error *err)
{
    const bool lat = to.id == FIELD_LAT;
    double degrees = (double)NAN;
    if (*value != '\0' && !num_parse_double(value, true, lat ? -90 : -180, lat ? 90 : 180, &degrees)) {
        if (lat && num_parse_double(value, true, -180, 180, &degrees))
            return error_set(err, STATUS_INPUT, "%s is not a latitude (-90 to 90); lat and lon look swapped", value);
        return error_set(err, STATUS_INPUT, "\"%s\" is not a %s in decimal degrees, %s", value,
                         lat ? "latitude" : "longitude", lat ? "-90 to 90" : "-180 to 180");
    }
    if (lat)
        to.row->site.at.lat_deg = degrees;
    else
        to.row->site.at.lon_deg = degrees;
    place_if_whole(to.row);
    return STATUS_OK;
}

static enum status set_metres(struct setting_to to, const char *value, struct error *err)
{
    double metres = 0;
    if (*value != '\0' && !num_parse_double(value, true, -1e9, 1e9, &metres))
        return error_set(err, STATUS_INPUT, "\"%s\" is not a number", value);
    if (to.id == FIELD_EASTING)
        to.row->x = metres;
    else
        to.row->y = metres;
    if (*value == '\0')
        to.row->given &= ~FIELD_BIT(to.id);
    return STATUS_OK;
}

static enum status set_place(struct setting_to to, const char *value, struct error *err)
{
    struct point at = {0};
    if (*value != '\0') {
        const enum status status = point_parse(value, &at, err);
        if (status != STATUS_OK)
            return status;
    }
    to.row->site.at = at;
    to.row->site.placed_by = *value == '\0' ? PLACED_NOT : PLACED_HAND;
    return STATUS_OK;
}

/* --- numbers, days, times ------------------------------------------------------------------------------------------ */

static int32_t days_of_unit(const char *unit)
{
    static const struct {
        const char *word;
        int32_t days;
    } units[] = {{"", 1},         {"d", 1},      {"day", 1},    {"days", 1},    {"tage", 1},
                 {"jours", 1},    {"w", 7},      {"week", 7},   {"weeks", 7},   {"wochen", 7},
                 {"semaines", 7}, {"m", 30},     {"month", 30}, {"months", 30}, {"monate", 30},
                 {"mois", 30},    {"y", 365},    {"year", 365}, {"years", 365}, {"jahre", 365},
                 {"jahr", 365},   {"monat", 30}, {"woche", 7},  {"an", 365},    {"ans", 365}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcasecmp(unit, units[i].word) == 0)
            return units[i].days;
    return 0;
}

static enum status set_goal(struct setting_to to, const char *value, struct error *err)
{
    int32_t days = NUMBER_UNSET;
    if (*value != '\0') {
        const size_t digits = strspn(value, "0123456789");
        const char *unit = value + digits + strspn(value + digits, " ");
        const int32_t unit_days = days_of_unit(unit);
        int32_t count = 0;
        if (unit_days == 0 || !num_parse_i32(arena_strndup(to.arena, value, digits), 1, GOAL_MAX_DAYS, &count) ||
            count > GOAL_MAX_DAYS / unit_days)
            return error_set(err, STATUS_INPUT, "\"%s\" is not a visit goal: days (90), or 6 weeks, 3 months, 1 year",
                             value);
        days = unit_days == 30 && count % 12 == 0 ? count / 12 * 365 : count * unit_days;
    }
    to.row->site.goal_days = days;
    return STATUS_OK;
}

static enum status set_minutes(struct setting_to to, const char *value, struct error *err)
{
    int32_t seconds = NUMBER_UNSET;
    if (*value != '\0' && (!civil_parse_duration(value, &seconds) || seconds < 0 || seconds > DAY_SECONDS))
        return error_set(err, STATUS_INPUT, "\"%s\" is not a time on site: minutes (45), or 1h30", value);
    to.row->site.service_s = seconds;
    return STATUS_OK;
}

static enum status set_last_visit(struct setting_to to, const char *value, struct error *err)
{
    int32_t day = DAY_NONE;
    if (*value != '\0') {
        if (!civil_parse_date(value, &day) && !civil_parse_day_word(value, to.today, &day))
            return error_set(err, STATUS_INPUT, "\"%s\" is not a date: YYYY-MM-DD, a day that is in the calendar",
                             value);
        if (day > to.today)
            return error_set(err, STATUS_INPUT, "%s is in the future; a last visit has happened", value);
        if (day < civil_day(1900, 1, 1))
            return error_set(err, STATUS_INPUT, "%s is before 1900", value);
    }
    to.row->last_visit_day = day;
    return STATUS_OK;
}

static enum status set_hours(struct setting_to to, const char *value, struct error *err)
{
    const char *canonical = "";
    if (*value != '\0') {
        struct hours *hours = NULL;
        enum status status = check_text(value, CAP_HOURS_BYTES, err);
        if (status == STATUS_OK)
            status = hours_parse(to.arena, value, &hours, err);
        if (status != STATUS_OK)
            return status;
        canonical = hours_print(to.arena, hours);
    }
    to.row->site.hours = canonical;
    return STATUS_OK;
}

/* --- words --------------------------------------------------------------------------------------------------------- */

static enum status parse_yes_no(const char *value, bool *yes, struct error *err)
{
    static const char *const yes_words[] = {"yes", "y", "true", "1", "x", "ja", "j", "wahr", "oui", "o", "vrai", NULL};
    static const char *const no_words[] = {"no",  "n",    "false", "0",   "nein", "falsch",
                                           "non", "faux", "never", "nie", NULL};
    for (size_t i = 0; yes_words[i] != NULL; i++)
        if (strcasecmp(value, yes_words[i]) == 0) {
            *yes = true;
            return STATUS_OK;
        }
    for (size_t i = 0; no_words[i] != NULL; i++)
        if (strcasecmp(value, no_words[i]) == 0) {
            *yes = false;
            return STATUS_OK;
        }
    return error_set(err, STATUS_INPUT, "\"%s\" is neither yes nor no", value);
}

static enum status set_drop_in(struct setting_to to, const char *value, struct error *err)
{
    bool yes = to.id == FIELD_DROP_IN;
    if (*value != '\0') {
        const enum status status = parse_yes_no(value, &yes, err);
        if (status != STATUS_OK)
            return status;
    }
    to.row->site.no_drop_in = to.id == FIELD_DROP_IN ? !yes : yes;
    to.row->given |= FIELD_BIT(FIELD_DROP_IN);
    return STATUS_OK;
}

static const struct {
    const char *word;
    enum customer_status status;
} status_words[] = {
    {"", CUSTOMER_ACTIVE},
    {"active", CUSTOMER_ACTIVE},
    {"aktiv", CUSTOMER_ACTIVE},
    {"actif", CUSTOMER_ACTIVE},
    {"live", CUSTOMER_ACTIVE},
    {"open", CUSTOMER_ACTIVE},
    {"on hold", CUSTOMER_ON_HOLD},
    {"on_hold", CUSTOMER_ON_HOLD},
    {"hold", CUSTOMER_ON_HOLD},
    {"paused", CUSTOMER_ON_HOLD},
    {"pausiert", CUSTOMER_ON_HOLD},
    {"gesperrt", CUSTOMER_ON_HOLD},
    {"en attente", CUSTOMER_ON_HOLD},
    {"closed", CUSTOMER_CLOSED},
    {"inactive", CUSTOMER_CLOSED},
    {"inaktiv", CUSTOMER_CLOSED},
    {"inactif", CUSTOMER_CLOSED},
    {"geschlossen", CUSTOMER_CLOSED},
    {"former", CUSTOMER_CLOSED},
    {"ehemalig", CUSTOMER_CLOSED},
};

/* "on hold: waiting for the new owner" */
static enum status set_status(struct setting_to to, const char *value, struct error *err)
{
    const enum status status = check_text(value, CAP_NAME_BYTES, err);
    if (status != STATUS_OK)
        return status;
    const char *colon = strchr(value, ':');
    const size_t length = colon == NULL ? strlen(value) : (size_t)(colon - value);
    const char *word = text_trim(to.arena, arena_strndup(to.arena, value, length));
    for (size_t i = 0; i < sizeof status_words / sizeof status_words[0]; i++)
        if (strcasecmp(word, status_words[i].word) == 0) {
            to.row->site.status = status_words[i].status;
            to.row->site.status_reason = colon == NULL ? "" : text_trim(to.arena, colon + 1);
            return STATUS_OK;
        }
    return error_set(err, STATUS_INPUT, "\"%s\" is not a status: active, on hold: why, or closed", value);
}

static enum status set_amenities(struct setting_to to, const char *value, struct error *err)
{
    uint32_t mask = 0;
    char *bad = NULL;
    const enum status status = check_text(value, CAP_NAME_BYTES, err);
    if (status != STATUS_OK)
        return status;
    if (*value != '\0' && !amenity_parse_list(to.arena, value, &mask, &bad))
        return error_set(err, STATUS_INPUT, "\"%s\" is not an amenity: %s", bad,
                         amenity_list(to.arena, (AMENITY_BIT(AMENITY_COUNT)) - 1, ", "));
    to.row->site.amenities = mask;
    return STATUS_OK;
}

/* --- collections: "DPD Mo-Fr 16:15; Evri Mo-Sa 17:00" -------------------------------------------------------------- */

static int weekday_of(const char *p, size_t length)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    for (int day = 0; day < 7; day++)
        if ((length == 2 || length == 3 || length == strlen(names[day])) && strncasecmp(p, names[day], length) == 0)
            return day;
    return -1;
}

static int take_weekday(const char **p)
{
    size_t length = 0;
    while (((*p)[length] | 0x20) >= 'a' && ((*p)[length] | 0x20) <= 'z')
        length++;
    const int day = weekday_of(*p, length);
    *p += length;
    return day;
}

/* "Mo-Fr", "Mo,We,Sa-Su", "daily". 0 when it is no such thing. */
static uint32_t parse_weekdays(const char *text)
{
    if (strcasecmp(text, "daily") == 0)
        return 0x7F;
    uint32_t days = 0;
    for (const char *p = text;; p++) {
        int day = take_weekday(&p);
        if (day < 0)
            return 0;
        int last = day;
        if (*p == '-') {
            p++;
            last = take_weekday(&p);
            if (last < 0)
                return 0;
        }
        for (;; day = (day + 1) % 7) {
            days |= UINT32_C(1) << day;
            if (day == last)
                break;
        }
        if (*p == '\0')
            return days;
        if (*p != ',' && *p != '/')
            return 0;
    }
}

/* One part, trimmed: carrier, weekdays (Mo-Fr when left out), time; the carrier may be left out too. */
static bool parse_collection(struct arena *arena, char *part, struct collection *out)
{
    char *space = strrchr(part, ' ');
    const char *time = space == NULL ? part : space + 1;
    int32_t cutoff_s = 0;
    if (!civil_parse_time(time, &cutoff_s) || cutoff_s > DAY_SECONDS)
        return false;
    *out = (struct collection){.carrier = "", .weekdays = 0x1F, .cutoff_s = cutoff_s};
    if (space == NULL)
        return true;
    *space = '\0';
    space = strrchr(part, ' ');
    const char *last_word = space == NULL ? part : space + 1;
    const uint32_t weekdays = parse_weekdays(last_word);
    if (weekdays != 0) {
        out->weekdays = weekdays;
        if (space == NULL)
            return true;
        *space = '\0';
    }
    out->carrier = text_trim(arena, part);
    return true;
}

static enum status set_collections(struct setting_to to, const char *value, struct error *err)
{
    const enum status status = check_text(value, CAP_NAME_BYTES, err);
    if (status != STATUS_OK)
        return status;
    struct collection *list = arena_array(to.arena, COLLECTIONS_MAX, sizeof *list);
    size_t n = 0;
    for (const char *p = value; *p != '\0';) {
        const size_t length = strcspn(p, ";");
        char *part = text_trim(to.arena, arena_strndup(to.arena, p, length));
        p += length + (p[length] == ';');
        if (*part == '\0')
            continue;
        const char *shown = arena_strdup(to.arena, part);
        if (n == COLLECTIONS_MAX || !parse_collection(to.arena, part, &list[n]))
            return error_set(err, STATUS_INPUT, "\"%s\" is not a collection: \"DPD Mo-Fr 16:15; Evri Mo-Sa 17:00\"",
                             shown);
        n++;
    }
    to.row->collections = list;
    to.row->collections_n = n;
    return STATUS_OK;
}

/* --- the door ------------------------------------------------------------------------------------------------------ */

struct site_row site_row_empty(void)
{
    return (struct site_row){.site = site_empty(),
                             .contact = contact_empty(),
                             .last_visit_day = DAY_NONE,
                             .note = "",
                             .house = "",
                             .first_name = "",
                             .last_name = ""};
}

typedef enum status setter(struct setting_to to, const char *value, struct error *err);

static setter *const setters[FIELD_COUNT] = {
    [FIELD_LAT] = set_degrees,     [FIELD_LON] = set_degrees,
    [FIELD_EASTING] = set_metres,  [FIELD_NORTHING] = set_metres,
    [FIELD_PLACE] = set_place,     [FIELD_HOURS] = set_hours,
    [FIELD_GOAL] = set_goal,       [FIELD_LAST_VISIT] = set_last_visit,
    [FIELD_MINUTES] = set_minutes, [FIELD_AMENITIES] = set_amenities,
    [FIELD_TAGS] = set_tags,       [FIELD_STATUS] = set_status,
    [FIELD_DROP_IN] = set_drop_in, [FIELD_NO_DROP_IN] = set_drop_in,
    [FIELD_NOTE] = set_note,       [FIELD_COLLECTIONS] = set_collections,
};

/* The fields that are not texts are read without the white space that cells carry round them. */
static const char *without_edges(struct arena *arena, enum field_id id, const char *value)
{
    return id == FIELD_NOTE || *value == '\0' ? value : text_trim(arena, value);
}

enum status field_set(struct arena *arena, struct site_row *row, enum field_id id, const char *value, int32_t today,
                      struct error *err)
{
    struct site_row changed = *row;
    size_t bad = 0;
    if (!text_utf8_valid(value, strlen(value), &bad))
        return error_set(err, STATUS_INPUT, "byte %zu is not UTF-8", bad + 1);
    changed.given |= FIELD_BIT(id);
    const struct setting_to to = {arena, &changed, id, today};
    setter *const set = setters[id] != NULL ? setters[id] : set_text; /* all the others are plain texts */
    const enum status status = set(to, without_edges(arena, id, value), err);
    if (status == STATUS_OK)
        *row = changed;
    return status;
}
