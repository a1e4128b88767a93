/* Ways cut into edges: at every node that two roads share, at their ends, and at what bars the way. */
#include "geo/roads/osm_impl.h"

#include <math.h>
#include <string.h>

/* A node that no car passes, or only to a private end: each edge that ends there has a junction of its own. */
struct gate {
    uint32_t node, ends, taken;
    bool open; /* a road that is open to all passes or ends here */
};

struct cutting {
    struct osm_import *import;
    struct raw_roads *out;
    struct gate *gates; /* by node */
    uint32_t gates_n;
    uint32_t *first; /* of a node: its first junction */
    size_t edges_room, shape_room;
    struct osm_names names;
    const struct osm_way *way;
    double ms_per_m[2];
    double length_m;
};

/* A run of nodes of the way in hand that are all known. */
typedef void piece_fn(struct cutting *cutting, const uint32_t *nodes, uint32_t n);

static void for_pieces(struct cutting *cutting, piece_fn *piece)
{
    const struct osm_way *way = cutting->way;
    const uint32_t *nodes = cutting->import->places + way->ref_first;
    uint32_t begin = 0;
    for (uint32_t i = 0; i <= way->ref_n; i++) {
        if (i < way->ref_n && (cutting->import->node_flags[nodes[i]] & OSM_FOUND)) {
            continue;
        }
        if (i > begin + 1) {
            piece(cutting, nodes + begin, i - begin);
        }
        begin = i + 1;
    }
}

static void for_all_pieces(struct cutting *cutting, piece_fn *piece)
{
    for (size_t i = 0; i < cutting->import->ways_n; i++) {
        cutting->way = &cutting->import->ways[i];
        for_pieces(cutting, piece);
    }
}

static bool is_junction(const struct cutting *cutting, uint32_t node)
{
    return cutting->import->node_flags[node] & OSM_JUNCTION;
}

/* --- where to cut -------------------------------------------------------------------------------------------------- */

static void mark_shared(struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    uint8_t *flags = cutting->import->node_flags;
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || i == n - 1 || (flags[nodes[i]] & OSM_USED)) {
            flags[nodes[i]] |= OSM_JUNCTION;
        }
        flags[nodes[i]] |= OSM_USED;
    }
}

static struct gate *gate_of(const struct cutting *cutting, uint32_t node)
{
    uint32_t low = 0, high = cutting->gates_n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (cutting->gates[middle].node < node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < cutting->gates_n && cutting->gates[low].node == node ? &cutting->gates[low] : NULL;
}

static void count_gate_ends(struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        if (cutting->import->node_flags[nodes[i]] & (OSM_BLOCKS | OSM_PRIVATE)) {
            struct gate *gate = gate_of(cutting, nodes[i]);
            gate->ends += i == 0 || i == n - 1 ? 1 : 2;
            gate->open = gate->open || !(cutting->way->flags & ROADS_PRIVATE);
        }
    }
}

/* A gate among private roads alone changes nothing, nor does one at the end of a road. */
static void find_gates(struct cutting *cutting)
{
    struct osm_import *import = cutting->import;
    const uint8_t barred = OSM_BLOCKS | OSM_PRIVATE;
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < import->nodes_n; i++) {
        n += (import->node_flags[i] & barred) && (import->node_flags[i] & OSM_USED);
    }
    cutting->gates = mem_alloc_array(n + 1, sizeof *cutting->gates);
    for (uint32_t i = 0; i < import->nodes_n; i++) {
        if ((import->node_flags[i] & barred) && (import->node_flags[i] & OSM_USED)) {
            cutting->gates[cutting->gates_n++].node = i;
        }
    }
    for_all_pieces(cutting, count_gate_ends);
    for (uint32_t i = 0; i < n; i++) {
        struct gate *gate = &cutting->gates[i];
        uint8_t *flags = &import->node_flags[gate->node];
        if (gate->ends > 1 && ((*flags & OSM_BLOCKS) || gate->open)) {
            *flags |= OSM_JUNCTION;
            cutting->gates[kept++] = *gate;
        } else {
            *flags &= (uint8_t)~barred;
        }
    }
    cutting->gates_n = kept;
}

