/* fill_advice: a plan's advice in words, with places near by. */
#ifndef ROUNDS_PLANNER_FILL_ADVICE_H
#define ROUNDS_PLANNER_FILL_ADVICE_H

#include "planner/fill.h"

/* Set PLAN's advice. PLAN is filled otherwise. */
MUST_CHECK enum status fill_advice(const struct answer *answer, struct plan *plan, struct error *err);

#endif
