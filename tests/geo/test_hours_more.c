/* Days of every kind, times by the sun, points in time, states and changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/holidays.h"
#include "geo/hours.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    assert_true(civil_zone_set("Europe/London"));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct hours *parse(const char *value, enum hours_kind kind)
{
    struct hours *hours = NULL;
    struct error err;
    if (hours_parse_kind(arena, value, kind, &hours, &err) != STATUS_OK) {
        fail_msg("%s: %s", value, err.text);
    }
    return hours;
}

static struct hours_where oakham(void)
{
    return (struct hours_where){
        .placed = true, .lat_deg = 52.67, .lon_deg = -0.73, .holidays = holidays_new(arena, "gb", "ENG")};
}

static struct hours_moment moment(const char *text)
{
    struct hours_moment out = {0};
    int32_t wall_s = 0;
    assert_true(civil_parse_date(arena_strndup(arena, text, 10), &out.day) && civil_parse_time(text + 11, &wall_s));
    out.wall_min = wall_s / 60;
    return out;
}

/* "open 2026-12-24 17:00": the state at a moment and when it ends; "open -" when never. */
static const char *answer(const struct hours *hours, const struct hours_where *where, const char *at)
{
    static const char *const words[] = {"closed", "open", "unknown"};
    struct hours_moment next;
    struct hours_answer now = hours_at(hours, where, moment(at));
    if (!hours_next_change(hours, where, moment(at), HOURS_HORIZON_DAYS, &next, NULL)) {
        return arena_printf(arena, "%s -", words[now.state]);
    }
    char date[CIVIL_TEXT];
    civil_format_date(date, next.day);
    return arena_printf(arena, "%s %s %02d:%02d", words[now.state], date, next.wall_min / 60, next.wall_min % 60);
}

struct answer_case {
    const char *value, *at, *answer;
};

static void check(const struct answer_case *cases, size_t n, enum hours_kind kind)
{
    struct hours_where where = oakham();
    for (size_t i = 0; i < n; i++) {
        const char *text = answer(parse(cases[i].value, kind), &where, cases[i].at);
        if (strcmp(text, cases[i].answer) != 0) {
            fail_msg("%s at %s: \"%s\", not \"%s\"", cases[i].value, cases[i].at, text, cases[i].answer);
        }
    }
}
#define CHECK(cases) check(cases, sizeof(cases) / sizeof *(cases), HOURS_RANGES)

static void hours__months_and_dates(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"Apr-Sep 10:00-18:00", "2026-03-31 12:00", "closed 2026-04-01 10:00"},
        {"Apr-Sep 10:00-18:00", "2026-09-30 12:00", "open 2026-09-30 18:00"},
        {"Nov-Feb 10:00-16:00", "2026-01-05 12:00", "open 2026-01-05 16:00"},
        {"Mar,Oct Su 10:00-16:00", "2026-10-01 12:00", "closed 2026-10-04 10:00"},
        {"Dec 25 off; 09:00-17:00", "2026-12-25 10:00", "open 2026-12-25 17:00"},
        {"09:00-17:00; Dec 25-26 off", "2026-12-25 10:00", "closed 2026-12-27 09:00"},
        {"09:00-17:00; Dec 24-Jan 2 off", "2027-01-02 10:00", "closed 2027-01-03 09:00"},
        {"09:00-17:00; Dec 24,31 off", "2026-12-31 10:00", "closed 2027-01-01 09:00"},
        {"2026 Dec 24-2027 Jan 2 09:00-17:00", "2027-01-02 18:00", "closed -"},
        {"2026 Dec 24-Jan 2 09:00-17:00", "2026-06-02 18:00", "closed 2026-12-24 09:00"},
        {"Feb 29 10:00-12:00", "2027-03-01 10:00", "closed 2028-02-29 10:00"},
        {"easter 10:00-12:00", "2026-04-04 10:00", "closed 2026-04-05 10:00"},
        {"easter -2 days-easter +1 day off; 24/7", "2026-04-03 10:00", "open -"},
        {"24/7; easter -2 days-easter +1 day off", "2026-04-03 10:00", "closed 2026-04-07 00:00"},
        {"Mar Su[-1]-Oct Su[-1] 10:00-18:00", "2026-03-28 12:00", "closed 2026-03-29 10:00"},
        {"Mar Su[-1]-Oct Su[-1] 10:00-18:00", "2026-10-25 12:00", "open 2026-10-25 18:00"},
        {"Apr-Sep Su[1] 14:00-16:00", "2026-04-06 12:00", "closed 2026-05-03 14:00"},
    };
    CHECK(cases);
}

