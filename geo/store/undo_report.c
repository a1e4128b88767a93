#include "geo/store/undo_report.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/store/db.h"
#include "geo/store/geom.h"
#include "geo/store/query.h"
#include "geo/store/undo_columns.h"

#include <string.h>

enum { COLUMNS_MAX = 64, PLACE_DECIMALS = 6 };

/* Where a change's owner is looked up once its row is there. */
struct pending {
    const char *owner_sql; /* NULL: found already */
    int64_t key;
};

struct undo_report {
    struct arena *arena;
    size_t rows, n, max;
    struct store_change *changes;
    struct pending *pending;
    /* the table that is being read, and its columns in the order of the change set */
    const struct undo_table *table;
    struct undo_column columns[COLUMNS_MAX];
    int columns_n;
};

struct undo_report *undo_report_new(struct arena *arena, size_t max_changes)
{
    struct undo_report *report = arena_alloc(arena, sizeof *report);
    report->arena = arena;
    report->max = max_changes;
    report->changes = arena_array(arena, max_changes, sizeof *report->changes);
    report->pending = arena_array(arena, max_changes, sizeof *report->pending);
    return report;
}

/* --- values ----------------------------------------------------------------------------------------------------- */

/* The first column of SQL's row for KEY; "" when there is none. */
static const char *look_up(struct undo_report *report, struct store *store, const char *sql, int64_t key)
{
    struct query q = query_start(store, sql);
    query_bind_i64(&q, key);
    const char *text = query_next(&q) ? query_text(&q, report->arena) : "";
    return query_end(&q, NULL) == STATUS_OK ? text : "";
}

static const char *weekdays_text(struct arena *arena, int64_t mask)
{
    static const char names[7][3] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    const char *text = "";
    for (int i = 0; i < 7; i++) {
        if ((mask >> i & 1) != 0) {
            text = arena_printf(arena, "%s%s%s", text, *text == '\0' ? "" : " ", names[i]);
        }
    }
    return text;
}

static const char *place_text(struct arena *arena, sqlite3_value *value)
{
    struct point p;
    const void *blob = sqlite3_value_blob(value);
    if (!geom_read(blob, (size_t)sqlite3_value_bytes(value), &p)) {
        return "";
    }
    char lat[NUM_DECIMAL_MAX];
    char lon[NUM_DECIMAL_MAX];
    num_format(lat, p.lat_deg, PLACE_DECIMALS);
    num_format(lon, p.lon_deg, PLACE_DECIMALS);
    return arena_printf(arena, "%s,%s", lat, lon);
}

static const char *plain_text(struct arena *arena, sqlite3_value *value)
{
    if (sqlite3_value_type(value) == SQLITE_BLOB) {
        return "";
    }
    const void *text = sqlite3_value_text(value);
    return arena_strdup(arena, text);
}

static const char *civil_text(struct arena *arena, void (*format)(char out[CIVIL_TEXT], int32_t value), int64_t value)
{
    char text[CIVIL_TEXT] = "";
    if (value >= INT32_MIN && value <= INT32_MAX) {
        format(text, (int32_t)value);
    }
    return arena_strdup(arena, text);
}

static const char *value_text(struct undo_report *report, struct store *store, enum undo_form form,
                              sqlite3_value *value)
{
    struct arena *arena = report->arena;
    if (value == NULL || sqlite3_value_type(value) == SQLITE_NULL) {
        return "";
    }
    int64_t number = sqlite3_value_int64(value);
    switch (form) {
    case UNDO_DAY:
        return civil_text(arena, civil_format_date, number);
    case UNDO_TIME:
        return civil_text(arena, civil_format_time, number);
    case UNDO_MINUTES:
        return arena_printf(arena, "%lld min", (long long)(number / 60));
    case UNDO_YES_NO:
        return number != 0 ? "yes" : "no";
    case UNDO_WEEKDAYS:
        return weekdays_text(arena, number);
    case UNDO_PLACE:
        return place_text(arena, value);
    case UNDO_SITE:
        return look_up(report, store, "SELECT name FROM site WHERE id = ?", number);
    case UNDO_ENGINEER:
        return look_up(report, store, "SELECT name FROM engineer WHERE id = ?", number);
    case UNDO_CONTACT:
        return look_up(report, store, "SELECT name FROM contact WHERE id = ?", number);
    case UNDO_HIDDEN:
    case UNDO_TEXT:
    case UNDO_NOTE:
        break;
    }
    return plain_text(arena, value);
}

/* --- one change ------------------------------------------------------------------------------------------------- */

struct row {
    sqlite3_changeset_iter *changes;
    int op;
    int64_t key; /* the first column, which is the primary key or its first part, in every table of ours */
};

static sqlite3_value *value_of(const struct row *row, int column, bool after)
{
    sqlite3_value *value = NULL;
    if (after ? row->op != SQLITE_DELETE : row->op != SQLITE_INSERT) {
        int rc = after ? sqlite3changeset_new(row->changes, column, &value)
                       : sqlite3changeset_old(row->changes, column, &value);
        value = rc == SQLITE_OK ? value : NULL;
    }
    return value;
}

static bool is_private_kind(const char *kind)
{
    return strcmp(kind, "private") == 0 || strcmp(kind, "tender") == 0 || strcmp(kind, "politics") == 0;
}

/* A private note's text stays private here too: the report may end in a log or on a projector. */
static bool is_private_note(struct undo_report *report, struct store *store, const struct row *row)
{
    for (int i = 0; i < report->columns_n && row->op != SQLITE_UPDATE; i++) {
        if (strcmp(report->columns[i].column, "kind") == 0) {
            const void *kind = sqlite3_value_text(value_of(row, i, row->op == SQLITE_INSERT));
            return kind != NULL && is_private_kind(kind);
        }
    }
    return is_private_kind(look_up(report, store, "SELECT kind FROM note WHERE id = ?", row->key));
}

