#include "planner/core/solve.h"

#include "planner/core/construct.h"
#include "planner/core/schedule.h"
#include "planner/core/search.h"

#include <stdalign.h>

enum { ITERATIONS_DEFAULT = 8000 };

struct solver {
    struct core_construct construct;
    struct core_model model;
    struct core_search search;
};

static void lay_out(struct solver *solver, const struct core_problem *problem, struct core_solution *out,
                    struct core_carve *carve)
{
    size_t places = problem->places_n, routes = problem->routes_n;
    out->stops = core_carve_array(carve, places + routes, sizeof(struct core_stop));
    out->route_first = core_carve_array(carve, routes + 1, sizeof(uint32_t));
    out->leave_s = core_carve_array(carve, routes, sizeof(int32_t));
    out->home_s = core_carve_array(carve, routes, sizeof(int32_t));
    out->unserved = core_carve_array(carve, places, sizeof(uint32_t));
    core_construct_init(&solver->construct, problem, carve);
    core_model_init(&solver->model, problem, carve);
    core_search_init(&solver->search, &solver->model, carve);
}

size_t core_solve_bytes(const struct core_problem *problem)
{
    struct solver solver;
    struct core_solution out;
    struct core_carve carve = {NULL, 0};
    if (core_problem_fault(problem))
        return 0;
    lay_out(&solver, problem, &out, &carve);
    return carve.used;
}

/* What the mandatory-only day cannot avoid is allowed from here on: its late starts and ends, the breaks it missed. */
static void settle_model(struct core_model *model, const struct core_sketch *day, struct core_stop *stops)
{
    for (uint32_t r = 0; r < day->routes_n; r++) {
        const uint32_t *sequence = core_sketch_route(day, r);
        uint32_t count = core_sketch_count(day, r);
        struct core_cost cost = {0};
        int64_t late_s, driving_s;
        int32_t leave_s, home_s;
        if (!core_schedule_cost(model->problem, r, sequence, count, &cost))
            continue;
        uint32_t n = core_schedule(model->problem, r, sequence, count, stops, &late_s, &leave_s, &home_s, &driving_s);
        for (uint32_t i = 0; i < n; i++)
            if (stops[i].late_s > 0)
                core_model_allow_start(model, stops[i].place, stops[i].start_s);
        core_model_allow_home(model, r, home_s);
        if (cost.missed)
            model->lanes[r].breaking = false;
    }
}

static void report_route(const struct core_problem *problem, const struct core_sketch *best, uint32_t r,
                         struct core_solution *out)
{
    const uint32_t *sequence = core_sketch_route(best, r);
    uint32_t count = core_sketch_count(best, r);
    struct core_cost cost = {0};
    int64_t late_s, driving_s;
    uint32_t n = core_schedule(problem, r, sequence, count, out->stops + out->route_first[r], &late_s, &out->leave_s[r],
                               &out->home_s[r], &driving_s);
    out->route_first[r + 1] = out->route_first[r] + n;
    if (!core_schedule_cost(problem, r, sequence, count, &cost)) {
        out->leave_s[r] = out->home_s[r] = problem->routes[r].earliest_s; /* nothing to drive for */
        return;
    }
    out->late_s += cost.late_s;
    out->breaks_missed += (uint32_t)cost.missed;
    out->driving_s += driving_s;
    for (uint32_t i = 0; i < count; i++)
        out->prize_s += problem->places[sequence[i]].mandatory ? 0 : problem->places[sequence[i]].prize_s;
}

bool core_solve(const struct core_problem *problem, const struct core_options *options, void *memory, size_t bytes,
                struct core_solution *out)
{
    struct solver solver;
    struct core_solution solution = {0};
    struct core_carve carve = {memory, 0};
    struct core_options chosen = options ? *options : (struct core_options){0};
    size_t needed = core_solve_bytes(problem);
    if (!needed || needed > bytes || !memory)
        return false;
    if (!chosen.iterations)
        chosen.iterations = ITERATIONS_DEFAULT;
    lay_out(&solver, problem, &solution, &carve);
    core_construct_run(&solver.construct, chosen.seed);
    settle_model(&solver.model, &solver.construct.day, solution.stops);
    for (uint32_t i = 0; i < solver.construct.pending_n; i++)
        core_model_release(&solver.model, solver.construct.pending[i]);
    core_model_settle(&solver.model);
    core_search_run(&solver.search, &solver.construct.day, &chosen);
    solution.route_first[0] = 0;
    for (uint32_t r = 0; r < problem->routes_n; r++)
        report_route(problem, &solver.search.best, r, &solution);
    for (uint32_t i = 0; i < problem->places_n; i++)
        if (problem->places[i].mandatory && solver.search.tour.route[i] == CORE_UNSERVED)
            solution.unserved[solution.unserved_n++] = i;
    solution.value_s = solution.prize_s - solution.driving_s * problem->driving_weight / 1000;
    solution.iterations = solver.search.iterations;
    *out = solution;
    return true;
}
