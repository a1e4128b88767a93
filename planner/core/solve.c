/* Two phases: the day of duties, which may be late, and then the search, for which all lateness that the first phase could
 * not avoid is allowed and no other. In the end, a look at how good that is at most. */
#include "planner/core/solve.h"

#include "planner/core/construct.h"
#include "planner/core/prove.h"
#include "planner/core/report.h"
#include "planner/core/search.h"
#include "planner/core/total.h"

enum {
    PASSES = 3,
    /* The default effort: an iteration costs the more, the more places there are and the more routes there are to look at. A
     * day with 40 places takes a fortieth of a second, with 500 a tenth, a week of such days one. */
    ITERATIONS_ANY = 2500,
    ITERATIONS_SMALL = 50000, /* over the number of places and this: */
    SMALL = 50,
    ITERATIONS_ROUTE = 400, /* for each but the first */
    /* A plain day of so few places that is not proved best is tried again so often, from the beginning: that costs little. */
    FEW = 64,
    AGAIN = 1
};

struct solver {
    const struct core_problem *problem;
    const struct core_options *asked; /* NULL: nothing */
    struct core_options options;
    bool stopped;
    struct core_rules rules;
    struct core_construct construct;
    struct core_model model;
    struct core_search search;
    struct core_totals totals;
    struct core_prove prove;
    struct core_report report;
    struct core_sketch day, best; /* what a search goes on from; the best of all */
    struct core_total total;      /* of the best */
};

