/* Ruin and recreate (Schrimpf et al. 2000) over sequences that may be late. A day has few duties, so every trial is judged
 * by its whole schedule; the effort is capped for the problems that have many. A duty that needs others before it brings
 * them along. */
#include "planner/core/construct.h"

#include "planner/core/schedule.h"
#include "planner/core/total.h"

enum {
    EFFORT_EACH = 5, /* stops looked at, for each duty and iteration */
    EFFORT_MAX = 6000000,
    RUIN_MAX = 12,
    BRIDGES_MAX = 16,      /* places looked at as the missing part of the way to a duty */
    CHAIN_MAX = 64,        /* orders that a duty brings along, one before the other */
    ASK_EVERY = 200000,    /* stops looked at between two questions whether to stop: about a millisecond */
    INSERT_MAX = 400000000 /* stops that the first insertions may look at; after that they are in a hurry */
};

/* What a day comes to, most important first. */
struct total {
    int64_t unserved, late_s, missed, price_ms, driving_s;
};

/* The best place found for an insertion. */
struct spot {
    uint32_t place, route, at;
    struct total growth;
};

static int compare(const struct total *a, const struct total *b)
{
    const int64_t difference[] = {a->unserved - b->unserved, a->late_s - b->late_s, a->missed - b->missed,
                                  a->price_ms - b->price_ms, a->driving_s - b->driving_s};
    for (int i = 0; i < 5; i++)
        if (difference[i] != 0)
            return difference[i] < 0 ? -1 : 1;
    return 0;
}

static void add(struct total *sum, const struct total *one, int sign)
{
    sum->unserved += sign * one->unserved;
    sum->late_s += sign * one->late_s;
    sum->missed += sign * one->missed;
    sum->price_ms += sign * one->price_ms;
    sum->driving_s += sign * one->driving_s;
}

void core_construct_init(struct core_construct *construct, const struct core_rules *rules, struct core_carve *carve)
{
    const struct core_problem *q = rules->problem;
    size_t mandatory_n = 0;
    for (uint32_t i = 0; i < q->places_n; i++)
        mandatory_n += q->places[i].mandatory;
    size_t n = q->places_n;
    construct->rules = rules;
    construct->problem = q;
    core_sketch_init(&construct->day, q->routes_n, (uint32_t)n, carve);
    core_sketch_init(&construct->trial, q->routes_n, (uint32_t)n, carve);
    construct->trial_route = core_carve_array(carve, n + 2, sizeof(uint32_t));
    construct->brought = core_carve_array(carve, n, sizeof(uint32_t));
    construct->duty = core_carve_array(carve, mandatory_n + q->groups_n, sizeof(struct core_item));
    construct->duty_of = core_carve_array(carve, q->places_n, sizeof(uint32_t));
    construct->pending = core_carve_array(carve, mandatory_n + q->groups_n, sizeof(uint32_t));
    construct->route = core_carve_array(carve, q->places_n, sizeof(uint32_t));
    construct->at = core_carve_array(carve, q->places_n, sizeof(uint32_t));
}

static bool must_stop(struct core_construct *c)
{
    if (c->stopped || !c->options->stop || c->effort > c->ask_at)
        return c->stopped;
    c->ask_at = c->effort - ASK_EVERY;
    c->stopped = c->options->stop(c->options->context);
    return c->stopped;
}

/* --- what a route and a day come to --------------------------------------------------------------------------------- */

/* What a visit to PLACE is worth, of those that are no duties by themselves. */
static int64_t worth_ms(const struct core_construct *c, uint32_t place)
{
    const struct core_problem *q = c->problem;
    bool given = c->rules->given_route[place] != CORE_NOWHERE;
    return c->rules->duty[place] ? 0 : ((int64_t)q->places[place].prize_s + (given ? q->change_s : 0)) * 1000;
}

/* False if the sequence is not allowed. */
static bool route_total(struct core_construct *c, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct total *total)
{
    struct core_cost cost;
    c->effort -= (int64_t)count + 1;
    if (!core_schedule_cost(c->rules, route, sequence, count, &cost) || cost.never_late_s > 0)
        return false;
    if (!core_total_limits_kept(c->rules, route, sequence, count, cost.driving_s))
        return false;
    *total = (struct total){0, cost.late_s, cost.missed, cost.price_ms, cost.driving_s};
    for (uint32_t i = 0; c->rules->any && i < count; i++)
        total->price_ms -= worth_ms(c, sequence[i]);
    return true;
}

