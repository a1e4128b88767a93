/* Strings of places next to a seed, after Christiaens and Vanden Berghe (2020), "Slack induction by string removals". The
 * seed is any place, visited or not: a place that is not, loses its neighbours and so may get its turn. */
#include "planner/core/ruin.h"

enum {
    STRING_MAX = 8, /* places in a row */
    STRINGS_MAX = 3 /* at most one a route */
};

void core_ruin_init(struct core_ruin *ruin, struct core_tour *tour, struct core_random *random,
                    struct core_carve *carve)
{
    ruin->tour = tour;
    ruin->random = random;
    ruin->kept = core_carve_array(carve, tour->model->places_n, sizeof(uint32_t));
    ruin->others = core_carve_array(carve, tour->model->places_n, sizeof(uint32_t));
    ruin->kept_n = ruin->others_n = 0;
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

/* The position of ROUTE next to SEED, by driving there and back. 0 if the route has no place. */
static uint32_t nearest(const struct core_tour *tour, uint32_t route, uint32_t seed, int32_t *away_s)
{
    const struct core_track *track = &tour->tracks[route];
    uint32_t best = 0;
    *away_s = INT32_MAX;
    for (uint32_t p = 1; p <= track->n; p++) {
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

static bool cut_string(struct core_ruin *ruin, uint32_t route, uint32_t at)
{
    const struct core_track *track = &ruin->tour->tracks[route];
    uint32_t most = track->n < STRING_MAX ? track->n : STRING_MAX;
    uint32_t length = 1 + core_random_below(ruin->random, most);
    uint32_t low = at >= length ? at - length + 1 : 1, high = at + length - 1 <= track->n ? at : track->n + 1 - length;
    uint32_t first = low + core_random_below(ruin->random, high - low + 1);
    cut(ruin, route, first, first + length - 1);
    drop_detours(ruin, route);
    return core_tour_refresh(ruin->tour, route) && core_tour_limits_kept(ruin->tour, route);
}

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

bool core_ruin_run(struct core_ruin *ruin)
{
    const struct core_model *model = ruin->tour->model;
    uint32_t seed = core_random_below(ruin->random, model->places_n);
    uint32_t strings =
        1 + core_random_below(ruin->random, model->routes_n < STRINGS_MAX ? model->routes_n : STRINGS_MAX);
    uint64_t done = 0;
    ruin->kept_n = ruin->others_n = 0;
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
