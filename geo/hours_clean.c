#include "geo/hours_impl.h"

#include "geo/base/mem.h"

#include <string.h>

/* Characters outside ASCII that stand for one of ours. */
struct mark {
    const char *utf8;
    char is;
};

static const struct mark marks[] = {
    {"\xc2\xa0", ' '},     /* no-break space */
    {"\xc2\xad", '-'},     /* soft hyphen */
    {"\xe2\x80\x82", ' '}, /* en space */
    {"\xe2\x80\x83", ' '}, /* em space */
    {"\xe2\x80\x89", ' '}, /* thin space */
    {"\xe2\x80\x8b", ' '}, /* zero width space */
    {"\xe2\x80\x8e", ' '}, /* left-to-right mark */
    {"\xe2\x80\x8f", ' '}, /* right-to-left mark */
    {"\xe2\x80\xaf", ' '}, /* narrow no-break space */
    {"\xe3\x80\x80", ' '}, /* ideographic space */
    {"\xef\xbb\xbf", ' '}, /* byte order mark */
    {"\xe2\x80\x90", '-'}, /* hyphen */
    {"\xe2\x80\x91", '-'}, /* no-break hyphen */
    {"\xe2\x80\x92", '-'}, /* figure dash */
    {"\xe2\x80\x93", '-'}, /* en dash */
    {"\xe2\x80\x94", '-'}, /* em dash */
    {"\xe2\x80\x95", '-'}, /* horizontal bar */
    {"\xe2\x88\x92", '-'}, /* minus */
    {"\xe3\x83\xbc", '-'}, /* Katakana long vowel */
    {"\xe3\x80\x9c", '-'}, /* wave dash */
    {"\xef\xbc\x8d", '-'}, /* full-width hyphen */
    {"\xef\xbd\x9e", '-'}, /* full-width tilde */
    {"\xe2\x80\x9c", '"'}, /* left double quote */
    {"\xe2\x80\x9d", '"'}, /* right double quote */
    {"\xe2\x80\x9e", '"'}, /* low double quote */
    {"\xe2\x80\x9f", '"'}, /* reversed double quote */
    {"\xef\xbc\x8c", ','}, /* full-width comma */
    {"\xe3\x80\x81", ','}, /* ideographic comma */
    {"\xef\xbc\x9a", ':'}, /* full-width colon */
    {"\xe2\x88\xb6", ':'}, /* ratio */
    {"\xef\xbc\x9b", ';'}, /* full-width semicolon */
};

/* The sign at AT as we write it and its bytes; '\x80' for any other that is not ASCII. */
static char sign_at(const char *at, size_t *length)
{
    *length = 1;
    if (*at == '\t' || *at == '\r') {
        return ' ';
    }
    if ((*at & 0x80) == 0) {
        return *at == '~' ? '-' : *at;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i].utf8);
        if (strncmp(at, marks[i].utf8, n) == 0) {
            *length = n;
            return marks[i].is;
        }
    }
    return '\x80';
}

char *hours_clean(struct arena *arena, const char *value)
{
    char *out = arena_alloc(arena, strlen(value) + 1);
    size_t n = 0;
    bool quoted = false;
    for (size_t length = 0; *value != '\0'; value += length) {
        char sign = sign_at(value, &length);
        if (sign == '\x80' || (quoted && sign != '"')) {
            memcpy(out + n, value, length);
            n += length;
            continue;
        }
        quoted = sign == '"' ? !quoted : quoted;
        out[n++] = sign;
    }
    return out;
}

bool hours_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool hours_is_letter(const char *at)
{
    return (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at & 0x80) != 0;
}
