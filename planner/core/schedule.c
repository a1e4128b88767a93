/* Everything starts as early as it can: times only grow with the time before them (the service start is a non-decreasing
 * function of the arrival), so no schedule of the same sequence and break is less late anywhere. What is left to choose is
 * where the break is had; a second pass, backwards, finds how late the route can leave. Where the price depends on the
 * times, every choice is priced on its own final times; else one walk for each gap that can matter is enough. */
#include "planner/core/schedule.h"

#include "planner/core/solve.h"

#include <stddef.h>

#define NO_GAP UINT32_MAX

enum {
    TIME_CAP = 1000000000 /* explaining an absurd sequence must not overflow */
};

/* Where in its gap the break is had. */
enum mode {
    SOONEST, /* wherever the next stop is reached soonest: for when that is all that counts */
    BEFORE,  /* at the stop before */
    BEHIND,  /* at the stop behind */
    ROAD     /* where on the road one is when the break's window opens */
};

/* A way through a sequence. Gap g is between stop g - 1 and stop g; gap 0 follows the start, gap count precedes the end. */
struct way {
    const struct core_problem *problem;
    const struct core_rules *rules; /* NULL: who is a duty follows from the sequence */
    const struct core_route *route;
    const uint32_t *sequence;
    uint32_t count;
    int32_t leave_s;
    uint32_t gap; /* of the break, or NO_GAP */
    enum mode mode;
    bool timed; /* the choice of the break depends on prices */
    struct core_stop *stops;
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

static int32_t sooner_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

int32_t core_schedule_leg(const struct core_problem *problem, uint32_t from, uint32_t to)
{
    return from == to ? 0 : problem->travel_s[(size_t)from * problem->nodes_n + to];
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
        best_s = sooner_of(latest_s, bound_s);
    }
    return best_s;
}

/* --- one way ------------------------------------------------------------------------------------------------------- */

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

/* The break in a gap that is entered at DEPART_S. False if its window is over. SOONEST: before setting off if it is time,
 * else on arrival, else half-way. */
static bool place_break(const struct way *way, int32_t depart_s, int32_t leg_s, struct core_stop *out)
{
    const struct core_route *route = way->route;
    int32_t arrive_s = depart_s, there_s = plus(depart_s, leg_s);
    bool early = depart_s < route->break_open_s;
    if (way->mode == BEHIND || (way->mode == SOONEST && early && there_s <= route->break_close_s))
        arrive_s = there_s;
    else if (way->mode != BEFORE && early)
        arrive_s = sooner_of(route->break_open_s, there_s);
    int32_t start_s = later_of(arrive_s, route->break_open_s);
    *out = (struct core_stop){CORE_BREAK, arrive_s, start_s, plus(start_s, route->break_s), 0};
    return start_s <= route->break_close_s;
}

static bool is_duty(const struct way *way, uint32_t place)
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

static void add_lateness(const struct way *way, uint32_t at, int32_t late_s, struct core_cost *cost)
{
    uint32_t index = way->sequence[at];
    const struct core_place *place = &way->problem->places[index];
    bool duty = is_duty(way, index);
    int32_t allowed_s = duty || has_usable_window(way->problem, place) ? sooner_of(late_s, place->late_s) : 0;
    cost->late_price_ms += (int64_t)allowed_s * place->late_weight;
    if (duty)
        cost->late_s += late_s - allowed_s;
    else
        cost->never_late_s += late_s - allowed_s;
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
            if (!place_break(way, time_s, leg_s, &rest))
                return false;
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
        if (late_s > 0)
            add_lateness(way, gap, late_s, cost);
        if (out)
            *out++ = (struct core_stop){way->sequence[gap], time_s, start_s, plus(start_s, place->service_s), late_s};
        time_s = plus(start_s, place->service_s);
    }
    cost->home_s = time_s;
    cost->late_s += later_of(0, time_s - way->route->latest_s);
    return true;
}

