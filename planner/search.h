/* search: which visits, and in what order. The solver sees a few hundred of the candidates at a time; then every other
 * one is priced against what it found, and those that would better it are let in, until none would. So the answer does
 * not depend on a pre-selection: no single candidate left out can be put into the plan, or in the place of one visit,
 * with a gain. */
#ifndef ROUNDS_PLANNER_SEARCH_H
#define ROUNDS_PLANNER_SEARCH_H

#include "geo/base/status.h"
#include "planner/ceiling.h"
#include "planner/place.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct bounds;
struct travel;

/* A plan as numbers of places, in order. */
struct line {
    uint32_t *places;
    uint32_t n;
};

struct search {
    struct arena *arena; /* scratch: the answer lives there too */
    struct travel *travel;
    struct frame *frame;
    const struct place **places; /* jobs first, then the places of errands: the duties; then who may be visited */
    uint32_t jobs_n, duties_n, n;
    struct bounds *bounds;       /* of places; of search_visits only */
    bool (*stop)(void *context); /* NULL, or asked now and then whether to end with what is found so far */
    void *stop_context;
};

/* What the solver settles before visits count at all (solve.h). */
struct levels {
    int64_t unserved, late_s, breaks_missed;
};

/* What was found. A plan's value is what its visits are worth less all driving, in seconds. */
struct found {
    struct line line;
    int64_t value_s;
    int64_t most_s;         /* no plan that keeps the rules has a value above this; CEILING_UNKNOWN */
    int64_t most_comfort_s; /* so much of that is for toilets on the way: without it, it holds without that reason */
    bool stopped;           /* by search->stop: a longer search may find better */
    /* of search_jobs */
    struct levels levels;
    bool *unserved; /* by job: no road leads there from home and back, or, ... */
    bool *no_room;  /* ... of those, not beside the other jobs */
    /* of search_visits */
    bool
        capped; /* the solver could not be given all that might have bettered the plan together, or the source could not be
                    asked about all */
};

/* The jobs alone, in the best order. Sets what the frame and the jobs (which are the caller's, in JOBS, the same as in
 * search->places) could not know before: base driving and the lateness that cannot be helped. */
MUST_CHECK enum status search_jobs(const struct search *search, struct place *const *jobs, struct found *out,
                                   struct error *err);

/* The best plan with visits, from JOBS_ONLY on. LEAST_S: for each place a lower bound of the driving it adds (jobs: any). */
MUST_CHECK enum status search_visits(const struct search *search, const struct found *jobs_only, const int32_t *least_s,
                                     struct found *out, struct error *err);

/* Stops for a toilet alone, where FOUND goes longer than comfort_s without one: those of N rests, number FIRST on among
 * the places and beyond search->n, that gain, each put in where it gains most, and single changes after them until none
 * gains. Nothing is known of better plans then. */
MUST_CHECK enum status search_rests(const struct search *search, uint32_t first, uint32_t n, struct found *found,
                                    struct error *err);
/* Does LINE go longer than comfort_s without a toilet? */
MUST_CHECK enum status search_is_dry(const struct search *search, struct line line, bool *dry, struct error *err);

#endif
