#include "geo/store/undo.h"

#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/query.h"
#include "geo/store/store.h"
#include "geo/store/undo_report.h"

#include <assert.h>
#include <string.h>

static const char *const tables[] = {
    "engineer", "site", "customer", "haven",   "amenity",     "collection",       "contact", "job",      "visit",
    "promise",  "note", "parcel",   "placing", "site_review", "review_candidate", "plan",    "plan_stop"};

const char *const *undo_tables(size_t *n)
{
    *n = sizeof tables / sizeof tables[0];
    return tables;
}

void undo_set_caps(struct store *store, size_t steps, size_t bytes)
{
    store->undo_steps_max = steps;
    store->undo_bytes_max = bytes;
}

/* --- recording -------------------------------------------------------------------------------------------------- */

enum status undo_start(struct store *store, struct error *err)
{
    size_t n;
    const char *const *names = undo_tables(&n);
    int rc = sqlite3session_create(store->db, "main", &store->session);
    for (size_t i = 0; i < n && rc == SQLITE_OK; i++) {
        rc = sqlite3session_attach(store->session, names[i]);
    }
    return rc == SQLITE_OK ? STATUS_OK : db_error(store, rc, err);
}

void undo_stop(struct store *store)
{
    if (store->session != NULL) {
        sqlite3session_delete(store->session);
        store->session = NULL;
    }
}

/* A change set as it streams in, up to a ceiling. */
struct bytes {
    unsigned char *data;
    size_t n, capacity, max;
};

static int take_bytes(void *context, const void *data, int n)
{
    struct bytes *bytes = context;
    size_t more = (size_t)n;
    if (more > bytes->max - bytes->n) {
        return SQLITE_TOOBIG;
    }
    if (bytes->n + more > bytes->capacity) {
        bytes->capacity = 2 * (bytes->n + more);
        bytes->data = mem_grow(bytes->data, bytes->capacity, 1);
    }
    memcpy(bytes->data + bytes->n, data, more);
    bytes->n += more;
    return SQLITE_OK;
}

static enum status add_step(struct store *store, const char *command, const struct bytes *bytes, struct error *err)
{
    struct query q =
        query_start(store, "INSERT INTO undo_step (at_utc, command, bytes, changeset) VALUES (?, ?, ?, ?)");
    query_bind_i64(&q, store->now_utc);
    query_bind_text(&q, command);
    query_bind_i64(&q, (int64_t)bytes->n);
    query_bind_blob(&q, bytes->n == 0 ? (const void *)"" : bytes->data, bytes->n);
    return query_run(&q, err);
}

/* What was taken back is over once something new is done; then the oldest go until the rest is below both caps. */
static enum status drop_steps(struct store *store, struct error *err)
{
    struct query q =
        query_start(store, "DELETE FROM undo_step WHERE undone = 1 OR id IN ("
                           "SELECT id FROM (SELECT id, row_number() OVER newest AS age, sum(bytes) OVER newest "
                           "AS total FROM undo_step WHERE undone = 0 WINDOW newest AS (ORDER BY id DESC)) "
                           "WHERE age > ? OR (total > ? AND age > 1))");
    query_bind_i64(&q, (int64_t)store->undo_steps_max);
    query_bind_i64(&q, (int64_t)store->undo_bytes_max);
    return query_run(&q, err);
}

enum status undo_record(struct store *store, const char *command, bool *recorded, struct error *err)
{
    struct bytes bytes = {.max = store->undo_bytes_max};
    int rc = sqlite3session_changeset_strm(store->session, take_bytes, &bytes);
    undo_stop(store);
    bool too_large = rc == SQLITE_TOOBIG;
    if (too_large) {
        bytes.n = 0;
    }
    enum status status = rc == SQLITE_OK || too_large ? STATUS_OK : db_error(store, rc, err);
    if (status == STATUS_OK && (bytes.n > 0 || too_large)) {
        status = add_step(store, command, &bytes, err);
        if (status == STATUS_OK) {
            status = drop_steps(store, err);
        }
    }
    mem_free(bytes.data);
    *recorded = !too_large;
    return status;
}

/* --- taking back ------------------------------------------------------------------------------------------------ */

struct step {
    int64_t id, at_utc;
    const char *command;
    void *changes; /* in the direction it is to be applied; sqlite3_free */
    int n;
};

static int copy_changes(const void *bytes, int n, struct step *step)
{
    step->changes = sqlite3_malloc64((sqlite3_uint64)n + 1);
    if (step->changes == NULL) {
        return SQLITE_NOMEM;
    }
    memcpy(step->changes, bytes, (size_t)n);
    step->n = n;
    return SQLITE_OK;
}

