#include "geo/roads/cutoff.h"

#include "geo/base/mem.h"
#include "geo/roads/build.h"
#include "geo/roads/roads.h"
#include "geo/roads/scc.h"

/* Nodes are the junctions, then the states of turns. */
struct link {
    uint32_t ends[2]; /* tail, head */
    uint32_t drive;
};

struct web {
    const struct raw_roads *raw;
    struct parts *kept;
    const struct turns *turns;
    uint32_t nodes_n;
    struct link *links;
    uint32_t links_n;
};

static bool on_main(const struct web *web, const struct link *link)
{
    return web->kept->edge[link->drive / 2] == PART_MAIN;
}

static bool is_main(const struct web *web, uint32_t node)
{
    uint32_t junctions_n = web->raw->junctions_n;
    return web->kept->junction[node < junctions_n ? node : web->turns->junction[node - junctions_n]] == PART_MAIN;
}

static void make_links(struct web *web)
{
    const struct raw_roads *raw = web->raw;
    const struct turns *turns = web->turns;
    uint32_t drives_n = 2 * raw->edges_n;
    uint32_t *leads_to = mem_alloc_array(drives_n, sizeof *leads_to);
    for (uint32_t drive = 0; drive < drives_n; drive++) {
        leads_to[drive] = drive_head(raw, drive);
    }
    for (uint32_t i = 0; i < turns->starts_n; i++) {
        leads_to[turns->starts[i].drive] = raw->junctions_n + turns->starts[i].to;
    }
    web->links = mem_alloc_array((size_t)drives_n + turns->drives_n, sizeof *web->links);
    for (uint32_t drive = 0; drive < drives_n; drive++) {
        if (web->kept->edge[drive / 2] != PART_NONE && raw->edges[drive / 2].ms[drive & 1] != ROADS_NO_WAY) {
            web->links[web->links_n++] = (struct link){{drive_tail(raw, drive), leads_to[drive]}, drive};
        }
    }
    for (uint32_t i = 0; i < turns->drives_n; i++) {
        const struct turn_drive *drive = &turns->drives[i];
        uint32_t to = drive->to == TURN_PLAIN ? drive_head(raw, drive->drive) : raw->junctions_n + drive->to;
        web->links[web->links_n++] = (struct link){{raw->junctions_n + drive->state, to}, drive->drive};
    }
    mem_free(leads_to);
}

/* The numbers of the links that leave (END 0) or come to (END 1) each node. */
static uint32_t *links_at(const struct web *web, int end, uint32_t **first)
{
    *first = mem_alloc_array((size_t)web->nodes_n + 2, sizeof **first);
    uint32_t *next = *first + 1, *numbers = mem_alloc_array(web->links_n, sizeof *numbers);
    for (uint32_t i = 0; i < web->links_n; i++) {
        next[web->links[i].ends[end] + 1]++;
    }
    for (uint32_t node = 1; node <= web->nodes_n; node++) {
        next[node] += next[node - 1];
    }
    for (uint32_t i = 0; i < web->links_n; i++) {
        numbers[next[web->links[i].ends[end]]++] = i;
    }
    return numbers;
}

/* The large strongly connected parts of the main roads, which restrictions may have made somewhat smaller. */
static uint8_t *core_of(const struct web *web)
{
    uint32_t *first, *heads = links_at(web, 0, &first);
    for (uint32_t node = 0; node < web->nodes_n; node++) {
        for (uint32_t k = first[node]; k < first[node + 1]; k++) {
            const struct link *link = &web->links[heads[k]];
            heads[k] = on_main(web, link) ? link->ends[1] : node; /* a loop joins nothing */
        }
    }
    uint32_t *part = mem_alloc_array(web->nodes_n, sizeof *part), largest = UINT32_MAX;
    uint32_t parts_n = scc_find(web->nodes_n, first, heads, part);
    uint32_t *sizes = mem_alloc_array(parts_n, sizeof *sizes);
    for (uint32_t node = 0; node < web->nodes_n; node++) {
        sizes[part[node]]++;
    }
    for (uint32_t node = 0; node < web->nodes_n; node++) {
        if (is_main(web, node) && (largest == UINT32_MAX || sizes[part[node]] > sizes[part[largest]])) {
            largest = node;
        }
    }
    uint8_t *core = mem_alloc_array(web->nodes_n, 1);
    for (uint32_t node = 0; node < web->nodes_n; node++) {
        core[node] = largest != UINT32_MAX && (part[node] == part[largest] || sizes[part[node]] >= ROADS_MAJOR / 2);
    }
    mem_free(first);
    mem_free(heads);
    mem_free(part);
    mem_free(sizes);
    return core;
}

