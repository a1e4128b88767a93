/* Parcels and lunch as stops of the plan. */
#include "world.h"

#include "geo/amenity.h"

#include <string.h>

static int setup(void **state)
{
    *state = world_new();
    return 0;
}

static int teardown(void **state)
{
    world_free(*state);
    return 0;
}

/* Jobs from ten to eleven and from one to two, twenty kilometres east. */
static void two_jobs(struct world *world, int64_t *first, int64_t *second)
{
    int64_t a = world_customer(world, "A", 12, 0, "", 10);
    int64_t b = world_customer(world, "B", 20, 0, "", 10);
    *first = world_job(world, a, "10:00", "10:00", 60);
    *second = world_job(world, b, "13:00", "13:00", 60);
}

static void errand__a_parcel_goes_to_a_drop_point_after_its_job(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    int64_t early = world_drop(world, "Early", 6, 0, "", "DPD", "17:00");
    int64_t late = world_drop(world, "Late", 16, 0, "", "DPD", "17:00");
    int64_t parcel = world_parcel_out(world, "board", "DPD", first, -1, NULL);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_parcel_stop(plan, parcel);
    assert_non_null(stop);
    assert_int_equal(stop->kind, PLAN_STOP_PARCEL);
    assert_true(stop->site_id == late || stop->site_id == early);
    assert_string_equal(stop->parcels[0].text, "board (K1) for DPD, who collects until 17:00");
    assert_int_equal(plan->parcels_missed_n, 0);
}

static void errand__what_is_too_late_is_said_with_the_last_moment(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    world_drop(world, "Early", 16, 0, "", "DPD", "10:30");
    int64_t parcel = world_parcel_out(world, "board", "DPD", first, 0, NULL);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_null(world_parcel_stop(plan, parcel));
    assert_int_equal(plan->parcels_missed_n, 1);
    assert_true(plan->parcels_missed[0].due);
    assert_non_null(strstr(plan->parcels_missed[0].text, "K1, board from A: Early: "));
}

/* The plan is read the evening before, or days before: "today" is another day then. */
static void errand__what_finds_a_closed_door_is_said_of_that_day(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    world_drop(world, "Sundays", 16, 0, "Su 10:00-12:00", "", "");
    world_parcel_out(world, "board", "", 0, 0, NULL);
    struct plan *plan = world_plan(world);
    assert_int_equal(plan->parcels_missed_n, 1);
    assert_string_equal(plan->parcels_missed[0].text, "K1, board: Sundays: not in time: closed that day");
}

static void errand__one_visit_serves_the_parcel_too(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    world_drop(world, "Locker", 13, 0, "24/7", "", "");
    int64_t friend = world_customer(world, "Friend", 16, 0.5, "Mo-Fr 08:00-18:00", 500);
    world_make_drop(world, friend, "DPD", "15:00");
    int64_t parcel = world_parcel_out(world, "board", "DPD", first, -1, NULL);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_parcel_stop(plan, parcel);
    assert_non_null(stop);
    assert_int_equal(stop->kind, PLAN_STOP_VISIT);
    assert_int_equal(stop->site_id, friend);
    assert_int_equal(plan->visits_n, 1);
    struct plan_missed why = world_explain(world, plan, friend);
    assert_int_equal(why.verdict, VERDICT_IN);
    assert_non_null(strstr(why.text, "; leaves board (K1) for DPD, who collects until 15:00"));
}

static void errand__a_part_is_collected_before_its_job(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    int64_t depot = world_haven(world, "Depot", 16, 1, "Mo-Fr 07:00-18:00", AMENITY_BIT(AMENITY_PARCEL_RECEIVE));
    int64_t parcel = world_parcel_in(world, "pump", depot, second);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_parcel_stop(plan, parcel);
    assert_non_null(stop);
    assert_int_equal(stop->kind, PLAN_STOP_PARCEL);
    assert_int_equal(stop->site_id, depot);
    assert_string_equal(stop->parcels[0].text, "pump (K1) for B");
    struct plan_missed why = world_explain(world, plan, depot);
    assert_int_equal(why.verdict, VERDICT_IN);
    assert_non_null(strstr(why.text, "is in the plan for a parcel"));
    assert_non_null(strstr(why.text, "; collects pump (K1) for B"));
}

static void errand__a_part_that_waits_at_an_earlier_job_is_no_stop_of_its_own(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    int64_t parcel = world_parcel_in(world, "pump", 1, second);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_parcel_stop(plan, parcel);
    assert_non_null(stop);
    assert_int_equal(stop->kind, PLAN_STOP_JOB);
    assert_int_equal(stop->job_id, first);
    assert_int_equal(plan->stops_n, 2);
}

