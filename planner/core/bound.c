/* Lagrangian relaxation: that a unit is served once only is not asked but paid for, as is the number of optional places, and
 * each route is then the best there is by itself, relaxed (relax.h). The prices begin where a fractional knapsack of time
 * has its dual optimum and are improved by subgradient steps (Held, Wolfe and Crowder 1974). All of it is sound for any
 * prices, whatever the rounding. What a plan pays for waiting, needs, lateness and breaks elsewhere, and the rules of
 * order, series, detours and most driving, are left out: they only make plans worse. */
#include "planner/core/bound.h"

#include "planner/core/schedule.h"

enum {
    THOUSAND = 1000,
    HUNDRED = 100,
    PATIENCE = 3,     /* rounds without improvement before steps are halved */
    LEAST_SHARE = 20, /* of THOUSAND: no shorter steps */
    STEPS_PAIR = 160, /* of a round, for each pair of places */
    ROUNDS_MIN = 3    /* are worth beginning with */
};

/* Sets of tracked duties, pieces of the day, rounds. */
static const struct phase {
    uint32_t masks, buckets, rounds;
} phases[] = {{24, 512, 16}};

void core_bound_init(struct core_bound *bound, const struct core_rules *rules, struct core_carve *carve)
{
    const struct core_problem *q = rules->problem;
    size_t units = (size_t)q->places_n + q->groups_n, multipliers = units + q->routes_n;
    *bound = (struct core_bound){.rules = rules, .units_n = (uint32_t)units, .rules_n = (uint32_t)multipliers};
    core_relax_init(&bound->relax, rules, carve);
    bound->price_ms = core_carve_array(carve, multipliers, sizeof(int64_t));
    bound->best_price_ms = core_carve_array(carve, multipliers, sizeof(int64_t));
    bound->direction = core_carve_array(carve, multipliers, sizeof(int64_t));
    bound->slack = core_carve_array(carve, multipliers, sizeof(int32_t));
    bound->exactly = core_carve_array(carve, units, sizeof(bool));
    bound->visits = core_carve_array(carve, q->places_n, sizeof(uint32_t));
}

static uint32_t unit_of(const struct core_problem *q, uint32_t place)
{
    return q->places[place].group ? q->places_n + q->places[place].group - 1 : place;
}

int64_t core_bound_worth(const struct core_rules *rules, uint32_t place, uint32_t route)
{
    const struct core_problem *q = rules->problem;
    int64_t worth_s = rules->duty[place] ? 0 : q->places[place].prize_s;
    if (q->given && rules->given_route[place] != CORE_NOWHERE)
        worth_s += q->change_s;
    if (q->given && rules->given_route[place] != route)
        worth_s -= q->change_s;
    return worth_s * THOUSAND;
}

/* --- what holds anyway --------------------------------------------------------------------------------------------- */

