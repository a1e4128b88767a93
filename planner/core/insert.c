/* Constant-time tests of insertions (Savelsbergh 1992) by cost in time, as in the ILS of Vansteenwegen et al. (2009); see
 * tour.h. */
#include "planner/core/insert.h"

#include "planner/core/sooner.h"

/* A place with all that is known of it at hand. */
struct guest {
    uint32_t place;
    const int32_t *to_s, *from_s; /* legs to it and from it, by node */
    size_t to_step;
    int32_t open_s, latest_s, service_s;
    bool one_span;
};

static struct guest guest_of(const struct core_model *model, uint32_t place)
{
    return (struct guest){
        .place = place,
        .to_s = model->in_s + place * model->in_row,
        .from_s = model->out_s + place * model->nodes_n,
        .to_step = model->in_step,
        .open_s = model->open_s[place],
        .latest_s = model->latest_s[place],
        .service_s = model->service_s[place],
        .one_span = model->span_first[place + 1] - model->span_first[place] == 1,
    };
}

/* When the guest's service ends for an arrival at ARRIVE_S; CORE_NO_WAY if that is too late. */
static inline int32_t served(const struct core_model *model, const struct guest *guest, int32_t arrive_s)
{
    if (arrive_s > guest->latest_s)
        return CORE_NO_WAY;
    int32_t start_s =
        guest->one_span ? core_later(arrive_s, guest->open_s) : core_model_start(model, guest->place, arrive_s);
    return start_s + guest->service_s;
}

/* The arrivals at the position behind the guest, who comes behind AT. */
static inline struct core_arrival arrive_behind(const struct core_model *model, const struct core_lane *lane,
                                                const struct core_track *track, uint32_t at, const struct guest *guest,
                                                const int32_t legs_s[2])
{
    struct core_arrival there = core_tour_arrive(lane, track->dep_n[at], track->dep_t[at], legs_s[0]);
    int32_t dep_n = lane->breaking ? served(model, guest, there.n) : CORE_NO_WAY;
    return core_tour_arrive(lane, dep_n, served(model, guest, there.t), legs_s[1]);
}

bool core_insert_in_time(const struct core_tour *tour, uint32_t route, uint32_t at, uint32_t next, uint32_t place)
{
    const struct core_track *track = &tour->tracks[route];
    struct guest guest = guest_of(tour->model, place);
    const int32_t legs_s[2] = {guest.to_s[track->node[at] * guest.to_step], guest.from_s[track->node[next]]};
    struct core_arrival then = arrive_behind(tour->model, &tour->model->lanes[route], track, at, &guest, legs_s);
    return then.t <= track->lim_t[next] || then.n <= track->lim_n[next];
}

/* Is the middle one of three in a row near enough to the way from the first to the last? */
static bool detour_kept(const struct core_model *model, uint32_t first, uint32_t middle, uint32_t last)
{
    int64_t extra_s = (int64_t)core_model_leg(model, first, middle) + core_model_leg(model, middle, last) -
                      core_model_leg(model, first, last);
    return !model->optional[middle] || extra_s <= model->max_detour_s;
}

static bool room_for_optional(const struct core_tour *tour, uint32_t route, uint32_t place)
{
    const struct core_track *track = &tour->tracks[route];
    return !tour->model->optional[place] || track->optional_n < tour->model->lanes[route].max_optional;
}

