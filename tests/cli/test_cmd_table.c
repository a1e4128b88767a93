/* The table of commands: sorted, and every command with all that belongs to one. */
#include "cli/cmd.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *source_file(struct arena *arena, const char *path)
{
    const char *root = getenv("ROUNDS_SOURCE");
    const char *full = arena_printf(arena, "%s/%s", root ? root : ".", path);
    char *text;
    size_t length;
    if (!file_exists(full) || file_read(arena, full, 1 << 20, &text, &length, NULL))
        return NULL;
    return text;
}

static void table__is_sorted(void **state)
{
    (void)state;
    size_t n;
    const struct command *const *table = command_table(&n);
    assert_true(n > 10);
    for (size_t i = 1; i < n; i++)
        assert_true(strcmp(table[i - 1]->name, table[i]->name) < 0);
}

static void table__finds_each_command_by_its_whole_name(void **state)
{
    (void)state;
    size_t n;
    const struct command *const *table = command_table(&n);
    for (size_t i = 0; i < n; i++)
        assert_ptr_equal(command_find(table[i]->name), table[i]);
    assert_null(command_find("pla"));
    assert_null(command_find(""));
}

static void table__every_command_says_what_it_does(void **state)
{
    (void)state;
    size_t n;
    const struct command *const *table = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        const struct command *command = table[i];
        assert_non_null(command->run);
        assert_true(strlen(command->summary) > 10 && strlen(command->summary) < 80);
        assert_true(strlen(command->help) > 20);
        assert_int_equal(strncmp(command->usage, command->name, strlen(command->name)), 0);
        for (const struct command_option *option = command->options; option && option->name; option++)
            assert_true(strlen(option->help) > 5);
    }
}

/* Options may stand before the command's name, so one name cannot take a value here and none there. */
static void table__an_option_takes_a_value_everywhere_or_nowhere(void **state)
{
    (void)state;
    size_t n;
    const struct command *const *table = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k <= n; k++) {
            const struct command_option *other = k == n ? command_common_options() : table[k]->options;
            for (const struct command_option *a = table[i]->options; a && a->name; a++)
                for (const struct command_option *b = other; b && b->name; b++) {
                    if (strcmp(a->name, b->name) == 0 && (a->arg == NULL) != (b->arg == NULL))
                        fail_msg("--%s takes a value in one command and none in another", a->name);
                    if (a->letter && a->letter == b->letter)
                        assert_string_equal(a->name, b->name);
                    if (k == n) /* nobody hides what everyone has */
                        assert_string_not_equal(a->name, b->name);
                }
        }
    }
}

static void table__every_command_is_in_the_manual(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *man = source_file(arena, "data/man/rounds.1");
    const char *readme = source_file(arena, "README.md");
    size_t n;
    const struct command *const *table = command_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (table[i]->needs & HIDDEN)
            continue;
        if (man && !strstr(man, table[i]->name))
            fail_msg("data/man/rounds.1 does not speak of %s", table[i]->name);
        if (readme && !strstr(readme, arena_printf(arena, "rounds %s", table[i]->name)))
            fail_msg("README.md does not speak of rounds %s", table[i]->name);
    }
    arena_free(arena);
    if (!man || !readme)
        skip();
}

static void table__every_option_is_in_the_manual(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *man = source_file(arena, "data/man/rounds.1");
    size_t n;
    const struct command *const *table = command_table(&n);
    for (size_t i = 0; man && i < n; i++)
        for (const struct command_option *option = table[i]->options; option && option->name; option++) {
            /* A manual page writes "--max-detour" as "\-\-max\-detour" or plainly. */
            char escaped[200] = "";
            size_t length = 0;
            for (const char *c = arena_printf(arena, "--%s", option->name); *c && length < sizeof escaped - 3; c++) {
                if (*c == '-')
                    escaped[length++] = '\\';
                escaped[length++] = *c;
            }
            if (!strstr(man, escaped) && !strstr(man, arena_printf(arena, "--%s", option->name)))
                fail_msg("data/man/rounds.1 does not speak of rounds %s --%s", table[i]->name, option->name);
        }
    arena_free(arena);
    if (!man)
        skip();
}

static void table__every_command_is_in_every_completion(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char *const files[] = {"data/completions/rounds.bash", "data/completions/_rounds",
                                        "data/completions/rounds.fish"};
    size_t n;
    const struct command *const *table = command_table(&n);
    for (size_t f = 0; f < 3; f++) {
        const char *text = source_file(arena, files[f]);
        assert_non_null(text);
        for (size_t i = 0; i < n; i++)
            if (!(table[i]->needs & HIDDEN) && !strstr(text, table[i]->name))
                fail_msg("%s does not speak of %s", files[f], table[i]->name);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table__is_sorted),
        cmocka_unit_test(table__finds_each_command_by_its_whole_name),
        cmocka_unit_test(table__every_command_says_what_it_does),
        cmocka_unit_test(table__an_option_takes_a_value_everywhere_or_nowhere),
        cmocka_unit_test(table__every_command_is_in_the_manual),
        cmocka_unit_test(table__every_option_is_in_the_manual),
        cmocka_unit_test(table__every_command_is_in_every_completion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
