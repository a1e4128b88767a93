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

static void give_toilet(struct world *world, int64_t site_id)
{
    struct site site = world_get(world, site_id);
    site.amenities = AMENITY_BIT(AMENITY_TOILET);
    world_edit(world, &site);
}

/* Not due for its own sake (half its goal), but it has a toilet. */
static int64_t toilet(struct world *world, const char *name, double east_km, double north_km)
{
    int64_t id = world_customer(world, name, east_km, north_km, "Mo-Fr 08:00-18:00", 182);
    give_toilet(world, id);
    return id;
}

/* Jobs from ten to eleven and from two to three, home again after four: six hours. */
static void long_day(struct world *world, bool job_has_toilet)
{
    int64_t a = world_customer(world, "A", 12, 0, "", 10);
    int64_t b = world_customer(world, "B", 20, 0, "", 10);
    if (job_has_toilet) {
        give_toilet(world, b);
    }
    world_job(world, a, "10:00", "10:00", 60);
    world_job(world, b, "13:00", "13:00", 60);
}

static void comfort__is_a_reason_on_a_long_dry_day(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    int64_t c = toilet(world, "C", 16, 0.2);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_stop(plan, c);
    assert_non_null(stop);
    assert_int_equal(stop->worth.reason_s[REASON_COMFORT], world->settings.worth_comfort_s);
    assert_int_equal(stop->worth.total_s, world->settings.worth_comfort_s);
    assert_non_null(strstr(stop->why, "toilet"));
    assert_int_equal(world_explain(world, plan, c).verdict, VERDICT_IN);
}

static void comfort__is_no_reason_where_a_job_has_a_toilet(void **state)
{
    struct world *world = *state;
    long_day(world, true);
    world->settings.comfort_s = 4 * HOUR + 30 * MINUTE;
    int64_t c = toilet(world, "C", 16, 0.2);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_null(world_stop(plan, c));
    struct plan_missed missed = world_explain(world, plan, c);
    assert_int_equal(missed.verdict, VERDICT_NOT_DUE);
    assert_int_equal(missed.worth.total_s, 0);
}

static void comfort__is_no_reason_when_it_is_switched_off(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    world->settings.comfort_s = 0;
    int64_t c = toilet(world, "C", 16, 0.2);
    struct plan *plan = world_plan(world);
    assert_null(world_stop(plan, c));
    assert_int_equal(world_explain(world, plan, c).verdict, VERDICT_NOT_DUE);
}

static void comfort__needs_one_of_two_side_by_side(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    world->settings.comfort_s = 4 * HOUR + 30 * MINUTE;
    int64_t c = toilet(world, "C", 16, 0.2);
    int64_t d = toilet(world, "D", 16.1, 0.2);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->visits_n, 1);
    assert_true((world_stop(plan, c) != NULL) != (world_stop(plan, d) != NULL));
}

static void comfort__is_one_reason_more_for_who_is_due_anyway(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    int64_t c = world_customer(world, "C", 16, 0.2, "Mo-Fr 08:00-18:00", 426);
    give_toilet(world, c);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_stop(plan, c);
    assert_true(stop->worth.reason_s[REASON_COMFORT] > 0 && stop->worth.reason_s[REASON_OVERDUE] > 0);
}

static void comfort__is_not_for_those_seen_a_month_ago(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    int64_t c = world_customer(world, "C", 16, 0.2, "Mo-Fr 08:00-18:00", 30);
    give_toilet(world, c);
    assert_null(world_stop(world_plan(world), c));
}

static int32_t comfort_of(const struct plan *plan, int64_t site_id)
{
    const struct plan_stop *stop = world_stop(plan, site_id);
    assert_non_null(stop);
    assert_true((stop->worth.reason_s[REASON_COMFORT] > 0) == (strstr(stop->why, "toilet") != NULL));
    return stop->worth.reason_s[REASON_COMFORT];
}

static int64_t due_with_toilet(struct world *world, const char *name, double east_km, double north_km,
                               const char *hours)
{
    int64_t id = world_customer(world, name, east_km, north_km, hours, 426);
    give_toilet(world, id);
    return id;
}

