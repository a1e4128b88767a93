/* What a plan says of better ones, of its search, and of its minutes. test_proof tries every plan there is; here are the
 * days of a real store. */
#include "world.h"

#include "geo/amenity.h"
#include "planner/day.h"

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

/* Two jobs an hour apart, somebody overdue between them, and somebody else who costs more than they are worth. */
static int64_t ordinary_day(struct world *world)
{
    int64_t a = world_customer(world, "A", 4, 0, "", 10), b = world_customer(world, "B", 16, 0, "", 10);
    int64_t between = world_customer(world, "Between", 10, 0.7, "Mo-Fr 09:00-12:30", 426);
    world_customer(world, "Aside", 10, -14, "", 370);
    world_job(world, a, "09:30", "09:30", 60);
    world_job(world, b, "11:40", "11:40", 60);
    return between;
}

static void proof__an_ordinary_day_is_proved_best(void **state)
{
    struct world *world = *state;
    int64_t between = ordinary_day(world);
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_non_null(world_stop(plan, between));
    assert_true(plan->proved_best);
    assert_int_equal(plan->more_s, 0);
    assert_false(plan->stopped);
}

static void proof__the_jobs_alone_are_proved_best(void **state)
{
    struct world *world = *state;
    ordinary_day(world);
    struct plan *plan = world_plan_jobs(world);
    assert_true(plan->proved_best);
    assert_int_equal(plan->more_s, 0);
}

/* Of jobs that clash, less driving could be had by being later. */
static void proof__nothing_is_said_of_jobs_alone_that_are_late(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 4, 0, "", 10), b = world_customer(world, "B", 16, 0, "", 10);
    world_job(world, a, "09:30", "09:30", 60);
    world_job(world, b, "09:30", "09:30", 60);
    struct plan *plan = world_plan_jobs(world);
    assert_true(plan->conflicts_n > 0);
    assert_false(plan->proved_best);
    assert_int_equal(plan->more_s, NUMBER_UNSET);
}

/* Where a toilet on the way could be worth something, the plan is proved best only up to that. */
static void proof__what_a_toilet_could_add_is_counted(void **state)
{
    struct world *world = *state;
    int64_t a = world_customer(world, "A", 4, 0, "", 10), b = world_customer(world, "B", 16, 0, "", 10);
    int64_t c = world_customer(world, "C", 10, 0.7, "", 426);
    struct site site = world_get(world, c);
    site.amenities = AMENITY_BIT(AMENITY_TOILET);
    world_edit(world, &site);
    world_job(world, a, "09:30", "09:30", 60);
    world_job(world, b, "12:00", "12:00", 60);
    struct plan *plan = world_plan(world);
    const struct plan_stop *stop = world_stop(plan, c);
    assert_non_null(stop);
    assert_true(stop->worth.reason_s[REASON_COMFORT] > 0); /* it ends a stretch of over three hours */
    assert_true(plan->proved_best);                        /* there is nobody else who could */
    world->settings.comfort_s = 0;
    assert_true(world_plan(world)->proved_best);
    world->settings.comfort_s = 3 * HOUR;
    site = world_get(world, world_customer(world, "Far aside", 10, 9, "", 300));
    site.amenities = AMENITY_BIT(AMENITY_TOILET);
    world_edit(world, &site);
    plan = world_plan(world);
    assert_null(world_stop(plan, site.id));
    assert_false(plan->proved_best);
    assert_int_equal(plan->more_s, 15 * MINUTE);
    assert_int_equal(plan->more_comfort_s, 15 * MINUTE);
}

/* More customers than the solver takes: by worths alone, and only as far as that goes. */
static void proof__a_crowd_has_a_ceiling_too(void **state)
{
    struct world *world = *state;
    for (int i = 0; i < 400; i++) {
        char *name = arena_printf(world->arena, "Customer %d", i);
        world_customer(world, name, 0.5 + i % 20 * 0.05, i / 20 * 0.05, "", 400);
    }
    world->settings.max_visits = 3;
    struct plan *plan = world_plan(world);
    world_examine(world, plan);
    assert_int_equal(plan->visits_n, 3);
    assert_true(plan->more_s >= 0 && plan->more_s <= plan->drive_s);
}

