/* Who may be where, and before whom. Everything is looked up by walking the lists. */
#include "planner/core/check_part.h"

#include <stddef.h>

bool core_check_fixed(const struct core_examiner *x, uint32_t place)
{
    for (uint32_t r = 0; r < x->p->routes_n; r++)
        for (uint32_t i = 0; i < x->p->routes[r].fixed_n; i++)
            if (x->p->given[x->p->given_first[r] + i] == place)
                return true;
    return false;
}

bool core_check_duty(const struct core_examiner *x, uint32_t place)
{
    return x->p->places[place].mandatory || core_check_fixed(x, place);
}

bool core_check_optional(const struct core_examiner *x, uint32_t place)
{
    uint32_t group = x->p->places[place].group;
    return !core_check_duty(x, place) && (group == 0 || !x->p->groups[group - 1].required);
}

bool core_check_is_of(const struct core_examiner *x, uint32_t place, struct core_item item)
{
    return item.group ? x->p->places[place].group == item.index : place == item.index;
}

bool core_check_served(const struct core_examiner *x, struct core_item item, uint32_t *route, uint32_t *at)
{
    for (*route = 0; *route < x->p->routes_n; ++*route)
        for (*at = x->s->route_first[*route]; *at < x->s->route_first[*route + 1]; ++*at)
            if (x->s->stops[*at].place != CORE_BREAK && core_check_is_of(x, x->s->stops[*at].place, item))
                return true;
    return false;
}

bool core_check_may_be_on(const struct core_examiner *x, uint32_t place, uint32_t route)
{
    const struct core_route *rule = &x->p->routes[route];
    return (x->p->places[place].routes >> route & 1) && place != rule->start && place != rule->end;
}

int64_t core_check_drive(const struct core_examiner *x, uint32_t from, uint32_t to)
{
    return from == to ? 0 : x->p->travel_s[(size_t)from * x->p->nodes_n + to];
}

static bool apart(const struct core_examiner *x, uint32_t a, uint32_t b, uint32_t route_a, uint32_t route_b)
{
    const struct core_place *p = &x->p->places[a], *q = &x->p->places[b];
    int64_t wanted = p->apart_days > q->apart_days ? p->apart_days : q->apart_days;
    int64_t days = (int64_t)x->p->routes[route_a].day - x->p->routes[route_b].day;
    return p->series == 0 || p->series != q->series || (days < 0 ? -days : days) >= wanted;
}

/* Two stops, of two places. */
static bool pair_right(const struct core_examiner *x, uint32_t i, uint32_t j, uint32_t route_i, uint32_t route_j)
{
    uint32_t a = x->s->stops[i].place, b = x->s->stops[j].place;
    if (a == b)
        return core_check_wrong(x, "place %u is served twice", a);
    if (x->p->places[a].group && x->p->places[a].group == x->p->places[b].group)
        return core_check_wrong(x, "places %u and %u are both served, of group %u", a, b, x->p->places[a].group);
    if (!apart(x, a, b, route_i, route_j))
        return core_check_wrong(x, "places %u and %u, of a series, are served too near each other", a, b);
    return true;
}

static bool pairs_right(const struct core_examiner *x)
{
    uint32_t route_i = 0;
    for (uint32_t i = 0; i < x->s->route_first[x->p->routes_n]; i++) {
        while (i >= x->s->route_first[route_i + 1])
            route_i++;
        uint32_t route_j = 0;
        for (uint32_t j = 0; j < i; j++) {
            while (j >= x->s->route_first[route_j + 1])
                route_j++;
            if (x->s->stops[i].place != CORE_BREAK && x->s->stops[j].place != CORE_BREAK &&
                !pair_right(x, i, j, route_i, route_j))
                return false;
        }
    }
    return true;
}

static const char *kind_of(struct core_item item)
{
    return item.group ? "group" : "place";
}

static bool order_right(const struct core_examiner *x, const struct core_order *order)
{
    uint32_t route_first, route_then, first, then;
    if (!core_check_served(x, order->then, &route_then, &then))
        return true;
    if (!core_check_served(x, order->first, &route_first, &first))
        return core_check_wrong(x, "%s %u is served without %s %u, which comes first", kind_of(order->then),
                                order->then.index, kind_of(order->first), order->first.index);
    bool before = route_first == route_then
                      ? first < then
                      : x->p->carry_over && x->p->routes[route_first].day < x->p->routes[route_then].day;
    return before || core_check_wrong(x, "%s %u is not served before %s %u", kind_of(order->first), order->first.index,
                                      kind_of(order->then), order->then.index);
}

/* The N-th place on ROUTE, breaks aside. */
static bool is_nth(const struct core_examiner *x, uint32_t route, uint32_t n, uint32_t place)
{
    for (uint32_t i = x->s->route_first[route]; i < x->s->route_first[route + 1]; i++)
        if (x->s->stops[i].place != CORE_BREAK && n-- == 0)
            return x->s->stops[i].place == place;
    return false;
}

static bool beginning_right(const struct core_examiner *x, uint32_t r)
{
    for (uint32_t i = 0; i < x->p->routes[r].fixed_n; i++) {
        uint32_t place = x->p->given[x->p->given_first[r] + i];
        if (!is_nth(x, r, i, place))
            return core_check_wrong(x, "place %u is fixed on route %u and is not its number %u", place, r, i);
    }
    return true;
}

bool core_check_rules(const struct core_examiner *x)
{
    for (uint32_t r = 0; r < x->p->routes_n; r++) {
        for (uint32_t i = x->s->route_first[r]; i < x->s->route_first[r + 1]; i++)
            if (x->s->stops[i].place != CORE_BREAK && !core_check_may_be_on(x, x->s->stops[i].place, r))
                return core_check_wrong(x, "place %u may not be on route %u", x->s->stops[i].place, r);
        if (!beginning_right(x, r))
            return false;
    }
    if (!pairs_right(x))
        return false;
    for (uint32_t o = 0; o < x->p->orders_n; o++)
        if (!order_right(x, &x->p->orders[o]))
            return false;
    return true;
}

/* --- changes -------------------------------------------------------------------------------------------------------- */

/* Where PLACE stands in what is given of ROUTE, or -1. */
static int64_t given_at(const struct core_examiner *x, uint32_t route, uint32_t place)
{
    for (uint32_t i = x->p->given_first[route]; i < x->p->given_first[route + 1]; i++)
        if (x->p->given[i] == place)
            return i;
    return -1;
}

int64_t core_check_changes(const struct core_examiner *x)
{
    int64_t changes = 0;
    uint32_t route, at;
    for (uint32_t r = 0; x->p->given && r < x->p->routes_n; r++) {
        for (uint32_t i = x->p->given_first[r]; i < x->p->given_first[r + 1]; i++)
            if (!core_check_served(x, (struct core_item){false, x->p->given[i]}, &route, &at))
                changes++;
        int64_t before = -1;
        for (uint32_t i = x->s->route_first[r]; i < x->s->route_first[r + 1]; i++) {
            if (x->s->stops[i].place == CORE_BREAK)
                continue;
            int64_t here = given_at(x, r, x->s->stops[i].place);
            changes += here < 0 || here < before;
            before = here < 0 ? before : here;
        }
    }
    return changes;
}