/* An edge counts the points between its ends with 16 bits. */
static void cut_long(struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    uint32_t between = 0;
    for (uint32_t i = 1; i < n; i++) {
        if (is_junction(cutting, nodes[i])) {
            between = 0;
        } else if (++between > UINT16_MAX) {
            cutting->import->node_flags[nodes[i]] |= OSM_JUNCTION;
            between = 0;
        }
    }
}

static void number_junctions(struct cutting *cutting)
{
    const struct osm_import *import = cutting->import;
    uint32_t next_gate = 0, n = 0;
    cutting->first = mem_alloc_array((size_t)import->nodes_n + 1, sizeof *cutting->first);
    for (uint32_t i = 0; i < import->nodes_n; i++) {
        bool gate = next_gate < cutting->gates_n && cutting->gates[next_gate].node == i;
        cutting->first[i] = n;
        n += gate ? cutting->gates[next_gate++].ends : is_junction(cutting, i) ? 1 : 0;
    }
    cutting->first[import->nodes_n] = n;
    struct raw_roads *out = cutting->out;
    out->junctions_n = n;
    out->junctions = mem_alloc_array((size_t)n + 1, sizeof *out->junctions);
    for (uint32_t i = 0; i < import->nodes_n; i++) {
        for (uint32_t j = cutting->first[i]; j < cutting->first[i + 1]; j++) {
            out->junctions[j] =
                (struct raw_junction){import->node_ids[i], import->node_at[i][0], import->node_at[i][1]};
        }
    }
}

/* --- edges --------------------------------------------------------------------------------------------------------- */

static struct raw_edge *new_edge(struct cutting *cutting)
{
    struct raw_roads *out = cutting->out;
    if (out->edges_n == cutting->edges_room) {
        cutting->edges_room = cutting->edges_room == 0 ? 1024 : cutting->edges_room + cutting->edges_room / 2;
        out->edges = mem_grow(out->edges, cutting->edges_room, sizeof *out->edges);
    }
    struct raw_edge *edge = &out->edges[out->edges_n++];
    *edge = (struct raw_edge){.shape_first = out->shape_n};
    return edge;
}

static void add_shape(struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    struct raw_roads *out = cutting->out;
    while (out->shape_n + (size_t)n > cutting->shape_room) {
        cutting->shape_room = cutting->shape_room == 0 ? 4096 : cutting->shape_room + cutting->shape_room / 2;
        out->shape = mem_grow(out->shape, cutting->shape_room, sizeof *out->shape);
    }
    for (uint32_t i = 0; i < n; i++) {
        memcpy(out->shape[out->shape_n++], cutting->import->node_at[nodes[i]], sizeof out->shape[0]);
    }
}

static uint32_t junction_of(struct cutting *cutting, uint32_t node)
{
    bool barred = cutting->import->node_flags[node] & (OSM_BLOCKS | OSM_PRIVATE);
    struct gate *gate = barred ? gate_of(cutting, node) : NULL;
    return cutting->first[node] + (gate == NULL ? 0 : gate->taken++);
}

static double length_of(const struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    double length_m = 0;
    for (uint32_t i = 1; i < n; i++) {
        length_m += osm_length_m(cutting->import->node_at[nodes[i - 1]], cutting->import->node_at[nodes[i]]);
    }
    return length_m;
}

/* Half of what passing the nodes at the ends costs, and all of what passing those between does. */
static double signals_ms(const struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    double ms = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (cutting->import->node_flags[nodes[i]] & OSM_SIGNAL) {
            ms += i == 0 || i == n - 1 ? cutting->import->signal_ms / 2.0 : cutting->import->signal_ms;
        }
    }
    return ms;
}

/* A hundred thousand kilometres and eleven days are the end of every road. */
static uint32_t bounded(double value, double most)
{
    return (uint32_t)floor(fmin(value, most) + 0.5);
}

