/* The duties that are not served, and whether the reasons hold. */
#include "planner/core/check_part.h"

#include <stddef.h>

/* Of a place, alone: what keeps it from each route. */
enum bar { NO_ROUTE, NO_WAY, TOO_LATE, NOTHING };

static bool in_time(const struct core_examiner *x, uint32_t place, int64_t arrive)
{
    int64_t late;
    core_check_start(x, place, arrive, &late);
    return core_check_usable(x, place) && late <= x->p->places[place].late_s;
}

static enum bar bar_on(const struct core_examiner *x, uint32_t place, uint32_t route)
{
    const struct core_route *rule = &x->p->routes[route];
    if (!core_check_may_be_on(x, place, route))
        return NO_ROUTE;
    int64_t there = core_check_drive(x, rule->start, place);
    if (there == CORE_NO_WAY || core_check_drive(x, place, rule->end) == CORE_NO_WAY)
        return NO_WAY;
    return in_time(x, place, rule->earliest_s + there) ? NOTHING : TOO_LATE;
}

/* The least bar of all places of DUTY on all routes. */
static enum bar bar_of(const struct core_examiner *x, struct core_item duty)
{
    enum bar least = NO_ROUTE;
    for (uint32_t i = 0; i < x->p->places_n; i++)
        for (uint32_t r = 0; core_check_is_of(x, i, duty) && r < x->p->routes_n; r++) {
            enum bar bar = bar_on(x, i, r);
            least = bar > least ? bar : least;
        }
    return least;
}

/* --- orders and series, as the other places are served --------------------------------------------------------------- */

/* Would PLACE, as number AT on ROUTE (before the stop AT), keep its orders? */
static bool order_allows(const struct core_examiner *x, uint32_t place, uint32_t route, uint32_t at)
{
    int64_t day = x->p->routes[route].day;
    for (uint32_t o = 0; o < x->p->orders_n; o++) {
        const struct core_order *order = &x->p->orders[o];
        uint32_t r, i;
        if (core_check_is_of(x, place, order->then)) {
            if (!core_check_served(x, order->first, &r, &i))
                return false;
            if (r == route ? i >= at : !x->p->carry_over || x->p->routes[r].day >= day)
                return false;
        }
        if (core_check_is_of(x, place, order->first) && core_check_served(x, order->then, &r, &i) &&
            (r == route ? i < at : !x->p->carry_over || x->p->routes[r].day <= day))
            return false;
    }
    return true;
}

static bool has_order_on(const struct core_examiner *x, uint32_t place, uint32_t route)
{
    if (!core_check_may_be_on(x, place, route))
        return false;
    for (uint32_t at = x->s->route_first[route]; at <= x->s->route_first[route + 1]; at++)
        if (order_allows(x, place, route, at))
            return true;
    return false;
}

static bool is_apart_on(const struct core_examiner *x, uint32_t place, uint32_t route)
{
    const struct core_place *p = &x->p->places[place];
    uint32_t r = 0;
    for (uint32_t i = 0; i < x->s->route_first[x->p->routes_n]; i++) {
        while (i >= x->s->route_first[r + 1])
            r++;
        if (x->s->stops[i].place == CORE_BREAK)
            continue;
        const struct core_place *q = &x->p->places[x->s->stops[i].place];
        int64_t days = (int64_t)x->p->routes[r].day - x->p->routes[route].day;
        int32_t apart = p->apart_days > q->apart_days ? p->apart_days : q->apart_days;
        if (p->series && p->series == q->series && (days < 0 ? -days : days) < apart)
            return false;
    }
    return true;
}

/* Does an order say that something comes before DUTY, or a place of it? */
static bool comes_second(const struct core_examiner *x, struct core_item duty, bool *first_unserved)
{
    uint32_t route, at;
    bool second = false;
    *first_unserved = false;
    for (uint32_t i = 0; i < x->p->places_n; i++)
        for (uint32_t o = 0; core_check_is_of(x, i, duty) && o < x->p->orders_n; o++)
            if (core_check_is_of(x, i, x->p->orders[o].then)) {
                second = true;
                *first_unserved |= !core_check_served(x, x->p->orders[o].first, &route, &at);
            }
    return second;
}

/* What the rules alone allow DUTY, as the others are served: a place in its order somewhere, and apart from its series. */
static void allowed(const struct core_examiner *x, struct core_item duty, bool *in_order, bool *in_both)
{
    *in_order = *in_both = false;
    for (uint32_t i = 0; i < x->p->places_n; i++)
        for (uint32_t r = 0; core_check_is_of(x, i, duty) && r < x->p->routes_n; r++)
            if (has_order_on(x, i, r)) {
                *in_order = true;
                *in_both |= is_apart_on(x, i, r);
            }
}

static const char *const names[] = {"ROUTES", "WAY", "CLOSED", "ORDER", "APART", "ROOM"};

/* Which reason is right? */
static enum core_reason reason_of(const struct core_examiner *x, struct core_item duty)
{
    enum bar bar = bar_of(x, duty);
    bool in_order, in_both, first_unserved;
    if (bar == NO_ROUTE)
        return CORE_REASON_ROUTES;
    if (bar == NO_WAY)
        return CORE_REASON_WAY;
    if (bar == TOO_LATE && duty.group)
        return CORE_REASON_CLOSED;
    allowed(x, duty, &in_order, &in_both);
    if (!in_order)
        return comes_second(x, duty, &first_unserved) ? CORE_REASON_ORDER : CORE_REASON_ROOM;
    return in_both ? CORE_REASON_ROOM : CORE_REASON_APART;
}

static bool listed_right(const struct core_examiner *x, struct core_item duty, uint32_t *listed)
{
    const struct core_unserved *entry = &x->s->unserved[*listed];
    const char *kind = duty.group ? "group" : "place";
    uint32_t route, at;
    if (core_check_served(x, duty, &route, &at))
        return true;
    if (*listed >= x->s->unserved_n || entry->duty.group != duty.group || entry->duty.index != duty.index)
        return core_check_wrong(x, "%s %u is a duty and neither served nor listed as unserved", kind, duty.index);
    ++*listed;
    if ((unsigned)entry->reason > CORE_REASON_ROOM)
        return core_check_wrong(x, "%s %u is unserved for no reason that there is", kind, duty.index);
    enum core_reason right = reason_of(x, duty);
    return entry->reason == right || core_check_wrong(x, "%s %u is unserved for %s, not for %s", kind, duty.index,
                                                      names[right], names[entry->reason]);
}

bool core_check_unserved(const struct core_examiner *x)
{
    uint32_t listed = 0;
    for (uint32_t i = 0; i < x->p->places_n; i++)
        if (core_check_duty(x, i) && !listed_right(x, (struct core_item){false, i}, &listed))
            return false;
    for (uint32_t g = 1; g <= x->p->groups_n; g++)
        if (x->p->groups[g - 1].required && !listed_right(x, (struct core_item){true, g}, &listed))
            return false;
    return listed == x->s->unserved_n || core_check_wrong(x, "more is listed as unserved than is");
}
