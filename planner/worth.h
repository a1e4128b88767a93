/* worth: what a proactive visit is worth, in seconds of extra driving, as a sum of named reasons. Pure; docs/worth.md
 * says why the numbers are what they are. Every reason is a whole number of minutes when the settings are. */
#ifndef ROUNDS_PLANNER_WORTH_H
#define ROUNDS_PLANNER_WORTH_H

#include "planner/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum reason {
    REASON_OVERDUE,
    REASON_NEVER,
    REASON_PROMISE,
    REASON_COMPLAINT,
    REASON_ONE_CONTACT,
    REASON_NO_CONTACT,
    REASON_COMFORT,
    REASON_COUNT
};

const char *reason_name(enum reason reason); /* "overdue", "one_contact", ... for JSON */

/* What worth looks at. */
struct worth_facts {
    int32_t day;             /* of the plan */
    int32_t last_visit_day;  /* of the last real visit, never of a reminder; DAY_NONE never */
    int32_t goal_days;       /* NUMBER_UNSET (or anything below 1): the setting's */
    int32_t promise_due_day; /* the soonest open promise's; DAY_NONE none */
    bool complaint_open;
    int32_t contacts; /* still there */
    bool comfort;     /* would end a stretch longer than settings.comfort_s without a toilet */
};

struct worth {
    int32_t total_s;
    int32_t reason_s[REASON_COUNT]; /* 0 where it does not apply */
};

/* Overdue: with r = days since the last visit / goal, 0 below overdue_from, then worth_overdue_s * r to the nearest
 * minute, capped. A customer seen within a third of its goal (r < 1/3) is worth nothing but a promise or a complaint.
 * Few contacts add to one of overdue, never, promise and complaint, and count for nothing alone. A last visit after the
 * plan's day counts as on that day. */
struct worth worth_of(const struct worth_facts *facts, const struct settings *settings);

struct arena;
/* The reasons for a person, best first: "14 months since last visit (goal 12 months)", "promise due tomorrow", "promise
 * 3 days late", "open complaint", ... joined by " · "; "" when the visit is worth nothing. In ARENA. */
char *worth_text(struct arena *arena, const struct worth *worth, const struct worth_facts *facts,
                 const struct settings *settings);
/* Days as people say them, rounded: "3 days" (to 13), "5 weeks" (to 69), "14 months" (to 729), "3 years". Below 0 is
 * "0 days". In ARENA. */
char *worth_age(struct arena *arena, int32_t days);

#endif
