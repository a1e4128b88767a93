#include "geo/point.h"
#include "tests/base/unit.h"
#include "tests/geo/random_points.h"

#include <geodesic.h>
#include <stdio.h>
#include <string.h>

#define NOT_A_NUMBER ((double)NAN)

static const struct point OAKHAM = {52.6705, -0.7270};
static const struct point UPPINGHAM = {52.5886, -0.7221};

static void point_valid__knows_the_globe(void **state)
{
    (void)state;
    static const struct {
        struct point p;
        bool valid;
    } cases[] = {
        {{0, 0}, true},
        {{90, 180}, true},
        {{-90, -180}, true},
        {{90.0000001, 0}, false},
        {{0, 180.0000001}, false},
        {{NOT_A_NUMBER, 0}, false},
        {{0, NOT_A_NUMBER}, false},
        {{HUGE_VAL, 0}, false},
        {{0, -HUGE_VAL}, false},
        {{-90.5, 0}, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(point_valid(cases[i].p), cases[i].valid);
    }
}

static void point_distance_m__agrees_with_published_lengths(void **state)
{
    (void)state;
    static const struct {
        struct point a, b;
        double metres, within;
    } cases[] = {
        {{40.6, -73.8}, {51.6, -0.5}, 5551759.400, 0.001}, /* JFK to Heathrow: GeographicLib, GeodSolve(1) */
        {{0, 0}, {0, 1}, 111319.491, 0.001},               /* a degree of the equator: 2 pi a / 360 */
        {{0, 0}, {90, 0}, 10001965.729, 0.001},            /* the quarter meridian of WGS 84 */
        {{0, 0}, {0, 180}, 20003931.459, 0.001},           /* over the pole, not along the equator */
        {{90, 0}, {90, 123}, 0, 1e-6},                     /* one pole, two longitudes */
        {{10, 180}, {10, -180}, 0, 1e-6},
        {{0, 179.5}, {0, -179.5}, 111319.491, 0.001},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(fabs(point_distance_m(cases[i].a, cases[i].b) - cases[i].metres) <= cases[i].within);
    }
}

static void point_distance_m__is_the_same_there_and_back(void **state)
{
    (void)state;
    struct random_points random = {1};
    for (int i = 0; i < 20000; i++) {
        struct point a = random_place(&random);
        struct point b = i % 2 ? random_place(&random) : random_near(&random, a, 0.1);
        double there = point_distance_m(a, b);
        double back = point_distance_m(b, a);
        assert_memory_equal(&there, &back, sizeof there);
        assert_true(point_distance_m(a, a) <= 0);
    }
}

static void point_bearing_deg__turns_clockwise_from_north(void **state)
{
    (void)state;
    static const struct {
        struct point a, b;
        double bearing;
        const char *compass;
    } cases[] = {
        {{50, 0}, {51, 0}, 0, "N"},    {{0, 0}, {0, 1}, 90, "E"},    {{51, 0}, {50, 0}, 180, "S"},
        {{0, 0}, {0, -1}, 270, "W"},   {{0, 0}, {1, 1}, 45, "NE"},   {{0, 0}, {-1, 1}, 135, "SE"},
        {{0, 0}, {-1, -1}, 225, "SW"}, {{0, 0}, {1, -1}, 315, "NW"}, {{0, 179.5}, {0, -179.5}, 90, "E"},
        {{7, 7}, {7, 7}, 0, "N"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double bearing = point_bearing_deg(cases[i].a, cases[i].b);
        assert_true(fabs(bearing - cases[i].bearing) < 0.5);
        assert_string_equal(point_compass(bearing), cases[i].compass);
    }
    struct random_points random = {2};
    for (int i = 0; i < 20000; i++) {
        struct point a = random_place(&random);
        double bearing = point_bearing_deg(a, random_near(&random, a, 1e-9));
        assert_true(bearing >= 0 && bearing < 360);
    }
}

static void point_compass__takes_any_angle(void **state)
{
    (void)state;
    assert_string_equal(point_compass(359), "N");
    assert_string_equal(point_compass(360), "N");
    assert_string_equal(point_compass(22.4), "N");
    assert_string_equal(point_compass(22.6), "NE");
    assert_string_equal(point_compass(-90), "W");
    assert_string_equal(point_compass(765), "NE");
    assert_string_equal(point_compass(-1e-20), "N");
}

/* 0 if BELOW is an honest and tight bound for the pair; else the case is printed. */
static int check_below(struct point a, struct point b, double tightness)
{
    double exact = point_distance_m(a, b);
    double below = point_distance_below_m(a, b);
    if (below >= 0 && below <= exact && below >= exact * (1 - tightness) - 2e-6) {
        return 0;
    }
    print_error("(%.17g,%.17g) (%.17g,%.17g): %.9f, exactly %.9f\n", a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, below,
                exact);
    return 1;
}

static void point_distance_below_m__is_never_above_and_close(void **state)
{
    (void)state;
    struct random_points random = {3};
    int wrong = 0;
    for (int i = 0; i < 100000; i++) {
        struct point a = random_place(&random);
        wrong += check_below(a, random_place(&random), 0.01);
    }
    for (int i = 0; i < 100000; i++) {
        struct point a = random_place(&random);
        struct point b = random_near(&random, a, pow(10, random_unit(&random) * 10 - 9));
        wrong += check_below(a, b, point_distance_m(a, b) <= 1e6 ? 0.003 : 0.01);
    }
    assert_int_equal(wrong, 0);
}

static void point_distance_below_m__holds_at_the_odd_corners(void **state)
{
    (void)state;
    static const double lats[] = {-90, -89.9999999, -45, -1e-9, -0.0, 0, 1e-9, 30, 60, 89.9999999, 90};
    static const double lons[] = {-180, -179.9999999, -90, -1e-9, 0, 1e-9, 90, 120, 179.3, 179.9999999, 180};
    int wrong = 0;
    for (size_t i = 0; i < COUNT(lats) * COUNT(lats) * COUNT(lons) * COUNT(lons); i++) {
        struct point a = {lats[i % 11], lons[i / 11 % 11]};
        struct point b = {lats[i / 121 % 11], lons[i / 1331]};
        wrong += check_below(a, b, 0.011);
        /* and near the antipodes, where the geodesic is hardest */
        struct point antipode = {-a.lat_deg, remainder(a.lon_deg + 180 + b.lon_deg / 1000, 360)};
        wrong += check_below(a, antipode, 0.011);
    }
    assert_int_equal(wrong, 0);
}

/* Points on the rim, at every bearing: they show both that the box is wide enough and that it is hardly too wide. */
static void check_box(struct point p, double radius_m, bool tight)
{
    struct geod_geodesic wgs84;
    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    struct box box = point_box(p, radius_m);
    double widest_deg = 0;
    double north_deg = -90;
    for (double bearing = 0; bearing < 360; bearing += 0.5) {
        struct point rim;
        geod_direct(&wgs84, p.lat_deg, p.lon_deg, bearing, radius_m, &rim.lat_deg, &rim.lon_deg, NULL);
        assert_true(box_holds(box, rim));
        widest_deg = fmax(widest_deg, fabs(remainder(rim.lon_deg - p.lon_deg, 360)));
        north_deg = fmax(north_deg, rim.lat_deg);
    }
    if (tight) {
        double half_deg = fabs(remainder(box.east_deg - p.lon_deg, 360));
        assert_true(half_deg <= widest_deg * 1.01 + 1e-8);
        assert_true(box.north_deg <= north_deg + 1e-8);
    }
}

static void point_box__holds_every_point_in_reach(void **state)
{
    (void)state;
    struct random_points random = {4};
    for (int i = 0; i < 300; i++) {
        struct point p = random_place(&random);
        double radius_m = pow(10, random_unit(&random) * 7);
        check_box(p, radius_m, radius_m < 1e6 && fabs(p.lat_deg) < 60);
    }
    check_box(OAKHAM, 0, true);
    check_box(OAKHAM, 50000, true);
    check_box((struct point){0, 180}, 50000, true);
    check_box((struct point){-17, -179.99}, 50000, true);
    check_box((struct point){89.9, 20}, 50000, false); /* holds the pole */
    check_box((struct point){-90, 0}, 1000, false);
    check_box((struct point){0, 0}, 20003000, false);
    check_box((struct point){0, 0}, 1e9, false);
}

static void point_box__crosses_the_antimeridian_and_the_pole(void **state)
{
    (void)state;
    struct box fiji = point_box((struct point){-17.5, 179.9}, 50000);
    assert_true(fiji.west_deg > fiji.east_deg);
    assert_true(box_holds(fiji, (struct point){-17.5, -179.9}));
    assert_true(box_holds(fiji, (struct point){-17.5, 180}));
    assert_true(box_holds(fiji, (struct point){-17.5, -180}));
    assert_false(box_holds(fiji, (struct point){-17.5, 0}));
    assert_false(box_holds(fiji, (struct point){-19, 180}));

    struct box pole = point_box((struct point){89.9, 20}, 50000);
    assert_true(box_holds(pole, (struct point){89.9, -160}));
    assert_true(pole.north_deg >= 90 && pole.west_deg <= -180 && pole.east_deg >= 180);

    struct box seam = {-10, 170, 10, 180};
    assert_true(box_holds(seam, (struct point){0, -180}));
    assert_false(box_holds(seam, (struct point){0, -179}));
}

static void point_box__does_not_hold_the_next_county(void **state)
{
    (void)state;
    struct box box = point_box(OAKHAM, 5000);
    assert_true(box_holds(box, OAKHAM));
    assert_false(box_holds(box, UPPINGHAM)); /* 9 km */
    assert_true(box_holds(point_box(OAKHAM, 9200), UPPINGHAM));
}

static void point_parse__takes_latitude_comma_longitude(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double lat, lon;
    } cases[] = {
        {"52.67,-0.73", 52.67, -0.73},
        {"52.67, -0.73", 52.67, -0.73},
        {" 52.67 ,  -0.73 ", 52.67, -0.73},
        {"90,180", 90, 180},
        {"-90,-180", -90, -180},
        {"+1,+2", 1, 2},
        {"0,0", 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err;
        struct point p = {7, 7};
        assert_int_equal(point_parse(cases[i].text, &p, &err), STATUS_OK);
        assert_true(fabs(p.lat_deg - cases[i].lat) <= 0 && fabs(p.lon_deg - cases[i].lon) <= 0);
    }
    char endless[500];
    memset(endless, '1', sizeof endless);
    endless[100] = ',';
    endless[499] = '\0';
    const char *const wrong[] = {
        "",         ",",           "52.67",       "52.67 -0.73", "91,0",  "0,181", "52.67N,0.73W", "nan,0",
        "0,inf",    "52,67,-0,73", "52.67;-0.73", "a,b",         "1,2,3", endless, "0x1,2",        "52.67,-0.73x",
        "\xff,\xfe"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error err;
        struct point p = {7, 7};
        assert_int_equal(point_parse(wrong[i], &p, &err), STATUS_INPUT);
        assert_true(p.lat_deg >= 7 && p.lat_deg <= 7);
        assert_non_null(strstr(err.text, "52.67,-0.73"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(point_valid__knows_the_globe),
        cmocka_unit_test(point_distance_m__agrees_with_published_lengths),
        cmocka_unit_test(point_distance_m__is_the_same_there_and_back),
        cmocka_unit_test(point_bearing_deg__turns_clockwise_from_north),
        cmocka_unit_test(point_compass__takes_any_angle),
        cmocka_unit_test(point_distance_below_m__is_never_above_and_close),
        cmocka_unit_test(point_distance_below_m__holds_at_the_odd_corners),
        cmocka_unit_test(point_box__holds_every_point_in_reach),
        cmocka_unit_test(point_box__crosses_the_antimeridian_and_the_pole),
        cmocka_unit_test(point_box__does_not_hold_the_next_county),
        cmocka_unit_test(point_parse__takes_latitude_comma_longitude),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
