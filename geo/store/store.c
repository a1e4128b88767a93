#include "geo/store/store.h"

#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/header.h"
#include "geo/store/migrate.h"
#include "geo/store/undo.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <spatialite.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_TIMEOUT_MS = 5000, WAL_TRIES = 100, WAL_PAUSE_MS = 50, STATEMENT_JOURNAL_BYTES = -1 };

/* --- opening ---------------------------------------------------------------------------------------------------- */

static enum status make_folder_of(const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash == path) {
        return STATUS_OK;
    }
    struct arena *arena = arena_new();
    enum status status = file_make_folder(arena_strndup(arena, path, (size_t)(slash - path)), err);
    arena_free(arena);
    return status;
}

/* SQLite would make the file with the umask's mode. Somebody else having made it just now is as good. */
static enum status make_file(const char *path, struct error *err)
{
    enum status status = make_folder_of(path, err);
    if (status != STATUS_OK) {
        return status;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EEXIST) {
        return error_set(err, STATUS_STORE, "the store %s cannot be made: %s", path, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return STATUS_OK;
}

/* Everything that can be refused before SQLite sees the file. An id of 0 is left to check_identity: while a file is
 * being made, or after a crash, what counts may still stand in the -wal or the -journal beside it. */
static enum status check_file(const char *path, enum store_mode mode, int64_t known, struct error *err)
{
    struct header header = {0};
    if (mode == STORE_CREATE && !file_exists(path)) {
        enum status made = make_file(path, err);
        if (made != STATUS_OK) {
            return made;
        }
    }
    enum status status = header_read(path, &header, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (header.empty && mode == STORE_MUST_EXIST) {
        return error_set(err, STATUS_NOT_FOUND, "the store %s is empty: `rounds init` sets it up", path);
    }
    if (header.application_id == 0) {
        return STATUS_OK;
    }
    return header_judge(path, header.application_id, header.user_version, known, err);
}

static enum status check_identity(struct store *store, int64_t known, struct error *err)
{
    int64_t id = 0;
    int64_t version = 0;
    int64_t objects = 0;
    enum status status = db_number(store, "PRAGMA application_id", &id, err);
    if (status == STATUS_OK) {
        status = db_number(store, "PRAGMA user_version", &version, err);
    }
    if (status == STATUS_OK) {
        status = db_number(store, "SELECT count(*) FROM sqlite_schema", &objects, err);
    }
    if (status != STATUS_OK || (id == 0 && version == 0 && objects == 0)) {
        return status;
    }
    return header_judge(store->path, (uint32_t)id, version, known, err);
}

/* Once for the process, before SQLite starts; later calls do nothing. No memory statistics, which cost a lock for every
 * allocation. A statement that fires triggers copies each page before it changes it: that stays in memory (-1), as writing
 * it to a file costs a quarter of an import's time; and where the block that SQLite gathers for the file is 128 kB or
 * larger, it writes a part of it and reports a full disk. */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, STATEMENT_JOURNAL_BYTES);
}

static bool configure_handle(sqlite3 *db)
{
    /* SpatiaLite's triggers call its functions from the schema, which an untrusted schema could not. */
    return sqlite3_extended_result_codes(db, 1) == SQLITE_OK &&
           sqlite3_busy_timeout(db, BUSY_TIMEOUT_MS) == SQLITE_OK &&
           sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
           sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 1, NULL) == SQLITE_OK &&
           sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL) == SQLITE_OK;
}

