/* Every move of the search, on random tours of random problems: what it says that it gains is what the plan is worth more,
 * worked out from scratch; a move that is not taken changes nothing; and no move breaks a rule. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/across.h"
#include "planner/core/construct.h"
#include "planner/core/recreate.h"
#include "planner/core/search.h"
#include "planner/core/shorten.h"
#include "planner/core/swap.h"
#include "planner/core/total.h"
#include "tests/core/make_problem.h"

#include <stdio.h>
#include <stdlib.h>

enum { PROBLEMS = 5000, PLACES = 24, ROUNDS = 3 };

enum kind {
    INSERT,
    WEIGH, /* the insertion of a rich problem */
    DROP,
    REPLACE,
    STAND_IN, /* a replacement within a group */
    MOVE,
    TURN,
    RELOCATE,
    EXCHANGE,
    TAILS,
    KINDS
};

static const char *const names[KINDS] = {"insert", "weigh", "drop",     "replace",  "stand in",
                                         "move",   "turn",  "relocate", "exchange", "tails"};

/* All that the search works with, laid out as the solver does. */
struct bench {
    struct core_rules rules;
    struct core_construct construct;
    struct core_model model;
    struct core_search search; /* its tour, attempt and recreate are what is tested */
    struct core_totals totals;
    struct core_sketch sketch;
    struct core_random random;
    void *memory;
    struct core_total day; /* of duties */
    bool valued;
    int64_t apart; /* the tour's value less the plan's: always the same */
    unsigned seen[KINDS];
};

static struct made made;

static void lay_out(struct bench *bench, struct core_carve *carve)
{
    core_rules_init(&bench->rules, &made.problem, carve);
    core_construct_init(&bench->construct, &bench->rules, carve);
    core_model_init(&bench->model, &bench->rules, carve);
    core_search_init(&bench->search, &bench->model, carve);
    core_totals_init(&bench->totals, &bench->rules, carve);
    core_sketch_init(&bench->sketch, made.problem.routes_n, made.problem.places_n, carve);
}

/* The day of duties of the problem at hand, in the tour; with PIN, what is late there is all that may be. */
static bool begin(struct bench *bench, bool pin)
{
    struct core_carve carve = {NULL, 0};
    const struct core_options options = {.iterations = 20};
    lay_out(bench, &carve);
    bench->memory = malloc(carve.used + 1);
    assert_non_null(bench->memory);
    carve = (struct core_carve){bench->memory, 0};
    lay_out(bench, &carve);
    bench->valued = false;
    core_construct_run(&bench->construct, &options);
    if (!core_total_of(&bench->totals, &bench->construct.day, &bench->day))
        return false;
    if (pin)
        core_model_pin(&bench->model, &bench->construct.day);
    else
        core_model_settle(&bench->model, &bench->construct.day);
    bench->search.random.state = bench->random.state;
    core_recreate_ready(&bench->search.recreate);
    assert_true(core_tour_load(&bench->search.tour, &bench->construct.day));
    return true;
}

/* What the tour at hand comes to. It has to be a solution, and its own value that of the plan but for a constant. */
static struct core_total total_now(struct bench *bench, uint64_t seed)
{
    struct core_total total;
    struct core_standing standing;
    core_tour_save(&bench->search.tour, &bench->sketch);
    standing = core_tour_standing(&bench->search.tour);
    if (!core_total_of(&bench->totals, &bench->sketch, &total))
        fail_msg("problem %llu: a rule is broken", (unsigned long long)seed);
    if (!bench->valued)
        bench->apart = standing.value - total.value_ms;
    bench->valued = true;
    if (standing.value - total.value_ms != bench->apart)
        fail_msg("problem %llu: the tour is worth %lld more than it was", (unsigned long long)seed,
                 (long long)(standing.value - total.value_ms - bench->apart));
    return total;
}

/* --- insertions ----------------------------------------------------------------------------------------------------- */

static struct core_seeker seeker_of(const struct bench *bench, uint32_t place)
{
    const struct core_model *model = &bench->model;
    return (struct core_seeker){.place = place,
                                .routes = UINT64_MAX,
                                .most_extra_s =
                                    model->optional[place] && model->detour_limited ? model->max_detour_s : INT32_MAX,
                                .worth = INT64_MAX};
}

