/* Greedy insertion by gain to some power over time, as Vansteenwegen et al. (2009) do with the square, with noise and
 * blinks (Christiaens and Vanden Berghe 2020). A place that fits nowhere at first is not looked at again: insertions only
 * take room away, but for the odd breach of the triangle inequality. */
#include "planner/core/recreate.h"

#include "planner/core/refill.h"

static const uint64_t GAIN_MAX = 1 << 12; /* in units */

void core_recreate_init(struct core_recreate *recreate, struct core_attempt *attempt, struct core_random *random,
                        struct core_carve *carve)
{
    const struct core_problem *problem = attempt->tour->model->problem;
    recreate->attempt = attempt;
    recreate->tour = attempt->tour;
    recreate->random = random;
    recreate->seen = core_carve_array(carve, problem->places_n, sizeof(uint32_t));
    recreate->items = core_carve_array(carve, (size_t)problem->places_n + problem->groups_n, sizeof(struct core_item));
    core_weigh_init(&recreate->weigh, attempt->tour, carve);
}

void core_recreate_ready(struct core_recreate *recreate)
{
    const struct core_model *model = recreate->tour->model;
    int64_t most = 0;
    for (uint32_t i = 0; i < model->wanted_n; i++) {
        uint32_t place = model->wanted[i];
        if (model->optional[place] && model->prize[place] > most)
            most = model->prize[place];
    }
    recreate->unit = most / (int64_t)GAIN_MAX + 1;
    recreate->round = 0;
    for (uint32_t i = 0; i < model->places_n; i++)
        recreate->seen[i] = 0;
}

/* Wanted PLACE may add no more driving than it pays for, within the tolerance, nor than the limit on detours. */
static struct core_seeker seeker_of(const struct core_model *model, const struct core_recreate_style *style,
                                    uint32_t place)
{
    struct core_seeker seeker = {
        .place = place, .routes = UINT64_MAX, .most_extra_s = INT32_MAX, .overstep = style->overstep};
    if (!model->optional[place])
        return seeker;
    if (model->detour_limited && !style->overstep)
        seeker.most_extra_s = model->max_detour_s;
    if (model->weight) {
        int64_t most_s = (model->prize[place] + style->tolerance - 1) / model->weight;
        seeker.most_extra_s = most_s < seeker.most_extra_s ? (int32_t)most_s : seeker.most_extra_s;
    }
    return seeker;
}

uint64_t core_recreate_score(const struct core_recreate *recreate, const struct core_recreate_style *style,
                             int64_t gain, int32_t shift_s)
{
    if (gain <= 0)
        return 0;
    uint64_t units = (uint64_t)(gain / recreate->unit) + 1, top = 1;
    units = units < 2 * GAIN_MAX ? units : 2 * GAIN_MAX;
    for (uint32_t i = 0; i < style->power; i++)
        top *= units;
    uint64_t cost = shift_s > 0 ? (uint64_t)shift_s + 1 : 1;
    uint64_t luck = 1024 - (style->noise ? core_random_below(recreate->random, style->noise) : 0);
    return (top << 10) / cost * luck + 1;
}

/* Released duties come first. */
static uint64_t score(const struct core_recreate *recreate, const struct core_recreate_style *style, uint32_t place,
                      const struct core_slot *slot)
{
    const struct core_model *model = recreate->tour->model;
    if (!model->optional[place])
        return UINT64_MAX;
    int64_t gain = model->prize[place] - slot->extra_s * model->weight + style->tolerance;
    return core_recreate_score(recreate, style, gain, slot->shift_s);
}

uint64_t core_recreate_some_routes(struct core_random *random)
{
    uint64_t routes = 0;
    for (int i = 0; i < 3; i++)
        routes |= core_random_bits(random);
    return routes;
}

static bool insert_kept(struct core_recreate *recreate, const struct core_recreate_style *style, struct core_ruin *ruin)
{
    uint32_t *kept = ruin->kept;
    for (uint32_t left = ruin->kept_n; left > 0; left--) {
        uint32_t i = core_random_below(recreate->random, left), place = kept[i];
        struct core_seeker seeker = {.place = place,
                                     .routes = core_recreate_some_routes(recreate->random),
                                     .most_extra_s = INT32_MAX,
                                     .random = recreate->random,
                                     .blink = style->slot_blink};
        struct core_slot slot = core_insert_best_slot(recreate->tour, &seeker);
        seeker.routes = UINT64_MAX;
        seeker.blink = 0;
        if (slot.route == CORE_UNSERVED)
            slot = core_insert_best_slot(recreate->tour, &seeker);
        if (slot.route == CORE_UNSERVED)
            return false;
        core_tour_insert(recreate->tour, slot.route, slot.at, place);
        kept[i] = kept[left - 1];
        kept[left - 1] = place;
    }
    return true;
}

static void find_worst(struct core_recreate *recreate)
{
    recreate->worst = 0;
    for (uint32_t i = 1; i < recreate->candidates_n; i++)
        if (recreate->candidates[i].score < recreate->candidates[recreate->worst].score)
            recreate->worst = i;
}

