#include "geo/base/civil.h"
#include "tests/base/unit.h"

#include <stdlib.h>
#include <string.h>

enum { HOUR = 3600 };

static int64_t utc_of(int32_t year, int32_t month, int32_t mday, int32_t seconds)
{
    return (int64_t)civil_day(year, month, mday) * DAY_SECONDS + seconds;
}

static void in_zone(const char *zone)
{
    if (!civil_zone_known(zone)) {
        print_message("skipped: the zone %s is not installed\n", zone);
        skip();
    }
    assert_true(civil_zone_set(zone));
}

static void civil_utc__spring_skips_an_hour(void **state)
{
    (void)state;
    in_zone("Europe/London");
    int32_t day = civil_day(2027, 3, 28);
    int64_t utc = 0;
    assert_true(civil_utc(day, HOUR - 1, &utc));
    assert_true(utc == utc_of(2027, 3, 28, HOUR - 1));
    for (int32_t wall = HOUR; wall < 2 * HOUR; wall += 300) {
        assert_false(civil_utc(day, wall, &utc));
        assert_true(utc == utc_of(2027, 3, 28, HOUR)); /* the instant that clocks show 02:00 */
    }
    assert_true(civil_utc(day, 2 * HOUR, &utc));
    assert_true(utc == utc_of(2027, 3, 28, HOUR));
    assert_true(civil_utc(day, DAY_SECONDS, &utc));
    assert_true(utc == utc_of(2027, 3, 28, 23 * HOUR));
}

static void civil_utc__autumn_takes_the_first_of_two(void **state)
{
    (void)state;
    in_zone("Europe/London");
    int32_t day = civil_day(2027, 10, 31);
    int64_t utc = 0;
    for (int32_t wall = HOUR; wall < 2 * HOUR; wall += 300) {
        assert_true(civil_utc(day, wall, &utc));
        assert_true(utc == utc_of(2027, 10, 31, wall - HOUR));
    }
    assert_true(civil_utc(day, 2 * HOUR, &utc));
    assert_true(utc == utc_of(2027, 10, 31, 2 * HOUR));
}

static void civil_elapsed__knows_days_of_23_and_25_hours(void **state)
{
    (void)state;
    in_zone("Europe/London");
    static const struct {
        int32_t month, mday, wall_s, elapsed_s;
        bool exists;
    } cases[] = {
        {3, 28, 0, 0, true},
        {3, 28, 90 * 60, HOUR, false},
        {3, 28, 9 * HOUR, 8 * HOUR, true},
        {3, 28, DAY_SECONDS, 23 * HOUR, true},
        {10, 31, 90 * 60, 90 * 60, true},
        {10, 31, 9 * HOUR, 10 * HOUR, true},
        {10, 31, DAY_SECONDS, 25 * HOUR, true},
        {6, 15, 9 * HOUR, 9 * HOUR, true},
        {6, 15, 2 * DAY_SECONDS, 2 * DAY_SECONDS, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t day = civil_day(2027, cases[i].month, cases[i].mday);
        int32_t elapsed = -1;
        assert_int_equal(civil_elapsed(day, cases[i].wall_s, &elapsed), cases[i].exists);
        assert_int_equal(elapsed, cases[i].elapsed_s);
        if (cases[i].exists) {
            assert_int_equal(civil_wall(day, elapsed), cases[i].wall_s);
        }
    }
    int32_t spring = civil_day(2027, 3, 28);
    assert_int_equal(civil_wall(spring, HOUR - 1), HOUR - 1);
    assert_int_equal(civil_wall(spring, HOUR), 2 * HOUR);
    int32_t autumn = civil_day(2027, 10, 31);
    assert_int_equal(civil_wall(autumn, 2 * HOUR - 1), 2 * HOUR - 1);
    assert_int_equal(civil_wall(autumn, 2 * HOUR), HOUR); /* the hour comes again */
}

/* Offsets of half and quarter hours, changes of half an hour and of two, at midnight, and a day that never was. */
static const struct {
    const char *zone;
    int32_t year;
} odd_zones[] = {
    {"Europe/London", 2027},
    {"Asia/Kathmandu", 2027},
    {"America/St_Johns", 2027},
    {"Australia/Lord_Howe", 2027},
    {"Antarctica/Troll", 2024},
    {"America/Sao_Paulo", 2018},
    {"Africa/Cairo", 2024},
    {"Africa/Casablanca", 2024},
    {"Asia/Beirut", 2022},
    {"Pacific/Apia", 2011},
    {"Pacific/Chatham", 2027},
    {"America/New_York", 2027},
    {"UTC", 2027},
    {"Asia/Pyongyang", 2018},
    {"Pacific/Kiritimati", 1994},
};

static int64_t local_of(int64_t utc)
{
    return (int64_t)civil_day_of_utc(utc) * DAY_SECONDS + civil_wall_of_utc(utc);
}

/* Every quarter of an hour of a year: the wall clock of an instant leads back to it, or to the earlier one that showed
 * the same. */
static void civil_utc__inverts_the_wall_clock(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(odd_zones); i++) {
        in_zone(odd_zones[i].zone);
        int64_t start = utc_of(odd_zones[i].year, 1, 1, 0);
        for (int64_t t = start; t < start + 366 * (int64_t)DAY_SECONDS; t += 900) {
            int64_t utc = -1;
            assert_true(civil_utc(civil_day_of_utc(t), civil_wall_of_utc(t), &utc));
            if (utc != t) {
                assert_true(utc < t && t - utc <= 3 * HOUR);
                assert_true(local_of(utc) == local_of(t));
            }
        }
    }
}

