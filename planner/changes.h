/* changes: what has happened to a saved plan since it was made, being gathered. Internal to the planner; plan.h has the
 * question. */
#ifndef ROUNDS_PLANNER_CHANGES_H
#define ROUNDS_PLANNER_CHANGES_H

#include "planner/plan.h"

struct changes {
    struct store *store;
    const struct plan *plan;
    struct arena *arena;
    const char **texts;
    size_t n, capacity;
};

void changes_add(struct changes *changes, const char *text);
/* STATUS as it is; LOOKUP's sentence goes to ERR unless a row was only not found, which is an answer here. */
MUST_CHECK enum status changes_unless_gone(enum status status, const struct error *lookup, struct error *err);

/* --- changes_parcels.c ---------------------------------------------------------------------------------------------- */

/* Of the parcels that STOP sees to: handed over, deleted, moved, of another courier, too late for the cut-off as it is
 * now, or of a job that is not. */
MUST_CHECK enum status changes_of_parcels(struct changes *changes, const struct plan_stop *stop, struct error *err);
/* Open parcels that concern the day and that the plan knows nothing of, and those whose stop was ticked off without them. */
MUST_CHECK enum status changes_new_parcels(struct changes *changes, struct error *err);

#endif
