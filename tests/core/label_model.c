#include "tests/core/label_model.h"

#include <stddef.h>
#include <string.h>

/* The row of the matrix of a stop. */
static uint32_t node_of(const struct label_model *model, uint32_t stop)
{
    return stop == LABEL_START ? model->route->start : stop == LABEL_END ? model->route->end : stop;
}

static void fill_legs(struct label_model *model)
{
    const struct core_problem *p = model->problem;
    for (uint32_t a = 0; a < LABEL_STOPS; a++)
        for (uint32_t b = 0; b < LABEL_STOPS; b++) {
            uint32_t from = node_of(model, a), to = node_of(model, b);
            if (from < p->nodes_n && to < p->nodes_n)
                model->leg_s[a][b] = from == to ? 0 : p->travel_s[(size_t)from * p->nodes_n + to];
        }
}

bool label_model_is_metric(const struct label_model *model)
{
    const struct core_problem *p = model->problem;
    for (uint32_t a = 0; a < p->nodes_n; a++)
        for (uint32_t b = 0; b < p->nodes_n; b++)
            for (uint32_t c = 0; c < p->nodes_n; c++)
                if (a != b && b != c && a != c &&
                    p->travel_s[(size_t)a * p->nodes_n + c] >
                        p->travel_s[(size_t)a * p->nodes_n + b] + p->travel_s[(size_t)b * p->nodes_n + c])
                    return false;
    return true;
}

static bool detour_kept(const struct label_model *model, uint32_t before, uint32_t place, uint32_t after)
{
    if (model->duty[place] >= 0 || model->problem->max_detour_s == CORE_TIME_MAX)
        return true;
    return model->leg_s[before][place] + model->leg_s[place][after] - model->leg_s[before][after] <=
           model->problem->max_detour_s;
}

static void fill_neighbours(struct label_model *model)
{
    for (uint32_t i = 0; i < model->stops_n; i++)
        for (uint32_t a = 0; a < LABEL_STOPS; a++)
            for (uint32_t b = 0; b < LABEL_STOPS; b++)
                if (detour_kept(model, a, model->stops[i], b)) {
                    model->after[a][model->stops[i]] |= UINT64_C(1) << b;
                    model->before[model->stops[i]][b] |= UINT64_C(1) << a;
                }
}

static bool is_known(const struct core_problem *p)
{
    if (p->routes_n != 1 || p->places_n > LABEL_PLACES_MAX || p->groups_n || p->orders_n || p->needs_n || p->given ||
        p->waiting_weight || (p->routes[0].break_s && p->routes[0].break_amenities))
        return false;
    for (uint32_t i = 0; i < p->places_n; i++)
        if (p->places[i].group || p->places[i].series || p->places[i].late_s)
            return false;
    return true;
}

bool label_model_init(struct label_model *model, const struct core_problem *problem)
{
    memset(model, 0, sizeof *model);
    if (!is_known(problem))
        return false;
    model->problem = problem;
    model->route = &problem->routes[0];
    for (uint32_t i = 0; i < problem->places_n; i++) {
        bool allowed = (problem->places[i].routes & 1) && i != model->route->start && i != model->route->end;
        model->duty[i] = problem->places[i].mandatory ? (int)model->duties_n++ : -1;
        if ((!allowed && problem->places[i].mandatory) || model->duties_n > LABEL_DUTIES_MAX)
            return false;
        if (allowed)
            model->stops[model->stops_n++] = i;
    }
    model->full = (UINT32_C(1) << model->duties_n) - 1;
    model->break_due = model->route->break_s > 0 && model->route->earliest_s <= model->route->break_close_s;
    fill_legs(model);
    fill_neighbours(model);
    if (model->leg_s[LABEL_START][LABEL_END] == CORE_NO_WAY)
        model->leg_s[LABEL_START][LABEL_END] = 0;
    return true;
}

int32_t label_model_start(const struct label_model *model, uint32_t place, int32_t arrive_s, int32_t *late_s)
{
    const struct core_place *p = &model->problem->places[place];
    const struct core_window *w = model->problem->windows + p->window_first;
    int32_t inside_s = p->whole_inside ? p->service_s : 0, last_s = -1;
    *late_s = 0;
    if (!p->window_count)
        return arrive_s;
    for (uint32_t i = 0; i < p->window_count; i++) {
        if (w[i].close_s - inside_s < w[i].open_s)
            continue;
        last_s = w[i].close_s - inside_s;
        if (arrive_s <= last_s)
            return arrive_s > w[i].open_s ? arrive_s : w[i].open_s;
    }
    w += p->window_count - 1;
    if (last_s < 0) {
        last_s = w->close_s - inside_s;
        arrive_s = arrive_s > w->open_s ? arrive_s : w->open_s;
    }
    *late_s = arrive_s - last_s;
    return arrive_s;
}

int32_t label_model_latest(const struct label_model *model, uint32_t place, int32_t depart_s)
{
    const struct core_place *p = &model->problem->places[place];
    const struct core_window *w = model->problem->windows + p->window_first;
    int32_t inside_s = p->whole_inside ? p->service_s : 0, by_s = depart_s - p->service_s;
    int32_t late_s = model->duty[place] >= 0 ? (int32_t)model->late_s : 0, best_s = -1;
    bool usable = false;
    if (!p->window_count || by_s < 0)
        return by_s;
    for (uint32_t i = 0; i < p->window_count; i++) {
        int32_t last_s = w[i].close_s - inside_s;
        if (last_s < w[i].open_s)
            continue;
        usable = true;
        if (w[i].open_s <= by_s)
            best_s = last_s < by_s ? last_s : by_s;
    }
    int32_t close_s = w[p->window_count - 1].close_s - inside_s, open_s = w[p->window_count - 1].open_s;
    for (uint32_t i = p->window_count; usable && i-- > 0;) /* the last one that can be used */
        if (w[i].close_s - inside_s >= w[i].open_s) {
            close_s = w[i].close_s - inside_s;
            open_s = close_s;
            break;
        }
    if (late_s > 0 && by_s >= open_s && close_s + late_s >= open_s) {
        int32_t latest_s = close_s + late_s < by_s ? close_s + late_s : by_s;
        best_s = latest_s > best_s ? latest_s : best_s;
    }
    return best_s;
}
