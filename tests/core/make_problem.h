/* make_problem: random problems for the tests of the core, the same for the same seed everywhere. */
#ifndef ROUNDS_TESTS_CORE_MAKE_PROBLEM_H
#define ROUNDS_TESTS_CORE_MAKE_PROBLEM_H

#include "planner/core/problem.h"

enum { MADE_PLACES_MAX = 64, MADE_ROUTES_MAX = 4, MADE_WINDOWS_MAX = 3 * MADE_PLACES_MAX };

struct made {
    uint64_t state; /* of the dice */
    struct core_place places[MADE_PLACES_MAX];
    struct core_window windows[MADE_WINDOWS_MAX];
    struct core_route routes[MADE_ROUTES_MAX];
    int32_t travel[(MADE_PLACES_MAX + MADE_ROUTES_MAX) * (MADE_PLACES_MAX + MADE_ROUTES_MAX)];
    struct core_problem problem;
};

/* What kind of problem. */
struct making {
    uint32_t places_n, routes_n;
    uint32_t mandatory_percent;
    bool metric;      /* the travel times keep the triangle inequality */
    bool unreachable; /* some legs cannot be driven */
    bool tight;       /* short windows, so that lateness is likely */
};

/* 0..n-1 from the dice of MADE. */
uint32_t made_dice(struct made *made, uint32_t n);
/* Any kind; a few of everything. */
struct making made_any_kind(struct made *made, uint32_t places_max);
void made_fill(struct made *made, const struct making *making);

#endif
