/* check: an independent examiner of solutions. Shares no code with the solver, on purpose. */
#ifndef ROUNDS_PLANNER_CORE_CHECK_H
#define ROUNDS_PLANNER_CORE_CHECK_H

#include "planner/core/problem.h"
#include "planner/core/solve.h"

enum { CORE_CHECK_TEXT = 200 };

/* True if SOLUTION keeps every rule of problem.h and its sums are right. Else FAULT says what is wrong first. PROBLEM is
 * sound. Slow and plain: quadratic in the length of a route. */
bool core_check(const struct core_problem *problem, const struct core_solution *solution, char fault[CORE_CHECK_TEXT]);

#endif