/* How late WAY, of which the stops are the times, can leave without any lateness or its end at HOME_S getting later. */
static int32_t latest_leave(const struct way *way, int32_t home_s)
{
    const struct core_route *route = way->route;
    int32_t by_s = home_s;
    uint32_t at = way->count + (way->gap != NO_GAP);
    for (uint32_t gap = way->count + 1; gap-- > 0;) {
        int32_t leg_s = leg_in_gap(way, gap);
        if (gap == way->gap) {
            by_s -= way->mode == BEHIND ? 0 : leg_s;
            by_s = sooner_of(by_s - route->break_s, route->break_close_s);
            by_s -= way->mode == BEHIND ? leg_s : 0;
            at--;
        } else
            by_s -= leg_s;
        if (gap == 0)
            break;
        const struct core_stop *stop = &way->stops[--at];
        const struct core_place *place = &way->problem->places[stop->place];
        by_s = stop->late_s > 0 ? stop->start_s : service_start_by(way->problem, place, by_s - place->service_s);
    }
    return later_of(by_s, way->leave_s);
}

/* --- prices -------------------------------------------------------------------------------------------------------- */

static bool has_amenity(const struct way *way, uint32_t place)
{
    return way->problem->places[place].amenities & way->route->break_amenities;
}

/* Is the break, in a gap left at DEPART_S, had elsewhere than where it is best had? */
static bool is_elsewhere(const struct way *way, const struct core_stop *rest, int32_t depart_s)
{
    bool before = way->gap > 0 && rest->arrive_s == depart_s && has_amenity(way, way->sequence[way->gap - 1]);
    bool behind = way->gap < way->count && rest->arrive_s - depart_s == leg_in_gap(way, way->gap) &&
                  has_amenity(way, way->sequence[way->gap]);
    return way->route->break_amenities && !before && !behind;
}

/* By how much the stretches between stops with NEED are too long. */
static int64_t excess(const struct way *way, const struct core_need *need, int64_t home_s)
{
    uint32_t n = way->count + (way->gap != NO_GAP);
    int64_t since_s = way->leave_s, sum_s = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct core_stop *stop = &way->stops[i];
        if (stop->place == CORE_BREAK || !(way->problem->places[stop->place].amenities & need->amenities))
            continue;
        if (stop->start_s - since_s > need->within_s)
            sum_s += stop->start_s - since_s - need->within_s;
        since_s = stop->depart_s;
    }
    if (home_s - since_s > need->within_s)
        sum_s += home_s - since_s - need->within_s;
    return sum_s;
}

/* What depends on the times in WAY's stops, and the price. */
static void add_prices(const struct way *way, struct core_cost *cost)
{
    const struct core_problem *q = way->problem;
    uint32_t n = way->count + (way->gap != NO_GAP);
    cost->leave_s = way->leave_s;
    cost->price_ms = cost->driving_s * q->driving_weight + cost->late_price_ms;
    for (uint32_t i = 0; i < n; i++)
        cost->waiting_s += way->stops[i].start_s - way->stops[i].arrive_s;
    cost->price_ms += cost->waiting_s * q->waiting_weight;
    for (uint32_t k = 0; k < q->needs_n; k++) {
        cost->need_s[k] = excess(way, &q->needs[k], cost->home_s);
        cost->price_ms += cost->need_s[k] * q->needs[k].weight;
    }
    if (way->gap == NO_GAP)
        return;
    cost->elsewhere =
        is_elsewhere(way, &way->stops[way->gap], way->gap ? way->stops[way->gap - 1].depart_s : way->leave_s);
    cost->price_ms += cost->elsewhere * way->route->break_elsewhere_s * 1000;
}

/* Leave as late as leaves the lateness and the end of WAY, a possible one, as they are, and price that. */
static void settle(struct way *way, struct core_cost *cost)
{
    int64_t missed = cost->missed;
    walk(way, way->stops, cost);
    way->leave_s = latest_leave(way, (int32_t)cost->home_s);
    walk(way, way->stops, cost);
    add_prices(way, cost);
    cost->missed = missed;
}

