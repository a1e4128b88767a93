#include "geo/roads/roads.h"

#include <assert.h>

int32_t roads_seconds(roads_cost cost)
{
    return cost >= ROADS_NONE ? TRAVEL_NONE : (int32_t)(((cost >> 32) + 999) / 1000);
}

int32_t roads_metres(roads_cost cost)
{
    return cost >= ROADS_NONE ? TRAVEL_NONE : (int32_t)(((cost & UINT32_MAX) + 9) / 10);
}

static bool is_plain(const struct roads *roads, uint32_t arc)
{
    return arc < 2 * roads->edges_n;
}

uint32_t roads_arc_plain(const struct roads *roads, uint32_t arc)
{
    return is_plain(roads, arc) ? arc : roads->extra_arcs[arc - 2 * roads->edges_n].plain;
}

uint32_t roads_arc_tail(const struct roads *roads, uint32_t arc)
{
    return is_plain(roads, arc) ? roads->edges[arc / 2].node[arc & 1]
                                : roads->extra_arcs[arc - 2 * roads->edges_n].tail;
}

static uint32_t arrival_of(const struct roads *roads, uint32_t arc)
{
    uint32_t low = 0, high = roads->arrivals_n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (roads->arrivals[middle].arc < arc) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    assert(low < roads->arrivals_n && roads->arrivals[low].arc == arc);
    return roads->arrivals[low].node;
}

uint32_t roads_arc_head(const struct roads *roads, uint32_t arc)
{
    if (!is_plain(roads, arc)) {
        return roads->extra_arcs[arc - 2 * roads->edges_n].head;
    }
    const struct roads_edge *edge = &roads->edges[arc / 2];
    bool split = edge->flags & (arc & 1 ? ROADS_SPLIT_1 : ROADS_SPLIT_0);
    return split ? arrival_of(roads, arc) : edge->node[~arc & 1];
}

roads_cost roads_arc_cost(const struct roads *roads, uint32_t arc)
{
    uint32_t plain = roads_arc_plain(roads, arc);
    const struct roads_edge *edge = &roads->edges[plain / 2];
    return edge->ms[plain & 1] == ROADS_NO_WAY ? ROADS_NONE : roads_cost_of(edge->ms[plain & 1], edge->dm);
}

uint32_t roads_arc_copies(const struct roads *roads, uint32_t arc, uint32_t *first)
{
    uint32_t low = 0, high = roads->extra_n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (roads->extra_arcs[middle].plain < arc) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *first = low;
    uint32_t end = low;
    while (end < roads->extra_n && roads->extra_arcs[end].plain == arc) {
        end++;
    }
    return end - low;
}
