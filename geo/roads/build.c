#include "geo/roads/build.h"

#include "geo/base/mem.h"
#include "geo/roads/contract.h"
#include "geo/roads/cutoff.h"
#include "geo/roads/fringe.h"
#include "geo/roads/layout.h"
#include "geo/roads/parts.h"
#include "geo/roads/turns.h"

#include <stdlib.h>

/* Arcs, and with them nodes: the rest of an arc of the hierarchy's VIA is flags. */
enum { ARCS_MAX = 1 << 28, MS_MAX = (1 << 30) - 1, STEPS = 4, CUTOFF_ROUNDS = 4 };

/* What is under way. */
struct making {
    struct raw_roads *raw;
    const struct roads_progress *progress;
    struct roads roads;
    struct parts parts;
    struct turns turns;
    uint32_t *edges;       /* raw edges, in the order of the network's */
    uint32_t *edge_of_raw; /* and back */
    uint32_t *plain_node;  /* of raw junctions; before the nodes are ranked */
    uint32_t *state_node;  /* of the states of turns */
};

/* --- freeing -------------------------------------------------------------------------------------------------------- */

static void drop(const void *block)
{
    mem_free((void *)(uintptr_t)block);
}

void roads_free(struct roads *roads)
{
    drop(roads->at);
    drop(roads->edges);
    drop(roads->extra_arcs);
    drop(roads->arrivals);
    drop(roads->up_first);
    drop(roads->ups);
    drop(roads->fringe_out_first);
    drop(roads->fringe_out);
    drop(roads->fringe_in_first);
    drop(roads->fringe_in);
    drop(roads->fringe_area);
    drop(roads->names);
    drop(roads->shapes);
    drop(roads->boxes);
    *roads = (struct roads){0};
}

void roads_raw_free(struct raw_roads *raw)
{
    mem_free(raw->junctions);
    mem_free(raw->edges);
    mem_free(raw->shape);
    mem_free(raw->names);
    mem_free(raw->turns);
    mem_free(raw->via_ways);
    *raw = (struct raw_roads){0};
}

static void free_scaffold(struct making *m)
{
    parts_free(&m->parts);
    turns_free(&m->turns);
    mem_free(m->edges);
    mem_free(m->edge_of_raw);
    mem_free(m->plain_node);
    mem_free(m->state_node);
    m->edges = m->edge_of_raw = m->plain_node = m->state_node = NULL;
}

static enum status tell(const struct making *m, size_t step, struct error *err)
{
    if (m->progress != NULL && !m->progress->tell(m->progress->context, "arranging the roads", step, STEPS)) {
        return error_set(err, STATUS_INCOMPLETE, "stopped while the roads were arranged");
    }
    return STATUS_OK;
}

static enum status too_large(struct error *err)
{
    return error_set(err, STATUS_INPUT, "there are more roads in it than one network can hold: import a smaller area");
}

/* --- numbering ------------------------------------------------------------------------------------------------------ */

/* Nodes in the order ORDER of their junctions: main ones first, and each junction's states after its plain node. */
static void number_nodes(struct making *m, const uint32_t *order, uint32_t order_n)
{
    uint32_t junctions_n = m->raw->junctions_n, states_n = m->turns.states_n, node = 0;
    uint32_t *first_state = mem_alloc_array(junctions_n, sizeof *first_state); /* + 1; 0: none */
    uint32_t *next_state = mem_alloc_array(states_n, sizeof *next_state);
    for (uint32_t state = states_n; state-- > 0;) {
        next_state[state] = first_state[m->turns.junction[state]];
        first_state[m->turns.junction[state]] = state + 1;
    }
    m->plain_node = mem_alloc_array(junctions_n, sizeof *m->plain_node);
    m->state_node = mem_alloc_array(states_n, sizeof *m->state_node);
    int32_t(*at)[2] = mem_alloc_array((size_t)order_n + states_n, sizeof *at);
    for (unsigned part = PART_MAIN; part <= PART_FRINGE; part++) {
        for (uint32_t i = 0; i < order_n; i++) {
            uint32_t j = order[i], before = node;
            if (m->parts.junction[j] != part) {
                continue;
            }
            m->plain_node[j] = node++;
            for (uint32_t state = first_state[j]; state != 0; state = next_state[state - 1]) {
                m->state_node[state - 1] = node++;
            }
            for (uint32_t k = before; k < node; k++) {
                at[k][0] = m->raw->junctions[j].lat_e7;
                at[k][1] = m->raw->junctions[j].lon_e7;
            }
        }
        m->roads.main_n = part == PART_MAIN ? node : m->roads.main_n;
    }
    m->roads.at = (const int32_t(*)[2])at;
    m->roads.nodes_n = node;
    mem_free(first_state);
    mem_free(next_state);
}

