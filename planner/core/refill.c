/* Greedy insertion as in recreate.c, but what a visit costs is guessed first and weighed before it is paid ("lazy" greedy,
 * Minoux 1978): the best candidate by the guess is weighed, and inserted if it still is the best. A place that has to come
 * before others has their prize for a promise. */
#include "planner/core/refill.h"

#include "planner/core/swap.h"

/* --- what has to come back ----------------------------------------------------------------------------------------- */

static uint32_t list_items(struct core_recreate *recreate, const struct core_ruin *ruin)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < ruin->kept_n; i++)
        recreate->items[n++] = (struct core_item){false, ruin->kept[i]};
    for (uint32_t i = 0; i < ruin->groups_n; i++)
        recreate->items[n++] = (struct core_item){true, ruin->groups[i]};
    for (uint32_t i = n; i > 1; i--) {
        uint32_t j = core_random_below(recreate->random, i);
        struct core_item item = recreate->items[j];
        recreate->items[j] = recreate->items[i - 1];
        recreate->items[i - 1] = item;
    }
    return n;
}

static struct core_seeker seeker_for(const struct core_recreate *recreate, const struct core_recreate_style *style,
                                     uint32_t place)
{
    return (struct core_seeker){
        .place = place,
        .routes = UINT64_MAX,
        .most_extra_s = INT32_MAX,
        .overstep = style->overstep,
        .worth = INT64_MAX,
        .by_price = style->by_price,
        .random = recreate->random,
        .blink = style->slot_blink,
    };
}

/* The slot of a place that has to come back, by guess or by weight; *PRICE is set in the latter case only. */
static struct core_slot slot_for(struct core_recreate *recreate, const struct core_recreate_style *style,
                                 uint32_t place, uint64_t routes, struct core_price *price)
{
    struct core_seeker seeker = seeker_for(recreate, style, place);
    seeker.routes = routes;
    if (style->exact || recreate->tour->model->lenient)
        return core_weigh_best_slot(&recreate->weigh, &seeker, price);
    struct core_slot slot = core_insert_best_slot(recreate->tour, &seeker);
    seeker.blink = 0;
    return slot.route == CORE_UNSERVED ? core_insert_best_slot(recreate->tour, &seeker) : slot;
}

/* The best place of GROUP, each overlooked now and then. */
static uint32_t choose_member(struct core_recreate *recreate, const struct core_recreate_style *style, uint32_t group,
                              struct core_slot *best)
{
    const struct core_model *model = recreate->tour->model;
    const struct core_lists *members = &model->rules->members;
    uint32_t chosen = CORE_UNSERVED;
    int64_t least = INT64_MAX;
    for (uint32_t k = members->first[group]; k < members->first[group + 1]; k++) {
        uint32_t place = members->item[k];
        struct core_price price;
        if (style->blink && core_random_below(recreate->random, 1024) < style->blink)
            continue;
        struct core_slot slot = slot_for(recreate, style, place, UINT64_MAX, &price);
        int64_t cost = slot.price - model->prize[place];
        if (slot.route == CORE_UNSERVED || cost >= least)
            continue;
        least = cost;
        chosen = place;
        *best = slot;
    }
    return chosen;
}

static bool bring_back(struct core_recreate *recreate, const struct core_recreate_style *style, struct core_item item)
{
    struct core_slot slot = {.route = CORE_UNSERVED};
    struct core_price price;
    uint32_t place = item.index;
    if (item.group) {
        place = choose_member(recreate, style, item.index, &slot);
    } else {
        slot = slot_for(recreate, style, place, core_recreate_some_routes(recreate->random), &price);
        if (slot.route == CORE_UNSERVED)
            slot = slot_for(recreate, style, place, UINT64_MAX, &price);
    }
    if (slot.route == CORE_UNSERVED)
        return false;
    core_tour_insert(recreate->tour, slot.route, slot.at, place);
    return true;
}

