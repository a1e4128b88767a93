#include "world.h"

#include <string.h>

struct day {
    struct world *world;
    struct plan *plan;
    int64_t a, b, c; /* customers: jobs at A and B, a visit at C */
    int64_t job_a, job_b;
};

static int setup(void **state)
{
    struct world *world = world_new();
    struct day *day = arena_alloc(world->arena, sizeof *day);
    day->world = world;
    day->a = world_customer(world, "A", 5, 0, "", 10);
    day->b = world_customer(world, "B", 15, 0, "", 10);
    day->c = world_customer(world, "C", 10, 0.2, "", 600);
    day->job_a = world_job(world, day->a, "10:00", "10:00", 30);
    day->job_b = world_job(world, day->b, "13:00", "13:30", 30);
    day->plan = world_plan(world);
    assert_int_equal(day->plan->stops_n, 3);
    assert_int_equal(world_stop(day->plan, day->c)->kind, PLAN_STOP_VISIT);
    *state = day;
    return 0;
}

static int teardown(void **state)
{
    struct day *day = *state;
    world_free(day->world);
    return 0;
}

static const char *changes(struct day *day)
{
    return world_changes(day->world, day->plan);
}

static struct job get_job(struct day *day, int64_t id)
{
    struct error err = {0};
    struct job job;
    assert_int_equal(store_job_get(day->world->store, id, day->world->arena, &job, &err), STATUS_OK);
    return job;
}

static void save_job(struct day *day, const struct job *job)
{
    struct error err = {0};
    int64_t id = 0;
    world_write(day->world);
    assert_int_equal(store_job_save(day->world->store, job, &id, &err), STATUS_OK);
}

/* A visit at C, DAYS after the plan was made, at WALL_S; NUMBER_UNSET: at no known time. */
static void see_c(struct day *day, int32_t days, int32_t wall_s)
{
    struct error err = {0};
    int64_t id = 0;
    struct visit visit = visit_empty();
    visit.site_id = day->c;
    visit.day = day->world->day - 1 + days;
    visit.at_s = wall_s;
    visit.kind = VISIT_PROACTIVE;
    world_write(day->world);
    assert_int_equal(store_visit_save(day->world->store, &visit, &id, &err), STATUS_OK);
}

static void changes__are_none_of_a_new_plan(void **state)
{
    assert_string_equal(changes(*state), "");
}

static void changes__name_jobs_that_are_cancelled_or_done(void **state)
{
    struct day *day = *state;
    struct job job = get_job(day, day->job_a);
    job.status = JOB_CANCELLED;
    save_job(day, &job);
    assert_string_equal(changes(day), "A: its job was cancelled\n");
    job.status = JOB_DONE;
    save_job(day, &job);
    assert_string_equal(changes(day), "A: its job is done already\n");
}

static void changes__name_jobs_that_moved_or_grew(void **state)
{
    struct day *day = *state;
    struct job job = get_job(day, day->job_b);
    job.earliest_s = 9 * HOUR + 30 * MINUTE;
    job.latest_s = 9 * HOUR + 45 * MINUTE;
    save_job(day, &job);
    assert_string_equal(changes(day), "B: its job moved to 09:30-09:45\n");
    job.latest_s = job.earliest_s;
    save_job(day, &job);
    assert_string_equal(changes(day), "B: its job moved to 09:30\n");
    job.day += 1;
    save_job(day, &job);
    assert_string_equal(changes(day), "B: its job moved to Wed 25 Nov 2026\n");
    job = get_job(day, day->job_a);
    job.duration_s = 90 * MINUTE;
    save_job(day, &job);
    assert_string_equal(changes(day), "A: its job takes 90 min now\nB: its job moved to Wed 25 Nov 2026\n");
}

static void changes__name_new_jobs_also_where_a_visit_is_planned(void **state)
{
    struct day *day = *state;
    int64_t d = world_customer(day->world, "D", 3, 3, "", 10);
    world_job(day->world, d, "16:00", "16:00", 30);
    world_job(day->world, day->c, "09:00", "09:30", 30);
    assert_string_equal(changes(day),
                        "C: a job at 09:00-09:30 is not in this plan\nD: a job at 16:00 is not in this plan\n");
}

static void changes__let_jobs_be_that_the_plan_left_out(void **state)
{
    struct day *day = *state;
    struct site site = site_empty();
    site.name = "Nowhere";
    site.is_customer = true;
    site.id = world_site(day->world, &site, 1);
    world_job(day->world, site.id, "16:00", "16:00", 30);
    day->plan = world_plan(day->world);
    assert_string_equal(changes(day), "");
    site = world_get(day->world, site.id);
    site.placed_by = PLACED_HAND;
    site.at = world_at(day->world, 3, 3);
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "Nowhere: a job at 16:00 is not in this plan\n");
}

