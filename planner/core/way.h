/* way: one way through a sequence of places: when it leaves, and where the break is had. What its times are, and how late it
 * could leave. Everything starts as early as it can: times only grow with the time before them (the service start is a
 * non-decreasing function of the arrival), so no schedule of the same sequence and break is less late anywhere. Internal to
 * the core. */
#ifndef ROUNDS_PLANNER_CORE_WAY_H
#define ROUNDS_PLANNER_CORE_WAY_H

#include "planner/core/rules.h"
#include "planner/core/schedule.h"
#include "planner/core/solve.h"

#define CORE_WAY_NO_GAP UINT32_MAX

/* Where in its gap the break is had. */
enum core_way_mode {
    CORE_WAY_SOONEST, /* wherever the next stop is reached soonest: for when that is all that counts */
    CORE_WAY_BEFORE,  /* at the stop before */
    CORE_WAY_BEHIND,  /* at the stop behind */
    CORE_WAY_ROAD     /* where on the road one is when the break's window opens */
};

/* Gap g is between stop g - 1 and stop g; gap 0 follows the start, gap count precedes the end. */
struct core_way {
    const struct core_problem *problem;
    const struct core_rules *rules; /* NULL: who is a duty follows from the problem */
    const struct core_route *route;
    const uint32_t *sequence;
    uint32_t count;
    int32_t leave_s;
    uint32_t gap; /* of the break, or CORE_WAY_NO_GAP */
    enum core_way_mode mode;
    bool timed; /* the choice of the break depends on prices */
    struct core_stop *stops;
};

/* A point on the way: about to enter gap GAP at TIME_S, with what the way there has come to. At the end, GAP is count + 1. */
struct core_way_point {
    uint32_t gap;
    int32_t time_s;
    int64_t driving_s, never_late_s, late_s, late_price_ms; /* as in core_cost */
};

static inline uint32_t core_way_stops_n(const struct core_way *way)
{
    return way->count + (way->gap != CORE_WAY_NO_GAP);
}

/* The driving in a gap. A route without places that cannot drive from its start to its end does not drive. */
int32_t core_way_leg(const struct core_way *way, uint32_t gap);

/* Move POINT on by a gap that is not the break's, to the end of the next service, or to the end of the route. OUT, the stop
 * there, may be NULL; it is not written at the end. False if the leg cannot be driven. */
bool core_way_step(const struct core_way *way, struct core_way_point *point, struct core_stop *out);

/* Go the rest of the way from POINT, which moves to the end; what the end is late by is in its late_s then. OUT may be NULL;
 * the stops are written from OUT[POINT's gap] on. False if a leg cannot be driven or the break's window is over in its
 * gap. */
bool core_way_go(const struct core_way *way, struct core_way_point *point, struct core_stop *out);

/* How late WAY, of which the stops are the times, can leave without any lateness or its end at HOME_S getting later. */
int32_t core_way_latest_leave(const struct core_way *way, int32_t home_s);

#endif