static void comfort__is_for_the_first_of_two_that_would_both_do(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    int64_t c = due_with_toilet(world, "C", 15, 0.2, "Mo-Fr 11:00-18:00");
    int64_t d = due_with_toilet(world, "D", 17, 0.2, "Mo-Fr 11:00-18:00");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(world_stop(plan, c)->depart_s < world_stop(plan, d)->arrive_s);
    assert_true(comfort_of(plan, c) > 0);
    assert_int_equal(comfort_of(plan, d), 0);
}

static void comfort__is_of_no_use_just_before_home_or_just_after(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    int64_t c = due_with_toilet(world, "C", 4, 0.2, "Mo-Fr 14:00-18:00");
    int64_t d = due_with_toilet(world, "D", 4, 0.2, "Mo-Fr 08:00-10:00");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(plan->home_s - plan->leave_s > world->settings.comfort_s + HOUR);
    assert_int_equal(comfort_of(plan, c), 0);
    assert_int_equal(comfort_of(plan, d), 0);
}

static void comfort__is_of_no_use_just_after_a_job_with_a_toilet(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 12, 0, "", 10), b = world_customer(world, "B", 20, 0, "", 10);
    give_toilet(world, a);
    world_job(world, a, "10:00", "10:00", 60);
    world_job(world, b, "13:30", "13:30", 60);
    int64_t c = due_with_toilet(world, "C", 13, 0.1, "Mo-Fr 11:00-11:30");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(plan->home_s - world_stop(plan, a)->depart_s > world->settings.comfort_s + HOUR / 2);
    assert_int_equal(comfort_of(plan, c), 0);
}

/* Waiting at its own door makes the stretch long: without it there is none. */
static void comfort__is_no_reason_for_who_makes_the_stretch(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 12, 0, "", 10);
    give_toilet(world, a);
    world_job(world, a, "10:00", "10:00", 60);
    int64_t c = due_with_toilet(world, "C", 6, 0.1, "Mo-Fr 15:00-18:00");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(world_stop(plan, c)->start_s - world_stop(plan, a)->depart_s > world->settings.comfort_s);
    assert_int_equal(comfort_of(plan, c), 0);
}

static void comfort__is_two_reasons_on_a_day_long_enough_for_two(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 12, 0, "", 10), b = world_customer(world, "B", 14, 0, "", 10);
    world_job(world, a, "10:30", "10:30", 60);
    world_job(world, b, "14:30", "14:30", 60);
    world->settings.comfort_s = 2 * HOUR;
    int64_t c = due_with_toilet(world, "C", 12.5, 0.1, "Mo-Fr 11:00-12:15");
    int64_t d = due_with_toilet(world, "D", 13, 0.1, "Mo-Fr 13:30-14:30");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(comfort_of(plan, c) > 0);
    assert_true(comfort_of(plan, d) > 0);
}

/* --- rest stops ---------------------------------------------------------------------------------------------------- */

static const struct plan_stop *rest_of(const struct plan *plan)
{
    const struct plan_stop *found = NULL;
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].kind == PLAN_STOP_REST) {
            assert_null(found); /* one for a stretch */
            found = &plan->stops[i];
        }
    }
    return found;
}

static void rest__is_the_fallback_on_a_dry_day(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    int64_t haven = world_haven(world, "Lay-by", 16, 0.2, "24/7", AMENITY_BIT(AMENITY_TOILET));
    world_haven(world, "Other", 17, 0.3, "", AMENITY_BIT(AMENITY_TOILET));
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = rest_of(plan);
    assert_non_null(stop);
    assert_int_equal(stop->site_id, haven);
    assert_int_equal(plan->visits_n, 0);
    assert_int_equal(plan->worth_s, 0);
    assert_int_equal(strncmp(stop->why, "no toilet for ", 14), 0);
    assert_null(rest_of(world_plan_jobs(world)));
}

static void rest__gives_way_to_a_visit_that_is_worth_it(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    world_haven(world, "Lay-by", 16, 0.2, "24/7", AMENITY_BIT(AMENITY_TOILET));
    int64_t c = due_with_toilet(world, "C", 16, 1.5, "Mo-Fr 08:00-18:00");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_non_null(world_stop(plan, c));
    assert_true(world_stop(plan, c)->comfort);
    assert_null(rest_of(plan));
}

