#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/base/text_utf8.h"

#include <string.h>

/* Latin letters without their accents, in lower case; "" where a code point is no such letter. Unicode's compatibility
 * decompositions, with the letters that have none (ø, ł, đ ...) spelt as people type them. */
static const char latin_00c0[][3] = {
    "a",  "a",  "a",  "a",  "a",  "a",  "ae", "c",  "e",  "e", "e",  "e",  "i", "i", "i",  "i",  "d",  "n",  "o",  "o",
    "o",  "o",  "o",  "",   "o",  "u",  "u",  "u",  "u",  "y", "th", "ss", "a", "a", "a",  "a",  "a",  "a",  "ae", "c",
    "e",  "e",  "e",  "e",  "i",  "i",  "i",  "i",  "d",  "n", "o",  "o",  "o", "o", "o",  "",   "o",  "u",  "u",  "u",
    "u",  "y",  "th", "y",  "a",  "a",  "a",  "a",  "a",  "a", "c",  "c",  "c", "c", "c",  "c",  "c",  "c",  "d",  "d",
    "d",  "d",  "e",  "e",  "e",  "e",  "e",  "e",  "e",  "e", "e",  "e",  "g", "g", "g",  "g",  "g",  "g",  "g",  "g",
    "h",  "h",  "h",  "h",  "i",  "i",  "i",  "i",  "i",  "i", "i",  "i",  "i", "i", "ij", "ij", "j",  "j",  "k",  "k",
    "k",  "l",  "l",  "l",  "l",  "l",  "l",  "l",  "l",  "l", "l",  "n",  "n", "n", "n",  "n",  "n",  "n",  "ng", "ng",
    "o",  "o",  "o",  "o",  "o",  "o",  "oe", "oe", "r",  "r", "r",  "r",  "r", "r", "s",  "s",  "s",  "s",  "s",  "s",
    "s",  "s",  "t",  "t",  "t",  "t",  "t",  "t",  "u",  "u", "u",  "u",  "u", "u", "u",  "u",  "u",  "u",  "u",  "u",
    "w",  "w",  "y",  "y",  "y",  "z",  "z",  "z",  "z",  "z", "z",  "s",  "",  "",  "",   "",   "",   "",   "",   "",
    "",   "",   "",   "",   "",   "",   "",   "",   "",   "",  "",   "",   "",  "",  "",   "",   "",   "",   "",   "",
    "",   "",   "",   "",   "o",  "o",  "",   "",   "",   "",  "",   "",   "",  "",  "",   "",   "",   "",   "",   "u",
    "u",  "",   "",   "",   "",   "",   "",   "",   "",   "",  "",   "",   "",  "",  "",   "",   "",   "",   "",   "",
    "dz", "dz", "dz", "lj", "lj", "lj", "nj", "nj", "nj", "a", "a",  "i",  "i", "o", "o",  "u",  "u",  "u",  "u",  "u",
    "u",  "u",  "u",  "u",  "u",  "",   "a",  "a",  "a",  "a", "ae", "ae", "",  "",  "g",  "g",  "k",  "k",  "o",  "o",
    "o",  "o",  "",   "",   "j",  "dz", "dz", "dz", "g",  "g", "",   "",   "n", "n", "a",  "a",  "ae", "ae", "o",  "o",
    "a",  "a",  "a",  "a",  "e",  "e",  "e",  "e",  "i",  "i", "i",  "i",  "o", "o", "o",  "o",  "r",  "r",  "r",  "r",
    "u",  "u",  "u",  "u",  "s",  "s",  "t",  "t",  "",   "",  "h",  "h",  "",  "",  "",   "",   "",   "",   "a",  "a",
    "e",  "e",  "o",  "o",  "o",  "o",  "o",  "o",  "o",  "o", "y",  "y",  "",  "",  "",   "",   "",   "",   "",   "",
    "",   "",   "",   "",   "",   "",   "",   "",   "",   "",  "",   "",   "",  "",  "",   "",   "",   "",   "",   "",
};