static enum status open_handle(struct store *store, struct error *err)
{
    /* A relative name gets "./": SQLite reads "file:..." and ":memory:" otherwise. */
    configure_library();
    struct arena *arena = arena_new();
    const char *name = store->path[0] == '/' ? store->path : arena_printf(arena, "./%s", store->path);
    int rc = sqlite3_open_v2(name, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    arena_free(arena);
    if (store->db == NULL) {
        return error_set(err, STATUS_INTERNAL, "memory ran out");
    }
    if (rc != SQLITE_OK) {
        return db_error(store, rc, err);
    }
    if (!configure_handle(store->db)) {
        return error_set(err, STATUS_INTERNAL, "this SQLite (%s) cannot be configured", sqlite3_libversion());
    }
    return STATUS_OK;
}

/* Changing the mode needs the file alone for a moment, and SQLite gives up at once when two processes try. */
static enum status enter_wal(struct store *store, struct error *err)
{
    int rc = SQLITE_OK;
    for (int i = 0; i < WAL_TRIES; i++) {
        rc = sqlite3_exec(store->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
        if ((rc & 0xff) != SQLITE_BUSY) {
            break;
        }
        sqlite3_sleep(WAL_PAUSE_MS);
    }
    return rc == SQLITE_OK ? STATUS_OK : db_error(store, rc, err);
}

/* A new file is made in the rollback mode, so that it is empty or whole; then WAL for good. FULL: the last command
 * survives a power cut. Foreign keys come last, because a migration may rebuild tables. */
static enum status prepare(struct store *store, const struct migration *list, size_t n, struct error *err)
{
    enum status status = db_exec(store,
                                 "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON;"
                                 "PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456",
                                 err);
    if (status == STATUS_OK) {
        status = check_identity(store, list[n - 1].version, err);
    }
    if (status == STATUS_OK) {
        status = migrate(store, list, n, err);
    }
    if (status == STATUS_OK) {
        status = enter_wal(store, err);
    }
    if (status == STATUS_OK) {
        status = db_exec(store, "PRAGMA foreign_keys = ON", err);
    }
    return status;
}

enum status store_open_with(const char *path, enum store_mode mode, int64_t now_utc, const struct migration *list,
                            size_t n, struct store **out, struct error *err)
{
    enum status status = check_file(path, mode, list[n - 1].version, err);
    if (status != STATUS_OK) {
        return status;
    }
    struct store *store = mem_alloc(sizeof *store);
    store->path = mem_strdup(path);
    store->now_utc = now_utc;
    store->undo_steps_max = CAP_UNDO_STEPS;
    store->undo_bytes_max = CAP_UNDO_BYTES;
    status = open_handle(store, err);
    if (status == STATUS_OK) {
        status = prepare(store, list, n, err);
    }
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    *out = store;
    return STATUS_OK;
}

enum status store_open(const char *path, enum store_mode mode, int64_t now_utc, struct store **out, struct error *err)
{
    size_t n;
    const struct migration *list = migration_list(&n);
    return store_open_with(path, mode, now_utc, list, n, out, err);
}

void store_close(struct store *store)
{
    if (store == NULL) {
        return;
    }
    store_rollback(store);
    db_statements_close(store);
    int rc = sqlite3_close(store->db);
    assert(rc == SQLITE_OK); /* else a statement or session was left open: a bug */
    (void)rc;
    if (store->spatialite != NULL) {
        spatialite_cleanup_ex(store->spatialite);
    }
    arena_free(store->scratch);
    mem_free(store->path);
    mem_free(store);
}

const char *store_path(const struct store *store)
{
    return store->path;
}

int64_t store_now_utc(const struct store *store)
{
    return store->now_utc;
}

/* --- one command's transaction ---------------------------------------------------------------------------------- */

enum status store_begin(struct store *store, const char *command, struct error *err)
{
    assert(store->command == NULL);
    enum status status = db_spatialite(store, err);
    if (status == STATUS_OK) {
        status = db_exec(store, "BEGIN IMMEDIATE", err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    store->command = mem_strdup(command);
    status = undo_start(store, err);
    if (status != STATUS_OK) {
        store_rollback(store);
    }
    return status;
}

enum status store_commit(struct store *store, struct error *err)
{
    assert(store->command != NULL);
    bool recorded = true;
    enum status status = undo_record(store, store->command, &recorded, err);
    if (status == STATUS_OK) {
        status = db_exec(store, "COMMIT", err);
    }
    if (status == STATUS_OK) {
        store->recorded = recorded;
    }
    store_rollback(store); /* after a COMMIT that worked there is nothing to roll back */
    return status;
}

void store_rollback(struct store *store)
{
    undo_stop(store);
    /* After a full disk or an I/O error SQLite has rolled back by itself. */
    if (store->command != NULL && !sqlite3_get_autocommit(store->db)) {
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    mem_free(store->command);
    store->command = NULL;
}

bool store_recorded(const struct store *store)
{
    return store->recorded;
}
