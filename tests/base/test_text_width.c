#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "tests/base/unit.h"

#include <string.h>

static void text_width__counts_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int columns;
    } cases[] = {
        {"", 0},
        {"plain", 5},
        {"Ünïcödé", 7},
        {"e\xcc\x81", 1}, /* a combining accent */
        {"東京", 4},
        {"ｶﾅ", 2}, /* half-width */
        {"Ａ", 2}, /* full-width */
        {"한국", 4},
        {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 2}, /* the same syllable in parts */
        {"☕", 2},
        {"😀🚗", 4},
        {"€–…·", 4},
        {"─┼│", 3},
        {"\xe2\x9d\xa4\xef\xb8\x8f", 1}, /* a heart and its variation selector */
        {"\xe2\x80\x8b\xef\xbb\xbf", 0},
        {"\xc2\xad", 1}, /* soft hyphen */
        {"ไทยกำ", 5},
        {"שָׁלוֹם", 4},
        {"\xff", 1},
        {"\x1b", 0},
        {"\xf0\xa0\x80\x80", 2}, /* U+20000 */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_width(cases[i].text), cases[i].columns);
    }
}

static void text_cut__never_exceeds_its_columns(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct {
        const char *text;
        int columns;
        const char *out;
    } cases[] = {
        {"abcdef", 6, "abcdef"},
        {"abcdef", 5, "abcd…"},
        {"abcdef", 1, "…"},
        {"abcdef", 0, ""},
        {"abcdef", -3, ""},
        {"", 3, ""},
        {"東京都", 6, "東京都"},
        {"東京都", 5, "東京…"},
        {"東京都", 4, "東…"},
        {"東京都", 2, "…"},
        {"e\xcc\x81t\xcc\x81", 2, "e\xcc\x81t\xcc\x81"},
        {"e\xcc\x81tu", 2, "e\xcc\x81…"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(text_cut(arena, cases[i].text, cases[i].columns), cases[i].out);
    }
    const char *mixed = "aé東😀e\xcc\x81\xffz한";
    for (int columns = 1; columns < 20; columns++) {
        const char *cut = text_cut(arena, mixed, columns);
        assert_true(text_width(cut) <= columns);
        assert_true(text_width(cut) >= (text_width(mixed) < columns ? text_width(mixed) : columns - 1));
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_width__counts_columns),
        cmocka_unit_test(text_cut__never_exceeds_its_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
