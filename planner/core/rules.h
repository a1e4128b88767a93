/* rules: which places may be served together, where and in which order: routes, groups, orders, series, the fixed
 * beginning. Nothing about times. Laid out once for a problem, so that a look at a place is a look at its own rules only.
 * Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_RULES_H
#define ROUNDS_PLANNER_CORE_RULES_H

#include "planner/core/carve.h"
#include "planner/core/problem.h"
#include "planner/core/sketch.h"

#include <stdbool.h>
#include <stdint.h>

#define CORE_NOWHERE UINT32_MAX

struct core_stop;

/* Lists, one after the other: list i is item[first[i] .. first[i + 1] - 1]. */
struct core_lists {
    uint32_t *first, *item;
};

struct core_rules {
    const struct core_problem *problem;
    bool any;   /* there are groups, orders, series, or given places: else only the routes' bits matter */
    bool timed; /* the price of a sequence depends on its times */
    uint64_t
        *routes; /* by place: those that it may be on, its own as start or end and those that do not exist left out */
    bool *duty;  /* by place: mandatory or fixed */
    bool *optional;            /* by place: neither a duty nor in a required group */
    struct core_lists members; /* by group (0 is empty): its places */
    struct core_lists fellows; /* by series (0 is empty): its places */
    struct core_lists firsts;  /* by place, then by places_n + group: numbers of the orders in which it comes second */
    struct core_lists thens;   /* ... in which it comes first; see core_rules_first and core_rules_then */
    uint32_t *rank;            /* by place: whatever has to come before it has a lower one */
    uint32_t *sorted;          /* numbers of the orders: what comes first in one comes second only in those before it */
    uint32_t *given_route,
        *given_at;           /* by place: in the given plan; at counts from 0; CORE_NOWHERE if it is not there */
    struct core_stop *stops; /* scratch of the schedule: places_n + 1 */
};

/* Lay RULES out. PROBLEM is sound, or at least its arrays are within their ranges. */
void core_rules_init(struct core_rules *rules, const struct core_problem *problem, struct core_carve *carve);

/* Is PLACE one of the first fixed_n of its route? */
bool core_rules_is_fixed(const struct core_rules *rules, uint32_t place);

/* The places that ITEM may mean, *N of them; as long as ITEM lives. */
const uint32_t *core_rules_choices(const struct core_rules *rules, const struct core_item *item, uint32_t *n);

/* The number of order K of LISTS about PLACE, its own and then its group's; CORE_NOWHERE if there are no more. */
static inline uint32_t core_rules_order(const struct core_rules *rules, const struct core_lists *lists, uint32_t place,
                                        uint32_t k)
{
    uint32_t group = rules->problem->places[place].group, n = lists->first[place + 1] - lists->first[place];
    if (k < n)
        return lists->item[lists->first[place] + k];
    uint32_t list = rules->problem->places_n + group;
    k -= n;
    return group && k < lists->first[list + 1] - lists->first[list] ? lists->item[lists->first[list] + k]
                                                                    : CORE_NOWHERE;
}

/* Order K of those in which PLACE, or its group, comes second: something has to come first. */
static inline uint32_t core_rules_first(const struct core_rules *rules, uint32_t place, uint32_t k)
{
    return core_rules_order(rules, &rules->firsts, place, k);
}

/* Order K of those in which PLACE, or its group, comes first: something may follow then. */
static inline uint32_t core_rules_then(const struct core_rules *rules, uint32_t place, uint32_t k)
{
    return core_rules_order(rules, &rules->thens, place, k);
}

/* Who is where: by place, its route (CORE_NOWHERE if it is not served) and its position there, 1 being the first. */
struct core_where {
    const uint32_t *route, *at;
};

/* Is a place of ITEM served? Returns it, or CORE_NOWHERE. */
uint32_t core_rules_served(const struct core_rules *rules, const struct core_where *where, struct core_item item);

/* The positions on ROUTE, of COUNT places, behind which PLACE, which is not served, may go: *FIRST..*LAST, 0 being the
 * start. False if there is none. Cost: the rules of PLACE. */
bool core_rules_span(const struct core_rules *rules, const struct core_where *where, uint32_t place, uint32_t route,
                     uint32_t count, uint32_t *first, uint32_t *last);

/* The parts of that: are PLACE's fellows, those that are served, on days far enough from ROUTE's? */
bool core_rules_apart(const struct core_rules *rules, const struct core_where *where, uint32_t place, uint32_t route);
/* Narrow *FIRST..*LAST to what lies behind whatever has to come before PLACE, and before what has to come after it. False
 * if that is not served, or on a day that does not do. */
bool core_rules_narrow(const struct core_rules *rules, const struct core_where *where, uint32_t place, uint32_t route,
                       uint32_t *first, uint32_t *last);

/* Is something served that PLACE, or its group, has to come before? */
bool core_rules_relied_on(const struct core_rules *rules, const struct core_where *where, uint32_t place);

/* Who is where in SKETCH. ROUTE and AT are filled, by place. */
void core_rules_locate(const struct core_rules *rules, const struct core_sketch *sketch, uint32_t *route, uint32_t *at);

/* Does the place at hand keep its rules where it is now? */
bool core_rules_place_kept(const struct core_rules *rules, const struct core_where *where, uint32_t place);

/* Does SKETCH, of distinct places, keep every rule, the fixed beginnings included? ROUTE and AT are scratch, by place. */
bool core_rules_kept(const struct core_rules *rules, const struct core_sketch *sketch, uint32_t *route, uint32_t *at);

#endif
