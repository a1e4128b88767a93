/* What can have been won before a time of the day at most, wherever the route went: a knapsack of time in which every place
 * may lie any number of times, with its service and the least driving to it, and each tracked duty served once. With it,
 * backward labels that cannot be part of anything good enough are given up at once. */
#include "planner/core/relax.h"

enum { FINER = 2 /* pieces of the knapsack in a piece of the day, as a power of two */ };

static uint32_t knapsack_shift(const struct core_relax *x)
{
    return x->shift > FINER ? x->shift - FINER : 0;
}

/* The sums of each layer's duties. */
static void sum_duties(struct core_relax *x)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_problem *q = x->rules->problem;
    for (uint32_t l = 0; l < x->layers_n; l++) {
        struct core_relax_layer *layer = &x->layers[l];
        layer->duties_ms = 0;
        layer->duties_s = layer->had ? q->routes[x->route].break_s : 0;
        for (uint32_t a = 0; a < lane->tracked_n; a++) {
            uint32_t i = lane->tracked[a];
            if (!(layer->mask >> a & 1))
                continue;
            layer->duties_ms += x->gain_ms[i] - (int64_t)x->least_in_s[i] * q->driving_weight;
            layer->duties_s += (int64_t)q->places[lane->place[i]].service_s + x->least_in_s[i];
        }
    }
}

bool core_relax_fill_before(struct core_relax *x)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_problem *q = x->rules->problem;
    const struct core_route *route = &q->routes[x->route];
    uint32_t shift = knapsack_shift(x), n = (uint32_t)((route->latest_s + x->late_s - route->earliest_s) >> shift) + 2;
    uint32_t sizes_n = 0;
    sum_duties(x);
    for (uint32_t t = 0; t < n; t++)
        x->before_ms[t] = 0;
    for (uint32_t i = 0; i < lane->n; i++) { /* for a start, the best place of each size */
        int64_t size = ((int64_t)q->places[lane->place[i]].service_s + x->least_in_s[i]) >> shift;
        int64_t gain_ms = x->gain_ms[i] - (int64_t)x->least_in_s[i] * q->driving_weight;
        if (x->bit[i] || gain_ms <= 0 || size >= n)
            continue;
        if (size == 0)
            return false;
        x->before_ms[size] = gain_ms > x->before_ms[size] ? gain_ms : x->before_ms[size];
    }
    int64_t most_ms = 0;
    for (uint32_t size = 1; size < n; size++)
        if (x->before_ms[size] > most_ms) {
            most_ms = x->before_ms[size];
            x->size_ms[sizes_n] = most_ms;
            x->size[sizes_n++] = size;
        }
    x->before_ms[0] = 0;
    for (uint32_t t = 1; t < n; t++) {
        int64_t best_ms = x->before_ms[t - 1];
        for (uint32_t k = 0; k < sizes_n && x->size[k] <= t; k++) {
            int64_t its_ms = x->before_ms[t - x->size[k]] + x->size_ms[k];
            best_ms = its_ms > best_ms ? its_ms : best_ms;
        }
        x->before_ms[t] = best_ms;
        x->steps += sizes_n / 4;
    }
    return true;
}

int64_t core_relax_before(const struct core_relax *x, const struct core_relax_layer *layer, uint32_t i, int64_t time_s)
{
    const struct core_relax_lane *lane = &x->lanes[x->route];
    const struct core_problem *q = x->rules->problem;
    int64_t left_s = time_s - q->routes[x->route].earliest_s - layer->duties_s, value_ms = layer->duties_ms;
    if (!x->bit[i]) {
        left_s -= (int64_t)q->places[lane->place[i]].service_s + x->least_in_s[i];
        value_ms += x->gain_ms[i] - (int64_t)x->least_in_s[i] * q->driving_weight;
    }
    return left_s < 0 ? CORE_RELAX_NONE : value_ms + x->before_ms[(left_s >> knapsack_shift(x)) + 1];
}