static void lay_out(struct solver *solver, struct core_solution *out, struct core_carve *carve)
{
    const struct core_problem *q = solver->problem;
    core_report_carve(q, out, carve);
    core_rules_init(&solver->rules, q, carve);
    core_construct_init(&solver->construct, &solver->rules, carve);
    core_model_init(&solver->model, &solver->rules, carve);
    core_search_init(&solver->search, &solver->model, carve);
    core_totals_init(&solver->totals, &solver->rules, carve);
    core_prove_init(&solver->prove, &solver->rules, carve);
    core_report_init(&solver->report, &solver->rules, carve);
    core_sketch_init(&solver->day, q->routes_n, q->places_n, carve);
    core_sketch_init(&solver->best, q->routes_n, q->places_n, carve);
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

/* --- options --------------------------------------------------------------------------------------------------------- */

static uint32_t ask_spent(void *context)
{
    const struct solver *solver = context;
    return solver->asked->spent(solver->asked->context);
}

/* Once stopped, always stopped. */
static bool ask_stop(void *context)
{
    struct solver *solver = context;
    solver->stopped = solver->stopped || solver->asked->stop(solver->asked->context);
    return solver->stopped;
}

static void choose_options(struct solver *solver, const struct core_options *asked)
{
    const struct core_problem *q = solver->problem;
    solver->asked = asked;
    solver->options = asked ? *asked : (struct core_options){0};
    solver->options.context = solver;
    if (solver->options.spent)
        solver->options.spent = ask_spent;
    if (solver->options.stop)
        solver->options.stop = ask_stop;
    if (!solver->options.iterations)
        solver->options.iterations =
            ITERATIONS_ANY + ITERATIONS_SMALL / (q->places_n + SMALL) + ITERATIONS_ROUTE * (q->routes_n - 1);
}

/* --- passes ---------------------------------------------------------------------------------------------------------- */

/* Take the optional places of ROUTE out of SKETCH but for those that others rely on. */
static void drop_optional(const struct solver *solver, struct core_sketch *sketch, uint32_t route)
{
    const struct core_rules *rules = &solver->rules;
    const struct core_totals *scratch = &solver->totals;
    const struct core_where where = {scratch->route, scratch->at};
    core_rules_locate(rules, sketch, scratch->route, scratch->at);
    for (uint32_t i = core_sketch_count(sketch, route); i-- > 0;) {
        uint32_t place = core_sketch_route(sketch, route)[i];
        if (!rules->optional[place] || core_rules_relied_on(rules, &where, place))
            continue;
        core_sketch_remove(sketch, route, i);
        scratch->route[place] = CORE_NOWHERE;
    }
}

/* The search may have come upon an order of duties that is less late than the first phase's, if only the optional places
 * were not in between. They must not be, then. True if any had to go from SKETCH, which comes to TOTAL. */
static bool drop_harmful(struct solver *solver, struct core_sketch *sketch, struct core_total *total)
{
    struct core_sketch *bare = &solver->search.current; /* nobody needs it between searches */
    bool dropped = false;
    for (uint32_t r = 0; r < sketch->routes_n; r++) {
        struct core_total its;
        core_sketch_copy(bare, sketch);
        drop_optional(solver, bare, r);
        if (!core_total_of(&solver->totals, bare, &its))
            continue;
        if (its.late_s > total->late_s || (its.late_s == total->late_s && its.missed >= total->missed))
            continue;
        core_sketch_copy(sketch, bare);
        *total = its;
        dropped = true;
    }
    return dropped;
}

static void keep_if_better(struct solver *solver, const struct core_sketch *sketch, const struct core_total *total)
{
    if (core_total_compare(total, &solver->total) > 0)
        return;
    solver->total = *total;
    core_sketch_copy(&solver->best, sketch);
}

/* Search from the day. True if another search may find more. */
static bool search(struct solver *solver, struct core_solution *out)
{
    struct core_sketch *found = &solver->search.best;
    struct core_total total;
    core_model_settle(&solver->model, &solver->day);
    core_search_run(&solver->search, &solver->day, &solver->options);
    out->iterations += solver->search.iterations;
    if (!core_total_of(&solver->totals, found, &total))
        return false;
    bool dropped = drop_harmful(solver, found, &total);
    keep_if_better(solver, found, &total);
    core_sketch_copy(&solver->day, found);
    return dropped && !solver->stopped;
}

/* The fixed places alone are always a solution. */
static void drop_all_but_fixed(const struct solver *solver, struct core_sketch *sketch)
{
    for (uint32_t r = 0; r < sketch->routes_n; r++)
        while (core_sketch_count(sketch, r) > solver->problem->routes[r].fixed_n)
            core_sketch_remove(sketch, r, core_sketch_count(sketch, r) - 1);
}

static bool may_try_again(const struct solver *solver)
{
    bool by_default = !solver->asked || (!solver->asked->iterations && !solver->asked->spent);
    return by_default && !solver->options.no_proof && !solver->stopped && !solver->model.rich &&
           solver->problem->routes_n == 1 && solver->problem->places_n <= FEW;
}

/* Other luck, from the day of duties. True if the best is worth all that can be; what is better in more than the value makes
 * the bound worthless. */
static bool try_again(struct solver *solver, struct core_solution *out, int64_t *bound_ms)
{
    const struct core_total before = solver->total;
    for (int i = 0; i < AGAIN && may_try_again(solver); i++) {
        solver->options.seed++;
        core_sketch_copy(&solver->day, &solver->construct.day);
        search(solver, out);
    }
    const struct core_total *total = &solver->total;
    if (total->unserved != before.unserved || total->late_s != before.late_s || total->missed != before.missed)
        *bound_ms = CORE_NO_BOUND;
    return total->value_ms == *bound_ms && !total->unserved && !total->late_s && !total->missed;
}

bool core_solve(const struct core_problem *problem, const struct core_options *options, void *memory, size_t bytes,
                struct core_solution *out)
{
    struct solver solver = {.problem = problem};
    struct core_solution solution = {0};
    struct core_carve carve = {memory, 0};
    size_t needed = core_solve_bytes(problem);
    if (!needed || needed > bytes || !memory)
        return false;
    choose_options(&solver, options);
    lay_out(&solver, &solution, &carve);
    core_construct_run(&solver.construct, &solver.options);
    core_sketch_copy(&solver.day, &solver.construct.day);
    if (!core_total_of(&solver.totals, &solver.day, &solver.total)) {
        drop_all_but_fixed(&solver, &solver.day);
        core_total_of(&solver.totals, &solver.day, &solver.total);
    }
    core_sketch_copy(&solver.best, &solver.day);
    for (int pass = 0; pass < PASSES && search(&solver, &solution); pass++)
        ;
    int64_t bound_ms = CORE_NO_BOUND;
    bool proved = !solver.options.no_proof && core_prove_run(&solver.prove, &solver.best, &solver.options, &bound_ms);
    if (!proved && core_total_of(&solver.totals, &solver.best, &solver.total))
        proved = try_again(&solver, &solution, &bound_ms);
    core_report_fill(&solver.report, &solver.best, &solution);
    solution.bound_ms = bound_ms;
    solution.proved_best = proved;
    solution.stopped = solver.stopped;
    *out = solution;
    return true;
}
