/* solve: the best day the solver can find.
 *
 * What counts, in this order: (1) as few duties unserved as can be; (2) as little lateness as can be: seconds by which
 * duties start later than their windows, and late_s, allow, and routes end after latest_s; (3) as few breaks missed as
 * can be; (4) the value: prizes won, less driving, waiting, lateness within late_s, needs not met in time, breaks had
 * elsewhere and changes of the given plan, each at its price. All integers. It follows that an optional place never adds
 * to (1), (2) or (3).
 *
 * Pure and deterministic: the same problem and options give the same bytes on every compiler. No allocation: the caller
 * gives one block of memory.
 */
#ifndef ROUNDS_PLANNER_CORE_SOLVE_H
#define ROUNDS_PLANNER_CORE_SOLVE_H

#include "planner/core/problem.h"

#include <stddef.h>

struct core_options {
    uint32_t iterations; /* of ruin and recreate, and the first phase in proportion; 0 = a default by size */
    uint64_t seed;       /* any value; 0 is fine */
    /* NULL, or a measure of the caller's own: how much of the effort that the caller allows is spent, in thousandths.
     * It takes the place of ITERATIONS; the search ends at 1000 and cools down towards it. Asked every few iterations.
     * This is how a benchmark keeps to a clock; the core has none. */
    uint32_t (*spent)(void *context);
    /* NULL, or asked every few iterations whether to stop at once with the best found so far: a time limit, Ctrl-C. The
     * solution says so. A limit makes the answer depend on the machine; without one it does not. */
    bool (*stop)(void *context);
    void *context;
    bool no_proof; /* do not spend effort on bound_ms and proved_best */
};

/* One stop of a route. From the depart_s of one stop (or leave_s) to the arrive_s of the next (or home_s) is driving and
 * nothing else, from arrive_s to start_s is waiting, from start_s to depart_s is service or break.
 *
 * The break stands in the list where it is had. One that starts when a service ends, or later before setting off, has
 * arrive_s equal to the depart_s before it. One had on arrival at the next place, for instance in the waiting there,
 * comes before that place's stop, with arrive_s the arrival there; the place's own arrive_s is then the end of the break.
 * Half-way along a road, arrive_s is when the engineer pulls over. */
struct core_stop {
    uint32_t place; /* CORE_BREAK for the break */
    int32_t arrive_s, start_s, depart_s;
    int32_t late_s; /* seconds that service starts after the last start that the windows allow, its place's late_s
                       included; in a solution at most that for places that are not duties; always 0 for the break */
};

#define CORE_BREAK    UINT32_MAX
#define CORE_NO_BOUND INT64_MAX

/* Why a duty is not served; the first of these that holds. Of a group, what holds of each of its places. The first three
 * are about the place alone; the others about the routes as they are, with all else that the solution serves. */
enum core_reason {
    CORE_REASON_ROUTES, /* it may be on no route that there is (but one, say, of which it is the start or the end) */
    CORE_REASON_WAY, /* on no route that it may be on does a leg lead from the start to it and one from it to the end */
    CORE_REASON_CLOSED, /* of a group: and where one does, it is reached too late, even as the route's first place */
    CORE_REASON_ORDER, /* nowhere on these routes is it after what has to come first: that is not served, or not there */
    CORE_REASON_APART, /* wherever it is, it is too near another visit of its series */
    CORE_REASON_ROOM   /* not together with the others: no way between them, or no time */
};

struct core_unserved {
    struct core_item duty;
    enum core_reason reason;
};

struct core_solution {
    struct core_stop *stops; /* all routes' stops, route after route, breaks included; in the caller's memory */
    uint32_t *route_first;   /* routes_n + 1 offsets into stops */
    int32_t *leave_s;        /* routes_n: when each route leaves its start: as late as leaves its end time and every
                                lateness as they are */
    int32_t *home_s;         /* routes_n: when it is at its end */
    uint32_t unserved_n;     /* duties that are on no route */
    struct core_unserved *unserved; /* which: places in order, then groups in order */
    int64_t late_s;                 /* total, as in (2) */
    uint32_t breaks_missed;         /* routes with a break due that has no stop */
    /* (4), in parts. Sums over all routes. */
    int64_t prize_s;
    int64_t driving_s, waiting_s;   /* waiting: from arrive_s to start_s, the break's too */
    int64_t late_price_ms;          /* ms here: thousandths of a second of prize */
    int64_t need_s[CORE_NEEDS_MAX]; /* by which stretches are too long */
    uint32_t breaks_elsewhere;
    uint32_t changes;
    int64_t value_ms; /* prize_s * 1000 less the prices of all the above */
    /* No solution as good as this one in (1) to (3) has a value above bound_ms; CORE_NO_BOUND if nothing is known.
     * proved_best: no solution at all is better; bound_ms is value_ms then. */
    int64_t bound_ms;
    bool proved_best;
    bool stopped;        /* by the caller, before the effort was spent */
    uint32_t iterations; /* done */
};

/* Bytes of memory that core_solve needs for PROBLEM; 0 if the problem is unsound. */
size_t core_solve_bytes(const struct core_problem *problem);

/* Solve PROBLEM in MEMORY (at least core_solve_bytes, aligned for any type). OPTIONS may be NULL for the defaults. False
 * only when the problem is unsound or the memory too small. *OUT points into MEMORY. A day of duties alone is always
 * solved first, so adding optional places never makes a duty late that could be on time. */
bool core_solve(const struct core_problem *problem, const struct core_options *options, void *memory, size_t bytes,
                struct core_solution *out);

/* The schedule of one given sequence of distinct places on route R of a sound problem (no search): used to explain. The
 * break is placed as core_solve does. Stops are written to OUT (room for count + 1), returns their number; *LATE_S,
 * *HOME_S, *LEAVE_S, *DRIVING_S are set. Neither which routes a place may be on nor the limits on driving, detours and
 * the number of optional places are looked at. An optional place may be late here, so that "why not" can be answered
 * with minutes: *LATE_S is the lateness of all services, duties or not, beyond their late_s, and of the end of the route,
 * plus break_s if the break is missed. When a leg cannot be driven, returns 0 and *DRIVING_S is CORE_NO_WAY, the rest 0.
 * Cost: proportional to COUNT times the stops that end within the break's window, plus two. */
uint32_t core_schedule(const struct core_problem *problem, uint32_t route, const uint32_t *sequence, uint32_t count,
                       struct core_stop *out, int64_t *late_s, int32_t *leave_s, int32_t *home_s, int64_t *driving_s);

#endif
