/* guess: what a visit would cost besides its driving, roughly, in O(1): waiting, needs not met in time, lateness at a price,
 * breaks had elsewhere, changes of the given plan. What chooses among candidates; the verdict is core_tour_price's.
 *
 * The waiting follows Vidal et al. (2013): of a piece of a route it is enough to know how long it takes without waiting, how
 * early it can end, and how late it can begin. The guess looks at one window of each place, the one in which it is served,
 * and overlooks what the break may do. For a route with one window a place, no break and no lateness it is exact, but for
 * the needs behind the next stop that meets them. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_GUESS_H
#define ROUNDS_PLANNER_CORE_GUESS_H

#include "planner/core/carve.h"
#include "planner/core/model.h"

struct core_tour;

/* What a route costs. */
struct core_price {
    int64_t price_ms;
    int64_t late_s, missed; /* as in a solution's first aims */
    bool elsewhere;         /* the break */
    int32_t leave_s;
};

/* By position of a route. */
struct core_guess {
    int32_t *start_s;       /* service starts about then */
    int32_t *spent_s;       /* driving and service up to the departure there */
    int32_t *home_s;        /* coming home, at the earliest, for an arrival there as early as you like */
    int32_t *leave_by_s;    /* leaving the start, at the latest, so that nothing up to there gets late */
    int32_t *free_s;        /* an arrival there by then makes nothing behind late at a price */
    int64_t *late_weight;   /* after that, a second costs so much */
    uint32_t *given_before; /* of the given plan's places on this route, where in it is the last one up to there, ... */
    uint32_t *given_after;  /* ... and the first one from there on? CORE_NOWHERE if there is none */
    /* By need: the last departure up to there from where it is met, -1 if that is the start; the earliest start at the next
     * stop from there on where it is met, for an arrival as early as you like; driving and service on the way to it. */
    int32_t *last_s[CORE_NEEDS_MAX], *next_s[CORE_NEEDS_MAX], *way_s[CORE_NEEDS_MAX];
};

/* A visit behind a position, as the search for slots sees it. */
struct core_visit {
    uint32_t place, at;
    int32_t extra_s;                     /* of driving */
    int32_t to_s, from_s;                /* the two legs */
    int32_t arrive_s, start_s, depart_s; /* at the place */
    int32_t then_s, before_s;            /* arrival at the next position, with the visit and without */
};

void core_guess_init(struct core_guess *guess, size_t room, const struct core_problem *problem,
                     struct core_carve *carve);

/* Bring the guesses about ROUTE, which is feasible, up to date. Cost: its stops times the needs. */
void core_guess_fill(struct core_tour *tour, uint32_t route);

/* The price of VISIT on ROUTE in thousandths of a second, driving included; below 0 if it saves more than it costs. */
int64_t core_guess_price(const struct core_tour *tour, uint32_t route, const struct core_visit *visit);

#endif
