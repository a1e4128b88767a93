#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/history.h"
#include "geo/store/query.h"
#include "geo/store/site.h"

#include <assert.h>

static const char *const kind_names[] = {"job", "visit", "imported"};

struct visit visit_empty(void)
{
    return (struct visit){.uuid = "",
                          .day = DAY_NONE,
                          .at_s = NUMBER_UNSET,
                          .duration_s = NUMBER_UNSET,
                          .kind = VISIT_PROACTIVE,
                          .outcome = "",
                          .note = ""};
}

static struct visit read_row(struct query *q, struct arena *arena)
{
    struct visit v = visit_empty();
    v.id = query_i64(q);
    v.uuid = query_text(q, arena);
    v.site_id = query_i64(q);
    v.job_id = query_i64(q);
    v.engineer_id = query_i64(q);
    v.day = query_i32(q, DAY_NONE);
    v.at_s = query_i32(q, NUMBER_UNSET);
    v.duration_s = query_i32(q, NUMBER_UNSET);
    v.kind = (enum visit_kind)query_name(q, kind_names, 3);
    v.outcome = query_text(q, arena);
    v.note = query_text(q, arena);
    return v;
}

enum status store_visit_list(struct store *store, int64_t site_id, size_t limit, struct arena *arena,
                             struct visit **out, size_t *n, struct error *err)
{
    struct query q = query_start(store, "SELECT id, uuid, site_id, job_id, engineer_id, day, at_s, duration_s, kind, "
                                        "outcome, note FROM visit WHERE site_id = ? "
                                        "ORDER BY day DESC, at_s DESC, id DESC LIMIT ?");
    query_bind_i64(&q, site_id);
    query_bind_i64(&q, limit == 0 ? -1 : (int64_t)limit);
    struct visit *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(&q)) {
        struct visit *slot = arena_push(arena, &list, &count, &capacity, sizeof *slot);
        *slot = read_row(&q, arena);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

enum status store_visit_on(struct store *store, int64_t site_id, int32_t day, bool *found, struct error *err)
{
    int64_t there = 0;
    struct query q = query_start(store, "SELECT EXISTS (SELECT 1 FROM visit WHERE site_id = ? AND day = ?)");
    query_bind_i64(&q, site_id);
    query_bind_i64(&q, day);
    enum status status = query_number(&q, 0, &there, err);
    if (status == STATUS_OK) {
        *found = there != 0;
    }
    return status;
}

static void bind_columns(struct query *q, const struct visit *v)
{
    query_bind_i64(q, v->site_id);
    query_bind_i64_or_null(q, v->job_id, 0);
    query_bind_i64_or_null(q, v->engineer_id, 0);
    query_bind_i64(q, v->day);
    query_bind_i64_or_null(q, v->at_s, NUMBER_UNSET);
    query_bind_i64_or_null(q, v->duration_s, NUMBER_UNSET);
    query_bind_name(q, kind_names, 3, v->kind);
    query_bind_text(q, v->outcome);
    query_bind_text(q, v->note);
}

static enum status insert(struct store *store, const struct visit *v, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO visit (site_id, job_id, engineer_id, day, at_s, duration_s, kind, "
                                        "outcome, note, uuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind_columns(&q, v);
    query_bind_text(&q, query_uuid(v->uuid, uuid));
    return query_insert(&q, id, err);
}

static enum status update(struct store *store, const struct visit *v, struct error *err)
{
    struct query q = query_start(store, "UPDATE visit SET site_id = ?, job_id = ?, engineer_id = ?, day = ?, at_s = ?, "
                                        "duration_s = ?, kind = ?, outcome = ?, note = ? WHERE id = ?");
    bind_columns(&q, v);
    query_bind_i64(&q, v->id);
    return query_update(&q, "visit", v->id, err);
}

enum status store_visit_save(struct store *store, const struct visit *visit, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    if (visit->id == 0) {
        return insert(store, visit, id, err);
    }
    enum status status = update(store, visit, err);
    if (status == STATUS_OK) {
        *id = visit->id;
    }
    return status;
}
