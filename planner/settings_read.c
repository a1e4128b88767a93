#include "planner/settings_impl.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <math.h>
#include <string.h>

static void put(struct settings *settings, size_t offset, const void *value, size_t size)
{
    memcpy((char *)settings + offset, value, size);
}

/* What geo/geocode/service.h has: a test holds them together. */
static const char geocoder_names[] = "nominatim, photon, pelias, geocodeearth, openrouteservice, opencage";

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
    case SETTING_LUNCH:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is neither anywhere nor food", row->name, text);
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
    case SETTING_GEOCODERS:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a list of %s, each once", row->name, text,
                         geocoder_names);
    case SETTING_COUNTRIES:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is not a list of countries of two letters, like gb,ie",
                         row->name, text);
    case SETTING_CONTACT:
        return error_set(err, STATUS_INPUT, "%s: \"%s\" is neither an e-mail address nor one that begins with https://",
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

/* Which applications there are is known where the links are made. */
static bool is_app(const char *text)
{
    return text[0] != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(text);
}

static bool is_variable(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char more[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return text[0] == '\0' || (strchr(letters, text[0]) != NULL && strspn(text, more) == strlen(text));
}

/* Is WORD one of LIST, which is joined by commas and blanks? */
static bool is_listed(const char *list, const char *word)
{
    size_t length = strlen(word);
    while (*(list += strspn(list, " ,")) != '\0') {
        size_t next = strcspn(list, " ,");
        if (next == length && memcmp(list, word, length) == 0) {
            return true;
        }
        list += next;
    }
    return false;
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

/* Words of NAMES (joined by ", ") in order, each once, joined by ",". */
static bool read_names(struct arena *arena, const char *text, const char *names, struct settings *settings,
                       size_t offset)
{
    const char *out = "";
    while (*(text += strspn(text, " ,")) != '\0') {
        size_t length = strcspn(text, " ,");
        const char *word = text_fold(arena, arena_strndup(arena, text, length));
        if (!is_listed(names, word) || is_listed(out, word)) {
            return false;
        }
        out = arena_printf(arena, "%s%s%s", out, out[0] != '\0' ? "," : "", word);
        text += length;
    }
    return put_text(settings, offset, out);
}

static bool read_countries(struct arena *arena, const char *text, struct settings *settings, size_t offset)
{
    struct settings one;
    const char *out = "";
    while (*(text += strspn(text, " ,")) != '\0') {
        size_t length = strcspn(text, " ,");
        if (!read_country(arena_strndup(arena, text, length), &one) || is_listed(out, one.country)) {
            return false;
        }
        out = arena_printf(arena, "%s%s%s", out, out[0] != '\0' ? "," : "", one.country);
        text += length;
    }
    return put_text(settings, offset, out);
}

/* It stands in a header and in an address: visible ASCII only. */
static bool is_contact(const char *text)
{
    const char *at = strchr(text, '@');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p <= ' ' || *p > '~' || strchr("()<>\\\"", *p) != NULL) {
            return false;
        }
    }
    return text[0] == '\0' || is_url(text) || (at != NULL && at > text && strchr(at + 1, '.') != NULL);
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

static bool take_window(struct arena *arena, const struct setting *row, const char *text, struct settings *settings)
{
    int32_t window[2];
    if (!read_window(arena, text, window)) {
        return false;
    }
    put(settings, row->offset, window, sizeof window);
    return true;
}

static bool take_ratio(const struct setting *row, const char *text, struct settings *settings)
{
    double ratio;
    if (!read_decimal(text, row->min, row->max, &ratio)) {
        return false;
    }
    put(settings, row->offset, &ratio, sizeof ratio);
    return true;
}

/* One of two: yes or no, food or anywhere. */
static bool take_choice(const struct setting *row, const char *text, struct settings *settings)
{
    bool yes = text_equal_folded(text, "food");
    bool good = row->kind == SETTING_LUNCH ? yes || text_equal_folded(text, "anywhere") : read_yes_no(text, &yes);
    if (good) {
        put(settings, row->offset, &yes, sizeof yes);
    }
    return good;
}

/* Of the kinds that are kept as texts. */
static bool read_text(struct arena *arena, const struct setting *row, const char *text, struct settings *settings)
{
    const size_t offset = row->offset;
    if (row->kind == SETTING_SOURCES) {
        return read_sources(arena, text, settings, offset);
    }
    if (row->kind == SETTING_GEOCODERS) {
        return read_names(arena, text, geocoder_names, settings, offset);
    }
    if (row->kind == SETTING_COUNTRIES) {
        return read_countries(arena, text, settings, offset);
    }
    const bool good = row->kind == SETTING_URL    ? is_url(text)
                      : row->kind == SETTING_WORD ? is_variable(text)
                      : row->kind == SETTING_PATH ? is_path(text)
                      : row->kind == SETTING_APP  ? is_app(text)
                                                  : is_contact(text);
    return good && put_text(settings, offset, text);
}

enum status settings_read(struct arena *arena, const struct setting *row, const char *text, struct settings *settings,
                          struct error *err)
{
    bool good = false;
    switch (row->kind) {
    case SETTING_DAYS:
    case SETTING_COUNT:
    case SETTING_MINUTES:
        good = read_number(row, text, settings);
        break;
    case SETTING_WINDOW:
        good = take_window(arena, row, text, settings);
        break;
    case SETTING_RATIO:
        good = take_ratio(row, text, settings);
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
    case SETTING_LUNCH:
        good = take_choice(row, text, settings);
        break;
    case SETTING_URL:
    case SETTING_WORD:
    case SETTING_SOURCES:
    case SETTING_PATH:
    case SETTING_APP:
    case SETTING_GEOCODERS:
    case SETTING_COUNTRIES:
    case SETTING_CONTACT:
        good = read_text(arena, row, text, settings);
        break;
    case SETTING_RUSH:
        good = read_rush(arena, text, settings, row->offset);
        break;
    }
    return good ? STATUS_OK : refuse(row, text, err);
}
