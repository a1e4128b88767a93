/* The largest and the longest that a problem may be: nothing overflows (the sanitizers look), nothing takes the square of
 * what there is, and a stop is a stop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/check.h"
#include "planner/core/solve.h"
#include "planner/core/sort.h"
#include "tests/core/make_problem.h"
#include "tests/core/room.h"
#include "tests/core/rules_room.h"

#include <time.h>

/* --- orders, groups and series without a matrix ------------------------------------------------------------------------ */

enum { MANY = CORE_PLACES_MAX };

static struct core_place many[MANY];
static struct core_order orders[MANY];
static struct core_group groups[1];
static struct core_route route;

static struct core_problem make_many(void)
{
    for (uint32_t i = 0; i < MANY; i++)
        many[i] = (struct core_place){.routes = 1};
    route = (struct core_route){.start = MANY, .end = MANY, .latest_s = CORE_TIME_MAX};
    return (struct core_problem){.places_n = MANY,
                                 .nodes_n = MANY + 1,
                                 .places = many,
                                 .routes_n = 1,
                                 .routes = &route,
                                 .groups = groups,
                                 .orders = orders};
}

static void extremes__a_chain_of_all_places_is_sorted(void **state)
{
    static uint32_t sorted[MANY], rank[MANY];
    struct core_problem problem = make_many();
    (void)state;
    for (uint32_t i = 0; i + 1 < MANY; i++) /* the last link first */
        orders[i] = (struct core_order){{false, MANY - 2 - i}, {false, MANY - 1 - i}};
    problem.orders_n = MANY - 1;
    assert_true(core_sort_orders(&problem, sorted, rank));
    for (uint32_t i = 0; i < MANY; i++)
        assert_int_equal(rank[i], i);
    for (uint32_t i = 0; i + 1 < MANY; i++)
        assert_int_equal(sorted[i], MANY - 2 - i);
    orders[problem.orders_n++] = (struct core_order){{false, MANY - 1}, {false, 0}};
    assert_false(core_sort_orders(&problem, NULL, NULL));
}

static void extremes__a_group_is_settled_with_the_last_of_its_places(void **state)
{
    static uint32_t sorted[MANY], rank[MANY];
    struct core_problem problem = make_many();
    (void)state;
    problem.groups_n = 1;
    for (uint32_t i = 0; i < MANY / 2; i++) {
        many[i].group = 1; /* each of the others has to come before the group, but for one that comes after it */
        orders[i] = (struct core_order){{false, MANY / 2 + i}, {true, 1}};
    }
    orders[0] = (struct core_order){{true, 1}, {false, MANY / 2}};
    problem.orders_n = MANY / 2;
    assert_true(core_sort_orders(&problem, sorted, rank));
    assert_int_equal(sorted[MANY / 2 - 1], 0);
    assert_int_equal(rank[MANY - 1], 0);
    assert_int_equal(rank[7], 1);
    assert_int_equal(rank[MANY / 2], 2);
}

/* What the rules of PROBLEM take, in bytes for each place. */
static size_t bytes_each(const struct core_problem *problem)
{
    struct rules_room room;
    struct core_carve carve = {NULL, 0};
    rules_room_lay(&room, problem, &carve);
    return carve.used / MANY;
}

static void extremes__rules_take_what_there_is_of_them(void **state)
{
    struct core_problem problem = make_many();
    (void)state;
    size_t plain = bytes_each(&problem);
    for (uint32_t i = 0; i < MANY; i++) {
        many[i].series = 1;
        many[i].group = 1;
        orders[i] = (struct core_order){{true, 1}, {true, 1}};
    }
    problem.groups_n = 1;
    problem.orders_n = MANY;
    assert_true(bytes_each(&problem) <= plain + 40);
}

/* --- long times, high prices ------------------------------------------------------------------------------------------- */

