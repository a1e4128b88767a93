/* The roads behind the day: classes from the great ones down, as far as the scale of the picture bears and the room lasts.
 * Stretches of one class that meet are joined to long lines first, which are thinned better and written shorter. */
#include "cli/export/map.h"

#include "geo/base/mem.h"
#include "geo/roads/inside.h"
#include "geo/roads/profile.h"
#include "geo/roads/shape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TOLERANCE = 7, OUTSIDE = 120, SHORTEST = 25 };

#define BIT(class_) (UINT32_C(1) << (class_))

static const struct group {
    enum map_role role;
    uint32_t classes;
    double most_m; /* shown while a pixel of the picture is no more than so many metres */
} groups[] = {
    {MAP_ROAD_MOTORWAY,
     BIT(ROADS_MOTORWAY) | BIT(ROADS_MOTORWAY_LINK) | BIT(ROADS_TRUNK) | BIT(ROADS_TRUNK_LINK) | BIT(ROADS_FERRY_LINE),
     HUGE_VAL},
    {MAP_ROAD_MAIN, BIT(ROADS_PRIMARY) | BIT(ROADS_PRIMARY_LINK), 800},
    {MAP_ROAD_MIDDLE, BIT(ROADS_SECONDARY) | BIT(ROADS_SECONDARY_LINK), 300},
    {MAP_ROAD_MIDDLE, BIT(ROADS_TERTIARY) | BIT(ROADS_TERTIARY_LINK), 150},
    {MAP_ROAD_MINOR, BIT(ROADS_UNCLASSIFIED), 100},
    {MAP_ROAD_MINOR, BIT(ROADS_RESIDENTIAL) | BIT(ROADS_LIVING_STREET), 25},
    {MAP_ROAD_MINOR, BIT(ROADS_SERVICE), 8},
};
enum { GROUPS = sizeof groups / sizeof groups[0], UNITS_PER_PIXEL = 10 };

struct growing {
    int32_t (*at)[2];
    size_t n, capacity;
};

/* Everything of one group. */
struct work {
    struct arena *arena, *scratch;
    const struct roads *roads;
    const struct map_frame *frame;
    const uint32_t *edges;
    size_t edges_n;
    struct end {
        uint32_t node, index; /* of edges */
    } * ends;                 /* by node, then index; 2 * edges_n */
    bool *used;
    struct growing line;
    struct map_line *lines;
    size_t lines_n, lines_capacity, points;
    enum map_role role;
};

static struct roads_box box_of(const struct map_frame *frame)
{
    const double half_lat = (frame->height / 2.0 + MAP_FOOT + OUTSIDE) / frame->per_lat;
    const double half_lon = fmin((frame->width / 2.0 + OUTSIDE) / frame->per_lon, 180);
    const struct point c = frame->centre;
    return (struct roads_box){
        .south = (int32_t)(fmax(c.lat_deg - half_lat, -90) * 1e7),
        .north = (int32_t)(fmin(c.lat_deg + half_lat, 90) * 1e7),
        .west = half_lon < 180 ? (int32_t)(remainder(c.lon_deg - half_lon, 360) * 1e7) : -1800000000,
        .east = half_lon < 180 ? (int32_t)(remainder(c.lon_deg + half_lon, 360) * 1e7) : 1800000000};
}

/* --- one line ------------------------------------------------------------------------------------------------------------ */

static bool in_frame(const struct map_frame *frame, const int32_t a[2], const int32_t b[2])
{
    for (int i = 0; i < 2; i++) {
        const int32_t low = a[i] < b[i] ? a[i] : b[i], high = a[i] < b[i] ? b[i] : a[i];
        if (high < -OUTSIDE || low > (i == 0 ? frame->width : frame->height) + OUTSIDE) {
            return false;
        }
    }
    /* The far side of the Earth is at both edges. */
    return labs((long)a[0] - b[0]) < 2L * frame->width + (long)(180 * frame->per_lon);
}

static void add_point(struct work *work, const int32_t at[2])
{
    int32_t *next =
        arena_push(work->scratch, &work->line.at, &work->line.n, &work->line.capacity, sizeof *work->line.at);
    memcpy(next, at, sizeof *work->line.at);
}

/* What is gathered becomes a line, unless nobody would see it. */
static void finish_line(struct work *work)
{
    size_t n = map_line_thin(work->scratch, work->line.at, work->line.n, TOLERANCE);
    int32_t(*at)[2] = work->line.at;
    bool tiny = n == 2 && abs(at[1][0] - at[0][0]) + abs(at[1][1] - at[0][1]) < SHORTEST;
    work->line.n = 0;
    if (n < 2 || tiny) {
        return;
    }
    struct map_line *line =
        arena_push(work->arena, &work->lines, &work->lines_n, &work->lines_capacity, sizeof *work->lines);
    *line = (struct map_line){work->role, arena_array(work->arena, n, sizeof *at), n};
    memcpy(line->at, at, n * sizeof *at);
    work->points += n;
}

