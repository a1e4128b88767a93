/* shorten: moves within a route, which only save driving: segments moved and turned. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SHORTEN_H
#define ROUNDS_PLANNER_CORE_SHORTEN_H

#include "planner/core/attempt.h"

/* Or-opt (Or 1976): up to three places in a row go elsewhere on the route, as they are or turned round. True if one did. */
bool core_shorten_by_moving(struct core_attempt *attempt, uint32_t route);

/* 2-opt (Croes 1958): a stretch of the route is turned round. True if one was. */
bool core_shorten_by_turning(struct core_attempt *attempt, uint32_t route);

#endif
