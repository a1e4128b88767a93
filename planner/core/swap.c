/* The moves of orienteering: a visit dropped, and the replace move of Vansteenwegen et al. (2009), "A guided
 * local search metaheuristic for the team orienteering problem": one visit for another. */
#include "planner/core/swap.h"

#include "planner/core/insert.h"

static int64_t leg(const struct core_attempt *attempt, uint32_t from, uint32_t to)
{
    return core_model_leg(attempt->tour->model, from, to);
}

/* The route's places, but not the one at position P. */
static bool apply_without(struct core_attempt *attempt, uint32_t route, uint32_t p, uint32_t instead)
{
    core_attempt_begin(attempt, 0);
    core_attempt_append(attempt, 0, route, 1, p - 1);
    if (instead != CORE_UNSERVED)
        core_attempt_append_place(attempt, 0, instead);
    core_attempt_append(attempt, 0, route, p + 1, attempt->tour->tracks[route].n);
    return core_attempt_apply(attempt, route, route);
}

bool core_swap_drop_at(struct core_attempt *attempt, uint32_t route, uint32_t p)
{
    const struct core_model *model = attempt->tour->model;
    const struct core_track *track = &attempt->tour->tracks[route];
    uint32_t place = track->node[p];
    bool last = track->n == 1 && leg(attempt, track->node[0], track->node[2]) == CORE_NO_WAY;
    int64_t direct_s = last ? 0 : leg(attempt, track->node[p - 1], track->node[p + 1]);
    int64_t extra_s = direct_s - track->leg_s[p - 1] - track->leg_s[p];
    return !core_attempt_is_bound(attempt, place) &&
           core_attempt_gains(attempt, route, route, -model->prize[place], extra_s) &&
           apply_without(attempt, route, p, CORE_UNSERVED);
}

bool core_swap_drop(struct core_attempt *attempt, uint32_t route)
{
    for (uint32_t p = 1; p <= attempt->tour->tracks[route].n; p++)
        if (core_swap_drop_at(attempt, route, p))
            return true;
    return false;
}

/* Is PLACE another of the group of NOW, which must not go without that? */
static bool may_stand_in(const struct core_model *model, uint32_t now, uint32_t place)
{
    const struct core_place *places = model->problem->places;
    return !model->kept[now] && places[now].group && places[now].group == places[place].group;
}

static bool replace_by(struct core_attempt *attempt, uint32_t route, uint32_t place)
{
    const struct core_model *model = attempt->tour->model;
    const struct core_track *track = &attempt->tour->tracks[route];
    for (uint32_t p = 1; p <= track->n; p++) {
        uint32_t now = track->node[p];
        int64_t extra_s = leg(attempt, track->node[p - 1], place) + leg(attempt, place, track->node[p + 1]) -
                          track->leg_s[p - 1] - track->leg_s[p];
        bool free = !core_attempt_is_bound(attempt, now) || may_stand_in(model, now, place);
        if (free && core_attempt_gains(attempt, route, route, model->prize[place] - model->prize[now], extra_s) &&
            core_insert_in_time(attempt->tour, route, p - 1, p + 1, place) && apply_without(attempt, route, p, place))
            return true;
    }
    return false;
}

bool core_swap_replace(struct core_attempt *attempt, uint32_t route)
{
    const struct core_model *model = attempt->tour->model;
    for (uint32_t i = 0; i < model->wanted_n; i++) {
        uint32_t place = model->wanted[i];
        if (attempt->tour->route[place] == CORE_UNSERVED && (model->routes[place] >> route & 1) &&
            replace_by(attempt, route, place))
            return true;
    }
    return false;
}
