/* The day of duties: as few unserved, late and without their break as brute force finds, in nearly all small problems. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/construct.h"
#include "tests/core/make_problem.h"
#include "tests/core/oracle.h"
#include "tests/core/rules_room.h"

enum { CASES = 500 };

static struct made made;
static struct rules_room room;
static struct core_construct construct;
static void *memory;

static void construct_day(const struct core_options *options)
{
    struct core_carve carve = {NULL, 0};
    rules_room_open(&room, &made.problem);
    core_construct_init(&construct, &room.rules, &carve);
    memory = malloc(carve.used + 1);
    assert_non_null(memory);
    carve = (struct core_carve){memory, 0};
    core_construct_init(&construct, &room.rules, &carve);
    core_construct_run(&construct, options);
}

static void close_day(void)
{
    free(memory);
    free(room.memory);
}

static void make(uint64_t seed)
{
    made.state = seed * 7919 + 1;
    struct making kind = made_rich_kind(&made, 6);
    kind.routes_n = kind.routes_n > ORACLE_ROUTES_MAX ? ORACLE_ROUTES_MAX : kind.routes_n;
    made_fill(&made, &kind);
}

static void construct__days_are_as_good_as_can_be(void **state)
{
    (void)state;
    unsigned equal = 0;
    const struct core_options options = {.iterations = 5000};
    for (uint64_t seed = 0; seed < CASES; seed++) {
        struct core_total total;
        make(seed);
        construct_day(&options);
        assert_true(core_total_of(&room.totals, &construct.day, &total));
        struct oracle_result best = oracle_best(&made.problem);
        struct oracle_result found = {total.unserved, total.late_s, total.missed, best.value_ms};
        int order = oracle_compare(&found, &best);
        assert_true(order >= 0);
        equal += order == 0;
        assert_int_equal(construct.pending_n, total.unserved);
        close_day();
    }
    print_message("%u of %d\n", equal, CASES);
    assert_true(equal * 100 >= CASES * 98);
}

static bool stop_at_once(void *context)
{
    ++*(unsigned *)context;
    return true;
}

static void construct__stops_when_it_is_told_to(void **state)
{
    (void)state;
    unsigned asked = 0;
    const struct core_options options = {.iterations = 5000, .stop = stop_at_once, .context = &asked};
    for (uint64_t seed = 0; seed < 50; seed++) {
        struct core_total total;
        unsigned before = asked;
        make(seed);
        construct_day(&options);
        assert_true(asked <= before + 1);
        assert_true(core_total_of(&room.totals, &construct.day, &total));
        close_day();
    }
    assert_true(asked > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(construct__days_are_as_good_as_can_be),
        cmocka_unit_test(construct__stops_when_it_is_told_to),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