/* Changes of the given plan to be seen on the route; see core_problem.given. */
static int64_t count_changes(const struct way *way)
{
    const struct core_rules *rules = way->rules;
    uint32_t route = (uint32_t)(way->route - way->problem->routes), before = CORE_NOWHERE;
    int64_t changes = 0;
    for (uint32_t i = 0; i < way->count; i++) {
        uint32_t place = way->sequence[i];
        if (rules->given_route[place] != route) {
            changes++;
            continue;
        }
        changes += before != CORE_NOWHERE && rules->given_at[place] < before;
        before = rules->given_at[place];
    }
    return changes;
}

/* --- the choice ---------------------------------------------------------------------------------------------------- */

static int compare(const struct core_cost *a, const struct core_cost *b)
{
    if (a->never_late_s != b->never_late_s)
        return a->never_late_s < b->never_late_s ? -1 : 1;
    if (a->late_s != b->late_s)
        return a->late_s < b->late_s ? -1 : 1;
    if (a->missed != b->missed)
        return a->missed < b->missed ? -1 : 1;
    if (a->price_ms != b->price_ms)
        return a->price_ms < b->price_ms ? -1 : 1;
    return a->home_s < b->home_s ? -1 : a->home_s > b->home_s;
}

static void try_way(struct way *best, struct core_cost *cost, int32_t leave_s, uint32_t gap, enum mode mode)
{
    struct way way = *best;
    struct core_cost its;
    way.leave_s = leave_s;
    way.gap = gap;
    way.mode = mode;
    if (!walk(&way, NULL, &its))
        return;
    if (way.timed && its.never_late_s <= cost->never_late_s && its.late_s <= cost->late_s)
        settle(&way, &its);
    if (compare(&its, cost) >= 0)
        return;
    *best = way;
    *cost = its;
}

/* The ways to have the break in GAP, entered at TIME_S. */
static void try_modes(struct way *best, struct core_cost *cost, uint32_t gap, int32_t time_s)
{
    const struct core_route *route = best->route;
    bool early = time_s < route->break_open_s;
    if (!early)
        try_way(best, cost, route->earliest_s, gap, BEFORE);
    try_way(best, cost, route->earliest_s, gap, BEHIND);
    if (early) {
        try_way(best, cost, route->earliest_s, gap, ROAD); /* perhaps on leaving later only */
        try_way(best, cost, route->earliest_s, gap, BEFORE);
    }
}

/* The departure of stop AT, left for at TIME_S. */
static int32_t pass(const struct way *way, uint32_t at, int32_t time_s)
{
    const struct core_place *place = &way->problem->places[way->sequence[at]];
    int32_t late_s, arrive_s = plus(time_s, leg_in_gap(way, at));
    return plus(service_start(way->problem, place, arrive_s, &late_s), place->service_s);
}

/* Every gap that is entered by the close of the break's window, and every mode. */
static void try_all_gaps(struct way *best, struct core_cost *cost)
{
    int32_t time_s = best->route->earliest_s;
    for (uint32_t gap = 0; gap <= best->count && time_s <= best->route->break_close_s; gap++) {
        try_modes(best, cost, gap, time_s);
        if (gap < best->count)
            time_s = pass(best, gap, time_s);
    }
}

/* The gaps worth trying if only the end counts: not before the last one that is entered by the opening of the break's
 * window, as it is no worse than any before it; and none that is entered after the close. Entered without a break before,
 * that is. */
static void try_gaps(struct way *best, struct core_cost *cost)
{
    const struct core_route *route = best->route;
    int32_t time_s = route->earliest_s;
    uint32_t first = 0, end;
    for (end = 0; end <= best->count && time_s <= route->break_close_s; end++) {
        if (time_s <= route->break_open_s)
            first = end;
        if (end < best->count)
            time_s = pass(best, end, time_s);
    }
    for (uint32_t gap = first; gap < end; gap++)
        try_way(best, cost, route->earliest_s, gap, SOONEST);
}

