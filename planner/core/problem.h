/* problem: what the solver is asked. Plain arrays, borrowed for the call; the core knows no other header of the project.
 *
 * The day of a field engineer is a team orienteering problem with time windows (Vansteenwegen et al. 2009, Righini and
 * Salani 2009) with mandatory places: routes, places with windows, service times and prizes, a travel matrix. All times
 * and prizes are int32 seconds; a prize of 1500 is worth 1500 seconds of driving. Values lie within 0..CORE_TIME_MAX
 * unless said otherwise.
 */
#ifndef ROUNDS_PLANNER_CORE_PROBLEM_H
#define ROUNDS_PLANNER_CORE_PROBLEM_H

#include <stdbool.h>
#include <stdint.h>

enum {
    CORE_TIME_MAX = 100 * 86400, /* far below overflow of any sum of a route */
    CORE_NO_WAY = INT32_MAX / 4, /* in the travel matrix: cannot be driven */
    CORE_ROUTES_MAX = 64,
    CORE_PLACES_MAX = 20000
};

struct core_window {
    int32_t open_s, close_s; /* service starts inside, both ends included; open <= close */
};

struct core_place {
    int32_t service_s;
    int32_t prize_s;        /* optional places: what a visit is worth, in seconds of driving; >= 0 */
    bool mandatory;         /* must be served, late if there is no other way; prize is ignored */
    bool whole_inside;      /* the whole service lies in the window, not just its start */
    uint32_t window_first;  /* index into windows; windows of a place are disjoint and in order */
    uint32_t window_count;  /* 0 = any time */
    uint64_t routes;        /* bit r: may be served on route r */
};

struct core_route {
    uint32_t start, end;   /* rows of the matrix; may be equal, and may be a place too (never served as one here) */
    int32_t earliest_s;    /* leaves the start no earlier */
    int32_t latest_s;      /* is at the end no later, if that can be */
    int32_t max_driving_s; /* at most this much driving once an optional place is on the route; CORE_TIME_MAX = any */
    /* A break of break_s (0 = none), wherever the engineer is, starting within the window; taken while waiting where it
     * fits; dropped when the route is over before break_close_s. Optional places never push it out of its window. */
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
    const int32_t *travel_s; /* nodes_n x nodes_n, row-major; need not be symmetric nor keep the triangle inequality */
    /* An optional place adds at most this much driving between its neighbours; CORE_TIME_MAX = any. */
    int32_t max_detour_s;
    int32_t driving_weight; /* cost of a second of driving, in thousandths of a second of prize; 1000 as rounds uses it,
                               0 for the published orienteering instances */
};

/* What is wrong with PROBLEM, as a static English sentence, or NULL if it is sound. */
const char *core_problem_fault(const struct core_problem *problem);

#endif
