/* Matrices in blocks: limits of services, places without roads, what was asked before. */
#include "tests/net/routers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct router usual[] = {
    {.kind = ROUTER_OSRM, .pairs = 10000, .places = 100, .bad = -1, .nowhere = -1},
    {.kind = ROUTER_VALHALLA, .pairs = 2500, .places = 100, .bad = -1, .nowhere = -1},
    {.kind = ROUTER_OPENROUTESERVICE, .pairs = 3500, .places = 118, .bad = -1, .nowhere = -1},
};

static struct server *start(struct router *router, enum router_kind kind)
{
    *router = usual[kind];
    return server_start(router_play, router);
}

static void matrix__of_any_shape_comes_in_blocks_that_the_service_takes(void **state)
{
    struct net_room *room = *state;
    static const size_t shapes[][2] = {{1, 1}, {1, 180}, {180, 1}, {3, 140}, {60, 60}, {101, 7}, {120, 120}};
    for (int kind = 0; kind < 3; kind++) {
        for (size_t k = 0; k < COUNT(shapes); k++) {
            struct router *router = arena_alloc(room->arena, sizeof *router);
            struct server *server = start(router, (enum router_kind)kind);
            struct travel *travel = router_open_at(room, (enum router_kind)kind, server);
            router_check(room, travel, router, 0, shapes[k][0], 2, shapes[k][1]);
            assert_false(router->asked_twice);
            travel_free(travel);
            server_stop(server);
        }
    }
}

static void matrix__over_one_hundred_shared_places_is_one_question_to_osrm(void **state)
{
    struct net_room *room = *state;
    struct router *router = arena_alloc(room->arena, sizeof *router);
    struct server *server = start(router, ROUTER_OSRM);
    struct travel *travel = router_open_at(room, ROUTER_OSRM, server);
    router_check(room, travel, router, 0, 100, 0, 100);
    assert_int_equal(server_requests(server), 1);
    travel_free(travel);
    server_stop(server);
}

static void matrix__is_asked_in_smaller_blocks_when_the_service_takes_less(void **state)
{
    struct net_room *room = *state;
    for (int kind = 0; kind < 3; kind++) {
        for (int said = 0; said < 2; said++) {
            struct router *router = arena_alloc(room->arena, sizeof *router);
            struct server *server = start(router, (enum router_kind)kind);
            struct travel *travel = router_open_at(room, (enum router_kind)kind, server);
            router->pairs = 25;
            router->says_which = said == 1;
            router_check(room, travel, router, 0, 13, 13, 21);
            assert_false(router->asked_twice);
            /* 13 to 21 are 273 pairs: one refusal that names the limit, or halves until it is kept */
            assert_int_equal(router->refused, kind == ROUTER_OPENROUTESERVICE && said == 1 ? 1 : 3);
            assert_true(server_requests(server) <= (kind == ROUTER_OPENROUTESERVICE && said == 1 ? 16 : 30));
            router_check(room, travel, router, 40, 3, 50, 5);
            assert_int_equal(router->refused, kind == ROUTER_OPENROUTESERVICE && said == 1 ? 1 : 3);
            travel_free(travel);
            server_stop(server);
        }
    }
}

static void play_too_big(struct call *call)
{
    call_json(call, 400, "{\"message\":\"Too many table coordinates\",\"code\":\"TooBig\"}");
}

static void matrix__of_a_service_that_takes_nothing_fails(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_too_big, NULL);
    struct travel *travel = router_open_at(room, ROUTER_OSRM, server);
    struct point points[2] = {router_point(0), router_point(1)};
    int32_t seconds[4];
    FAILS(room, STATUS_NETWORK, "takes no question at all",
          travel_matrix(travel, points, 2, points, 2, seconds, NULL, &room->err));
    assert_true(server_requests(server) < 5);
    travel_free(travel);
    server_stop(server);
}

