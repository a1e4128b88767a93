#include "planner/core/search.h"

#define tune(n, d) (d)

void core_search_init(struct core_search *search, struct core_model *model, struct core_carve *carve)
{
    search->model = model;
    core_tour_init(&search->tour, model, carve);
    core_ruin_init(&search->ruin, &search->tour, &search->random, carve);
    core_recreate_init(&search->recreate, &search->tour, &search->random, carve);
    core_sketch_init(&search->current, model->routes_n, model->places_n, carve);
    core_sketch_init(&search->best, model->routes_n, model->places_n, carve);
}

static uint32_t spent(const struct core_search *search, const struct core_options *options, uint32_t iterations)
{
    if (options->spent)
        return options->spent(options->context);
    return (uint32_t)((uint64_t)search->iterations * 1000 / iterations);
}

static int64_t energy(const struct core_search *s, int64_t soft)
{
    int64_t driving = 0;
    for (uint32_t r = 0; r < s->model->routes_n; r++)
        driving += s->tour.tracks[r].driving_s;
    return core_tour_value(&s->tour) - driving * soft;
}

void core_search_run(struct core_search *search, const struct core_sketch *day, const struct core_options *options)
{
    struct core_search *s = search;
    struct core_tour *tour = &s->tour;
    uint32_t iterations = options->iterations;
    struct core_recreate_style style = {2, 0, 0, 0};
    s->random.state = options->seed;
    s->iterations = 0;
    core_recreate_ready(&s->recreate);
    core_tour_load(tour, day);
    core_recreate_run(&s->recreate, &style, NULL, 0);
    core_tour_save(tour, &s->current);
    core_sketch_copy(&s->best, &s->current);
    for (uint32_t r = 0; r < s->model->routes_n; r++) tour->tracks[r].changed = false;
    int64_t avg=0, cnt=0;
    for (uint32_t i = 0; i < s->model->wanted_n; i++) { avg += s->model->prize[s->model->wanted[i]]; cnt++; }
    avg = cnt ? avg/cnt : 0;
    int64_t soft = s->model->weight ? 0 : tune("SOFT", 2) * avg / 100000;
    s->best_value = core_tour_value(tour);
    int64_t now = energy(s, soft), beste = now;
    int64_t t0 = avg * tune("T0",30) / 100, t1 = avg * tune("T1", 1) / 100, temp = t0;
    uint32_t since = 0, done = 0;
    uint32_t limit = (uint32_t)tune("RESTART", 20000);
    while (true) {
        if (s->iterations % 16 == 0) {
            done = spent(s, options, iterations);
            if (done >= 1000) break;
            int64_t left = 1000 - done;
            temp = t1 + (t0 - t1) * left / 1000 * left / 1000;
        }
        s->iterations++;
        style.power = 1 + core_random_below(&s->random, (uint32_t)tune("PMAX",3));
        style.noise = (uint32_t)tune("NOISE", 300);
        style.blink = (uint32_t)tune("BLINK", 20);
        style.tolerance = 0;
        int64_t then;
        if (core_ruin_run(&s->ruin) && core_recreate_run(&s->recreate, &style, s->ruin.kept, s->ruin.kept_n)
            && (then = energy(s, soft)) >= now - temp * core_random_exponential(&s->random) / 1024) {
            now = then;
            core_tour_save(tour, &s->current);
            for (uint32_t r = 0; r < s->model->routes_n; r++) tour->tracks[r].changed = false;
            if (then > beste) {
                beste = then;
                s->best_value = core_tour_value(tour);
                core_sketch_copy(&s->best, &s->current);
                since = 0;
            }
        } else core_tour_restore(tour, &s->current);
        if (++since > limit) { since = 0; now = beste; core_sketch_copy(&s->current, &s->best);
            core_tour_load(tour, &s->current);
            for (uint32_t r = 0; r < s->model->routes_n; r++) tour->tracks[r].changed = false; }
    }
}
