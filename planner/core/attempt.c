#include "planner/core/attempt.h"

#include <string.h>

void core_attempt_init(struct core_attempt *attempt, struct core_tour *tour, struct core_carve *carve)
{
    size_t room = tour->model->places_n;
    attempt->tour = tour;
    for (int i = 0; i < 2; i++) {
        attempt->sequence[i] = core_carve_array(carve, room, sizeof(uint32_t));
        attempt->before[i] = core_carve_array(carve, room, sizeof(uint32_t));
        attempt->count[i] = 0;
    }
}

bool core_attempt_gains(const struct core_model *model, int64_t prize, int64_t extra_s)
{
    int64_t gain = prize - extra_s * model->weight;
    return gain > 0 || (gain == 0 && extra_s < 0);
}

void core_attempt_begin(struct core_attempt *attempt, int i)
{
    attempt->count[i] = 0;
}

void core_attempt_append(struct core_attempt *attempt, int i, uint32_t route, uint32_t first, uint32_t last)
{
    const struct core_track *track = &attempt->tour->tracks[route];
    for (uint32_t p = first; p <= last; p++)
        attempt->sequence[i][attempt->count[i]++] = track->node[p];
}

void core_attempt_append_place(struct core_attempt *attempt, int i, uint32_t place)
{
    attempt->sequence[i][attempt->count[i]++] = place;
}

static bool places_allowed(const struct core_attempt *attempt, int i, uint32_t route)
{
    for (uint32_t p = 0; p < attempt->count[i]; p++)
        if (!(attempt->tour->model->routes[attempt->sequence[i][p]] >> route & 1))
            return false;
    return true;
}

static bool holds(struct core_tour *tour, uint32_t route)
{
    return core_tour_refresh(tour, route) && core_tour_limits_kept(tour, route);
}

bool core_attempt_apply(struct core_attempt *attempt, uint32_t a, uint32_t b)
{
    struct core_tour *tour = attempt->tour;
    const uint32_t routes[2] = {a, b};
    const int n = a == b ? 1 : 2;
    uint32_t before_n[2] = {0, 0};
    bool good = true;
    for (int i = 0; i < n; i++)
        good = good && places_allowed(attempt, i, routes[i]);
    if (!good)
        return false;
    for (int i = 0; i < n; i++) {
        const struct core_track *track = &tour->tracks[routes[i]];
        before_n[i] = track->n;
        memcpy(attempt->before[i], track->node + 1, track->n * sizeof *track->node);
    }
    for (int i = 0; i < n; i++)
        core_tour_write(tour, routes[i], attempt->sequence[i], attempt->count[i]);
    for (int i = 0; i < n; i++)
        good = holds(tour, routes[i]) && good;
    if (good)
        return true;
    for (int i = 0; i < n; i++)
        core_tour_write(tour, routes[i], attempt->before[i], before_n[i]);
    for (int i = 0; i < n; i++)
        core_tour_refresh(tour, routes[i]);
    return false;
}
