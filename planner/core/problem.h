/* problem: what the solver is asked. Plain arrays, borrowed for the call; the core knows no other header of the project.
 *
 * The day of a field engineer is a team orienteering problem with time windows (Vansteenwegen et al. 2009, Righini and
 * Salani 2009) with mandatory places: routes, places with windows, service times and prizes, a travel matrix. All times
 * and prizes are int32 seconds; a prize of 1500 is worth 1500 seconds of driving. Values lie within 0..CORE_TIME_MAX
 * unless said otherwise.
 *
 * How time passes on a route. It leaves its start at earliest_s or later, drives, and serves its places in order. Service
 * starts on arrival or, after waiting, when the next window opens; waiting is allowed anywhere and costs nothing. A
 * mandatory place reached after the last start that its windows allow is served at once, and late; an optional one is not
 * served at all. A window too short for a whole_inside service cannot be used; a mandatory place of which no window can
 * be used is served from the opening of its last one on, and is late by what sticks out of it. Coming to the end after
 * latest_s is lateness of the route.
 */
#ifndef ROUNDS_PLANNER_CORE_PROBLEM_H
#define ROUNDS_PLANNER_CORE_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

enum {
    CORE_TIME_MAX = 100 * 86400,
    CORE_NO_WAY = INT32_MAX / 4, /* in the travel matrix: cannot be driven */
    CORE_ROUTES_MAX = 64,
    CORE_PLACES_MAX = 20000,
    CORE_WEIGHT_MAX = 1000000
};

struct core_window {
    int32_t open_s, close_s; /* service starts inside, both ends included; open <= close */
};

struct core_place {
    int32_t service_s;
    int32_t prize_s;       /* optional places: what a visit is worth, in seconds of driving; >= 0 */
    bool mandatory;        /* must be served, late if there is no other way; prize is ignored */
    bool whole_inside;     /* the whole service lies in the window, not just its start */
    uint32_t window_first; /* index into windows; windows of a place are in order and do not overlap */
    uint32_t window_count; /* 0 = any time */
    uint64_t routes;       /* bit r: may be served on route r */
};

struct core_route {
    uint32_t start, end;   /* rows of the matrix; may be equal, and may be a place too (not served on this route) */
    int32_t earliest_s;    /* leaves the start no earlier */
    int32_t latest_s;      /* is at the end no later, if that can be; >= earliest_s */
    int32_t max_driving_s; /* at most this much driving once an optional place is on the route; CORE_TIME_MAX = any */
    uint32_t max_optional; /* at most this many optional places on the route; CORE_PLACES_MAX = any, 0 = none */
    /* A break of break_s (0 = none), wherever the engineer is, also half-way along a road, but not during a service. It
     * starts within break_open_s..break_close_s. No break is due on the road
     * - when earliest_s > break_close_s, or
     * - when the route is at its end by break_close_s (it can be had there), or
     * - when earliest_s <= break_open_s and the route leaves at break_open_s + break_s or later (it was had before).
     * A break due that fits nowhere without more lateness is missed: left out, the last thing to be given up before
     * optional places are. It never makes anything late, and an optional place never makes it missed. */
    int32_t break_s, break_open_s, break_close_s;
};

struct core_problem {
    uint32_t places_n; /* rows 0..places_n-1 of the matrix are the places */
    uint32_t nodes_n;  /* rows of the matrix: places, then depots; >= places_n */
    const struct core_place *places;
    const struct core_window *windows;
    uint32_t windows_n;
    uint32_t routes_n; /* 1..CORE_ROUTES_MAX */
    const struct core_route *routes;
    /* nodes_n x nodes_n, row-major, from x to; need not be symmetric nor keep the triangle inequality. The diagonal is
     * not looked at. A route without places drives from its start to its end, if they differ and there is a way. */
    const int32_t *travel_s;
    /* An optional place adds at most this much driving between its neighbours on the route (0 where they are the same
     * node); CORE_TIME_MAX = any. */
    int32_t max_detour_s;
    int32_t
        driving_weight; /* cost of a second of driving, in thousandths of a second of prize, 0..CORE_WEIGHT_MAX; 1000
                               as rounds uses it, 0 for the published orienteering instances */
};

/* What is wrong with PROBLEM, as a static English sentence, or NULL if it is sound. Besides ranges and indexes it asks
 * that the mandatory services, each with the longest leg, end before CORE_NO_WAY. Cost: one look at every array. */
const char *core_problem_fault(const struct core_problem *problem);

#endif
