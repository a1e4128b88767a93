/* fill: from a judged sequence of places to the plan as people see it. */
#ifndef ROUNDS_PLANNER_FILL_H
#define ROUNDS_PLANNER_FILL_H

#include "geo/base/status.h"
#include "planner/candidates.h"
#include "planner/day.h"
#include "planner/plan.h"
#include "planner/search.h"
#include "planner/trial.h"

#include <stdbool.h>

struct bounds;

/* What the search found. Places are numbered: jobs of the day first, then candidates. */
struct answer {
    struct store *store;
    struct travel *travel;
    struct arena *arena; /* of the plan */
    struct arena *scratch;
    const struct day *day;
    const struct frame *frame;
    const struct candidates *candidates;
    const struct found *jobs_only;
    struct bounds *bounds; /* of all places; NULL without visits */
    struct line line;
    struct trial *trial; /* places in the order of LINE */
    struct judgement judged;
};

/* Stops, times, people and totals of PLAN. */
MUST_CHECK enum status fill_plan(const struct answer *answer, struct plan *plan, struct error *err);

#endif
