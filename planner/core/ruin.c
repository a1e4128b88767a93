/* Strings of places next to a seed, after Christiaens and Vanden Berghe (2020), "Slack induction by string removals". The
 * seed is any place, visited or not: a place that is not, loses its neighbours and so may get its turn. */
#include "planner/core/ruin.h"

enum {
    STRING_MAX = 8,  /* places in a row */
    STRINGS_MAX = 3, /* at most one a route */
    TWICE = 400      /* the chance in 1024 of another seed */
};

void core_ruin_init(struct core_ruin *ruin, struct core_tour *tour, struct core_random *random,
                    struct core_carve *carve)
{
    ruin->tour = tour;
    ruin->random = random;
    ruin->kept = core_carve_array(carve, tour->model->places_n, sizeof(uint32_t));
    ruin->others = core_carve_array(carve, (size_t)2 * tour->model->places_n, sizeof(uint32_t)); /* for two calls */
    ruin->groups = core_carve_array(carve, tour->model->problem->groups_n, sizeof(uint32_t));
    ruin->kept_n = ruin->others_n = ruin->groups_n = 0;
}

static void cut(struct core_ruin *ruin, uint32_t route, uint32_t first, uint32_t last)
{
    const struct core_track *track = &ruin->tour->tracks[route];
    for (uint32_t p = first; p <= last; p++) {
        uint32_t place = track->node[p];
        if (ruin->tour->model->kept[place])
            ruin->kept[ruin->kept_n++] = place;
        else
            ruin->others[ruin->others_n++] = place;
    }
    core_tour_cut(ruin->tour, route, first, last);
}

/* The free position of ROUTE next to SEED, by driving there and back. 0 if there is none. */
static uint32_t nearest(const struct core_tour *tour, uint32_t route, uint32_t seed, int32_t *away_s)
{
    const struct core_track *track = &tour->tracks[route];
    uint32_t best = 0;
    *away_s = INT32_MAX;
    for (uint32_t p = tour->model->lanes[route].fixed_n + 1; p <= track->n; p++) {
        int32_t there_s = core_model_leg(tour->model, seed, track->node[p]);
        int32_t both_s = there_s + core_model_leg(tour->model, track->node[p], seed);
        if (both_s < *away_s) {
            *away_s = both_s;
            best = p;
        }
    }
    return best;
}

/* Optional places that have come to be too far out of the way go too. */
static void drop_detours(struct core_ruin *ruin, uint32_t route)
{
    const struct core_model *model = ruin->tour->model;
    const struct core_track *track = &ruin->tour->tracks[route];
    for (uint32_t p = 1; p <= track->n && model->detour_limited;) {
        int64_t extra_s = (int64_t)core_model_leg(model, track->node[p - 1], track->node[p]) +
                          core_model_leg(model, track->node[p], track->node[p + 1]) -
                          core_model_leg(model, track->node[p - 1], track->node[p + 1]);
        bool drop = model->optional[track->node[p]] && extra_s > model->max_detour_s;
        if (drop)
            cut(ruin, route, p, p);
        p = !drop ? p + 1 : p > 1 ? p - 1 : 1;
    }
}

static bool is_sound(struct core_ruin *ruin, uint32_t route)
{
    return core_tour_refresh(ruin->tour, route) && core_tour_limits_kept(ruin->tour, route);
}

static bool cut_string(struct core_ruin *ruin, uint32_t route, uint32_t at)
{
    const struct core_track *track = &ruin->tour->tracks[route];
    uint32_t fixed_n = ruin->tour->model->lanes[route].fixed_n, free_n = track->n - fixed_n;
    uint32_t most = free_n < STRING_MAX ? free_n : STRING_MAX;
    uint32_t length = 1 + core_random_below(ruin->random, most);
    uint32_t low = at >= fixed_n + length ? at - length + 1 : fixed_n + 1;
    uint32_t high = at + length - 1 <= track->n ? at : track->n + 1 - length;
    uint32_t first = low + core_random_below(ruin->random, high - low + 1);
    cut(ruin, route, first, first + length - 1);
    drop_detours(ruin, route);
    return is_sound(ruin, route);
}

/* --- what depends on what ------------------------------------------------------------------------------------------ */

/* Take PLACE out, if it is there and may be. */
static bool cut_place(struct core_ruin *ruin, uint32_t place)
{
    uint32_t route = ruin->tour->route[place];
    if (route == CORE_UNSERVED || core_rules_is_fixed(ruin->tour->model->rules, place))
        return true;
    cut(ruin, route, ruin->tour->at[place], ruin->tour->at[place]);
    drop_detours(ruin, route);
    return is_sound(ruin, route);
}

