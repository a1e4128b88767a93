#include "geo/travel.h"
#include "tests/base/unit.h"
#include "tests/geo/random_points.h"

#include <string.h>

#define NOT_A_NUMBER ((double)NAN)

static const struct point OAKHAM = {52.6705, -0.7270};

struct journey {
    int32_t seconds, metres;
};

static struct journey journey(struct travel *travel, struct point a, struct point b)
{
    struct journey j = {-1, -1};
    struct error err;
    assert_int_equal(travel_matrix(travel, &a, 1, &b, 1, &j.seconds, &j.metres, &err), STATUS_OK);
    return j;
}

static struct travel *default_estimate(void)
{
    struct travel_estimate_settings settings = travel_estimate_defaults();
    return travel_estimate_new(&settings);
}

/* D metres east of Oakham, along the parallel. */
static struct point east_of_oakham(double metres)
{
    struct point p = OAKHAM;
    p.lon_deg += metres / 67650.0;
    return p;
}

static void travel_estimate__drives_each_band_at_its_speed(void **state)
{
    (void)state;
    struct travel *travel = default_estimate();
    assert_string_equal(travel_name(travel), "estimate");
    static const double crow_km[] = {0.5, 1, 5, 20, 29.6296, 60, 150};
    for (size_t i = 0; i < COUNT(crow_km); i++) {
        struct point there = east_of_oakham(crow_km[i] * 1000);
        double road_km = point_distance_m(OAKHAM, there) / 1000 * 1.35;
        /* written down once more, band by band */
        double hours = fmin(road_km, 2) / 24 + fmin(fmax(road_km - 2, 0), 8) / 42 +
                       fmin(fmax(road_km - 10, 0), 30) / 60 + fmax(road_km - 40, 0) / 80;
        struct journey j = journey(travel, OAKHAM, there);
        assert_true(fabs(j.seconds - hours * 3600) <= 1.001);
        assert_true(fabs(j.metres - road_km * 1000) <= 1.001);
        assert_true(j.seconds >= hours * 3600); /* rounded up */
    }
    travel_free(travel);
}

static void travel_estimate__costs_nothing_to_stay(void **state)
{
    (void)state;
    struct travel *travel = default_estimate();
    struct journey j = journey(travel, OAKHAM, OAKHAM);
    assert_int_equal(j.seconds, 0);
    assert_int_equal(j.metres, 0);
    assert_int_equal(travel_at_least_s(travel, OAKHAM, OAKHAM), 0);
    travel_free(travel);
}

static void travel_estimate__grows_with_distance(void **state)
{
    (void)state;
    struct travel *travel = default_estimate();
    struct journey before = {0, 0};
    for (double metres = 0; metres < 200000; metres += 7) {
        struct journey j = journey(travel, OAKHAM, east_of_oakham(metres));
        assert_true(j.seconds >= before.seconds && j.metres >= before.metres);
        assert_true(j.seconds - before.seconds <= 3); /* and without jumps */
        before = j;
    }
    travel_free(travel);
}

static void travel_estimate__keeps_the_triangle_inequality(void **state)
{
    (void)state;
    struct travel *travel = default_estimate();
    struct random_points random = {5};
    for (int i = 0; i < 100000; i++) {
        double spread_deg = pow(10, random_unit(&random) * 5 - 4);
        struct point a = random_near(&random, OAKHAM, spread_deg);
        struct point c = random_near(&random, OAKHAM, spread_deg);
        /* every second time B lies on the straight line between, where there is nothing to spare */
        struct point middle = {(a.lat_deg + c.lat_deg) / 2, (a.lon_deg + c.lon_deg) / 2};
        struct point b = i % 2 ? random_near(&random, OAKHAM, spread_deg) : middle;
        struct journey ab = journey(travel, a, b);
        struct journey bc = journey(travel, b, c);
        struct journey ac = journey(travel, a, c);
        assert_true(ac.seconds <= ab.seconds + bc.seconds);
        assert_true(ac.metres <= ab.metres + bc.metres);
    }
    travel_free(travel);
}

/* Along the equator distances add up to the nanometre, and one speed makes whole seconds of whole metres: the hardest
 * case. */