static void extremes__times_are_capped_in_a_sequence_that_takes_centuries(void **state)
{
    enum { N = 1000 };
    static struct core_place places[N];
    static int32_t travel_s[(N + 1) * (N + 1)];
    static uint32_t sequence[N];
    static struct core_stop stops[N + 1];
    struct core_route its = {.start = N, .end = N, .earliest_s = 7, .latest_s = CORE_TIME_MAX};
    struct core_problem problem = {
        .places_n = N, .nodes_n = N + 1, .places = places, .routes_n = 1, .routes = &its, .travel_s = travel_s};
    int64_t late_s, driving_s;
    int32_t leave_s, home_s;
    (void)state;
    for (uint32_t i = 0; i < N; i++) {
        places[i] = (struct core_place){.service_s = CORE_TIME_MAX, .routes = 1};
        sequence[i] = i;
    }
    for (uint32_t i = 0; i < (N + 1) * (N + 1); i++)
        travel_s[i] = CORE_TIME_MAX;
    assert_int_equal(core_schedule(&problem, 0, sequence, N, stops, &late_s, &leave_s, &home_s, &driving_s), N);
    assert_int_equal(leave_s, 7);
    assert_int_equal(driving_s, (int64_t)(N + 1) * CORE_TIME_MAX);
    for (uint32_t i = 0; i < N; i++)
        assert_true(stops[i].depart_s >= stops[i].start_s && stops[i].start_s >= 7);
}

/* All that MADE has, as long and as dear as it can be. */
static void make_extreme(struct made *made)
{
    struct core_problem *q = &made->problem;
    uint32_t duties = 0;
    q->driving_weight = q->waiting_weight = CORE_WEIGHT_MAX;
    q->change_s = CORE_TIME_MAX;
    q->max_detour_s = CORE_TIME_MAX;
    for (uint32_t k = 0; k < q->needs_n; k++)
        made->needs[k].weight = CORE_WEIGHT_MAX;
    for (uint32_t i = 0; i < q->places_n; i++) {
        struct core_place *place = &made->places[i];
        place->prize_s = place->late_s = CORE_TIME_MAX;
        place->late_weight = CORE_WEIGHT_MAX;
        place->mandatory = place->mandatory && ++duties <= 8;
        place->service_s = made_dice(made, 3) ? place->service_s : CORE_TIME_MAX;
    }
    for (uint32_t i = 0; i < q->windows_n; i++)
        if (made->windows[i].close_s < CORE_TIME_MAX && made_dice(made, 4) == 0 &&
            (i + 1 == q->windows_n || made->windows[i + 1].open_s < made->windows[i].open_s))
            made->windows[i].close_s = CORE_TIME_MAX;
    for (uint32_t i = 0; i < q->nodes_n * q->nodes_n; i++)
        if (made_dice(made, 8) == 0 && made->travel[i] != CORE_NO_WAY)
            made->travel[i] = CORE_TIME_MAX;
    for (uint32_t r = 0; r < q->routes_n; r++) {
        struct core_route *its = &made->routes[r];
        its->day = r % 2 ? INT32_MAX : INT32_MIN;
        its->latest_s = made_dice(made, 2) ? CORE_TIME_MAX : its->latest_s;
        its->break_elsewhere_s = CORE_TIME_MAX;
        its->break_s = made_dice(made, 2) ? CORE_TIME_MAX : its->break_s;
        its->break_close_s = CORE_TIME_MAX;
    }
}

static void extremes__long_times_and_high_prices_are_within_range(void **state)
{
    static struct made made;
    uint32_t solved = 0, late = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct core_solution solution;
        struct core_options options = {.iterations = 100};
        char fault[CORE_CHECK_TEXT];
        made.state = seed;
        struct making making = made_rich_kind(&made, seed % 3 ? 12 : 40);
        made_fill(&made, &making);
        make_extreme(&made);
        size_t bytes = core_solve_bytes(&made.problem);
        if (!bytes)
            continue;
        void *memory = malloc(bytes);
        assert_non_null(memory);
        assert_true(core_solve(&made.problem, &options, memory, bytes, &solution));
        if (!core_check(&made.problem, &solution, fault))
            fail_msg("%llu: %s", (unsigned long long)seed, fault);
        assert_true(solution.bound_ms >= solution.value_ms);
        solved++;
        late += solution.late_s > CORE_TIME_MAX;
        free(memory);
    }
    assert_true(solved > 200);
    assert_true(late > 20);
}

/* --- a large day ------------------------------------------------------------------------------------------------------- */

enum { LARGE = 2000, LARGE_ROUTES = 5 };

