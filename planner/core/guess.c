/* Waiting by pieces of a route, as Vidal et al. (2013) join them; see the header. */
#include "planner/core/guess.h"

#include "planner/core/sooner.h"
#include "planner/core/tour.h"

/* Sums stay within CORE_NO_WAY: a route that is being taken apart may have several legs that cannot be driven. */
static int32_t add(int32_t a, int32_t b)
{
    return core_sooner(a + b, CORE_NO_WAY);
}

void core_guess_init(struct core_guess *guess, size_t room, const struct core_problem *problem,
                     struct core_carve *carve)
{
    guess->start_s = core_carve_array(carve, room, sizeof(int32_t));
    guess->spent_s = core_carve_array(carve, room, sizeof(int32_t));
    guess->home_s = core_carve_array(carve, room, sizeof(int32_t));
    guess->leave_by_s = core_carve_array(carve, room, sizeof(int32_t));
    guess->free_s = core_carve_array(carve, room, sizeof(int32_t));
    guess->late_weight = core_carve_array(carve, room, sizeof(int64_t));
    guess->given_before = core_carve_array(carve, problem->given ? room : 0, sizeof(uint32_t));
    guess->given_after = core_carve_array(carve, problem->given ? room : 0, sizeof(uint32_t));
    for (uint32_t k = 0; k < problem->needs_n; k++) {
        guess->last_s[k] = core_carve_array(carve, room, sizeof(int32_t));
        guess->next_s[k] = core_carve_array(carve, room, sizeof(int32_t));
        guess->way_s[k] = core_carve_array(carve, room, sizeof(int32_t));
    }
}

/* --- filling ------------------------------------------------------------------------------------------------------- */

/* The departure from P in the state that is likely: the break is not had before its window opens, unless it has to be. */
static int32_t likely_departure(const struct core_lane *lane, const struct core_track *track, uint32_t p)
{
    if (!lane->breaking || track->dep_n[p] >= CORE_NO_WAY)
        return track->dep_t[p];
    return track->dep_n[p] > lane->break_open_s && track->dep_t[p] < CORE_NO_WAY ? track->dep_t[p] : track->dep_n[p];
}

static const struct core_span *span_at(const struct core_model *model, uint32_t place, int32_t start_s)
{
    const struct core_span *span = &model->spans[model->span_first[place]];
    const struct core_span *last = &model->spans[model->span_first[place + 1] - 1];
    while (span < last && start_s > span->latest_s)
        span++;
    return span;
}

static void fill_forwards(const struct core_model *model, const struct core_lane *lane, struct core_track *track)
{
    struct core_guess *guess = &track->guess;
    guess->spent_s[0] = 0;
    guess->leave_by_s[0] = CORE_NO_WAY;
    guess->start_s[0] = lane->earliest_s;
    for (uint32_t p = 1; p <= track->n; p++) {
        uint32_t place = track->node[p];
        int32_t service_s = model->service_s[place], before_s = add(guess->spent_s[p - 1], track->leg_s[p - 1]);
        int32_t start_s = likely_departure(lane, track, p) - service_s;
        guess->start_s[p] = start_s;
        guess->spent_s[p] = add(before_s, service_s);
        guess->leave_by_s[p] =
            core_sooner(guess->leave_by_s[p - 1], span_at(model, place, start_s)->latest_s - before_s);
    }
    guess->spent_s[track->n + 1] = add(guess->spent_s[track->n], track->leg_s[track->n]);
}

/* Driving and service from the arrival at P until home. */
static int32_t way_home(const struct core_model *model, const struct core_track *track, uint32_t p)
{
    const int32_t *spent_s = track->guess.spent_s;
    return spent_s[track->n + 1] - spent_s[p] + (p <= track->n ? model->service_s[track->node[p]] : 0);
}

static void fill_backwards(const struct core_model *model, struct core_track *track, int32_t latest_s)
{
    struct core_guess *guess = &track->guess;
    uint32_t end = track->n + 1;
    guess->home_s[end] = 0;
    guess->free_s[end] = model->lenient ? latest_s : CORE_NO_WAY;
    guess->late_weight[end] = model->lenient ? (int64_t)CORE_WEIGHT_MAX * 1000 : 0;
    for (uint32_t p = track->n; p >= 1; p--) {
        uint32_t place = track->node[p];
        int32_t open_s = span_at(model, place, guess->start_s[p])->open_s;
        int64_t weight = model->latest_s[place] > model->free_s[place] ? model->late_weight[place] : 0;
        guess->home_s[p] = core_later(open_s + way_home(model, track, p), guess->home_s[p + 1]);
        guess->free_s[p] = core_later(guess->free_s[p + 1] - track->leg_s[p] - model->service_s[place], -CORE_NO_WAY);
        if (weight)
            guess->free_s[p] = core_sooner(guess->free_s[p], model->free_s[place]);
        guess->late_weight[p] = weight > guess->late_weight[p + 1] ? weight : guess->late_weight[p + 1];
    }
}

