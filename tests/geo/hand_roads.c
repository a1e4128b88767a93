#include "tests/geo/hand_roads.h"

#include "geo/base/buf.h"
#include "geo/roads/contract.h"
#include "geo/roads/shape.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

uint32_t hand_random(uint64_t *state, uint32_t below)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

/* Main junctions in the order of contraction, then those of the fringe. */
static void number_nodes(struct arena *arena, uint32_t n, const struct hand_edge *edges, uint32_t edges_n,
                         uint32_t *nodes, struct roads *out)
{
    uint32_t *dense = arena_array(arena, n, sizeof *dense), main_n = 0, arcs_n = 0, fringe = 0;
    bool *main = arena_array(arena, n, sizeof *main);
    struct contract_arc *arcs = arena_array(arena, 2 * (size_t)edges_n, sizeof *arcs);
    for (uint32_t i = 0; i < edges_n; i++) {
        if (!(edges[i].flags & ROADS_FRINGE)) {
            main[edges[i].a] = main[edges[i].b] = true;
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        dense[i] = main_n;
        main_n += main[i];
    }
    for (uint32_t i = 0; i < edges_n; i++) {
        for (uint32_t dir = 0; dir < 2 && !(edges[i].flags & ROADS_FRINGE); dir++) {
            if (edges[i].ms[dir] != ROADS_NO_WAY) {
                arcs[arcs_n++] =
                    (struct contract_arc){dense[dir ? edges[i].b : edges[i].a], dense[dir ? edges[i].a : edges[i].b],
                                          edges[i].ms[dir], edges[i].dm, 2 * i + dir};
            }
        }
    }
    uint32_t *rank = NULL, *up_first = NULL;
    struct roads_up *ups = NULL;
    enum status status = contract(main_n, arcs, arcs_n, NULL, &rank, &up_first, &ups, &out->ups_n, NULL);
    assert(status == STATUS_OK);
    for (uint32_t i = 0; i < n; i++) {
        nodes[i] = main[i] ? rank[dense[i]] : main_n + fringe++;
    }
    uint32_t *first_copy = arena_array(arena, main_n + (size_t)1, sizeof *first_copy);
    struct roads_up *ups_copy = arena_array(arena, out->ups_n + (size_t)1, sizeof *ups_copy);
    memcpy(first_copy, up_first, (main_n + (size_t)1) * sizeof *first_copy);
    memcpy(ups_copy, ups, out->ups_n * sizeof *ups);
    mem_free(rank);
    mem_free(up_first);
    mem_free(ups);
    out->main_n = main_n;
    out->nodes_n = n;
    out->up_first = first_copy;
    out->ups = ups_copy;
}

static void add_edges(struct arena *arena, const struct hand_edge *edges, uint32_t edges_n, const uint32_t *nodes,
                      struct roads *out)
{
    struct roads_edge *list = arena_array(arena, edges_n, sizeof *list);
    struct buf names, shapes;
    buf_init(&names, 1 << 24);
    buf_init(&shapes, 1 << 24);
    buf_add_n(&names, "", 1);
    for (uint32_t i = 0; i < edges_n; i++) {
        const struct hand_edge *edge = &edges[i];
        list[i] = (struct roads_edge){.node = {nodes[edge->a], nodes[edge->b]},
                                      .ms = {edge->ms[0], edge->ms[1]},
                                      .dm = edge->dm,
                                      .shape = (uint32_t)shapes.length,
                                      .shape_points = (uint16_t)edge->points_n,
                                      .flags = edge->flags};
        shape_write(&shapes, out->at[nodes[edge->a]], edge->points, edge->points_n);
        if (edge->name != NULL && edge->name[0] != '\0') {
            list[i].name = (uint32_t)names.length;
            buf_add_n(&names, edge->name, strlen(edge->name) + 1);
        }
    }
    out->edges = list;
    out->edges_n = edges_n;
    out->names_bytes = (uint32_t)names.length;
    out->names = buf_into_arena(&names, arena);
    out->shapes_bytes = (uint32_t)shapes.length;
    out->shapes = (const uint8_t *)buf_into_arena(&shapes, arena);
}

/* The stretches that lead from (OUTWARDS) or to each fringe node. */
static void add_fringe(struct arena *arena, bool outwards, struct roads *out)
{
    uint32_t fringe_n = out->nodes_n - out->main_n, n = 0;
    uint32_t *first = arena_array(arena, fringe_n + (size_t)1, sizeof *first);
    struct roads_fringe_arc *arcs = arena_array(arena, 2 * (size_t)out->edges_n, sizeof *arcs);
    for (uint32_t node = out->main_n; node < out->nodes_n; node++) {
        for (uint32_t arc = 0; arc < 2 * out->edges_n; arc++) {
            const struct roads_edge *edge = &out->edges[arc / 2];
            uint32_t tail = edge->node[arc & 1], head = edge->node[~arc & 1];
            if (edge->ms[arc & 1] != ROADS_NO_WAY && (outwards ? tail : head) == node) {
                arcs[n++] = (struct roads_fringe_arc){outwards ? head : tail, arc};
            }
        }
        first[node - out->main_n + 1] = n;
    }
    if (outwards) {
        out->fringe_out_first = first;
        out->fringe_out = arcs;
        out->fringe_out_n = n;
    } else {
        out->fringe_in_first = first;
        out->fringe_in = arcs;
        out->fringe_in_n = n;
    }
}

static void add_areas(struct arena *arena, struct roads *out)
{
    uint32_t fringe_n = out->nodes_n - out->main_n;
    uint32_t *area = arena_array(arena, fringe_n + (size_t)1, sizeof *area);
    for (uint32_t i = 0; i < fringe_n; i++) {
        area[i] = i;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < out->edges_n; i++) {
            uint32_t a = out->edges[i].node[0], b = out->edges[i].node[1];
            if (a >= out->main_n && b >= out->main_n && area[a - out->main_n] != area[b - out->main_n]) {
                uint32_t *larger =
                    area[a - out->main_n] > area[b - out->main_n] ? &area[a - out->main_n] : &area[b - out->main_n];
                uint32_t *smaller = larger == &area[a - out->main_n] ? &area[b - out->main_n] : &area[a - out->main_n];
                *larger = *smaller;
                changed = true;
            }
        }
    }
    out->fringe_area = area;
}

