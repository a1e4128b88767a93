/* The server that replays: what it serves is what was recorded, and its map answers in the form that was recorded. */
#include "tests/geocode/ask_room.h"
#include "tests/tools/replay.h"

#include "geo/base/file.h"

#include <jansson.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct room {
    struct arena *arena;
    struct error err;
    char map[64];
    const char *pairs; /* NULL: the shared data is not here */
};

static const char *const table =
    "osm,name,kind,housenumber,street,postcode,city,country_code,lat,lon\n"
    "N1,,place=house,6,Main Street,LE15 6XP,Oakham,gb,52.6700000,-0.7300000\n"
    "N2,\"Smith, Jones \"\"& Co\"\"\",office=lawyer,6,Main Street,LE15 6XP,Oakham,gb,52.6700500,-0.7300500\n"
    "W3,,building=yes,12 a,Main Street,LE15 6XP,Oakham,gb,52.6710000,-0.7310000\n"
    "W4,,building=yes,6,Main Street,PE9 2AA,Stamford,gb,52.6510000,-0.4810000\n"
    "N5,,place=house,11,Hauptstraße,13509,Berlin,de,52.5900000,13.2900000\n"
    "N6,,place=house,13,Hauptstraße,,,de,52.5901000,13.2901000\n";

static int setup(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    room->arena = arena_new();
    strcpy(room->map, "/tmp/rounds-test-replay-XXXXXX");
    int fd = mkstemp(room->map);
    const char *shared = getenv("ROUNDS_SHARED");
    if (shared != NULL && *shared != '\0') {
        room->pairs = arena_printf(room->arena, "%s/data/geocode/nominatim-5.3-real-pairs", shared);
        room->pairs = file_exists(room->pairs) ? room->pairs : NULL;
    }
    *state = room;
    return fd >= 0 && write(fd, table, strlen(table)) == (ssize_t)strlen(table) ? close(fd) : -1;
}

static int teardown(void **state)
{
    struct room *room = *state;
    unlink(room->map);
    arena_free(room->arena);
    free(room);
    return 0;
}

/* --- the map -------------------------------------------------------------------------------------------------------- */

/* "RANK LABEL" of each place, apart by "; ". */
static const char *answers(struct room *room, struct replay *replay, const char *target)
{
    struct replay_answer answer = replay_answer(replay, target, room->arena);
    char *text = arena_printf(room->arena, "%s", answer.code == 200 ? "" : "refused");
    json_t *list = json_loads(answer.body, 0, NULL);
    size_t i;
    json_t *place;
    json_array_foreach(list, i, place)
    {
        text = arena_printf(room->arena, "%s%s%d %s", text, i > 0 ? "; " : "",
                            (int)json_integer_value(json_object_get(place, "place_rank")),
                            json_string_value(json_object_get(place, "display_name")));
    }
    json_decref(list);
    return text;
}

static void map__answers_house_street_town_or_nothing(void **state)
{
    struct room *room = *state;
    struct replay *replay = replay_new(&(struct replay_options){.map = room->map, .faultless = true});
    static const char *const cases[][2] = {
        {"/search?q=6+Main+Street,+Oakham,+LE15+6XP,+United+Kingdom&format=jsonv2",
         "30 6, Main Street, Oakham, LE15 6XP, United Kingdom; "
         "30 Smith, Jones \"& Co\", 6, Main Street, Oakham, LE15 6XP, United Kingdom"},
        {"/search?street=12a%20MAIN%20STREET&city=Oakham&format=jsonv2",
         "30 12 a, Main Street, Oakham, LE15 6XP, United Kingdom"},
        {"/search?q=99+Main+Street,+Oakham", "26 Main Street, Oakham, LE15 6XP, United Kingdom"},
        {"/search?q=6+Main+Street&limit=9&countrycodes=gb",
         "30 6, Main Street, Oakham, LE15 6XP, United Kingdom; "
         "30 Smith, Jones \"& Co\", 6, Main Street, Oakham, LE15 6XP, United Kingdom; "
         "30 6, Main Street, Stamford, PE9 2AA, United Kingdom"},
        {"/search?q=6+Main+Street&limit=1", "30 6, Main Street, Oakham, LE15 6XP, United Kingdom"},
        {"/search?q=6+Main+Street&countrycodes=fr", ""},
        {"/search?q=6+Main+Street,+Nowhere", ""},
        {"/search?q=Hauptstr.+13,+13509+Berlin", "30 13, Hauptstraße, Berlin, 13509, Germany"},
        {"/search?q=Hauptstra%C3%9Fe+11,+99999+Berlin", "30 11, Hauptstraße, Berlin, 13509, Germany"},
        {"/search?q=Stamford", "16 Stamford, United Kingdom"},
        {"/search?q=PE9+2AA", "21 PE9 2AA, United Kingdom"},
        {"/search?q=", ""},
        {"/search?q=%", ""},
        {"/search?q=a&city=b", "refused"},
        {"/search?q=a&format=xml", "refused"},
        {"/search", "refused"},
        {"/reverse?lat=x&lon=1", "refused"},
        {"/nowhere", "refused"},
    };
    assert_non_null(replay);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = answers(room, replay, cases[i][0]);
        if (strcmp(got, cases[i][1]) != 0) {
            fail_msg("%s: \"%s\" (wanted \"%s\")", cases[i][0], got, cases[i][1]);
        }
    }
    struct replay_answer none = replay_answer(replay, "/reverse?lat=95&lon=0", room->arena);
    assert_string_equal(none.body, "{\"error\":\"Unable to geocode\"}");
    struct replay_answer there = replay_answer(replay, "/reverse?lat=52.6701&lon=-0.7301", room->arena);
    assert_non_null(strstr(there.body, "\"house_number\":\"6\""));
    replay_free(replay);
}

