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

/* The page that rounds is for: seventy minutes between two jobs, and on the road between them, a few minutes off it, a
 * customer not seen for fourteen months. */
static void plan__calls_on_the_overdue_customer_between_two_jobs(void **state)
{
    struct world *world = *state;
    int64_t first = world_customer(world, "Oakham Bakery", 4, 0, "", 10);
    int64_t second = world_customer(world, "Uppingham School", 16, 0, "", 10);
    int64_t lady = world_customer(world, "Manton Upholstery", 10, 0.7, "Mo-Fr 09:00-12:30", 426);
    struct site site = world_get(world, lady);
    site.amenities = AMENITY_BIT(AMENITY_TOILET) | AMENITY_BIT(AMENITY_HOT_DRINK);
    world_edit(world, &site);
    world_job(world, first, "09:30", "09:30", 60);
    world_job(world, second, "11:40", "11:40", 60);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    world_examine_best(world, plan);
    const struct plan_stop *stop = world_stop(plan, lady);
    assert_non_null(stop);
    assert_int_equal(plan->stops_n, 3);
    assert_ptr_equal(stop, &plan->stops[1]);
    assert_true(stop->cost_s < 5 * MINUTE);
    assert_non_null(strstr(stop->why, "14 months since last visit"));
    assert_string_equal(stop->hours, "open until 12:30");
    assert_string_equal(stop->contact, "Contact 1 of Manton Upholstery");
    assert_string_equal(stop->phone, "01572 000000");
    assert_string_equal(stop->drink, "tea, white no sugar");
    assert_int_equal(plan->conflicts_n, 0);
    assert_int_equal(plan->customers_placed, 3);
    assert_int_equal(plan->customers_due, 1);
    assert_string_equal(plan->source, "estimate");
}

static void plan__makes_no_job_late_for_a_visit(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 6, 0, "", 10);
    int64_t b = world_customer(world, "B", 12, 0, "", 10);
    int64_t c = world_customer(world, "C", 9, 0.2, "", -1);
    world_promise(world, c, 0);
    world_job(world, a, "10:00", "10:00", 60);
    /* The drive is about 11 minutes; 20 on site do not fit into what is left of 25. */
    world_job(world, b, "11:25", "11:25", 60);
    world_hours(world, "09:40", "12:50");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_null(world_stop(plan, c));
    assert_int_equal(world_stop(plan, b)->late_s, 0);
    assert_int_equal(plan->missed_n, 1);
    assert_int_equal(plan->missed[0].verdict, VERDICT_NO_ROOM);
    assert_non_null(strstr(plan->missed[0].text, "between A and B"));
}

static void plan__plans_overlapping_jobs_and_names_them(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "Oakham Bakery", 4, 0, "", 10);
    int64_t b = world_customer(world, "Uppingham School", 8, 0, "", 10);
    world_job(world, a, "10:00", "10:00", 60);
    world_job(world, b, "10:30", "10:30", 60);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->jobs_n, 2);
    assert_int_equal(plan->conflicts_n, 1);
    const struct plan_stop *late = world_stop(plan, b);
    assert_true(late->late_s > 0);
    assert_string_equal(plan->conflicts[0].text,
                        arena_printf(world->arena,
                                     "Oakham Bakery and Uppingham School are booked too close together: "
                                     "Uppingham School is reached %d min late",
                                     (late->late_s + 59) / 60));
}

static void plan__names_two_jobs_at_the_same_time(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 10, 0, "", 10);
    int64_t b = world_customer(world, "B", 5, 0, "", 10);
    world_job(world, a, "10:00", "10:00", 60);
    world_job(world, b, "10:00", "10:00", 60);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->conflicts_n, 1);
    assert_true(world_conflict(plan, " are booked at the same time: "));
}

static void plan__names_jobs_too_close_together(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 10, 0, "", 10);
    int64_t b = world_customer(world, "B", -10, 0, "", 10);
    world_job(world, a, "10:00", "10:00", 60);
    world_job(world, b, "11:10", "11:10", 60);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(world_conflict(plan, "A and B are booked too close together: B is reached "));
}

static void plan__names_a_job_that_is_late_by_itself(void **state)
{
    struct world *world = *state;
    int64_t far = world_customer(world, "Far", 60, 0, "", 10);
    world_job(world, far, "00:30", "00:30", 60);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(world_conflict(plan, "Far: booked for 00:30, reached at "));
    assert_int_equal(plan->leave_s, 0);
}

