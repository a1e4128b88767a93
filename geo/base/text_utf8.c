#include "geo/base/text_utf8.h"

#include "geo/base/buf.h"
#include "geo/base/text.h"

#include <string.h>

/* What may follow a lead byte: how many bytes, and the range of the first of them, which is where overlong forms,
 * surrogates and values past U+10FFFF show themselves (The Unicode Standard, table 3-7). */
struct lead {
    int follow;
    unsigned char low, high;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF) {
        return (struct lead){1, 0x80, 0xBF};
    }
    if (byte >= 0xE0 && byte <= 0xEF) {
        return (struct lead){2, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF};
    }
    if (byte >= 0xF0 && byte <= 0xF4) {
        return (struct lead){3, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF};
    }
    return (struct lead){0, 0, 0};
}

uint32_t text_utf8_next_n(const char **p, const char *end)
{
    unsigned char first = (unsigned char)*(*p)++;
    if (first < 0x80) {
        return first;
    }
    struct lead lead = lead_of(first);
    if (lead.follow == 0) {
        return TEXT_UTF8_BAD;
    }
    uint32_t code = first & (0x3FU >> lead.follow);
    for (int i = 0; i < lead.follow; i++) {
        unsigned char byte = *p < end ? (unsigned char)**p : 0;
        if (byte < lead.low || byte > lead.high) {
            return TEXT_UTF8_BAD;
        }
        code = code << 6 | (byte & 0x3FU);
        lead.low = 0x80;
        lead.high = 0xBF;
        ++*p;
    }
    return code;
}

uint32_t text_utf8_next(const char **p)
{
    return text_utf8_next_n(p, *p + 4); /* a NUL follows no lead byte, so that the text's end is not passed */
}

void text_utf8_add(struct buf *buf, uint32_t code)
{
    char bytes[4];
    size_t length;
    if (code > 0x10FFFF) {
        code = 0xFFFD;
    }
    if (code < 0x80) {
        bytes[0] = (char)code;
        length = 1;
    } else if (code < 0x800) {
        bytes[0] = (char)(0xC0 | code >> 6);
        bytes[1] = (char)(0x80 | (code & 0x3F));
        length = 2;
    } else if (code < 0x10000) {
        bytes[0] = (char)(0xE0 | code >> 12);
        bytes[1] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (code & 0x3F));
        length = 3;
    } else {
        bytes[0] = (char)(0xF0 | code >> 18);
        bytes[1] = (char)(0x80 | (code >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (code & 0x3F));
        length = 4;
    }
    buf_add_n(buf, bytes, length);
}

bool text_utf8_is_space(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || code == 0x1680 ||
           (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F ||
           code == 0x3000;
}

bool text_utf8_valid(const char *bytes, size_t length, size_t *bad_offset)
{
    const char *end = bytes + length;
    for (const char *p = bytes; p < end;) {
        const char *start = p;
        if (text_utf8_next_n(&p, end) == TEXT_UTF8_BAD) {
            if (bad_offset != NULL) {
                *bad_offset = (size_t)(start - bytes);
            }
            return false;
        }
    }
    return true;
}
