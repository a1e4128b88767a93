/* drive: the schedule of a sequence of places on a day with rush hours, when a leg takes as long as its departure has it. */
#ifndef ROUNDS_PLANNER_DRIVE_H
#define ROUNDS_PLANNER_DRIVE_H

#include "planner/core/solve.h"
#include "planner/rush.h"

#include <stdint.h>

/* As core_schedule (solve.h), on the only route of PROBLEM, of which travel_s are the times on free roads: the same words
 * about windows, lateness and the break. Everything is as early as can be (whoever leaves later does not arrive earlier,
 * so that no other times are less late), and the route then leaves as late as leaves its end and every lateness as they
 * are. *DRIVING_S is what the legs take at these times. Without windows in RUSH the answer is core_schedule's. */
uint32_t drive_schedule(const struct core_problem *problem, const struct rush_day *rush, const uint32_t *sequence,
                        uint32_t count, struct core_stop *out, int64_t *late_s, int32_t *leave_s, int32_t *home_s,
                        int64_t *driving_s);

#endif