void core_recreate_keep(struct core_recreate *recreate, const struct core_candidate *candidate)
{
    bool full = recreate->candidates_n == CORE_CANDIDATES_MAX;
    recreate->more = recreate->more || full;
    if (full && candidate->score <= recreate->candidates[recreate->worst].score)
        return;
    recreate->candidates[full ? recreate->worst : recreate->candidates_n++] = *candidate;
    if (recreate->candidates_n == CORE_CANDIDATES_MAX)
        find_worst(recreate);
}

/* Make a candidate of PLACE, if it has a slot, unless it is overlooked. */
static void look_at(struct core_recreate *recreate, const struct core_recreate_style *style, uint32_t place)
{
    const struct core_tour *tour = recreate->tour;
    if (tour->route[place] != CORE_UNSERVED || recreate->seen[place] == recreate->round)
        return;
    recreate->seen[place] = recreate->round;
    if (style->blink && core_random_below(recreate->random, 1024) < style->blink)
        return;
    struct core_seeker seeker = seeker_of(tour->model, style, place);
    struct core_candidate candidate = {.place = place, .slot = core_insert_best_slot(tour, &seeker)};
    if (candidate.slot.route == CORE_UNSERVED)
        return;
    candidate.score = score(recreate, style, place, &candidate.slot);
    if (candidate.score)
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

/* The slot of a seeker that had SLOT, after an insertion behind AT of the same route: the one it had, if it is still there,
 * or one of the two new gaps; else whichever there is. */
static struct core_slot slot_after(const struct core_tour *tour, const struct core_seeker *seeker,
                                   const struct core_slot *slot, uint32_t at)
{
    struct core_slot now = {.route = CORE_UNSERVED};
    if (slot->at != at)
        core_insert_try(tour, seeker, slot->route, slot->at > at ? slot->at + 1 : slot->at, &now);
    core_insert_try(tour, seeker, slot->route, at, &now);
    core_insert_try(tour, seeker, slot->route, at + 1, &now);
    return now.route != CORE_UNSERVED ? now : core_insert_best_slot(tour, seeker);
}

/* Bring the candidates up to date after an insertion at DONE; those without a slot drop out. */
static void update(struct core_recreate *recreate, const struct core_recreate_style *style,
                   const struct core_slot *done)
{
    const struct core_tour *tour = recreate->tour;
    uint32_t left = 0;
    for (uint32_t i = 0; i < recreate->candidates_n; i++) {
        struct core_candidate candidate = recreate->candidates[i];
        if (candidate.slot.route == done->route) {
            struct core_seeker seeker = seeker_of(tour->model, style, candidate.place);
            candidate.slot = slot_after(tour, &seeker, &candidate.slot, done->at);
            if (candidate.slot.route == CORE_UNSERVED)
                continue;
            candidate.score = score(recreate, style, candidate.place, &candidate.slot);
            if (!candidate.score)
                continue;
        }
        recreate->candidates[left++] = candidate;
    }
    recreate->candidates_n = left;
}

static void insert_best_candidate(struct core_recreate *recreate, const struct core_recreate_style *style)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < recreate->candidates_n; i++)
        if (recreate->candidates[i].score > recreate->candidates[best].score)
            best = i;
    struct core_candidate chosen = recreate->candidates[best];
    recreate->candidates[best] = recreate->candidates[--recreate->candidates_n];
    core_tour_insert(recreate->tour, chosen.slot.route, chosen.slot.at, chosen.place);
    update(recreate, style, &chosen.slot);
}

void core_recreate_force(struct core_recreate *recreate, const struct core_recreate_style *style)
{
    struct core_tour *tour = recreate->tour;
    if (style->forced == CORE_UNSERVED || tour->route[style->forced] != CORE_UNSERVED)
        return;
    struct core_seeker seeker = {.place = style->forced,
                                 .routes = UINT64_MAX,
                                 .most_extra_s = INT32_MAX,
                                 .overstep = style->overstep,
                                 .worth = INT64_MAX};
    struct core_slot slot = core_insert_best_slot(tour, &seeker);
    if (slot.route != CORE_UNSERVED)
        core_tour_insert(tour, slot.route, slot.at, style->forced);
}

static void fill(struct core_recreate *recreate, const struct core_recreate_style *style, const struct core_ruin *ruin)
{
    do {
        collect(recreate, style, ruin);
        while (recreate->candidates_n > 0)
            insert_best_candidate(recreate, style);
    } while (recreate->more && (ruin || !core_attempt_must_stop(recreate->attempt)));
}

bool core_recreate_run(struct core_recreate *recreate, const struct core_recreate_style *style, struct core_ruin *ruin)
{
    struct core_recreate_style strict = *style;
    strict.overstep = false;
    if (recreate->tour->model->rich)
        return core_refill_run(recreate, style, ruin);
    if (ruin && !insert_kept(recreate, style, ruin))
        return false;
    core_recreate_force(recreate, style);
    if (style->overstep && ruin) {
        fill(recreate, style, ruin);
        if (!core_ruin_tidy(ruin) || !insert_kept(recreate, style, ruin))
            return false;
    }
    fill(recreate, &strict, ruin);
    return true;
}
