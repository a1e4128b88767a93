/* From the surest to the roughest: for a few places, the exact search; for one route, all routes that can be better, by
 * labels; for everything, the bound by prices of visits. */
#include "planner/core/prove.h"

/* Effort, in steps of the parts: a few tens of milliseconds each. */
enum {
    EXACT_STEPS = 400000,
    BOUND_STEPS = 6000000,      /* for a route */
    BOUND_STEPS_MAX = 60000000, /* in all */
    AFTER_STEPS = 3000000,      /* for the backward labels that the forward ones are held against */
    AFTER_BUCKETS = 512,
    LABEL_STEPS = 2000000,
    ITERATIONS_FULL = 2000 /* of the search, from which on this is the effort */
};

void core_prove_init(struct core_prove *prove, const struct core_rules *rules, struct core_carve *carve)
{
    core_totals_init(&prove->totals, rules, carve);
    core_exact_init(&prove->exact, &prove->totals, carve);
    core_bound_init(&prove->bound, rules, carve);
    core_labels_init(&prove->labels, &prove->bound, &prove->totals, carve);
}

static bool must_stop(const struct core_options *options)
{
    return options->stop && options->stop(options->context);
}

/* STEPS, or in proportion to the iterations asked for, if these are few. */
static uint64_t share_of(uint64_t steps, const struct core_options *options)
{
    bool few = options->iterations && options->iterations < ITERATIONS_FULL && !options->spent;
    return few ? steps * options->iterations / ITERATIONS_FULL : steps;
}

/* List all that can be better, on the only route. */
static void list_all(struct core_prove *x, struct core_sketch *plan, struct core_total *best,
                     const struct core_options *options)
{
    struct core_relax *relax = &x->bound.relax;
    relax->steps = 0;
    relax->steps_max = share_of(AFTER_STEPS, options);
    core_relax_take(relax, 0, AFTER_BUCKETS);
    relax->floor_ms = best->value_ms + x->bound.step - 1 - core_bound_set_gains(&x->bound);
    if (!core_relax_run(relax))
        return;
    core_relax_close(relax);
    core_labels_run(&x->labels, plan, best, share_of(LABEL_STEPS, options), false, &x->bound.bound_ms);
    if (x->bound.bound_ms > best->value_ms && !core_labels_tell_all(x->totals.rules) && !must_stop(options))
        core_labels_run(&x->labels, plan, best, share_of(LABEL_STEPS, options), true, &x->bound.bound_ms);
}

bool core_prove_rough(struct core_prove *x, struct core_sketch *plan, const struct core_options *options,
                      int64_t *bound_ms)
{
    const struct core_rules *rules = x->totals.rules;
    uint64_t steps = (uint64_t)rules->problem->routes_n * BOUND_STEPS;
    struct core_total best;
    *bound_ms = CORE_NO_BOUND;
    if (must_stop(options) || !core_total_of(&x->totals, plan, &best))
        return false;
    steps = share_of(steps < BOUND_STEPS_MAX ? steps : BOUND_STEPS_MAX, options);
    x->bound.relax.options = options;
    bool priced = core_bound_run(&x->bound, &best, steps);
    if (priced && rules->problem->routes_n == 1 && x->bound.bound_ms > best.value_ms && !must_stop(options))
        list_all(x, plan, &best, options);
    *bound_ms = x->bound.bound_ms > best.value_ms ? x->bound.bound_ms : best.value_ms;
    return *bound_ms == best.value_ms && best.unserved == core_bound_unserved(rules) && x->bound.late_is_least &&
           x->bound.missed_is_least;
}

bool core_prove_run(struct core_prove *x, struct core_sketch *plan, const struct core_options *options,
                    int64_t *bound_ms)
{
    struct core_total best;
    *bound_ms = CORE_NO_BOUND;
    if (must_stop(options) || !core_total_of(&x->totals, plan, &best))
        return false;
    if (!core_exact_run(&x->exact, plan, &best, (uint32_t)share_of(EXACT_STEPS, options)))
        return core_prove_rough(x, plan, options, bound_ms);
    *bound_ms = best.value_ms;
    return true;
}
