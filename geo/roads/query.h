/* query: routes, tables and detours over the network. Each answer is the least cost (time, then distance) between the
 * snapped places; all of them agree to the millisecond and the decimetre.
 *
 * A query keeps search state for one network; make one and use it for everything. Not for two threads at once. */
#ifndef ROUNDS_GEO_ROADS_QUERY_H
#define ROUNDS_GEO_ROADS_QUERY_H

#include "geo/base/mem.h"
#include "geo/roads/roads.h"
#include "geo/roads/snap.h"

struct query;

struct query *query_new(const struct roads *roads); /* about 32 bytes a main node, most of them never touched */
void query_free(struct query *query);

/* A place, snapped, with its ways in and out: made once, used in any number of queries. */
struct query_place {
    struct snap snap;
    struct snap_ends leaving, arriving;
};
/* N places from points; those without a road within LIMIT_M have snap.edge ROADS_NO_WAY, and no way to or from them. */
struct query_place *query_places(struct query *query, const struct point *points, size_t n, double limit_m,
                                 struct arena *arena);

/* A route as the arcs it drives, in order. The first and the last are driven in part. */
struct query_route {
    roads_cost cost; /* ROADS_NONE: there is no way, and no arcs */
    uint32_t *arcs;  /* plain arc ids */
    uint32_t arcs_n;
};
/* Bidirectional upward search with stall on demand, then the shortcuts unpacked. In ARENA. */
struct query_route query_route(struct query *query, const struct query_place *from, const struct query_place *to,
                               struct arena *arena);

/* COSTS row-major, n_from x n_to; by buckets (Knopp et al. 2007). */
void query_matrix(struct query *query, const struct query_place *const *from, size_t n_from,
                  const struct query_place *const *to, size_t n_to, roads_cost *costs);

/* Between few HUBS and many PLACES, both ways, in one sweep down the hierarchy for all hubs together (PHAST, Delling et
 * al. 2011, restricted to what lies above the places). TO[h * n + p]: from hub h to place p; BACK[h * n + p]: from place p
 * to hub h; either may be NULL. The same figures as query_matrix. */
struct query_target;
/* What lies above PLACES, worked out once. */
struct query_target *query_target_new(struct query *query, const struct query_place *const *places, size_t n,
                                      struct arena *arena);
void query_sweep(struct query *query, const struct query_target *target, const struct query_place *const *hubs,
                 size_t hubs_n, roads_cost *to, roads_cost *back);

/* Detours of a day: for each leg (stops[i], stops[i + 1]) and each place, what passing by it adds, from one query_sweep:
 * SECONDS and METRES [leg * n + p] = roads_seconds of both parts less that of the leg (so it equals the table's figures);
 * TRAVEL_NONE where there is no way. */
void query_detours(struct query *query, const struct query_target *target, const struct query_place *const *stops,
                   size_t stops_n, int32_t *seconds, int32_t *metres);

#endif