static bool at_once(void *context)
{
    (void)context;
    return true;
}

static void search__that_is_ended_leaves_a_plan_that_keeps_the_rules(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    struct plan *plan = NULL;
    ordinary_day(world);
    world_commit(world);
    struct plan_request request = {.day = world->day, .settings = &world->settings, .stop = at_once};
    assert_int_equal(plan_make(world->store, world->travel, &request, world->arena, &plan, &err), STATUS_OK);
    world_examine(world, plan);
    assert_true(plan->stopped);
    assert_int_equal(plan->jobs_n, 2);
    request.jobs_only = true;
    assert_int_equal(plan_make(world->store, world->travel, &request, world->arena, &plan, &err), STATUS_OK);
    assert_true(plan->stopped);
    assert_int_equal(plan->jobs_n, 2);
}

/* --- roads that end ----------------------------------------------------------------------------------------------- */

/* The estimate, but no road leads between the far north and the far south, nor to the far west at all. */
struct cut_road {
    struct travel *estimate;
    struct point home;
};

static int32_t side_of(const struct cut_road *road, struct point at)
{
    double far_deg = 0.05;
    if (at.lon_deg < road->home.lon_deg - far_deg) {
        return 2;
    }
    return at.lat_deg > road->home.lat_deg + far_deg ? 1 : at.lat_deg < road->home.lat_deg - far_deg ? -1 : 0;
}

static enum status cut_matrix(void *self, const struct point *from, size_t n_from, const struct point *to, size_t n_to,
                              int32_t *seconds, int32_t *metres, struct error *err)
{
    const struct cut_road *road = self;
    enum status status = travel_matrix(road->estimate, from, n_from, to, n_to, seconds, metres, err);
    for (size_t i = 0; i < n_from; i++) {
        for (size_t k = 0; k < n_to; k++) {
            int32_t a = side_of(road, from[i]), b = side_of(road, to[k]);
            if (a != b && (a == 2 || b == 2 || a * b < 0)) {
                if (seconds != NULL) {
                    seconds[i * n_to + k] = TRAVEL_NONE;
                }
                if (metres != NULL) {
                    metres[i * n_to + k] = TRAVEL_NONE;
                }
            }
        }
    }
    return status;
}

static int32_t cut_at_least_s(void *self, struct point a, struct point b)
{
    return travel_at_least_s(((struct cut_road *)self)->estimate, a, b);
}

static double cut_reach_m(void *self, int32_t seconds)
{
    return travel_reach_m(((struct cut_road *)self)->estimate, seconds);
}

static void cut_free(void *self)
{
    travel_free(((struct cut_road *)self)->estimate);
    mem_free(self);
}

static void conflict__a_job_that_no_road_leads_to_says_from_where(void **state)
{
    static const struct travel_ops ops = {
        .name = "cut", .matrix = cut_matrix, .at_least_s = cut_at_least_s, .reach_m = cut_reach_m, .free = cut_free};
    struct world *world = *state;
    struct cut_road *road = mem_alloc(sizeof *road);
    *road = (struct cut_road){world->travel, world->home};
    world->travel = travel_new(&ops, road);
    world_job(world, world_customer(world, "North", 0, 10, "", 10), "09:30", "09:30", 30);
    world_job(world, world_customer(world, "Near", 2, 2, "", 10), "11:00", "11:00", 30);
    world_job(world, world_customer(world, "Island", -20, 0, "", 10), "14:00", "14:00", 30);
    struct plan *plan = world_plan(world);
    assert_int_equal(plan->jobs_n, 2);
    assert_true(world_conflict(plan, "Island: no road leads there from home and back, so its job is left out"));
    world_job(world, world_customer(world, "South", 0, -10, "", 10), "09:30", "09:30", 30);
    plan = world_plan(world);
    assert_int_equal(plan->jobs_n, 3); /* by way of Near; both at once they are late, but served */
    assert_int_equal(plan->conflicts_n, 2);
}

