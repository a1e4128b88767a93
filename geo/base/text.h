/* text: checking, folding and escaping text that came from outside. Pure. */
#ifndef ROUNDS_GEO_BASE_TEXT_H
#define ROUNDS_GEO_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;

bool text_utf8_valid(const char *bytes, size_t length, size_t *bad_offset); /* no surrogates, overlongs, > U+10FFFF */
/* Bytes that the code page does not define, and NULs, become U+FFFD. */
char *text_from_windows_1252(struct arena *arena, const char *bytes, size_t length);

/* For people's eyes: control characters, DEL, C1, bidi and zero-width marks become visible escapes like \x1b or
 * \u202e, broken UTF-8 becomes U+FFFD; line breaks and tabs become spaces. The result is safe on any terminal. */
char *text_terminal_safe(struct arena *arena, const char *text);
/* The same but keeps '\n' (for multi-line notes). */
char *text_terminal_safe_lines(struct arena *arena, const char *text);

/* For XML 1.0: drops what XML cannot carry (controls except TAB, LF, CR; U+FFFE, U+FFFF) and mends UTF-8. Escaping of
 * < & > " is the XML writer's. */
char *text_xml_clean(struct arena *arena, const char *text);

/* White space (Unicode's) gone at both ends, inner runs to one space; other bytes as they are. */
char *text_trim(struct arena *arena, const char *text);
/* For comparing names: lower case, Latin accents and punctuation gone, ß ss, æ ae, & " and ", inner space to one. */
char *text_fold(struct arena *arena, const char *text);
bool text_equal_folded(const char *a, const char *b);                /* ASCII case only, no allocation */
bool text_contains_folded(const char *haystack, const char *needle); /* ASCII case only */
/* Digits; a leading + is kept, 00 becomes +, the (0) behind +44 goes; from the sixth digit on a letter or one of
 * # , ; / ends the number ("01572 123456 ext 9"). */
char *text_phone_digits(struct arena *arena, const char *phone);

void text_url_encode(struct buf *buf, const char *text); /* RFC 3986 unreserved stay, the rest %XX */
void text_csv_field(struct buf *buf,
                    const char *text); /* RFC 4180 quoting; a leading = + - @ TAB CR gets a ' before it */
/* The same without the formula guard: for files that rounds itself reads back (--rejects). */
void text_csv_field_raw(struct buf *buf, const char *text);

int text_width(const char *utf8); /* terminal columns (Unicode 14 wide and zero width) */
char *text_cut(struct arena *arena, const char *utf8, int columns); /* at most COLUMNS wide, ending in … when cut */
/* The word of LIST (count N) nearest to WORD by edit distance (swapped neighbours are one edit, ASCII case none), the
 * first of equals, or NULL if none is within 2 or every letter would have to change. */
const char *text_nearest(const char *word, const char *const *list, size_t n);

void text_uuid4(char out[37]); /* random, from the system; the only randomness of the program */

#endif
