/* tour: a solution that the search works on: every route feasible, with the times that make the test of an insertion cost
 * O(1) (Savelsbergh 1992; the Wait and MaxShift of Vansteenwegen et al. 2009), widened by a state for the break.
 *
 * Each stop is looked at in two states: before the break is had (_n, "not yet") and after (_t, "taken"). Forwards, dep is
 * the earliest departure in that state, arr the arrival before it; backwards, lim is the latest arrival in that state from
 * which the rest is feasible.
 * A route without a break is always in the second state. Impossible is CORE_NO_WAY forwards and -1 backwards, which fail
 * every comparison by themselves. Several windows need nothing more: both functions are monotone. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_TOUR_H
#define ROUNDS_PLANNER_CORE_TOUR_H

#include "planner/core/carve.h"
#include "planner/core/guess.h"
#include "planner/core/model.h"
#include "planner/core/sketch.h"

/* One route. Position 0 is the start, 1..n the places, n + 1 the end. */
struct core_track {
    uint32_t n;
    uint32_t *node;
    int32_t *leg_s; /* from a position to the next */
    int32_t *arr_n, *arr_t, *dep_n, *dep_t, *lim_n, *lim_t;
    uint32_t optional_n, released_n;
    int64_t driving_s;
    int64_t prize;
    bool changed; /* since the flag was last cleared; for whoever wants to know */
    /* Of a rich problem only. */
    bool priced; /* price is that of the places that are there */
    struct core_price price, saved;
    struct core_guess guess;
};

/* What a whole tour comes to, and how it compares: most important first. */
struct core_standing {
    int64_t released_n; /* duties served of those that need not be */
    int64_t late_s, missed;
    int64_t value; /* thousandths of a second: prizes less prices */
};

struct core_tour {
    const struct core_model *model;
    struct core_track *tracks; /* one a route */
    uint32_t *route;           /* by place: the route it is on, or CORE_UNSERVED */
    uint32_t *at;              /* by place: its position there */
};

#define CORE_UNSERVED UINT32_MAX

void core_tour_init(struct core_tour *tour, const struct core_model *model, struct core_carve *carve);

/* Make the tour what SKETCH says. False, and the tour is not to be used, if that is not feasible. */
bool core_tour_load(struct core_tour *tour, const struct core_sketch *sketch);
/* Write the tour to SKETCH; from here on, no route has changed. */
void core_tour_save(const struct core_tour *tour, struct core_sketch *sketch);
/* Make the routes that have changed since then what they are in SKETCH. */
void core_tour_restore(struct core_tour *tour, const struct core_sketch *sketch);

/* The arrivals in both states after LEG_S of driving from departures DEP_N and DEP_T; the break is had in this gap if that is
 * sooner than not. */
struct core_arrival {
    int32_t n, t;
};

static inline struct core_arrival core_tour_arrive(const struct core_lane *lane, int32_t dep_n, int32_t dep_t,
                                                   int32_t leg_s)
{
    struct core_arrival arrival = {dep_n + leg_s, dep_t + leg_s};
    if (lane->breaking && dep_n <= lane->break_close_s) {
        int32_t start_s = arrival.n > lane->break_open_s ? arrival.n : lane->break_open_s;
        arrival.t = start_s + lane->break_s < arrival.t ? start_s + lane->break_s : arrival.t;
    }
    return arrival;
}

/* Put PLACE behind position AT. The caller knows that it fits. */
void core_tour_insert(struct core_tour *tour, uint32_t route, uint32_t at, uint32_t place);
/* Take positions FIRST..LAST out, without bringing times up to date. */
void core_tour_cut(struct core_tour *tour, uint32_t route, uint32_t first, uint32_t last);
/* Bring a route's times and sums up to date. False if it is not feasible. */
bool core_tour_refresh(struct core_tour *tour, uint32_t route);
/* Replace the places of ROUTE by SEQUENCE, without bringing times up to date. */
void core_tour_write(struct core_tour *tour, uint32_t route, const uint32_t *sequence, uint32_t count);

/* What ROUTE costs, exactly; worked out when it is asked for first. For a plain problem that is weighted driving. */
const struct core_price *core_tour_price(const struct core_tour *tour, uint32_t route);
/* It is known already. */
void core_tour_set_price(struct core_tour *tour, uint32_t route, const struct core_price *price);
/* What a sequence of places on ROUTE would cost. False if it cannot be driven or a place that is no duty is too late. */
bool core_tour_price_of(const struct core_tour *tour, uint32_t route, const uint32_t *sequence, uint32_t count,
                        struct core_price *price);
struct core_standing core_tour_standing(const struct core_tour *tour);
/* Below 0 if A is better. */
int core_tour_compare(const struct core_standing *a, const struct core_standing *b);
/* Is it later, or misses it its break where there was one? */
bool core_tour_is_later(const struct core_price *now, const struct core_price *before);
/* Where everybody is, for the rules. */
struct core_where core_tour_where(const struct core_tour *tour);

/* Does every optional place of the route keep the limit on detours, and the route those on driving and number? */
bool core_tour_limits_kept(const struct core_tour *tour, uint32_t route);

#endif
