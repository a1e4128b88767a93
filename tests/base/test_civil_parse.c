#include "geo/base/civil.h"
#include "tests/base/unit.h"

enum { NO = -77 };

static void civil_parse_date__takes_real_iso_dates_only(void **state)
{
    (void)state;
    int32_t day = NO;
    assert_true(civil_parse_date("2026-11-24", &day));
    assert_int_equal(day, civil_day(2026, 11, 24));
    assert_true(civil_parse_date("2028-02-29", &day));
    assert_true(civil_parse_date("1969-12-31", &day));
    assert_int_equal(day, -1);
    static const char *const wrong[] = {"",           "2026-2-03",   "2026-02-29",  "2026-13-01",
                                        "26-11-24",   "2026/11/24",  "2026-11-24 ", " 2026-11-24",
                                        "2026-11-2x", "2026-11-244", "-2026-11-24", "20261124",
                                        "0000-01-01", "2026-11",     "today"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        day = NO;
        assert_false(civil_parse_date(wrong[i], &day));
        assert_int_equal(day, NO);
    }
}

static void civil_parse_day_word__takes_what_people_say(void **state)
{
    (void)state;
    int32_t tuesday = civil_day(2026, 11, 24);
    static const struct {
        const char *text;
        int32_t ahead; /* of that Tuesday */
    } cases[] = {
        {"today", 0},      {"Tomorrow", 1},   {"yesterday", -1}, {"wed", 1},  {"tue", 7},        {"MON", 6},
        {"monday", 6},     {"sunday", 5},     {"+3d", 3},        {"+2w", 14}, {"-1d", -1},       {"+0d", 0},
        {"2026-11-25", 1}, {"25/11/2026", 1}, {"1/12/2026", 7},  {"+2W", 14}, {"24/11/2026", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t day = NO;
        assert_true(civil_parse_day_word(cases[i].text, tuesday, &day));
        assert_int_equal(day, tuesday + cases[i].ahead);
    }
    static const char *const wrong[] = {"",           "tod",        "mo",       "mond",  "+d",
                                        "3d",         "+3",         "+3m",      "+-3d",  "+99999d",
                                        "11/24/2026", "29/02/2026", "24/11/26", "24/11", "tuesdays"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int32_t day = NO;
        assert_false(civil_parse_day_word(wrong[i], tuesday, &day));
        assert_int_equal(day, NO);
    }
}

static void civil_parse_time__takes_both_clocks(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t hour, minute, second;
    } cases[] = {
        {"9:10", 9, 10, 0},     {"09:10", 9, 10, 0},   {"0910", 9, 10, 0},     {"9.10", 9, 10, 0},
        {"24:00", 24, 0, 0},    {"2400", 24, 0, 0},    {"00:00", 0, 0, 0},     {"9am", 9, 0, 0},
        {"9 AM", 9, 0, 0},      {"2.30pm", 14, 30, 0}, {"12am", 0, 0, 0},      {"12pm", 12, 0, 0},
        {"12:30 am", 0, 30, 0}, {"1p", 13, 0, 0},      {"09:10:05", 9, 10, 5}, {"23:59:59", 23, 59, 59},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t wall = NO;
        assert_true(civil_parse_time(cases[i].text, &wall));
        assert_int_equal(wall, cases[i].hour * 3600 + cases[i].minute * 60 + cases[i].second);
    }
    static const char *const wrong[] = {
        "",     "9",     "24:01", "25:00", "9:60",  "9:1", "910",   "09:10:60", "13pm",     "0am",    "9:10x",
        "9 10", " 9:10", "9:10 ", "-9:10", "9:100", "am",  "9a.m.", "24:00:01", "9:10  am", "9:10:5", "99999999999"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int32_t wall = NO;
        assert_false(civil_parse_time(wrong[i], &wall));
        assert_int_equal(wall, NO);
    }
}

