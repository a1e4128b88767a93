#include "geo/roads/path.h"

#include "geo/roads/along.h"
#include "geo/roads/query_impl.h"
#include "geo/roads/shape.h"

#include <math.h>
#include <string.h>

struct maker {
    const struct roads *roads;
    struct arena *arena;
    struct path *path;
    size_t points_n, points_room, steps_n, steps_room;
    int32_t (*shape)[2]; /* of the edge in hand */
    size_t shape_n, shape_room;
};

/* Nearer than half a centimetre's hundredth they are one and the same. */
static bool same_point(struct point a, struct point b)
{
    return fabs(a.lat_deg - b.lat_deg) < 5e-9 && fabs(a.lon_deg - b.lon_deg) < 5e-9;
}

static void push_point(struct maker *maker, struct point point)
{
    struct point *slot =
        arena_push(maker->arena, &maker->path->points, &maker->points_n, &maker->points_room, sizeof *slot);
    *slot = point;
}

static void add_point(struct maker *maker, struct point point)
{
    if (maker->points_n == 0 || !same_point(maker->path->points[maker->points_n - 1], point)) {
        push_point(maker, point);
    }
}

static void read_shape(struct maker *maker, uint32_t edge)
{
    struct shape_reader reader;
    int32_t at[2];
    maker->shape_n = 0;
    shape_begin(&reader, maker->roads, edge);
    while (shape_next(&reader, at)) {
        if (maker->shape_n == maker->shape_room) {
            maker->shape_room = maker->shape_room * 2 + 64;
            maker->shape = mem_grow(maker->shape, maker->shape_room, sizeof *maker->shape);
        }
        maker->shape[maker->shape_n][0] = at[0];
        maker->shape[maker->shape_n++][1] = at[1];
    }
}

/* All points of a stretch but the one where it begins, which is there. */
static void add_whole(struct maker *maker, uint32_t arc)
{
    read_shape(maker, arc / 2);
    for (size_t i = 1; i < maker->shape_n; i++) {
        add_point(maker, roads_point(maker->shape[arc & 1 ? maker->shape_n - 1 - i : i]));
    }
}

/* The points of a stretch that lie between two places along it, in the order in which it is driven. */
static void add_part(struct maker *maker, uint32_t arc, uint32_t from, uint32_t to)
{
    double whole_m = along_edge_m(maker->roads, arc / 2);
    read_shape(maker, arc / 2);
    double before_m = arc & 1 ? whole_m : 0;
    for (size_t i = 0; i < maker->shape_n; i++) {
        const int32_t *at = maker->shape[arc & 1 ? maker->shape_n - 1 - i : i];
        if (i > 0) {
            const int32_t *last = maker->shape[arc & 1 ? maker->shape_n - i : i - 1];
            before_m += (arc & 1 ? -1 : 1) * along_segment_m(last, at);
        }
        bool end = i + 1 == maker->shape_n; /* which rounding must not miss */
        uint32_t along =
            i == 0 || end ? ((arc & 1) == (i == 0) ? SNAP_ONE : 0) : along_part(fmax(before_m, 0), whole_m);
        if (arc & 1 ? along <= from && along >= to : along >= from && along <= to) {
            add_point(maker, roads_point(at));
        }
    }
}

static roads_cost part_cost(const struct maker *maker, const struct query_place *from, const struct query_place *to,
                            const struct query_route *route, uint32_t i)
{
    uint32_t arc = route->arcs[i];
    if (route->arcs_n == 1) {
        return route->cost;
    }
    if (i == 0) {
        return snap_leave(maker->roads, &from->snap, arc & 1);
    }
    return i + 1 == route->arcs_n ? snap_arrive(maker->roads, &to->snap, arc & 1) : roads_arc_cost(maker->roads, arc);
}

static void add_arc(struct maker *maker, const struct query_place *from, const struct query_place *to,
                    const struct query_route *route, uint32_t i)
{
    uint32_t arc = route->arcs[i], finish = arc & 1 ? 0 : SNAP_ONE;
    bool first = i == 0, last = i + 1 == route->arcs_n;
    if (first || last) {
        add_part(maker, arc, first ? from->snap.along : SNAP_ONE - finish, last ? to->snap.along : finish);
    } else {
        add_whole(maker, arc);
    }
}

/* The step that the arc belongs to: the one before it, if the street is the same. */
static struct path_step *step_of(struct maker *maker, uint32_t arc)
{
    const struct roads_edge *edge = &maker->roads->edges[arc / 2];
    const char *name = maker->roads->names + edge->name;
    bool ferry = edge->flags & ROADS_FERRY, roundabout = edge->flags & ROADS_ROUNDABOUT;
    if (maker->steps_n > 0) {
        struct path_step *last = &maker->path->steps[maker->steps_n - 1];
        if (last->ferry == ferry && last->roundabout == roundabout && strcmp(last->name, name) == 0) {
            return last;
        }
    }
    struct path_step *step =
        arena_push(maker->arena, &maker->path->steps, &maker->steps_n, &maker->steps_room, sizeof *step);
    step->name = arena_strdup(maker->arena, name);
    step->ferry = ferry;
    step->roundabout = roundabout;
    step->first_point = (uint32_t)maker->points_n - 1;
    return step;
}

/* Each arc's figures are what the rounded sum grows by, so that they add up to the whole's. */
static void add_arcs(struct maker *maker, const struct query_place *from, const struct query_place *to,
                     const struct query_route *route)
{
    roads_cost sum = 0;
    for (uint32_t i = 0; i < route->arcs_n; i++) {
        roads_cost next = sum + part_cost(maker, from, to, route, i);
        next = next > route->cost || i + 1 == route->arcs_n ? route->cost : next;
        struct path_step *step = step_of(maker, route->arcs[i]);
        step->seconds += roads_seconds(next) - roads_seconds(sum);
        step->metres += roads_metres(next) - roads_metres(sum);
        add_arc(maker, from, to, route, i);
        sum = next;
    }
}

/* The last point is where the place is; a path of one spot has it twice, so that it is a line. */
static void finish(struct maker *maker, struct point end)
{
    struct point *last = &maker->path->points[maker->points_n - 1];
    if (maker->points_n > 1 && same_point(*last, end)) {
        *last = end;
    } else {
        push_point(maker, end);
    }
    maker->path->points_n = (uint32_t)maker->points_n;
    maker->path->steps_n = (uint32_t)maker->steps_n;
}

struct path path_of(struct query *query, const struct query_place *from, const struct query_place *to,
                    struct arena *arena)
{
    struct query_route route = query_route(query, from, to, arena);
    struct path path = {.seconds = roads_seconds(route.cost), .metres = roads_metres(route.cost)};
    if (route.cost >= ROADS_NONE) {
        return path;
    }
    struct maker maker = {.roads = query->roads, .arena = arena, .path = &path};
    push_point(&maker, from->snap.at);
    add_arcs(&maker, from, to, &route);
    finish(&maker, to->snap.at);
    mem_free(maker.shape);
    return path;
}
