/* Forward labels (Feillet et al. 2004, Righini and Salani 2009), in the order of their times, each kept only as long as what
 * can follow at most, by the relaxed backward labels of the bound at its best prices, makes it better than the best plan
 * known. What was served is forgotten on leaving its neighbourhood (the ng-routes of Baldacci, Mingozzi and Roberti 2011);
 * where a route that is completed serves a place twice, that place is remembered along the way between, and all begins
 * again (Roberti and Mingozzi 2014, after the decremental state space relaxation of Righini and Salani). A completed route
 * that serves none twice is judged as a plan. Where something counts that is not in the labels, nothing is forgotten and no
 * label outdoes another: every order is followed then, each of which is judged exactly. */
#include "planner/core/label.h"

#include "planner/core/starts.h"

#define NO_LABEL UINT32_MAX

enum {
    NEAR = 6,       /* neighbours that are remembered to begin with */
    ROUNDS_MAX = 40 /* until no route serves a place twice */
};

void core_labels_init(struct core_labels *labels, struct core_bound *bound, const struct core_totals *totals,
                      struct core_carve *carve)
{
    const struct core_problem *q = totals->rules->problem;
    bool can = q->routes_n == 1 && q->places_n <= CORE_RELAX_PLACES;
    size_t n = can ? q->places_n : 0, words = (n + 63) / 64, most = can ? CORE_LABEL_MAX : 0;
    *labels = (struct core_labels){.bound = bound, .totals = totals, .words = (uint32_t)words};
    labels->label = core_carve_array(carve, most, sizeof(struct core_label));
    labels->taken = core_carve_array(carve, most * words, sizeof(uint64_t));
    labels->takes = core_carve_array(carve, n * words, sizeof(uint64_t));
    labels->keeps = core_carve_array(carve, n * words, sizeof(uint64_t));
    labels->duties = core_carve_array(carve, words, sizeof(uint64_t));
    labels->piece = core_carve_array(carve, can ? CORE_LABEL_PIECES : 0, sizeof(uint32_t));
    labels->piece_last = core_carve_array(carve, can ? CORE_LABEL_PIECES : 0, sizeof(uint32_t));
    labels->chain = core_carve_array(carve, can ? CORE_LABEL_CHAINS : 0, sizeof(uint32_t));
    core_sketch_init(&labels->trial, q->routes_n, q->places_n, carve);
}

/* --- what counts --------------------------------------------------------------------------------------------------- */

bool core_labels_tell_all(const struct core_rules *rules)
{
    const struct core_problem *q = rules->problem;
    bool all = !q->waiting_weight && !q->orders_n && !(q->given && q->change_s);
    for (uint32_t k = 0; k < q->needs_n; k++)
        all &= !q->needs[k].weight;
    return all;
}

static void find_takes(struct core_labels *x)
{
    const struct core_problem *q = x->totals->rules->problem;
    const struct core_relax_lane *lane = &x->bound->relax.lanes[0];
    for (uint32_t i = 0; i < lane->n; i++) {
        const struct core_place *a = &q->places[lane->place[i]];
        uint64_t *takes = x->takes + (size_t)i * x->words;
        for (uint32_t w = 0; w < x->words; w++)
            takes[w] = 0;
        takes[i / 64] |= (uint64_t)1 << i % 64;
        for (uint32_t j = 0; (a->group || a->series) && j < lane->n; j++) {
            const struct core_place *b = &q->places[lane->place[j]];
            if ((a->group && a->group == b->group) ||
                (a->series && a->series == b->series && (a->apart_days > 0 || b->apart_days > 0)))
                takes[j / 64] |= (uint64_t)1 << j % 64;
        }
    }
    for (uint32_t w = 0; w < x->words; w++)
        x->duties[w] = 0;
    for (uint32_t i = 0; i < lane->n; i++)
        if (x->totals->rules->duty[lane->place[i]])
            x->duties[i / 64] |= (uint64_t)1 << i % 64;
}

