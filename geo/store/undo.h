/* undo: what a command changed, recorded by SQLite's session extension. Internal to geo/store; store_undo is in store.h.
 */
#ifndef ROUNDS_GEO_STORE_UNDO_H
#define ROUNDS_GEO_STORE_UNDO_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>

struct store;

/* The tables under undo: all that hold a person's data. *N of them. */
const char *const *undo_tables(size_t *n);

/* Watch the tables from now on; ends with undo_stop. */
MUST_CHECK enum status undo_start(struct store *store, struct error *err);
/* Write what was changed since undo_start as an undo step of COMMAND. *RECORDED is false when it was too large. */
MUST_CHECK enum status undo_record(struct store *store, const char *command, bool *recorded, struct error *err);
void undo_stop(struct store *store); /* twice does nothing */

/* For tests: other caps than CAP_UNDO_STEPS and CAP_UNDO_BYTES. */
void undo_set_caps(struct store *store, size_t steps, size_t bytes);

#endif
