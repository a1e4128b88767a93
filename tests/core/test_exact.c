/* The exact search against brute force that shares no code with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/core/make_problem.h"
#include "tests/core/oracle.h"
#include "tests/core/prove_room.h"

enum { CASES = 5000, STEPS = 20000000 };

static struct made made;
static struct prove_room room;

static void make(uint64_t seed, uint32_t places_max)
{
    made.state = seed * 7919 + 3;
    struct making kind = made_rich_kind(&made, places_max);
    kind.routes_n = kind.routes_n > ORACLE_ROUTES_MAX ? ORACLE_ROUTES_MAX : kind.routes_n;
    made_fill(&made, &kind);
    prove_room_open(&room, &made.problem);
}

static struct oracle_result result_of(const struct core_total *total)
{
    return (struct oracle_result){total->unserved, total->late_s, total->missed, total->value_ms};
}

static void exact__finds_what_brute_force_finds(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < CASES; seed++) {
        make(seed, seed % 10 ? 6 : ORACLE_PLACES_MAX);
        struct core_total best = {.unserved = INT32_MAX}, total;
        prove_room_construct(&room);
        if (seed % 2) /* else nothing is known */
            assert_true(core_total_of(&room.prove.totals, &room.plan, &best));
        assert_true(core_exact_run(&room.prove.exact, &room.plan, &best, STEPS));
        assert_true(core_total_of(&room.prove.totals, &room.plan, &total));
        assert_int_equal(core_total_compare(&total, &best), 0);
        struct oracle_result found = result_of(&best), least = oracle_best(&made.problem);
        if (oracle_compare(&found, &least)) {
            fail_msg("problem %llu: %lld %lld %lld %lld, brute force %lld %lld %lld %lld", (unsigned long long)seed,
                     (long long)found.unserved, (long long)found.late_s, (long long)found.missed,
                     (long long)found.value_ms, (long long)least.unserved, (long long)least.late_s,
                     (long long)least.missed, (long long)least.value_ms);
        }
        free(room.memory);
    }
}

static void exact__gives_up_when_the_effort_is_spent(void **state)
{
    (void)state;
    unsigned given_up = 0;
    for (uint64_t seed = 0; seed < 200; seed++) {
        make(seed, ORACLE_PLACES_MAX);
        struct core_total best = {.unserved = INT32_MAX};
        for (uint32_t steps = 1; steps < 100000; steps *= 4)
            given_up += !core_exact_run(&room.prove.exact, &room.plan, &best, steps);
        free(room.memory);
    }
    assert_true(given_up > 0);
}

static void exact__leaves_larger_problems_alone(void **state)
{
    (void)state;
    made.state = 1;
    struct making kind = {.places_n = CORE_SUBSETS_PLACES + 1, .routes_n = 1};
    made_fill(&made, &kind);
    for (uint32_t i = 0; i < kind.places_n; i++)
        made.places[i].routes = 1;
    prove_room_open(&room, &made.problem);
    struct core_total best = {.unserved = INT32_MAX};
    assert_false(core_exact_run(&room.prove.exact, &room.plan, &best, STEPS));
    free(room.memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact__finds_what_brute_force_finds),
        cmocka_unit_test(exact__gives_up_when_the_effort_is_spent),
        cmocka_unit_test(exact__leaves_larger_problems_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
