#include "geo/roads/turns.h"

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

#include <stdlib.h>

enum {
    CHAINS_MAX = 64,     /* of one restriction */
    ITEMS_MAX = 1024,    /* drives looked at from one restriction via ways */
    WORK_MAX = 200000000 /* drives looked at in all: a hostile file ends in seconds */
};

struct way_edge {
    int64_t way;
    uint32_t edge;
};

/* A drive of a chain that is being looked for. */
struct item {
    uint32_t drive, before; /* index of the drive before it; UINT32_MAX */
    uint32_t via;           /* number of via ways begun; via_n + 1: this is the drive on the to way */
};

struct resolving {
    const struct raw_roads *raw;
    const struct adjacency *out;
    struct way_edge *edges; /* of the ways that restrictions speak of, by way */
    uint32_t edges_n;
    struct item *items;
    uint32_t items_n;
    uint64_t work;
    struct turn_chains result;
    uint32_t chains_room, drives_room;
};

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static int by_way(const void *a, const void *b)
{
    const struct way_edge *x = a, *y = b;
    int ways = (x->way > y->way) - (x->way < y->way);
    return ways != 0 ? ways : (x->edge > y->edge) - (x->edge < y->edge);
}

static int64_t *ways_spoken_of(const struct raw_roads *raw, size_t *n)
{
    int64_t *ways = mem_alloc_array((size_t)raw->turns_n * 2 + raw->via_ways_n, sizeof *ways);
    size_t count = 0, kept = 0;
    for (uint32_t i = 0; i < raw->turns_n; i++) {
        ways[count++] = raw->turns[i].from_way;
        ways[count++] = raw->turns[i].to_way;
    }
    for (uint32_t i = 0; i < raw->via_ways_n; i++) {
        ways[count++] = raw->via_ways[i];
    }
    qsort(ways, count, sizeof *ways, by_number);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || ways[kept - 1] != ways[i]) {
            ways[kept++] = ways[i];
        }
    }
    *n = kept;
    return ways;
}

static void index_ways(struct resolving *r, const uint8_t *kept)
{
    size_t ways_n, room = 0;
    int64_t *ways = ways_spoken_of(r->raw, &ways_n);
    int64_t last = 0;
    bool last_is_in = false;
    for (uint32_t e = 0; e < r->raw->edges_n; e++) {
        int64_t way = r->raw->edges[e].way;
        if (e == 0 || way != last) {
            last = way;
            last_is_in = bsearch(&way, ways, ways_n, sizeof way, by_number) != NULL;
        }
        if (!last_is_in || kept[e] == PART_NONE) {
            continue;
        }
        if (r->edges_n == room) {
            room = room * 2 + 64;
            r->edges = mem_grow(r->edges, room, sizeof *r->edges);
        }
        r->edges[r->edges_n++] = (struct way_edge){way, e};
    }
    mem_free(ways);
    if (r->edges_n > 0) {
        qsort(r->edges, r->edges_n, sizeof *r->edges, by_way);
    }
}

