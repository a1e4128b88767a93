/* Forward and backward times (Savelsbergh 1992; Vansteenwegen et al. 2009), in a state for the time before the break and one
 * for that after it; see the header. */
#include "planner/core/tour.h"

#include "planner/core/schedule.h"
#include "planner/core/sooner.h"

#include <string.h>

static struct core_track carve_track(size_t room, const struct core_problem *problem, struct core_carve *carve)
{
    struct core_track track = {
        .node = core_carve_array(carve, room, sizeof(uint32_t)),
        .leg_s = core_carve_array(carve, room, sizeof(int32_t)),
        .arr_n = core_carve_array(carve, room, sizeof(int32_t)),
        .arr_t = core_carve_array(carve, room, sizeof(int32_t)),
        .dep_n = core_carve_array(carve, room, sizeof(int32_t)),
        .dep_t = core_carve_array(carve, room, sizeof(int32_t)),
        .lim_n = core_carve_array(carve, room, sizeof(int32_t)),
        .lim_t = core_carve_array(carve, room, sizeof(int32_t)),
    };
    core_guess_init(&track.guess, room, problem, carve);
    return track;
}

void core_tour_init(struct core_tour *tour, const struct core_model *model, struct core_carve *carve)
{
    size_t n = model->places_n;
    tour->model = model;
    tour->tracks = core_carve_array(carve, model->routes_n, sizeof(struct core_track));
    tour->route = core_carve_array(carve, n, sizeof(uint32_t));
    tour->at = core_carve_array(carve, n, sizeof(uint32_t));
    for (uint32_t r = 0; r < model->routes_n; r++) {
        struct core_track track = carve_track(n + 2, model->problem, carve);
        if (carve->block)
            tour->tracks[r] = track;
    }
}

void core_tour_write(struct core_tour *tour, uint32_t route, const uint32_t *sequence, uint32_t count)
{
    struct core_track *track = &tour->tracks[route];
    const struct core_lane *lane = &tour->model->lanes[route];
    for (uint32_t p = 1; p <= track->n; p++)
        if (tour->route[track->node[p]] == route)
            tour->route[track->node[p]] = CORE_UNSERVED;
    track->n = count;
    track->node[0] = lane->start;
    track->node[count + 1] = lane->end;
    memcpy(track->node + 1, sequence, count * sizeof *sequence);
    for (uint32_t p = 1; p <= count; p++)
        tour->route[track->node[p]] = route;
}

static int32_t departure(const struct core_model *model, uint32_t place, int32_t arrive_s)
{
    int32_t start_s = core_model_start(model, place, arrive_s);
    return start_s < CORE_NO_WAY ? start_s + model->service_s[place] : CORE_NO_WAY;
}

/* Arrivals and departures in both states, from the start on. */
static void go_forwards(const struct core_model *model, const struct core_lane *lane, struct core_track *track)
{
    bool early = lane->earliest_s <= lane->break_open_s;
    track->arr_n[0] = track->dep_n[0] = lane->breaking ? lane->earliest_s : CORE_NO_WAY;
    track->dep_t[0] = !lane->breaking ? lane->earliest_s : early ? lane->break_open_s + lane->break_s : CORE_NO_WAY;
    track->arr_t[0] = track->dep_t[0];
    for (uint32_t p = 0; p <= track->n; p++) {
        struct core_arrival there = core_tour_arrive(lane, track->dep_n[p], track->dep_t[p], track->leg_s[p]);
        track->arr_n[p + 1] = there.n;
        track->arr_t[p + 1] = there.t;
        if (p == track->n)
            break;
        track->dep_t[p + 1] = departure(model, track->node[p + 1], there.t);
        track->dep_n[p + 1] = lane->breaking ? departure(model, track->node[p + 1], there.n) : CORE_NO_WAY;
    }
}

/* The latest departure into the leg at P without the break, if it is to be had later or in this gap. */
static int32_t latest_departure_n(const struct core_lane *lane, const struct core_track *track, uint32_t p)
{
    int32_t later = track->lim_n[p + 1] - track->leg_s[p], here = -1;
    if (lane->break_open_s + lane->break_s <= track->lim_t[p + 1])
        here = core_sooner(lane->break_close_s, track->lim_t[p + 1] - lane->break_s - track->leg_s[p]);
    return core_later(later, here);
}

