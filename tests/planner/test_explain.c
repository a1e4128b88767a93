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

static struct plan_missed asked(struct world *world, const struct plan *plan, int64_t site, enum plan_verdict verdict,
                                const char *text)
{
    struct plan_missed missed = world_explain(world, plan, site);
    if (missed.verdict != verdict || strstr(missed.text, text) == NULL) {
        fail_msg("%s: %s: %s", missed.name, plan_verdict_name(missed.verdict), missed.text);
    }
    assert_int_equal(missed.site_id, site);
    return missed;
}

/* Jobs at A and B, 10 km apart, from 10:00 to 10:30 and from 12:00 to 12:30. */
static void two_jobs(struct world *world, const char *second)
{
    int64_t a = world_customer(world, "A", 5, 0, "", 10);
    int64_t b = world_customer(world, "B", 15, 0, "", 10);
    world_job(world, a, "10:00", "10:00", 30);
    world_job(world, b, second, second, 30);
}

static void explain__says_when_and_why_for_a_visit_in_the_plan(void **state)
{
    struct world *world = *state;
    int64_t c = world_customer(world, "C", 1.5, 0, "", 426);
    struct plan *plan = world_plan(world);
    struct plan_missed missed = asked(world, plan, c, VERDICT_IN, "is in the plan, reached at ");
    assert_int_equal(missed.cost_s, world_stop(plan, c)->cost_s);
    assert_int_equal(missed.at_s, world_stop(plan, c)->arrive_s);
    assert_string_equal(missed.why, world_stop(plan, c)->why);
    plan->stops[0].state = PLAN_STOP_DONE;
    asked(world, plan, c, VERDICT_IN, "was visited at ");
    plan->stops[0].state = PLAN_STOP_SKIPPED;
    asked(world, plan, c, VERDICT_IN, "was in the plan and skipped, at ");
}

static void explain__names_the_cost(void **state)
{
    struct world *world = *state;
    two_jobs(world, "12:00");
    int64_t c = world_customer(world, "C", 10, 5, "", 370);
    struct plan_missed missed = asked(world, world_plan(world), c, VERDICT_COST, " min of driving after B, worth 10");
    assert_true(missed.cost_s >= missed.worth.total_s);
    assert_string_equal(missed.after, "B");
}

static void explain__names_the_gap_that_is_too_short(void **state)
{
    struct world *world = *state;
    two_jobs(world, "10:50");
    int64_t c = world_customer(world, "C", 10, 0.1, "Mo-Su 10:00-11:00", 500);
    world_hours(world, "09:30", "11:40");
    struct plan_missed missed = asked(world, world_plan(world), c, VERDICT_NO_ROOM, " min between A and B, where ");
    assert_int_equal(missed.at_s, NUMBER_UNSET);
}

static void explain__says_when_it_opens(void **state)
{
    struct world *world = *state;
    two_jobs(world, "12:00");
    int64_t c = world_customer(world, "C", 10, 0.1, "Mo-Su 14:00-17:00", 600);
    int64_t d = world_customer(world, "D", 10, 0.2, "Mo-Su 08:30-09:30", 600);
    int64_t e = world_customer(world, "E", 10, 0.3, "We-Su 08:30-09:30", 600);
    int64_t f = world_customer(world, "F", 10, 0.3, "Mo-Su 20:30-22:30", 600);
    int64_t g = world_customer(world, "G", 10, 0.3, "Mo-Su 10:30-10:58", 600);
    world_hours(world, "09:05", "14:20");
    struct plan *plan = world_plan(world);
    asked(world, plan, c, VERDICT_CLOSED, "opens 14:00");
    asked(world, plan, d, VERDICT_CLOSED, "was open until 09:30");
    asked(world, plan, e, VERDICT_CLOSED, "closed that day");
    asked(world, plan, f, VERDICT_CLOSED, "open 20:30-22:30, outside the working hours");
    asked(world, plan, g, VERDICT_CLOSED, "closes at 10:58: too soon for a visit");
}

