/* label_model: a day as the exact solver of label_days.h sees it. Written from problem.h alone; shares no code with the
 * solver. */
#ifndef ROUNDS_TESTS_CORE_LABEL_MODEL_H
#define ROUNDS_TESTS_CORE_LABEL_MODEL_H

#include "planner/core/problem.h"

enum {
    LABEL_PLACES_MAX = 62,
    LABEL_DUTIES_MAX = 12,
    LABEL_START = LABEL_PLACES_MAX, /* as a stop, beside the places */
    LABEL_END,
    LABEL_STOPS
};

/* Stops are places, LABEL_START and LABEL_END. Sets of stops have a bit for each. */
struct label_model {
    const struct core_problem *problem;
    const struct core_route *route;
    uint32_t stops[LABEL_PLACES_MAX], stops_n; /* the places that may be on the route */
    int duty[LABEL_PLACES_MAX];                /* its bit in the sets of duties, or -1 for an optional place */
    uint32_t duties_n, full;                   /* the set of all duties */
    bool break_due;                            /* unless the day is short */
    int64_t late_s, missed;                    /* what is allowed: that of the duties alone, if the legs are metric */
    int32_t leg_s[LABEL_STOPS][LABEL_STOPS];   /* 0 from the start to the end if that cannot be driven */
    uint64_t after[LABEL_STOPS][LABEL_PLACES_MAX];  /* by the stop before and a place: those that may come next */
    uint64_t before[LABEL_PLACES_MAX][LABEL_STOPS]; /* by a place and the stop after: those that may come before */
};

/* False if there is something in PROBLEM that the exact solver does not know: several routes, groups, orders, series,
 * needs, a given plan, prices for lateness or waiting, breaks best had somewhere; or too many places. */
bool label_model_init(struct label_model *model, const struct core_problem *problem);

/* Do the legs keep the triangle inequality? Cost: a look at every triangle. */
bool label_model_is_metric(const struct label_model *model);

/* When service at PLACE starts for an arrival at ARRIVE_S, and how late that is. */
int32_t label_model_start(const struct label_model *model, uint32_t place, int32_t arrive_s, int32_t *late_s);
/* The latest arrival at PLACE for a departure by DEPART_S that is not later than the model allows; -1 if there is none. */
int32_t label_model_latest(const struct label_model *model, uint32_t place, int32_t depart_s);

#endif
