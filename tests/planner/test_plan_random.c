/* Days at random: whatever they hold, every rule is kept, nothing one step away is better, and the same day gives the
 * same plan. */
#include "world.h"

#include "geo/amenity.h"

#include <string.h>

enum {
    DAYS = 200,
    BEST_DAYS = 60,
    DRY_DAYS = 60,
    ROAD_DAYS = 24,
    RUSH_DAYS = 20,
    PARCEL_DAYS = 30,
    BEST_ROAD_DAYS = 12
};

static uint64_t state_of_chance;

static uint32_t below(uint32_t n)
{
    state_of_chance = state_of_chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((state_of_chance >> 33) % n);
}

static const char *some_hours(void)
{
    static const char *const hours[] = {"",
                                        "",
                                        "Mo-Fr 09:00-12:30,14:00-17:00",
                                        "Tu 10:00-16:00",
                                        "24/7",
                                        "We-Su 09:00-17:00",
                                        "Mo-Fr 08:00-18:00",
                                        "Tu 11:00-11:30,13:10-13:40"};
    return hours[below(sizeof hours / sizeof hours[0])];
}

static int64_t some_customer(struct world *world, int number, double km, const char *hours)
{
    char *name = arena_printf(world->arena, "Customer %d", number);
    double east = (below(2001) - 1000.0) / 1000.0 * km, north = (below(2001) - 1000.0) / 1000.0 * km;
    int32_t seen = below(5) == 0 ? -1 : (int32_t)below(900);
    int64_t id = world_customer(world, name, east, north, hours, seen);
    struct site site = world_get(world, id);
    site.service_s = below(3) == 0 ? (int32_t)below(60) * MINUTE : NUMBER_UNSET;
    site.amenities = below(4) == 0 ? AMENITY_BIT(AMENITY_TOILET) : 0;
    site.no_drop_in = below(20) == 0;
    site.status = below(20) == 0 ? CUSTOMER_ON_HOLD : CUSTOMER_ACTIVE;
    world_edit(world, &site);
    if (below(12) == 0) {
        world_promise(world, id, (int32_t)below(8) - 2);
    }
    if (below(12) == 0) {
        world_complaint(world, id);
    }
    return id;
}

/* Jobs at fixed times or over wide windows; now and then they overlap. */
static void some_jobs(struct world *world, double km, bool orderly)
{
    uint32_t n = below(7);
    for (uint32_t i = 0; i < n; i++) {
        int64_t site = some_customer(world, 1000 + (int)i, km, orderly ? "" : some_hours());
        uint32_t at = orderly ? 9 * 60 + i * 80 : 8 * 60 + below(8 * 60), wide = below(3) == 0 ? below(240) : 0;
        char *from = arena_printf(world->arena, "%02u:%02u", at / 60, at % 60);
        char *to = arena_printf(world->arena, "%02u:%02u", (at + wide) / 60, (at + wide) % 60);
        world_job(world, site, from, to, (int32_t)(10 + below(50)));
    }
}

static struct world *some_day(uint64_t seed, bool orderly)
{
    struct world *world = world_new();
    state_of_chance = seed * UINT64_C(0x9E3779B97F4A7C15);
    double km = 2.0 + below(20);
    int customers = (int)below(orderly ? 40 : 70);
    for (int i = 0; i < customers; i++) {
        some_customer(world, i, km, some_hours());
    }
    some_jobs(world, km, orderly);
    struct settings *settings = &world->settings;
    settings->max_visits = (int32_t)below(12);
    settings->max_extra_s = (int32_t)below(120) * MINUTE;
    settings->max_detour_s = (int32_t)below(40) * MINUTE;
    settings->lunch_s = orderly || below(2) == 0 ? 0 : (int32_t)(10 + below(50)) * MINUTE;
    settings->arrive_early_s = orderly || below(3) > 0 ? 0 : (int32_t)below(15) * MINUTE;
    settings->comfort_s = orderly ? 0 : (int32_t)below(5) * HOUR;
    if (below(3) == 0) {
        world_hours(world, "09:00", "15:00");
    }
    return world;
}

