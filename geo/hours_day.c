/* A day is painted minute by minute, rule after rule, in the order that decides: 1440 bytes, no allocation. */
#include "geo/hours.h"

#include "geo/base/civil.h"
#include "geo/hours_impl.h"

#include <string.h>

/* A day as rules see it. */
struct day {
    int weekday;
    bool holiday;
};

static bool rule_holds(const struct hours_rule *rule, struct day day)
{
    bool weekday = (rule->days & (1U << day.weekday)) != 0;
    switch (rule->holiday) {
    case HOURS_PH_ONLY:
        return weekday && day.holiday;
    case HOURS_PH_TOO:
        return weekday || day.holiday;
    case HOURS_PH_NOT:
        break;
    }
    return weekday || rule->days == 0;
}

/* Does rule I wipe away what the rules before it say of its days? A rule without days does so only after another such
 * one: in "Mo-Fr 08:00-12:00; 13:00-17:00" the reference implementation keeps both. */
static bool replaces(const struct hours *hours, size_t i)
{
    const struct hours_rule *rule = &hours->rule[i];
    if (rule->join != HOURS_OVERRIDE || rule->state == HOURS_CLOSED) {
        return false;
    }
    bool after_dayless = i > 0 && rule->state == HOURS_OPEN && hours_rule_every_day(rule - 1);
    return !hours_rule_every_day(rule) || after_dayless;
}

static void paint(uint8_t minutes[DAY_MIN], int from, int to, const struct hours_rule *rule)
{
    for (int m = from < 0 ? 0 : from; m < to && m < DAY_MIN; m++) {
        if (!rule->fallback || minutes[m] == HOURS_CLOSED) {
            minutes[m] = (uint8_t)rule->state;
        }
    }
}

/* What RULE says of the day that begins SHIFT minutes after the one that it holds for. */
static void paint_rule(uint8_t minutes[DAY_MIN], const struct hours *hours, const struct hours_rule *rule, int shift)
{
    if (rule->ranges == 0) {
        paint(minutes, -shift, DAY_MIN - shift, rule);
    }
    for (size_t k = 0; k < rule->ranges; k++) {
        const struct hours_range *range = &hours->range[rule->first + k];
        paint(minutes, range->from_min - shift, range->to_min - shift, rule);
    }
}

/* The states of DAY, with what runs into it from BEFORE. */
static void paint_day(uint8_t minutes[DAY_MIN], const struct hours *hours, struct day day, struct day before)
{
    memset(minutes, HOURS_CLOSED, DAY_MIN);
    for (size_t i = 0; i < hours->rules; i++) {
        const struct hours_rule *rule = &hours->rule[i];
        if (rule_holds(rule, day)) {
            if (replaces(hours, i)) {
                memset(minutes, HOURS_CLOSED, DAY_MIN);
            }
            paint_rule(minutes, hours, rule, 0);
        }
        if (rule_holds(rule, before)) {
            paint_rule(minutes, hours, rule, DAY_MIN);
        }
    }
}

/* What DAY's own rules say of the day after. */
static void paint_tail(uint8_t minutes[DAY_MIN], const struct hours *hours, struct day day)
{
    memset(minutes, HOURS_CLOSED, DAY_MIN);
    for (size_t i = 0; i < hours->rules; i++) {
        if (rule_holds(&hours->rule[i], day)) {
            if (replaces(hours, i)) {
                memset(minutes, HOURS_CLOSED, DAY_MIN);
            }
            paint_rule(minutes, hours, &hours->rule[i], DAY_MIN);
        }
    }
}

/* Minutes past midnight that the last span of DAY goes on: as far as its own rules carry it and those of the day after
 * leave it. */
static int minutes_past_midnight(const struct hours *hours, struct day day)
{
    uint8_t tail[DAY_MIN];
    paint_tail(tail, hours, day);
    if (tail[0] != HOURS_OPEN) {
        return 0;
    }
    uint8_t after[DAY_MIN];
    paint_day(after, hours, (struct day){.weekday = (day.weekday + 1) % WEEK_DAYS}, day);
    int m = 0;
    while (m < DAY_MIN && tail[m] == HOURS_OPEN && after[m] == HOURS_OPEN) {
        m++;
    }
    return m;
}

size_t hours_day(const struct hours *hours, int weekday, bool holiday, struct hours_span *spans, size_t max)
{
    struct day day = {.weekday = weekday, .holiday = holiday};
    struct day before = {.weekday = (weekday + WEEK_DAYS - 1) % WEEK_DAYS};
    uint8_t minutes[DAY_MIN];
    paint_day(minutes, hours, day, before);
    size_t n = 0;
    for (int m = 0; m < DAY_MIN;) {
        int end = m;
        while (end < DAY_MIN && minutes[end] == HOURS_OPEN) {
            end++;
        }
        if (end == m) {
            m++;
            continue;
        }
        int close = end == DAY_MIN ? DAY_MIN + minutes_past_midnight(hours, day) : end;
        if (n < max) {
            spans[n] = (struct hours_span){.open_s = m * 60, .close_s = close * 60};
        }
        n++;
        m = end;
    }
    return n;
}