/* Twelve days on one stretch: no sum of a route's overflows. */
static uint32_t capped(uint32_t ms)
{
    return ms == ROADS_NO_WAY || ms <= MS_MAX ? ms : MS_MAX;
}

static enum status make_edges(struct making *m, struct error *err)
{
    struct raw_roads *raw = m->raw;
    m->edges = layout_edges(raw, &m->parts, &m->roads.edges_n);
    m->edge_of_raw = mem_alloc_array(raw->edges_n, sizeof *m->edge_of_raw);
    struct roads_edge *edges = mem_alloc_array(m->roads.edges_n, sizeof *edges);
    m->roads.edges = edges;
    uint32_t *shape_first = mem_alloc_array(m->roads.edges_n, sizeof *shape_first);
    uint16_t *shape_points = mem_alloc_array(m->roads.edges_n, sizeof *shape_points);
    uint8_t *shapes = NULL;
    bool fits =
        layout_shapes(raw, m->edges, m->roads.edges_n, shape_first, shape_points, &shapes, &m->roads.shapes_bytes);
    m->roads.shapes = shapes;
    for (uint32_t i = 0; i < m->roads.edges_n && fits; i++) {
        const struct raw_edge *from = &raw->edges[m->edges[i]];
        uint8_t kept = from->flags & (ROADS_FERRY | ROADS_ROUNDABOUT | ROADS_PRIVATE);
        bool fringe = m->parts.edge[m->edges[i]] == PART_FRINGE;
        edges[i] = (struct roads_edge){
            .node = {m->plain_node[from->junction[0]], m->plain_node[from->junction[1]]},
            .ms = {capped(from->ms[0]), capped(from->ms[1])},
            .dm = from->dm,
            .name = from->name,
            .shape = shape_first[i],
            .shape_points = shape_points[i],
            .class_ = from->class_,
            .flags = (uint8_t)(kept | (fringe ? ROADS_FRINGE : 0)),
        };
        m->edge_of_raw[m->edges[i]] = i;
    }
    mem_free(shape_first);
    mem_free(shape_points);
    mem_free(raw->shape);
    raw->shape = NULL;
    raw->shape_n = 0;
    return fits ? STATUS_OK : too_large(err);
}

/* --- the drives that know of restrictions --------------------------------------------------------------------------- */

static int by_plain(const void *a, const void *b)
{
    const struct roads_extra_arc *x = a, *y = b;
    if (x->plain != y->plain) {
        return x->plain < y->plain ? -1 : 1;
    }
    return (x->tail > y->tail) - (x->tail < y->tail);
}

static int by_arc(const void *a, const void *b)
{
    const struct roads_arrival *x = a, *y = b;
    return (x->arc > y->arc) - (x->arc < y->arc);
}

static uint32_t arc_of(const struct making *m, uint32_t drive)
{
    return 2 * m->edge_of_raw[drive / 2] + (drive & 1);
}