static void plan__names_a_closed_site_but_keeps_the_booking(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 4, 0, "Mo-Fr 09:00-12:30,14:00-17:00", 10);
    int64_t b = world_customer(world, "B", 8, 0, "We-Sa 09:00-17:00", 10);
    int64_t c = world_customer(world, "C", 8, 2, "Tu 08:00-16:00", 10);
    world_job(world, a, "13:00", "13:00", 30);
    world_job(world, b, "10:00", "10:00", 30);
    world_job(world, c, "15:30", "15:30", 60);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->jobs_n, 3);
    assert_int_equal(plan->conflicts_n, 3);
    assert_true(world_conflict(plan, "A: booked for 13:00, but closed then (open 09:00-12:30, 14:00-17:00)"));
    assert_true(world_conflict(plan, "B: booked for 10:00, but closed that day"));
    assert_true(world_conflict(plan, "C: closes at 16:00, but the job lasts until 16:30"));
}

static void plan__uses_the_freedom_of_a_booking_to_find_the_door_open(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 4, 0, "Mo-Fr 09:15-12:30,14:00-17:00", 10);
    int64_t b = world_customer(world, "B", 6, 0, "Mo-Fr 09:00-10:30,13:00-17:00", 10);
    world_job(world, a, "08:00", "12:00", 30);
    world_job(world, b, "10:15", "15:00", 30);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->conflicts_n, 0);
    assert_true(world_stop(plan, a)->start_s >= world_s(world, "09:15"));
    assert_true(world_stop(plan, b)->start_s >= world_s(world, "13:00"));
    assert_int_equal(world_stop(plan, b)->window_from_s, world_s(world, "10:15"));
}

static void plan__leaves_out_a_job_without_a_place_and_says_how_to_mend_it(void **state)
{
    struct world *world = *state;
    struct site site = site_empty();
    site.name = "Nowhere Farm";
    site.is_customer = true;
    int64_t id = world_site(world, &site, 2);
    int64_t a = world_customer(world, "A", 4, 0, "", 10);
    world_job(world, id, "09:00", "09:00", 30);
    world_job(world, a, "10:00", "10:00", 30);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->jobs_n, 1);
    assert_null(world_stop(plan, id));
    assert_true(world_conflict(plan, "Nowhere Farm: has no place yet"));
    assert_true(world_conflict(plan, arena_printf(world->arena, "rounds edit #%lld place=LAT,LON", (long long)id)));
    assert_int_equal(plan->conflicts[0].site_id, id);
}

static void plan__says_when_home_is_reached_after_the_day_ends(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 20, 0, "", 10);
    world_job(world, a, "17:00", "17:00", 30);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(plan->home_s > plan->work_end_s);
    assert_true(world_conflict(plan, "min after the day ends"));
    assert_int_equal(world_stop(plan, a)->late_s, 0);
}

static void plan__leaves_before_the_day_begins_only_for_a_job_that_asks_for_it(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 20, 0, "", 10);
    int64_t b = world_customer(world, "B", 10, 0.1, "Mo-Fr 06:00-18:00", 400);
    world_job(world, a, "08:00", "08:00", 30);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(world_stop(plan, a)->late_s, 0);
    assert_int_equal(plan->leave_s,
                     world_stop(plan, a)->arrive_s - world_drive_s(world, world->home, world_at(world, 20, 0)));
    assert_true(plan->leave_s < plan->work_start_s);
    assert_true(world_stop(plan, b)->start_s > world_stop(plan, a)->start_s); /* never before the working hours */
}

static void plan__keeps_opening_hours_whole(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 5, 0, "", 10);
    int64_t noon = world_customer(world, "Noon", 5, 0.5, "Tu 12:00-12:30", 500);
    int64_t brief = world_customer(world, "Brief", 5, -0.5, "Tu 09:00-09:15", 500);
    int64_t shut = world_customer(world, "Shut", 5.2, 0, "Mo,We-Su 09:00-17:00", 500);
    world_job(world, a, "10:00", "10:00", 30);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    world_examine_best(world, plan);
    assert_int_equal(world_stop(plan, noon)->start_s, world_s(world, "12:00"));
    assert_null(world_stop(plan, brief));
    assert_null(world_stop(plan, shut));
}

