/* model: the problem as the search sees it: windows as spans of allowed starts, lateness that cannot be helped turned
 * into later deadlines, arrays laid out for speed. With it every rule is hard. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_MODEL_H
#define ROUNDS_PLANNER_CORE_MODEL_H

#include "planner/core/carve.h"
#include "planner/core/problem.h"

#include <stddef.h>

/* Service may start at open_s..latest_s. */
struct core_span {
    int32_t open_s, latest_s;
};

struct core_lane {
    uint32_t start, end;
    int32_t earliest_s, latest_s;
    int64_t max_driving_s;
    uint32_t max_optional;
    bool breaking; /* a break is due and can be had; else the next three do not matter */
    int32_t break_s, break_open_s, break_close_s;
};

struct core_model {
    const struct core_problem *problem;
    uint32_t places_n, routes_n;
    size_t nodes_n;
    /* Legs from x are out_s[x * nodes_n + y]; legs to y are in_s[y * in_row + x * in_step], by rows where memory allows. */
    const int32_t *out_s;
    const int32_t *in_s;
    size_t in_row, in_step;
    int32_t *transposed_s;
    /* By place. Starts of service lie in spans[span_first[i] .. span_first[i + 1] - 1], never none for a place in reach;
     * open_s and latest_s are the first and the last of them. */
    int32_t *open_s, *latest_s, *service_s;
    uint32_t *span_first;
    struct core_span *spans;
    uint64_t *routes; /* those it may be on; none if it cannot be served at all */
    int64_t *prize;   /* in thousandths of a second */
    bool *kept;       /* mandatory and served: stays in every solution */
    bool *optional;   /* as the problem's rules on optional places mean it */
    struct core_lane *lanes;
    uint32_t *wanted; /* the places that may be added: optional ones in reach, and mandatory ones that found no route */
    uint32_t wanted_n;
    int64_t weight; /* of driving, in thousandths */
    int32_t max_detour_s;
    bool detour_limited;
};

/* Lay out the model of PROBLEM and fill it, with every mandatory place on time. */
void core_model_init(struct core_model *model, const struct core_problem *problem, struct core_carve *carve);
/* Back to that. */
void core_model_reset(struct core_model *model);

/* Allow what the mandatory-only day cannot avoid. */
void core_model_allow_start(struct core_model *model, uint32_t place, int32_t start_s);
void core_model_allow_home(struct core_model *model, uint32_t route, int32_t home_s);
void core_model_allow_no_break(struct core_model *model, uint32_t route);
/* PLACE has no route: a prize above all others takes the place of the duty to serve it. */
void core_model_release(struct core_model *model, uint32_t place);
/* List the wanted places, once the above is settled. */
void core_model_settle(struct core_model *model);

static inline int32_t core_model_leg(const struct core_model *model, uint32_t from, uint32_t to)
{
    return from == to ? 0 : model->out_s[from * model->nodes_n + to];
}

/* The start of service for an arrival at ARRIVE_S, CORE_NO_WAY if that is too late. */
static inline int32_t core_model_start(const struct core_model *model, uint32_t place, int32_t arrive_s)
{
    if (arrive_s > model->latest_s[place])
        return CORE_NO_WAY;
    const struct core_span *span = &model->spans[model->span_first[place]];
    while (arrive_s > span->latest_s)
        span++;
    return arrive_s > span->open_s ? arrive_s : span->open_s;
}

/* The latest start of service at PLACE by BOUND_S; -1 if there is none. */
static inline int32_t core_model_start_by(const struct core_model *model, uint32_t place, int32_t bound_s)
{
    if (bound_s < model->open_s[place])
        return -1;
    const struct core_span *span = &model->spans[model->span_first[place + 1] - 1];
    while (span->open_s > bound_s)
        span--;
    return span->latest_s < bound_s ? span->latest_s : bound_s;
}

#endif
