#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/base/mem.h"
#include "geo/travel.h"
#include "planner/plan.h"

#include <math.h>
#include <stdlib.h>

enum { MINUTE = 60, HOUR = 3600, NINE = 9 * HOUR, NOON = 12 * HOUR };

/* A road along the equator, a hundredth of a degree a minute: place N is N minutes from home. */
static enum status matrix(void *self, const struct point *from, size_t n_from, const struct point *to, size_t n_to,
                          int32_t *seconds, int32_t *metres, struct error *err)
{
    (void)self;
    (void)err;
    for (size_t i = 0; i < n_from * n_to; i++) {
        double degrees = fabs(from[i / n_to].lon_deg - to[i % n_to].lon_deg);
        if (seconds != NULL) {
            seconds[i] = (int32_t)lround(degrees * 100) * MINUTE;
        }
        if (metres != NULL) {
            metres[i] = (int32_t)lround(degrees * 100) * 1000;
        }
    }
    return STATUS_OK;
}

static const struct travel_ops ops = {.name = "road", .matrix = matrix};

struct road {
    struct arena *arena;
    struct travel *travel;
    struct plan plan;
    struct plan_stop stops[8];
};

static int setup(void **state)
{
    struct arena *arena = arena_new();
    struct road *road = arena_alloc(arena, sizeof *road);
    road->arena = arena;
    road->travel = travel_new(&ops, road);
    road->plan.stops = road->stops;
    *state = road;
    return 0;
}

static int teardown(void **state)
{
    struct road *road = *state;
    travel_free(road->travel);
    arena_free(road->arena);
    return 0;
}

static struct point place(int32_t minutes)
{
    return (struct point){0, minutes / 100.0};
}

static struct plan_stop *put(struct road *road, enum plan_stop_kind kind, int32_t at, int32_t from_s, int32_t to_s,
                             int32_t minutes)
{
    struct plan_stop *stop = &road->stops[road->plan.stops_n++];
    *stop = (struct plan_stop){
        .kind = kind,
        .at = place(at),
        .window_from_s = from_s,
        .window_to_s = to_s,
        .start_s = from_s,
        .depart_s = from_s + minutes * MINUTE,
    };
    return stop;
}

static struct plan_ahead look(struct road *road, size_t next, int32_t at, int32_t now_s)
{
    struct plan_ahead ahead;
    struct error err = {0};
    assert_int_equal(plan_ahead(road->travel, &road->plan, next, place(at), now_s, road->arena, &ahead, &err),
                     STATUS_OK);
    return ahead;
}

/* A visit at 10 that takes 20 minutes, a job at 30 that starts from ten to ten past ten. */
static void visit_then_job(struct road *road)
{
    put(road, PLAN_STOP_VISIT, 10, NINE, 17 * HOUR, 20);
    put(road, PLAN_STOP_JOB, 30, 10 * HOUR, 10 * HOUR + 10 * MINUTE, 45);
}

static void ahead__drives_from_where_one_is(void **state)
{
    struct road *road = *state;
    visit_then_job(road);
    struct plan_ahead ahead = look(road, 0, 4, NINE);
    assert_int_equal(ahead.drive_s, 6 * MINUTE);
    assert_int_equal(ahead.drive_m, 6000);
    assert_int_equal(ahead.arrive_s, NINE + 6 * MINUTE);
    assert_int_equal(ahead.late, 2);
    assert_int_equal(ahead.late_s, 0);
}

/* Twice as long from nine to half past nine: ten minutes of road take twenty, and the visit makes the job late. */
static void ahead__knows_the_rush_hours_of_the_plan(void **state)
{
    struct road *road = *state;
    visit_then_job(road);
    road->plan.day = 20781; /* a Tuesday */
    road->plan.rush = "tue 09:00-09:30 2";
    struct plan_ahead ahead = look(road, 0, 0, NINE);
    assert_int_equal(ahead.drive_s, 20 * MINUTE);
    assert_int_equal(ahead.arrive_s, NINE + 20 * MINUTE);
    assert_int_equal(ahead.late, 2);              /* 9:40 there, ten o'clock at the job */
    ahead = look(road, 0, 0, NINE + 20 * MINUTE); /* five minutes' worth to half past, five after it */
    assert_int_equal(ahead.drive_s, 15 * MINUTE);
    assert_int_equal(ahead.late_s, 5 * MINUTE);
    road->plan.rush = "wed 09:00-09:30 2";
    assert_int_equal(look(road, 0, 0, NINE).drive_s, 10 * MINUTE);
}