/* Latest arrivals in both states, from the end on; at the start, latest departures. */
static void go_backwards(const struct core_model *model, const struct core_lane *lane, struct core_track *track)
{
    uint32_t end = track->n + 1;
    track->lim_t[end] = lane->latest_s;
    track->lim_n[end] = lane->breaking ? core_sooner(lane->latest_s, lane->break_close_s) : -1;
    for (uint32_t p = track->n; p >= 1; p--) {
        uint32_t place = track->node[p];
        int32_t service_s = model->service_s[place];
        track->lim_t[p] = core_model_start_by(model, place, track->lim_t[p + 1] - track->leg_s[p] - service_s);
        track->lim_n[p] = -1;
        if (lane->breaking)
            track->lim_n[p] = core_model_start_by(model, place, latest_departure_n(lane, track, p) - service_s);
    }
    track->lim_t[0] = track->lim_t[1] - track->leg_s[0];
    track->lim_n[0] = lane->breaking ? latest_departure_n(lane, track, 0) : -1;
}

static void sum_up(struct core_tour *tour, uint32_t route)
{
    const struct core_model *model = tour->model;
    struct core_track *track = &tour->tracks[route];
    track->driving_s = track->prize = 0;
    track->optional_n = track->released_n = 0;
    for (uint32_t p = 0; p <= track->n; p++) {
        int32_t leg_s = core_model_leg(model, track->node[p], track->node[p + 1]);
        leg_s = track->n == 0 && leg_s == CORE_NO_WAY ? 0 : leg_s; /* nothing to drive for */
        track->leg_s[p] = leg_s;
        track->driving_s += leg_s;
        if (p == 0)
            continue;
        tour->at[track->node[p]] = p;
        track->prize += model->prize[track->node[p]];
        track->optional_n += model->optional[track->node[p]];
        track->released_n += model->released[track->node[p]];
    }
}

bool core_tour_refresh(struct core_tour *tour, uint32_t route)
{
    struct core_track *track = &tour->tracks[route];
    sum_up(tour, route);
    go_forwards(tour->model, &tour->model->lanes[route], track);
    go_backwards(tour->model, &tour->model->lanes[route], track);
    track->changed = true;
    track->priced = false;
    if (track->dep_t[0] > track->lim_t[0] && track->dep_n[0] > track->lim_n[0])
        return false;
    if (tour->model->rich)
        core_guess_fill(tour, route);
    return true;
}

bool core_tour_load(struct core_tour *tour, const struct core_sketch *sketch)
{
    bool feasible = true;
    for (uint32_t i = 0; i < tour->model->places_n; i++)
        tour->route[i] = CORE_UNSERVED;
    for (uint32_t r = 0; r < sketch->routes_n; r++) {
        tour->tracks[r].n = 0;
        core_tour_write(tour, r, core_sketch_route(sketch, r), core_sketch_count(sketch, r));
        feasible = core_tour_refresh(tour, r) && feasible;
    }
    return feasible;
}

void core_tour_save(const struct core_tour *tour, struct core_sketch *sketch)
{
    uint32_t *next = sketch->places;
    sketch->first[0] = 0;
    for (uint32_t r = 0; r < sketch->routes_n; r++) {
        struct core_track *track = &tour->tracks[r];
        memcpy(next, track->node + 1, track->n * sizeof *next);
        next += track->n;
        sketch->first[r + 1] = sketch->first[r] + track->n;
        track->saved = *core_tour_price(tour, r);
        track->changed = false;
    }
}

void core_tour_restore(struct core_tour *tour, const struct core_sketch *sketch)
{
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        if (tour->tracks[r].changed)
            core_tour_write(tour, r, core_sketch_route(sketch, r), core_sketch_count(sketch, r));
    /* A place may have been written off by the route it had moved to, after its own had claimed it. */
    for (uint32_t r = 0; r < sketch->routes_n; r++) {
        struct core_track *track = &tour->tracks[r];
        if (!track->changed)
            continue;
        for (uint32_t p = 1; p <= track->n; p++)
            tour->route[track->node[p]] = r;
        core_tour_refresh(tour, r);
        track->changed = false;
        core_tour_set_price(tour, r, &track->saved);
    }
}

