/* jobs: what the two formats of jobs share: times, and saving without doubling. */
#ifndef ROUNDS_CLI_IMPORT_JOBS_H
#define ROUNDS_CLI_IMPORT_JOBS_H

#include "geo/base/status.h"
#include "geo/store/job.h"

#include <stdint.h>

struct import;
struct site;

/* The window of a job that is booked for a day and no time: the owner's working hours, else 09:00-17:00. */
MUST_CHECK enum status jobs_whole_day(struct import *im, int32_t duration_s, struct job *job, struct error *err);

/* How long a job takes that does not say: as long as usual at the site, else the setting. */
int32_t jobs_duration(const struct import *im, const struct site *site);

/* What a row or an event said of its job; the site and the day it always does. */
enum jobs_given {
    JOBS_WINDOW = 1,
    JOBS_DURATION = 2,
    JOBS_TITLE = 4,
    JOBS_STATUS = 8,
    JOBS_ENGINEER = 16,
};

/* Insert JOB, or update the one with its uid (without a uid: the one that a file booked for that site, day and time, or
 * that was booked so by hand), and count. An update is laid over: a field that the file does not give, or gives as it did
 * at the last import, stays as it is in the store, so that what was changed by hand is kept until the file changes it
 * too. A file with an older sequence changes nothing. What is done stays done; when the file moves it to a later day it
 * is booked there anew. GIVEN: of enum jobs_given. */
MUST_CHECK enum status jobs_save(struct import *im, const struct job *job, unsigned given, struct error *err);
/* Cancel the job with this uid, if there is one that is open. */
MUST_CHECK enum status jobs_cancel(struct import *im, const char *uid, int32_t sequence, struct error *err);
/* The notes of a file's end: jobs that it moved are named one by one, up to a number. */
void jobs_notes(struct import *im);

#endif
