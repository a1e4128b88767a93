/* Havens by the way: near enough that stopping there costs next to nothing, and no two of a kind side by side. */
#include "cli/export/sheet_facts.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/hours.h"
#include "geo/store/nearest.h"
#include "geo/store/site.h"
#include "planner/open.h"
#include "planner/settings.h"

#include <math.h>
#include <stdlib.h>

#define NEAR_M  700.0
#define APART_M 1500.0

enum { LOOKS_MAX = 2000 };

struct candidate {
    const struct site *site;
    double off_m;
    size_t leg, point; /* where the way passes it */
};

/* --- how far from the way -------------------------------------------------------------------------------------------------- */

static double planar_m(struct point from, struct point to, double *east_m, double *north_m)
{
    *north_m = (to.lat_deg - from.lat_deg) * 111195;
    *east_m = remainder(to.lon_deg - from.lon_deg, 360) * 111195 * cos(from.lat_deg * M_PI / 180);
    return sqrt(*north_m * *north_m + *east_m * *east_m);
}

/* From PLACE to the line between A and B, on the plane that touches the Earth at PLACE. */
static double segment_m(struct point place, struct point a, struct point b)
{
    double ax, ay, bx, by;
    (void)planar_m(place, a, &ax, &ay);
    (void)planar_m(place, b, &bx, &by);
    double dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    double part = length2 > 0 ? fmin(fmax(-(ax * dx + ay * dy) / length2, 0), 1) : 0;
    double x = ax + part * dx, y = ay + part * dy;
    return sqrt(x * x + y * y);
}

static void measure(struct candidate *candidate, const struct map_leg *legs, size_t legs_n)
{
    candidate->off_m = HUGE_VAL;
    for (size_t leg = 0; leg < legs_n; leg++) {
        for (size_t i = 0; i + 1 < legs[leg].n; i++) {
            double off_m = segment_m(candidate->site->at, legs[leg].points[i], legs[leg].points[i + 1]);
            if (off_m < candidate->off_m) {
                candidate->off_m = off_m;
                candidate->leg = leg;
                candidate->point = i;
            }
        }
    }
}

/* --- who is there --------------------------------------------------------------------------------------------------- */

/* Ids, each once, rising. */
struct ids {
    int64_t *items;
    size_t n, capacity;
};

static int by_id(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void sort_ids(struct ids *ids)
{
    size_t kept = 0;
    if (ids->n > 0) {
        qsort(ids->items, ids->n, sizeof *ids->items, by_id);
    }
    for (size_t i = 0; i < ids->n; i++) {
        if (kept == 0 || ids->items[i] != ids->items[kept - 1]) {
            ids->items[kept++] = ids->items[i];
        }
    }
    ids->n = kept;
}

/* A customer who is not in the plan does not leave, however good the coffee is. */
static enum status look_around(const struct export_input *input, struct point from, double radius_m, struct ids *ids,
                               struct error *err)
{
    const struct nearest_filter filter = {.havens = true};
    struct nearest_site *sites = NULL;
    size_t n = 0;
    double radius = radius_m;
    const enum status status =
        store_nearest(input->store, from, &filter, 0, radius_m, &radius, input->arena, &sites, &n, err);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (!sites[i].is_customer) {
            int64_t *id = arena_push(input->arena, &ids->items, &ids->n, &ids->capacity, sizeof *ids->items);
            *id = sites[i].id;
        }
    }
    return status;
}

static double length_of(const struct map_leg *legs, size_t legs_n)
{
    double east_m, north_m, sum_m = 0;
    for (size_t leg = 0; leg < legs_n; leg++) {
        for (size_t i = 0; i + 1 < legs[leg].n; i++) {
            sum_m += planar_m(legs[leg].points[i], legs[leg].points[i + 1], &east_m, &north_m);
        }
    }
    return sum_m;
}

static struct point between(struct point a, struct point b, double part)
{
    return (struct point){a.lat_deg + part * (b.lat_deg - a.lat_deg),
                          remainder(a.lon_deg + part * remainder(b.lon_deg - a.lon_deg, 360), 360)};
}

/* Looks around every so often along the way, so that nothing within NEAR_M of it is passed over: the store's size does not
 * matter. A way that is longer than a day's drive is looked at with gaps. */
static enum status look_along(const struct export_input *input, const struct map_leg *legs, size_t legs_n,
                              struct ids *ids, struct error *err)
{
    const double step_m = fmax(NEAR_M, length_of(legs, legs_n) / LOOKS_MAX);
    const double radius_m = sqrt(NEAR_M * NEAR_M + NEAR_M * NEAR_M / 4);
    enum status status = STATUS_OK;
    for (size_t leg = 0; leg < legs_n; leg++) {
        double next_m = 0; /* from the segment's beginning */
        for (size_t i = 0; i + 1 < legs[leg].n; i++) {
            const struct point a = legs[leg].points[i], b = legs[leg].points[i + 1];
            double east_m, north_m;
            const double length_m = planar_m(a, b, &east_m, &north_m);
            for (; next_m < length_m && status == STATUS_OK; next_m += step_m) {
                status = look_around(input, between(a, b, next_m / length_m), radius_m, ids, err);
            }
            next_m -= length_m;
        }
        if (status == STATUS_OK) {
            status = look_around(input, legs[leg].points[legs[leg].n - 1], radius_m, ids, err);
        }
    }
    sort_ids(ids);
    return status;
}

