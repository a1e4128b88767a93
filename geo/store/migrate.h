/* migrate: the numbered steps from an empty file to the schema of this program. Internal to geo/store.
 *
 * To add one: write sql/NNNN_what_it_does.sql with the next number, its last line `PRAGMA user_version = NNNN;`; list it
 * in CMakeLists.txt; add its hash to tests/store/test_store_migrate.c. A shipped one is never edited. A migration that
 * changes tables which undo has recorded must also empty undo_step, unless it only appends columns with defaults.
 */
#ifndef ROUNDS_GEO_STORE_MIGRATE_H
#define ROUNDS_GEO_STORE_MIGRATE_H

#include "geo/base/status.h"
#include "geo/store/store.h"

#include <stddef.h>
#include <stdint.h>

struct migration {
    int32_t version; /* 1, 2, 3 ... */
    const char *name;
    const char *sql;
};

/* The migrations of this program, made by embed_sql.cmake. */
const struct migration *migration_list(size_t *n);

/* Bring the open STORE to the last version of LIST: a copy of the file first unless it is empty, then each step as one
 * transaction. Another process may do the same at the same time; each step is done once. */
MUST_CHECK enum status migrate(struct store *store, const struct migration *list, size_t n, struct error *err);

/* store_open with another list of migrations: for tests. */
MUST_CHECK enum status store_open_with(const char *path, enum store_mode mode, int64_t now_utc,
                                       const struct migration *list, size_t n, struct store **out, struct error *err);

#endif
