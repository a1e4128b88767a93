/* The settings file: read with its line numbers, written with everything else in it left alone. */
#include "cli/config.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static char folder[64];
static struct settings settings;
static struct config *config;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    strncpy(folder, "/tmp/rounds-config-XXXXXX", sizeof folder - 1);
    if (!mkdtemp(folder))
        return -1;
    setenv("XDG_CONFIG_HOME", folder, 1);
    config = config_new(arena, &settings);
    return 0;
}

static int end(void **state)
{
    (void)state;
    unlink(config->path);
    rmdir(arena_printf(arena, "%s/rounds", folder));
    rmdir(folder);
    arena_free(arena);
    return 0;
}

static void put(const char *text)
{
    struct error err;
    assert_int_equal(file_make_folder(arena_printf(arena, "%s/rounds", folder), &err), STATUS_OK);
    assert_int_equal(file_replace(config->path, text, strlen(text), &err), STATUS_OK);
}

static const char *get(void)
{
    char *text = NULL;
    size_t length;
    struct error err;
    assert_int_equal(file_read(arena, config->path, 1 << 20, &text, &length, &err), STATUS_OK);
    return text;
}

static void change(const char *name, const char *value)
{
    struct config_change one = {name, value};
    struct error err = {0};
    enum status status = config_write(config, arena, &one, 1, &err);
    if (status)
        fail_msg("%s", err.text);
}

static void load__without_a_file_keeps_the_defaults(void **state)
{
    (void)state;
    struct error err;
    assert_int_equal(config_load(config, arena, &settings, &err), STATUS_OK);
    assert_int_equal(settings.goal_days, 365);
    assert_string_equal(config_origin_name(config, "visits.goal"), "default");
}

static void load__says_where_a_value_comes_from(void **state)
{
    (void)state;
    struct error err;
    put("[visits]\ngoal = 90\n");
    assert_int_equal(config_load(config, arena, &settings, &err), STATUS_OK);
    assert_int_equal(settings.goal_days, 90);
    assert_string_equal(config_origin_name(config, "visits.goal"), "file");
    assert_int_equal(config_override(config, arena, &settings, "visits.goal=30", &err), STATUS_OK);
    assert_int_equal(settings.goal_days, 30);
    assert_string_equal(config_origin_name(config, "visits.goal"), "option");
    assert_string_equal(config_origin_name(config, "plan.lunch"), "default");
}

static void load__names_file_and_line(void **state)
{
    (void)state;
    struct error err;
    put("# one\n\n[visits]\n; four\ngoal = soon\n");
    assert_int_equal(config_load(config, arena, &settings, &err), STATUS_INPUT);
    assert_non_null(strstr(err.text, "config.ini:5: visits.goal"));
}

static void write__makes_the_file_and_its_folder(void **state)
{
    (void)state;
    change("visits.goal", "90");
    assert_non_null(strstr(get(), "\n[visits]\ngoal = 90\n"));
}

static void write__keeps_comments_order_and_other_lines(void **state)
{
    (void)state;
    put("; head\n[plan]\n# lunch\nlunch=30 ; noon\n\n[visits]\ngoal=200\nminutes = 15\n\n; tail\n");
    change("visits.goal", "90");
    assert_string_equal(get(),
                        "; head\n[plan]\n# lunch\nlunch=30 ; noon\n\n[visits]\ngoal = 90\nminutes = 15\n\n; tail\n");
}

static void write__puts_a_new_key_behind_its_section(void **state)
{
    (void)state;
    put("[visits]\ngoal=200\n\n[plan]\nlunch=30\n");
    change("visits.minutes", "15 min");
    assert_string_equal(get(), "[visits]\ngoal=200\nminutes = 15 min\n\n[plan]\nlunch=30\n");
    change("worth.never", "3 min");
    assert_string_equal(get(), "[visits]\ngoal=200\nminutes = 15 min\n\n[plan]\nlunch=30\n\n[worth]\nnever = 3 min\n");
}

static void write__takes_a_line_out(void **state)
{
    (void)state;
    put("[visits]\ngoal=200\nminutes=3\n");
    change("visits.goal", NULL);
    assert_string_equal(get(), "[visits]\nminutes=3\n");
    change("plan.lunch", NULL);
    assert_string_equal(get(), "[visits]\nminutes=3\n");
}

static void write__leaves_one_of_a_key_given_twice(void **state)
{
    (void)state;
    put("[visits]\ngoal=200\nminutes=3\ngoal=100\n");
    change("visits.goal", "90");
    assert_string_equal(get(), "[visits]\ngoal = 90\nminutes=3\n");
}

static void write__does_not_take_a_comment_for_the_key(void **state)
{
    (void)state;
    put("[visits]\n# goal = 200\ngoals = 3\n");
    change("visits.goal", "90");
    assert_string_equal(get(), "[visits]\n# goal = 200\ngoals = 3\ngoal = 90\n");
}

static void write__takes_lines_of_windows_and_no_last_line_feed(void **state)
{
    (void)state;
    put("[visits]\r\ngoal=200\r\n[plan]\r\nlunch=30");
    change("visits.goal", "90");
    assert_string_equal(get(), "[visits]\ngoal = 90\n[plan]\nlunch=30\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(load__without_a_file_keeps_the_defaults, begin, end),
        cmocka_unit_test_setup_teardown(load__says_where_a_value_comes_from, begin, end),
        cmocka_unit_test_setup_teardown(load__names_file_and_line, begin, end),
        cmocka_unit_test_setup_teardown(write__makes_the_file_and_its_folder, begin, end),
        cmocka_unit_test_setup_teardown(write__keeps_comments_order_and_other_lines, begin, end),
        cmocka_unit_test_setup_teardown(write__puts_a_new_key_behind_its_section, begin, end),
        cmocka_unit_test_setup_teardown(write__takes_a_line_out, begin, end),
        cmocka_unit_test_setup_teardown(write__leaves_one_of_a_key_given_twice, begin, end),
        cmocka_unit_test_setup_teardown(write__does_not_take_a_comment_for_the_key, begin, end),
        cmocka_unit_test_setup_teardown(write__takes_lines_of_windows_and_no_last_line_feed, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
