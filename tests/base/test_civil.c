#include "geo/base/civil.h"
#include "tests/base/unit.h"

#include <time.h>

static void civil_day__counts_as_the_c_library_does(void **state)
{
    (void)state;
    for (int32_t day = civil_day(1, 1, 1); day <= civil_day(9999, 12, 31);
         day += day < -100000 || day > 100000 ? 97 : 1) {
        struct civil_date date = civil_date_of(day);
        time_t t = (time_t)day * DAY_SECONDS;
        struct tm tm;
        assert_non_null(gmtime_r(&t, &tm));
        assert_int_equal(date.year, tm.tm_year + 1900);
        assert_int_equal(date.month, tm.tm_mon + 1);
        assert_int_equal(date.mday, tm.tm_mday);
        assert_int_equal(civil_weekday(day), (tm.tm_wday + 6) % 7);
        assert_int_equal(civil_day(date.year, date.month, date.mday), day);
    }
}

static void civil_day__refuses_dates_that_are_none(void **state)
{
    (void)state;
    static const int32_t none[][3] = {{2026, 2, 29}, {2100, 2, 29}, {2026, 4, 31}, {2026, 0, 1},  {2026, 13, 1},
                                      {2026, 1, 0},  {2026, 1, 32}, {0, 1, 1},     {10000, 1, 1}, {-5, 1, 1}};
    for (size_t i = 0; i < COUNT(none); i++) {
        assert_int_equal(civil_day(none[i][0], none[i][1], none[i][2]), DAY_NONE);
    }
    assert_int_equal(civil_day(2000, 2, 29), 11016);
    assert_int_equal(civil_day(2028, 2, 29) + 1, civil_day(2028, 3, 1));
    assert_int_equal(civil_day(1970, 1, 1), 0);
}

static void civil_date_of__survives_the_ends_of_its_range(void **state)
{
    (void)state;
    struct civil_date last = civil_date_of(INT32_MAX);
    struct civil_date first = civil_date_of(INT32_MIN);
    assert_int_equal(last.year, 5881580);
    assert_int_equal(first.year, -5877641);
    assert_in_range(civil_weekday(INT32_MIN), 0, 6);
    assert_in_range(civil_weekday(INT32_MAX), 0, 6);
}

static void civil_format__writes_for_files_and_for_people(void **state)
{
    (void)state;
    char out[CIVIL_TEXT];
    civil_format_date(out, civil_day(2026, 11, 4));
    assert_string_equal(out, "2026-11-04");
    civil_format_day(out, civil_day(2026, 11, 24));
    assert_string_equal(out, "Tue 24 Nov 2026");
    civil_format_utc(out, (int64_t)civil_day(2026, 11, 24) * DAY_SECONDS + 9 * 3600 + 5 * 60 + 7);
    assert_string_equal(out, "2026-11-24T09:05:07Z");
    civil_format_utc(out, -1);
    assert_string_equal(out, "1969-12-31T23:59:59Z");
    static const struct {
        int32_t wall_s;
        const char *text;
    } times[] = {
        {0, "00:00"},
        {59, "00:00"},
        {9 * 3600 + 300, "09:05"},
        {DAY_SECONDS - 1, "23:59"},
        {DAY_SECONDS, "24:00"},
        {DAY_SECONDS + 600, "00:10+1"},
        {2 * DAY_SECONDS + 600, "00:10+2"},
        {-600, "23:50-1"},
    };
    for (size_t i = 0; i < COUNT(times); i++) {
        civil_format_time(out, times[i].wall_s);
        assert_string_equal(out, times[i].text);
    }
}

static void civil_format__survives_any_number(void **state)
{
    (void)state;
    static const int64_t extremes[] = {INT64_MIN, INT32_MIN, 0, INT32_MAX, INT64_MAX};
    char out[CIVIL_TEXT];
    for (size_t i = 0; i < COUNT(extremes); i++) {
        civil_format_utc(out, extremes[i]);
        (void)civil_day_of_utc(extremes[i]);
        assert_in_range(civil_wall_of_utc(extremes[i]), 0, DAY_SECONDS - 1);
    }
    civil_format_time(out, INT32_MIN);
    civil_format_time(out, INT32_MAX);
    civil_format_date(out, INT32_MIN);
    civil_format_day(out, INT32_MAX);
}

static void civil_clock__is_the_clock(void **state)
{
    (void)state;
    int64_t now = civil_clock_utc();
    assert_true(now > (int64_t)civil_day(2024, 1, 1) * DAY_SECONDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(civil_day__counts_as_the_c_library_does),
        cmocka_unit_test(civil_day__refuses_dates_that_are_none),
        cmocka_unit_test(civil_date_of__survives_the_ends_of_its_range),
        cmocka_unit_test(civil_format__writes_for_files_and_for_people),
        cmocka_unit_test(civil_format__survives_any_number),
        cmocka_unit_test(civil_clock__is_the_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