static void matrix__leaves_places_without_a_road_to_others(void **state)
{
    struct net_room *room = *state;
    for (int kind = 0; kind < 3; kind++) {
        for (int said = 0; said < 2; said++) {
            struct router *router = arena_alloc(room->arena, sizeof *router);
            struct server *server = start(router, (enum router_kind)kind);
            struct travel *travel = router_open_at(room, (enum router_kind)kind, server);
            router->bad = 7;
            router->says_which = said == 1;
            router_check(room, travel, router, 0, 20, 0, 20);
            int asked = server_requests(server);
            assert_int_equal(asked, kind == ROUTER_OSRM && said == 1 ? 2 : 22);
            router_check(room, travel, router, 5, 5, 20, 5); /* the bad one is known by now */
            assert_int_equal(server_requests(server), asked + 1);
            travel_free(travel);
            server_stop(server);
        }
    }
}

static void matrix__has_none_where_there_is_no_way(void **state)
{
    struct net_room *room = *state;
    for (int kind = 0; kind < 3; kind++) {
        struct router *router = arena_alloc(room->arena, sizeof *router);
        struct server *server = start(router, (enum router_kind)kind);
        struct travel *travel = router_open_at(room, (enum router_kind)kind, server);
        router->nowhere = 3;
        router_check(room, travel, router, 0, 9, 0, 9);
        travel_free(travel);
        server_stop(server);
    }
}

static void matrix__asks_no_pair_twice_and_only_for_what_is_new(void **state)
{
    struct net_room *room = *state;
    struct router *router = arena_alloc(room->arena, sizeof *router);
    struct server *server = start(router, ROUTER_OSRM);
    struct travel *travel = router_open_at(room, ROUTER_OSRM, server);
    router_check(room, travel, router, 0, 30, 0, 30);
    router_check(room, travel, router, 0, 30, 0, 30);
    router_check(room, travel, router, 10, 15, 3, 20);
    assert_int_equal(server_requests(server), 1);
    router->asked = 0;
    router_check(room, travel, router, 0, 31, 0, 31); /* one more place: a row and a column */
    assert_int_equal(server_requests(server), 3);
    assert_true(router->asked <= 62);
    assert_false(router->asked_twice);
    travel_free(travel);
    server_stop(server);
}

static void matrix__may_want_seconds_or_metres_only(void **state)
{
    struct net_room *room = *state;
    struct router *router = arena_alloc(room->arena, sizeof *router);
    struct server *server = start(router, ROUTER_OSRM);
    struct travel *travel = router_open_at(room, ROUTER_OSRM, server);
    struct point a = router_point(1), b = router_point(2);
    int32_t figure = 0;
    WELL(room, travel_matrix(travel, &a, 1, &b, 1, NULL, &figure, NULL));
    assert_int_equal(figure, 10 * router_seconds(1, 2));
    WELL(room, travel_matrix(travel, &a, 1, &b, 1, &figure, NULL, NULL));
    assert_int_equal(figure, router_seconds(1, 2));
    WELL(room, travel_matrix(travel, &a, 0, &b, 1, &figure, NULL, NULL));
    travel_free(travel);
    server_stop(server);
}

/* --- the cache -------------------------------------------------------------------------------------------------- */

struct kept {
    struct travel_cached pairs[400];
    size_t n;
    char source[300];
    int64_t oldest_utc;
};

static bool kept_get(void *self, const char *source, int64_t oldest_utc, struct travel_cached *pair)
{
    const struct kept *kept = self;
    for (size_t i = 0; i < kept->n; i++) {
        const struct travel_cached *k = &kept->pairs[i];
        if (strcmp(source, kept->source) == 0 && k->from_lat_e6 == pair->from_lat_e6 &&
            k->to_lat_e6 == pair->to_lat_e6 && k->from_lon_e6 == pair->from_lon_e6 && k->to_lon_e6 == pair->to_lon_e6 &&
            k->fetched_utc >= oldest_utc) {
            *pair = *k;
            return true;
        }
    }
    return false;
}

