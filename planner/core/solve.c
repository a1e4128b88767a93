/* Two phases: the mandatory-only day, which may be late, and then the search, for which all lateness that the first phase
 * could not avoid is allowed and no other. */
#include "planner/core/solve.h"

#include "planner/core/construct.h"
#include "planner/core/schedule.h"
#include "planner/core/search.h"
#include "planner/core/total.h"

enum {
    PASSES = 3,
    /* The default effort, in all: a fifth of a second for a day with 500 places, half a second with 2,000, or less. */
    ITERATIONS_ANY = 4000,
    ITERATIONS_PLACE = 1,
    ITERATIONS_ROUTE = 1000
};

struct solver {
    const struct core_problem *problem;
    struct core_rules rules;
    struct core_construct construct;
    struct core_model model;
    struct core_search search;
    struct core_sketch day;
};

static void lay_out(struct solver *solver, struct core_solution *out, struct core_carve *carve)
{
    size_t places = solver->problem->places_n, routes = solver->problem->routes_n;
    out->stops = core_carve_array(carve, places + routes, sizeof(struct core_stop));
    out->route_first = core_carve_array(carve, routes + 1, sizeof(uint32_t));
    out->leave_s = core_carve_array(carve, routes, sizeof(int32_t));
    out->home_s = core_carve_array(carve, routes, sizeof(int32_t));
    out->unserved = core_carve_array(carve, places + solver->problem->groups_n, sizeof(struct core_unserved));
    core_rules_init(&solver->rules, solver->problem, carve);
    core_construct_init(&solver->construct, &solver->rules, carve);
    core_model_init(&solver->model, solver->problem, carve);
    core_search_init(&solver->search, &solver->model, carve);
    core_sketch_init(&solver->day, solver->problem->routes_n, solver->problem->places_n, carve);
}

size_t core_solve_bytes(const struct core_problem *problem)
{
    struct solver solver = {.problem = problem};
    struct core_solution out;
    struct core_carve carve = {NULL, 0};
    if (core_problem_fault(problem))
        return 0;
    lay_out(&solver, &out, &carve);
    return carve.used;
}

/* The cost of ROUTE in SKETCH; of its mandatory places only, if BARE. False if it cannot be driven. */
static bool cost_of(const struct solver *solver, const struct core_sketch *sketch, uint32_t route, bool bare,
                    struct core_cost *cost)
{
    const uint32_t *sequence = core_sketch_route(sketch, route);
    uint32_t *only = solver->search.current.places, count = 0; /* nobody needs the current tour between searches */
    for (uint32_t i = 0; i < core_sketch_count(sketch, route); i++)
        if (!bare || solver->rules.duty[sequence[i]])
            only[count++] = sequence[i];
    return core_schedule_cost(&solver->rules, route, only, count, cost);
}

static bool is_served(const struct core_sketch *sketch, uint32_t place)
{
    for (uint32_t i = 0; i < sketch->first[sketch->routes_n]; i++)
        if (sketch->places[i] == place)
            return true;
    return false;
}

/* Allow, in the model, what DAY cannot avoid: its late starts and ends, the breaks it misses, what it leaves unserved. */
static void settle_model(struct solver *solver, struct core_stop *stops)
{
    struct core_model *model = &solver->model;
    const struct core_sketch *day = &solver->day;
    core_model_reset(model);
    for (uint32_t r = 0; r < day->routes_n; r++) {
        struct core_cost cost;
        uint32_t n =
            core_schedule_full(&solver->rules, r, core_sketch_route(day, r), core_sketch_count(day, r), stops, &cost);
        for (uint32_t i = 0; i < n; i++)
            if (stops[i].late_s > 0)
                core_model_allow_start(model, stops[i].place, stops[i].start_s);
        core_model_allow_home(model, r, (int32_t)cost.home_s);
        if (cost.missed)
            core_model_allow_no_break(model, r);
    }
    for (uint32_t i = 0; i < model->places_n; i++)
        if (model->kept[i] && !is_served(day, i))
            core_model_release(model, i);
    core_model_settle(model);
}

static void drop_optional(const struct core_rules *rules, struct core_sketch *sketch, uint32_t route)
{
    for (uint32_t i = core_sketch_count(sketch, route); i-- > 0;)
        if (!rules->duty[core_sketch_route(sketch, route)[i]])
            core_sketch_remove(sketch, route, i);
}

