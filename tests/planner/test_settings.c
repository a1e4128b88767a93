#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "planner/settings.h"

#include <string.h>

static struct arena *arena;
static struct settings settings;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    settings_defaults(&settings);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void set(const char *name, const char *text)
{
    struct error err;
    if (settings_set(&settings, name, text, &err) != STATUS_OK) {
        fail_msg("%s = %s: %s", name, text, err.text);
    }
}

static const char *refusal(const char *name, const char *text)
{
    static struct error err;
    struct settings before = settings;
    if (settings_set(&settings, name, text, &err) == STATUS_OK) {
        fail_msg("%s took \"%s\"", name, text);
    }
    assert_int_equal(err.status, STATUS_INPUT);
    assert_memory_equal(&before, &settings, sizeof before);
    return err.text;
}

static void settings__defaults_are_the_documented_ones(void **state)
{
    (void)state;
    assert_int_equal(settings.goal_days, 365);
    assert_int_equal(settings.visit_s, 20 * 60);
    assert_int_equal(settings.job_s, 3600);
    assert_int_equal(settings.job_days, 14);
    assert_int_equal(settings.max_detour_s, 20 * 60);
    assert_int_equal(settings.lunch_to_s, 13 * 3600 + 1800);
    assert_true(settings.overdue_from == 0.7);
    assert_int_equal(settings.estimate.bands, 4);
    assert_string_equal(settings.country, "gb");
    assert_string_equal(settings.zone, "");
}

static void settings__every_value_reads_back(void **state)
{
    (void)state;
    size_t n;
    const struct setting *table = settings_table(&n);
    for (size_t i = 0; i < n; i++) {
        const char *text = settings_get(arena, &settings, table[i].name);
        struct settings before = settings;
        set(table[i].name, text);
        assert_string_equal(settings_get(arena, &settings, table[i].name), text);
        assert_memory_equal(&before, &settings, sizeof before);
        assert_true(strlen(table[i].help) > 10);
    }
}

static void settings__sections_stand_together_and_names_are_unique(void **state)
{
    (void)state;
    size_t n;
    const struct setting *table = settings_table(&n);
    for (size_t i = 0; i < n; i++) {
        size_t section = strcspn(table[i].name, ".");
        assert_int_equal(table[i].name[section], '.');
        for (size_t k = i + 1; k < n; k++) {
            assert_string_not_equal(table[i].name, table[k].name);
            bool same = strncmp(table[i].name, table[k].name, section + 1) == 0;
            bool gap = strncmp(table[i].name, table[k - 1].name, section + 1) != 0;
            assert_false(same && gap);
        }
    }
}

static void settings__people_write_values_in_many_ways(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *back;
    } cases[] = {
        {"visits.goal", "180", "180"},
        {"visits.goal", "26 weeks", "182"},
        {"visits.goal", "30 days", "30"},
        {"visits.goal", " 1d ", "1"},
        {"visits.minutes", "45", "45 min"},
        {"visits.minutes", "45m", "45 min"},
        {"visits.minutes", "1h30", "90 min"},
        {"visits.minutes", "1:30", "90 min"},
        {"visits.minutes", "2h", "2 h"},
        {"visits.job_minutes", "24h", "24 h"},
        {"visits.job_days", "0", "0"},
        {"visits.job_days", "4 weeks", "28"},
        {"plan.max_detour", "0", "0 min"},
        {"plan.max_visits", "0", "0"},
        {"plan.lunch", "30 min", "30 min"},
        {"plan.lunch_window", "11:30-13:00", "11:30-13:00"},
        {"plan.lunch_window", "11.30 - 1pm", "11:30-13:00"},
        {"plan.visit_window", "00:00-24:00", "00:00-24:00"},
        {"worth.overdue_from", "1", "1"},
        {"worth.overdue_from", "0.8500", "0.85"},
        {"worth.overdue_from", "0.12345", "0.123"},
        {"travel.road_factor", "1.4", "1.4"},
        {"travel.bands", "inf:50", "inf:50"},
        {"travel.bands", "1.5:20.25, inf:50", "1.5:20.25 inf:50"},
        {"general.zone", "Europe/Paris", "Europe/Paris"},
        {"general.zone", "", ""},
        {"general.country", "DE", "de"},
        {"general.region", "Bayern", "Bayern"},
        {"general.region", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set(cases[i].name, cases[i].text);
        const char *back = settings_get(arena, &settings, cases[i].name);
        assert_string_equal(back, cases[i].back);
        struct settings before = settings;
        set(cases[i].name, back);
        assert_memory_equal(&before, &settings, sizeof before);
    }
    set("plan.visit_window", "08:00-16:30");
    assert_int_equal(settings.visit_before_s, 8 * 3600);
    assert_int_equal(settings.visit_after_s, 16 * 3600 + 1800);
}

