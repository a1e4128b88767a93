#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/mem.h"
#include "planner/polyline.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* The example of the format's own page. */
static void polyline__is_what_its_page_says(void **state)
{
    (void)state;
    static const struct point line[] = {{38.5, -120.2}, {40.7, -120.95}, {43.252, -126.453}};
    assert_string_equal(polyline_encode(arena, line, 3), "_p~iF~ps|U_ulLnnqC_mqNvxq`@");
    assert_string_equal(polyline_encode(arena, line, 0), "");
    struct point edge = {-179.9832104 / 2, -179.9832104}; /* the page's number, as a longitude */
    const char *text = polyline_encode(arena, &edge, 1);
    assert_string_equal(text + strlen(text) - 6, "`~oia@");
}

static void polyline__goes_there_and_back_to_a_metre(void **state)
{
    (void)state;
    uint64_t random = 7;
    struct point line[200], *back = NULL;
    size_t n = 0;
    for (size_t i = 0; i < 200; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        line[i] = (struct point){(double)(random >> 40) / (1 << 24) * 180 - 90,
                                 (double)(random >> 16 & 0xFFFFFF) / (1 << 24) * 360 - 180};
    }
    line[0] = (struct point){90, 180};
    line[1] = (struct point){-90, -180};
    line[2] = (struct point){0, 0};
    assert_true(polyline_decode(arena, polyline_encode(arena, line, 200), &back, &n));
    assert_int_equal(n, 200);
    for (size_t i = 0; i < n; i++) {
        assert_true(fabs(back[i].lat_deg - line[i].lat_deg) <= 0.500001e-5);
        assert_true(fabs(back[i].lon_deg - line[i].lon_deg) <= 0.500001e-5);
    }
    assert_true(polyline_decode(arena, "", &back, &n));
    assert_int_equal(n, 0);
}

static void polyline__refuses_what_is_no_line(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "_p~iF",                          /* a latitude alone */
        "_p~iF~ps|",                      /* cut within a number */
        "_p~iF~ps|U ",                    /* a blank */
        "\x7f\x7f",                       /* beyond the characters */
        "\xff\xff",                       /* bytes of no text */
        "~~~~~~~~~~~~~~",                 /* a number without an end */
        "_p~iF~ps|U_p~iF~ps|U_p~iF~ps|U", /* off the globe: 115 degrees north */
        ">?",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct point *points = NULL;
        size_t n = 77;
        if (polyline_decode(arena, wrong[i], &points, &n)) {
            fail_msg("took \"%s\"", wrong[i]);
        }
        assert_null(points);
        assert_int_equal(n, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(polyline__is_what_its_page_says, setup, teardown),
        cmocka_unit_test_setup_teardown(polyline__goes_there_and_back_to_a_metre, setup, teardown),
        cmocka_unit_test_setup_teardown(polyline__refuses_what_is_no_line, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
