#include "geo/roads/parts.h"

#include "geo/base/mem.h"
#include "geo/roads/adjacency.h"
#include "geo/roads/build.h"
#include "geo/roads/scc.h"

enum { OPEN_TO_ALL = PART_MAIN, OTHER = PART_FRINGE }; /* what an edge may become */

/* The number of each junction's part over the roads open to all, and how many junctions the parts have. */
static uint32_t *open_parts(const struct raw_roads *raw, const uint8_t *kinds, uint32_t **sizes)
{
    uint32_t *part = mem_alloc_array(raw->junctions_n, sizeof *part);
    struct adjacency out = adjacency_new(raw, kinds, OPEN_TO_ALL, false);
    uint32_t drives_n = out.first[raw->junctions_n];
    for (uint32_t i = 0; i < drives_n; i++) {
        out.drives[i] = drive_head(raw, out.drives[i]);
    }
    uint32_t parts_n = scc_find(raw->junctions_n, out.first, out.drives, part);
    adjacency_free(&out);
    *sizes = mem_alloc_array(parts_n, sizeof **sizes);
    for (uint32_t j = 0; j < raw->junctions_n; j++) {
        (*sizes)[part[j]]++;
    }
    return part;
}

static void mark_main_junctions(const struct raw_roads *raw, struct parts *parts)
{
    uint32_t *sizes, largest = 0;
    uint32_t *part = open_parts(raw, parts->edge, &sizes);
    for (uint32_t j = 1; j < raw->junctions_n; j++) {
        if (sizes[part[j]] > sizes[part[largest]]) {
            largest = j;
        }
    }
    uint32_t largest_part = raw->junctions_n > 0 ? part[largest] : 0;
    for (uint32_t j = 0; j < raw->junctions_n; j++) {
        uint32_t *size = &sizes[part[j]]; /* 0 once the part is counted: UINT32_MAX */
        bool major = part[j] == largest_part || *size >= ROADS_MAJOR;
        parts->junction[j] = major ? PART_MAIN : PART_NONE;
        if (major && *size != UINT32_MAX) {
            *size = UINT32_MAX;
            parts->main_parts++;
        }
    }
    mem_free(part);
    mem_free(sizes);
}

/* Junctions that can be reached from main ones over the other roads; with IN those that main ones can be reached from. */
static uint8_t *reached(const struct raw_roads *raw, const struct parts *parts, bool in)
{
    uint8_t *seen = mem_alloc_array(raw->junctions_n, 1);
    uint32_t *queue = mem_alloc_array(raw->junctions_n, sizeof *queue), queue_n = 0;
    struct adjacency adjacency = adjacency_new(raw, parts->edge, OTHER, in);
    for (uint32_t j = 0; j < raw->junctions_n; j++) {
        if (parts->junction[j] == PART_MAIN) {
            seen[j] = 1;
            queue[queue_n++] = j;
        }
    }
    for (uint32_t i = 0; i < queue_n; i++) {
        for (uint32_t k = adjacency.first[queue[i]]; k < adjacency.first[queue[i] + 1]; k++) {
            uint32_t drive = adjacency.drives[k];
            uint32_t other = in ? drive_tail(raw, drive) : drive_head(raw, drive);
            if (!seen[other]) {
                seen[other] = 1;
                queue[queue_n++] = other;
            }
        }
    }
    adjacency_free(&adjacency);
    mem_free(queue);
    return seen;
}

/* A drive along the edge begins where one can be, or ends where one can get on from. */
static bool usable(const struct raw_edge *edge, const uint8_t *seen, int end)
{
    for (int dir = 0; dir < 2; dir++) {
        if (edge->ms[dir] != ROADS_NO_WAY && seen[edge->junction[dir ^ end]]) {
            return true;
        }
    }
    return false;
}

static void mark_fringe(const struct raw_roads *raw, struct parts *parts)
{
    uint8_t *arrived = reached(raw, parts, false);
    uint8_t *left = reached(raw, parts, true);
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        const struct raw_edge *edge = &raw->edges[e];
        if (parts->edge[e] == PART_MAIN) {
            continue;
        }
        if (!usable(edge, arrived, 0) || !usable(edge, left, 1)) {
            parts->edge[e] = PART_NONE;
            parts->dropped_edges++;
            continue;
        }
        parts->fringe_edges++;
        for (int end = 0; end < 2; end++) {
            if (parts->junction[edge->junction[end]] == PART_NONE) {
                parts->junction[edge->junction[end]] = PART_FRINGE;
            }
        }
    }
    mem_free(arrived);
    mem_free(left);
}

struct parts parts_find(const struct raw_roads *raw)
{
    struct parts parts = {.junction = mem_alloc_array(raw->junctions_n, 1), .edge = mem_alloc_array(raw->edges_n, 1)};
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        parts.edge[e] = raw->edges[e].flags & ROADS_PRIVATE ? OTHER : OPEN_TO_ALL;
    }
    mark_main_junctions(raw, &parts);
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        const uint32_t *ends = raw->edges[e].junction;
        bool main = parts.junction[ends[0]] == PART_MAIN && parts.junction[ends[1]] == PART_MAIN;
        parts.edge[e] = main && parts.edge[e] == OPEN_TO_ALL ? PART_MAIN : OTHER;
        parts.main_edges += parts.edge[e] == PART_MAIN;
    }
    mark_fringe(raw, &parts);
    return parts;
}

void parts_free(struct parts *parts)
{
    mem_free(parts->junction);
    mem_free(parts->edge);
    *parts = (struct parts){0};
}
