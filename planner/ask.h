/* ask: a day's places in the solver's words. */
#ifndef ROUNDS_PLANNER_ASK_H
#define ROUNDS_PLANNER_ASK_H

#include "planner/core/problem.h"
#include "planner/place.h"

#include <stdint.h>

struct arena;

/* A problem with one route, from home and back. Places are numbered as they are put; home is the row after the last. */
struct ask {
    struct core_problem problem;
    struct core_place *places;
    struct core_window *windows;
    struct core_route route;
    uint32_t *errands; /* by place */
};

/* Room for MAX places under FRAME, of which none is there yet. Lives in ARENA. */
struct ask *ask_new(struct arena *arena, const struct frame *frame, uint32_t max);
/* Put PLACE as number INDEX: the next one, or the last one again. A visit is worth PRIZE_S, in
 * seconds of driving, which is also what a prize of the solver is. */
void ask_put(struct ask *ask, uint32_t index, const struct place *place, int32_t prize_s);
/* Once all places are there: the errands and orders of FRAME. Jobs are numbered by their index. In ARENA. */
void ask_errands(struct ask *ask, struct arena *arena, const struct frame *frame);
/* Once all places are there: TRAVEL_S is row-major among them and home, which is last. Borrowed. */
void ask_travel(struct ask *ask, const int32_t *travel_s);

#endif