static bool meets(const struct core_model *model, uint32_t place, uint32_t need)
{
    return model->problem->places[place].amenities & model->problem->needs[need].amenities;
}

static void fill_need(const struct core_model *model, struct core_track *track, uint32_t need)
{
    struct core_guess *guess = &track->guess;
    int32_t *last_s = guess->last_s[need], *next_s = guess->next_s[need], *way_s = guess->way_s[need];
    uint32_t end = track->n + 1;
    last_s[0] = -1;
    for (uint32_t p = 1; p <= track->n; p++)
        last_s[p] =
            meets(model, track->node[p], need) ? guess->start_s[p] + model->service_s[track->node[p]] : last_s[p - 1];
    next_s[end] = way_s[end] = 0;
    for (uint32_t p = track->n; p >= 1; p--) {
        uint32_t place = track->node[p];
        bool met = meets(model, place, need);
        int32_t open_s = span_at(model, place, guess->start_s[p])->open_s;
        way_s[p] = met ? 0 : add(model->service_s[place] + track->leg_s[p], way_s[p + 1]);
        next_s[p] = met ? open_s : core_later(open_s + way_s[p], next_s[p + 1]);
    }
}

static void fill_given(const struct core_rules *rules, struct core_track *track, uint32_t route)
{
    struct core_guess *guess = &track->guess;
    uint32_t last = CORE_NOWHERE, next = CORE_NOWHERE;
    guess->given_before[0] = last;
    for (uint32_t p = 1; p <= track->n; p++) {
        last = rules->given_route[track->node[p]] == route ? rules->given_at[track->node[p]] : last;
        guess->given_before[p] = last;
    }
    guess->given_after[track->n + 1] = next;
    for (uint32_t p = track->n; p >= 1; p--) {
        next = rules->given_route[track->node[p]] == route ? rules->given_at[track->node[p]] : next;
        guess->given_after[p] = next;
    }
}

void core_guess_fill(struct core_tour *tour, uint32_t route)
{
    const struct core_model *model = tour->model;
    struct core_track *track = &tour->tracks[route];
    fill_forwards(model, &model->lanes[route], track);
    fill_backwards(model, track, model->problem->routes[route].latest_s);
    for (uint32_t k = 0; k < model->problem->needs_n; k++)
        fill_need(model, track, k);
    if (model->problem->given)
        fill_given(model->rules, track, route);
}

/* --- guessing ------------------------------------------------------------------------------------------------------ */

/* When the route is at home, and when it leaves, if it is at the next position at THEN_S. */
struct frame {
    int32_t home_s, leave_s;
};

/* Without the visit: BETWEEN_S is the leg. */
static struct frame frame_without(const struct core_tour *tour, const struct core_lane *lane,
                                  const struct core_track *track, const struct core_visit *visit)
{
    uint32_t next = visit->at + 1;
    int32_t way_s = way_home(tour->model, track, next);
    struct frame frame = {.home_s = core_later(track->guess.home_s[next], visit->before_s + way_s)};
    int32_t by_s =
        core_sooner(frame.home_s - way_s, core_later(track->lim_t[next], visit->before_s)) - track->leg_s[visit->at];
    frame.leave_s = core_sooner(track->guess.leave_by_s[visit->at], by_s - track->guess.spent_s[visit->at]);
    frame.leave_s = core_later(frame.leave_s, lane->earliest_s);
    return frame;
}

static struct frame frame_with(const struct core_tour *tour, const struct core_lane *lane,
                               const struct core_track *track, const struct core_visit *visit)
{
    const struct core_model *model = tour->model;
    uint32_t next = visit->at + 1;
    int32_t way_s = way_home(model, track, next), service_s = model->service_s[visit->place];
    struct frame frame = {.home_s = core_later(track->guess.home_s[next], visit->then_s + way_s)};
    int32_t by_s =
        core_sooner(frame.home_s - way_s, core_later(track->lim_t[next], visit->then_s)) - visit->from_s - service_s;
    by_s = core_sooner(by_s, span_at(model, visit->place, visit->start_s)->latest_s) - visit->to_s;
    frame.leave_s = core_sooner(track->guess.leave_by_s[visit->at], by_s - track->guess.spent_s[visit->at]);
    frame.leave_s = core_later(frame.leave_s, lane->earliest_s);
    return frame;
}

