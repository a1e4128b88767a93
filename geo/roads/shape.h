/* shape: the points between the ends of an edge, as zigzag varints of differences (lat, lon in 1e-7 degrees), the first
 * against the edge's beginning. */
#ifndef ROUNDS_GEO_ROADS_SHAPE_H
#define ROUNDS_GEO_ROADS_SHAPE_H

#include "geo/base/buf.h"
#include "geo/roads/roads.h"

struct shape_reader {
    const uint8_t *next, *end;
    int32_t lat, lon;
    int32_t finish[2];
    uint32_t left;
    bool begun;
};

void shape_write(struct buf *out, const int32_t begin[2], const int32_t (*points)[2], uint32_t n);

/* All points of EDGE with both ends, one after the other: shape_points + 2 calls give true. Safe on any bytes: a point off
 * the globe comes back on its edge, and past the end of shapes there are no more differences. */
void shape_begin(struct shape_reader *reader, const struct roads *roads, uint32_t edge);
bool shape_next(struct shape_reader *reader, int32_t at[2]);

#endif
