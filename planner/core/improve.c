/* Variable neighbourhood descent (Hansen and Mladenovic 2001): each move until it gains no more, and all again while any of
 * them does. */
#include "planner/core/improve.h"

#include "planner/core/across.h"
#include "planner/core/shorten.h"
#include "planner/core/swap.h"

enum { EFFORT = 20000 }; /* as core_attempt has it */

static bool improve_route(struct core_attempt *attempt, uint32_t route)
{
    return !core_attempt_must_stop(attempt) &&
           (core_swap_drop(attempt, route) || core_shorten_by_moving(attempt, route) ||
            core_shorten_by_turning(attempt, route) || core_swap_replace(attempt, route));
}

static bool improve_pair(struct core_attempt *attempt, uint32_t a, uint32_t b)
{
    return !core_attempt_must_stop(attempt) &&
           (core_across_relocate(attempt, a, b) || core_across_relocate(attempt, b, a) ||
            core_across_exchange(attempt, a, b) || core_across_tails(attempt, a, b));
}

static bool improve_once(struct core_attempt *attempt)
{
    uint32_t routes_n = attempt->tour->model->routes_n;
    bool improved = false;
    for (uint32_t a = 0; a < routes_n; a++) {
        while (improve_route(attempt, a))
            improved = true;
        for (uint32_t b = a + 1; b < routes_n; b++)
            while (improve_pair(attempt, a, b))
                improved = true;
    }
    return improved;
}

static uint32_t stops(const struct core_tour *tour)
{
    uint32_t n = 0;
    for (uint32_t r = 0; r < tour->model->routes_n; r++)
        n += tour->tracks[r].n;
    return n;
}

void core_improve_run(struct core_attempt *attempt, struct core_recreate *recreate)
{
    const struct core_recreate_style greedy = {.power = 1, .forced = CORE_UNSERVED};
    uint32_t before_n;
    bool improved;
    attempt->effort = EFFORT;
    do {
        improved = improve_once(attempt);
        before_n = stops(attempt->tour);
        core_recreate_run(recreate, &greedy, NULL);
    } while ((improved || stops(attempt->tour) > before_n) && !core_attempt_must_stop(attempt));
}
