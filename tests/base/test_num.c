#include "geo/base/num.h"
#include "tests/base/num_cases.h"
#include "tests/base/unit.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void num_parse_i64__takes_whole_numbers_in_range_only(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t min, max;
        bool valid;
        int64_t value;
    } cases[] = {
        {"0", 0, 9, true, 0},
        {"-0", 0, 9, true, 0},
        {"+7", 0, 9, true, 7},
        {"007", 0, 9, true, 7},
        {"10", 0, 9, false, 0},
        {"-1", 0, 9, false, 0},
        {"9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX},
        {"-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN},
        {"9223372036854775808", INT64_MIN, INT64_MAX, false, 0},
        {"-9223372036854775809", INT64_MIN, INT64_MAX, false, 0},
        {"99999999999999999999999", INT64_MIN, INT64_MAX, false, 0},
        {"", 0, 9, false, 0},
        {"-", -9, 9, false, 0},
        {"+-1", -9, 9, false, 0},
        {" 1", 0, 9, false, 0},
        {"1 ", 0, 9, false, 0},
        {"1.0", 0, 9, false, 0},
        {"1e0", 0, 9, false, 0},
        {"0x1", 0, 9, false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = -77;
        assert_int_equal(num_parse_i64(cases[i].text, cases[i].min, cases[i].max, &value), cases[i].valid);
        assert_true(value == (cases[i].valid ? cases[i].value : -77));
    }
}

static void num_parse_i32__keeps_to_its_own_width(void **state)
{
    (void)state;
    int32_t value = -77;
    assert_true(num_parse_i32("-2147483648", INT32_MIN, INT32_MAX, &value));
    assert_int_equal(value, INT32_MIN);
    assert_false(num_parse_i32("2147483648", INT32_MIN, INT32_MAX, &value));
    assert_int_equal(value, INT32_MIN);
}

static void num_parse_double__takes_plain_decimals_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(double_cases); i++) {
        const struct double_case *c = &double_cases[i];
        double value = -77;
        assert_int_equal(num_parse_double(c->text, c->comma_allowed, -1e9, 1e9, &value), c->valid);
        assert_true(fabs(value - (c->valid ? c->value : -77)) <= 0);
    }
}

static void num_parse_double__keeps_to_the_range_and_a_sane_length(void **state)
{
    (void)state;
    double value = -77;
    assert_true(num_parse_double("90", false, -90, 90, &value));
    assert_false(num_parse_double("90.0000001", false, -90, 90, &value));
    char digits[400];
    memset(digits, '1', sizeof digits);
    digits[399] = '\0';
    assert_false(num_parse_double(digits, false, -DBL_MAX, DBL_MAX, &value));
    digits[127] = '\0';
    assert_true(num_parse_double(digits, false, -DBL_MAX, DBL_MAX, &value));
}

static void num_format__writes_exactly_the_decimals_asked_for(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(format_cases); i++) {
        char out[NUM_DECIMAL_MAX];
        num_format(out, format_cases[i].value, format_cases[i].decimals);
        assert_string_equal(out, format_cases[i].text);
    }
}

static void num__reads_back_what_it_wrote(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252U;
    for (int i = 0; i < 100000; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        double value = (double)(int64_t)(random >> 11) / 9007199254740992.0 * 360 - 180;
        char out[NUM_DECIMAL_MAX];
        double back = 0;
        num_format(out, value, 9);
        assert_true(num_parse_double(out, false, -180, 180, &back));
        assert_true(fabs(back - value) <= 0.50001e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(num_parse_i64__takes_whole_numbers_in_range_only),
        cmocka_unit_test(num_parse_i32__keeps_to_its_own_width),
        cmocka_unit_test(num_parse_double__takes_plain_decimals_only),
        cmocka_unit_test(num_parse_double__keeps_to_the_range_and_a_sane_length),
        cmocka_unit_test(num_format__writes_exactly_the_decimals_asked_for),
        cmocka_unit_test(num__reads_back_what_it_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
