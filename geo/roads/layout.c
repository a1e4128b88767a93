#include "geo/roads/layout.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/roads/shape.h"

#include <stdlib.h>

/* --- the curve ------------------------------------------------------------------------------------------------------ */

struct keyed {
    uint64_t key;
    uint32_t number;
};

/* The distance along the curve through all of the globe, to about 3 m. */
static uint64_t along_curve(int64_t lat_e7, int64_t lon_e7)
{
    uint32_t x = (uint32_t)(lon_e7 + INT64_C(1800000000)), y = (uint32_t)(lat_e7 + INT64_C(900000000));
    uint64_t distance = 0;
    for (uint32_t side = UINT32_C(1) << 31; side > 128; side >>= 1) {
        uint64_t right = (x & side) != 0, up = (y & side) != 0;
        distance = distance << 2 | ((3 * right) ^ up);
        if (up == 0) {
            uint32_t turned = right ? ~x : x;
            x = right ? ~y : y;
            y = turned;
        }
    }
    return distance;
}

static int by_key(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    if (x->key != y->key) {
        return x->key < y->key ? -1 : 1;
    }
    return (x->number > y->number) - (x->number < y->number);
}

/* Sorts KEYED, frees it, and gives the numbers alone. */
static uint32_t *numbers_of(struct keyed *keyed, uint32_t n)
{
    uint32_t *numbers = mem_alloc_array(n, sizeof *numbers);
    if (n > 0) {
        qsort(keyed, n, sizeof *keyed, by_key);
    }
    for (uint32_t i = 0; i < n; i++) {
        numbers[i] = keyed[i].number;
    }
    mem_free(keyed);
    return numbers;
}

uint32_t *layout_junctions(const struct raw_roads *raw, const struct parts *kept, uint32_t *n)
{
    struct keyed *keyed = mem_alloc_array(raw->junctions_n, sizeof *keyed);
    *n = 0;
    for (uint32_t j = 0; j < raw->junctions_n; j++) {
        const struct raw_junction *junction = &raw->junctions[j];
        if (kept->junction[j] != PART_NONE) {
            keyed[(*n)++] = (struct keyed){along_curve(junction->lat_e7, junction->lon_e7), j};
        }
    }
    return numbers_of(keyed, *n);
}

uint32_t *layout_edges(const struct raw_roads *raw, const struct parts *kept, uint32_t *n)
{
    struct keyed *keyed = mem_alloc_array(raw->edges_n, sizeof *keyed);
    *n = 0;
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        if (kept->edge[e] != PART_NONE) {
            const struct raw_junction *a = &raw->junctions[raw->edges[e].junction[0]];
            const struct raw_junction *b = &raw->junctions[raw->edges[e].junction[1]];
            keyed[(*n)++] = (struct keyed){
                along_curve(((int64_t)a->lat_e7 + b->lat_e7) / 2, ((int64_t)a->lon_e7 + b->lon_e7) / 2), e};
        }
    }
    return numbers_of(keyed, *n);
}

/* --- shapes --------------------------------------------------------------------------------------------------------- */

/* SHAPE_N points evenly thinned to UINT16_MAX; in a mem_ block. */
static int32_t (*thinned(const int32_t (*shape)[2], uint32_t shape_n))[2]
{
    int32_t(*points)[2] = mem_alloc_array(UINT16_MAX, sizeof *points);
    for (uint32_t i = 0; i < UINT16_MAX; i++) {
        uint64_t from = (uint64_t)i * shape_n / UINT16_MAX;
        points[i][0] = shape[from][0];
        points[i][1] = shape[from][1];
    }
    return points;
}

bool layout_shapes(const struct raw_roads *raw, const uint32_t *order, uint32_t n, uint32_t *first, uint16_t *points,
                   uint8_t **bytes, uint32_t *bytes_n)
{
    struct buf buf;
    buf_init(&buf, UINT32_MAX - 1);
    for (uint32_t i = 0; i < n; i++) {
        const struct raw_edge *edge = &raw->edges[order[i]];
        const struct raw_junction *begin = &raw->junctions[edge->junction[0]];
        const int32_t at[2] = {begin->lat_e7, begin->lon_e7};
        const int32_t(*shape)[2] = (const int32_t(*)[2])(raw->shape + edge->shape_first);
        first[i] = (uint32_t)buf.length;
        if (edge->shape_n <= UINT16_MAX) {
            points[i] = (uint16_t)edge->shape_n;
            shape_write(&buf, at, shape, edge->shape_n);
        } else {
            int32_t(*fewer)[2] = thinned(shape, edge->shape_n);
            points[i] = UINT16_MAX;
            shape_write(&buf, at, (const int32_t(*)[2])fewer, UINT16_MAX);
            mem_free(fewer);
        }
    }
    if (buf.truncated) {
        buf_clear(&buf);
        return false;
    }
    *bytes_n = (uint32_t)buf.length;
    *bytes = (uint8_t *)buf_take(&buf);
    return true;
}

/* --- the tree of boxes ---------------------------------------------------------------------------------------------- */

static const struct roads_box EMPTY = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};

static void include(struct roads_box *box, const struct roads_box *other)
{
    box->south = other->south < box->south ? other->south : box->south;
    box->west = other->west < box->west ? other->west : box->west;
    box->north = other->north > box->north ? other->north : box->north;
    box->east = other->east > box->east ? other->east : box->east;
}

static struct roads_box box_of_edge(const struct roads *roads, uint32_t edge)
{
    struct roads_box box = EMPTY;
    struct shape_reader reader;
    int32_t at[2];
    shape_begin(&reader, roads, edge);
    while (shape_next(&reader, at)) {
        include(&box, &(struct roads_box){at[0], at[1], at[0], at[1]});
    }
    return box;
}

void layout_boxes(struct roads *roads)
{
    roads->levels_n = 0;
    roads->boxes_n = 0;
    uint32_t width = roads->edges_n / ROADS_LEAF_EDGES + (roads->edges_n % ROADS_LEAF_EDGES != 0);
    for (uint32_t n = width; n > 0; n = n == 1 ? 0 : (n + ROADS_TREE_FANOUT - 1) / ROADS_TREE_FANOUT) {
        roads->level_first[roads->levels_n++] = roads->boxes_n;
        roads->boxes_n += n;
    }
    roads->level_first[roads->levels_n] = roads->boxes_n;

    struct roads_box *boxes = mem_alloc_array(roads->boxes_n, sizeof *boxes);
    for (uint32_t i = 0; i < roads->boxes_n; i++) {
        boxes[i] = EMPTY;
    }
    for (uint32_t edge = 0; edge < roads->edges_n; edge++) {
        struct roads_box box = box_of_edge(roads, edge);
        include(&boxes[edge / ROADS_LEAF_EDGES], &box);
    }
    for (uint32_t level = 1; level < roads->levels_n; level++) {
        const uint32_t *first = &roads->level_first[level - 1];
        for (uint32_t i = first[0]; i < first[1]; i++) {
            include(&boxes[first[1] + (i - first[0]) / ROADS_TREE_FANOUT], &boxes[i]);
        }
    }
    roads->boxes = boxes;
}