static void hours__years_and_weeks(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"2027 09:00-17:00", "2026-12-31 10:00", "closed 2027-01-01 09:00"},
        {"2027+ Mo 09:00-17:00", "2026-12-31 10:00", "closed 2027-01-04 09:00"},
        {"2026-2030/2 Jan 05 09:00-17:00", "2026-01-05 18:00", "closed -"}, /* 2028 is past the horizon */
        {"2026,2028 09:00-17:00", "2026-12-31 18:00", "closed 2028-01-01 09:00"},
        {"week 02 09:00-17:00", "2026-01-01 10:00", "closed 2026-01-05 09:00"},
        {"week 1-53/2 Mo 09:00-17:00", "2026-01-05 10:00", "closed 2026-01-12 09:00"},
        {"week 53 Fr 09:00-17:00", "2026-12-31 10:00", "closed 2027-01-01 09:00"}, /* still of 2026's week 53 */
    };
    CHECK(cases);
}

static void hours__weekdays_of_the_month(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"We[1,3] 09:00-12:00", "2026-11-04 10:00", "open 2026-11-04 12:00"},
        {"We[1,3] 09:00-12:00", "2026-11-05 10:00", "closed 2026-11-18 09:00"},
        {"Fr[-1] 09:00-12:00", "2026-11-05 10:00", "closed 2026-11-27 09:00"},
        {"Sa[2-4] 09:00-12:00", "2026-11-28 13:00", "closed 2026-12-12 09:00"},
        {"Su[1] +1 day 09:00-12:00", "2026-11-01 10:00", "closed 2026-11-02 09:00"},
        {"Su[1] -1 day 09:00-12:00", "2026-10-30 10:00", "closed 2026-10-31 09:00"},
        {"Mo[5] 09:00-12:00", "2026-09-01 10:00", "closed 2026-11-30 09:00"},
        {"Mo-Fr 09:00-12:00; Fr[1] off", "2026-11-06 10:00", "closed 2026-11-09 09:00"},
    };
    CHECK(cases);
}

static void hours__holidays(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"Mo-Fr 09:00-17:00; PH off", "2026-12-25 10:00", "closed 2026-12-29 09:00"},
        {"PH 10:00-12:00", "2026-12-24 10:00", "closed 2026-12-25 10:00"},
        {"PH Mo 10:00-12:00", "2026-12-24 10:00", "closed 2026-12-28 10:00"},
        {"PH -1 day 10:00-12:00", "2026-12-24 10:00", "open 2026-12-24 12:00"},
        {"PH +1 day 10:00-12:00", "2026-12-28 10:00", "closed 2026-12-29 10:00"},
        {"Su,PH 10:00-12:00", "2026-12-25 10:30", "open 2026-12-25 12:00"},
        {"SH Mo-Fr 10:00-12:00", "2026-08-05 10:30", "closed -"}, /* none are shipped */
    };
    CHECK(cases);
    struct hours_where where = oakham();
    struct hours *hours = parse("Mo-Fr 09:00-17:00; PH off", HOURS_RANGES);
    assert_string_equal(hours_at(hours, &where, moment("2026-12-25 10:00")).comment, "Christmas Day");
    assert_null(hours_at(hours, &where, moment("2026-12-24 10:00")).comment);
    struct error err;
    assert_int_equal(holidays_add_csv(where.holidays, "gb,,2026-07-20/2026-09-01,summer,school", "x", &err), 0);
    hours = parse("SH 10:00-12:00", HOURS_RANGES);
    assert_string_equal(answer(hours, &where, "2026-08-05 10:30"), "open 2026-08-05 12:00");
    assert_string_equal(answer(hours, NULL, "2026-08-05 10:30"), "closed -");
}

static void hours__by_the_sun(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"sunrise-sunset", "2026-06-21 12:00", "open 2026-06-21 21:30"},
        {"(sunrise+01:00)-(sunset-00:30)", "2026-06-21 12:00", "open 2026-06-21 21:00"},
        {"dawn-dusk", "2026-12-21 12:00", "open 2026-12-21 16:31"},
        {"sunset-sunrise", "2026-12-21 23:00", "open 2026-12-22 08:12"},
        {"08:00-sunset", "2026-12-21 12:00", "open 2026-12-21 15:49"},
        {"16:00-sunset", "2026-12-21 16:30", "open 2026-12-22 00:00"}, /* as the reference has it */
    };
    CHECK(cases);
    struct hours *hours = parse("sunrise-sunset", HOURS_RANGES);
    assert_true(hours_needs_sun(hours));
    assert_string_equal(answer(hours, NULL, "2026-06-21 12:00"), "open 2026-06-21 18:00");
    struct hours_where north = {.placed = true, .lat_deg = 69.65, .lon_deg = 18.96};
    assert_string_equal(answer(hours, &north, "2026-06-21 12:00"), answer(hours, &north, "2026-06-22 12:00"));
    assert_int_equal(hours_at(hours, &north, moment("2026-06-21 02:00")).state, HOURS_OPEN);
    assert_int_equal(hours_at(hours, &north, moment("2026-12-21 12:00")).state, HOURS_CLOSED);
}

