/* jobs: what the two formats of jobs share: finding the site, and saving without doubling. */
#ifndef ROUNDS_CLI_IMPORT_JOBS_H
#define ROUNDS_CLI_IMPORT_JOBS_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "geo/store/job.h"
#include "geo/store/site.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct import;

enum { JOBS_PLACE_M = 50 }; /* a site this near to a job's place is its site */

/* What a file says about where a job is. Texts "" when it does not say. */
struct jobs_where {
    const char *key, *name, *town, *postcode;
    bool has_place;
    struct point at;
};

/* The one site that WHERE means: by key, by name (folded; town and postcode decide between namesakes), by place. A part of
 * a name is not enough: an engineer would be sent to the wrong door. *WHY is NULL when it was found, else the sentence,
 * with near names. */
MUST_CHECK enum status jobs_find_site(struct import *im, const struct jobs_where *where, struct site *site,
                                      const char **why, struct error *err);
/* Only an exact key or name; *FOUND tells. For texts that may be anything. */
MUST_CHECK enum status jobs_find_exact(struct import *im, const char *text, struct site *site, bool *found,
                                       struct error *err);

/* The window of a job that is booked for a day and no time: the owner's working hours, else 09:00-17:00. */
MUST_CHECK enum status jobs_whole_day(struct import *im, int32_t duration_s, struct job *job, struct error *err);

/* How long a job takes that does not say: as long as usual at the site, else the setting. */
int32_t jobs_duration(const struct import *im, const struct site *site);

/* A wall-clock time that DAY does not have (the hour the clocks skip in spring): the sentence, else NULL. */
const char *jobs_missing_hour(struct import *im, int32_t day, int32_t wall_s);

/* Insert JOB, or update the one with its uid (without a uid: at the same site, day and time), and count. A file with an
 * older sequence changes nothing. What is done stays done. STATUS_GIVEN: the file said which status. */
MUST_CHECK enum status jobs_save(struct import *im, const struct job *job, bool status_given, struct error *err);
/* Cancel the job with this uid, if there is one that is open. */
MUST_CHECK enum status jobs_cancel(struct import *im, const char *uid, int32_t sequence, struct error *err);

#endif
