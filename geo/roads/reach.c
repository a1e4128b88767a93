/* How far one gets: the least costs to all nodes by one climb and one sweep down the hierarchy (PHAST: Delling, Goldberg,
 * Nowatzyk, Werneck 2011), then the fringe; all road that is reached in the time, whole stretches and parts, is drawn into
 * a raster of distances, and what is near is outlined. */
#include "geo/roads/along.h"
#include "geo/roads/query_impl.h"
#include "geo/roads/reach_impl.h"
#include "geo/roads/shape.h"

#include <math.h>
#include <string.h>

#define M_PER_E7     0.011131949 /* of a meridian, near enough: the raster is measured by it alone */
#define HALF_TURN_E7 1800000000.0
#define COSINE_LEAST 0.01
#define SECONDS_MOST 1000000

struct reach {
    const struct roads *roads;
    roads_cost limit;
    roads_cost *costs; /* of each node */
    double lat_e7, lon_e7, m_per_lon;
    struct extent extent;
    struct raster *raster; /* NULL: only EXTENT is wanted */
};

/* ---- costs */

static void improve(struct reach *reach, uint32_t node, roads_cost cost)
{
    if (cost <= reach->limit && cost < reach->costs[node]) {
        reach->costs[node] = cost;
    }
}

/* Up, in the order of the numbers, and down again against it. */
static void sweep_main(struct reach *reach)
{
    const struct roads *roads = reach->roads;
    for (uint32_t node = 0; node < roads->main_n; node++) {
        for (uint32_t u = roads->up_first[node]; reach->costs[node] < ROADS_NONE && u < roads->up_first[node + 1];
             u++) {
            if (roads->ups[u].via & ROADS_UP_FORWARD) {
                improve(reach, roads->ups[u].head, reach->costs[node] + query_up_cost(&roads->ups[u]));
            }
        }
    }
    for (uint32_t node = roads->main_n; node-- > 0;) {
        for (uint32_t u = roads->up_first[node]; u < roads->up_first[node + 1]; u++) {
            if (roads->ups[u].via & ROADS_UP_BACKWARD) {
                improve(reach, node, reach->costs[roads->ups[u].head] + query_up_cost(&roads->ups[u]));
            }
        }
    }
}

/* Fringe nodes whose costs were improved, each once. */
struct queue {
    uint32_t *nodes, n;
    bool *waits;
};

static void improve_fringe(struct reach *reach, struct queue *next, uint32_t node, roads_cost cost)
{
    const struct roads *roads = reach->roads;
    if (node < roads->main_n || cost > reach->limit || cost >= reach->costs[node]) {
        return; /* the main roads are not entered again */
    }
    reach->costs[node] = cost;
    if (!next->waits[node - roads->main_n]) {
        next->waits[node - roads->main_n] = true;
        next->nodes[next->n++] = node;
    }
}

/* From the main nodes into the fringe, and on in it, round by round (Bellman 1958): it is seldom deep. */
static void enter_fringe(struct reach *reach)
{
    const struct roads *roads = reach->roads;
    uint32_t fringe_n = roads->nodes_n - roads->main_n;
    struct queue now = {mem_alloc_array(fringe_n, sizeof(uint32_t)), 0, mem_alloc(fringe_n)};
    struct queue next = {mem_alloc_array(fringe_n, sizeof(uint32_t)), 0, mem_alloc(fringe_n)};
    for (uint32_t node = roads->main_n; node < roads->nodes_n; node++) {
        uint32_t i = roads->fringe_in_first[node - roads->main_n];
        for (; i < roads->fringe_in_first[node - roads->main_n + 1]; i++) {
            const struct roads_fringe_arc *in = &roads->fringe_in[i];
            if (in->node < roads->main_n && reach->costs[in->node] < ROADS_NONE) {
                improve_fringe(reach, &next, node, reach->costs[in->node] + roads_arc_cost(roads, in->arc));
            }
        }
    }
    while (next.n > 0) {
        struct queue swap = now;
        now = next;
        next = swap;
        next.n = 0;
        for (uint32_t k = 0; k < now.n; k++) {
            uint32_t node = now.nodes[k], i = roads->fringe_out_first[node - roads->main_n];
            now.waits[node - roads->main_n] = false;
            for (; i < roads->fringe_out_first[node - roads->main_n + 1]; i++) {
                const struct roads_fringe_arc *out = &roads->fringe_out[i];
                improve_fringe(reach, &next, out->node, reach->costs[node] + roads_arc_cost(roads, out->arc));
            }
        }
    }
    mem_free(now.nodes);
    mem_free(now.waits);
    mem_free(next.nodes);
    mem_free(next.waits);
}

/* ---- drawing */

