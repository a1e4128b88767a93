/* attempt: what the moves of the local search share: is it a gain, and if so, does it hold? A move works out its gain in
 * O(1) from the legs that change; only one that gains is written into the tour and judged there, whole, and taken back if
 * it does not hold. So no move needs rules of its own for windows, breaks, detours and driving. In a rich problem the legs
 * say only what can be gained at best: the gain is known once the move is written. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_ATTEMPT_H
#define ROUNDS_PLANNER_CORE_ATTEMPT_H

#include "planner/core/carve.h"
#include "planner/core/tour.h"

struct core_attempt {
    struct core_tour *tour;
    uint32_t *sequence[2]; /* for the move to fill: the new places of one or two routes */
    uint32_t count[2];
    uint32_t *before[2];
    int64_t gain; /* of the last move, in thousandths of a second of value: exactly what the tour is worth more */
    const struct core_options *options; /* NULL, or who is asked whether to stop */
    int64_t effort;                     /* left, in stops of moves written that a rich problem may still cost */
};

void core_attempt_init(struct core_attempt *attempt, struct core_tour *tour, struct core_carve *carve);

/* Is it better to win PRIZE (thousandths) for EXTRA_S of driving on routes A and B (which may be one)? Less driving counts by
 * itself when it costs nothing. Of a rich problem: may it be? Sets the gain, which is final if the problem is plain. */
bool core_attempt_gains(struct core_attempt *attempt, uint32_t a, uint32_t b, int64_t prize, int64_t extra_s);

/* Has the caller had enough? */
bool core_attempt_must_stop(const struct core_attempt *attempt);

/* Make the places of route A (and of B, if it is another) what SEQUENCE says. False, and nothing is changed, if that breaks
 * a rule or, in a rich problem, is no gain. */
bool core_attempt_apply(struct core_attempt *attempt, uint32_t a, uint32_t b);

/* Must PLACE stay as it is: a duty, or what a duty depends on, or one more duty served than others? */
bool core_attempt_is_bound(const struct core_attempt *attempt, uint32_t place);

/* Fill SEQUENCE[I] with the places of ROUTE; append the positions FIRST..LAST of it. */
void core_attempt_begin(struct core_attempt *attempt, int i);
void core_attempt_append(struct core_attempt *attempt, int i, uint32_t route, uint32_t first, uint32_t last);
void core_attempt_append_place(struct core_attempt *attempt, int i, uint32_t place);

#endif