static void hours__open_ends(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"18:00+", "2026-11-23 19:00", "unknown 2026-11-24 04:00"},
        {"22:00+", "2026-11-23 23:00", "unknown 2026-11-24 06:00"},
        {"10:00+", "2026-11-23 11:00", "unknown 2026-11-24 00:00"},
        {"20:00-02:00+", "2026-11-24 03:00", "unknown 2026-11-24 10:00"},
        {"12:00-14:00,18:00+", "2026-11-23 19:00", "unknown 2026-11-24 04:00"},
        {"10:00-14:00+", "2026-11-23 11:00", "open 2026-11-23 14:00"},
        {"10:00-14:00+", "2026-11-23 14:00", "unknown 2026-11-24 00:00"},
        {"10:00-14:00+", "2026-11-23 15:00", "closed 2026-11-24 10:00"},
        {"17:00-22:00+", "2026-11-23 23:00", "closed 2026-11-24 17:00"},
        {"18:00+ \"till the last guest\"", "2026-11-23 19:00", "unknown 2026-11-24 04:00"},
    };
    CHECK(cases);
}

static void hours__points_in_time(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"Mo-Fr 09:00,17:30; Sa 11:45", "2026-11-23 09:00", "open 2026-11-23 09:01"},
        {"Mo-Fr 09:00,17:30; Sa 11:45", "2026-11-23 10:00", "closed 2026-11-23 17:30"},
        {"Mo-Fr 09:00,17:30; Sa 11:45", "2026-11-27 18:00", "closed 2026-11-28 11:45"},
        {"08:00-18:00/00:30", "2026-11-23 10:10", "closed 2026-11-23 10:30"},
        {"08:00-18:00/90", "2026-11-23 17:10", "closed 2026-11-24 08:00"},
        {"22:00-02:00/60", "2026-11-23 23:30", "closed 2026-11-24 00:00"},
        {"sunset", "2026-06-21 12:00", "closed 2026-06-21 21:30"},
    };
    check(cases, sizeof cases / sizeof *cases, HOURS_POINTS);
    assert_string_equal(hours_print(arena, parse("mo-fr 9:00, 17.30; 8-18/30", HOURS_POINTS)),
                        "Mo-Fr 09:00,17:30; 08:00-18:00/00:30");
}

/* The clocks of London go forward on 2026-03-29, 01:00, and back on 2026-10-25, 02:00. */
static void hours__the_night_the_clocks_change(void **state)
{
    (void)state;
    static const struct answer_case cases[] = {
        {"01:30-05:00", "2026-03-29 00:30", "closed 2026-03-29 02:30"},
        {"00:00-01:30", "2026-03-29 00:30", "open 2026-03-29 02:30"},
        {"22:00-04:00", "2026-03-28 23:00", "open 2026-03-29 04:00"},
        {"22:00-04:00", "2026-10-24 23:00", "open 2026-10-25 04:00"},
        {"02:00-05:00", "2026-03-29 01:30", "open 2026-03-29 05:00"}, /* half past one is half past two */
    };
    CHECK(cases);
}

