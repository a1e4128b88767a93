/* parcels_view: where a parcel can be left, as one wants it in a lay-by. */
#ifndef ROUNDS_CLI_PARCELS_VIEW_H
#define ROUNDS_CLI_PARCELS_VIEW_H

#include "cli/cmd.h"
#include "geo/store/parcel.h"
#include "planner/parcels.h"

/* What was asked, for the heading. */
struct parcels_asked {
    const char *from;
    const struct parcels_request *request;
    const struct parcel *parcel; /* NULL: none in particular */
};

MUST_CHECK enum status parcels_view_print(struct cli *cli, const struct parcels_asked *asked,
                                          const struct parcels_answer *answer, struct error *err);
MUST_CHECK enum status parcels_view_json(struct cli *cli, const struct parcels_asked *asked,
                                         const struct parcels_answer *answer, struct error *err);

#endif
