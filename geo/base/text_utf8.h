/* text_utf8: one code point at a time. For the text_*.c files. */
#ifndef ROUNDS_GEO_BASE_TEXT_UTF8_H
#define ROUNDS_GEO_BASE_TEXT_UTF8_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

#define TEXT_UTF8_BAD UINT32_MAX

/* The code point at *P, which moves past it. TEXT_UTF8_BAD for a broken sequence: *P then moves past the longest part
 * of it that could have begun a character, as Unicode recommends for U+FFFD (The Unicode Standard 14, section 3.9).
 * The text ends with a NUL, which must not be at *P. */
uint32_t text_utf8_next(const char **p);

/* As text_utf8_next, for bytes that may hold NULs: END is past the last one, and *P < END. */
uint32_t text_utf8_next_n(const char **p, const char *end);

void text_utf8_add(struct buf *buf, uint32_t code); /* TEXT_UTF8_BAD adds U+FFFD */
bool text_utf8_is_space(uint32_t code);             /* White_Space of Unicode */

#endif