static void settings__refusals_say_what_is_right(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *says;
    } cases[] = {
        {"visits.goal", "0", "visits.goal: \"0\" is not a number of days from 1 to 3650"},
        {"visits.goal", "3651", "from 1 to 3650"},
        {"visits.goal", "522 weeks", "from 1 to 3650"},
        {"visits.goal", "-5", "days"},
        {"visits.goal", "12 months", "days"},
        {"visits.goal", "", "days"},
        {"visits.goal", "99999999999999999999", "days"},
        {"visits.minutes", "0", "from 1 to 480 minutes, like 45, 45 min or 1h30"},
        {"visits.minutes", "481", "from 1 to 480"},
        {"visits.minutes", "twenty", "like 45"},
        {"plan.max_visits", "61", "a whole number from 0 to 60"},
        {"plan.max_visits", "2.5", "a whole number"},
        {"plan.lunch_window", "12:00", "like 12:00-13:30"},
        {"plan.lunch_window", "13:30-12:00", "a later one"},
        {"plan.lunch_window", "12:00-12:00", "a later one"},
        {"plan.lunch_window", "12:00-25:00", "like 12:00-13:30"},
        {"plan.lunch_window", "12:00:30-13:00", "like 12:00-13:30"},
        {"worth.overdue_from", "0,7", "a number from 0 to 5, like 1.2"},
        {"worth.overdue_from", "nan", "a number"},
        {"worth.overdue_from", "5.01", "from 0 to 5"},
        {"travel.road_factor", "0.99", "from 1 to 10"},
        {"travel.bands", "", "ends with inf"},
        {"travel.bands", "2:24", "ends with inf"},
        {"travel.bands", "inf:80 2:24", "ends with inf"},
        {"travel.bands", "2:24 2:30 inf:80", "band 2"},
        {"travel.bands", "2:24 5:20 inf:80", "band 2"},
        {"travel.bands", "2:0 inf:80", "ends with inf"},
        {"travel.bands", "2-24 inf:80", "ends with inf"},
        {"travel.bands", "1:20 2:20 3:20 4:20 5:20 6:20 7:20 8:20 inf:20", "ends with inf"},
        {"general.zone", "Europe/Atlantis", "knows no time zone \"Europe/Atlantis\"; write one like Europe/London"},
        {"general.zone", "../../etc/passwd", "knows no time zone"},
        {"general.country", "gbr", "two letters"},
        {"general.country", "", "two letters"},
        {"general.region", "a name of a region that is longer than any that a region of any country has", "too long"},
        {"general.country", "g1", "two letters"},
        {"plan.max_detuor", "20", "is it plan.max_detour?"},
        {"nonsense", "20", "`rounds config` lists them"},
        {"", "20", "there is no setting"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = refusal(cases[i].name, cases[i].text);
        if (strstr(text, cases[i].says) == NULL) {
            fail_msg("%s = %s: %s", cases[i].name, cases[i].text, text);
        }
    }
    char zone[400];
    memset(zone, 'x', sizeof zone - 1);
    zone[sizeof zone - 1] = '\0';
    assert_non_null(strstr(refusal("general.zone", zone), "knows no time zone"));
}

static void settings__an_unknown_name_has_no_value(void **state)
{
    (void)state;
    assert_null(settings_get(arena, &settings, "plan.nonsense"));
    assert_null(settings_get(arena, &settings, ""));
}

static void settings__docs_have_the_same_table(void **state)
{
    (void)state;
    struct error err;
    char *docs = NULL;
    size_t length;
    if (file_read(arena, ROUNDS_SOURCE "/docs/settings.md", CAP_TEXT_BYTES, &docs, &length, &err) != STATUS_OK) {
        fail_msg("%s", err.text);
    }
    size_t n;
    const struct setting *table = settings_table(&n);
    const char *from = docs;
    for (size_t i = 0; i < n; i++) {
        const char *value = settings_get(arena, &settings, table[i].name);
        char *row = arena_printf(arena, "\n| `%s` | %s | %s |\n", table[i].name, value[0] != '\0' ? value : "(empty)",
                                 table[i].help);
        from = strstr(from, row);
        if (from == NULL) {
            fail_msg("docs/settings.md lacks, or has out of order:%s", row);
        }
    }
    size_t rows = 0;
    for (const char *p = docs; (p = strstr(p, "\n| `")) != NULL; p++) {
        rows++;
    }
    assert_int_equal(rows, n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(settings__defaults_are_the_documented_ones, setup, teardown),
        cmocka_unit_test_setup_teardown(settings__every_value_reads_back, setup, teardown),
        cmocka_unit_test_setup_teardown(settings__sections_stand_together_and_names_are_unique, setup, teardown),
        cmocka_unit_test_setup_teardown(settings__people_write_values_in_many_ways, setup, teardown),
        cmocka_unit_test_setup_teardown(settings__refusals_say_what_is_right, setup, teardown),
        cmocka_unit_test_setup_teardown(settings__an_unknown_name_has_no_value, setup, teardown),
        cmocka_unit_test_setup_teardown(settings__docs_have_the_same_table, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
