/* make_days: random days and weeks of a field engineer on the roads of make_roads, the same for the same seed everywhere:
 * booked jobs that fit, or nearly, into the day one after the other; customers who could be called on, with prizes in
 * seconds, opening hours and lunch breaks. Times are seconds after midnight of the first day. */
#ifndef ROUNDS_TESTS_CORE_MAKE_DAYS_H
#define ROUNDS_TESTS_CORE_MAKE_DAYS_H

#include "planner/core/problem.h"

struct day_kind {
    uint32_t jobs, calls; /* in all; jobs are mandatory, calls are optional */
    uint32_t routes;      /* days: 1 or 5 */
    bool limits;          /* some days have the limits that rounds sets: detours, extra driving, calls a day */
    bool rich; /* a toilet in reach, lunch where there is food, a parcel to be dropped, soft hours, waiting */
};

extern const struct day_kind day_small; /* 8 jobs and 40 calls */
extern const struct day_kind day_large; /* 10 jobs and 500 calls */
extern const struct day_kind day_week;  /* 5 routes, 40 jobs and 500 calls, some of which are the same customer's */
extern const struct day_kind day_rich;  /* the small day with all the rest of problem.h */

struct made_day {
    struct core_problem problem; /* the jobs are its first places */
    struct core_place *places;
    struct core_window *windows;
    struct core_route *routes;
    struct core_group groups[1];
    struct core_order orders[1];
    struct core_need needs[1];
    int32_t *travel_s;
    /* How much more the engineer would drive for calls than the jobs take alone; 0 = as much as you like. Whoever knows
     * the driving of the jobs alone sets max_driving_s of the routes. */
    int32_t extra_s;
};

struct made_day *made_day_new(const struct day_kind *kind, uint64_t seed);
void made_day_free(struct made_day *day);

#endif