static const char latin_1e00[][3] = {
    "a", "a", "b", "b", "b",  "b", "b", "b", "c", "c", "d", "d", "d", "d", "d", "d", "d", "d", "d", "d", "e", "e",
    "e", "e", "e", "e", "e",  "e", "e", "e", "f", "f", "g", "g", "h", "h", "h", "h", "h", "h", "h", "h", "h", "h",
    "i", "i", "i", "i", "k",  "k", "k", "k", "k", "k", "l", "l", "l", "l", "l", "l", "l", "l", "m", "m", "m", "m",
    "m", "m", "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o", "o", "o", "o", "o", "o", "p", "p", "p", "p",
    "r", "r", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s", "s", "s", "s", "s", "s", "t", "t", "t", "t",
    "t", "t", "t", "t", "u",  "u", "u", "u", "u", "u", "u", "u", "u", "u", "v", "v", "v", "v", "w", "w", "w", "w",
    "w", "w", "w", "w", "w",  "w", "x", "x", "x", "x", "y", "y", "z", "z", "z", "z", "z", "z", "h", "t", "w", "y",
    "a", "s", "",  "",  "ss", "",  "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a",
    "a", "a", "a", "a", "a",  "a", "a", "a", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e", "e",
    "e", "e", "i", "i", "i",  "i", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o", "o",
    "o", "o", "o", "o", "o",  "o", "o", "o", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u", "u",
    "y", "y", "y", "y", "y",  "y", "y", "y", "",  "",  "",  "",  "",  "",
};

static const char *latin_letter(uint32_t code)
{
    if (code >= 0xC0 && code < 0xC0 + sizeof latin_00c0 / sizeof *latin_00c0) {
        return latin_00c0[code - 0xC0];
    }
    if (code >= 0x1E00 && code < 0x1E00 + sizeof latin_1e00 / sizeof *latin_1e00) {
        return latin_1e00[code - 0x1E00];
    }
    return "";
}

/* Greek and Cyrillic capitals; other scripts have no case or are left as they are. */
static uint32_t lower(uint32_t code)
{
    if ((code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F)) {
        return code + 0x20;
    }
    return code >= 0x400 && code <= 0x40F ? code + 0x50 : code;
}

/* Punctuation, controls, combining accents, what has no width: nothing of it tells two names apart. */
static bool is_dropped(uint32_t code)
{
    return code < '0' || (code > '9' && code < 'A') || (code > 'Z' && code < 'a') || (code > 'z' && code < 0xAA) ||
           (code > 0xAA && code < 0xB2) || (code >= 0xB4 && code <= 0xB8) || code == 0xBB || code == 0xBF ||
           code == 0xD7 || code == 0xF7 || (code >= 0x300 && code <= 0x36F) || (code >= 0x200B && code <= 0x206F) ||
           code == 0xFEFF || code == TEXT_UTF8_BAD;
}

static void fold_one(struct buf *buf, uint32_t code)
{
    if (code >= 'A' && code <= 'Z') {
        buf_add_char(buf, (char)(code + ('a' - 'A')));
        return;
    }
    const char *letter = latin_letter(code);
    if (letter[0] != '\0') {
        buf_add(buf, letter);
    } else if (!is_dropped(code)) {
        text_utf8_add(buf, lower(code));
    }
}

/* A space if something stands before it and it is the first. */
static void fold_space(struct buf *buf)
{
    if (buf->length > 0 && buf->data[buf->length - 1] != ' ') {
        buf_add_char(buf, ' ');
    }
}

char *text_fold(struct arena *arena, const char *text)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (const char *p = text; *p != '\0';) {
        uint32_t code = text_utf8_next(&p);
        if (text_utf8_is_space(code)) {
            fold_space(&buf);
        } else if (code == '&') { /* "B&B" and "B & B" and "B and B" are one name */
            fold_space(&buf);
            buf_add(&buf, "and ");
        } else {
            fold_one(&buf, code);
        }
    }
    char *folded = buf_into_arena(&buf, arena);
    size_t length = strlen(folded);
    if (length > 0 && folded[length - 1] == ' ') {
        folded[length - 1] = '\0';
    }
    return folded;
}
