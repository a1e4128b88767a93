#include "planner/core/sound.h"

#include "planner/core/sort.h"

#include <stddef.h>

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

const char *core_sound_orders_fault(const struct core_problem *problem)
{
    const struct core_problem *q = problem;
    for (uint32_t o = 0; o < q->orders_n; o++)
        if (!is_there(q, q->orders[o].first) || !is_there(q, q->orders[o].then))
            return "an order names a place or group that is not there";
    return q->orders_n && !core_sort_orders(q, NULL, NULL) ? "the orders go round in a circle" : NULL;
}

/* --- fixed places -------------------------------------------------------------------------------------------------- */

/* Where the fixed places are: by place, and by group. At counts from 1; 0 if there is none. */
struct spots {
    uint8_t route[2][CORE_PLACES_MAX + 1];
    uint16_t at[2][CORE_PLACES_MAX + 1];
};

static uint32_t fixed_place(const struct core_problem *q, uint32_t route, uint32_t at)
{
    return q->given[q->given_first[route] + at];
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

/* Fill SPOTS. False if two are of the same group. */
static bool locate(const struct core_problem *q, struct spots *spots)
{
    for (uint32_t r = 0; r < q->routes_n; r++)
        for (uint32_t i = 0; i < q->routes[r].fixed_n; i++) {
            uint32_t place = fixed_place(q, r, i), group = q->places[place].group;
            if (group && spots->at[true][group])
                return false;
            spots->route[false][place] = spots->route[true][group] = (uint8_t)r;
            spots->at[false][place] = spots->at[true][group] = (uint16_t)(i + 1);
        }
    return true;
}

/* Does SPOTS keep ORDER? */
static bool order_kept(const struct core_problem *q, const struct spots *spots, const struct core_order *order)
{
    struct core_item first = order->first, then = order->then;
    uint32_t first_at = spots->at[first.group][first.index], then_at = spots->at[then.group][then.index];
    const struct core_route *first_route = &q->routes[spots->route[first.group][first.index]],
                            *then_route = &q->routes[spots->route[then.group][then.index]];
    if (!first_at || !then_at)
        return !then_at;
    return first_route == then_route ? first_at < then_at : q->carry_over && first_route->day < then_route->day;
}

/* The fixed places of each series, in chains; numbers count from 1, 0 is none. */
struct chains {
    uint16_t first[CORE_PLACES_MAX + 1], next[CORE_PLACES_MAX + 1];
};

static void link_series(const struct core_problem *q, struct chains *chains)
{
    for (uint32_t r = 0; r < q->routes_n; r++)
        for (uint32_t i = 0; i < q->routes[r].fixed_n; i++) {
            uint32_t place = fixed_place(q, r, i), series = q->places[place].series;
            chains->next[place + 1] = chains->first[series];
            chains->first[series] = (uint16_t)(place + 1);
        }
}

/* Is any of those on routes, ON_ROUTE so many on each, too near for PLACE, which is one of them and on ROUTE? */
static bool has_near(const struct core_problem *q, uint32_t place, uint32_t route, const uint32_t *on_route)
{
    uint32_t near_n = 0;
    for (uint32_t r = 0; r < q->routes_n; r++) {
        int64_t days = (int64_t)q->routes[route].day - q->routes[r].day;
        if ((days < 0 ? -days : days) < q->places[place].apart_days)
            near_n += on_route[r];
    }
    return near_n > 1;
}

static bool series_kept(const struct core_problem *q, const struct spots *spots)
{
    struct chains chains = {{0}, {0}};
    link_series(q, &chains);
    for (uint32_t series = 1; series <= CORE_PLACES_MAX; series++) {
        uint32_t on_route[CORE_ROUTES_MAX];
        for (uint32_t r = 0; chains.first[series] && r < q->routes_n; r++)
            on_route[r] = 0;
        for (uint32_t k = chains.first[series]; k; k = chains.next[k])
            on_route[spots->route[false][k - 1]]++;
        for (uint32_t k = chains.first[series]; k; k = chains.next[k])
            if (has_near(q, k - 1, spots->route[false][k - 1], on_route))
                return false;
    }
    return true;
}

const char *core_sound_fixed_fault(const struct core_problem *problem)
{
    const struct core_problem *q = problem;
    struct spots spots = {{{0}}, {{0}}};
    const char *fault = NULL;
    if (!q->given)
        return NULL;
    for (uint32_t r = 0; !fault && r < q->routes_n; r++)
        fault = way_fault(q, r);
    if (fault)
        return fault;
    if (!locate(q, &spots))
        return "two fixed places are of the same group";
    if (!series_kept(q, &spots))
        return "two fixed places of a series are too near each other";
    for (uint32_t o = 0; o < q->orders_n; o++)
        if (!order_kept(q, &spots, &q->orders[o]))
            return "a fixed place comes before what has to come before it";
    return NULL;
}