void core_tour_insert(struct core_tour *tour, uint32_t route, uint32_t at, uint32_t place)
{
    struct core_track *track = &tour->tracks[route];
    memmove(track->node + at + 2, track->node + at + 1, (track->n + 1 - at) * sizeof *track->node);
    track->node[at + 1] = place;
    track->n++;
    tour->route[place] = route;
    core_tour_refresh(tour, route);
}

void core_tour_cut(struct core_tour *tour, uint32_t route, uint32_t first, uint32_t last)
{
    struct core_track *track = &tour->tracks[route];
    for (uint32_t p = first; p <= last; p++)
        tour->route[track->node[p]] = CORE_UNSERVED;
    memmove(track->node + first, track->node + last + 1, (track->n + 1 - last) * sizeof *track->node);
    track->n -= last + 1 - first;
    track->changed = true;
}

bool core_tour_price_of(const struct core_tour *tour, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct core_price *price)
{
    struct core_cost cost;
    if (!core_schedule_cost(tour->model->rules, route, sequence, count, &cost) || cost.never_late_s > 0)
        return false;
    *price = (struct core_price){cost.price_ms, cost.late_s, cost.missed, cost.elsewhere > 0, (int32_t)cost.leave_s};
    return true;
}

const struct core_price *core_tour_price(const struct core_tour *tour, uint32_t route)
{
    struct core_track *track = &tour->tracks[route];
    if (track->priced)
        return &track->price;
    track->priced = true;
    if (!tour->model->rich)
        track->price = (struct core_price){.price_ms = track->driving_s * tour->model->weight};
    else if (!core_tour_price_of(tour, route, track->node + 1, track->n, &track->price))
        track->price = (struct core_price){.late_s = INT32_MAX};
    return &track->price;
}

void core_tour_set_price(struct core_tour *tour, uint32_t route, const struct core_price *price)
{
    tour->tracks[route].price = *price;
    tour->tracks[route].priced = true;
}

struct core_standing core_tour_standing(const struct core_tour *tour)
{
    struct core_standing sum = {0};
    for (uint32_t r = 0; r < tour->model->routes_n; r++) {
        const struct core_price *price = core_tour_price(tour, r);
        sum.released_n += tour->tracks[r].released_n;
        sum.late_s += price->late_s;
        sum.missed += price->missed;
        sum.value += tour->tracks[r].prize - price->price_ms;
    }
    return sum;
}

int core_tour_compare(const struct core_standing *a, const struct core_standing *b)
{
    const int64_t difference[] = {b->released_n - a->released_n, a->late_s - b->late_s, a->missed - b->missed,
                                  b->value - a->value};
    for (int i = 0; i < 4; i++)
        if (difference[i] != 0)
            return difference[i] < 0 ? -1 : 1;
    return 0;
}

bool core_tour_is_later(const struct core_price *now, const struct core_price *before)
{
    return now->late_s > before->late_s || (now->late_s == before->late_s && now->missed > before->missed);
}

struct core_where core_tour_where(const struct core_tour *tour)
{
    return (struct core_where){tour->route, tour->at};
}

bool core_tour_limits_kept(const struct core_tour *tour, uint32_t route)
{
    const struct core_model *model = tour->model;
    const struct core_lane *lane = &model->lanes[route];
    const struct core_track *track = &tour->tracks[route];
    if (track->optional_n && (track->driving_s > lane->max_driving_s || track->optional_n > lane->max_optional))
        return false;
    for (uint32_t p = 1; p <= track->n && model->detour_limited; p++) {
        int32_t direct_s = core_model_leg(model, track->node[p - 1], track->node[p + 1]);
        if (model->optional[track->node[p]] &&
            (int64_t)track->leg_s[p - 1] + track->leg_s[p] - direct_s > model->max_detour_s)
            return false;
    }
    return true;
}
