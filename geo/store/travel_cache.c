#include "geo/store/travel_cache.h"

#include "geo/store/db.h"
#include "geo/store/query.h"
#include "geo/store/store.h"

static void bind_pair(struct query *q, const char *source, const struct travel_cached *pair)
{
    query_bind_text(q, source);
    query_bind_i64(q, pair->from_lat_e6);
    query_bind_i64(q, pair->from_lon_e6);
    query_bind_i64(q, pair->to_lat_e6);
    query_bind_i64(q, pair->to_lon_e6);
}

static bool cache_get(void *self, const char *source, int64_t oldest_utc, struct travel_cached *pair)
{
    struct query q = query_start(self, "SELECT seconds, metres, fetched_utc FROM travel_cache WHERE source = ? AND "
                                       "from_lat_e6 = ? AND from_lon_e6 = ? AND to_lat_e6 = ? AND to_lon_e6 = ? AND "
                                       "fetched_utc >= ?");
    bind_pair(&q, source, pair);
    query_bind_i64(&q, oldest_utc);
    struct travel_cached found = *pair;
    bool there = query_next(&q);
    if (there) {
        found.seconds = query_i32(&q, TRAVEL_NONE);
        found.metres = query_i32(&q, TRAVEL_NONE);
        found.fetched_utc = query_i64(&q);
    }
    if (query_end(&q, NULL) != STATUS_OK || !there) {
        return false;
    }
    *pair = found;
    return true;
}

static enum status put_one(struct store *store, const char *source, const struct travel_cached *pair)
{
    struct query q = query_start(store, "INSERT OR REPLACE INTO travel_cache (source, from_lat_e6, from_lon_e6, "
                                        "to_lat_e6, to_lon_e6, seconds, metres, fetched_utc) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    bind_pair(&q, source, pair);
    query_bind_i64_or_null(&q, pair->seconds, TRAVEL_NONE);
    query_bind_i64_or_null(&q, pair->metres, TRAVEL_NONE);
    query_bind_i64(&q, pair->fetched_utc);
    return query_run(&q, NULL);
}

/* Rows that would not be read again go, so that the table holds no more than the days that were asked for. */
static enum status drop_old(struct store *store, const char *source, int64_t oldest_utc)
{
    struct query q = query_start(store, "DELETE FROM travel_cache WHERE source = ? AND fetched_utc < ?");
    query_bind_text(&q, source);
    query_bind_i64(&q, oldest_utc);
    return query_run(&q, NULL);
}

static void cache_put(void *self, const char *source, int64_t oldest_utc, const struct travel_cached *pairs, size_t n)
{
    struct store *store = self;
    bool own = sqlite3_get_autocommit(store->db) != 0;
    enum status status = own ? db_exec(store, "BEGIN IMMEDIATE", NULL) : STATUS_OK;
    if (status != STATUS_OK) {
        return;
    }
    status = drop_old(store, source, oldest_utc);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        status = put_one(store, source, &pairs[i]);
    }
    if (own && status == STATUS_OK) {
        status = db_exec(store, "COMMIT", NULL);
    }
    if (own && status != STATUS_OK && !sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

struct travel_cache store_travel_cache(struct store *store)
{
    return (struct travel_cache){.self = store, .get = cache_get, .put = cache_put};
}

enum status store_travel_cache_forget(struct store *store, int64_t oldest_utc, int64_t *n, struct error *err)
{
    struct query q = query_start(store, "DELETE FROM travel_cache WHERE fetched_utc < ?");
    query_bind_i64(&q, oldest_utc);
    enum status status = query_run(&q, err);
    if (status == STATUS_OK) {
        *n = sqlite3_changes64(store->db);
    }
    return status;
}
