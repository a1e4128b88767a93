#include "planner/settings_impl.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void settings_defaults(struct settings *out)
{
    *out = (struct settings){
        .goal_days = 365,
        .visit_s = 20 * 60,
        .job_s = 60 * 60,
        .job_days = 14,
        .max_detour_s = 20 * 60,
        .max_extra_s = 60 * 60,
        .max_visits = 8,
        .visit_before_s = 9 * 3600,
        .visit_after_s = 17 * 3600,
        .lunch_s = 0,
        .lunch_from_s = 12 * 3600,
        .lunch_to_s = 13 * 3600 + 1800,
        .lunch_detour_s = 10 * 60,
        .parcel_detour_s = 30 * 60,
        .rest_s = 5 * 60,
        .drive_break_s = 120 * 60,
        .arrive_early_s = 5 * 60,
        .worth_overdue_s = 10 * 60,
        .worth_overdue_cap_s = 30 * 60,
        .overdue_from = 0.7,
        .worth_never_s = 12 * 60,
        .worth_promise_s = 20 * 60,
        .promise_days = 3,
        .worth_complaint_s = 15 * 60,
        .worth_one_contact_s = 4 * 60,
        .worth_no_contact_s = 4 * 60,
        .worth_comfort_s = 15 * 60,
        .comfort_s = 3 * 3600,
        .estimate = travel_estimate_defaults(),
        .sources = "roads,estimate",
        .cache_days = 30,
        .roads_ferries = true,
        .roads_index_url = "https://download.geofabrik.de/index-v1-nogeom.json",
        .export_app = "all",
        .export_points = 25,
        .zone = "",
        .country = "gb",
    };
}

/* --- the table ---------------------------------------------------------------------------------------------------- */

enum { HOURS_8 = 8 * 60, DAY_MINUTES = 24 * 60, TEN_YEARS = 3650 };

#define FIELD(field) offsetof(struct settings, field)