static void ahead__is_in_time_to_the_end_of_the_window(void **state)
{
    struct road *road = *state;
    visit_then_job(road);
    /* 10 to the visit, 20 there, 20 to the job: fifty minutes before ten past ten. */
    assert_int_equal(look(road, 0, 0, NINE + 20 * MINUTE).late, 2);
    assert_int_equal(look(road, 0, 0, NINE + 20 * MINUTE + 59).late, 2);
    assert_int_equal(look(road, 0, 0, NINE + 21 * MINUTE).late, 1);
}

static void ahead__names_the_visit_that_makes_a_job_late(void **state)
{
    struct road *road = *state;
    visit_then_job(road);
    struct plan_ahead ahead = look(road, 0, 0, NINE + 30 * MINUTE);
    assert_int_equal(ahead.late, 1);
    assert_int_equal(ahead.late_s, 10 * MINUTE);
    assert_int_equal(ahead.visit, 0);
    assert_int_equal(ahead.late_least_s, 0);
}

static void ahead__says_when_even_without_the_visit_it_is_late(void **state)
{
    struct road *road = *state;
    visit_then_job(road);
    struct plan_ahead ahead = look(road, 0, 0, NINE + 52 * MINUTE);
    assert_int_equal(ahead.late, 1);
    assert_int_equal(ahead.late_s, 32 * MINUTE);
    assert_int_equal(ahead.late_least_s, 12 * MINUTE);
    assert_int_equal(ahead.late_bare_s, 12 * MINUTE);
    assert_int_equal(ahead.visit, 2);
}

static void ahead__knows_when_only_both_visits_are_too_much(void **state)
{
    struct road *road = *state;
    put(road, PLAN_STOP_VISIT, 10, NINE, 17 * HOUR, 20);
    put(road, PLAN_STOP_VISIT, 20, NINE, 17 * HOUR, 20);
    put(road, PLAN_STOP_JOB, 30, 10 * HOUR, 10 * HOUR, 45);
    struct plan_ahead ahead = look(road, 0, 0, NINE + 15 * MINUTE);
    assert_int_equal(ahead.late_s, 25 * MINUTE);
    assert_int_equal(ahead.visit, 3);
    assert_int_equal(ahead.late_least_s, 0);
    /* Ten minutes earlier either would do: the nearer is named. */
    assert_int_equal(look(road, 0, 0, NINE + 5 * MINUTE).visit, 0);
}

static void ahead__waits_for_a_window_and_so_makes_up_time(void **state)
{
    struct road *road = *state;
    put(road, PLAN_STOP_JOB, 10, 10 * HOUR, 10 * HOUR, 30);
    put(road, PLAN_STOP_JOB, 20, 11 * HOUR, 11 * HOUR, 30);
    assert_int_equal(look(road, 0, 0, NINE + 40 * MINUTE).late, 2);
    struct plan_ahead ahead = look(road, 0, 0, NINE + 53 * MINUTE);
    assert_int_equal(ahead.late, 0);
    assert_int_equal(ahead.late_s, 3 * MINUTE);
}

static void ahead__passes_by_what_is_done_skipped_or_closed(void **state)
{
    struct road *road = *state;
    put(road, PLAN_STOP_VISIT, 10, NINE, 9 * HOUR + 30 * MINUTE, 20);
    put(road, PLAN_STOP_VISIT, 12, NINE, 17 * HOUR, 50)->state = PLAN_STOP_SKIPPED;
    put(road, PLAN_STOP_JOB, 30, 10 * HOUR, 10 * HOUR, 45);
    struct plan_ahead ahead = look(road, 0, 0, NINE + 30 * MINUTE);
    assert_true(ahead.closed);
    assert_int_equal(ahead.late, 3);
    assert_false(look(road, 0, 0, NINE + 15 * MINUTE).closed);
}

