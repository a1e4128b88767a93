#include "geo/base/status.h"
#include "geo/base/text.h"
#include "tests/base/unit.h"

#include <string.h>

static void error_set__returns_the_status_and_keeps_the_sentence(void **state)
{
    (void)state;
    struct error err;
    assert_int_equal(error_set(&err, STATUS_STORE, "%s is %d", "x", 7), STATUS_STORE);
    assert_int_equal(err.status, STATUS_STORE);
    assert_string_equal(err.text, "x is 7");
    assert_int_equal(error_set(NULL, STATUS_INPUT, "nobody asked"), STATUS_INPUT);
}

static void error_at__says_where_in_the_way_of_compilers(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        size_t line;
        const char *field;
        const char *expected;
    } cases[] = {
        {"a.csv", 3, "lat", "a.csv:3: lat: bad"},
        {"a.csv", 0, "lat", "a.csv: lat: bad"},
        {"a.csv", 3, NULL, "a.csv:3: bad"},
        {"a.csv", 3, "", "a.csv:3: bad"},
        {NULL, 3, "lat", "lat: bad"},
        {NULL, 0, NULL, "bad"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err;
        assert_int_equal(error_at(&err, STATUS_INPUT, cases[i].file, cases[i].line, cases[i].field, "%s", "bad"),
                         STATUS_INPUT);
        assert_string_equal(err.text, cases[i].expected);
    }
    assert_int_equal(error_at(NULL, STATUS_INPUT, "f", 1, "g", "h"), STATUS_INPUT);
}

static void error_prefix__puts_the_context_first(void **state)
{
    (void)state;
    struct error err;
    (void)error_set(&err, STATUS_NOT_FOUND, "no such site");
    assert_int_equal(error_prefix(&err, "plan"), STATUS_NOT_FOUND);
    assert_string_equal(err.text, "plan: no such site");
}

static void error_set__may_be_given_its_own_text(void **state)
{
    (void)state;
    struct error err;
    (void)error_set(&err, STATUS_INPUT, "inner");
    (void)error_set(&err, STATUS_STORE, "outer (%s)", err.text);
    assert_string_equal(err.text, "outer (inner)");
}

/* Wherever the cut falls, the text is whole characters. */
static void error_set__cuts_long_texts_between_characters(void **state)
{
    (void)state;
    static const char *const letters[] = {"x", "é", "€", "😀"};
    for (size_t letter = 0; letter < COUNT(letters); letter++) {
        size_t width = strlen(letters[letter]);
        for (size_t shift = 0; shift < 5; shift++) {
            char big[3 * ERROR_TEXT_MAX];
            memset(big, '.', shift);
            size_t at = shift;
            for (; at + width < sizeof big; at += width) {
                memcpy(big + at, letters[letter], width);
            }
            big[at] = '\0';
            struct error err;
            (void)error_set(&err, STATUS_INPUT, "%s", big);
            size_t length = strlen(err.text);
            assert_true(text_utf8_valid(err.text, length, NULL));
            assert_true(length < ERROR_TEXT_MAX && length + width >= ERROR_TEXT_MAX);
            assert_memory_equal(err.text, big, length);
            (void)error_prefix(&err, "context");
            assert_true(text_utf8_valid(err.text, strlen(err.text), NULL));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(error_set__returns_the_status_and_keeps_the_sentence),
        cmocka_unit_test(error_at__says_where_in_the_way_of_compilers),
        cmocka_unit_test(error_prefix__puts_the_context_first),
        cmocka_unit_test(error_set__may_be_given_its_own_text),
        cmocka_unit_test(error_set__cuts_long_texts_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
