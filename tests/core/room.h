/* room: memory for one solve, and the solve in it. Include after cmocka. */
#ifndef ROUNDS_TESTS_CORE_ROOM_H
#define ROUNDS_TESTS_CORE_ROOM_H

#include "planner/core/solve.h"

#include <stdlib.h>

/* Solve into a fresh block, which the caller frees. */
static inline void *room_solve(const struct core_problem *problem, uint32_t iterations, struct core_solution *out)
{
    size_t bytes = core_solve_bytes(problem);
    assert_true(bytes > 0);
    void *memory = malloc(bytes);
    assert_non_null(memory);
    struct core_options options = {.iterations = iterations};
    assert_true(core_solve(problem, &options, memory, bytes, out));
    return memory;
}

#endif
