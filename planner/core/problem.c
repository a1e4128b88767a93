#include "planner/core/problem.h"

#include "planner/core/sound.h"

#include <stddef.h>

static bool in_time(int32_t value)
{
    return value >= 0 && value <= CORE_TIME_MAX;
}

static bool is_weight(int32_t value)
{
    return value >= 0 && value <= CORE_WEIGHT_MAX;
}

static const char *sizes_fault(const struct core_problem *q)
{
    if (q->places_n > CORE_PLACES_MAX)
        return "there are more places than CORE_PLACES_MAX";
    if (q->routes_n < 1 || q->routes_n > CORE_ROUTES_MAX)
        return "there must be 1 to CORE_ROUTES_MAX routes";
    if (q->nodes_n < q->places_n || q->nodes_n < 1 || q->nodes_n > CORE_PLACES_MAX + 2 * CORE_ROUTES_MAX)
        return "the matrix must have a row for each place and each depot, and no more than that";
    if (q->groups_n > CORE_PLACES_MAX || q->orders_n > CORE_PLACES_MAX)
        return "there are more groups or orders than CORE_PLACES_MAX";
    if (q->needs_n > CORE_NEEDS_MAX)
        return "there are more needs than CORE_NEEDS_MAX";
    if (!q->routes || !q->travel_s || (q->places_n && !q->places) || (q->windows_n && !q->windows))
        return "an array is missing";
    if ((q->groups_n && !q->groups) || (q->orders_n && !q->orders) || (q->needs_n && !q->needs) ||
        (q->given && !q->given_first))
        return "an array is missing";
    return NULL;
}

static const char *prices_fault(const struct core_problem *q)
{
    if (!in_time(q->max_detour_s))
        return "max_detour_s is out of range";
    if (!is_weight(q->driving_weight))
        return "driving_weight is out of range";
    if (!is_weight(q->waiting_weight))
        return "waiting_weight is out of range";
    if (!in_time(q->change_s))
        return "change_s is out of range";
    for (uint32_t k = 0; k < q->needs_n; k++)
        if (!in_time(q->needs[k].within_s) || !is_weight(q->needs[k].weight))
            return "a need is out of range";
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
        if (!in_time(place->late_s) || !is_weight(place->late_weight))
            return "a place's lateness is out of range";
        if (place->series > CORE_PLACES_MAX || !in_time(place->apart_days))
            return "a place's series is out of range";
        if (place->group > q->groups_n)
            return "a place is in a group that is not there";
        if (place->group && place->mandatory)
            return "a mandatory place is in a group";
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
        if (!in_time(route->break_s) || !in_time(route->break_open_s) || !in_time(route->break_close_s) ||
            !in_time(route->break_elsewhere_s))
            return "a route's break is out of range";
        if (route->break_s > 0 && route->break_open_s > route->break_close_s)
            return "a route's break window closes before it opens";
        if (route->fixed_n > 0 && !q->given)
            return "a route has fixed places, but none are given";
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

/* The longest services of the places of each required group, in all. */
static int64_t group_services(const struct core_problem *q)
{
    int32_t longest[CORE_PLACES_MAX + 1] = {0};
    int64_t sum = 0;
    for (uint32_t i = 0; i < q->places_n; i++) {
        const struct core_place *place = &q->places[i];
        if (place->service_s > longest[place->group])
            longest[place->group] = place->service_s;
    }
    for (uint32_t g = 1; g <= q->groups_n; g++)
        sum += q->groups[g - 1].required ? longest[g] : 0;
    return sum;
}

/* Duties cannot be turned away, however late it gets: their times must stay clear of CORE_NO_WAY. Places that are both
 * fixed and mandatory, or fixed and in a required group, are counted twice; there is room. */
static const char *span_fault(const struct core_problem *q, int32_t longest)
{
    int64_t last = 2 * (int64_t)CORE_TIME_MAX + longest + group_services(q);
    for (uint32_t i = 0; i < q->places_n; i++)
        if (q->places[i].mandatory)
            last += (int64_t)q->places[i].service_s + longest;
    for (uint32_t r = 0; r < q->routes_n; r++)
        for (uint32_t i = 0; i < q->routes[r].fixed_n; i++)
            last += (int64_t)q->places[q->given[q->given_first[r] + i]].service_s + longest;
    for (uint32_t g = 1; g <= q->groups_n; g++)
        if (q->groups[g - 1].required)
            last += longest;
    return last < CORE_NO_WAY ? NULL : "the duties take too long to be served one after the other";
}

const char *core_problem_fault(const struct core_problem *problem)
{
    int32_t longest = 0;
    const char *fault = sizes_fault(problem);
    if (!fault)
        fault = prices_fault(problem);
    if (!fault)
        fault = places_fault(problem);
    if (!fault)
        fault = routes_fault(problem);
    if (!fault)
        fault = travel_fault(problem, &longest);
    if (!fault)
        fault = core_sound_given_fault(problem);
    if (!fault)
        fault = core_sound_orders_fault(problem);
    if (!fault)
        fault = core_sound_fixed_fault(problem);
    return fault ? fault : span_fault(problem, longest);
}
