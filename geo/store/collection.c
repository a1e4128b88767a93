#include "geo/base/mem.h"
#include "geo/store/query.h"
#include "geo/store/site.h"

#include <string.h>

enum status store_collection_list(struct store *store, int64_t site_id, struct arena *arena, struct collection **out,
                                  size_t *n, struct error *err)
{
    struct query q = query_start(store, "SELECT id, site_id, carrier, weekdays, cutoff_s FROM collection "
                                        "WHERE site_id = ? ORDER BY carrier, cutoff_s, id");
    query_bind_i64(&q, site_id);
    struct collection *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(&q)) {
        struct collection *c = arena_push(arena, &list, &count, &capacity, sizeof *c);
        c->id = query_i64(&q);
        c->site_id = query_i64(&q);
        c->carrier = query_text(&q, arena);
        c->weekdays = (uint32_t)query_i64(&q);
        c->cutoff_s = query_i32(&q, 0);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

static bool same(const struct collection *a, const struct collection *b)
{
    return strcmp(a->carrier, b->carrier) == 0 && a->weekdays == b->weekdays && a->cutoff_s == b->cutoff_s;
}

/* The same collections, in whatever order. Both lists are short. */
static bool same_lists(const struct collection *a, size_t a_n, const struct collection *b, size_t b_n)
{
    bool all = a_n == b_n;
    for (size_t i = 0; i < a_n && all; i++) {
        size_t in_a = 0;
        size_t in_b = 0;
        for (size_t k = 0; k < a_n; k++) {
            in_a += same(&a[i], &a[k]);
            in_b += same(&a[i], &b[k]);
        }
        all = in_a == in_b;
    }
    return all;
}

static enum status insert(struct store *store, int64_t site_id, const struct collection *c, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO collection (uuid, site_id, carrier, weekdays, cutoff_s) "
                                        "VALUES (?, ?, ?, ?, ?)");
    query_bind_text(&q, query_uuid("", uuid));
    query_bind_i64(&q, site_id);
    query_bind_text(&q, c->carrier);
    query_bind_i64(&q, c->weekdays);
    query_bind_i64(&q, c->cutoff_s);
    return query_run(&q, err);
}

static enum status clear(struct store *store, int64_t site_id, struct error *err)
{
    struct query q = query_start(store, "DELETE FROM collection WHERE site_id = ?");
    query_bind_i64(&q, site_id);
    return query_run(&q, err);
}

enum status store_collection_replace(struct store *store, int64_t site_id, const struct collection *list, size_t n,
                                     struct error *err)
{
    struct arena *arena = arena_new();
    struct collection *old = NULL;
    size_t old_n = 0;
    enum status status = store_collection_list(store, site_id, arena, &old, &old_n, err);
    if (status == STATUS_OK && !same_lists(old, old_n, list, n)) {
        status = clear(store, site_id, err);
        for (size_t i = 0; i < n && status == STATUS_OK; i++) {
            status = insert(store, site_id, &list[i], err);
        }
    }
    arena_free(arena);
    return status;
}
