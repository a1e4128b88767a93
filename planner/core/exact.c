/* The best order of every set of places on every route (subsets), and then the best partition of the places among the
 * routes: backwards, by dynamic programming over sets, without the rules that lie across routes; and forwards, depth
 * first, with them, bounded by what the first found (dynamic programming over subsets is Bellman's and Held and Karp's,
 * 1962). What is found last is judged as every plan is, by core_total_of. */
#include "planner/core/exact.h"

void core_exact_init(struct core_exact *exact, const struct core_totals *totals, struct core_carve *carve)
{
    const struct core_problem *problem = totals->rules->problem;
    uint32_t n, routes_n = core_subsets_fit(problem, &n) ? problem->routes_n : 0;
    *exact = (struct core_exact){.totals = totals};
    core_subsets_init(&exact->subsets, totals->rules, carve);
    exact->rest = core_carve_array(carve, routes_n ? ((size_t)routes_n + 1) << n : 0, sizeof(struct core_total));
    exact->apart = core_carve_array(carve, (size_t)routes_n * routes_n * n, sizeof(uint32_t));
    exact->chosen = core_carve_array(carve, routes_n, sizeof(uint32_t));
    core_sketch_init(&exact->trial, problem->routes_n, problem->places_n, carve);
}

/* --- rules across routes ------------------------------------------------------------------------------------------- */

static bool is_before(const struct core_problem *q, uint32_t r, uint32_t s)
{
    return q->carry_over && q->routes[r].day < q->routes[s].day;
}

static bool has(const struct core_problem *q, struct core_item item, uint32_t place)
{
    return item.group ? q->places[place].group == item.index : place == item.index;
}

/* May I not be on route R while J is on S? */
static bool is_apart(const struct core_problem *q, uint32_t i, uint32_t r, uint32_t j, uint32_t s)
{
    const struct core_place *a = &q->places[i], *b = &q->places[j];
    int64_t days = (int64_t)q->routes[r].day - q->routes[s].day;
    int32_t apart = a->apart_days > b->apart_days ? a->apart_days : b->apart_days;
    if (a->group && a->group == b->group)
        return true;
    if (a->series && a->series == b->series && (days < 0 ? -days : days) < apart)
        return true;
    for (uint32_t o = 0; o < q->orders_n; o++) {
        if (has(q, q->orders[o].first, i) && has(q, q->orders[o].then, j) && !is_before(q, r, s))
            return true;
        if (has(q, q->orders[o].first, j) && has(q, q->orders[o].then, i) && !is_before(q, s, r))
            return true;
    }
    return false;
}

static void look_at_pairs(struct core_exact *x)
{
    const struct core_problem *q = x->totals->rules->problem;
    uint32_t n = x->subsets.n, *mask = x->apart;
    for (uint32_t r = 0; r < q->routes_n; r++)
        for (uint32_t s = 0; s < q->routes_n; s++)
            for (uint32_t a = 0; a < n; a++, mask++) {
                *mask = 0;
                for (uint32_t b = 0; b < n && r != s; b++)
                    if (a != b && is_apart(q, x->subsets.place[a], r, x->subsets.place[b], s))
                        *mask |= 1U << b;
            }
}

/* May SET be on route R with what is chosen for the routes before it? */
static bool goes_along(const struct core_exact *x, uint32_t r, uint32_t set)
{
    uint32_t routes_n = x->totals->rules->problem->routes_n, n = x->subsets.n;
    for (uint32_t s = 0; s < r; s++) {
        const uint32_t *mask = x->apart + ((size_t)s * routes_n + r) * n;
        for (uint32_t a = 0; a < n; a++)
            if (x->chosen[s] >> a & 1 && mask[a] & set)
                return false;
    }
    return true;
}

/* --- sums ---------------------------------------------------------------------------------------------------------- */

static struct core_total plus(const struct core_total *a, const struct core_total *b)
{
    return (struct core_total){a->unserved + b->unserved, a->late_s + b->late_s, a->missed + b->missed,
                               a->value_ms + b->value_ms};
}

/* What a route with SET is worth; unserved counts the duties that it serves, below 0. */
static bool worth_of(const struct core_exact *x, uint32_t r, uint32_t set, struct core_total *out)
{
    const struct core_subsets *subsets = &x->subsets;
    const struct core_subsets_cell *cell = core_subsets_cell(subsets, r, set);
    if (cell->late_s < 0)
        return false;
    *out = (struct core_total){0, cell->late_s, cell->missed, -cell->price_ms};
    for (uint32_t a = 0; a < subsets->n; a++)
        if (set >> a & 1) {
            out->unserved -= subsets->duties[a];
            out->value_ms += subsets->worth_ms[a];
        }
    return true;
}