/* The neighbour of I that is nearest there and back, of those not in KEEPS. */
static uint32_t nearest(const struct core_labels *x, uint32_t i, const uint64_t *keeps)
{
    const struct core_relax *relax = &x->bound->relax;
    size_t n = relax->lanes[0].n;
    int64_t least_s = 2 * (int64_t)CORE_NO_WAY;
    uint32_t near = i;
    for (uint32_t j = 0; j < n; j++) {
        int64_t there_s = (int64_t)relax->legs_s[j * (n + 1) + i] + relax->legs_s[i * (n + 1) + j];
        if (there_s >= least_s || keeps[j / 64] >> j % 64 & 1)
            continue;
        least_s = there_s;
        near = j;
    }
    return near;
}

static void find_keeps(struct core_labels *x)
{
    for (uint32_t i = 0; i < x->bound->relax.lanes[0].n; i++) {
        uint64_t *keeps = x->keeps + (size_t)i * x->words;
        for (uint32_t w = 0; w < x->words; w++)
            keeps[w] = x->outdoing ? x->duties[w] : UINT64_MAX;
        for (uint32_t k = 0; x->outdoing && k < NEAR; k++) {
            uint32_t j = nearest(x, i, keeps);
            keeps[j / 64] |= (uint64_t)1 << j % 64;
        }
    }
}

static bool is_taken(const struct core_labels *x, uint32_t label, uint32_t i)
{
    return x->taken[(size_t)label * x->words + i / 64] >> i % 64 & 1;
}

/* What every completion needs to come to, to be worth looking at. */
static int64_t least_worth(const struct core_labels *x)
{
    return x->best->value_ms + x->bound->step;
}

/* --- lists of labels ----------------------------------------------------------------------------------------------- */

static uint32_t chain_of(const struct core_labels *x, uint32_t label)
{
    const struct core_label *its = &x->label[label];
    uint64_t hash = its->node * 2 + its->had;
    for (uint32_t w = 0; w < x->words; w++)
        hash = (hash ^ (x->taken[(size_t)label * x->words + w] & x->duties[w])) * 0x9E3779B97F4A7C15U;
    return (uint32_t)(hash >> 40) % CORE_LABEL_CHAINS;
}

/* Is A at least as good as B, however they go on? */
static bool outdoes(const struct core_labels *x, uint32_t a, uint32_t b)
{
    const struct core_label *one = &x->label[a], *other = &x->label[b];
    const struct core_problem *q = x->totals->rules->problem;
    if (one->node != other->node || one->had != other->had || one->time_s > other->time_s ||
        one->value_ms < other->value_ms || one->reduced_ms < other->reduced_ms || one->late_s > other->late_s ||
        one->optional_n > other->optional_n)
        return false;
    if (q->routes[0].max_driving_s < CORE_TIME_MAX && one->driving_s > other->driving_s)
        return false;
    uint32_t place = x->bound->relax.lanes[0].place[one->node];
    if (q->max_detour_s < CORE_TIME_MAX && x->totals->rules->optional[place]) {
        uint32_t from = one->before == NO_LABEL ? NO_LABEL : x->label[one->before].node;
        if (from != (other->before == NO_LABEL ? NO_LABEL : x->label[other->before].node))
            return false;
    }
    const uint64_t *of_one = x->taken + (size_t)a * x->words, *of_other = x->taken + (size_t)b * x->words;
    for (uint32_t w = 0; w < x->words; w++)
        if (of_one[w] & ~of_other[w] || (of_one[w] ^ of_other[w]) & x->duties[w])
            return false;
    return true;
}

/* Is LABEL outdone by one alike that was worked on? Those are in the order of what they are worth at the bound's gains: who
 * is worth less cannot outdo it. *LINK is where it would join them. */