static bool day_total(struct core_construct *c, const struct core_sketch *day, struct total *sum)
{
    *sum = (struct total){.unserved = c->pending_n};
    for (uint32_t r = 0; r < day->routes_n; r++) {
        struct total one;
        if (!route_total(c, r, core_sketch_route(day, r), core_sketch_count(day, r), &one))
            return false;
        add(sum, &one, 1);
    }
    return true;
}

/* --- places come and go --------------------------------------------------------------------------------------------- */

static struct core_where where(const struct core_construct *c)
{
    return (struct core_where){c->route, c->at};
}

static void note_route(struct core_construct *c, const struct core_sketch *sketch, uint32_t route, uint32_t from)
{
    const uint32_t *sequence = core_sketch_route(sketch, route);
    for (uint32_t i = from; i < core_sketch_count(sketch, route); i++) {
        c->route[sequence[i]] = route;
        c->at[sequence[i]] = i + 1;
    }
}

static void put_in(struct core_construct *c, struct core_sketch *sketch, uint32_t route, uint32_t at, uint32_t place)
{
    core_sketch_insert(sketch, route, at, place);
    note_route(c, sketch, route, at);
}

static void take_out(struct core_construct *c, struct core_sketch *sketch, uint32_t place)
{
    uint32_t route = c->route[place], at = c->at[place] - 1;
    core_sketch_remove(sketch, route, at);
    c->route[place] = CORE_NOWHERE;
    note_route(c, sketch, route, at);
}

static void make_pending(struct core_construct *c, struct core_sketch *sketch, uint32_t place)
{
    take_out(c, sketch, place);
    if (c->duty_of[place] != CORE_NOWHERE)
        c->pending[c->pending_n++] = c->duty_of[place];
}

static bool lacks_first(const struct core_construct *c, uint32_t place)
{
    const struct core_rules *rules = c->rules;
    struct core_where at = where(c);
    for (uint32_t k = 0, o; (o = core_rules_first(rules, place, k)) != CORE_NOWHERE; k++)
        if (core_rules_served(rules, &at, c->problem->orders[o].first) == CORE_NOWHERE)
            return true;
    return false;
}

/* Take out what lacks something before it, and optional places that nothing relies on. */
static void tidy(struct core_construct *c, struct core_sketch *sketch)
{
    struct core_where now = where(c);
    bool again = true;
    while (again) {
        again = false;
        for (uint32_t i = sketch->first[sketch->routes_n]; i-- > 0;) {
            uint32_t place = sketch->places[i];
            if (!lacks_first(c, place) && !(c->rules->optional[place] && !core_rules_relied_on(c->rules, &now, place)))
                continue;
            make_pending(c, sketch, place);
            again = true;
        }
    }
}

/* --- insertion ------------------------------------------------------------------------------------------------------- */

/* Look for the best spot for PLACE on ROUTE, at AT first..last. A route that is not allowed as it is counts as unserved. In a
 * hurry, the last position will do: late is better than not served. */
static void try_route(struct core_construct *c, const struct core_sketch *sketch, uint32_t route, uint32_t place,
                      struct spot *best)
{
    const uint32_t *sequence = core_sketch_route(sketch, route);
    uint32_t count = core_sketch_count(sketch, route), first, last;
    struct core_where now = where(c);
    struct total before, after;
    if (!core_rules_span(c->rules, &now, place, route, count, &first, &last))
        return;
    if (!route_total(c, route, sequence, count, &before))
        before = (struct total){.unserved = count};
    if (must_stop(c) || c->effort < -INSERT_MAX)
        first = last;
    for (uint32_t i = 0; i < count; i++)
        c->trial_route[i < first ? i : i + 1] = sequence[i];
    for (uint32_t at = first; at <= last; at++) {
        if (must_stop(c) && best->route != CORE_NOWHERE)
            return;

        c->trial_route[at] = place;
        bool overlooked = c->blink && core_random_below(&c->random, c->blink) == 0;
        if (!overlooked && route_total(c, route, c->trial_route, count + 1, &after)) {
            add(&after, &before, -1);
            if (best->route == CORE_NOWHERE || compare(&after, &best->growth) < 0)
                *best = (struct spot){place, route, at, after};
        }
        if (at < count)
            c->trial_route[at] = sequence[at];
    }
}

