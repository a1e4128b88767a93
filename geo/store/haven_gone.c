#include "geo/store/haven_gone.h"

#include "geo/base/mem.h"
#include "geo/store/query.h"
#include "geo/store/site_read.h"

enum status store_haven_listed(struct store *store, const char *source, const char *list, struct box box,
                               struct arena *arena, struct haven_listed **out, size_t *n, struct error *err)
{
    struct query q = query_start(
        store, "SELECT s.id, s.geom, h.kind, h.source_id, h.list FROM site s JOIN haven h ON h.site_id = s.id "
               "WHERE s.id IN " SITE_READ_IN_BOX "AND (?7 = '' OR h.source = ?7) AND (?8 = '' OR h.list = ?8) "
               "AND h.gone_day IS NULL "
               "AND NOT EXISTS (SELECT 1 FROM customer c WHERE c.site_id = s.id) "
               "ORDER BY s.id");
    site_read_bind_box(&q, box);
    query_bind_text(&q, source);
    query_bind_text(&q, list);
    struct haven_listed *found = NULL;
    size_t count = 0, capacity = 0;
    while (query_next(&q)) {
        struct point at;
        int64_t id;
        if (site_read_in_box(&q, box, &id, &at)) {
            struct haven_listed *one = arena_push(arena, &found, &count, &capacity, sizeof *one);
            *one = (struct haven_listed){.id = id, .at = at};
            one->kind = query_text(&q, arena);
            one->source_id = query_text(&q, arena);
            one->list = query_text(&q, arena);
        }
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = found;
        *n = count;
    }
    return status;
}

enum status store_haven_mark_gone(struct store *store, int64_t id, int32_t day, struct error *err)
{
    struct query q = query_start(store, "UPDATE haven SET gone_day = ? WHERE site_id = ?");
    query_bind_i64(&q, day);
    query_bind_i64(&q, id);
    return query_update(&q, "haven", id, err);
}
