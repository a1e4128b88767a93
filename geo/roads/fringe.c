#include "geo/roads/fringe.h"

#include "geo/base/mem.h"

struct list {
    uint32_t *first, *next; /* NEXT: where the next drive of a fringe node is put */
    struct roads_fringe_arc *arcs;
};

static bool on_fringe(const struct roads *roads, uint32_t arc)
{
    uint32_t plain = roads_arc_plain(roads, arc);
    const struct roads_edge *edge = &roads->edges[plain / 2];
    return (edge->flags & ROADS_FRINGE) && edge->ms[plain & 1] != ROADS_NO_WAY;
}

/* The drives that begin (END 0) or end (END 1) at fringe nodes, by node, with the node at their other end. */
static struct list collect(const struct roads *roads, int end)
{
    uint32_t nodes_n = roads->nodes_n - roads->main_n, arcs_n = 2 * roads->edges_n + roads->extra_n;
    struct list list = {.first = mem_alloc_array((size_t)nodes_n + 2, sizeof *list.first)};
    list.next = list.first + 1;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t arc = 0; arc < arcs_n; arc++) {
            if (!on_fringe(roads, arc)) {
                continue;
            }
            const uint32_t ends[2] = {roads_arc_tail(roads, arc), roads_arc_head(roads, arc)};
            if (ends[end] < roads->main_n) {
                continue;
            }
            uint32_t node = ends[end] - roads->main_n;
            if (pass == 0) {
                list.next[node + 1]++;
            } else {
                list.arcs[list.next[node]++] = (struct roads_fringe_arc){ends[!end], arc};
            }
        }
        if (pass == 0) {
            for (uint32_t node = 1; node <= nodes_n; node++) {
                list.next[node] += list.next[node - 1];
            }
            list.arcs = mem_alloc_array(list.next[nodes_n], sizeof *list.arcs);
        }
    }
    return list;
}

/* --- areas: union of sets, with path halving (Tarjan, van Leeuwen 1984) --------------------------------------------- */

static uint32_t head_of(uint32_t *set, uint32_t node)
{
    while (set[node] != node) {
        set[node] = set[set[node]];
        node = set[node];
    }
    return node;
}

static void unite(const struct roads *roads, uint32_t *set, uint32_t a, uint32_t b)
{
    if (a < roads->main_n || b < roads->main_n) {
        return;
    }
    a = head_of(set, a - roads->main_n);
    b = head_of(set, b - roads->main_n);
    set[a > b ? a : b] = a > b ? b : a; /* the smallest is the head */
}

static uint32_t *areas(const struct roads *roads)
{
    uint32_t nodes_n = roads->nodes_n - roads->main_n, arcs_n = 2 * roads->edges_n + roads->extra_n, areas_n = 0;
    uint32_t *set = mem_alloc_array(nodes_n, sizeof *set);
    for (uint32_t node = 0; node < nodes_n; node++) {
        set[node] = node;
    }
    for (uint32_t arc = 0; arc < arcs_n; arc++) {
        if (!on_fringe(roads, arc)) {
            continue;
        }
        uint32_t plain = roads_arc_plain(roads, arc);
        uint32_t tail = roads_arc_tail(roads, arc), head = roads_arc_head(roads, arc);
        unite(roads, set, tail, head);
        unite(roads, set, head, roads->edges[plain / 2].node[~plain & 1]); /* every state is some drive's head */
    }
    uint32_t *area = mem_alloc_array(nodes_n, sizeof *area);
    for (uint32_t node = 0; node < nodes_n; node++) {
        uint32_t head = head_of(set, node);
        area[node] = head == node ? areas_n++ : area[head];
    }
    mem_free(set);
    return area;
}

void fringe_build(struct roads *roads)
{
    struct list out = collect(roads, 0), in = collect(roads, 1);
    uint32_t nodes_n = roads->nodes_n - roads->main_n;
    roads->fringe_out_first = out.first;
    roads->fringe_out = out.arcs;
    roads->fringe_out_n = out.first[nodes_n];
    roads->fringe_in_first = in.first;
    roads->fringe_in = in.arcs;
    roads->fringe_in_n = in.first[nodes_n];
    roads->fringe_area = areas(roads);
}