static bool is_outdone(struct core_labels *x, uint32_t label, uint32_t **link)
{
    *link = &x->chain[chain_of(x, label)];
    while (**link != NO_LABEL && x->label[**link].reduced_ms >= x->label[label].reduced_ms) {
        x->steps++;
        if (outdoes(x, **link, label))
            return true;
        *link = &x->label[**link].alike;
    }
    return false;
}

static void enlist(struct core_labels *x, uint32_t piece)
{
    uint32_t fresh = x->n++;
    x->label[fresh].later = NO_LABEL;
    if (x->piece[piece] == NO_LABEL)
        x->piece[piece] = fresh;
    else
        x->label[x->piece_last[piece]].later = fresh;
    x->piece_last[piece] = fresh;
}

static uint32_t piece_of(const struct core_labels *x, int64_t time_s)
{
    const struct core_route *route = &x->totals->rules->problem->routes[0];
    int64_t span_s = route->latest_s + x->bound->relax.late_s - route->earliest_s + 1;
    return (uint32_t)((time_s - route->earliest_s) * CORE_LABEL_PIECES / span_s);
}

/* --- the break ----------------------------------------------------------------------------------------------------- */

/* An arrival, with or without the break on the leg. */
struct arrival {
    int64_t time_s, price_ms;
    bool had;
};

static bool has_amenity(const struct core_labels *x, uint32_t place)
{
    const struct core_problem *q = x->totals->rules->problem;
    return place < q->places_n && q->places[place].amenities & q->routes[0].break_amenities;
}

/* The ways to go on a leg of LEG_S from FROM, left at TIME_S, to TO; places or CORE_NOWHERE. At most 4. */
static uint32_t arrivals_of(const struct core_labels *x, int64_t time_s, bool had, int64_t leg_s, uint32_t from,
                            uint32_t to, struct arrival out[4])
{
    const struct core_route *route = &x->totals->rules->problem->routes[0];
    int64_t open_s = route->break_open_s, close_s = route->break_close_s, there_s = time_s + leg_s;
    uint32_t n = 0;
    out[n++] = (struct arrival){there_s, 0, had};
    if (!x->bound->relax.lanes[0].breaking || had || time_s > close_s)
        return n;
    int64_t elsewhere_ms = route->break_amenities ? route->break_elsewhere_s * (int64_t)1000 : 0;
    out[n++] = (struct arrival){(there_s > open_s ? there_s : open_s) + route->break_s, elsewhere_ms, true};
    if (elsewhere_ms && has_amenity(x, from))
        out[n++] = (struct arrival){(time_s > open_s ? time_s : open_s) + route->break_s + leg_s, 0, true};
    if (elsewhere_ms && has_amenity(x, to) && there_s <= close_s)
        out[n++] = (struct arrival){(there_s > open_s ? there_s : open_s) + route->break_s, 0, true};
    return n;
}

/* --- completing ---------------------------------------------------------------------------------------------------- */

static void make_trial(struct core_labels *x, uint32_t label)
{
    const struct core_relax_lane *lane = &x->bound->relax.lanes[0];
    core_sketch_clear(&x->trial);
    for (uint32_t l = label; l != NO_LABEL; l = x->label[l].before)
        core_sketch_insert(&x->trial, 0, 0, lane->place[x->label[l].node]);
}

/* Judge the plan that ends with LABEL (NO_LABEL: nothing is served); the labels make it VALUE_MS. */
static void judge(struct core_labels *x, uint32_t label, int64_t value_ms)
{
    struct core_total total;
    make_trial(x, label);
    x->steps += 16 + x->trial.first[1];
    bool can = core_total_of(x->totals, &x->trial, &total);
    if (can && core_total_compare(&total, x->best) < 0) {
        if (total.value_ms < x->best->value_ms && x->best->value_ms > x->most_ms)
            x->most_ms = x->best->value_ms; /* less late, say: plans worth up to that were passed over */
        *x->best = total;
        core_sketch_copy(x->plan, &x->trial);
    }
    total.value_ms = can && total.value_ms >= value_ms ? x->best->value_ms : CORE_RELAX_NONE;
    bool as_good = can && core_total_compare(&total, x->best) <= 0;
    if (x->outdoing && !as_good && value_ms > x->most_ms)
        x->most_ms = value_ms;
}

