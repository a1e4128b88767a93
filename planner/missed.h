/* missed: the visits that nearly made it. */
#ifndef ROUNDS_PLANNER_MISSED_H
#define ROUNDS_PLANNER_MISSED_H

#include "geo/base/status.h"
#include "planner/fill.h"

enum { MISSED_MAX = 5 };

/* Set PLAN's missed: of all candidates that are not in it, those with the best balance of worth and least driving,
 * whatever else keeps them out. PLAN is filled otherwise. */
MUST_CHECK enum status missed_find(const struct answer *answer, struct plan *plan, struct error *err);

#endif
