#include "planner/near_way.h"

#include "geo/base/mem.h"
#include "geo/store/nearest.h"
#include "geo/travel.h"

#include <math.h>
#include <stdlib.h>

enum { WANT = 12 };
static const double STEP_M = 8000.0, MOST_M = 25000.0;

struct found {
    struct nearest_site *list;
    size_t n, capacity;
};

static int by_id(const void *a, const void *b)
{
    const struct nearest_site *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static enum status look_around(struct store *store, struct arena *arena, struct point at, double most_m, uint32_t need,
                               struct found *found, struct error *err)
{
    struct nearest_filter filter = {.havens = true, .need = need};
    struct nearest_site *sites = NULL;
    size_t n = 0;
    double radius_m = 0;
    enum status status = store_nearest(store, at, &filter, WANT, most_m, &radius_m, arena, &sites, &n, err);
    for (size_t i = 0; i < n && i < WANT && status == STATUS_OK; i++) {
        if (!sites[i].is_customer) {
            struct nearest_site *one =
                arena_push(arena, &found->list, &found->n, &found->capacity, sizeof *found->list);
            *one = sites[i];
        }
    }
    return status;
}

/* As far to the sides as MOST_M. */
static enum status look_along(struct store *store, struct arena *arena, const struct point *nodes, size_t n,
                              double most_m, uint32_t need, struct found *found, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        double leg_m = i + 1 < n ? point_distance_m(nodes[i], nodes[i + 1]) : 0;
        bool joined = i + 1 < n && fabs(nodes[i + 1].lon_deg - nodes[i].lon_deg) < 180.0;
        size_t steps = joined && leg_m < 400000.0 ? (size_t)(leg_m / STEP_M) + 1 : 1;
        for (size_t k = 0; k < steps && status == STATUS_OK; k++) {
            struct point at = nodes[i];
            if (k > 0) {
                double part = (double)k / (double)steps;
                at.lat_deg += (nodes[i + 1].lat_deg - at.lat_deg) * part;
                at.lon_deg += (nodes[i + 1].lon_deg - at.lon_deg) * part;
            }
            status = look_around(store, arena, at, most_m, need, found, err);
        }
    }
    if (found->n > 1) {
        qsort(found->list, found->n, sizeof *found->list, by_id);
    }
    size_t kept = 0;
    for (size_t i = 0; i < found->n; i++) {
        if (kept == 0 || found->list[kept - 1].id != found->list[i].id) {
            found->list[kept++] = found->list[i];
        }
    }
    found->n = kept;
    return status;
}

struct ranked {
    int64_t id;
    int32_t detour_s;
};

static int nearest_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    if (x->detour_s != y->detour_s) {
        return x->detour_s < y->detour_s ? -1 : 1;
    }
    return (x->id > y->id) - (x->id < y->id);
}

static enum status rank(struct travel *travel, struct arena *arena, const struct point *nodes, size_t n,
                        const struct found *found, struct ranked *out, struct error *err)
{
    struct point *points = arena_array(arena, found->n, sizeof *points);
    int32_t *to_s = arena_array(arena, n * found->n, sizeof *to_s);
    int32_t *back_s = arena_array(arena, n * found->n, sizeof *back_s);
    int32_t *legs_s = arena_array(arena, n * n, sizeof *legs_s);
    for (size_t i = 0; i < found->n; i++) {
        points[i] = found->list[i].at;
    }
    enum status status = travel_bounds(travel, nodes, n, points, found->n, to_s, back_s, err);
    if (status == STATUS_OK) {
        status = travel_matrix(travel, nodes, n, nodes, n, legs_s, NULL, err);
    }
    for (size_t i = 0; i < found->n && status == STATUS_OK; i++) {
        int64_t least_s = TRAVEL_NONE;
        for (size_t node = 0; node + 1 < n; node++) {
            int64_t detour_s =
                (int64_t)to_s[node * found->n + i] + back_s[(node + 1) * found->n + i] - legs_s[node * n + node + 1];
            least_s = detour_s < least_s ? detour_s : least_s;
        }
        out[i] = (struct ranked){found->list[i].id, (int32_t)least_s};
    }
    return status;
}

enum status near_way_find(struct store *store, struct travel *travel, const struct point *nodes, size_t n,
                          uint32_t need, int32_t detour_s, size_t most, struct arena *arena, struct near_way **out,
                          size_t *found_n, struct error *err)
{
    struct found found = {.n = 0};
    double reach_m = travel_reach_m(travel, detour_s / 2 + 1) + STEP_M / 2; /* there and back, from where one looks */
    *found_n = 0;
    enum status status = look_along(store, arena, nodes, n, reach_m < MOST_M ? reach_m : MOST_M, need, &found, err);
    if (status != STATUS_OK || found.n == 0) {
        return status;
    }
    struct ranked *ranks = arena_array(arena, found.n, sizeof *ranks);
    status = rank(travel, arena, nodes, n, &found, ranks, err);
    if (status != STATUS_OK) {
        return status;
    }
    qsort(ranks, found.n, sizeof *ranks, nearest_first);
    *out = arena_array(arena, found.n < most ? found.n : most, sizeof **out);
    for (size_t i = 0; i < found.n && *found_n < most && ranks[i].detour_s <= detour_s && status == STATUS_OK; i++) {
        struct near_way *one = &(*out)[(*found_n)++];
        one->detour_s = ranks[i].detour_s;
        status = store_site_get(store, ranks[i].id, arena, &one->site, err);
    }
    return status;
}
