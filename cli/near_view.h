/* near_view: what is near, as one wants it in a lay-by. */
#ifndef ROUNDS_CLI_NEAR_VIEW_H
#define ROUNDS_CLI_NEAR_VIEW_H

#include "cli/cmd.h"
#include "planner/near.h"

/* What was asked, for the heading. */
struct near_asked {
    const char *from; /* "here (Oakham Bakery)", "52.67,-0.73" */
    const struct near_request *request;
};

MUST_CHECK enum status near_view_print(struct cli *cli, const struct near_asked *asked,
                                       const struct near_answer *answer, struct error *err);
MUST_CHECK enum status near_view_json(struct cli *cli, const struct near_asked *asked, const struct near_answer *answer,
                                      struct error *err);

#endif