static void errand__two_parcels_at_one_site_are_one_stop(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    int64_t locker = world_drop(world, "Locker", 16, 0.2, "24/7", "", "");
    int64_t one = world_parcel_out(world, "board", "", first, -1, NULL);
    int64_t other = world_parcel_out(world, "samples", "", 0, -1, NULL);
    int64_t same = world_parcel_out(world, "drum", "", first, -1, NULL);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_parcel_stop(plan, one);
    assert_non_null(stop);
    assert_int_equal(stop->site_id, locker);
    assert_ptr_equal(stop, world_parcel_stop(plan, other));
    assert_ptr_equal(stop, world_parcel_stop(plan, same));
    assert_int_equal(stop->parcels_n, 3);
    assert_int_equal(stop->depart_s - stop->start_s, 2 * 5 * MINUTE); /* two carriers' worth: one waits for its job */
    assert_int_equal(plan->stops_n, 3);
}

static void errand__a_parcel_that_could_wait_makes_no_long_detour(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    world_drop(world, "Far", 12, 18, "", "DPD", "17:00");
    int64_t parcel = world_parcel_out(world, "board", "DPD", first, -1, NULL);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_null(world_parcel_stop(plan, parcel));
    assert_int_equal(plan->parcels_missed_n, 1);
    assert_false(plan->parcels_missed[0].due);
    assert_non_null(strstr(plan->parcels_missed[0].text, "plan.parcel_detour"));
    assert_true(plan->parcels_missed[0].last_utc > 0);
    parcel = world_parcel_out(world, "urgent", "DPD", first, 0, NULL);
    plan = world_plan(world);
    world_examine(world, plan);
    assert_non_null(world_parcel_stop(plan, parcel)); /* and then the other one goes along */
    assert_int_equal(plan->parcels_missed_n, 0);
}

static void errand__what_waits_nowhere_is_said(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    int64_t parcel = world_parcel_in(world, "pump", 0, second);
    struct plan *plan = world_plan(world);
    assert_null(world_parcel_stop(plan, parcel));
    assert_int_equal(plan->parcels_missed_n, 1);
    assert_string_equal(plan->parcels_missed[0].text, "K1, pump for B: where it waits is not known");
}

static void errand__nothing_is_late_for_one(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 12, 0, "", 10), b = world_customer(world, "B", 20, 0, "", 10);
    int64_t first = world_job(world, a, "10:00", "10:00", 60);
    world_job(world, b, "11:12", "11:12", 300); /* no minute to spare, and the day ends with it */
    world_drop(world, "Beside", 16, 2, "", "DPD", "15:00");
    int64_t parcel = world_parcel_out(world, "board", "DPD", first, 0, NULL);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_null(world_parcel_stop(plan, parcel));
    assert_int_equal(plan->parcels_missed_n, 1);
    assert_true(plan->parcels_missed[0].due);
}

static void errand__lunch_is_had_where_there_is_food(void **state)
{
    struct world *world = *state;
    int64_t first = 0, second = 0;
    two_jobs(world, &first, &second);
    world->settings.lunch_s = 30 * MINUTE;
    world->settings.lunch_food = true;
    int64_t cafe = world_haven(world, "Cafe", 15, 0.5, "Mo-Fr 09:00-15:00", AMENITY_BIT(AMENITY_FOOD));
    world_haven(world, "Shut", 15, 0.1, "Mo off", AMENITY_BIT(AMENITY_FOOD));
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_stop(plan, cafe);
    assert_non_null(stop);
    assert_int_equal(stop->kind, PLAN_STOP_BREAK);
    assert_int_equal(stop->depart_s - stop->start_s, 30 * MINUTE);
    assert_string_equal(stop->title, "Lunch");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(errand__a_parcel_goes_to_a_drop_point_after_its_job, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__what_is_too_late_is_said_with_the_last_moment, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__what_finds_a_closed_door_is_said_of_that_day, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__one_visit_serves_the_parcel_too, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__a_part_is_collected_before_its_job, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__a_part_that_waits_at_an_earlier_job_is_no_stop_of_its_own, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(errand__two_parcels_at_one_site_are_one_stop, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__a_parcel_that_could_wait_makes_no_long_detour, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__what_waits_nowhere_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__nothing_is_late_for_one, setup, teardown),
        cmocka_unit_test_setup_teardown(errand__lunch_is_had_where_there_is_food, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
