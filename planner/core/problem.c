#include "planner/core/problem.h"

#include <stddef.h>

static bool in_time(int32_t value)
{
    return value >= 0 && value <= CORE_TIME_MAX;
}

static const char *sizes_fault(const struct core_problem *q)
{
    if (q->places_n > CORE_PLACES_MAX)
        return "there are more places than CORE_PLACES_MAX";
    if (q->routes_n < 1 || q->routes_n > CORE_ROUTES_MAX)
        return "there must be 1 to CORE_ROUTES_MAX routes";
    if (q->nodes_n < q->places_n || q->nodes_n < 1 || q->nodes_n > CORE_PLACES_MAX + 2 * CORE_ROUTES_MAX)
        return "the matrix must have a row for each place and each depot, and no more than that";
    if (!q->routes || !q->travel_s || (q->places_n && !q->places) || (q->windows_n && !q->windows))
        return "an array is missing";
    if (!in_time(q->max_detour_s))
        return "max_detour_s is out of range";
    if (q->driving_weight < 0 || q->driving_weight > CORE_WEIGHT_MAX)
        return "driving_weight is out of range";
    return NULL;
}

static const char *windows_fault(const struct core_problem *q, const struct core_place *place)
{
    if (place->window_first > q->windows_n || place->window_count > q->windows_n - place->window_first)
        return "a place has windows that are not there";
    for (uint32_t i = 0; i < place->window_count; i++) {
        const struct core_window *w = &q->windows[place->window_first + i];
        if (!in_time(w->open_s) || !in_time(w->close_s) || w->open_s > w->close_s)
            return "a window is out of range or closes before it opens";
        if (i > 0 && w[-1].close_s > w->open_s)
            return "the windows of a place must be in order and not overlap";
    }
    return NULL;
}

static const char *places_fault(const struct core_problem *q)
{
    for (uint32_t i = 0; i < q->places_n; i++) {
        const struct core_place *place = &q->places[i];
        if (!in_time(place->service_s) || !in_time(place->prize_s))
            return "a place has a service time or prize out of range";
        const char *fault = windows_fault(q, place);
        if (fault)
            return fault;
    }
    return NULL;
}

static const char *routes_fault(const struct core_problem *q)
{
    for (uint32_t r = 0; r < q->routes_n; r++) {
        const struct core_route *route = &q->routes[r];
        if (route->start >= q->nodes_n || route->end >= q->nodes_n)
            return "a route starts or ends outside the matrix";
        if (!in_time(route->earliest_s) || !in_time(route->latest_s) || route->earliest_s > route->latest_s)
            return "a route's hours are out of range or end before they begin";
        if (!in_time(route->max_driving_s) || route->max_optional > CORE_PLACES_MAX)
            return "a route's limits are out of range";
        if (!in_time(route->break_s) || !in_time(route->break_open_s) || !in_time(route->break_close_s))
            return "a route's break is out of range";
        if (route->break_s > 0 && route->break_open_s > route->break_close_s)
            return "a route's break window closes before it opens";
    }
    return NULL;
}

/* Also finds the longest leg that can be driven. */
static const char *travel_fault(const struct core_problem *q, int32_t *longest)
{
    *longest = 0;
    for (size_t row = 0; row < q->nodes_n; row++) {
        const int32_t *leg = q->travel_s + row * q->nodes_n;
        for (size_t to = 0; to < q->nodes_n; to++) {
            if (to == row || leg[to] == CORE_NO_WAY)
                continue;
            if (!in_time(leg[to]))
                return "a travel time is neither in range nor CORE_NO_WAY";
            if (leg[to] > *longest)
                *longest = leg[to];
        }
    }
    return NULL;
}

/* Mandatory places cannot be turned away, however late it gets: their times must stay clear of CORE_NO_WAY. */
static const char *span_fault(const struct core_problem *q, int32_t longest)
{
    int64_t last = 2 * (int64_t)CORE_TIME_MAX + longest;
    for (uint32_t i = 0; i < q->places_n; i++)
        if (q->places[i].mandatory)
            last += (int64_t)q->places[i].service_s + longest;
    return last < CORE_NO_WAY ? NULL : "the mandatory places take too long to be served one after the other";
}

const char *core_problem_fault(const struct core_problem *problem)
{
    int32_t longest = 0;
    const char *fault = sizes_fault(problem);
    if (!fault)
        fault = places_fault(problem);
    if (!fault)
        fault = routes_fault(problem);
    if (!fault)
        fault = travel_fault(problem, &longest);
    return fault ? fault : span_fault(problem, longest);
}