static void travel_estimate__keeps_it_where_it_is_an_equality(void **state)
{
    (void)state;
    struct travel_estimate_settings settings = {.road_factor = 1, .bands = 1, .band_speed_kmh = {3.6}};
    struct travel *travel = travel_estimate_new(&settings);
    for (int i = 1; i < 20000; i++) {
        struct point a = {0, 0};
        struct point b = {0, i / 111319.49079327357};
        struct point c = {0, (i + i % 100) / 111319.49079327357};
        struct journey ab = journey(travel, a, b);
        struct journey bc = journey(travel, b, c);
        struct journey ac = journey(travel, a, c);
        assert_true(ac.seconds <= ab.seconds + bc.seconds);
        assert_true(ac.metres <= ab.metres + bc.metres);
    }
    travel_free(travel);
}

static void travel_estimate__bounds_are_bounds(void **state)
{
    (void)state;
    struct travel *travel = default_estimate();
    struct random_points random = {6};
    for (int i = 0; i < 100000; i++) {
        struct point a = i % 3 ? random_near(&random, OAKHAM, 1) : random_place(&random);
        struct point b = i % 3 == 1 ? random_near(&random, a, 1e-3) : random_near(&random, a, 5);
        struct journey j = journey(travel, a, b);
        int32_t at_least = travel_at_least_s(travel, a, b);
        assert_true(at_least <= j.seconds);
        assert_true(at_least >= j.seconds * 0.98 - 1);
        assert_int_equal(at_least, travel_at_least_s(travel, b, a));
        double crow_m = point_distance_m(a, b);
        assert_true(travel_reach_m(travel, j.seconds) >= crow_m);
        if (j.seconds > 0) {
            assert_true(travel_reach_m(travel, j.seconds - 1) < crow_m + 0.01);
        }
    }
    assert_true(travel_reach_m(travel, 0) < 0.01);
    assert_true(travel_reach_m(travel, -5) <= 0);
    assert_true(travel_reach_m(travel, INT32_MAX) >= 20003931); /* the whole Earth */
    assert_true(travel_reach_m(travel, INT32_MAX) < 20004000);
    travel_free(travel);
}

static void travel_matrix__fills_rows_there_and_back_alike(void **state)
{
    (void)state;
    enum { N = 40 };
    struct travel *travel = default_estimate();
    struct random_points random = {7};
    struct point places[N];
    struct point copies[N];
    for (size_t i = 0; i < N; i++) {
        places[i] = random_near(&random, OAKHAM, 0.5);
    }
    memcpy(copies, places, sizeof copies);
    static int32_t square[N][N];
    static int32_t square_m[N][N];
    static int32_t plain[N][N];
    static int32_t part[3][N];
    assert_int_equal(travel_matrix(travel, places, N, places, N, &square[0][0], &square_m[0][0], NULL), STATUS_OK);
    assert_int_equal(travel_matrix(travel, places, N, copies, N, &plain[0][0], NULL, NULL), STATUS_OK);
    assert_memory_equal(square, plain, sizeof square);
    assert_int_equal(travel_matrix(travel, places, 3, copies, N, NULL, &part[0][0], NULL), STATUS_OK);
    assert_memory_equal(part, square_m, sizeof part);
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(square[i][i], 0);
        for (size_t j = 0; j < N; j++) {
            assert_int_equal(square[i][j], square[j][i]);
            assert_int_equal(square[i][j], journey(travel, places[i], places[j]).seconds);
        }
    }
    assert_int_equal(travel_matrix(travel, places, 0, places, 0, NULL, NULL, NULL), STATUS_OK);
    travel_free(travel);
    travel_free(NULL);
}

static void travel_estimate__says_there_is_no_way_rather_than_overflow(void **state)
{
    (void)state;
    struct travel_estimate_settings settings = {.road_factor = 10, .bands = 1, .band_speed_kmh = {1}};
    struct travel *travel = travel_estimate_new(&settings);
    struct journey j = journey(travel, (struct point){0, 0}, (struct point){0, 180});
    assert_int_equal(j.seconds, TRAVEL_NONE);
    assert_int_equal(j.metres, 200039315);
    assert_int_equal(travel_at_least_s(travel, (struct point){0, 0}, (struct point){0, 180}), TRAVEL_NONE);
    travel_free(travel);
}

