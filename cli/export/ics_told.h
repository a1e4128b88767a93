/* ics_told: what a calendar was told of a day before, and what is to be told now: which events are changed, and which are
 * to be withdrawn. */
#ifndef ROUNDS_CLI_EXPORT_ICS_TOLD_H
#define ROUNDS_CLI_EXPORT_ICS_TOLD_H

#include "cli/export/export.h"
#include "geo/store/calendar.h"

/* The name of the event of STOP (one of PLAN's; NULL: coming home) for ever: of the day, the site, the job, and which of the
 * day's stops there it is. Not of its place in the order, which planning again changes. */
const char *ics_uid(struct arena *arena, const struct plan *plan, const struct plan_stop *stop);

/* Set sequence and changed_utc of EVENTS (N, which are told now): as they were told before if the digest is the same, else
 * one more, and now. *WITHDRAWN gets those that were told before, are of no stop of the plan any more and were not done either, cancelled;
 * of a range of stops (--stops A-B) none.
 * Reads and writes input->store; without one, everything is told for the first time. */
MUST_CHECK enum status ics_tell(const struct export_input *input, struct calendar_event *events, size_t n,
                                struct calendar_event **withdrawn, size_t *withdrawn_n, struct error *err);

/* FNV-1a of TEXT, for calendar_event.digest; of all that are cancelled it is the same. */
uint64_t ics_digest(const char *text, bool cancelled);

#endif