static void make_extras(struct making *m)
{
    const struct turns *turns = &m->turns;
    struct roads_extra_arc *extras = mem_alloc_array(turns->drives_n, sizeof *extras);
    for (uint32_t i = 0; i < turns->drives_n; i++) {
        const struct turn_drive *drive = &turns->drives[i];
        uint32_t plain_head = m->plain_node[drive_head(m->raw, drive->drive)];
        extras[i] = (struct roads_extra_arc){.tail = m->state_node[drive->state],
                                             .head = drive->to == TURN_PLAIN ? plain_head : m->state_node[drive->to],
                                             .plain = arc_of(m, drive->drive)};
    }
    if (turns->drives_n > 0) {
        qsort(extras, turns->drives_n, sizeof *extras, by_plain);
    }
    m->roads.extra_arcs = extras;
    m->roads.extra_n = turns->drives_n;
}

static void make_arrivals(struct making *m, struct roads_edge *edges)
{
    const struct turns *turns = &m->turns;
    struct roads_arrival *arrivals = mem_alloc_array(turns->starts_n, sizeof *arrivals);
    for (uint32_t i = 0; i < turns->starts_n; i++) {
        uint32_t arc = arc_of(m, turns->starts[i].drive);
        arrivals[i] = (struct roads_arrival){arc, m->state_node[turns->starts[i].to]};
        edges[arc / 2].flags |= arc & 1 ? ROADS_SPLIT_1 : ROADS_SPLIT_0;
    }
    if (turns->starts_n > 0) {
        qsort(arrivals, turns->starts_n, sizeof *arrivals, by_arc);
    }
    m->roads.arrivals = arrivals;
    m->roads.arrivals_n = turns->starts_n;
}

/* --- the hierarchy -------------------------------------------------------------------------------------------------- */

static struct contract_arc *arcs_of(const struct roads *roads, size_t *n)
{
    uint32_t ids = 2 * roads->edges_n + roads->extra_n;
    struct contract_arc *arcs = NULL;
    for (int pass = 0; pass < 2; pass++) { /* counted first: the array is the largest of all */
        *n = 0;
        for (uint32_t id = 0; id < ids; id++) {
            uint32_t plain = roads_arc_plain(roads, id);
            const struct roads_edge *edge = &roads->edges[plain / 2];
            if ((edge->flags & ROADS_FRINGE) || edge->ms[plain & 1] == ROADS_NO_WAY) {
                continue;
            }
            if (pass == 1) {
                arcs[*n] = (struct contract_arc){.tail = roads_arc_tail(roads, id),
                                                 .head = roads_arc_head(roads, id),
                                                 .ms = edge->ms[plain & 1],
                                                 .dm = edge->dm,
                                                 .id = id};
            }
            ++*n;
        }
        arcs = pass == 0 ? mem_alloc_array(*n, sizeof *arcs) : arcs;
    }
    return arcs;
}

static uint32_t ranked(const struct roads *roads, const uint32_t *rank, uint32_t node)
{
    return node < roads->main_n ? rank[node] : node;
}

static void renumber(struct making *m, const uint32_t *rank, struct roads_edge *edges)
{
    struct roads *roads = &m->roads;
    int32_t(*at)[2] = mem_alloc_array(roads->nodes_n, sizeof *at);
    for (uint32_t node = 0; node < roads->nodes_n; node++) {
        uint32_t to = ranked(roads, rank, node);
        at[to][0] = roads->at[node][0];
        at[to][1] = roads->at[node][1];
    }
    drop(roads->at);
    roads->at = (const int32_t(*)[2])at;
    for (uint32_t i = 0; i < roads->edges_n; i++) {
        edges[i].node[0] = ranked(roads, rank, edges[i].node[0]);
        edges[i].node[1] = ranked(roads, rank, edges[i].node[1]);
    }
    struct roads_extra_arc *extras = (struct roads_extra_arc *)(uintptr_t)roads->extra_arcs;
    for (uint32_t i = 0; i < roads->extra_n; i++) {
        extras[i].tail = ranked(roads, rank, extras[i].tail);
        extras[i].head = ranked(roads, rank, extras[i].head);
    }
    struct roads_arrival *arrivals = (struct roads_arrival *)(uintptr_t)roads->arrivals;
    for (uint32_t i = 0; i < roads->arrivals_n; i++) {
        arrivals[i].node = ranked(roads, rank, arrivals[i].node);
    }
}

