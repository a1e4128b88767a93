/* Ruin and recreate (Schrimpf et al. 2000) in the manner of Christiaens and Vanden Berghe (2020), accepted by simulated
 * annealing as SAILS does (Gunawan et al. 2017), with the insertion rule of the ILS (Vansteenwegen et al. 2009) and, like the
 * evolution strategy of Karabulut and Tasgetiren (2020), from an elite solution again and again: at each quarter of the
 * effort the search goes on from the best, brought to a local optimum. */
#include "planner/core/search.h"

#include "planner/core/improve.h"

#include <assert.h>

enum {
    ASK_EVERY = 16, /* iterations between two looks at the effort spent */
    LEGS = 4,       /* restarts from the best, over the whole effort of 1000 */
    HOT = 120,      /* the loss that is accepted readily at the beginning, in percent of the mean prize; at the end: */
    COLD = 1,
    NOISE = 800, /* as core_recreate_style has them */
    BLINK = 100,
    LOOK_AT_ALL = 300, /* wanted places; of more than that, so many at a time: */
    LOOK = 240,
    TOLERANT = 4 /* one recreation in so many accepts places that do not pay by themselves, as they may in pairs */
};

void core_search_init(struct core_search *search, struct core_model *model, struct core_carve *carve)
{
    search->model = model;
    core_tour_init(&search->tour, model, carve);
    core_ruin_init(&search->ruin, &search->tour, &search->random, carve);
    core_recreate_init(&search->recreate, &search->tour, &search->random, carve);
    core_attempt_init(&search->attempt, &search->tour, carve);
    core_sketch_init(&search->current, model->routes_n, model->places_n, carve);
    core_sketch_init(&search->best, model->routes_n, model->places_n, carve);
}

static uint32_t spent(const struct core_search *search, const struct core_options *options)
{
    if (options->spent)
        return options->spent(options->context);
    return (uint32_t)((uint64_t)search->iterations * 1000 / options->iterations);
}

static int64_t mean_prize(const struct core_model *model)
{
    int64_t sum = 0, n = 0;
    for (uint32_t i = 0; i < model->wanted_n; i++) {
        if (!model->optional[model->wanted[i]])
            continue;
        sum += model->prize[model->wanted[i]];
        n++;
    }
    return n ? sum / n : 0;
}

/* The loss that is accepted readily when SPENT thousandths of the effort are. */
static int64_t temperature(const struct core_search *search, uint32_t spent)
{
    int64_t left = 1000 - (int64_t)spent, hot = search->mean_prize * HOT / 100, cold = search->mean_prize * COLD / 100;
    return cold + (hot - cold) / 1000 * left / 1000 * left;
}

static void keep(struct core_search *search, int64_t value)
{
    core_tour_save(&search->tour, &search->current);
    for (uint32_t r = 0; r < search->model->routes_n; r++)
        search->tour.tracks[r].changed = false;
    search->current_value = value;
    if (value <= search->best_value)
        return;
    search->best_value = value;
    core_sketch_copy(&search->best, &search->current);
}

/* Go on from the best, at a local optimum. */
static void restart(struct core_search *search)
{
    bool feasible = core_tour_load(&search->tour, &search->best);
    assert(feasible);
    (void)feasible;
    core_improve_run(&search->attempt, &search->recreate);
    keep(search, core_tour_value(&search->tour));
}

static void iterate(struct core_search *search, int64_t heat)
{
    struct core_random *random = &search->random;
    struct core_recreate_style style = {.power = 1 + core_random_below(random, CORE_RECREATE_POWER_MAX),
                                        .noise = NOISE,
                                        .blink = BLINK,
                                        .look = search->model->wanted_n > LOOK_AT_ALL ? LOOK : 0,
                                        .tolerance = core_random_below(random, TOLERANT) ? 0 : heat};
    int64_t least = search->current_value - heat * core_random_exponential(random) / 1024;
    if (core_ruin_run(&search->ruin) && core_recreate_run(&search->recreate, &style, &search->ruin)) {
        int64_t value = core_tour_value(&search->tour);
        if (value >= least) {
            keep(search, value);
            return;
        }
    }
    core_tour_restore(&search->tour, &search->current);
}

/* In a random order, a row of wanted places is a sample of them. */
static void shuffle_wanted(struct core_search *search)
{
    uint32_t *wanted = search->model->wanted;
    for (uint32_t i = search->model->wanted_n; i > 1; i--) {
        uint32_t j = core_random_below(&search->random, i), place = wanted[j];
        wanted[j] = wanted[i - 1];
        wanted[i - 1] = place;
    }
}

static void begin(struct core_search *search, const struct core_sketch *day, uint64_t seed)
{
    search->random.state = seed;
    search->iterations = 0;
    search->mean_prize = mean_prize(search->model);
    shuffle_wanted(search);
    core_recreate_ready(&search->recreate);
    core_sketch_copy(&search->best, day);
    search->best_value = INT64_MIN;
    restart(search);
}

void core_search_run(struct core_search *search, const struct core_sketch *day, const struct core_options *options)
{
    uint32_t leg = 0, done = 0;
    int64_t heat = 0;
    begin(search, day, options->seed);
    while (search->model->places_n > 0) {
        if (search->iterations % ASK_EVERY == 0) {
            done = spent(search, options);
            if (done >= 1000)
                break;
            heat = temperature(search, done);
        }
        if (done * LEGS / 1000 != leg) {
            leg = done * LEGS / 1000;
            restart(search);
        }
        iterate(search, heat);
        search->iterations++;
    }
    restart(search);
}
