/* travel: road time and distance between places, from one of several sources behind one interface.
 *
 * A source answers with seconds and metres and a name for the person ("estimate", "roads of 2018-02-03"). Sources may be
 * remote; every function can fail. Times are int32 seconds, distances int32 metres; TRAVEL_NONE where there is no way,
 * TRAVEL_UNKNOWN where the source does not know one of the places (it lies outside its map), so that another one is asked.
 */
#ifndef ROUNDS_GEO_TRAVEL_H
#define ROUNDS_GEO_TRAVEL_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRAVEL_NONE = INT32_MAX / 4, TRAVEL_UNKNOWN = TRAVEL_NONE + 1 }; /* a chain never answers TRAVEL_UNKNOWN */

struct arena;
struct travel; /* free with travel_free */

/* A way as it is drawn; in the arena that was given. */
struct travel_path {
    struct point *points; /* from the road nearest to FROM to the one nearest to TO */
    size_t n;
};

/* What a source implements. SELF is the source's own state. */
struct travel_ops {
    const char
        *name; /* what the plan prints as the source of its minutes; a source with a name of its own gives NAMED */
    const char *(*named)(void *self); /* NULL: NAME */
    /* Fill SECONDS and METRES (either may be NULL), row-major n_from x n_to. */
    enum status (*matrix)(void *self, const struct point *from, size_t n_from, const struct point *to, size_t n_to,
                          int32_t *seconds, int32_t *metres, struct error *err);
    /* Lower bounds (where the source can afford it, the true figures) between a few hubs and many points, both ways,
     * row-major hubs_n x n: TO_S from hub to point, BACK_S from point to hub. NULL: by at_least_s. */
    enum status (*bounds)(void *self, const struct point *hubs, size_t hubs_n, const struct point *points, size_t n,
                          int32_t *to_s, int32_t *back_s, struct error *err);
    /* The way itself; NULL: the straight line. */
    enum status (*path)(void *self, struct point from, struct point to, struct arena *arena, struct travel_path *out,
                        struct error *err);
    /* Where the last answer for this pair came from; NULL: NAME. */
    const char *(*source)(void *self, struct point from, struct point to);
    /* How far PLACE lies from the road at which its ways begin and end, in metres; < 0 where it does not know. NULL: it
     * never does. */
    double (*off_road_m)(void *self, struct point place);
    /* It never fails, and BOUNDS and AT_LEAST_S say TRAVEL_UNKNOWN exactly where MATRIX does: where they do not, no other
     * source will be asked for that pair. */
    bool certain;
    bool (*is_certain)(void *self); /* where that changes; NULL: CERTAIN */
    /* No way over a third place is shorter than the straight one (the triangle inequality), to the second: roads do not
     * keep it, as a stop on private land may be driven through and one may turn round at it. */
    bool metric;
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
MUST_CHECK enum status travel_bounds(struct travel *travel, const struct point *hubs, size_t hubs_n,
                                     const struct point *points, size_t n, int32_t *to_s, int32_t *back_s,
                                     struct error *err);
MUST_CHECK enum status travel_path(struct travel *travel, struct point from, struct point to, struct arena *arena,
                                   struct travel_path *out, struct error *err);
const char *travel_source(struct travel *travel, struct point from, struct point to);
int32_t travel_at_least_s(struct travel *travel, struct point a, struct point b);
double travel_reach_m(struct travel *travel, int32_t seconds);
double travel_off_road_m(struct travel *travel, struct point place); /* < 0: not known */
bool travel_is_certain(const struct travel *travel);
bool travel_is_metric(const struct travel *travel);

/* --- travel_chain.c: several sources in order ----------------------------------------------------------------------- */

/* Each pair is answered by the first source that knows both places and can answer; the last one knows every place (the
 * estimate). A source that fails is left alone from then on, and TOLD hears its sentence once. Takes the sources. Its name
 * is the first source's, or "roads of ..., estimate" when more than one has answered. */
struct travel *travel_chain_new(struct travel *const *sources, size_t n, void (*told)(void *context, const char *text),
                                void *context);

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
