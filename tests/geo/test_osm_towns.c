#include "geo/roads/osm_towns.h"

#include "geo/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

/* The four edges of a box. */
static const struct osm_edge *square(struct arena *arena, double south, double west, double north, double east)
{
    struct osm_edge *edges = arena_array(arena, 4, sizeof *edges);
    struct point corners[5] = {{south, west}, {south, east}, {north, east}, {north, west}, {south, west}};
    for (size_t i = 0; i < 4; i++) {
        edges[i] = (struct osm_edge){corners[i], corners[i + 1]};
    }
    return edges;
}

static struct osm_town spot(const char *name, enum osm_town_kind kind, double lat_deg, double lon_deg)
{
    return (struct osm_town){.name = name, .kind = kind, .at = {lat_deg, lon_deg}, .country = ""};
}

static struct osm_town area(struct arena *arena, const char *name, const char *country, double south, double west,
                            double north, double east)
{
    struct osm_town town = spot(name, OSM_BOUNDARY, (south + north) / 2, (west + east) / 2);
    town.outline = square(arena, south, west, north, east);
    town.outline_n = 4;
    town.country = country;
    return town;
}

struct fixture {
    struct arena *arena;
    struct osm_towns *towns;
};

/* A town with its municipality, a village beyond the boundary that is nearer to the town's edge than the town is, a village and
 * two quarters inside, and a county that is called after nobody. */
static int setup(void **state)
{
    struct fixture *f = mem_alloc(sizeof *f);
    f->arena = arena_new();
    struct osm_town list[] = {spot("Krems an der Donau", OSM_TOWN, 48.41, 15.60),
                              spot("Rohrendorf", OSM_VILLAGE, 48.41, 15.66),
                              spot("Egelsee", OSM_VILLAGE, 48.43, 15.58),
                              spot("Weinzierl", OSM_PART, 48.41, 15.63),
                              spot("Stein", OSM_PART, 48.40, 15.58),
                              spot("Einsam", OSM_HAMLET, 48.80, 15.60),
                              spot("Dorf", OSM_VILLAGE, 49.00, 15.60),
                              spot("Nebendorf", OSM_VILLAGE, 49.00, 15.62),
                              area(f->arena, "Gemeinde Krems an der Donau", "", 48.38, 15.55, 48.45, 15.65),
                              area(f->arena, "Bezirk Sued", "at", 48.30, 15.50, 48.50, 15.80)};
    struct osm_town *copy = arena_array(f->arena, sizeof list / sizeof list[0], sizeof *copy);
    memcpy(copy, list, sizeof list);
    f->towns = osm_towns_new(f->arena, copy, sizeof list / sizeof list[0]);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    arena_free(f->arena);
    mem_free(f);
    return 0;
}

static struct osm_towns_answer of(void **state, double lat_deg, double lon_deg)
{
    struct fixture *f = *state;
    return osm_towns_of(f->towns, (struct point){lat_deg, lon_deg}, f->arena);
}

static void town__is_told_by_the_boundary_that_bears_its_name(void **state)
{
    struct osm_towns_answer answer = of(state, 48.41, 15.649); /* 0.8 km from Rohrendorf, 3.6 km from Krems */
    assert_string_equal(answer.town, "Krems an der Donau");
    assert_false(answer.guessed);
    assert_string_equal(answer.country, "at");
    assert_null(strstr(answer.within, "Rohrendorf"));
    assert_null(strstr(answer.within, "Bezirk"));
}

static void town__has_its_villages_and_quarters_within(void **state)
{
    struct osm_towns_answer answer = of(state, 48.4101, 15.6301);
    assert_string_equal(answer.suburb, "Weinzierl");
    assert_string_equal(answer.within, "Weinzierl\nKrems an der Donau\n");
    answer = of(state, 48.4301, 15.5801);
    assert_string_equal(answer.town, "Krems an der Donau");
    assert_string_equal(answer.suburb, "Egelsee");
    assert_string_equal(answer.within, "Egelsee\nKrems an der Donau\n");
}

static void town__is_guessed_from_the_nearest_where_there_is_no_outline(void **state)
{
    struct osm_towns_answer answer = of(state, 48.411, 15.661);
    assert_string_equal(answer.town, "Rohrendorf");
    assert_true(answer.guessed);
    assert_string_equal(answer.country, "at");
    answer = of(state, 49.00, 15.602);
    assert_string_equal(answer.town, "Dorf");
}