/* On ROUTES, a bit for each. */
static void try_place(struct core_construct *c, const struct core_sketch *sketch, uint32_t place, uint64_t routes,
                      struct spot *best)
{
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        if ((c->rules->routes[place] & routes) >> r & 1)
            try_route(c, sketch, r, place, best);
}

static bool insert_at_best(struct core_construct *c, struct core_sketch *sketch, const struct spot *best)
{
    if (best->route == CORE_NOWHERE)
        return false;
    put_in(c, sketch, best->route, best->at, best->place);
    c->brought[c->brought_n++] = best->place;
    return true;
}

static bool insert(struct core_construct *c, struct core_sketch *sketch, struct core_item item, uint64_t routes,
                   uint32_t depth);

/* Insert PLACE on ROUTE, and before that whatever it lacks, on the same route or on days before. */
static bool insert_with_firsts(struct core_construct *c, struct core_sketch *sketch, uint32_t place, uint32_t route,
                               uint32_t depth)
{
    const struct core_problem *q = c->problem;
    const struct core_rules *rules = c->rules;
    struct core_where now = where(c);
    struct spot best = {.route = CORE_NOWHERE};
    uint64_t routes = (uint64_t)1 << route;
    for (uint32_t r = 0; q->carry_over && r < q->routes_n; r++)
        if (q->routes[r].day < q->routes[route].day)
            routes |= (uint64_t)1 << r;
    for (uint32_t k = 0, o; (o = core_rules_first(rules, place, k)) != CORE_NOWHERE; k++) {
        struct core_item first = q->orders[o].first;
        if (core_rules_served(rules, &now, first) == CORE_NOWHERE && !insert(c, sketch, first, routes, depth + 1))
            return false;
    }
    try_place(c, sketch, place, (uint64_t)1 << route, &best);
    return insert_at_best(c, sketch, &best);
}

/* The same, on any of ROUTES; nothing is left behind if that fails. */
static bool bring_firsts(struct core_construct *c, struct core_sketch *sketch, uint32_t place, uint64_t routes,
                         uint32_t depth)
{
    uint32_t n = c->problem->routes_n, start = c->blink ? core_random_below(&c->random, n) : 0, mark = c->brought_n;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t route = (start + i) % n;
        if (!((c->rules->routes[place] & routes) >> route & 1))
            continue;
        if (insert_with_firsts(c, sketch, place, route, depth))
            return true;
        while (c->brought_n > mark)
            take_out(c, sketch, c->brought[--c->brought_n]);
    }
    return false;
}

/* Insert ITEM where it is best; if nowhere, see whether it is for want of something before it. */
static bool insert(struct core_construct *c, struct core_sketch *sketch, struct core_item item, uint64_t routes,
                   uint32_t depth)
{
    struct spot best = {.route = CORE_NOWHERE};
    uint32_t n;
    const uint32_t *place = core_rules_choices(c->rules, &item, &n);
    for (uint32_t i = 0; i < n; i++)
        try_place(c, sketch, place[i], routes, &best);
    if (insert_at_best(c, sketch, &best))
        return true;
    for (uint32_t i = 0; depth < CHAIN_MAX && i < n; i++)
        if (lacks_first(c, place[i]) && bring_firsts(c, sketch, place[i], routes, depth))
            return true;
    return false;
}

/* Look for the best spot for PLACE with BRIDGE right before or behind it, on ROUTE; growth is what the route comes to. */
static void try_pair(struct core_construct *c, const struct core_sketch *sketch, uint32_t route, uint32_t place,
                     uint32_t bridge, struct spot *best)
{
    const uint32_t *sequence = core_sketch_route(sketch, route);
    uint32_t count = core_sketch_count(sketch, route), first, last, its_first, its_last;
    struct core_where now = where(c);
    struct total total;
    if (!core_rules_span(c->rules, &now, place, route, count, &first, &last) ||
        !core_rules_span(c->rules, &now, bridge, route, count, &its_first, &its_last))
        return;
    first = first > its_first ? first : its_first;
    last = last < its_last ? last : its_last;
    for (uint32_t at = 2 * first; at <= 2 * last + 1; at++) {
        for (uint32_t i = 0; i < count; i++)
            c->trial_route[i < at / 2 ? i : i + 2] = sequence[i];
        c->trial_route[at / 2] = at % 2 ? bridge : place;
        c->trial_route[at / 2 + 1] = at % 2 ? place : bridge;
        if (route_total(c, route, c->trial_route, count + 2, &total) &&
            (best->route == CORE_NOWHERE || compare(&total, &best->growth) < 0))
            *best = (struct spot){bridge, route, at, total};
    }
}

