/* num_cases: what every locale must read and write alike. */
#ifndef ROUNDS_TESTS_BASE_NUM_CASES_H
#define ROUNDS_TESTS_BASE_NUM_CASES_H

#include <stdbool.h>

struct double_case {
    const char *text;
    bool comma_allowed;
    bool valid;
    double value;
};

static const struct double_case double_cases[] = {
    {"0", false, true, 0},
    {"52.67", false, true, 52.67},
    {"-0.73", false, true, -0.73},
    {"+.5", false, true, 0.5},
    {"5.", false, true, 5},
    {"1e3", false, true, 1000},
    {"4.86E+05", false, true, 486000},
    {"1e-400", false, true, 0},
    {"52,67", true, true, 52.67},
    {"52.67", true, true, 52.67},
    {"0.1000000000000000055511151231257827021181583404541015625", false, true, 0.1},
    {"52,67", false, false, 0},
    {"1,234.5", true, false, 0},
    {"1.234,5", true, false, 0},
    {"", false, false, 0},
    {".", false, false, 0},
    {"-", false, false, 0},
    {"e5", false, false, 0},
    {"1e", false, false, 0},
    {"1e+", false, false, 0},
    {" 1", false, false, 0},
    {"1 ", false, false, 0},
    {"1\n", false, false, 0},
    {"--1", false, false, 0},
    {"0x10", false, false, 0},
    {"inf", false, false, 0},
    {"-infinity", false, false, 0},
    {"nan", false, false, 0},
    {"NaN(1)", false, false, 0},
    {"1e999", false, false, 0},
    {"1d5", false, false, 0},
    {"\xd9\xa1", false, false, 0},
};

struct format_case {
    double value;
    int decimals;
    const char *text;
};

static const struct format_case format_cases[] = {
    {0, 0, "0"},
    {-0.0, 0, "0"},
    {-0.0, 3, "0.000"},
    {-0.0004, 3, "0.000"},
    {-0.0006, 3, "-0.001"},
    {52.67, 6, "52.670000"},
    {-0.728, 1, "-0.7"},
    {1e14, 2, "100000000000000.00"},
    {-999999999999999.0, 20, "-999999999999999.00000000000000000000"},
    {0.125, 2, "0.12"},
    {2.5, 0, "2"},
};

#endif
