#include "geo/roads/inside.h"

#include "geo/roads/shape.h"
#include "tests/base/unit.h"
#include "tests/geo/hand_roads.h"

#define ALL_CLASSES UINT32_MAX

static bool holds(const struct roads_box *box, const int32_t at[2])
{
    bool east =
        box->west <= box->east ? at[1] >= box->west && at[1] <= box->east : at[1] >= box->west || at[1] <= box->east;
    return east && at[0] >= box->south && at[0] <= box->north;
}

/* Does one of its points lie in the box? */
static bool lies_in(const struct roads *roads, uint32_t edge, const struct roads_box *box)
{
    struct shape_reader reader;
    int32_t at[2];
    for (shape_begin(&reader, roads, edge); shape_next(&reader, at);) {
        if (holds(box, at)) {
            return true;
        }
    }
    return false;
}

static size_t check_box(const struct roads *roads, struct roads_box box, struct arena *arena)
{
    size_t n = 0, next = 0;
    const uint32_t *found = roads_inside(roads, box, ALL_CLASSES, arena, &n);
    for (uint32_t edge = 0; edge < roads->edges_n; edge++) {
        bool is_found = next < n && found[next] == edge;
        next += is_found;
        assert_true(is_found || !lies_in(roads, edge, &box));
    }
    assert_int_equal(next, n); /* rising, nothing twice */
    return n;
}

static void inside__finds_every_edge_with_a_point_in_the_box(void **state)
{
    (void)state;
    static const int32_t centres[][2] = {{520000000, -7000000}, {-100000000, 1799990000}, {0, -1800000000}};
    size_t left_out = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct arena *arena = arena_new();
        const int32_t *centre = centres[seed % COUNT(centres)], spread = 2000000;
        struct roads roads = hand_random_roads(arena, seed, 300, centre, spread);
        for (uint64_t k = 0, draw = seed; k < 20; k++) {
            int32_t lat = centre[0] - spread + (int32_t)hand_random(&draw, 2 * (uint32_t)spread);
            int64_t west = (int64_t)centre[1] - spread + (int64_t)hand_random(&draw, 2 * (uint32_t)spread);
            int64_t east = west + (int64_t)hand_random(&draw, (uint32_t)spread);
            struct roads_box box = {lat,
                                    (int32_t)(west < -1800000000  ? west + 3600000000
                                              : west > 1800000000 ? west - 3600000000
                                                                  : west),
                                    lat + (int32_t)hand_random(&draw, (uint32_t)spread),
                                    (int32_t)(east < -1800000000  ? east + 3600000000
                                              : east > 1800000000 ? east - 3600000000
                                                                  : east)};
            left_out += roads.edges_n - check_box(&roads, box, arena);
        }
        arena_free(arena);
    }
    assert_true(left_out > 30 * 20 * 100); /* it does choose */
}

static void inside__takes_only_the_classes_asked_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const int32_t centre[2] = {520000000, -7000000};
    struct roads roads = hand_random_roads(arena, 7, 200, centre, 1000000);
    struct roads_edge *edges = arena_array(arena, roads.edges_n, sizeof *edges);
    for (uint32_t i = 0; i < roads.edges_n; i++) {
        edges[i] = roads.edges[i];
        edges[i].class_ = (uint8_t)(i % 5);
    }
    roads.edges = edges;
    const struct roads_box everywhere = {-900000000, -1800000000, 900000000, 1800000000};
    size_t n = 0;
    const uint32_t *found = roads_inside(&roads, everywhere, 1 << 1 | 1 << 4, arena, &n);
    assert_int_equal(n, roads.edges_n / 5 + (roads.edges_n % 5 > 1) + roads.edges_n / 5);
    for (size_t i = 0; i < n; i++) {
        assert_true(found[i] % 5 == 1 || found[i] % 5 == 4);
    }
    (void)roads_inside(&roads, everywhere, 0, arena, &n);
    assert_int_equal(n, 0);
    (void)roads_inside(&roads, (struct roads_box){-500000000, 0, -400000000, 10000000}, ALL_CLASSES, arena, &n);
    assert_int_equal(n, 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inside__finds_every_edge_with_a_point_in_the_box),
        cmocka_unit_test(inside__takes_only_the_classes_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
