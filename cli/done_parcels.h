/* done_parcels: the parcels of a stop that is ticked off. */
#ifndef ROUNDS_CLI_DONE_PARCELS_H
#define ROUNDS_CLI_DONE_PARCELS_H

#include "cli/cmd.h"
#include "planner/plan.h"

struct json_t;

/* Inside cli_begin: those of STOP that are still open were handed over or collected there on DAY, unless they are to be
 * KEPT open. *TEXT gets " K1, faulty board, handed over." of each, "" when there are none; PARCELS, an array, each that was
 * seen to as a document. */
MUST_CHECK enum status done_parcels(struct cli *cli, const struct plan_stop *stop, int32_t day, bool kept,
                                    const char **text, struct json_t *parcels, struct error *err);

#endif
