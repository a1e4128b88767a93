/* What the three services can answer, well and otherwise. */
#include "geo/base/civil.h"
#include "tests/net/routers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct said {
    enum router_kind kind;
    int code;
    const char *body;
    const char *says; /* part of the sentence */
};

static void play_said(struct call *call)
{
    const struct said *said = call->context;
    call_json(call, said->code, said->body);
}

/* One place to two others. */
static enum status ask(struct net_room *room, struct said *said, int32_t seconds[2], int32_t metres[2])
{
    struct server *server = server_start(play_said, said);
    struct travel_http_options options = {.url = server_url(server, ""), .key = "SECRET-KEY", .total_ms = 2000};
    struct travel *travel = router_open(room, said->kind, &options);
    struct point points[3] = {router_point(0), router_point(1), router_point(2)};
    enum status status = travel_matrix(travel, points, 1, points + 1, 2, seconds, metres, &room->err);
    if (status != STATUS_OK &&
        (strstr(room->err.text, "127.0.0.1") == NULL || strstr(room->err.text, "SECRET") != NULL ||
         strstr(room->err.text, "/driving") != NULL || strchr(room->err.text, '\n') != NULL)) {
        fail_msg("says too much, or not who: %s", room->err.text);
    }
    travel_free(travel);
    server_stop(server);
    return status;
}

#define WRONG "that was asked for"
#define OK    "{\"code\":\"Ok\","

