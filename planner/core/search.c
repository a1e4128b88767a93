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
    LOOK = 240,        /* on up to LOOK_ROUTES routes; fewer on more, as each look takes longer */
    LOOK_ROUTES = 2,
    TOLERANT = 4,     /* one recreation in so many accepts places that do not pay by themselves, as they may in pairs */
    OVERSTEPPING = 4, /* one in so many oversteps the limit on detours, to find places that allow each other */
    FORCING = 8,      /* one in so many begins with a place that need not pay, if driving costs */
    SLOT_BLINK = 200, /* at most, in every other one */
    SMALL = 24,       /* stops and wanted places of problems in which one recreation in so many is exact: */
    EXACT = 3
};

void core_search_init(struct core_search *search, struct core_model *model, struct core_carve *carve)
{
    search->model = model;
    core_tour_init(&search->tour, model, carve);
    core_attempt_init(&search->attempt, &search->tour, carve);
    core_ruin_init(&search->ruin, &search->tour, &search->random, carve);
    core_recreate_init(&search->recreate, &search->attempt, &search->random, carve);
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

/* What is less late, or misses fewer breaks, than the best so far sets the measure. */
static void keep(struct core_search *search, const struct core_standing *standing)
{
    core_tour_save(&search->tour, &search->current);
    search->current_standing = *standing;
    if (core_tour_compare(standing, &search->best_standing) >= 0)
        return;
    search->best_standing = *standing;
    search->model->allowed_late_s = standing->late_s;
    search->model->allowed_missed = standing->missed;
    core_sketch_copy(&search->best, &search->current);
}

/* Go on from the best, at a local optimum. */
static void restart(struct core_search *search)
{
    bool feasible = core_tour_load(&search->tour, &search->best);
    assert(feasible);
    (void)feasible;
    core_improve_run(&search->attempt, &search->recreate);
    struct core_standing standing = core_tour_standing(&search->tour);
    keep(search, &standing);
}

static uint32_t look_of(const struct core_model *model)
{
    return model->routes_n <= LOOK_ROUTES ? LOOK : LOOK * LOOK_ROUTES / model->routes_n;
}

static struct core_recreate_style some_style(struct core_search *search, int64_t heat)
{
    struct core_random *random = &search->random;
    const struct core_model *model = search->model;
    /* One draw a statement: in a list of initial values, their order would be the compiler's choice. */
    struct core_recreate_style style = {.noise = NOISE,
                                        .blink = BLINK,
                                        .look = model->wanted_n > LOOK_AT_ALL ? look_of(model) : 0,
                                        .forced = CORE_UNSERVED};
    style.power = 1 + core_random_below(random, CORE_RECREATE_POWER_MAX);
    style.tolerance = core_random_below(random, TOLERANT) ? 0 : heat;
    if (model->detour_limited)
        style.overstep = core_random_below(random, OVERSTEPPING) == 0;
    if (model->wanted_n && (model->weight || model->rich) && core_random_below(random, FORCING) == 0)
        style.forced = model->wanted[core_random_below(random, model->wanted_n)];
    if (model->weight || model->rich)
        style.slot_blink = core_random_below(random, 2) ? core_random_below(random, SLOT_BLINK) : 0;
    if (!model->rich)
        return style;
    style.by_price = core_random_below(random, 2);
    style.exact = search->small && core_random_below(random, EXACT) == 0;
    return style;
}

/* Is the tour as it is good enough to go on from? */
static bool is_welcome(const struct core_search *search, const struct core_standing *standing, int64_t least)
{
    if (standing->released_n != search->current_standing.released_n)
        return standing->released_n > search->current_standing.released_n;
    if (core_model_is_worse(search->model, standing->late_s, standing->missed))
        return false;
    return standing->value >= least || core_tour_compare(standing, &search->best_standing) < 0;
}

static void iterate(struct core_search *search, int64_t heat)
{
    struct core_recreate_style style = some_style(search, heat);
    int64_t least = search->current_standing.value - heat * core_random_exponential(&search->random) / 1024;
    if (core_ruin_run(&search->ruin) && core_recreate_run(&search->recreate, &style, &search->ruin)) {
        struct core_standing standing = core_tour_standing(&search->tour);
        if (is_welcome(search, &standing, least)) {
            keep(search, &standing);
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

/* From the best, with the model as it is. */
static void begin(struct core_search *search)
{
    search->mean_prize = mean_prize(search->model);
    search->small = search->model->wanted_n + search->best.first[search->best.routes_n] <= SMALL;
    search->best_standing = (struct core_standing){-1, 0, 0, 0};
    shuffle_wanted(search);
    core_recreate_ready(&search->recreate);
    restart(search);
}

/* Where to be late has been looked at for a while; the rest is easier if that is settled. */
static void go_on(struct core_search *search)
{
    if (!search->model->lenient) {
        restart(search);
        return;
    }
    core_model_pin(search->model, &search->best);
    begin(search);
}

void core_search_run(struct core_search *search, const struct core_sketch *day, const struct core_options *options)
{
    uint32_t leg = 0, done = 0;
    int64_t heat = 0;
    search->random.state = options->seed;
    search->attempt.options = options;
    search->iterations = 0;
    search->stopped = false;
    core_sketch_copy(&search->best, day);
    begin(search);
    while (search->model->places_n > 0) {
        search->stopped = core_attempt_must_stop(&search->attempt);
        if (search->stopped)
            break;
        if (search->iterations % ASK_EVERY == 0) {
            done = spent(search, options);
            if (done >= 1000)
                break;
            heat = temperature(search, done);
        }
        if (done * LEGS / 1000 != leg) {
            leg = done * LEGS / 1000;
            go_on(search);
        }
        iterate(search, heat);
        search->iterations++;
    }
    if (!search->stopped)
        restart(search);
}
