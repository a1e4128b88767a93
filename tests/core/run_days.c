#include "tests/core/run_days.h"

#include "tests/core/label_days.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The most driving on a day with calls depends on the driving of the jobs alone. */
static struct made_day *make(const struct day_kind *kind, uint64_t seed)
{
    struct made_day *day = made_day_new(kind, seed);
    struct core_problem jobs = day->problem;
    struct core_route route = day->routes[0];
    struct label_day alone;
    if (!day->extra_s)
        return day;
    jobs.places_n = kind->jobs;
    jobs.routes = &route;
    jobs.groups_n = jobs.orders_n = jobs.needs_n = 0;
    jobs.waiting_weight = 0;
    route.break_amenities = 0;
    if (label_days_best(&jobs, true, &alone))
        day->routes[0].max_driving_s = (int32_t)alone.driving_s + day->extra_s;
    return day;
}

void day_run_solve(const struct day_kind *kind, uint64_t seed, struct day_run *run)
{
    struct made_day *day = make(kind, seed);
    struct core_solution solution;
    memset(run, 0, sizeof *run);
    run->bytes = core_solve_bytes(&day->problem);
    void *memory = malloc(run->bytes ? run->bytes : 1);
    double from_ms = cpu_ms();
    run->solved = memory && core_solve(&day->problem, NULL, memory, run->bytes, &solution);
    run->cpu_ms = cpu_ms() - from_ms;
    if (run->solved) {
        run->solved = core_check(&day->problem, &solution, run->fault);
        run->unserved = solution.unserved_n;
        run->late_s = solution.late_s;
        run->missed = solution.breaks_missed;
        run->value_ms = solution.value_ms;
        run->bound_ms = solution.bound_ms;
        run->proved = solution.proved_best;
    } else {
        snprintf(run->fault, sizeof run->fault, "not solved");
    }
    free(memory);
    made_day_free(day);
}

void day_run_compare(const struct day_kind *kind, uint64_t seed, struct day_run *run)
{
    struct made_day *day = make(kind, seed);
    struct label_day best;
    run->compared = run->solved && label_days_best(&day->problem, false, &best);
    if (run->compared) {
        const int64_t worse[] = {run->unserved, run->late_s - best.late_s, run->missed - best.missed,
                                 best.value_ms - run->value_ms};
        for (int i = 0; i < 4 && !run->against; i++)
            run->against = (worse[i] > 0) - (worse[i] < 0);
        run->best_ms = best.value_ms;
    }
    made_day_free(day);
}
