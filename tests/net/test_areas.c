#include "geo/net/fetch.h"
#include "tests/net/server.h"

#include <string.h>

struct row {
    const char *id, *parent, *alpha2, *region, *name; /* PARENT and codes NULL: none */
};

static const struct row rows[] = {
    {"europe", NULL, NULL, NULL, "Europe"},
    {"georgia", "europe", "GE", NULL, "Georgia"},
    {"us/georgia", "north-america", NULL, "US-GA", "Georgia"},
    {"malta", "europe", "MT", NULL, "Malta"},
    {"england", "great-britain", NULL, "GB-ENG", "England"},
    {"rutland", "england", NULL, NULL, "Rutland"},
    {"isle-of-wight", "england", NULL, "GB-IOW", "Isle of Wight"},
    {"ireland-and-northern-ireland", "europe", "IE\",\"XI", NULL, "Ireland and Northern Ireland"},
    {"reunion", "france", NULL, NULL, "R\xc3\xa9union"},
};

static void add_member(struct buf *buf, const char *name, const char *before, const char *value, const char *after)
{
    if (value != NULL) {
        buf_printf(buf, "\"%s\":%s%s%s,", name, before, value, after);
    }
}

/* In the form of the published list, with entries that have no file, and some that are no areas. */
static char *make_list(struct net_room *room)
{
    struct buf buf;
    buf_init(&buf, 1 << 20);
    buf_add(&buf, "{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; i < COUNT(rows); i++) {
        buf_add(&buf, "{\"type\":\"Feature\",\"properties\":{");
        add_member(&buf, "id", "\"", rows[i].id, "\"");
        add_member(&buf, "parent", "\"", rows[i].parent, "\"");
        add_member(&buf, "iso3166-1:alpha2", "[\"", rows[i].alpha2, "\"]");
        add_member(&buf, "iso3166-2", "[\"", rows[i].region, "\"]");
        buf_printf(&buf, "\"name\":\"%s\",\"urls\":{\"pbf\":\"https://d.example/%s-latest.osm.pbf\",\"shp\":\"x\"}}},",
                   rows[i].name, rows[i].id);
    }
    buf_add(&buf, "{\"properties\":{\"id\":\"empty\",\"name\":\"Without a file\",\"urls\":{}}},"
                  "{\"properties\":{\"name\":\"Without an id\",\"urls\":{\"pbf\":\"x\"}}},7,{},null,"
                  "{\"properties\":{\"id\":5,\"urls\":{\"pbf\":[]}}}]}");
    return buf_into_arena(&buf, room->arena);
}

static void find_area(struct net_room *room, const char *wanted, const char *id)
{
    struct area *areas;
    const struct area *area = NULL;
    size_t n;
    char *text = make_list(room);
    WELL(room, areas_read(text, strlen(text), room->arena, &areas, &n, &room->err));
    assert_int_equal(n, COUNT(rows));
    WELL(room, areas_find(areas, n, wanted, room->arena, &area, &room->err));
    assert_string_equal(area->id, id);
}

static void area__is_found_by_name_id_or_code(void **state)
{
    static const char *const found[][2] = {
        {"Malta", "europe/malta"},
        {"malta", "europe/malta"},
        {"MT", "europe/malta"},
        {"europe/malta", "europe/malta"},
        {"Europe", "europe"},
        {"  isle OF wight ", "england/isle-of-wight"},
        {"isle-of-wight", "england/isle-of-wight"},
        {"wight", "england/isle-of-wight"},
        {"gb-iow", "england/isle-of-wight"},
        {"ie", "europe/ireland-and-northern-ireland"},
        {"XI", "europe/ireland-and-northern-ireland"},
        {"reunion", "france/reunion"},
        {"R\xc3\xa9union", "france/reunion"},
        {"us/georgia", "us/georgia"},
        {"europe/georgia", "europe/georgia"},
        {"GE", "europe/georgia"},
        {"England", "great-britain/england"},
        {"rutland", "england/rutland"},
    };
    for (size_t i = 0; i < COUNT(found); i++) {
        find_area(*state, found[i][0], found[i][1]);
    }
}

static void area__of_several_is_asked_back_with_ids(void **state)
{
    struct net_room *room = *state;
    struct area *areas;
    const struct area *area = NULL;
    size_t n;
    char *text = make_list(room);
    WELL(room, areas_read(text, strlen(text), room->arena, &areas, &n, &room->err));
    FAILS(room, STATUS_INPUT, "2 areas fit \"Georgia\": give one of europe/georgia, us/georgia",
          areas_find(areas, n, "Georgia", room->arena, &area, &room->err));
    FAILS(room, STATUS_INPUT, "areas fit", areas_find(areas, n, "land", room->arena, &area, &room->err));
    FAILS(room, STATUS_NOT_FOUND, "did you mean \"Malta\"?",
          areas_find(areas, n, "Mallta", room->arena, &area, &room->err));
    FAILS(room, STATUS_NOT_FOUND, "no area is called \"Atlantis\"",
          areas_find(areas, n, "Atlantis", room->arena, &area, &room->err));
    FAILS(room, STATUS_NOT_FOUND, "", areas_find(areas, n, "  ", room->arena, &area, &room->err));
    FAILS(room, STATUS_NOT_FOUND, "", areas_find(areas, n, "Without a file", room->arena, &area, &room->err));
    assert_null(area);
}

static void list__that_is_none_is_refused(void **state)
{
    struct net_room *room = *state;
    static const char *const bad[] = {"",
                                      "{}",
                                      "[]",
                                      "<html>",
                                      "{\"features\":[]}",
                                      "{\"features\":{\"a\":1}}",
                                      "{\"features\":[1,null,{\"properties\":[]}]}"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct area *areas = NULL;
        size_t n = 0;
        FAILS(room, STATUS_INPUT, "roads.index_url",
              areas_read(bad[i], strlen(bad[i]), room->arena, &areas, &n, &room->err));
        assert_null(areas);
    }
}

static void play_list(struct call *call)
{
    if (strcmp(call->target, "/index-v1-nogeom.json") == 0) {
        call_json(call, 200, call->context);
    } else {
        call_answer(call, 404, "", "no");
    }
}

static void list__comes_over_the_network(void **state)
{
    struct net_room *room = *state;
    struct area *areas = NULL;
    size_t n = 0;
    struct server *server = server_start(play_list, make_list(room));
    const char *url = arena_strdup(room->arena, server_url(server, "/index-v1-nogeom.json"));
    WELL(room, areas_get(room->http, url, room->arena, &areas, &n, &room->err));
    assert_int_equal(n, COUNT(rows));
    assert_string_equal(areas[3].url, "https://d.example/malta-latest.osm.pbf");
    assert_string_equal(areas[7].iso, "IE XI");
    FAILS(room, STATUS_NETWORK, "gives no list of areas (404",
          areas_get(room->http, server_url(server, "/other"), room->arena, &areas, &n, &room->err));
    FAILS(room, STATUS_INPUT, "https://",
          areas_get(room->http, "file:///etc/passwd", room->arena, &areas, &n, &room->err));
    server_stop(server);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(area__is_found_by_name_id_or_code),
        TEST(area__of_several_is_asked_back_with_ids),
        TEST(list__that_is_none_is_refused),
        TEST(list__comes_over_the_network),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