static void plan__keeps_visits_with_unknown_hours_to_their_own(void **state)
{
    struct world *world = *state;
    world->settings.visit_before_s = 11 * HOUR;
    world->settings.visit_after_s = 11 * HOUR + 20 * MINUTE;
    int64_t a = world_customer(world, "A", 2, 0, "", 500);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(world_stop(plan, a)->start_s, world_s(world, "11:00"));
    assert_string_equal(world_stop(plan, a)->hours, "hours unknown");
}

static void fill_with_visits(struct world *world, int n, double km)
{
    for (int i = 0; i < n; i++) {
        char *name = arena_printf(world->arena, "Customer %02d", i);
        world_customer(world, name, km + 0.3 * i, 0.4 * (i % 3), "", 500);
    }
}

static void plan__never_goes_over_max_visits(void **state)
{
    struct world *world = *state;
    fill_with_visits(world, 20, 2);
    world->settings.max_visits = 3;
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    world_examine_best(world, plan);
    assert_int_equal(plan->visits_n, 3);
    assert_int_equal(plan->missed_n, 5);
    assert_int_equal(plan->missed[0].verdict, VERDICT_EXTRA);
    world->settings.max_visits = 0;
    assert_int_equal(world_plan(world)->visits_n, 0);
}

static void plan__never_goes_over_max_extra(void **state)
{
    struct world *world = *state;
    fill_with_visits(world, 20, 2);
    world->settings.max_extra_s = 15 * MINUTE;
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    world_examine_best(world, plan);
    assert_true(plan->visits_n > 0);
    assert_true(plan->extra_s <= 15 * MINUTE);
}

static void plan__never_goes_over_max_detour(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 3, 0, "", 10);
    int64_t b = world_customer(world, "B", 3, 4, "", 1000);
    world_promise(world, b, 0);
    world_job(world, a, "10:00", "10:00", 30);
    struct plan *plan = world_plan(world);
    assert_non_null(world_stop(plan, b));
    int32_t cost_s = world_stop(plan, b)->cost_s;
    world->settings.max_detour_s = cost_s - 1;
    plan = world_plan(world);
    world_examine(world, plan);
    assert_null(world_stop(plan, b));
    assert_int_equal(world_explain(world, plan, b).verdict, VERDICT_DETOUR);
    world->settings.max_detour_s = cost_s;
    assert_non_null(world_stop(world_plan(world), b));
}

static void plan__keeps_lunch_in_its_window(void **state)
{
    struct world *world = *state;
    fill_with_visits(world, 12, 2);
    int64_t a = world_customer(world, "A", 6, 3, "", 10);
    world_job(world, a, "14:00", "14:00", 60);
    world->settings.lunch_s = 45 * MINUTE;
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    size_t breaks = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        breaks += plan->stops[i].kind == PLAN_STOP_BREAK;
    }
    assert_int_equal(breaks, 1);
    assert_int_equal(plan->conflicts_n, 0);
}

static void plan__says_when_the_jobs_leave_no_lunch(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 6, 3, "", 10);
    int64_t b = world_customer(world, "B", 8, 3, "", 10);
    world_job(world, a, "10:00", "10:00", 120);
    world_job(world, b, "12:10", "12:10", 120);
    world->settings.lunch_s = 45 * MINUTE;
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_true(world_conflict(plan, "no room for lunch"));
    world->settings.lunch_food = true; /* no lunch on the road is promised either */
    plan = world_plan(world);
    assert_true(world_conflict(plan, "no room for lunch"));
    for (size_t i = 0; i < plan->advice_n; i++) {
        assert_null(strstr(plan->advice[i], "lunch"));
    }
}

