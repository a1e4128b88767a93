/* Any bytes as a problem: refused as unsound, or solved into something that the independent checker accepts. */
#include "planner/core/check.h"
#include "planner/core/solve.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 10, WINDOWS = 20, ROUTES = 3, NODES = PLACES + 2 * ROUTES, GROUPS = 3, ORDERS = 5 };

struct bytes {
    const uint8_t *data;
    size_t size, at;
};

static uint32_t take_raw(struct bytes *bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < 2; i++)
        value = value << 8 | (bytes->at < bytes->size ? bytes->data[bytes->at++] : 0);
    return value;
}

static int32_t take(struct bytes *bytes, int32_t max)
{
    return (int32_t)(take_raw(bytes) % ((uint32_t)max + 1));
}

/* Something else than VALUE now and then, so that what is out of range is seen too. */
static int32_t or_odd(struct bytes *bytes, int32_t value)
{
    static const int32_t odd[] = {-1, CORE_TIME_MAX, CORE_TIME_MAX + 1, INT32_MAX, INT32_MIN, CORE_WEIGHT_MAX + 1, 21};
    uint32_t raw = take_raw(bytes);
    return raw >= 0xff00 ? odd[raw % (sizeof odd / sizeof odd[0])] : value;
}

static uint32_t or_odd_index(struct bytes *bytes, int32_t value)
{
    return (uint32_t)or_odd(bytes, value);
}

/* Arrays of their own, so that a look beyond one is seen. */
static struct core_place places[PLACES];
static struct core_window windows[WINDOWS];
static struct core_route routes[ROUTES];
static int32_t travel_s[NODES * NODES];
static struct core_group groups[GROUPS];
static struct core_order orders[ORDERS];
static struct core_need needs[CORE_NEEDS_MAX];
static uint32_t given[PLACES], given_first[ROUTES + 1];

static void take_windows(struct bytes *bytes, struct core_problem *problem, struct core_place *place)
{
    int32_t from = 0;
    place->window_first = problem->windows_n;
    place->window_count = (uint32_t)take(bytes, 2);
    for (uint32_t w = 0; w < place->window_count; w++) {
        from += take(bytes, 12000);
        int32_t to = from + take(bytes, 9000);
        windows[problem->windows_n++] = (struct core_window){from, to};
        from = to + 1;
    }
}

static void take_features(struct bytes *bytes, const struct core_problem *problem, struct core_place *place)
{
    int32_t kind = take(bytes, 7);
    if (kind & 1 && !place->mandatory)
        place->group = or_odd_index(bytes, take(bytes, (int32_t)problem->groups_n));
    if (kind & 2) {
        place->series = or_odd_index(bytes, take(bytes, 2));
        place->apart_days = or_odd(bytes, take(bytes, 3));
    }
    if (kind & 4) {
        place->late_s = or_odd(bytes, take(bytes, 2000));
        place->late_weight = or_odd(bytes, take(bytes, 5000));
    }
    place->amenities = (uint32_t)take(bytes, 7);
}

static void take_places(struct bytes *bytes, struct core_problem *problem)
{
    for (uint32_t i = 0; i < problem->places_n; i++) {
        struct core_place *place = &places[i];
        *place = (struct core_place){0};
        place->service_s = or_odd(bytes, take(bytes, 3000));
        place->prize_s = or_odd(bytes, take(bytes, 5000));
        place->mandatory = take(bytes, 3) == 0;
        place->whole_inside = take(bytes, 1) == 1;
        place->routes = (uint64_t)take(bytes, 7);
        take_windows(bytes, problem, place);
        take_features(bytes, problem, place);
    }
}

static void take_break(struct bytes *bytes, struct core_route *route)
{
    route->break_s = or_odd(bytes, take(bytes, 3600));
    route->break_open_s = or_odd(bytes, take(bytes, 20000));
    route->break_close_s = or_odd(bytes, take(bytes, 8000));
    route->break_close_s += route->break_open_s >= 0 && route->break_open_s <= 20000 && route->break_close_s <= 8000
                                ? route->break_open_s
                                : 0;
    route->break_amenities = (uint32_t)take(bytes, 7);
    route->break_elsewhere_s = or_odd(bytes, take(bytes, 3000));
}

static void take_routes(struct bytes *bytes, const struct core_problem *problem)
{
    for (uint32_t r = 0; r < problem->routes_n; r++) {
        struct core_route *route = &routes[r];
        *route = (struct core_route){.max_driving_s = CORE_TIME_MAX, .max_optional = CORE_PLACES_MAX};
        route->start = or_odd_index(bytes, take(bytes, (int32_t)problem->nodes_n - 1));
        route->end = or_odd_index(bytes, take(bytes, (int32_t)problem->nodes_n - 1));
        route->day = or_odd(bytes, take(bytes, 5));
        route->earliest_s = take(bytes, 9000);
        route->latest_s = route->earliest_s + take(bytes, 40000);
        if (take(bytes, 2) == 0)
            route->max_driving_s = or_odd(bytes, take(bytes, 20000));
        if (take(bytes, 2) == 0)
            route->max_optional = or_odd_index(bytes, take(bytes, 4));
        if (take(bytes, 2) == 0)
            take_break(bytes, route);
    }
}

static struct core_item take_item(struct bytes *bytes, const struct core_problem *problem)
{
    struct core_item item = {.group = problem->groups_n > 0 && take(bytes, 3) == 0};
    uint32_t n = item.group ? problem->groups_n : problem->places_n;
    item.index = or_odd_index(bytes, take(bytes, n > 0 ? (int32_t)n - 1 : 0)) + item.group;
    return item;
}

