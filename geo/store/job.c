#include "geo/store/job.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/query.h"

#include <assert.h>
#include <inttypes.h>

#define SELECT                                                                                                         \
    "SELECT j.id, j.uuid, j.uid, j.sequence, j.site_id, s.name, j.day, j.earliest_s, j.latest_s, j.duration_s, "       \
    "j.title, j.status, j.engineer_id, j.imported FROM job j JOIN site s ON s.id = j.site_id "

static const char *const status_names[] = {"open", "done", "cancelled"};

struct job job_empty(void)
{
    return (struct job){.uuid = "", .uid = "", .site_name = "", .title = "", .imported = "", .day = DAY_NONE};
}

static struct job read_row(struct query *q, struct arena *arena)
{
    struct job j = job_empty();
    j.id = query_i64(q);
    j.uuid = query_text(q, arena);
    j.uid = query_text(q, arena);
    j.sequence = query_i32(q, 0);
    j.site_id = query_i64(q);
    j.site_name = query_text(q, arena);
    j.day = query_i32(q, DAY_NONE);
    j.earliest_s = query_i32(q, 0);
    j.latest_s = query_i32(q, 0);
    j.duration_s = query_i32(q, 0);
    j.title = query_text(q, arena);
    j.status = (enum job_status)query_name(q, status_names, 3);
    j.engineer_id = query_i64(q);
    j.imported = query_text(q, arena);
    return j;
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

enum status store_job_get(struct store *store, int64_t id, struct arena *arena, struct job *out, struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE j.id = ?");
    query_bind_i64(&q, id);
    bool found = query_next(&q);
    struct job job = found ? read_row(&q, arena) : job_empty();
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no job #%" PRId64, id);
    }
    if (status == STATUS_OK) {
        *out = job;
    }
    return status;
}

enum status store_job_by_uid(struct store *store, const char *uid, int64_t *id, struct error *err)
{
    struct query q = query_start(store, "SELECT id FROM job WHERE uid = ? AND uid <> ''");
    query_bind_text(&q, uid);
    return query_number(&q, 0, id, err);
}

enum status store_job_match(struct store *store, int64_t site_id, int32_t day, int32_t earliest_s, int64_t *id,
                            struct error *err)
{
    struct query q = query_start(store, "SELECT id FROM job WHERE site_id = ? AND day = ? AND earliest_s = ? "
                                        "AND uid = '' ORDER BY status = 'cancelled', id LIMIT 1");
    query_bind_i64(&q, site_id);
    query_bind_i64(&q, day);
    query_bind_i64(&q, earliest_s);
    return query_number(&q, 0, id, err);
}

enum status store_job_by_import(struct store *store, int64_t site_id, const char *prefix, int64_t *id,
                                struct error *err)
{
    struct query q = query_start(store, "SELECT id FROM job WHERE site_id = ?1 AND uid = '' AND ?2 <> '' "
                                        "AND substr(imported, 1, length(?2)) = ?2 "
                                        "ORDER BY status = 'cancelled', id LIMIT 1");
    query_bind_i64(&q, site_id);
    query_bind_text(&q, prefix);
    return query_number(&q, 0, id, err);
}

enum status store_job_list(struct store *store, const struct job_filter *filter, struct arena *arena, struct job **out,
                           size_t *n, struct error *err)
{
    const char *text = filter->text == NULL ? "" : text_trim(arena, filter->text);
    const char *folded = text_fold(arena, text);
    struct query q = query_start(
        store, SELECT "WHERE j.day BETWEEN ?1 AND ?2 AND (NOT ?3 OR j.status = 'open') AND (?4 = 0 OR j.site_id = ?4) "
                      "AND (?5 = '' OR j.title LIKE ?5 ESCAPE '\\' OR s.name LIKE ?5 ESCAPE '\\' "
                      "OR (?6 <> '' AND s.name_folded LIKE ?6 ESCAPE '\\')) ORDER BY j.day, j.earliest_s, j.id");
    query_bind_i64(&q, filter->from_day == DAY_NONE ? INT32_MIN : filter->from_day);
    query_bind_i64(&q, filter->to_day == DAY_NONE ? INT32_MAX : filter->to_day);
    query_bind_i64(&q, filter->open_only);
    query_bind_i64(&q, filter->site_id);
    query_bind_text(&q, *text == '\0' ? "" : query_like(arena, text));
    query_bind_text(&q, *folded == '\0' ? "" : query_like(arena, folded));
    struct job *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(&q)) {
        struct job *slot = arena_push(arena, &list, &count, &capacity, sizeof *slot);
        *slot = read_row(&q, arena);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

enum status store_job_next_day(struct store *store, int32_t from_day, int32_t *day, struct error *err)
{
    int64_t found = DAY_NONE;
    struct query q = query_start(store, "SELECT min(day) FROM job WHERE status = 'open' AND day >= ?");
    query_bind_i64(&q, from_day);
    enum status status = query_number(&q, DAY_NONE, &found, err);
    if (status == STATUS_OK) {
        *day = (int32_t)found;
    }
    return status;
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

static void bind_columns(struct query *q, const struct job *j)
{
    query_bind_text(q, j->uid);
    query_bind_i64(q, j->sequence);
    query_bind_i64(q, j->site_id);
    query_bind_i64(q, j->day);
    query_bind_i64(q, j->earliest_s);
    query_bind_i64(q, j->latest_s);
    query_bind_i64(q, j->duration_s);
    query_bind_text(q, j->title);
    query_bind_name(q, status_names, 3, j->status);
    query_bind_i64_or_null(q, j->engineer_id, 0);
    query_bind_text(q, j->imported);
}

static enum status insert(struct store *store, const struct job *j, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q =
        query_start(store, "INSERT INTO job (uid, sequence, site_id, day, earliest_s, latest_s, duration_s, "
                           "title, status, engineer_id, imported, uuid) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind_columns(&q, j);
    query_bind_text(&q, query_uuid(j->uuid, uuid));
    return query_insert(&q, id, err);
}

static enum status update(struct store *store, const struct job *j, struct error *err)
{
    struct query q =
        query_start(store, "UPDATE job SET uid = ?, sequence = ?, site_id = ?, day = ?, earliest_s = ?, "
                           "latest_s = ?, duration_s = ?, title = ?, status = ?, engineer_id = ?, imported = ? "
                           "WHERE id = ?");
    bind_columns(&q, j);
    query_bind_i64(&q, j->id);
    return query_update(&q, "job", j->id, err);
}

enum status store_job_save(struct store *store, const struct job *job, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    if (job->id == 0) {
        return insert(store, job, id, err);
    }
    enum status status = update(store, job, err);
    if (status == STATUS_OK) {
        *id = job->id;
    }
    return status;
}
