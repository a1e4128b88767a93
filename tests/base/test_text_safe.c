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

static void text_utf8_valid__finds_the_first_broken_byte(void **state)
{
    (void)state;
    enum { FINE = -1 };
    static const struct {
        const char *bytes;
        int bad_at;
    } cases[] = {
        {"", FINE},
        {"plain", FINE},
        {"\x7f\xc2\x80\xdf\xbf", FINE},
        {"\xe0\xa0\x80\xef\xbf\xbf", FINE},
        {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", FINE},
        {"a\x80", 1},            /* a continuation alone */
        {"ab\xc3", 2},           /* cut off */
        {"\xe2\x82", 0},         /* cut off */
        {"\xf0\x9f\x98", 0},     /* cut off */
        {"\xc3(", 0},            /* not continued */
        {"\xc0\xaf", 0},         /* overlong "/" */
        {"\xc1\xbf", 0},         /* overlong */
        {"\xe0\x80\xaf", 0},     /* overlong */
        {"\xe0\x9f\xbf", 0},     /* overlong */
        {"\xf0\x80\x80\xaf", 0}, /* overlong */
        {"\xf0\x8f\xbf\xbf", 0}, /* overlong */
        {"\xed\xa0\x80", 0},     /* a surrogate */
        {"x\xed\xbf\xbf", 1},    /* a surrogate */
        {"\xf4\x90\x80\x80", 0}, /* past U+10FFFF */
        {"\xf5\x80\x80\x80", 0},
        {"\xfe", 0},
        {"\xff", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t bad = 999;
        bool valid = text_utf8_valid(cases[i].bytes, strlen(cases[i].bytes), &bad);
        assert_int_equal(valid, cases[i].bad_at == FINE);
        assert_int_equal(bad, valid ? 999 : (size_t)cases[i].bad_at);
        assert_int_equal(text_utf8_valid(cases[i].bytes, strlen(cases[i].bytes), NULL), valid);
    }
    assert_true(text_utf8_valid("a\0b", 3, NULL));
    assert_false(text_utf8_valid("\xe2\x82\xac", 2, NULL)); /* the length counts, not the NUL */
}

struct pair {
    const char *in, *out;
};

static const struct pair terminal[] = {
    {"", ""},
    {"plain Ünïcode € 😀", "plain Ünïcode € 😀"},
    {"\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"},
    {"\x1bP$q\x1b\\", "\\x1bP$q\\x1b\\"},
    {"bell\x07 back\x08space del\x7f", "bell\\x07 back\\x08space del\\x7f"},
    {"\xc2\x9b"
     "31mC1\xc2\x85",
     "\\x9b31mC1\\x85"}, /* CSI as one character */
    {"\x9b"
     "31m",
     "\ufffd31m"}, /* and as a raw byte */
    {"a\tb", "a b"},
    {"user\xe2\x80\xae"
     "cod.exe",
     "user\\u202ecod.exe"},                                        /* right-to-left override */
    {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069"},              /* isolates */
    {"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "\\u200e\\u200f\\u061c"}, /* marks */
    {"a\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d\xe2\x81\xa0"
     "b",
     "a\\u200b\\u200c\\u200d\\u2060b"},
    {"\xef\xbb\xbfname", "\\ufeffname"}, /* a byte order mark */
    {"\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029"},
    {"\xf3\xa0\x81\x81", "\\U000e0041"}, /* an invisible tag */
    {"bad \xc3( \xed\xa0\x80.", "bad \ufffd( \ufffd\ufffd\ufffd."},
    {"\xf0\x9f\x98", "\ufffd"}, /* cut off: one for the part */
    {"\xe2\x82", "\ufffd"},
    {"\xff\xfe", "\ufffd\ufffd"},
    {"back\\x1bslash", "back\\x1bslash"},
};

static void text_terminal_safe__shows_what_would_command_or_hide(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(terminal); i++) {
        assert_string_equal(text_terminal_safe(arena, terminal[i].in), terminal[i].out);
        assert_string_equal(text_terminal_safe_lines(arena, terminal[i].in), terminal[i].out);
    }
    assert_string_equal(text_terminal_safe(arena, "a\r\nb\nc\rd\n"), "a b c d ");
    assert_string_equal(text_terminal_safe_lines(arena, "a\r\nb\nc\rd\n"), "a\nb\nc\nd\n");
}

/* Any three bytes: what comes out is UTF-8 without a control, however the bytes fall. */
static void text_terminal_safe__is_safe_for_all_short_texts(void **state)
{
    (void)state;
    static const unsigned char picks[] = {0x01, 0x0A, 0x1B, 0x20, 0x41, 0x7F, 0x80, 0x85, 0x8E, 0x9B,
                                          0x9C, 0xA0, 0xA6, 0xAE, 0xBB, 0xBF, 0xC0, 0xC2, 0xD8, 0xE0,
                                          0xE2, 0xED, 0xEF, 0xF0, 0xF3, 0xF4, 0xF5, 0xFF};
    for (size_t i = 0; i < COUNT(picks) * COUNT(picks) * COUNT(picks) * COUNT(picks); i++) {
        size_t rest = i;
        char text[5] = "";
        for (size_t at = 0; at < 4; at++) {
            text[at] = (char)picks[rest % COUNT(picks)];
            rest /= COUNT(picks);
        }
        struct arena *scratch = arena_new();
        const char *safe = text_terminal_safe(scratch, text);
        assert_true(text_utf8_valid(safe, strlen(safe), NULL));
        for (const char *p = safe; *p != '\0'; p++) {
            unsigned char byte = (unsigned char)*p;
            assert_true(byte >= 0x20 && byte != 0x7F);
            assert_false(byte == 0xC2 && (unsigned char)p[1] < 0xA0); /* C1 */
        }
        const char *xml = text_xml_clean(scratch, text);
        assert_true(text_utf8_valid(xml, strlen(xml), NULL));
        (void)text_fold(scratch, text);
        (void)text_trim(scratch, text);
        (void)text_cut(scratch, text, 2);
        arena_free(scratch);
    }
}

static void text_xml_clean__keeps_what_xml_1_0_can_carry(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"", ""},
        {"a<b>&\"c\"", "a<b>&\"c\""},
        {"tab\tlf\ncr\r", "tab\tlf\ncr\r"},
        {"\x01\x08\x0b\x0c\x0e\x1b\x1fx", "x"},
        {"\xef\xbf\xbe\xef\xbf\xbf", ""},
        {"\xef\xbf\xbd\xee\x80\x80", "\xef\xbf\xbd\xee\x80\x80"},
        {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
        {"\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        assert_string_equal(text_xml_clean(arena, pairs[i].in), pairs[i].out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_utf8_valid__finds_the_first_broken_byte),
        cmocka_unit_test(text_terminal_safe__shows_what_would_command_or_hide),
        cmocka_unit_test(text_terminal_safe__is_safe_for_all_short_texts),
        cmocka_unit_test(text_xml_clean__keeps_what_xml_1_0_can_carry),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
