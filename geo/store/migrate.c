#include "geo/store/migrate.h"

#include "geo/store/backup.h"
#include "geo/store/db.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

/* A SELECT of a migration answers 1; SpatiaLite says 0 when it failed. */
static enum status run_one(struct store *store, sqlite3_stmt *stmt, const struct migration *m, struct error *err)
{
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (sqlite3_column_int(stmt, 0) != 1) {
            return error_set(err, STATUS_STORE, "schema step %" PRId32 " (%s) failed: %s", m->version, m->name,
                             sqlite3_sql(stmt));
        }
    }
    return rc == SQLITE_DONE ? STATUS_OK : db_error(store, rc, err);
}

static enum status run_script(struct store *store, const struct migration *m, struct error *err)
{
    const char *rest = m->sql;
    while (*rest != '\0') {
        sqlite3_stmt *stmt = NULL;
        int rc = sqlite3_prepare_v2(store->db, rest, -1, &stmt, &rest);
        if (rc != SQLITE_OK) {
            return db_error(store, rc, err);
        }
        if (stmt == NULL) { /* white space or a comment at the end */
            continue;
        }
        enum status status = run_one(store, stmt, m, err);
        sqlite3_finalize(stmt);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status check_result(struct store *store, const struct migration *m, struct error *err)
{
    int64_t version = 0;
    int64_t broken = 0;
    enum status status = db_number(store, "PRAGMA user_version", &version, err);
    if (status == STATUS_OK) {
        status = db_number(store, "SELECT count(*) FROM pragma_foreign_key_check()", &broken, err);
    }
    if (status == STATUS_OK && (version != m->version || broken != 0)) {
        return error_set(err, STATUS_STORE,
                         "schema step %" PRId32 " (%s) left version %" PRId64 " and %" PRId64 " broken references",
                         m->version, m->name, version, broken);
    }
    return status;
}

/* One step as one transaction, unless another process did it since. */
static enum status run_step(struct store *store, const struct migration *m, struct error *err)
{
    int64_t version = 0;
    enum status status = db_exec(store, "BEGIN IMMEDIATE", err);
    if (status != STATUS_OK) {
        return status;
    }
    status = db_number(store, "PRAGMA user_version", &version, err);
    if (status == STATUS_OK && version < m->version) {
        status = run_script(store, m, err);
        if (status == STATUS_OK) {
            status = check_result(store, m, err);
        }
    }
    if (status == STATUS_OK) {
        status = db_exec(store, "COMMIT", err);
    }
    if (status != STATUS_OK && !sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    return status;
}

enum status migrate(struct store *store, const struct migration *list, size_t n, struct error *err)
{
    assert(n > 0);
    int64_t version = 0;
    enum status status = db_number(store, "PRAGMA user_version", &version, err);
    if (status != STATUS_OK || version >= list[n - 1].version) {
        return status;
    }
    status = db_spatialite(store, err);
    if (status == STATUS_OK && version > 0) {
        status = backup_make(store, (int32_t)version, err);
    }
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        assert(list[i].version == (int32_t)i + 1);
        if (list[i].version > version) {
            status = run_step(store, &list[i], err);
        }
    }
    return status;
}
