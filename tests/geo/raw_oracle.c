#include "tests/geo/raw_oracle.h"

#include "geo/base/mem.h"

#include <assert.h>
#include <string.h>

enum { CHAIN_MAX = 64, MEMORY = 6, TABLE = 1 << 16 };

struct chain {
    uint32_t drives[CHAIN_MAX], n, turn;
    bool only;
};

struct raw_oracle {
    const struct raw_roads *raw;
    const enum raw_part *junctions, *edges;
    struct chain *chains;
    uint32_t chains_n, room;
};

static uint32_t tail(const struct raw_roads *raw, uint32_t drive)
{
    return raw->edges[drive / 2].junction[drive % 2];
}

static uint32_t head(const struct raw_roads *raw, uint32_t drive)
{
    return raw->edges[drive / 2].junction[1 - drive % 2];
}

static bool open_way(const struct raw_roads *raw, uint32_t drive)
{
    return raw->edges[drive / 2].ms[drive % 2] != ROADS_NO_WAY;
}

/* --- parts ---------------------------------------------------------------------------------------------------------- */

/* Everything that can be reached from where SEEN is set, over edges of PART; backwards with BACK. */
static void spread(const struct raw_roads *raw, const enum raw_part *edges, enum raw_part part, bool back, bool *seen)
{
    for (bool more = true; more;) {
        more = false;
        for (uint32_t drive = 0; drive < 2 * raw->edges_n; drive++) {
            uint32_t a = tail(raw, drive), b = head(raw, drive);
            uint32_t from = back ? b : a, to = back ? a : b;
            if (edges[drive / 2] == part && open_way(raw, drive) && seen[from] && !seen[to]) {
                seen[to] = more = true;
            }
        }
    }
}

static void main_junctions(const struct raw_roads *raw, enum raw_part *junctions, const enum raw_part *edges)
{
    uint32_t n = raw->junctions_n, largest = 0;
    bool *to = mem_alloc(n), *back = mem_alloc(n);
    for (uint32_t j = 0; j < n; j++) {
        memset(to, 0, n);
        memset(back, 0, n);
        to[j] = back[j] = true;
        spread(raw, edges, RAW_MAIN, false, to);
        spread(raw, edges, RAW_MAIN, true, back);
        uint32_t size = 0;
        for (uint32_t k = 0; k < n; k++) {
            size += to[k] && back[k];
        }
        if (size > largest) {
            largest = size;
            for (uint32_t k = 0; k < n; k++) {
                junctions[k] = to[k] && back[k] ? RAW_MAIN : RAW_LEFT_OUT;
            }
        }
    }
    mem_free(to);
    mem_free(back);
}

void raw_parts(const struct raw_roads *raw, enum raw_part *junctions, enum raw_part *edges)
{
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        edges[e] = raw->edges[e].flags & ROADS_PRIVATE ? RAW_FRINGE : RAW_MAIN;
    }
    main_junctions(raw, junctions, edges);
    bool *to = mem_alloc(raw->junctions_n), *back = mem_alloc(raw->junctions_n);
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        const uint32_t *ends = raw->edges[e].junction;
        bool inside = junctions[ends[0]] == RAW_MAIN && junctions[ends[1]] == RAW_MAIN;
        edges[e] = inside && edges[e] == RAW_MAIN ? RAW_MAIN : RAW_FRINGE;
    }
    for (uint32_t j = 0; j < raw->junctions_n; j++) {
        to[j] = back[j] = junctions[j] == RAW_MAIN;
    }
    spread(raw, edges, RAW_FRINGE, false, to);
    spread(raw, edges, RAW_FRINGE, true, back);
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        bool in = false, out = false;
        for (uint32_t drive = 2 * e; drive <= 2 * e + 1; drive++) {
            in |= open_way(raw, drive) && to[tail(raw, drive)];
            out |= open_way(raw, drive) && back[head(raw, drive)];
        }
        if (edges[e] == RAW_MAIN || (in && out)) {
            for (int end = 0; end < 2; end++) {
                enum raw_part *junction = &junctions[raw->edges[e].junction[end]];
                *junction = *junction == RAW_MAIN ? RAW_MAIN : RAW_FRINGE;
            }
        } else {
            edges[e] = RAW_LEFT_OUT;
        }
    }
    mem_free(to);
    mem_free(back);
}

/* --- restrictions --------------------------------------------------------------------------------------------------- */

