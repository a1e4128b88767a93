/* num: strict, locale-free numbers. The whole text must be the number; white space around it is not accepted. */
#ifndef ROUNDS_GEO_BASE_NUM_H
#define ROUNDS_GEO_BASE_NUM_H

#include <stdbool.h>
#include <stdint.h>

/* An optional sign and decimal digits, min <= value <= max. */
bool num_parse_i64(const char *text, int64_t min, int64_t max, int64_t *out);
bool num_parse_i32(const char *text, int32_t min, int32_t max, int32_t *out);
/* Decimal point or, when ALLOW_COMMA, a decimal comma; an exponent as spreadsheets write it. No inf, nan, hex; at most
 * 127 characters. Correctly rounded. */
bool num_parse_double(const char *text, bool allow_comma, double min, double max, double *out);

enum { NUM_DECIMAL_MAX = 40 };
/* VALUE with exactly DECIMALS digits, '.' whatever the locale; -0.0 prints as 0. Needs a finite
 * |value| < 1e15 and 0 <= DECIMALS <= 20. */
void num_format(char out[NUM_DECIMAL_MAX], double value, int decimals);

#endif