static void plan__never_suggests_who_must_not_be_dropped_in_on(void **state)
{
    struct world *world = *state;
    int64_t shy = world_customer(world, "Shy", 2, 0, "", 900);
    int64_t held = world_customer(world, "Held", 2.1, 0, "", 900);
    int64_t gone = world_customer(world, "Gone", 2.2, 0, "", 900);
    int64_t open = world_customer(world, "Open", 2.3, 0, "", 900);
    struct site site = world_get(world, shy);
    site.no_drop_in = true;
    world_edit(world, &site);
    site = world_get(world, held);
    site.status = CUSTOMER_ON_HOLD;
    site.status_reason = "unpaid invoice";
    world_edit(world, &site);
    site = world_get(world, gone);
    site.status = CUSTOMER_CLOSED;
    world_edit(world, &site);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->visits_n, 1);
    assert_non_null(world_stop(plan, open));
    assert_int_equal(world_explain(world, plan, shy).verdict, VERDICT_NO_DROP_IN);
    assert_int_equal(world_explain(world, plan, held).verdict, VERDICT_ON_HOLD);
    assert_string_equal(world_explain(world, plan, held).text, "is on hold: unpaid invoice");
    assert_int_equal(world_explain(world, plan, gone).verdict, VERDICT_ON_HOLD);
}

static void plan__never_visits_the_site_of_a_job_too(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 5, 0, "", 900);
    world_promise(world, a, 0);
    world_job(world, a, "10:00", "10:00", 30);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->stops_n, 1);
    assert_int_equal(world_explain(world, plan, a).verdict, VERDICT_HAS_JOB);
}

static void plan__goes_round_from_home_on_a_day_without_jobs(void **state)
{
    struct world *world = *state;
    fill_with_visits(world, 3, 2);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    world_examine_best(world, plan);
    assert_int_equal(plan->jobs_n, 0);
    assert_int_equal(plan->visits_n, 3);
    assert_int_equal(plan->extra_s, plan->drive_s);
}

static void plan__of_an_empty_store_is_empty(void **state)
{
    struct world *world = *state;
    struct plan *plan = world_plan(world);
    assert_int_equal(plan->stops_n, 0);
    assert_int_equal(plan->drive_s, 0);
    assert_int_equal(plan->customers_placed, 0);
    world_examine(world, plan);
}

static void plan__goes_for_a_promise_and_a_complaint_where_it_would_not_go_else(void **state)
{
    struct world *world = *state;
    int64_t plain = world_customer(world, "Plain", 3, 2, "", 300);
    int64_t promised = world_customer(world, "Promised", -5, 1, "", 300);
    int64_t cross = world_customer(world, "Cross", 0, -4, "", 300);
    world_promise(world, promised, 1);
    world_complaint(world, cross);
    world->settings.max_detour_s = world->settings.max_extra_s = 90 * MINUTE;
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    world_examine_best(world, plan);
    assert_null(world_stop(plan, plain));
    assert_non_null(world_stop(plan, promised));
    assert_non_null(world_stop(plan, cross));
    assert_int_equal(world_stop(plan, promised)->worth.reason_s[REASON_PROMISE], world->settings.worth_promise_s);
    assert_int_equal(world_stop(plan, cross)->worth.reason_s[REASON_COMPLAINT], world->settings.worth_complaint_s);
    assert_non_null(strstr(world_stop(plan, promised)->why, "promise"));
}

static void plan__is_there_early_when_that_is_asked(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 5, 0, "", 10);
    world_job(world, a, "10:00", "10:00", 30);
    world->settings.arrive_early_s = 10 * MINUTE;
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *stop = world_stop(plan, a);
    assert_int_equal(stop->arrive_s, world_s(world, "09:50"));
    assert_int_equal(stop->start_s, world_s(world, "10:00"));
    assert_int_equal(stop->depart_s, world_s(world, "10:30"));
}

static void plan__tells_how_much_later_a_stop_may_be(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 5, 0, "", 10);
    int64_t b = world_customer(world, "B", 5, 1, "", 10);
    world_job(world, a, "09:00", "12:00", 30);
    world_job(world, b, "11:00", "11:00", 30);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    const struct plan_stop *first = world_stop(plan, a), *second = world_stop(plan, b);
    assert_int_equal(second->slack_s, second->wait_s);
    int32_t drive_s = world_drive_s(world, world_at(world, 5, 0), world_at(world, 5, 1));
    assert_int_equal(first->arrive_s + first->slack_s, world_s(world, "11:00") - drive_s - 30 * MINUTE);
}

static void plan__is_the_same_every_time(void **state)
{
    struct world *world = *state;
    fill_with_visits(world, 25, 1);
    int64_t a = world_customer(world, "A", 5, 0, "", 10);
    world_job(world, a, "10:00", "12:00", 30);
    const char *first = plan_to_json(world->arena, world_plan(world));
    assert_string_equal(first, plan_to_json(world->arena, world_plan(world)));
}

