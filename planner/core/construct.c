/* Ruin and recreate (Schrimpf et al. 2000) over sequences that may be late. A day has few mandatory places, so every trial
 * is judged by its whole schedule; the effort is capped for the problems that have many. */
#include "planner/core/construct.h"

#include "planner/core/schedule.h"

enum {
    EFFORT_EACH = 5, /* stops looked at, for each mandatory place and iteration */
    EFFORT_MAX = 6000000,
    RUIN_MAX = 12
};

/* What a day comes to, most important first. */
struct total {
    int64_t unserved, late_s, missed, driving_s;
};

/* The best place found for an insertion. */
struct spot {
    uint32_t route, at;
    struct total growth;
};

static int compare(const struct total *a, const struct total *b)
{
    const int64_t difference[] = {a->unserved - b->unserved, a->late_s - b->late_s, a->missed - b->missed,
                                  a->driving_s - b->driving_s};
    for (int i = 0; i < 4; i++)
        if (difference[i] != 0)
            return difference[i] < 0 ? -1 : 1;
    return 0;
}

void core_construct_init(struct core_construct *construct, const struct core_rules *rules, struct core_carve *carve)
{
    const struct core_problem *problem = rules->problem;
    uint32_t n = 0;
    for (uint32_t i = 0; i < problem->places_n; i++)
        n += problem->places[i].mandatory;
    construct->rules = rules;
    construct->problem = problem;
    core_sketch_init(&construct->day, problem->routes_n, n, carve);
    core_sketch_init(&construct->trial, problem->routes_n, n, carve);
    construct->trial_route = core_carve_array(carve, n, sizeof(uint32_t));
    construct->duty = core_carve_array(carve, n, sizeof(uint32_t));
    construct->pending = core_carve_array(carve, n, sizeof(uint32_t));
}

static bool route_total(struct core_construct *c, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct total *total)
{
    struct core_cost cost;
    c->effort -= (int64_t)count + 1;
    if (!core_schedule_cost(c->rules, route, sequence, count, &cost))
        return false;
    *total = (struct total){0, cost.late_s, cost.missed, cost.driving_s};
    return true;
}

static struct total day_total(struct core_construct *c, const struct core_sketch *day)
{
    struct total sum = {c->pending_n, 0, 0, 0}, one;
    for (uint32_t r = 0; r < day->routes_n; r++) {
        if (!route_total(c, r, core_sketch_route(day, r), core_sketch_count(day, r), &one)) {
            sum.unserved += core_sketch_count(day, r); /* removals broke the way: as good as unserved */
            continue;
        }
        sum.late_s += one.late_s;
        sum.missed += one.missed;
        sum.driving_s += one.driving_s;
    }
    return sum;
}

/* Look for the best spot for PLACE on ROUTE. */
static void try_route(struct core_construct *c, const struct core_sketch *day, uint32_t route, uint32_t place,
                      struct spot *best)
{
    const uint32_t *sequence = core_sketch_route(day, route);
    uint32_t count = core_sketch_count(day, route);
    struct total before, after;
    if (!route_total(c, route, sequence, count, &before))
        return;
    for (uint32_t i = 0; i < count; i++)
        c->trial_route[i + 1] = sequence[i];
    for (uint32_t at = 0; at <= count; at++) {
        c->trial_route[at] = place;
        if (route_total(c, route, c->trial_route, count + 1, &after)) {
            after.late_s -= before.late_s;
            after.missed -= before.missed;
            after.driving_s -= before.driving_s;
            if (best->route == UINT32_MAX || compare(&after, &best->growth) < 0)
                *best = (struct spot){route, at, after};
        }
        if (at < count)
            c->trial_route[at] = sequence[at];
    }
}

/* Insert the pending places in their order; those that fit nowhere stay pending. */
static void insert_pending(struct core_construct *c, struct core_sketch *day)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < c->pending_n; i++) {
        struct spot best = {.route = UINT32_MAX};
        for (uint32_t r = 0; r < day->routes_n; r++)
            if (c->rules->routes[c->pending[i]] >> r & 1)
                try_route(c, day, r, c->pending[i], &best);
        if (best.route == UINT32_MAX)
            c->pending[left++] = c->pending[i];
        else
            core_sketch_insert(day, best.route, best.at, c->pending[i]);
    }
    c->pending_n = left;
}

static int32_t deadline(const struct core_problem *problem, uint32_t place)
{
    const struct core_place *its = &problem->places[place];
    return its->window_count ? problem->windows[its->window_first + its->window_count - 1].close_s : CORE_TIME_MAX;
}

static void list_by_deadline(struct core_construct *c)
{
    c->duty_n = 0;
    for (uint32_t i = 0; i < c->problem->places_n; i++) {
        if (!c->problem->places[i].mandatory)
            continue;
        uint32_t at = c->duty_n++;
        for (; at > 0 && deadline(c->problem, c->duty[at - 1]) > deadline(c->problem, i); at--)
            c->duty[at] = c->duty[at - 1];
        c->duty[at] = i;
    }
}

static void move_to_pending(struct core_construct *c, uint32_t at)
{
    uint32_t route = 0;
    while (c->trial.first[route + 1] <= at)
        route++;
    c->pending[c->pending_n++] = c->trial.places[at];
    core_sketch_remove(&c->trial, route, at - c->trial.first[route]);
}

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
        move_to_pending(c, at);
    }
    for (uint32_t i = c->pending_n; i > 1; i--) {
        uint32_t j = core_random_below(&c->random, i), place = c->pending[j];
        c->pending[j] = c->pending[i - 1];
        c->pending[i - 1] = place;
    }
}

/* What is pending is what the day lacks. */
static void list_unserved(struct core_construct *c)
{
    uint32_t served_n = c->day.first[c->day.routes_n];
    c->pending_n = 0;
    c->effort -= c->duty_n;
    for (uint32_t i = 0; i < c->duty_n; i++) {
        bool served = false;
        for (uint32_t k = 0; k < served_n && !served; k++)
            served = c->day.places[k] == c->duty[i];
        if (!served)
            c->pending[c->pending_n++] = c->duty[i];
    }
}

static void drop_broken_routes(struct core_construct *c)
{
    struct total one;
    for (uint32_t r = 0; r < c->day.routes_n; r++)
        if (!route_total(c, r, core_sketch_route(&c->day, r), core_sketch_count(&c->day, r), &one))
            while (core_sketch_count(&c->day, r))
                core_sketch_remove(&c->day, r, 0);
}

void core_construct_run(struct core_construct *construct, uint32_t iterations, uint64_t seed)
{
    struct core_construct *c = construct;
    c->random.state = seed;
    core_sketch_clear(&c->day);
    list_by_deadline(c);
    c->effort = (int64_t)EFFORT_EACH * c->duty_n * iterations;
    c->effort = c->effort < EFFORT_MAX ? c->effort : EFFORT_MAX;
    list_unserved(c);
    insert_pending(c, &c->day);
    struct total best = day_total(c, &c->day);
    while (c->effort > 0 && (best.unserved || best.late_s || best.missed) && c->day.first[c->day.routes_n] > 0) {
        list_unserved(c);
        core_sketch_copy(&c->trial, &c->day);
        ruin(c);
        insert_pending(c, &c->trial);
        struct total now = day_total(c, &c->trial);
        if (compare(&now, &best) > 0)
            continue;
        best = now;
        core_sketch_copy(&c->day, &c->trial);
    }
    drop_broken_routes(c);
    list_unserved(c);
}