static const struct said refused[] = {
    /* genuine refusals of OSRM */
    {ROUTER_OSRM, 400, "{\"message\":\"Query string malformed close to position 70\",\"code\":\"InvalidQuery\"}",
     "InvalidQuery"},
    {ROUTER_OSRM, 400, "{\"message\":\"Service tabel not found!\",\"code\":\"InvalidService\"}", "travel.osrm_url"},
    {ROUTER_OSRM, 400, "{\"message\":\"Service route not found!\",\"code\":\"InvalidVersion\"}", "travel.osrm_url"},
    {ROUTER_OSRM, 400, "{\"message\":\"\",\"code\":\"InvalidOptions\"}", "InvalidOptions"},
    {ROUTER_OSRM, 400, "{\"message\":\"Invalid coordinate value.\",\"code\":\"InvalidValue\"}", "InvalidValue"},
    /* HTTP */
    {ROUTER_OSRM, 401, "", "refuses to answer (401"},
    {ROUTER_OSRM, 403, "<html>Forbidden</html>", "refuses to answer (403"},
    {ROUTER_OSRM, 404, "<html>Not found</html>", "does not know the address (404"},
    {ROUTER_OSRM, 429, "", "asked too often (429"},
    {ROUTER_OSRM, 500, "oops", "in trouble (500"},
    {ROUTER_OSRM, 418, "{}", "gives no answer (418"},
    {ROUTER_OPENROUTESERVICE, 401, "{\"error\":\"Authorization field missing\"}", "refuses the key, or wants one (401"},
    {ROUTER_OPENROUTESERVICE, 403, "{\"error\":\"Daily quota reached or API key SECRET-KEY unauthorized\"}", "quota"},
    {ROUTER_OPENROUTESERVICE, 403, "{\"error\":{\"code\":403,\"message\":\"no\"}}", "refuses the key"},
    {ROUTER_OPENROUTESERVICE, 429, "{\"error\":\"Rate limit exceeded\"}", "asked too often (429"},
    {ROUTER_OPENROUTESERVICE, 400,
     "{\"error\":{\"code\":6003,\"message\":\"Parameter 'profile' has incorrect value\"}}", "its error 6003"},
    {ROUTER_OPENROUTESERVICE, 404, "{\"error\":\"Not Found\"}", "does not know the address (404"},
    {ROUTER_VALHALLA, 400, "{\"error_code\":106,\"error\":\"Try any of: ...\",\"status_code\":400}", "its error 106"},
    {ROUTER_VALHALLA, 404, "{\"error_code\":0}", "does not know the address (404"},
    {ROUTER_VALHALLA, 400, "{\"error_code\":99999999999}", "its error -1"},
    /* no JSON, or not this */
    {ROUTER_OSRM, 200, "", "not JSON"},
    {ROUTER_OSRM, 200, "<!DOCTYPE html><html><body>Log in to this hotel</body></html>", "not JSON"},
    {ROUTER_OSRM, 200, "{\"code\":\"Ok\"", "not JSON"},
    {ROUTER_OSRM, 200, "{\"code\":\"Ok\"}", "no table"},
    {ROUTER_OSRM, 200, "[]", "no table"},
    {ROUTER_OSRM, 200, "\"Ok\"", "not JSON"},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,NaN]],\"distances\":[[1,2]]}", "not JSON"},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,Infinity]],\"distances\":[[1,2]]}", "not JSON"},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,1e999]],\"distances\":[[1,2]]}", "not JSON"},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,99999999999999999999]],\"distances\":[[1,2]]}", "not JSON"},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"durations\":[[3,4]],\"distances\":[[1,2]]}", "not JSON"},
    {ROUTER_OSRM, 200, OK "\"message\":\"\xff\xfe\",\"durations\":[[1,2]],\"distances\":[[1,2]]}", "not JSON"},
    /* figures and sizes that cannot be */
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]]}", "gives no distances"},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,1e300]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2592001]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"distances\":[[1,50000001]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,-0.1]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,\"2\"]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,true]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2,3]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"distances\":[[1,2,3]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2],[3,4]],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[],\"distances\":[]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[1,2],\"distances\":[[1,2]]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":null,\"distances\":null}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"distances\":[[1,2]],\"sources\":[]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"distances\":[[1,2]],\"destinations\":[1,2]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"distances\":[[1,2]],\"sources\":[{\"distance\":\"far\"}]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"distances\":[[1,2]],\"sources\":[{\"distance\":-1}]}", WRONG},
    {ROUTER_OSRM, 200, OK "\"durations\":[[1,2]],\"distances\":[[1,2]],\"sources\":[{\"distance\":-1}]}", WRONG},
    {ROUTER_VALHALLA, 200, "{\"sources_to_targets\":[[{\"time\":1,\"distance\":1}]]}", WRONG},
    {ROUTER_VALHALLA, 200, "{\"sources_to_targets\":[[{\"time\":1,\"distance\":1},{\"time\":1}]]}", WRONG},
    {ROUTER_VALHALLA, 200,
     "{\"sources_to_targets\":[[{\"time\":1,\"distance\":1,\"to_index\":1},{\"time\":1,\"distance\":1}]]}", WRONG},
    {ROUTER_VALHALLA, 200, "{\"sources_to_targets\":[[{\"time\":1,\"distance\":1},[1,2]]]}", WRONG},
    {ROUTER_VALHALLA, 200, "{\"sources_to_targets\":{\"durations\":[[1,2]]}}", WRONG},
    {ROUTER_VALHALLA, 200, "{\"sources_to_targets\":7}", WRONG},
    {ROUTER_VALHALLA, 200, "{}", "no matrix"},
    {ROUTER_OPENROUTESERVICE, 200, "{\"durations\":[[1,2]]}", WRONG},
    {ROUTER_OPENROUTESERVICE, 200, "{\"durations\":[[1,2]],\"distances\":[[1]]}", WRONG},
    {ROUTER_OPENROUTESERVICE, 200, "{\"error\":\"but 200\"}", "no matrix"},
};

static void answer__that_is_wrong_is_told_in_one_sentence(void **state)
{
    struct net_room *room = *state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct said said = refused[i];
        int32_t seconds[2] = {-7, -7};
        int32_t metres[2] = {-7, -7};
        enum status status = ask(room, &said, seconds, metres);
        if (status != STATUS_NETWORK || strstr(room->err.text, said.says) == NULL || seconds[0] != -7 ||
            metres[1] != -7) {
            fail_msg("%zu: %s: status %d: %s", i, said.body, (int)status, room->err.text);
        }
    }
}

