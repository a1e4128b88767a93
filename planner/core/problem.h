/* problem: what the solver is asked. Plain arrays, borrowed for the call; the core knows no other header of the project.
 *
 * The day of a field engineer is a team orienteering problem with time windows (Vansteenwegen et al. 2009, Righini and
 * Salani 2009) with mandatory places, and more to it: alternatives, orders, needs along the way, a break, lateness at a
 * price, visits kept apart, a given plan to stay close to. All times and prizes are int32 seconds; a prize of 1500 is
 * worth 1500 seconds of driving. A weight is the price of a second of something, in thousandths of a second of prize: 1000 is
 * par. Values lie within 0..CORE_TIME_MAX unless said otherwise. Zero is always "no such thing", so that a problem that
 * does without a feature need not name it.
 *
 * How time passes on a route. It leaves its start at earliest_s or later, drives, and serves its places in order. Service
 * starts on arrival or, after waiting, when the next window opens; waiting is allowed anywhere. A place reached after the
 * last start that its windows allow is late: served at once, if it is a duty or may be so late (late_s), else not at all.
 * A window too short for a whole_inside service cannot be used; a duty of which no window can be used is served from the
 * opening of its last one on, and is late by what sticks out of it. Coming to the end after latest_s is lateness of the
 * route.
 *
 * The times of a sequence of places are not traded against each other: everything is as early as it can be, and the route
 * then leaves as late as leaves its end and every lateness as they are. The only choice is where the break is had.
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
    CORE_NEEDS_MAX = 4,
    CORE_WEIGHT_MAX = 1000000
};

struct core_window {
    int32_t open_s, close_s; /* service starts inside, both ends included; open <= close */
};

/* A duty is a mandatory place, a fixed one (see core_problem.given), or a required group. */
struct core_place {
    int32_t service_s;
    int32_t prize_s;       /* what a visit is worth, in seconds of driving; ignored where the place itself is a duty */
    bool mandatory;        /* must be served, late if there is no other way */
    bool whole_inside;     /* the whole service lies in the window, not just its start */
    uint32_t window_first; /* index into windows; windows of a place are in order and do not overlap */
    uint32_t window_count; /* 0 = any time */
    uint64_t routes;       /* bit r: may be served on route r */

    uint32_t group;     /* 1..groups_n: one of several alternatives; 0 = none. Not of a mandatory place. */
    uint32_t series;    /* places of the same series (1..CORE_PLACES_MAX; 0 = none), a customer's, say, ... */
    int32_t apart_days; /* ... lie on routes whose days differ by at least the larger apart_days of the two */
    uint32_t amenities; /* a bit for each thing that is to be had there, as needs and breaks ask for them */
    int32_t late_s; /* may start so long after the last start that its windows allow, at a price (but a place that is
                            no duty and of which no window can be used is never served): */
    int32_t late_weight; /* of a second of that, 0..CORE_WEIGHT_MAX; a duty that is later still pays for late_s */
};

/* Places of which at most one is served; of a required group, exactly one, which counts as a duty: not late, though. */
struct core_group {
    bool required;
};

/* A place, or whichever place of a group is served. */
struct core_item {
    bool group;
    uint32_t index; /* of the place; of the group, 1..groups_n */
};

/* THEN is served only if FIRST is, and after it: later on the same route or, where carry_over, on a route of a later day.
 * FIRST without THEN is allowed. */
struct core_order {
    struct core_item first, then;
};

/* Never longer than within_s from something, at a price. A stretch goes from leaving the start, or from the end of service
 * at a stop that has any of the amenities, to the start of service at the next such stop, or to coming to the end; what
 * it is longer than within_s costs weight a second. */
struct core_need {
    uint32_t amenities;
    int32_t within_s;
    int32_t weight; /* 0..CORE_WEIGHT_MAX */
};

struct core_route {
    uint32_t start, end;   /* rows of the matrix; may be equal, and may be a place too (not served on this route) */
    int32_t day;           /* any number, for series and carry_over */
    int32_t earliest_s;    /* leaves the start no earlier */
    int32_t latest_s;      /* is at the end no later, if that can be; >= earliest_s */
    int32_t max_driving_s; /* at most this much driving once an optional place is on the route; CORE_TIME_MAX = any */
    uint32_t max_optional; /* at most this many optional places on the route; CORE_PLACES_MAX = any, 0 = none */
    /* A break of break_s (0 = none), had at the stop before a leg (after its service), at the stop behind it (before its
     * service), or half-way along the road, when its window opens there; not during a service. It starts within
     * break_open_s..break_close_s. To have it on the road, one may have to leave later than at earliest_s: who would be
     * through before its window opens sets off so late that it opens on the road, if that changes no later time. No
     * break is due on the road
     * - when earliest_s > break_close_s, or
     * - when the route, leaving at earliest_s and without it, is at its end by break_close_s (it can be had there), or
     * - when earliest_s <= break_open_s and the route leaves at break_open_s + break_s or later (it was had before): to
     *   leave then or later is one choice among those of where to have it; of those the cheapest is taken.
     * A break due that fits nowhere without more lateness is missed: left out, the last thing to be given up before
     * optional places are. It never makes anything late, and an optional place never makes it missed. */
    int32_t break_s, break_open_s, break_close_s;
    /* Where it is best had: at a stop (not the start nor the end) that has any of these; 0 = anywhere. Elsewhere it costs
     * break_elsewhere_s. */
    uint32_t break_amenities;
    int32_t break_elsewhere_s;
    uint32_t
        fixed_n; /* the first so many of the route's given places come first on it, in that order, and are duties */
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
    /* A place is optional if it is neither a duty nor in a required group. An optional place adds at most this much driving
     * between its neighbours on the route (0 where they are the same node); CORE_TIME_MAX = any. */
    int32_t max_detour_s;
    int32_t driving_weight; /* 0..CORE_WEIGHT_MAX; 1000 as rounds uses it, 0 for the published orienteering instances */
    int32_t waiting_weight; /* 0..CORE_WEIGHT_MAX; of waiting for a window, or for the break's */

    const struct core_group *groups; /* group g is groups[g - 1] */
    uint32_t groups_n;               /* at most CORE_PLACES_MAX */
    const struct core_order *orders; /* without cycles, a group standing for each of its places */
    uint32_t orders_n;               /* at most CORE_PLACES_MAX */
    bool carry_over;                 /* what was served on an earlier day's route was served before */
    const struct core_need *needs;
    uint32_t needs_n; /* at most CORE_NEEDS_MAX */

    /* A plan to stay close to, NULL for none: given[given_first[r] .. given_first[r + 1] - 1] is route r, in order, no place
     * twice. Each of these costs change_s: a given place that is not served; a place that is served on a route of which it
     * is not given; a place served right after (others that are not given on that route apart) one that it is given
     * before. */
    const uint32_t *given, *given_first;
    int32_t change_s;
};

/* What is wrong with PROBLEM, as a static English sentence, or NULL if it is sound. Besides ranges and indexes it asks
 * that the duties, each with the longest leg, end before CORE_NO_WAY; that the orders have no cycle; and that the fixed
 * places alone can be driven and break no rule. Cost: one look at every array. */
const char *core_problem_fault(const struct core_problem *problem);

#endif
