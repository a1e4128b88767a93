/* advice: pauses while driving, and what goes long without a toilet. Advice for the person: nothing here claims that any law
 * on driving hours is kept. Pure. */
#ifndef ROUNDS_PLANNER_ADVICE_H
#define ROUNDS_PLANNER_ADVICE_H

#include "geo/point.h"
#include "planner/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { ADVICE_PAUSE_S = 15 * 60 };

/* A pause that is advised. Driving adds up from FROM_S, over stops shorter than ADVICE_PAUSE_S, to DRIVEN_S before the next
 * longer one; AT_S is when it comes to the limit, WHERE one is then. */
struct advice_pause {
    int32_t from_s, at_s, driven_s;
    struct point where;
};

/* The pauses of PLAN where a pause is wanted after LIMIT_S (> 0) of driving: none where that is never exceeded. After each
 * driving starts anew. In ARENA. */
struct advice_pause *advice_pauses(struct arena *arena, const struct plan *plan, int32_t limit_s, size_t *n);

/* A stretch of PLAN without a toilet, longer than LIMIT_S: from leaving home or a stop with one to reaching the next. */
struct advice_dry {
    int32_t from_s, to_s;
};
struct advice_dry *advice_dry(struct arena *arena, const struct plan *plan, int32_t limit_s, size_t *n);

#endif
