/* R. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on Computing 1 (1972), with the calls kept on
 * a stack of our own: a country has millions of junctions in a row. */
#include "geo/roads/scc.h"

#include "geo/base/mem.h"

struct walk {
    const uint32_t *first, *heads;
    uint32_t *part;           /* 0 until a node's part is whole, then its number + 1 */
    uint32_t *low;            /* 0: not seen */
    uint32_t *open, open_n;   /* nodes whose part is not whole yet */
    uint32_t *calls, calls_n; /* the path from the start */
    uint32_t *next;           /* of a node on the path: its next arc */
    uint32_t *seen_as;
    uint32_t seen_n, parts_n;
};

static void enter(struct walk *walk, uint32_t node)
{
    walk->low[node] = walk->seen_as[node] = ++walk->seen_n;
    walk->next[node] = walk->first[node];
    walk->open[walk->open_n++] = node;
    walk->calls[walk->calls_n++] = node;
}

static void leave(struct walk *walk, uint32_t node)
{
    walk->calls_n--;
    if (walk->low[node] == walk->seen_as[node]) {
        walk->parts_n++;
        uint32_t member;
        do {
            member = walk->open[--walk->open_n];
            walk->part[member] = walk->parts_n;
        } while (member != node);
    }
    if (walk->calls_n > 0) {
        uint32_t caller = walk->calls[walk->calls_n - 1];
        if (walk->low[node] < walk->low[caller]) {
            walk->low[caller] = walk->low[node];
        }
    }
}

static void walk_from(struct walk *walk, uint32_t start)
{
    enter(walk, start);
    while (walk->calls_n > 0) {
        uint32_t node = walk->calls[walk->calls_n - 1];
        if (walk->next[node] == walk->first[node + 1]) {
            leave(walk, node);
            continue;
        }
        uint32_t head = walk->heads[walk->next[node]++];
        if (walk->low[head] == 0) {
            enter(walk, head);
        } else if (walk->part[head] == 0 && walk->seen_as[head] < walk->low[node]) {
            walk->low[node] = walk->seen_as[head];
        }
    }
}

uint32_t scc_find(uint32_t n, const uint32_t *first, const uint32_t *heads, uint32_t *part)
{
    uint32_t *room = mem_alloc_array((size_t)n, 5 * sizeof *room);
    struct walk walk = {.first = first, .heads = heads, .part = part, .low = room};
    walk.open = room + n;
    walk.calls = walk.open + n;
    walk.next = walk.calls + n;
    walk.seen_as = walk.next + n;
    for (uint32_t node = 0; node < n; node++) {
        part[node] = 0;
    }
    for (uint32_t node = 0; node < n; node++) {
        if (walk.low[node] == 0) {
            walk_from(&walk, node);
        }
    }
    for (uint32_t node = 0; node < n; node++) {
        part[node]--;
    }
    mem_free(room);
    return walk.parts_n;
}
