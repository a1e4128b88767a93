/* lane: the room in a plan, gap by gap, with one visit left out or none. */
#ifndef ROUNDS_PLANNER_LANE_H
#define ROUNDS_PLANNER_LANE_H

#include "planner/trial.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define LANE_NONE UINT32_MAX

/* Times are bounds: in gap i (before stop i; the last gap is before home) nobody departs from the stop before it sooner
 * than depart_s[i], and whoever reaches stop i (or home) after arrive_s[i] breaks a rule. The break is left out of both,
 * so they hold for every way to take it. */
struct lane {
    uint32_t skip; /* number that is left out, LANE_NONE */
    uint32_t n;    /* stops; gaps are 0..n */
    uint32_t *row; /* n + 2 rows of the trial: home, stops, home */
    int64_t *depart_s, *arrive_s;
    int64_t *dry_s;  /* by gap: the most that a visit in it could find to be dry, before it comes */
    int64_t value_s; /* of the plan so; with rush hours no less than it can be worth with a visit more, the visit's own
                        worth and least driving left out */
    int64_t extra_s; /* driving that is left of max_extra; with rush hours at most */
    bool room;       /* another visit is allowed */
    uint32_t errand; /* that what is left out serves: only what serves it too may come; 0: only what serves none */
};

/* The lane of TRIAL without number SKIP. In ARENA. */
void lane_fill(struct arena *arena, struct trial *trial, uint32_t skip, struct lane *out);

/* Is there an open span for the visit PLACE between reaching it and END_BY_S? */
bool lane_fits(const struct place *place, int64_t arrive_s, int64_t end_by_s);

#endif
