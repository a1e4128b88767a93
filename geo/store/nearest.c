/* The nearest sites by a box that grows: a kilometre at first, four times as wide when it is empty, else twice or less by
 * how thickly they lie, until enough lie within the radius (the corners of a box are farther than its sides). What few have
 * at all (a PC among a million cafes) is found from its own index instead, as a box would have to grow over everything. */
#include "geo/store/nearest.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"
#include "geo/store/query.h"
#include "geo/store/site_read.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 2000 };
static const double FIRST_M = 1000.0;

/* The parameters' names stand in the macro's arguments, as each statement has others in front of them. */
#define COLUMNS "SELECT s.id, s.geom, c.site_id IS NOT NULL, s.hours "
#define JOINS                                                                                                          \
    "CROSS JOIN site s ON s.id = i.pkid LEFT JOIN customer c ON c.site_id = i.pkid "                                   \
    "LEFT JOIN haven h ON h.site_id = i.pkid "
/* One of what is needed is looked up first: most places lack it. */
#define PASSES(customers, havens, unasked, first, needs, needs_n)                                                      \
    "WHERE (" needs_n " = 0 OR EXISTS (SELECT 1 FROM amenity a WHERE a.site_id = i.pkid AND a.name = " first ")) "     \
    "AND (" needs_n " < 2 OR " needs_n " = (SELECT count(*) FROM amenity a WHERE a.site_id = i.pkid "                  \
    "AND instr(" needs ", ',' || a.name || ',') > 0)) "                                                                \
    "AND ((" customers " AND c.site_id IS NOT NULL) OR (" havens                                                       \
    " AND h.site_id IS NOT NULL AND h.gone_day IS NULL)) "                                                             \
    "AND (c.site_id IS NULL OR (c.status <> 'closed' AND (c.no_drop_in = 0 OR " unasked ")))"

static const char by_box[] = COLUMNS "FROM " SITE_READ_IN_BOX "i " JOINS PASSES("?7", "?8", "?9", "?10", "?11", "?12");
static const char by_amenity[] = COLUMNS
    "FROM (SELECT site_id AS pkid FROM amenity WHERE name = ?1) i " JOINS PASSES("?2", "?3", "?4", "?5", "?6", "?7");
static const char by_customer[] =
    COLUMNS "FROM (SELECT site_id AS pkid FROM customer) i " JOINS PASSES("?1", "?2", "?3", "?4", "?5", "?6");

struct search {
    struct store *store;
    struct point from;
    const struct nearest_filter *filter;
    const char *needs; /* ",pc,toilet," */
    const char *first; /* "pc" */
    int64_t needs_n;
    double radius_m;
    struct arena *arena; /* of the answer */
    struct nearest_site *sites;
    size_t n, capacity;
};

static void bind_filter(struct query *q, const struct search *search)
{
    query_bind_i64(q, search->filter->customers);
    query_bind_i64(q, search->filter->havens);
    query_bind_i64(q, search->filter->unasked_too);
    query_bind_text(q, search->first);
    query_bind_text(q, search->needs);
    query_bind_i64(q, search->needs_n);
}

static enum status take_rows(struct search *search, struct query *q, struct error *err)
{
    while (query_next(q)) {
        size_t length;
        struct point at;
        int64_t id = query_i64(q);
        const void *blob = query_blob(q, &length);
        bool is_customer = query_bool(q);
        if (!geom_read(blob, length, &at) || point_distance_below_m(search->from, at) > search->radius_m) {
            continue;
        }
        double crow_m = point_distance_m(search->from, at);
        if (crow_m <= search->radius_m) {
            struct nearest_site *site =
                arena_push(search->arena, &search->sites, &search->n, &search->capacity, sizeof *site);
            *site = (struct nearest_site){id, at, crow_m, is_customer, query_text(q, search->arena)};
        }
    }
    return query_end(q, err);
}

static enum status take_box(struct search *search, struct error *err)
{
    struct query q = query_start(search->store, by_box);
    site_read_bind_box(&q, point_box(search->from, search->radius_m));
    bind_filter(&q, search);
    search->n = 0;
    return take_rows(search, &q, err);
}

/* --- what few have ------------------------------------------------------------------------------------------------ */

