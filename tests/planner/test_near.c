/* The nearest by travel time: against asking for every place, over roads that have nothing to do with distance. */
#include "world.h"

#include "geo/amenity.h"
#include "geo/holidays.h"
#include "planner/near.h"
#include "planner/open.h"
#include "planner/settings.h"

#include <math.h>
#include <string.h>

/* --- opening hours -------------------------------------------------------------------------------------------------- */

static const struct {
    const char *hours, *at; /* on Tuesday */
    enum near_state state;
    int32_t in_days; /* -1: it never changes */
    const char *until;
} moments[] = {
    {"", "10:00", NEAR_UNKNOWN, -1, ""},
    {"by the moon", "10:00", NEAR_UNKNOWN, -1, ""},
    {"24/7", "10:00", NEAR_OPEN, -1, ""},
    {"Mo-Su 00:00-24:00", "10:00", NEAR_OPEN, -1, ""},
    {"Mo-Fr 09:00-17:30", "09:00", NEAR_OPEN, 0, "17:30"},
    {"Mo-Fr 09:00-17:30", "17:29", NEAR_OPEN, 0, "17:30"},
    {"Mo-Fr 09:00-17:30", "17:30", NEAR_CLOSED, 1, "09:00"},
    {"Mo-Fr 09:00-17:30", "08:40", NEAR_CLOSED, 0, "09:00"},
    {"Mo-Fr 09:00-12:00,13:00-17:00", "12:10", NEAR_CLOSED, 0, "13:00"},
    {"Mo-Fr 09:00-12:00,12:00-17:00", "11:00", NEAR_OPEN, 0, "17:00"},
    {"Mo 09:00-12:00", "10:00", NEAR_CLOSED, 6, "09:00"},
    {"Tu 20:00-02:00", "21:00", NEAR_OPEN, 1, "02:00"},
    {"Mo 20:00-02:00", "01:00", NEAR_OPEN, 0, "02:00"},
    {"Tu 20:00-24:00", "21:00", NEAR_OPEN, 1, "00:00"},
    {"off", "10:00", NEAR_CLOSED, -1, ""},
    {"Tu 17:00+", "10:00", NEAR_CLOSED, 0, "17:00"},
    {"Tu 17:00+", "18:00", NEAR_OPEN, -1, ""},
    {"Mo-Fr 10:00-14:00+", "12:00", NEAR_OPEN, 0, "14:00"},
    {"Tu 09:00-12:00; Tu 14:00-16:00 \"by appointment\"; We 10:00-12:00", "09:30", NEAR_CLOSED, 1, "10:00"},
    {"Tu 09:00-12:00, Tu 12:00-16:00 \"by appointment\"", "10:00", NEAR_OPEN, 0, "12:00"},
    {"Tu 09:00-12:00, Tu 12:00-16:00 \"by appointment\"", "13:00", NEAR_UNKNOWN, -1, ""},
    {"Mo 09:00-17:00", "09:00", NEAR_CLOSED, 6, "09:00"},
    {"2027 Jan Mo 09:00-17:00", "09:00", NEAR_CLOSED, -1, ""},
};

static void hours__tell_the_state_and_its_next_change(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof moments / sizeof moments[0]; i++) {
        int32_t at_s, until_s = 0;
        assert_true(civil_parse_time(moments[i].at, &at_s));
        struct near_hours got = near_hours_at(arena, moments[i].hours, NULL, WORLD_DAY, at_s);
        bool changes = moments[i].in_days >= 0;
        assert_true(!changes || civil_parse_time(moments[i].until, &until_s));
        if (got.state != moments[i].state || got.changes != changes ||
            (changes && (got.change_day != WORLD_DAY + moments[i].in_days || got.change_wall_s != until_s))) {
            fail_msg("%s at %s: %d, changes %d on day %+d at %d s", moments[i].hours, moments[i].at, (int)got.state,
                     got.changes, got.change_day - WORLD_DAY, got.change_wall_s);
        }
    }
    arena_free(arena);
}