static const char *side_text(struct undo_report *report, struct store *store, const struct row *row, int column,
                             bool after)
{
    sqlite3_value *value = value_of(row, column, after);
    enum undo_form form = report->columns[column].form;
    if (form == UNDO_NOTE && value != NULL && is_private_note(report, store, row)) {
        return "(private)";
    }
    return value_text(report, store, form, value);
}

static void add_change(struct undo_report *report, const struct row *row, struct store_change change)
{
    change.table = report->table->name;
    change.what = "";
    change.op = '~';
    if (row->op != SQLITE_UPDATE) {
        change.op = row->op == SQLITE_INSERT ? '+' : '-';
    }
    report->pending[report->n] = (struct pending){report->table->owner_sql, row->key};
    report->changes[report->n++] = change;
}

static void add_whole_row(struct undo_report *report, struct store *store, const struct row *row)
{
    const char *title = report->table->name;
    for (int i = 0; i < report->columns_n && report->table->title != NULL; i++) {
        if (strcmp(report->columns[i].column, report->table->title) == 0) {
            title = side_text(report, store, row, i, row->op == SQLITE_INSERT);
        }
    }
    bool appears = row->op == SQLITE_INSERT;
    add_change(report, row,
               (struct store_change){.column = "", .before = appears ? "" : title, .after = appears ? title : ""});
}

static void add_columns(struct undo_report *report, struct store *store, const struct row *row)
{
    for (int i = 0; i < report->columns_n && report->n < report->max; i++) {
        if (report->columns[i].form == UNDO_HIDDEN || value_of(row, i, true) == NULL) {
            continue;
        }
        add_change(report, row,
                   (struct store_change){.column = report->columns[i].shown,
                                         .before = side_text(report, store, row, i, false),
                                         .after = side_text(report, store, row, i, true)});
    }
}

/* --- the whole -------------------------------------------------------------------------------------------------- */

/* Fill in the owners that can be found now. */
static enum status find_owners(struct undo_report *report, struct store *store, size_t from, struct error *err)
{
    for (size_t i = from; i < report->n; i++) {
        struct pending *pending = &report->pending[i];
        if (pending->owner_sql == NULL) {
            continue;
        }
        struct query q = query_start(store, pending->owner_sql);
        query_bind_i64(&q, pending->key);
        if (query_next(&q)) {
            report->changes[i].what = query_text(&q, report->arena);
            pending->owner_sql = NULL;
        }
        enum status status = query_end(&q, err);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}

static enum status enter_table(struct undo_report *report, struct store *store, const char *name, int columns_n,
                               struct error *err)
{
    if (report->table != NULL && strcmp(report->table->name, name) == 0) {
        return STATUS_OK;
    }
    report->table = undo_columns_of(name);
    report->columns_n = 0;
    if (report->table == NULL || columns_n > COLUMNS_MAX) {
        return error_set(err, STATUS_STORE, "an undo step of %s speaks of an unknown table %s: run `rounds doctor`",
                         store->path, name);
    }
    struct query q = query_start(store, "SELECT name FROM pragma_table_info(?) ORDER BY cid");
    query_bind_text(&q, name);
    while (report->columns_n < columns_n && query_next(&q)) {
        report->columns[report->columns_n++] = undo_columns_find(report->table, query_text(&q, report->arena));
    }
    return query_end(&q, err);
}

static enum status read_change(struct undo_report *report, struct store *store, sqlite3_changeset_iter *changes,
                               struct error *err)
{
    struct row row = {.changes = changes};
    const char *table = NULL;
    int columns_n = 0;
    int rc = sqlite3changeset_op(changes, &table, &columns_n, &row.op, NULL);
    if (rc != SQLITE_OK) {
        return db_error(store, rc, err);
    }
    report->rows++;
    if (report->n >= report->max) {
        return STATUS_OK;
    }
    enum status status = enter_table(report, store, table, columns_n, err);
    if (status != STATUS_OK) {
        return status;
    }
    size_t from = report->n;
    row.key = sqlite3_value_int64(value_of(&row, 0, row.op == SQLITE_INSERT));
    if (row.op == SQLITE_UPDATE) {
        add_columns(report, store, &row);
    } else {
        add_whole_row(report, store, &row);
    }
    return find_owners(report, store, from, err);
}

enum status undo_report_read(struct undo_report *report, struct store *store, const void *changes, int n,
                             struct error *err)
{
    union {
        const void *in;
        void *out; /* SQLite's signature is not const, but it only reads */
    } bytes = {.in = changes};
    sqlite3_changeset_iter *iter = NULL;
    int rc = sqlite3changeset_start(&iter, n, bytes.out);
    if (rc != SQLITE_OK) {
        return db_error(store, rc, err);
    }
    enum status status = STATUS_OK;
    while (status == STATUS_OK && sqlite3changeset_next(iter) == SQLITE_ROW) {
        status = read_change(report, store, iter, err);
    }
    rc = sqlite3changeset_finalize(iter); /* also the failure that ended the loop */
    return status == STATUS_OK && rc != SQLITE_OK ? db_error(store, rc, err) : status;
}

enum status undo_report_finish(struct undo_report *report, struct store *store, struct store_undo_report *out,
                               struct error *err)
{
    enum status status = find_owners(report, store, 0, err);
    out->rows = report->rows;
    out->changes = report->changes;
    out->changes_n = report->n;
    return status;
}
