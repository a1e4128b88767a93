/* insert: the move that adds a place. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_INSERT_H
#define ROUNDS_PLANNER_CORE_INSERT_H

#include "planner/core/random.h"
#include "planner/core/tour.h"

/* Where a place can go. */
struct core_slot {
    uint32_t route, at; /* behind position at; route CORE_UNSERVED if nowhere */
    int32_t extra_s;    /* driving that it adds; negative where the triangle inequality does not hold */
    int32_t shift_s;    /* how much later the next position is reached: driving, waiting and service */
    int32_t cost_s;     /* by which slots are compared: the shift, and the driving where driving counts */
    int64_t price;      /* of a rich problem: what it costs, roughly (core_guess_price) */
    int64_t cost;       /* ... and by which slots are compared */
};

/* A place that is looking for a slot. */
struct core_seeker {
    uint32_t place;
    uint64_t routes;            /* a bit for each to look at */
    int32_t most_extra_s;       /* driving that it may add */
    bool overstep;              /* the limit on detours need not be kept */
    struct core_random *random; /* each slot is overlooked with a chance of BLINK in 1024; NULL if that is 0 */
    uint32_t blink;
    /* Of a rich problem: */
    int64_t worth; /* what it may cost; INT64_MAX = anything */
    bool by_price; /* slots are compared by price alone, not by the time they take as well */
};

/* Does PLACE fit between positions AT and NEXT of ROUTE, in time, if what is between them goes? */
bool core_insert_in_time(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t next, uint32_t place);

/* The seeker's place behind AT of ROUTE, if it fits there and costs less than BEST; ties go to what was first. O(1). */
void core_insert_try(const struct core_tour *tour, const struct core_seeker *seeker, uint32_t route, uint32_t at,
                     struct core_slot *best);

/* The slot of least cost. O(1) for each position that the windows and the rules leave. */
struct core_slot core_insert_best_slot(const struct core_tour *tour, const struct core_seeker *seeker);

#endif
