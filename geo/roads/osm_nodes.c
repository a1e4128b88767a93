/* The second pass: where the nodes of the roads are, and what stands on them. */
#include "geo/roads/osm_impl.h"

#include <math.h>
#include <string.h>

/* Rising order, eleven bits at a time (radix sort); digits that are the same in all are left out. */
static void sort_ids(int64_t *ids, size_t n)
{
    enum { BITS = 11, DIGITS = 1 << BITS };
    uint64_t *from = (uint64_t *)(void *)ids, *to = mem_alloc_array(n, sizeof *to), *room = to;
    size_t count[DIGITS];
    for (unsigned shift = 0; shift < 64; shift += BITS) {
        memset(count, 0, sizeof count);
        for (size_t i = 0; i < n; i++) {
            count[((from[i] ^ (UINT64_C(1) << 63)) >> shift) & (DIGITS - 1)]++;
        }
        size_t sum = 0, largest = 0;
        for (unsigned digit = 0; digit < DIGITS; digit++) {
            size_t of_digit = count[digit];
            largest = of_digit > largest ? of_digit : largest;
            count[digit] = sum;
            sum += of_digit;
        }
        if (largest == n) {
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            to[count[((from[i] ^ (UINT64_C(1) << 63)) >> shift) & (DIGITS - 1)]++] = from[i];
        }
        uint64_t *other = from;
        from = to;
        to = other;
    }
    if (from == room) {
        memcpy(ids, from, n * sizeof *ids);
    }
    mem_free(room);
}

/* The least index whose id is not below ID, from FROM on, in strides that double: ids come in rising order as a rule. */
static size_t find_id(const int64_t *ids, size_t n, size_t from, int64_t id)
{
    if (from >= n || ids[from] > id) {
        from = 0;
    }
    size_t low = from, step = 1;
    while (low + step < n && ids[low + step] < id) {
        low += step;
        step *= 2;
    }
    size_t high = low + step < n ? low + step : n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ids[middle] < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The ids of all roads' nodes, rising, each once. */
static size_t collect_ids(struct osm_import *import, size_t *refs_n)
{
    size_t n = 0, unique = 0;
    for (size_t i = 0; i < import->ways_n; i++) {
        n += import->ways[i].ref_n;
    }
    int64_t *ids = mem_alloc_array(n + 1, sizeof *ids);
    *refs_n = n;
    n = 0;
    for (size_t i = 0; i < import->ways_n; i++) {
        memcpy(ids + n, import->refs + import->ways[i].ref_first, import->ways[i].ref_n * sizeof *ids);
        n += import->ways[i].ref_n;
    }
    sort_ids(ids, n);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || ids[i] != ids[i - 1]) {
            ids[unique++] = ids[i];
        }
    }
    import->node_ids = mem_grow(ids, unique + 1, sizeof *ids);
    return unique;
}

/* Each way's nodes as indexes in place of ids; a node twice in a row is one. */
static void index_refs(struct osm_import *import, size_t refs_n)
{
    size_t n = 0, at = 0;
    import->places = mem_alloc_array(refs_n + 1, sizeof *import->places);
    for (size_t i = 0; i < import->ways_n; i++) {
        struct osm_way *way = &import->ways[i];
        const int64_t *refs = import->refs + way->ref_first;
        size_t first = n;
        for (uint32_t j = 0; j < way->ref_n; j++) {
            if (j == 0 || refs[j] != refs[j - 1]) {
                at = find_id(import->node_ids, import->nodes_n, at, refs[j]);
                import->places[n++] = (uint32_t)at;
            }
        }
        way->ref_first = first;
        way->ref_n = (uint32_t)(n - first);
    }
    mem_free(import->refs);
    import->refs = NULL;
}

enum status osm_nodes_begin(struct osm_import *import)
{
    size_t refs_n, unique = collect_ids(import, &refs_n);
    if (unique >= UINT32_MAX / 4 || refs_n >= UINT32_MAX / 2) {
        return error_set(import->err, STATUS_INPUT,
                         "these maps have more roads than one network can number; import smaller areas");
    }
    import->nodes_n = (uint32_t)unique;
    index_refs(import, refs_n);
    import->node_at = mem_alloc_array(unique + 1, sizeof *import->node_at);
    import->node_flags = mem_alloc(unique + 1);
    if (import->files_n > 1) {
        import->node_ages = mem_alloc_array(unique + 1, sizeof *import->node_ages);
    }
    import->cursor = 0;
    return STATUS_OK;
}

/* False: no place on the globe. */
static bool place_of(const readosm_node *node, int32_t at[2])
{
    if (!(fabs(node->latitude) <= 90 && fabs(node->longitude) <= 180)) {
        return false;
    }
    at[0] = (int32_t)floor(node->latitude * 1e7 + 0.5);
    at[1] = (int32_t)floor(node->longitude * 1e7 + 0.5);
    return true;
}

static uint8_t flags_of(struct osm_import *import, const readosm_node *node)
{
    if (node->tag_count <= 0) {
        return OSM_FOUND;
    }
    const struct profile_tag *tags = (const struct profile_tag *)(const void *)node->tags;
    struct profile_node said = profile_node(import->profile, tags, (size_t)node->tag_count);
    import->signal_ms = said.ms > 0 ? said.ms : import->signal_ms;
    return (uint8_t)(OSM_FOUND | (said.blocks ? OSM_BLOCKS : 0) | (said.private_ ? OSM_PRIVATE : 0) |
                     (said.ms > 0 ? OSM_SIGNAL : 0));
}

/* Does the node take the place of the one that was read before? Of two as old, the one with the smaller numbers, so that
 * the files' order does not matter. */
static bool replaces(const struct osm_import *import, size_t index, const int32_t at[2], uint8_t flags,
                     struct osm_age age)
{
    const int32_t *old = import->node_at[index];
    if (!(import->node_flags[index] & OSM_FOUND)) {
        return true;
    }
    int newer = import->node_ages == NULL ? 0 : osm_age_compare(age, import->node_ages[index]);
    if (newer != 0) {
        return newer > 0;
    }
    return at[0] != old[0] ? at[0] < old[0] : at[1] != old[1] ? at[1] < old[1] : flags < import->node_flags[index];
}

static void take(struct osm_import *import, size_t index, const readosm_node *node, struct osm_age age)
{
    int32_t at[2];
    if (!place_of(node, at)) {
        return;
    }
    uint8_t flags = flags_of(import, node);
    if (!replaces(import, index, at, flags, age)) {
        return;
    }
    memcpy(import->node_at[index], at, sizeof at);
    import->node_flags[index] = flags;
    if (import->node_ages != NULL) {
        import->node_ages[index] = age;
    }
}

int osm_take_node(const void *cookie, const readosm_node *node)
{
    struct osm_import *import = *(struct osm_import *const *)cookie;
    import->summary->nodes++;
    size_t index = find_id(import->node_ids, import->nodes_n, import->cursor, node->id);
    import->cursor = index;
    if (index < import->nodes_n && import->node_ids[index] == node->id) {
        take(import, index, node, osm_age_of(import, node->version, node->timestamp));
    }
    return osm_tell(import) ? READOSM_OK : READOSM_ABORT;
}