static void take_rules(struct bytes *bytes, struct core_problem *problem)
{
    problem->groups_n = (uint32_t)take(bytes, GROUPS);
    for (uint32_t g = 0; g < problem->groups_n; g++)
        groups[g].required = take(bytes, 1) == 1;
    problem->orders_n = take(bytes, 1) ? (uint32_t)take(bytes, ORDERS) : 0;
    for (uint32_t o = 0; o < problem->orders_n; o++) {
        orders[o].first = take_item(bytes, problem);
        orders[o].then = take_item(bytes, problem);
        if (take(bytes, 3) && !orders[o].first.group && !orders[o].then.group &&
            orders[o].first.index > orders[o].then.index) { /* else too many have a cycle */
            struct core_item swap = orders[o].first;
            orders[o].first = orders[o].then;
            orders[o].then = swap;
        }
    }
    problem->carry_over = take(bytes, 1) == 1;
    problem->needs_n = (uint32_t)take(bytes, 2);
    for (uint32_t k = 0; k < problem->needs_n; k++) {
        needs[k].amenities = (uint32_t)take(bytes, 7);
        needs[k].within_s = or_odd(bytes, take(bytes, 20000));
        needs[k].weight = or_odd(bytes, take(bytes, 3000));
    }
}

/* The places in some order, cut into routes; the first of each are fixed now and then. */
static void take_given(struct bytes *bytes, struct core_problem *problem)
{
    if (take(bytes, 1))
        return;
    problem->given = given;
    problem->given_first = given_first;
    problem->change_s = or_odd(bytes, take(bytes, 3000));
    for (uint32_t i = 0; i < problem->places_n; i++) {
        uint32_t j = (uint32_t)take(bytes, (int32_t)i);
        given[i] = given[j];
        given[j] = i;
    }
    uint32_t at = 0;
    for (uint32_t r = 0; r <= problem->routes_n; r++) {
        given_first[r] = or_odd_index(bytes, (int32_t)at);
        uint32_t count = r < problem->routes_n ? (uint32_t)take(bytes, (int32_t)(problem->places_n - at)) : 0;
        if (count > 0 && take(bytes, 1))
            routes[r].fixed_n = or_odd_index(bytes, take(bytes, count < 2 ? (int32_t)count : 2));
        at += count;
    }
    for (uint32_t i = 0; i < problem->places_n; i++)
        given[i] = or_odd_index(bytes, (int32_t)given[i]);
}

static int32_t leg(struct bytes *bytes)
{
    int32_t value = take(bytes, 4100);
    return value > 4000 ? CORE_NO_WAY : value;
}

static struct core_problem take_problem(struct bytes *bytes)
{
    struct core_problem problem = {.places = places,
                                   .windows = windows,
                                   .routes = routes,
                                   .travel_s = travel_s,
                                   .groups = groups,
                                   .orders = orders,
                                   .needs = needs};
    problem.places_n = (uint32_t)take(bytes, PLACES);
    problem.nodes_n = problem.places_n + 1 + (uint32_t)take(bytes, 2 * ROUTES - 1);
    problem.routes_n = 1 + (uint32_t)take(bytes, ROUTES - 1);
    problem.max_detour_s = take(bytes, 2) == 0 ? or_odd(bytes, take(bytes, 4000)) : CORE_TIME_MAX;
    problem.driving_weight = or_odd(bytes, take(bytes, 2000));
    problem.waiting_weight = take(bytes, 2) == 0 ? or_odd(bytes, take(bytes, 2000)) : 0;
    take_rules(bytes, &problem);
    take_places(bytes, &problem);
    take_routes(bytes, &problem);
    take_given(bytes, &problem);
    for (uint32_t i = 0; i < problem.nodes_n * problem.nodes_n; i++)
        travel_s[i] = leg(bytes);
    return problem;
}

/* Any sequence on any route has a schedule, or cannot be driven. */
static void schedule_any(struct bytes *bytes, const struct core_problem *problem)
{
    uint32_t sequence[PLACES], n = 0;
    struct core_stop stops[PLACES + 1];
    int64_t late_s, driving_s;
    int32_t leave, home;
    for (uint32_t i = 0; i < problem->places_n; i++)
        if (take(bytes, 1))
            sequence[n++] = i;
    uint32_t route = (uint32_t)take(bytes, (int32_t)problem->routes_n - 1);
    uint32_t got = core_schedule(problem, route, sequence, n, stops, &late_s, &leave, &home, &driving_s);
    assert(driving_s >= CORE_NO_WAY ? got == 0 : got == n || got == n + 1);
    assert(driving_s >= CORE_NO_WAY || (late_s >= 0 && leave >= routes[route].earliest_s && home >= leave));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes bytes = {data, size, 0};
    memset(routes, 0, sizeof routes);
    const struct core_problem problem = take_problem(&bytes);
    size_t room = core_solve_bytes(&problem);
    if (room == 0) {
        assert(core_problem_fault(&problem) != NULL);
        return 0;
    }
    void *memory = malloc(room);
    struct core_options options = {.iterations = 30, .seed = (uint64_t)size, .no_proof = size % 2 == 1};
    struct core_solution solution;
    char fault[CORE_CHECK_TEXT];
    assert(core_solve(&problem, &options, memory, room, &solution));
    if (!core_check(&problem, &solution, fault)) {
        fprintf(stderr, "the checker refuses: %s\n", fault);
        abort();
    }
    free(memory);
    schedule_any(&bytes, &problem);
    return 0;
}