static const struct setting table[] = {
    {"general.country", "country, two letters: whose holidays and phone numbers", SETTING_COUNTRY, 0, 0,
     FIELD(country)},
    {"general.region", "part of the country whose holidays hold, e.g. SCT, Bayern; empty: none", SETTING_REGION, 0, 0,
     FIELD(region)},
    {"general.zone", "IANA time zone, e.g. Europe/London; empty: the computer's own", SETTING_ZONE, 0, 0, FIELD(zone)},
    {"visits.goal", "days between visits where a customer has no goal of its own", SETTING_DAYS, 1, TEN_YEARS,
     FIELD(goal_days)},
    {"visits.minutes", "time on site of a visit where the site has none of its own", SETTING_MINUTES, 1, HOURS_8,
     FIELD(visit_s)},
    {"visits.job_minutes", "time on site of a job that gives none", SETTING_MINUTES, 1, DAY_MINUTES, FIELD(job_s)},
    {"visits.job_days", "who has a job booked within so many days after the plan's is not suggested", SETTING_DAYS, 0,
     365, FIELD(job_days)},
    {"plan.max_detour", "most extra driving for one visit", SETTING_MINUTES, 0, HOURS_8, FIELD(max_detour_s)},
    {"plan.max_extra", "most extra driving for all visits of a day", SETTING_MINUTES, 0, HOURS_8, FIELD(max_extra_s)},
    {"plan.max_visits", "most visits in a day", SETTING_COUNT, 0, 60, FIELD(max_visits)},
    {"plan.visit_window", "visits begin and end within it where opening hours are unknown", SETTING_WINDOW, 0, 0,
     FIELD(visit_before_s)},
    {"plan.arrive_early", "kept free between reaching a job and starting it: parking, the door, a slow lorry",
     SETTING_MINUTES, 0, 120, FIELD(arrive_early_s)},
    {"plan.lunch", "length of the lunch break; 0: none", SETTING_MINUTES, 0, 180, FIELD(lunch_s)},
    {"plan.lunch_window", "lunch begins within it", SETTING_WINDOW, 0, 0, FIELD(lunch_from_s)},
    {"plan.lunch_place", "where lunch is had: anywhere, or at a place with food where one is near the way",
     SETTING_LUNCH, 0, 0, FIELD(lunch_food)},
    {"plan.lunch_detour", "most extra driving to a place with food", SETTING_MINUTES, 0, HOURS_8,
     FIELD(lunch_detour_s)},
    {"plan.parcel_detour", "most extra driving to hand over or collect a parcel that could wait", SETTING_MINUTES, 0,
     HOURS_8, FIELD(parcel_detour_s)},
    {"plan.rest_stop", "length of a stop for a toilet alone; 0: no such stops", SETTING_MINUTES, 0, 60, FIELD(rest_s)},
    {"plan.drive_break", "driving after which a pause of 15 min is advised; 0: never", SETTING_MINUTES, 0, DAY_MINUTES,
     FIELD(drive_break_s)},
    {"worth.overdue", "a visit that is exactly due; grows with the time since the last", SETTING_MINUTES, 0, HOURS_8,
     FIELD(worth_overdue_s)},
    {"worth.overdue_cap", "most that being overdue can give", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_overdue_cap_s)},
    {"worth.overdue_from", "share of the goal from which a visit counts as due at all", SETTING_RATIO, 0, 5,
     FIELD(overdue_from)},
    {"worth.never", "a customer never visited", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_never_s)},
    {"worth.promise", "a promise that falls due within worth.promise_days, or is late", SETTING_MINUTES, 0, HOURS_8,
     FIELD(worth_promise_s)},
    {"worth.promise_days", "days before a promise falls due from which it counts", SETTING_DAYS, 0, 365,
     FIELD(promise_days)},
    {"worth.complaint", "an open complaint", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_complaint_s)},
    {"worth.one_contact", "only one contact known there", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_one_contact_s)},
    {"worth.no_contact", "no contact known there", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_no_contact_s)},
    {"worth.comfort", "a toilet where the plan has none for worth.comfort_after", SETTING_MINUTES, 0, HOURS_8,
     FIELD(worth_comfort_s)},
    {"worth.comfort_after", "longest stretch of the day without a toilet", SETTING_MINUTES, 30, DAY_MINUTES,
     FIELD(comfort_s)},
    {"travel.road_factor", "road metres for each metre as the crow flies", SETTING_RATIO, 1, 10,
     FIELD(estimate.road_factor)},
    {"travel.bands", "km:km/h pairs: how fast each part of a journey is driven", SETTING_BANDS, 0, 0, FIELD(estimate)},
    {"travel.sources", "where minutes come from, in order: roads, osrm, valhalla, openrouteservice, estimate",
     SETTING_SOURCES, 0, 0, FIELD(sources)},
    {"travel.osrm_url", "address of an OSRM server", SETTING_URL, 0, 0, FIELD(osrm_url)},
    {"travel.valhalla_url", "address of a Valhalla server", SETTING_URL, 0, 0, FIELD(valhalla_url)},
    {"travel.openrouteservice_url", "address of an openrouteservice server", SETTING_URL, 0, 0,
     FIELD(openrouteservice_url)},
    {"travel.openrouteservice_key_env", "environment variable that holds its key; empty: the file keys.ini",
     SETTING_WORD, 0, 0, FIELD(openrouteservice_key_env)},
    {"travel.cache_days", "days that the answers of such servers are kept; 0: not at all", SETTING_DAYS, 0, TEN_YEARS,
     FIELD(cache_days)},
    {"travel.rush", "rush hours, when journeys take longer: mon-fri 07:30-09:15 1.35; mon-fri 16:30-18:30 1.3",
     SETTING_RUSH, 0, 0, FIELD(rush)},
    {"roads.ferries", "ferries count as roads when a map is imported", SETTING_YESNO, 0, 0, FIELD(roads_ferries)},
    {"roads.tracks", "km/h on tracks when a map is imported; 0: they are no roads", SETTING_COUNT, 0, 60,
     FIELD(roads_tracks_kmh)},
    {"roads.index_url", "list of the areas that can be fetched by name, as Geofabrik has it", SETTING_URL, 0, 0,
     FIELD(roads_index_url)},
    {"export.app", "the application whose links are made (rounds export links --help names them), or all", SETTING_APP,
     0, 0, FIELD(export_app)},
    {"export.folder", "the folder that your phone syncs, for rounds send; empty: none", SETTING_PATH, 0, 0,
     FIELD(export_folder)},
    {"export.points", "most points of a route that your sat-nav takes: a longer day is several files", SETTING_COUNT, 2,
     250, FIELD(export_points)},
};

#undef FIELD

/* A window is two fields, one behind the other. */
static_assert(offsetof(struct settings, visit_after_s) == offsetof(struct settings, visit_before_s) + sizeof(int32_t),
              "the visit window");
