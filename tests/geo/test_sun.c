/* Sunrise and sunset against another program's, and noon against a worked example of Meeus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/civil.h"
#include "geo/sun.h"

#include <stdlib.h>

/* As the program SunCalc 2.0 (the reference's) answers, in minutes of the zone's clock. */
struct row {
    const char *place;
    double lat_deg, lon_deg;
    int32_t offset_s;
    int32_t year, month, mday;
    int rise_min, set_min;
};

static const struct row rows[] = {
    {"Greenwich", 51.48, 0, 0, 2026, 6, 21, 3 * 60 + 42, 20 * 60 + 20},
    {"Greenwich", 51.48, 0, 0, 2026, 12, 21, 8 * 60 + 3, 15 * 60 + 53},
    {"Greenwich", 51.48, 0, 0, 2026, 3, 20, 6 * 60 + 2, 18 * 60 + 13},
    {"Munich", 48.14, 11.58, 3600, 2026, 12, 21, 8 * 60 + 1, 16 * 60 + 22},
    {"Munich", 48.14, 11.58, 7200, 2026, 6, 21, 5 * 60 + 13, 21 * 60 + 17},
    {"Equator", 0, 0, 0, 2026, 3, 20, 6 * 60 + 4, 18 * 60 + 10},
    {"Sydney", -33.87, 151.21, 39600, 2026, 12, 21, 5 * 60 + 40, 20 * 60 + 5},
    {"New York", 40.71, -74.01, -18000, 2026, 12, 21, 7 * 60 + 16, 16 * 60 + 31},
    {"Reykjavik", 64.15, -21.94, 0, 2026, 6, 1, 3 * 60 + 22, 23 * 60 + 30},
    {"Auckland", -36.85, 174.76, 46800, 2030, 1, 15, 6 * 60 + 17, 20 * 60 + 42},
};

static void sun__rises_and_sets_within_a_minute_of_another_program(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        int32_t day = civil_day(row->year, row->month, row->mday);
        int32_t rise_s = 0;
        int32_t set_s = 0;
        assert_int_equal(sun_at(SUN_RISE, day, row->lat_deg, row->lon_deg, row->offset_s, &rise_s), SUN_ORDINARY);
        assert_int_equal(sun_at(SUN_SET, day, row->lat_deg, row->lon_deg, row->offset_s, &set_s), SUN_ORDINARY);
        if (abs(rise_s / 60 - row->rise_min) > 1 || abs(set_s / 60 - row->set_min) > 1) {
            fail_msg("%s, row %zu: rises %02d:%02d, sets %02d:%02d", row->place, i, rise_s / 3600, rise_s / 60 % 60,
                     set_s / 3600, set_s / 60 % 60);
        }
    }
}

/* Meeus, Astronomical Algorithms, example 28.b: on 1992-10-13, 0 h, the equation of time is 13 min 42.6 s, and it grows
 * by about 14 s a day: at noon at Greenwich the sun is in the south at 11:46:11. */
static void sun__noon_is_where_meeus_has_it(void **state)
{
    (void)state;
    int32_t rise_s = 0;
    int32_t set_s = 0;
    int32_t day = civil_day(1992, 10, 13);
    assert_int_equal(sun_at(SUN_RISE, day, 0, 0, 0, &rise_s), SUN_ORDINARY);
    assert_int_equal(sun_at(SUN_SET, day, 0, 0, 0, &set_s), SUN_ORDINARY);
    int32_t noon_s = (rise_s + set_s) / 2;
    assert_true(abs(noon_s - (11 * 3600 + 46 * 60 + 11)) <= 5);
}

static void sun__dawn_comes_before_it_rises_and_dusk_after_it_sets(void **state)
{
    (void)state;
    for (int32_t day = civil_day(2026, 1, 1); day < civil_day(2027, 1, 1); day++) {
        int32_t at[4] = {0};
        static const enum sun_event order[] = {SUN_DAWN, SUN_RISE, SUN_SET, SUN_DUSK};
        for (int i = 0; i < 4; i++) {
            assert_int_equal(sun_at(order[i], day, 52.67, -0.73, 0, &at[i]), SUN_ORDINARY);
            assert_true(i == 0 || at[i] > at[i - 1] + (i == 2 ? 7 * 3600 : 25 * 60));
        }
    }
}

static void sun__stays_up_or_down_in_the_far_north(void **state)
{
    (void)state;
    int32_t at_s = -7;
    assert_int_equal(sun_at(SUN_RISE, civil_day(2026, 6, 21), 69.65, 18.96, 7200, &at_s), SUN_STAYS_UP);
    assert_int_equal(sun_at(SUN_SET, civil_day(2026, 12, 21), 69.65, 18.96, 3600, &at_s), SUN_STAYS_DOWN);
    assert_int_equal(sun_at(SUN_DUSK, civil_day(2026, 12, 21), 69.65, 18.96, 3600, &at_s), SUN_ORDINARY);
    assert_int_equal(sun_at(SUN_SET, civil_day(2026, 12, 21), 90, 0, 0, &at_s), SUN_STAYS_DOWN);
    assert_int_equal(sun_at(SUN_SET, civil_day(2026, 6, 21), -90, 0, 0, &at_s), SUN_STAYS_DOWN);
}

/* The day that is meant is the clock's, also far from Greenwich. */
static void sun__noon_lies_within_the_day_asked_for(void **state)
{
    (void)state;
    for (int hours = -11; hours <= 13; hours++) {
        int32_t rise_s = 0;
        int32_t set_s = 0;
        double lon_deg = hours * 15 > 180 ? hours * 15 - 360 : hours * 15;
        int32_t day = civil_day(2026, 10, 1);
        assert_int_equal(sun_at(SUN_RISE, day, 10, lon_deg, hours * 3600, &rise_s), SUN_ORDINARY);
        assert_int_equal(sun_at(SUN_SET, day, 10, lon_deg, hours * 3600, &set_s), SUN_ORDINARY);
        assert_true(abs((rise_s + set_s) / 2 - 43200) < 1200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sun__rises_and_sets_within_a_minute_of_another_program),
        cmocka_unit_test(sun__noon_is_where_meeus_has_it),
        cmocka_unit_test(sun__dawn_comes_before_it_rises_and_dusk_after_it_sets),
        cmocka_unit_test(sun__stays_up_or_down_in_the_far_north),
        cmocka_unit_test(sun__noon_lies_within_the_day_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