static void civil_parse_duration__means_minutes_when_bare(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int32_t minutes;
    } cases[] = {
        {"45", 45},     {"0", 0},        {"45m", 45},      {"45min", 45},     {"45 min", 45},     {"1h", 60},
        {"1h30", 90},   {"1h30m", 90},   {"1h 30", 90},    {"1h 30 min", 90}, {"1:30", 90},       {"2 hours", 120},
        {"1 HOUR", 60}, {"168h", 10080}, {"10080", 10080}, {"0:05", 5},       {"90 Minutes", 90},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t seconds = NO;
        assert_true(civil_parse_duration(cases[i].text, &seconds));
        assert_int_equal(seconds, cases[i].minutes * 60);
    }
    static const char *const wrong[] = {"",      "h",     "m",     "-5",     "1h60",         "1:60",  "1:3",
                                        "30m1h", "30m30", "1h1h",  "1d",     "1.5h",         "45 ",   " 45",
                                        "169h",  "10081", "168h1", "168:01", "999999999999", "1h30s", "45minutesss"};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int32_t seconds = NO;
        assert_false(civil_parse_duration(wrong[i], &seconds));
        assert_int_equal(seconds, NO);
    }
}

static void civil_parse_instant__takes_rfc_3339_and_local_times(void **state)
{
    (void)state;
    assert_true(civil_zone_set("Europe/London"));
    static const struct {
        const char *text;
        int32_t year, month, mday, seconds; /* UTC */
    } cases[] = {
        {"2026-11-24T09:05:00Z", 2026, 11, 24, 32700},
        {"2026-11-24t09:05:00z", 2026, 11, 24, 32700},
        {"2026-11-24T09:05:00.999Z", 2026, 11, 24, 32700},
        {"2026-11-24T09:05:00+05:45", 2026, 11, 24, 12000},
        {"2026-11-24T09:05:00-01:00", 2026, 11, 24, 36300},
        {"2026-11-24 09:05", 2026, 11, 24, 32700},
        {"2026-07-24 09:05:30", 2026, 7, 24, 29130},
        {"2026-07-24T09:05", 2026, 7, 24, 29100},
        {"2026-12-31T23:59:60Z", 2027, 1, 1, 0},
        {"2027-10-31 01:30", 2027, 10, 31, 1800},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t utc = NO;
        assert_true(civil_parse_instant(cases[i].text, &utc));
        assert_true(utc ==
                    (int64_t)civil_day(cases[i].year, cases[i].month, cases[i].mday) * DAY_SECONDS + cases[i].seconds);
    }
    static const char *const wrong[] = {"",
                                        "2026-11-24",
                                        "2026-11-24T",
                                        "2026-11-24T09",
                                        "2026-11-24T9:05",
                                        "2026-11-24T24:00",
                                        "2026-11-24T09:05:61Z",
                                        "2026-11-24T09:05:00.Z",
                                        "2026-11-24T09:05:00+0100",
                                        "2026-11-24T09:05:00+25:00",
                                        "2026-11-24T09:05:00ZZ",
                                        "2026-02-29T09:05:00Z",
                                        "2026-11-24  09:05",
                                        "2027-03-28 01:30" /* the clock skips it */};
    for (size_t i = 0; i < COUNT(wrong); i++) {
        int64_t utc = NO;
        assert_false(civil_parse_instant(wrong[i], &utc));
        assert_true(utc == NO);
    }
}

static void civil__parses_what_it_formats(void **state)
{
    (void)state;
    for (int64_t utc = -5000000000; utc < 10000000000; utc += 86399 * 7) {
        char out[CIVIL_TEXT];
        int64_t back = NO;
        civil_format_utc(out, utc);
        assert_true(civil_parse_instant(out, &back));
        assert_true(back == utc);
    }
    for (int32_t wall = 0; wall <= DAY_SECONDS; wall += 60) {
        char out[CIVIL_TEXT];
        int32_t back = NO;
        civil_format_time(out, wall);
        assert_true(civil_parse_time(out, &back));
        assert_int_equal(back, wall);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(civil_parse_date__takes_real_iso_dates_only),
        cmocka_unit_test(civil_parse_day_word__takes_what_people_say),
        cmocka_unit_test(civil_parse_time__takes_both_clocks),
        cmocka_unit_test(civil_parse_duration__means_minutes_when_bare),
        cmocka_unit_test(civil_parse_instant__takes_rfc_3339_and_local_times),
        cmocka_unit_test(civil__parses_what_it_formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
