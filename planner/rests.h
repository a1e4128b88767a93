/* rests: stops for a toilet alone, where no job, visit or errand on the way has one in time. */
#ifndef ROUNDS_PLANNER_RESTS_H
#define ROUNDS_PLANNER_RESTS_H

#include "geo/base/status.h"
#include "planner/day.h"
#include "planner/near_way.h"
#include "planner/place.h"

#include <stddef.h>

struct hours_where;
struct store;
struct travel;

struct rests {
    struct near_way *sites;
    struct place *places; /* by their index */
    size_t n;
};

/* Havens with a toilet near the way over the N nodes, open at some time in the working hours or of unknown hours. None where
 * the settings want none. In ARENA. */
MUST_CHECK enum status rests_find(struct store *store, struct travel *travel, const struct day *day,
                                  const struct hours_where *where, const struct point *nodes, size_t n,
                                  struct arena *arena, struct rests *out, struct error *err);

#endif
