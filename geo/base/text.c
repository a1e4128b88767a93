#include "geo/base/text.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text_utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static char ascii_lower(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c | 0x20);
    }
    return c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

char *text_from_windows_1252(struct arena *arena, const char *bytes, size_t length)
{
    /* 0x80..0x9F of code page 1252; 0 where it has no character. */
    static const uint16_t high[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
    };
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        uint32_t code = byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
        text_utf8_add(&buf, code != 0 ? code : TEXT_UTF8_BAD);
    }
    return buf_into_arena(&buf, arena);
}

char *text_trim(struct arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1); /* it never becomes longer */
    size_t length = 0;
    bool space = false;
    for (const char *p = text; *p != '\0';) {
        const char *start = p;
        if (text_utf8_is_space(text_utf8_next(&p))) {
            space = length > 0;
            continue;
        }
        if (space) {
            out[length++] = ' ';
            space = false;
        }
        memcpy(out + length, start, (size_t)(p - start));
        length += (size_t)(p - start);
    }
    out[length] = '\0';
    return out;
}

bool text_equal_folded(const char *a, const char *b)
{
    while (*a != '\0' && ascii_lower(*a) == ascii_lower(*b)) {
        a++;
        b++;
    }
    return ascii_lower(*a) == ascii_lower(*b);
}

static bool starts_with_folded(const char *text, const char *start)
{
    while (*start != '\0' && ascii_lower(*text) == ascii_lower(*start)) {
        text++;
        start++;
    }
    return *start == '\0';
}

bool text_contains_folded(const char *haystack, const char *needle)
{
    for (; *haystack != '\0'; haystack++) {
        if (starts_with_folded(haystack, needle)) {
            return true;
        }
    }
    return *needle == '\0';
}

/* The national zero in "+44 (0)1572 ..." is not dialled behind the country's code. */
static bool is_trunk_zero(const char *p, bool international)
{
    return international && strncmp(p, "(0)", 3) == 0;
}

char *text_phone_digits(struct arena *arena, const char *phone)
{
    enum { ENOUGH = 6 }; /* digits after which a letter or a separator ends the number: "01572 123456 ext 9" */
    char *out = arena_alloc(arena, strlen(phone) + 1);
    size_t length = 0;
    for (const char *p = phone; *p != '\0'; p++) {
        if (*p == '+' && length == 0) {
            out[length++] = '+';
        } else if (is_trunk_zero(p, out[0] == '+')) {
            p += 2;
        } else if (is_digit(*p)) {
            out[length++] = *p;
        } else if (length >= ENOUGH &&
                   (strchr("#,;/", *p) != NULL || (ascii_lower(*p) >= 'a' && ascii_lower(*p) <= 'z'))) {
            break;
        }
        if (length == 2 && out[0] == '0' && out[1] == '0') {
            out[0] = '+';
            length = 1;
        }
    }
    out[length == 1 && out[0] == '+' ? 0 : length] = '\0';
    return out;
}

/* ---- edit distance: optimal string alignment (insert, delete, replace, swap neighbours) */

enum { NEAREST_MAX = 64, NEAREST_WITHIN = 2 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int edit_distance(const char *a, size_t length_a, const char *b, size_t length_b)
{
    int rows[3][NEAREST_MAX + 1]; /* this row and the two above it */
    for (size_t j = 0; j <= length_b; j++) {
        rows[0][j] = (int)j;
    }
    for (size_t i = 1; i <= length_a; i++) {
        int *row = rows[i % 3];
        const int *above = rows[(i + 2) % 3];
        const int *above2 = rows[(i + 1) % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= length_b; j++) {
            char ca = ascii_lower(a[i - 1]);
            char cb = ascii_lower(b[j - 1]);
            int best = least(above[j - 1] + (ca != cb), least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && ca == ascii_lower(b[j - 2]) && cb == ascii_lower(a[i - 2])) {
                best = least(best, above2[j - 2] + 1);
            }
            row[j] = best;
        }
    }
    return rows[length_a % 3][length_b];
}

const char *text_nearest(const char *word, const char *const *list, size_t n)
{
    size_t length = strlen(word);
    const char *nearest = NULL;
    int best = NEAREST_WITHIN + 1;
    for (size_t i = 0; i < n; i++) {
        size_t other = strlen(list[i]);
        if (length > NEAREST_MAX || other > NEAREST_MAX) {
            continue;
        }
        int distance = edit_distance(word, length, list[i], other);
        /* Two changes of a two-letter word leave nothing of it. */
        if (distance < best && (size_t)distance < (length < other ? length : other)) {
            best = distance;
            nearest = list[i];
        }
    }
    return nearest;
}

/* ---- RFC 9562, version 4 */

void text_uuid4(char out[37])
{
    static const char hex[] = "0123456789abcdef";
    unsigned char bytes[16];
    if (getentropy(bytes, sizeof bytes) != 0) {
        abort(); /* no kernel since 3.17 lacks it; an identifier that is not random would be worse */
    }
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
    size_t at = 0;
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            out[at++] = '-';
        }
        out[at++] = hex[bytes[i] >> 4];
        out[at++] = hex[bytes[i] & 0x0F];
    }
    out[at] = '\0';
}
