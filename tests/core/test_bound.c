/* Bounds against brute force that shares no code with them, and against long searches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/core/make_problem.h"
#include "tests/core/oracle.h"
#include "tests/core/prove_room.h"
#include "tests/core/room.h"

#include <stdio.h>

enum { CASES = 8000, LARGER_CASES = 150 };

static struct made made;
static struct prove_room room;

static void make(uint64_t seed, uint32_t places_max)
{
    made.state = seed * 7919 + 4;
    struct making kind = seed % 3 ? made_rich_kind(&made, places_max) : made_any_kind(&made, places_max);
    kind.routes_n = kind.routes_n > ORACLE_ROUTES_MAX ? ORACLE_ROUTES_MAX : kind.routes_n;
    made_fill(&made, &kind);
}

static int compare(const struct core_total *total, const struct oracle_result *best)
{
    struct oracle_result its = {total->unserved, total->late_s, total->missed, total->value_ms};
    return oracle_compare(&its, best);
}

/* From a plan that is good or bad, as it comes: the exact search is left out. */
static void bound__is_never_below_what_brute_force_finds(void **state)
{
    (void)state;
    const struct core_options options = {0};
    unsigned tight = 0, proved = 0;
    for (uint64_t seed = 0; seed < CASES; seed++) {
        make(seed, seed % 10 ? 6 : ORACLE_PLACES_MAX);
        prove_room_open(&room, &made.problem);
        prove_room_construct(&room);
        struct core_total total;
        int64_t bound_ms;
        bool sure = core_prove_rough(&room.prove, &room.plan, &options, &bound_ms);
        struct oracle_result best = oracle_best(&made.problem);
        assert_true(core_total_of(&room.prove.totals, &room.plan, &total));
        if (best.value_ms > bound_ms || total.value_ms > bound_ms || (sure && compare(&total, &best))) {
            fail_msg("problem %llu: bound %lld%s, brute force %lld", (unsigned long long)seed, (long long)bound_ms,
                     sure ? " proved" : "", (long long)best.value_ms);
        }
        tight += bound_ms == best.value_ms;
        proved += sure;
        free(room.memory);
    }
    printf("of %d bounds %u are tight; %u plans proved best\n", CASES, tight, proved);
    assert_true(proved * 4 > CASES);
}

static bool is_better(const struct core_solution *a, const struct core_solution *b)
{
    const struct oracle_result one = {a->unserved_n, a->late_s, a->breaks_missed, a->value_ms},
                               other = {b->unserved_n, b->late_s, b->breaks_missed, b->value_ms};
    return oracle_compare(&one, &other) < 0;
}

/* The same problem, with and without an effort that only a long search can afford. */
static void bound__is_never_below_what_a_long_search_finds(void **state)
{
    (void)state;
    unsigned proved = 0;
    for (uint64_t seed = 0; seed < LARGER_CASES; seed++) {
        make(seed, 40);
        const struct core_options quick = {.iterations = 400};
        const struct core_options thorough = {.iterations = 3000, .seed = 7, .no_proof = true};
        struct core_solution first, second;
        size_t bytes = core_solve_bytes(&made.problem);
        void *one = malloc(bytes), *other = malloc(bytes);
        assert_true(core_solve(&made.problem, &quick, one, bytes, &first));
        assert_true(core_solve(&made.problem, &thorough, other, bytes, &second));
        assert_true(first.bound_ms >= first.value_ms);
        if (first.unserved_n == second.unserved_n && first.late_s == second.late_s &&
            first.breaks_missed == second.breaks_missed)
            assert_true(first.bound_ms >= second.value_ms);
        if (first.proved_best)
            assert_false(is_better(&second, &first));
        proved += first.proved_best;
        assert_true(second.bound_ms == CORE_NO_BOUND && !second.proved_best);
        free(one);
        free(other);
    }
    assert_true(proved > 0);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void bound__of_a_search_that_is_stopped_is_not_looked_for(void **state)
{
    (void)state;
    make(11, 8);
    prove_room_open(&room, &made.problem);
    const struct core_options options = {.stop = at_once};
    int64_t bound_ms;
    assert_false(core_prove_run(&room.prove, &room.plan, &options, &bound_ms));
    assert_true(bound_ms == CORE_NO_BOUND);
    assert_false(core_prove_rough(&room.prove, &room.plan, &options, &bound_ms));
    assert_true(bound_ms == CORE_NO_BOUND);
    free(room.memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bound__is_never_below_what_brute_force_finds),
        cmocka_unit_test(bound__is_never_below_what_a_long_search_finds),
        cmocka_unit_test(bound__of_a_search_that_is_stopped_is_not_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