static void kept_put(void *self, const char *source, int64_t oldest_utc, const struct travel_cached *pairs, size_t n)
{
    struct kept *kept = self;
    snprintf(kept->source, sizeof kept->source, "%s", source);
    kept->oldest_utc = oldest_utc;
    for (size_t i = 0; i < n && kept->n < COUNT(kept->pairs); i++) {
        kept->pairs[kept->n++] = pairs[i];
    }
}

static void cache__spares_the_service_until_it_is_too_old(void **state)
{
    struct net_room *room = *state;
    struct router *router = arena_alloc(room->arena, sizeof *router);
    struct kept *kept = arena_alloc(room->arena, sizeof *kept);
    struct server *server = start(router, ROUTER_OSRM);
    struct travel_cache cache = {kept, kept_get, kept_put};
    struct travel_http_options options = {.url = server_url(server, "/base/"), .cache = &cache};
    options.cache_days = 30;
    router->nowhere = 4;
    options.now_utc = 1000000000;
    struct travel *first = router_open(room, ROUTER_OSRM, &options);
    router_check(room, first, router, 0, 6, 0, 6);
    assert_int_equal(kept->n, 30); /* not from a place to itself */
    assert_int_equal(kept->oldest_utc, 1000000000 - 30 * 86400);
    assert_int_equal(kept->pairs[0].fetched_utc, 1000000000);
    assert_int_equal(strncmp(kept->source, "osrm http://127.0.0.1:", 22), 0);
    assert_non_null(strstr(kept->source, "/base"));
    const char *name = arena_printf(room->arena, "OSRM (127.0.0.1:%d)", server_port(server));
    assert_string_equal(travel_source(first, router_point(0), router_point(1)), name);
    assert_string_equal(travel_name(first), name);
    travel_free(first);

    options.now_utc += 30 * 86400;
    struct travel *second = router_open(room, ROUTER_OSRM, &options);
    router_check(room, second, router, 0, 6, 0, 6);
    assert_int_equal(server_requests(server), 1);
    assert_string_equal(travel_source(second, router_point(0), router_point(1)),
                        arena_printf(room->arena, "%s, from the cache", name));
    travel_free(second);

    options.now_utc += 1;
    struct travel *third = router_open(room, ROUTER_OSRM, &options);
    router_check(room, third, router, 0, 6, 0, 6);
    assert_int_equal(server_requests(server), 2);
    travel_free(third);

    options.cache_days = 0;
    size_t before = kept->n;
    struct travel *fourth = router_open(room, ROUTER_OSRM, &options);
    router_check(room, fourth, router, 0, 6, 0, 6);
    assert_int_equal(server_requests(server), 3);
    assert_int_equal(kept->n, before);
    travel_free(fourth);
    server_stop(server);
}

static void play_far(struct call *call)
{
    call_json(call, 200,
              "{\"code\":\"Ok\",\"durations\":[[900,900]],\"distances\":[[9,9]],"
              "\"destinations\":[{\"distance\":5000},{\"distance\":5}]}");
}

static void cache__keeps_nothing_of_places_that_the_service_does_not_know(void **state)
{
    struct net_room *room = *state;
    struct kept *kept = arena_alloc(room->arena, sizeof *kept);
    struct server *server = server_start(play_far, NULL);
    struct travel_cache cache = {kept, kept_get, kept_put};
    struct travel_http_options options = {.url = server_url(server, ""), .cache = &cache, .cache_days = 30};
    struct travel *travel = router_open(room, ROUTER_OSRM, &options);
    struct point points[3] = {router_point(0), router_point(1), router_point(2)};
    int32_t seconds[2];
    WELL(room, travel_matrix(travel, points, 1, points + 1, 2, seconds, NULL, &room->err));
    assert_int_equal(seconds[0], TRAVEL_UNKNOWN);
    assert_int_equal(seconds[1], 900);
    assert_int_equal(kept->n, 1);
    assert_int_equal(kept->pairs[0].to_lat_e6, 50020000);
    travel_free(travel);
    server_stop(server);
}

