/* search_errands: errands fitted into a day of jobs, one after the other, before visits are looked for. */
#ifndef ROUNDS_PLANNER_SEARCH_ERRANDS_H
#define ROUNDS_PLANNER_SEARCH_ERRANDS_H

#include "geo/base/status.h"
#include "planner/active.h"

#include <stdbool.h>
#include <stdint.h>

/* What is to be fitted in. */
struct errand_ask {
    struct place *places; /* any one of them serves it; their errand is set here */
    uint32_t n;
    const struct place_order *orders; /* that it brings; the number of an errand in them is set here */
    uint32_t orders_n;
    int32_t most_s; /* more driving than this is not worth it */
};

enum errand_fit {
    ERRAND_FITS,
    ERRAND_TOO_FAR, /* in time, but for more driving than that */
    ERRAND_NO_TIME  /* not without making something late */
};

/* Fit ASK into the plan BEST of SEARCH, which are duties alone. Where it fits, BEST, the frame and the places of SEARCH have
 * it: its number is frame->errands_n then. Where not, they are as they were. A job is no later than its late_ok_s, home
 * and lunch likewise. *MORE_S: the driving that it adds (of ERRAND_TOO_FAR: would add). */
MUST_CHECK enum status search_errand(struct search *search, struct stand *best, struct errand_ask *ask,
                                     enum errand_fit *fit, int64_t *more_s, struct error *err);

/* All duties once more together, and from then on what they cannot help is allowed, as search_jobs has it. OUT is what
 * search_visits begins with, ALONE what search_jobs said. */
MUST_CHECK enum status search_duties(struct search *search, struct place *const *jobs, const struct found *alone,
                                     struct stand *best, struct found *out, struct error *err);

#endif
