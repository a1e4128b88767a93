#include "geo/net/travel_http.h"
#include "tests/net/server.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- genuine answers -------------------------------------------------------------------------------------------- */

static char *shared_file(struct net_room *room, const char *name)
{
    const char *shared = getenv("ROUNDS_SHARED");
    char *path = arena_printf(room->arena, "%s/data/osrm-answers/%s", shared != NULL ? shared : "", name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    char *text = arena_alloc(room->arena, 1 << 20);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

struct recorded {
    const char *text;
    int code;
};

static void play_recorded(struct call *call)
{
    const struct recorded *recorded = call->context;
    call_json(call, recorded->code, recorded->text);
}

static struct travel *open_osrm(struct net_room *room, const struct server *server)
{
    struct travel *travel = NULL;
    struct travel_http_options options = {.url = server_url(server, "/"), .total_ms = 2000};
    WELL(room, travel_osrm_new(room->http, &options, &travel, &room->err));
    return travel;
}

/* The places of a recorded request. */
static size_t places_of_request(const char *request, struct point *points)
{
    const char *at = strstr(request, "/driving/") + 9;
    size_t n = 0;
    for (;;) {
        char *end;
        points[n].lon_deg = strtod(at, &end);
        points[n].lat_deg = strtod(end + 1, &end);
        n++;
        if (*end != ';') {
            return n;
        }
        at = end + 1;
    }
}

/* A number of the answer's text by itself: the oracle shares no code with the reader. */
static const char *to_figure(const char *row, size_t skip)
{
    for (; skip > 0; skip--) {
        row = strpbrk(row, ",") + 1;
    }
    return row;
}

static const char *to_row(const char *text, const char *name, size_t row)
{
    const char *at = strchr(strchr(strstr(text, name), '['), '[') + 1;
    for (; row > 0; row--) {
        at = strchr(at, ']') + 2;
    }
    return at + 1;
}

/* FROM_N 0: all places to all; else the first FROM_N to the others, as they were asked. */
static void check_playback(struct net_room *room, const char *name, size_t from_n)
{
    char *text = shared_file(room, arena_printf(room->arena, "%s.json", name));
    char *request = shared_file(room, arena_printf(room->arena, "%s.request.txt", name));
    if (text == NULL) {
        print_message("skipped: ROUNDS_SHARED has no %s\n", name);
        skip();
    }
    struct recorded recorded = {text, 200};
    struct server *server = server_start(play_recorded, &recorded);
    struct travel *travel = open_osrm(room, server);
    struct point points[100];
    size_t all = places_of_request(request, points);
    size_t rows = from_n > 0 ? from_n : all;
    size_t n = all - from_n;
    int32_t *seconds = arena_array(room->arena, rows * n, sizeof *seconds);
    int32_t *metres = arena_array(room->arena, rows * n, sizeof *metres);
    WELL(room, travel_matrix(travel, points, rows, points + from_n, n, seconds, metres, &room->err));
    for (size_t i = 0; i < rows; i++) {
        for (size_t j = 0; j < n; j++) {
            const char *second = to_figure(to_row(text, "\"durations\"", i), j);
            const char *metre = to_figure(to_row(text, "\"distances\"", i), j);
            if (strncmp(second, "null", 4) == 0) {
                assert_int_equal(seconds[i * n + j], TRAVEL_NONE);
                assert_int_equal(metres[i * n + j], TRAVEL_NONE);
            } else {
                assert_int_equal(seconds[i * n + j], (int32_t)ceil(strtod(second, NULL)));
                assert_int_equal(metres[i * n + j], (int32_t)ceil(strtod(metre, NULL)));
            }
        }
    }
    assert_int_equal(server_requests(server), 1);
    travel_free(travel);
    server_stop(server);
}

static void osrm__every_figure_of_genuine_tables_is_read(void **state)
{
    check_playback(*state, "porto-table-10", 0);
    check_playback(*state, "porto-table-50", 0);
    check_playback(*state, "rutland-table-10", 0);
    check_playback(*state, "rutland-table-50", 0);
    check_playback(*state, "malta-table-null", 0);
    check_playback(*state, "porto-table-src-dst", 2);
    check_playback(*state, "rutland-table-src-dst", 2);
}

/* A refusal or an answer as it was recorded, for one pair. */
static enum status ask_pair(struct net_room *room, const char *name, int code, int32_t *seconds)
{
    char *text = shared_file(room, arena_printf(room->arena, "%s.json", name));
    if (text == NULL) {
        print_message("skipped: ROUNDS_SHARED has no %s\n", name);
        skip();
    }
    struct recorded recorded = {text, code};
    struct server *server = server_start(play_recorded, &recorded);
    struct travel *travel = open_osrm(room, server);
    struct point a = {41.286690, -8.515590};
    struct point b = {0, 0};
    enum status status = travel_matrix(travel, &a, 1, &b, 1, seconds, NULL, &room->err);
    travel_free(travel);
    server_stop(server);
    return status;
}

static void osrm__every_genuine_refusal_is_understood(void **state)
{
    static const char *const sets[] = {"porto", "rutland"};
    struct net_room *room = *state;
    for (size_t i = 0; i < COUNT(sets); i++) {
        int32_t seconds = -7;
#define NAME(end) arena_printf(room->arena, "%s-%s", sets[i], end)
        FAILS(room, STATUS_NETWORK, "InvalidQuery", ask_pair(room, NAME("err-badoption"), 400, &seconds));
        FAILS(room, STATUS_NETWORK, "InvalidQuery", ask_pair(room, NAME("err-badquery"), 400, &seconds));
        FAILS(room, STATUS_NETWORK, "travel.osrm_url", ask_pair(room, NAME("err-badservice"), 400, &seconds));
        FAILS(room, STATUS_NETWORK, "travel.osrm_url", ask_pair(room, NAME("err-version"), 400, &seconds));
        FAILS(room, STATUS_NETWORK, "InvalidOptions", ask_pair(room, NAME("err-onecoord"), 400, &seconds));
        FAILS(room, STATUS_NETWORK, "InvalidOptions", ask_pair(room, NAME("table-bad-index"), 400, &seconds));
        FAILS(room, STATUS_NETWORK, "InvalidValue", ask_pair(room, NAME("err-outofrange"), 400, &seconds));
        FAILS(room, STATUS_NETWORK, "takes no question", ask_pair(room, NAME("err-toobig"), 400, &seconds));
        assert_int_equal(seconds, -7);
        WELL(room, ask_pair(room, NAME("far-snap-radius"), 400, &seconds));
        assert_int_equal(seconds, TRAVEL_UNKNOWN);
#undef NAME
    }
    int32_t seconds;
    WELL(room, ask_pair(room, "malta-route-noroute", 400, &seconds));
    assert_int_equal(seconds, TRAVEL_NONE);
}

static void osrm__a_place_far_from_any_road_is_not_known(void **state)
{
    struct net_room *room = *state;
    char *text = shared_file(room, "porto-far-snap.json");
    if (text == NULL) {
        print_message("skipped: ROUNDS_SHARED has no osrm-answers\n");
        skip();
    }
    /* The recorded one came without distances: the seconds stand in for them. */
    char *table = strstr(text, "\"durations\":");
    size_t n =
        strcspn(table + 12, "}") < strcspn(table + 12, "\"") ? strcspn(table + 12, "}") : strcspn(table + 12, "\"");
    char *rows = arena_strndup(room->arena, table + 12, n);
    char *comma = strrchr(rows, ',');
    if (comma != NULL && strchr(comma, ']') == NULL) {
        *comma = '\0';
    }
    struct recorded recorded = {arena_printf(room->arena, "{\"distances\":%s,%s", rows, text + 1), 200};
    struct server *server = server_start(play_recorded, &recorded);
    struct travel *travel = open_osrm(room, server);
    struct point points[2] = {{41.286690, -8.515590}, {0, 0}};
    int32_t seconds[4];
    WELL(room, travel_matrix(travel, points, 2, points, 2, seconds, NULL, &room->err));
    assert_int_equal(seconds[0], 0);
    assert_int_equal(seconds[1], TRAVEL_UNKNOWN);
    assert_int_equal(seconds[2], TRAVEL_UNKNOWN);
    assert_true(travel_off_road_m(travel, points[0]) >= 0 && travel_off_road_m(travel, points[0]) < 1);
    assert_true(travel_off_road_m(travel, points[1]) < 0);
    travel_free(travel);
    server_stop(server);
}

/* --- ways ------------------------------------------------------------------------------------------------------- */

static void osrm__the_way_is_the_one_that_was_given(void **state)
{
    struct net_room *room = *state;
    char *text = shared_file(room, "porto-route.json");
    if (text == NULL) {
        print_message("skipped: ROUNDS_SHARED has no osrm-answers\n");
        skip();
    }
    struct recorded recorded = {text, 200};
    struct server *server = server_start(play_recorded, &recorded);
    struct travel *travel = open_osrm(room, server);
    struct point a = {41.286690, -8.515590};
    struct point b = {41.366358, -8.442249};
    struct travel_path path;
    WELL(room, travel_path(travel, a, b, room->arena, &path, &room->err));
    const char *request = server_request(server, 0);
    const char *wanted =
        "GET /route/v1/driving/-8.515590,41.286690;-8.442249,41.366358?overview=full&geometries=geojson";
    assert_int_equal(strncmp(request, wanted, strlen(wanted)), 0);
    size_t n = 0;
    char *end = strstr(text, "\"coordinates\":[[") + 15;
    do {
        double lon = strtod(end + 1, &end);
        double lat = strtod(end + 1, &end);
        assert_true(n < path.n);
        assert_true(lon == path.points[n].lon_deg && lat == path.points[n].lat_deg);
        n++;
        end++;
    } while (*end++ == ',');
    assert_int_equal(n, path.n);
    assert_true(n > 100);
    travel_free(travel);
    server_stop(server);
}

static void osrm__a_way_that_is_none_is_drawn_straight(void **state)
{
    struct net_room *room = *state;
    static const struct recorded bad[] = {
        {"", 500},
        {"{\"code\":\"NoRoute\"}", 400},
        {"{\"routes\":[]}", 200},
        {"{\"routes\":[{\"geometry\":\"polyline\"}]}", 200},
        {"{\"routes\":[{\"geometry\":{\"coordinates\":[]}}]}", 200},
        {"{\"routes\":[{\"geometry\":{\"coordinates\":[[1,2],[1]]}}]}", 200},
        {"{\"routes\":[{\"geometry\":{\"coordinates\":[[1,2],[1,91]]}}]}", 200},
        {"{\"routes\":[{\"geometry\":{\"coordinates\":[[1,2],[\"1\",2]]}}]}", 200},
        {"<html>", 200},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct recorded recorded = bad[i];
        struct server *server = server_start(play_recorded, &recorded);
        struct travel *travel = open_osrm(room, server);
        struct point a = {41.25, -8.5};
        struct point b = {41.5, -8.25};
        struct travel_path path;
        WELL(room, travel_path(travel, a, b, room->arena, &path, &room->err));
        assert_int_equal(path.n, 2);
        assert_true(path.points[0].lat_deg == 41.25 && path.points[1].lon_deg == -8.25);
        WELL(room, travel_path(travel, b, a, room->arena, &path, &room->err));
        assert_int_equal(server_requests(server), bad[i].code == 500 ? 1 : 2); /* what is in trouble is left alone */
        travel_free(travel);
        server_stop(server);
    }
}

static void osrm__a_server_that_hangs_is_asked_for_one_way_only(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(call_hang, NULL);
    struct travel_http_options options = {.url = server_url(server, ""), .total_ms = 200};
    struct travel *travel = NULL;
    WELL(room, travel_osrm_new(room->http, &options, &travel, &room->err));
    struct point a = {41.25, -8.5};
    struct point b = {41.5, -8.25};
    struct travel_path path;
    for (int i = 0; i < 10; i++) {
        WELL(room, travel_path(travel, a, b, room->arena, &path, &room->err));
        assert_int_equal(path.n, 2);
    }
    assert_int_equal(server_requests(server), 1);
    travel_free(travel);
    server_stop(server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(osrm__every_figure_of_genuine_tables_is_read), TEST(osrm__every_genuine_refusal_is_understood),
        TEST(osrm__a_place_far_from_any_road_is_not_known), TEST(osrm__the_way_is_the_one_that_was_given),
        TEST(osrm__a_way_that_is_none_is_drawn_straight),   TEST(osrm__a_server_that_hangs_is_asked_for_one_way_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