static int32_t above(int32_t a, int32_t b)
{
    return a > b ? a - b : 0;
}

/* By how much more NEED is not met in time; below 0 if by less. */
static int64_t need_growth(const struct core_tour *tour, const struct core_track *track, const struct core_visit *visit,
                           uint32_t need, const struct frame frames[2])
{
    const struct core_guess *guess = &track->guess;
    uint32_t next = visit->at + 1;
    int32_t within_s = tour->model->problem->needs[need].within_s, last_s = guess->last_s[need][visit->at];
    int32_t without_s = core_later(guess->next_s[need][next], visit->before_s + guess->way_s[need][next]);
    int32_t with_s = core_later(guess->next_s[need][next], visit->then_s + guess->way_s[need][next]);
    int32_t last_without_s = last_s < 0 ? frames[0].leave_s : last_s,
            last_with_s = last_s < 0 ? frames[1].leave_s : last_s;
    int64_t growth_s = -(int64_t)above(without_s - last_without_s, within_s);
    if (meets(tour->model, visit->place, need))
        growth_s += (int64_t)above(visit->start_s - last_with_s, within_s) + above(with_s - visit->depart_s, within_s);
    else
        growth_s += above(with_s - last_with_s, within_s);
    return growth_s;
}

static int64_t timed_growth(const struct core_tour *tour, uint32_t route, const struct core_visit *visit)
{
    const struct core_problem *q = tour->model->problem;
    const struct core_lane *lane = &tour->model->lanes[route];
    const struct core_track *track = &tour->tracks[route];
    const struct frame frames[2] = {frame_without(tour, lane, track, visit), frame_with(tour, lane, track, visit)};
    int64_t before_s = (int64_t)frames[0].home_s - frames[0].leave_s,
            then_s = (int64_t)frames[1].home_s - frames[1].leave_s;
    int64_t growth = (then_s - before_s - visit->extra_s - tour->model->service_s[visit->place]) * q->waiting_weight;
    for (uint32_t k = 0; k < q->needs_n; k++)
        growth += need_growth(tour, track, visit, k, frames) * q->needs[k].weight;
    return growth;
}

static int64_t late_growth(const struct core_model *model, const struct core_track *track,
                           const struct core_visit *visit)
{
    const struct core_guess *guess = &track->guess;
    int32_t free_s = core_later(guess->free_s[visit->at + 1], visit->before_s);
    return (int64_t)above(visit->start_s, model->free_s[visit->place]) * model->late_weight[visit->place] +
           (int64_t)above(visit->then_s, free_s) * guess->late_weight[visit->at + 1];
}

static int64_t change_growth(const struct core_model *model, uint32_t route, const struct core_track *track,
                             const struct core_visit *visit)
{
    const struct core_rules *rules = model->rules;
    uint32_t before = track->guess.given_before[visit->at], after = track->guess.given_after[visit->at + 1];
    uint32_t own = rules->given_at[visit->place];
    int64_t changes = 0;
    if (rules->given_route[visit->place] != route)
        return (int64_t)model->problem->change_s * 1000;
    if (before != CORE_NOWHERE)
        changes += before > own;
    if (after != CORE_NOWHERE)
        changes += own > after;
    if (before != CORE_NOWHERE && after != CORE_NOWHERE)
        changes -= before > after;
    return changes * model->problem->change_s * 1000;
}

/* What having the break at the visit saves, if it is had elsewhere now. */
static int64_t break_saved(const struct core_tour *tour, uint32_t route, const struct core_visit *visit)
{
    const struct core_lane *lane = &tour->model->lanes[route];
    const struct core_track *track = &tour->tracks[route];
    if (!lane->elsewhere || !core_tour_price(tour, route)->elsewhere ||
        !(tour->model->problem->places[visit->place].amenities & lane->break_amenities) ||
        visit->arrive_s > lane->break_close_s)
        return 0;
    int32_t wait_s = above(lane->break_open_s, visit->depart_s);
    if (visit->depart_s + wait_s + lane->break_s + visit->from_s > track->lim_t[visit->at + 1])
        return 0;
    return lane->elsewhere - (int64_t)wait_s * tour->model->problem->waiting_weight;
}

int64_t core_guess_price(const struct core_tour *tour, uint32_t route, const struct core_visit *visit)
{
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    int64_t price = visit->extra_s * model->weight;
    if (model->problem->waiting_weight || model->problem->needs_n)
        price += timed_growth(tour, route, visit);
    if (track->guess.late_weight[visit->at + 1] || model->late_weight[visit->place])
        price += late_growth(model, track, visit);
    if (model->problem->change_s && model->problem->given)
        price += change_growth(model, route, track, visit);
    return price - break_saved(tour, route, visit);
}