static void explain__says_when_hours_are_unknown(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 5, 0, "", 10);
    world_job(world, a, "08:00", "08:00", 30);
    int64_t c = world_customer(world, "C", 5, 0.1, "", 600);
    world_hours(world, "07:30", "09:10");
    asked(world, world_plan(world), c, VERDICT_CLOSED, "hours unknown");
}

static void explain__names_the_longest_detour_allowed(void **state)
{
    struct world *world = *state;
    two_jobs(world, "12:00");
    int64_t c = world_customer(world, "C", 10, 2, "", 1500);
    world->settings.max_detour_s = 3 * MINUTE;
    asked(world, world_plan(world), c, VERDICT_DETOUR, "one visit may cost 3 at most (plan.max_detour)");
}

static void explain__names_the_limits_of_the_day(void **state)
{
    struct world *world = *state;
    two_jobs(world, "12:00");
    int64_t c = world_customer(world, "C", 10, 1, "Mo-Su 09:00-17:00", 1500);
    int64_t d = world_customer(world, "D", 10, -1, "Mo-Su 09:00-17:00", 1000);
    world->settings.max_visits = 1;
    struct plan *plan = world_plan(world);
    assert_non_null(world_stop(plan, c));
    asked(world, plan, d, VERDICT_EXTRA, "the day has its 1 visits already (plan.max_visits)");
    world->settings.max_visits = 8;
    world->settings.max_extra_s = world_stop(plan, c)->cost_s + MINUTE;
    plan = world_plan(world);
    assert_non_null(world_stop(plan, c));
    asked(world, plan, d, VERDICT_EXTRA, "min more driving, and 1 of the day's ");
}

static void explain__names_the_visit_that_is_worth_more(void **state)
{
    struct world *world = *state;
    two_jobs(world, "11:20");
    world_hours(world, "09:30", "12:30");
    int64_t c = world_customer(world, "C", 10, 0.1, "Mo-Su 09:00-17:00", 1000);
    int64_t d = world_customer(world, "D", 10, -0.1, "Mo-Su 09:00-17:00", 600);
    struct plan *plan = world_plan(world);
    assert_non_null(world_stop(plan, c));
    assert_null(world_stop(plan, d));
    asked(world, plan, d, VERDICT_BETTER, "would fit only instead of C, which is worth ");
}

static void explain__says_from_when_a_customer_counts(void **state)
{
    struct world *world = *state;
    int64_t c = world_customer(world, "C", 2, 0, "", 50);
    /* 0.7 of 365 days is 255.5 days: 256 days after 5 October 2026. */
    asked(world, world_plan(world), c, VERDICT_NOT_DUE,
          "not due: 7 weeks since the last visit (goal 12 months), it counts from Fri 18 Jun 2027 on");
}

static void explain__says_how_far_is_too_far(void **state)
{
    struct world *world = *state;
    int64_t c = world_customer(world, "C", 80, 0, "", 1000);
    struct plan_missed missed =
        asked(world, world_plan(world), c, VERDICT_FAR, "and a day may have 60 (plan.max_extra)");
    assert_int_equal(missed.cost_s, 2 * world_drive_s(world, world->home, world_at(world, 80, 0)));
}

static void explain__says_what_keeps_a_site_out_of_every_plan(void **state)
{
    struct world *world = *state;
    struct site site = site_empty();
    site.name = "Nowhere";
    site.is_customer = true;
    int64_t nowhere = world_site(world, &site, 1);
    site.name = "Haven";
    site.is_customer = false;
    site.is_haven = true;
    site.placed_by = PLACED_HAND;
    site.at = world->home;
    int64_t haven = world_site(world, &site, 0);
    struct plan *plan = world_plan(world);
    asked(world, plan, nowhere, VERDICT_NOT_PLACED, "has no place yet: rounds edit #");
    asked(world, plan, haven, VERDICT_NOT_CUSTOMER, "is not a customer");
}

