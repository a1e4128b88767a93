/* weigh: what a visit costs, exactly, before it is paid: the route is priced with it. For rich problems, in which guesses
 * (core_guess_price) only choose what to weigh. Internal to the core. */
#ifndef ROUNDS_PLANNER_CORE_WEIGH_H
#define ROUNDS_PLANNER_CORE_WEIGH_H

#include "planner/core/insert.h"

struct core_weigh {
    const struct core_tour *tour;
    uint32_t *sequence; /* scratch */
};

void core_weigh_init(struct core_weigh *weigh, const struct core_tour *tour, struct core_carve *carve);

/* The price of the route of SLOT with PLACE in it. False if that makes the route later, or miss its break, though PLACE is
 * neither kept nor released. Cost: one schedule of the route. */
bool core_weigh_slot(const struct core_weigh *weigh, uint32_t place, const struct core_slot *slot,
                     struct core_price *price);

/* The best of all slots of SEEKER by what they add to lateness, breaks missed and price, which is also the slot's price.
 * Cost: one schedule for each position that the windows and the rules leave and that may be worth it. */
struct core_slot core_weigh_best_slot(const struct core_weigh *weigh, const struct core_seeker *seeker,
                                      struct core_price *price);

#endif