int64_t core_bound_unserved(const struct core_rules *rules)
{
    const struct core_problem *q = rules->problem;
    int64_t unserved = 0;
    for (uint32_t i = 0; i < q->places_n; i++)
        unserved += rules->duty[i] && !rules->routes[i];
    for (uint32_t g = 1; g <= q->groups_n; g++) {
        bool any = !q->groups[g - 1].required;
        for (uint32_t k = rules->members.first[g]; k < rules->members.first[g + 1]; k++)
            any |= rules->routes[rules->members.item[k]] != 0;
        unserved += !any;
    }
    return unserved;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static int64_t find_step(const struct core_problem *q)
{
    int64_t step = common_divisor(THOUSAND, q->driving_weight);
    step = common_divisor(step, q->waiting_weight);
    for (uint32_t i = 0; i < q->places_n; i++)
        if (q->places[i].late_s > 0)
            step = common_divisor(step, q->places[i].late_weight);
    for (uint32_t k = 0; k < q->needs_n; k++)
        step = common_divisor(step, q->needs[k].weight);
    return step;
}

/* The prizes alone. */
static int64_t bound_by_prizes(struct core_bound *x)
{
    const struct core_problem *q = x->rules->problem;
    int64_t sum_ms = x->base_ms;
    for (uint32_t u = 0; u < x->units_n; u++)
        x->price_ms[u] = 0;
    for (uint32_t i = 0; i < q->places_n; i++) {
        int64_t its_ms = core_bound_worth(x->rules, i, x->rules->given_route[i]),
                *most_ms = &x->price_ms[unit_of(q, i)];
        if (x->rules->routes[i] && its_ms > *most_ms)
            *most_ms = its_ms;
    }
    for (uint32_t u = 0; u < x->units_n; u++)
        sum_ms += x->price_ms[u];
    return sum_ms;
}

/* What all plans get apart from the routes' gains. */
static int64_t constant(const struct core_bound *x, const int64_t *price_ms)
{
    const struct core_problem *q = x->rules->problem;
    int64_t sum_ms = x->base_ms;
    for (uint32_t u = 0; u < x->units_n; u++)
        sum_ms += price_ms[u];
    for (uint32_t r = 0; r < q->routes_n; r++)
        sum_ms += price_ms[x->units_n + r] * q->routes[r].max_optional;
    return sum_ms;
}

/* --- the first prices ---------------------------------------------------------------------------------------------- */

static int64_t least_leg(const struct core_problem *q, uint32_t i, bool in)
{
    int64_t least_s = CORE_NO_WAY;
    for (uint32_t j = 0; j < q->nodes_n; j++) {
        int32_t leg_s = in ? core_schedule_leg(q, j, i) : core_schedule_leg(q, i, j);
        least_s = j != i && leg_s < least_s ? leg_s : least_s;
    }
    return least_s;
}

/* The time that place I takes at least, roughly, and what is left of its worth. */
static int64_t size_of(const struct core_rules *rules, uint32_t i, int64_t *net_ms)
{
    const struct core_problem *q = rules->problem;
    int64_t leg_s = (least_leg(q, i, true) + least_leg(q, i, false)) / 2;
    leg_s = leg_s < CORE_TIME_MAX ? leg_s : CORE_TIME_MAX;
    *net_ms = core_bound_worth(rules, i, rules->given_route[i]) - leg_s * q->driving_weight;
    return q->places[i].service_s + leg_s;
}

/* How much time the routes have for places that are no duties, if RATE_MS is the worth of a second: below 0 if the places
 * that are worth more take more than there is. NET and SIZE are by place. */
static int64_t time_left(const struct core_bound *x, const int64_t *net_ms, const int32_t *size_s, int64_t rate_ms)
{
    const struct core_problem *q = x->rules->problem;
    int64_t left_s = 0;
    for (uint32_t r = 0; r < q->routes_n; r++)
        left_s += q->routes[r].latest_s - q->routes[r].earliest_s - q->routes[r].break_s;
    for (uint32_t i = 0; i < q->places_n; i++)
        if (x->rules->routes[i] && (x->rules->duty[i] || net_ms[i] > rate_ms * size_s[i]))
            left_s -= size_s[i];
    return left_s;
}

/* Set the prices; returns the bound that they are by themselves, as every second is worth the rate at most and every place
 * takes its size at least. LATE_S: by which routes may end too late. */
static int64_t begin_prices(struct core_bound *x, int64_t late_s)
{
    const struct core_problem *q = x->rules->problem;
    int64_t *net_ms = x->best_price_ms, low = 0, high = (int64_t)CORE_WEIGHT_MAX * THOUSAND;
    int32_t *size_s = x->slack;
    for (uint32_t i = 0; i < q->places_n; i++)
        size_s[i] = (int32_t)size_of(x->rules, i, &net_ms[i]);
    while (low < high) {
        int64_t rate_ms = (low + high) / 2;
        if (time_left(x, net_ms, size_s, rate_ms) < 0)
            low = rate_ms + 1;
        else
            high = rate_ms;
    }
    for (uint32_t u = 0; u < x->rules_n; u++)
        x->price_ms[u] = u < x->units_n && x->exactly[u] ? CORE_RELAX_NONE : 0;
    for (uint32_t i = 0; i < q->places_n; i++) {
        int64_t *price_ms = &x->price_ms[unit_of(q, i)], its_ms = net_ms[i] - low * size_s[i];
        if (x->rules->routes[i] && its_ms > *price_ms)
            *price_ms = its_ms;
    }
    for (uint32_t u = 0; u < x->units_n; u++)
        if (x->price_ms[u] == CORE_RELAX_NONE)
            x->price_ms[u] = 0;
    int64_t bound_ms = constant(x, x->price_ms);
    for (uint32_t r = 0; r < q->routes_n; r++)
        bound_ms += (q->routes[r].latest_s + late_s - q->routes[r].earliest_s) * low;
    return bound_ms;
}

/* --- one round ----------------------------------------------------------------------------------------------------- */

/* All duties that a route can serve are served in every plan at hand. */
static void find_exactly(struct core_bound *x)
{
    const struct core_problem *q = x->rules->problem;
    for (uint32_t u = 0; u < x->units_n; u++)
        x->exactly[u] = false;
    for (uint32_t i = 0; i < q->places_n; i++) {
        uint32_t group = q->places[i].group;
        if (x->rules->routes[i] && (group ? q->groups[group - 1].required : x->rules->duty[i]))
            x->exactly[unit_of(q, i)] = true;
    }
}

static void set_gains(struct core_bound *x, const int64_t *price_ms)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_relax_lane *lane = &x->relax.lanes[x->relax.route];
    for (uint32_t i = 0; i < lane->n; i++) {
        uint32_t place = lane->place[i];
        x->relax.gain_ms[i] = core_bound_worth(x->rules, place, x->relax.route) - price_ms[unit_of(q, place)];
        if (x->rules->optional[place])
            x->relax.gain_ms[i] -= price_ms[x->units_n + x->relax.route];
    }
}