/* A slot at a random position, so that there is something to improve. */
static struct core_slot some_slot(struct bench *bench, const struct core_seeker *seeker)
{
    const struct core_tour *tour = &bench->search.tour;
    struct core_slot slot = {.route = CORE_UNSERVED};
    for (int i = 0; i < 6 && slot.route == CORE_UNSERVED; i++) {
        uint32_t r = core_random_below(&bench->random, made.problem.routes_n);
        uint32_t at = core_random_below(&bench->random, tour->tracks[r].n + 1);
        if (bench->model.routes[seeker->place] >> r & 1)
            core_insert_try(tour, seeker, r, at, &slot);
    }
    return slot;
}

static void insert_one(struct bench *bench, uint64_t seed, uint32_t place)
{
    struct core_tour *tour = &bench->search.tour;
    struct core_seeker seeker = seeker_of(bench, place);
    struct core_total before = total_now(bench, seed), after;
    struct core_price price;
    struct core_slot slot;
    int64_t gain;
    if (bench->model.rich && core_random_below(&bench->random, 2)) {
        slot = core_weigh_best_slot(&bench->search.recreate.weigh, &seeker, &price);
    } else {
        slot = core_random_below(&bench->random, 2) ? some_slot(bench, &seeker) : core_insert_best_slot(tour, &seeker);
        if (slot.route == CORE_UNSERVED)
            return;
        if (bench->model.rich && !core_weigh_slot(&bench->search.recreate.weigh, place, &slot, &price))
            return;
    }
    if (slot.route == CORE_UNSERVED)
        return;
    gain = bench->model.rich ? core_tour_price(tour, slot.route)->price_ms - price.price_ms
                             : -slot.extra_s * bench->model.weight;
    core_tour_insert(tour, slot.route, slot.at, place);
    assert_true(core_tour_limits_kept(tour, slot.route));
    after = total_now(bench, seed);
    gain += bench->model.prize[place];
    if (after.value_ms - before.value_ms != gain)
        fail_msg("problem %llu: an insertion says %lld, and gains %lld", (unsigned long long)seed, (long long)gain,
                 (long long)(after.value_ms - before.value_ms));
    bench->seen[bench->model.rich ? WEIGH : INSERT]++;
}

static void insert_some(struct bench *bench, uint64_t seed)
{
    const struct core_model *model = &bench->model;
    for (uint32_t i = 0; i < model->wanted_n; i++) {
        uint32_t place = model->wanted[core_random_below(&bench->random, model->wanted_n)];
        if (bench->search.tour.route[place] == CORE_UNSERVED)
            insert_one(bench, seed, place);
    }
}

/* --- moves ---------------------------------------------------------------------------------------------------------- */

static bool try_move(struct core_attempt *attempt, enum kind kind, uint32_t a, uint32_t b)
{
    switch (kind) {
    case DROP:
        return core_swap_drop(attempt, a);
    case REPLACE:
        return core_swap_replace(attempt, a);
    case MOVE:
        return core_shorten_by_moving(attempt, a);
    case TURN:
        return core_shorten_by_turning(attempt, a);
    case RELOCATE:
        return a != b && core_across_relocate(attempt, a, b);
    case EXCHANGE:
        return a != b && core_across_exchange(attempt, a, b);
    case TAILS:
        return a != b && core_across_tails(attempt, a, b);
    case INSERT:
    case WEIGH:
    case STAND_IN:
    case KINDS:
        break;
    }
    return false;
}

/* Is the same group served by another place than in SKETCH? */
static bool stands_in(const struct bench *bench, const struct core_sketch *sketch)
{
    const struct core_place *places = made.problem.places;
    for (uint32_t i = 0; i < sketch->first[sketch->routes_n]; i++) {
        uint32_t group = places[sketch->places[i]].group;
        if (!group || bench->search.tour.route[sketch->places[i]] != CORE_UNSERVED)
            continue;
        const struct core_where where = core_tour_where(&bench->search.tour);
        if (core_rules_served(&bench->rules, &where, (struct core_item){true, group}) != CORE_NOWHERE)
            return true;
    }
    return false;
}

