/* guess: on a day with rush hours, what each leg is taken to last before it is known when it is driven. The solver wants
 * one number a leg: it gets one that is likely, or one that is safe, and what it makes of it is judged by true times. */
#ifndef ROUNDS_PLANNER_GUESS_H
#define ROUNDS_PLANNER_GUESS_H

#include "planner/place.h"

#include <stdbool.h>
#include <stdint.h>

enum { GUESS_MOMENTS = 5 };

/* When a place may be left: at one of N moments, all alike likely, or at any time between two. */
struct guess {
    const struct rush_day *rush;
    bool safe;
    uint32_t n;
    int32_t at_s[GUESS_MOMENTS];
    int32_t from_s, to_s;
};

/* Left at DEPART_S. */
struct guess guess_at(const struct rush_day *rush, int32_t depart_s);
/* PLACE (NULL: home), of which nothing is known but when it may be left by its windows and FRAME. */
struct guess guess_of(const struct frame *frame, const struct place *place, bool safe);
/* What a leg from there lasts that takes DRIVE_S on free roads: the mean over the moments; when safe, no less than at any
 * of them. */
int32_t guess_leg_s(const struct guess *guess, int32_t drive_s);

#endif
