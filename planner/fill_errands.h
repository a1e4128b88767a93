/* fill_errands: the stops of errands as people see them, and the parcels that are in none. */
#ifndef ROUNDS_PLANNER_FILL_ERRANDS_H
#define ROUNDS_PLANNER_FILL_ERRANDS_H

#include "planner/fill.h"

/* STOP, which is for an errand alone: at place NUMBER of the answer's trial. */
MUST_CHECK enum status fill_errand(const struct answer *answer, uint32_t number, struct plan_stop *stop,
                                   struct error *err);
/* The parcels that place NUMBER sees to, whatever else it is. */
void fill_parcels(const struct answer *answer, uint32_t number, struct plan_stop *stop);

/* Stops at one site right after each other, where one of them is for parcels, become one. The last thing to be done: stops
 * no longer stand where the trial has them. */
MUST_CHECK enum status fill_merge(const struct answer *answer, struct plan *plan, struct error *err);

/* Set PLAN's parcels_missed. PLAN is filled otherwise. */
MUST_CHECK enum status fill_parcels_missed(const struct answer *answer, struct plan *plan, struct error *err);

#endif
