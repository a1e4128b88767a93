#include "geo/roads/shape.h"

#include "geo/base/mem.h"
#include "geo/roads/build.h"
#include "geo/roads/layout.h"
#include "tests/base/unit.h"
#include "tests/geo/raw_maker.h"

#include <string.h>

/* One edge from BEGIN to FINISH whose shape is BYTES. */
struct one_edge {
    int32_t at[2][2];
    struct roads_edge edge;
    struct roads roads;
};

static void make_one(struct one_edge *one, const int32_t begin[2], const int32_t finish[2], const void *bytes,
                     size_t bytes_n, uint16_t points)
{
    memset(one, 0, sizeof *one);
    memcpy(one->at[0], begin, sizeof one->at[0]);
    memcpy(one->at[1], finish, sizeof one->at[1]);
    one->edge = (struct roads_edge){.node = {0, 1}, .shape_points = points};
    one->roads.at = (const int32_t(*)[2])one->at;
    one->roads.nodes_n = 2;
    one->roads.edges = &one->edge;
    one->roads.edges_n = 1;
    one->roads.shapes = bytes;
    one->roads.shapes_bytes = (uint32_t)bytes_n;
}

static void assert_round_trip(const int32_t (*points)[2], uint32_t n)
{
    struct buf buf;
    buf_init(&buf, 1 << 20);
    shape_write(&buf, points[0], points + 1, n - 2);
    struct one_edge one;
    make_one(&one, points[0], points[n - 1], buf.data, buf.length, (uint16_t)(n - 2));
    struct shape_reader reader;
    int32_t at[2] = {0};
    shape_begin(&reader, &one.roads, 0);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(shape_next(&reader, at));
        assert_int_equal(at[0], points[i][0]);
        assert_int_equal(at[1], points[i][1]);
    }
    assert_false(shape_next(&reader, at));
    buf_clear(&buf);
}

static void shape__comes_back_as_it_was(void **state)
{
    (void)state;
    static const int32_t straight[][2] = {{520000000, -7000000}, {520010000, -7000000}};
    static const int32_t bent[][2] = {{1, 2}, {64, -61}, {63, -62}, {-8128, 8192}, {3, 3}};
    static const int32_t ends_of_earth[][2] = {
        {-900000000, -1800000000}, {900000000, 1800000000}, {-900000000, -1800000000}, {0, 0}};
    assert_round_trip(straight, COUNT(straight));
    assert_round_trip(bent, COUNT(bent));
    assert_round_trip(ends_of_earth, COUNT(ends_of_earth));
}

static void shape__a_point_off_the_globe_comes_back_on_its_edge(void **state)
{
    (void)state;
    static const int32_t begin[2] = {INT32_MIN, INT32_MAX}, points[][2] = {{INT32_MAX, INT32_MIN}, {5, 6}};
    struct buf buf;
    buf_init(&buf, 100);
    shape_write(&buf, begin, points, 2);
    struct one_edge one;
    make_one(&one, begin, points[1], buf.data, buf.length, 2);
    struct shape_reader reader;
    static const int32_t expected[][2] = {{-900000000, 1800000000}, {900000000, -1800000000}, {5, 6}, {5, 6}};
    shape_begin(&reader, &one.roads, 0);
    for (size_t i = 0; i < COUNT(expected); i++) {
        int32_t at[2] = {0};
        assert_true(shape_next(&reader, at));
        assert_int_equal(at[0], expected[i][0]);
        assert_int_equal(at[1], expected[i][1]);
    }
    buf_clear(&buf);
}

static void shape__near_points_take_two_bytes(void **state)
{
    (void)state;
    static const int32_t begin[2] = {100, 100};
    static const int32_t points[][2] = {{163, 37}, {163, 100}};
    struct buf buf;
    buf_init(&buf, 100);
    shape_write(&buf, begin, points, 2);
    assert_int_equal(buf.length, 4);
    buf_clear(&buf);
}

static void shape__any_bytes_give_as_many_points_as_are_said(void **state)
{
    (void)state;
    static const uint8_t hostile[][8] = {
        {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, {0x80}, {0}, {0xff, 0xff, 0xff, 0xff, 0x7f, 0x01}};
    static const size_t lengths[] = {8, 1, 0, 6};
    static const int32_t begin[2] = {INT32_MAX, INT32_MIN}, finish[2] = {7, 9};
    for (size_t i = 0; i < COUNT(hostile); i++) {
        for (uint32_t first = 0; first <= lengths[i]; first++) {
            uint8_t *bytes = mem_alloc(lengths[i]); /* a block of its own, so that reading past it is seen */
            memcpy(bytes, hostile[i], lengths[i]);
            struct one_edge one;
            make_one(&one, begin, finish, bytes, lengths[i], 50);
            one.edge.shape = first;
            struct shape_reader reader;
            int32_t at[2];
            uint32_t n = 0;
            for (shape_begin(&reader, &one.roads, 0); shape_next(&reader, at);) {
                n++;
            }
            assert_int_equal(n, 52);
            assert_int_equal(at[0], 7);
            assert_int_equal(at[1], 9);
            mem_free(bytes);
        }
    }
}

static void shape__a_line_of_more_points_than_an_edge_counts_is_thinned(void **state)
{
    (void)state;
    enum { POINTS = 100000 };
    struct raw_maker maker = {0};
    maker_junction(&maker, 0, 0);
    maker_junction(&maker, 0, POINTS);
    maker_edge(&maker, 1, 0, 1, MAKER_MS, MAKER_MS, 0);
    maker.raw.shape = mem_alloc_array(POINTS, sizeof *maker.raw.shape);
    maker.raw.shape_n = maker.raw.edges[0].shape_n = POINTS;
    for (int32_t i = 0; i < POINTS; i++) {
        maker.raw.shape[i][1] = i;
    }
    uint32_t order = 0, first, bytes_n;
    uint16_t points;
    uint8_t *bytes;
    assert_true(layout_shapes(&maker.raw, &order, 1, &first, &points, &bytes, &bytes_n));
    assert_int_equal(points, UINT16_MAX);
    struct one_edge one;
    make_one(&one, (const int32_t[]){0, 0}, (const int32_t[]){0, POINTS}, bytes, bytes_n, points);
    struct shape_reader reader;
    int32_t at[2], last = 0;
    for (shape_begin(&reader, &one.roads, 0); shape_next(&reader, at);) {
        assert_in_range(at[1] - last, 0, 2);
        last = at[1];
    }
    mem_free(bytes);
    roads_raw_free(&maker.raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shape__comes_back_as_it_was),
        cmocka_unit_test(shape__a_point_off_the_globe_comes_back_on_its_edge),
        cmocka_unit_test(shape__near_points_take_two_bytes),
        cmocka_unit_test(shape__any_bytes_give_as_many_points_as_are_said),
        cmocka_unit_test(shape__a_line_of_more_points_than_an_edge_counts_is_thinned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
