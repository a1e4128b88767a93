/* place: what the search knows of a stop, booked or possible, and of the day around it. Plain data. */
#ifndef ROUNDS_PLANNER_PLACE_H
#define ROUNDS_PLANNER_PLACE_H

#include "geo/point.h"
#include "planner/open.h"
#include "planner/rush.h"

#include <stdbool.h>
#include <stdint.h>

struct place {
    int64_t site_id;
    struct point at;
    int32_t service_s;
    /* In order. Of a job, one or more: the service starts inside one, both ends included (they may be equal); after the
     * last it is late. Of a visit, the open spans: the whole service lies in one of them. */
    const struct open_span *windows;
    uint32_t windows_n;
    bool job;
    bool toilet;
    int32_t late_ok_s; /* of a job: as late as it is without any visit */
    int32_t worth_s;   /* of a visit, in seconds of driving: without the comfort reason */
    int32_t comfort_s; /* what that reason would add */
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
    int32_t comfort_s; /* the longest time without a toilet; 0 = any */
};

#endif