static_assert(offsetof(struct settings, lunch_to_s) == offsetof(struct settings, lunch_from_s) + sizeof(int32_t),
              "the lunch window");

const struct setting *settings_table(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

static const struct setting *find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

/* --- fields by their offset --------------------------------------------------------------------------------------- */

static int32_t int_at(const struct settings *settings, size_t offset)
{
    int32_t value;
    memcpy(&value, (const char *)settings + offset, sizeof value);
    return value;
}

static double double_at(const struct settings *settings, size_t offset)
{
    double value;
    memcpy(&value, (const char *)settings + offset, sizeof value);
    return value;
}

static bool yes_at(const struct settings *settings, size_t offset)
{
    bool value;
    memcpy(&value, (const char *)settings + offset, sizeof value);
    return value;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static enum status refuse(const struct setting *row, const char *text, struct error *err)
{
    int min = (int)row->min;
    int max = (int)row->max;
    switch (row->kind) {
    case SETTING_DAYS:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a number of days from %d to %d", row->name, text, min,
                         max);
    case SETTING_COUNT:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a whole number from %d to %d", row->name, text, min,
                         max);
    case SETTING_MINUTES:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a time from %d to %d minutes, like 45, 45 min or 1h30",
                         row->name, text, min, max);
    case SETTING_WINDOW:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a time of day and a later one, like 12:00-13:30",
                         row->name, text);
    case SETTING_RATIO:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a number from %d to %d, like 1.2", row->name, text, min,
                         max);
    case SETTING_BANDS:
        return error_set(err, STATUS_INPUT,
                         "%s: \"%s\" is not a list of km:km/h that ends with inf, like 2:24 10:42 40:60 inf:80",
                         row->name, text);
    case SETTING_ZONE:
        return error_set(err, STATUS_INPUT, "%s: this computer knows no time zone \"%s\"; write one like Europe/London",
                         row->name, text);
    case SETTING_COUNTRY:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a country of two letters, like gb", row->name, text);
    case SETTING_REGION:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is too long, or no name of a region like SCT or Bayern",
                         row->name, text);
    case SETTING_YESNO:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is neither yes nor no", row->name, text);
    case SETTING_URL:
        return error_set(err, STATUS_INPUT,
                         "%s: \"%s\" is not an address of %d characters at most, without a password in it, like "
                         "https://host/path",
                         row->name, text, SETTING_TEXT_MAX - 1);
    case SETTING_SOURCES:
        return error_set(err, STATUS_INPUT,
                         "%s: \"%s\" is not a list of roads, osrm, valhalla, openrouteservice, each once, and estimate "
                         "last, like roads,estimate",
                         row->name, text);
    case SETTING_WORD:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not the name of an environment variable, like ORS_KEY",
                         row->name, text);
    case SETTING_PATH:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a path that begins with / (%d bytes at most)", row->name,
                         text, SETTING_TEXT_MAX - 1);
    case SETTING_APP:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not the name of an application, like google, or all",
                         row->name, text);
    case SETTING_RUSH:
        return error_set(err, STATUS_INPUT,
                         "%s: \"%s\" is not a list of days, hours that do not overlap and factors from 0.5 to 3, like "
                         "mon-fri 07:30-09:15 1.35; mon-fri 16:30-18:30 1.3",
                         row->name, text);
    }
    return error_set(err, STATUS_INTERNAL, "%s: no such kind of setting", row->name);
}

/* "14", "14 days", "2 weeks" */
static bool read_days(const char *text, const struct setting *row, int32_t *out)
{
    char number[12];
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits >= sizeof number) {
        return false;
    }
    memcpy(number, text, digits);
    number[digits] = '\0';
    const char *unit = text + digits + strspn(text + digits, " ");
    static const char *const units[] = {"", "d", "day", "days", "w", "week", "weeks"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (text_equal_folded(unit, units[i])) {
            int32_t scale = units[i][0] == 'w' ? 7 : 1;
            int32_t value;
            if (!num_parse_i32(number, 0, (int32_t)row->max / scale, &value) || value * scale < (int32_t)row->min) {
                return false;
            }
            *out = value * scale;
            return true;
        }
    }
    return false;
}

static bool read_minutes(const char *text, const struct setting *row, int32_t *out)
{
    int32_t seconds;
    if (!civil_parse_duration(text, &seconds) || seconds < row->min * 60 || seconds > row->max * 60) {
        return false;
    }
    *out = seconds;
    return true;
}