/* Has the route that ends with LABEL places that another one later on it rules out? Those are remembered on the way between
 * from here on. */
static bool mend(struct core_labels *x, uint32_t label)
{
    bool cyclic = false;
    for (uint32_t to = label; to != NO_LABEL; to = x->label[to].before) {
        uint32_t node = x->label[to].node, from = x->label[to].before;
        while (from != NO_LABEL && !(x->takes[(size_t)x->label[from].node * x->words + node / 64] >> node % 64 & 1))
            from = x->label[from].before;
        if (from == NO_LABEL)
            continue;
        cyclic = true;
        for (uint32_t l = x->label[to].before; l != from; l = x->label[l].before)
            x->keeps[(size_t)x->label[l].node * x->words + node / 64] |= (uint64_t)1 << node % 64;
    }
    return cyclic;
}

static bool detour_kept(const struct core_labels *x, uint32_t label, uint32_t to)
{
    const struct core_rules *rules = x->totals->rules;
    const struct core_problem *q = rules->problem;
    const struct core_relax_lane *lane = &x->bound->relax.lanes[0];
    uint32_t here = lane->place[x->label[label].node], before = x->label[label].before;
    if (q->max_detour_s == CORE_TIME_MAX || !rules->optional[here])
        return true;
    uint32_t from = before == NO_LABEL ? q->routes[0].start : lane->place[x->label[before].node];
    return (int64_t)core_schedule_leg(q, from, here) + core_schedule_leg(q, here, to) -
               core_schedule_leg(q, from, to) <=
           q->max_detour_s;
}

/* Can the driving so far go with what is served? */
static bool limits_kept(const struct core_labels *x, uint32_t optional_n, int64_t driving_s)
{
    const struct core_route *route = &x->totals->rules->problem->routes[0];
    return !optional_n || (optional_n <= route->max_optional &&
                           (driving_s <= route->max_driving_s || route->max_driving_s == CORE_TIME_MAX));
}

static void complete(struct core_labels *x, uint32_t label)
{
    const struct core_problem *q = x->totals->rules->problem;
    const struct core_relax *relax = &x->bound->relax;
    const struct core_relax_lane *lane = &relax->lanes[0];
    const struct core_route *route = &q->routes[0];
    struct core_label l = x->label[label];
    uint32_t full = lane->mask[lane->masks_n - 1];
    int64_t leg_s = relax->legs_s[(size_t)lane->n * (lane->n + 1) + l.node], most_ms = CORE_RELAX_NONE;
    struct arrival arrivals[4];
    for (uint32_t w = 0; w < x->words; w++)
        if (x->duties[w] & ~x->taken[(size_t)label * x->words + w])
            return;
    if (l.mask != full || leg_s == CORE_NO_WAY || !detour_kept(x, label, route->end) ||
        !limits_kept(x, l.optional_n, l.driving_s + leg_s))
        return;
    uint32_t n = arrivals_of(x, l.time_s, l.had, leg_s, lane->place[l.node], CORE_NOWHERE, arrivals);
    for (uint32_t k = 0; k < n; k++) {
        int64_t late_s = arrivals[k].time_s > route->latest_s ? arrivals[k].time_s - route->latest_s : 0;
        bool missed = lane->breaking && !arrivals[k].had && arrivals[k].time_s > route->break_close_s;
        int64_t value_ms = x->bound->base_ms + l.value_ms, reduced_ms = x->base_ms + l.reduced_ms;
        value_ms = (value_ms < reduced_ms ? value_ms : reduced_ms) - leg_s * q->driving_weight - arrivals[k].price_ms;
        if (!missed && l.late_s + late_s <= relax->late_s && value_ms > most_ms)
            most_ms = value_ms;
    }
    if (most_ms < least_worth(x))
        return;
    if (!mend(x, label))
        judge(x, label, most_ms);
    else if (most_ms > x->cyclic_ms)
        x->cyclic_ms = most_ms;
}

