/* errands: what the day's open parcels, and lunch at a place with food, ask of its plan: stops that serve them, in any one
 * of several places, in their order with the jobs. */
#ifndef ROUNDS_PLANNER_ERRANDS_H
#define ROUNDS_PLANNER_ERRANDS_H

#include "geo/base/status.h"
#include "geo/store/parcel.h"
#include "geo/store/site.h"
#include "planner/candidates.h"
#include "planner/day.h"
#include "planner/drop.h"
#include "planner/search_errands.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hours_where;
struct store;

enum errand_kind {
    ERRAND_OUT,  /* parcels that can be handed over together */
    ERRAND_IN,   /* a parcel to be collected */
    ERRAND_LUNCH /* at a place with food */
};

/* A site that would serve an errand. */
struct errand_option {
    struct site site;
    bool doubtful;       /* of OUT: whether the carrier collects there, or when, is not known */
    struct drop_day day; /* of OUT */
};

struct errand {
    enum errand_kind kind;
    const struct parcel *parcels; /* of OUT all are alike but for what they are */
    size_t parcels_n;
    bool due;              /* it cannot wait for another day */
    int32_t ready_s, by_s; /* seconds elapsed; 0 and INT32_MAX where it is never too early, too late */
    bool has_job;          /* OUT: not before that job is done; IN: before it begins */
    uint32_t job;          /* index */
    /* what came of it */
    uint32_t number; /* in the frame, from 1; 0: it is in no stop of the plan */
    enum errand_fit fit;
    int64_t more_s;                /* driving that it adds, or would add */
    const char *why;               /* not NULL: it could not even be looked at */
    struct errand_option *options; /* by the index of its places */
    struct place *places;
    size_t options_n;
};

struct errands {
    struct errand *list; /* in the order in which they are fitted in */
    size_t n;
    bool lunch_moved; /* lunch is one of them, and the frame has no break */
};

/* What fitting in needs. */
struct errands_work {
    struct store *store;
    struct travel *travel;
    struct arena *arena; /* scratch, for as long as the plan is made */
    const struct day *day;
    const struct hours_where *where;
    struct search *search;     /* of the jobs */
    struct place *const *jobs; /* the same */
    const struct found *alone; /* what it found */
};

/* The errands of the day, from the store; no options yet. */
MUST_CHECK enum status errands_collect(const struct errands_work *work, struct errands *out, struct error *err);
/* Fit them into the day, each after the other; BASED is the plan of all duties then. */
MUST_CHECK enum status errands_plan(const struct errands_work *work, struct errands *errands, struct found *based,
                                    struct error *err);

/* The errand with NUMBER in the frame. */
const struct errand *errands_numbered(const struct errands *errands, uint32_t number);
/* The option of ERRAND at SITE_ID; NULL if there is none. */
const struct errand_option *errand_at(const struct errand *errand, int64_t site_id);

/* Visits to customers who would serve an errand as well, on the way: for each candidate that fits and each option with its
 * site. Sets the series of the candidates. In ARENA. */
struct place *errands_visits(const struct errands *errands, struct candidates *candidates, struct arena *arena,
                             size_t *n);

/* --- errand_options.c ------------------------------------------------------------------------------------------------- */

/* Where ERRAND could be served, STAND being the day as it is so far. Fills its options and places; of DOUBTFUL ones only
 * those. The best dozen, by what they cost on the way. */
MUST_CHECK enum status errand_find_options(const struct errands_work *work, const struct stand *stand, bool doubtful,
                                           struct errand *errand, struct error *err);

#endif
