#include "cli/import/nearby.h"

#include "geo/base/mem.h"
#include "geo/store/people.h"
#include "geo/store/site.h"

#include <stdlib.h>

enum { SAMPLE_MAX = 1000, SAMPLE_MIN = 5 };
static const double far_m = 1000e3, near_m = 300e3;

struct nearby {
    struct arena *arena;
    const char *name; /* NULL: nothing is known */
    struct point middle;
    struct point *learnt;
    size_t learnt_n, learnt_room;
};

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of each coordinate by itself: a few wild places do not move it. Not for sites on both sides of the 180th
 * meridian, where it only makes the check blind. */
static void take_median(struct nearby *nearby, const struct point *points, size_t n, const char *name)
{
    if (n < SAMPLE_MIN)
        return;
    double *values = arena_array(nearby->arena, n, sizeof *values);
    for (size_t i = 0; i < n; i++)
        values[i] = points[i].lat_deg;
    qsort(values, n, sizeof *values, compare_doubles);
    nearby->middle.lat_deg = values[n / 2];
    for (size_t i = 0; i < n; i++)
        values[i] = points[i].lon_deg;
    qsort(values, n, sizeof *values, compare_doubles);
    nearby->middle.lon_deg = values[n / 2];
    nearby->name = name;
}

static enum status from_sites(struct nearby *nearby, struct store *store, struct error *err)
{
    const struct site_filter filter = {.placed_only = true, .limit = SAMPLE_MAX};
    struct site *sites = NULL;
    size_t n = 0;
    const enum status status = store_site_list(store, &filter, nearby->arena, &sites, &n, err);
    if (status != STATUS_OK)
        return status;
    struct point *points = arena_array(nearby->arena, n, sizeof *points);
    for (size_t i = 0; i < n; i++)
        points[i] = sites[i].at;
    take_median(nearby, points, n, "your other sites");
    return STATUS_OK;
}

enum status nearby_open(struct store *store, struct arena *arena, struct nearby **out, struct error *err)
{
    struct nearby *nearby = arena_alloc(arena, sizeof *nearby);
    nearby->arena = arena;
    struct engineer self;
    enum status status = store_engineer_self(store, arena, &self, err);
    if (status == STATUS_OK && self.has_home) {
        nearby->middle = self.home;
        nearby->name = "home";
    } else if (status == STATUS_OK || status == STATUS_NOT_FOUND) {
        status = from_sites(nearby, store, err);
    }
    if (status == STATUS_OK)
        *out = nearby;
    return status;
}

bool nearby_known(const struct nearby *nearby)
{
    return nearby->name != NULL;
}

void nearby_learn(struct nearby *nearby, struct point at)
{
    if (!point_valid(at))
        return;
    struct point *point =
        arena_push(nearby->arena, &nearby->learnt, &nearby->learnt_n, &nearby->learnt_room, sizeof *nearby->learnt);
    *point = at;
}

void nearby_learnt(struct nearby *nearby)
{
    take_median(nearby, nearby->learnt, nearby->learnt_n, "the rest of the file");
}

bool nearby_far(const struct nearby *nearby, struct point at)
{
    return nearby_known(nearby) && point_distance_m(nearby->middle, at) > far_m;
}

bool nearby_swapped(const struct nearby *nearby, struct arena *arena, struct point at, const char **why)
{
    const struct point swapped = {at.lon_deg, at.lat_deg};
    if (!nearby_far(nearby, at) || !point_valid(swapped))
        return false;
    const double swapped_m = point_distance_m(nearby->middle, swapped);
    if (swapped_m > near_m)
        return false;
    *why = arena_printf(
        arena, "lat and lon look swapped: %.5f,%.5f is %.0f km from %s, and %.0f km the other way round", at.lat_deg,
        at.lon_deg, point_distance_m(nearby->middle, at) / 1000, nearby->name, swapped_m / 1000);
    return true;
}

const char *nearby_name(const struct nearby *nearby)
{
    return nearby->name;
}
