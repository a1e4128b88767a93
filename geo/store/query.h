/* query: one run of a prepared statement. Parameters are bound, and columns read, in their order; the first failure
 * sticks and makes the rest do nothing, so that a caller checks once, at query_end. Internal to geo/store.
 *
 *     struct query q = query_start(store, "SELECT name FROM site WHERE id = ?");
 *     query_bind_i64(&q, id);
 *     while (query_next(&q)) {
 *         name = query_text(&q, arena);
 *     }
 *     return query_end(&q, err);
 */
#ifndef ROUNDS_GEO_STORE_QUERY_H
#define ROUNDS_GEO_STORE_QUERY_H

#include "geo/base/status.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

struct query {
    struct store *store;
    sqlite3_stmt *stmt;
    int rc;     /* SQLITE_OK, ROW or DONE; else the first failure */
    int bound;  /* parameters bound so far */
    int column; /* the column that is read next */
};

/* SQL must be a static text: its address is the key of the cache. The same statement cannot be nested in itself. */
struct query query_start(struct store *store, const char *sql);

/* Texts and blobs are borrowed until query_end. A NULL text counts as "". */
void query_bind_i64(struct query *q, int64_t value);
void query_bind_i64_or_null(struct query *q, int64_t value, int64_t null_value); /* NULL_VALUE becomes NULL */
void query_bind_double_or_null(struct query *q, bool given, double value);
void query_bind_text(struct query *q, const char *text);
void query_bind_blob(struct query *q, const void *bytes, size_t length); /* NULL bytes: NULL */
void query_bind_name(struct query *q, const char *const *names, size_t n, size_t index);

/* Step: true when a row is there. */
bool query_next(struct query *q);

/* Read the next column. NULL becomes NULL_VALUE, or 0, "" ... */
int64_t query_i64(struct query *q);
int32_t query_i32(struct query *q, int32_t null_value);
bool query_bool(struct query *q);
double query_double(struct query *q, bool *given);
const char *query_text(struct query *q, struct arena *arena);
const char *query_text_borrowed(struct query *q);        /* until the next query_next */
const void *query_blob(struct query *q, size_t *length); /* until the next query_next */
/* The index of a text in NAMES; 0 when it is none of them. */
size_t query_name(struct query *q, const char *const *names, size_t n);

/* Reset the statement. Turns the first failure into a sentence. */
MUST_CHECK enum status query_end(struct query *q, struct error *err);
/* Step to the end, then query_end: for statements that write. */
MUST_CHECK enum status query_run(struct query *q, struct error *err);
/* Read the first column of the first row as a number (NULL_VALUE when no row or NULL), then query_end. */
MUST_CHECK enum status query_number(struct query *q, int64_t null_value, int64_t *out, struct error *err);

/* For tables that people's rows live in. The uuid of a new row: GIVEN, else a new one written to MADE. */
const char *query_uuid(const char *given, char made[37]);
/* query_run, then *ID is the new row's id. */
MUST_CHECK enum status query_insert(struct query *q, int64_t *id, struct error *err);
/* query_run; STATUS_NOT_FOUND, naming WHAT and ID, when no row was touched. */
MUST_CHECK enum status query_update(struct query *q, const char *what, int64_t id, struct error *err);

/* "%text%" with LIKE's own characters escaped by '\', in ARENA. */
const char *query_like(struct arena *arena, const char *text);

#endif