static enum status count_few(struct store *store, const char *amenity, int64_t *count, struct error *err)
{
    struct query q = amenity != NULL
                         ? query_start(store, "SELECT count(*) FROM (SELECT 1 FROM amenity WHERE name = ?1 LIMIT ?2)")
                         : query_start(store, "SELECT count(*) FROM (SELECT 1 FROM customer WHERE ?1 = '' LIMIT ?2)");
    query_bind_text(&q, amenity != NULL ? amenity : "");
    query_bind_i64(&q, FEW);
    return query_number(&q, 0, count, err);
}

/* The rarest of what is needed, if few have it; *AMENITY NULL and *FEW_HAVE: customers, of whom there are few. */
static enum status find_few(const struct search *search, bool *few_have, const char **amenity, struct error *err)
{
    int64_t least = FEW, count = 0;
    enum status status = STATUS_OK;
    for (unsigned i = 0; i < AMENITY_COUNT && status == STATUS_OK; i++) {
        if ((search->filter->need & AMENITY_BIT(i)) == 0) {
            continue;
        }
        status = count_few(search->store, amenity_name((enum amenity)i), &count, err);
        if (status == STATUS_OK && count < least) {
            least = count;
            *amenity = amenity_name((enum amenity)i);
        }
    }
    if (status == STATUS_OK && !search->filter->havens) {
        status = count_few(search->store, NULL, &count, err);
        if (status == STATUS_OK && count < least) {
            least = count;
            *amenity = NULL;
        }
    }
    *few_have = least < FEW;
    return status;
}

static enum status take_few(struct search *search, const char *amenity, struct error *err)
{
    struct query q = query_start(search->store, amenity != NULL ? by_amenity : by_customer);
    if (amenity != NULL) {
        query_bind_text(&q, amenity);
    }
    bind_filter(&q, search);
    return take_rows(search, &q, err);
}

/* --- the door ------------------------------------------------------------------------------------------------------ */

static int compare_sites(const void *left, const void *right)
{
    const struct nearest_site *a = left, *b = right;
    if (a->crow_m < b->crow_m || a->crow_m > b->crow_m) {
        return a->crow_m < b->crow_m ? -1 : 1;
    }
    return (a->id > b->id) - (a->id < b->id);
}

/* As wide as would do if the rest lay as thickly, and a half more; twice at most: they lie in flocks. */
static double growth(size_t n, size_t want)
{
    double wider = sqrt(1.5 * (double)want / (double)(n + 1));
    return n == 0 ? 4 : wider < 1.25 ? 1.25 : wider > 2 ? 2 : wider;
}

static enum status grow_box(struct search *search, size_t want, double most_m, struct error *err)
{
    for (;;) {
        if (search->radius_m >= most_m) {
            search->radius_m = most_m;
        }
        enum status status = take_box(search, err);
        if (status != STATUS_OK || search->n >= want || search->radius_m >= most_m) {
            return status;
        }
        search->radius_m *= growth(search->n, want);
    }
}

static const char *list_needs(uint32_t need, struct arena *arena, int64_t *n)
{
    const char *list = ",";
    for (unsigned i = 0; i < AMENITY_COUNT; i++) {
        if (need & AMENITY_BIT(i)) {
            list = arena_printf(arena, "%s%s,", list, amenity_name((enum amenity)i));
            (*n)++;
        }
    }
    return list;
}

enum status store_nearest(struct store *store, struct point from, const struct nearest_filter *filter, size_t want,
                          double most_m, double *radius_m, struct arena *arena, struct nearest_site **out, size_t *n,
                          struct error *err)
{
    assert(point_valid(from) && (filter->customers || filter->havens));
    struct search search = {.store = store, .from = from, .filter = filter, .arena = arena};
    search.radius_m = *radius_m > 0 ? *radius_m : FIRST_M;
    search.needs = list_needs(filter->need, arena, &search.needs_n);
    search.first = arena_strndup(arena, search.needs + 1, strcspn(search.needs + 1, ","));
    bool few = false;
    const char *amenity = NULL;
    enum status status = find_few(&search, &few, &amenity, err);
    if (status == STATUS_OK && few) {
        search.radius_m = most_m;
        status = take_few(&search, amenity, err);
    } else if (status == STATUS_OK) {
        status = grow_box(&search, want, most_m, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (search.n > 0) {
        qsort(search.sites, search.n, sizeof *search.sites, compare_sites);
    }
    *out = search.sites;
    *n = search.n;
    *radius_m = search.radius_m;
    return STATUS_OK;
}
