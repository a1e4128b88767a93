/* sooner: which of two times. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_SOONER_H
#define ROUNDS_PLANNER_CORE_SOONER_H

#include <stdint.h>

static inline int32_t core_sooner(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static inline int32_t core_later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

#endif