static void some_rush(struct world *world)
{
    static const char *const tables[] = {"mon-fri 07:30-09:15 1.35; mon-fri 16:30-18:30 1.3",
                                         "tue 06:00-10:00 2.5; tue 11:30-12:10 0.6; tue 15:00-19:00 3",
                                         "mon-sun 00:00-24:00 1.7", "tue 12:00-13:00 3"};
    struct error err = {0};
    if (settings_set(&world->settings, "travel.rush", tables[below(4)], &err) != STATUS_OK) {
        fail_msg("%s", err.text);
    }
}

static const char *some_carrier(void)
{
    static const char *const carriers[] = {"DPD", "DHL", ""};
    return carriers[below(3)];
}

static int64_t any_job(struct world *world)
{
    struct error err = {0};
    struct job *jobs = NULL;
    size_t n = 0;
    struct job_filter filter = {.from_day = world->day, .to_day = world->day, .open_only = true};
    assert_int_equal(store_job_list(world->store, &filter, world->arena, &jobs, &n, &err), STATUS_OK);
    return n == 0 || below(4) == 0 ? 0 : jobs[below((uint32_t)n)].id;
}

/* Places where parcels can be left, some of them customers', and parcels of all kinds; lunch where there is food. */
static void some_errands(struct world *world, double km)
{
    for (uint32_t i = 0; i < 3 + below(12); i++) {
        double east = (below(2001) - 1000.0) / 1000.0 * km, north = (below(2001) - 1000.0) / 1000.0 * km;
        char *cutoff = arena_printf(world->arena, "%02u:%02u", 10 + below(8), below(60));
        const char *hours = some_hours();
        if (below(2) == 0) {
            int64_t id = some_customer(world, 2000 + (int)i, km, hours);
            world_make_drop(world, id, some_carrier(), below(3) == 0 ? "" : cutoff);
        } else {
            world_drop(world, "Drop", east, north, hours, some_carrier(), below(3) == 0 ? "" : cutoff);
        }
        world_haven(world, "Food", north, east, some_hours(), AMENITY_BIT(AMENITY_FOOD));
    }
    for (uint32_t i = 0; i < below(5); i++) {
        world_parcel_out(world, "board", some_carrier(), any_job(world), (int32_t)below(4) - 2,
                         below(2) == 0 ? "15:00" : NULL);
    }
    for (uint32_t i = 0; i < below(3); i++) {
        world_parcel_in(world, "pump", 1 + below(8), any_job(world));
    }
    world->settings.lunch_food = below(3) > 0;
    world->settings.lunch_s = world->settings.lunch_food ? 30 * MINUTE : world->settings.lunch_s;
    world->settings.lunch_detour_s = 25 * MINUTE;
    world->settings.parcel_detour_s = (int32_t)below(40) * MINUTE;
}

/* Who would fit is in the plan. */
static void nobody_fits(const struct plan *plan, uint64_t day)
{
    for (size_t i = 0; i < plan->missed_n; i++) {
        if (plan->missed[i].verdict == VERDICT_FITS) {
            fail_msg("day %d: %s %s", (int)day, plan->missed[i].name, plan->missed[i].text);
        }
    }
}

/* What was made a moment ago is as good as new. */
static void nothing_changed(struct world *world, const struct plan *plan, uint64_t day)
{
    struct error err = {0};
    const char *const *texts = NULL;
    size_t n = 0;
    assert_int_equal(plan_changes(world->store, plan, world->arena, &texts, &n, &err), STATUS_OK);
    if (n > 0) {
        fail_msg("day %d: %s", (int)day, texts[0]);
    }
}

static void plan__keeps_every_rule_on_any_day(void **state)
{
    (void)state;
    for (uint64_t day = 1; day <= DAYS; day++) {
        struct world *world = some_day(day, false);
        struct plan *plan = world_plan(world);
        world_examine(world, plan);
        const char *json = plan_to_json(world->arena, plan);
        assert_string_equal(json, plan_to_json(world->arena, world_plan(world)));
        nobody_fits(plan, day);
        world_free(world);
    }
}