static uint32_t first_of(const struct resolving *r, int64_t way)
{
    uint32_t low = 0, high = r->edges_n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (r->edges[middle].way < way) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static bool drivable(const struct raw_roads *raw, uint32_t drive)
{
    return raw->edges[drive / 2].ms[drive & 1] != ROADS_NO_WAY;
}

static void add_chain(struct resolving *r, uint32_t turn, const uint32_t *drives, uint32_t n)
{
    struct turn_chains *result = &r->result;
    if (result->chains_n == r->chains_room) {
        r->chains_room = r->chains_room * 2 + 64;
        result->chains = mem_grow(result->chains, r->chains_room, sizeof *result->chains);
    }
    while (result->drives_n + n > r->drives_room) {
        r->drives_room = r->drives_room * 2 + 256;
        result->drives = mem_grow(result->drives, r->drives_room, sizeof *result->drives);
    }
    result->chains[result->chains_n++] = (struct turn_chain){turn, result->drives_n, n};
    for (uint32_t i = 0; i < n; i++) {
        result->drives[result->drives_n++] = drives[i];
    }
}

/* The drives of WAY that end (END 1) or begin (END 0) at the map's node NODE; at most CHAINS_MAX. */
static uint32_t drives_at(struct resolving *r, int64_t way, int64_t node, unsigned end, uint32_t *drives)
{
    uint32_t n = 0;
    for (uint32_t i = first_of(r, way); i < r->edges_n && r->edges[i].way == way; i++) {
        r->work++;
        for (uint32_t drive = 2 * r->edges[i].edge; drive <= 2 * r->edges[i].edge + 1; drive++) {
            uint32_t junction = end ? drive_head(r->raw, drive) : drive_tail(r->raw, drive);
            if (n < CHAINS_MAX && r->raw->junctions[junction].id == node && drivable(r->raw, drive)) {
                drives[n++] = drive;
            }
        }
    }
    return n;
}

static void resolve_via_node(struct resolving *r, uint32_t number)
{
    const struct raw_turn *turn = &r->raw->turns[number];
    uint32_t from[CHAINS_MAX], to[CHAINS_MAX];
    uint32_t from_n = drives_at(r, turn->from_way, turn->via_node, 1, from);
    uint32_t to_n = drives_at(r, turn->to_way, turn->via_node, 0, to);
    if (turn->only && from_n > 1) {
        return;
    }
    uint32_t chains_n = 0;
    for (uint32_t i = 0; i < from_n; i++) {
        for (uint32_t k = 0; k < to_n && chains_n < CHAINS_MAX; k++) {
            bool round = to[k] == (from[i] ^ 1);
            if (round == (turn->from_way == turn->to_way && !turn->only)) {
                add_chain(r, number, (const uint32_t[]){from[i], to[k]}, 2);
                chains_n++;
            }
        }
    }
}

static bool driven_before(struct resolving *r, uint32_t item, uint32_t edge)
{
    for (uint32_t i = item; i != UINT32_MAX; i = r->items[i].before) {
        r->work++;
        if (r->items[i].drive / 2 == edge) {
            return true;
        }
    }
    return false;
}

/* What may follow the item on the way WAY, with VIA for the new ones. The to way may be the from way, driven back. */
static void follow(struct resolving *r, uint32_t item, int64_t way, uint32_t via, bool finish)
{
    uint32_t last = r->items[item].drive, junction = drive_head(r->raw, last);
    for (uint32_t k = r->out->first[junction]; k < r->out->first[junction + 1]; k++) {
        uint32_t drive = r->out->drives[k];
        r->work++;
        if (r->raw->edges[drive / 2].way != way || r->items_n == ITEMS_MAX) {
            continue;
        }
        if (finish ? drive / 2 != last / 2 : !driven_before(r, item, drive / 2)) {
            r->items[r->items_n++] = (struct item){drive, item, via};
        }
    }
}

static uint32_t unwind(const struct resolving *r, uint32_t item, uint32_t *drives)
{
    uint32_t n = 0;
    for (uint32_t i = item; i != UINT32_MAX; i = r->items[i].before) {
        n++;
    }
    uint32_t at = n;
    for (uint32_t i = item; i != UINT32_MAX; i = r->items[i].before) {
        drives[--at] = r->items[i].drive;
    }
    return n;
}

/* All ways along the via ways that use no stretch twice; a breadth-first list of drives. */
static void search_from(struct resolving *r, const struct raw_turn *turn, uint32_t start)
{
    const int64_t *via = r->raw->via_ways + turn->via_first;
    r->items_n = 0;
    r->items[r->items_n++] = (struct item){start, UINT32_MAX, 0};
    for (uint32_t i = 0; i < r->items_n && r->work < WORK_MAX; i++) {
        uint32_t begun = r->items[i].via;
        if (begun > turn->via_n) {
            continue;
        }
        if (begun > 0) {
            follow(r, i, via[begun - 1], begun, false);
        }
        bool finish = begun == turn->via_n;
        follow(r, i, finish ? turn->to_way : via[begun], begun + 1, finish);
    }
}

static void resolve_via_ways(struct resolving *r, uint32_t number)
{
    const struct raw_turn *turn = &r->raw->turns[number];
    uint32_t chains_before = r->result.chains_n, drives_before = r->result.drives_n, from_n = 0;
    for (uint32_t i = first_of(r, turn->from_way); i < r->edges_n && r->edges[i].way == turn->from_way; i++) {
        for (uint32_t start = 2 * r->edges[i].edge; start <= 2 * r->edges[i].edge + 1; start++) {
            r->work++;
            if (!drivable(r->raw, start)) {
                continue;
            }
            search_from(r, turn, start);
            bool found = false;
            for (uint32_t k = 0; k < r->items_n && r->result.chains_n - chains_before < CHAINS_MAX; k++) {
                if (r->items[k].via > turn->via_n) {
                    uint32_t drives[ITEMS_MAX];
                    add_chain(r, number, drives, unwind(r, k, drives));
                    found = true;
                }
            }
            from_n += found;
        }
    }
    if (turn->only && from_n > 1) {
        r->result.chains_n = chains_before;
        r->result.drives_n = drives_before;
    }
}

struct turn_chains turns_resolve(const struct raw_roads *raw, const struct parts *kept, const struct adjacency *out)
{
    struct resolving r = {.raw = raw, .out = out, .items = mem_alloc_array(ITEMS_MAX, sizeof *r.items)};
    index_ways(&r, kept->edge);
    for (uint32_t i = 0; i < raw->turns_n && r.work < WORK_MAX; i++) {
        if (raw->turns[i].via_n == 0) {
            resolve_via_node(&r, i);
        } else {
            resolve_via_ways(&r, i);
        }
    }
    mem_free(r.items);
    mem_free(r.edges);
    return r.result;
}

void turn_chains_free(struct turn_chains *chains)
{
    mem_free(chains->chains);
    mem_free(chains->drives);
    *chains = (struct turn_chains){0};
}
