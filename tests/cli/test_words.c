#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void duration__is_rounded_to_minutes(void **state)
{
    (void)state;
    assert_string_equal(words_duration(arena, 0), "0 min");
    assert_string_equal(words_duration(arena, 29), "0 min");
    assert_string_equal(words_duration(arena, 30), "1 min");
    assert_string_equal(words_duration(arena, 3569), "59 min");
    assert_string_equal(words_duration(arena, 3570), "1 h");
    assert_string_equal(words_duration(arena, 7800), "2 h 10");
    assert_string_equal(words_duration(arena, 3900), "1 h 05");
}

static void km__has_a_decimal_only_where_it_matters(void **state)
{
    (void)state;
    assert_string_equal(words_km(arena, 0), "0 m");
    assert_string_equal(words_km(arena, 118), "120 m");
    assert_string_equal(words_km(arena, 994), "990 m");
    assert_string_equal(words_km(arena, 995), "1.0 km");
    assert_string_equal(words_km(arena, 8440), "8.4 km");
    assert_string_equal(words_km(arena, 9949), "9.9 km");
    assert_string_equal(words_km(arena, 84000), "84 km");
}

static void due__speaks_of_days(void **state)
{
    (void)state;
    int32_t today = civil_day(2026, 11, 24);
    assert_string_equal(words_due(arena, today, today), "due today");
    assert_string_equal(words_due(arena, today + 1, today), "due tomorrow");
    assert_string_equal(words_due(arena, today + 3, today), "due in 3 days");
    assert_string_equal(words_due(arena, today - 4, today), "4 days late");
}

static void ago__knows_never_and_today(void **state)
{
    (void)state;
    int32_t today = civil_day(2026, 11, 24);
    assert_string_equal(words_ago(arena, DAY_NONE, today), "never");
    assert_string_equal(words_ago(arena, today, today), "today");
    assert_string_equal(words_ago(arena, today - 3, today), "3 days ago");
    assert_string_equal(words_ago(arena, today + 3, today), "in 3 days");
}

static void weekdays__come_back_as_they_were_written(void **state)
{
    (void)state;
    static const char *const texts[] = {"Mo-Fr", "Mo,We,Fr", "Sa,Su", "Mo-We,Fr-Su", "Su", "Mo-Su"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        uint32_t mask = 0;
        assert_true(words_parse_weekdays(texts[i], &mask));
        const char *text = words_weekdays(arena, mask);
        uint32_t again = 0;
        assert_true(words_parse_weekdays(text, &again));
        assert_int_equal(mask, again);
    }
    uint32_t mask = 0;
    assert_true(words_parse_weekdays("monday - friday", &mask) || words_parse_weekdays("Monday-Friday", &mask));
    assert_int_equal(mask, 31);
    assert_true(words_parse_weekdays("Sa-Mo", &mask));
    assert_int_equal(mask, 1 | 32 | 64);
}

static void weekdays__that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", " ", "Mo-", "-Fr", "Xy", "Mo-Xy", "Mo;Tu", "1-5"};
    uint32_t mask = 77;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(words_parse_weekdays(texts[i], &mask));
    assert_int_equal(mask, 77);
}

static void id__has_its_letter(void **state)
{
    (void)state;
    assert_int_equal(words_parse_id("P12", 'P'), 12);
    assert_int_equal(words_parse_id("p12", 'P'), 12);
    assert_int_equal(words_parse_id("12", 0), 12);
    static const char *const wrong[] = {"", "P", "P0", "P-1", "12", "N12", "P12x", "P 12", "P99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(words_parse_id(wrong[i], 'P'), 0);
}

static void join__needs_no_separator_beside_nothing(void **state)
{
    (void)state;
    assert_string_equal(words_join(arena, "a", ", ", "b"), "a, b");
    assert_string_equal(words_join(arena, "", ", ", "b"), "b");
    assert_string_equal(words_join(arena, "a", ", ", ""), "a");
    assert_string_equal(words_join(arena, "", ", ", ""), "");
}

static void count__knows_one_and_many(void **state)
{
    (void)state;
    assert_string_equal(words_count(arena, 0, "job"), "0 jobs");
    assert_string_equal(words_count(arena, 1, "job"), "1 job");
    assert_string_equal(words_count(arena, 2, "job"), "2 jobs");
}

static void between__is_what_the_clock_shows(void **state)
{
    (void)state;
    assert_string_equal(words_between(arena, 9 * 3600 + 59, 9 * 3600 + 60), "1 min");
    assert_string_equal(words_between(arena, 9 * 3600, 9 * 3600 + 59), "0 min");
    assert_string_equal(words_between(arena, 100, 50), "0 min");
    for (int32_t leave_s = 0; leave_s < 60; leave_s++)
        for (int32_t drive_s = 600; drive_s < 660; drive_s++) {
            int32_t shown = (leave_s + drive_s) / 60 - leave_s / 60;
            assert_true(abs(shown * 60 - drive_s) < 60);
            assert_string_equal(words_between(arena, leave_s, leave_s + drive_s), shown == 10 ? "10 min" : "11 min");
        }
}

static void address__says_nothing_twice(void **state)
{
    (void)state;
    assert_string_equal(words_address(arena, "Oakham Bakery", "Ketton"), "Oakham Bakery, Ketton");
    assert_string_equal(words_address(arena, "Moldaustraße 10a, Karlsruhe", "Karlsruhe"),
                        "Moldaustraße 10a, Karlsruhe");
    assert_string_equal(words_address(arena, "Rathaus KARLSRUHE", "Karlsruhe"), "Rathaus KARLSRUHE");
    assert_string_equal(words_address(arena, "Neukarlsruhe", "Karlsruhe"), "Neukarlsruhe, Karlsruhe");
    assert_string_equal(words_address(arena, "Straßhof", "hof"), "Straßhof, hof");
    assert_string_equal(words_address(arena, "High Street 1, Oakham", "High Street 1, Oakham, LE15 6DT"),
                        "High Street 1, Oakham, LE15 6DT");
    assert_string_equal(words_address(arena, "Oakham", "Oakham"), "Oakham");
    assert_string_equal(words_address(arena, "Oakham Bakery", ""), "Oakham Bakery");
    assert_string_equal(words_address(arena, "", "Oakham"), "Oakham");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(duration__is_rounded_to_minutes),
        cmocka_unit_test(km__has_a_decimal_only_where_it_matters),
        cmocka_unit_test(due__speaks_of_days),
        cmocka_unit_test(ago__knows_never_and_today),
        cmocka_unit_test(weekdays__come_back_as_they_were_written),
        cmocka_unit_test(weekdays__that_are_none_are_refused),
        cmocka_unit_test(id__has_its_letter),
        cmocka_unit_test(join__needs_no_separator_beside_nothing),
        cmocka_unit_test(count__knows_one_and_many),
        cmocka_unit_test(between__is_what_the_clock_shows),
        cmocka_unit_test(address__says_nothing_twice),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
