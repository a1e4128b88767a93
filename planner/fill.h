/* fill: from a judged sequence of places to the plan as people see it. */
#ifndef ROUNDS_PLANNER_FILL_H
#define ROUNDS_PLANNER_FILL_H

#include "geo/base/status.h"
#include "planner/candidates.h"
#include "planner/day.h"
#include "planner/errands.h"
#include "planner/plan.h"
#include "planner/rests.h"
#include "planner/search.h"
#include "planner/trial.h"

#include <stdbool.h>

struct bounds;

/* What the search found. Places are numbered: jobs of the day first, then those of errands, then candidates that fit, then
 * what else may be visited, then the other candidates. What a place stands for, its kind and index say. */
struct answer {
    struct store *store;
    struct travel *travel;
    struct arena *arena; /* of the plan */
    struct arena *scratch;
    const struct day *day;
    const struct frame *frame;
    const struct candidates *candidates;
    const struct errands *errands;
    const struct place *const *places;
    const struct rests *rests;
    bool jobs_alone;               /* no visits, and no rests, were asked for */
    uint32_t duties_n, searched_n; /* jobs and places of errands; all but the candidates that do not fit */
    const struct found *jobs_only;
    struct bounds *bounds; /* of all places; NULL without visits */
    struct line line;
    struct trial *trial; /* places in the order of LINE */
    struct judgement judged;
};

/* The number of candidate C. */
static inline size_t answer_candidate(const struct answer *answer, size_t c)
{
    size_t fit_n = answer->candidates->fit_n;
    return c < fit_n ? answer->duties_n + c : answer->searched_n + (c - fit_n);
}

/* Stops, times, people and totals of PLAN. */
MUST_CHECK enum status fill_plan(const struct answer *answer, struct plan *plan, struct error *err);

/* --- for the parts of it ---------------------------------------------------------------------------------------------- */

/* Everything about SITE and its people; STOP's times are there. */
MUST_CHECK enum status fill_site(const struct answer *answer, const struct site *site, struct plan_stop *stop,
                                 struct error *err);
/* The window of PLACE that STOP lies in, and how late it could begin for that. */
void fill_window(const struct place *place, struct plan_stop *stop);

#endif
