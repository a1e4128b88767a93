/* Numbers under a locale that writes a decimal comma. Skipped, by name, where the machine has none. */
#include "geo/base/num.h"
#include "tests/base/num_cases.h"
#include "tests/base/unit.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

static void num__reads_alike_under_a_decimal_comma(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(double_cases); i++) {
        const struct double_case *c = &double_cases[i];
        double value = -77;
        assert_int_equal(num_parse_double(c->text, c->comma_allowed, -1e9, 1e9, &value), c->valid);
        assert_true(fabs(value - (c->valid ? c->value : -77)) <= 0);
    }
}

static void num__writes_alike_under_a_decimal_comma(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(format_cases); i++) {
        char out[NUM_DECIMAL_MAX];
        num_format(out, format_cases[i].value, format_cases[i].decimals);
        assert_string_equal(out, format_cases[i].text);
    }
    char out[16];
    snprintf(out, sizeof out, "%.1f", 0.5);
    assert_string_equal(out, "0,5"); /* the process's own locale is as it was */
}

int main(void)
{
    static const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8",  "de_DE",
                                          "fr_FR.UTF-8", "nl_NL.UTF-8", "es_ES.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < COUNT(locales) && !found; i++) {
        found = setlocale(LC_ALL, locales[i]) != NULL && *localeconv()->decimal_point == ',';
    }
    if (!found) {
        puts("skipped: no locale with a decimal comma (de_DE.UTF-8 or the like) is installed");
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(num__reads_alike_under_a_decimal_comma),
        cmocka_unit_test(num__writes_alike_under_a_decimal_comma),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
