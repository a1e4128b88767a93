/* make_problem: random problems for the tests of the core, the same for the same seed everywhere. Always sound. */
#ifndef ROUNDS_TESTS_CORE_MAKE_PROBLEM_H
#define ROUNDS_TESTS_CORE_MAKE_PROBLEM_H

#include "planner/core/problem.h"

enum { MADE_PLACES_MAX = 64, MADE_ROUTES_MAX = 4, MADE_WINDOWS_MAX = 3 * MADE_PLACES_MAX, MADE_ORDERS_MAX = 12 };

/* What a problem may have besides places with windows, routes and a break. */
enum made_features {
    MADE_GROUPS = 1 << 0,
    MADE_ORDERS = 1 << 1, /* between places, and groups where there are any; with and without carry_over */
    MADE_SERIES = 1 << 2,
    MADE_NEEDS = 1 << 3,
    MADE_BREAK_PLACES = 1 << 4, /* breaks are best had at a stop with an amenity */
    MADE_LATE = 1 << 5,         /* some places may be late, at a price */
    MADE_WAITING = 1 << 6,      /* waiting has a price */
    MADE_GIVEN = 1 << 7,        /* there is a plan to stay close to */
    MADE_FIXED = 1 << 8,        /* of which the beginnings are fixed; with MADE_GIVEN */
    MADE_EVERYTHING = (1 << 9) - 1
};

struct made {
    uint64_t state; /* of the dice */
    struct core_place places[MADE_PLACES_MAX];
    struct core_window windows[MADE_WINDOWS_MAX];
    struct core_route routes[MADE_ROUTES_MAX];
    int32_t travel[(MADE_PLACES_MAX + MADE_ROUTES_MAX) * (MADE_PLACES_MAX + MADE_ROUTES_MAX)];
    struct core_group groups[MADE_PLACES_MAX];
    struct core_order orders[MADE_ORDERS_MAX];
    struct core_need needs[CORE_NEEDS_MAX];
    uint32_t given[MADE_PLACES_MAX], given_first[MADE_ROUTES_MAX + 1];
    struct core_problem problem;
};

/* What kind of problem. */
struct making {
    uint32_t places_n, routes_n;
    uint32_t mandatory_percent;
    bool metric;       /* the travel times keep the triangle inequality */
    bool unreachable;  /* some legs cannot be driven */
    bool tight;        /* short windows, so that lateness is likely */
    uint32_t features; /* of enum made_features */
};

/* 0..n-1 from the dice of MADE. */
uint32_t made_dice(struct made *made, uint32_t n);
/* Any kind without further features. */
struct making made_any_kind(struct made *made, uint32_t places_max);
/* Any kind with any features: each by chance, now and then none or all. */
struct making made_rich_kind(struct made *made, uint32_t places_max);
/* Fill MADE's problem. The features come last, so that a kind without any is the same problem as with them, less them. */
void made_fill(struct made *made, const struct making *making);

#endif
