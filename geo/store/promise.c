#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/history.h"
#include "geo/store/query.h"

#include <assert.h>
#include <inttypes.h>

#define SELECT                                                                                                         \
    "SELECT p.id, p.uuid, p.site_id, s.name, p.contact_id, p.what, p.made_day, p.due_day, p.state, p.settled_day "     \
    "FROM promise p JOIN site s ON s.id = p.site_id "

static const char *const state_names[] = {"open", "kept", "broken"};

static struct promise read_row(struct query *q, struct arena *arena)
{
    struct promise p = {.id = query_i64(q)};
    p.uuid = query_text(q, arena);
    p.site_id = query_i64(q);
    p.site_name = query_text(q, arena);
    p.contact_id = query_i64(q);
    p.what = query_text(q, arena);
    p.made_day = query_i32(q, DAY_NONE);
    p.due_day = query_i32(q, DAY_NONE);
    p.state = (enum promise_state)query_name(q, state_names, 3);
    p.settled_day = query_i32(q, DAY_NONE);
    return p;
}

enum status store_promise_list(struct store *store, int64_t site_id, bool open_only, struct arena *arena,
                               struct promise **out, size_t *n, struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE (?1 = 0 OR p.site_id = ?1) AND (NOT ?2 OR p.state = 'open') "
                                               "ORDER BY p.due_day, p.id");
    query_bind_i64(&q, site_id);
    query_bind_i64(&q, open_only);
    struct promise *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(&q)) {
        struct promise *slot = arena_push(arena, &list, &count, &capacity, sizeof *slot);
        *slot = read_row(&q, arena);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

enum status store_promise_get(struct store *store, int64_t id, struct arena *arena, struct promise *out,
                              struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE p.id = ?");
    query_bind_i64(&q, id);
    bool found = query_next(&q);
    struct promise promise = found ? read_row(&q, arena) : (struct promise){.uuid = "", .site_name = "", .what = ""};
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no promise P%" PRId64, id);
    }
    if (status == STATUS_OK) {
        *out = promise;
    }
    return status;
}

static void bind_columns(struct query *q, const struct promise *p)
{
    query_bind_i64(q, p->site_id);
    query_bind_i64_or_null(q, p->contact_id, 0);
    query_bind_text(q, p->what);
    query_bind_i64(q, p->made_day);
    query_bind_i64(q, p->due_day);
    query_bind_name(q, state_names, 3, p->state);
    query_bind_i64_or_null(q, p->settled_day, DAY_NONE);
}

static enum status insert(struct store *store, const struct promise *p, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO promise (site_id, contact_id, what, made_day, due_day, state, "
                                        "settled_day, uuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    bind_columns(&q, p);
    query_bind_text(&q, query_uuid(p->uuid, uuid));
    return query_insert(&q, id, err);
}

static enum status update(struct store *store, const struct promise *p, struct error *err)
{
    struct query q = query_start(store, "UPDATE promise SET site_id = ?, contact_id = ?, what = ?, made_day = ?, "
                                        "due_day = ?, state = ?, settled_day = ? WHERE id = ?");
    bind_columns(&q, p);
    query_bind_i64(&q, p->id);
    return query_update(&q, "promise", p->id, err);
}

enum status store_promise_save(struct store *store, const struct promise *promise, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    if (promise->id == 0) {
        return insert(store, promise, id, err);
    }
    enum status status = update(store, promise, err);
    if (status == STATUS_OK) {
        *id = promise->id;
    }
    return status;
}