static enum status read_step(struct query *q, bool redo, struct arena *arena, struct step *step, struct error *err)
{
    size_t n;
    step->id = query_i64(q);
    step->at_utc = query_i64(q);
    step->command = query_text(q, arena);
    const void *bytes = query_blob(q, &n);
    if (n == 0) {
        return error_set(err, STATUS_INPUT, "\"%s\" changed too much to be recorded, so it cannot be taken back",
                         step->command);
    }
    int rc =
        redo ? copy_changes(bytes, (int)n, step) : sqlite3changeset_invert((int)n, bytes, &step->n, &step->changes);
    return rc == SQLITE_OK ? STATUS_OK : db_error(q->store, rc, err);
}

/* The newest command that stands or, to REDO, the first of those taken back. */
static enum status find_step(struct store *store, bool redo, struct arena *arena, struct step *step, struct error *err)
{
    struct query q = query_start(
        store, redo ? "SELECT id, at_utc, command, changeset FROM undo_step WHERE undone = 1 ORDER BY id LIMIT 1"
                    : "SELECT id, at_utc, command, changeset FROM undo_step WHERE undone = 0 ORDER BY id DESC LIMIT 1");
    enum status found = STATUS_OK;
    if (query_next(&q)) {
        found = read_step(&q, redo, arena, step, err);
    } else if (q.rc == SQLITE_DONE) {
        found =
            error_set(err, STATUS_NOT_FOUND, redo ? "there is nothing to do again" : "there is nothing to take back");
    }
    enum status ended = query_end(&q, found == STATUS_OK ? err : NULL);
    return found == STATUS_OK ? ended : found;
}

/* All or nothing: any row that is not as it was left stops it. */
static int on_conflict(void *context, int type, sqlite3_changeset_iter *changes)
{
    (void)changes;
    *(int *)context = type;
    return SQLITE_CHANGESET_ABORT;
}

static enum status apply(struct store *store, bool redo, const struct step *step, struct error *err)
{
    int conflict = 0;
    /* No savepoint of its own: what fails rolls back the whole transaction, and an in-memory journal of a savepoint this
     * wide makes SQLite walk all of it after every row. */
    int rc = sqlite3changeset_apply_v2(store->db, step->n, step->changes, NULL, on_conflict, &conflict, NULL, NULL,
                                       SQLITE_CHANGESETAPPLY_NOSAVEPOINT);
    if (conflict != 0) {
        return error_set(err, STATUS_STORE,
                         "\"%s\" cannot be %s: another program changed the same rows since; nothing was changed",
                         step->command, redo ? "done again" : "taken back");
    }
    return rc == SQLITE_OK ? STATUS_OK : db_error(store, rc, err);
}

static enum status mark(struct store *store, bool redo, int64_t id, struct error *err)
{
    struct query q = query_start(store, "UPDATE undo_step SET undone = ? WHERE id = ?");
    query_bind_i64(&q, redo ? 0 : 1);
    query_bind_i64(&q, id);
    return query_run(&q, err);
}

static enum status turn(struct store *store, bool redo, struct arena *arena, size_t max_changes,
                        struct store_undo_report *report, struct error *err)
{
    struct step step = {0};
    struct undo_report *diff = NULL;
    enum status status = find_step(store, redo, arena, &step, err);
    if (status == STATUS_OK) {
        diff = undo_report_new(arena, max_changes);
        status = undo_report_read(diff, store, step.changes, step.n, err);
    }
    if (status == STATUS_OK) {
        status = apply(store, redo, &step, err);
    }
    if (status == STATUS_OK) {
        status = undo_report_finish(diff, store, report, err);
    }
    if (status == STATUS_OK) {
        status = mark(store, redo, step.id, err);
    }
    sqlite3_free(step.changes);
    report->command = step.command;
    report->at_utc = step.at_utc;
    return status;
}

/* One turn in a transaction of its own, which is kept, or only looked at. */
static enum status turn_once(struct store *store, bool redo, bool keep, struct arena *arena, size_t max_changes,
                             struct store_undo_report *report, struct error *err)
{
    assert(store->command == NULL);
    struct store_undo_report made = {0};
    enum status status = db_spatialite(store, err);
    if (status == STATUS_OK) {
        status = db_exec(store, "BEGIN IMMEDIATE", err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    status = turn(store, redo, arena, max_changes, &made, err);
    if (status == STATUS_OK) {
        status = db_exec(store, keep ? "COMMIT" : "ROLLBACK", err);
    }
    if (status == STATUS_OK) {
        *report = made;
    } else if (!sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

enum status store_undo(struct store *store, bool redo, struct arena *arena, size_t max_changes,
                       struct store_undo_report *report, struct error *err)
{
    return turn_once(store, redo, true, arena, max_changes, report, err);
}

enum status store_undo_look(struct store *store, bool redo, struct arena *arena, size_t max_changes,
                            struct store_undo_report *report, struct error *err)
{
    return turn_once(store, redo, false, arena, max_changes, report, err);
}