/* Count what the best relaxed route serves against what it may. */
static void take_slack(struct core_bound *x)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_relax_lane *lane = &x->relax.lanes[x->relax.route];
    core_relax_count(&x->relax, x->visits);
    for (uint32_t i = 0; i < lane->n; i++) {
        x->slack[unit_of(q, lane->place[i])] -= (int32_t)x->visits[i];
        if (x->rules->optional[lane->place[i]])
            x->slack[x->units_n + x->relax.route] -= (int32_t)x->visits[i];
    }
}

/* Bound all plans with the prices as they are, or say that none is worth more than VALUE_MS. False if the effort is spent. */
static bool bound_once(struct core_bound *x, uint32_t buckets, int64_t value_ms, int64_t *bound_ms)
{
    const struct core_problem *q = x->rules->problem;
    *bound_ms = constant(x, x->price_ms);
    for (uint32_t u = 0; u < x->units_n; u++)
        x->slack[u] = 1;
    for (uint32_t r = 0; r < q->routes_n; r++)
        x->slack[x->units_n + r] = (int32_t)q->routes[r].max_optional;
    for (uint32_t r = 0; r < q->routes_n; r++) {
        core_relax_take(&x->relax, r, buckets);
        set_gains(x, x->price_ms);
        x->relax.floor_ms = q->routes_n == 1 ? value_ms + x->step - 1 - *bound_ms : CORE_RELAX_NONE;
        if (!core_relax_run(&x->relax))
            return false;
        if (x->relax.value_ms <= CORE_RELAX_NONE) { /* none better */
            *bound_ms = value_ms;
            return x->relax.flooring;
        }
        take_slack(x);
        *bound_ms += x->relax.value_ms;
    }
    return true;
}

/* --- rounds -------------------------------------------------------------------------------------------------------- */

static bool is_free(const struct core_bound *x, uint32_t u)
{
    return u < x->units_n && x->exactly[u];
}

/* Lower the prices of what is not served and raise those of what is served too often, by a share of what would close the gap
 * if the bound were linear. Half of the direction before is kept (Camerini, Fratta and Maffioli 1975). */
static void move_prices(struct core_bound *x, int64_t gap_ms, int64_t share)
{
    const int64_t most = THOUSAND, gap_most = (int64_t)THOUSAND * THOUSAND * THOUSAND * HUNDRED;
    int64_t norm = 0;
    gap_ms = gap_ms < gap_most ? gap_ms : gap_most;
    for (uint32_t u = 0; u < x->rules_n; u++) {
        bool still = x->price_ms[u] == 0 && x->slack[u] >= 0 && !is_free(x, u);
        int64_t slack = x->slack[u] > most ? most : x->slack[u] < -most ? -most : x->slack[u];
        x->direction[u] = still ? 0 : slack * HUNDRED + x->direction[u] / 2;
        norm += x->direction[u] * x->direction[u];
    }
    for (uint32_t u = 0; u < x->rules_n && norm; u++) {
        x->price_ms[u] -= gap_ms / 10 * share * x->direction[u] / norm; /* by share / 1000 * gap * slack / norm */
        if (x->price_ms[u] < 0 && !is_free(x, u))
            x->price_ms[u] = 0;
    }
}

static void copy_prices(const struct core_bound *x, int64_t *to, const int64_t *from)
{
    for (uint32_t u = 0; u < x->rules_n; u++)
        to[u] = from[u];
}

static int64_t round_down(const struct core_bound *x, int64_t bound_ms, int64_t value_ms)
{
    int64_t gap_ms = bound_ms - value_ms;
    return gap_ms <= 0 ? value_ms : value_ms + gap_ms / x->step * x->step;
}

