/* carve: arrays out of the caller's one block. The same code runs twice: once without a block, to measure, and once with
 * it, so that what core_solve_bytes says and what core_solve takes cannot differ. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_CARVE_H
#define ROUNDS_PLANNER_CORE_CARVE_H

#include <stddef.h>

struct core_carve {
    unsigned char *block; /* NULL: measuring */
    size_t used;
};

/* Room for COUNT elements of SIZE bytes, aligned for any type, not cleared; NULL while measuring. */
void *core_carve_array(struct core_carve *carve, size_t count, size_t size);

#endif
