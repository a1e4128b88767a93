#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/history.h"
#include "geo/store/query.h"

#include <assert.h>
#include <inttypes.h>

#define SELECT "SELECT id, uuid, site_id, kind, day, body, settled_day FROM note "

static const char *const kind_names[] = {"plain", "private", "tender", "politics", "complaint"};

bool note_is_private(enum note_kind kind)
{
    return kind == NOTE_PRIVATE || kind == NOTE_TENDER || kind == NOTE_POLITICS;
}

const char *note_kind_name(enum note_kind kind)
{
    return kind_names[kind];
}

static struct note read_row(struct query *q, struct arena *arena)
{
    struct note note = {.id = query_i64(q)};
    note.uuid = query_text(q, arena);
    note.site_id = query_i64(q);
    note.kind = (enum note_kind)query_name(q, kind_names, 5);
    note.day = query_i32(q, DAY_NONE);
    note.body = query_text(q, arena);
    note.settled_day = query_i32(q, DAY_NONE);
    return note;
}

static enum status read_rows(struct query *q, struct arena *arena, struct note **out, size_t *n, struct error *err)
{
    struct note *list = NULL;
    size_t count = 0;
    size_t capacity = 0;
    while (query_next(q)) {
        struct note *slot = arena_push(arena, &list, &count, &capacity, sizeof *slot);
        *slot = read_row(q, arena);
    }
    enum status status = query_end(q, err);
    if (status == STATUS_OK) {
        *out = list;
        *n = count;
    }
    return status;
}

enum status store_note_list(struct store *store, int64_t site_id, struct arena *arena, struct note **out, size_t *n,
                            struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE ?1 = 0 OR site_id = ?1 ORDER BY day DESC, id DESC");
    query_bind_i64(&q, site_id);
    return read_rows(&q, arena, out, n, err);
}

enum status store_complaint_open(struct store *store, struct arena *arena, struct note **out, size_t *n,
                                 struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE kind = 'complaint' AND settled_day IS NULL ORDER BY site_id, id");
    return read_rows(&q, arena, out, n, err);
}

enum status store_note_get(struct store *store, int64_t id, struct arena *arena, struct note *out, struct error *err)
{
    struct query q = query_start(store, SELECT "WHERE id = ?");
    query_bind_i64(&q, id);
    bool found = query_next(&q);
    struct note note = found ? read_row(&q, arena) : (struct note){.uuid = "", .body = ""};
    enum status status = query_end(&q, err);
    if (status == STATUS_OK && !found) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no note N%" PRId64, id);
    }
    if (status == STATUS_OK) {
        *out = note;
    }
    return status;
}

enum status store_note_has(struct store *store, int64_t site_id, const char *body, bool *found, struct error *err)
{
    int64_t there = 0;
    struct query q = query_start(store, "SELECT EXISTS (SELECT 1 FROM note WHERE site_id = ? AND body = ?)");
    query_bind_i64(&q, site_id);
    query_bind_text(&q, body);
    enum status status = query_number(&q, 0, &there, err);
    if (status == STATUS_OK) {
        *found = there != 0;
    }
    return status;
}

static void bind_columns(struct query *q, const struct note *note)
{
    query_bind_i64(q, note->site_id);
    query_bind_name(q, kind_names, 5, note->kind);
    query_bind_i64(q, note->day);
    query_bind_text(q, note->body);
    query_bind_i64_or_null(q, note->settled_day, DAY_NONE);
}

static enum status insert(struct store *store, const struct note *note, int64_t *id, struct error *err)
{
    char uuid[37];
    struct query q = query_start(store, "INSERT INTO note (site_id, kind, day, body, settled_day, uuid) "
                                        "VALUES (?, ?, ?, ?, ?, ?)");
    bind_columns(&q, note);
    query_bind_text(&q, query_uuid(note->uuid, uuid));
    return query_insert(&q, id, err);
}

static enum status update(struct store *store, const struct note *note, struct error *err)
{
    struct query q = query_start(store, "UPDATE note SET site_id = ?, kind = ?, day = ?, body = ?, settled_day = ? "
                                        "WHERE id = ?");
    bind_columns(&q, note);
    query_bind_i64(&q, note->id);
    return query_update(&q, "note", note->id, err);
}

enum status store_note_save(struct store *store, const struct note *note, int64_t *id, struct error *err)
{
    assert(store->command != NULL);
    if (note->id == 0) {
        return insert(store, note, id, err);
    }
    enum status status = update(store, note, err);
    if (status == STATUS_OK) {
        *id = note->id;
    }
    return status;
}