static void changes__name_customers_that_are_not_to_be_visited_any_more(void **state)
{
    struct day *day = *state;
    struct site site = world_get(day->world, day->c);
    site.no_drop_in = true;
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "C: does not want to be dropped in on any more\n");
    site.status = CUSTOMER_ON_HOLD;
    site.status_reason = "moving";
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "C: on hold now: moving\n");
    site.status = CUSTOMER_CLOSED;
    site.status_reason = "";
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "C: closed for good now\n");
}

static void changes__name_places_that_moved(void **state)
{
    struct day *day = *state;
    struct site site = world_get(day->world, day->a);
    site.at = world_at(day->world, 5, 0.02);
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "");
    site.at = world_at(day->world, 5, 1);
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "A: its place was changed\n");
}

static void changes__name_visits_made_after_the_plan(void **state)
{
    struct day *day = *state;
    int32_t made_s = civil_wall_of_utc(day->plan->made_utc);
    see_c(day, 0, made_s - HOUR);
    assert_string_equal(changes(day), "");
    see_c(day, 0, made_s + HOUR);
    assert_string_equal(changes(day), "C: visited on Mon 23 Nov 2026, after this plan was made\n");
    see_c(day, 1, 8 * HOUR);
    assert_string_equal(changes(day), "C: visited on Tue 24 Nov 2026, after this plan was made\n");
}

static void changes__take_a_visit_without_a_time_for_news_where_the_plan_counted_the_days(void **state)
{
    struct day *day = *state;
    see_c(day, 0, NUMBER_UNSET);
    assert_string_equal(changes(day), "C: visited on Mon 23 Nov 2026, after this plan was made\n");
}

static void changes__let_stops_be_that_are_ticked_off(void **state)
{
    struct day *day = *state;
    struct job job = get_job(day, day->job_a);
    job.status = JOB_DONE;
    save_job(day, &job);
    see_c(day, 1, 11 * HOUR);
    for (size_t i = 0; i < day->plan->stops_n; i++) {
        day->plan->stops[i].state = day->plan->stops[i].site_id == day->b ? PLAN_STOP_PLANNED : PLAN_STOP_DONE;
    }
    assert_string_equal(changes(day), "");
}

static void changes__name_a_place_that_is_called_or_written_otherwise(void **state)
{
    struct day *day = *state;
    struct site site = world_get(day->world, day->a);
    site.street = "4 New Street";
    site.town = "Oakham";
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "A: its address is 4 New Street, Oakham now\n");
    site.name = "A & Sons";
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "A: is called A & Sons now, and its address is 4 New Street, Oakham now\n");
    day->plan = world_plan(day->world);
    assert_string_equal(changes(day), "");
    site.street = "";
    site.town = "";
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "A & Sons: has no address now\n");
    day->plan = world_plan(day->world);
    site.name = "A";
    world_edit(day->world, &site);
    assert_string_equal(changes(day), "A & Sons: is called A now\n");
}

static void booked__passes_over_what_is_no_job_any_more(void **state)
{
    struct day *day = *state;
    struct error err = {0};
    struct plan *booked = NULL;
    struct job job = get_job(day, day->job_a);
    job.status = JOB_CANCELLED;
    save_job(day, &job);
    world_commit(day->world);
    assert_int_equal(plan_still_booked(day->world->store, day->plan, day->world->arena, &booked, &err), STATUS_OK);
    assert_int_equal(world_stop(booked, day->a)->state, PLAN_STOP_SKIPPED);
    assert_int_equal(world_stop(booked, day->b)->state, PLAN_STOP_PLANNED);
    assert_int_equal(world_stop(booked, day->c)->state, PLAN_STOP_PLANNED);
    assert_int_equal(world_stop(day->plan, day->a)->state, PLAN_STOP_PLANNED);
}

static void explain__does_not_call_a_job_a_visit_nor_a_cancelled_one_a_job(void **state)
{
    struct day *day = *state;
    world_job(day->world, day->c, "09:00", "09:00", 30);
    struct job job = get_job(day, day->job_a);
    job.status = JOB_CANCELLED;
    save_job(day, &job);
    assert_int_equal(world_explain(day->world, day->plan, day->c).verdict, VERDICT_HAS_JOB);
    enum plan_verdict verdict = world_explain(day->world, day->plan, day->a).verdict;
    assert_true(verdict != VERDICT_HAS_JOB && verdict != VERDICT_IN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(changes__are_none_of_a_new_plan, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_jobs_that_are_cancelled_or_done, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_jobs_that_moved_or_grew, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_new_jobs_also_where_a_visit_is_planned, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__let_jobs_be_that_the_plan_left_out, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_customers_that_are_not_to_be_visited_any_more, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_places_that_moved, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_a_place_that_is_called_or_written_otherwise, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__name_visits_made_after_the_plan, setup, teardown),
        cmocka_unit_test_setup_teardown(changes__take_a_visit_without_a_time_for_news_where_the_plan_counted_the_days,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(changes__let_stops_be_that_are_ticked_off, setup, teardown),
        cmocka_unit_test_setup_teardown(booked__passes_over_what_is_no_job_any_more, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__does_not_call_a_job_a_visit_nor_a_cancelled_one_a_job, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
