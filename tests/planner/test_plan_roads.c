/* Plans over travel sources of many kinds: where minutes come from, the ways, places off the road, and how much is asked. */
#include "world.h"

#include "planner/polyline.h"

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

/* A source over the world's own one, which says what it is asked. */
struct spy {
    struct travel *estimate;
    size_t cells;
};

static enum status spy_matrix(void *self, const struct point *from, size_t n_from, const struct point *to, size_t n_to,
                              int32_t *seconds, int32_t *metres, struct error *err)
{
    struct spy *spy = self;
    spy->cells += n_from * n_to;
    return travel_matrix(spy->estimate, from, n_from, to, n_to, seconds, metres, err);
}

/* By way of a place half a kilometre north of the first. */
static enum status spy_path(void *self, struct point from, struct point to, struct arena *arena,
                            struct travel_path *out, struct error *err)
{
    (void)self;
    (void)err;
    struct point *points = arena_array(arena, 3, sizeof *points);
    points[0] = from;
    points[1] = (struct point){from.lat_deg + 0.005, from.lon_deg};
    points[2] = to;
    *out = (struct travel_path){points, 3};
    return STATUS_OK;
}

static int32_t spy_at_least_s(void *self, struct point a, struct point b)
{
    (void)self;
    (void)a;
    (void)b;
    return 0;
}

static double spy_reach_m(void *self, int32_t seconds)
{
    return travel_reach_m(((struct spy *)self)->estimate, seconds) * 2;
}

static double spy_off_road_m(void *self, struct point place)
{
    (void)self;
    return place.lat_deg < 52.68 ? 640.9 : 12;
}

static void spy_free(void *self)
{
    travel_free(((struct spy *)self)->estimate);
    mem_free(self);
}

static struct spy *send_spy(struct world *world)
{
    static const struct travel_ops ops = {.name = "spy",
                                          .matrix = spy_matrix,
                                          .path = spy_path,
                                          .off_road_m = spy_off_road_m,
                                          .at_least_s = spy_at_least_s,
                                          .reach_m = spy_reach_m,
                                          .free = spy_free};
    struct spy *spy = mem_alloc(sizeof *spy);
    spy->estimate = world->travel;
    world->travel = travel_new(&ops, spy);
    return spy;
}

static void some_day(struct world *world, int customers)
{
    world_job(world, world_customer(world, "First", 6, 2, "", 10), "09:30", "09:30", 30);
    world_job(world, world_customer(world, "Second", -4, 5, "", 10), "13:30", "14:30", 30);
    for (int i = 0; i < customers; i++) {
        char *name = arena_printf(world->arena, "Customer %d", i);
        world_customer(world, name, i * 7 % 41 * 0.5 - 10, i * 11 % 37 * 0.5 - 9, "", 300 + i % 90 * 10);
    }
}

/* Scrambled roads are slower than the estimate, so that a leg's minutes show whose they are. */
static void plan__says_where_the_minutes_of_each_leg_come_from(void **state)
{
    struct world *world = *state;
    struct travel_estimate_settings settings = travel_estimate_defaults();
    struct travel *estimate = travel_estimate_new(&settings);
    size_t estimated = 0, legs = 0;
    some_day(world, 60);
    world_scramble(
        world, 3,
        (struct scramble_options){.least_percent = 110, .most_percent = 130, .off_map_percent = 25, .exact = true});
    struct plan *plan = world_plan(world);
    struct point where = plan->home;
    for (size_t i = 0; i <= plan->stops_n; i++) {
        bool home = i == plan->stops_n;
        struct point at = home ? plan->home : plan->stops[i].at;
        int32_t drive_s = home ? plan->home_drive_s : plan->stops[i].drive_s, alone_s = 0;
        struct error err;
        assert_int_equal(travel_matrix(estimate, &where, 1, &at, 1, &alone_s, NULL, &err), STATUS_OK);
        const char *source = home ? plan->home_source : plan->stops[i].source;
        assert_string_equal(source, drive_s == alone_s ? "estimate" : "scrambled");
        assert_string_equal(home ? plan->home_way : plan->stops[i].way, ""); /* the straight line */
        estimated += drive_s == alone_s;
        legs++;
        where = at;
    }
    assert_true(plan->visits_n > 2 && estimated > 0 && estimated * 2 < legs);
    assert_string_equal(plan->source, arena_printf(world->arena, "scrambled, estimate for %zu leg%s", estimated,
                                                   estimated == 1 ? "" : "s"));
    travel_free(estimate);
}

static void plan__keeps_the_way_of_each_leg(void **state)
{
    struct world *world = *state;
    some_day(world, 20);
    world->settings.lunch_s = 30 * MINUTE;
    send_spy(world);
    struct plan *plan = world_plan(world);
    struct point where = plan->home;
    size_t breaks = 0;
    for (size_t i = 0; i <= plan->stops_n; i++) {
        const struct plan_stop *stop = i < plan->stops_n ? &plan->stops[i] : NULL;
        struct point at = stop != NULL ? stop->at : plan->home, *points = NULL;
        size_t n = 0;
        if (stop != NULL && stop->kind == PLAN_STOP_BREAK) {
            assert_string_equal(stop->way, "");
            assert_string_equal(stop->source, "");
            assert_int_equal(stop->off_road_m, NUMBER_UNSET);
            breaks++;
            continue;
        }
        assert_true(polyline_decode(world->arena, stop != NULL ? stop->way : plan->home_way, &points, &n));
        assert_int_equal(n, 3);
        assert_true(point_distance_m(points[0], where) < 1 && point_distance_m(points[2], at) < 1);
        assert_true(points[1].lat_deg > points[0].lat_deg + 0.0049);
        if (stop != NULL) {
            assert_int_equal(stop->off_road_m, at.lat_deg < 52.68 ? 640 : 12);
        }
        where = at;
    }
    assert_int_equal(breaks, 1);
    assert_string_equal(plan->source, "spy");
}

/* A source that may fail and promises nothing at all is asked about hundreds, not about everybody with everybody. */
static void plan__does_not_ask_another_computer_about_everybody(void **state)
{
    struct world *world = *state;
    some_day(world, 1400);
    struct spy *spy = send_spy(world);
    struct plan *plan = world_plan(world);
    assert_true(plan->customers_due > 1000);
    assert_true(plan->search_capped);
    assert_true(plan->visits_n > 3);
    assert_true(spy->cells < 600000);
    world_examine(world, plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plan__says_where_the_minutes_of_each_leg_come_from, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__keeps_the_way_of_each_leg, setup, teardown),
        cmocka_unit_test_setup_teardown(plan__does_not_ask_another_computer_about_everybody, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