static void rest__needs_no_stop_where_a_job_has_a_toilet(void **state)
{
    struct world *world = *state;
    long_day(world, true);
    world->settings.comfort_s = 4 * HOUR + 30 * MINUTE;
    world_haven(world, "Lay-by", 16, 0.2, "24/7", AMENITY_BIT(AMENITY_TOILET));
    assert_null(rest_of(world_plan(world)));
}

static void rest__is_not_had_at_a_closed_door_nor_when_none_is_wanted(void **state)
{
    struct world *world = *state;
    long_day(world, false);
    world_haven(world, "Shut", 16, 0.2, "Mo-Fr 08:00-09:00", AMENITY_BIT(AMENITY_TOILET));
    struct plan *plan = world_plan(world);
    assert_null(rest_of(plan));
    assert_true(plan->advice_n > 0);
    assert_int_equal(strncmp(plan->advice[0], "no toilet between ", 18), 0);
    world_haven(world, "Lay-by", 16, 0.2, "24/7", AMENITY_BIT(AMENITY_TOILET));
    assert_non_null(rest_of(world_plan(world)));
    world->settings.rest_s = 0;
    assert_null(rest_of(world_plan(world)));
}

/* --- days of 23 and 25 hours -------------------------------------------------------------------------------------- */

static void night_shift(struct world *world, int32_t day, const char *job_at)
{
    assert_true(civil_zone_set("Europe/London"));
    world->day = day;
    int64_t a = world_customer(world, "A", 10, 0, "", 10);
    world_job(world, a, job_at, job_at, 30);
    world_customer(world, "C", 5, 0.1, "24/7", 600);
    world_hours(world, "00:00", "08:00");
}

static void plan__counts_the_hour_that_spring_takes(void **state)
{
    struct world *world = *state;
    night_shift(world, civil_day(2027, 3, 28), "03:00");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->jobs_n, 1);
    assert_int_equal(plan->visits_n, 1);
    assert_int_equal(plan->work_end_s, 7 * HOUR);
    const char *json = plan_to_json(world->arena, plan);
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].kind == PLAN_STOP_JOB) {
            assert_int_equal(plan->stops[i].start_s, 2 * HOUR);
        }
    }
    assert_non_null(strstr(json, "\"start\":\"03:00\""));
}

static void plan__counts_the_hour_that_autumn_gives(void **state)
{
    struct world *world = *state;
    night_shift(world, civil_day(2026, 10, 25), "03:00");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->work_end_s, 9 * HOUR);
    for (size_t i = 0; i < plan->stops_n; i++) {
        if (plan->stops[i].kind == PLAN_STOP_JOB) {
            assert_int_equal(plan->stops[i].start_s, 4 * HOUR);
        }
    }
}

static void plan__mends_a_booking_in_the_hour_that_is_not_there(void **state)
{
    struct world *world = *state;
    night_shift(world, civil_day(2027, 3, 28), "01:30");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->jobs_n, 1);
    assert_int_equal(plan->conflicts_n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(comfort__is_a_reason_on_a_long_dry_day, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_no_reason_where_a_job_has_a_toilet, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_no_reason_when_it_is_switched_off, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__needs_one_of_two_side_by_side, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_one_reason_more_for_who_is_due_anyway, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_not_for_those_seen_a_month_ago, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_for_the_first_of_two_that_would_both_do, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_of_no_use_just_before_home_or_just_after, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_of_no_use_just_after_a_job_with_a_toilet, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_no_reason_for_who_makes_the_stretch, setup, teardown),
        cmocka_unit_test_setup_teardown(comfort__is_two_reasons_on_a_day_long_enough_for_two, setup, teardown),
        cmocka_unit_test_setup_teardown(rest__is_the_fallback_on_a_dry_day, setup, teardown),
        cmocka_unit_test_setup_teardown(rest__gives_way_to_a_visit_that_is_worth_it, setup, teardown),
        cmocka_unit_test_setup_teardown(rest__needs_no_stop_where_a_job_has_a_toilet, setup, teardown),
        cmocka_unit_test_setup_teardown(rest__is_not_had_at_a_closed_door_nor_when_none_is_wanted, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__counts_the_hour_that_spring_takes, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__counts_the_hour_that_autumn_gives, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__mends_a_booking_in_the_hour_that_is_not_there, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
