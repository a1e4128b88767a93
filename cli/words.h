/* words: the small words of tables and cards. All results live in the arena given. Pure but for the time zone. */
#ifndef ROUNDS_CLI_WORDS_H
#define ROUNDS_CLI_WORDS_H

#include "geo/store/history.h"
#include "geo/store/people.h"
#include "geo/store/site.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

char *words_duration(struct arena *arena, int32_t seconds); /* "45 min", "2 h", "2 h 10"; rounded to minutes */
char *words_km(struct arena *arena, int32_t metres);        /* "850 m", "8.4 km", "84 km" */
char *words_wall(struct arena *arena, int32_t wall_s);      /* "09:05"; "" when unset */
/* The same of a moment of DAY's plan. As on every clock, a minute that has begun is shown until it is over; the planner's
 * sentences and the exports do the same, so that one moment reads alike everywhere. */
char *words_time(struct arena *arena, int32_t day, int32_t elapsed_s);
/* The minutes between two moments as words_time shows them: "there" is "leave" plus "drive" to the minute, always, and
 * the drive so shown is less than a minute from the true one. */
char *words_between(struct arena *arena, int32_t from_s, int32_t to_s);
char *words_day(struct arena *arena, int32_t day);                  /* "Tue 24 Nov 2026"; "" for DAY_NONE */
char *words_date(struct arena *arena, int32_t day);                 /* "2026-11-24"; "" for DAY_NONE */
char *words_ago(struct arena *arena, int32_t day, int32_t today);   /* "never", "today", "14 months ago", "in 3 days" */
char *words_due(struct arena *arena, int32_t due, int32_t today);   /* "due today", "due in 3 days", "4 days late" */
char *words_count(struct arena *arena, size_t n, const char *noun); /* "1 visit", "2 visits" */
char *words_number(struct arena *arena, int64_t number);            /* "12" */
char *words_weekdays(struct arena *arena, uint32_t mask);           /* "Mo-Fr", "Mo,We"; bit 0 = Monday */
bool words_parse_weekdays(const char *text, uint32_t *mask); /* the same back; also full names' first two letters */

/* "Ann Smith, works manager (Stores)": as much as is known. "" when nothing is. */
char *words_person(struct arena *arena, const struct contact *contact);
/* "12", "P12", "N12", "J12" with LETTER (0 = a bare number): the number; 0 when TEXT is no such thing. */
int64_t words_parse_id(const char *text, char letter);
char *words_plain(struct arena *arena, const char *name); /* "plan stop" of "plan_stop" */
/* A and B joined by SEPARATOR, or the one that is not empty. */
char *words_join(struct arena *arena, const char *a, const char *separator, const char *b);
/* "Oakham Bakery, Oakham": NAME and where it is; nothing twice where the name ends with the place ("Oakham Bakery,
 * Oakham" in Oakham) or the place begins with the name (sites that are called by their address). ASCII case folded. */
char *words_address(struct arena *arena, const char *name, const char *place);

#endif
