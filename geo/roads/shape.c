#include "geo/roads/shape.h"

static void put(struct buf *out, int32_t difference)
{
    uint32_t zigzag = (uint32_t)difference << 1 ^ (uint32_t)(difference < 0 ? -1 : 0);
    do {
        uint8_t byte = (uint8_t)(zigzag & 127) | (uint8_t)(zigzag > 127 ? 128 : 0);
        buf_add_n(out, (const char *)&byte, 1);
        zigzag >>= 7;
    } while (zigzag);
}

static int32_t wrapped(uint32_t value)
{
    return value <= INT32_MAX ? (int32_t)value : -(int32_t)(UINT32_MAX - value) - 1;
}

static int32_t difference(int32_t to, int32_t from)
{
    return wrapped((uint32_t)to - (uint32_t)from);
}

void shape_write(struct buf *out, const int32_t begin[2], const int32_t (*points)[2], uint32_t n)
{
    const int32_t *last = begin;
    for (uint32_t i = 0; i < n; i++) {
        put(out, difference(points[i][0], last[0]));
        put(out, difference(points[i][1], last[1]));
        last = points[i];
    }
}

void shape_begin(struct shape_reader *reader, const struct roads *roads, uint32_t edge)
{
    const struct roads_edge *stretch = &roads->edges[edge];
    const int32_t *begin = roads->at[stretch->node[0]], *finish = roads->at[stretch->node[1]];
    *reader = (struct shape_reader){.next = roads->shapes + stretch->shape,
                                    .end = roads->shapes + roads->shapes_bytes,
                                    .lat = begin[0],
                                    .lon = begin[1],
                                    .finish = {finish[0], finish[1]},
                                    .left = (uint32_t)stretch->shape_points + 2,
                                    .begun = false};
}

static int32_t get(struct shape_reader *reader)
{
    uint32_t zigzag = 0;
    for (unsigned shift = 0; shift < 32 && reader->next < reader->end; shift += 7) {
        uint8_t byte = *reader->next++;
        zigzag |= (uint32_t)(byte & 127) << shift;
        if (byte < 128) {
            break;
        }
    }
    return wrapped(zigzag >> 1 ^ (zigzag & 1 ? UINT32_MAX : 0));
}

static int32_t within(int32_t value, int32_t limit)
{
    return value < -limit ? -limit : value > limit ? limit : value;
}

bool shape_next(struct shape_reader *reader, int32_t at[2])
{
    if (reader->left == 0) {
        return false;
    }
    reader->left--;
    if (reader->left == 0) {
        at[0] = reader->finish[0];
        at[1] = reader->finish[1];
        return true;
    }
    if (reader->begun) {
        reader->lat = wrapped((uint32_t)reader->lat + (uint32_t)get(reader));
        reader->lon = wrapped((uint32_t)reader->lon + (uint32_t)get(reader));
    }
    reader->begun = true;
    at[0] = within(reader->lat, 900000000);
    at[1] = within(reader->lon, 1800000000);
    return true;
}