/* "12:00-13:30", blanks round the dash allowed */
static bool read_window(struct arena *arena, const char *text, int32_t window[2])
{
    const char *dash = strchr(text, '-');
    if (dash == NULL) {
        return false;
    }
    const char *from = text_trim(arena, arena_strndup(arena, text, (size_t)(dash - text)));
    const char *to = text_trim(arena, dash + 1);
    int32_t read[2];
    if (!civil_parse_time(from, &read[0]) || !civil_parse_time(to, &read[1]) || read[0] >= read[1] ||
        read[0] % 60 != 0 || read[1] % 60 != 0) {
        return false;
    }
    memcpy(window, read, sizeof read);
    return true;
}

/* Three decimals, so that what is printed reads back to the same. */
static bool read_decimal(const char *text, double min, double max, double *out)
{
    double value;
    if (!num_parse_double(text, false, min, max, &value)) {
        return false;
    }
    *out = round(value * 1000) / 1000;
    return true;
}

/* One "KM:SPEED" of LENGTH bytes; "inf" for the last. */
static bool read_band(const char *text, size_t length, double *to_km, double *speed_kmh)
{
    char pair[40];
    if (length >= sizeof pair) {
        return false;
    }
    memcpy(pair, text, length);
    pair[length] = '\0';
    char *colon = strchr(pair, ':');
    if (colon == NULL) {
        return false;
    }
    *colon = '\0';
    *to_km = 0; /* no end */
    return (strcmp(pair, "inf") == 0 || read_decimal(pair, 0.001, 40000, to_km)) &&
           read_decimal(colon + 1, 1, 300, speed_kmh);
}

static enum status read_bands(const struct setting *row, const char *text, struct travel_estimate_settings *estimate,
                              struct error *err)
{
    struct travel_estimate_settings read = {.road_factor = estimate->road_factor};
    bool ended = false;
    for (const char *p = text + strspn(text, " ,"); *p != '\0'; p += strspn(p, " ,")) {
        size_t length = strcspn(p, " ,");
        if (ended || read.bands == TRAVEL_BANDS_MAX ||
            !read_band(p, length, &read.band_to_km[read.bands], &read.band_speed_kmh[read.bands])) {
            return refuse(row, text, err);
        }
        ended = read.band_to_km[read.bands++] == 0;
        p += length;
    }
    if (!ended) {
        return refuse(row, text, err);
    }
    if (travel_estimate_check(&read, err) != STATUS_OK) {
        return error_prefix(err, row->name);
    }
    *estimate = read;
    return STATUS_OK;
}

static bool read_zone(const char *text, struct settings *settings)
{
    size_t length = strlen(text);
    if (length >= sizeof settings->zone || (length > 0 && !civil_zone_known(text))) {
        return false;
    }
    memcpy(settings->zone, text, length + 1);
    return true;
}

static bool read_country(const char *text, struct settings *settings)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    if (strlen(text) != 2 || strspn(text, letters) != 2) {
        return false;
    }
    settings->country[0] = (char)(text[0] | 0x20); /* lower case */
    settings->country[1] = (char)(text[1] | 0x20);
    settings->country[2] = '\0';
    return true;
}

/* Any name: which regions a country has is known where its holidays are. */
static bool read_region(const char *text, struct settings *settings)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7f) {
            return false;
        }
    }
    if (length >= sizeof settings->region) {
        return false;
    }
    memcpy(settings->region, text, length + 1);
    return true;
}

/* A field of SETTING_TEXT_MAX bytes. */
static bool put_text(struct settings *settings, size_t offset, const char *text)
{
    char field[SETTING_TEXT_MAX] = "";
    size_t length = strlen(text);
    if (length >= sizeof field) {
        return false;
    }
    memcpy(field, text, length);
    put(settings, offset, field, sizeof field);
    return true;
}

static bool read_yes_no(const char *text, bool *out)
{
    static const char *const words[] = {"no", "yes", "false", "true", "off", "on", "0", "1"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal_folded(text, words[i])) {
            *out = i % 2 == 1;
            return true;
        }
    }
    return false;
}

/* A scheme, a host, no user, and nothing but what may stand in a URL (RFC 3986). What hosts are allowed is checked when it
 * is opened. */
