#include "geo/base/civil.h"
#include "geo/base/num.h"

#include <string.h>
#include <strings.h>

/* The parsers below walk a cursor over the text: each piece moves it on and says whether it was there. */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* MIN to MAX digits and no more. */
static bool take_digits(const char **p, int min, int max, int32_t *value)
{
    int count = 0;
    int32_t number = 0;
    while (count < max && is_digit(**p)) {
        number = number * 10 + (**p - '0');
        ++*p;
        count++;
    }
    if (count < min || is_digit(**p)) {
        return false;
    }
    *value = number;
    return true;
}

static bool take_char(const char **p, char c)
{
    if (**p != c) {
        return false;
    }
    ++*p;
    return true;
}

/* ASCII letters as a lower-case word; "" if there are none. False if there are more than fit. */
static bool take_word(const char **p, char word[12])
{
    size_t length = 0;
    for (char c = **p; (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); c = **p) {
        if (length + 1 >= 12) {
            return false;
        }
        word[length++] = (char)(c | 0x20);
        ++*p;
    }
    word[length] = '\0';
    return true;
}

static bool word_in(const char *word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strcmp(word, *list) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- dates */

static bool take_iso_date(const char **p, int32_t *day)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t mday = 0;
    if (!(is_digit((*p)[0]) && take_digits(p, 4, 4, &year) && take_char(p, '-') && take_digits(p, 2, 2, &month) &&
          take_char(p, '-') && take_digits(p, 2, 2, &mday))) {
        return false;
    }
    *day = civil_day(year, month, mday);
    return *day != DAY_NONE;
}

bool civil_parse_date(const char *text, int32_t *day)
{
    int32_t parsed;
    if (!take_iso_date(&text, &parsed) || *text != '\0') {
        return false;
    }
    *day = parsed;
    return true;
}

static bool parse_slash_date(const char *text, int32_t *day)
{
    int32_t year = 0;
    int32_t month = 0;
    int32_t mday = 0;
    if (!(take_digits(&text, 1, 2, &mday) && take_char(&text, '/') && take_digits(&text, 1, 2, &month) &&
          take_char(&text, '/') && take_digits(&text, 4, 4, &year) && *text == '\0')) {
        return false;
    }
    int32_t parsed = civil_day(year, month, mday);
    if (parsed == DAY_NONE) {
        return false;
    }
    *day = parsed;
    return true;
}

/* +3d, -2w; bare numbers are not days. */
static bool parse_relative(const char *text, int32_t today, int32_t *day)
{
    bool back = *text == '-';
    int32_t count;
    if ((!take_char(&text, '+') && !take_char(&text, '-')) || !take_digits(&text, 1, 4, &count)) {
        return false;
    }
    int32_t unit = strcasecmp(text, "d") == 0 ? 1 : strcasecmp(text, "w") == 0 ? 7 : 0;
    if (unit == 0) {
        return false;
    }
    *day = back ? today - count * unit : today + count * unit;
    return true;
}

