#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/mem.h"
#include "geo/roads/calibrate.h"
#include "geo/roads/query.h"
#include "tests/geo/town.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE = 70, PAIRS = 60 };

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The estimate made of it against the table, between places of our own. */
static void calibrate__is_as_far_off_as_it_says(void **state)
{
    (void)state;
    struct town town;
    struct calibration found, again;
    struct error err;
    town_build(&town, SIDE, 9);
    assert_true(calibrate(&town.roads, &found));
    assert_true(calibrate(&town.roads, &again));
    assert_memory_equal(&found.settings.band_speed_kmh, &again.settings.band_speed_kmh,
                        sizeof found.settings.band_speed_kmh);
    assert_true(found.error_median == again.error_median && found.error_p90 == again.error_p90);
    assert_int_equal(travel_estimate_check(&found.settings, &err), STATUS_OK);
    assert_true(found.settings.road_factor > 1.1 && found.settings.road_factor < 1.6); /* of a grid about 4 / pi */

    struct travel *estimate = travel_estimate_new(&found.settings), *roads = town_travel(&town);
    uint64_t chance = 77;
    struct point places[PAIRS];
    static int32_t guess_s[PAIRS * PAIRS], true_s[PAIRS * PAIRS];
    static double off[PAIRS * PAIRS];
    size_t n = 0;
    for (size_t i = 0; i < PAIRS; i++) {
        places[i] = town_place(&town, &chance);
    }
    assert_int_equal(travel_matrix(estimate, places, PAIRS, places, PAIRS, guess_s, NULL, &err), STATUS_OK);
    assert_int_equal(travel_matrix(roads, places, PAIRS, places, PAIRS, true_s, NULL, &err), STATUS_OK);
    for (size_t i = 0; i < (size_t)PAIRS * PAIRS; i++) {
        if (point_distance_m(places[i / PAIRS], places[i % PAIRS]) > 500) {
            off[n++] = fabs((double)guess_s[i] / true_s[i] - 1);
        }
    }
    qsort(off, n, sizeof *off, by_size);
    assert_true(found.error_median < 0.2 && found.error_p90 < 0.45 && found.error_median <= found.error_p90);
    assert_true(off[n / 2] < found.error_median * 1.5 + 0.02 && off[n * 9 / 10] < found.error_p90 * 1.5 + 0.02);
    travel_free(estimate);
    travel_free(roads);
    town_free(&town);
}

static void calibrate__says_nothing_of_a_village(void **state)
{
    (void)state;
    struct town town;
    struct calibration found = {.pairs = 7};
    town_build(&town, 3, 2);
    assert_false(calibrate(&town.roads, &found));
    assert_int_equal(found.pairs, 7);
    town_free(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(calibrate__is_as_far_off_as_it_says),
        cmocka_unit_test(calibrate__says_nothing_of_a_village),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
