/* parcels_day: what a parcel asks of a day. */
#ifndef ROUNDS_CLI_PARCELS_DAY_H
#define ROUNDS_CLI_PARCELS_DAY_H

#include "cli/cmd.h"
#include "geo/store/parcel.h"
#include "planner/parcels.h"

/* The last moment of what is due on DAY at WALL_S; NUMBER_UNSET: of the day. */
int64_t parcels_day_by(int32_t day, int32_t wall_s);
/* PARCEL, which goes out, into REQUEST: its carrier and moments, and that it comes after its job, where the plan has that;
 * else not before the job can be over. A deadline of an earlier day binds no more, as in the plan. */
MUST_CHECK enum status parcels_day_ask(struct cli *cli, const struct parcel *parcel, struct parcels_request *request,
                                       struct error *err);

#endif
