/* day_view: a plan on the screen, as one wants it in a lay-by. */
#ifndef ROUNDS_CLI_DAY_VIEW_H
#define ROUNDS_CLI_DAY_VIEW_H

#include "cli/cmd.h"
#include "planner/plan.h"

/* The whole day. MARK: with the stops' states and a '>' at the one that is next (`today`). */
MUST_CHECK enum status day_view_print(struct cli *cli, const struct plan *plan, bool mark, struct error *err);

/* The document "rounds-plan" of planner/plan_json, as it is documented there. */
MUST_CHECK enum status day_view_json(struct cli *cli, const struct plan *plan, struct error *err);

/* The lines under a stop: booked when, why, what it costs; what else it is good for; whom to ask for. STOP is one of
 * PLAN's. Indented by INDENT. */
void day_view_stop_lines(struct cli *cli, const struct plan *plan, const struct plan_stop *stop, int indent);

/* "Lunch at Quarry Cafe", "Lunch, at Oakham Bakery": where it is taken, unless that is where one is anyway. INDEX is a break's. */
const char *day_view_break(struct cli *cli, const struct plan *plan, size_t index);
/* A leg whose minutes come from elsewhere than most of the plan's, as a line under the stop that it leads to; else nothing. */
void day_view_odd_source(struct cli *cli, const struct plan *plan, const char *source, int indent);
/* A leg: "14 min, 8.6 km", the minutes by the clock (words_between). */
const char *day_view_leg(struct cli *cli, int32_t from_s, int32_t to_s, int32_t drive_m);
/* The number that people see: breaks are not counted. */
size_t day_view_number(const struct plan *plan, size_t index);

/* Index of the first stop that is neither done nor skipped; stops_n when there is none. A break that is over, or
 * that lies before a stop already ticked off, is passed. */
size_t day_view_next(const struct cli *cli, const struct plan *plan);
/* The same, breaks left out: where one drives to, and what `done` means. */
size_t day_view_next_place(const struct plan *plan);

/* The day that a command means when it is not told: today while there is work left, else the next one with jobs, else the
 * next working day. */
MUST_CHECK enum status day_view_default(struct cli *cli, int32_t *day, struct error *err);

/* plan_load; a stop whose site was deleted since counts as skipped, and parcels that it found no stop for are left out when
 * they were seen to since. */
MUST_CHECK enum status day_view_load(struct cli *cli, int32_t day, struct plan **plan, struct saved_plan *saved,
                                     struct error *err);

/* Parcels of PLAN that are in none of its stops: those that cannot wait, as "! ..."; and those that can, under a heading.
 * Nothing when there are none. */
void day_view_parcels_due(struct cli *cli, const struct plan *plan);
void day_view_parcels_waiting(struct cli *cli, const struct plan *plan);
/* Out of that list with what was seen to since. */
MUST_CHECK enum status day_view_drop_parcels(struct cli *cli, struct plan *plan, struct error *err);
/* Open parcels that can be seen to on DAY: ready by then, of no later job, and at no stop to come of PLAN (may be NULL).
 * Prints nothing when there are none. */
MUST_CHECK enum status day_view_parcels(struct cli *cli, int32_t day, const struct plan *plan, const char *lead,
                                        struct error *err);

/* Promises that are due by DAY, for `today`, LEAD in front. Prints nothing when there are none. */
MUST_CHECK enum status day_view_promises(struct cli *cli, int32_t day, const char *lead, struct error *err);

#endif