/* Fill rest[r] from rest[r + 1]: of every set, the best part for route R. */
static bool fill_rest(struct core_exact *x, uint32_t r)
{
    uint32_t sets = 1U << x->subsets.n;
    struct core_total *rest = x->rest + (size_t)r * sets, *after = rest + sets, worth;
    for (uint32_t set = 0; set < sets; set++)
        rest[set] = (struct core_total){.unserved = INT32_MAX};
    for (uint32_t part = 0; part < sets; part++) {
        if (!worth_of(x, r, part, &worth))
            continue;
        uint32_t others = (sets - 1) & ~part;
        for (uint32_t left = others;; left = (left - 1) & others) {
            struct core_total sum = plus(&worth, &after[left]);
            if (core_total_compare(&sum, &rest[left | part]) < 0)
                rest[left | part] = sum;
            if (++x->steps > x->steps_max)
                return false;
            if (!left)
                break;
        }
    }
    return true;
}

/* --- the partition ------------------------------------------------------------------------------------------------- */

static void make_trial(struct core_exact *x)
{
    core_sketch_clear(&x->trial);
    for (uint32_t r = 0; r < x->trial.routes_n; r++) {
        const struct core_subsets_cell *cell = core_subsets_cell(&x->subsets, r, x->chosen[r]);
        uint32_t count = 0;
        for (uint32_t a = 0; a < x->subsets.n; a++)
            count += x->chosen[r] >> a & 1;
        for (uint32_t i = 0; i < count; i++)
            core_sketch_insert(&x->trial, r, i, x->subsets.place[cell->order[i]]);
    }
}

struct choosing {
    struct core_sketch *plan;
    struct core_total *best;
};

/* Choose the sets of route R and those after it from LEFT; SO_FAR is what those before it come to. */
static bool choose(struct core_exact *x, uint32_t r, uint32_t left, const struct core_total *so_far,
                   const struct choosing *c)
{
    uint32_t sets = 1U << x->subsets.n;
    if (r == x->trial.routes_n) {
        struct core_total total;
        make_trial(x);
        x->steps += 20;
        if (core_total_of(x->totals, &x->trial, &total) && core_total_compare(&total, c->best) < 0) {
            core_sketch_copy(c->plan, &x->trial);
            *c->best = total;
        }
        return true;
    }
    for (uint32_t part = left;; part = (part - 1) & left) {
        struct core_total worth;
        if (++x->steps > x->steps_max)
            return false;
        if (worth_of(x, r, part, &worth)) {
            struct core_total now = plus(so_far, &worth);
            struct core_total most = plus(&now, &x->rest[(size_t)(r + 1) * sets + (left & ~part)]);
            x->chosen[r] = part;
            if (core_total_compare(&most, c->best) < 0 && goes_along(x, r, part) &&
                !choose(x, r + 1, left & ~part, &now, c))
                return false;
        }
        if (!part)
            return true;
    }
}

/* All duties, of which the routes then take some away, and the price of all given places unserved. */
static struct core_total nothing_served(const struct core_exact *x)
{
    const struct core_rules *rules = x->totals->rules;
    struct core_total total = {.value_ms = x->subsets.base_ms};
    for (uint32_t i = 0; i < rules->problem->places_n; i++)
        total.unserved += rules->duty[i];
    for (uint32_t g = 0; g < rules->problem->groups_n; g++)
        total.unserved += rules->problem->groups[g].required;
    return total;
}

bool core_exact_run(struct core_exact *x, struct core_sketch *plan, struct core_total *best, uint32_t steps_max)
{
    uint32_t routes_n = x->totals->rules->problem->routes_n, sets = 1U << x->subsets.n, n;
    if (!core_subsets_fit(x->totals->rules->problem, &n) || !core_subsets_fill(&x->subsets, best, steps_max))
        return false;
    x->steps = x->subsets.steps;
    x->steps_max = steps_max;
    look_at_pairs(x);
    for (uint32_t set = 0; set < sets; set++)
        x->rest[(size_t)routes_n * sets + set] = (struct core_total){0};
    for (uint32_t r = routes_n; r-- > 0;)
        if (!fill_rest(x, r))
            return false;
    struct core_total start = nothing_served(x);
    struct choosing c = {plan, best};
    return choose(x, 0, sets - 1, &start, &c);
}
