/* nearby: where the places of a file are expected, so that swapped coordinates are noticed.
 *
 * A swapped pair is mostly a valid place, only an absurd one: 52.67,-0.73 is Rutland and -0.73,52.67 is in the Indian
 * Ocean. The engineer's home, else the middle of the sites in the store, else the middle of the file itself says where
 * the work is; a place that is over 1,000 km from there, and within 300 km of it with its numbers swapped, is taken for
 * a mistake. Nobody works in both.
 */
#ifndef ROUNDS_CLI_IMPORT_NEARBY_H
#define ROUNDS_CLI_IMPORT_NEARBY_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct nearby;
struct store;

/* From the store: home, else the median of up to 1,000 placed sites when there are five. */
MUST_CHECK enum status nearby_open(struct store *store, struct arena *arena, struct nearby **out, struct error *err);
bool nearby_known(const struct nearby *nearby);
/* One place of the file, in a first pass over it; nearby_learnt takes their median when there are five. */
void nearby_learn(struct nearby *nearby, struct point at);
void nearby_learnt(struct nearby *nearby);

/* Does AT look swapped? WHY gets the sentence, in ARENA. */
bool nearby_swapped(const struct nearby *nearby, struct arena *arena, struct point at, const char **why);
/* Is AT over 1,000 km away? */
bool nearby_far(const struct nearby *nearby, struct point at);
const char *nearby_name(const struct nearby *nearby); /* "home", "your other sites", "the rest of the file" */

#endif