static void ahead__takes_lunch_after_the_drive_where_that_is_in_time(void **state)
{
    struct road *road = *state;
    put(road, PLAN_STOP_VISIT, 0, NINE, 17 * HOUR, 10);
    put(road, PLAN_STOP_BREAK, 20, NOON, NOON + 30 * MINUTE, 30);
    put(road, PLAN_STOP_JOB, 20, NOON + 30 * MINUTE, NOON + 30 * MINUTE, 30);
    /* Done at 11:40, there at noon, lunch to half past: in time to the minute. */
    assert_int_equal(look(road, 0, 0, 11 * HOUR + 30 * MINUTE).late, 3);
    struct plan_ahead ahead = look(road, 0, 0, 11 * HOUR + 35 * MINUTE);
    assert_int_equal(ahead.late, 2);
    assert_int_equal(ahead.late_s, 5 * MINUTE);
    assert_int_equal(ahead.visit, 0);
    ahead = look(road, 0, 0, NOON);
    assert_int_equal(ahead.late_s, 30 * MINUTE);
    assert_int_equal(ahead.late_least_s, 20 * MINUTE);
    assert_int_equal(ahead.late_bare_s, 0);
    /* After its window there is no lunch. */
    assert_int_equal(look(road, 1, 20, NOON + 40 * MINUTE).late_s, 10 * MINUTE);
}

/* A parcel that can be left at a place 10 away until half past nine. */
static struct plan_parcel a_parcel = {.parcel_id = 1, .what = "board", .carrier = "", .last_s = NINE + 30 * MINUTE};

static struct plan_stop *put_parcel(struct road *road, enum plan_stop_kind kind, int32_t at, int32_t to_s)
{
    struct plan_stop *stop = put(road, kind, at, NINE, to_s, 5);
    stop->parcels = &a_parcel;
    stop->parcels_n = 1;
    return stop;
}

static void ahead__says_which_parcel_will_miss_its_collection(void **state)
{
    struct road *road = *state;
    put(road, PLAN_STOP_JOB, 5, NINE, NINE, 10);
    put_parcel(road, PLAN_STOP_PARCEL, 10, NINE + 30 * MINUTE);
    /* 5 to the job, 10 there, 5 to the parcel. */
    assert_int_equal(look(road, 0, 0, NINE + 10 * MINUTE).parcel_stop, 2);
    struct plan_ahead ahead = look(road, 0, 0, NINE + 14 * MINUTE);
    assert_int_equal(ahead.parcel_stop, 1);
    assert_ptr_equal(ahead.parcel, &a_parcel);
    assert_int_equal(ahead.parcel_last_s, NINE + 30 * MINUTE);
    assert_int_equal(ahead.parcel_late_s, 4 * MINUTE);
    assert_int_equal(ahead.parcel_spare, 2);
    assert_int_equal(ahead.late, 0); /* and the job is late by itself */
}

static void ahead__knows_a_parcel_at_a_visit_that_closes(void **state)
{
    struct road *road = *state;
    put_parcel(road, PLAN_STOP_VISIT, 10, NINE + 20 * MINUTE);
    assert_int_equal(look(road, 0, 0, NINE + 9 * MINUTE).parcel_stop, 1);
    assert_int_equal(look(road, 0, 0, NINE + 10 * MINUTE).parcel_stop, 0);
    assert_true(look(road, 0, 0, NINE + 10 * MINUTE).closed);
}