/* Where there is no way to PLACE, or none from it, there may be one by way of another. */
static bool insert_with_bridge(struct core_construct *c, struct core_sketch *sketch, uint32_t place)
{
    uint32_t n = c->problem->places_n, start = core_random_below(&c->random, n);
    struct core_where now = where(c);
    struct spot best = {.route = CORE_NOWHERE};
    for (uint32_t i = 0; i < n && i < BRIDGES_MAX && !must_stop(c); i++) {
        uint32_t bridge = (start + i) % n;
        for (uint32_t r = 0; bridge != place && c->route[bridge] == CORE_NOWHERE && r < sketch->routes_n; r++)
            try_pair(c, sketch, r, place, bridge, &best);
    }
    if (best.route == CORE_NOWHERE)
        return false;
    put_in(c, sketch, best.route, best.at / 2, best.at % 2 ? place : best.place);
    put_in(c, sketch, best.route, best.at / 2, best.at % 2 ? best.place : place);
    if (core_rules_place_kept(c->rules, &now, place) && core_rules_place_kept(c->rules, &now, best.place))
        return true;
    take_out(c, sketch, place);
    take_out(c, sketch, best.place);
    return false;
}

static void insert_duty(struct core_construct *c, struct core_sketch *sketch, struct core_item duty)
{
    uint32_t n;
    const uint32_t *place = core_rules_choices(c->rules, &duty, &n);
    c->brought_n = 0;
    if (insert(c, sketch, duty, UINT64_MAX, 0))
        return;
    for (uint32_t i = 0; c->bridging && i < n; i++)
        if (insert_with_bridge(c, sketch, place[i]))
            return;
}

/* Insert the pending duties in their order; those that fit nowhere stay pending. */
static void insert_pending(struct core_construct *c, struct core_sketch *sketch)
{
    struct core_where now = where(c);
    uint32_t left = 0;
    for (uint32_t i = 0; i < c->pending_n; i++) {
        struct core_item duty = c->duty[c->pending[i]];
        if (core_rules_served(c->rules, &now, duty) == CORE_NOWHERE)
            insert_duty(c, sketch, duty);
    }
    for (uint32_t i = 0; i < c->pending_n; i++)
        if (core_rules_served(c->rules, &now, c->duty[c->pending[i]]) == CORE_NOWHERE)
            c->pending[left++] = c->pending[i];
    c->pending_n = left;
}

/* --- duties ---------------------------------------------------------------------------------------------------------- */

static int32_t place_deadline(const struct core_problem *problem, uint32_t place)
{
    const struct core_place *its = &problem->places[place];
    return its->window_count ? problem->windows[its->window_first + its->window_count - 1].close_s : CORE_TIME_MAX;
}

/* By what duties are ordered: the least rank and the last deadline of the places that will do. */
static int64_t urgency(const struct core_construct *c, const struct core_item *item)
{
    uint32_t n, rank = CORE_PLACES_MAX;
    int32_t deadline = 0;
    const uint32_t *place = core_rules_choices(c->rules, item, &n);
    for (uint32_t i = 0; i < n; i++) {
        int32_t its = place_deadline(c->problem, place[i]);
        deadline = its > deadline ? its : deadline;
        rank = c->rules->rank[place[i]] < rank ? c->rules->rank[place[i]] : rank;
    }
    return ((int64_t)rank << 32) + deadline;
}

static void add_duty(struct core_construct *c, struct core_item item)
{
    int64_t its = urgency(c, &item);
    uint32_t at = c->duty_n++;
    for (; at > 0 && urgency(c, &c->duty[at - 1]) > its; at--)
        c->duty[at] = c->duty[at - 1];
    c->duty[at] = item;
}

static void list_duties(struct core_construct *c)
{
    const struct core_problem *q = c->problem;
    c->duty_n = 0;
    for (uint32_t i = 0; i < q->places_n; i++) {
        c->duty_of[i] = CORE_NOWHERE;
        if (q->places[i].mandatory)
            add_duty(c, (struct core_item){false, i});
    }
    for (uint32_t g = 1; g <= q->groups_n; g++)
        if (q->groups[g - 1].required)
            add_duty(c, (struct core_item){true, g});
    for (uint32_t k = 0; k < c->duty_n; k++) {
        uint32_t n;
        const uint32_t *place = core_rules_choices(c->rules, &c->duty[k], &n);
        for (uint32_t i = 0; i < n; i++)
            c->duty_of[place[i]] = k;
    }
}

