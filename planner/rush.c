#include "planner/rush.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "planner/open.h"

#include <math.h>
#include <string.h>

static const char *const day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

enum { WEEK = 7, SECOND_US = 1000000 };

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* "mon", or "Mo" as opening hours have it */
static int weekday_of(const char *text, size_t length)
{
    char name[4] = "", day[4] = "";
    memcpy(name, text, length < 3 ? length : 3);
    for (int d = 0; d < WEEK && (length == 2 || length == 3); d++) {
        memcpy(day, day_names[d], length);
        if (text_equal_folded(name, day)) {
            return d;
        }
    }
    return -1;
}

/* "mon-fri", "sat", "mon,wed-fri": days of one week, a range does not go over its end. 0 when it is none. */
static uint32_t read_days(const char *text)
{
    uint32_t days = 0;
    for (;;) {
        size_t length = strcspn(text, ",-");
        int first = weekday_of(text, length), last = first;
        text += length;
        if (*text == '-') {
            length = strcspn(++text, ",-");
            last = weekday_of(text, length);
            text += length;
        }
        if (first < 0 || last < first || (*text != '\0' && *text != ',')) {
            return 0;
        }
        for (int d = first; d <= last; d++) {
            days |= UINT32_C(1) << d;
        }
        if (*text++ == '\0') {
            return days;
        }
    }
}

static bool read_window(struct arena *arena, const char *text, struct rush_rule *rule)
{
    const char *dash = strchr(text, '-');
    if (dash == NULL) {
        return false;
    }
    const char *from = arena_strndup(arena, text, (size_t)(dash - text));
    return civil_parse_time(from, &rule->from_s) && civil_parse_time(dash + 1, &rule->to_s) &&
           rule->from_s < rule->to_s && rule->from_s % 60 == 0 && rule->to_s % 60 == 0;
}

/* "mon-fri 07:30-09:15 1.35" */
static bool read_rule(struct arena *arena, const char *text, struct rush_rule *rule)
{
    const char *first = strchr(text, ' ');
    const char *second = first != NULL ? strchr(first + 1, ' ') : NULL;
    double factor;
    if (second == NULL ||
        !num_parse_double(second + 1, false, (double)RUSH_LEAST / RUSH_PAR, (double)RUSH_MOST / RUSH_PAR, &factor)) {
        return false;
    }
    rule->permille = (int32_t)lround(factor * RUSH_PAR);
    rule->days = read_days(arena_strndup(arena, text, (size_t)(first - text)));
    return rule->days != 0 && read_window(arena, arena_strndup(arena, first + 1, (size_t)(second - first - 1)), rule);
}

static bool overlaps(const struct rush_rule *a, const struct rush_rule *b)
{
    return (a->days & b->days) != 0 && a->from_s < b->to_s && b->from_s < a->to_s;
}