static void add_edge(struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    const struct osm_way *way = cutting->way;
    struct raw_edge *edge = new_edge(cutting);
    double length_m = length_of(cutting, nodes, n), extra_ms = signals_ms(cutting, nodes, n);
    edge->way = way->id;
    edge->junction[0] = junction_of(cutting, nodes[0]);
    edge->junction[1] = junction_of(cutting, nodes[n - 1]);
    for (int dir = 0; dir < 2; dir++) {
        edge->ms[dir] =
            way->m_per_h[dir] == 0 ? ROADS_NO_WAY : bounded(length_m * cutting->ms_per_m[dir] + extra_ms, 1e9);
    }
    uint32_t dm = bounded(length_m * 10, 1e9);
    edge->dm = dm > 0 ? dm : 1;
    edge->name = osm_names_add(&cutting->names, cutting->import->names.bytes.data + way->name);
    edge->class_ = way->class_;
    edge->flags = way->flags;
    edge->shape_n = n - 2;
    add_shape(cutting, nodes + 1, n - 2);
}

static void add_length(struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    cutting->length_m += length_of(cutting, nodes, n);
}

static void add_edges(struct cutting *cutting, const uint32_t *nodes, uint32_t n)
{
    uint32_t begin = 0;
    for (uint32_t i = 1; i < n; i++) {
        if (is_junction(cutting, nodes[i])) {
            add_edge(cutting, nodes + begin, i - begin + 1);
            begin = i;
        }
    }
}

static void add_way(struct cutting *cutting)
{
    const struct osm_way *way = cutting->way;
    cutting->length_m = 0;
    if (way->duration_ms > 0) {
        for_pieces(cutting, add_length);
    }
    for (int dir = 0; dir < 2; dir++) {
        bool timed = way->duration_ms > 0 && cutting->length_m > 0;
        cutting->ms_per_m[dir] = timed                   ? way->duration_ms / cutting->length_m
                                 : way->m_per_h[dir] > 0 ? 3.6e6 / way->m_per_h[dir]
                                                         : 0;
    }
    for_pieces(cutting, add_edges);
}

/* Through a private gate: a decimetre of private road from each edge's end to that of the first. */
static void add_gate_links(struct cutting *cutting)
{
    for (uint32_t i = 0; i < cutting->gates_n; i++) {
        const struct gate *gate = &cutting->gates[i];
        if (cutting->import->node_flags[gate->node] & OSM_BLOCKS) {
            continue;
        }
        for (uint32_t end = 1; end < gate->ends; end++) {
            struct raw_edge *edge = new_edge(cutting);
            edge->junction[0] = cutting->first[gate->node];
            edge->junction[1] = cutting->first[gate->node] + end;
            edge->dm = 1;
            edge->class_ = ROADS_SERVICE;
            edge->flags = ROADS_PRIVATE;
        }
    }
}

static void make_edges(struct cutting *cutting)
{
    struct osm_import *import = cutting->import;
    for (size_t i = 0; i < import->ways_n; i++) {
        cutting->way = &import->ways[i];
        add_way(cutting);
    }
    add_gate_links(cutting);
}

enum status osm_edges(struct osm_import *import, struct raw_roads *out)
{
    struct cutting cutting = {.import = import, .out = out};
    osm_names_begin(&cutting.names);
    for_all_pieces(&cutting, mark_shared);
    find_gates(&cutting);
    for_all_pieces(&cutting, cut_long);
    number_junctions(&cutting);
    make_edges(&cutting);
    mem_free(cutting.gates);
    mem_free(cutting.first);
    out->names_bytes = (uint32_t)cutting.names.bytes.length;
    out->names = buf_take(&cutting.names.bytes);
    osm_names_free(&cutting.names);
    for (uint32_t i = 0; i < import->nodes_n; i++) {
        import->summary->nodes_missing += !(import->node_flags[i] & OSM_FOUND);
    }
    if (out->edges_n == 0) {
        return error_set(import->err, STATUS_INPUT, "%s: there is no road for cars in it", import->files[0].name);
    }
    return STATUS_OK;
}
