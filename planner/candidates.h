/* candidates: every customer that could possibly be visited on a day, of all that have a place. Nothing is left out by a
 * fixed number: who is not in the list cannot fit, whatever the order of the stops, or is worth nothing that day. */
#ifndef ROUNDS_PLANNER_CANDIDATES_H
#define ROUNDS_PLANNER_CANDIDATES_H

#include "geo/base/status.h"
#include "planner/day.h"
#include "planner/place.h"

#include <stddef.h>
#include <stdint.h>

struct candidate {
    const struct site *site; /* light, as store_site_suggestable gives it */
    struct worth_facts facts;
    struct place place;
    bool fits;       /* it could be in a plan; who does not fit is no less due, and there to be told why not */
    int32_t least_s; /* of who fits: a lower bound of the driving that it adds to the jobs alone; may be below 0 */
};

struct candidates {
    struct candidate *list; /* those that fit, by site id, then the others */
    size_t n;
    size_t fit_n;
    size_t placed;    /* customers with a place in the whole store */
    size_t reachable; /* of those that may be suggested, how many could fit by driving, time and hours */
};

/* What stands fast in every plan of the day: home, and the jobs that can be reached. TRAVEL_S is row-major among them,
 * home first. */
struct fixed {
    const struct place *const *jobs; /* jobs_n */
    size_t jobs_n;
    const int32_t *travel_s; /* (jobs_n + 1) squared */
};

/* A customer c stands in a plan between two fixed nodes a and b that follow each other. With the triangle inequality the
 * day then drives at least d(a,c) + d(c,b) - d(a,b) more than the jobs alone, however many visits lie between; so c is out
 * when that is over max_extra for every pair (a,b), or when no pair leaves the time; and it does not fit when that is so of
 * those pairs that can follow each other with every other job before or after both. Costs one travel_bounds over all
 * customers (with a road network the true times, by one sweep), and one look at each pair.
 *
 * Where the source does not keep the triangle inequality (travel_is_metric), the same sums say who is looked at: that is
 * a rule of the day then (docs/planning.md), and not a consequence of the others. */
MUST_CHECK enum status candidates_collect(struct store *store, struct travel *travel, const struct day *day,
                                          const struct frame *frame, const struct fixed *fixed, struct arena *arena,
                                          struct candidates *out, struct error *err);

#endif
