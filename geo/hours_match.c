/* Which rules hold on a day. */
#include "geo/hours_impl.h"

#include "geo/base/civil.h"
#include "geo/holidays.h"

#include <string.h>

/* Easter Sunday of the Gregorian calendar: Meeus, Astronomical Algorithms, chapter 8. */
int32_t hours_easter(int32_t year)
{
    int32_t a = year % 19;
    int32_t b = year / 100;
    int32_t c = year % 100;
    int32_t d = b / 4;
    int32_t e = b % 4;
    int32_t g = (8 * b + 13) / 25;
    int32_t h = (19 * a + b - d - g + 15) % 30;
    int32_t j = c / 4;
    int32_t k = c % 4;
    int32_t m = (a + 11 * h) / 319;
    int32_t r = (2 * e + 2 * j - k - h + m + 32) % 7;
    int32_t n = (h - m + r + 90) / 25;
    int32_t p = (h - m + r + n + 19) % 32;
    return civil_day(year, n, p);
}

static int32_t days_in_month(int32_t year, int32_t month)
{
    int32_t next = month == 12 ? civil_day(year + 1, 1, 1) : civil_day(year, month + 1, 1);
    return next - civil_day(year, month, 1);
}

/* The NTH weekday counted from the month's beginning, or from its end; the fifth may lie in the next month. */
static int32_t nth_weekday(int32_t year, int32_t month, int weekday, int nth)
{
    if (nth > 0) {
        int32_t first = civil_day(year, month, 1);
        return first + (weekday - civil_weekday(first) + WEEK_DAYS) % WEEK_DAYS + (nth - 1) * WEEK_DAYS;
    }
    int32_t last = civil_day(year, month, 1) + days_in_month(year, month) - 1;
    return last - (civil_weekday(last) - weekday + WEEK_DAYS) % WEEK_DAYS + (nth + 1) * WEEK_DAYS;
}

/* DATE in YEAR; the 29th of February of an ordinary year is the 28th with CLAMP, else none. */
static int32_t date_in(const struct hours_date *date, int32_t year, bool clamp)
{
    switch ((enum hours_date_kind)date->kind) {
    case DATE_EASTER:
        return hours_easter(year) + date->offset;
    case DATE_NTH:
        return nth_weekday(year, date->month, date->weekday, date->nth) + date->offset;
    case DATE_PLAIN:
        break;
    }
    int32_t day = civil_day(year, date->month, date->mday);
    if (day == DAY_NONE && clamp) {
        day = civil_day(year, date->month, date->mday - 1);
    }
    return day == DAY_NONE ? DAY_NONE : day + date->offset;
}

static bool single_date(const struct hours_date *date, int32_t year, int32_t day)
{
    if (date->year != 0) {
        return date_in(date, date->year, false) == day;
    }
    for (int32_t y = year - 1; y <= year + 1; y++) { /* an offset may lead into another year */
        bool near = y == year || date->offset != 0;
        if (near && date_in(date, y, false) == day) {
            return true;
        }
    }
    return false;
}

static bool date_holds(const struct hours_selector *s, int32_t year, int32_t day)
{
    if (!s->range) {
        return single_date(&s->begin, year, day);
    }
    int32_t from = date_in(&s->begin, s->begin.year != 0 ? s->begin.year : year, true);
    int32_t to = date_in(&s->end, s->end.year != 0 ? s->end.year : year, true);
    if (from == DAY_NONE || to == DAY_NONE) {
        return false;
    }
    if (to < from && s->end.year != 0) {
        to = date_in(&s->end, s->end.year + 1, true);
    }
    bool inside = from <= to ? from <= day && day <= to : day <= to || from <= day;
    if (!inside || s->period < 2) {
        return inside;
    }
    int32_t begin = from <= day ? from : date_in(&s->begin, year - 1, true);
    return (day - begin) % s->period == 0;
}

/* The week of ISO 8601: the one that holds its Thursday's year. */
static int iso_week(int32_t day)
{
    int32_t thursday = day - civil_weekday(day) + 3;
    int32_t year = civil_date_of(thursday).year;
    return (int)((thursday - civil_day(year, 1, 1)) / WEEK_DAYS) + 1;
}

static bool nth_holds(const struct hours_selector *s, int32_t day)
{
    int32_t base = day - s->offset;
    if ((s->days & (1U << civil_weekday(base))) == 0) {
        return false;
    }
    struct civil_date date = civil_date_of(base);
    int from_begin = (date.mday - 1) / WEEK_DAYS;
    int from_end = (days_in_month(date.year, date.month) - date.mday) / WEEK_DAYS;
    return (s->nth & (1U << from_begin)) != 0 || (s->nth & (1U << (5 + from_end))) != 0;
}

static bool counted(int value, const struct hours_selector *s)
{
    return s->from <= value && value <= s->to && (s->period < 2 || (value - s->from) % s->period == 0);
}

static bool month_holds(const struct hours_selector *s, int month)
{
    return s->from <= s->to ? s->from <= month && month <= s->to : month <= s->to || s->from <= month;
}

static bool selector_holds(const struct hours_selector *s, const struct hours_where *where, int32_t day,
                           const struct civil_date *date, const char **holiday)
{
    struct holidays *table = where == NULL ? NULL : where->holidays;
    const char *name = NULL;
    switch ((enum hours_selector_kind)s->kind) {
    case SELECT_YEARS:
        return counted(date->year, s);
    case SELECT_MONTHS:
        return month_holds(s, date->month);
    case SELECT_DATES:
        return date_holds(s, date->year, day);
    case SELECT_WEEKS:
        return counted(iso_week(day), s);
    case SELECT_DAYS:
        return (s->days & (1U << civil_weekday(day))) != 0;
    case SELECT_NTH:
        return nth_holds(s, day);
    case SELECT_PH:
        name = table == NULL ? NULL : holidays_public(table, day - s->offset);
        break;
    case SELECT_SH:
        name = table == NULL ? NULL : holidays_school(table, day);
        break;
    }
    *holiday = name == NULL ? *holiday : name;
    return name != NULL;
}

bool hours_rule_holds(const struct hours *hours, const struct hours_rule *rule, const struct hours_where *where,
                      int32_t day, const char **holiday)
{
    struct civil_date date = {0};
    const struct hours_selector *s = hours->selector + rule->first_selector;
    for (size_t i = 0; i < rule->selectors;) {
        uint8_t group = s[i].group;
        bool any = false;
        for (; i < rule->selectors && s[i].group == group; i++) {
            if (!any && date.year == 0 && s[i].kind != SELECT_DAYS) {
                date = civil_date_of(day);
            }
            any = any || selector_holds(&s[i], where, day, &date, holiday);
        }
        if (!any) {
            return false;
        }
    }
    return true;
}
