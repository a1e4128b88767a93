#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "tests/base/unit.h"

#include <string.h>

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

struct pair {
    const char *in, *out;
};

static void check_pairs(char *(*function)(struct arena *, const char *), const struct pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(function(arena, pairs[i].in), pairs[i].out);
    }
}

static void text_trim__leaves_single_inner_spaces(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"", ""},
        {"   ", ""},
        {" a  b\t\r\n c ", "a b c"},
        {"\xc2\xa0x\xe3\x80\x80y\xe2\x80\x89", "x y"},
        {"abc", "abc"},
        {" \xff\xfe ", "\xff\xfe"}, /* broken bytes stay, to be refused elsewhere */
    };
    check_pairs(text_trim, pairs, COUNT(pairs));
}

static void text_fold__makes_spellings_of_one_name_equal(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"", ""},
        {"  St. Mary's   Church ", "st marys church"},
        {"Ångström & Søn", "angstrom and son"},
        {"B&B", "b and b"},
        {"B & B", "b and b"},
        {"B and B", "b and b"},
        {"&", "and"},
        {"STRASSE", "strasse"},
        {"Straße", "strasse"},
        {"STRAẞE", "strasse"},
        {"Ærøskøbing", "aeroskobing"},
        {"Łódź", "lodz"},
        {"Œuvre", "oeuvre"},
        {"Țară Șerban", "tara serban"},
        {"Cafe\xcc\x81", "cafe"}, /* a combining accent */
        {"Café", "cafe"},
        {"Tŷ Ẁ", "ty w"},
        {"Phở", "pho"},
        {"O’Neill–Smith", "oneillsmith"},
        {"a\xe2\x80\x8b"
         "b",
         "ab"}, /* zero-width space */
        {"Ελλάδα", "ελλάδα"},
        {"МОСКВА Ёлка", "москва ёлка"},
        {"東京", "東京"},
        {"No. 7/9", "no 79"},
        {"x\xff\x80y", "xy"},
        {"½ m²", "½ m²"},
        {"--- ... !!!", ""},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const char *folded = text_fold(arena, pairs[i].in);
        assert_string_equal(text_fold(arena, folded), folded); /* folding again changes nothing */
    }
    check_pairs(text_fold, pairs, COUNT(pairs));
}

static void text_equal_folded__ignores_ascii_case_only(void **state)
{
    (void)state;
    assert_true(text_equal_folded("", ""));
    assert_true(text_equal_folded("Toilet", "tOILET"));
    assert_false(text_equal_folded("Toilet", "Toilets"));
    assert_false(text_equal_folded("Toilets", "Toilet"));
    assert_false(text_equal_folded("[", "{"));
    assert_false(text_equal_folded("É", "é"));
    assert_true(text_contains_folded("Oakham Bakery", "BAK"));
    assert_true(text_contains_folded("aab", "ab"));
    assert_true(text_contains_folded("x", ""));
    assert_true(text_contains_folded("", ""));
    assert_false(text_contains_folded("", "a"));
    assert_false(text_contains_folded("ab", "abc"));
}

static void text_phone_digits__finds_the_number_that_one_dials(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"01572 123456", "01572123456"},
        {"+44 (0)1572 123-456", "+441572123456"},
        {"0044 1572 123456", "+441572123456"},
        {"(01572) 123456", "01572123456"},
        {"(+44) 1572.123456", "+441572123456"},
        {"01572 123456 ext 9", "01572123456"},
        {"01572 123456x9", "01572123456"},
        {"01572 123456 / 07700 900123", "01572123456"},
        {"tel: 01572 123456", "01572123456"},
        {"999", "999"},
        {"", ""},
        {"+", ""},
        {"unknown", ""},
        {"+0(0)1", "+01"},
        {"00", ""},
        {"000", "+0"},
    };
    check_pairs(text_phone_digits, pairs, COUNT(pairs));
}

static void text_from_windows_1252__knows_every_byte(void **state)
{
    (void)state;
    assert_string_equal(text_from_windows_1252(arena, "Caf\xe9 \x80\x92\x85", 8), "Café €’…");
    assert_string_equal(text_from_windows_1252(arena, "\x81\x8d\x8f\x90\x9d", 5), "\ufffd\ufffd\ufffd\ufffd\ufffd");
    assert_string_equal(text_from_windows_1252(arena, "a\0b", 3), "a\ufffd"
                                                                  "b");
    assert_string_equal(text_from_windows_1252(arena, "", 0), "");
    char every[256];
    for (int i = 0; i < 256; i++) {
        every[i] = (char)i;
    }
    const char *text = text_from_windows_1252(arena, every, sizeof every);
    assert_true(text_utf8_valid(text, strlen(text), NULL));
    assert_string_equal(text + strlen(text) - 4, "þÿ");
}

