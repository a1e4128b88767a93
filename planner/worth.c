#include "planner/worth.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"

#include <assert.h>

const char *reason_name(enum reason reason)
{
    static const char *const names[REASON_COUNT] = {
        [REASON_OVERDUE] = "overdue",         [REASON_NEVER] = "never",
        [REASON_PROMISE] = "promise",         [REASON_COMPLAINT] = "complaint",
        [REASON_ONE_CONTACT] = "one_contact", [REASON_NO_CONTACT] = "no_contact",
        [REASON_COMFORT] = "comfort",
    };
    assert((unsigned)reason < REASON_COUNT);
    return names[reason];
}

static int32_t goal_of(const struct worth_facts *facts, const struct settings *settings)
{
    int32_t goal = facts->goal_days >= 1 ? facts->goal_days : settings->goal_days;
    return goal >= 1 ? goal : 1;
}

/* Days from A to B, 0 when B is earlier; days far apart do not overflow. */
static int32_t days_between(int32_t a, int32_t b)
{
    int64_t days = (int64_t)b - a;
    return days < 0 ? 0 : days > INT32_MAX ? INT32_MAX : (int32_t)days;
}

static bool visited(const struct worth_facts *facts)
{
    return facts->last_visit_day != DAY_NONE;
}

/* In whole minutes, like every other reason, so that worths as people read them add up to the total they read. */
static int32_t overdue_s(int32_t days, int32_t goal, const struct settings *settings)
{
    if ((double)days / goal < settings->overdue_from) {
        return 0;
    }
    int64_t minute = (int64_t)goal * 60;
    int64_t worth = ((int64_t)settings->worth_overdue_s * days + minute / 2) / minute * 60;
    return worth < settings->worth_overdue_cap_s ? (int32_t)worth : settings->worth_overdue_cap_s;
}

/* Days to the promise, below 0 when it is late. */
static int64_t days_to_promise(const struct worth_facts *facts)
{
    return (int64_t)facts->promise_due_day - facts->day;
}

struct worth worth_of(const struct worth_facts *facts, const struct settings *settings)
{
    struct worth worth = {.total_s = 0};
    int32_t *reason_s = worth.reason_s;
    int32_t goal = goal_of(facts, settings);
    int32_t days = visited(facts) ? days_between(facts->last_visit_day, facts->day) : 0;
    bool seen_lately = visited(facts) && (int64_t)days * 3 < goal;
    if (facts->promise_due_day != DAY_NONE && days_to_promise(facts) <= settings->promise_days) {
        reason_s[REASON_PROMISE] = settings->worth_promise_s;
    }
    reason_s[REASON_COMPLAINT] = facts->complaint_open ? settings->worth_complaint_s : 0;
    if (!seen_lately) {
        reason_s[REASON_OVERDUE] = visited(facts) ? overdue_s(days, goal, settings) : 0;
        reason_s[REASON_NEVER] = visited(facts) ? 0 : settings->worth_never_s;
        reason_s[REASON_COMFORT] = facts->comfort ? settings->worth_comfort_s : 0;
    }
    /* Few contacts add to a reason to call; alone they would send the engineer to people seen last spring. */
    bool due = reason_s[REASON_OVERDUE] > 0 || reason_s[REASON_NEVER] > 0;
    if (due || reason_s[REASON_PROMISE] > 0 || reason_s[REASON_COMPLAINT] > 0) {
        reason_s[REASON_ONE_CONTACT] = facts->contacts == 1 ? settings->worth_one_contact_s : 0;
        reason_s[REASON_NO_CONTACT] = facts->contacts == 0 ? settings->worth_no_contact_s : 0;
    }
    for (int i = 0; i < REASON_COUNT; i++) {
        worth.total_s += reason_s[i];
    }
    return worth;
}

/* --- in words ------------------------------------------------------------------------------------------------------*/

static char *amount(struct arena *arena, int32_t n, const char *unit)
{
    return arena_printf(arena, "%d %s%s", n, unit, n == 1 ? "" : "s");
}

/* DAYS in units of so many hundredths of a day, to the nearest. */
static int32_t in_units(int32_t days, int32_t hundredths)
{
    return (int32_t)(((int64_t)days * 200 + hundredths) / (2 * (int64_t)hundredths));
}

char *worth_age(struct arena *arena, int32_t days)
{
    enum { DAYS_TO = 14, WEEKS_TO = 70, MONTHS_TO = 730, WEEK = 700, MONTH = 3044, YEAR = 36525 };
    if (days < DAYS_TO) {
        return amount(arena, days < 0 ? 0 : days, "day");
    }
    if (days < WEEKS_TO) {
        return amount(arena, in_units(days, WEEK), "week");
    }
    return days < MONTHS_TO ? amount(arena, in_units(days, MONTH), "month")
                            : amount(arena, in_units(days, YEAR), "year");
}

/* A goal is a number somebody chose: 30 days stay 30 days, not "4 weeks". */
static char *goal_text(struct arena *arena, int32_t days)
{
    enum { EXACT_TO = 60 };
    return days < EXACT_TO && days % 7 != 0 ? amount(arena, days, "day") : worth_age(arena, days);
}

static char *promise_text(struct arena *arena, const struct worth_facts *facts)
{
    int64_t days = days_to_promise(facts);
    if (days == 0) {
        return arena_strdup(arena, "promise due today");
    }
    if (days == 1) {
        return arena_strdup(arena, "promise due tomorrow");
    }
    return days > 0 ? arena_printf(arena, "promise due in %s",
                                   worth_age(arena, days_between(facts->day, facts->promise_due_day)))
                    : arena_printf(arena, "promise %s late",
                                   worth_age(arena, days_between(facts->promise_due_day, facts->day)));
}

static const char *reason_text(struct arena *arena, enum reason reason, const struct worth_facts *facts,
                               const struct settings *settings)
{
    switch (reason) {
    case REASON_OVERDUE:
        return arena_printf(arena, "%s since last visit (goal %s)",
                            worth_age(arena, days_between(facts->last_visit_day, facts->day)),
                            goal_text(arena, goal_of(facts, settings)));
    case REASON_NEVER:
        return "never visited";
    case REASON_PROMISE:
        return promise_text(arena, facts);
    case REASON_COMPLAINT:
        return "open complaint";
    case REASON_ONE_CONTACT:
        return "only one contact known";
    case REASON_NO_CONTACT:
        return "no contact known";
    case REASON_COMFORT:
        return "toilet when none is near";
    case REASON_COUNT:
        break;
    }
    return "";
}

/* The reason that is worth most of those in LEFT, the first of equals; REASON_COUNT when none is left. */
static enum reason best_of(const struct worth *worth, unsigned left)
{
    enum reason best = REASON_COUNT;
    for (unsigned i = 0; i < REASON_COUNT; i++) {
        bool candidate = (left & (1U << i)) != 0 && worth->reason_s[i] > 0;
        if (candidate && (best == REASON_COUNT || worth->reason_s[i] > worth->reason_s[best])) {
            best = (enum reason)i;
        }
    }
    return best;
}

char *worth_text(struct arena *arena, const struct worth *worth, const struct worth_facts *facts,
                 const struct settings *settings)
{
    char *text = arena_strdup(arena, "");
    unsigned left = (1U << REASON_COUNT) - 1;
    for (enum reason best = best_of(worth, left); best != REASON_COUNT; best = best_of(worth, left)) {
        text = arena_printf(arena, "%s%s%s", text, text[0] != '\0' ? " · " : "",
                            reason_text(arena, best, facts, settings));
        left &= ~(1U << best);
    }
    return text;
}