static char *repeated(struct net_room *room, const char *before, const char *piece, size_t n, const char *after)
{
    struct buf buf;
    buf_init(&buf, 8 << 20);
    buf_add(&buf, before);
    for (size_t i = 0; i < n; i++) {
        buf_add(&buf, piece);
    }
    buf_add(&buf, after);
    return buf_into_arena(&buf, room->arena);
}

static void answer__that_is_deep_or_swells_is_not_built(void **state)
{
    struct net_room *room = *state;
    int32_t seconds[2];
    int32_t metres[2];
    struct said deep = {ROUTER_OSRM, 200, repeated(room, "", "[", 10000, ""), ""};
    FAILS(room, STATUS_NETWORK, "nested too deep", ask(room, &deep, seconds, metres));
    struct said objects = {ROUTER_OSRM, 200, repeated(room, "[", "{},", 300000, "{}]"), ""};
    FAILS(room, STATUS_NETWORK, "is too large", ask(room, &objects, seconds, metres));
    struct said long_one = {ROUTER_OSRM, 200, repeated(room, "\"", "0123456789abcdef", 70000, "\""), ""};
    FAILS(room, STATUS_NETWORK, "more than 1048576 bytes", ask(room, &long_one, seconds, metres));
    struct said strings = {
        ROUTER_OSRM, 200,
        repeated(room, OK "\"x\":\"", "{[{[\\\"", 50000, "\",\"durations\":[[999,999]],\"distances\":[[3,4]]}"), ""};
    WELL(room, ask(room, &strings, seconds, metres)); /* brackets in a text are none */
    assert_int_equal(seconds[1], 999);
}

/* --- well ------------------------------------------------------------------------------------------------------- */

struct well {
    struct said said;
    int32_t seconds[2], metres[2];
};