static void travel_estimate_check__names_what_is_wrong(void **state)
{
    (void)state;
    struct travel_estimate_settings fine = travel_estimate_defaults();
    struct error err = {0};
    assert_int_equal(travel_estimate_check(&fine, &err), STATUS_OK);
    struct travel_estimate_settings wrong[12];
    for (size_t i = 0; i < COUNT(wrong); i++) {
        wrong[i] = fine;
    }
    wrong[0].road_factor = 0.99;
    wrong[1].road_factor = NOT_A_NUMBER;
    wrong[2].road_factor = 11;
    wrong[3].bands = 0;
    wrong[4].bands = TRAVEL_BANDS_MAX + 1;
    wrong[5].band_speed_kmh[0] = 0;
    wrong[6].band_speed_kmh[2] = 41; /* falls */
    wrong[7].band_speed_kmh[3] = 301;
    wrong[8].band_to_km[0] = 0;
    wrong[9].band_to_km[1] = 2; /* does not rise */
    wrong[10].band_to_km[1] = NOT_A_NUMBER;
    wrong[11].band_speed_kmh[1] = NOT_A_NUMBER;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        err.text[0] = '\0';
        assert_int_equal(travel_estimate_check(&wrong[i], &err), STATUS_INPUT);
        assert_true(strlen(err.text) > 20);
    }
}

/* A source of another make: the interface hands everything through. */
struct fixed {
    int32_t seconds;
    int freed;
};

static enum status fixed_matrix(void *self, const struct point *from, size_t n_from, const struct point *to,
                                size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    const struct fixed *fixed = self;
    (void)from;
    (void)to;
    (void)metres;
    if (fixed->seconds < 0) {
        return error_set(err, STATUS_NETWORK, "the router is away");
    }
    for (size_t i = 0; i < n_from * n_to; i++) {
        seconds[i] = fixed->seconds;
    }
    return STATUS_OK;
}

static int32_t fixed_at_least(void *self, struct point a, struct point b)
{
    (void)a;
    (void)b;
    return ((const struct fixed *)self)->seconds;
}

static double fixed_reach(void *self, int32_t seconds)
{
    return seconds >= ((const struct fixed *)self)->seconds ? 1 : 0;
}

static void fixed_free(void *self)
{
    ((struct fixed *)self)->freed++;
}

static void travel__passes_other_sources_and_their_errors_on(void **state)
{
    (void)state;
    static const struct travel_ops ops = {.name = "fixed",
                                          .matrix = fixed_matrix,
                                          .at_least_s = fixed_at_least,
                                          .reach_m = fixed_reach,
                                          .free = fixed_free};
    struct fixed fixed = {.seconds = 9};
    struct travel *travel = travel_new(&ops, &fixed);
    assert_string_equal(travel_name(travel), "fixed");
    assert_int_equal(travel_at_least_s(travel, OAKHAM, OAKHAM), 9);
    assert_true(travel_reach_m(travel, 9) >= 1);
    int32_t seconds = 0;
    struct error err;
    assert_int_equal(travel_matrix(travel, &OAKHAM, 1, &OAKHAM, 1, &seconds, NULL, &err), STATUS_OK);
    assert_int_equal(seconds, 9);
    fixed.seconds = -1;
    assert_int_equal(travel_matrix(travel, &OAKHAM, 1, &OAKHAM, 1, &seconds, NULL, &err), STATUS_NETWORK);
    assert_string_equal(err.text, "the router is away");
    travel_free(travel);
    assert_int_equal(fixed.freed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(travel_estimate__drives_each_band_at_its_speed),
        cmocka_unit_test(travel_estimate__costs_nothing_to_stay),
        cmocka_unit_test(travel_estimate__grows_with_distance),
        cmocka_unit_test(travel_estimate__keeps_the_triangle_inequality),
        cmocka_unit_test(travel_estimate__keeps_it_where_it_is_an_equality),
        cmocka_unit_test(travel_estimate__bounds_are_bounds),
        cmocka_unit_test(travel_matrix__fills_rows_there_and_back_alike),
        cmocka_unit_test(travel_estimate__says_there_is_no_way_rather_than_overflow),
        cmocka_unit_test(travel_estimate_check__names_what_is_wrong),
        cmocka_unit_test(travel__passes_other_sources_and_their_errors_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
