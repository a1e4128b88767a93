/* job_fields: a job's data as FIELD=VALUE, for `rounds add job` and `rounds edit J12`. */
#ifndef ROUNDS_CLI_JOB_FIELDS_H
#define ROUNDS_CLI_JOB_FIELDS_H

#include "cli/cmd.h"
#include "geo/store/job.h"

/* Sets one of date, start (09:00 or 09:00-10:00: the work begins between these), minutes, title, status (open, done,
 * cancelled), uid. Each message names the field and what is right. */
MUST_CHECK enum status job_fields_set(struct cli *cli, struct job *job, const char *field, const char *value,
                                      struct error *err);
/* "J5: boiler service at Oakham Bakery, Tue 24 Nov 2026, 08:30-09:00, 45 min". In the arena. */
char *job_fields_text(struct cli *cli, const struct job *job);

#endif
