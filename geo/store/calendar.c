#include "geo/store/calendar.h"

#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/query.h"

enum status store_calendar_list(struct store *store, int32_t day, struct arena *arena, struct calendar_event **out,
                                size_t *n, struct error *err)
{
    struct query q = query_start(store, "SELECT uid, day, site_uuid, sequence, changed_utc, digest, starts_utc, "
                                        "ends_utc, cancelled FROM calendar_event WHERE day = ? ORDER BY uid");
    query_bind_i64(&q, day);
    struct calendar_event *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(&q)) {
        struct calendar_event *event = arena_push(arena, &list, &count, &capacity, sizeof *event);
        event->uid = query_text(&q, arena);
        event->day = query_i32(&q, 0);
        event->site_uuid = query_text(&q, arena);
        event->sequence = query_i32(&q, 0);
        event->changed_utc = query_i64(&q);
        event->digest = (uint64_t)query_i64(&q);
        event->starts_utc = query_i64(&q);
        event->ends_utc = query_i64(&q);
        event->cancelled = query_bool(&q);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

static enum status save_one(struct store *store, const struct calendar_event *event, struct error *err)
{
    struct query q =
        query_start(store, "INSERT OR REPLACE INTO calendar_event (uid, day, site_uuid, sequence, changed_utc, digest, "
                           "starts_utc, ends_utc, cancelled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    query_bind_text(&q, event->uid);
    query_bind_i64(&q, event->day);
    query_bind_text(&q, event->site_uuid);
    query_bind_i64(&q, event->sequence);
    query_bind_i64(&q, event->changed_utc);
    query_bind_i64(&q, (int64_t)event->digest);
    query_bind_i64(&q, event->starts_utc);
    query_bind_i64(&q, event->ends_utc);
    query_bind_i64(&q, event->cancelled);
    return query_run(&q, err);
}

enum status store_calendar_save(struct store *store, const struct calendar_event *events, size_t n, struct error *err)
{
    bool own = sqlite3_get_autocommit(store->db) != 0;
    enum status status = own ? db_exec(store, "BEGIN IMMEDIATE", err) : STATUS_OK;
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = save_one(store, &events[i], err);
    }
    if (own && status == STATUS_OK) {
        status = db_exec(store, "COMMIT", err);
    }
    if (own && status != STATUS_OK && !sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}
