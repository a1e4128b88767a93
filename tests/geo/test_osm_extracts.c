/* Real extracts: what is taken from them, against counts by a script of its own over osmium's text output (which ways a car
 * may use, which at the ends only, which one way; restrictions for cars), and osmium's date. */
#include "geo/base/mem.h"
#include "tests/base/unit.h"
#include "tests/geo/osm_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* libreadosm takes a block of memory for each number that it reads, which sanitizers make slow: they read the small ones. */
#if defined(__SANITIZE_ADDRESS__)
enum { NODES_MOST = 120000 };
#else
enum { NODES_MOST = INT32_MAX };
#endif

struct extract {
    const char *name;
    size_t nodes, ways, relations; /* of the file */
    size_t roads, ends_only, oneway, turns;
    const char *newest; /* NULL: its objects do not say */
};

static const struct extract extracts[] = {
    {"andorra-latest", 256677, 13133, 289, 2589, 32, 840, 63, "2021-10-28"},
    {"heidelberg.test", 221009, 31619, 1700, 10941, 1443, 2404, 476, NULL},
    {"krems", 15042, 2402, 73, 565, 19, 204, 9, "2013-12-16"},
    {"malta-latest", 252937, 40028, 527, 14913, 220, 3165, 183, "2016-11-09"},
    {"porto_portugal", 347944, 51458, 357, 42888, 554, 11074, 350, NULL},
    {"rutland-latest", 113647, 10476, 234, 3050, 77, 209, 0, "2018-02-26"},
    {"whitelion_bristol_uk", 619, 111, 60, 20, 0, 10, 1, "2019-10-21"},
};

static const char *path_of(const char *name)
{
    static char path[1024];
    const char *shared = getenv("ROUNDS_SHARED");
    snprintf(path, sizeof path, "%s/data/osm/%s.osm.pbf", shared == NULL ? "" : shared, name);
    return path;
}

/* A way has all its edges one after the other. */
static void count_ways(const struct raw_roads *roads, size_t *ways, size_t *ends_only, size_t *oneway)
{
    for (uint32_t i = 0; i < roads->edges_n; i++) {
        const struct raw_edge *edge = &roads->edges[i];
        if (edge->way != 0 && (i == 0 || edge->way != roads->edges[i - 1].way)) {
            (*ways)++;
            *ends_only += (edge->flags & ROADS_PRIVATE) != 0;
            *oneway += edge->ms[0] == ROADS_NO_WAY || edge->ms[1] == ROADS_NO_WAY;
        }
    }
}

static void osm__real_extracts_have_the_roads_that_they_have(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(extracts); i++) {
        if (extracts[i].nodes > NODES_MOST) {
            continue;
        }
        const char *path = path_of(extracts[i].name);
        struct raw_roads roads = {0};
        struct osm_summary summary;
        struct error err = {0};
        enum status status = osm_read(&path, 1, room_profile(), NULL, &roads, &summary, &err);
        assert_string_equal(err.text, "");
        assert_int_equal(status, STATUS_OK);
        assert_int_equal(summary.nodes, extracts[i].nodes);
        assert_int_equal(summary.ways, extracts[i].ways);
        assert_int_equal(summary.relations, extracts[i].relations);
        assert_int_equal(summary.roads, extracts[i].roads);
        assert_int_equal(summary.turns, extracts[i].turns);
        assert_int_equal(roads.turns_n, extracts[i].turns);
        assert_true(extracts[i].newest == NULL || strcmp(summary.newest, extracts[i].newest) == 0);
        size_t ways = 0, ends_only = 0, oneway = 0;
        count_ways(&roads, &ways, &ends_only, &oneway);
        assert_int_equal(ways, extracts[i].roads);
        assert_int_equal(ends_only, extracts[i].ends_only);
        assert_int_equal(oneway, extracts[i].oneway);
        roads_raw_free(&roads);
    }
}

static bool same(const struct raw_roads *a, const struct raw_roads *b)
{
    bool edges = a->edges_n == b->edges_n && a->junctions_n == b->junctions_n && a->names_bytes == b->names_bytes;
    for (uint32_t i = 0; edges && i < a->edges_n; i++) {
        const struct raw_edge *x = &a->edges[i], *y = &b->edges[i];
        edges = x->way == y->way && x->ms[0] == y->ms[0] && x->ms[1] == y->ms[1] && x->dm == y->dm &&
                x->junction[0] == y->junction[0] && x->junction[1] == y->junction[1] && x->name == y->name;
    }
    return edges && memcmp(a->names, b->names, a->names_bytes) == 0;
}

static void osm__several_extracts_give_the_same_in_any_order(void **state)
{
    (void)state;
    static const char *const names[2][4] = {{"krems", "rutland-latest", "whitelion_bristol_uk", "krems"},
                                            {"whitelion_bristol_uk", "krems", "krems", "rutland-latest"}};
    struct raw_roads roads[2] = {0};
    for (int i = 0; i < 2; i++) {
        char paths[4][1024];
        const char *files[4];
        for (int j = 0; j < 4; j++) {
            snprintf(paths[j], sizeof paths[j], "%s", path_of(names[i][j]));
            files[j] = paths[j];
        }
        struct osm_summary summary;
        struct error err = {0};
        assert_int_equal(osm_read(files, 4, room_profile(), NULL, &roads[i], &summary, &err), STATUS_OK);
        assert_int_equal(summary.roads, 565 + 3050 + 20);
        assert_int_equal(summary.turns, 9 + 0 + 1);
        assert_int_equal(summary.nodes_missing, 0);
        assert_string_equal(summary.newest, "2019-10-21");
    }
    assert_true(same(&roads[0], &roads[1]));
    roads_raw_free(&roads[0]);
    roads_raw_free(&roads[1]);
}

/* Any byte of a real file, and any length: its blocks are packed and have sums of their own. */
static void osm__a_damaged_extract_is_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    FILE *in = fopen(path_of("krems"), "rb");
    assert_non_null(in);
    char *bytes = arena_alloc(arena, 1 << 20);
    size_t length = fread(bytes, 1, 1 << 20, in);
    assert_int_equal(fclose(in), 0);
    uint32_t dice = 1;
    for (int i = 0; i < 60; i++) {
        struct raw_roads roads = {0};
        struct error err = {0};
        dice = dice * 1664525 + 1013904223;
        size_t at = dice % length;
        bytes[at] = (char)(bytes[at] ^ 0x55);
        enum status status = room_read_bytes(bytes, i % 2 == 0 ? length : at, "krems.osm.pbf", &roads, &err);
        assert_true(status == STATUS_INPUT || (status == STATUS_OK && at < 200)); /* who wrote it matters to nobody */
        roads_raw_free(&roads);
        bytes[at] = (char)(bytes[at] ^ 0x55);
    }
    arena_free(arena);
}

int main(void)
{
    if (access(path_of("krems"), R_OK) != 0) {
        printf("skipped: the extracts are not there (ROUNDS_SHARED)\n");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(osm__real_extracts_have_the_roads_that_they_have),
        cmocka_unit_test(osm__several_extracts_give_the_same_in_any_order),
        cmocka_unit_test(osm__a_damaged_extract_is_refused),
    };
    return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