static void ahead__passes_over_a_rest_rather_than_a_visit(void **state)
{
    struct road *road = *state;
    put(road, PLAN_STOP_VISIT, 10, NINE, 17 * HOUR, 20);
    put(road, PLAN_STOP_REST, 20, NINE, 17 * HOUR, 20);
    put(road, PLAN_STOP_JOB, 30, 10 * HOUR, 10 * HOUR, 45);
    assert_int_equal(look(road, 0, 0, NINE + 5 * MINUTE).visit, 1);
    assert_int_equal(look(road, 0, 0, NINE + 15 * MINUTE).visit, 3);
    assert_int_equal(look(road, 0, 0, NINE + 15 * MINUTE).late_least_s, 0);
    road->stops[2].kind = PLAN_STOP_PARCEL;
    road->stops[2].parcels = &a_parcel;
    road->stops[2].parcels_n = 1;
    a_parcel.last_s = 10 * HOUR;
    assert_int_equal(look(road, 0, 0, NINE + 5 * MINUTE).parcel_spare, 1);
    a_parcel.last_s = NINE + 30 * MINUTE;
}

static void ahead__does_not_pass_over_a_visit_with_a_parcel(void **state)
{
    struct road *road = *state;
    visit_then_job(road);
    assert_int_equal(look(road, 0, 0, NINE + 30 * MINUTE).visit, 0);
    road->stops[0].parcels = &a_parcel;
    road->stops[0].parcels_n = 1;
    struct plan_ahead ahead = look(road, 0, 0, NINE + 30 * MINUTE);
    assert_int_equal(ahead.visit, 2);
    assert_int_equal(ahead.late_least_s, ahead.late_s);
}

static void ahead__drives_to_where_lunch_is_had(void **state)
{
    struct road *road = *state;
    put(road, PLAN_STOP_VISIT, 0, NINE, 17 * HOUR, 10);
    put(road, PLAN_STOP_BREAK, 30, NOON, NOON + 30 * MINUTE, 30)->site_id = 7;
    put(road, PLAN_STOP_JOB, 20, NOON + 40 * MINUTE, NOON + 40 * MINUTE, 30);
    /* Done at 11:40; lunch, 30 away, from ten past twelve; ten back. */
    assert_int_equal(look(road, 0, 0, 11 * HOUR + 30 * MINUTE).late_s, 10 * MINUTE);
    /* Too far for its window: straight to the job. */
    assert_int_equal(look(road, 0, 0, 11 * HOUR + 51 * MINUTE).late, 3);
}

static void whereabouts__are_home_then_the_last_stop_that_is_done(void **state)
{
    struct road *road = *state;
    road->plan.home = place(3);
    struct plan_stop *first = put(road, PLAN_STOP_JOB, 10, NINE, NINE, 30);
    struct plan_stop *second = put(road, PLAN_STOP_VISIT, 20, NINE, 17 * HOUR, 20);
    put(road, PLAN_STOP_BREAK, 35, NOON, NOON + HOUR, 30);
    put(road, PLAN_STOP_JOB, 35, 13 * HOUR, 13 * HOUR, 30);
    assert_true(plan_whereabouts(&road->plan, NINE).lon_deg == place(3).lon_deg);
    first->state = PLAN_STOP_DONE;
    assert_true(plan_whereabouts(&road->plan, 14 * HOUR).lon_deg == place(10).lon_deg);
    second->state = PLAN_STOP_SKIPPED;
    assert_true(plan_whereabouts(&road->plan, NOON).lon_deg == place(10).lon_deg);
    assert_true(plan_whereabouts(&road->plan, NOON + 30 * MINUTE).lon_deg == place(35).lon_deg);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ahead__drives_from_where_one_is, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__knows_the_rush_hours_of_the_plan, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__is_in_time_to_the_end_of_the_window, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__names_the_visit_that_makes_a_job_late, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__says_when_even_without_the_visit_it_is_late, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__knows_when_only_both_visits_are_too_much, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__waits_for_a_window_and_so_makes_up_time, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__passes_by_what_is_done_skipped_or_closed, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__takes_lunch_after_the_drive_where_that_is_in_time, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__says_which_parcel_will_miss_its_collection, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__knows_a_parcel_at_a_visit_that_closes, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__passes_over_a_rest_rather_than_a_visit, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__does_not_pass_over_a_visit_with_a_parcel, setup, teardown),
        cmocka_unit_test_setup_teardown(ahead__drives_to_where_lunch_is_had, setup, teardown),
        cmocka_unit_test_setup_teardown(whereabouts__are_home_then_the_last_stop_that_is_done, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