/* What the day lacks is pending. */
static void list_unserved(struct core_construct *c)
{
    struct core_where now = where(c);
    c->effort -= c->duty_n;
    c->pending_n = 0;
    core_rules_locate(c->rules, &c->day, c->route, c->at);
    for (uint32_t k = 0; k < c->duty_n; k++)
        if (core_rules_served(c->rules, &now, c->duty[k]) == CORE_NOWHERE)
            c->pending[c->pending_n++] = k;
}

/* --- ruin ------------------------------------------------------------------------------------------------------------- */

/* Take some places out of the trial, neighbours or scattered, and shuffle all that is pending. */
static void ruin(struct core_construct *c)
{
    uint32_t total = c->trial.first[c->trial.routes_n];
    uint32_t most = total < RUIN_MAX ? total : RUIN_MAX;
    uint32_t count = most ? 1 + core_random_below(&c->random, most) : 0;
    bool neighbours = core_random_below(&c->random, 2) == 0;
    uint32_t at = core_random_below(&c->random, total ? total : 1);
    for (uint32_t i = 0; i < count; i++, total--) {
        at = neighbours ? at : core_random_below(&c->random, total);
        at = at < total ? at : total - 1;
        if (core_rules_is_fixed(c->rules, c->trial.places[at]))
            at = at + 1 < ++total ? at + 1 : 0;
        else
            make_pending(c, &c->trial, c->trial.places[at]);
    }
    tidy(c, &c->trial);
    for (uint32_t i = c->pending_n; i > 1; i--) {
        uint32_t j = core_random_below(&c->random, i), duty = c->pending[j];
        c->pending[j] = c->pending[i - 1];
        c->pending[i - 1] = duty;
    }
}

static void lay_fixed(struct core_construct *c)
{
    const struct core_problem *q = c->problem;
    for (uint32_t r = 0; q->given && r < q->routes_n; r++)
        for (uint32_t i = 0; i < q->routes[r].fixed_n; i++)
            core_sketch_insert(&c->day, r, i, q->given[q->given_first[r] + i]);
}

/* Is there a leg that cannot be driven? */
static bool lacks_ways(const struct core_problem *q)
{
    for (size_t row = 0; row < q->nodes_n; row++)
        for (size_t to = 0; to < q->nodes_n; to++)
            if (row != to && q->travel_s[row * q->nodes_n + to] == CORE_NO_WAY)
                return true;
    return false;
}

/* Make the day better, by one trial. */
static void try_again(struct core_construct *c, bool ways_missing, struct total *best)
{
    static const uint32_t blinks[] = {0, 0, 8, 2};
    struct total now;
    c->blink = blinks[core_random_below(&c->random, sizeof blinks / sizeof *blinks)];
    c->bridging = ways_missing && best->unserved && core_random_below(&c->random, 2) == 0;
    list_unserved(c);
    core_sketch_copy(&c->trial, &c->day);
    ruin(c);
    insert_pending(c, &c->trial);
    if (!day_total(c, &c->trial, &now) || compare(&now, best) > 0)
        return;
    *best = now;
    core_sketch_copy(&c->day, &c->trial);
}

void core_construct_run(struct core_construct *construct, const struct core_options *options)
{
    struct core_construct *c = construct;
    struct total best;
    c->random.state = options->seed;
    c->options = options;
    c->stopped = false;
    c->blink = 0;
    c->bridging = false;
    core_sketch_clear(&c->day);
    lay_fixed(c);
    list_duties(c);
    c->effort = (int64_t)EFFORT_EACH * c->duty_n * options->iterations;
    c->effort = c->effort < EFFORT_MAX ? c->effort : EFFORT_MAX;
    c->ask_at = c->effort;
    list_unserved(c);
    insert_pending(c, &c->day);
    bool allowed = day_total(c, &c->day, &best), ways_missing = allowed && best.unserved && lacks_ways(c->problem);
    bool any = c->day.first[c->day.routes_n] > 0 || ways_missing;
    while (any && allowed && c->effort > 0 && !must_stop(c) && (best.unserved || best.late_s || best.missed)) {
        try_again(c, ways_missing, &best);
        any = c->day.first[c->day.routes_n] > 0 || ways_missing;
    }
    list_unserved(c);
}
