/* Depth first over all orders on one route, which is bounded by what is known of every order that begins alike: the times
 * of a route without its break only grow, so does the driving, and what is not served yet adds its worth less the least
 * driving to it at most. Neither the triangle inequality nor anything about the prices is assumed. Where a route has
 * nothing but driving to pay, an order is given up if the same places, ending alike, are done sooner for less (the
 * dominance of Righini and Salani 2009). */
#include "planner/core/subsets.h"

#include "planner/core/starts.h"

#include <string.h>

/* The beginning of a route. */
struct prefix {
    uint32_t set, count, last; /* last: a node */
    int64_t time_s, late_s, driving_s;
    int64_t worth_ms; /* of its places */
    uint32_t optional;
};

struct growing {
    struct core_subsets *subsets;
    const struct core_total *best;
    const struct core_route *route;
    uint32_t number;
    bool plain; /* nothing but driving and duties' lateness counts */
    int32_t least_home_s;
    uint32_t allowed;
    uint32_t sequence[CORE_SUBSETS_PLACES];
    uint8_t order[CORE_SUBSETS_PLACES];
};

bool core_subsets_fit(const struct core_problem *problem, uint32_t *n)
{
    uint32_t routes_n = problem->routes_n;
    uint64_t there = routes_n < 64 ? (1ULL << routes_n) - 1 : UINT64_MAX;
    *n = 0;
    for (uint32_t i = 0; i < problem->places_n; i++)
        *n += (problem->places[i].routes & there) != 0;
    if (*n <= CORE_SUBSETS_PLACES && routes_n << *n <= CORE_SUBSETS_CELLS)
        return true;
    *n = 0;
    return false;
}

void core_subsets_init(struct core_subsets *subsets, const struct core_rules *rules, struct core_carve *carve)
{
    const struct core_problem *problem = rules->problem;
    uint32_t n;
    bool fit = core_subsets_fit(problem, &n);
    *subsets = (struct core_subsets){.rules = rules};
    subsets->cells =
        core_carve_array(carve, fit ? (size_t)problem->routes_n << n : 0, sizeof(struct core_subsets_cell));
    subsets->marks = core_carve_array(carve, n ? (size_t)n << n : 0, sizeof(struct core_subsets_mark));
    if (!carve->block || !fit)
        return;
    for (uint32_t i = 0; i < problem->places_n; i++)
        if (rules->routes[i])
            subsets->place[subsets->n++] = i;
}

bool core_subsets_has(const struct core_subsets *subsets, uint32_t set, struct core_item item)
{
    for (uint32_t a = 0; a < subsets->n; a++) {
        uint32_t i = subsets->place[a], group = subsets->rules->problem->places[i].group;
        if (set >> a & 1 && (item.group ? group == item.index : i == item.index))
            return true;
    }
    return false;
}

/* --- what is known of the places ----------------------------------------------------------------------------------- */

static bool is_of(const struct core_problem *problem, uint32_t place, struct core_item item)
{
    return item.group ? problem->places[place].group == item.index : place == item.index;
}

static void look_at_pairs(struct core_subsets *x, uint32_t a)
{
    const struct core_problem *q = x->rules->problem;
    const struct core_place *one = &q->places[x->place[a]];
    for (uint32_t b = 0; b < x->n; b++) {
        const struct core_place *other = &q->places[x->place[b]];
        if (a == b)
            continue;
        if ((one->group && one->group == other->group) ||
            (one->series && one->series == other->series && (one->apart_days > 0 || other->apart_days > 0)))
            x->clashes[a] |= 1U << b;
        for (uint32_t o = 0; o < q->orders_n; o++)
            if (is_of(q, x->place[a], q->orders[o].first) && is_of(q, x->place[b], q->orders[o].then))
                x->not_after[a] |= 1U << b;
    }
}

static int32_t least_in(const struct core_subsets *x, uint32_t to)
{
    const struct core_problem *q = x->rules->problem;
    int32_t least_s = CORE_NO_WAY;
    for (uint32_t k = 0; k < x->n + q->routes_n; k++) {
        uint32_t from = k < x->n ? x->place[k] : q->routes[k - x->n].start;
        int32_t leg_s = core_schedule_leg(q, from, to);
        if ((from != to || k >= x->n) && leg_s < least_s)
            least_s = leg_s;
    }
    return least_s;
}

