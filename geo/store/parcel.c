#include "geo/store/parcel.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/query.h"
#include "geo/store/site.h"

#include <assert.h>
#include <inttypes.h>

#define SELECT                                                                                                         \
    "SELECT p.id, p.uuid, p.direction, p.what, p.carrier, p.site_id, p.job_id, p.ready_day, p.ready_s, p.due_day, "    \
    "p.due_s, p.state, p.done_day, p.done_site_id, s.name, d.name, t.name, j.site_id, j.day FROM parcel p "            \
    "LEFT JOIN site s ON s.id = p.site_id LEFT JOIN site d ON d.id = p.done_site_id "                                  \
    "LEFT JOIN job j ON j.id = p.job_id LEFT JOIN site t ON t.id = j.site_id "

static const char *const direction_names[] = {"out", "in"};
static const char *const state_names[] = {"open", "done"};

struct parcel parcel_empty(void)
{
    return (struct parcel){.uuid = "",
                           .what = "",
                           .carrier = "",
                           .ready_day = DAY_NONE,
                           .ready_s = NUMBER_UNSET,
                           .due_day = DAY_NONE,
                           .due_s = NUMBER_UNSET,
                           .done_day = DAY_NONE,
                           .site_name = "",
                           .done_site_name = "",
                           .job_site_name = "",
                           .job_day = DAY_NONE};
}

const char *parcel_direction_name(enum parcel_direction direction)
{
    return direction_names[direction];
}

static struct parcel read_row(struct query *q, struct arena *arena)
{
    struct parcel p = {.id = query_i64(q)};
    p.uuid = query_text(q, arena);
    p.direction = (enum parcel_direction)query_name(q, direction_names, 2);
    p.what = query_text(q, arena);
    p.carrier = query_text(q, arena);
    p.site_id = query_i64(q);
    p.job_id = query_i64(q);
    p.ready_day = query_i32(q, DAY_NONE);
    p.ready_s = query_i32(q, NUMBER_UNSET);
    p.due_day = query_i32(q, DAY_NONE);
    p.due_s = query_i32(q, NUMBER_UNSET);
    p.state = (enum parcel_state)query_name(q, state_names, 2);
    p.done_day = query_i32(q, DAY_NONE);
    p.done_site_id = query_i64(q);
    p.site_name = query_text(q, arena);
    p.done_site_name = query_text(q, arena);
    p.job_site_name = query_text(q, arena);
    p.job_site_id = query_i64(q);
    p.job_day = query_i32(q, DAY_NONE);
    return p;
}

enum status store_parcel_list(struct store *store, const struct parcel_filter *filter, struct arena *arena,
                              struct parcel **out, size_t *n, struct error *err)
{
    struct query q = query_start(
        store, SELECT "WHERE (NOT ?1 OR p.state = 'open') "
                      "AND (?2 = 0 OR p.site_id = ?2 OR p.done_site_id = ?2 OR j.site_id = ?2) "
                      "AND (?3 = 0 OR p.job_id = ?3) ORDER BY p.state = 'done', p.due_day IS NULL, p.due_day, "
                      "coalesce(p.due_s, 86400), p.id");
    query_bind_i64(&q, filter->open_only);
    query_bind_i64(&q, filter->site_id);
    query_bind_i64(&q, filter->job_id);
    struct parcel *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(&q)) {
        struct parcel *slot = arena_push(arena, &list, &count, &capacity, sizeof *slot);
        *slot = read_row(&q, arena);
    }
    enum status status = query_end(&q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

enum status store_parcel_get(struct store *store, int64_t id, struct arena *arena, struct parcel *out,
                             struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE p.id = ?");
    query_bind_i64(&q, id);
    bool found = query_next(&q);
    struct parcel parcel = found ? read_row(&q, arena) : parcel_empty();
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no parcel K%" PRId64, id);
    }
    if (status == STATUS_OK) {
        *out = parcel;
    }
    return status;
}

/* --- saving ----------------------------------------------------------------------------------------------------- */

static void bind_columns(struct query *q, const struct parcel *p)
{
    query_bind_name(q, direction_names, 2, p->direction);
    query_bind_text(q, p->what);
    query_bind_text(q, p->carrier);
    query_bind_i64_or_null(q, p->site_id, 0);
    query_bind_i64_or_null(q, p->job_id, 0);
    query_bind_i64_or_null(q, p->ready_day, DAY_NONE);
    query_bind_i64_or_null(q, p->ready_s, NUMBER_UNSET);
    query_bind_i64_or_null(q, p->due_day, DAY_NONE);
    query_bind_i64_or_null(q, p->due_s, NUMBER_UNSET);
    query_bind_name(q, state_names, 2, p->state);
    query_bind_i64_or_null(q, p->done_day, DAY_NONE);
    query_bind_i64_or_null(q, p->done_site_id, 0);
}

static enum status insert(struct store *store, const struct parcel *p, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO parcel (direction, what, carrier, site_id, job_id, ready_day, "
                                        "ready_s, due_day, due_s, state, done_day, done_site_id, uuid) "
                                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    bind_columns(&q, p);
    query_bind_text(&q, query_uuid(p->uuid, uuid));
    return query_insert(&q, id, err);
}

static enum status update(struct store *store, const struct parcel *p, struct error *err)
{
    struct query q = query_start(store, "UPDATE parcel SET direction = ?, what = ?, carrier = ?, site_id = ?, "
                                        "job_id = ?, ready_day = ?, ready_s = ?, due_day = ?, due_s = ?, state = ?, "
                                        "done_day = ?, done_site_id = ? WHERE id = ?");
    bind_columns(&q, p);
    query_bind_i64(&q, p->id);
    return query_update(&q, "parcel", p->id, err);
}

enum status store_parcel_save(struct store *store, const struct parcel *parcel, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    if (parcel->id == 0) {
        return insert(store, parcel, id, err);
    }
    enum status status = update(store, parcel, err);
    if (status == STATUS_OK) {
        *id = parcel->id;
    }
    return status;
}
