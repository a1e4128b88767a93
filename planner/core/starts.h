/* starts: when service at one place can start. For bounds, which look at single places again and again. Internal. */
#ifndef ROUNDS_PLANNER_CORE_STARTS_H
#define ROUNDS_PLANNER_CORE_STARTS_H

#include "planner/core/problem.h"

/* The last start that WINDOW allows at PLACE; below its open_s if there is none. */
static inline int32_t core_starts_last_in(const struct core_place *place, const struct core_window *window)
{
    return place->whole_inside ? window->close_s - place->service_s : window->close_s;
}

/* The earliest start at PLACE for an arrival at ARRIVE_S; *LATE_S is by how much that is too late, 0 mostly. */
static inline int64_t core_starts_first(const struct core_problem *problem, const struct core_place *place,
                                        int64_t arrive_s, int64_t *late_s)
{
    int64_t last_s = -1;
    *late_s = 0;
    if (!place->window_count)
        return arrive_s;
    const struct core_window *window = problem->windows + place->window_first;
    for (uint32_t i = 0; i < place->window_count; i++) {
        int32_t latest_s = core_starts_last_in(place, &window[i]);
        if (latest_s < window[i].open_s)
            continue;
        if (arrive_s <= latest_s)
            return arrive_s > window[i].open_s ? arrive_s : window[i].open_s;
        last_s = latest_s;
    }
    if (last_s < 0) { /* no window can be used */
        window += place->window_count - 1;
        last_s = core_starts_last_in(place, window);
        arrive_s = arrive_s > window->open_s ? arrive_s : window->open_s;
    }
    *late_s = arrive_s - last_s;
    return arrive_s;
}

/* The latest start at PLACE by BY_S, which may be up to LATE_S after the last that its windows allow; -1 if there is
 * none. */
static inline int64_t core_starts_by(const struct core_problem *problem, const struct core_place *place, int64_t by_s,
                                     int64_t late_s)
{
    int64_t best_s = -1;
    if (!place->window_count)
        return by_s;
    const struct core_window *window = problem->windows + place->window_first;
    for (uint32_t i = 0; i < place->window_count; i++) {
        int64_t latest_s = core_starts_last_in(place, &window[i]);
        if (latest_s < window[i].open_s)
            continue;
        if (window[i].open_s > by_s)
            return best_s < by_s ? best_s : by_s;
        best_s = latest_s;
    }
    if (best_s < 0) { /* no window can be used */
        window += place->window_count - 1;
        if (window->open_s > by_s || core_starts_last_in(place, window) + late_s < window->open_s)
            return -1;
        best_s = core_starts_last_in(place, window);
    }
    return best_s + late_s < by_s ? best_s + late_s : by_s;
}

#endif
