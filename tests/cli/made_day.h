/* made_day: days made up from a number: places anywhere, times, people, and names that try to get out of every format. */
#ifndef ROUNDS_TESTS_CLI_MADE_DAY_H
#define ROUNDS_TESTS_CLI_MADE_DAY_H

#include "cli/export/export.h"

#define MADE_SECRET "SECRET"

struct made_day {
    struct export_input input;
    struct plan *plan;
};

/* N stops (1 ..), every fourth a break of one kind or the other when BREAKS; contacts and promises as export_people would
 * fill them in; what must not leave says MADE_SECRET. The same SEED gives the same day. */
struct made_day made_day(struct arena *arena, uint64_t seed, size_t n, bool breaks);

/* 0 .. below - 1; splitmix64. */
uint32_t made_random(uint64_t *state, uint32_t below);
/* A text that is hostile in one way or another. */
const char *made_name(struct arena *arena, uint64_t *state);

#endif
