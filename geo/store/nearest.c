/* The nearest sites, by the table `nearby`: the cells (geo/store/cell.h) of all places that offer one thing, in order. What
 * stands beside FROM in that order is near it, which tells how far to look; then the cells around are read, and the places
 * in them one after the other, nearest first, until there are enough. Of several things that are asked for, the one that is
 * rarest around FROM is looked up. */
#include "geo/store/nearest.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/store/cell.h"
#include "geo/store/geom.h"
#include "geo/store/query.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum { SAMPLE_MIN = 8 };
static const char any_site[] = "", customers[] = "*"; /* as sql/0007_nearby.sql writes them */

static const char cells_from[] = "SELECT cell FROM nearby WHERE what = ?1 AND cell >= ?2 ORDER BY cell LIMIT ?3";
static const char cells_before[] = "SELECT cell FROM nearby WHERE what = ?1 AND cell < ?2 ORDER BY cell DESC LIMIT ?3";
static const char in_range[] = "SELECT cell, site_id FROM nearby WHERE what = ?1 AND cell BETWEEN ?2 AND ?3";
static const char passing_site[] =
    "SELECT s.geom, c.site_id IS NOT NULL, s.hours FROM site s "
    "LEFT JOIN customer c ON c.site_id = s.id LEFT JOIN haven h ON h.site_id = s.id WHERE s.id = ?1 "
    "AND ((?2 AND c.site_id IS NOT NULL) OR (?3 AND h.site_id IS NOT NULL AND h.gone_day IS NULL)) "
    "AND (c.site_id IS NULL OR (c.status <> 'closed' AND (c.no_drop_in = 0 OR ?4))) "
    "AND (?6 = 0 OR ?6 = (SELECT count(*) FROM amenity a WHERE a.site_id = s.id "
    "AND instr(?5, ',' || a.name || ',') > 0))";

struct candidate {
    int64_t id;
    double below_m; /* it is no nearer than this */
};

struct search {
    struct store *store;
    struct point from;
    const struct nearest_filter *filter;
    const char *what;  /* that is looked up */
    const char *needs; /* the rest: ",pc,wifi," */
    int64_t needs_n;
    size_t want;
    double radius_m, judged_m; /* how far to look, and as far as what was looked at before */
    struct arena *arena;       /* of the answer */
    struct nearest_site *sites;
    size_t n, capacity;
    size_t within; /* of them, as near as RADIUS_M */
};

/* --- how far to look ------------------------------------------------------------------------------------------------- */

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* No farther than this are the places in the WANT cells of WHAT on one side of FROM's; *N of them are there. */
static enum status take_side(const struct search *search, const char *sql, const char *what, size_t want,
                             double *farthest_m, size_t *n, struct error *err)
{
    struct query q = query_start(search->store, sql);
    query_bind_text(&q, what);
    query_bind_i64(&q, cell_of(search->from));
    query_bind_i64(&q, (int64_t)want);
    while (query_next(&q)) {
        farthest_m[(*n)++] = point_distance_m(search->from, cell_middle(query_i64(&q))) + CELL_REACH_M;
    }
    return query_end(&q, err);
}

/* At least WANT that offer WHAT are as near as *RADIUS_M: infinity when there are not so many. */
static enum status sample(const struct search *search, const char *what, size_t want, double *radius_m,
                          struct error *err)
{
    struct arena *arena = arena_new();
    double *farthest_m = arena_array(arena, 2 * want, sizeof *farthest_m);
    size_t n = 0;
    enum status status = take_side(search, cells_from, what, want, farthest_m, &n, err);
    if (status == STATUS_OK) {
        status = take_side(search, cells_before, what, want, farthest_m, &n, err);
    }
    if (status == STATUS_OK) {
        qsort(farthest_m, n, sizeof *farthest_m, compare_doubles);
        *radius_m = n >= want ? farthest_m[want - 1] : (double)INFINITY;
    }
    arena_free(arena);
    return status;
}

/* What is rarest around FROM, of what is asked for, and how far it lies. */
static enum status choose(struct search *search, double *radius_m, struct error *err)
{
    size_t want = search->want > SAMPLE_MIN ? search->want : SAMPLE_MIN;
    const char *kinds[AMENITY_COUNT + 1];
    size_t n = 0;
    for (unsigned i = 0; i < AMENITY_COUNT; i++) {
        if ((search->filter->need & AMENITY_BIT(i)) != 0) {
            kinds[n++] = amenity_name((enum amenity)i);
        }
    }
    if (!search->filter->havens || n == 0) {
        kinds[n++] = search->filter->havens ? any_site : customers;
    }
    *radius_m = -1;
    for (size_t i = 0; i < n; i++) {
        double far_m = 0;
        enum status status = sample(search, kinds[i], want, &far_m, err);
        if (status != STATUS_OK) {
            return status;
        }
        if (far_m > *radius_m) {
            *radius_m = far_m;
            search->what = kinds[i];
        }
    }
    return STATUS_OK;
}

/* --- looking --------------------------------------------------------------------------------------------------------- */

/* Those of one range that may lie within the radius and have not been looked at. */
static enum status gather_range(const struct search *search, struct cell_range range, struct arena *arena,
                                struct candidate **list, size_t *n, size_t *capacity, struct error *err)
{
    struct query q = query_start(search->store, in_range);
    query_bind_text(&q, search->what);
    query_bind_i64(&q, range.first);
    query_bind_i64(&q, range.last);
    while (query_next(&q)) {
        struct point middle = cell_middle(query_i64(&q));
        double below_m = point_distance_below_m(search->from, middle) - CELL_REACH_M;
        if (below_m <= search->radius_m && below_m > search->judged_m) {
            struct candidate *candidate = arena_push(arena, list, n, capacity, sizeof *candidate);
            *candidate = (struct candidate){query_i64(&q), below_m};
        }
    }
    return query_end(&q, err);
}

