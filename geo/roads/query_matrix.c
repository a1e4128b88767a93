/* Many to many by buckets (Knopp, Sanders, Schultes, Schulz, Wagner 2007, "Computing Many-to-Many Shortest Paths Using
 * Highway Hierarchies"): each search that ends at a place leaves at every node it settles what is left to drive from
 * there; each that begins at one picks up what the others left. */
#include "geo/roads/query.h"

#include "geo/roads/query_impl.h"

/* Left by the search for the place TO. */
struct entry {
    roads_cost cost;
    uint32_t to;
    uint32_t node; /* of the hierarchy */
};

struct buckets {
    struct query *query;
    struct entry *left, *entries; /* in the order they were left; by node */
    size_t n, room;
    uint32_t *first; /* entries of a bucket; they end where those of the next begin */
    uint32_t buckets_n, buckets_room;
};

/* query->bucket: the number of the node's bucket plus one. */
static void leave(struct buckets *buckets, uint32_t node, roads_cost cost, uint32_t to)
{
    if (buckets->n == buckets->room) {
        buckets->room = buckets->room * 2 + 4096;
        buckets->left = mem_grow(buckets->left, buckets->room, sizeof *buckets->left);
    }
    uint32_t *number = &buckets->query->bucket[node];
    if (*number == 0) {
        if (buckets->buckets_n + 2 > buckets->buckets_room) {
            buckets->buckets_room = buckets->buckets_room * 2 + 1024;
            buckets->first = mem_grow(buckets->first, buckets->buckets_room, sizeof *buckets->first);
        }
        buckets->first[buckets->buckets_n] = 0;
        *number = ++buckets->buckets_n;
    }
    buckets->first[*number - 1]++;
    buckets->left[buckets->n++] = (struct entry){cost, to, node};
}

/* From counts to places, from the order in which they were left to one by nodes. */
static void sort(struct buckets *buckets)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < buckets->buckets_n; i++) {
        sum += buckets->first[i];
        buckets->first[i] = sum;
    }
    buckets->entries = mem_alloc_array(buckets->n, sizeof *buckets->entries);
    for (size_t i = buckets->n; i-- > 0;) {
        uint32_t bucket = buckets->query->bucket[buckets->left[i].node] - 1;
        buckets->entries[--buckets->first[bucket]] = buckets->left[i];
    }
    if (buckets->buckets_n > 0) {
        buckets->first[buckets->buckets_n] = sum;
    }
}

static void fill(struct buckets *buckets, const struct query_place *const *to, size_t n_to)
{
    struct query_climb *climb = &buckets->query->climbs[QUERY_ARRIVING];
    for (size_t p = 0; p < n_to; p++) {
        struct query_item item;
        bool stalled;
        query_climb_begin(climb, &to[p]->arriving);
        while (query_climb_step(climb, ROADS_NONE, &item, &stalled)) {
            if (!stalled) {
                leave(buckets, item.node, item.cost, (uint32_t)p);
            }
        }
    }
    sort(buckets);
}

/* The node's entries plus what it takes to get there. */
static void pick_up(const struct buckets *buckets, const struct query_item *item, roads_cost *row)
{
    uint32_t number = buckets->query->bucket[item->node];
    if (number == 0) {
        return;
    }
    const struct entry *entry = buckets->entries + buckets->first[number - 1];
    const struct entry *end = buckets->entries + buckets->first[number];
    for (; entry < end; entry++) {
        roads_cost whole = item->cost + entry->cost;
        row[entry->to] = whole < row[entry->to] ? whole : row[entry->to];
    }
}

static void search(struct buckets *buckets, const struct query_place *from, const struct query_place *const *to,
                   size_t n_to, roads_cost *row)
{
    for (size_t p = 0; p < n_to; p++) {
        uint32_t meet;
        row[p] = query_direct(buckets->query->roads, from, to[p], &meet);
    }
    struct query_climb *climb = &buckets->query->climbs[QUERY_LEAVING];
    struct query_item item;
    bool stalled;
    query_climb_begin(climb, &from->leaving);
    while (query_climb_step(climb, ROADS_NONE, &item, &stalled)) {
        if (!stalled) {
            pick_up(buckets, &item, row);
        }
    }
}

void query_matrix(struct query *query, const struct query_place *const *from, size_t n_from,
                  const struct query_place *const *to, size_t n_to, roads_cost *costs)
{
    struct buckets buckets = {.query = query};
    fill(&buckets, to, n_to);
    for (size_t p = 0; p < n_from; p++) {
        search(&buckets, from[p], to, n_to, costs + p * n_to);
    }
    for (size_t i = 0; i < buckets.n; i++) {
        query->bucket[buckets.left[i].node] = 0;
    }
    mem_free(buckets.left);
    mem_free(buckets.entries);
    mem_free(buckets.first);
}