static void draw_segment(struct reach *reach, const double a[2], const double b[2])
{
    double ax = along_turn_e7(a[1] - reach->lon_e7) * reach->m_per_lon, ay = (a[0] - reach->lat_e7) * M_PER_E7;
    double bx = ax + along_turn_e7(b[1] - a[1]) * reach->m_per_lon, by = (b[0] - reach->lat_e7) * M_PER_E7;
    if (reach->raster != NULL) {
        raster_draw(reach->raster, ax, ay, bx, by);
        return;
    }
    struct extent *extent = &reach->extent;
    extent->west_m = fmin(extent->west_m, fmin(ax, bx));
    extent->east_m = fmax(extent->east_m, fmax(ax, bx));
    extent->south_m = fmin(extent->south_m, fmin(ay, by));
    extent->north_m = fmax(extent->north_m, fmax(ay, by));
}

/* FROM .. TO of an edge, 0 .. 1 along its shape. */
static void draw_part(struct reach *reach, uint32_t edge, double from, double to)
{
    struct shape_reader reader;
    int32_t last[2], at[2];
    bool whole = from <= 0 && to >= 1;
    double whole_m = whole ? 0 : along_edge_m(reach->roads, edge), before_m = 0;
    shape_begin(&reader, reach->roads, edge);
    (void)shape_next(&reader, last);
    while (shape_next(&reader, at)) {
        double a[2] = {last[0], last[1]}, b[2] = {at[0], at[1]};
        double length_m = whole ? 0 : along_segment_m(last, at);
        double begin = whole || length_m <= 0 ? 0 : (from * whole_m - before_m) / length_m;
        double end = whole || length_m <= 0 ? 1 : (to * whole_m - before_m) / length_m;
        before_m += length_m;
        last[0] = at[0];
        last[1] = at[1];
        begin = fmax(begin, 0);
        end = fmin(end, 1);
        if (begin > end) {
            continue;
        }
        double dlat = b[0] - a[0], dlon = along_turn_e7(b[1] - a[1]);
        const double p[2] = {a[0] + begin * dlat, a[1] + begin * dlon}, q[2] = {a[0] + end * dlat, a[1] + end * dlon};
        draw_segment(reach, p, q);
    }
}

/* How much of an edge can be driven in the time that is left after COST; less than 0: nothing. */
static double part_driven(const struct reach *reach, const struct roads_edge *edge, int dir, roads_cost cost)
{
    if (cost > reach->limit || edge->ms[dir] == ROADS_NO_WAY) {
        return -1;
    }
    double left_ms = (double)((reach->limit >> 32) - (cost >> 32));
    return left_ms >= edge->ms[dir] ? 1 : left_ms / edge->ms[dir];
}

static void draw_edge(struct reach *reach, uint32_t i, const roads_cost tails[2])
{
    const struct roads_edge *edge = &reach->roads->edges[i];
    double there = part_driven(reach, edge, 0, tails[0]), back = part_driven(reach, edge, 1, tails[1]);
    if (there >= 1 || back >= 1 || (there >= 0 && back >= 0 && there + back >= 1)) {
        draw_part(reach, i, 0, 1);
        return;
    }
    if (there >= 0) {
        draw_part(reach, i, 0, there);
    }
    if (back >= 0) {
        draw_part(reach, i, 1 - back, 1);
    }
}

static void draw_edges(struct reach *reach)
{
    const struct roads *roads = reach->roads;
    uint32_t extra = 0;
    for (uint32_t i = 0; i < roads->edges_n; i++) {
        const struct roads_edge *edge = &roads->edges[i];
        roads_cost tails[2] = {reach->costs[edge->node[0]], reach->costs[edge->node[1]]};
        for (; extra < roads->extra_n && roads->extra_arcs[extra].plain / 2 == i; extra++) {
            uint32_t dir = roads->extra_arcs[extra].plain & 1;
            roads_cost cost = reach->costs[roads->extra_arcs[extra].tail];
            tails[dir] = cost < tails[dir] ? cost : tails[dir];
        }
        draw_edge(reach, i, tails);
    }
}

/* The edge on which the place is, from there; at least the spot itself. */
static void draw_own(struct reach *reach, const struct snap *snap)
{
    const struct roads_edge *edge = &reach->roads->edges[snap->edge];
    double along = (double)snap->along / SNAP_ONE;
    double there = fmax(part_driven(reach, edge, 0, 0), 0), back = fmax(part_driven(reach, edge, 1, 0), 0);
    draw_part(reach, snap->edge, fmax(along - back, 0), fmin(along + there, 1));
    const double spot[2] = {snap->at.lat_deg * 1e7, snap->at.lon_deg * 1e7};
    draw_segment(reach, spot, spot);
}

static void draw(struct reach *reach, const struct snap *snap)
{
    draw_own(reach, snap);
    draw_edges(reach);
}

/* ---- rings */

struct rings {
    struct arena *arena;
    struct path_reach *out;
    size_t n, rings_room, counts_room, holes_room;
};

/* Points that stand on the far side of the 180th meridian are put on it: the other part has them. */
static struct point point_at(const struct reach *reach, const double at[2], double turn_e7)
{
    double lat = (reach->lat_e7 + at[1] / M_PER_E7) / 1e7,
           lon = (reach->lon_e7 + at[0] / reach->m_per_lon - turn_e7) / 1e7;
    return (struct point){fmax(fmin(lat, 90), -90), fmax(fmin(lon, 180), -180)};
}

