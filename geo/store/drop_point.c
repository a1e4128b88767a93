#include "geo/store/drop_point.h"

#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/query.h"
#include "geo/store/site_read.h"

#define AMENITIES "(SELECT group_concat(a.name) FROM amenity a WHERE a.site_id = s.id)"

static const char points_sql[] =
    "SELECT s.id, s.geom, s.uuid, s.name, s.street, s.town, s.postcode, s.placed_by, s.hours, s.service_s, s.tags, "
    "c.site_id IS NOT NULL, h.site_id IS NOT NULL, h.kind, " AMENITIES " FROM " SITE_READ_IN_BOX "i "
    "CROSS JOIN site s ON s.id = i.pkid LEFT JOIN customer c ON c.site_id = s.id LEFT JOIN haven h ON h.site_id = s.id "
    "WHERE (EXISTS (SELECT 1 FROM amenity a WHERE a.site_id = s.id AND a.name = 'parcel_drop') "
    "OR EXISTS (SELECT 1 FROM collection k WHERE k.site_id = s.id)) "
    "AND (c.site_id IS NULL OR (c.status = 'active' AND c.no_drop_in = 0)) "
    "AND (h.site_id IS NULL OR h.gone_day IS NULL OR c.site_id IS NOT NULL) ORDER BY s.id";

struct list {
    struct drop_point *points;
    size_t n, capacity;
};

static void take_row(struct query *q, struct box box, struct arena *arena, struct list *list)
{
    struct point at;
    int64_t id;
    if (!site_read_in_box(q, box, &id, &at)) {
        return;
    }
    struct drop_point *point = arena_push(arena, &list->points, &list->n, &list->capacity, sizeof *point);
    *point = (struct drop_point){.site = site_empty()};
    struct site *site = &point->site;
    site->id = id;
    site->at = at;
    site->uuid = query_text(q, arena);
    site->name = query_text(q, arena);
    site->street = query_text(q, arena);
    site->town = query_text(q, arena);
    site->postcode = query_text(q, arena);
    site->placed_by = site_read_placed_by(q);
    site->hours = query_text(q, arena);
    site->service_s = query_i32(q, NUMBER_UNSET);
    site->tags = query_text(q, arena);
    site->is_customer = query_bool(q);
    site->is_haven = query_bool(q);
    site->haven_kind = query_text(q, arena);
    site->amenities = site_read_amenities(query_text_borrowed(q));
}

enum status store_drop_points(struct store *store, struct box box, struct arena *arena, struct drop_point **out,
                              size_t *n, struct error *err)
{
    struct list list = {0};
    struct query q = query_start(store, points_sql);
    site_read_bind_box(&q, box);
    while (query_next(&q)) {
        take_row(&q, box, arena, &list);
    }
    enum status status = query_end(&q, err);
    for (size_t i = 0; i < list.n && status == STATUS_OK; i++) {
        struct drop_point *point = &list.points[i];
        status = store_collection_list(store, point->site.id, arena, &point->collections, &point->collections_n, err);
    }
    if (status == STATUS_OK) {
        *out = list.points;
        *n = list.n;
    }
    return status;
}
