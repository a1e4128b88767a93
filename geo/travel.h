/* travel: road time and distance between places, from one of several sources behind one interface.
 *
 * A source answers with seconds and metres and a name for the person ("estimate"). Sources may be remote later; every
 * function can fail. Times are int32 seconds, distances int32 metres; TRAVEL_NONE where there is no way.
 */
#ifndef ROUNDS_GEO_TRAVEL_H
#define ROUNDS_GEO_TRAVEL_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stddef.h>
#include <stdint.h>

enum { TRAVEL_NONE = INT32_MAX / 4 };

struct travel; /* free with travel_free */

/* What a source implements. SELF is the source's own state. */
struct travel_ops {
    const char *name; /* what the plan prints as the source of its minutes */
    /* Fill SECONDS and METRES (either may be NULL), row-major n_from x n_to. */
    enum status (*matrix)(void *self, const struct point *from, size_t n_from, const struct point *to, size_t n_to,
                          int32_t *seconds, int32_t *metres, struct error *err);
    /* A number of seconds that no journey A to B can beat; cheap (about 70 ns). */
    int32_t (*at_least_s)(void *self, struct point a, struct point b);
    /* No place farther than this (crow-fly metres) can be reached in SECONDS. */
    double (*reach_m)(void *self, int32_t seconds);
    void (*free)(void *self);
};

struct travel *travel_new(const struct travel_ops *ops, void *self); /* takes SELF */
void travel_free(struct travel *travel);
const char *travel_name(const struct travel *travel);
MUST_CHECK enum status travel_matrix(struct travel *travel, const struct point *from, size_t n_from,
                                     const struct point *to, size_t n_to, int32_t *seconds, int32_t *metres,
                                     struct error *err);
int32_t travel_at_least_s(struct travel *travel, struct point a, struct point b);
double travel_reach_m(struct travel *travel, int32_t seconds);

/* The source that is always there: geodesic distance times a road factor, driven at a speed that depends on how far
 * one has come. The bands are cut from the journey in order (the first 2 km at 25 km/h, the next 8 km at ...), so the
 * time is continuous, grows with distance and keeps the triangle inequality; whole seconds and metres, rounded up, keep
 * it too. A journey and its way back take the same. About 0.7 us a pair. */
enum { TRAVEL_BANDS_MAX = 8 };

struct travel_estimate_settings {
    double road_factor;                      /* >= 1; road metres per crow-fly metre */
    size_t bands;                            /* 1..TRAVEL_BANDS_MAX */
    double band_to_km[TRAVEL_BANDS_MAX];     /* upper end of the band in road km, rising; the last one has no end */
    double band_speed_kmh[TRAVEL_BANDS_MAX]; /* > 0, not falling from band to band */
};

/* 1.35; to 2 km 24 km/h, to 10 km 42, to 40 km 60, beyond 80. */
struct travel_estimate_settings travel_estimate_defaults(void);
/* What is wrong with SETTINGS, if anything: factor 1..10, speeds 1..300 km/h, the order of the bands. */
MUST_CHECK enum status travel_estimate_check(const struct travel_estimate_settings *settings, struct error *err);
struct travel *travel_estimate_new(const struct travel_estimate_settings *settings); /* SETTINGS pass the check */

#endif
