/* undo_report: a change set as lines that a person can read. Internal to geo/store.
 *
 * Read before the change set is applied and finished after it: a row's owner (the name of its site) is looked up while
 * it is there, which for rows that appear is afterwards.
 */
#ifndef ROUNDS_GEO_STORE_UNDO_REPORT_H
#define ROUNDS_GEO_STORE_UNDO_REPORT_H

#include "geo/base/status.h"
#include "geo/store/store.h"

#include <stddef.h>

struct undo_report;

/* At most MAX_CHANGES lines; in ARENA, as all that it fills. */
struct undo_report *undo_report_new(struct arena *arena, size_t max_changes);
MUST_CHECK enum status undo_report_read(struct undo_report *report, struct store *store, const void *changes, int n,
                                        struct error *err);
/* Fills rows, changes and changes_n of OUT. */
MUST_CHECK enum status undo_report_finish(struct undo_report *report, struct store *store,
                                          struct store_undo_report *out, struct error *err);

#endif
