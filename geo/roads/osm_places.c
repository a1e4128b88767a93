/* The first pass finds the places and takes down which ways and nodes tell where they are; the second reads the ways that
 * relations are made of, if there are any; the third the nodes. */
#include "geo/roads/osm_places.h"

#include "geo/roads/osm_area.h"
#include "geo/roads/osm_impl.h"
#include "geo/roads/osm_inside.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One way of a shape. */
struct line {
    int64_t way; /* 0: a single node */
    size_t ref_first, ref_n;
};

/* Where the place WHERE stands in the list will lie. */
struct shape {
    size_t place;
    size_t line_first, line_n;
    bool area; /* the lines together enclose it */
};

/* A line whose refs are not known yet. */
struct waiting {
    int64_t way;
    size_t line;
};

struct found_node {
    int64_t id;
    struct point at;
    bool found;
};

/* What libreadosm's callbacks get is the address of a pointer to BASE, which stands first. */
struct places_import {
    struct osm_import base;
    bool (*wanted)(const void *context, const struct osm_tag *tags, size_t n);
    bool (*outlined)(const void *context, const struct osm_tag *tags, size_t n); /* NULL: none */
    const void *context;
    struct arena *arena, *scratch;
    struct osm_places *out;
    size_t places_room;
    struct shape *shapes;
    size_t shapes_n, shapes_room;
    struct line *lines;
    size_t lines_n, lines_room;
    int64_t *refs;
    size_t refs_n, refs_room;
    struct waiting *by_way;
    size_t by_way_n;
    struct found_node *nodes; /* by id */
    size_t nodes_n, cursor;
};

static struct places_import *import_of(const void *cookie)
{
    return (struct places_import *)(void *)*(struct osm_import *const *)cookie;
}

static int go_on(struct places_import *import)
{
    return osm_tell(&import->base) ? READOSM_OK : READOSM_ABORT;
}

/* --- the first pass ------------------------------------------------------------------------------------------------ */

_Static_assert(sizeof(readosm_tag) == sizeof(struct osm_tag), "a key and a value");

/* The object as a place of the list, when it is wanted; NULL. */
static struct osm_place *take_place(struct places_import *import, char type, int64_t id, const char *changed,
                                    const readosm_tag *tags, int n)
{
    const struct osm_tag *as_tags = (const struct osm_tag *)(const void *)tags;
    if (n <= 0 || !import->wanted(import->context, as_tags, (size_t)n)) {
        return NULL;
    }
    (void)osm_age_of(&import->base, 0, changed);
    struct osm_tag *copy = arena_array(import->arena, (size_t)n, sizeof *copy);
    for (int i = 0; i < n; i++) {
        copy[i].key = arena_strdup(import->arena, tags[i].key);
        copy[i].value = arena_strdup(import->arena, tags[i].value);
    }
    struct osm_places *out = import->out;
    struct osm_place *place = arena_push(import->arena, &out->list, &out->n, &import->places_room, sizeof *place);
    *place = (struct osm_place){.type = type, .id = id, .tags = copy, .tags_n = (size_t)n};
    return place;
}

static struct shape *add_shape(struct places_import *import, bool area)
{
    struct shape *shape =
        arena_push(import->scratch, &import->shapes, &import->shapes_n, &import->shapes_room, sizeof *shape);
    *shape = (struct shape){.place = import->out->n - 1, .line_first = import->lines_n, .area = area};
    return shape;
}

static void add_refs(struct places_import *import, struct line *line, const long long *refs, int n)
{
    line->ref_first = import->refs_n;
    line->ref_n = n > 0 ? (size_t)n : 0;
    for (int i = 0; i < n; i++) {
        int64_t *ref = arena_push(import->scratch, &import->refs, &import->refs_n, &import->refs_room, sizeof *ref);
        *ref = refs[i];
    }
}

static struct line *add_line(struct places_import *import, struct shape *shape, int64_t way)
{
    struct line *line =
        arena_push(import->scratch, &import->lines, &import->lines_n, &import->lines_room, sizeof *line);
    line->way = way;
    shape->line_n++;
    return line;
}

static bool point_of(const readosm_node *node, struct point *at)
{
    *at = (struct point){node->latitude, node->longitude};
    return point_valid(*at);
}

static void widen(struct box *box, struct point at)
{
    box->south_deg = fmin(box->south_deg, at.lat_deg);
    box->north_deg = fmax(box->north_deg, at.lat_deg);
    box->west_deg = fmin(box->west_deg, at.lon_deg);
    box->east_deg = fmax(box->east_deg, at.lon_deg);
}

static int first_node(const void *cookie, const readosm_node *node)
{
    struct places_import *import = import_of(cookie);
    struct point at;
    import->out->nodes++;
    if (point_of(node, &at)) {
        osm_area_add(import->out->area, at);
        widen(&import->out->box, at);
        struct osm_place *place = take_place(import, 'n', node->id, node->timestamp, node->tags, node->tag_count);
        if (place != NULL) {
            place->at = at;
            place->placed = true;
        }
    }
    return go_on(import);
}