static void text_url_encode__keeps_unreserved_characters_only(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"", ""},
        {"AZaz09-._~", "AZaz09-._~"},
        {"52.67,-0.73", "52.67%2C-0.73"},
        {"a b&c=d/é%\n", "a%20b%26c%3Dd%2F%C3%A9%25%0A"},
        {"\xff", "%FF"},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct buf buf;
        buf_init(&buf, 1000);
        text_url_encode(&buf, pairs[i].in);
        assert_string_equal(buf.data, pairs[i].out);
        buf_clear(&buf);
    }
}

static void text_csv_field__quotes_and_disarms_formulas(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out, *raw;
    } cases[] = {
        {"", "", ""},
        {"plain text", "plain text", "plain text"},
        {"a,b", "\"a,b\"", "\"a,b\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\"", "\"say \"\"hi\"\"\""},
        {"two\nlines", "\"two\nlines\"", "\"two\nlines\""},
        {" edge", "\" edge\"", "\" edge\""},
        {"a;b", "\"a;b\"", "\"a;b\""},
        {"=1+1", "'=1+1", "=1+1"},
        {"+44 1572", "'+44 1572", "+44 1572"},
        {"-x", "'-x", "-x"},
        {"@sum", "'@sum", "@sum"},
        {"=cmd|' /C calc'!A0,1", "\"'=cmd|' /C calc'!A0,1\"", "\"=cmd|' /C calc'!A0,1\""},
        {"\tx", "\"'\tx\"", "\"\tx\""},
        {"\rx", "\"'\rx\"", "\"\rx\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf buf;
        buf_init(&buf, 1000);
        text_csv_field(&buf, cases[i].in);
        assert_string_equal(buf.data, cases[i].out);
        buf_reset(&buf);
        text_csv_field_raw(&buf, cases[i].in);
        assert_string_equal(buf.data, cases[i].raw);
        buf_clear(&buf);
    }
}

static void text_nearest__proposes_a_likely_slip_only(void **state)
{
    (void)state;
    static const char *const words[] = {"import", "plan", "today", "next", "done", "export", "undo", "why", "list"};
    static const struct pair cases[] = {
        {"plna", "plan"}, {"PLAN", "plan"}, {"todya", "today"}, {"imprt", "import"}, {"exort", "export"},
        {"lst", "list"},  {"wyh", "why"},   {"nxt", "next"},    {"zzzzzzzz", NULL},  {"", NULL},
        {"x", NULL},      {"qq", NULL},     {"dnoe", "done"},   {"undoo", "undo"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *nearest = text_nearest(cases[i].in, words, COUNT(words));
        if (cases[i].out == NULL) {
            assert_null(nearest);
        } else {
            assert_non_null(nearest);
            assert_string_equal(nearest, cases[i].out);
        }
    }
    char endless[1000];
    memset(endless, 'a', sizeof endless);
    endless[999] = '\0';
    assert_null(text_nearest(endless, words, COUNT(words)));
    assert_null(text_nearest("plan", NULL, 0));
}

static void text_uuid4__has_the_form_and_does_not_repeat(void **state)
{
    (void)state;
    enum { MANY = 200 };
    static char uuids[MANY][37];
    for (size_t i = 0; i < MANY; i++) {
        text_uuid4(uuids[i]);
        assert_int_equal(strlen(uuids[i]), 36);
        assert_int_equal(strspn(uuids[i], "0123456789abcdef-"), 36);
        assert_true(uuids[i][8] == '-' && uuids[i][13] == '-' && uuids[i][18] == '-' && uuids[i][23] == '-');
        assert_true(uuids[i][14] == '4' && strchr("89ab", uuids[i][19]) != NULL);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(uuids[i], uuids[j]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_trim__leaves_single_inner_spaces),
        cmocka_unit_test(text_fold__makes_spellings_of_one_name_equal),
        cmocka_unit_test(text_equal_folded__ignores_ascii_case_only),
        cmocka_unit_test(text_phone_digits__finds_the_number_that_one_dials),
        cmocka_unit_test(text_from_windows_1252__knows_every_byte),
        cmocka_unit_test(text_url_encode__keeps_unreserved_characters_only),
        cmocka_unit_test(text_csv_field__quotes_and_disarms_formulas),
        cmocka_unit_test(text_nearest__proposes_a_likely_slip_only),
        cmocka_unit_test(text_uuid4__has_the_form_and_does_not_repeat),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
