#include "tests/core/make_problem.h"

#include <stddef.h>

enum { DAY = 600, COUNTY = 60 };

uint32_t made_dice(struct made *made, uint32_t n)
{
    made->state = made->state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((made->state >> 33) % n);
}

static int32_t between(struct made *made, int32_t low, int32_t high)
{
    return low + (int32_t)made_dice(made, (uint32_t)(high - low + 1));
}

static bool chance(struct made *made, uint32_t percent)
{
    return made_dice(made, 100) < percent;
}

struct making made_any_kind(struct made *made, uint32_t places_max)
{
    return (struct making){
        .places_n = made_dice(made, places_max + 1),
        .routes_n = chance(made, 60) ? 1 : 1 + made_dice(made, MADE_ROUTES_MAX),
        .mandatory_percent = 20 * made_dice(made, 5),
        .metric = chance(made, 80),
        .unreachable = chance(made, 10),
        .tight = chance(made, 40),
    };
}

struct making made_rich_kind(struct made *made, uint32_t places_max)
{
    struct making making = made_any_kind(made, places_max);
    switch (made_dice(made, 8)) {
    case 0:
        return making;
    case 1:
        making.features = MADE_EVERYTHING;
        return making;
    case 2:
        making.features = 1U << made_dice(made, 9);
        break;
    default:
        making.features = made_dice(made, MADE_EVERYTHING + 1);
    }
    if (making.features & MADE_FIXED)
        making.features |= MADE_GIVEN;
    return making;
}

static void fill_travel(struct made *made, const struct making *making, uint32_t nodes)
{
    int32_t x[MADE_PLACES_MAX + MADE_ROUTES_MAX], y[MADE_PLACES_MAX + MADE_ROUTES_MAX];
    for (uint32_t i = 0; i < nodes; i++) {
        x[i] = between(made, 0, COUNTY);
        y[i] = between(made, 0, COUNTY);
    }
    for (uint32_t i = 0; i < nodes; i++)
        for (uint32_t j = 0; j < nodes; j++) {
            int32_t dx = x[i] > x[j] ? x[i] - x[j] : x[j] - x[i], dy = y[i] > y[j] ? y[i] - y[j] : y[j] - y[i];
            int32_t leg = making->metric ? dx + dy : between(made, 0, 2 * COUNTY);
            made->travel[i * nodes + j] = making->unreachable && chance(made, 15) ? CORE_NO_WAY : leg;
        }
}

static uint32_t fill_windows(struct made *made, const struct making *making, uint32_t first)
{
    uint32_t n = chance(made, 25) ? 0 : 1 + made_dice(made, 3);
    int32_t from = 0;
    for (uint32_t i = 0; i < n; i++) {
        int32_t open = from + between(made, 0, DAY / (int32_t)n);
        int32_t close = open + between(made, 0, making->tight ? 30 : DAY / 2);
        made->windows[first + i] = (struct core_window){open, close};
        from = close;
    }
    return n;
}

static void fill_places(struct made *made, const struct making *making)
{
    uint32_t windows = 0;
    for (uint32_t i = 0; i < making->places_n; i++) {
        uint32_t n = fill_windows(made, making, windows);
        made->places[i] = (struct core_place){
            .service_s = between(made, 0, 60),
            .prize_s = between(made, 0, 120),
            .mandatory = chance(made, making->mandatory_percent),
            .whole_inside = chance(made, 30),
            .window_first = windows,
            .window_count = n,
            .routes = chance(made, 90) ? UINT64_MAX : made_dice(made, 16),
        };
        windows += n;
    }
    made->problem.windows_n = windows;
}

static void fill_routes(struct made *made, const struct making *making)
{
    uint32_t nodes = made->problem.nodes_n;
    for (uint32_t r = 0; r < making->routes_n; r++) {
        uint32_t start = made_dice(made, nodes);
        int32_t earliest = between(made, 0, DAY / 4), open = between(made, 0, DAY);
        made->routes[r] = (struct core_route){
            .start = start,
            .end = chance(made, 70) ? start : made_dice(made, nodes),
            .earliest_s = earliest,
            .latest_s = between(made, earliest, DAY + DAY / 4),
            .max_driving_s = chance(made, 80) ? CORE_TIME_MAX : between(made, 0, DAY / 2),
            .max_optional = chance(made, 80) ? CORE_PLACES_MAX : made_dice(made, 4),
            .break_s = chance(made, 50) ? between(made, 1, 60) : 0,
            .break_open_s = open,
            .break_close_s = open + between(made, 0, DAY / 6),
        };
    }
}

/* --- features ------------------------------------------------------------------------------------------------------ */