/* The rounds of one phase, from the best prices so far. False if the effort is spent. */
static bool improve(struct core_bound *x, const struct phase *phase, int64_t value_ms)
{
    int64_t share = THOUSAND, best_ms = INT64_MAX;
    uint32_t patience = PATIENCE;
    copy_prices(x, x->price_ms, x->best_price_ms);
    for (uint32_t u = 0; u < x->rules_n; u++)
        x->direction[u] = 0;
    for (uint32_t round = 0; round < phase->rounds && share >= LEAST_SHARE; round++) {
        int64_t bound_ms;
        if (!bound_once(x, phase->buckets, value_ms, &bound_ms))
            return false;
        if (bound_ms < best_ms) {
            best_ms = bound_ms;
            copy_prices(x, x->best_price_ms, x->price_ms);
            patience = PATIENCE;
        } else if (--patience == 0) {
            share /= 2;
            patience = PATIENCE;
        }
        x->bound_ms = best_ms < x->bound_ms ? best_ms : x->bound_ms;
        if (best_ms < value_ms + x->step)
            return true;
        move_prices(x, bound_ms - value_ms, share);
    }
    return true;
}

/* Are a few rounds within the effort? */
static bool is_affordable(const struct core_bound *x)
{
    const struct core_rules *rules = x->rules;
    uint64_t pairs = 0;
    for (uint32_t r = 0; r < rules->problem->routes_n; r++) {
        uint64_t n = 0;
        for (uint32_t i = 0; i < rules->problem->places_n; i++)
            n += rules->routes[i] >> r & 1;
        pairs += n * n;
    }
    return pairs * STEPS_PAIR * ROUNDS_MIN <= x->relax.steps_max;
}

/* Can the break of the only route not be had, with the lateness as it is? */
static bool must_miss(struct core_bound *x, int64_t late_s)
{
    core_relax_lay(&x->relax, late_s, true, true, phases[0].masks);
    core_relax_take(&x->relax, 0, phases[0].buckets);
    for (uint32_t i = 0; i < x->relax.lanes[0].n; i++)
        x->relax.gain_ms[i] = 0;
    x->relax.floor_ms = CORE_RELAX_NONE;
    return core_relax_run(&x->relax) && x->relax.value_ms <= CORE_RELAX_NONE;
}

bool core_bound_run(struct core_bound *bound, const struct core_total *best, uint64_t steps_max)
{
    const struct core_rules *rules = bound->rules;
    const struct core_problem *q = rules->problem;
    bound->base_ms = 0;
    for (uint32_t i = 0; i < q->places_n; i++)
        bound->base_ms -= q->given && rules->given_route[i] != CORE_NOWHERE ? (int64_t)q->change_s * THOUSAND : 0;
    bound->step = find_step(q);
    bound->late_is_least = !best->late_s;
    bound->missed_is_least = !best->missed;
    bound->bound_ms = round_down(bound, bound_by_prizes(bound), best->value_ms);
    if (best->unserved > core_bound_unserved(rules) || !bound->relax.cells_max || best->late_s > CORE_TIME_MAX)
        return false; /* with more lateness, times would not fit */
    find_exactly(bound);
    if (best->late_s && q->routes_n == 1) {
        core_relax_lay(&bound->relax, best->late_s, true, false, CORE_RELAX_MASKS);
        bound->late_is_least = core_relax_late_is_least(&bound->relax);
    }
    bound->relax.steps = 0;
    bound->relax.steps_max = steps_max;
    bool affordable = is_affordable(bound);
    if (best->missed && bound->late_is_least && q->routes_n == 1 && affordable)
        bound->missed_is_least = must_miss(bound, best->late_s);
    int64_t knapsack_ms = begin_prices(bound, best->late_s);
    if (knapsack_ms < bound->bound_ms)
        bound->bound_ms = round_down(bound, knapsack_ms, best->value_ms);
    copy_prices(bound, bound->best_price_ms, bound->price_ms);
    for (size_t p = 0; p < sizeof phases / sizeof *phases && affordable; p++) {
        core_relax_lay(&bound->relax, best->late_s, true, bound->late_is_least && !best->missed, phases[p].masks);
        if (!improve(bound, &phases[p], best->value_ms))
            break;
        bound->bound_ms = round_down(bound, bound->bound_ms, best->value_ms);
    }
    bound->bound_ms = round_down(bound, bound->bound_ms, best->value_ms);
    return affordable;
}

int64_t core_bound_set_gains(struct core_bound *bound)
{
    set_gains(bound, bound->best_price_ms);
    return constant(bound, bound->best_price_ms);
}
