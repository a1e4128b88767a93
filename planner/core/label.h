/* label: all plans of one route that can be better than the best one known, as far as the effort goes. Internal to the
 * core. */
#ifndef ROUNDS_PLANNER_CORE_LABEL_H
#define ROUNDS_PLANNER_CORE_LABEL_H

#include "planner/core/bound.h"

enum {
    CORE_LABEL_MAX = 1 << 16,
    CORE_LABEL_PIECES = 1024, /* of the day, worked through in turn */
    CORE_LABEL_CHAINS = 1 << 13
};

/* The beginning of the route, up to the end of service at a place. */
struct core_label {
    int64_t value_ms;   /* won so far */
    int64_t reduced_ms; /* ... at the bound's gains */
    int32_t time_s, driving_s, late_s;
    uint32_t before;       /* label; CORE_NOWHERE */
    uint32_t later, alike; /* lists: of the same piece of the day; of the same place and duties */
    uint32_t node;         /* local number */
    uint32_t mask;         /* tracked duties served */
    uint32_t count, optional_n;
    bool had; /* the break */
};

struct core_labels {
    struct core_bound *bound;
    const struct core_totals *totals;
    struct core_label *label;
    uint32_t n, words;
    uint64_t *taken;         /* by label: the places that may not follow any more: words each */
    uint64_t *takes;         /* by local number: itself, its group, its series */
    uint64_t *keeps;         /* by local number: what is still known there of the places taken before */
    uint64_t *duties;        /* words: which places are duties */
    uint32_t *piece, *chain; /* first labels */
    uint32_t *piece_last;
    struct core_sketch trial;
    struct core_sketch *plan;
    struct core_total *best;
    bool outdoing;     /* labels are compared: all that counts on the way is in them */
    int64_t base_ms;   /* bound = base_ms + reduced_ms + what can follow */
    int64_t most_ms;   /* no plan that was looked at in vain is worth more */
    int64_t cyclic_ms; /* nor one in place of which there was a route that serves a place twice */
    uint64_t steps, steps_max;
};

void core_labels_init(struct core_labels *labels, struct core_bound *bound, const struct core_totals *totals,
                      struct core_carve *carve);

/* After core_bound_run, for a problem of one route: make PLAN, which comes to BEST, the best of all plans that are not
 * later, if that is found. Lowers *BOUND_MS to what is known then. EVERY: follow every order, so that what is not in the
 * labels counts as well. */
void core_labels_run(struct core_labels *labels, struct core_sketch *plan, struct core_total *best, uint64_t steps_max,
                     bool every, int64_t *bound_ms);

/* Is all that counts in the labels? */
bool core_labels_tell_all(const struct core_rules *rules);

#endif