static void plan__refuses_a_day_without_a_home(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct engineer self;
    int64_t id = 0;
    struct plan *plan = NULL;
    assert_int_equal(store_engineer_self(world->store, world->arena, &self, &err), STATUS_OK);
    self.has_home = false;
    assert_int_equal(store_engineer_save(world->store, &self, &id, &err), STATUS_OK);
    world_commit(world);
    struct plan_request request = {.day = world->day, .settings = &world->settings};
    assert_int_equal(plan_make(world->store, world->travel, &request, world->arena, &plan, &err), STATUS_INPUT);
    assert_non_null(strstr(err.text, "rounds init"));
    assert_null(plan);
}

static void plan__takes_sixty_jobs_and_refuses_one_more(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = NULL;
    for (int i = 0; i < 60; i++) {
        char *name = arena_printf(world->arena, "Job %d", i);
        int64_t id = world_customer(world, name, (i * 7) % 11 - 5, (i * 5) % 13 - 6, "", 10);
        world_job(world, id, "08:00", "23:00", 5);
    }
    plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->jobs_n, 60);
    world_job(world, world_customer(world, "One more", 1, 1, "", 10), "08:00", "23:00", 5);
    world_commit(world);
    struct plan_request request = {.day = world->day, .settings = &world->settings};
    assert_int_equal(plan_make(world->store, world->travel, &request, world->arena, &plan, &err), STATUS_INPUT);
    assert_non_null(strstr(err.text, "61 jobs are booked that day"));
}

static void plan__reaches_across_the_antimeridian(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct engineer self;
    int64_t id = 0;
    assert_int_equal(store_engineer_self(world->store, world->arena, &self, &err), STATUS_OK);
    self.home = world->home = (struct point){-16.8, 179.999}; /* Taveuni */
    assert_int_equal(store_engineer_save(world->store, &self, &id, &err), STATUS_OK);
    struct site site = site_empty();
    site.name = "East of the line";
    site.is_customer = true;
    site.placed_by = PLACED_HAND;
    site.at = (struct point){-16.8, -179.995};
    int64_t east = world_site(world, &site, 2);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_non_null(world_stop(plan, east));
    assert_int_equal(plan->customers_reachable, 1);
}

static void plan__leaves_a_colleagues_customers_and_jobs_alone(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    int64_t other = 0, id = 0;
    struct engineer colleague = {.uuid = "", .name = "Kim Ryhall", .work_start_s = 8 * HOUR, .work_end_s = 17 * HOUR};
    assert_int_equal(store_engineer_save(world->store, &colleague, &other, &err), STATUS_OK);
    int64_t theirs = world_customer(world, "Theirs", 2, 0, "", 900);
    int64_t booked = world_customer(world, "Booked", 3, 0, "", 900);
    struct site site = world_get(world, theirs);
    site.engineer_id = other;
    world_edit(world, &site);
    struct job job = job_empty();
    job.site_id = booked;
    job.day = world->day;
    job.earliest_s = job.latest_s = 10 * HOUR;
    job.duration_s = HOUR;
    job.engineer_id = other;
    assert_int_equal(store_job_save(world->store, &job, &id, &err), STATUS_OK);
    struct plan *plan = world_plan(world);
    assert_int_equal(plan->stops_n, 0);
    assert_int_equal(world_explain(world, plan, theirs).verdict, VERDICT_COLLEAGUE);
    assert_int_equal(world_explain(world, plan, booked).verdict, VERDICT_HAS_JOB);
}

/* --- who has a job soon ------------------------------------------------------------------------------------------- */

static int64_t at_the_door(struct world *world, const char *name, double east_km)
{
    return world_customer(world, name, east_km, 0.2, "", 600);
}

