#include "cli/import/dates.h"

#include "geo/base/civil.h"
#include "geo/base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum status dates_order_parse(const char *name, enum dates_order *out, struct error *err)
{
    if (text_equal_folded(name, "dmy"))
        *out = DATES_DMY;
    else if (text_equal_folded(name, "mdy"))
        *out = DATES_MDY;
    else
        return error_set(err, STATUS_INPUT, "--date-order %s is not known: dmy (24/11/2026) or mdy (11/24/2026)", name);
    return STATUS_OK;
}

/* The three parts of a date as they stand: numbers, or a month's name as its number. */
struct parts {
    int32_t number[3];
    size_t digits[3]; /* 0: it was a month's name */
    char separator;   /* between the first two */
};

/* Months by their first letters in English, German and French; -1 when there is no such month. */
static int32_t month_of(const char *word, size_t length)
{
    static const struct {
        const char *prefix;
        int32_t month;
    } months[] = {{"jan", 1},
                  {"feb", 2},
                  {"f\xc3\xa9v", 2},
                  {"mar", 3},
                  {"m\xc3\xa4r", 3},
                  {"apr", 4},
                  {"avr", 4},
                  {"may", 5},
                  {"mai", 5},
                  {"jun", 6},
                  {"juin", 6},
                  {"juil", 7},
                  {"jul", 7},
                  {"aug", 8},
                  {"ao\xc3\xbb", 8},
                  {"sep", 9},
                  {"oct", 10},
                  {"okt", 10},
                  {"nov", 11},
                  {"dec", 12},
                  {"dez", 12},
                  {"d\xc3\xa9"
                   "c",
                   12}};
    if (length < 3)
        return -1;
    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (strncasecmp(word, months[i].prefix, strlen(months[i].prefix)) == 0)
            return months[i].month;
    return -1;
}

static bool is_letter(char c)
{
    const char lower = (char)(c | 0x20);
    return (lower >= 'a' && lower <= 'z') || (unsigned char)c >= 0x80;
}

static bool take_part(const char **p, struct parts *parts, size_t i)
{
    const char *start = *p;
    const size_t digits = strspn(start, "0123456789");
    if (digits > 4)
        return false;
    *p += digits;
    parts->digits[i] = digits;
    for (size_t k = 0; k < digits; k++)
        parts->number[i] = parts->number[i] * 10 + (start[k] - '0');
    if (digits > 0)
        return true;
    while (is_letter(**p))
        ++*p;
    parts->number[i] = month_of(start, (size_t)(*p - start));
    return parts->number[i] > 0;
}

/* Three parts with separators between; after them nothing, or a time of day. */
static bool take_parts(const char *text, struct parts *parts)
{
    const char *p = text;
    for (size_t i = 0; i < 3; i++) {
        if (!take_part(&p, parts, i))
            return false;
        if (i == 2)
            break;
        if (i == 0)
            parts->separator = *p;
        const size_t between = strspn(p, "/.-, ");
        if (between == 0 || between > 2)
            return false;
        p += between;
    }
    return *p == '\0' || ((*p == ' ' || *p == 'T') && p[1] >= '0' && p[1] <= '9' && strchr(p, ':') != NULL);
}

static bool eight_digits(const char *text, int32_t *day)
{
    if (strspn(text, "0123456789") != 8 || text[8] != '\0')
        return false;
    int32_t number = 0;
    for (; *text != '\0'; text++)
        number = number * 10 + (*text - '0');
    *day = civil_day(number / 10000, number / 100 % 100, number % 100);
    return *day != DAY_NONE;
}

/* Put the parts into year, month, day. A written month says by itself what it is; dots are never month first. */
static bool arrange(const struct parts *parts, enum dates_order order, int32_t ymd[3])
{
    const int32_t *n = parts->number;
    if (parts->digits[0] == 4 && parts->digits[1] > 0) {
        memcpy(ymd, (const int32_t[]){n[0], n[1], n[2]}, 3 * sizeof *ymd);
        return parts->digits[2] > 0;
    }
    const bool month_first =
        parts->digits[0] == 0 || (order == DATES_MDY && parts->digits[1] > 0 && parts->separator != '.');
    memcpy(ymd, month_first ? (const int32_t[]){n[2], n[0], n[1]} : (const int32_t[]){n[2], n[1], n[0]},
           3 * sizeof *ymd);
    const bool one_name = (parts->digits[0] == 0) + (parts->digits[1] == 0) <= 1;
    return one_name && parts->digits[2] > 0;
}

enum status dates_parse(const char *text, enum dates_order order, int32_t *day, struct error *err)
{
    struct parts parts = {0};
    int32_t ymd[3] = {0};
    int32_t found = DAY_NONE;
    if (eight_digits(text, &found)) {
        *day = found;
        return STATUS_OK;
    }
    if (!take_parts(text, &parts) || !arrange(&parts, order, ymd))
        return error_set(err, STATUS_INPUT, "\"%s\" is not a date; 2026-11-24 is the safest form", text);
    if (parts.digits[0] != 4 && parts.digits[2] != 4)
        return error_set(err, STATUS_INPUT, "\"%s\": write the year with four digits", text);
    found = civil_day(ymd[0], ymd[1], ymd[2]);
    if (found == DAY_NONE) {
        const bool other = parts.digits[0] > 0 && parts.digits[0] < 4 && parts.digits[1] > 0 &&
                           civil_day(ymd[0], ymd[2], ymd[1]) != DAY_NONE;
        return error_set(err, STATUS_INPUT, "\"%s\" is not in the calendar%s", text,
                         !other               ? ""
                         : order == DATES_DMY ? " as day/month/year; if the month comes first, --date-order mdy"
                                              : " as month/day/year; if the day comes first, --date-order dmy");
    }
    *day = found;
    return STATUS_OK;
}
