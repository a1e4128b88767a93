#include "geo/roads/adjacency.h"

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

struct adjacency adjacency_new(const struct raw_roads *raw, const uint8_t *kinds, unsigned mask, bool in)
{
    struct adjacency adjacency = {.first = mem_alloc_array((size_t)raw->junctions_n + 2, sizeof(uint32_t))};
    uint32_t *next = adjacency.first + 1; /* counts, then where the next drive of a junction is put */
    uint32_t drives_n = 2 * raw->edges_n;
    for (uint32_t drive = 0; drive < drives_n; drive++) {
        if ((kinds[drive / 2] & mask) != 0 && raw->edges[drive / 2].ms[drive & 1] != ROADS_NO_WAY) {
            next[(in ? drive_head(raw, drive) : drive_tail(raw, drive)) + 1]++;
        }
    }
    for (uint32_t j = 1; j <= raw->junctions_n; j++) {
        next[j] += next[j - 1];
    }
    adjacency.drives = mem_alloc_array(next[raw->junctions_n], sizeof(uint32_t));
    for (uint32_t drive = 0; drive < drives_n; drive++) {
        if ((kinds[drive / 2] & mask) != 0 && raw->edges[drive / 2].ms[drive & 1] != ROADS_NO_WAY) {
            adjacency.drives[next[in ? drive_head(raw, drive) : drive_tail(raw, drive)]++] = drive;
        }
    }
    return adjacency;
}

void adjacency_free(struct adjacency *adjacency)
{
    mem_free(adjacency->first);
    mem_free(adjacency->drives);
    *adjacency = (struct adjacency){0};
}
