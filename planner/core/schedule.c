/* Everything starts as early as it can: times only grow with the time before them (the service start is a non-decreasing
 * function of the arrival), so no schedule of the same sequence and break is less late anywhere. What is left to choose is
 * the gap in which the break is had; a second pass, backwards, finds how late the route can leave. */
#include "planner/core/schedule.h"

#include "planner/core/solve.h"

#include <stddef.h>

#define NO_GAP UINT32_MAX

enum {
    TIME_CAP = 1000000000 /* explaining an absurd sequence must not overflow */
};

/* A way through a sequence. Gap g is between stop g - 1 and stop g; gap 0 follows the start, gap count precedes the end. */
struct way {
    const struct core_problem *problem;
    const struct core_route *route;
    const uint32_t *sequence;
    uint32_t count;
    int32_t leave_s;
    uint32_t gap; /* of the break, or NO_GAP */
};

/* The starts that a place's windows allow: the last one, and whether any is allowed at all. */
struct limit {
    int32_t last_start_s, last_open_s;
    bool usable;
};

static int32_t plus(int32_t time_s, int32_t by_s)
{
    int32_t sum = time_s + by_s;
    return sum < TIME_CAP ? sum : TIME_CAP;
}

static int32_t later_of(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

int32_t core_schedule_leg(const struct core_problem *problem, uint32_t from, uint32_t to)
{
    return from == to ? 0 : problem->travel_s[(size_t)from * problem->nodes_n + to];
}

static int32_t latest_start(const struct core_place *place, const struct core_window *window)
{
    return place->whole_inside ? window->close_s - place->service_s : window->close_s;
}

/* When service starts for an arrival at ARRIVE_S; *LATE_S is by how much that is too late. */
static int32_t service_start(const struct core_problem *problem, const struct core_place *place, int32_t arrive_s,
                             int32_t *late_s)
{
    int32_t last_s = -1;
    *late_s = 0;
    if (!place->window_count)
        return arrive_s;
    const struct core_window *window = problem->windows + place->window_first;
    for (uint32_t i = 0; i < place->window_count; i++) {
        int32_t latest_s = latest_start(place, &window[i]);
        if (latest_s < window[i].open_s)
            continue;
        if (arrive_s <= latest_s)
            return later_of(arrive_s, window[i].open_s);
        last_s = latest_s;
    }
    if (last_s < 0) { /* too short, all of them */
        window += place->window_count - 1;
        last_s = latest_start(place, window);
        arrive_s = later_of(arrive_s, window->open_s);
    }
    *late_s = arrive_s - last_s;
    return arrive_s;
}

/* The latest start of service at PLACE by BOUND_S that is not late. The caller knows that there is one. */
static int32_t service_start_by(const struct core_problem *problem, const struct core_place *place, int32_t bound_s)
{
    int32_t best_s = place->window_count ? 0 : bound_s;
    for (uint32_t i = 0; i < place->window_count; i++) {
        const struct core_window *window = &problem->windows[place->window_first + i];
        int32_t latest_s = latest_start(place, window);
        if (latest_s < window->open_s || window->open_s > bound_s)
            continue;
        best_s = latest_s < bound_s ? latest_s : bound_s;
    }
    return best_s;
}

static uint32_t node_before(const struct way *way, uint32_t gap)
{
    return gap ? way->sequence[gap - 1] : way->route->start;
}

static uint32_t node_after(const struct way *way, uint32_t gap)
{
    return gap < way->count ? way->sequence[gap] : way->route->end;
}

/* A route without places that cannot drive from its start to its end does not drive. */
static int32_t leg_in_gap(const struct way *way, uint32_t gap)
{
    int32_t leg_s = core_schedule_leg(way->problem, node_before(way, gap), node_after(way, gap));
    return !way->count && leg_s == CORE_NO_WAY ? 0 : leg_s;
}

/* The break in a gap that is entered at DEPART_S: before setting off if it is time, else on arrival, else half-way. */
static void place_break(const struct core_route *route, int32_t depart_s, int32_t leg_s, struct core_stop *out)
{
    int32_t arrive_s = depart_s;
    if (depart_s < route->break_open_s) {
        int32_t there_s = plus(depart_s, leg_s);
        arrive_s = there_s <= route->break_close_s ? there_s : route->break_open_s;
    }
    int32_t start_s = later_of(arrive_s, route->break_open_s);
    *out = (struct core_stop){CORE_BREAK, arrive_s, start_s, plus(start_s, route->break_s), 0};
}

static void add_lateness(const struct core_place *place, int32_t late_s, struct core_cost *cost)
{
    if (place->mandatory)
        cost->late_s += late_s;
    else
        cost->optional_late_s += late_s;
}

/* Go the way. OUT may be NULL. False if a leg cannot be driven or the break's window is over in its gap. */
static bool walk(const struct way *way, struct core_stop *out, struct core_cost *cost)
{
    int32_t time_s = way->leave_s;
    *cost = (struct core_cost){0};
    for (uint32_t gap = 0; gap <= way->count; gap++) {
        int32_t leg_s = leg_in_gap(way, gap);
        if (leg_s == CORE_NO_WAY)
            return false;
        cost->driving_s += leg_s;
        if (gap == way->gap) {
            struct core_stop rest;
            if (time_s > way->route->break_close_s)
                return false;
            place_break(way->route, time_s, leg_s, &rest);
            leg_s -= rest.arrive_s - time_s;
            time_s = rest.depart_s;
            if (out)
                *out++ = rest;
        }
        time_s = plus(time_s, leg_s);
        if (gap == way->count)
            break;
        const struct core_place *place = &way->problem->places[way->sequence[gap]];
        int32_t late_s, start_s = service_start(way->problem, place, time_s, &late_s);
        add_lateness(place, late_s, cost);
        if (out)
            *out++ = (struct core_stop){way->sequence[gap], time_s, start_s, plus(start_s, place->service_s), late_s};
        time_s = plus(start_s, place->service_s);
    }
    cost->home_s = time_s;
    cost->late_s += later_of(0, time_s - way->route->latest_s);
    return true;
}

static int compare(const struct core_cost *a, const struct core_cost *b)
{
    if (a->optional_late_s != b->optional_late_s)
        return a->optional_late_s < b->optional_late_s ? -1 : 1;
    if (a->late_s != b->late_s)
        return a->late_s < b->late_s ? -1 : 1;
    if (a->missed != b->missed)
        return a->missed < b->missed ? -1 : 1;
    return a->home_s < b->home_s ? -1 : a->home_s > b->home_s;
}

static void try_way(struct way *best, struct core_cost *cost, int32_t leave_s, uint32_t gap)
{
    struct way way = *best;
    struct core_cost its;
    way.leave_s = leave_s;
    way.gap = gap;
    if (walk(&way, NULL, &its) && compare(&its, cost) < 0) {
        *best = way;
        *cost = its;
    }
}

/* The gaps worth trying: not before the last one that is entered by the opening of the break's window, as it is no worse
 * than any before it; and none that is entered after the close. Entered without a break before, that is. */
static void gaps_to_try(const struct way *way, uint32_t *first, uint32_t *end)
{
    int32_t time_s = way->leave_s;
    *first = 0;
    for (*end = 0; *end <= way->count && time_s <= way->route->break_close_s; ++*end) {
        if (time_s <= way->route->break_open_s)
            *first = *end;
        if (*end == way->count)
            continue;
        const struct core_place *place = &way->problem->places[way->sequence[*end]];
        int32_t late_s, arrive_s = plus(time_s, leg_in_gap(way, *end));
        time_s = plus(service_start(way->problem, place, arrive_s, &late_s), place->service_s);
    }
}

/* Choose where the break is had in BEST, which has none yet. */
static bool choose_break(struct way *best, struct core_cost *cost)
{
    const struct core_route *route = best->route;
    if (!walk(best, NULL, cost))
        return false;
    if (route->break_s == 0 || route->earliest_s > route->break_close_s || cost->home_s <= route->break_close_s)
        return true;
    uint32_t first, end;
    gaps_to_try(best, &first, &end);
    cost->missed = 1;
    if (route->earliest_s <= route->break_open_s)
        try_way(best, cost, route->break_open_s + route->break_s, NO_GAP);
    for (uint32_t gap = first; gap < end; gap++)
        try_way(best, cost, route->earliest_s, gap);
    return true;
}

/* How late WAY, of which STOPS are the times, can leave without any lateness or its end at HOME_S getting later. */
static int32_t latest_leave(const struct way *way, const struct core_stop *stops, int32_t home_s)
{
    int32_t by_s = home_s;
    uint32_t at = way->count + (way->gap != NO_GAP);
    for (uint32_t gap = way->count + 1; gap-- > 0;) {
        by_s -= leg_in_gap(way, gap);
        if (gap == way->gap) {
            by_s -= way->route->break_s;
            by_s = by_s < way->route->break_close_s ? by_s : way->route->break_close_s;
            at--;
        }
        if (gap == 0)
            break;
        const struct core_stop *stop = &stops[--at];
        const struct core_place *place = &way->problem->places[stop->place];
        by_s = stop->late_s > 0 ? stop->start_s : service_start_by(way->problem, place, by_s - place->service_s);
    }
    return later_of(by_s, way->leave_s);
}

static struct way way_of(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count)
{
    const struct core_route *its = &problem->routes[route];
    return (struct way){problem, its, sequence, count, its->earliest_s, NO_GAP};
}

bool core_schedule_cost(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct core_cost *cost)
{
    struct way way = way_of(problem, route, sequence, count);
    return choose_break(&way, cost);
}

uint32_t core_schedule(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count,
                       struct core_stop *out, int64_t *late_s, int32_t *leave_s, int32_t *home_s, int64_t *driving_s)
{
    struct way way = way_of(problem, route, sequence, count);
    struct core_cost cost;
    *late_s = 0;
    *leave_s = *home_s = 0;
    *driving_s = CORE_NO_WAY;
    if (!choose_break(&way, &cost))
        return 0;
    *late_s = cost.optional_late_s + cost.late_s + cost.missed * way.route->break_s;
    *home_s = (int32_t)cost.home_s;
    *driving_s = cost.driving_s;
    walk(&way, out, &cost);
    way.leave_s = latest_leave(&way, out, *home_s);
    walk(&way, out, &cost);
    *leave_s = way.leave_s;
    return count + (way.gap != NO_GAP);
}
