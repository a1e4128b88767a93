/* hours_impl: what the hours_*.c files share. Not for others. */
#ifndef ROUNDS_GEO_HOURS_IMPL_H
#define ROUNDS_GEO_HOURS_IMPL_H

#include "geo/base/caps.h"
#include "geo/hours.h"
#include "geo/sun.h"

enum {
    DAY_MIN = 1440,       /* minutes of a day */
    RANGE_END_MAX = 2880, /* a range may run past one midnight, not two */
    WEEK_DAYS = 7,
    ALL_WEEK = 0x7f,
    YEAR_FOREVER = 9999,
    EASTER_OFFSET_MAX = 366
};

/* --- what was understood ------------------------------------------------------------------------------------------ */

enum hours_join { HOURS_OVERRIDE, HOURS_ADD, HOURS_FALLBACK }; /* to the rules before it: `;` `,` `||` */

/* Selectors of the same group are alternatives; a day must satisfy every group that a rule has. In order of printing. */
enum hours_group { GROUP_YEAR, GROUP_DATE, GROUP_WEEK, GROUP_HOLIDAY, GROUP_WEEKDAY, GROUPS };

enum hours_selector_kind {
    SELECT_YEARS,  /* from, to, period */
    SELECT_MONTHS, /* from, to (wraps), 1..12 */
    SELECT_DATES,  /* begin, end, period */
    SELECT_WEEKS,  /* from, to, period */
    SELECT_DAYS,   /* mask of weekdays, bit 0 = Monday */
    SELECT_NTH,    /* mask of one weekday, nth, offset */
    SELECT_PH,     /* offset */
    SELECT_SH
};

enum hours_date_kind { DATE_PLAIN, DATE_EASTER, DATE_NTH };

struct hours_date {
    uint8_t kind;
    uint8_t month, mday; /* DATE_PLAIN, DATE_NTH: month 1..12 */
    uint8_t weekday;     /* DATE_NTH: 0 = Monday */
    int8_t nth;          /* DATE_NTH: -5..5, not 0 */
    int16_t year;        /* 0: any */
    int16_t offset;      /* days */
};

struct hours_selector {
    uint8_t kind, group;
    uint8_t days; /* mask */
    bool range;   /* SELECT_DATES: END counts; SELECT_YEARS: not a single year */
    int16_t from, to;
    int16_t period; /* 0 or 1: every */
    int16_t offset; /* days */
    uint16_t nth;   /* bits 0..4: first to fifth, bits 5..9: last to fifth last */
    struct hours_date begin, end;
};

/* One end of a range of times. */
struct hours_clock {
    int16_t minutes; /* of the day, or the offset to the event */
    int8_t event;    /* enum sun_event, or -1 for a plain time */
};

struct hours_range {
    struct hours_clock from, to;
    int16_t period; /* minutes between repeats; 0: not repeated */
    bool open_end;  /* a + was written */
    bool no_end;    /* nothing but a + was written */
    bool point;     /* a moment: a minute long */
};

struct hours_rule {
    enum hours_join join;
    enum hours_state state;
    bool state_given; /* a word or a comment, not only the times */
    bool fallback;
    uint16_t first, ranges;             /* of its times in hours.range; none = all day */
    uint16_t first_selector, selectors; /* in hours.selector, sorted by group */
    const char *comment;                /* NULL for none */
};

struct hours {
    size_t rules;
    const struct hours_rule *rule;
    const struct hours_range *range;
    const struct hours_selector *selector;
    bool weekly;   /* every week is like every other */
    bool holidays; /* PH or SH */
    bool sun;
    bool guessed; /* some of the spelling was mended boldly */
};

/* --- hours_clean.c: signs of other alphabets as ours ---------------------------------------------------------------- */

/* VALUE with dashes, quotation marks and spaces of every kind read as ASCII; what stands in quotes is left as it is. */
char *hours_clean(struct arena *arena, const char *value);
/* Does AT stand for a letter, ours or another's? */
bool hours_is_letter(const char *at);
bool hours_is_digit(char c);

/* --- hours_word.c: the words ---------------------------------------------------------------------------------------- */

enum hours_word {
    WORD_NONE,
    WORD_DAYS,  /* value: mask of weekdays */
    WORD_MONTH, /* value: 1..12 */
    WORD_PH,
    WORD_SH,
    WORD_WEEK,
    WORD_EASTER,
    WORD_EVENT, /* value: enum sun_event */
    WORD_DAY,   /* "day", "days" */
    WORD_TIME,  /* value: minutes: noon, midnight */
    WORD_ALWAYS,
    WORD_STATE, /* value: enum hours_state */
    WORD_DASH,  /* to, until */
    WORD_COMMA, /* and */
    WORD_SKIP   /* from: means nothing */
};

