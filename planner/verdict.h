/* verdict: why a customer is not in a plan, as one sentence with minutes. */
#ifndef ROUNDS_PLANNER_VERDICT_H
#define ROUNDS_PLANNER_VERDICT_H

#include "planner/plan.h"
#include "planner/trial.h"

#include <stddef.h>
#include <stdint.h>

struct arena;

/* A plan to be asked about. */
struct bench {
    int32_t day;
    struct trial *trial;
    struct judgement judged;  /* of the plan as it is */
    const char *const *names; /* of the trial's places */
    struct open_span work;    /* visits stay within */
    uint32_t first;           /* gaps before this number are past */
};

struct verdict {
    enum plan_verdict verdict;
    int32_t cost_s;    /* driving it would add there; NUMBER_UNSET */
    int32_t worth_s;   /* there, with comfort */
    bool comfort;      /* is that reason among them? */
    const char *after; /* the stop before it; "" */
    int32_t at_s;      /* NUMBER_UNSET */
    char *text;        /* in ARENA */
};

/* The first reason that keeps PLACE, open as HOURS says, out of the plan: too dear wherever it goes, over max_detour (of
 * both, closed instead when it is shut at every time that it could be reached), the day's driving or number of visits
 * used up, closed, room only instead of a visit, no room. VERDICT_FITS when there is none. TO_S, FROM_S as trial_slot
 * takes them; the trial's slot is used. */
struct verdict verdict_of(struct arena *arena, const struct bench *bench, const struct place *place,
                          const struct open_day *hours, const int32_t *to_s, const int32_t *from_s);

#endif
