#include "planner/core/attempt.h"

#include <string.h>

void core_attempt_init(struct core_attempt *attempt, struct core_tour *tour, struct core_carve *carve)
{
    size_t room = tour->model->places_n;
    attempt->tour = tour;
    attempt->options = NULL;
    for (int i = 0; i < 2; i++) {
        attempt->sequence[i] = core_carve_array(carve, room, sizeof(uint32_t));
        attempt->before[i] = core_carve_array(carve, room, sizeof(uint32_t));
        attempt->count[i] = 0;
    }
}

bool core_attempt_must_stop(const struct core_attempt *attempt)
{
    const struct core_options *options = attempt->options;
    return options && options->stop && options->stop(options->context);
}

/* What the places of ROUTE cost besides driving: no move can save more than that. */
static int64_t besides(const struct core_tour *tour, uint32_t route)
{
    return core_tour_price(tour, route)->price_ms - tour->tracks[route].driving_s * tour->model->weight;
}

bool core_attempt_gains(struct core_attempt *attempt, uint32_t a, uint32_t b, int64_t prize, int64_t extra_s)
{
    const struct core_tour *tour = attempt->tour;
    int64_t gain = prize - extra_s * tour->model->weight;
    attempt->gain = gain;
    if (tour->model->rich) {
        if (attempt->effort <= 0)
            return false;
        if (tour->model->lenient && (core_tour_price(tour, a)->late_s || core_tour_price(tour, b)->late_s))
            return true;
        gain += besides(tour, a) + (a != b ? besides(tour, b) : 0);
    }
    return gain > 0 || (gain == 0 && extra_s < 0);
}

bool core_attempt_is_bound(const struct core_attempt *attempt, uint32_t place)
{
    const struct core_model *model = attempt->tour->model;
    return model->kept[place] || model->released[place] || model->group_kept[model->problem->places[place].group];
}

void core_attempt_begin(struct core_attempt *attempt, int i)
{
    attempt->count[i] = 0;
}

void core_attempt_append(struct core_attempt *attempt, int i, uint32_t route, uint32_t first, uint32_t last)
{
    const struct core_track *track = &attempt->tour->tracks[route];
    for (uint32_t p = first; p <= last; p++)
        attempt->sequence[i][attempt->count[i]++] = track->node[p];
}

void core_attempt_append_place(struct core_attempt *attempt, int i, uint32_t place)
{
    attempt->sequence[i][attempt->count[i]++] = place;
}

static bool places_allowed(const struct core_attempt *attempt, int i, uint32_t route)
{
    for (uint32_t p = 0; p < attempt->count[i]; p++)
        if (!(attempt->tour->model->routes[attempt->sequence[i][p]] >> route & 1))
            return false;
    return true;
}

static bool holds(struct core_tour *tour, uint32_t route)
{
    return core_tour_refresh(tour, route) && core_tour_limits_kept(tour, route);
}

/* Does nothing that is served miss PLACE, which is not any more? */
static bool is_spared(const struct core_tour *tour, uint32_t place)
{
    const struct core_rules *rules = tour->model->rules;
    const struct core_where where = core_tour_where(tour);
    uint32_t group = rules->problem->places[place].group;
    if (tour->model->group_kept[group] &&
        core_rules_served(rules, &where, (struct core_item){true, group}) == CORE_NOWHERE)
        return false;
    for (uint32_t k = 0, o; (o = core_rules_then(rules, place, k)) != CORE_NOWHERE; k++) {
        const struct core_order *order = &rules->problem->orders[o];
        if (core_rules_served(rules, &where, order->first) == CORE_NOWHERE &&
            core_rules_served(rules, &where, order->then) != CORE_NOWHERE)
            return false;
    }
    return true;
}

/* Are the rules kept after routes have been written, of which COUNT places were BEFORE? */
static bool rules_kept(const struct core_tour *tour, uint32_t route, const uint32_t *before, uint32_t count)
{
    const struct core_rules *rules = tour->model->rules;
    const struct core_track *track = &tour->tracks[route];
    const struct core_where where = core_tour_where(tour);
    if (!rules->any)
        return true;
    for (uint32_t p = 1; p <= track->n; p++)
        if (!core_rules_place_kept(rules, &where, track->node[p]))
            return false;
    for (uint32_t i = 0; i < count; i++)
        if (tour->route[before[i]] == CORE_UNSERVED && !is_spared(tour, before[i]))
            return false;
    return true;
}

/* What one or two routes come to. */
struct sum {
    int64_t prize, price, late_s, missed, driving_s;
};

static struct sum sum_of(const struct core_tour *tour, const uint32_t *routes, int n)
{
    struct sum sum = {0};
    for (int i = 0; i < n; i++) {
        const struct core_price *price = core_tour_price(tour, routes[i]);
        sum.prize += tour->tracks[routes[i]].prize;
        sum.price += price->price_ms;
        sum.late_s += price->late_s;
        sum.missed += price->missed;
        sum.driving_s += tour->tracks[routes[i]].driving_s;
    }
    return sum;
}

/* Is it better, exactly? Sets the gain. */
static bool is_better(struct core_attempt *attempt, const struct sum *now, const struct sum *before)
{
    attempt->gain = now->prize - now->price - before->prize + before->price;
    if (now->late_s != before->late_s)
        return now->late_s < before->late_s;
    if (now->missed != before->missed)
        return now->missed < before->missed;
    return attempt->gain > 0 || (attempt->gain == 0 && now->driving_s < before->driving_s);
}

static void keep_before(struct core_attempt *attempt, const uint32_t *routes, int n, uint32_t *before_n)
{
    for (int i = 0; i < n; i++) {
        const struct core_track *track = &attempt->tour->tracks[routes[i]];
        before_n[i] = track->n;
        memcpy(attempt->before[i], track->node + 1, track->n * sizeof *track->node);
    }
}

static void write(struct core_attempt *attempt, const uint32_t *routes, int n, uint32_t *const *sequences,
                  const uint32_t *counts)
{
    for (int i = 0; i < n; i++)
        core_tour_write(attempt->tour, routes[i], sequences[i], counts[i]);
}

bool core_attempt_apply(struct core_attempt *attempt, uint32_t a, uint32_t b)
{
    struct core_tour *tour = attempt->tour;
    const bool rich = tour->model->rich;
    const uint32_t routes[2] = {a, b};
    const int n = a == b ? 1 : 2;
    uint32_t before_n[2] = {0, 0};
    struct core_price price[2];
    struct sum before, now;
    bool good = true;
    for (int i = 0; i < n; i++)
        good = good && places_allowed(attempt, i, routes[i]);
    if (!good)
        return false;
    keep_before(attempt, routes, n, before_n);
    before = sum_of(tour, routes, n);
    for (int i = 0; i < n; i++)
        price[i] = *core_tour_price(tour, routes[i]);
    write(attempt, routes, n, attempt->sequence, attempt->count);
    for (int i = 0; i < n; i++) {
        good = holds(tour, routes[i]) && good;
        attempt->effort -= attempt->count[i] + 1;
    }
    for (int i = 0; i < n && good && rich; i++)
        good = rules_kept(tour, routes[i], attempt->before[i], before_n[i]);
    if (good && rich) {
        now = sum_of(tour, routes, n);
        good = is_better(attempt, &now, &before);
    }
    if (good)
        return true;
    write(attempt, routes, n, attempt->before, before_n);
    for (int i = 0; i < n; i++) {
        core_tour_refresh(tour, routes[i]);
        core_tour_set_price(tour, routes[i], &price[i]);
    }
    return false;
}