static void hours__canonical_texts(void **state)
{
    (void)state;
    static const struct {
        const char *value, *canonical;
    } cases[] = {
        {"April - Sept Mo-Fr 9-17", "Apr-Sep Mo-Fr 09:00-17:00"},
        {"Mo-Fr Apr-Sep 9:00-17:00", "Apr-Sep Mo-Fr 09:00-17:00"},
        {"25 December off", "Dec 25 off"},
        {"Dec 24, Dec 25 off", "Dec 24,Dec 25 off"},
        {"Dec 24,25 off", "Dec 24,Dec 25 off"},
        {"Dec 24-Dec 26 off", "Dec 24-26 off"},
        {"Dec 24 2026 off", "2026 Dec 24 off"},
        {"2026 Dec 24-26 off", "2026 Dec 24-26 off"},
        {"May 15-Sep 10:00-12:00", "May 15-Sep 30 10:00-12:00"},
        {"week 1-53/2 Mo 10:00-12:00", "week 01-53/2 Mo 10:00-12:00"},
        {"We[1,3],Fr 10:00-12:00", "Fr,We[1,3] 10:00-12:00"},
        {"Su[-1] +2 days 10:00-12:00", "Su[-1] +2 days 10:00-12:00"},
        {"easter-easter+1day off", "easter-easter +1 day off"},
        {"Sunrise - Sunset", "sunrise-sunset"},
        {"( sunrise + 1:00 )-(sunset-0:30)", "(sunrise+01:00)-(sunset-00:30)"},
        {"2020+ 10:00-12:00", "2020+ 10:00-12:00"},
        {"Jan-Mar: Mo: 10:00-12:00", "Jan-Mar Mo 10:00-12:00"},
        {"Dec 24,Dec 31, off", "Dec 24,Dec 31 off"},
        {"Sa,Su,PH,Dec 29-Jan 3 off", "Sa,Su,PH off; Dec 29-Jan 03 off"},
        {"Jul-Aug 24/7", "Jul-Aug 00:00-24:00"},
        {"24 / 7", "24/7"},
        {"Mo-Sa 11:30-14:30. 17:00-23:00", "Mo-Sa 11:30-14:30,17:00-23:00"},
        {"Пн-Пт 9:00-18:00", "Mo-Fr 09:00-18:00"},
        {"Su-Th 6:00-24:00; Fr-Sa 6:00-1:00", "Mo-Th,Su 06:00-24:00; Fr,Sa 06:00-01:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = hours_print(arena, parse(cases[i].value, HOURS_RANGES));
        if (strcmp(text, cases[i].canonical) != 0) {
            fail_msg("%s: \"%s\", not \"%s\"", cases[i].value, text, cases[i].canonical);
        }
        assert_string_equal(hours_print(arena, parse(text, HOURS_RANGES)), text);
    }
    assert_true(hours_guessed(parse("9-17:30", HOURS_RANGES)));
    assert_false(hours_guessed(parse("9:00-17:30", HOURS_RANGES)));
}

static void hours__intervals_between_two_moments(void **state)
{
    (void)state;
    struct hours_where where = oakham();
    struct hours *hours =
        parse("Mo-Fr 09:00-12:00,13:00-17:00; We 20:00-02:00; Th unknown \"ring\"; PH off", HOURS_RANGES);
    struct hours_interval all[8];
    struct hours_moment from = moment("2026-11-24 10:00");
    size_t n = hours_intervals(hours, &where, from, moment("2026-11-26 10:00"), all, 8);
    assert_int_equal(n, 4);
    assert_int_equal(all[0].from.wall_min, 600);
    assert_int_equal(all[0].to.wall_min, 720);
    assert_int_equal(all[1].to.wall_min, 17 * 60);
    assert_int_equal(all[2].from.wall_min, 20 * 60);
    assert_int_equal(all[2].to.wall_min, 0); /* Thursday's rule replaces what runs in */
    assert_int_equal(all[2].to.day, from.day + 2);
    assert_int_equal(all[3].answer.state, HOURS_UNKNOWN);
    assert_string_equal(all[3].answer.comment, "ring");
    assert_int_equal(all[3].to.wall_min, 600);
    assert_int_equal(hours_intervals(hours, &where, from, moment("2026-11-26 10:00"), NULL, 0), 4);
}

/* Whatever a stranger sends ends soon. */
static void hours__hostile_values_take_no_time(void **state)
{
    (void)state;
    static const char *const bits[] = {
        "Mo off;",    "((((",       "PH 00:00-00:01,", "00:01-00:02,", "[[[[",      "Dec 1,2,",
        "week 1,2,3", "easter-",    "\"\"\"",          "|| ",          "sunset+",   "2026-",
        "1-2-",       "Su[1,2,3],", "Jan-Feb,",        "24/7 ",        "(sunrise+", "-----"};
    struct hours_where where = oakham();
    for (size_t b = 0; b < sizeof bits / sizeof *bits; b++) {
        for (size_t size = CAP_HOURS_BYTES; size <= 1U << 20; size += (1U << 20) - CAP_HOURS_BYTES) {
            char *value = arena_alloc(arena, size + 1);
            size_t length = strlen(bits[b]);
            for (size_t i = 0; i + length <= size; i += length) {
                memcpy(value + i, bits[b], length);
            }
            struct hours *hours = NULL;
            struct error err = {0};
            int64_t start_ms = civil_clock_ms();
            if (hours_parse(arena, value, &hours, &err) == STATUS_OK) {
                (void)answer(hours, &where, "2026-11-24 10:00");
            } else {
                assert_true(err.text[0] != '\0');
            }
            assert_true(civil_clock_ms() - start_ms < 2000); /* a sanitizer's build on a loaded machine */
        }
    }
    struct hours *hours = NULL;
    struct error err;
    assert_int_equal(hours_parse_kind(arena, "00:00-24:00/1,00:00-24:00/1,00:00-24:00/1", HOURS_POINTS, &hours, &err),
                     STATUS_INPUT);
    assert_non_null(strstr(err.text, "repeat"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hours__months_and_dates, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__years_and_weeks, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__weekdays_of_the_month, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__holidays, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__by_the_sun, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__open_ends, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__points_in_time, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__the_night_the_clocks_change, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__canonical_texts, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__intervals_between_two_moments, setup, teardown),
        cmocka_unit_test_setup_teardown(hours__hostile_values_take_no_time, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
