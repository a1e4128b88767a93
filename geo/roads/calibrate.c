#include "geo/roads/calibrate.h"

#include "geo/base/mem.h"
#include "geo/roads/profile.h"
#include "geo/roads/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HUBS = 200,
    TARGETS = 24, /* of each */
    PAIRS_LEAST = 300,
    BAND_LEAST = 40, /* pairs that end in a band, for it to have a speed of its own */
    BANDS = 5,
    LIMIT_M = 500,
    NEAR_M = 500, /* nearer pairs say more about a junction than about roads */
    ROUNDS = 40
};

/* Road km at which bands end. */
static const double band_ends_km[BANDS - 1] = {2, 6, 15, 40};

struct pair {
    double crow_m, seconds, metres;
};

struct sample {
    struct pair *pairs;
    size_t n;
};

/* --- sampling ---------------------------------------------------------------------------------------------------------- */

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Does anybody live or work at such a road? */
static bool is_address(const struct roads_edge *edge)
{
    return edge->class_ > ROADS_TRUNK_LINK && edge->class_ <= ROADS_SERVICE && (edge->flags & ROADS_FERRY) == 0;
}

/* An edge with an address, at AT or soon behind it. */
static uint32_t address_from(const struct roads *roads, uint32_t at)
{
    for (uint32_t i = 0; i < 64 && i < roads->edges_n; i++) {
        uint32_t edge = (at + i) % roads->edges_n;
        if (is_address(&roads->edges[edge])) {
            return edge;
        }
    }
    return at;
}

/* Edges stand along a Hilbert curve, so those few steps away are near and those many steps away far: the number of binary
 * digits of the step is drawn first, so that all distances come alike. */
static uint32_t step_from(const struct roads *roads, uint32_t edge, uint64_t *state)
{
    unsigned digits = 1;
    while (digits < 32 && roads->edges_n >> digits != 0) {
        digits++;
    }
    uint64_t step = draw(state) & ((UINT64_C(1) << (3 + draw(state) % (digits > 3 ? digits - 2 : 1))) - 1);
    uint64_t n = roads->edges_n;
    return (uint32_t)((draw(state) & 1 ? edge + step % n : edge + n - step % n) % n);
}

static struct point point_of(const struct roads *roads, uint32_t edge)
{
    return roads_point(roads->at[roads->edges[edge].node[0]]);
}

/* One hub and its targets, there or back. */
static void measure(struct query *query, const struct point points[TARGETS + 1], bool back, struct sample *out)
{
    struct arena *arena = arena_new();
    struct query_place *places = query_places(query, points, TARGETS + 1, LIMIT_M, arena);
    const struct query_place *hub = &places[0], *targets[TARGETS];
    roads_cost costs[TARGETS];
    for (size_t i = 0; i < TARGETS; i++) {
        targets[i] = &places[i + 1];
    }
    if (back) {
        query_matrix(query, targets, TARGETS, &hub, 1, costs);
    } else {
        query_matrix(query, &hub, 1, targets, TARGETS, costs);
    }
    for (size_t i = 0; i < TARGETS; i++) {
        double crow_m = point_distance_m(points[0], points[i + 1]);
        if (costs[i] < ROADS_NONE && costs[i] > 0 && crow_m >= NEAR_M) {
            double ms = (double)(costs[i] >> 32), dm = (double)(costs[i] & UINT32_MAX);
            out->pairs[out->n++] = (struct pair){crow_m, fmax(ms, 1) / 1000, fmax(dm / 10, crow_m)};
        }
    }
    arena_free(arena);
}

/* Hubs by turns to the sample that is FITTED to and the one that is TESTED with. */
static void take_samples(const struct roads *roads, struct sample *fitted, struct sample *tested)
{
    struct query *query = query_new(roads);
    uint64_t state = 42;
    for (size_t h = 0; h < HUBS; h++) {
        struct point points[TARGETS + 1];
        uint32_t hub = address_from(roads, (uint32_t)(draw(&state) % roads->edges_n));
        points[0] = point_of(roads, hub);
        for (size_t i = 1; i <= TARGETS; i++) {
            points[i] = point_of(roads, address_from(roads, step_from(roads, hub, &state)));
        }
        measure(query, points, (h & 2) != 0, h % 2 == 0 ? fitted : tested);
    }
    query_free(query);
}

/* --- fitting ----------------------------------------------------------------------------------------------------------- */

