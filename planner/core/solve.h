/* solve: the best day the solver can find.
 *
 * What counts, in this order: (1) as few mandatory places unserved as can be; (2) as little lateness as can be: seconds
 * by which mandatory services start after their last window, and routes end after latest_s; an optional place never adds
 * to either; (3) prizes won minus driving_weight * driving / 1000. All integers.
 *
 * Pure and deterministic: the same problem and options give the same bytes on every compiler. No allocation: the caller
 * gives one block of memory.
 */
#ifndef ROUNDS_PLANNER_CORE_SOLVE_H
#define ROUNDS_PLANNER_CORE_SOLVE_H

#include "planner/core/problem.h"

#include <stddef.h>

struct core_options {
    uint32_t iterations; /* of perturbation and local search; 0 = a default by size */
    uint64_t seed;       /* any value; 0 is fine */
};

struct core_stop {
    uint32_t place; /* CORE_BREAK for the break */
    int32_t arrive_s, start_s, depart_s; /* start - arrive is waiting; as late a departure from the start as costs nothing */
    int32_t late_s; /* seconds after the last window; 0 for optional places */
};

#define CORE_BREAK UINT32_MAX

struct core_solution {
    struct core_stop *stops; /* all routes' stops, route after route, breaks included; in the caller's memory */
    uint32_t *route_first;   /* routes_n + 1 offsets into stops */
    int32_t *leave_s;        /* routes_n: when each route leaves its start */
    int32_t *home_s;         /* routes_n: when it is at its end */
    uint32_t unserved_n;     /* mandatory places that are on no route */
    uint32_t *unserved;      /* which */
    int64_t late_s;          /* total, as in (2) */
    int64_t prize_s;
    int64_t driving_s;
    int64_t value_s;         /* (3) */
    uint32_t iterations;     /* done */
};

/* Bytes of memory that core_solve needs for PROBLEM; 0 if the problem is unsound or too large. */
size_t core_solve_bytes(const struct core_problem *problem);

/* Solve PROBLEM in MEMORY (at least core_solve_bytes, aligned for any type). False only when the problem is unsound or
 * the memory too small. *OUT points into MEMORY. A mandatory-only day is always solved first, so adding optional places
 * never makes a mandatory one late that could be on time. */
bool core_solve(const struct core_problem *problem, const struct core_options *options, void *memory, size_t bytes,
                struct core_solution *out);

/* The schedule of one given sequence of places on route R (no search): used to explain. The break is placed as
 * core_solve does. Stops are written to OUT (room for count + 1), returns their number; *LATE_S, *HOME_S, *LEAVE_S,
 * *DRIVING_S are set. An optional place may be late here, so that "why not" can be answered with minutes. */
uint32_t core_schedule(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count,
                       struct core_stop *out, int64_t *late_s, int32_t *leave_s, int32_t *home_s, int64_t *driving_s);

#endif