/* In a random order; what has to wait for something else that is to come back gets another turn. */
static bool bring_all_back(struct core_recreate *recreate, const struct core_recreate_style *style,
                           const struct core_ruin *ruin)
{
    uint32_t left = list_items(recreate, ruin);
    bool more = true;
    while (left > 0 && more) {
        uint32_t waiting = 0;
        for (uint32_t i = 0; i < left; i++)
            if (!bring_back(recreate, style, recreate->items[i]))
                recreate->items[waiting++] = recreate->items[i];
        more = waiting < left && recreate->tour->model->rules->any;
        left = waiting;
    }
    return left == 0;
}

/* --- candidates ---------------------------------------------------------------------------------------------------- */

/* What PLACE may bring besides its prize: those that wait for it. */
static int64_t promised(const struct core_tour *tour, uint32_t place)
{
    const struct core_rules *rules = tour->model->rules;
    const struct core_where where = core_tour_where(tour);
    for (uint32_t k = 0, o; tour->model->promise[place] && (o = core_rules_then(rules, place, k)) != CORE_NOWHERE; k++)
        if (core_rules_served(rules, &where, rules->problem->orders[o].then) == CORE_NOWHERE)
            return tour->model->promise[place];
    return 0;
}

/* Score CANDIDATE by the price that its slot has, be it a guess or not. */
static void score(const struct core_recreate *recreate, const struct core_recreate_style *style,
                  struct core_candidate *candidate)
{
    const struct core_model *model = recreate->tour->model;
    uint32_t place = candidate->place;
    int64_t gain = model->prize[place] + promised(recreate->tour, place) - candidate->slot.price + style->tolerance;
    candidate->score = core_recreate_score(recreate, style, gain, candidate->slot.shift_s);
    if (model->released[place])
        candidate->score = UINT64_MAX;
}

static struct core_seeker seeker_of(const struct core_recreate *recreate, const struct core_recreate_style *style,
                                    uint32_t place)
{
    const struct core_model *model = recreate->tour->model;
    struct core_seeker seeker = seeker_for(recreate, style, place);
    if (model->optional[place] && model->detour_limited && !style->overstep)
        seeker.most_extra_s = model->max_detour_s;
    if (!model->released[place])
        seeker.worth = model->prize[place] + promised(recreate->tour, place) + style->tolerance;
    return seeker;
}

/* Find a slot for CANDIDATE and score it. False if there is none that it is worth. */
static bool find_slot(struct core_recreate *recreate, const struct core_recreate_style *style,
                      struct core_candidate *candidate)
{
    struct core_seeker seeker = seeker_of(recreate, style, candidate->place);
    candidate->weighed = style->exact;
    candidate->slot = style->exact ? core_weigh_best_slot(&recreate->weigh, &seeker, &candidate->price)
                                   : core_insert_best_slot(recreate->tour, &seeker);
    if (candidate->slot.route == CORE_UNSERVED)
        return false;
    score(recreate, style, candidate);
    return candidate->score > 0;
}

static void look_at(struct core_recreate *recreate, const struct core_recreate_style *style, uint32_t place)
{
    const struct core_model *model = recreate->tour->model;
    struct core_candidate candidate = {.place = place};
    if (recreate->tour->route[place] != CORE_UNSERVED || recreate->seen[place] == recreate->round)
        return;
    recreate->seen[place] = recreate->round;
    if (style->blink && !model->released[place] && core_random_below(recreate->random, 1024) < style->blink)
        return;
    if (find_slot(recreate, style, &candidate))
        core_recreate_keep(recreate, &candidate);
}

static void collect(struct core_recreate *recreate, const struct core_recreate_style *style,
                    const struct core_ruin *ruin)
{
    const struct core_model *model = recreate->tour->model;
    uint32_t n = style->look && style->look < model->wanted_n ? style->look : model->wanted_n;
    uint32_t at = n < model->wanted_n ? core_random_below(recreate->random, model->wanted_n) : 0;
    recreate->round++;
    recreate->candidates_n = 0;
    recreate->more = false;
    for (uint32_t i = 0; ruin && i < ruin->others_n; i++)
        look_at(recreate, style, ruin->others[i]);
    for (uint32_t i = 0; i < n; i++, at++) {
        if (!ruin && i % CORE_RECREATE_ASK_EVERY == 0 && core_attempt_must_stop(recreate->attempt))
            return;
        at = at < model->wanted_n ? at : 0;
        look_at(recreate, style, model->wanted[at]);
    }
}