static void hours__on_a_public_holiday_are_those_of_the_holiday(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct settings settings;
    settings_defaults(&settings);
    const struct hours_where *where = open_where(arena, &settings, NULL);
    int32_t christmas;
    assert_true(civil_parse_date("2026-12-25", &christmas));
    const char *value = "Mo-Fr 09:00-17:00; PH off";
    assert_int_equal(near_hours_at(arena, value, where, christmas, 10 * HOUR).state, NEAR_CLOSED);
    assert_int_equal(near_hours_at(arena, value, where, christmas - 1, 10 * HOUR).state, NEAR_OPEN);
    assert_int_equal(near_hours_at(arena, value, NULL, christmas, 10 * HOUR).state, NEAR_OPEN);
    settings.holidays = holidays_new(arena, "gb", "");
    struct error err;
    assert_int_equal(
        holidays_add_csv(settings.holidays, "gb,,2026-12-24,Works outing\ngb,,2026-12-25,Work,none\n", "own.csv", &err),
        STATUS_OK);
    where = open_where(arena, &settings, NULL);
    assert_int_equal(near_hours_at(arena, value, where, christmas - 1, 10 * HOUR).state, NEAR_CLOSED);
    assert_int_equal(near_hours_at(arena, value, where, christmas, 10 * HOUR).state, NEAR_OPEN);
    arena_free(arena);
}

static void hours__by_appointment_are_unknown(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_int_equal(near_hours_at(arena, "\"by appointment\"", NULL, WORLD_DAY, 10 * HOUR).state, NEAR_UNKNOWN);
    arena_free(arena);
}

/* --- a world of its own roads ------------------------------------------------------------------------------------------ */

static struct near_request request_of(struct world *world)
{
    int64_t utc = 0;
    (void)civil_utc(world->day, 10 * HOUR, &utc);
    return (struct near_request){
        .from = world->home, .leave_utc = utc, .filter = {.customers = true, .havens = true}, .limit = 8};
}

static struct near_answer ask(struct world *world, const struct near_request *request)
{
    struct near_answer answer;
    struct error err;
    if (near_find(world->store, world->travel, request, world->arena, &answer, &err) != STATUS_OK) {
        fail_msg("%s", err.text);
    }
    return answer;
}

static int64_t haven(struct world *world, const char *name, double east_km, double north_km, const char *hours,
                     uint32_t amenities)
{
    struct site site = site_empty();
    site.name = name;
    site.placed_by = PLACED_HAND;
    site.at = world_at(world, east_km, north_km);
    site.hours = hours;
    site.is_haven = true;
    site.amenities = amenities;
    return world_site(world, &site, 0);
}

static bool before(const struct near_place *a, const struct near_place *b)
{
    if (a->minutes != b->minutes) {
        return a->minutes < b->minutes;
    }
    if (a->site.is_customer != b->site.is_customer) {
        return a->site.is_customer;
    }
    return a->drive_s != b->drive_s ? a->drive_s < b->drive_s : a->site.id < b->site.id;
}

/* Every place of the store asked for by itself; the answer must be the first of them in order. */
static void check(struct world *world, const struct near_request *request)
{
    struct near_answer answer = ask(world, request);
    struct site_filter every = {.placed_only = true};
    struct site *sites;
    size_t n, better = 0, fitting = 0;
    assert_int_equal(store_site_list(world->store, &every, world->arena, &sites, &n, NULL), STATUS_OK);
    const struct near_place *last = answer.n > 0 ? &answer.places[answer.n - 1] : NULL;
    for (size_t i = 1; i < answer.n; i++) {
        assert_true(before(&answer.places[i - 1], &answer.places[i]));
    }
    for (size_t i = 0; i < n; i++) {
        int32_t s = 0, m = 0;
        assert_int_equal(travel_matrix(world->travel, &request->from, 1, &sites[i].at, 1, &s, &m, NULL), STATUS_OK);
        struct near_place place = {.site = sites[i], .drive_s = s, .drive_m = m, .minutes = (s + 30) / 60};
        bool fits = s < TRAVEL_NONE && (request->within_s == 0 || s <= request->within_s) &&
                    (request->within_m <= 0 || m <= request->within_m) &&
                    (sites[i].amenities & request->filter.need) == request->filter.need;
        if (fits && request->open_only) {
            int64_t at = request->leave_utc + s;
            fits =
                near_hours_at(world->arena, sites[i].hours, NULL, civil_day_of_utc(at), civil_wall_of_utc(at)).state ==
                NEAR_OPEN;
        }
        fitting += fits;
        better += fits && last != NULL && (before(&place, last) || place.site.id == last->site.id);
    }
    assert_int_equal(answer.n, fitting < request->limit ? fitting : request->limit);
    assert_int_equal(better, answer.n);
}

static void fill(struct world *world)
{
    static const char *const hours[] = {"", "Mo-Fr 09:00-17:00", "Mo-Fr 08:00-10:12", "24/7", "Sa 10:00-12:00"};
    uint32_t seed = 7;
    world_write(world);
    for (int i = 0; i < 400; i++) {
        seed = seed * 1664525 + 1013904223;
        double east = (double)(seed >> 8 & 1023) / 16 - 32, north = (double)(seed >> 20 & 1023) / 16 - 32;
        const char *name = arena_printf(world->arena, "Place %d", i);
        if (i % 5 == 0) {
            world_customer(world, name, east, north, hours[i / 5 % 5], 10);
        } else {
            haven(world, name, east, north, hours[i % 5], i % 3 == 0 ? AMENITY_BIT(AMENITY_TOILET) : 0);
        }
    }
    world_commit(world);
}

