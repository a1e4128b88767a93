/* Roads without any order: each pair of places takes its estimate times a factor of its own, there another than back; some
 * cannot be driven at all; some places are off the map. */
#include "world.h"

#include <string.h>

struct scramble {
    struct travel *estimate;
    uint64_t seed;
    struct scramble_options options;
};

static uint64_t mix(uint64_t hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    hash = (hash ^ bits) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ hash >> 31;
}

static uint32_t hash_of(const struct scramble *self, struct point a, struct point b)
{
    uint64_t hash = mix(mix(mix(mix(self->seed, a.lat_deg), a.lon_deg), b.lat_deg), b.lon_deg);
    return (uint32_t)(hash >> 20);
}

static bool off_map(const struct scramble *self, struct point a)
{
    return hash_of(self, a, a) % 100 < self->options.off_map_percent;
}

static int32_t scrambled(const struct scramble *self, struct point a, struct point b, int32_t value)
{
    const struct scramble_options *options = &self->options;
    if (off_map(self, a) || off_map(self, b)) {
        return TRAVEL_UNKNOWN;
    }
    if (a.lat_deg == b.lat_deg && a.lon_deg == b.lon_deg) {
        return 0;
    }
    uint32_t hash = hash_of(self, a, b);
    if (hash % 1000 < options->no_way_permille) {
        return TRAVEL_NONE;
    }
    uint32_t spread = options->most_percent - options->least_percent + 1;
    return (int32_t)((int64_t)value * (options->least_percent + hash / 1000 % spread) / 100);
}

static enum status scramble_matrix(void *self, const struct point *from, size_t n_from, const struct point *to,
                                   size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    const struct scramble *scramble = self;
    enum status status = travel_matrix(scramble->estimate, from, n_from, to, n_to, seconds, metres, err);
    for (size_t i = 0; i < n_from * n_to; i++) {
        struct point a = from[i / n_to], b = to[i % n_to];
        if (seconds != NULL) {
            seconds[i] = scrambled(scramble, a, b, seconds[i]);
        }
        if (metres != NULL) {
            metres[i] = scrambled(scramble, a, b, metres[i]);
        }
    }
    return status;
}

static int32_t scramble_at_least_s(void *self, struct point a, struct point b)
{
    const struct scramble *scramble = self;
    if (off_map(scramble, a) || off_map(scramble, b)) {
        return TRAVEL_UNKNOWN;
    }
    return (int32_t)((int64_t)travel_at_least_s(scramble->estimate, a, b) * scramble->options.least_percent / 100);
}

static enum status scramble_bounds(void *self, const struct point *hubs, size_t hubs_n, const struct point *points,
                                   size_t n, int32_t *to_s, int32_t *back_s, struct error *err)
{
    enum status status = scramble_matrix(self, hubs, hubs_n, points, n, to_s, NULL, err);
    for (size_t h = 0; h < hubs_n; h++) {
        for (size_t i = 0; i < n && status == STATUS_OK; i++) {
            status = scramble_matrix(self, &points[i], 1, &hubs[h], 1, &back_s[h * n + i], NULL, err);
        }
    }
    return status;
}

static double scramble_reach_m(void *self, int32_t seconds)
{
    const struct scramble *scramble = self;
    int32_t most_s = (int32_t)((int64_t)seconds * 100 / scramble->options.least_percent) + 1;
    return travel_reach_m(scramble->estimate, most_s);
}

static void scramble_free(void *self)
{
    struct scramble *scramble = self;
    travel_free(scramble->estimate);
    mem_free(scramble);
}

/* With BOUNDS its own it gives the true times, as a road network does; without, bounds as loose as its fastest road. */
static const struct travel_ops exact_ops = {.name = "scrambled",
                                            .certain = true,
                                            .matrix = scramble_matrix,
                                            .bounds = scramble_bounds,
                                            .at_least_s = scramble_at_least_s,
                                            .reach_m = scramble_reach_m,
                                            .free = scramble_free};
static const struct travel_ops loose_ops = {.name = "scrambled",
                                            .matrix = scramble_matrix,
                                            .at_least_s = scramble_at_least_s,
                                            .reach_m = scramble_reach_m,
                                            .free = scramble_free};

void world_scramble(struct world *world, uint64_t seed, struct scramble_options options)
{
    struct scramble *scramble = mem_alloc(sizeof *scramble);
    struct travel_estimate_settings settings = travel_estimate_defaults();
    *scramble = (struct scramble){world->travel, seed, options};
    struct travel *chain[] = {travel_new(options.exact ? &exact_ops : &loose_ops, scramble),
                              travel_estimate_new(&settings)};
    world->travel = travel_chain_new(chain, 2, NULL, NULL);
}