bool rush_parse(struct arena *arena, const char *text, struct rush *out)
{
    struct rush read = {.n = 0};
    for (const char *p = text; *p != '\0';) {
        size_t length = strcspn(p, ";");
        const char *rule = text_trim(arena, arena_strndup(arena, p, length));
        p += length + (p[length] == ';');
        if (rule[0] == '\0' && p[0] == '\0') {
            break; /* a ; at the end, or nothing at all */
        }
        if (read.n == RUSH_RULES_MAX || !read_rule(arena, rule, &read.rules[read.n])) {
            return false;
        }
        for (uint32_t i = 0; i < read.n; i++) {
            if (overlaps(&read.rules[i], &read.rules[read.n])) {
                return false;
            }
        }
        read.n++;
    }
    *out = read;
    return true;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

static char *days_text(struct arena *arena, uint32_t days)
{
    char *text = arena_strdup(arena, "");
    for (int d = 0; d < WEEK; d++) {
        if ((days >> d & 1) == 0) {
            continue;
        }
        int last = d;
        while (last + 1 < WEEK && (days >> (last + 1) & 1) != 0) {
            last++;
        }
        text = arena_printf(arena, "%s%s%s%s%s", text, text[0] != '\0' ? "," : "", day_names[d], last > d ? "-" : "",
                            last > d ? day_names[last] : "");
        d = last;
    }
    return text;
}

/* 1350 as "1.35" */
static char *factor_text(struct arena *arena, int32_t permille)
{
    char *text = arena_printf(arena, "%d.%03d", permille / RUSH_PAR, permille % RUSH_PAR);
    size_t length = strlen(text);
    while (text[length - 1] == '0') {
        length--;
    }
    return arena_strndup(arena, text, length - (text[length - 1] == '.'));
}

char *rush_text(struct arena *arena, const struct rush *rush)
{
    char *text = arena_strdup(arena, "");
    for (uint32_t i = 0; i < rush->n; i++) {
        const struct rush_rule *rule = &rush->rules[i];
        char from[CIVIL_TEXT], to[CIVIL_TEXT];
        civil_format_time(from, rule->from_s);
        civil_format_time(to, rule->to_s);
        text = arena_printf(arena, "%s%s%s %s-%s %s", text, i > 0 ? "; " : "", days_text(arena, rule->days), from, to,
                            factor_text(arena, rule->permille));
    }
    return text;
}

/* --- driving ------------------------------------------------------------------------------------------------------ */

/* In the order of their beginnings; a window that the clocks skip is left out. */
static void put_span(struct rush_day *day, const struct rush_rule *rule, int32_t from_s, int32_t to_s)
{
    if (from_s >= to_s || rule->permille == RUSH_PAR) {
        return;
    }
    uint32_t at = day->n++;
    for (; at > 0 && day->spans[at - 1].from_s > from_s; at--) {
        day->spans[at] = day->spans[at - 1];
    }
    day->spans[at].from_s = from_s;
    day->spans[at].to_s = to_s;
    day->spans[at].permille = rule->permille;
}

/* How much farther (in time of free roads) one gets in SECONDS of a window than without it. Never falls with seconds by
 * more than these, as driving goes forward; rounded down. */
static int64_t gain_us(int32_t permille, int64_t seconds)
{
    return seconds * SECOND_US * RUSH_PAR / permille - seconds * SECOND_US;
}

struct rush_day rush_on(const struct rush *rush, int32_t day)
{
    struct rush_day out = {.n = 0};
    for (uint32_t i = 0; i < rush->n; i++) {
        const struct rush_rule *rule = &rush->rules[i];
        if ((rule->days >> civil_weekday(day) & 1) != 0) {
            put_span(&out, rule, open_elapsed(day, rule->from_s), open_elapsed(day, rule->to_s));
        }
    }
    for (uint32_t i = 0; i < out.n; i++) {
        out.spans[i].ahead_us = out.ahead_us;
        out.ahead_us += gain_us(out.spans[i].permille, out.spans[i].to_s - out.spans[i].from_s);
    }
    return out;
}

/* What is driven by AT_S of a day that drives all the time, as time on free roads. Rises with AT_S. */
static int64_t driven_us(const struct rush_day *day, int64_t at_s)
{
    for (uint32_t i = 0; i < day->n; i++) {
        if (at_s <= day->spans[i].from_s) {
            return at_s * SECOND_US + day->spans[i].ahead_us;
        }
        if (at_s <= day->spans[i].to_s) {
            return at_s * SECOND_US + day->spans[i].ahead_us +
                   gain_us(day->spans[i].permille, at_s - day->spans[i].from_s);
        }
    }
    return at_s * SECOND_US + day->ahead_us;
}

/* The first moment from LOW_S on, HIGH_S at most, by which so much is driven. */
static int64_t first_by(const struct rush_day *day, int64_t low_s, int64_t high_s, int64_t us)
{
    while (low_s < high_s) {
        int64_t mid_s = low_s + (high_s - low_s) / 2;
        if (driven_us(day, mid_s) >= us) {
            high_s = mid_s;
        } else {
            low_s = mid_s + 1;
        }
    }
    return low_s;
}

bool rush_is(const struct rush_day *day)
{
    return day != NULL && day->n > 0;
}

/* Both ways of counting round up: a journey of so many millionths takes whole seconds. */
static int64_t whole_s(int64_t us)
{
    return (us + SECOND_US - 1) / SECOND_US;
}

/* No journey takes longer, wherever it begins. */
static int64_t longest_s(int64_t us)
{
    return whole_s(us) * RUSH_MOST / RUSH_PAR + 2;
}

int64_t rush_arrive_us(const struct rush_day *day, int64_t depart_s, int64_t drive_us)
{
    if (!rush_is(day) || drive_us <= 0) {
        return depart_s + (drive_us > 0 ? whole_s(drive_us) : 0);
    }
    return first_by(day, depart_s, depart_s + longest_s(drive_us), driven_us(day, depart_s) + drive_us);
}

int64_t rush_depart_us(const struct rush_day *day, int64_t arrive_s, int64_t drive_us)
{
    if (!rush_is(day) || drive_us <= 0) {
        return arrive_s - (drive_us > 0 ? whole_s(drive_us) : 0);
    }
    /* The first moment from which the journey ends later, less one second. */
    return first_by(day, arrive_s - longest_s(drive_us), arrive_s + 1, driven_us(day, arrive_s) - drive_us + 1) - 1;
}

int64_t rush_arrive_s(const struct rush_day *day, int64_t depart_s, int64_t drive_s)
{
    return rush_arrive_us(day, depart_s, drive_s * SECOND_US);
}

int64_t rush_depart_s(const struct rush_day *day, int64_t arrive_s, int64_t drive_s)
{
    return rush_depart_us(day, arrive_s, drive_s * SECOND_US);
}

int64_t rush_driven_us(const struct rush_day *day, int64_t from_s, int64_t to_s)
{
    return rush_is(day) ? driven_us(day, to_s) - driven_us(day, from_s) : (to_s - from_s) * SECOND_US;
}

int64_t rush_least_s(const struct rush_day *day, int64_t drive_s)
{
    int64_t least = RUSH_PAR;
    for (uint32_t i = 0; rush_is(day) && i < day->n; i++) {
        least = day->spans[i].permille < least ? day->spans[i].permille : least;
    }
    return drive_s * least / RUSH_PAR;
}

int64_t rush_most_s(const struct rush_day *day, int64_t drive_s)
{
    int64_t most = RUSH_PAR;
    for (uint32_t i = 0; rush_is(day) && i < day->n; i++) {
        most = day->spans[i].permille > most ? day->spans[i].permille : most;
    }
    return most == RUSH_PAR ? drive_s : (drive_s * most + RUSH_PAR - 1) / RUSH_PAR + 1;
}