static int compare_candidates(const void *left, const void *right)
{
    double a = ((const struct candidate *)left)->below_m, b = ((const struct candidate *)right)->below_m;
    return (a > b) - (a < b);
}

static enum status gather(const struct search *search, struct arena *arena, struct candidate **list, size_t *n,
                          struct error *err)
{
    struct cell_range ranges[CELL_RANGES];
    size_t ranges_n = cell_ranges(point_box(search->from, search->radius_m), ranges), capacity = 0;
    for (size_t i = 0; i < ranges_n; i++) {
        enum status status = gather_range(search, ranges[i], arena, list, n, &capacity, err);
        if (status != STATUS_OK) {
            return status;
        }
    }
    if (*n > 0) {
        qsort(*list, *n, sizeof **list, compare_candidates);
    }
    return STATUS_OK;
}

/* Those within it; once there are enough, no farther than the last of them. */
static void count_within(struct search *search)
{
    double last_m = 0;
    search->within = 0;
    for (size_t i = 0; i < search->n; i++) {
        if (search->sites[i].crow_m <= search->radius_m) {
            search->within++;
            last_m = fmax(last_m, search->sites[i].crow_m);
        }
    }
    if (search->want > 0 && search->within >= search->want) {
        search->radius_m = last_m;
    }
}

static enum status judge(struct search *search, int64_t id, struct error *err)
{
    struct query q = query_start(search->store, passing_site);
    query_bind_i64(&q, id);
    query_bind_i64(&q, search->filter->customers);
    query_bind_i64(&q, search->filter->havens);
    query_bind_i64(&q, search->filter->unasked_too);
    query_bind_text(&q, search->needs);
    query_bind_i64(&q, search->needs_n);
    if (query_next(&q)) {
        size_t length;
        struct point at;
        const void *blob = query_blob(&q, &length);
        bool is_customer = query_bool(&q);
        if (geom_read(blob, length, &at)) {
            struct nearest_site *site =
                arena_push(search->arena, &search->sites, &search->n, &search->capacity, sizeof *site);
            double crow_m = point_distance_m(search->from, at);
            *site = (struct nearest_site){id, at, crow_m, is_customer, query_text(&q, search->arena)};
            search->within += crow_m <= search->radius_m;
        }
    }
    return query_end(&q, err);
}

static enum status look(struct search *search, struct error *err)
{
    struct arena *arena = arena_new();
    struct candidate *list = NULL;
    size_t n = 0;
    double radius_m = search->radius_m;
    enum status status = gather(search, arena, &list, &n, err);
    count_within(search);
    for (size_t i = 0; i < n && status == STATUS_OK && list[i].below_m <= search->radius_m; i++) {
        bool enough = search->within >= search->want;
        status = judge(search, list[i].id, err);
        if (!enough && search->within >= search->want) {
            count_within(search);
        }
    }
    search->judged_m = radius_m;
    arena_free(arena);
    return status;
}

/* As wide as would do if the rest lay as thickly, and a half more; twice at most: they lie in flocks. */
static double growth(size_t n, size_t want)
{
    double wider = sqrt(1.5 * (double)want / (double)(n + 1));
    return n == 0 ? 4 : wider < 1.25 ? 1.25 : wider > 2 ? 2 : wider;
}

static enum status look_farther(struct search *search, double most_m, struct error *err)
{
    for (;;) {
        search->radius_m = fmin(search->radius_m, most_m);
        bool last = search->radius_m >= most_m;
        enum status status = look(search, err);
        if (status != STATUS_OK || last || search->within >= search->want) {
            return status;
        }
        search->radius_m *= growth(search->within, search->want);
    }
}

/* --- the door -------------------------------------------------------------------------------------------------------- */

static int compare_sites(const void *left, const void *right)
{
    const struct nearest_site *a = left, *b = right;
    if (a->crow_m < b->crow_m || a->crow_m > b->crow_m) {
        return a->crow_m < b->crow_m ? -1 : 1;
    }
    return (a->id > b->id) - (a->id < b->id);
}

static void list_needs(struct search *search)
{
    search->needs = ",";
    for (unsigned i = 0; i < AMENITY_COUNT; i++) {
        const char *name = amenity_name((enum amenity)i);
        if ((search->filter->need & AMENITY_BIT(i)) != 0 && name != search->what) {
            search->needs = arena_printf(search->arena, "%s%s,", search->needs, name);
            search->needs_n++;
        }
    }
}

enum status store_nearest(struct store *store, struct point from, const struct nearest_filter *filter, size_t want,
                          double most_m, double *radius_m, struct arena *arena, struct nearest_site **out, size_t *n,
                          struct error *err)
{
    assert(point_valid(from) && (filter->customers || filter->havens));
    struct search search = {.store = store, .from = from, .filter = filter, .want = want, .arena = arena};
    search.judged_m = -2 * CELL_REACH_M;
    double sampled_m;
    enum status status = choose(&search, &sampled_m, err);
    if (status != STATUS_OK) {
        return status;
    }
    list_needs(&search);
    search.radius_m = *radius_m > 0 ? *radius_m : sampled_m;
    status = look_farther(&search, most_m, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (search.n > 0) {
        qsort(search.sites, search.n, sizeof *search.sites, compare_sites);
    }
    *out = search.sites;
    *n = search.within;
    *radius_m = search.radius_m;
    return STATUS_OK;
}
