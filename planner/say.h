/* say: the planner's small words: minutes, times of a day, places, as they stand in sentences for a person. All results
 * live in the arena given. Pure but for the process's time zone. */
#ifndef ROUNDS_PLANNER_SAY_H
#define ROUNDS_PLANNER_SAY_H

#include <stdint.h>

struct arena;
struct site;

/* "18", the minutes of SECONDS (>= 0): costs and needs are rounded up, worth and room down, so that a sentence never
 * says "costs 12, worth 12" of a visit that costs more than it is worth. */
int32_t say_minutes_up(int64_t seconds);
int32_t say_minutes_down(int64_t seconds);

/* "14:05": the wall clock of DAY, ELAPSED_S after its midnight. */
char *say_time(struct arena *arena, int32_t day, int32_t elapsed_s);

/* "12 Market Place, Oakham, LE15 6DT"; "" when nothing of it is known. */
char *say_address(struct arena *arena, const struct site *site);

#endif
