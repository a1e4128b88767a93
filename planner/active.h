/* active: what the solver knows of a day's places, and what it makes of them. Shared by the parts of the search. */
#ifndef ROUNDS_PLANNER_ACTIVE_H
#define ROUNDS_PLANNER_ACTIVE_H

#include "geo/base/status.h"
#include "planner/grid.h"
#include "planner/search.h"
#include "planner/trial.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIMED_ROUNDS = 4 /* with rush hours the solver is asked so often each time */ };

/* What the solver knows: duties and the active candidates. Grid rows are home, then these in order. */
struct active {
    const struct search *search;
    struct grid grid;
    uint32_t *places; /* numbers of search->places */
    uint32_t n, max;
    bool *in;      /* by number of place */
    bool *comfort; /* by number: the solver is told the comfort reason too */
    uint32_t solves;
    bool stopped;    /* the solver was, or the search should be */
    uint32_t losses; /* see search.c */
    bool closed;     /* it is not asked again, so nobody joins */
};

/* What the solver answered. */
struct reply {
    struct line line;
    struct levels levels;
    int64_t most_s; /* no solution as good as this one in the levels has a value above it; CEILING_UNKNOWN */
};

/* A plan judged: TRIAL's places are in the order of LINE. */
struct stand {
    struct line line;
    struct trial *trial;
    struct judgement judged;
};

/* What the legs are taken to last on a day with rush hours: of a plan that is there by its times, else by what can be said
 * of the place. */
struct clock {
    const struct stand *stand; /* NULL: none yet */
    bool safe;
};

uint32_t line_jobs(const struct search *search, const struct line *line); /* how many jobs are in it */
/* LINE judged by itself. Lives in the search's arena. */
MUST_CHECK enum status stand_at(const struct search *search, struct line line, struct stand *out, struct error *err);

/* Nothing is active yet; room for all duties and CAP_ACTIVE_VISITS more. */
MUST_CHECK enum status active_init(struct active *active, const struct search *search, struct error *err);
/* Those of NUMBERS that are not there yet and find room, MOST at most. */
MUST_CHECK enum status active_add(struct active *active, const uint32_t *numbers, size_t n, size_t most, size_t *added,
                                  struct error *err);
/* All duties, which have to be the first that are added. */
MUST_CHECK enum status active_add_duties(struct active *active, struct error *err);
/* Ask the solver for the best plan of what is active; with PROVE also how good it could be at most. CLOCK may be NULL: the
 * legs last as long as the source says. JOBS may be NULL, or gets the names of jobs that no place was found for. */
MUST_CHECK enum status active_solve(struct active *active, bool prove, const struct clock *clock, struct reply *out,
                                    struct found *jobs, struct error *err);
/* What the duties alone, in the order of STAND, cannot help: base driving, the lateness of JOBS and of home, lunch. */
void search_learn(const struct search *search, struct place *const *jobs, const struct stand *stand);
/* Is the time up? */
bool active_is_over(struct active *active);

#endif