static void plan__leaves_nothing_better_one_step_away(void **state)
{
    (void)state;
    for (uint64_t day = 1; day <= BEST_DAYS; day++) {
        struct world *world = some_day(day + DAYS, true);
        struct plan *plan = world_plan(world);
        world_examine(world, plan);
        world_examine_best(world, plan);
        world_free(world);
    }
}

static void plan__keeps_every_rule_with_parcels(void **state)
{
    (void)state;
    size_t stops = 0, missed = 0, on_visits = 0, lunches = 0;
    for (uint64_t day = 1; day <= PARCEL_DAYS; day++) {
        struct world *world = some_day(day + 5000, day % 3 == 0);
        some_errands(world, 15);
        if (day % 7 == 0) {
            some_rush(world);
        }
        if (day % 5 == 0) {
            world_scramble(world, day, (struct scramble_options){.least_percent = 85, .most_percent = 130});
        }
        struct plan *plan = world_plan(world);
        world_examine(world, plan);
        if (day % 6 == 0 && day % 7 != 0 && !world->settings.lunch_food) {
            world_examine_best(world, plan);
        }
        const char *json = plan_to_json(world->arena, plan);
        assert_string_equal(json, plan_to_json(world->arena, world_plan(world)));
        nobody_fits(plan, day);
        nothing_changed(world, plan, day);
        for (size_t i = 0; i < plan->stops_n; i++) {
            stops += plan->stops[i].kind == PLAN_STOP_PARCEL;
            on_visits += plan->stops[i].kind == PLAN_STOP_VISIT && plan->stops[i].parcels_n > 0;
            lunches += plan->stops[i].kind == PLAN_STOP_BREAK && plan->stops[i].site_id != 0;
        }
        missed += plan->parcels_missed_n;
        world_free(world);
    }
    print_message("%zu parcel stops, %zu visits that take one, %zu lunches, %zu parcels in none\n", stops, on_visits,
                  lunches, missed);
    assert_true(stops > PARCEL_DAYS / 5 && on_visits > 0 && lunches > 0 && missed > 0);
}

/* The examiner does the sums of toilets on days without lunch. */
static void plan__credits_toilets_where_the_day_would_be_dry(void **state)
{
    (void)state;
    size_t credited = 0, idle = 0, rests = 0;
    for (uint64_t day = 1; day <= DRY_DAYS; day++) {
        struct world *world = some_day(day + DAYS + BEST_DAYS, true);
        world->settings.comfort_s = HOUR + (int32_t)below(150) * MINUTE;
        world->settings.max_extra_s += 30 * MINUTE;
        world->settings.max_visits += 3;
        for (uint32_t i = 0; day % 2 == 0 && i < 6; i++) {
            double east = (below(2001) - 1000.0) / 100.0, north = (below(2001) - 1000.0) / 100.0;
            world_haven(world, "Haven", east, north, some_hours(), AMENITY_BIT(AMENITY_TOILET));
        }
        struct plan *plan = world_plan(world);
        world_examine(world, plan);
        for (size_t i = 0; i < plan->stops_n; i++) {
            bool ends = plan->stops[i].worth.reason_s[REASON_COMFORT] > 0;
            bool visit = plan->stops[i].kind == PLAN_STOP_VISIT;
            credited += ends;
            rests += plan->stops[i].kind == PLAN_STOP_REST;
            idle += visit && !ends && (plan->stops[i].amenities & AMENITY_BIT(AMENITY_TOILET)) != 0;
        }
        world_free(world);
    }
    print_message("%zu rests, %zu visits for their toilet too\n", rests, credited);
    assert_true(credited > DRY_DAYS / 3 && idle > DRY_DAYS / 3 && rests > 0);
}

/* One way another than back, some pairs without a way, some places off the map: rules and sums hold, and what is saved
 * reads back. */