static bool has_late_price(const struct way *way)
{
    for (uint32_t i = 0; i < way->count; i++) {
        const struct core_place *place = &way->problem->places[way->sequence[i]];
        if (place->late_s > 0 && place->late_weight > 0)
            return true;
    }
    return false;
}

/* Does the price of having the break here or there depend on more than when the route is at its end? */
static bool is_timed(const struct way *way)
{
    const struct core_problem *q = way->problem;
    if (way->rules && !way->rules->timed)
        return false;
    if (q->waiting_weight || (way->route->break_amenities && way->route->break_elsewhere_s))
        return true;
    for (uint32_t k = 0; k < q->needs_n; k++)
        if (q->needs[k].weight)
            return true;
    return has_late_price(way);
}

/* Choose where the break is had in BEST, which has none yet. */
static bool choose_break(struct way *best, struct core_cost *cost)
{
    const struct core_route *route = best->route;
    if (!walk(best, NULL, cost))
        return false;
    if (route->break_s == 0 || route->earliest_s > route->break_close_s || cost->home_s <= route->break_close_s)
        return true;
    best->timed = is_timed(best);
    if (best->timed)
        settle(best, cost);
    cost->missed = 1;
    if (route->earliest_s <= route->break_open_s)
        try_way(best, cost, route->break_open_s + route->break_s, NO_GAP, SOONEST);
    if (best->timed)
        try_all_gaps(best, cost);
    else
        try_gaps(best, cost);
    return true;
}

static struct way way_of(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count)
{
    const struct core_route *its = &rules->problem->routes[route];
    return (struct way){.problem = rules->problem,
                        .rules = rules,
                        .route = its,
                        .sequence = sequence,
                        .count = count,
                        .leave_s = its->earliest_s,
                        .gap = NO_GAP,
                        .stops = rules->stops};
}

static void add_changes(const struct way *way, struct core_cost *cost)
{
    if (!way->problem->given)
        return;
    cost->changes = count_changes(way);
    cost->price_ms += cost->changes * way->problem->change_s * 1000;
}

bool core_schedule_cost(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct core_cost *cost)
{
    struct way way = way_of(rules, route, sequence, count);
    if (!choose_break(&way, cost))
        return false;
    if (rules->timed && !way.timed)
        settle(&way, cost);
    if (!rules->timed)
        cost->price_ms = cost->driving_s * way.problem->driving_weight;
    add_changes(&way, cost);
    return true;
}

uint32_t core_schedule_full(const struct core_rules *rules, uint32_t route, const uint32_t *sequence, uint32_t count,
                            struct core_stop *stops, struct core_cost *cost)
{
    struct way way = way_of(rules, route, sequence, count);
    way.stops = stops;
    if (!choose_break(&way, cost)) {
        *cost = (struct core_cost){0};
        return 0;
    }
    settle(&way, cost);
    add_changes(&way, cost);
    return count + (way.gap != NO_GAP);
}

uint32_t core_schedule(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count,
                       struct core_stop *out, int64_t *late_s, int32_t *leave_s, int32_t *home_s, int64_t *driving_s)
{
    const struct core_route *its = &problem->routes[route];
    struct way way = {.problem = problem,
                      .route = its,
                      .sequence = sequence,
                      .count = count,
                      .leave_s = its->earliest_s,
                      .gap = NO_GAP,
                      .stops = out};
    struct core_cost cost;
    *late_s = 0;
    *leave_s = *home_s = 0;
    *driving_s = CORE_NO_WAY;
    if (!choose_break(&way, &cost))
        return 0;
    *late_s = cost.never_late_s + cost.late_s + cost.missed * its->break_s;
    *home_s = (int32_t)cost.home_s;
    *driving_s = cost.driving_s;
    walk(&way, out, &cost);
    way.leave_s = latest_leave(&way, *home_s);
    walk(&way, out, &cost);
    *leave_s = way.leave_s;
    return count + (way.gap != NO_GAP);
}