/* --- extending ----------------------------------------------------------------------------------------------------- */

/* Put the label FRESH, at an arrival at ARRIVAL, if it is worth it. False if there is no room. */
static bool arrive(struct core_labels *x, struct core_label fresh, const struct arrival *arrival)
{
    const struct core_rules *rules = x->totals->rules;
    const struct core_problem *q = rules->problem;
    const struct core_relax *relax = &x->bound->relax;
    uint32_t i = relax->lanes[0].place[fresh.node];
    const struct core_place *place = &q->places[i];
    int64_t late_s, start_s = core_starts_first(q, place, arrival->time_s, &late_s);
    int64_t ready_s = start_s + place->service_s, paid_s = late_s < place->late_s ? late_s : place->late_s;
    int64_t price_ms = arrival->price_ms + paid_s * place->late_weight;
    if ((late_s > paid_s && !rules->duty[i]) || fresh.late_s + late_s - paid_s > relax->late_s)
        return true;
    if (ready_s > q->routes[0].latest_s + relax->late_s)
        return true;
    const uint64_t *taken = fresh.before == NO_LABEL ? NULL : x->taken + (size_t)fresh.before * x->words;
    int64_t after_ms = core_relax_after(relax, fresh.node, fresh.mask, arrival->had, ready_s, taken);
    fresh.reduced_ms -= price_ms;
    fresh.value_ms -= price_ms;
    if (after_ms <= CORE_RELAX_NONE || x->base_ms + fresh.reduced_ms + after_ms < least_worth(x))
        return true;
    if (x->n == CORE_LABEL_MAX)
        return false;
    fresh.time_s = (int32_t)ready_s;
    fresh.late_s += (int32_t)(late_s - paid_s);
    fresh.had = arrival->had;
    x->label[x->n] = fresh;
    for (uint32_t w = 0; w < x->words; w++)
        x->taken[(size_t)x->n * x->words + w] = x->takes[(size_t)fresh.node * x->words + w] |
                                                (taken ? taken[w] & x->keeps[(size_t)fresh.node * x->words + w] : 0);
    uint32_t *link;
    if (!x->outdoing || !is_outdone(x, x->n, &link))
        enlist(x, piece_of(x, ready_s));
    return true;
}

static bool is_fixed_next(const struct core_labels *x, uint32_t place, uint32_t count)
{
    const struct core_problem *q = x->totals->rules->problem;
    return count >= q->routes[0].fixed_n || place == q->given[q->given_first[0] + count];
}

/* The value of serving I, apart from its times: worth and driving. */
static void add_worth(const struct core_labels *x, struct core_label *label, uint32_t i, int64_t leg_s)
{
    const struct core_bound *bound = x->bound;
    uint32_t place = bound->relax.lanes[0].place[i];
    int64_t driving_ms = leg_s * x->totals->rules->problem->driving_weight;
    label->reduced_ms += bound->relax.gain_ms[i] - driving_ms;
    label->value_ms += core_bound_worth(bound->rules, place, 0) - driving_ms;
    label->driving_s += (int32_t)leg_s;
    label->mask |= bound->relax.bit[i];
    label->optional_n += x->totals->rules->optional[place];
    label->count++;
    label->node = i;
}

