/* As early as can be forwards, and then backwards as late as leaves the end and every lateness: the forward time slack of
 * Savelsbergh (1992), with several windows a place and a break. */
#include "planner/core/way.h"

#include "planner/core/sooner.h"

#include <stddef.h>

enum {
    TIME_CAP = 1000000000 /* explaining an absurd sequence must not overflow */
};

static int32_t plus(int32_t time_s, int32_t by_s)
{
    int32_t sum = time_s + by_s;
    return sum < TIME_CAP ? sum : TIME_CAP;
}

/* --- windows ------------------------------------------------------------------------------------------------------- */

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
            return core_later(arrive_s, window[i].open_s);
        last_s = latest_s;
    }
    if (last_s < 0) { /* too short, all of them */
        window += place->window_count - 1;
        last_s = latest_start(place, window);
        arrive_s = core_later(arrive_s, window->open_s);
    }
    *late_s = arrive_s - last_s;
    return arrive_s;
}

static bool has_usable_window(const struct core_problem *problem, const struct core_place *place)
{
    const struct core_window *window = problem->windows + place->window_first;
    for (uint32_t i = 0; i < place->window_count; i++)
        if (latest_start(place, &window[i]) >= window[i].open_s)
            return true;
    return !place->window_count;
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
        best_s = core_sooner(latest_s, bound_s);
    }
    return best_s;
}

/* --- the way ------------------------------------------------------------------------------------------------------- */

static uint32_t node_before(const struct core_way *way, uint32_t gap)
{
    return gap ? way->sequence[gap - 1] : way->route->start;
}

static uint32_t node_after(const struct core_way *way, uint32_t gap)
{
    return gap < way->count ? way->sequence[gap] : way->route->end;
}

int32_t core_way_leg(const struct core_way *way, uint32_t gap)
{
    int32_t leg_s = core_schedule_leg(way->problem, node_before(way, gap), node_after(way, gap));
    return !way->count && leg_s == CORE_NO_WAY ? 0 : leg_s;
}

/* The break in a gap that is entered at DEPART_S. False if its window is over. CORE_WAY_SOONEST: before setting off if it
 * is time, else on arrival, else half-way. */
static bool place_break(const struct core_way *way, int32_t depart_s, int32_t leg_s, struct core_stop *out)
{
    const struct core_route *route = way->route;
    int32_t arrive_s = depart_s, there_s = plus(depart_s, leg_s);
    bool early = depart_s < route->break_open_s;
    if (way->mode == CORE_WAY_BEHIND || (way->mode == CORE_WAY_SOONEST && early && there_s <= route->break_close_s))
        arrive_s = there_s;
    else if (way->mode != CORE_WAY_BEFORE && early)
        arrive_s = core_sooner(route->break_open_s, there_s);
    int32_t start_s = core_later(arrive_s, route->break_open_s);
    *out = (struct core_stop){CORE_BREAK, arrive_s, start_s, plus(start_s, route->break_s), 0};
    return start_s <= route->break_close_s;
}

static bool is_duty(const struct core_way *way, uint32_t place)
{
    const struct core_problem *q = way->problem;
    if (way->rules)
        return way->rules->duty[place];
    if (q->places[place].mandatory)
        return true;
    for (uint32_t i = 0; i < way->route->fixed_n; i++)
        if (q->given[q->given_first[way->route - q->routes] + i] == place)
            return true;
    return false;
}

static void add_lateness(const struct core_way *way, uint32_t index, int32_t late_s, struct core_way_point *point)
{
    const struct core_place *place = &way->problem->places[index];
    bool duty = is_duty(way, index);
    int32_t allowed_s = duty || has_usable_window(way->problem, place) ? core_sooner(late_s, place->late_s) : 0;
    point->late_price_ms += (int64_t)allowed_s * place->late_weight;
    if (duty)
        point->late_s += late_s - allowed_s;
    else
        point->never_late_s += late_s - allowed_s;
}

/* Serve the place behind GAP, reached at TIME_S; returns when it is left. Lateness is added to POINT. */
static int32_t serve(const struct core_way *way, uint32_t gap, int32_t time_s, struct core_way_point *point,
                     struct core_stop *out)
{
    uint32_t index = way->sequence[gap];
    const struct core_place *place = &way->problem->places[index];
    int32_t late_s, start_s = service_start(way->problem, place, time_s, &late_s);
    int32_t depart_s = plus(start_s, place->service_s);
    if (late_s > 0)
        add_lateness(way, index, late_s, point);
    if (out)
        *out = (struct core_stop){index, time_s, start_s, depart_s, late_s};
    return depart_s;
}

bool core_way_step(const struct core_way *way, struct core_way_point *point, struct core_stop *out)
{
    int32_t leg_s = core_way_leg(way, point->gap);
    if (leg_s == CORE_NO_WAY)
        return false;
    point->driving_s += leg_s;
    point->time_s = plus(point->time_s, leg_s);
    if (point->gap < way->count)
        point->time_s = serve(way, point->gap, point->time_s, point, out);
    point->gap++;
    return true;
}

bool core_way_go(const struct core_way *way, struct core_way_point *point, struct core_stop *out)
{
    int32_t time_s = point->time_s;
    struct core_stop *next = out ? out + point->gap : NULL;
    for (uint32_t gap = point->gap; gap <= way->count; gap++) {
        int32_t leg_s = core_way_leg(way, gap);
        if (leg_s == CORE_NO_WAY)
            return false;
        point->driving_s += leg_s;
        if (gap == way->gap) {
            struct core_stop rest;
            if (!place_break(way, time_s, leg_s, &rest))
                return false;
            leg_s -= rest.arrive_s - time_s;
            time_s = rest.depart_s;
            if (next)
                *next++ = rest;
        }
        time_s = plus(time_s, leg_s);
        if (gap == way->count)
            break;
        time_s = serve(way, gap, time_s, point, next);
        next = next ? next + 1 : NULL;
    }
    point->gap = way->count + 1;
    point->time_s = time_s;
    point->late_s += core_later(0, time_s - way->route->latest_s);
    return true;
}

int32_t core_way_latest_leave(const struct core_way *way, int32_t home_s)
{
    const struct core_route *route = way->route;
    int32_t by_s = home_s;
    uint32_t at = core_way_stops_n(way);
    for (uint32_t gap = way->count + 1; gap-- > 0;) {
        int32_t leg_s = core_way_leg(way, gap);
        if (gap == way->gap) {
            by_s -= way->mode == CORE_WAY_BEHIND ? 0 : leg_s;
            by_s = core_sooner(by_s - route->break_s, route->break_close_s);
            by_s -= way->mode == CORE_WAY_BEHIND ? leg_s : 0;
            at--;
        } else
            by_s -= leg_s;
        by_s = core_later(by_s, way->leave_s); /* it is, unless times are capped */
        if (gap == 0)
            break;
        const struct core_stop *stop = &way->stops[--at];
        const struct core_place *place = &way->problem->places[stop->place];
        by_s = stop->late_s > 0 ? stop->start_s : service_start_by(way->problem, place, by_s - place->service_s);
    }
    return by_s;
}
