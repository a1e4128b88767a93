/* The customers that may be suggested in a box. Asked for at the start of every plan, so it has two ways to the same
 * rows: from the spatial index when the box holds a small share of all sites, else one pass over the tables in the order
 * of their ids, which is three times as fast per row. */
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/query.h"
#include "geo/store/site.h"
#include "geo/store/site_read.h"

enum { WIDE_SHARE = 8 /* wide from an eighth of the sites on */, WIDE_MIN = 1000 };

#define COLUMNS "SELECT s.id, s.geom, s.uuid, s.name, s.placed_by, s.hours, s.service_s, c.goal_days, c.engineer_id, "
#define FROM    "FROM site s CROSS JOIN customer c ON c.site_id = s.id WHERE c.status = 'active' AND c.no_drop_in = 0 "

static const char narrow_sql[] = COLUMNS "(SELECT max(v.day) FROM visit v WHERE v.site_id = s.id), "
                                         "(SELECT group_concat(a.name) FROM amenity a WHERE a.site_id = s.id) " FROM
                                         "AND s.id IN " SITE_READ_IN_BOX "ORDER BY s.id";
static const char wide_sql[] = COLUMNS "NULL, NULL " FROM "AND s.geom IS NOT NULL ORDER BY s.id";

struct list {
    struct site *sites;
    size_t n, capacity;
};

/* Add the row of Q unless its place is outside BOX after all. */
static void take_row(struct query *q, struct box box, struct arena *arena, struct list *list)
{
    struct point at;
    int64_t id;
    if (!site_read_in_box(q, box, &id, &at)) {
        return;
    }
    struct site *site = arena_push(arena, &list->sites, &list->n, &list->capacity, sizeof *site);
    *site = site_empty();
    site->id = id;
    site->at = at;
    site->uuid = query_text(q, arena);
    site->name = query_text(q, arena);
    site->placed_by = site_read_placed_by(q);
    site->hours = query_text(q, arena);
    site->service_s = query_i32(q, NUMBER_UNSET);
    site->goal_days = query_i32(q, NUMBER_UNSET);
    site->engineer_id = query_i64(q);
    site->last_visit_day = query_i32(q, DAY_NONE);
    site->amenities = site_read_amenities(query_text_borrowed(q));
    site->is_customer = true;
}

/* Does BOX hold so many sites that reading all of them is quicker? */
static enum status is_wide(struct store *store, struct box box, bool *wide, struct error *err)
{
    int64_t sites = 0;
    int64_t inside = 0;
    struct query all = query_start(store, "SELECT max(id) FROM site");
    enum status status = query_number(&all, 0, &sites, err);
    if (status != STATUS_OK) {
        return status;
    }
    int64_t limit = sites / WIDE_SHARE > WIDE_MIN ? sites / WIDE_SHARE : WIDE_MIN;
    struct query q = query_start(store, "SELECT count(*) FROM (SELECT 1 FROM " SITE_READ_IN_BOX "LIMIT ?7)");
    site_read_bind_box(&q, box);
    query_bind_i64(&q, limit);
    status = query_number(&q, 0, &inside, err);
    if (status == STATUS_OK) {
        *wide = inside >= limit;
    }
    return status;
}

/* The site with ID at or after *AT; the list and the ids that are asked for both rise. NULL: not in the list. */
static struct site *advance(struct list *list, size_t *at, int64_t id)
{
    while (*at < list->n && list->sites[*at].id < id) {
        (*at)++;
    }
    return *at < list->n && list->sites[*at].id == id ? &list->sites[*at] : NULL;
}

static struct query start_range(struct store *store, const char *sql, const struct list *list)
{
    struct query q = query_start(store, sql);
    query_bind_i64(&q, list->n == 0 ? 0 : list->sites[0].id);
    query_bind_i64(&q, list->n == 0 ? 0 : list->sites[list->n - 1].id);
    return q;
}

static enum status fill_visits(struct store *store, struct list *list, struct error *err)
{
    size_t at = 0;
    struct query q = start_range(store,
                                 "SELECT site_id, max(day) FROM visit WHERE site_id BETWEEN ? AND ? "
                                 "GROUP BY site_id ORDER BY site_id",
                                 list);
    while (query_next(&q)) {
        struct site *site = advance(list, &at, query_i64(&q));
        if (site != NULL) {
            site->last_visit_day = query_i32(&q, DAY_NONE);
        }
    }
    return query_end(&q, err);
}

static enum status fill_amenities(struct store *store, struct list *list, struct error *err)
{
    size_t at = 0;
    struct query q =
        start_range(store, "SELECT site_id, name FROM amenity WHERE site_id BETWEEN ? AND ? ORDER BY site_id", list);
    while (query_next(&q)) {
        struct site *site = advance(list, &at, query_i64(&q));
        if (site != NULL) {
            site->amenities |= site_read_amenities(query_text_borrowed(&q));
        }
    }
    return query_end(&q, err);
}

static enum status read_narrow(struct store *store, struct box box, struct arena *arena, struct list *list,
                               struct error *err)
{
    struct query q = query_start(store, narrow_sql);
    site_read_bind_box(&q, box);
    while (query_next(&q)) {
        take_row(&q, box, arena, list);
    }
    return query_end(&q, err);
}

static enum status read_wide(struct store *store, struct box box, struct arena *arena, struct list *list,
                             struct error *err)
{
    int64_t customers = 0;
    enum status status = db_number(store, "SELECT count(*) FROM customer", &customers, err);
    if (status != STATUS_OK) {
        return status;
    }
    list->capacity = (size_t)customers; /* at once: growing would copy tens of megabytes */
    list->sites = arena_array(arena, list->capacity, sizeof *list->sites);
    struct query q = query_start(store, wide_sql);
    while (query_next(&q)) {
        take_row(&q, box, arena, list);
    }
    status = query_end(&q, err);
    if (status == STATUS_OK) {
        status = fill_visits(store, list, err);
    }
    return status == STATUS_OK ? fill_amenities(store, list, err) : status;
}

enum status store_site_suggestable(struct store *store, struct box box, struct arena *arena, struct site **out,
                                   size_t *n, struct error *err)
{
    struct list list = {0};
    bool wide = false;
    enum status status = is_wide(store, box, &wide, err);
    if (status == STATUS_OK) {
        status = wide ? read_wide(store, box, arena, &list, err) : read_narrow(store, box, arena, &list, err);
    }
    if (status == STATUS_OK) {
        *out = list.sites;
        *n = list.n;
    }
    return status;
}
