/* relax: the most that one route can be worth, if a place may be served again and again at a price. For bounds. Internal to
 * the core. */
#ifndef ROUNDS_PLANNER_CORE_RELAX_H
#define ROUNDS_PLANNER_CORE_RELAX_H

#include "planner/core/rules.h"
#include "planner/core/solve.h"

enum {
    CORE_RELAX_PLACES = 1200,                      /* above, nothing is bounded this way */
    CORE_RELAX_TRACKED = 12,                       /* duties of a route that are kept track of */
    CORE_RELAX_BUCKETS = 1024,                     /* pieces of the day, at most */
    CORE_RELAX_SIZES = 4 * CORE_RELAX_BUCKETS + 8, /* of the knapsack of relax_before */
    CORE_RELAX_MASKS = 64 /* sets of tracked duties that can have been served at some time of the day */
};

/* What is known of a route before any multiplier. */
struct core_relax_lane {
    uint32_t n;       /* places that can be reached in time */
    uint32_t *place;  /* which */
    int32_t *ready_s; /* by local number: when service there ends at the earliest */
    uint32_t tracked_n;
    uint32_t tracked[CORE_RELAX_TRACKED]; /* local numbers of duties that can be on this route only */
    uint32_t masks_n;
    uint16_t mask[CORE_RELAX_MASKS];        /* 0 first */
    int32_t mask_ready_s[CORE_RELAX_MASKS]; /* when they can have been served at the earliest, ... */
    int32_t mask_late_s[CORE_RELAX_MASKS];  /* ... and the last time at which not more than they need be */
    bool breaking;                          /* the break must be had if one is due */
};

/* The most that is to be had after a stop that is left by TIME_S: [0] the best, [1] the best with another next stop. */
struct core_relax_cell {
    int64_t value_ms[2];
    int32_t next[2];  /* cells; CORE_RELAX_END */
    int32_t time_s;   /* below 0: nothing here */
    uint16_t stop[2]; /* the next stops; CORE_RELAX_NO_STOP: the end, or nothing */
};

/* A set of tracked duties served, with or without the break, and the pieces of the day in which that can be. */
struct core_relax_layer {
    uint32_t mask;
    bool had; /* false as well where none is to be had */
    int32_t low_s, high_s;
    uint32_t first, count;       /* pieces; of each place */
    uint32_t base;               /* its first cell; cell k of place i is base + i * count + k */
    int64_t duties_ms, duties_s; /* what its duties give, and take, at least with the driving to them */
};

struct core_relax_link {
    int32_t next; /* cell of the same piece of the day; CORE_RELAX_END */
    uint32_t state;
};

#define CORE_RELAX_END     (-1)
#define CORE_RELAX_NO_STOP UINT16_MAX
#define CORE_RELAX_NONE    (INT64_MIN / 4)

struct core_relax {
    const struct core_rules *rules;
    struct core_relax_lane *lanes; /* by route */
    int64_t late_s;                /* by which duties and the end may be late */
    bool must_serve, must_break;   /* all duties that can be; all breaks due */
    size_t cells_max;
    struct core_relax_cell *cells;
    struct core_relax_link *links; /* by cell */
    int32_t *piece;                /* the first cell of each piece of the day */
    struct core_relax_cell *tops;  /* by state: the best of all later cells */
    uint32_t *queue;
    bool *queued;
    int32_t *done_s;    /* by state: for which time its cell of the piece at hand was expanded last; below 0: not yet */
    int32_t *pending_s; /* by state: when the label in the queue is left at the latest */
    int64_t *gain_ms;   /* by local number: set by the caller before each run */
    int32_t *legs_s;    /* (n + 1) x (n + 1): to j from i; number n is the end as j and the start as i */
    int32_t *least_in_s;          /* by local number: the least of the legs to it */
    int64_t *before_ms, *size_ms; /* the knapsack of relax_before; the gains of its things ... */
    uint32_t *size;               /* ... and their sizes */
    uint32_t *bit;                /* by local number: of a tracked duty, or 0 */
    uint32_t *scratch;            /* by local number */
    /* The run. A state is a place, a set of tracked duties served so far, and whether the break was had. */
    uint32_t route, buckets_n, shift, layers_n, cells_n;
    struct core_relax_layer layers[2 * CORE_RELAX_MASKS]; /* those with the break behind those without */
    int16_t mask_index[1 << CORE_RELAX_TRACKED];
    int64_t floor_ms; /* set by the caller: a route worth no more is of no interest; CORE_RELAX_NONE: every route is */
    bool flooring;    /* labels are given up because of that */
    int64_t value_ms; /* of the whole route; CORE_RELAX_NONE if there is none, or none of interest */
    int32_t first;    /* cell of the first place */
    uint64_t steps, steps_max;
    const struct core_options *options; /* who is asked whether to stop; set by the caller, NULL for nobody */
    uint64_t ask_at;                    /* after so many steps, next */
};

void core_relax_init(struct core_relax *relax, const struct core_rules *rules, struct core_carve *carve);

/* Look at all routes: duties may be up to LATE_S later than their windows, and ends later than latest_s; MUST_SERVE:
 * every duty that any route can serve is served; MUST_BREAK: no break due is missed. Tracks duties in at most MASKS_MAX
 * sets, at least 1. */
void core_relax_lay(struct core_relax *relax, int64_t late_s, bool must_serve, bool must_break, uint32_t masks_max);

/* How long it takes at least from the end of service at NODE to that at each of the N places, windows apart; INT32_MAX if
 * there is no way. Uses relax's scratch. */
void core_relax_measure(const struct core_relax *relax, uint32_t node, const uint32_t *place, uint32_t n,
                        int32_t *apart_s);

/* After core_relax_lay: is there no plan of one route that is less late than what was allowed there? Looks at the tracked
 * duties. False if that is not known. */
bool core_relax_late_is_least(struct core_relax *relax);

/* Make ROUTE the one that runs are about, at most BUCKETS times of the day for each state. */
void core_relax_take(struct core_relax *relax, uint32_t route, uint32_t buckets);

/* Bound the route with the gains as they are: sets value_ms. False if it is to stop, or takes more than steps_max steps in
 * all; then nothing is known. */
bool core_relax_run(struct core_relax *relax);

/* Fill the knapsack for the gains as they are. False if it has no bottom. */
bool core_relax_fill_before(struct core_relax *relax);

/* The most that is won up to leaving place I, in LAYER, by TIME_S; CORE_RELAX_NONE if that is too soon. */
int64_t core_relax_before(const struct core_relax *relax, const struct core_relax_layer *layer, uint32_t i,
                          int64_t time_s);

/* Count the visits of the best relaxed route, by local number. */
void core_relax_count(const struct core_relax *relax, uint32_t *count);

/* Make the cells ready for core_relax_after. */
void core_relax_close(struct core_relax *relax);

/* The most that comes after leaving place I, tracked duties in MASK and the break HAD, at TIME_S, without its own gain; not
 * going on to a place in TAKEN, a set of local numbers or NULL. CORE_RELAX_NONE if the route cannot be finished. */
int64_t core_relax_after(const struct core_relax *relax, uint32_t i, uint32_t mask, bool had, int64_t time_s,
                         const uint64_t *taken);

#endif