static int smaller_first(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static double quantile(double *values, size_t n, double share)
{
    qsort(values, n, sizeof *values, smaller_first);
    size_t at = (size_t)(share * (double)(n - 1));
    return values[at];
}

static double road_factor(const struct sample *sample, double *scratch)
{
    for (size_t i = 0; i < sample->n; i++) {
        scratch[i] = sample->pairs[i].metres / sample->pairs[i].crow_m;
    }
    double factor = quantile(scratch, sample->n, 0.5);
    return fmin(fmax(round(factor * 100) / 100, 1), 10);
}

static size_t band_of(const struct travel_estimate_settings *settings, double road_km)
{
    size_t band = 0;
    while (band + 1 < settings->bands && road_km >= settings->band_to_km[band]) {
        band++;
    }
    return band;
}

/* As travel_estimate.c has it, without rounding. */
static double estimated_s(const struct travel_estimate_settings *settings, double crow_m)
{
    double road_km = crow_m * settings->road_factor / 1000, seconds = 0, from_km = 0;
    for (size_t i = 0;; i++) {
        bool last = i + 1 == settings->bands || road_km <= settings->band_to_km[i];
        double to_km = last ? road_km : settings->band_to_km[i];
        seconds += (to_km - from_km) * 3600 / settings->band_speed_kmh[i];
        if (last) {
            return seconds;
        }
        from_km = to_km;
    }
}

/* Bands that enough pairs end in; one that too few do is joined with the next. */
static void choose_bands(const struct sample *sample, struct travel_estimate_settings *settings)
{
    settings->bands = 0;
    for (size_t b = 0; b + 1 < BANDS; b++) {
        double from_km = settings->bands > 0 ? settings->band_to_km[settings->bands - 1] : 0;
        size_t inside = 0, beyond = 0;
        for (size_t i = 0; i < sample->n; i++) {
            double km = sample->pairs[i].crow_m * settings->road_factor / 1000;
            inside += km >= from_km && km < band_ends_km[b];
            beyond += km >= band_ends_km[b];
        }
        if (inside >= BAND_LEAST && beyond >= BAND_LEAST) {
            settings->band_to_km[settings->bands++] = band_ends_km[b];
        }
    }
    settings->band_to_km[settings->bands++] = 0;
}

/* The mean of how far off the estimate is, as a factor either way; what is off by more than three counts as three, so that
 * one detour round an estuary does not pull at everything. */
static double misfit(const struct sample *sample, const struct travel_estimate_settings *settings)
{
    double sum = 0;
    for (size_t i = 0; i < sample->n; i++) {
        double ratio = estimated_s(settings, sample->pairs[i].crow_m) / sample->pairs[i].seconds;
        sum += fmin(fmax(ratio, 1 / ratio), 3) - 1;
    }
    return sum / (double)sample->n;
}

/* Median speed of the pairs that end in each band: where to begin. */
static void first_speeds(const struct sample *sample, struct travel_estimate_settings *settings, double *scratch)
{
    for (size_t b = 0; b < settings->bands; b++) {
        size_t n = 0;
        for (size_t i = 0; i < sample->n; i++) {
            double km = sample->pairs[i].crow_m * settings->road_factor / 1000;
            if (band_of(settings, km) == b) {
                scratch[n++] = km * 3600 / sample->pairs[i].seconds;
            }
        }
        double least = b > 0 ? settings->band_speed_kmh[b - 1] : 2;
        settings->band_speed_kmh[b] = fmin(fmax(n > 0 ? quantile(scratch, n, 0.5) : least, least), 250);
    }
}

static bool try_speed(const struct sample *sample, struct travel_estimate_settings *settings, size_t band, double kmh,
                      double *best)
{
    double old = settings->band_speed_kmh[band];
    double least = band > 0 ? settings->band_speed_kmh[band - 1] : 2;
    double most = band + 1 < settings->bands ? settings->band_speed_kmh[band + 1] : 250;
    settings->band_speed_kmh[band] = fmin(fmax(kmh, least), most);
    double now = misfit(sample, settings);
    if (now < *best) {
        *best = now;
        return true;
    }
    settings->band_speed_kmh[band] = old;
    return false;
}

/* One speed at a time, up or down by ever smaller steps, as long as that helps. */
static void fit_speeds(const struct sample *sample, struct travel_estimate_settings *settings)
{
    double best = misfit(sample, settings), step = 0.2;
    for (int round_ = 0; round_ < ROUNDS && step > 0.002; round_++) {
        bool helped = false;
        for (size_t b = 0; b < settings->bands; b++) {
            double kmh = settings->band_speed_kmh[b];
            helped |= try_speed(sample, settings, b, kmh * (1 + step), &best) ||
                      try_speed(sample, settings, b, kmh / (1 + step), &best);
        }
        step = helped ? step : step / 2;
    }
    for (size_t b = 0; b < settings->bands; b++) {
        settings->band_speed_kmh[b] = round(settings->band_speed_kmh[b] * 10) / 10;
    }
}

static bool fit(const struct sample *sample, struct travel_estimate_settings *settings)
{
    double *scratch = mem_alloc_array(sample->n, sizeof *scratch);
    *settings = (struct travel_estimate_settings){.road_factor = road_factor(sample, scratch)};
    choose_bands(sample, settings);
    first_speeds(sample, settings, scratch);
    fit_speeds(sample, settings);
    mem_free(scratch);
    return travel_estimate_check(settings, NULL) == STATUS_OK;
}

static void find_errors(const struct sample *sample, struct calibration *out)
{
    double *errors = mem_alloc_array(sample->n, sizeof *errors);
    for (size_t i = 0; i < sample->n; i++) {
        errors[i] = fabs(estimated_s(&out->settings, sample->pairs[i].crow_m) / sample->pairs[i].seconds - 1);
    }
    /* Three decimals: what is kept in the file is the same with every compiler. */
    out->error_median = round(quantile(errors, sample->n, 0.5) * 1000) / 1000;
    out->error_p90 = round(quantile(errors, sample->n, 0.9) * 1000) / 1000;
    mem_free(errors);
}

bool calibrate(const struct roads *roads, struct calibration *out)
{
    if (roads->edges_n == 0) {
        return false;
    }
    struct sample fitted = {.pairs = mem_alloc_array((size_t)HUBS * TARGETS, sizeof *fitted.pairs)};
    struct sample tested = {.pairs = mem_alloc_array((size_t)HUBS * TARGETS, sizeof *tested.pairs)};
    take_samples(roads, &fitted, &tested);
    struct calibration found = {.pairs = (uint32_t)(fitted.n + tested.n)};
    bool good = fitted.n >= PAIRS_LEAST && tested.n >= PAIRS_LEAST && fit(&fitted, &found.settings);
    if (good) {
        find_errors(&tested, &found);
        *out = found;
    }
    mem_free(fitted.pairs);
    mem_free(tested.pairs);
    return good;
}