static void conflict__jobs_that_no_road_joins_are_not_both_served(void **state)
{
    static const struct travel_ops ops = {
        .name = "cut", .matrix = cut_matrix, .at_least_s = cut_at_least_s, .reach_m = cut_reach_m, .free = cut_free};
    struct world *world = *state;
    struct cut_road *road = mem_alloc(sizeof *road);
    *road = (struct cut_road){world->travel, world->home};
    world->travel = travel_new(&ops, road);
    world_job(world, world_customer(world, "North", 0, 10, "", 10), "09:30", "09:30", 30);
    world_job(world, world_customer(world, "South", 0, -10, "", 10), "13:30", "13:30", 30);
    struct plan *plan = world_plan(world);
    assert_int_equal(plan->jobs_n, 1);
    assert_int_equal(plan->conflicts_n, 1);
    assert_true(world_conflict(plan, "no road leads there from the other jobs, so its job is left out"));
}

/* A minute of the settings is a minute of driving, all the way to the sentence. */
static void worth__keeps_its_unit_from_the_setting_to_the_sentence(void **state)
{
    struct world *world = *state;
    struct error err = {0};
    int64_t job = world_customer(world, "Job", 4, 0, "", 10), visit = world_customer(world, "Visit", 6, 1, "", -1);
    world_job(world, job, "10:00", "10:00", 60);
    struct plan *bare = world_plan_jobs(world);
    struct point home = world->home, at = world_get(world, visit).at, there = world_get(world, job).at;
    int32_t cost_s =
        world_drive_s(world, there, at) + world_drive_s(world, at, home) - world_drive_s(world, there, home);
    for (int minutes = cost_s / MINUTE; minutes <= cost_s / MINUTE + 1; minutes++) {
        char *text = arena_printf(world->arena, "%d", minutes);
        assert_int_equal(settings_set(&world->settings, "worth.never", text, &err), STATUS_OK);
        struct plan *plan = world_plan(world);
        const struct plan_stop *stop = world_stop(plan, visit);
        if (minutes * MINUTE < cost_s) {
            struct plan_missed missed = world_explain(world, plan, visit);
            assert_null(stop);
            assert_int_equal(missed.worth.total_s, minutes * MINUTE);
            assert_non_null(strstr(missed.text, arena_printf(world->arena, "worth %d", minutes)));
            continue;
        }
        assert_non_null(stop);
        assert_int_equal(stop->worth.reason_s[REASON_NEVER], minutes * MINUTE);
        assert_int_equal(plan->worth_s, minutes * MINUTE);
        assert_int_equal(stop->cost_s, cost_s);
        assert_int_equal(plan->drive_s, bare->drive_s + cost_s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(proof__an_ordinary_day_is_proved_best, setup, teardown),
        cmocka_unit_test_setup_teardown(proof__the_jobs_alone_are_proved_best, setup, teardown),
        cmocka_unit_test_setup_teardown(proof__nothing_is_said_of_jobs_alone_that_are_late, setup, teardown),
        cmocka_unit_test_setup_teardown(proof__what_a_toilet_could_add_is_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(proof__a_crowd_has_a_ceiling_too, setup, teardown),
        cmocka_unit_test_setup_teardown(search__that_is_ended_leaves_a_plan_that_keeps_the_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(conflict__a_job_that_no_road_leads_to_says_from_where, setup, teardown),
        cmocka_unit_test_setup_teardown(conflict__jobs_that_no_road_joins_are_not_both_served, setup, teardown),
        cmocka_unit_test_setup_teardown(worth__keeps_its_unit_from_the_setting_to_the_sentence, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
