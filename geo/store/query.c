#include "geo/store/query.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

struct query query_start(struct store *store, const char *sql)
{
    struct query q = {.store = store};
    q.stmt = db_statement(store, sql, &q.rc);
    assert(q.rc != SQLITE_OK || !sqlite3_stmt_busy(q.stmt));
    return q;
}

/* Count a parameter; false when the query has failed already. */
static bool next_parameter(struct query *q)
{
    q->bound++;
    return q->rc == SQLITE_OK;
}

void query_bind_i64(struct query *q, int64_t value)
{
    if (next_parameter(q)) {
        q->rc = sqlite3_bind_int64(q->stmt, q->bound, value);
    }
}

void query_bind_i64_or_null(struct query *q, int64_t value, int64_t null_value)
{
    if (next_parameter(q)) {
        q->rc =
            value == null_value ? sqlite3_bind_null(q->stmt, q->bound) : sqlite3_bind_int64(q->stmt, q->bound, value);
    }
}

void query_bind_double_or_null(struct query *q, bool given, double value)
{
    if (next_parameter(q)) {
        q->rc = given ? sqlite3_bind_double(q->stmt, q->bound, value) : sqlite3_bind_null(q->stmt, q->bound);
    }
}

void query_bind_text(struct query *q, const char *text)
{
    if (next_parameter(q)) {
        q->rc = sqlite3_bind_text(q->stmt, q->bound, text == NULL ? "" : text, -1, SQLITE_STATIC);
    }
}

void query_bind_blob(struct query *q, const void *bytes, size_t length)
{
    if (next_parameter(q)) {
        q->rc = bytes == NULL ? sqlite3_bind_null(q->stmt, q->bound)
                              : sqlite3_bind_blob64(q->stmt, q->bound, bytes, length, SQLITE_STATIC);
    }
}

void query_bind_name(struct query *q, const char *const *names, size_t n, size_t index)
{
    assert(index < n);
    query_bind_text(q, names[index]);
}

bool query_next(struct query *q)
{
    if (q->rc != SQLITE_OK && q->rc != SQLITE_ROW) {
        return false;
    }
    assert(q->rc == SQLITE_ROW || q->bound == sqlite3_bind_parameter_count(q->stmt));
    q->rc = sqlite3_step(q->stmt);
    q->column = 0;
    return q->rc == SQLITE_ROW;
}

/* The column that is read now. */
static int next_column(struct query *q)
{
    assert(q->rc == SQLITE_ROW && q->column < sqlite3_column_count(q->stmt));
    return q->column++;
}

int64_t query_i64(struct query *q)
{
    return sqlite3_column_int64(q->stmt, next_column(q));
}

int32_t query_i32(struct query *q, int32_t null_value)
{
    int column = next_column(q);
    if (sqlite3_column_type(q->stmt, column) == SQLITE_NULL) {
        return null_value;
    }
    return sqlite3_column_int(q->stmt, column);
}

bool query_bool(struct query *q)
{
    return sqlite3_column_int(q->stmt, next_column(q)) != 0;
}

double query_double(struct query *q, bool *given)
{
    int column = next_column(q);
    *given = sqlite3_column_type(q->stmt, column) != SQLITE_NULL;
    return sqlite3_column_double(q->stmt, column);
}

const char *query_text_borrowed(struct query *q)
{
    const void *text = sqlite3_column_text(q->stmt, next_column(q));
    return text == NULL ? "" : text;
}

const char *query_text(struct query *q, struct arena *arena)
{
    const char *text = query_text_borrowed(q);
    if (text[0] == '\0') {
        return "";
    }
    return arena_strndup(arena, text, (size_t)sqlite3_column_bytes(q->stmt, q->column - 1));
}

const void *query_blob(struct query *q, size_t *length)
{
    int column = next_column(q);
    const void *bytes = sqlite3_column_blob(q->stmt, column);
    *length = (size_t)sqlite3_column_bytes(q->stmt, column);
    return bytes;
}

size_t query_name(struct query *q, const char *const *names, size_t n)
{
    const char *text = query_text_borrowed(q);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(text, names[i]) == 0) {
            return i;
        }
    }
    return 0;
}

enum status query_end(struct query *q, struct error *err)
{
    bool good = q->rc == SQLITE_OK || q->rc == SQLITE_ROW || q->rc == SQLITE_DONE;
    enum status status = good ? STATUS_OK : db_error(q->store, q->rc, err);
    if (q->stmt != NULL) {
        sqlite3_reset(q->stmt);
        sqlite3_clear_bindings(q->stmt);
    }
    return status;
}

enum status query_run(struct query *q, struct error *err)
{
    while (query_next(q)) {
    }
    return query_end(q, err);
}

enum status query_number(struct query *q, int64_t null_value, int64_t *out, struct error *err)
{
    int64_t number = null_value;
    if (query_next(q) && sqlite3_column_type(q->stmt, 0) != SQLITE_NULL) {
        number = query_i64(q);
    }
    enum status status = query_end(q, err);
    if (status == STATUS_OK) {
        *out = number;
    }
    return status;
}

const char *query_uuid(const char *given, char made[37])
{
    if (given != NULL && given[0] != '\0') {
        return given;
    }
    text_uuid4(made);
    return made;
}

enum status query_insert(struct query *q, int64_t *id, struct error *err)
{
    enum status status = query_run(q, err);
    if (status == STATUS_OK) {
        *id = sqlite3_last_insert_rowid(q->store->db);
    }
    return status;
}

enum status query_update(struct query *q, const char *what, int64_t id, struct error *err)
{
    enum status status = query_run(q, err);
    if (status == STATUS_OK && sqlite3_changes(q->store->db) == 0) {
        status = error_set(err, STATUS_NOT_FOUND, "there is no %s #%" PRId64, what, id);
    }
    return status;
}

const char *query_like(struct arena *arena, const char *text)
{
    size_t length = strlen(text);
    char *pattern = arena_alloc(arena, 2 * length + 3);
    size_t at = 0;
    pattern[at++] = '%';
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '%' || text[i] == '_' || text[i] == '\\') {
            pattern[at++] = '\\';
        }
        pattern[at++] = text[i];
    }
    pattern[at++] = '%';
    pattern[at] = '\0';
    return pattern;
}