static void plan__does_not_call_on_who_has_a_job_soon(void **state)
{
    struct world *world = *state;
    int64_t today = at_the_door(world, "Today", 1), tomorrow = at_the_door(world, "Tomorrow", 1.1);
    int64_t last = at_the_door(world, "Last", 1.2), later = at_the_door(world, "Later", 1.3);
    world_job_on(world, today, -1, JOB_OPEN); /* the plan is made the evening before */
    world_job_on(world, tomorrow, 9, JOB_OPEN);
    world_job_on(world, tomorrow, 1, JOB_OPEN);
    world_job_on(world, last, 14, JOB_OPEN);
    world_job_on(world, later, 15, JOB_OPEN);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->visits_n, 1);
    assert_non_null(world_stop(plan, later));
    assert_int_equal(plan->missed_n, 0);
    struct plan_missed missed = world_explain(world, plan, tomorrow);
    assert_int_equal(missed.verdict, VERDICT_HAS_JOB);
    assert_string_equal(missed.text, "has a job on Wed 25 Nov 2026");
    assert_string_equal(world_explain(world, plan, last).text, "has a job on Tue 8 Dec 2026");
    assert_string_equal(world_explain(world, plan, today).text, "has a job on Mon 23 Nov 2026");
    world->settings.job_days = 0;
    plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->visits_n, 3);
    assert_null(world_stop(plan, today));
}

static void plan__lets_jobs_that_tell_nothing_be(void **state)
{
    struct world *world = *state;
    int64_t past = at_the_door(world, "Past", 1), done = at_the_door(world, "Done", 1.1);
    int64_t cancelled = at_the_door(world, "Cancelled", 1.2), both = at_the_door(world, "Both", 1.3);
    world_job_on(world, past, -2, JOB_OPEN); /* nobody came, or nobody said so */
    world_job_on(world, done, 1, JOB_DONE);
    world_job_on(world, cancelled, 1, JOB_CANCELLED);
    world_job_on(world, both, 0, JOB_DONE);
    world_job_on(world, both, -1, JOB_OPEN);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->visits_n, 3);
    assert_string_equal(world_explain(world, plan, both).text, "has a job of its own that day");
}

static void plan__names_nobody_as_nearly_in_on_a_day_without_visits(void **state)
{
    struct world *world = *state;
    at_the_door(world, "A", 1);
    world->settings.max_visits = 0;
    struct plan *plan = world_plan(world);
    assert_int_equal(plan->visits_n, 0);
    assert_int_equal(plan->missed_n, 0);
}

/* The second customer opens when the only way past it is long behind, and is too far for a way of its own. */
static void plan__says_closed_where_a_cost_would_be_at_no_possible_time(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 10, 0, "", 10);
    world_job(world, a, "09:00", "09:00", 60);
    int64_t c = world_customer(world, "C", 10, 5, "Mo-Fr 10:30-12:00", 370);
    world_hours(world, "08:00", "10:50");
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    struct plan_missed missed = world_explain(world, plan, c);
    assert_int_equal(missed.verdict, VERDICT_CLOSED);
    assert_non_null(strstr(missed.text, "opens 10:30"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plan__calls_on_the_overdue_customer_between_two_jobs, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__makes_no_job_late_for_a_visit, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__plans_overlapping_jobs_and_names_them, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__names_two_jobs_at_the_same_time, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__names_jobs_too_close_together, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__names_a_job_that_is_late_by_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__names_a_closed_site_but_keeps_the_booking, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__uses_the_freedom_of_a_booking_to_find_the_door_open, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__leaves_out_a_job_without_a_place_and_says_how_to_mend_it, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(plan__says_when_home_is_reached_after_the_day_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__leaves_before_the_day_begins_only_for_a_job_that_asks_for_it, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(plan__keeps_opening_hours_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__keeps_visits_with_unknown_hours_to_their_own, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__never_goes_over_max_visits, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__never_goes_over_max_extra, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__never_goes_over_max_detour, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__keeps_lunch_in_its_window, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__says_when_the_jobs_leave_no_lunch, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__never_suggests_who_must_not_be_dropped_in_on, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__never_visits_the_site_of_a_job_too, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__goes_round_from_home_on_a_day_without_jobs, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__of_an_empty_store_is_empty, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__goes_for_a_promise_and_a_complaint_where_it_would_not_go_else, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(plan__is_there_early_when_that_is_asked, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__tells_how_much_later_a_stop_may_be, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__is_the_same_every_time, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__refuses_a_day_without_a_home, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__takes_sixty_jobs_and_refuses_one_more, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__reaches_across_the_antimeridian, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__leaves_a_colleagues_customers_and_jobs_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__does_not_call_on_who_has_a_job_soon, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__lets_jobs_that_tell_nothing_be, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__names_nobody_as_nearly_in_on_a_day_without_visits, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__says_closed_where_a_cost_would_be_at_no_possible_time, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