static bool is_candidate(const struct core_recreate *recreate, uint32_t place)
{
    for (uint32_t i = 0; i < recreate->candidates_n; i++)
        if (recreate->candidates[i].place == place)
            return true;
    return false;
}

/* Those that have waited for PLACE may come now. */
static void look_at_dependents(struct core_recreate *recreate, const struct core_recreate_style *style, uint32_t place)
{
    const struct core_rules *rules = recreate->tour->model->rules;
    for (uint32_t k = 0, o; (o = core_rules_then(rules, place, k)) != CORE_NOWHERE; k++) {
        struct core_item then = rules->problem->orders[o].then;
        uint32_t first = then.group ? rules->members.first[then.index] : 0;
        uint32_t end = then.group ? rules->members.first[then.index + 1] : 1;
        for (uint32_t m = first; m < end; m++) {
            uint32_t waiting = then.group ? rules->members.item[m] : then.index;
            if (!recreate->tour->model->routes[waiting] || is_candidate(recreate, waiting))
                continue;
            recreate->seen[waiting] = recreate->round - 1;
            look_at(recreate, style, waiting);
        }
    }
}

/* --- insertion ----------------------------------------------------------------------------------------------------- */

/* The candidate's slot after an insertion behind AT of its route: the one it had, or one of the two new gaps, or whichever
 * there is. */
static bool find_slot_after(struct core_recreate *recreate, const struct core_recreate_style *style,
                            struct core_candidate *candidate, uint32_t at)
{
    const struct core_slot had = candidate->slot;
    struct core_seeker seeker = seeker_of(recreate, style, candidate->place);
    if (style->exact)
        return find_slot(recreate, style, candidate);
    candidate->slot = (struct core_slot){.route = CORE_UNSERVED};
    candidate->weighed = false;
    seeker.blink = 0;
    if (had.at != at)
        core_insert_try(recreate->tour, &seeker, had.route, had.at > at ? had.at + 1 : had.at, &candidate->slot);
    core_insert_try(recreate->tour, &seeker, had.route, at, &candidate->slot);
    core_insert_try(recreate->tour, &seeker, had.route, at + 1, &candidate->slot);
    if (candidate->slot.route == CORE_UNSERVED)
        return find_slot(recreate, style, candidate);
    score(recreate, style, candidate);
    return candidate->score > 0;
}

/* Bring the candidates up to date after an insertion at DONE; those without a slot drop out. */
static void update(struct core_recreate *recreate, const struct core_recreate_style *style,
                   const struct core_slot *done)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < recreate->candidates_n; i++) {
        struct core_candidate *candidate = &recreate->candidates[i];
        if (candidate->slot.route == done->route && !find_slot_after(recreate, style, candidate, done->at))
            continue;
        recreate->candidates[left++] = *candidate;
    }
    recreate->candidates_n = left;
}

static struct core_candidate *best_of(struct core_recreate *recreate)
{
    struct core_candidate *best = &recreate->candidates[0];
    for (uint32_t i = 1; i < recreate->candidates_n; i++)
        if (recreate->candidates[i].score > best->score)
            best = &recreate->candidates[i];
    return best;
}

/* May the candidate still go to its slot, by the rules? What was inserted since, on whichever route, may forbid it. */
static bool is_allowed(const struct core_tour *tour, const struct core_candidate *candidate)
{
    const struct core_where where = core_tour_where(tour);
    const struct core_slot *slot = &candidate->slot;
    uint32_t first, last;
    return core_rules_span(tour->model->rules, &where, candidate->place, slot->route, tour->tracks[slot->route].n,
                           &first, &last) &&
           first <= slot->at && slot->at <= last;
}