static int first_way(const void *cookie, const readosm_way *way)
{
    struct places_import *import = import_of(cookie);
    int n = way->node_ref_count;
    import->out->ways++;
    if (take_place(import, 'w', way->id, way->timestamp, way->tags, way->tag_count) != NULL) {
        struct shape *shape = add_shape(import, n > 3 && way->node_refs[0] == way->node_refs[n - 1]);
        add_refs(import, add_line(import, shape, way->id), way->node_refs, n);
    }
    return go_on(import);
}

static bool is_area(const readosm_relation *relation)
{
    for (int i = 0; i < relation->tag_count; i++) {
        if (strcmp(relation->tags[i].key, "type") == 0) {
            return strcmp(relation->tags[i].value, "multipolygon") == 0 ||
                   strcmp(relation->tags[i].value, "boundary") == 0;
        }
    }
    return false;
}

static int first_relation(const void *cookie, const readosm_relation *relation)
{
    struct places_import *import = import_of(cookie);
    import->out->relations++;
    if (take_place(import, 'r', relation->id, relation->timestamp, relation->tags, relation->tag_count) != NULL) {
        struct shape *shape = add_shape(import, is_area(relation));
        for (int i = 0; i < relation->member_count; i++) {
            const readosm_member *member = &relation->members[i];
            long long id = member->id;
            if (member->member_type == READOSM_MEMBER_WAY) {
                add_line(import, shape, member->id);
            } else if (member->member_type == READOSM_MEMBER_NODE && !shape->area) {
                add_refs(import, add_line(import, shape, 0), &id, 1);
            }
        }
    }
    return go_on(import);
}

/* --- the second: ways of relations --------------------------------------------------------------------------------- */

static int compare_waiting(const void *left, const void *right)
{
    const struct waiting *a = left, *b = right;
    return (a->way > b->way) - (a->way < b->way);
}

static void list_waiting(struct places_import *import)
{
    import->by_way = arena_array(import->scratch, import->lines_n, sizeof *import->by_way);
    for (size_t i = 0; i < import->lines_n; i++) {
        if (import->lines[i].way != 0 && import->lines[i].ref_n == 0) {
            import->by_way[import->by_way_n++] = (struct waiting){import->lines[i].way, i};
        }
    }
    if (import->by_way_n > 0) {
        qsort(import->by_way, import->by_way_n, sizeof *import->by_way, compare_waiting);
    }
}

static int second_way(const void *cookie, const readosm_way *way)
{
    struct places_import *import = import_of(cookie);
    size_t low = 0, high = import->by_way_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (import->by_way[middle].way < way->id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < import->by_way_n && import->by_way[low].way == way->id; low++) {
        struct line *line = &import->lines[import->by_way[low].line];
        if (line->ref_n == 0) {
            add_refs(import, line, way->node_refs, way->node_ref_count);
        }
    }
    return go_on(import);
}

/* --- the third: nodes ---------------------------------------------------------------------------------------------- */

static int compare_nodes(const void *left, const void *right)
{
    int64_t a = ((const struct found_node *)left)->id, b = ((const struct found_node *)right)->id;
    return (a > b) - (a < b);
}

static void list_nodes(struct places_import *import)
{
    import->nodes = arena_array(import->scratch, import->refs_n, sizeof *import->nodes);
    for (size_t i = 0; i < import->refs_n; i++) {
        import->nodes[i].id = import->refs[i];
    }
    if (import->refs_n > 0) {
        qsort(import->nodes, import->refs_n, sizeof *import->nodes, compare_nodes);
    }
    for (size_t i = 0; i < import->refs_n; i++) {
        if (i == 0 || import->nodes[i].id != import->nodes[import->nodes_n - 1].id) {
            import->nodes[import->nodes_n++] = import->nodes[i];
        }
    }
}

static struct found_node *node_of(const struct places_import *import, int64_t id)
{
    struct found_node key = {.id = id};
    return import->nodes_n == 0 ? NULL
                                : bsearch(&key, import->nodes, import->nodes_n, sizeof *import->nodes, compare_nodes);
}

static int third_node(const void *cookie, const readosm_node *node)
{
    struct places_import *import = import_of(cookie);
    struct found_node *wanted = node_of(import, node->id);
    if (wanted != NULL && !wanted->found) {
        wanted->found = point_of(node, &wanted->at);
    }
    return go_on(import);
}

/* --- the points ---------------------------------------------------------------------------------------------------- */

static bool at_of(const struct places_import *import, size_t ref, struct point *at)
{
    const struct found_node *node = node_of(import, import->refs[ref]);
    if (node == NULL || !node->found) {
        return false;
    }
    *at = node->at;
    return true;
}

