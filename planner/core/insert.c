#include "planner/core/insert.h"

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static int32_t larger(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

/* From departures DEP_N and DEP_T over LEG_S: the arrivals, the break being had in the gap if that is sooner. */
struct arrival {
    int32_t n, t;
};

static struct arrival arrive(const struct core_lane *lane, int32_t dep_n, int32_t dep_t, int32_t leg_s)
{
    struct arrival arrival = {dep_n + leg_s, dep_t + leg_s};
    if (lane->breaking && dep_n <= lane->break_close_s)
        arrival.t = smaller(arrival.t, larger(arrival.n, lane->break_open_s) + lane->break_s);
    return arrival;
}

static int32_t depart(const struct core_model *model, uint32_t place, int32_t arrive_s)
{
    int32_t start_s = core_model_start(model, place, arrive_s);
    return start_s < CORE_NO_WAY ? start_s + model->service_s[place] : CORE_NO_WAY;
}

/* The arrivals at position NEXT behind PLACE, which comes behind AT. */
static struct arrival arrive_behind(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t next,
                                    uint32_t place)
{
    const struct core_model *model = tour->model;
    const struct core_lane *lane = &model->lanes[route];
    const struct core_track *track = &tour->tracks[route];
    int32_t to_s = core_model_leg(model, track->node[at], place);
    int32_t from_s = core_model_leg(model, place, track->node[next]);
    struct arrival there = arrive(lane, track->dep_n[at], track->dep_t[at], to_s);
    int32_t dep_n = lane->breaking ? depart(model, place, there.n) : CORE_NO_WAY;
    return arrive(lane, dep_n, depart(model, place, there.t), from_s);
}

bool core_insert_in_time(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t next, uint32_t place)
{
    const struct core_track *track = &tour->tracks[route];
    struct arrival then = arrive_behind(tour, route, at, next, place);
    return then.t <= track->lim_t[next] || then.n <= track->lim_n[next];
}

static bool detour_kept(const struct core_model *model, uint32_t before, uint32_t place, uint32_t after)
{
    int64_t extra_s = (int64_t)core_model_leg(model, before, place) + core_model_leg(model, place, after) -
                      core_model_leg(model, before, after);
    return !model->optional[place] || extra_s <= model->max_detour_s;
}

bool core_insert_within_limits(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t place,
                               int32_t extra_s)
{
    const struct core_model *model = tour->model;
    const struct core_lane *lane = &model->lanes[route];
    const struct core_track *track = &tour->tracks[route];
    uint32_t optional_n = track->optional_n + model->optional[place];
    if (optional_n > 0 && (track->driving_s + extra_s > lane->max_driving_s || optional_n > lane->max_optional))
        return false;
    if (!model->detour_limited)
        return true;
    uint32_t before = track->node[at], after = track->node[at + 1];
    return detour_kept(model, before, place, after) &&
           (at == 0 || detour_kept(model, track->node[at - 1], before, place)) &&
           (at == track->n || detour_kept(model, place, after, track->node[at + 2]));
}

/* The first position from which PLACE can be followed by the next in time: lim grows along the route. */
static uint32_t first_behind(const struct core_track *track, int32_t ready_s)
{
    uint32_t low = 0, high = track->n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (larger(track->lim_t[middle + 1], track->lim_n[middle + 1]) < ready_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void offer(const struct core_tour *tour, struct core_slot slot, uint32_t place, struct core_slot *best)
{
    if ((best->route == CORE_UNSERVED || slot.shift_s < best->shift_s) &&
        core_insert_within_limits(tour, slot.route, slot.at, place, slot.extra_s))
        *best = slot;
}

void core_insert_try(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t place, struct core_slot *best)
{
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    struct arrival then = arrive_behind(tour, route, at, at + 1, place);
    bool taken = then.t <= track->lim_t[at + 1];
    if (!taken && then.n > track->lim_n[at + 1])
        return;
    struct arrival now = arrive(&model->lanes[route], track->dep_n[at], track->dep_t[at], track->leg_s[at]);
    int32_t extra_s = core_model_leg(model, track->node[at], place) +
                      core_model_leg(model, place, track->node[at + 1]) - track->leg_s[at];
    bool by_taken = taken && now.t < CORE_NO_WAY;
    offer(tour, (struct core_slot){route, at, extra_s, by_taken ? then.t - now.t : then.n - now.n}, place, best);
}

static void improve_with_break(const struct core_tour *tour, uint32_t route, uint32_t place, struct core_slot *best)
{
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    uint32_t at = first_behind(track, model->open_s[place] + model->service_s[place]);
    for (; at <= track->n && smaller(track->dep_n[at], track->dep_t[at]) <= model->latest_s[place]; at++)
        core_insert_try(tour, route, at, place, best);
}

/* For routes without a break: the innermost loop of the search, so the state before the break is left out and the tests
 * are joined into one that is nearly always the same. */
static void improve_plain(const struct core_tour *tour, uint32_t route, uint32_t place, struct core_slot *best)
{
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    const int32_t *in_s = model->in_s + place * model->in_row, *out_s = model->out_s + place * model->nodes_n;
    const int32_t *dep_s = track->dep_t, *lim_s = track->lim_t, *leg_s = track->leg_s;
    const int32_t open_s = model->open_s[place], latest_s = model->latest_s[place], service_s = model->service_s[place];
    const bool one_span = model->span_first[place + 1] - model->span_first[place] == 1;
    int32_t least_s = best->route == CORE_UNSERVED ? INT32_MAX : best->shift_s;
    for (uint32_t at = first_behind(track, open_s + service_s); at <= track->n && dep_s[at] <= latest_s; at++) {
        int32_t to_s = in_s[track->node[at] * model->in_step], from_s = out_s[track->node[at + 1]];
        int32_t arrive_s = dep_s[at] + to_s;
        int32_t start_s = one_span ? larger(arrive_s, open_s) : core_model_start(model, place, arrive_s);
        int32_t then_s = start_s + service_s + from_s, shift_s = then_s - dep_s[at] - leg_s[at];
        if ((arrive_s > latest_s) | (then_s > lim_s[at + 1]) | (shift_s >= least_s))
            continue;
        offer(tour, (struct core_slot){route, at, to_s + from_s - leg_s[at], shift_s}, place, best);
        least_s = best->route == CORE_UNSERVED ? INT32_MAX : best->shift_s;
    }
}

void core_insert_improve_slot(const struct core_tour *tour, uint32_t route, uint32_t place, struct core_slot *best)
{
    if (tour->model->lanes[route].breaking)
        improve_with_break(tour, route, place, best);
    else
        improve_plain(tour, route, place, best);
}

struct core_slot core_insert_best_slot(const struct core_tour *tour, uint32_t place, uint64_t routes)
{
    struct core_slot best = {.route = CORE_UNSERVED};
    for (uint32_t r = 0; r < tour->model->routes_n; r++)
        if ((tour->model->routes[place] & routes) >> r & 1)
            core_insert_improve_slot(tour, r, place, &best);
    return best;
}