static void map__has_the_same_faults_each_time(void **state)
{
    struct room *room = *state;
    int different = 0;
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct replay_options options = {.map = room->map, .seed = seed};
        struct replay *one = replay_new(&options);
        struct replay *two = replay_new(&options);
        const char *target = "/search?q=12a+Main+Street,+Oakham";
        const char *first = replay_answer(one, target, room->arena).body;
        assert_string_equal(first, replay_answer(two, target, room->arena).body);
        different += strstr(first, "\"house_number\":\"12 a\"") == NULL || strstr(first, "52.6710000") == NULL;
        replay_free(one);
        replay_free(two);
    }
    assert_in_range(different, 1, 20);
}

/* --- the pairs ------------------------------------------------------------------------------------------------------ */

static struct replay *genuine(struct room *room)
{
    if (room->pairs == NULL) {
        print_message("skipped: ROUNDS_SHARED has no recorded answers\n");
        skip();
    }
    struct replay *replay =
        replay_new(&(struct replay_options){.pairs = room->pairs, .map = room->map, .faultless = true});
    assert_non_null(replay);
    return replay;
}

/* The names of OBJECT's members that both answers must have, whatever the place. */
static void map__writes_places_with_the_names_that_nominatim_writes(void **state)
{
    struct room *room = *state;
    struct replay *replay = genuine(room);
    const char *asked = "/search?q=R%C3%A4uschstra%C3%9Fe+11%2C+13509+Berlin&format=jsonv2&addressdetails=1&limit=3";
    json_t *real = json_loads(replay_answer(replay, asked, room->arena).body, 0, NULL);
    json_t *made = json_loads(replay_answer(replay, "/search?q=Hauptstr.+11,+Berlin", room->arena).body, 0, NULL);
    const char *name;
    json_t *value;
    json_object_foreach(json_array_get(real, 0), name, value)
    {
        const json_t *mine = json_object_get(json_array_get(made, 0), name);
        if (mine == NULL || json_typeof(mine) != json_typeof(value)) {
            fail_msg("%s is missing, or of another type", name);
        }
    }
    assert_int_equal(json_object_size(json_array_get(made, 0)), json_object_size(json_array_get(real, 0)));
    json_decref(real);
    json_decref(made);
    replay_free(replay);
}

struct serving {
    struct replay *replay;
    int listener, stop[2];
};

static void *serve(void *context)
{
    struct serving *serving = context;
    replay_serve(serving->replay, serving->listener, serving->stop[0]);
    return NULL;
}

static void check_pair(struct room *room, struct http *http, int port, const char *name, long code, const char *target)
{
    char *body;
    size_t length;
    struct http_answer answer;
    struct http_request request = {.url = arena_printf(room->arena, "http://127.0.0.1:%d%s", port, target)};
    request.total_ms = 5000;
    assert_int_equal(file_read(room->arena, arena_printf(room->arena, "%s/%s.body", room->pairs, name), 1 << 20, &body,
                               &length, &room->err),
                     STATUS_OK);
    if (http_get(http, &request, room->arena, &answer, &room->err) != STATUS_OK || answer.code != code ||
        answer.length != length || memcmp(answer.body, body, length) != 0) {
        fail_msg("%s is not served as it was recorded", target);
    }
}

static void pairs__are_served_to_the_byte(void **state)
{
    struct room *room = *state;
    struct serving serving = {.replay = genuine(room)};
    int port;
    pthread_t thread;
    char *index;
    size_t length;
    int n = 0;
    serving.listener = replay_listen(&port);
    assert_int_equal(pipe(serving.stop), 0);
    pthread_create(&thread, NULL, serve, &serving);
    struct http *http = http_new(&(struct http_options){.user_agent = "rounds-test"});
    assert_int_equal(file_read(room->arena, arena_printf(room->arena, "%s/INDEX.tsv", room->pairs), 1 << 20, &index,
                               &length, &room->err),
                     STATUS_OK);
    for (char *line = strtok(index, "\n"); line != NULL; line = strtok(NULL, "\n"), n++) {
        char name[80];
        long code;
        const char *target = strrchr(line, '\t') + 1;
        assert_int_equal(sscanf(line, "%79s %ld", name, &code), 2);
        check_pair(room, http, port, name, code, target);
    }
    assert_int_equal(n, 64);
    assert_int_equal(write(serving.stop[1], "x", 1), 1);
    pthread_join(thread, NULL);
    http_free(http);
    close(serving.listener);
    close(serving.stop[0]);
    close(serving.stop[1]);
    replay_free(serving.replay);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(map__answers_house_street_town_or_nothing),
        CASE(map__has_the_same_faults_each_time),
        CASE(map__writes_places_with_the_names_that_nominatim_writes),
        CASE(pairs__are_served_to_the_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