/* What cannot stay without PLACE goes too. */
static bool cut_dependents(struct core_ruin *ruin, uint32_t place)
{
    const struct core_rules *rules = ruin->tour->model->rules;
    const struct core_where where = core_tour_where(ruin->tour);
    for (uint32_t k = 0, o; (o = core_rules_then(rules, place, k)) != CORE_NOWHERE; k++) {
        const struct core_order *order = &rules->problem->orders[o];
        if (core_rules_served(rules, &where, order->first) != CORE_NOWHERE)
            continue;
        uint32_t then = core_rules_served(rules, &where, order->then);
        if (then != CORE_NOWHERE && !cut_place(ruin, then))
            return false;
    }
    return true;
}

/* The lists grow while this goes along them. */
static bool cut_all_dependents(struct core_ruin *ruin)
{
    const struct core_model *model = ruin->tour->model;
    const struct core_where where = core_tour_where(ruin->tour);
    if (!model->rules->any)
        return true;
    for (uint32_t i = 0, j = 0; i < ruin->kept_n || j < ruin->others_n;)
        if (!cut_dependents(ruin, i < ruin->kept_n ? ruin->kept[i++] : ruin->others[j++]))
            return false;
    ruin->groups_n = 0;
    for (uint32_t i = 0; i < ruin->others_n; i++) {
        uint32_t group = model->problem->places[ruin->others[i]].group;
        bool listed = !model->group_kept[group] ||
                      core_rules_served(model->rules, &where, (struct core_item){true, group}) != CORE_NOWHERE;
        for (uint32_t g = 0; g < ruin->groups_n && !listed; g++)
            listed = ruin->groups[g] == group;
        if (!listed)
            ruin->groups[ruin->groups_n++] = group;
    }
    return true;
}

/* Whoever keeps SEED, which is not served, from coming: of its group, or of its series. */
static bool make_way(struct core_ruin *ruin, uint32_t seed)
{
    const struct core_rules *rules = ruin->tour->model->rules;
    const struct core_lists *members = &rules->members, *fellows = &rules->fellows;
    uint32_t group = rules->problem->places[seed].group, series = rules->problem->places[seed].series;
    for (uint32_t k = members->first[group]; group && k < members->first[group + 1]; k++)
        if (!cut_place(ruin, members->item[k]))
            return false;
    if (core_random_below(ruin->random, 2))
        return true;
    for (uint32_t k = fellows->first[series]; k < fellows->first[series + 1]; k++)
        if (!cut_place(ruin, fellows->item[k]))
            return false;
    return true;
}

bool core_ruin_tidy(struct core_ruin *ruin)
{
    ruin->kept_n = 0;
    for (uint32_t r = 0; r < ruin->tour->model->routes_n; r++) {
        drop_detours(ruin, r);
        if (!is_sound(ruin, r))
            return false;
    }
    return cut_all_dependents(ruin);
}

/* --- strings ------------------------------------------------------------------------------------------------------- */

/* The route, of those not yet DONE, that comes nearest to SEED, and the position where it does; false if there is none. */
static bool nearest_route(const struct core_tour *tour, uint32_t seed, uint64_t done, uint32_t *route, uint32_t *at)
{
    int32_t least_s = INT32_MAX;
    for (uint32_t r = 0; r < tour->model->routes_n; r++) {
        int32_t away_s = INT32_MAX;
        uint32_t p = done >> r & 1 ? 0 : nearest(tour, r, seed, &away_s);
        if (p == 0 || away_s >= least_s)
            continue;
        least_s = away_s;
        *route = r;
        *at = p;
    }
    return least_s < INT32_MAX;
}

/* Around SEED. */
static bool cut_strings(struct core_ruin *ruin, uint32_t seed)
{
    const struct core_model *model = ruin->tour->model;
    uint32_t strings =
        1 + core_random_below(ruin->random, model->routes_n < STRINGS_MAX ? model->routes_n : STRINGS_MAX);
    uint64_t done = 0;
    if (model->rules->any && ruin->tour->route[seed] == CORE_UNSERVED && !make_way(ruin, seed))
        return false;
    for (uint32_t i = 0; i < strings; i++) {
        uint32_t route = 0, at = 0;
        if (!nearest_route(ruin->tour, seed, done, &route, &at))
            break;
        done |= (uint64_t)1 << route;
        if (!cut_string(ruin, route, at))
            return false;
    }
    return true;
}

bool core_ruin_run(struct core_ruin *ruin)
{
    const struct core_model *model = ruin->tour->model;
    ruin->kept_n = ruin->others_n = ruin->groups_n = 0;
    if (!cut_strings(ruin, core_random_below(ruin->random, model->places_n)))
        return false;
    /* Where driving counts, what leaves one part of a route goes into another. */
    if (model->weight && core_random_below(ruin->random, 1024) < TWICE &&
        !cut_strings(ruin, core_random_below(ruin->random, model->places_n)))
        return false;
    return cut_all_dependents(ruin);
}
