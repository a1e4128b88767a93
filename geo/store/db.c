#include "geo/store/db.h"

#include "geo/base/mem.h"

#include <assert.h>
#include <errno.h>
#include <spatialite.h>

enum { SCRATCH_BYTES = 1 << 20 };

static bool disk_is_full(struct store *store, int why)
{
    if (why == SQLITE_FULL) {
        return true;
    }
    int number = sqlite3_system_errno(store->db);
    return (why == SQLITE_IOERR || why == SQLITE_CANTOPEN) && (number == ENOSPC || number == EDQUOT);
}

/* Also when it was the address space for the shared memory of the write-ahead log, which SQLite calls an I/O error. */
static bool memory_ran_out(struct store *store, int rc)
{
    bool io = (rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CANTOPEN;
    return (rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM || rc == SQLITE_IOERR_SHMMAP ||
           (io && sqlite3_system_errno(store->db) == ENOMEM);
}

static enum status constraint_error(struct store *store, int rc, struct error *err)
{
    const char *what = sqlite3_errmsg(store->db);
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return error_set(err, STATUS_INPUT, "the store has another row with the same value already (%s)", what);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return error_set(err, STATUS_INPUT, "this refers to something that is not in the store");
    default:
        return error_set(err, STATUS_INPUT, "the store does not take this value (%s)", what);
    }
}

enum status db_error(struct store *store, int rc, struct error *err)
{
    const char *path = store->path;
    int why = rc & 0xff;
    if (disk_is_full(store, why)) {
        return error_set(err, STATUS_STORE, "the disk is full: %s could not be written; make room and try again", path);
    }
    if (memory_ran_out(store, rc)) {
        return error_set(err, STATUS_INTERNAL, "memory ran out");
    }
    switch (why) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, STATUS_STORE, "the store %s is locked by another rounds; try again when it is done",
                         path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error_set(err, STATUS_STORE, "the store %s is damaged: run `rounds doctor`", path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return error_set(err, STATUS_STORE, "the store %s cannot be written: it or its folder is read-only", path);
    case SQLITE_CANTOPEN:
        return error_set(err, STATUS_STORE, "the store %s cannot be opened: look at the rights of its folder", path);
    case SQLITE_IOERR:
        return error_set(err, STATUS_STORE, "the store %s could not be read or written: the disk reports an error",
                         path);
    case SQLITE_CONSTRAINT:
        return constraint_error(store, rc, err);
    case SQLITE_TOOBIG:
        return error_set(err, STATUS_INPUT, "a text is too long for the store");
    default:
        return error_set(err, STATUS_STORE, "the store %s: %s", path, sqlite3_errmsg(store->db));
    }
}

enum status db_exec(struct store *store, const char *sql, struct error *err)
{
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? STATUS_OK : db_error(store, rc, err);
}

enum status db_number(struct store *store, const char *sql, int64_t *out, struct error *err)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
    }
    int64_t number = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    enum status status = rc == SQLITE_ROW || rc == SQLITE_DONE ? STATUS_OK : db_error(store, rc, err);
    sqlite3_finalize(stmt);
    if (status == STATUS_OK) {
        *out = number;
    }
    return status;
}

/* The slot of SQL: the one it has, else a free one. */
static struct db_statement *slot_of(struct store *store, const char *sql)
{
    size_t mask = DB_STATEMENT_SLOTS - 1;
    size_t i = ((uintptr_t)sql >> 3) * 0x9E3779B1U & mask; /* Knuth's multiplicative hash */
    for (size_t tried = 0; store->statements[i].sql != NULL && store->statements[i].sql != sql; tried++) {
        assert(tried < DB_STATEMENT_SLOTS);
        i = (i + 1) & mask;
    }
    return &store->statements[i];
}

sqlite3_stmt *db_statement(struct store *store, const char *sql, int *rc)
{
    struct db_statement *slot = slot_of(store, sql);
    *rc = SQLITE_OK;
    if (slot->stmt == NULL) {
        *rc = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &slot->stmt, NULL);
        slot->sql = *rc == SQLITE_OK ? sql : NULL;
    }
    return slot->stmt;
}

void db_statements_close(struct store *store)
{
    for (size_t i = 0; i < DB_STATEMENT_SLOTS; i++) {
        sqlite3_finalize(store->statements[i].stmt);
        store->statements[i] = (struct db_statement){NULL, NULL};
    }
}

enum status db_spatialite(struct store *store, struct error *err)
{
    if (store->spatialite != NULL) {
        return STATUS_OK;
    }
    void *cache = spatialite_alloc_connection();
    if (cache == NULL) {
        return error_set(err, STATUS_INTERNAL, "memory ran out");
    }
    spatialite_init_ex(store->db, cache, 0);
    store->spatialite = cache;
    int64_t loaded = 0;
    return db_number(store, "SELECT length(spatialite_version()) > 0", &loaded, err);
}

struct arena *db_scratch(struct store *store)
{
    if (store->scratch != NULL && arena_bytes(store->scratch) > SCRATCH_BYTES) {
        arena_free(store->scratch);
        store->scratch = NULL;
    }
    if (store->scratch == NULL) {
        store->scratch = arena_new();
    }
    return store->scratch;
}