static bool lying_get(void *self, const char *source, int64_t oldest_utc, struct travel_cached *pair)
{
    static const int32_t lies[] = {-1, INT32_MIN, INT32_MAX, TRAVEL_NONE, TRAVEL_UNKNOWN, 100000000};
    size_t *n = self;
    (void)source;
    (void)oldest_utc;
    pair->seconds = lies[*n % COUNT(lies)];
    pair->metres = lies[*n / COUNT(lies) % COUNT(lies)];
    *n += 1;
    return true;
}

static void lying_put(void *self, const char *source, int64_t oldest_utc, const struct travel_cached *pairs, size_t n)
{
    (void)self;
    (void)source;
    (void)oldest_utc;
    (void)pairs;
    (void)n;
}

static void cache__that_lies_is_not_believed(void **state)
{
    struct net_room *room = *state;
    struct router *router = arena_alloc(room->arena, sizeof *router);
    size_t calls = 0;
    struct server *server = start(router, ROUTER_OSRM);
    struct travel_cache cache = {&calls, lying_get, lying_put};
    struct travel_http_options options = {.url = server_url(server, ""), .cache = &cache, .cache_days = 1};
    struct travel *travel = router_open(room, ROUTER_OSRM, &options);
    struct point points[7];
    int32_t seconds[49];
    for (size_t i = 0; i < 7; i++) {
        points[i] = router_point(i);
    }
    WELL(room, travel_matrix(travel, points, 7, points, 7, seconds, NULL, &room->err));
    for (size_t k = 0; k < 49; k++) {
        assert_in_range(seconds[k], 0, TRAVEL_NONE);
    }
    assert_int_equal(calls, 42);
    travel_free(travel);
    server_stop(server);
}

/* --- bounds ----------------------------------------------------------------------------------------------------- */

static void play_zero(struct call *call)
{
    call_json(call, 200, "{\"code\":\"Ok\",\"durations\":[[0.5]],\"distances\":[[0.2]]}");
}

static void bounds__hold_for_whatever_the_service_says(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_zero, NULL);
    struct travel *travel = router_open_at(room, ROUTER_OSRM, server);
    for (size_t i = 1; i < 100; i += 7) {
        struct point a = router_point(0), b = {50 + (double)i / 100, -0.5 + (double)i / 50};
        int32_t seconds;
        WELL(room, travel_matrix(travel, &a, 1, &b, 1, &seconds, NULL, &room->err));
        assert_true(travel_at_least_s(travel, a, b) <= seconds);
        assert_true(point_distance_m(a, b) <= travel_reach_m(travel, seconds));
        assert_true(travel_at_least_s(travel, a, b) >= (int32_t)(point_distance_m(a, b) / 36.2 * 0.99));
    }
    assert_true(travel_reach_m(travel, -1) <= 0);
    travel_free(travel);
    server_stop(server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(matrix__of_any_shape_comes_in_blocks_that_the_service_takes),
        TEST(matrix__over_one_hundred_shared_places_is_one_question_to_osrm),
        TEST(matrix__is_asked_in_smaller_blocks_when_the_service_takes_less),
        TEST(matrix__of_a_service_that_takes_nothing_fails),
        TEST(matrix__leaves_places_without_a_road_to_others),
        TEST(matrix__has_none_where_there_is_no_way),
        TEST(matrix__asks_no_pair_twice_and_only_for_what_is_new),
        TEST(matrix__may_want_seconds_or_metres_only),
        TEST(cache__spares_the_service_until_it_is_too_old),
        TEST(cache__keeps_nothing_of_places_that_the_service_does_not_know),
        TEST(cache__that_lies_is_not_believed),
        TEST(bounds__hold_for_whatever_the_service_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