/* From the core along the links (END 0) or against them (END 1); off the main roads for good. */
static uint8_t *spread(const struct web *web, const uint8_t *core, int end)
{
    uint32_t *first, *links = links_at(web, end, &first);
    uint8_t *seen = mem_alloc_array(web->nodes_n, 1);
    uint32_t *queue = mem_alloc_array(web->nodes_n, sizeof *queue), queue_n = 0;
    for (uint32_t node = 0; node < web->nodes_n; node++) {
        if (core[node]) {
            seen[node] = 1;
            queue[queue_n++] = node;
        }
    }
    for (uint32_t i = 0; i < queue_n; i++) {
        for (uint32_t k = first[queue[i]]; k < first[queue[i] + 1]; k++) {
            const struct link *link = &web->links[links[k]];
            uint32_t other = link->ends[!end];
            if (!seen[other] && (on_main(web, link) || !is_main(web, other))) {
                seen[other] = 1;
                queue[queue_n++] = other;
            }
        }
    }
    mem_free(first);
    mem_free(links);
    mem_free(queue);
    return seen;
}

/* A junction is main by a main road, and of the fringe by another. */
static void mark_junctions(const struct raw_roads *raw, struct parts *kept)
{
    for (uint32_t j = 0; j < raw->junctions_n; j++) {
        kept->junction[j] = PART_NONE;
    }
    for (uint32_t e = 0; e < raw->edges_n; e++) {
        for (int end = 0; end < 2 && kept->edge[e] != PART_NONE; end++) {
            uint8_t *junction = &kept->junction[raw->edges[e].junction[end]];
            *junction = *junction == PART_MAIN ? PART_MAIN : kept->edge[e];
        }
    }
}

/* A main road that is cut off may still be of use as part of the fringe, beside private roads. */
static uint32_t lower_unseen(struct web *web, const uint8_t *arrived, const uint8_t *left)
{
    struct parts *kept = web->kept;
    uint8_t *use = mem_alloc_array(web->raw->edges_n, 1); /* 1: is arrived at, 2: is left */
    for (uint32_t i = 0; i < web->links_n; i++) {
        const struct link *link = &web->links[i];
        use[link->drive / 2] |= arrived[link->ends[0]] ? 1 : 0;
        use[link->drive / 2] |= left[link->ends[1]] ? 2 : 0; /* what a state may, a plain junction may too */
    }
    uint32_t lowered = 0;
    for (uint32_t e = 0; e < web->raw->edges_n; e++) {
        if (kept->edge[e] == PART_NONE || use[e] == 3) {
            continue;
        }
        bool main = kept->edge[e] == PART_MAIN;
        kept->edge[e] = main ? PART_FRINGE : PART_NONE;
        kept->main_edges -= main;
        kept->dropped_edges += !main;
        kept->fringe_edges = main ? kept->fringe_edges + 1 : kept->fringe_edges - 1;
        lowered++;
    }
    mem_free(use);
    return lowered;
}

uint32_t cutoff_lower(const struct raw_roads *raw, struct parts *kept, const struct turns *turns)
{
    if (turns->states_n == 0) {
        return 0;
    }
    struct web web = {.raw = raw, .kept = kept, .turns = turns, .nodes_n = raw->junctions_n + turns->states_n};
    make_links(&web);
    uint8_t *core = core_of(&web);
    uint8_t *arrived = spread(&web, core, 0), *left = spread(&web, core, 1);
    uint32_t lowered = lower_unseen(&web, arrived, left);
    if (lowered > 0) {
        mark_junctions(raw, kept);
    }
    mem_free(core);
    mem_free(arrived);
    mem_free(left);
    mem_free(web.links);
    return lowered;
}
