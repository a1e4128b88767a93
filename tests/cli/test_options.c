/* The command line taken apart, with a command of the test's own. */
#include "cli/options.h"
#include "geo/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct command_option own[] = {
    {"map", 0, "FIELD=COLUMN", "which column is which field"},
    {"all", 'a', NULL, "all of them, done or not"},
    {0},
};
static const struct command sample = {.name = "list", .options = own};

static struct arena *arena;
static struct options options;
static struct error err;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    memset(&err, 0, sizeof err);
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* LINE split at blanks; "_" stands for an empty word. */
static enum status parse(const char *line)
{
    char *argv[20] = {arena_strdup(arena, "rounds")};
    int argc = 1;
    while (*line) {
        size_t length = strcspn(line, " ");
        argv[argc++] = length == 1 && *line == '_' ? arena_strdup(arena, "") : arena_strndup(arena, line, length);
        line += length + strspn(line + length, " ");
    }
    return options_parse(arena, &sample, argc, argv, &options, &err);
}

static void options__stand_anywhere(void **state)
{
    (void)state;
    static const char *const lines[] = {"--quiet list --map a=b customers", "list customers --quiet --map a=b",
                                        "list --map=a=b -q customers"};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(parse(lines[i]), STATUS_OK);
        assert_int_equal(options.words_n, 2);
        assert_string_equal(options.words[0], "list");
        assert_string_equal(options.words[1], "customers");
        assert_int_equal(options.values_n, 2);
    }
}

static void options__end_at_two_dashes(void **state)
{
    (void)state;
    assert_int_equal(parse("list -a -- --quiet -- x"), STATUS_OK);
    assert_int_equal(options.values_n, 1);
    assert_int_equal(options.words_n, 4);
    assert_string_equal(options.words[1], "--quiet");
}

static void options__repeat_in_order(void **state)
{
    (void)state;
    assert_int_equal(parse("list --map a=1 --map b=2"), STATUS_OK);
    assert_int_equal(options.values_n, 2);
    assert_string_equal(options.values[0].value, "a=1");
    assert_string_equal(options.values[1].value, "b=2");
}

static void options__letters_come_in_clusters(void **state)
{
    (void)state;
    assert_int_equal(parse("list -aqn"), STATUS_OK);
    assert_int_equal(options.values_n, 3);
    assert_string_equal(options.values[2].name, "dry-run");
}

static void options__values_may_look_like_options_and_be_empty(void **state)
{
    (void)state;
    assert_int_equal(parse("list --map --all"), STATUS_OK);
    assert_string_equal(options.values[0].value, "--all");
    assert_int_equal(parse("list --map= x"), STATUS_OK);
    assert_string_equal(options.values[0].value, "");
    assert_int_equal(parse("list _"), STATUS_OK);
    assert_int_equal(options.words_n, 2);
}

static void options__abbreviations_are_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {"list --js", "list --al", "list --ma a=b", "list --ma=a=b"};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(parse(lines[i]), STATUS_INPUT);
        assert_non_null(strstr(err.text, "has no option --"));
    }
}

static void options__mistakes_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *line, *says;
    } cases[] = {
        {"list --jsno", "did you mean --json"},    {"list --map", "--map needs a value: FIELD=COLUMN"},
        {"list --all=3", "--all takes no value"},  {"list -x", "no option -x"},
        {"list --db", "--db needs a value: FILE"}, {"list --qqq=3", "no option --qqq;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(parse(cases[i].line), STATUS_INPUT);
        if (!strstr(err.text, cases[i].says))
            fail_msg("%s: %s", cases[i].line, err.text);
    }
}

static void line__can_be_typed_again(void **state)
{
    (void)state;
    char *argv[] = {arena_strdup(arena, "rounds"), arena_strdup(arena, "--db"),        arena_strdup(arena, "x.db"),
                    arena_strdup(arena, "list"),   arena_strdup(arena, "Ann's place"), arena_strdup(arena, "--map"),
                    arena_strdup(arena, "a b=c"),  arena_strdup(arena, "--json"),      arena_strdup(arena, "")};
    assert_int_equal(options_parse(arena, &sample, 9, argv, &options, &err), STATUS_OK);
    assert_string_equal(options_line(arena, &options), "list 'Ann'\\''s place' '' --map 'a b=c'");
}

static void line__is_cut_and_safe(void **state)
{
    (void)state;
    char *word = arena_alloc(arena, 2001);
    memset(word, 'x', 2000);
    char *argv[] = {arena_strdup(arena, "rounds"), arena_strdup(arena, "list"), arena_strdup(arena, "\033[2J"), word};
    assert_int_equal(options_parse(arena, &sample, 4, argv, &options, &err), STATUS_OK);
    const char *line = options_line(arena, &options);
    assert_null(strchr(line, '\033'));
    assert_true(strlen(line) <= 310);
}

static void scan__finds_the_command_behind_options_with_values(void **state)
{
    (void)state;
    char *argv[] = {arena_strdup(arena, "rounds"), arena_strdup(arena, "--db"),   arena_strdup(arena, "plan"),
                    arena_strdup(arena, "--time"), arena_strdup(arena, "09:00"),  arena_strdup(arena, "--nonsense"),
                    arena_strdup(arena, "done"),   arena_strdup(arena, "--json"), arena_strdup(arena, "list")};
    const char *name;
    bool json;
    options_scan(arena, 9, argv, &name, &json);
    assert_string_equal(name, "done");
    assert_true(json);
    options_scan(arena, 1, argv, &name, &json);
    assert_null(name);
    assert_false(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(options__stand_anywhere, begin, end),
        cmocka_unit_test_setup_teardown(options__end_at_two_dashes, begin, end),
        cmocka_unit_test_setup_teardown(options__repeat_in_order, begin, end),
        cmocka_unit_test_setup_teardown(options__letters_come_in_clusters, begin, end),
        cmocka_unit_test_setup_teardown(options__values_may_look_like_options_and_be_empty, begin, end),
        cmocka_unit_test_setup_teardown(options__abbreviations_are_refused, begin, end),
        cmocka_unit_test_setup_teardown(options__mistakes_are_named, begin, end),
        cmocka_unit_test_setup_teardown(line__can_be_typed_again, begin, end),
        cmocka_unit_test_setup_teardown(line__is_cut_and_safe, begin, end),
        cmocka_unit_test_setup_teardown(scan__finds_the_command_behind_options_with_values, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