/* All ways on from BEFORE (NO_LABEL: the start), which is at TIME_S. False if there is no room. */
static bool extend(struct core_labels *x, const struct core_label *from, uint32_t before)
{
    const struct core_relax *relax = &x->bound->relax;
    const struct core_relax_lane *lane = &relax->lanes[0];
    uint32_t at = before == NO_LABEL ? lane->n : from->node;
    x->steps += lane->n;
    for (uint32_t i = 0; i < lane->n; i++) {
        int64_t leg_s = relax->legs_s[(size_t)i * (lane->n + 1) + at];
        if (leg_s == CORE_NO_WAY || (before != NO_LABEL && (is_taken(x, before, i) || i == at)))
            continue;
        if (!is_fixed_next(x, lane->place[i], from->count) ||
            (before != NO_LABEL && !detour_kept(x, before, lane->place[i])))
            continue;
        struct core_label fresh = *from;
        fresh.before = before;
        add_worth(x, &fresh, i, leg_s);
        if (!limits_kept(x, fresh.optional_n, fresh.driving_s))
            continue;
        struct arrival arrivals[4];
        uint32_t n = arrivals_of(x, from->time_s, from->had, leg_s, before == NO_LABEL ? CORE_NOWHERE : lane->place[at],
                                 lane->place[i], arrivals);
        for (uint32_t k = 0; k < n; k++)
            if (!arrive(x, fresh, &arrivals[k]))
                return false;
    }
    return true;
}

/* The start, and the start after the break. */
static bool begin(struct core_labels *x)
{
    const struct core_route *route = &x->totals->rules->problem->routes[0];
    const struct core_relax_lane *lane = &x->bound->relax.lanes[0];
    struct core_label start = {.time_s = route->earliest_s, .before = NO_LABEL};
    judge(x, NO_LABEL, CORE_RELAX_NONE);
    if (!extend(x, &start, NO_LABEL))
        return false;
    if (!lane->breaking || route->earliest_s > route->break_open_s)
        return true;
    start.time_s = route->break_open_s + route->break_s;
    start.had = true;
    return extend(x, &start, NO_LABEL);
}

/* One round. False if there is no room or the effort is spent. */
static bool work(struct core_labels *x)
{
    x->n = 0;
    x->cyclic_ms = CORE_RELAX_NONE;
    for (uint32_t p = 0; p < CORE_LABEL_PIECES; p++)
        x->piece[p] = NO_LABEL;
    for (uint32_t c = 0; c < CORE_LABEL_CHAINS; c++)
        x->chain[c] = NO_LABEL;
    if (!begin(x))
        return false;
    for (uint32_t p = 0; p < CORE_LABEL_PIECES; p++)
        for (uint32_t l = x->piece[p]; l != NO_LABEL; l = x->label[l].later) {
            uint32_t *link = NULL;
            if (x->outdoing && is_outdone(x, l, &link))
                continue;
            if (x->outdoing) {
                x->label[l].alike = *link;
                *link = l;
            }
            complete(x, l);
            struct core_label from = x->label[l];
            if (!extend(x, &from, l) || x->steps > x->steps_max)
                return false;
        }
    return true;
}

void core_labels_run(struct core_labels *labels, struct core_sketch *plan, struct core_total *best, uint64_t steps_max,
                     bool every, int64_t *bound_ms)
{
    if (!labels->words)
        return;
    labels->plan = plan;
    labels->best = best;
    labels->outdoing = !every;
    labels->steps = 0;
    labels->steps_max = steps_max;
    labels->most_ms = CORE_RELAX_NONE;
    find_takes(labels);
    find_keeps(labels);
    labels->base_ms = core_bound_set_gains(labels->bound);
    for (uint32_t round = 0; round < ROUNDS_MAX && work(labels); round++) {
        int64_t most_ms = labels->cyclic_ms > labels->most_ms ? labels->cyclic_ms : labels->most_ms;
        most_ms = most_ms > best->value_ms ? most_ms : best->value_ms;
        *bound_ms = most_ms < *bound_ms ? most_ms : *bound_ms;
        if (labels->cyclic_ms <= best->value_ms)
            return;
    }
}
