/* db: the handle behind struct store, and SQLite's answers in people's words. Internal to geo/store. */
#ifndef ROUNDS_GEO_STORE_DB_H
#define ROUNDS_GEO_STORE_DB_H

#include "geo/base/status.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum { DB_STATEMENT_SLOTS = 512 }; /* a power of two, a few times the number of statements in geo/store */

struct db_statement {
    const char *sql; /* the static text it was prepared from; its address is the key */
    sqlite3_stmt *stmt;
};

struct store {
    sqlite3 *db;
    char *path;
    int64_t now_utc;
    void *spatialite; /* its cache; NULL until something is to be written: reading needs none of it */
    struct arena *scratch;
    struct db_statement statements[DB_STATEMENT_SLOTS];
    /* the command that is open, see store_begin */
    char *command; /* NULL when none is */
    struct sqlite3_session *session;
    bool recorded;
    size_t undo_steps_max, undo_bytes_max;
};

/* The sentence and status for SQLite's result code RC (not OK, ROW or DONE), just returned by STORE's connection. */
enum status db_error(struct store *store, int rc, struct error *err);

/* Run one or more statements without parameters, ignoring rows. */
MUST_CHECK enum status db_exec(struct store *store, const char *sql, struct error *err);

/* The first column of the first row of SQL as a number, 0 when there is none. */
MUST_CHECK enum status db_number(struct store *store, const char *sql, int64_t *out, struct error *err);

/* SQL, a static text, prepared once for the life of STORE. NULL on failure, with the code in *RC. */
sqlite3_stmt *db_statement(struct store *store, const char *sql, int *rc);
void db_statements_close(struct store *store);

/* Load SpatiaLite into the connection, once. Needed before anything is written to `site`. About 14 ms. */
MUST_CHECK enum status db_spatialite(struct store *store, struct error *err);

/* An arena for what one call needs. Its content lives until the next db_scratch. */
struct arena *db_scratch(struct store *store);

#endif