static void widen(struct roads_box *box, const struct roads_box *by)
{
    box->south = by->south < box->south ? by->south : box->south;
    box->west = by->west < box->west ? by->west : box->west;
    box->north = by->north > box->north ? by->north : box->north;
    box->east = by->east > box->east ? by->east : box->east;
}

static struct roads_box edge_box(const struct roads *roads, uint32_t edge)
{
    struct shape_reader reader;
    int32_t at[2], last[2] = {0, 0};
    shape_begin(&reader, roads, edge);
    struct roads_box box = {INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
    for (bool first = true; shape_next(&reader, at); first = false) {
        struct roads_box point = {at[0], at[1], at[0], at[1]};
        widen(&box, &point);
        if (!first && llabs((long long)at[1] - last[1]) > 1800000000) {
            point = (struct roads_box){at[0], -1800000000, at[0], 1800000000};
            widen(&box, &point);
        }
        last[1] = at[1];
    }
    return box;
}

static void add_tree(struct arena *arena, struct roads *out)
{
    struct roads_box *boxes = arena_array(arena, 2 * (size_t)out->edges_n + 16, sizeof *boxes);
    uint32_t n = (out->edges_n + ROADS_LEAF_EDGES - 1) / ROADS_LEAF_EDGES, begin = 0;
    for (uint32_t i = 0; i < out->edges_n; i++) {
        struct roads_box box = edge_box(out, i);
        if (i % ROADS_LEAF_EDGES == 0) {
            boxes[i / ROADS_LEAF_EDGES] = box;
        }
        widen(&boxes[i / ROADS_LEAF_EDGES], &box);
    }
    for (out->levels_n = 1;; out->levels_n++) {
        out->level_first[out->levels_n] = begin + n;
        if (n == 1) {
            break;
        }
        for (uint32_t i = 0; i < n; i++) {
            struct roads_box *up = &boxes[begin + n + i / ROADS_TREE_FANOUT];
            if (i % ROADS_TREE_FANOUT == 0) {
                *up = boxes[begin + i];
            }
            widen(up, &boxes[begin + i]);
        }
        begin += n;
        n = (n + ROADS_TREE_FANOUT - 1) / ROADS_TREE_FANOUT;
    }
    out->boxes = boxes;
    out->boxes_n = begin + n;
}

struct roads hand_roads(struct arena *arena, const int32_t (*at)[2], uint32_t n, const struct hand_edge *edges,
                        uint32_t edges_n, uint32_t *nodes)
{
    struct roads out = {0};
    nodes = nodes != NULL ? nodes : arena_array(arena, n, sizeof *nodes);
    number_nodes(arena, n, edges, edges_n, nodes, &out);
    int32_t(*places)[2] = arena_array(arena, n, sizeof *places);
    for (uint32_t i = 0; i < n; i++) {
        places[nodes[i]][0] = at[i][0];
        places[nodes[i]][1] = at[i][1];
    }
    out.at = (void *)places;
    add_edges(arena, edges, edges_n, nodes, &out);
    out.extra_arcs = arena_array(arena, 1, sizeof *out.extra_arcs);
    out.arrivals = arena_array(arena, 1, sizeof *out.arrivals);
    add_fringe(arena, true, &out);
    add_fringe(arena, false, &out);
    add_areas(arena, &out);
    add_tree(arena, &out);
    return out;
}

static int by_lat(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return x[0] != y[0] ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

static int32_t wrapped_lon(int64_t lon)
{
    return (int32_t)(lon > 1800000000 ? lon - 3600000000 : lon < -1800000000 ? lon + 3600000000 : lon);
}

static struct hand_edge random_edge(uint64_t *state, const int32_t (*at)[2], uint32_t a, uint32_t b, int32_t spread_e7)
{
    static const char *const names[] = {"", "High Street", "Rua de São Bento", "Mill Lane"};
    uint32_t dm = 1 + hand_random(state, 20000), ms = 1000 + hand_random(state, 500000), kind = hand_random(state, 10);
    struct hand_edge edge = {.a = a, .b = b, .ms = {ms, ms}, .dm = dm, .name = names[hand_random(state, 4)]};
    edge.ms[0] = kind == 0 ? ROADS_NO_WAY : ms;
    edge.ms[1] = kind == 1 ? ROADS_NO_WAY : kind < 5 ? ms + 7 : ms;
    edge.flags = kind == 9 ? ROADS_FRINGE : 0;
    edge.points_n = hand_random(state, HAND_POINTS + 1);
    int64_t width = llabs((int64_t)at[b][1] - at[a][1]) > 1800000000 ? 0 : (int64_t)at[b][1] - at[a][1];
    for (uint32_t i = 0; i < edge.points_n; i++) {
        int64_t part = i + 1, jitter = spread_e7 / 200 + 1;
        edge.points[i][0] = (int32_t)(at[a][0] + ((int64_t)at[b][0] - at[a][0]) * part / (edge.points_n + 1) +
                                      (int64_t)hand_random(state, (uint32_t)(2 * jitter)) - jitter);
        edge.points[i][1] = wrapped_lon(at[a][1] + width * part / (edge.points_n + 1) +
                                        (int64_t)hand_random(state, (uint32_t)(2 * jitter)) - jitter);
        edge.points[i][0] = edge.points[i][0] > 900000000 ? 900000000 : edge.points[i][0];
    }
    return edge;
}

/* The nearest of junctions 0 .. END - 1, roughly. */
static uint32_t near_junction(const int32_t (*at)[2], uint32_t of, uint32_t end)
{
    uint32_t nearest = 0;
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < end; i++) {
        int64_t away = llabs((int64_t)at[i][0] - at[of][0]) + llabs((int64_t)at[i][1] - at[of][1]);
        if (away < least) {
            least = away;
            nearest = i;
        }
    }
    return nearest;
}

struct roads hand_random_roads(struct arena *arena, uint64_t seed, uint32_t n, const int32_t centre[2],
                               int32_t spread_e7)
{
    uint64_t state = seed;
    int32_t(*at)[2] = arena_array(arena, n, sizeof *at);
    struct hand_edge *edges = arena_array(arena, 2 * (size_t)n, sizeof *edges);
    for (uint32_t i = 0; i < n; i++) {
        int32_t lat = centre[0] + (int32_t)hand_random(&state, (uint32_t)spread_e7) - spread_e7 / 2;
        at[i][0] = lat > 900000000 ? 900000000 : lat;
        at[i][1] = wrapped_lon((int64_t)centre[1] + hand_random(&state, (uint32_t)spread_e7) - spread_e7 / 2);
    }
    qsort(at, n, sizeof *at, by_lat);
    uint32_t edges_n = 0;
    for (uint32_t i = 1; i < n; i++) {
        uint32_t nearest = near_junction((void *)at, i, i);
        edges[edges_n++] = random_edge(&state, (void *)at, i, nearest, spread_e7);
        edges[edges_n++] =
            random_edge(&state, (void *)at, i, near_junction((void *)at, i, 1 + hand_random(&state, i)), spread_e7);
    }
    for (uint32_t i = 0; i < edges_n; i++) {
        edges[i].flags |= (uint8_t)(edges[i].a >= n - n / 8 ? ROADS_FRINGE : 0); /* the last junctions' */
    }
    return hand_roads(arena, (void *)at, n, edges, edges_n, NULL);
}

struct roads hand_split_roads(struct arena *arena, uint64_t seed, uint32_t n)
{
    struct roads roads = hand_random_roads(arena, seed, n, (const int32_t[]){520000000, 0}, (int32_t)n * 5000);
    struct roads_edge *edges = arena_array(arena, roads.edges_n, sizeof *edges);
    struct roads_extra_arc *extra = arena_array(arena, 2, sizeof *extra);
    struct roads_arrival *arrival = arena_array(arena, 1, sizeof *arrival);
    memcpy(edges, roads.edges, roads.edges_n * sizeof *edges);
    uint32_t last = roads.edges_n - 1, dir = edges[last].ms[0] == ROADS_NO_WAY;
    edges[last].flags |= (uint8_t)(dir ? ROADS_SPLIT_1 : ROADS_SPLIT_0);
    *arrival = (struct roads_arrival){2 * last + dir, 0};
    extra[0] = (struct roads_extra_arc){0, 1, 2 * last + dir};
    extra[1] = (struct roads_extra_arc){1, 0, 2 * last + dir};
    roads.edges = edges;
    roads.extra_arcs = extra;
    roads.extra_n = 2;
    roads.arrivals = arrival;
    roads.arrivals_n = 1;
    return roads;
}