static struct core_place large[LARGE];
static struct core_route routes[LARGE_ROUTES];

/* The caller frees travel_s. */
static struct core_problem make_large(uint32_t duties_n)
{
    static int32_t x[LARGE + 1], y[LARGE + 1];
    static struct made dice = {.state = 5};
    size_t n = LARGE + 1;
    int32_t *travel_s = malloc(n * n * sizeof *travel_s);
    assert_non_null(travel_s);
    for (size_t i = 0; i < n; i++) {
        x[i] = (int32_t)made_dice(&dice, 7200);
        y[i] = (int32_t)made_dice(&dice, 7200);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            travel_s[i * n + j] = abs(x[i] - x[j]) + abs(y[i] - y[j]);
    for (uint32_t i = 0; i < LARGE; i++)
        large[i] =
            (struct core_place){.service_s = 1800, .prize_s = 2000, .routes = UINT64_MAX, .mandatory = i < duties_n};
    for (uint32_t r = 0; r < LARGE_ROUTES; r++)
        routes[r] = (struct core_route){.start = LARGE,
                                        .end = LARGE,
                                        .earliest_s = 28800,
                                        .latest_s = 64800,
                                        .max_driving_s = CORE_TIME_MAX,
                                        .max_optional = CORE_PLACES_MAX};
    return (struct core_problem){.places_n = LARGE,
                                 .nodes_n = LARGE + 1,
                                 .places = large,
                                 .routes_n = LARGE_ROUTES,
                                 .routes = routes,
                                 .travel_s = travel_s,
                                 .max_detour_s = CORE_TIME_MAX,
                                 .driving_weight = 1000};
}

static bool stop_at_once(void *asked)
{
    ++*(uint32_t *)asked;
    return true;
}

static void extremes__a_stop_is_heard_with_many_duties_and_with_many_places(void **state)
{
    const uint32_t duties[] = {0, LARGE};
    (void)state;
    for (int k = 0; k < 2; k++) {
        struct core_problem problem = make_large(duties[k]);
        uint32_t asked = 0;
        struct core_options options = {.stop = stop_at_once, .context = &asked};
        struct core_solution solution;
        size_t bytes = core_solve_bytes(&problem);
        void *memory = malloc(bytes);
        assert_non_null(memory);
        clock_t before = clock();
        assert_true(core_solve(&problem, &options, memory, bytes, &solution));
        assert_true(clock() - before <
                    CLOCKS_PER_SEC); /* of processor time, in any build: to go on would take several */
        assert_int_equal(asked, 1);
        assert_true(solution.stopped);
        assert_int_equal(solution.unserved_n, 0); /* late, rather */
        free(memory);
        free((void *)(uintptr_t)problem.travel_s);
    }
}

static void extremes__memory_is_within_a_few_times_the_matrix(void **state)
{
    (void)state;
    struct core_problem problem = make_large(0);
    static struct core_need needs[CORE_NEEDS_MAX];
    size_t matrix = (size_t)(LARGE + 1) * (LARGE + 1) * sizeof *problem.travel_s;
    problem.groups = groups;
    problem.groups_n = 1;
    problem.needs = needs;
    problem.needs_n = CORE_NEEDS_MAX;
    problem.orders = orders;
    problem.orders_n = LARGE;
    for (uint32_t i = 0; i < LARGE; i++) {
        large[i].series = 1;
        large[i].group = i % 2;
        orders[i] = (struct core_order){{false, i / 2 * 2}, {true, 1}};
    }
    size_t bytes = core_solve_bytes(&problem);
    assert_true(bytes > 0 && bytes < 2 * matrix);
    free((void *)(uintptr_t)problem.travel_s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(extremes__a_chain_of_all_places_is_sorted),
        cmocka_unit_test(extremes__a_group_is_settled_with_the_last_of_its_places),
        cmocka_unit_test(extremes__rules_take_what_there_is_of_them),
        cmocka_unit_test(extremes__times_are_capped_in_a_sequence_that_takes_centuries),
        cmocka_unit_test(extremes__long_times_and_high_prices_are_within_range),
        cmocka_unit_test(extremes__a_stop_is_heard_with_many_duties_and_with_many_places),
        cmocka_unit_test(extremes__memory_is_within_a_few_times_the_matrix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
