/* job_fields: a job's data as FIELD=VALUE, for `rounds add job` and `rounds edit J12`. */
#ifndef ROUNDS_CLI_JOB_FIELDS_H
#define ROUNDS_CLI_JOB_FIELDS_H

#include "cli/cmd.h"
#include "geo/store/job.h"

/* Sets one of date, start (09:00 or 09:00-10:00: the work begins between these), minutes, title, status (open, done,
 * cancelled), uid. Each message names the field and what is right. */
MUST_CHECK enum status job_fields_set(struct cli *cli, struct job *job, const char *field, const char *value,
                                      struct error *err);
/* What no field by itself can tell, after the last of them was set and before JOB is saved. BEFORE is the job as it was,
 * NULL for a new one: only what is different from it is looked at. Refuses a start that the day does not have and one
 * that another job at the same site has; notes a day in the past. */
MUST_CHECK enum status job_fields_check(struct cli *cli, const struct job *before, const struct job *job,
                                        struct error *err);
/* Can work start between these times of DAY? NULL, or why not: 24:00, a window that ends before it begins, an hour that
 * the clocks skip. Also for imports. */
const char *job_fields_bad_start(struct arena *arena, int32_t day, int32_t earliest_s, int32_t latest_s);
/* "J5: boiler service at Oakham Bakery, Tue 24 Nov 2026, 08:30-09:00, 45 min". In the arena. */
char *job_fields_text(struct cli *cli, const struct job *job);

#endif