/* The longest known word or phrase at AT, ASCII case ignored, not followed by another letter; WORD_NONE if there is
 * none. */
enum hours_word hours_word_find(const char *at, int *value, size_t *length);

/* --- hours_parse.c, hours_parse_dates.c, _days.c, _times.c --------------------------------------------------------- */

struct hours_parser {
    const char *text;
    const char *at;
    struct arena *arena;
    struct error *err;
    enum hours_kind kind;
    size_t rules, ranges, selectors;
    size_t rules_room, ranges_room, selectors_room;
    struct hours_rule *rule;
    struct hours_range *range;
    struct hours_selector *selector;
    bool guessed;
    bool clock_24; /* somewhere an hour after noon is written as 13 to 24 */
};

void hours_skip(struct hours_parser *p); /* spaces and words that mean nothing */
/* Is C next, after spaces? hours_take moves past it. */
bool hours_peek(struct hours_parser *p, char c);
bool hours_take(struct hours_parser *p, char c);
/* Is "8:00-12:00 + 14:00-18:00" here: a plus between blanks with more behind it, which is an "and", no open end? */
bool hours_plus_joins(struct hours_parser *p);
bool hours_take_dash(struct hours_parser *p);
bool hours_peek_dash(struct hours_parser *p);
/* The word that is next, after spaces. */
enum hours_word hours_peek_word(struct hours_parser *p, int *value, size_t *length);
bool hours_take_word(struct hours_parser *p, enum hours_word word, int *value);
/* A whole number of at most DIGITS digits that no other digit follows. */
bool hours_take_number(struct hours_parser *p, size_t digits, int *value);
enum status hours_not_understood(const struct hours_parser *p, const char *at);
enum status hours_add_selector(struct hours_parser *p, struct hours_rule *rule, struct hours_selector selector);

bool hours_days_ahead(struct hours_parser *p);              /* does something that names days stand here? */
enum hours_group hours_group_ahead(struct hours_parser *p); /* of it */
enum status hours_parse_days(struct hours_parser *p, struct hours_rule *rule);
enum status hours_parse_dates(struct hours_parser *p, struct hours_rule *rule);

bool hours_one_bit(unsigned mask);
uint8_t hours_bit_number(unsigned mask);                     /* of a mask of one bit */
bool hours_take_year(struct hours_parser *p, int16_t *year); /* 1900..2199; sets 0 when there is none */
/* At the beginning of a rule a number is only a year when it cannot be a time: 2024, but 1900-2100 is from 7 to 9 pm. */
bool hours_year_ahead(struct hours_parser *p);
int hours_take_offset(struct hours_parser *p); /* "+1 day", "-2 days"; 0 when nothing of the kind stands here */
/* The day of a month before its name, "25 Dec", "1. Mai": its length up to the name, 0 if that is not here. */
size_t hours_day_first(const char *at, int *mday);
bool hours_take_nth(struct hours_parser *p, int *nth);                /* -5..5, not 0 */
enum status hours_parse_nths(struct hours_parser *p, uint16_t *mask); /* after the [ */
enum status hours_bad_nth(const struct hours_parser *p);
enum status hours_parse_every(struct hours_parser *p, int16_t *period); /* "/2"; 0 without */

bool hours_times_ahead(struct hours_parser *p);
enum status hours_parse_time(struct hours_parser *p, struct hours_rule *rule);
/* Does a time stand at AT: 9:00, 9.30, 9h, 9am, but not 9? */
bool hours_is_clock(const char *at);

/* --- hours_match.c: days -------------------------------------------------------------------------------------------- */

bool hours_rule_holds(const struct hours *hours, const struct hours_rule *rule, const struct hours_where *where,
                      int32_t day, const char **holiday);
int32_t hours_easter(int32_t year);

/* --- hours_line.c: one day as a line of stretches ------------------------------------------------------------------- */

struct hours_stretch {
    int16_t from;  /* minute; it ends where the next begins */
    uint8_t state; /* enum hours_state */
    uint8_t edge;  /* state of its very first minute only, where that differs (see docs/hours.md); else = state */
    bool no_end;   /* part of a "17:00+" */
    bool guess;    /* after an open end */
    bool wrapped;  /* runs in from the day before */
    int16_t rule;  /* that decides; -1: none */
    const char *comment;
};

enum { LINE_SHORT = 24 };

struct hours_line {
    int32_t day;
    bool commented; /* the rule being painted has a comment of its own */
    size_t n, room;
    struct hours_stretch *at; /* at[0].from = 0 */
    struct hours_stretch few[LINE_SHORT];
};

/* Draw DAY. hours_line_free after use. */
void hours_line_init(struct hours_line *line);
void hours_line_draw(struct hours_line *line, const struct hours *hours, const struct hours_where *where, int32_t day);
void hours_line_free(struct hours_line *line);

#endif
