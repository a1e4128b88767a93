#include "tests/roads/network.h"

#include "geo/base/file.h"
#include "geo/roads/osm.h"
#include "geo/roads/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *network_extract(struct arena *arena, const char *name)
{
    const char *shared = getenv("ROUNDS_SHARED");
    if (!shared || !*shared) {
        return NULL;
    }
    const char *path = arena_printf(arena, "%s/data/osm/%s", shared, name);
    return file_exists(path) ? path : NULL;
}

static void give_up(const char *file, const struct error *err)
{
    fprintf(stderr, "%s: %s\n", file, err->text);
    exit(1);
}

struct network *network_new(const char *file, const char *const *changes)
{
    struct error err = {0};
    struct profile *profile = NULL;
    struct raw_roads raw = {0};
    struct osm_summary summary = {0};
    struct network *network = mem_alloc(sizeof *network);
    network->arena = arena_new();
    enum status status = profile_new(NULL, "", &profile, &err);
    for (; changes && *changes && !status; changes += 2) {
        status = profile_set(profile, changes[0], changes[1], &err);
    }
    if (!status) {
        status = osm_read(&file, 1, profile, NULL, &raw, &summary, &err);
    }
    if (!status) {
        status = roads_build(&raw, NULL, &network->roads, &network->report, &err);
    }
    if (status) {
        give_up(file, &err);
    }
    roads_raw_free(&raw);
    profile_free(profile);
    network->query = query_new(&network->roads);
    return network;
}

void network_free(struct network *network)
{
    query_free(network->query);
    roads_free(&network->roads);
    arena_free(network->arena);
    mem_free(network);
}

struct box network_box(const struct roads *roads)
{
    const struct roads_box *root = &roads->boxes[roads->boxes_n - 1];
    return (struct box){root->south / 1e7, root->west / 1e7, root->north / 1e7, root->east / 1e7};
}

uint64_t network_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static double between(uint64_t *state, double low, double high)
{
    return low + (high - low) * ((double)(network_random(state) >> 11) / 9007199254740992.0);
}

struct query_place *network_places(struct network *network, uint64_t seed, size_t n, struct point *points)
{
    struct box box = network_box(&network->roads);
    struct point *at = points ? points : arena_array(network->arena, n, sizeof *at);
    for (size_t i = 0; i < n; i++) {
        at[i].lat_deg = between(&seed, box.south_deg, box.north_deg);
        at[i].lon_deg = between(&seed, box.west_deg, box.east_deg);
    }
    return query_places(network->query, at, n, HUGE_VAL, network->arena);
}

const struct query_place **network_refs(struct network *network, const struct query_place *places, size_t n)
{
    const struct query_place **refs = arena_array(network->arena, n, sizeof *refs);
    for (size_t i = 0; i < n; i++) {
        refs[i] = &places[i];
    }
    return refs;
}
