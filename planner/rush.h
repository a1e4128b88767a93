/* rush: hours in which the roads are slower, by weekday: "mon-fri 07:30-09:15 1.35; mon-fri 16:30-18:30 1.3".
 *
 * The speed model of Ichoua, Gendreau and Potvin (2003, "Vehicle dispatching with time-dependent travel times"): it is the
 * speed that changes at a window's ends, not the time of a journey. Who is on the road when a window ends drives the rest
 * at the speed that holds then, so whoever sets off later never arrives earlier. */
#ifndef ROUNDS_PLANNER_RUSH_H
#define ROUNDS_PLANNER_RUSH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { RUSH_RULES_MAX = 12, RUSH_PAR = 1000, RUSH_LEAST = 500, RUSH_MOST = 3000 };

struct rush_rule {
    uint32_t days;        /* bit d: weekday d, 0 = Monday */
    int32_t from_s, to_s; /* wall clock, from < to */
    int32_t permille;     /* journeys take so many thousandths of their time; RUSH_LEAST..RUSH_MOST */
};

/* No two rules of one weekday overlap. */
struct rush {
    uint32_t n; /* 0: none */
    struct rush_rule rules[RUSH_RULES_MAX];
};

/* "" is none. False when TEXT is no such table, with *OUT untouched. */
bool rush_parse(struct arena *arena, const char *text, struct rush *out);
/* What rush_parse reads back to the same. In ARENA. */
char *rush_text(struct arena *arena, const struct rush *rush);

/* The windows of one day, as moments of that day's plan (seconds elapsed since its local midnight), in order. */
struct rush_day {
    uint32_t n;
    struct {
        int32_t from_s, to_s, permille;
        int64_t ahead_us; /* how far the wheels are ahead of the clock (behind: negative) at the window's beginning, in
                             millionths of a second of driving */
    } spans[RUSH_RULES_MAX];
    int64_t ahead_us; /* after the last */
};

struct rush_day rush_on(const struct rush *rush, int32_t day);

/* DAY may be NULL below: no windows. Journeys are given by the time that they take on free roads, in seconds (_s) or
 * millionths of one (_us). */
bool rush_is(const struct rush_day *day); /* has it windows? */
/* When a journey of DRIVE ends that begins at DEPART_S: exact but for rounding up to a second, and not before that of an
 * earlier DEPART_S. Without windows DEPART_S + DRIVE_S. */
int64_t rush_arrive_s(const struct rush_day *day, int64_t depart_s, int64_t drive_s);
int64_t rush_arrive_us(const struct rush_day *day, int64_t depart_s, int64_t drive_us);
/* The latest departure from which it ends by ARRIVE_S. */
int64_t rush_depart_s(const struct rush_day *day, int64_t arrive_s, int64_t drive_s);
int64_t rush_depart_us(const struct rush_day *day, int64_t arrive_s, int64_t drive_us);
/* What is driven from FROM_S to TO_S, on the road all the while. */
int64_t rush_driven_us(const struct rush_day *day, int64_t from_s, int64_t to_s);
/* What a journey takes at least, and at most, whenever it begins. */
int64_t rush_least_s(const struct rush_day *day, int64_t drive_s);
int64_t rush_most_s(const struct rush_day *day, int64_t drive_s);

#endif