static enum status make_hierarchy(struct making *m, struct roads_edge *edges, struct error *err)
{
    size_t arcs_n;
    struct contract_arc *arcs = arcs_of(&m->roads, &arcs_n);
    uint32_t *rank = NULL, *up_first = NULL;
    struct roads_up *ups = NULL;
    enum status status =
        contract(m->roads.main_n, arcs, arcs_n, m->progress, &rank, &up_first, &ups, &m->roads.ups_n, err);
    mem_free(arcs);
    if (status != STATUS_OK) {
        return status;
    }
    m->roads.up_first = up_first;
    m->roads.ups = ups;
    renumber(m, rank, edges);
    mem_free(rank);
    return STATUS_OK;
}

/* --- all of it ------------------------------------------------------------------------------------------------------ */

static void report_on(const struct making *m, struct roads_report *report, uint32_t junctions_n)
{
    *report = (struct roads_report){.junctions = junctions_n,
                                    .edges = m->roads.edges_n,
                                    .split_junctions = m->turns.split_junctions,
                                    .turns_used = m->turns.used,
                                    .turns_ignored = m->turns.ignored,
                                    .main_parts = m->parts.main_parts,
                                    .fringe_edges = m->parts.fringe_edges,
                                    .dropped_edges = m->parts.dropped_edges};
}

/* What comes from RAW; all of it but the names' room is given back at the end. */
static enum status take_over(struct making *m, struct roads_report *report, struct error *err)
{
    enum status status;
    if (m->raw->edges_n > ARCS_MAX / 2) {
        return too_large(err);
    }
    m->parts = parts_find(m->raw);
    if (m->parts.main_edges == 0) {
        return error_set(err, STATUS_INPUT, "there are no roads for cars in it: import a map that has some");
    }
    if ((status = tell(m, 1, err)) != STATUS_OK) {
        return status;
    }
    int rounds = 0;
    do { /* what is left out may have been the way to another */
        turns_free(&m->turns);
        m->turns = turns_find(m->raw, &m->parts);
    } while (++rounds <= CUTOFF_ROUNDS && cutoff_lower(m->raw, &m->parts, &m->turns) > 0);
    if (m->turns.drives_n > ARCS_MAX - 2 * m->raw->edges_n) {
        return too_large(err);
    }
    if ((status = tell(m, 2, err)) != STATUS_OK) {
        return status;
    }
    uint32_t junctions_n;
    uint32_t *order = layout_junctions(m->raw, &m->parts, &junctions_n);
    number_nodes(m, order, junctions_n);
    mem_free(order);
    if ((status = make_edges(m, err)) != STATUS_OK || (status = tell(m, 3, err)) != STATUS_OK) {
        return status;
    }
    report_on(m, report, junctions_n);
    make_extras(m);
    make_arrivals(m, (struct roads_edge *)(uintptr_t)m->roads.edges);
    m->roads.names_bytes = m->raw->names_bytes;
    m->roads.names = m->raw->names;
    m->raw->names = NULL;
    roads_raw_free(m->raw);
    free_scaffold(m);
    return STATUS_OK;
}

enum status roads_build(struct raw_roads *raw, const struct roads_progress *progress, struct roads *out,
                        struct roads_report *report, struct error *err)
{
    struct making m = {.raw = raw, .progress = progress};
    struct roads_report told = {0};
    enum status status = take_over(&m, &told, err);
    if (status == STATUS_OK) {
        status = make_hierarchy(&m, (struct roads_edge *)(uintptr_t)m.roads.edges, err);
    }
    if (status != STATUS_OK) {
        free_scaffold(&m);
        roads_free(&m.roads);
        return status;
    }
    for (uint32_t i = 0; i < m.roads.ups_n; i++) {
        told.shortcuts += (m.roads.ups[i].via & ROADS_UP_ARC) == 0;
    }
    fringe_build(&m.roads);
    layout_boxes(&m.roads);
    *out = m.roads;
    *report = told;
    return STATUS_OK;
}
