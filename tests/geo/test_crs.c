#include "geo/crs.h"
#include "tests/base/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOT_A_NUMBER ((double)NAN)

static void crs_to_wgs84__places_known_points(void **state)
{
    (void)state;
    static const struct {
        const char *system;
        double x, y;
        struct point place;
        double within_m;
    } cases[] = {
        {"EPSG:27700", 486000, 309000, {52.6724, -0.7298}, 300}, /* SK 860 090, Oakham */
        /* Ordnance Survey's worked example for the OSTN02 grid ("A guide to coordinate systems in Great Britain"):
         * 52 39' 28.723" N, 1 42' 57.787" E. Without the grid a few metres off. */
        {"EPSG:27700", 651409.792, 313177.448, {52.65797861, 1.71605194}, 6},
        /* the same place in degrees of the old datum, 130 m from the same degrees of WGS 84 */
        {"EPSG:4277", 1.7179215, 52.6575703, {52.65797861, 1.71605194}, 6},
        {"EPSG:4326", -0.73, 52.67, {52.67, -0.73}, 0.001},
        {"OGC:CRS84", -0.73, 52.67, {52.67, -0.73}, 0.001},
        {"EPSG:3857", 0, 0, {0, 0}, 0.001},
        {"EPSG:32630", 500000, 0, {0, -3}, 0.001},
        {"EPSG:29903", 200000, 250000, {53.5, -8}, 200}, /* the Irish grid's origin */
        {"EPSG:25832", 500000, 5538630.703, {50, 9}, 1},
        {"+proj=utm +zone=30 +datum=WGS84 +type=crs", 500000, 0, {0, -3}, 0.001},
        {"epsg:27700", 486000, 309000, {52.6724, -0.7298}, 300},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct crs *crs = NULL;
        assert_int_equal(crs_open(cases[i].system, &crs, &err), STATUS_OK);
        struct point p = {0, 0};
        assert_int_equal(crs_to_wgs84(crs, cases[i].x, cases[i].y, &p, &err), STATUS_OK);
        double off_m = point_distance_m(p, cases[i].place);
        if (off_m > cases[i].within_m) {
            fail_msg("%s: %.7f,%.7f is %.1f m off", cases[i].system, p.lat_deg, p.lon_deg, off_m);
        }
        crs_free(crs);
    }
    crs_free(NULL);
}

static void crs_open__refuses_what_is_no_map_system(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",          "EPSG:999999",    "hello",
                                        "27700",     "+proj=nonsense", "EPSG:4978",
                                        "EPSG:5701", "EPSG:27700 x",   "+proj=utm +zone=30",
                                        "\xff\xfe",  "EPSG:",          "http://127.0.0.1/crs"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct error err = {0};
        struct crs *crs = NULL;
        assert_int_equal(crs_open(wrong[i], &crs, &err), STATUS_INPUT);
        assert_null(crs);
        assert_true(strlen(err.text) > 10);
    }
}

static void crs_to_wgs84__refuses_what_is_no_place(void **state)
{
    (void)state;
    static const struct {
        const char *system;
        double x, y;
    } cases[] = {
        {"EPSG:27700", NOT_A_NUMBER, 309000},
        {"EPSG:27700", 486000, HUGE_VAL},
        {"EPSG:27700", 1e20, 1e20},
        {"EPSG:27700", -5e6, 5e6},
        {"EPSG:4326", 0, 91},
        {"EPSG:27700", 486000, 3090000},
        {"EPSG:25832", 5538630, 500000}, /* the wrong way round */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        struct crs *crs = NULL;
        struct point p = {7, 7};
        assert_int_equal(crs_open(cases[i].system, &crs, &err), STATUS_OK);
        assert_int_equal(crs_to_wgs84(crs, cases[i].x, cases[i].y, &p, &err), STATUS_INPUT);
        assert_true(p.lat_deg >= 7 && p.lat_deg <= 7);
        /* and the handle is as good as before */
        if (strcmp(cases[i].system, "EPSG:27700") == 0) {
            assert_int_equal(crs_to_wgs84(crs, 486000, 309000, &p, &err), STATUS_OK);
        }
        crs_free(crs);
    }
}

/* Systems whose area crosses the 180th meridian. */
static void crs_to_wgs84__works_across_the_antimeridian(void **state)
{
    (void)state;
    struct error err = {0};
    struct crs *crs = NULL;
    struct point p = {0, 0};
    assert_int_equal(crs_open("EPSG:3460", &crs, &err), STATUS_OK); /* Fiji Map Grid */
    assert_int_equal(crs_to_wgs84(crs, 2000000, 4000000, &p, &err), STATUS_OK);
    assert_true(fabs(p.lat_deg + 17) < 0.1 && fabs(p.lon_deg - 178.75) < 0.1);
    assert_int_equal(crs_to_wgs84(crs, 2200000, 4000000, &p, &err), STATUS_OK);
    assert_true(p.lon_deg < -179);
    crs_free(crs);
}

int main(void)
{
    setenv("PROJ_NETWORK", "ON", 1); /* the program asks no network even if told so */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crs_to_wgs84__places_known_points),
        cmocka_unit_test(crs_open__refuses_what_is_no_map_system),
        cmocka_unit_test(crs_to_wgs84__refuses_what_is_no_place),
        cmocka_unit_test(crs_to_wgs84__works_across_the_antimeridian),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
