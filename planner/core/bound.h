/* bound: what no plan can be worth more than. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_BOUND_H
#define ROUNDS_PLANNER_CORE_BOUND_H

#include "planner/core/relax.h"
#include "planner/core/total.h"

/* A unit is what is served at most once: a place of no group (its number) or a group (places_n + its number - 1). A rule is
 * a multiplier: the price of a visit of the unit, or, above units_n, of an optional place on a route. */
struct core_bound {
    const struct core_rules *rules;
    struct core_relax relax;
    uint32_t units_n, rules_n;
    int64_t *price_ms, *best_price_ms; /* by multiplier */
    int32_t *slack;                    /* by multiplier: how often less than allowed */
    int64_t *direction;                /* by multiplier: of steps, in hundredths of slack */
    bool *exactly;        /* by unit: served exactly once in every plan at hand: its price may be below 0 */
    uint32_t *visits;     /* scratch, by local number */
    int64_t base_ms;      /* of the given places, all unserved */
    int64_t step;         /* every plan's value differs from every other's by a multiple of this */
    bool late_is_least;   /* no plan that serves as many duties is less late */
    bool missed_is_least; /* nor has fewer breaks missed if it is as late */
    int64_t bound_ms;
};

void core_bound_init(struct core_bound *bound, const struct core_rules *rules, struct core_carve *carve);

/* Duties that no route can serve. */
int64_t core_bound_unserved(const struct core_rules *rules);

/* Bound the value of plans as good in all other levels as BEST. Sets bound_ms; CORE_NO_BOUND is never it. False if only the
 * prizes were looked at: then relax is not to be used. Stops after about STEPS_MAX steps of some nanoseconds. */
bool core_bound_run(struct core_bound *bound, const struct core_total *best, uint64_t steps_max);

/* What a visit of PLACE adds on ROUTE, the given plan taken into account, in thousandths. */
int64_t core_bound_worth(const struct core_rules *rules, uint32_t place, uint32_t route);

/* Set relax's gains for the route that it has taken, with the best multipliers. Returns what all plans get apart from the
 * routes' gains. */
int64_t core_bound_set_gains(struct core_bound *bound);

#endif
