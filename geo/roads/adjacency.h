/* adjacency: which drives leave a junction, or come to it. A drive is 2 * raw edge + direction. */
#ifndef ROUNDS_GEO_ROADS_ADJACENCY_H
#define ROUNDS_GEO_ROADS_ADJACENCY_H

#include "geo/roads/raw.h"

struct adjacency {
    uint32_t *first;  /* junctions_n + 1 */
    uint32_t *drives; /* of a junction, by number */
};

/* Of the edges whose KINDS has a bit of MASK; drivable directions only. IN: by the junction they lead to. */
struct adjacency adjacency_new(const struct raw_roads *raw, const uint8_t *kinds, unsigned mask, bool in);
void adjacency_free(struct adjacency *adjacency);

static inline uint32_t drive_tail(const struct raw_roads *raw, uint32_t drive)
{
    return raw->edges[drive / 2].junction[drive & 1];
}

static inline uint32_t drive_head(const struct raw_roads *raw, uint32_t drive)
{
    return raw->edges[drive / 2].junction[~drive & 1];
}

#endif
