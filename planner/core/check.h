/* check: an independent examiner of solutions. Written from problem.h and solve.h; shares no code with the solver, on
 * purpose. */
#ifndef ROUNDS_PLANNER_CORE_CHECK_H
#define ROUNDS_PLANNER_CORE_CHECK_H

#include "planner/core/problem.h"
#include "planner/core/solve.h"

enum { CORE_CHECK_TEXT = 200 };

/* True if SOLUTION keeps every rule of problem.h, its times, reasons and sums are right, and each route is timed, and its
 * break had, as well as can be for its sequence. Else FAULT says what is wrong first, in a sentence. PROBLEM is sound.
 * Slow and plain: cubic in the length of a route, and places times stops. */
bool core_check(const struct core_problem *problem, const struct core_solution *solution, char fault[CORE_CHECK_TEXT]);

#endif
