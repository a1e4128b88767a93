/* recreate: add places until nothing fits that is worth it. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_RECREATE_H
#define ROUNDS_PLANNER_CORE_RECREATE_H

#include "planner/core/attempt.h"
#include "planner/core/carve.h"
#include "planner/core/insert.h"
#include "planner/core/random.h"
#include "planner/core/ruin.h"
#include "planner/core/tour.h"
#include "planner/core/weigh.h"

struct core_candidate {
    uint32_t place;
    struct core_slot slot;
    uint64_t score;
    bool weighed; /* the price of the slot is exact, and that of its route with it is: */
    struct core_price price;
};

enum { CORE_CANDIDATES_MAX = 64 };

struct core_recreate {
    struct core_tour *tour;
    struct core_random *random;
    /* The best of those that were looked at. */
    struct core_candidate candidates[CORE_CANDIDATES_MAX];
    uint32_t candidates_n, worst; /* worst: the one of least score, once the room is full */
    bool more;                    /* there were more than that */
    uint32_t *seen;               /* by place: the round in which it was looked at last */
    uint32_t round;
    int64_t unit; /* of gain, so that scores stay within 64 bits */
    /* Of a rich problem: */
    struct core_weigh weigh;
    struct core_attempt *attempt; /* works on the same tour */
    struct core_item *items;      /* scratch: what has to come back */
    uint32_t insertions;          /* so many in this run */
};

/* How greedy, and how honest. */
struct core_recreate_style {
    uint32_t power;    /* of the gain, against the cost in time: 1..CORE_RECREATE_POWER_MAX */
    uint32_t noise;    /* scores vary by up to this many 1024ths, 0..1023 */
    uint32_t blink;    /* candidates are overlooked with this chance in 1024 */
    uint32_t look;     /* so many wanted places are looked at, besides those just taken out; 0 = all */
    int64_t tolerance; /* a place may lose less than this (thousandths); 0 = every one gains */
    bool overstep;     /* the limit on detours is kept only in the end, so that places may be in each other's favour */
    uint32_t forced;   /* a place that goes in first, whatever it costs, so that others may follow; or CORE_UNSERVED */
    uint32_t
        slot_blink; /* slots of kept places are overlooked with this chance in 1024; in a rich problem, all slots */
    /* Of a rich problem: */
    bool by_price; /* slots are compared by price alone */
    bool exact;    /* slots are weighed, not guessed */
};

enum {
    CORE_RECREATE_POWER_MAX = 3,
    CORE_RECREATE_ASK_EVERY = 16 /* places looked at between two questions whether to stop, where all are */
};

/* TOUR is that of ATTEMPT. */
void core_recreate_init(struct core_recreate *recreate, struct core_attempt *attempt, struct core_random *random,
                        struct core_carve *carve);

/* Once the model is settled. */
void core_recreate_ready(struct core_recreate *recreate);

/* First the kept places that RUIN took out, then wanted ones. RUIN may be NULL. False if a kept place fits nowhere. */
bool core_recreate_run(struct core_recreate *recreate, const struct core_recreate_style *style, struct core_ruin *ruin);

/* Gain (thousandths) to the power over time, with noise: larger is better, 0 is not to be added. */
uint64_t core_recreate_score(const struct core_recreate *recreate, const struct core_recreate_style *style,
                             int64_t gain, int32_t shift_s);
/* Insert the forced place of STYLE, if there is one and it fits. */
void core_recreate_force(struct core_recreate *recreate, const struct core_recreate_style *style);
/* Keep CANDIDATE, in the stead of the worst one if there is no room. */
void core_recreate_keep(struct core_recreate *recreate, const struct core_candidate *candidate);
/* Each route with a chance of seven in eight: even where one route always suits best, others get their turn. */
uint64_t core_recreate_some_routes(struct core_random *random);

#endif