/* The edges of an area that the file has, in ARENA. *WHOLE: it has all of them. */
static struct osm_edge *edges_of(const struct places_import *import, const struct shape *shape, struct arena *arena,
                                 size_t *n, bool *whole)
{
    size_t room = 0;
    for (size_t i = 0; i < shape->line_n; i++) {
        room += import->lines[shape->line_first + i].ref_n;
    }
    struct osm_edge *edges = arena_array(arena, room, sizeof *edges);
    *whole = shape->line_n > 0;
    *n = 0;
    for (size_t i = 0; i < shape->line_n; i++) {
        const struct line *line = &import->lines[shape->line_first + i];
        *whole = *whole && line->ref_n > 1;
        for (size_t j = 1; j < line->ref_n; j++) {
            bool found = at_of(import, line->ref_first + j - 1, &edges[*n].from) &&
                         at_of(import, line->ref_first + j, &edges[*n].to);
            *n += found;
            *whole = *whole && found;
        }
    }
    return edges;
}

static bool inside_of(const struct places_import *import, const struct shape *shape, struct osm_place *place)
{
    size_t n;
    bool whole;
    bool outlined = import->outlined != NULL && import->outlined(import->context, place->tags, place->tags_n);
    struct arena *arena = arena_new();
    struct osm_edge *edges = edges_of(import, shape, outlined ? import->arena : arena, &n, &whole);
    bool good = osm_inside(edges, n, arena, &place->at);
    if (outlined && whole && good) {
        place->outline = edges;
        place->outline_n = n;
    }
    arena_free(arena);
    return good;
}

/* The node in the middle of its first line, or the nearest to it that the file has. */
static bool middle_of(const struct places_import *import, const struct shape *shape, struct point *at)
{
    for (size_t i = 0; i < shape->line_n; i++) {
        const struct line *line = &import->lines[shape->line_first + i];
        for (size_t j = 0; j < line->ref_n; j++) {
            size_t step = (j + 1) / 2, middle = line->ref_n / 2;
            size_t k = j % 2 == 0 ? middle + step : middle - step;
            if (k < line->ref_n && at_of(import, line->ref_first + k, at)) {
                return true;
            }
        }
    }
    return false;
}

static void place_all(struct places_import *import)
{
    for (size_t i = 0; i < import->shapes_n; i++) {
        const struct shape *shape = &import->shapes[i];
        struct osm_place *place = &import->out->list[shape->place];
        place->placed = (shape->area && inside_of(import, shape, place)) || middle_of(import, shape, &place->at);
    }
}

/* --- all of it ------------------------------------------------------------------------------------------------------ */

static enum status read_all(struct places_import *import)
{
    struct osm_import *base = &import->base;
    struct osm_file *file = base->files;
    enum status status = osm_file_check(base, file);
    if (status != STATUS_OK) {
        return status;
    }
    osm_tell_step(base, "reading the map", file->counts.nodes + file->counts.ways + file->counts.relations);
    status = osm_file_parse(base, file, first_node, first_way, first_relation);
    if (status != STATUS_OK || import->shapes_n == 0) {
        return status;
    }
    list_waiting(import);
    if (import->by_way_n > 0) {
        osm_tell_step(base, "reading the map", file->counts.ways);
        status = osm_file_parse(base, file, NULL, second_way, NULL);
    }
    if (status == STATUS_OK) {
        list_nodes(import);
        osm_tell_step(base, "reading the map", file->counts.nodes);
        status = osm_file_parse(base, file, third_node, NULL, NULL);
    }
    if (status == STATUS_OK) {
        place_all(import);
    }
    return status;
}

enum status osm_places_read(const char *file, bool (*wanted)(const void *context, const struct osm_tag *tags, size_t n),
                            const void *context, const struct roads_progress *progress, struct arena *arena,
                            struct osm_places *out, struct error *err)
{
    return osm_places_read_outlined(file, wanted, NULL, context, progress, arena, out, err);
}

enum status osm_places_read_outlined(const char *file,
                                     bool (*wanted)(const void *context, const struct osm_tag *tags, size_t n),
                                     bool (*outlined)(const void *context, const struct osm_tag *tags, size_t n),
                                     const void *context, const struct roads_progress *progress, struct arena *arena,
                                     struct osm_places *out, struct error *err)
{
    struct osm_summary summary = {0};
    struct osm_file one = {.name = file};
    struct osm_places places = {.area = osm_area_new(arena), .box = {90, 180, -90, -180}};
    struct places_import import = {
        .base = {.files = &one, .files_n = 1, .progress = progress, .summary = &summary, .err = err},
        .wanted = wanted,
        .outlined = outlined,
        .context = context,
        .arena = arena,
        .scratch = arena_new(),
        .out = &places};
    enum status status = read_all(&import);
    arena_free(import.scratch);
    if (status == STATUS_OK && places.nodes == 0) {
        status =
            error_set(err, STATUS_INPUT, "%s: it has no nodes that say where things are; take a whole extract", file);
    }
    if (status == STATUS_OK) {
        osm_note_newest(&import.base);
        memcpy(places.newest, summary.newest, sizeof places.newest);
        *out = places;
    }
    return status;
}
