/* search: which visits, and in what order. The solver sees a few hundred of the candidates at a time; then every other
 * one is priced against what it found, and those that would better it are let in, until none would. So the answer does
 * not depend on a pre-selection: no single candidate left out can be put into the plan, or in the place of one visit,
 * with a gain. */
#ifndef ROUNDS_PLANNER_SEARCH_H
#define ROUNDS_PLANNER_SEARCH_H

#include "geo/base/status.h"
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
    const struct place **places; /* jobs first */
    uint32_t jobs_n, n;
    struct bounds *bounds; /* of places; of search_visits only */
};

/* The jobs alone, in the best order. Sets what the frame and the jobs (which are the caller's, in JOBS, the same as in
 * search->places) could not know before: base driving and the lateness that cannot be helped. UNSERVED gets a flag for
 * each job that no road leads to. */
MUST_CHECK enum status search_jobs(const struct search *search, struct place *const *jobs, struct line *out,
                                   bool *unserved, struct error *err);

/* The best plan with visits, from JOBS_ONLY on. LEAST_S: for each place a lower bound of the driving it adds (jobs: any).
 * *CAPPED is set when the solver could not be given all that might have bettered the plan together. */
MUST_CHECK enum status search_visits(const struct search *search, const struct line *jobs_only, const int32_t *least_s,
                                     struct line *out, bool *capped, struct error *err);

#endif