/* The search may have come upon an order of mandatory places that is less late than the first phase's, if only the optional
 * ones were not in between. They must not be, then. True if any had to go. */
static bool drop_harmful(struct solver *solver)
{
    struct core_sketch *best = &solver->search.best;
    bool dropped = false;
    for (uint32_t r = 0; r < best->routes_n; r++) {
        struct core_cost all, bare;
        if (!cost_of(solver, best, r, false, &all) || !cost_of(solver, best, r, true, &bare))
            continue;
        if (bare.late_s > all.late_s || (bare.late_s == all.late_s && bare.missed >= all.missed))
            continue;
        drop_optional(&solver->rules, best, r);
        dropped = true;
    }
    return dropped;
}

static void report_route(const struct core_rules *rules, const struct core_sketch *best, uint32_t r,
                         struct core_solution *out)
{
    const uint32_t *sequence = core_sketch_route(best, r);
    uint32_t count = core_sketch_count(best, r), first = out->route_first[r];
    struct core_cost cost;
    uint32_t n = core_schedule_full(rules, r, sequence, count, out->stops + first, &cost);
    out->leave_s[r] = (int32_t)cost.leave_s;
    out->home_s[r] = (int32_t)cost.home_s;
    out->route_first[r + 1] = first + n;
    out->late_s += cost.late_s;
    out->breaks_missed += (uint32_t)cost.missed;
    out->driving_s += cost.driving_s;
    out->waiting_s += cost.waiting_s;
    out->late_price_ms += cost.late_price_ms;
    for (uint32_t k = 0; k < CORE_NEEDS_MAX; k++)
        out->need_s[k] += cost.need_s[k];
    out->breaks_elsewhere += (uint32_t)cost.elsewhere;
    out->changes += (uint32_t)cost.changes;
    out->value_ms -= cost.price_ms;
    for (uint32_t i = 0; i < count; i++)
        out->prize_s += rules->duty[sequence[i]] ? 0 : rules->problem->places[sequence[i]].prize_s;
}

static void report_unserved(const struct core_rules *rules, const struct core_sketch *best, struct core_solution *out)
{
    const struct core_problem *problem = rules->problem;
    for (uint32_t i = 0; i < problem->places_n; i++) {
        if (is_served(best, i))
            continue;
        if (rules->duty[i])
            out->unserved[out->unserved_n++] = (struct core_unserved){{false, i}, CORE_REASON_ROOM};
        out->changes += rules->given_route[i] != CORE_NOWHERE;
        if (rules->given_route[i] != CORE_NOWHERE)
            out->value_ms -= (int64_t)problem->change_s * 1000;
    }
}

static void report(const struct core_rules *rules, const struct core_sketch *best, struct core_solution *out)
{
    out->route_first[0] = 0;
    for (uint32_t r = 0; r < rules->problem->routes_n; r++)
        report_route(rules, best, r, out);
    report_unserved(rules, best, out);
    out->value_ms += out->prize_s * 1000;
    out->bound_ms = CORE_NO_BOUND;
}

bool core_solve(const struct core_problem *problem, const struct core_options *options, void *memory, size_t bytes,
                struct core_solution *out)
{
    struct solver solver = {.problem = problem};
    struct core_solution solution = {0};
    struct core_carve carve = {memory, 0};
    struct core_options chosen = options ? *options : (struct core_options){0};
    size_t needed = core_solve_bytes(problem);
    if (!needed || needed > bytes || !memory)
        return false;
    if (!chosen.iterations)
        chosen.iterations =
            ITERATIONS_ANY + ITERATIONS_PLACE * problem->places_n + ITERATIONS_ROUTE * problem->routes_n;
    lay_out(&solver, &solution, &carve);
    core_construct_run(&solver.construct, chosen.iterations, chosen.seed);
    core_sketch_copy(&solver.day, &solver.construct.day);
    for (int pass = 0; pass < PASSES; pass++) {
        settle_model(&solver, solution.stops);
        core_search_run(&solver.search, &solver.day, &chosen);
        solution.iterations += solver.search.iterations;
        if (!drop_harmful(&solver))
            break;
        core_sketch_copy(&solver.day, &solver.search.best);
    }
    report(&solver.rules, &solver.search.best, &solution);
    *out = solution;
    return true;
}
