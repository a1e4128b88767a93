#include "geo/store/geocode_cache.h"

#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/query.h"
#include "geo/store/store.h"

#include <string.h>

static const int64_t FOUND_S = INT64_C(180) * 86400;
static const int64_t NOTHING_S = INT64_C(30) * 86400;

static bool cache_get(void *self, const char *service, const char *key, int64_t now_utc, struct arena *arena,
                      const char **body, size_t *length, int64_t *asked_utc)
{
    struct query q = query_start(self, "SELECT body, asked_utc FROM geocode_cache WHERE service = ?1 AND key = ?2 AND "
                                       "asked_utc >= CASE found WHEN 1 THEN ?3 ELSE ?4 END");
    query_bind_text(&q, service);
    query_bind_text(&q, key);
    query_bind_i64(&q, now_utc - FOUND_S);
    query_bind_i64(&q, now_utc - NOTHING_S);
    const char *copy = "";
    size_t n = 0;
    int64_t asked = 0;
    bool there = query_next(&q);
    if (there) {
        const void *bytes = query_blob(&q, &n);
        copy = n == 0 ? "" : arena_strndup(arena, bytes, n);
        asked = query_i64(&q);
    }
    if (query_end(&q, NULL) != STATUS_OK || !there) {
        return false;
    }
    *body = copy;
    *length = n;
    *asked_utc = asked;
    return true;
}

static enum status put_one(struct store *store, const char *service, const char *key, int64_t now_utc, bool found,
                           const char *body, size_t length)
{
    struct query q = query_start(store, "INSERT OR REPLACE INTO geocode_cache (service, key, found, asked_utc, body) "
                                        "VALUES (?, ?, ?, ?, ?)");
    query_bind_text(&q, service);
    query_bind_text(&q, key);
    query_bind_i64(&q, found);
    query_bind_i64(&q, now_utc);
    query_bind_blob(&q, length == 0 ? "" : body, length);
    return query_run(&q, NULL);
}

/* Answers that would not be read again go. */
static enum status drop_old(struct store *store, int64_t now_utc)
{
    struct query q = query_start(store, "DELETE FROM geocode_cache WHERE (found = 1 AND asked_utc < ?1) OR "
                                        "(found = 0 AND asked_utc < ?2)");
    query_bind_i64(&q, now_utc - FOUND_S);
    query_bind_i64(&q, now_utc - NOTHING_S);
    return query_run(&q, NULL);
}

static void cache_put(void *self, const char *service, const char *key, int64_t now_utc, bool found, const char *body,
                      size_t length)
{
    struct store *store = self;
    bool own = sqlite3_get_autocommit(store->db) != 0;
    enum status status = own ? db_exec(store, "BEGIN IMMEDIATE", NULL) : STATUS_OK;
    if (status != STATUS_OK) {
        return;
    }
    status = drop_old(store, now_utc);
    if (status == STATUS_OK) {
        status = put_one(store, service, key, now_utc, found, body, length);
    }
    if (own && status == STATUS_OK) {
        status = db_exec(store, "COMMIT", NULL);
    }
    if (own && status != STATUS_OK && !sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
}

struct geocoder_cache store_geocode_cache(struct store *store)
{
    return (struct geocoder_cache){.context = store, .get = cache_get, .put = cache_put};
}

enum status store_geocode_cache_forget(struct store *store, int64_t *n, struct error *err)
{
    struct query q = query_start(store, "DELETE FROM geocode_cache");
    enum status status = query_run(&q, err);
    if (status == STATUS_OK) {
        *n = sqlite3_changes64(store->db);
    }
    return status;
}
