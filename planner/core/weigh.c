#include "planner/core/weigh.h"

#include <string.h>

void core_weigh_init(struct core_weigh *weigh, const struct core_tour *tour, struct core_carve *carve)
{
    weigh->tour = tour;
    weigh->sequence = core_carve_array(carve, tour->model->places_n, sizeof(uint32_t));
}

bool core_weigh_slot(const struct core_weigh *weigh, uint32_t place, const struct core_slot *slot,
                     struct core_price *price)
{
    const struct core_model *model = weigh->tour->model;
    const struct core_track *track = &weigh->tour->tracks[slot->route];
    bool may_be_late = model->kept[place] || model->released[place];
    memcpy(weigh->sequence, track->node + 1, slot->at * sizeof *track->node);
    weigh->sequence[slot->at] = place;
    memcpy(weigh->sequence + slot->at + 1, track->node + slot->at + 1, (track->n - slot->at) * sizeof *track->node);
    return core_tour_price_of(weigh->tour, slot->route, weigh->sequence, track->n + 1, price) &&
           (may_be_late || !core_tour_is_later(price, core_tour_price(weigh->tour, slot->route)));
}

/* What is added to a route's price by something. */
struct growth {
    int64_t late_s, missed, price;
};

static bool is_less(const struct growth *a, const struct growth *b)
{
    if (a->late_s != b->late_s)
        return a->late_s < b->late_s;
    if (a->missed != b->missed)
        return a->missed < b->missed;
    return a->price < b->price;
}

struct core_slot core_weigh_best_slot(const struct core_weigh *weigh, const struct core_seeker *seeker,
                                      struct core_price *price)
{
    const struct core_tour *tour = weigh->tour;
    const struct core_where where = core_tour_where(tour);
    struct core_slot best = {.route = CORE_UNSERVED};
    struct growth least = {INT64_MAX, 0, 0};
    struct core_seeker any = *seeker;
    any.worth = INT64_MAX;
    any.blink = 0;
    for (uint32_t r = 0; r < tour->model->routes_n; r++) {
        const struct core_price before = *core_tour_price(tour, r);
        uint32_t first, last;
        if (!(tour->model->routes[seeker->place] & seeker->routes & (uint64_t)1 << r) ||
            !core_rules_span(tour->model->rules, &where, seeker->place, r, tour->tracks[r].n, &first, &last))
            continue;
        for (uint32_t at = first; at <= last; at++) {
            struct core_slot slot = {.route = CORE_UNSERVED};
            struct core_price its;
            core_insert_try(tour, &any, r, at, &slot);
            if (slot.route == CORE_UNSERVED || !core_weigh_slot(weigh, seeker->place, &slot, &its))
                continue;
            slot.price = its.price_ms - before.price_ms;
            struct growth growth = {its.late_s - before.late_s, its.missed - before.missed, slot.price};
            if (slot.price >= seeker->worth || !is_less(&growth, &least))
                continue;
            least = growth;
            best = slot;
            *price = its;
        }
    }
    return best;
}