static bool usable(const struct raw_oracle *oracle, uint32_t drive)
{
    return oracle->edges[drive / 2] != RAW_LEFT_OUT && open_way(oracle->raw, drive);
}

static void keep(struct raw_oracle *oracle, const struct chain *chain)
{
    if (oracle->chains_n == oracle->room) {
        oracle->room = oracle->room * 2 + 16;
        oracle->chains = mem_grow(oracle->chains, oracle->room, sizeof *oracle->chains);
    }
    oracle->chains[oracle->chains_n++] = *chain;
}

/* All ways to go on from CHAIN, whose last drive is on the BEGUN-th via way (0: the from way). */
static void extend(struct raw_oracle *oracle, struct chain *chain, uint32_t begun)
{
    const struct raw_roads *raw = oracle->raw;
    const struct raw_turn *turn = &raw->turns[chain->turn];
    const int64_t *via = raw->via_ways + turn->via_first;
    uint32_t last = chain->drives[chain->n - 1];
    for (uint32_t drive = 0; drive < 2 * raw->edges_n && chain->n < CHAIN_MAX; drive++) {
        if (!usable(oracle, drive) || tail(raw, drive) != head(raw, last)) {
            continue;
        }
        bool driven = false;
        for (uint32_t i = 0; i < chain->n; i++) {
            driven |= chain->drives[i] / 2 == drive / 2;
        }
        int64_t way = raw->edges[drive / 2].way;
        chain->drives[chain->n++] = drive;
        if (begun > 0 && way == via[begun - 1] && !driven) {
            extend(oracle, chain, begun);
        }
        if (begun < turn->via_n && way == via[begun] && !driven) {
            extend(oracle, chain, begun + 1);
        }
        if (begun == turn->via_n && way == turn->to_way && drive / 2 != last / 2) {
            keep(oracle, chain);
        }
        chain->n--;
    }
}

static void node_chains(struct raw_oracle *oracle, struct chain *chain)
{
    const struct raw_roads *raw = oracle->raw;
    const struct raw_turn *turn = &raw->turns[chain->turn];
    uint32_t junction = head(raw, chain->drives[0]);
    for (uint32_t drive = 0; drive < 2 * raw->edges_n; drive++) {
        bool round = drive == (chain->drives[0] ^ 1), wanted = turn->from_way == turn->to_way && !turn->only;
        if (usable(oracle, drive) && tail(raw, drive) == junction && raw->edges[drive / 2].way == turn->to_way &&
            round == wanted) {
            chain->drives[1] = drive;
            chain->n = 2;
            keep(oracle, chain);
        }
    }
}

static void find_chains(struct raw_oracle *oracle, uint32_t number)
{
    const struct raw_roads *raw = oracle->raw;
    const struct raw_turn *turn = &raw->turns[number];
    uint32_t before = oracle->chains_n, starts = 0;
    for (uint32_t drive = 0; drive < 2 * raw->edges_n; drive++) {
        struct chain chain = {.drives = {drive}, .n = 1, .turn = number, .only = turn->only};
        if (!usable(oracle, drive) || raw->edges[drive / 2].way != turn->from_way) {
            continue;
        }
        uint32_t had = oracle->chains_n;
        if (turn->via_n > 0) {
            extend(oracle, &chain, 0);
            starts += oracle->chains_n > had;
        } else if (raw->junctions[head(raw, drive)].id == turn->via_node) {
            node_chains(oracle, &chain);
            starts++;
        }
    }
    if (turn->only && starts > 1) {
        oracle->chains_n = before;
    }
}

struct raw_oracle *raw_oracle_new(const struct raw_roads *raw, const enum raw_part *junctions,
                                  const enum raw_part *edges)
{
    struct raw_oracle *oracle = mem_alloc(sizeof *oracle);
    *oracle = (struct raw_oracle){.raw = raw, .junctions = junctions, .edges = edges};
    for (uint32_t i = 0; i < raw->turns_n; i++) {
        find_chains(oracle, i);
    }
    return oracle;
}

void raw_oracle_free(struct raw_oracle *oracle)
{
    mem_free(oracle->chains);
    mem_free(oracle);
}

uint32_t raw_oracle_chains(const struct raw_oracle *oracle)
{
    return oracle->chains_n;
}

const uint32_t *raw_oracle_chain(const struct raw_oracle *oracle, uint32_t i, uint32_t *n, bool *only)
{
    *n = oracle->chains[i].n;
    *only = oracle->chains[i].only;
    return oracle->chains[i].drives;
}

/* --- what may follow ------------------------------------------------------------------------------------------------ */