static void check_many(struct world *world)
{
    for (int i = 0; i < 40; i++) {
        struct near_request request = request_of(world);
        request.from = world_at(world, i % 8 * 9 - 32, i % 5 * 15 - 32);
        request.limit = i % 3 == 0 ? 1 : 10;
        request.open_only = i % 2 == 1;
        request.within_s = i % 4 == 2 ? 900 : 0;
        request.within_m = i % 8 == 5 ? 8000 : 0;
        request.filter.need = i % 5 == 0 ? AMENITY_BIT(AMENITY_TOILET) : 0;
        check(world, &request);
    }
}

static void near__is_what_asking_for_every_place_finds(void **state)
{
    struct world *world = *state;
    fill(world);
    check_many(world);
}

/* A place at the end of a fast road is nearer than the one across the river. */
static void near__is_by_minutes_and_not_by_distance(void **state)
{
    struct world *world = *state;
    fill(world);
    world_scramble(world, 11,
                   (struct scramble_options){
                       .least_percent = 60, .most_percent = 400, .no_way_permille = 100, .off_map_percent = 10});
    check_many(world);
}

static void near__puts_customers_before_strangers_at_equal_minutes(void **state)
{
    struct world *world = *state;
    world_write(world);
    haven(world, "Stranger", 2.000, 0, "", 0);
    int64_t friend = world_customer(world, "Friend", -2.005, 0, "", 10);
    int64_t farther = world_customer(world, "Farther", 0, 4, "", 10);
    world_commit(world);
    struct near_request request = request_of(world);
    struct near_answer answer = ask(world, &request);
    assert_int_equal(answer.n, 3);
    assert_int_equal(answer.places[0].site.id, friend);
    assert_true(answer.places[0].drive_s > answer.places[1].drive_s);
    assert_int_equal(answer.places[0].minutes, answer.places[1].minutes);
    assert_int_equal(answer.places[2].site.id, farther);
    request.limit = 1; /* also when there is room for one only */
    assert_int_equal(ask(world, &request).places[0].site.id, friend);
}

static void near__counts_what_is_left_out_as_not_open(void **state)
{
    struct world *world = *state;
    world_write(world);
    haven(world, "Unknown", 1, 0, "", 0);
    haven(world, "Shut", 2, 0, "Mo-Fr 14:00-17:00", 0);
    int64_t open = haven(world, "Open", 3, 0, "Mo-Fr 08:00-17:00", 0);
    haven(world, "Shut, and far", 9, 0, "Mo-Fr 14:00-17:00", 0);
    world_commit(world);
    struct near_request request = request_of(world);
    request.open_only = true;
    request.limit = 1;
    struct near_answer answer = ask(world, &request);
    assert_int_equal(answer.n, 1);
    assert_int_equal(answer.places[0].site.id, open);
    assert_int_equal(answer.closed, 1);
    assert_int_equal(answer.unknown, 1);
    request.at_given = true; /* at three they are all open */
    (void)civil_utc(world->day, 15 * HOUR, &request.open_utc);
    request.limit = 9;
    answer = ask(world, &request);
    assert_int_equal(answer.n, 3);
}

static void near__finds_the_only_place_though_it_is_far(void **state)
{
    struct world *world = *state;
    world_write(world);
    haven(world, "Far", 900, 100, "", 0);
    world_commit(world);
    struct near_request request = request_of(world);
    assert_int_equal(ask(world, &request).n, 1);
    request.within_m = 500e3;
    assert_int_equal(ask(world, &request).n, 0);
}

static int set_up(void **state)
{
    *state = world_new();
    return 0;
}

static int tear_down(void **state)
{
    world_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours__tell_the_state_and_its_next_change),
        cmocka_unit_test(hours__on_a_public_holiday_are_those_of_the_holiday),
        cmocka_unit_test(hours__by_appointment_are_unknown),
        TEST(near__is_what_asking_for_every_place_finds),
        TEST(near__is_by_minutes_and_not_by_distance),
        TEST(near__puts_customers_before_strangers_at_equal_minutes),
        TEST(near__counts_what_is_left_out_as_not_open),
        TEST(near__finds_the_only_place_though_it_is_far),
    };
    return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
