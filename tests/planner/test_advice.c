/* Pauses while driving, and stretches without a toilet: sums over plans made up by hand. */
#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "planner/advice.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MIN = 60, HOUR = 3600 };

/* Stops of SERVICE minutes after DRIVE minutes each, from eight on; then home. */
static struct plan *day_of(struct arena *arena, const int32_t *drive, const int32_t *service, size_t n, int32_t home)
{
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    *plan = (struct plan){.home = {52.0, -1.0}, .home_way = "", .leave_s = 8 * HOUR, .stops_n = n};
    plan->stops = arena_array(arena, n, sizeof *plan->stops);
    int32_t now_s = plan->leave_s;
    for (size_t i = 0; i < n; i++) {
        struct plan_stop *stop = &plan->stops[i];
        stop->kind = PLAN_STOP_VISIT;
        stop->site_id = (int64_t)i + 1;
        stop->at = (struct point){52.0, -1.0 + 0.1 * (double)(i + 1)};
        stop->way = "";
        stop->drive_s = drive[i] * MIN;
        stop->arrive_s = stop->start_s = now_s + stop->drive_s;
        now_s = stop->depart_s = stop->arrive_s + service[i] * MIN;
    }
    plan->home_drive_s = home * MIN;
    plan->home_s = now_s + plan->home_drive_s;
    return plan;
}

static void pauses__are_advised_when_driving_adds_up_over_short_stops(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int32_t drive[] = {50, 50}, service[] = {10, 14};
    struct plan *plan = day_of(arena, drive, service, 2, 40);
    size_t n = 0;
    struct advice_pause *list = advice_pauses(arena, plan, 120 * MIN, &n);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].from_s, 8 * HOUR);
    assert_int_equal(list[0].driven_s, 140 * MIN);
    assert_int_equal(list[0].at_s, 8 * HOUR + (50 + 10 + 50 + 14 + 20) * MIN);
    assert_true(list[0].where.lon_deg > -0.91 && list[0].where.lon_deg < -0.89); /* half-way home */
    arena_free(arena);
}

static void pauses__a_stop_of_a_quarter_of_an_hour_is_one(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int32_t drive[] = {50, 50}, service[] = {10, 15};
    size_t n = 0;
    advice_pauses(arena, day_of(arena, drive, service, 2, 40), 120 * MIN, &n);
    assert_int_equal(n, 0);
    advice_pauses(arena, day_of(arena, drive, service, 2, 120), 120 * MIN, &n);
    assert_int_equal(n, 0); /* the limit itself is not over it */
    struct advice_pause *list = advice_pauses(arena, day_of(arena, drive, service, 2, 121), 120 * MIN, &n);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].from_s, 8 * HOUR + 125 * MIN);
    arena_free(arena);
}

static void pauses__waiting_and_lunch_count_as_well(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int32_t drive[] = {70, 70}, service[] = {0, 0};
    struct plan *plan = day_of(arena, drive, service, 2, 30);
    size_t n = 0;
    plan->stops[0].kind = PLAN_STOP_BREAK;
    plan->stops[0].site_id = 0;
    plan->stops[0].start_s = plan->stops[0].depart_s = plan->stops[0].arrive_s;
    advice_pauses(arena, plan, 120 * MIN, &n);
    assert_int_equal(n, 1);
    for (size_t i = 1; i < 2; i++) { /* all later by half an hour */
        plan->stops[i].arrive_s += 30 * MIN;
        plan->stops[i].start_s += 30 * MIN;
        plan->stops[i].depart_s += 30 * MIN;
    }
    plan->home_s += 30 * MIN;
    plan->stops[0].depart_s += 30 * MIN;
    advice_pauses(arena, plan, 120 * MIN, &n);
    assert_int_equal(n, 0);
    arena_free(arena);
}

static void pauses__a_long_leg_has_several(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int32_t drive[] = {300}, service[] = {60};
    struct plan *plan = day_of(arena, drive, service, 1, 10);
    size_t n = 0;
    struct advice_pause *list = advice_pauses(arena, plan, 120 * MIN, &n);
    assert_int_equal(n, 2);
    assert_int_equal(list[0].at_s, 10 * HOUR);
    assert_int_equal(list[0].driven_s, 300 * MIN);
    assert_int_equal(list[1].from_s, 10 * HOUR);
    assert_int_equal(list[1].at_s, 12 * HOUR);
    assert_int_equal(list[1].driven_s, 180 * MIN);
    arena_free(arena);
}

static void dry__stretches_lie_between_toilets_and_home(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int32_t drive[] = {30, 30, 30}, service[] = {120, 60, 120};
    struct plan *plan = day_of(arena, drive, service, 3, 30);
    size_t n = 0;
    struct advice_dry *list = advice_dry(arena, plan, 180 * MIN, &n);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].from_s, plan->leave_s);
    assert_int_equal(list[0].to_s, plan->home_s);
    plan->stops[1].amenities = AMENITY_BIT(AMENITY_TOILET);
    advice_dry(arena, plan, 180 * MIN, &n);
    assert_int_equal(n, 0);        /* three hours on either side */
    plan->stops[1].start_s += MIN; /* who waits is not in yet */
    list = advice_dry(arena, plan, 180 * MIN, &n);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].to_s, plan->stops[1].start_s);
    plan->stops[1].kind = PLAN_STOP_JOB; /* at a job one is */
    advice_dry(arena, plan, 180 * MIN, &n);
    assert_int_equal(n, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pauses__are_advised_when_driving_adds_up_over_short_stops),
        cmocka_unit_test(pauses__a_stop_of_a_quarter_of_an_hour_is_one),
        cmocka_unit_test(pauses__waiting_and_lunch_count_as_well),
        cmocka_unit_test(pauses__a_long_leg_has_several),
        cmocka_unit_test(dry__stretches_lie_between_toilets_and_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