static void answer__is_rounded_up_and_its_gaps_are_kept(void **state)
{
    static const struct well cases[] = {
        {{ROUTER_OSRM, 200, OK "\"durations\":[[600.1,700]],\"distances\":[[0.2,7000.0004]]}", ""},
         {601, 700},
         {1, 7000}},
        {{ROUTER_OSRM, 200, OK "\"durations\":[[null,700]],\"distances\":[[5,null]]}", ""},
         {TRAVEL_NONE, TRAVEL_NONE},
         {TRAVEL_NONE, TRAVEL_NONE}},
        {{ROUTER_OSRM, 200,
          OK "\"durations\":[[600,700]],\"distances\":[[1,2]],\"destinations\":[{\"distance\":2000},"
             "{\"distance\":2000.5}]}",
          ""},
         {600, TRAVEL_UNKNOWN},
         {1, TRAVEL_UNKNOWN}},
        {{ROUTER_OSRM, 200,
          OK "\"durations\":[[600,700]],\"distances\":[[1,2]],\"sources\":[{\"distance\":4621670.7}]}", ""},
         {TRAVEL_UNKNOWN, TRAVEL_UNKNOWN},
         {TRAVEL_UNKNOWN, TRAVEL_UNKNOWN}},
        {{ROUTER_OSRM, 400, "{\"code\":\"NoRoute\",\"message\":\"Impossible route between points\"}", ""},
         {TRAVEL_NONE, TRAVEL_NONE},
         {TRAVEL_NONE, TRAVEL_NONE}},
        {{ROUTER_VALHALLA, 200,
          "{\"sources_to_targets\":[[{\"distance\":0.147,\"time\":600},{\"distance\":null,"
          "\"time\":null}]],\"units\":\"kilometers\"}",
          ""},
         {600, TRAVEL_NONE},
         {147, TRAVEL_NONE}},
        {{ROUTER_VALHALLA, 200,
          "{\"sources_to_targets\":{\"durations\":[[600,601]],\"distances\":[[1,2]]},"
          "\"units\":\"miles\"}",
          ""},
         {600, 601},
         {1610, 3219}},
        {{ROUTER_VALHALLA, 400,
          "{\"error_code\":442,\"error\":\"No path could be found for input\",\"status_code\":400}", ""},
         {TRAVEL_NONE, TRAVEL_NONE},
         {TRAVEL_NONE, TRAVEL_NONE}},
        {{ROUTER_VALHALLA, 400, "{\"error_code\":154,\"error\":\"Path distance exceeds the max distance limit\"}", ""},
         {TRAVEL_UNKNOWN, TRAVEL_UNKNOWN},
         {TRAVEL_UNKNOWN, TRAVEL_UNKNOWN}},
        {{ROUTER_OPENROUTESERVICE, 200,
          "{\"durations\":[[600.04,null]],\"distances\":[[125414.58,null]],\"sources\":"
          "[{\"location\":[-0.5,50],\"snapped_distance\":118.92}],\"destinations\":[{},null]}",
          ""},
         {601, TRAVEL_UNKNOWN},
         {125415, TRAVEL_UNKNOWN}},
        {{ROUTER_OPENROUTESERVICE, 404, "{\"error\":{\"code\":6010,\"message\":\"Could not find routable point\"}}",
          ""},
         {TRAVEL_UNKNOWN, TRAVEL_UNKNOWN},
         {TRAVEL_UNKNOWN, TRAVEL_UNKNOWN}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct net_room *room = *state;
        struct said said = cases[i].said;
        int32_t seconds[2];
        int32_t metres[2];
        WELL(room, ask(room, &said, seconds, metres));
        for (size_t j = 0; j < 2; j++) {
            if (seconds[j] != cases[i].seconds[j] || metres[j] != cases[i].metres[j]) {
                fail_msg("%zu: %d s, %d m", i, seconds[j], metres[j]);
            }
        }
    }
}

/* --- answers that others recorded ------------------------------------------------------------------------------- */

static char *sample(struct net_room *room, const char *name)
{
    const char *shared = getenv("ROUNDS_SHARED");
    char *path = arena_printf(room->arena, "%s/data/router-samples/%s", shared != NULL ? shared : "", name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        print_message("skipped: there is no %s; ROUNDS_SHARED says where the shared test data is\n", path);
        skip();
        return NULL;
    }
    char *text = arena_alloc(room->arena, 1 << 16);
    text[fread(text, 1, (1 << 16) - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void play_text(struct call *call)
{
    call_json(call, 200, call->context);
}

/* Figures as they stand in the sample; places so near to each other that the bound does not raise them, but for zeros. */
static void check_sample(struct net_room *room, enum router_kind kind, const char *name, size_t from_n, size_t to_n,
                         const int32_t *seconds_wanted, const int32_t *metres_wanted)
{
    struct server *server = server_start(play_text, sample(room, name));
    struct travel *travel = router_open_at(room, kind, server);
    struct point points[8];
    int32_t seconds[16];
    int32_t metres[16];
    for (size_t i = 0; i < 8; i++) {
        points[i] = (struct point){50 + (double)i * 1e-5, 8};
    }
    WELL(room, travel_matrix(travel, points, from_n, points + 4, to_n, seconds, metres, &room->err));
    for (size_t k = 0; k < from_n * to_n; k++) {
        assert_int_equal(seconds[k] == 1 ? 0 : seconds[k], seconds_wanted[k] == 1 ? 0 : seconds_wanted[k]);
        assert_int_equal(metres[k], metres_wanted[k]);
    }
    travel_free(travel);
    server_stop(server);
}

static void answer__of_other_projects_fixtures_is_read(void **state)
{
    struct net_room *room = *state;
    check_sample(room, ROUTER_OSRM, "routingpy-fixture-osrm-matrix.response.json", 2, 3, (int32_t[]){1, 2, 3, 4, 5, 6},
                 (int32_t[]){1, 2, 3, 4, 5, 6});
    check_sample(room, ROUTER_OPENROUTESERVICE, "routingpy-fixture-ors-matrix.response.json", 4, 1,
                 (int32_t[]){7901, 0, 136842, 483296}, (int32_t[]){125415, 0, 2383944, 10037064});
    check_sample(room, ROUTER_VALHALLA, "routingpy-fixture-valhalla-matrix.response.json", 2, 2,
                 (int32_t[]){0, 100, 100, 0}, (int32_t[]){0, 100000, 100000, 0});
    check_sample(room, ROUTER_VALHALLA, "valhalla-sources_to_targets-example.json", 2, 2, (int32_t[]){0, 105, 108, 0},
                 (int32_t[]){0, 147, 147, 0});
    check_sample(room, ROUTER_VALHALLA, "valhalla-verbose-issue4982.json", 1, 1, (int32_t[]){1362}, (int32_t[]){18835});
}

static void play_ors_limit(struct call *call)
{
    call_json(call, 400, call->context);
}

static void answer__of_a_limit_is_taken_from_its_sentence(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_ors_limit, sample(room, "ors-error-6004.json"));
    struct travel *travel = router_open_at(room, ROUTER_OPENROUTESERVICE, server);
    struct point points[120];
    int32_t *seconds = arena_array(room->arena, 3600, sizeof *seconds);
    for (size_t i = 0; i < 120; i++) {
        points[i] = router_point(i);
    }
    FAILS(room, STATUS_NETWORK, "takes no question at all",
          travel_matrix(travel, points, 58, points + 58, 60, seconds, NULL, &room->err));
    /* 3,480 pairs first, then no more than the 2,601 that it said */
    size_t destinations = 0;
    for (const char *at = strstr(server_request(server, 1), "\"destinations\":["); *at != ']'; at++) {
        destinations += *at == ',';
    }
    assert_true((destinations + 1) * 58 > 2601 / 2);
    travel_free(travel);
    server_stop(server);
}

/* --- what is asked ---------------------------------------------------------------------------------------------- */

static void question__has_the_form_that_each_service_documents(void **state)
{
    struct net_room *room = *state;
    static const char osrm_head[] = "GET /x/table/v1/driving/-0.500000,50.000000;-0.500000,50.010000;"
                                    "-0.500000,50.020000?sources=0&destinations=1;2&annotations=duration,distance "
                                    "HTTP/1.1\r\n";
    static const char valhalla_body[] =
        "{\"sources\":[{\"lat\":50.000000,\"lon\":-0.500000,\"search_cutoff\":2000}],\"targets\":[{\"lat\":50.010000,"
        "\"lon\":-0.500000,\"search_cutoff\":2000},{\"lat\":50.020000,\"lon\":-0.500000,\"search_cutoff\":2000}],"
        "\"costing\":\"auto\",\"units\":\"kilometers\"}";
    static const char openrouteservice_body[] =
        "{\"locations\":[[-0.500000,50.000000],[-0.500000,50.010000],[-0.500000,50.020000]],\"sources\":[\"0\"],"
        "\"destinations\":[\"1\",\"2\"],\"metrics\":[\"duration\",\"distance\"],\"units\":\"m\"}";
    static const char *const heads[] = {osrm_head, "POST /x/sources_to_targets HTTP/1.1\r\n",
                                        "POST /x/v2/matrix/driving-car HTTP/1.1\r\n"};
    static const char *const bodies[] = {"\r\n\r\n", valhalla_body, openrouteservice_body};
    for (int kind = 0; kind < 3; kind++) {
        struct said said = {(enum router_kind)kind, 401, "{}", ""};
        struct server *server = server_start(play_said, &said);
        struct travel_http_options options = {.url = server_url(server, "/x//"), .key = "the-key"};
        struct travel *travel = router_open(room, said.kind, &options);
        struct point points[3] = {router_point(0), router_point(1), router_point(2)};
        int32_t seconds[2];
        FAILS(room, STATUS_NETWORK, "401", travel_matrix(travel, points, 1, points + 1, 2, seconds, NULL, &room->err));
        const char *request = server_request(server, 0);
        assert_int_equal(strncmp(request, heads[kind], strlen(heads[kind])), 0);
        assert_string_equal(request + strlen(request) - strlen(bodies[kind]), bodies[kind]);
        assert_int_equal(strstr(request, "the-key") != NULL, kind == ROUTER_OPENROUTESERVICE);
        if (kind == ROUTER_OPENROUTESERVICE) {
            assert_non_null(strstr(request, "\r\nAuthorization: the-key\r\n"));
        }
        travel_free(travel);
        server_stop(server);
    }
}

static void source__with_a_bad_address_or_key_is_refused(void **state)
{
    struct net_room *room = *state;
    struct travel *travel = NULL;
    struct travel_http_options options = {.url = "http://router.example.org"};
    FAILS(room, STATUS_INPUT, "https://", travel_osrm_new(room->http, &options, &travel, &room->err));
    options.url = "https://router.example.org/?token=SECRET";
    FAILS(room, STATUS_INPUT, "\"?\"", travel_valhalla_new(room->http, &options, &travel, &room->err));
    assert_null(strstr(room->err.text, "SECRET"));
    options.url = "https://router.example.org";
    options.key = "SECRET\r\nX: y";
    FAILS(room, STATUS_INPUT, "the key", travel_openrouteservice_new(room->http, &options, &travel, &room->err));
    assert_null(strstr(room->err.text, "SECRET"));
    assert_null(travel);
}

static void source__says_how_far_a_place_is_from_its_road(void **state)
{
    struct net_room *room = *state;
    struct said said = {ROUTER_OPENROUTESERVICE, 200,
                        "{\"durations\":[[600,600]],\"distances\":[[1,1]],\"sources\":[{\"snapped_distance\":118.2}],"
                        "\"destinations\":[{\"snapped_distance\":0},{}]}",
                        ""};
    struct server *server = server_start(play_said, &said);
    struct travel *travel = router_open_at(room, said.kind, server);
    struct point points[3] = {router_point(0), router_point(1), router_point(2)};
    int32_t seconds[2];
    assert_true(travel_off_road_m(travel, points[0]) < 0);
    WELL(room, travel_matrix(travel, points, 1, points + 1, 2, seconds, NULL, &room->err));
    assert_int_equal((int)travel_off_road_m(travel, points[0]), 119);
    assert_int_equal((int)travel_off_road_m(travel, points[1]), 0);
    assert_true(travel_off_road_m(travel, points[2]) < 0);
    travel_free(travel);
    server_stop(server);
}

static void source__that_hangs_fails_in_its_time(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(call_hang, NULL);
    struct travel_http_options options = {.url = server_url(server, ""), .total_ms = 200};
    struct travel *travel = router_open(room, ROUTER_OSRM, &options);
    struct point points[2] = {router_point(0), router_point(1)};
    int32_t seconds[4];
    int64_t begun = civil_clock_ms();
    FAILS(room, STATUS_NETWORK, "did not answer",
          travel_matrix(travel, points, 2, points, 2, seconds, NULL, &room->err));
    assert_true(civil_clock_ms() - begun < 1200);
    travel_free(travel);
    server_stop(server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answer__that_is_wrong_is_told_in_one_sentence), TEST(answer__that_is_deep_or_swells_is_not_built),
        TEST(answer__is_rounded_up_and_its_gaps_are_kept),   TEST(answer__of_other_projects_fixtures_is_read),
        TEST(answer__of_a_limit_is_taken_from_its_sentence), TEST(question__has_the_form_that_each_service_documents),
        TEST(source__with_a_bad_address_or_key_is_refused),  TEST(source__says_how_far_a_place_is_from_its_road),
        TEST(source__that_hangs_fails_in_its_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