static void town__is_not_guessed_between_two_or_far_from_all(void **state)
{
    struct osm_towns_answer answer = of(state, 49.00, 15.6101); /* half way between two villages */
    assert_string_equal(answer.town, "");
    assert_string_equal(answer.within, "");
    answer = of(state, 49.20, 15.60);
    assert_string_equal(answer.town, "");
    answer = of(state, 48.8001, 15.6001); /* a hamlet is no town */
    assert_string_equal(answer.town, "");
    assert_string_equal(answer.suburb, "Einsam");
}

/* By the definition: the edges that a line to the east crosses, one by one. */
static bool holds(const struct osm_edge *edges, size_t n, struct point at)
{
    bool in = false;
    for (size_t i = 0; i < n; i++) {
        struct point a = edges[i].from, b = edges[i].to;
        if ((a.lat_deg > at.lat_deg) != (b.lat_deg > at.lat_deg)) {
            double share = (at.lat_deg - a.lat_deg) / (b.lat_deg - a.lat_deg);
            in ^= a.lon_deg + share * (b.lon_deg - a.lon_deg) >= at.lon_deg;
        }
    }
    return in;
}

/* A jagged ring of many edges, in strips of latitude inside; one with a gap says nothing at the gap's height. */
static void area__agrees_with_looking_at_every_edge(void **state)
{
    enum { N = 1000 };
    struct fixture *f = *state;
    struct osm_edge *edges = arena_array(f->arena, N, sizeof *edges);
    struct point corner[N];
    uint64_t seed = 3;
    for (size_t i = 0; i < N; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double jag = 0.02 * (double)(seed >> 40) / (1 << 24);
        double side = 4.0 * (double)i / N, along = side - (double)(int)side;
        switch ((int)side) {
        case 0:
            corner[i] = (struct point){10 + jag, 20 + along};
            break;
        case 1:
            corner[i] = (struct point){10 + along, 21 - jag};
            break;
        case 2:
            corner[i] = (struct point){11 - jag, 21 - along};
            break;
        default:
            corner[i] = (struct point){11 - along, 20 + jag};
        }
    }
    for (size_t i = 0; i < N; i++) {
        edges[i] = (struct osm_edge){corner[i], corner[(i + 1) % N]};
    }
    struct osm_town town = {
        .name = "Ring", .kind = OSM_CITY, .at = {30, 40}, .outline = edges, .outline_n = N, .country = ""};
    const struct osm_towns *towns = osm_towns_new(f->arena, &town, 1);
    size_t inside = 0;
    for (size_t i = 0; i < 3000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        double lat_deg = 9.9 + 1.2 * (double)(seed >> 40) / (1 << 24);
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        struct point at = {lat_deg, 19.9 + 1.2 * (double)(seed >> 40) / (1 << 24)};
        bool in = holds(edges, N, at);
        inside += in;
        assert_int_equal(strcmp(osm_towns_of(towns, at, f->arena).town, "Ring") == 0, in);
    }
    assert_true(inside > 1000 && inside < 2900);
    town.outline_n = 3 * N / 4; /* the west side is missing */
    towns = osm_towns_new(f->arena, &town, 1);
    assert_string_equal(osm_towns_of(towns, (struct point){10.5, 20.5}, f->arena).town, "");
}

static void nothing__is_known_of_an_empty_map(void **state)
{
    struct fixture *f = *state;
    const struct osm_towns *towns = osm_towns_new(f->arena, NULL, 0);
    assert_string_equal(osm_towns_of(towns, (struct point){10.5, 20.5}, f->arena).within, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(town__is_told_by_the_boundary_that_bears_its_name, setup, teardown),
        cmocka_unit_test_setup_teardown(town__has_its_villages_and_quarters_within, setup, teardown),
        cmocka_unit_test_setup_teardown(town__is_guessed_from_the_nearest_where_there_is_no_outline, setup, teardown),
        cmocka_unit_test_setup_teardown(town__is_not_guessed_between_two_or_far_from_all, setup, teardown),
        cmocka_unit_test_setup_teardown(area__agrees_with_looking_at_every_edge, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing__is_known_of_an_empty_map, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
