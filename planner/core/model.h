/* model: the problem as the search sees it: windows as spans of allowed starts, arrays laid out for speed. Lateness at a
 * price, and lateness that cannot be helped, are later deadlines here; what they cost is seen when a route is priced
 * (core_schedule_cost), which only a rich problem asks for. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_MODEL_H
#define ROUNDS_PLANNER_CORE_MODEL_H

#include "planner/core/carve.h"
#include "planner/core/problem.h"
#include "planner/core/rules.h"
#include "planner/core/sketch.h"
#include "planner/core/solve.h"

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
    uint32_t break_amenities;
    int64_t elsewhere; /* the price of a break that is had elsewhere, in thousandths of a second */
    uint32_t fixed_n;  /* positions that stay as they are */
};

struct core_model {
    const struct core_problem *problem;
    const struct core_rules *rules;
    bool rich;      /* more counts than prizes and driving, or more rules than windows, breaks and limits */
    bool releasing; /* some duties cannot be served, so any may make way; to serve more, any lateness is allowed */
    bool pinned;    /* only what is late in the day that the model is pinned to may be late */
    bool lenient;   /* the day of duties is late somewhere, or misses a break: no more than this is allowed: */
    int64_t allowed_late_s, allowed_missed;
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
    int32_t *free_s;      /* the last start that costs nothing; each second after it: */
    int64_t *late_weight; /* thousandths of a second */
    uint64_t *routes;     /* those it may be on; none if it cannot be served at all */
    int64_t *prize;       /* in thousandths of a second; what leaving it out of the given plan costs is part of it */
    bool *kept;           /* stays in every solution: a duty, or what has to come before one */
    bool *released;   /* a duty, or of a required group; yet not kept, as not all of them can be: as many as can be */
    bool *optional;   /* as the problem's rules on optional places mean it */
    int64_t *promise; /* the largest prize of those that may be served once this one is */
    int64_t *group_promise,
        *group_worth; /* scratch, by group: the same of its orders; what its places promise others */
    bool *group_kept; /* by group: one of its places stays in every solution */
    struct core_lane *lanes;
    uint32_t *wanted; /* the places that may be added: all in reach that are not kept */
    uint32_t wanted_n;
    struct core_stop *stops; /* scratch */
    int64_t weight;          /* of driving, in thousandths */
    int32_t max_detour_s;
    bool detour_limited;
};

/* Lay out the model of the problem that RULES are about. */
void core_model_init(struct core_model *model, const struct core_rules *rules, struct core_carve *carve);

/* Fill the model for a search from DAY: what DAY serves of the duties is kept, and as much lateness as it cannot avoid is
 * allowed, wherever it be. */
void core_model_settle(struct core_model *model, const struct core_sketch *day);

/* The same, but only what is late in DAY may be late, and no more so. The model is not lenient then, and a problem that is
 * plain without lateness is plain. */
void core_model_pin(struct core_model *model, const struct core_sketch *day);

/* Does LATE_S of lateness and MISSED breaks in all go beyond what is allowed? */
static inline bool core_model_is_worse(const struct core_model *model, int64_t late_s, int64_t missed)
{
    return late_s > model->allowed_late_s || (late_s == model->allowed_late_s && missed > model->allowed_missed);
}

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