/* Are the limits kept if PLACE goes behind AT of ROUTE, adding EXTRA_S of driving? */
static bool within_limits(const struct core_tour *tour, const struct core_seeker *seeker, uint32_t route, uint32_t at,
                          int32_t extra_s)
{
    uint32_t place = seeker->place;
    const struct core_model *model = tour->model;
    const struct core_track *track = &tour->tracks[route];
    bool any = track->optional_n > 0 || model->optional[place];
    if (any && track->driving_s + extra_s > model->lanes[route].max_driving_s)
        return false;
    if (!model->detour_limited || seeker->overstep)
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
        if (core_later(track->lim_t[middle + 1], track->lim_n[middle + 1]) < ready_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool overlooked(const struct core_seeker *seeker)
{
    return seeker->blink && core_random_below(seeker->random, 1024) < seeker->blink;
}

/* Take the slot behind AT, with those legs to the guest and on, if it is possible, cheaper than BEST and within the limits. */
static void offer(const struct core_tour *tour, const struct core_seeker *seeker, const struct guest *guest,
                  uint32_t route, uint32_t at, const int32_t legs_s[2], struct core_slot *best)
{
    const struct core_track *track = &tour->tracks[route];
    struct core_arrival then = arrive_behind(tour->model, &tour->model->lanes[route], track, at, guest, legs_s);
    bool taken = then.t <= track->lim_t[at + 1];
    if (!taken && then.n > track->lim_n[at + 1])
        return;
    bool by_taken = taken && track->arr_t[at + 1] < CORE_NO_WAY;
    int32_t shift_s = by_taken ? then.t - track->arr_t[at + 1] : then.n - track->arr_n[at + 1];
    int32_t extra_s = legs_s[0] + legs_s[1] - track->leg_s[at];
    int32_t cost_s = tour->model->weight ? shift_s + extra_s : shift_s;
    if ((best->route == CORE_UNSERVED || cost_s < best->cost_s) && !overlooked(seeker) &&
        within_limits(tour, seeker, route, at, extra_s))
        *best = (struct core_slot){route, at, extra_s, shift_s, cost_s, 0, 0};
}

/* The guest's times behind AT. False if that is too late. */
static bool visit_of(const struct core_tour *tour, const struct guest *guest, uint32_t route, uint32_t at,
                     const int32_t legs_s[2], struct core_visit *visit)
{
    const struct core_lane *lane = &tour->model->lanes[route];
    const struct core_track *track = &tour->tracks[route];
    struct core_arrival there = core_tour_arrive(lane, track->dep_n[at], track->dep_t[at], legs_s[0]);
    int32_t dep_n = lane->breaking ? served(tour->model, guest, there.n) : CORE_NO_WAY;
    int32_t dep_t = served(tour->model, guest, there.t);
    struct core_arrival then = core_tour_arrive(lane, dep_n, dep_t, legs_s[1]);
    bool taken = then.t <= track->lim_t[at + 1];
    if (!taken && then.n > track->lim_n[at + 1])
        return false;
    bool by_taken = taken && track->arr_t[at + 1] < CORE_NO_WAY;
    bool before =
        by_taken && dep_t < CORE_NO_WAY && dep_t + legs_s[1] == then.t; /* the break, if any, was had by then */
    *visit = (struct core_visit){
        .place = guest->place,
        .at = at,
        .extra_s = legs_s[0] + legs_s[1] - track->leg_s[at],
        .to_s = legs_s[0],
        .from_s = legs_s[1],
        .arrive_s = before ? there.t : there.n,
        .depart_s = before ? dep_t : dep_n,
        .then_s = by_taken ? then.t : then.n,
        .before_s = by_taken ? track->arr_t[at + 1] : track->arr_n[at + 1],
    };
    visit->start_s = visit->depart_s - guest->service_s;
    return true;
}

/* The same for a rich problem. */
static void offer_rich(const struct core_tour *tour, const struct core_seeker *seeker, const struct guest *guest,
                       uint32_t route, uint32_t at, const int32_t legs_s[2], struct core_slot *best)
{
    struct core_visit visit;
    if (!visit_of(tour, guest, route, at, legs_s, &visit))
        return;
    struct core_slot slot = {route, at, visit.extra_s, visit.then_s - visit.before_s, 0, 0, 0};
    slot.price = core_guess_price(tour, route, &visit);
    slot.cost = slot.price + (seeker->by_price ? 0 : (int64_t)slot.shift_s * 1000);
    if ((best->route != CORE_UNSERVED && slot.cost >= best->cost) || slot.price >= seeker->worth ||
        overlooked(seeker) || !within_limits(tour, seeker, route, at, slot.extra_s))
        return;
    *best = slot;
}

/* What ROUTE costs besides driving: a visit can save no more than that. */
static int64_t besides(const struct core_tour *tour, uint32_t route)
{
    return core_tour_price(tour, route)->price_ms - tour->tracks[route].driving_s * tour->model->weight;
}

/* The driving above which a slot on a route that costs SAVED besides is not worth a look: it would not be worth it, or no
 * better than BEST. A visit delays what follows by its driving and service at least, or nearly so. */
static int64_t most_extra(const struct core_tour *tour, const struct core_seeker *seeker, const struct core_slot *best,
                          int64_t saved)
{
    int64_t weight = tour->model->weight, most_s = seeker->most_extra_s, less_s;
    if (weight && seeker->worth < INT64_MAX) {
        less_s = (seeker->worth + saved) / weight;
        most_s = less_s < most_s ? less_s : most_s;
    }
    if (best->route == CORE_UNSERVED || (weight == 0 && seeker->by_price))
        return most_s;
    if (seeker->by_price)
        less_s = (best->cost + saved) / weight;
    else
        less_s = (best->cost + saved - (int64_t)tour->model->service_s[seeker->place] * 1000) / (weight + 1000);
    return less_s < most_s ? less_s : most_s;
}

static bool rules_allow(const struct core_tour *tour, uint32_t place, uint32_t route, uint32_t at)
{
    const struct core_where where = core_tour_where(tour);
    uint32_t first, last;
    return core_rules_span(tour->model->rules, &where, place, route, tour->tracks[route].n, &first, &last) &&
           first <= at && at <= last;
}

void core_insert_try(const struct core_tour *tour, const struct core_seeker *seeker, uint32_t route, uint32_t at,
                     struct core_slot *best)
{
    const struct core_track *track = &tour->tracks[route];
    struct guest guest = guest_of(tour->model, seeker->place);
    const int32_t legs_s[2] = {guest.to_s[track->node[at] * guest.to_step], guest.from_s[track->node[at + 1]]};
    if (legs_s[0] + legs_s[1] - track->leg_s[at] > seeker->most_extra_s ||
        !room_for_optional(tour, route, seeker->place))
        return;
    if (!tour->model->rich)
        offer(tour, seeker, &guest, route, at, legs_s, best);
    else if (rules_allow(tour, seeker->place, route, at))
        offer_rich(tour, seeker, &guest, route, at, legs_s, best);
}

static void search_rich(const struct core_tour *tour, const struct core_seeker *seeker, const struct guest *guest,
                        uint32_t route, struct core_slot *best)
{
    const struct core_track *track = &tour->tracks[route];
    const struct core_where where = core_tour_where(tour);
    uint32_t first, last;
    if (!core_rules_span(tour->model->rules, &where, seeker->place, route, track->n, &first, &last))
        return;
    const int64_t saved = besides(tour, route);
    int64_t most_s = most_extra(tour, seeker, best, saved);
    uint32_t at = first_behind(track, guest->open_s + guest->service_s);
    for (at = at > first ? at : first; at <= last && core_sooner(track->dep_n[at], track->dep_t[at]) <= guest->latest_s;
         at++) {
        const int32_t legs_s[2] = {guest->to_s[track->node[at] * guest->to_step], guest->from_s[track->node[at + 1]]};
        if (legs_s[0] + legs_s[1] - track->leg_s[at] > most_s)
            continue;
        offer_rich(tour, seeker, guest, route, at, legs_s, best);
        most_s = most_extra(tour, seeker, best, saved);
    }
}

/* Most positions are too far away, so that is looked at first. */
static void search_with_break(const struct core_tour *tour, const struct core_seeker *seeker, const struct guest *guest,
                              uint32_t route, struct core_slot *best)
{
    const struct core_track *track = &tour->tracks[route];
    uint32_t at = first_behind(track, guest->open_s + guest->service_s);
    for (; at <= track->n && core_sooner(track->dep_n[at], track->dep_t[at]) <= guest->latest_s; at++) {
        const int32_t legs_s[2] = {guest->to_s[track->node[at] * guest->to_step], guest->from_s[track->node[at + 1]]};
        if (legs_s[0] + legs_s[1] - track->leg_s[at] <= seeker->most_extra_s)
            offer(tour, seeker, guest, route, at, legs_s, best);
    }
}

/* For routes without a break: the innermost loop of the search, so the state before the break is left out and the tests
 * are joined into one that is nearly always the same. */
static void search_plain(const struct core_tour *tour, const struct core_seeker *seeker, const struct guest *guest,
                         uint32_t route, struct core_slot *best)
{
    const struct core_track *track = &tour->tracks[route];
    const int32_t *dep_s = track->dep_t, *lim_s = track->lim_t, *leg_s = track->leg_s;
    const bool weighted = tour->model->weight > 0;
    int32_t least_s = best->route == CORE_UNSERVED ? INT32_MAX : best->cost_s;
    uint32_t at = first_behind(track, guest->open_s + guest->service_s);
    for (; at <= track->n && dep_s[at] <= guest->latest_s; at++) {
        int32_t to_s = guest->to_s[track->node[at] * guest->to_step], from_s = guest->from_s[track->node[at + 1]];
        int32_t then_s = served(tour->model, guest, dep_s[at] + to_s) + from_s,
                shift_s = then_s - dep_s[at] - leg_s[at];
        int32_t extra_s = to_s + from_s - leg_s[at], cost_s = weighted ? shift_s + extra_s : shift_s;
        if ((then_s > lim_s[at + 1]) | (cost_s >= least_s) | (extra_s > seeker->most_extra_s))
            continue;
        if (overlooked(seeker) || !within_limits(tour, seeker, route, at, extra_s))
            continue;
        *best = (struct core_slot){route, at, extra_s, shift_s, cost_s, 0, 0};
        least_s = cost_s;
    }
}

struct core_slot core_insert_best_slot(const struct core_tour *tour, const struct core_seeker *seeker)
{
    const struct core_model *model = tour->model;
    struct core_slot best = {.route = CORE_UNSERVED};
    struct guest guest = guest_of(model, seeker->place);
    uint64_t routes = model->routes[seeker->place] & seeker->routes;
    for (uint32_t r = 0; r < model->routes_n; r++) {
        if (!(routes >> r & 1) || !room_for_optional(tour, r, seeker->place))
            continue;
        if (model->rich)
            search_rich(tour, seeker, &guest, r, &best);
        else if (model->lanes[r].breaking)
            search_with_break(tour, seeker, &guest, r, &best);
        else
            search_plain(tour, seeker, &guest, r, &best);
    }
    return best;
}