static void look_at_places(struct core_subsets *x)
{
    const struct core_rules *rules = x->rules;
    const struct core_problem *q = rules->problem;
    x->base_ms = x->unserved = 0;
    for (uint32_t a = 0; a < x->n; a++) {
        uint32_t i = x->place[a], group = q->places[i].group;
        bool given = q->given && rules->given_route[i] != CORE_NOWHERE;
        x->worth_ms[a] =
            (rules->duty[i] ? 0 : q->places[i].prize_s * (int64_t)1000) + (given ? q->change_s * (int64_t)1000 : 0);
        x->duties[a] = (uint32_t)rules->duty[i] + (group && q->groups[group - 1].required);
        x->clashes[a] = x->not_after[a] = 0;
        look_at_pairs(x, a);
        x->least_in_s[a] = least_in(x, i);
    }
    for (uint32_t i = 0; i < q->places_n; i++) {
        x->base_ms -= q->given && rules->given_route[i] != CORE_NOWHERE ? q->change_s * (int64_t)1000 : 0;
        x->unserved += rules->duty[i] && !rules->routes[i];
    }
    for (uint32_t g = 1; g <= q->groups_n; g++)
        x->unserved += q->groups[g - 1].required &&
                       !core_subsets_has(x, UINT32_MAX, (struct core_item){.group = true, .index = g});
}

/* --- bounds -------------------------------------------------------------------------------------------------------- */

/* The most that places outside SET can add: of each group the best one, and duties whatever they cost, if ALL_DUTIES. */
static int64_t most_left(const struct core_subsets *x, uint32_t set, bool all_duties)
{
    const struct core_problem *q = x->rules->problem;
    int64_t sum_ms = 0;
    for (uint32_t a = 0; a < x->n; a++) {
        uint32_t group = q->places[x->place[a]].group;
        int64_t its_ms = x->worth_ms[a] - x->least_in_s[a] * (int64_t)q->driving_weight;
        bool must = all_duties && x->rules->duty[x->place[a]];
        if (set >> a & 1 || x->least_in_s[a] == CORE_NO_WAY || (its_ms < 0 && !must))
            continue;
        bool outdone = false; /* by one of its group, or by one that is in SET */
        for (uint32_t b = 0; group && b < x->n; b++) {
            int64_t other_ms = x->worth_ms[b] - x->least_in_s[b] * (int64_t)q->driving_weight;
            if (b != a && q->places[x->place[b]].group == group)
                outdone |= set >> b & 1 || other_ms > its_ms || (other_ms == its_ms && b < a);
        }
        sum_ms += outdone ? 0 : its_ms;
    }
    return sum_ms;
}

/* Can a plan in which the route begins so be better than the best one known? */
static bool is_hopeful(const struct growing *g, const struct prefix *p)
{
    const struct core_subsets *x = g->subsets;
    const struct core_problem *q = x->rules->problem;
    const struct core_total *best = g->best;
    if (best->unserved > x->unserved)
        return true;
    int64_t home_s = p->time_s + g->least_home_s, late_s = p->late_s;
    if (p->count)
        late_s += home_s > g->route->latest_s ? home_s - g->route->latest_s : 0;
    if (late_s != best->late_s)
        return late_s < best->late_s;
    if (best->missed > 0)
        return true;
    int64_t driving_s = p->driving_s + (p->count ? g->least_home_s : 0);
    return x->base_ms + p->worth_ms - driving_s * q->driving_weight + most_left(x, p->set, true) > best->value_ms;
}

/* Does nothing but driving and the lateness of duties count on route R? */
static bool is_plain(const struct core_rules *rules, uint32_t r)
{
    const struct core_problem *q = rules->problem;
    bool plain =
        !q->waiting_weight && !q->needs_n && !q->given && !q->routes[r].break_s && q->max_detour_s == CORE_TIME_MAX;
    for (uint32_t i = 0; i < q->places_n; i++)
        plain &= !q->places[i].late_s;
    return plain;
}

/* Was the same done sooner, with less lateness and less driving? Else remember it, if that is no worse than what is. */
static bool is_outdone(const struct growing *g, const struct prefix *p, uint32_t a)
{
    struct core_subsets_mark *mark = g->subsets->marks + (size_t)p->set * g->subsets->n + a;
    if (!g->plain)
        return false;
    if (mark->time_s <= p->time_s && mark->late_s <= p->late_s && mark->driving_s <= p->driving_s)
        return true;
    if (p->time_s <= mark->time_s && p->late_s <= mark->late_s && p->driving_s <= mark->driving_s)
        *mark = (struct core_subsets_mark){p->time_s, p->late_s, p->driving_s};
    return false;
}

/* --- growing ------------------------------------------------------------------------------------------------------- */

/* Is the detour of the place before the last one within the limit, where there is one? */
static bool detour_kept(const struct growing *g, const struct prefix *p, uint32_t next)
{
    const struct core_rules *rules = g->subsets->rules;
    const struct core_problem *q = rules->problem;
    if (q->max_detour_s == CORE_TIME_MAX || !p->count || !rules->optional[p->last])
        return true;
    uint32_t before = p->count > 1 ? g->sequence[p->count - 2] : g->route->start;
    int64_t direct_s = core_schedule_leg(q, before, next);
    return (int64_t)core_schedule_leg(q, before, p->last) + core_schedule_leg(q, p->last, next) - direct_s <=
           q->max_detour_s;
}