static void explain__says_when_a_customer_would_fit_by_now(void **state)
{
    struct world *world = *state;
    two_jobs(world, "12:00");
    int64_t c = world_customer(world, "C", 10, 1, "Mo-Su 09:00-17:00", 30);
    struct plan *plan = world_plan(world);
    assert_null(world_stop(plan, c));
    world_promise(world, c, 0);
    struct plan_missed missed = asked(world, plan, c, VERDICT_FITS, "would fit after A, reached at 10:4");
    assert_true(missed.worth.total_s > missed.cost_s);
}

static void explain__says_when_a_customer_would_be_better_than_another(void **state)
{
    struct world *world = *state;
    two_jobs(world, "11:20");
    world_hours(world, "09:30", "12:30");
    int64_t c = world_customer(world, "C", 10, 0.1, "Mo-Su 09:00-17:00", 400);
    int64_t d = world_customer(world, "D", 10, -0.1, "Mo-Su 09:00-17:00", 300);
    struct plan *plan = world_plan(world);
    assert_non_null(world_stop(plan, c));
    world_promise(world, d, 0);
    asked(world, plan, d, VERDICT_FITS, "would fit instead of C, with a gain of ");
}

static void explain__looks_only_at_what_is_left_of_the_day(void **state)
{
    struct world *world = *state;
    two_jobs(world, "12:00");
    int64_t c = world_customer(world, "C", 5, 0.3, "Mo-Su 09:00-10:30", 30);
    struct plan *plan = world_plan(world);
    world_promise(world, c, 0);
    asked(world, plan, c, VERDICT_FITS, "would fit after home");
    plan->stops[0].state = PLAN_STOP_DONE;
    asked(world, plan, c, VERDICT_CLOSED, "was open until 10:30");
}

static void explain__of_every_candidate_agrees_with_the_plan(void **state)
{
    struct world *world = *state;
    two_jobs(world, "12:00");
    world->settings.lunch_s = 30 * MINUTE;
    int64_t ids[60];
    for (int i = 0; i < 60; i++) {
        char *name = arena_printf(world->arena, "Customer %d", i);
        ids[i] = world_customer(world, name, i % 17, (i * 7) % 9 - 4, i % 3 == 0 ? "" : "Mo-Fr 09:00-12:30,14:00-17:00",
                                i * 20);
    }
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    for (int i = 0; i < 60; i++) {
        struct plan_missed missed = world_explain(world, plan, ids[i]);
        assert_true((missed.verdict == VERDICT_IN) == (world_stop(plan, ids[i]) != NULL));
        assert_true(missed.verdict != VERDICT_FITS);
        assert_true(strlen(missed.text) > 0);
    }
}

static void verdict__names_go_there_and_back(void **state)
{
    (void)state;
    for (int i = 0; i <= VERDICT_COLLEAGUE; i++) {
        enum plan_verdict verdict;
        assert_true(plan_verdict_from_name(plan_verdict_name((enum plan_verdict)i), &verdict));
        assert_int_equal(verdict, i);
    }
    enum plan_verdict verdict;
    assert_false(plan_verdict_from_name("nonsense", &verdict));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(explain__says_when_and_why_for_a_visit_in_the_plan, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__names_the_cost, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__names_the_gap_that_is_too_short, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__says_when_it_opens, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__says_when_hours_are_unknown, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__names_the_longest_detour_allowed, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__names_the_limits_of_the_day, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__names_the_visit_that_is_worth_more, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__says_from_when_a_customer_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__says_how_far_is_too_far, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__says_what_keeps_a_site_out_of_every_plan, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__says_when_a_customer_would_fit_by_now, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__says_when_a_customer_would_be_better_than_another, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__looks_only_at_what_is_left_of_the_day, setup, teardown),
        cmocka_unit_test_setup_teardown(explain__of_every_candidate_agrees_with_the_plan, setup, teardown),
        cmocka_unit_test(verdict__names_go_there_and_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