/* Learn what the candidate really costs. False if it is not worth that. */
static bool weigh(struct core_recreate *recreate, const struct core_recreate_style *style,
                  struct core_candidate *candidate)
{
    if (!core_weigh_slot(&recreate->weigh, candidate->place, &candidate->slot, &candidate->price))
        return false;
    candidate->weighed = true;
    candidate->slot.price =
        candidate->price.price_ms - core_tour_price(recreate->tour, candidate->slot.route)->price_ms;
    score(recreate, style, candidate);
    return candidate->score > 0;
}

static void drop(struct core_recreate *recreate, struct core_candidate *candidate)
{
    *candidate = recreate->candidates[--recreate->candidates_n];
}

/* Weigh the best candidate, or insert it if that is done. */
static void go_on(struct core_recreate *recreate, const struct core_recreate_style *style)
{
    const struct core_model *model = recreate->tour->model;
    struct core_candidate *best = best_of(recreate), chosen;
    if (model->rules->any && !is_allowed(recreate->tour, best)) {
        if (!find_slot(recreate, style, best))
            drop(recreate, best);
        return;
    }
    if (!best->weighed) {
        if (!weigh(recreate, style, best))
            drop(recreate, best);
        return;
    }
    chosen = *best;
    drop(recreate, best);
    core_tour_insert(recreate->tour, chosen.slot.route, chosen.slot.at, chosen.place);
    core_tour_set_price(recreate->tour, chosen.slot.route, &chosen.price);
    recreate->insertions++;
    update(recreate, style, &chosen.slot);
    look_at_dependents(recreate, style, chosen.place);
}

/* --- what does not pay --------------------------------------------------------------------------------------------- */

/* Take out of ROUTE what is not worth its driving, unless it saves enough otherwise. */
static void prune(struct core_recreate *recreate, const struct core_recreate_style *style, uint32_t route)
{
    const struct core_model *model = recreate->tour->model;
    const struct core_track *track = &recreate->tour->tracks[route];
    for (uint32_t p = track->n; p > model->lanes[route].fixed_n; p--) {
        uint32_t place = track->node[p];
        int64_t extra_s = (int64_t)track->leg_s[p - 1] + track->leg_s[p] -
                          core_model_leg(model, track->node[p - 1], track->node[p + 1]);
        if (model->prize[place] + style->tolerance < extra_s * model->weight || !model->prize[place])
            core_swap_drop_at(recreate->attempt, route, p);
    }
}

static void fill(struct core_recreate *recreate, const struct core_recreate_style *style, const struct core_ruin *ruin)
{
    uint32_t insertions;
    do {
        insertions = recreate->insertions;
        collect(recreate, style, ruin);
        while (recreate->candidates_n > 0)
            go_on(recreate, style);
        if (!ruin && core_attempt_must_stop(recreate->attempt))
            return;
    } while (recreate->more && recreate->insertions > insertions);
}

/* Are the duties alone too late already? */
static bool is_late(const struct core_tour *tour)
{
    struct core_standing standing = core_tour_standing(tour);
    return core_model_is_worse(tour->model, standing.late_s, standing.missed);
}

bool core_refill_run(struct core_recreate *recreate, const struct core_recreate_style *style, struct core_ruin *ruin)
{
    const struct core_model *model = recreate->tour->model;
    struct core_recreate_style strict = *style;
    strict.overstep = false;
    recreate->insertions = 0;
    if (ruin && !bring_all_back(recreate, style, ruin))
        return false;
    if (model->lenient && !model->releasing && is_late(recreate->tour))
        return false;
    core_recreate_force(recreate, style);
    if (style->overstep && ruin) {
        fill(recreate, style, ruin);
        if (!core_ruin_tidy(ruin) || !bring_all_back(recreate, &strict, ruin))
            return false;
    }
    fill(recreate, &strict, ruin);
    int64_t effort = recreate->attempt->effort; /* this is not on the account of whoever improves */
    recreate->attempt->effort = INT64_MAX / 2;
    for (uint32_t r = 0; r < model->routes_n; r++)
        prune(recreate, style, r);
    recreate->attempt->effort = effort;
    return true;
}
