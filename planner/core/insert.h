/* insert: the move that adds a place. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_INSERT_H
#define ROUNDS_PLANNER_CORE_INSERT_H

#include "planner/core/tour.h"

/* Where a place can go. */
struct core_slot {
    uint32_t route, at; /* behind position at; route CORE_UNSERVED if nowhere */
    int32_t extra_s;    /* driving that it adds; negative where the triangle inequality does not hold */
    int32_t shift_s;    /* how much later the next position is reached: driving, waiting and service */
};

/* Does PLACE fit between positions AT and NEXT of ROUTE, in time, if what is between them goes? */
bool core_insert_in_time(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t next, uint32_t place);

/* Are the limits kept if PLACE goes behind AT of ROUTE, adding EXTRA_S of driving? */
bool core_insert_within_limits(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t place,
                               int32_t extra_s);

/* PLACE behind AT of ROUTE, if it fits there and shifts less than BEST does; ties go to what was first. O(1). */
void core_insert_try(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t place, struct core_slot *best);

/* The slot on ROUTE with the least shift for PLACE, if it is less than that of BEST already.
 * Cost: O(1) for each position that the windows leave. */
void core_insert_improve_slot(const struct core_tour *tour, uint32_t route, uint32_t place, struct core_slot *best);

/* The same over all ROUTES (a bit each) that PLACE may be on. */
struct core_slot core_insert_best_slot(const struct core_tour *tour, uint32_t place, uint64_t routes);

#endif
