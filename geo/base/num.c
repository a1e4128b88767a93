#include "geo/base/num.h"

#include <assert.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool num_parse_i64(const char *text, int64_t min, int64_t max, int64_t *out)
{
    bool negative = text[0] == '-';
    const char *p = text + (text[0] == '-' || text[0] == '+');
    if (!is_digit(*p)) {
        return false;
    }
    int64_t value = 0; /* kept negative: that side holds one more */
    for (; is_digit(*p); p++) {
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, *p - '0', &value)) {
            return false;
        }
    }
    if (*p != '\0' || (!negative && value == INT64_MIN)) {
        return false;
    }
    value = negative ? value : -value;
    if (value < min || value > max) {
        return false;
    }
    *out = value;
    return true;
}

bool num_parse_i32(const char *text, int32_t min, int32_t max, int32_t *out)
{
    int64_t value;
    if (!num_parse_i64(text, min, max, &value)) {
        return false;
    }
    *out = (int32_t)value;
    return true;
}

/* The "C" locale as a value. glibc and musl keep it ready, so that this neither allocates nor fails. */
static locale_t c_locale(void)
{
    static locale_t locale;
    if (locale == (locale_t)0) {
        locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
        assert(locale != (locale_t)0);
    }
    return locale;
}

static const char *skip_digits(const char *p)
{
    while (is_digit(*p)) {
        p++;
    }
    return p;
}

/* [+-] digits [. digits] [e [+-] digits], with a digit before or after the point. Where the point is, if there is one,
 * goes to *POINT. False if TEXT has any other form. */
static bool scan_decimal(const char *text, bool allow_comma, size_t *length, size_t *point)
{
    const char *p = text + (*text == '-' || *text == '+');
    const char *whole = p;
    p = skip_digits(p);
    bool any = p > whole;
    *point = SIZE_MAX;
    if (*p == '.' || (allow_comma && *p == ',')) {
        *point = (size_t)(p - text);
        const char *fraction = p + 1;
        p = skip_digits(fraction);
        any = any || p > fraction;
    }
    if (!any) {
        return false;
    }
    if (*p == 'e' || *p == 'E') {
        p++;
        p += *p == '-' || *p == '+';
        if (!is_digit(*p)) {
            return false;
        }
        p = skip_digits(p);
    }
    *length = (size_t)(p - text);
    return *p == '\0';
}

bool num_parse_double(const char *text, bool allow_comma, double min, double max, double *out)
{
    char copy[128]; /* no sensible number is longer */
    size_t length;
    size_t point;
    if (!scan_decimal(text, allow_comma, &length, &point) || length >= sizeof copy) {
        return false;
    }
    memcpy(copy, text, length + 1);
    if (point != SIZE_MAX) {
        copy[point] = '.';
    }
    double value = strtod_l(copy, NULL, c_locale());
    if (!isfinite(value) || value < min || value > max) {
        return false;
    }
    *out = value;
    return true;
}

void num_format(char out[NUM_DECIMAL_MAX], double value, int decimals)
{
    assert(isfinite(value) && fabs(value) < 1e15 && decimals >= 0 && decimals <= 20);
    char text[512]; /* any double fits, so that nothing can be cut */
    locale_t before = uselocale(c_locale());
    int length = snprintf(text, sizeof text, "%.*f", decimals, value);
    uselocale(before);
    assert(length > 0 && length < NUM_DECIMAL_MAX);
    bool minus_zero = text[0] == '-' && strspn(text + 1, "0.") == (size_t)length - 1;
    memcpy(out, text + minus_zero, (size_t)length + 1 - minus_zero);
}