/* Alternatives among places that are not mandatory, some of which are made so. */
static void fill_groups(struct made *made)
{
    uint32_t n = made->problem.places_n, groups = 1 + made_dice(made, 1 + n / 3);
    for (uint32_t g = 0; g < groups; g++)
        made->groups[g].required = chance(made, 50);
    for (uint32_t i = 0; i < n; i++) {
        if (!chance(made, 50))
            continue;
        made->places[i].mandatory = made->places[i].mandatory && chance(made, 50);
        if (!made->places[i].mandatory)
            made->places[i].group = 1 + made_dice(made, groups);
    }
    made->problem.groups = made->groups;
    made->problem.groups_n = groups;
}

static void fill_series(struct made *made)
{
    uint32_t series = 1 + made_dice(made, 1 + made->problem.places_n / 4);
    for (uint32_t i = 0; i < made->problem.places_n; i++)
        if (chance(made, 60)) {
            made->places[i].series = 1 + made_dice(made, series);
            made->places[i].apart_days = between(made, 0, 3);
        }
}

static void fill_days(struct made *made)
{
    int32_t day = between(made, -2, 2);
    for (uint32_t r = 0; r < made->problem.routes_n; r++) {
        made->routes[r].day = chance(made, 80) ? day : between(made, -3, 3);
        day += between(made, 0, 2);
    }
}

static bool is_of(const struct made *made, uint32_t place, struct core_item item)
{
    return item.group ? made->places[place].group == item.index : place == item.index;
}

static struct core_item any_item(struct made *made)
{
    if (made->problem.groups_n && chance(made, 30))
        return (struct core_item){true, 1 + made_dice(made, made->problem.groups_n)};
    return (struct core_item){false, made_dice(made, made->problem.places_n)};
}

/* Orders go from lower to higher RANK only, place by place, so that there is no cycle. */
static void fill_orders(struct made *made)
{
    uint32_t rank[MADE_PLACES_MAX], n = made->problem.places_n;
    uint32_t wanted = n < 2 ? 0 : 1 + made_dice(made, 2 + n / 4);
    for (uint32_t i = 0; i < n; i++)
        rank[i] = made_dice(made, 1000);
    made->problem.orders = made->orders;
    for (uint32_t tries = 0; tries < 30 && made->problem.orders_n < wanted; tries++) {
        struct core_order order;
        order.first = any_item(made);
        order.then = any_item(made);
        bool right = true;
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = 0; b < n; b++)
                if (is_of(made, a, order.first) && is_of(made, b, order.then) && rank[a] >= rank[b])
                    right = false;
        if (right && made->problem.orders_n < MADE_ORDERS_MAX)
            made->orders[made->problem.orders_n++] = order;
    }
    made->problem.carry_over = chance(made, 50);
}

static void fill_amenities(struct made *made)
{
    for (uint32_t i = 0; i < made->problem.places_n; i++)
        made->places[i].amenities = chance(made, 50) ? made_dice(made, 8) : 0;
}

static void fill_needs(struct made *made)
{
    static const int32_t weights[] = {1000, 300, 5000, 0};
    made->problem.needs = made->needs;
    made->problem.needs_n = 1 + made_dice(made, 2);
    for (uint32_t k = 0; k < made->problem.needs_n; k++)
        made->needs[k] = (struct core_need){.amenities = 1 + made_dice(made, 7),
                                            .within_s = between(made, 0, DAY / 2),
                                            .weight = weights[made_dice(made, 4)]};
}

static void fill_break_places(struct made *made)
{
    for (uint32_t r = 0; r < made->problem.routes_n; r++) {
        made->routes[r].break_amenities = chance(made, 80) ? 1 + made_dice(made, 7) : 0;
        made->routes[r].break_elsewhere_s = between(made, 0, 80);
    }
}

static void fill_late(struct made *made)
{
    static const int32_t weights[] = {1000, 100, 0, 4000, 20000};
    for (uint32_t i = 0; i < made->problem.places_n; i++)
        if (chance(made, 50)) {
            made->places[i].late_s = between(made, 0, 60);
            made->places[i].late_weight = weights[made_dice(made, 5)];
        }
}

