/* The values that mappers write, as https://wiki.openstreetmap.org/wiki/Map_features/Units has them. */
#include "geo/roads/profile_impl.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_blanks(const char *text)
{
    while (*text == ' ' || *text == '\t') {
        text++;
    }
    return text;
}

/* Digits with at most one decimal point or comma. NULL when there is no digit; at most nine digits count before the point
 * and six behind it, so that nothing overflows. */
static const char *parse_number(const char *text, double *out)
{
    double value = 0, place = 1;
    bool any = false;
    int digits = 0;
    for (; is_digit(*text); text++, any = true) {
        if (++digits > 9) {
            return NULL;
        }
        value = value * 10 + (*text - '0');
    }
    if ((*text == '.' || *text == ',') && is_digit(text[1])) {
        digits = 0;
        for (text++; is_digit(*text); text++, any = true) {
            if (++digits <= 6) {
                place *= 10;
                value = value * 10 + (*text - '0');
            }
        }
    }
    *out = value / place;
    return any ? text : NULL;
}

static bool parse_unit(const char *text, double *factor)
{
    static const struct {
        const char *name;
        double kmh;
    } units[] = {{"", 1},         {"km/h", 1},     {"kmh", 1},       {"kph", 1},      {"km/hour", 1}, {"mph", 1.609},
                 {"mp/h", 1.609}, {"mi/h", 1.609}, {"knots", 1.852}, {"knot", 1.852}, {"kn", 1.852},  {"kt", 1.852}};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strcasecmp(text, units[i].name) == 0) {
            *factor = units[i].kmh;
            return true;
        }
    }
    return false;
}

bool profile_parse_speed(const char *text, double *kmh)
{
    double value, factor;
    const char *rest = parse_number(skip_blanks(text), &value);
    if (rest == NULL || !parse_unit(skip_blanks(rest), &factor)) {
        return false;
    }
    *kmh = value * factor;
    return true;
}

/* "GB:nsl_single" by the country's section, else by the word alone. */
static double by_word(const struct profile *profile, const char *text)
{
    char folded[48];
    size_t length = strlen(text);
    if (length >= sizeof folded) {
        return 0;
    }
    for (size_t i = 0; i <= length; i++) {
        folded[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
    }
    char *colon = strchr(folded, ':');
    if (colon == NULL) {
        return profile_entry_value(profile, "maxspeed", folded, 0);
    }
    *colon = '\0';
    char section[sizeof folded + 10] = "maxspeed ";
    memcpy(section + 9, folded, strlen(folded) + 1);
    double general = profile_entry_value(profile, "maxspeed", colon + 1, 0);
    return profile_entry_value(profile, section, colon + 1, general);
}

/* What stands behind the first of several values ("50;70", "50 @ (22:00-06:00)") is not read. */
double profile_parse_maxspeed(const struct profile *profile, const char *text)
{
    double kmh;
    char first[48];
    text = skip_blanks(text);
    size_t length = strcspn(text, ";|@");
    if (length >= sizeof first) {
        return 0;
    }
    memcpy(first, text, length);
    while (length > 0 && first[length - 1] == ' ') {
        length--;
    }
    first[length] = '\0';
    return profile_parse_speed(first, &kmh) ? kmh : by_word(profile, first);
}

/* HH:MM or HH:MM:SS or minutes. */
static double parse_clock(const char *text)
{
    double part[3] = {0};
    int n = 0;
    for (;;) {
        text = parse_number(text, &part[n++]);
        if (text == NULL) {
            return 0;
        }
        if (*text != ':' || n == 3) {
            break;
        }
        text++;
    }
    if (*skip_blanks(text) != '\0' || (n > 1 && part[1] >= 60) || part[2] >= 60) {
        return 0;
    }
    return n == 1 ? part[0] * 60 : part[0] * 3600 + part[1] * 60 + part[2];
}

/* ISO 8601: PnWnDTnHnMnS. */
static double parse_iso(const char *text)
{
    double seconds = 0;
    bool time = false;
    for (text++; *text != '\0';) {
        if (*text == 'T' && !time) {
            time = true;
            text++;
            continue;
        }
        double value;
        text = parse_number(text, &value);
        static const char units[] = "WDHMS";
        static const double unit_s[] = {604800, 86400, 3600, 60, 1};
        const char *unit = text == NULL || *text == '\0' ? NULL : strchr(units, *text);
        if (unit == NULL || (unit - units >= 2) != time) {
            return 0;
        }
        seconds += value * unit_s[unit - units];
        text++;
    }
    return seconds;
}

double profile_parse_duration(const char *text)
{
    text = skip_blanks(text);
    double seconds = *text == 'P' ? parse_iso(text) : parse_clock(text);
    return seconds <= 30 * 86400.0 ? seconds : 0;
}

double profile_parse_metres(const char *text)
{
    double value, inches = 0;
    const char *rest = parse_number(skip_blanks(text), &value);
    if (rest == NULL) {
        return -1;
    }
    if (*rest == '\'') {
        const char *behind = parse_number(skip_blanks(rest + 1), &inches);
        return behind == NULL || *behind == '"' || *behind == '\0' ? (value * 12 + inches) * 0.0254 : value * 0.3048;
    }
    rest = skip_blanks(rest);
    if (strcmp(rest, "ft") == 0 || strcmp(rest, "feet") == 0) {
        return value * 0.3048;
    }
    return *rest == '\0' || strcmp(rest, "m") == 0 ? value : -1;
}