static bool is_url(const char *text)
{
    size_t scheme = strncmp(text, "https://", 8) == 0 ? 8 : strncmp(text, "http://", 7) == 0 ? 7 : 0;
    size_t host = strcspn(text + scheme, "/?#");
    if (text[0] == '\0') {
        return true;
    }
    if (scheme == 0 || host == 0 || memchr(text + scheme, '@', host) != NULL) {
        return false;
    }
    for (const char *p = text; *p != '\0'; p++) {
        if (*p <= ' ' || *p > '~' || strchr("\"<>\\^`{|}", *p) != NULL) {
            return false;
        }
    }
    return true;
}

static bool is_path(const char *text)
{
    for (const char *p = text; *p != '\0'; p++) {
        if ((unsigned char)*p < ' ' || *p == 0x7f) {
            return false;
        }
    }
    return text[0] == '\0' || text[0] == '/';
}

static bool is_variable(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char more[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return text[0] == '\0' || (strchr(letters, text[0]) != NULL && strspn(text, more) == strlen(text));
}

/* Which applications there are is known where the links are made. */
static bool is_app(const char *text)
{
    return text[0] != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(text);
}

/* Names in order, each once; the estimate knows every place, so nothing can come after it, and it is added where it is
 * not named. */
static bool read_sources(struct arena *arena, const char *text, struct settings *settings, size_t offset)
{
    static const char *const names[] = {"roads", "osrm", "valhalla", "openrouteservice", "estimate"};
    enum { NAMES = sizeof names / sizeof *names, ESTIMATE = NAMES - 1 };
    bool seen[NAMES] = {false};
    const char *out = "";
    while (*(text += strspn(text, " ,")) != '\0') {
        size_t length = strcspn(text, " ,"), i = 0;
        const char *word = arena_strndup(arena, text, length);
        while (i < NAMES && !text_equal_folded(word, names[i])) {
            i++;
        }
        if (i == NAMES || seen[i] || seen[ESTIMATE]) {
            return false;
        }
        seen[i] = true;
        out = i == ESTIMATE ? out : arena_printf(arena, "%s%s,", out, names[i]);
        text += length;
    }
    bool any = out[0] != '\0' || seen[ESTIMATE];
    return any && put_text(settings, offset, arena_printf(arena, "%s%s", out, names[ESTIMATE]));
}

/* As it is printed it has to find room in a line of the file. */
static bool read_rush(struct arena *arena, const char *text, struct settings *settings, size_t offset)
{
    struct rush rush;
    if (!rush_parse(arena, text, &rush) || strlen(rush_text(arena, &rush)) >= SETTING_TEXT_MAX) {
        return false;
    }
    put(settings, offset, &rush, sizeof rush);
    return true;
}

static enum status unknown(const char *name, struct error *err)
{
    const char *names[sizeof table / sizeof *table];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        names[i] = table[i].name;
    }
    const char *nearest = text_nearest(name, names, sizeof table / sizeof *table);
    return nearest == NULL
               ? error_set(err, STATUS_INPUT, "there is no setting \"%s\"; `rounds config` lists them", name)
               : error_set(err, STATUS_INPUT, "there is no setting \"%s\"; is it %s?", name, nearest);
}

static bool read_number(const struct setting *row, const char *text, struct settings *settings)
{
    int32_t value = 0;
    bool good = false;
    if (row->kind == SETTING_DAYS) {
        good = read_days(text, row, &value);
    } else if (row->kind == SETTING_MINUTES) {
        good = read_minutes(text, row, &value);
    } else {
        good = num_parse_i32(text, (int32_t)row->min, (int32_t)row->max, &value);
    }
    if (good) {
        put(settings, row->offset, &value, sizeof value);
    }
    return good;
}