static void plan__keeps_every_rule_on_roads_of_any_kind(void **state)
{
    (void)state;
    size_t visits = 0;
    for (uint64_t day = 1; day <= ROAD_DAYS; day++) {
        struct world *world = some_day(day + 1000, false);
        bool wild = day % 2 == 0;
        world_scramble(world, day,
                       (struct scramble_options){.least_percent = wild ? 30 : 85,
                                                 .most_percent = wild ? 200 : 130,
                                                 .no_way_permille = day % 3 == 0 ? 60 : 0,
                                                 .off_map_percent = day % 5 == 0 ? 20 : 0,
                                                 .exact = day % 4 < 2});
        struct plan *plan = world_plan(world), *back = NULL;
        struct error err = {0};
        world_examine(world, plan);
        const char *json = plan_to_json(world->arena, plan);
        assert_string_equal(json, plan_to_json(world->arena, world_plan(world)));
        if (plan_from_json(world->arena, json, &back, &err) != STATUS_OK) {
            fail_msg("day %d: %s", (int)day, err.text);
        }
        nobody_fits(plan, day);
        visits += plan->visits_n;
        world_free(world);
    }
    assert_true(visits > ROAD_DAYS);
}

/* No promise is broken by being stuck: each leg is driven again, from when the stop before is left. */
static void plan__keeps_every_rule_in_rush_hours(void **state)
{
    (void)state;
    size_t visits = 0;
    for (uint64_t day = 1; day <= RUSH_DAYS; day++) {
        struct world *world = some_day(day + 3000, false);
        struct error err = {0};
        some_rush(world);
        if (day % 3 == 0) {
            world_scramble(world, day, (struct scramble_options){.least_percent = 85, .most_percent = 130});
        }
        struct plan *plan = world_plan(world), *back = NULL;
        world_examine(world, plan);
        const char *json = plan_to_json(world->arena, plan);
        assert_string_equal(json, plan_to_json(world->arena, world_plan(world)));
        assert_int_equal(plan_from_json(world->arena, json, &back, &err), STATUS_OK);
        assert_string_equal(back->rush, plan->rush);
        nobody_fits(plan, day);
        assert_false(plan->proved_best);
        visits += plan->visits_n;
        world_free(world);
    }
    assert_true(visits > RUSH_DAYS / 2);
}

/* A table for other days changes nothing at all. */
static void plan__is_the_same_without_rush_hours_on_its_day(void **state)
{
    (void)state;
    for (uint64_t day = 1; day <= 20; day++) {
        struct world *world = some_day(day + 4000, false);
        struct error err = {0};
        const char *json = plan_to_json(world->arena, world_plan(world));
        assert_int_equal(settings_set(&world->settings, "travel.rush", "wed-mon 07:00-19:00 2", &err), STATUS_INPUT);
        assert_int_equal(settings_set(&world->settings, "travel.rush", "mon,wed-sun 07:00-19:00 2", &err), STATUS_OK);
        assert_string_equal(plan_to_json(world->arena, world_plan(world)), json);
        world_free(world);
    }
}

/* Roads with a little disorder, as real ones have it. */
static void plan__leaves_nothing_better_one_step_away_on_roads(void **state)
{
    (void)state;
    for (uint64_t day = 1; day <= BEST_ROAD_DAYS; day++) {
        struct world *world = some_day(day + 2000, true);
        world_scramble(world, day,
                       (struct scramble_options){.least_percent = 97, .most_percent = 103, .exact = day % 2 == 0});
        struct plan *plan = world_plan(world);
        world_examine(world, plan);
        world_examine_best(world, plan);
        world_free(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plan__keeps_every_rule_on_any_day),
        cmocka_unit_test(plan__leaves_nothing_better_one_step_away),
        cmocka_unit_test(plan__keeps_every_rule_on_roads_of_any_kind),
        cmocka_unit_test(plan__keeps_every_rule_with_parcels),
        cmocka_unit_test(plan__keeps_every_rule_in_rush_hours),
        cmocka_unit_test(plan__is_the_same_without_rush_hours_on_its_day),
        cmocka_unit_test(plan__leaves_nothing_better_one_step_away_on_roads),
        cmocka_unit_test(plan__credits_toilets_where_the_day_would_be_dry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
