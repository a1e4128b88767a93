/* open: the opening hours of one day, as moments of that day's plan (seconds elapsed since its local midnight). */
#ifndef ROUNDS_PLANNER_OPEN_H
#define ROUNDS_PLANNER_OPEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct hours_where;
struct point;
struct settings;

enum { OPEN_SPANS_MAX = 16 }; /* spans of one day that are looked at; real sites have one or two */

struct open_span {
    int32_t from_s, to_s; /* from < to */
};

struct open_day {
    bool known;                             /* false: no hours, or hours that cannot be understood */
    uint32_t n;                             /* 0 when closed all day */
    struct open_span spans[OPEN_SPANS_MAX]; /* in order, disjoint */
    uint32_t visit_n; /* when a proactive visit may be there: the spans within the working hours */
    struct open_span visit[OPEN_SPANS_MAX];
};

/* A memory of the hours met so far: thousands of customers share a few dozen values. */
struct open_book;

/* For DAY and WHERE (borrowed); proactive visits happen within WORK and, where hours are unknown, within UNKNOWN too. */
struct open_book *open_book_new(struct arena *arena, int32_t day, struct open_span work, struct open_span unknown,
                                const struct hours_where *where);
/* Where the hours of a round hold: the holidays of the settings, the sun of AROUND (NULL: unknown);
 * over the few counties of a round it rises within minutes. In ARENA. */
struct hours_where *open_where(struct arena *arena, const struct settings *settings, const struct point *around);

/* The open spans of HOURS ("" = unknown) on the book's day. The result belongs to the book's arena. */
const struct open_day *open_on(struct open_book *book, const char *hours);

/* For a stop from AT_S on: "open until 12:30", "open all day", "closed that day", "hours unknown"; when it is shut at
 * AT_S the day's spans, "open 09:00-12:30, 14:00-17:00". In ARENA. */
char *open_text(struct arena *arena, int32_t day, const struct open_day *hours, int32_t at_s);

/* The span that holds AT_S, NULL if none; and the first that begins after AT_S. */
const struct open_span *open_at(const struct open_day *hours, int32_t at_s);
const struct open_span *open_next(const struct open_day *hours, int32_t at_s);

/* WALL_S of DAY as seconds elapsed; a time that the clocks skip becomes the first moment after the gap. */
int32_t open_elapsed(int32_t day, int32_t wall_s);

#endif