/* The points of a chain, given whole; the parts of it that lie outside are left away. */
static void add_chain(struct work *work, int32_t (*at)[2], size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if (!in_frame(work->frame, at[i], at[i + 1])) {
            finish_line(work);
            continue;
        }
        if (work->line.n == 0) {
            add_point(work, at[i]);
        }
        add_point(work, at[i + 1]);
    }
    finish_line(work);
}

/* --- chains of stretches ---------------------------------------------------------------------------------------------------- */

static int by_node(const void *a, const void *b)
{
    const struct end *x = a, *y = b;
    if (x->node != y->node) {
        return x->node < y->node ? -1 : 1;
    }
    return x->index < y->index ? -1 : x->index > y->index;
}

static void sort_ends(struct work *work)
{
    work->ends = arena_array(work->scratch, 2 * work->edges_n + 1, sizeof *work->ends);
    work->used = arena_array(work->scratch, work->edges_n + 1, sizeof *work->used);
    for (size_t i = 0; i < work->edges_n; i++) {
        for (size_t k = 0; k < 2; k++) {
            work->ends[2 * i + k] = (struct end){work->roads->edges[work->edges[i]].node[k], (uint32_t)i};
        }
    }
    qsort(work->ends, 2 * work->edges_n, sizeof *work->ends, by_node);
}

/* An edge at NODE that is in no chain yet; edges_n when there is none. */
static size_t next_at(const struct work *work, uint32_t node)
{
    size_t low = 0, high = 2 * work->edges_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (work->ends[middle].node < node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < 2 * work->edges_n && work->ends[low].node == node; low++) {
        if (!work->used[work->ends[low].index]) {
            return work->ends[low].index;
        }
    }
    return work->edges_n;
}

/* Adds the points of EDGE, which is driven from NODE on; returns the node at its other end. */
static uint32_t append_edge(struct work *work, uint32_t edge, uint32_t node, struct growing *chain)
{
    struct shape_reader reader;
    int32_t e7[2];
    const struct roads_edge *it = &work->roads->edges[edge];
    const size_t first = chain->n;
    for (shape_begin(&reader, work->roads, edge); shape_next(&reader, e7);) {
        int32_t *at = arena_push(work->scratch, &chain->at, &chain->n, &chain->capacity, sizeof *chain->at);
        map_frame_place(work->frame, roads_point(e7), at);
    }
    if (it->node[0] == node) {
        return it->node[1];
    }
    for (size_t a = first, b = chain->n; a + 1 < b; a++) {
        b--;
        int32_t kept[2];
        memcpy(kept, chain->at[a], sizeof kept);
        memcpy(chain->at[a], chain->at[b], sizeof kept);
        memcpy(chain->at[b], kept, sizeof kept);
    }
    return it->node[0];
}

static void add_group(struct work *work)
{
    struct growing chain = {0};
    sort_ends(work);
    for (size_t i = 0; i < work->edges_n; i++) {
        if (work->used[i]) {
            continue;
        }
        chain.n = 0;
        uint32_t node = work->roads->edges[work->edges[i]].node[0];
        for (size_t next = i; next < work->edges_n; next = next_at(work, node)) {
            work->used[next] = true;
            node = append_edge(work, work->edges[next], node, &chain);
        }
        add_chain(work, chain.at, chain.n);
    }
}

/* --- all of them ------------------------------------------------------------------------------------------------------------ */

static void append_lines(struct arena *arena, struct map_line **lines, size_t *n, size_t *capacity,
                         const struct work *work)
{
    for (size_t i = 0; i < work->lines_n; i++) {
        struct map_line *line = arena_push(arena, lines, n, capacity, sizeof **lines);
        *line = work->lines[i];
    }
}

struct map_line *map_roads(struct arena *arena, const struct roads *roads, const struct map_frame *frame, size_t *n)
{
    struct map_line *lines = NULL;
    size_t capacity = 0, points = 0;
    *n = 0;
    for (size_t g = 0; g < GROUPS && frame->unit_m * UNITS_PER_PIXEL <= groups[g].most_m; g++) {
        struct arena *scratch = arena_new();
        struct work work = {.arena = arena, .scratch = scratch, .roads = roads, .frame = frame, .role = groups[g].role};
        work.edges = roads_inside(roads, box_of(frame), groups[g].classes, scratch, &work.edges_n);
        if (work.edges_n > 0) {
            add_group(&work);
        }
        points += work.points;
        if (points <= MAP_ROAD_POINTS_MAX) {
            append_lines(arena, &lines, n, &capacity, &work);
        }
        arena_free(scratch);
        if (points > MAP_ROAD_POINTS_MAX) {
            break; /* a class is shown whole or not at all */
        }
    }
    return lines;
}