static void add_ring(struct rings *rings, const struct reach *reach, const struct outline *outline, uint32_t ring,
                     double turn_e7)
{
    size_t n = rings->n;
    uint32_t points_n = outline->rings_n[ring];
    struct point *points = arena_array(rings->arena, points_n, sizeof *points);
    for (uint32_t i = 0; i < points_n; i++) {
        points[i] = point_at(reach, outline->rings[ring][i], turn_e7);
    }
    struct point **slot = arena_push(rings->arena, &rings->out->rings, &n, &rings->rings_room, sizeof *slot);
    *slot = points;
    n = rings->n;
    uint32_t *count = arena_push(rings->arena, &rings->out->rings_n, &n, &rings->counts_room, sizeof *count);
    *count = points_n;
    n = rings->n;
    bool *hole = arena_push(rings->arena, &rings->out->hole, &n, &rings->holes_room, sizeof *hole);
    *hole = outline->owner[ring] != ring;
    rings->n++;
}

/* Each outer ring, and its holes after it. */
static void add_outline(struct rings *rings, const struct reach *reach, const struct outline *outline, double turn_e7)
{
    uint32_t n = outline->count;
    uint32_t *first = arena_array(rings->arena, n + (size_t)1, sizeof *first);
    uint32_t *next = arena_array(rings->arena, n + (size_t)1, sizeof *next); /* 0 = none; ring + 1 */
    for (uint32_t ring = n; ring-- > 0;) {
        uint32_t owner = outline->owner[ring];
        if (owner != ring) {
            next[ring] = first[owner];
            first[owner] = ring + 1;
        }
    }
    for (uint32_t ring = 0; ring < n; ring++) {
        if (outline->owner[ring] == ring) {
            add_ring(rings, reach, outline, ring, turn_e7);
            for (uint32_t hole = first[ring]; hole != 0; hole = next[hole - 1]) {
                add_ring(rings, reach, outline, hole - 1, turn_e7);
            }
        }
    }
}

/* In one piece; or in two, where the 180th meridian runs through it. */
static struct path_reach outline_of(const struct reach *reach, struct arena *arena)
{
    const struct raster *raster = reach->raster;
    struct path_reach out = {0};
    struct rings rings = {.arena = arena, .out = &out};
    double turn_e7 = reach->lon_e7 > 0 ? 2 * HALF_TURN_E7 : -2 * HALF_TURN_E7; /* what lies beyond is turned back */
    double seam_m = (turn_e7 / 2 - reach->lon_e7) * reach->m_per_lon;
    double column = round((seam_m - raster->west_m) / raster->cell_m);
    if (column <= 0 || column >= raster->columns - 1.0) {
        struct outline outline = raster_outline(raster, 0, raster->columns - 1, arena);
        add_outline(&rings, reach, &outline, 0);
    } else {
        uint32_t seam = (uint32_t)column;
        struct outline west = raster_outline(raster, 0, seam, arena);
        struct outline east = raster_outline(raster, seam, raster->columns - 1, arena);
        add_outline(&rings, reach, &west, turn_e7 < 0 ? turn_e7 : 0);
        add_outline(&rings, reach, &east, turn_e7 > 0 ? turn_e7 : 0);
    }
    out.count = (uint32_t)rings.n;
    return out;
}

struct path_reach path_reach(struct query *query, const struct query_place *from, int32_t seconds, struct arena *arena)
{
    const struct roads *roads = query->roads;
    if (from->snap.edge == ROADS_NO_WAY) {
        return (struct path_reach){0};
    }
    uint32_t limit_s = seconds < 0 ? 0 : seconds > SECONDS_MOST ? SECONDS_MOST : (uint32_t)seconds;
    struct reach reach = {.roads = roads,
                          .limit = roads_cost_of(limit_s * 1000, UINT32_MAX),
                          .costs = mem_alloc_array(roads->nodes_n, sizeof *reach.costs),
                          .lat_e7 = from->snap.at.lat_deg * 1e7,
                          .lon_e7 = from->snap.at.lon_deg * 1e7,
                          .extent = {HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL}};
    reach.m_per_lon = M_PER_E7 * fmax(cos(from->snap.at.lat_deg * (M_PI / 180)), COSINE_LEAST);
    for (uint32_t node = 0; node < roads->nodes_n; node++) {
        reach.costs[node] = ROADS_NONE;
    }
    for (uint32_t i = 0; i < from->leaving.n; i++) {
        improve(&reach, from->leaving.ends[i].node, from->leaving.ends[i].cost);
    }
    sweep_main(&reach);
    enter_fringe(&reach);
    draw(&reach, &from->snap);
    struct raster raster;
    double half_e7 = reach.lon_e7 > 0 ? HALF_TURN_E7 : -HALF_TURN_E7;
    raster_begin(&raster, &reach.extent, (half_e7 - reach.lon_e7) * reach.m_per_lon);
    reach.raster = &raster;
    draw(&reach, &from->snap);
    raster_fill(&raster);
    struct path_reach out = outline_of(&reach, arena);
    raster_end(&raster);
    mem_free(reach.costs);
    return out;
}
