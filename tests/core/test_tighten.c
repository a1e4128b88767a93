/* A day with less room is no better: no window that closes sooner or opens later, and no earlier end, improves the best.
 *
 * Times are not traded against each other (problem.h), so that where waiting, or the time between two stops, has a price, a
 * window that opens later may save some; windows are tightened only where they have none. A place of several windows of
 * which the last is too short for its service may be less late when the others become so, too: that is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "planner/core/solve.h"
#include "tests/core/make_problem.h"
#include "tests/core/oracle.h"
#include "tests/core/room.h"

#include <stdio.h>

enum { ORACLE_CASES = 400, SOLVE_CASES = 500, TIGHTENINGS = 8 };

static struct made made;

static void make(uint64_t seed)
{
    made.state = seed * 6700417 + 11;
    struct making kind = made_rich_kind(&made, 6);
    kind.places_n = 3 + made_dice(&made, 4);
    kind.routes_n = kind.routes_n > 2 ? 2 : kind.routes_n;
    if (seed % 2)
        kind.features &= ~(uint32_t)(MADE_NEEDS | MADE_WAITING);
    made_fill(&made, &kind);
}

static bool is_usable(const struct core_place *place, const struct core_window *w)
{
    return !place->whole_inside || w->open_s + place->service_s <= w->close_s;
}

/* Some window of some place; false if it cannot, or must not, be made smaller. */
static bool tighten_window(void)
{
    if (made.problem.places_n == 0)
        return false;
    const struct core_place *place = &made.places[made_dice(&made, made.problem.places_n)];
    if (place->window_count == 0)
        return false;
    struct core_window *w = &made.windows[place->window_first + made_dice(&made, place->window_count)];
    bool usable = is_usable(place, w);
    struct core_window before = *w;
    int32_t cut = (int32_t)made_dice(&made, (uint32_t)(w->close_s - w->open_s) + 1);
    if (made_dice(&made, 2))
        w->open_s += cut;
    else
        w->close_s -= cut;
    if (cut == 0 || (usable && !is_usable(place, w) && place->window_count > 1)) {
        *w = before;
        return false;
    }
    return true;
}

static bool tighten_end(void)
{
    struct core_route *route = &made.routes[made_dice(&made, made.problem.routes_n)];
    int32_t cut = (int32_t)made_dice(&made, (uint32_t)(route->latest_s - route->earliest_s) + 1);
    route->latest_s -= cut;
    return cut > 0;
}

static bool tighten(void)
{
    bool may_cut_windows = made.problem.waiting_weight == 0 && made.problem.needs_n == 0;
    return may_cut_windows && made_dice(&made, 5) ? tighten_window() : tighten_end();
}

static void tighten__never_improves_what_brute_force_finds(void **state)
{
    (void)state;
    uint32_t tightened = 0;
    for (uint64_t seed = 0; seed < ORACLE_CASES; seed++) {
        make(seed);
        struct oracle_result best = oracle_best(&made.problem);
        for (uint32_t i = 0; i < TIGHTENINGS; i++) {
            if (!tighten())
                continue;
            struct oracle_result with_less = oracle_best(&made.problem);
            if (oracle_compare(&with_less, &best) < 0)
                fail_msg("problem %llu is better when tightened", (unsigned long long)seed);
            best = with_less;
            tightened++;
        }
    }
    assert_true(tightened > ORACLE_CASES);
}

static struct oracle_result solve(bool *proved)
{
    struct core_solution solution;
    free(room_solve(&made.problem, 300, &solution));
    *proved = solution.proved_best;
    return (struct oracle_result){solution.unserved_n, solution.late_s, solution.breaks_missed, solution.value_ms};
}

static void tighten__never_improves_what_is_proved_best(void **state)
{
    (void)state;
    uint32_t tightened = 0, proved_n = 0;
    for (uint64_t seed = ORACLE_CASES; seed < ORACLE_CASES + SOLVE_CASES; seed++) {
        bool proved, proved_less;
        make(seed);
        struct oracle_result best = solve(&proved);
        proved_n += proved;
        for (uint32_t i = 0; i < TIGHTENINGS; i++) {
            if (!tighten())
                continue;
            struct oracle_result with_less = solve(&proved_less);
            if (proved && oracle_compare(&with_less, &best) < 0)
                fail_msg("problem %llu is better when tightened", (unsigned long long)seed);
            tightened += proved;
            if (proved_less) {
                best = with_less;
                proved = true;
            }
        }
    }
    printf("%u of %d proved best, tightened %u times\n", proved_n, SOLVE_CASES, tightened);
    assert_true(proved_n * 100 >= SOLVE_CASES * 95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tighten__never_improves_what_brute_force_finds),
        cmocka_unit_test(tighten__never_improves_what_is_proved_best),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
