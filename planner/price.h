/* price: what one change would do to a plan: leave a visit out, put a candidate in, or put it in the place of a visit. */
#ifndef ROUNDS_PLANNER_PRICE_H
#define ROUNDS_PLANNER_PRICE_H

#include "geo/base/status.h"
#include "planner/trial.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct bounds;
struct travel;

/* Put CANDIDATE (an index into the caller's list) before number AT of the trial and take number SKIP out. NONE where
 * there is none of it. */
#define PRICE_NONE UINT32_MAX
enum { PRICE_ASKED = 512 };
struct move {
    uint32_t candidate, at, skip;
    int64_t value_s; /* of the plan after it */
};

/* The visit without which the plan is worth no less than now (VALUE_S); with OWN also one that is worth no more than the
 * driving that it adds, whatever others gain by it: a visit that makes the day long enough for another's toilet to be wanted
 * is worth nothing for that. The best of them; false if there is none. */
bool price_removal(struct trial *trial, int64_t value_s, bool own, struct move *out);

/* All candidates against the plan of TRIAL, worth VALUE_S: LIST are N places, those with SKIP[i] set are not looked at.
 * BOUNDS, which are of LIST, sift them first; those left are tried for true, best bound first, until MAX that gain are
 * found or none is left; of a source that may fail, another computer perhaps, no more than PRICE_ASKED are asked for, and
 * *CAPPED is set where that left some out. *MOVES gets the best move of each that gains, in ARENA, best first (ties: the lower index).
 * Uses the trial's slot. */
MUST_CHECK enum status price_candidates(struct arena *arena, struct travel *travel, struct bounds *bounds,
                                        struct trial *trial, int64_t value_s, const struct place *const *list,
                                        const bool *skip, uint32_t n, size_t max, struct move **moves, size_t *moves_n,
                                        bool *capped, struct error *err);

#endif