static bool ends_with(const uint32_t *drives, uint32_t n, const uint32_t *ending, uint32_t ending_n)
{
    return n >= ending_n && memcmp(drives + n - ending_n, ending, ending_n * sizeof *drives) == 0;
}

/* DRIVES, then LAST, as it is written in some restriction. */
static bool written(const struct raw_oracle *oracle, const uint32_t *drives, uint32_t n, uint32_t last)
{
    for (uint32_t i = 0; i < oracle->chains_n; i++) {
        const struct chain *chain = &oracle->chains[i];
        if (!ends_with(drives, n, chain->drives, chain->n - 1)) {
            continue;
        }
        if (!chain->only && chain->drives[chain->n - 1] == last) {
            return true;
        }
        bool allowed = !chain->only;
        for (uint32_t k = 0; k < oracle->chains_n && !allowed; k++) {
            const struct chain *other = &oracle->chains[k];
            allowed = other->only && other->n == chain->n && other->drives[other->n - 1] == last &&
                      memcmp(other->drives, chain->drives, (chain->n - 1) * sizeof *drives) == 0;
        }
        if (!allowed) {
            return true;
        }
    }
    return false;
}

/* A main road ends where no other main road goes on. */
static bool dead_end(const struct raw_oracle *oracle, uint32_t drive)
{
    for (uint32_t next = 0; next < 2 * oracle->raw->edges_n; next++) {
        bool counts = oracle->edges[drive / 2] == RAW_FRINGE || oracle->edges[next / 2] == RAW_MAIN;
        if (usable(oracle, next) && counts && next != (drive ^ 1) &&
            tail(oracle->raw, next) == head(oracle->raw, drive)) {
            return false;
        }
    }
    return true;
}

/* A restriction is under way after the N drives. */
static bool restricted(const struct raw_oracle *oracle, const uint32_t *drives, uint32_t n)
{
    for (uint32_t i = 0; i < oracle->chains_n; i++) {
        for (uint32_t begun = 1; begun < oracle->chains[i].n; begun++) {
            if (ends_with(drives, n, oracle->chains[i].drives, begun)) {
                return true;
            }
        }
    }
    return false;
}

bool raw_oracle_allows(const struct raw_oracle *oracle, const uint32_t *drives, uint32_t n)
{
    if (n < 2) {
        return true;
    }
    uint32_t last = drives[n - 1], before = drives[n - 2];
    if (written(oracle, drives, n - 1, last)) {
        return false;
    }
    bool round = n >= 3 && last == (before ^ 1) && before != (drives[n - 3] ^ 1);
    return !round || dead_end(oracle, before) || !restricted(oracle, drives, n - 2);
}

bool raw_oracle_route_holds(const struct raw_oracle *oracle, const uint32_t *drives, uint32_t n)
{
    uint32_t first = n, last = 0; /* of the main junctions passed: before drive I */
    for (uint32_t i = 0; i < n; i++) {
        if (!usable(oracle, drives[i]) || !raw_oracle_allows(oracle, drives, i + 1)) {
            return false;
        }
        if (i > 0 && tail(oracle->raw, drives[i]) != head(oracle->raw, drives[i - 1])) {
            return false;
        }
        if (i > 0 && oracle->junctions[tail(oracle->raw, drives[i])] == RAW_MAIN) {
            first = first == n ? i : first;
            last = i;
        }
    }
    for (uint32_t i = first; i < last; i++) {
        if (oracle->edges[drives[i] / 2] != RAW_MAIN) {
            return false;
        }
    }
    return true;
}

/* --- all ways ------------------------------------------------------------------------------------------------------- */

enum phase { BEFORE_MAIN, ON_MAIN, AFTER_MAIN };

struct history {
    uint32_t drives[MEMORY], n;
    enum phase phase;
    roads_cost cost;
    bool done, used;
};

struct search {
    const struct raw_oracle *oracle;
    struct history *table;
    uint32_t *live, live_n; /* slots of the table, a heap by cost */
};

static uint32_t slot_of(const struct search *search, const struct history *history)
{
    uint64_t key = (uint64_t)history->phase + 1;
    for (uint32_t i = 0; i < history->n; i++) {
        key = (key * 251 + history->drives[i] + 1) * UINT64_C(0x9E3779B97F4A7C15);
    }
    uint32_t slot = (uint32_t)(key >> 40) % TABLE;
    for (; search->table[slot].used; slot = (slot + 1) % TABLE) {
        const struct history *other = &search->table[slot];
        if (other->phase == history->phase && other->n == history->n &&
            memcmp(other->drives, history->drives, history->n * sizeof *history->drives) == 0) {
            break;
        }
    }
    return slot;
}