/* --- which ------------------------------------------------------------------------------------------------------------------ */

static int by_nearness(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->off_m < y->off_m || y->off_m < x->off_m) {
        return x->off_m < y->off_m ? -1 : 1;
    }
    return x->site->id < y->site->id ? -1 : x->site->id > y->site->id;
}

static int by_way(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->leg != y->leg) {
        return x->leg < y->leg ? -1 : 1;
    }
    if (x->point != y->point) {
        return x->point < y->point ? -1 : 1;
    }
    return by_nearness(a, b);
}

static bool is_stop(const struct export_input *input, int64_t site_id)
{
    for (size_t i = 0; i < input->n; i++) {
        if (input->stops[i].stop != NULL && input->stops[i].stop->site_id == site_id) {
            return true;
        }
    }
    return false;
}

/* Does one of the chosen, near it, offer all that it does? */
static bool adds_nothing(const struct candidate *chosen, size_t n, const struct site *site)
{
    for (size_t i = 0; i < n; i++) {
        const struct site *other = chosen[i].site;
        if ((site->amenities & ~other->amenities) == 0 && point_distance_m(site->at, other->at) < APART_M) {
            return true;
        }
    }
    return false;
}

static size_t choose(const struct export_input *input, const struct site *sites, size_t sites_n,
                     const struct map_leg *legs, size_t legs_n, struct candidate *chosen)
{
    struct candidate *all = arena_array(input->arena, sites_n + 1, sizeof *all);
    size_t all_n = 0, n = 0;
    for (size_t i = 0; i < sites_n; i++) {
        struct candidate candidate = {.site = &sites[i]};
        if (is_stop(input, sites[i].id)) {
            continue;
        }
        measure(&candidate, legs, legs_n);
        if (candidate.off_m <= NEAR_M) {
            all[all_n++] = candidate;
        }
    }
    qsort(all, all_n, sizeof *all, by_nearness);
    for (size_t i = 0; i < all_n && n < SHEET_HAVENS_MAX; i++) {
        if (!adds_nothing(chosen, n, all[i].site)) {
            chosen[n++] = all[i];
        }
    }
    qsort(chosen, n, sizeof *chosen, by_way);
    return n;
}

/* --- in words ----------------------------------------------------------------------------------------------------------------- */

static const char *hours_of(const struct export_input *input, const struct site *site)
{
    struct settings settings;
    const int32_t day = input->plan->day;
    const struct open_span whole = {0, 2 * DAY_SECONDS};
    settings_defaults(&settings);
    const struct hours_where *where =
        open_where(input->arena, input->settings != NULL ? input->settings : &settings, &site->at);
    struct open_book *book = open_book_new(input->arena, day, whole, whole, where);
    return open_text(input->arena, day, open_on(book, site->hours), 0);
}

static struct sheet_haven haven_of(const struct export_input *input, const struct site *site, size_t index)
{
    const char *letter = arena_printf(input->arena, "%c", (char)('A' + (int)index));
    return (struct sheet_haven){
        .id = arena_printf(input->arena, "haven-%s", letter),
        .letter = letter,
        .name = site->name,
        .town = site->town,
        .offers = amenity_list(input->arena, site->amenities, ", "),
        .hours = hours_of(input, site),
        .there = {.name = text_terminal_safe(input->arena, site->name), .at = site->at, .private_text = ""}};
}

enum status sheet_havens(const struct export_input *input, const struct map_leg *legs, size_t legs_n,
                         struct sheet_haven **out, size_t *n, struct error *err)
{
    *out = NULL;
    *n = 0;
    if (input->store == NULL || legs_n == 0) {
        return STATUS_OK;
    }
    struct ids ids = {0};
    enum status status = look_along(input, legs, legs_n, &ids, err);
    struct site *sites = arena_array(input->arena, ids.n + 1, sizeof *sites);
    for (size_t i = 0; i < ids.n && status == STATUS_OK; i++) {
        status = store_site_get(input->store, ids.items[i], input->arena, &sites[i], err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct candidate chosen[SHEET_HAVENS_MAX];
    const size_t chosen_n = choose(input, sites, ids.n, legs, legs_n, chosen);
    *out = arena_array(input->arena, chosen_n + 1, sizeof **out);
    for (size_t i = 0; i < chosen_n; i++) {
        (*out)[i] = haven_of(input, chosen[i].site, i);
    }
    *n = chosen_n;
    return STATUS_OK;
}
