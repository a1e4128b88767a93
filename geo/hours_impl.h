/* hours_impl: what the hours_*.c files share. Not for others. */
#ifndef ROUNDS_GEO_HOURS_IMPL_H
#define ROUNDS_GEO_HOURS_IMPL_H

#include "geo/base/caps.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    DAY_MIN = 1440,       /* minutes of a day */
    RANGE_END_MAX = 2880, /* a range may run past one midnight, not two */
    WEEK_DAYS = 7,
    ALL_WEEK = 0x7f,
    HOURS_RANGES = CAP_HOURS_BYTES / 8 /* times of one value; a well-spelt one takes 12 bytes */
};

/* --- what was understood ------------------------------------------------------------------------------------------ */

enum hours_state { HOURS_CLOSED, HOURS_OPEN, HOURS_UNKNOWN };
enum hours_join { HOURS_OVERRIDE, HOURS_ADD, HOURS_FALLBACK }; /* to the rules before it: `;` `,` `||` */
enum hours_holiday {
    HOURS_PH_NOT, /* holidays are like any day */
    HOURS_PH_TOO, /* "Su,PH": the weekdays, and holidays */
    HOURS_PH_ONLY /* "PH Mo-Fr": holidays that fall on the weekdays */
};

struct hours_range {
    int16_t from_min; /* 0..1439 */
    int16_t to_min;   /* > from_min, <= RANGE_END_MAX */
    bool open_end;    /* a + was written */
    bool no_end;      /* nothing but a + was written; to_min is where it is taken to end */
};

struct hours_rule {
    enum hours_join join;
    enum hours_state state;
    enum hours_holiday holiday;
    bool state_given;    /* a word or a comment, not only the times */
    bool fallback;       /* it stands after a ||, alone or with the `,` rules that follow one */
    uint8_t days;        /* bit 0 = Monday; with HOURS_PH_NOT and no bit set, every day */
    uint16_t ranges;     /* count; 0 = all day */
    uint16_t first;      /* of its ranges in hours.range */
    const char *comment; /* NULL for none */
};

struct hours {
    size_t rules;
    const struct hours_rule *rule;
    const struct hours_range *range;
};

/* Does RULE name no days at all, so that it holds on every one? */
static inline bool hours_rule_every_day(const struct hours_rule *rule)
{
    return rule->days == 0 && rule->holiday == HOURS_PH_NOT;
}

/* --- hours_lex.c: the text cut into tokens, spelling mended ------------------------------------------------------- */

enum hours_token_kind {
    TOKEN_END,
    TOKEN_DAYS,    /* value: mask of weekdays; a single bit can begin or end a range */
    TOKEN_HOLIDAY, /* PH */
    TOKEN_TIME,    /* value: minutes */
    TOKEN_ALWAYS,  /* 24/7 */
    TOKEN_STATE,   /* value: enum hours_state */
    TOKEN_COMMENT, /* the text between the quotes is at .inner, .inner_length */
    TOKEN_DASH,
    TOKEN_PLUS,
    TOKEN_COMMA,
    TOKEN_SLASH,
    TOKEN_COLON,
    TOKEN_SEMICOLON,
    TOKEN_FALLBACK, /* || */
    TOKEN_SKIP,     /* "from": means nothing; never leaves the lexer */
    TOKEN_BAD       /* not understood */
};

enum hours_half { HALF_NONE, HALF_AM, HALF_PM };

struct hours_token {
    enum hours_token_kind kind;
    int value;
    const char *at; /* in the text */
    size_t length;
    const char *inner; /* of a comment */
    size_t inner_length;
    /* of a time */
    enum hours_half half;
    bool maybe_pm; /* written like a 12-hour clock's, without am or pm: "5:00", "5", "10" */
};

struct hours_lexer {
    const char *text;
    const char *next;
    enum hours_token_kind last; /* the token before */
};

void hours_lex_init(struct hours_lexer *lexer, const char *text);
struct hours_token hours_lex_next(struct hours_lexer *lexer);
/* For a message: the word of the text that holds AT, up to white space or a separator on both sides. It is moved to the
 * word's beginning; returns its length, about 60 bytes at most. */
size_t hours_lex_part(const struct hours_lexer *lexer, const char **at);
/* The ASCII character that stands at AT, dashes, quotes and spaces of other alphabets read as ours, and in *LENGTH how
 * many bytes it takes; '\x80' for any other. */
char hours_lex_sign(const char *at, size_t *length);
/* Does AT stand for a letter, ours or another's? */
bool hours_lex_is_letter(const char *at);

/* --- hours_word.c: the words ---------------------------------------------------------------------------------------*/

/* The longest known word or phrase at AT, ASCII case ignored, not followed by another letter; false if there is none. */
bool hours_word_find(const char *at, enum hours_token_kind *kind, int *value, size_t *length);

#endif