static roads_cost cost_at(const struct search *search, uint32_t heap_index)
{
    return search->table[search->live[heap_index]].cost;
}

static void swap(struct search *search, uint32_t a, uint32_t b)
{
    uint32_t kept = search->live[a];
    search->live[a] = search->live[b];
    search->live[b] = kept;
}

static void offer(struct search *search, const struct history *history)
{
    uint32_t slot = slot_of(search, history);
    struct history *known = &search->table[slot];
    if (known->used && known->cost <= history->cost) {
        return;
    }
    uint32_t at = 0;
    if (known->used) {
        while (search->live[at] != slot) {
            at++;
        }
    } else {
        at = search->live_n++;
        assert(search->live_n < TABLE / 2);
        search->live[at] = slot;
    }
    *known = *history;
    known->used = true;
    for (; at > 0 && cost_at(search, (at - 1) / 2) > cost_at(search, at); at = (at - 1) / 2) {
        swap(search, at, (at - 1) / 2);
    }
}

static struct history *cheapest(struct search *search)
{
    struct history *best = &search->table[search->live[0]];
    search->live[0] = search->live[--search->live_n];
    for (uint32_t at = 0, child; (child = 2 * at + 1) < search->live_n; at = child) {
        child += child + 1 < search->live_n && cost_at(search, child + 1) < cost_at(search, child);
        if (cost_at(search, at) <= cost_at(search, child)) {
            break;
        }
        swap(search, at, child);
    }
    best->done = true;
    return best;
}

/* Whether DRIVE may follow, and with it *NEXT. */
static bool follows(const struct raw_oracle *oracle, const struct history *history, uint32_t drive,
                    struct history *next)
{
    const struct raw_roads *raw = oracle->raw;
    uint32_t last = history->drives[history->n - 1], longer[MEMORY + 1];
    if (!usable(oracle, drive) || tail(raw, drive) != head(raw, last)) {
        return false;
    }
    memcpy(longer, history->drives, history->n * sizeof *longer);
    longer[history->n] = drive;
    if (!raw_oracle_allows(oracle, longer, history->n + 1)) {
        return false;
    }
    *next = *history;
    if (oracle->junctions[head(raw, last)] == RAW_MAIN) {
        if (history->phase == AFTER_MAIN) {
            return false;
        }
        next->phase = oracle->edges[drive / 2] == RAW_MAIN ? ON_MAIN : AFTER_MAIN;
    }
    uint32_t drop = history->n == MEMORY ? 1 : 0;
    next->n = history->n + 1 - drop;
    memcpy(next->drives, longer + drop, next->n * sizeof *longer);
    next->cost += roads_cost_of(raw->edges[drive / 2].ms[drive % 2], raw->edges[drive / 2].dm);
    return true;
}

static roads_cost half(const struct raw_roads *raw, uint32_t drive)
{
    return roads_cost_of(raw->edges[drive / 2].ms[drive % 2] / 2, raw->edges[drive / 2].dm / 2);
}

roads_cost raw_oracle_cost(const struct raw_oracle *oracle, uint32_t from_edge, uint32_t to_edge)
{
    const struct raw_roads *raw = oracle->raw;
    struct search search = {oracle, mem_alloc_array(TABLE, sizeof *search.table),
                            mem_alloc_array(TABLE, sizeof *search.live), 0};
    assert(raw->edges_n <= 120);
    roads_cost best = from_edge == to_edge ? 0 : ROADS_NONE;
    for (uint32_t drive = 2 * from_edge; drive <= 2 * from_edge + 1; drive++) {
        if (usable(oracle, drive)) {
            offer(&search, &(struct history){.drives = {drive}, .n = 1, .cost = half(raw, drive)});
        }
    }
    while (search.live_n > 0 && cost_at(&search, 0) < best) {
        struct history here = *cheapest(&search), next;
        for (uint32_t drive = 0; drive < 2 * raw->edges_n; drive++) {
            if (!follows(oracle, &here, drive, &next)) {
                continue;
            }
            if (drive / 2 == to_edge && next.cost - half(raw, drive) < best) {
                best = next.cost - half(raw, drive);
            }
            offer(&search, &next);
        }
    }
    mem_free(search.table);
    mem_free(search.live);
    return best;
}
