#include "geo/base/mem.h"
#include "geo/travel.h"

#include <assert.h>
#include <math.h>

/* Why the triangle inequality holds to the second, which the planner relies on: the geodesic keeps it but for
 * nanometres of rounding, and each journey is made a micrometre longer, which is more than that; speeds do not fall
 * from band to band, so that time is a concave function of distance that starts at zero, and such a function keeps it;
 * and so does rounding up. */

#define SLACK_M    1e-6
#define FARTHEST_M 20003932.0 /* no two places on Earth are farther apart */

struct estimate {
    double road_factor;
    size_t bands;
    double from_m[TRAVEL_BANDS_MAX]; /* where the band begins, road metres */
    double from_s[TRAVEL_BANDS_MAX]; /* when it begins */
    double seconds_per_m[TRAVEL_BANDS_MAX];
};

struct travel_estimate_settings travel_estimate_defaults(void)
{
    return (struct travel_estimate_settings){
        .road_factor = 1.35, .bands = 4, .band_to_km = {2, 10, 40, 0 /* no end */}, .band_speed_kmh = {24, 42, 60, 80}};
}

static double road_seconds(const struct estimate *estimate, double road_m)
{
    size_t band = estimate->bands - 1;
    while (band > 0 && road_m < estimate->from_m[band]) {
        band--;
    }
    return estimate->from_s[band] + (road_m - estimate->from_m[band]) * estimate->seconds_per_m[band];
}

static int32_t round_up(double value)
{
    return value < TRAVEL_NONE ? (int32_t)ceil(value) : TRAVEL_NONE;
}

static double road_m(const struct estimate *estimate, double crow_m)
{
    return crow_m > 0 ? (crow_m + SLACK_M) * estimate->road_factor : 0;
}

static void put(int32_t *cells, size_t at, int32_t value)
{
    if (cells != NULL) {
        cells[at] = value;
    }
}

static enum status estimate_matrix(void *self, const struct point *from, size_t n_from, const struct point *to,
                                   size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    (void)err;
    const struct estimate *estimate = self;
    bool square = from == to && n_from == n_to; /* then there and back are the same: half the work */
    for (size_t i = 0; i < n_from; i++) {
        for (size_t j = square ? i : 0; j < n_to; j++) {
            double road = road_m(estimate, point_distance_m(from[i], to[j]));
            size_t there = i * n_to + j;
            size_t back = square ? j * n_to + i : there;
            int32_t cell_s = round_up(road_seconds(estimate, road));
            int32_t cell_m = round_up(road);
            put(seconds, there, cell_s);
            put(seconds, back, cell_s);
            put(metres, there, cell_m);
            put(metres, back, cell_m);
        }
    }
    return STATUS_OK;
}

/* The same function of a shorter distance, and it never falls: so never above the matrix's answer. */
static int32_t estimate_at_least_s(void *self, struct point a, struct point b)
{
    const struct estimate *estimate = self;
    return round_up(road_seconds(estimate, road_m(estimate, point_distance_below_m(a, b))));
}

static double estimate_reach_m(void *self, int32_t seconds)
{
    const struct estimate *estimate = self;
    if (seconds < 0) {
        return 0;
    }
    size_t band = estimate->bands - 1;
    while (band > 0 && seconds < estimate->from_s[band]) {
        band--;
    }
    double road = estimate->from_m[band] + (seconds - estimate->from_s[band]) / estimate->seconds_per_m[band];
    /* A millimetre for rounding: it must not be less than what can be reached. */
    return fmin(road / estimate->road_factor + 1e-3, FARTHEST_M);
}

static const struct travel_ops estimate_ops = {
    .name = "estimate",
    .certain = true,
    .metric = true,
    .matrix = estimate_matrix,
    .at_least_s = estimate_at_least_s,
    .reach_m = estimate_reach_m,
    .free = mem_free,
};

enum status travel_estimate_check(const struct travel_estimate_settings *settings, struct error *err)
{
    if (!(settings->road_factor >= 1 && settings->road_factor <= 10)) {
        return error_set(err, STATUS_INPUT, "the road factor must be 1 to 10");
    }
    if (settings->bands < 1 || settings->bands > TRAVEL_BANDS_MAX) {
        return error_set(err, STATUS_INPUT, "there must be 1 to %d speed bands", TRAVEL_BANDS_MAX);
    }
    for (size_t i = 0; i < settings->bands; i++) {
        double slowest = i > 0 ? settings->band_speed_kmh[i - 1] : 1;
        double begin = i > 0 ? settings->band_to_km[i - 1] : 0;
        if (!(settings->band_speed_kmh[i] >= slowest && settings->band_speed_kmh[i] <= 300)) {
            return error_set(err, STATUS_INPUT,
                             "speed band %zu: the speed must be 1 to 300 km/h and not below the band before it", i + 1);
        }
        if (i + 1 < settings->bands && !(settings->band_to_km[i] > begin && settings->band_to_km[i] < 40000)) {
            return error_set(err, STATUS_INPUT, "speed band %zu: it must end farther out than the band before it",
                             i + 1);
        }
    }
    return STATUS_OK;
}

struct travel *travel_estimate_new(const struct travel_estimate_settings *settings)
{
    enum status status = travel_estimate_check(settings, NULL);
    assert(status == STATUS_OK);
    struct estimate *estimate = mem_alloc(sizeof *estimate);
    estimate->road_factor = settings->road_factor;
    estimate->bands = settings->bands;
    for (size_t i = 0; i < settings->bands; i++) {
        estimate->seconds_per_m[i] = 3.6 / settings->band_speed_kmh[i];
        if (i > 0) {
            estimate->from_m[i] = settings->band_to_km[i - 1] * 1000;
            estimate->from_s[i] = estimate->from_s[i - 1] +
                                  (estimate->from_m[i] - estimate->from_m[i - 1]) * estimate->seconds_per_m[i - 1];
        }
    }
    return travel_new(&estimate_ops, estimate);
}