/* P with place A behind it. False if no route can go on like that. */
static bool grow_by(const struct growing *g, const struct prefix *p, uint32_t a, struct prefix *out)
{
    const struct core_subsets *x = g->subsets;
    const struct core_rules *rules = x->rules;
    uint32_t i = x->place[a];
    if (!(g->allowed >> a & 1) || p->set >> a & 1 || x->clashes[a] & p->set || x->not_after[a] & p->set)
        return false;
    if (p->count < g->route->fixed_n && (rules->given_route[i] != g->number || rules->given_at[i] != p->count))
        return false;
    int32_t leg_s = core_schedule_leg(rules->problem, p->last, i);
    if (leg_s == CORE_NO_WAY || !detour_kept(g, p, i))
        return false;
    const struct core_place *place = &rules->problem->places[i];
    int64_t late_s, start_s = core_starts_first(rules->problem, place, p->time_s + leg_s, &late_s);
    late_s = late_s > place->late_s ? late_s - place->late_s : 0;
    if (late_s && !rules->duty[i])
        return false;
    *out = (struct prefix){p->set | 1U << a,
                           p->count + 1,
                           i,
                           start_s + place->service_s,
                           p->late_s + late_s,
                           p->driving_s + leg_s,
                           p->worth_ms + x->worth_ms[a],
                           p->optional + rules->optional[i]};
    return !out->optional || (out->optional <= g->route->max_optional &&
                              (out->driving_s <= g->route->max_driving_s || g->route->max_driving_s == CORE_TIME_MAX));
}

/* Put the sequence into its cell if it is the best of its set. */
static void judge(struct growing *g, const struct prefix *p)
{
    struct core_subsets *x = g->subsets;
    struct core_cost cost;
    x->steps += 1 + p->count;
    if (p->count < g->route->fixed_n || !core_schedule_cost(x->rules, g->number, g->sequence, p->count, &cost) ||
        cost.never_late_s > 0 || !core_total_limits_kept(x->rules, g->number, g->sequence, p->count, cost.driving_s))
        return;
    struct core_subsets_cell *cell = core_subsets_cell(x, g->number, p->set);
    bool better = cell->late_s < 0 || cost.late_s < cell->late_s;
    if (!better && cost.late_s == cell->late_s)
        better = cost.missed != cell->missed ? cost.missed < cell->missed : cost.price_ms < cell->price_ms;
    if (!better)
        return;
    cell->late_s = cost.late_s;
    cell->missed = (int32_t)cost.missed;
    cell->price_ms = cost.price_ms;
    memcpy(cell->order, g->order, p->count);
}

static bool grow(struct growing *g, const struct prefix *p)
{
    struct core_subsets *x = g->subsets;
    judge(g, p);
    for (uint32_t a = 0; a < x->n; a++) {
        struct prefix next;
        if (++x->steps > x->steps_max)
            return false;
        if (!grow_by(g, p, a, &next) || !is_hopeful(g, &next) || is_outdone(g, &next, a))
            continue;
        g->sequence[p->count] = next.last;
        g->order[p->count] = (uint8_t)a;
        if (!grow(g, &next))
            return false;
    }
    return true;
}

static int32_t least_home(const struct core_subsets *x, const struct core_route *route)
{
    int32_t least_s = CORE_NO_WAY;
    for (uint32_t a = 0; a < x->n; a++) {
        int32_t leg_s = core_schedule_leg(x->rules->problem, x->place[a], route->end);
        least_s = leg_s < least_s ? leg_s : least_s;
    }
    return least_s;
}

bool core_subsets_fill(struct core_subsets *x, const struct core_total *best, uint32_t steps_max)
{
    const struct core_problem *q = x->rules->problem;
    x->steps = 0;
    x->steps_max = steps_max;
    look_at_places(x);
    for (size_t c = 0; c < (size_t)q->routes_n << x->n; c++)
        x->cells[c].late_s = -1;
    for (uint32_t r = 0; r < q->routes_n; r++) {
        const struct core_route *route = &q->routes[r];
        struct growing g = {x, best, route, r, is_plain(x->rules, r), least_home(x, route), 0, {0}, {0}};
        struct prefix empty = {.last = route->start, .time_s = route->earliest_s};
        for (size_t m = 0; m < (size_t)x->n << x->n; m++)
            x->marks[m] = (struct core_subsets_mark){INT64_MAX, INT64_MAX, INT64_MAX};
        for (uint32_t a = 0; a < x->n; a++)
            g.allowed |= (uint32_t)(x->rules->routes[x->place[a]] >> r & 1) << a;
        if (!grow(&g, &empty))
            return false;
    }
    return true;
}
