/* job: booked visits, at their windows. */
#ifndef ROUNDS_GEO_STORE_JOB_H
#define ROUNDS_GEO_STORE_JOB_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

enum job_status { JOB_OPEN, JOB_DONE, JOB_CANCELLED };

struct job {
    int64_t id; /* 0 = new */
    const char *uuid;
    const char *uid; /* the calendar's UID or the file's own key; "" for none */
    int32_t sequence;
    int64_t site_id;
    const char *site_name; /* filled by reads */
    int32_t day;
    int32_t earliest_s, latest_s; /* wall clock: the work starts between these */
    int32_t duration_s;
    const char *title;
    enum job_status status;
    int64_t engineer_id;  /* 0 = the owner of the file */
    const char *imported; /* what the file said at the last import, one field a line; "" when none did */
};

struct job job_empty(void);

MUST_CHECK enum status store_job_get(struct store *store, int64_t id, struct arena *arena, struct job *out,
                                     struct error *err);
/* The job with this UID, 0 if none. */
MUST_CHECK enum status store_job_by_uid(struct store *store, const char *uid, int64_t *id, struct error *err);
/* For files without UIDs: a job at SITE_ID on DAY that starts at EARLIEST_S and has no uid; 0 if none. */
MUST_CHECK enum status store_job_match(struct store *store, int64_t site_id, int32_t day, int32_t earliest_s,
                                       int64_t *id, struct error *err);
/* The same by what the file said, wherever the job was moved since: `imported` begins with PREFIX. */
MUST_CHECK enum status store_job_by_import(struct store *store, int64_t site_id, const char *prefix, int64_t *id,
                                           struct error *err);
MUST_CHECK enum status store_job_save(struct store *store, const struct job *job, int64_t *id, struct error *err);

struct job_filter {
    int32_t from_day, to_day; /* both included; DAY_NONE = open end */
    bool open_only;
    int64_t site_id;  /* 0 = any */
    const char *text; /* in title and site name; NULL = all */
};
/* Ordered by day, earliest_s, id. */
MUST_CHECK enum status store_job_list(struct store *store, const struct job_filter *filter, struct arena *arena,
                                      struct job **out, size_t *n, struct error *err);
/* The first day from FROM_DAY on that has an open job; DAY_NONE if none. */
MUST_CHECK enum status store_job_next_day(struct store *store, int32_t from_day, int32_t *day, struct error *err);

#endif