/* Of a plain problem, in which nobody may be later than on the day of duties, but that late again: is there more of it than
 * there, or less value? */
static bool is_loss(const struct bench *bench, const struct core_total *after, const struct core_total *before)
{
    if (bench->model.rich)
        return core_total_compare(after, before) > 0;
    if (after->late_s != bench->day.late_s)
        return after->late_s > bench->day.late_s || after->value_ms < before->value_ms;
    return after->missed > bench->day.missed || after->value_ms < before->value_ms;
}

/* Take KIND of moves until there is none. */
static void take_moves(struct bench *bench, uint64_t seed, enum kind kind)
{
    struct core_attempt *attempt = &bench->search.attempt;
    uint32_t a = core_random_below(&bench->random, made.problem.routes_n);
    uint32_t b = core_random_below(&bench->random, made.problem.routes_n);
    bool taken = true;
    while (taken) {
        struct core_total before = total_now(bench, seed), after;
        attempt->effort = 2000;
        taken = try_move(attempt, kind, a, b);
        bool stood_in = taken && kind == REPLACE && stands_in(bench, &bench->sketch);
        after = total_now(bench, seed);
        if (!taken) {
            assert_int_equal(core_total_compare(&after, &before), 0);
            break;
        }
        if (after.value_ms - before.value_ms != attempt->gain)
            fail_msg("problem %llu: %s says %lld, and gains %lld", (unsigned long long)seed, names[kind],
                     (long long)attempt->gain, (long long)(after.value_ms - before.value_ms));
        if (is_loss(bench, &after, &before))
            fail_msg("problem %llu: %s is no gain", (unsigned long long)seed, names[kind]);
        bench->seen[kind]++;
        bench->seen[STAND_IN] += stood_in;
    }
}

static void try_all(struct bench *bench, uint64_t seed)
{
    for (int round = 0; round < ROUNDS; round++) {
        insert_some(bench, seed);
        for (int i = 0; i < 2 * (KINDS - DROP); i++)
            take_moves(bench, seed, DROP + core_random_below(&bench->random, KINDS - DROP));
    }
}

static void print_seen(const char *what, const struct bench *bench)
{
    printf("%s:", what);
    for (int k = 0; k < KINDS; k++)
        printf(" %u %s", bench->seen[k], names[k]);
    printf("\n");
}

static void assert_seen(const struct bench *bench, enum kind kind, unsigned least)
{
    if (bench->seen[kind] < least)
        fail_msg("%s was seen %u times only", names[kind], bench->seen[kind]);
}

static void moves__of_plain_problems_gain_what_they_say(void **state)
{
    (void)state;
    static struct bench bench;
    for (uint64_t seed = 0; seed < PROBLEMS; seed++) {
        made.state = seed * 7919 + 3;
        struct making kind = made_any_kind(&made, PLACES);
        made_fill(&made, &kind);
        bench.random.state = seed;
        if (begin(&bench, true) && !bench.model.rich)
            try_all(&bench, seed);
        free(bench.memory);
    }
    print_seen("plain", &bench);
    assert_seen(&bench, INSERT, 1000);
    for (enum kind kind = DROP; kind < KINDS; kind++)
        if (kind != STAND_IN)
            assert_seen(&bench, kind, 100);
}

static void moves__of_rich_problems_gain_what_they_say(void **state)
{
    (void)state;
    static struct bench bench;
    for (uint64_t seed = 0; seed < PROBLEMS; seed++) {
        made.state = seed * 104729 + 3;
        struct making kind = made_rich_kind(&made, PLACES);
        made_fill(&made, &kind);
        bench.random.state = seed;
        if (begin(&bench, seed % 2) && bench.model.rich)
            try_all(&bench, seed);
        free(bench.memory);
    }
    print_seen("rich", &bench);
    assert_seen(&bench, WEIGH, 1000);
    for (enum kind kind = DROP; kind < KINDS; kind++)
        assert_seen(&bench, kind, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(moves__of_plain_problems_gain_what_they_say),
        cmocka_unit_test(moves__of_rich_problems_gain_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