/* Any places, in any order, on any routes, allowed there or not. */
static void fill_given(struct made *made)
{
    uint32_t n = made->problem.places_n, order[MADE_PLACES_MAX], at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t j = made_dice(made, i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (uint32_t r = 0; r < made->problem.routes_n; r++) {
        made->given_first[r] = at;
        while (at < n && chance(made, 60)) {
            made->given[at] = order[at];
            at++;
        }
    }
    made->given_first[made->problem.routes_n] = at;
    made->problem.given = made->given;
    made->problem.given_first = made->given_first;
    made->problem.change_s = chance(made, 80) ? between(made, 0, 100) : 0;
}

/* --- fixed beginnings, and whether they are sound ------------------------------------------------------------------- */

/* The route on which PLACE is fixed and its position there; false if it is not. */
static bool fixed_at(const struct made *made, uint32_t place, uint32_t *route, uint32_t *at)
{
    for (*route = 0; *route < made->problem.routes_n; ++*route)
        for (*at = 0; *at < made->routes[*route].fixed_n; ++*at)
            if (made->given[made->given_first[*route] + *at] == place)
                return true;
    return false;
}

static bool leg_is_there(const struct made *made, uint32_t from, uint32_t to)
{
    return from == to || made->travel[from * made->problem.nodes_n + to] != CORE_NO_WAY;
}

static bool fixed_can_be_driven(const struct made *made, uint32_t r)
{
    const struct core_route *route = &made->routes[r];
    uint32_t here = route->start;
    for (uint32_t i = 0; i < route->fixed_n; i++) {
        uint32_t place = made->given[made->given_first[r] + i];
        if (!(made->places[place].routes >> r & 1) || place == route->start || place == route->end ||
            !leg_is_there(made, here, place))
            return false;
        here = place;
    }
    return route->fixed_n == 0 || leg_is_there(made, here, route->end);
}

static bool fixed_go_together(const struct made *made, uint32_t a, uint32_t b, uint32_t route_a, uint32_t route_b)
{
    const struct core_place *p = &made->places[a], *q = &made->places[b];
    int32_t apart = p->apart_days > q->apart_days ? p->apart_days : q->apart_days;
    int32_t days = made->routes[route_a].day - made->routes[route_b].day;
    if (p->series && p->series == q->series && (days < 0 ? -days : days) < apart)
        return false;
    return !p->group || p->group != q->group;
}

/* Is something of FIRST fixed before THEN, which is fixed on ROUTE at AT? */
static bool fixed_before(const struct made *made, struct core_item first, uint32_t route, uint32_t at)
{
    uint32_t r, position;
    for (uint32_t a = 0; a < made->problem.places_n; a++)
        if (is_of(made, a, first) && fixed_at(made, a, &r, &position))
            return r == route ? position < at
                              : made->problem.carry_over && made->routes[r].day < made->routes[route].day;
    return false;
}

static bool fixed_are_sound(const struct made *made)
{
    uint32_t r, at, r2, at2;
    for (r = 0; r < made->problem.routes_n; r++)
        if (!fixed_can_be_driven(made, r))
            return false;
    for (uint32_t a = 0; a < made->problem.places_n; a++) {
        if (!fixed_at(made, a, &r, &at))
            continue;
        for (uint32_t b = 0; b < a; b++)
            if (fixed_at(made, b, &r2, &at2) && !fixed_go_together(made, a, b, r, r2))
                return false;
        for (uint32_t o = 0; o < made->problem.orders_n; o++)
            if (is_of(made, a, made->orders[o].then) && !fixed_before(made, made->orders[o].first, r, at))
                return false;
    }
    return true;
}

static void fill_fixed(struct made *made)
{
    for (uint32_t r = 0; r < made->problem.routes_n; r++) {
        made->routes[r].fixed_n = made_dice(made, made->given_first[r + 1] - made->given_first[r] + 1);
        while (!fixed_are_sound(made))
            made->routes[r].fixed_n--;
    }
}

static void fill_features(struct made *made, uint32_t features)
{
    static const int32_t weights[] = {1000, 100, 300, 3000};
    if (features & MADE_GROUPS)
        fill_groups(made);
    if (features & (MADE_SERIES | MADE_ORDERS))
        fill_days(made);
    if (features & MADE_SERIES)
        fill_series(made);
    if (features & MADE_ORDERS)
        fill_orders(made);
    if (features & (MADE_NEEDS | MADE_BREAK_PLACES))
        fill_amenities(made);
    if (features & MADE_NEEDS)
        fill_needs(made);
    if (features & MADE_BREAK_PLACES)
        fill_break_places(made);
    if (features & MADE_LATE)
        fill_late(made);
    if (features & MADE_WAITING)
        made->problem.waiting_weight = weights[made_dice(made, 4)];
    if (features & MADE_GIVEN)
        fill_given(made);
    if (features & MADE_FIXED)
        fill_fixed(made);
}

void made_fill(struct made *made, const struct making *making)
{
    static const int32_t weights[] = {1000, 1000, 0, 700, 2500};
    uint32_t nodes = making->places_n + 1 + made_dice(made, making->routes_n);
    made->problem = (struct core_problem){
        .places_n = making->places_n,
        .nodes_n = nodes,
        .places = made->places,
        .windows = made->windows,
        .routes_n = making->routes_n,
        .routes = made->routes,
        .travel_s = made->travel,
        .max_detour_s = chance(made, 70) ? CORE_TIME_MAX : between(made, 0, 2 * COUNTY),
        .driving_weight = weights[made_dice(made, 5)],
    };
    fill_travel(made, making, nodes);
    fill_places(made, making);
    fill_routes(made, making);
    fill_features(made, making->features);
}