static enum status read_value(struct arena *arena, const struct setting *row, const char *text,
                              struct settings *settings, struct error *err)
{
    int32_t window[2];
    double ratio;
    bool good = false, yes;
    switch (row->kind) {
    case SETTING_DAYS:
    case SETTING_COUNT:
    case SETTING_MINUTES:
        good = read_number(row, text, settings);
        break;
    case SETTING_WINDOW:
        good = read_window(arena, text, window);
        if (good) {
            put(settings, row->offset, window, sizeof window);
        }
        break;
    case SETTING_RATIO:
        good = read_decimal(text, row->min, row->max, &ratio);
        if (good) {
            put(settings, row->offset, &ratio, sizeof ratio);
        }
        break;
    case SETTING_BANDS:
        return read_bands(row, text, &settings->estimate, err);
    case SETTING_ZONE:
        good = read_zone(text, settings);
        break;
    case SETTING_COUNTRY:
        good = read_country(text, settings);
        break;
    case SETTING_REGION:
        good = read_region(text, settings);
        break;
    case SETTING_YESNO:
        good = read_yes_no(text, &yes);
        if (good) {
            put(settings, row->offset, &yes, sizeof yes);
        }
        break;
    case SETTING_URL:
        good = is_url(text) && put_text(settings, row->offset, text);
        break;
    case SETTING_WORD:
        good = is_variable(text) && put_text(settings, row->offset, text);
        break;
    case SETTING_PATH:
        good = is_path(text) && put_text(settings, row->offset, text);
        break;
    case SETTING_APP:
        good = is_app(text) && put_text(settings, row->offset, text);
        break;
    case SETTING_SOURCES:
        good = read_sources(arena, text, settings, row->offset);
        break;
    case SETTING_RUSH:
        good = read_rush(arena, text, settings, row->offset);
        break;
    }
    return good ? STATUS_OK : refuse(row, text, err);
}

enum status settings_set(struct settings *settings, const char *name, const char *text, struct error *err)
{
    const struct setting *row = find(name);
    if (row == NULL) {
        return unknown(name, err);
    }
    struct arena *arena = arena_new();
    enum status status = settings_read(arena, row, text_trim(arena, text), settings, err);
    arena_free(arena);
    return status;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

/* VALUE with up to three decimals, none that are not needed. */
static char *decimal_text(struct arena *arena, double value)
{
    char text[NUM_DECIMAL_MAX];
    num_format(text, value, 3);
    size_t length = strlen(text);
    while (text[length - 1] == '0') {
        length--;
    }
    length -= text[length - 1] == '.' ? 1 : 0;
    return arena_strndup(arena, text, length);
}

static char *minutes_text(struct arena *arena, int32_t seconds)
{
    int32_t minutes = seconds / 60;
    bool whole_hours = minutes >= 120 && minutes % 60 == 0;
    return whole_hours ? arena_printf(arena, "%d h", minutes / 60) : arena_printf(arena, "%d min", minutes);
}

static char *window_text(struct arena *arena, int32_t from_s, int32_t to_s)
{
    char from[CIVIL_TEXT];
    char to[CIVIL_TEXT];
    civil_format_time(from, from_s);
    civil_format_time(to, to_s);
    return arena_printf(arena, "%s-%s", from, to);
}

static char *bands_text(struct arena *arena, const struct travel_estimate_settings *estimate)
{
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < estimate->bands; i++) {
        bool last = i + 1 == estimate->bands;
        text = arena_printf(arena, "%s%s%s:%s", text, i > 0 ? " " : "",
                            last ? "inf" : decimal_text(arena, estimate->band_to_km[i]),
                            decimal_text(arena, estimate->band_speed_kmh[i]));
    }
    return text;
}

char *settings_get(struct arena *arena, const struct settings *settings, const char *name)
{
    const struct setting *row = find(name);
    if (row == NULL) {
        return NULL;
    }
    switch (row->kind) {
    case SETTING_DAYS:
    case SETTING_COUNT:
        return arena_printf(arena, "%d", int_at(settings, row->offset));
    case SETTING_MINUTES:
        return minutes_text(arena, int_at(settings, row->offset));
    case SETTING_WINDOW:
        return window_text(arena, int_at(settings, row->offset), int_at(settings, row->offset + sizeof(int32_t)));
    case SETTING_RATIO:
        return decimal_text(arena, double_at(settings, row->offset));
    case SETTING_BANDS:
        return bands_text(arena, &settings->estimate);
    case SETTING_ZONE:
        return arena_strdup(arena, settings->zone);
    case SETTING_COUNTRY:
        return arena_strdup(arena, settings->country);
    case SETTING_REGION:
        return arena_strdup(arena, settings->region);
    case SETTING_YESNO:
        return arena_strdup(arena, yes_at(settings, row->offset) ? "yes" : "no");
    case SETTING_PATH:
    case SETTING_URL:
    case SETTING_WORD:
    case SETTING_APP:
    case SETTING_SOURCES:
    case SETTING_GEOCODERS:
    case SETTING_COUNTRIES:
    case SETTING_CONTACT:
        return arena_strdup(arena, (const char *)settings + row->offset);
    case SETTING_RUSH:
        return rush_text(arena, &settings->rush);
    }
    return NULL;
}
