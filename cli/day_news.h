/* day_news: what a saved plan does not know: what was changed since it was made, and how late it is. */
#ifndef ROUNDS_CLI_DAY_NEWS_H
#define ROUNDS_CLI_DAY_NEWS_H

#include "cli/cmd.h"
#include "planner/plan.h"

struct json_t;

/* plan_changes, in the arena; nothing for a day that is past. */
struct day_news {
    const char *const *texts;
    size_t n;
};
MUST_CHECK enum status day_news_read(struct cli *cli, const struct plan *plan, struct day_news *out, struct error *err);
/* Each as "! ..." on stderr, and what makes the plan anew. */
void day_news_warn(struct cli *cli, const struct plan *plan, const struct day_news *news);
struct json_t *day_news_json(const struct day_news *news); /* array of texts; a new reference */

/* Both: for commands whose document has no place for them. */
MUST_CHECK enum status day_news_tell(struct cli *cli, const struct plan *plan, struct error *err);

/* Now, in the plan's seconds. False when its day is not today. */
bool day_news_now(const struct cli *cli, const struct plan *plan, int32_t *now_s);
/* plan_ahead from FROM and now, over what is still booked. */
MUST_CHECK enum status day_news_ahead(struct cli *cli, const struct plan *plan, size_t next, struct point from,
                                      struct plan_ahead *out, struct error *err);
/* The sentence on a job that will be late, or on the next stop that will be closed; "" when neither is to be. */
const char *day_news_late(struct cli *cli, const struct plan *plan, size_t next, const struct plan_ahead *ahead);
/* The same on a parcel that will be too late. */
const char *day_news_parcel(struct cli *cli, const struct plan *plan, size_t next, const struct plan_ahead *ahead);
/* Both as a document: {drive_s, drive_m, arrive, closed, late: {job_id, name, late_s, ...} or null, parcel_late}. */
struct json_t *day_news_ahead_json(const struct plan *plan, const struct plan_ahead *ahead);

#endif
