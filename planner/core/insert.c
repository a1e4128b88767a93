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

/* Are the limits kept if PLACE goes behind AT of ROUTE, adding EXTRA_S of driving? */
static bool within_limits(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t place,
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

static void offer(const struct core_tour *tour, const struct core_seeker *seeker, struct core_slot slot,
                  struct core_slot *best)
{
    if (slot.extra_s <= seeker->most_extra_s && (best->route == CORE_UNSERVED || slot.cost_s < best->cost_s) &&
        within_limits(tour, slot.route, slot.at, seeker->place, slot.extra_s))
        *best = slot;
}

void core_insert_try(const struct core_tour *tour, const struct core_seeker *seeker, uint32_t route, uint32_t at,
                     struct core_slot *best)
{
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    struct arrival then = arrive_behind(tour, route, at, at + 1, seeker->place);
    bool taken = then.t <= track->lim_t[at + 1];
    if (!taken && then.n > track->lim_n[at + 1])
        return;
    struct arrival now = arrive(&model->lanes[route], track->dep_n[at], track->dep_t[at], track->leg_s[at]);
    int32_t extra_s = core_model_leg(model, track->node[at], seeker->place) +
                      core_model_leg(model, seeker->place, track->node[at + 1]) - track->leg_s[at];
    int32_t shift_s = taken && now.t < CORE_NO_WAY ? then.t - now.t : then.n - now.n;
    int32_t cost_s = model->weight ? shift_s + extra_s : shift_s;
    offer(tour, seeker, (struct core_slot){route, at, extra_s, shift_s, cost_s}, best);
}

static void search_with_break(const struct core_tour *tour, const struct core_seeker *seeker, uint32_t route,
                              struct core_slot *best)
{
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    const uint32_t place = seeker->place;
    const int32_t *in_s = model->in_s + place * model->in_row, *out_s = model->out_s + place * model->nodes_n;
    const int32_t latest_s = model->latest_s[place];
    uint32_t at = first_behind(track, model->open_s[place] + model->service_s[place]);
    for (; at <= track->n && smaller(track->dep_n[at], track->dep_t[at]) <= latest_s; at++)
        if (in_s[track->node[at] * model->in_step] + out_s[track->node[at + 1]] - track->leg_s[at] <= seeker->most_extra_s)
            core_insert_try(tour, seeker, route, at, best);
}

/* For routes without a break: the innermost loop of the search, so the state before the break is left out and the tests
 * are joined into one that is nearly always the same. */
static void search_plain(const struct core_tour *tour, const struct core_seeker *seeker, uint32_t route,
                         struct core_slot *best)
{
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    const uint32_t place = seeker->place;
    const int32_t *in_s = model->in_s + place * model->in_row, *out_s = model->out_s + place * model->nodes_n;
    const int32_t *dep_s = track->dep_t, *lim_s = track->lim_t, *leg_s = track->leg_s;
    const int32_t open_s = model->open_s[place], latest_s = model->latest_s[place], service_s = model->service_s[place];
    const bool one_span = model->span_first[place + 1] - model->span_first[place] == 1, weighted = model->weight > 0;
    int32_t least_s = best->route == CORE_UNSERVED ? INT32_MAX : best->cost_s;
    for (uint32_t at = first_behind(track, open_s + service_s); at <= track->n && dep_s[at] <= latest_s; at++) {
        int32_t to_s = in_s[track->node[at] * model->in_step], from_s = out_s[track->node[at + 1]];
        int32_t arrive_s = dep_s[at] + to_s;
        int32_t start_s = one_span ? larger(arrive_s, open_s) : core_model_start(model, place, arrive_s);
        int32_t then_s = start_s + service_s + from_s, shift_s = then_s - dep_s[at] - leg_s[at];
        int32_t extra_s = to_s + from_s - leg_s[at], cost_s = weighted ? shift_s + extra_s : shift_s;
        if ((arrive_s > latest_s) | (then_s > lim_s[at + 1]) | (cost_s >= least_s) | (extra_s > seeker->most_extra_s))
            continue;
        offer(tour, seeker, (struct core_slot){route, at, extra_s, shift_s, cost_s}, best);
        least_s = best->route == CORE_UNSERVED ? INT32_MAX : best->cost_s;
    }
}

struct core_slot core_insert_best_slot(const struct core_tour *tour, const struct core_seeker *seeker)
{
    struct core_slot best = {.route = CORE_UNSERVED};
    uint64_t routes = tour->model->routes[seeker->place] & seeker->routes;
    for (uint32_t r = 0; r < tour->model->routes_n; r++) {
        if (!(routes >> r & 1))
            continue;
        if (tour->model->lanes[r].breaking)
            search_with_break(tour, seeker, r, &best);
        else
            search_plain(tour, seeker, r, &best);
    }
    return best;
}