/* "mon" or "monday": the next one, today excluded. */
static bool parse_weekday(const char *text, int32_t today, int32_t *day)
{
    static const char *const names[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    size_t length = strlen(text);
    for (int weekday = 0; weekday < 7; weekday++) {
        if ((length == 3 || length == strlen(names[weekday])) && strncasecmp(text, names[weekday], length) == 0) {
            int ahead = (weekday - civil_weekday(today) + 7) % 7;
            *day = today + (ahead == 0 ? 7 : ahead);
            return true;
        }
    }
    return false;
}

bool civil_parse_day_word(const char *text, int32_t today, int32_t *day)
{
    if (strcasecmp(text, "today") == 0) {
        *day = today;
        return true;
    }
    if (strcasecmp(text, "tomorrow") == 0) {
        *day = today + 1;
        return true;
    }
    if (strcasecmp(text, "yesterday") == 0) {
        *day = today - 1;
        return true;
    }
    return parse_weekday(text, today, day) || parse_relative(text, today, day) || civil_parse_date(text, day) ||
           parse_slash_date(text, day);
}

/* ---- times of day */

/* Puts an hour of the 12-hour clock on that of 24 hours. A WORD other than am and pm is refused. */
static bool apply_half(const char *word, int32_t *hour)
{
    if (word[0] == '\0') {
        return true;
    }
    bool pm = strcmp(word, "pm") == 0 || strcmp(word, "p") == 0;
    bool am = strcmp(word, "am") == 0 || strcmp(word, "a") == 0;
    if ((!am && !pm) || *hour < 1 || *hour > 12) {
        return false;
    }
    *hour = *hour % 12 + (pm ? 12 : 0);
    return true;
}

/* 9:10, 9.10, 9:10:30, 0910, or the hour alone (then *BARE). */
static bool take_clock(const char **p, int32_t *hour, int32_t *minute, int32_t *second, bool *bare)
{
    const char *start = *p;
    if (take_digits(p, 4, 4, hour)) {
        *minute = *hour % 100;
        *hour /= 100;
        return true;
    }
    *p = start;
    if (!take_digits(p, 1, 2, hour)) {
        return false;
    }
    if (**p != ':' && **p != '.') {
        *bare = true;
        return true;
    }
    ++*p;
    if (!take_digits(p, 2, 2, minute)) {
        return false;
    }
    return !take_char(p, ':') || take_digits(p, 2, 2, second);
}

bool civil_parse_time(const char *text, int32_t *wall_s)
{
    int32_t hour = 0;
    int32_t minute = 0;
    int32_t second = 0;
    bool bare = false;
    char half[12];
    if (!take_clock(&text, &hour, &minute, &second, &bare)) {
        return false;
    }
    if (*text == ' ' && text[1] != '\0') {
        text++;
    }
    if (!take_word(&text, half) || *text != '\0' || (bare && half[0] == '\0') || !apply_half(half, &hour)) {
        return false;
    }
    int32_t seconds = hour * 3600 + minute * 60 + second;
    if (minute > 59 || second > 59 || seconds > DAY_SECONDS) {
        return false;
    }
    *wall_s = seconds;
    return true;
}

/* ---- durations */

enum { DURATION_MAX = 7 * DAY_SECONDS };

/* A number and its unit, "1h", "30 min"; no unit at all means minutes. *UNIT becomes the unit's seconds. */
static bool take_amount(const char **p, int32_t *seconds, int32_t *unit)
{
    static const char *const hours[] = {"h", "hr", "hrs", "hour", "hours", NULL};
    static const char *const minutes[] = {"", "m", "min", "mins", "minute", "minutes", NULL};
    int32_t number;
    char word[12];
    if (!take_digits(p, 1, 6, &number)) {
        return false;
    }
    if (**p == ' ') {
        ++*p;
    }
    if (!take_word(p, word)) {
        return false;
    }
    *unit = word_in(word, hours) ? 3600 : word_in(word, minutes) ? 60 : 0;
    int64_t total = (int64_t)number * *unit;
    *seconds = (int32_t)total;
    return *unit != 0 && total <= DURATION_MAX;
}

static bool parse_colon_duration(const char *text, int32_t *seconds)
{
    int32_t hours = 0;
    int32_t minutes = 0;
    if (!(take_digits(&text, 1, 3, &hours) && take_char(&text, ':') && take_digits(&text, 2, 2, &minutes) &&
          *text == '\0' && minutes < 60)) {
        return false;
    }
    int32_t total = hours * 3600 + minutes * 60;
    if (total > DURATION_MAX) {
        return false;
    }
    *seconds = total;
    return true;
}

bool civil_parse_duration(const char *text, int32_t *seconds)
{
    int32_t first;
    int32_t rest = 0;
    int32_t unit;
    if (strchr(text, ':') != NULL) {
        return parse_colon_duration(text, seconds);
    }
    size_t length = strlen(text);
    if ((length > 0 && text[length - 1] == ' ') || !take_amount(&text, &first, &unit)) {
        return false;
    }
    if (*text != '\0') { /* the minutes behind the hours */
        if (unit != 3600) {
            return false;
        }
        if (*text == ' ') {
            text++;
        }
        if (!take_amount(&text, &rest, &unit) || unit != 60 || rest >= 3600 || *text != '\0') {
            return false;
        }
    }
    if (first > DURATION_MAX - rest) {
        return false;
    }
    *seconds = first + rest;
    return true;
}

/* ---- instants */

/* HH:MM[:SS[.fraction]]; a leap second counts as the second after it. */
static bool take_time(const char **p, int32_t *wall_s)
{
    int32_t hour;
    int32_t minute;
    int32_t second = 0;
    if (!take_digits(p, 2, 2, &hour) || !take_char(p, ':') || !take_digits(p, 2, 2, &minute)) {
        return false;
    }
    if (take_char(p, ':')) {
        if (!take_digits(p, 2, 2, &second)) {
            return false;
        }
        if (take_char(p, '.')) {
            if (!is_digit(**p)) {
                return false;
            }
            while (is_digit(**p)) {
                ++*p;
            }
        }
    }
    *wall_s = hour * 3600 + minute * 60 + second;
    return hour <= 23 && minute <= 59 && second <= 60;
}

/* Z or +HH:MM. */
static bool take_offset(const char **p, int32_t *offset_s)
{
    if (take_char(p, 'Z') || take_char(p, 'z')) {
        *offset_s = 0;
        return true;
    }
    int32_t sign = **p == '-' ? -1 : 1;
    int32_t hour;
    int32_t minute;
    if ((!take_char(p, '+') && !take_char(p, '-')) || !take_digits(p, 2, 2, &hour) || !take_char(p, ':') ||
        !take_digits(p, 2, 2, &minute) || hour > 23 || minute > 59) {
        return false;
    }
    *offset_s = sign * (hour * 3600 + minute * 60);
    return true;
}

bool civil_parse_instant(const char *text, int64_t *utc)
{
    int32_t day;
    int32_t wall_s;
    int32_t offset_s;
    int64_t parsed;
    if (!take_iso_date(&text, &day) || (*text != 'T' && *text != 't' && *text != ' ')) {
        return false;
    }
    text++;
    if (!take_time(&text, &wall_s)) {
        return false;
    }
    if (*text == '\0') {
        if (!civil_utc(day, wall_s, &parsed)) {
            return false;
        }
    } else if (take_offset(&text, &offset_s) && *text == '\0') {
        parsed = (int64_t)day * DAY_SECONDS + wall_s - offset_s;
    } else {
        return false;
    }
    *utc = parsed;
    return true;
}