/* And every quarter of an hour that a clock might show: either some instant shows it, and the first of them is the
 * answer, or none does, and the answer is the first instant past the gap. */
static void civil_utc__agrees_with_a_search_of_every_instant(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(odd_zones); i++) {
        in_zone(odd_zones[i].zone);
        int32_t first_day = civil_day(odd_zones[i].year, 1, 1);
        int64_t t = (int64_t)first_day * DAY_SECONDS - DAY_SECONDS;
        for (int64_t local = (int64_t)first_day * DAY_SECONDS; local < (first_day + 365) * (int64_t)DAY_SECONDS;
             local += 900) {
            while (local_of(t) < local) { /* t becomes the first instant that shows LOCAL or later */
                t += 900;
            }
            int64_t utc = -1;
            bool exists = civil_utc((int32_t)(local / DAY_SECONDS), (int32_t)(local % DAY_SECONDS), &utc);
            assert_int_equal(exists, local_of(t) == local);
            assert_true(utc == t);
        }
    }
}

static void civil_elapsed__a_day_may_begin_after_midnight(void **state)
{
    (void)state;
    in_zone("America/Sao_Paulo"); /* 4 November 2018 began at 01:00 */
    int32_t day = civil_day(2018, 11, 4);
    int32_t elapsed = -1;
    assert_false(civil_elapsed(day, 0, &elapsed));
    assert_int_equal(elapsed, 0);
    assert_true(civil_elapsed(day, HOUR, &elapsed));
    assert_int_equal(elapsed, 0);
    assert_int_equal(civil_wall(day, 0), HOUR);
}

static void civil_utc_in_zone__leaves_the_own_zone_alone(void **state)
{
    (void)state;
    in_zone("Europe/London");
    int64_t utc = -1;
    assert_true(civil_utc_in_zone("America/New_York", civil_day(2027, 7, 1), 9 * HOUR, &utc));
    assert_true(utc == utc_of(2027, 7, 1, 13 * HOUR));
    assert_true(civil_utc_in_zone("Asia/Kathmandu", civil_day(2027, 7, 1), 9 * HOUR, &utc));
    assert_true(utc == utc_of(2027, 7, 1, 3 * HOUR + 900));
    assert_true(civil_utc_in_zone("UTC", civil_day(2027, 7, 1), 9 * HOUR, &utc));
    assert_true(utc == utc_of(2027, 7, 1, 9 * HOUR));
    assert_true(civil_utc_in_zone("Europe/London", civil_day(2027, 7, 1), 9 * HOUR, &utc));
    assert_true(utc == utc_of(2027, 7, 1, 8 * HOUR));
    assert_string_equal(getenv("TZ"), "Europe/London");
    assert_true(civil_utc(civil_day(2027, 7, 1), 9 * HOUR, &utc));
    assert_true(utc == utc_of(2027, 7, 1, 8 * HOUR));

    unsetenv("TZ");
    assert_true(civil_utc_in_zone("Asia/Kathmandu", civil_day(2027, 7, 1), 9 * HOUR, &utc));
    assert_null(getenv("TZ"));
}

static void civil_zone__refuses_what_is_no_zone(void **state)
{
    (void)state;
    in_zone("Europe/London");
    static const char *const wrong[] = {"",
                                        "Mars/Olympus",
                                        "../../../etc/passwd",
                                        "/usr/share/zoneinfo/UTC",
                                        "Europe",
                                        "zone.tab",
                                        "tzdata.zi",
                                        "Europe/London ",
                                        ":Europe/London",
                                        "Europe/../Europe/London",
                                        "right/Europe/London",
                                        "GMT Standard Time",
                                        "Europe/London\n"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t utc = -77;
        assert_false(civil_zone_known(wrong[i]));
        assert_false(civil_utc_in_zone(wrong[i], 0, 0, &utc));
        assert_true(utc == -77);
        assert_true(wrong[i][0] == '\0' || !civil_zone_set(wrong[i]));
    }
    assert_string_equal(getenv("TZ"), "Europe/London");
    assert_true(civil_zone_set("")); /* stays with the system's, here TZ */
    assert_true(civil_zone_known("UTC"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(civil_utc__spring_skips_an_hour),
        cmocka_unit_test(civil_utc__autumn_takes_the_first_of_two),
        cmocka_unit_test(civil_elapsed__knows_days_of_23_and_25_hours),
        cmocka_unit_test(civil_utc__inverts_the_wall_clock),
        cmocka_unit_test(civil_utc__agrees_with_a_search_of_every_instant),
        cmocka_unit_test(civil_elapsed__a_day_may_begin_after_midnight),
        cmocka_unit_test(civil_utc_in_zone__leaves_the_own_zone_alone),
        cmocka_unit_test(civil_zone__refuses_what_is_no_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
