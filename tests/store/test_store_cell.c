/* The numbers of cells, against their definition, bit by bit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/store/cell.h"
#include "tests/geo/random_points.h"

enum { PLACES = 20000, BOXES = 3000, PLACES_IN_BOX = 20 };

static int64_t by_bits(uint32_t x, uint32_t y)
{
    int64_t cell = 0;
    for (int i = 0; i < CELL_BITS; i++) {
        cell |= (int64_t)(x >> i & 1) << 2 * i | (int64_t)(y >> i & 1) << (2 * i + 1);
    }
    return cell;
}

static void check_place(struct point at)
{
    uint32_t x, y;
    cell_of_point(at, &x, &y);
    assert_int_equal(cell_of(at), by_bits(x, y));
    assert_true(point_valid(cell_middle(cell_of(at))));
    assert_true(point_distance_m(at, cell_middle(cell_of(at))) <= CELL_REACH_M);
}

static void cell__has_the_bits_of_column_and_row_in_turn(void **state)
{
    static const struct point corners[] = {{-90, -180}, {-90, 180}, {90, -180}, {90, 180}, {0, 0}, {52.67, -0.73}};
    struct random_points random = {20261122};
    (void)state;
    for (size_t i = 0; i < sizeof corners / sizeof corners[0]; i++) {
        check_place(corners[i]);
    }
    for (int i = 0; i < PLACES; i++) {
        check_place(random_place(&random));
    }
    assert_int_equal(cell_of((struct point){-90, -180}), 0);
    assert_int_equal(cell_of((struct point){90, 180}), (INT64_C(1) << 2 * CELL_BITS) - 1);
}

static bool holds(const struct cell_range *ranges, size_t n, int64_t cell)
{
    for (size_t i = 0; i < n; i++) {
        if (ranges[i].first <= cell && cell <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* How many cells the ranges have, which are in order and apart. */
static double count_cells(const struct cell_range *ranges, size_t n)
{
    double cells = 0;
    for (size_t i = 0; i < n; i++) {
        assert_true(ranges[i].first <= ranges[i].last);
        assert_true(i == 0 || ranges[i].first > ranges[i - 1].last + 1);
        cells += (double)(ranges[i].last - ranges[i].first) + 1;
    }
    return cells;
}

static void ranges__cover_a_box_and_little_more(void **state)
{
    struct random_points random = {7};
    (void)state;
    for (int i = 0; i < BOXES; i++) {
        struct point from =
            i % 5 == 0 ? random_near(&random, (struct point){i % 2 == 0 ? 66 : -17, 180}, 0.5) : random_place(&random);
        double radius_m = 5.0 * (1 << i % 22);
        struct box box = point_box(from, radius_m);
        struct cell_range ranges[CELL_RANGES];
        size_t n = cell_ranges(box, ranges);
        assert_in_range(n, 1, CELL_RANGES);
        double cells = count_cells(ranges, n);
        for (int k = 0; k < PLACES_IN_BOX; k++) {
            struct point at = random_near(&random, from, radius_m / 80000.0);
            assert_true(!box_holds(box, at) || holds(ranges, n, cell_of(at)));
        }
        assert_true(holds(ranges, n, cell_of(from)));
        /* Where a box is about as wide as high: no more than four tiles beyond each side's own. */
        if (from.lat_deg > -60 && from.lat_deg < 60 && radius_m > 100 && radius_m < 1e6 &&
            box.west_deg < box.east_deg) {
            double wide = (box.east_deg - box.west_deg) / 360 * (1 << CELL_BITS);
            double high = (box.north_deg - box.south_deg) / 180 * (1 << CELL_BITS);
            assert_true(cells <= 5 * wide * high);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cell__has_the_bits_of_column_and_row_in_turn),
        cmocka_unit_test(ranges__cover_a_box_and_little_more),
    };
    return cmocka_run_group_tests_name("store cell", tests, NULL, NULL);
}
