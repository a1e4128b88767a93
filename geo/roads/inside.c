#include "geo/roads/inside.h"

static bool overlap(const struct roads_box *a, const struct roads_box *b)
{
    if (a->south > b->north || b->south > a->north) {
        return false;
    }
    if (b->west > b->east) {
        return a->east >= b->west || a->west <= b->east;
    }
    return a->west <= b->east && b->west <= a->east;
}

struct found {
    struct arena *arena;
    uint32_t *edges;
    size_t n, capacity;
};

static void take_leaf(const struct roads *roads, uint32_t leaf, uint32_t classes, struct found *found)
{
    uint32_t first = leaf * ROADS_LEAF_EDGES, end = first + ROADS_LEAF_EDGES;
    end = end < roads->edges_n ? end : roads->edges_n;
    for (uint32_t edge = first; edge < end; edge++) {
        if (classes >> roads->edges[edge].class_ & 1) {
            uint32_t *next = arena_push(found->arena, &found->edges, &found->n, &found->capacity, sizeof *found->edges);
            *next = edge;
        }
    }
}

/* Depth first, the lowest child first, so that edges come in their order. */
static void take_box(const struct roads *roads, uint32_t level, uint32_t index, const struct roads_box *box,
                     uint32_t classes, struct found *found)
{
    if (!overlap(&roads->boxes[roads->level_first[level] + index], box)) {
        return;
    }
    if (level == 0) {
        take_leaf(roads, index, classes, found);
        return;
    }
    uint32_t first = index * ROADS_TREE_FANOUT, end = first + ROADS_TREE_FANOUT;
    uint32_t count = roads->level_first[level] - roads->level_first[level - 1];
    end = end < count ? end : count;
    for (uint32_t child = first; child < end; child++) {
        take_box(roads, level - 1, child, box, classes, found);
    }
}

uint32_t *roads_inside(const struct roads *roads, struct roads_box box, uint32_t classes, struct arena *arena,
                       size_t *n)
{
    struct found found = {.arena = arena};
    if (roads->levels_n > 0) {
        take_box(roads, roads->levels_n - 1, 0, &box, classes, &found);
    }
    *n = found.n;
    return found.edges;
}
