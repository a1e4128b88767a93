/* place: what the search knows of a stop, booked or possible, and of the day around it. Plain data. */
#ifndef ROUNDS_PLANNER_PLACE_H
#define ROUNDS_PLANNER_PLACE_H

#include "geo/point.h"
#include "planner/open.h"
#include "planner/rush.h"

#include <stdbool.h>
#include <stdint.h>

enum place_kind {
    PLACE_VISIT,  /* proactive: for what it is worth */
    PLACE_JOB,    /* booked */
    PLACE_ERRAND, /* for the errand that it serves alone: a parcel handed over or collected, lunch */
    PLACE_REST    /* for its toilet alone */
};

struct place {
    enum place_kind kind;
    uint32_t index; /* in the caller's list of the kind; of a job, its number in orders */
    uint32_t
        errand; /* 1..errands_n: it serves that one; of an ERRAND, and of a VISIT that does so on the way; else 0 */
    uint32_t series; /* visits of the same series (not 0) are visits to one customer: one of them at most */
    int64_t site_id;
    struct point at;
    int32_t service_s;
    /* In order. Of a job, one or more: the service starts inside one, both ends included (they may be equal); after the
     * last it is late. Of all others the whole service lies in one of them. */
    const struct open_span *windows;
    uint32_t windows_n;
    bool toilet;
    int32_t late_ok_s; /* of a job: as late as it is without any visit */
    int32_t worth_s;   /* of a visit, in seconds of driving: without the comfort reason */
    int32_t comfort_s; /* what that reason would add; of a visit or a rest */
};

static inline bool place_is_job(const struct place *place)
{
    return place->kind == PLACE_JOB;
}

/* A plan without it is none of that day: it may only be exchanged for another place that serves the same errand. */
static inline bool place_is_bound(const struct place *place)
{
    return place->kind == PLACE_JOB || place->errand != 0;
}

/* Does it count among the visits of a day? Where an errand is served one stops anyhow. */
static inline bool place_is_counted(const struct place *place)
{
    return place->kind == PLACE_VISIT && place->errand == 0;
}

/* Is its toilet a reason to be there? Elsewhere one is there anyhow. */
static inline bool place_has_reason(const struct place *place)
{
    return place->kind == PLACE_VISIT || place->kind == PLACE_REST;
}

/* One comes before the other in every plan. */
struct place_item {
    bool errand;     /* whichever place serves it; else a job */
    uint32_t number; /* of the errand, from 1; of the job, its place's index */
};
struct place_order {
    struct place_item first, then;
};

/* The rules of the day, for every sequence of places. */
struct frame {
    const struct rush_day *rush; /* NULL: a journey takes as long at any time */
    struct point home;
    int32_t leave_from_s, home_by_s;
    int32_t home_late_ok_s; /* as late as home is without any visit */
    int32_t break_s;        /* 0 = none */
    int32_t break_open_s, break_close_s;
    int32_t break_missed_ok_s;
    int64_t base_driving_s; /* of the jobs alone */
    int32_t max_extra_s, max_detour_s;
    uint32_t max_visits;
    int32_t comfort_s;  /* the longest time without a toilet; 0 = any */
    uint32_t errands_n; /* each is served by one place of every plan */
    const struct place_order *orders;
    uint32_t orders_n;
};

#endif
