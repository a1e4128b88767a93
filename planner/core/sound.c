/* Cycles are found by taking away, again and again, what nothing that is left has to come before (Kahn 1962). */
#include "planner/core/sound.h"

#include <stddef.h>
#include <string.h>

enum { WORDS = CORE_PLACES_MAX / 64 + 1 };

/* Of places 0..CORE_PLACES_MAX - 1, or groups 1..CORE_PLACES_MAX. */
struct set {
    uint64_t word[WORDS];
};

static bool has(const struct set *set, uint32_t i)
{
    return set->word[i / 64] >> (i % 64) & 1;
}

static void add(struct set *set, uint32_t i)
{
    set->word[i / 64] |= (uint64_t)1 << (i % 64);
}

/* --- the given plan ------------------------------------------------------------------------------------------------ */

const char *core_sound_given_fault(const struct core_problem *problem)
{
    const struct core_problem *q = problem;
    struct set seen = {{0}};
    for (uint32_t r = 0; q->given && r < q->routes_n; r++) {
        uint32_t first = q->given_first[r], end = q->given_first[r + 1];
        if (first > end || end - first > q->places_n)
            return "the given plan's routes are out of order or too long";
        if (q->routes[r].fixed_n > end - first)
            return "a route has more fixed places than given ones";
        for (uint32_t k = first; k < end; k++) {
            if (q->given[k] >= q->places_n)
                return "a given place is not there";
            if (has(&seen, q->given[k]))
                return "a place is given twice";
            add(&seen, q->given[k]);
        }
    }
    return NULL;
}

/* --- orders -------------------------------------------------------------------------------------------------------- */

static bool is_there(const struct core_problem *q, struct core_item item)
{
    return item.group ? item.index >= 1 && item.index <= q->groups_n : item.index < q->places_n;
}

/* What is settled: that can come without anything unsettled coming before it. A group as what comes second is settled once
 * all that has to come before it is; as what comes first, once all its places are. */
struct settled {
    struct set place, then_group, first_group;
};

static bool is_settled(const struct settled *settled, struct core_item first)
{
    return has(first.group ? &settled->first_group : &settled->place, first.index);
}

/* One round. True if anything was settled. */
static bool settle_more(const struct core_problem *q, struct settled *settled)
{
    struct settled blocked;
    bool more = false;
    memset(&blocked, 0, sizeof blocked);
    for (uint32_t o = 0; o < q->orders_n; o++) {
        const struct core_item then = q->orders[o].then;
        if (!is_settled(settled, q->orders[o].first))
            add(then.group ? &blocked.then_group : &blocked.place, then.index);
    }
    for (uint32_t i = 0; i < q->places_n; i++) {
        uint32_t group = q->places[i].group;
        bool free = !has(&blocked.place, i) && !(group && has(&blocked.then_group, group));
        more = more || (free && !has(&settled->place, i));
        if (free)
            add(&settled->place, i);
        else if (group)
            add(&blocked.first_group, group);
    }
    for (uint32_t g = 1; g <= q->groups_n; g++) {
        more = more || (!has(&blocked.first_group, g) && !has(&settled->first_group, g));
        if (!has(&blocked.first_group, g))
            add(&settled->first_group, g);
    }
    return more;
}

const char *core_sound_orders_fault(const struct core_problem *problem)
{
    const struct core_problem *q = problem;
    struct settled settled;
    for (uint32_t o = 0; o < q->orders_n; o++)
        if (!is_there(q, q->orders[o].first) || !is_there(q, q->orders[o].then))
            return "an order names a place or group that is not there";
    memset(&settled, 0, sizeof settled);
    while (q->orders_n && settle_more(q, &settled))
        ;
    for (uint32_t i = 0; q->orders_n && i < q->places_n; i++)
        if (!has(&settled.place, i))
            return "the orders go round in a circle";
    return NULL;
}

/* --- fixed places -------------------------------------------------------------------------------------------------- */

/* Where a fixed place is. */
struct spot {
    uint32_t route, at;
};

static uint32_t fixed_place(const struct core_problem *q, uint32_t route, uint32_t at)
{
    return q->given[q->given_first[route] + at];
}

static bool names(const struct core_problem *q, struct core_item item, uint32_t place)
{
    return item.group ? q->places[place].group == item.index : item.index == place;
}

static bool find(const struct core_problem *q, struct core_item item, struct spot *spot)
{
    for (spot->route = 0; spot->route < q->routes_n; spot->route++)
        for (spot->at = 0; spot->at < q->routes[spot->route].fixed_n; spot->at++)
            if (names(q, item, fixed_place(q, spot->route, spot->at)))
                return true;
    return false;
}

static const char *way_fault(const struct core_problem *q, uint32_t r)
{
    const struct core_route *route = &q->routes[r];
    uint32_t from = route->start;
    for (uint32_t i = 0; i < route->fixed_n; i++) {
        uint32_t place = fixed_place(q, r, i);
        if (!(q->places[place].routes >> r & 1) || place == route->start || place == route->end)
            return "a fixed place may not be on its route";
        if (from != place && q->travel_s[(size_t)from * q->nodes_n + place] == CORE_NO_WAY)
            return "there is no way to a fixed place";
        from = place;
    }
    if (route->fixed_n && from != route->end && q->travel_s[(size_t)from * q->nodes_n + route->end] == CORE_NO_WAY)
        return "there is no way from the last fixed place";
    return NULL;
}

static bool too_near(const struct core_problem *q, uint32_t a, uint32_t b, uint32_t route, uint32_t other)
{
    const struct core_place *x = &q->places[a], *y = &q->places[b];
    int64_t days = (int64_t)q->routes[route].day - q->routes[other].day;
    return a != b && x->series && x->series == y->series &&
           (days < 0 ? -days : days) < (x->apart_days > y->apart_days ? x->apart_days : y->apart_days);
}

static bool near_fellow(const struct core_problem *q, uint32_t place, uint32_t route)
{
    for (uint32_t r = 0; q->places[place].series && r < q->routes_n; r++)
        for (uint32_t i = 0; i < q->routes[r].fixed_n; i++)
            if (too_near(q, place, fixed_place(q, r, i), route, r))
                return true;
    return false;
}

static const char *company_fault(const struct core_problem *q)
{
    struct set taken = {{0}};
    for (uint32_t r = 0; r < q->routes_n; r++)
        for (uint32_t i = 0; i < q->routes[r].fixed_n; i++) {
            uint32_t place = fixed_place(q, r, i), group = q->places[place].group;
            if (group && has(&taken, group))
                return "two fixed places are of the same group";
            add(&taken, group);
            if (near_fellow(q, place, r))
                return "two fixed places of a series are too near each other";
        }
    return NULL;
}

static bool is_before(const struct core_problem *q, const struct spot *a, const struct spot *b)
{
    if (a->route == b->route)
        return a->at < b->at;
    return q->carry_over && q->routes[a->route].day < q->routes[b->route].day;
}

const char *core_sound_fixed_fault(const struct core_problem *problem)
{
    const struct core_problem *q = problem;
    const char *fault = NULL;
    for (uint32_t r = 0; !fault && r < q->routes_n; r++)
        fault = way_fault(q, r);
    if (!fault)
        fault = company_fault(q);
    for (uint32_t o = 0; !fault && o < q->orders_n; o++) {
        struct spot first, then;
        if (find(q, q->orders[o].then, &then) && !(find(q, q->orders[o].first, &first) && is_before(q, &first, &then)))
            fault = "a fixed place comes before what has to come before it";
    }
    return fault;
}
