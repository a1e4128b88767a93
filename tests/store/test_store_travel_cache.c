#include "geo/store/travel_cache.h"
#include "tests/store/room.h"

#include <string.h>

static struct travel_cached pair_of(int32_t from, int32_t to, int32_t seconds, int64_t fetched_utc)
{
    return (struct travel_cached){
        from, -from, to, -to, seconds, seconds == TRAVEL_NONE ? TRAVEL_NONE : seconds * 20, fetched_utc};
}

static bool find(struct room *room, const char *source, int32_t from, int32_t to, int64_t oldest,
                 struct travel_cached *out)
{
    struct travel_cache cache = store_travel_cache(room->store);
    *out = pair_of(from, to, -1, 0);
    return cache.get(cache.self, source, oldest, out);
}

static void put(struct room *room, const char *source, int64_t oldest, struct travel_cached pair)
{
    struct travel_cache cache = store_travel_cache(room->store);
    cache.put(cache.self, source, oldest, &pair, 1);
}

static void cache__gives_back_what_was_put_by_source_and_direction(void **state)
{
    struct room *room = *state;
    struct travel_cached got;
    put(room, "osrm https://a", 0, pair_of(52000001, 51000002, 600, ROOM_NOW));
    put(room, "osrm https://b", 0, pair_of(52000001, 51000002, 700, ROOM_NOW));
    put(room, "osrm https://a", 0, pair_of(51000002, 52000001, TRAVEL_NONE, ROOM_NOW));
    assert_true(find(room, "osrm https://a", 52000001, 51000002, ROOM_NOW, &got));
    assert_int_equal(got.seconds, 600);
    assert_int_equal(got.metres, 12000);
    assert_int_equal(got.fetched_utc, ROOM_NOW);
    assert_true(find(room, "osrm https://b", 52000001, 51000002, ROOM_NOW, &got));
    assert_int_equal(got.seconds, 700);
    assert_true(find(room, "osrm https://a", 51000002, 52000001, ROOM_NOW, &got));
    assert_int_equal(got.seconds, TRAVEL_NONE);
    assert_int_equal(got.metres, TRAVEL_NONE);
    assert_false(find(room, "osrm https://b", 51000002, 52000001, ROOM_NOW, &got));
    put(room, "osrm https://a", 0, pair_of(52000001, 51000002, 650, ROOM_NOW + 5));
    assert_true(find(room, "osrm https://a", 52000001, 51000002, ROOM_NOW, &got));
    assert_int_equal(got.seconds, 650);
}

static void cache__leaves_out_what_is_too_old_and_drops_it(void **state)
{
    struct room *room = *state;
    struct travel_cached got;
    put(room, "osrm x", 0, pair_of(1, 2, 10, ROOM_NOW - 100));
    put(room, "ors x", 0, pair_of(1, 2, 10, ROOM_NOW - 100));
    assert_true(find(room, "osrm x", 1, 2, ROOM_NOW - 100, &got));
    assert_false(find(room, "osrm x", 1, 2, ROOM_NOW - 99, &got));
    put(room, "osrm x", ROOM_NOW - 99, pair_of(3, 4, 10, ROOM_NOW));
    assert_int_equal(room_number(room, "SELECT count(*) FROM travel_cache"), 2);
    int64_t n = 0;
    WELL(room, store_travel_cache_forget(room->store, INT64_MAX, &n, &room->err));
    assert_int_equal(n, 2);
    assert_int_equal(room_number(room, "SELECT count(*) FROM travel_cache"), 0);
}

static void cache__is_no_part_of_undo(void **state)
{
    struct room *room = *state;
    struct travel_cached got;
    struct store_undo_report report;
    room_begin(room, "only a look");
    put(room, "osrm x", 0, pair_of(1, 2, 10, ROOM_NOW));
    room_commit(room);
    assert_int_equal(room_number(room, "SELECT count(*) FROM undo_step"), 0);
    room_furnish(room);
    room_begin(room, "plan");
    put(room, "osrm x", 0, pair_of(5, 6, 10, ROOM_NOW));
    struct site site = room_customer("Ash", 52.1, -0.5);
    room_save(room, &site);
    room_commit(room);
    WELL(room, store_undo(room->store, false, room->arena, 9, &report, &room->err));
    assert_int_equal(report.rows, 2); /* site and customer */
    assert_true(find(room, "osrm x", 5, 6, ROOM_NOW, &got));
    room_healthy(room);
}

static void cache__goes_with_a_command_that_is_rolled_back(void **state)
{
    struct room *room = *state;
    struct travel_cached got;
    room_begin(room, "plan --dry-run");
    put(room, "osrm x", 0, pair_of(1, 2, 10, ROOM_NOW));
    assert_true(find(room, "osrm x", 1, 2, ROOM_NOW, &got));
    store_rollback(room->store);
    assert_false(find(room, "osrm x", 1, 2, ROOM_NOW, &got));
}

static void cache__that_is_broken_has_nothing_and_takes_nothing(void **state)
{
    struct room *room = *state;
    struct travel_cached got;
    room_sql(room, "DROP TABLE travel_cache");
    put(room, "osrm x", 0, pair_of(1, 2, 10, ROOM_NOW));
    assert_false(find(room, "osrm x", 1, 2, ROOM_NOW, &got));
    struct store_finding schema = room_finding(room, "schema");
    assert_false(schema.ok);
    assert_non_null(strstr(schema.text, "travel_cache"));
    room_begin(room, "still works");
    store_rollback(room->store);
}

static void cache__refuses_figures_that_no_journey_has(void **state)
{
    struct room *room = *state;
    struct travel_cached got;
    struct travel_cached bad = pair_of(1, 2, -5, ROOM_NOW);
    put(room, "osrm x", 0, bad);
    assert_false(find(room, "osrm x", 1, 2, 0, &got));
    assert_int_equal(room_number(room, "SELECT count(*) FROM travel_cache"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, room_setup, room_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(cache__gives_back_what_was_put_by_source_and_direction),
        TEST(cache__leaves_out_what_is_too_old_and_drops_it),
        TEST(cache__is_no_part_of_undo),
        TEST(cache__goes_with_a_command_that_is_rolled_back),
        TEST(cache__that_is_broken_has_nothing_and_takes_nothing),
        TEST(cache__refuses_figures_that_no_journey_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
