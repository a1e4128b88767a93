#include "planner/core/model.h"

enum {
    TRANSPOSED_MAX = 4096, /* nodes; above, the matrix is read by columns rather than copied */
    TILE = 32
};

static const int64_t RELEASED_PRIZE = (int64_t)CORE_TIME_MAX * 1000 * CORE_PLACES_MAX; /* above all others together */

static void carve_arrays(struct core_model *model, struct core_carve *carve)
{
    const struct core_problem *q = model->problem;
    size_t n = q->places_n, spans = n;
    for (uint32_t i = 0; i < q->places_n; i++)
        spans += q->places[i].window_count;
    bool copy = model->nodes_n <= TRANSPOSED_MAX;
    model->transposed_s = core_carve_array(carve, copy ? model->nodes_n * model->nodes_n : 0, sizeof(int32_t));
    model->open_s = core_carve_array(carve, n, sizeof(int32_t));
    model->latest_s = core_carve_array(carve, n, sizeof(int32_t));
    model->service_s = core_carve_array(carve, n, sizeof(int32_t));
    model->span_first = core_carve_array(carve, n + 1, sizeof(uint32_t));
    model->spans = core_carve_array(carve, spans, sizeof(struct core_span));
    model->routes = core_carve_array(carve, n, sizeof(uint64_t));
    model->prize = core_carve_array(carve, n, sizeof(int64_t));
    model->kept = core_carve_array(carve, n, sizeof(bool));
    model->optional = core_carve_array(carve, n, sizeof(bool));
    model->lanes = core_carve_array(carve, q->routes_n, sizeof(struct core_lane));
    model->wanted = core_carve_array(carve, n, sizeof(uint32_t));
}

static void transpose_tile(const struct core_model *model, size_t row, size_t column)
{
    size_t n = model->nodes_n, row_end = row + TILE < n ? row + TILE : n,
           column_end = column + TILE < n ? column + TILE : n;
    for (size_t i = row; i < row_end; i++)
        for (size_t j = column; j < column_end; j++)
            model->transposed_s[j * n + i] = model->out_s[i * n + j];
}

static void fill_travel(struct core_model *model)
{
    size_t n = model->nodes_n;
    model->out_s = model->in_s = model->problem->travel_s;
    model->in_row = 1;
    model->in_step = n;
    if (n > TRANSPOSED_MAX)
        return;
    for (size_t row = 0; row < n; row += TILE)
        for (size_t column = 0; column < n; column += TILE)
            transpose_tile(model, row, column);
    model->in_s = model->transposed_s;
    model->in_row = n;
    model->in_step = 1;
}

/* The usable windows of place I as spans from FIRST on; returns their end. A mandatory place always has one. */
static uint32_t fill_spans(struct core_model *model, uint32_t i, uint32_t first)
{
    const struct core_place *place = &model->problem->places[i];
    uint32_t end = first;
    if (!place->window_count) {
        model->spans[end++] = (struct core_span){0, CORE_NO_WAY - 1};
        return end;
    }
    const struct core_window *w = model->problem->windows + place->window_first;
    for (uint32_t k = 0; k < place->window_count; k++) {
        int32_t latest_s = w[k].close_s - (place->whole_inside ? place->service_s : 0);
        if (latest_s >= w[k].open_s)
            model->spans[end++] = (struct core_span){w[k].open_s, latest_s};
    }
    if (end == first && place->mandatory) /* its deadline is set by core_model_allow_start */
        model->spans[end++] = (struct core_span){w[place->window_count - 1].open_s, w[place->window_count - 1].open_s};
    return end;
}

static void fill_places(struct core_model *model)
{
    model->span_first[0] = 0;
    for (uint32_t i = 0; i < model->places_n; i++) {
        const struct core_place *place = &model->problem->places[i];
        uint32_t first = model->span_first[i], end = fill_spans(model, i, first);
        model->span_first[i + 1] = end;
        model->open_s[i] = end > first ? model->spans[first].open_s : 0;
        model->latest_s[i] = end > first ? model->spans[end - 1].latest_s : -1;
        model->service_s[i] = place->service_s;
        model->routes[i] = end > first ? place->routes : 0;
        model->prize[i] = place->mandatory ? 0 : (int64_t)place->prize_s * 1000;
        model->kept[i] = place->mandatory;
        model->optional[i] = !place->mandatory;
    }
    uint64_t real = model->routes_n < 64 ? ((uint64_t)1 << model->routes_n) - 1 : UINT64_MAX;
    for (uint32_t i = 0; i < model->places_n; i++)
        model->routes[i] &= real;
}

static void fill_lanes(struct core_model *model)
{
    for (uint32_t r = 0; r < model->routes_n; r++) {
        const struct core_route *route = &model->problem->routes[r];
        bool any = route->max_driving_s == CORE_TIME_MAX;
        model->lanes[r] = (struct core_lane){
            .start = route->start,
            .end = route->end,
            .earliest_s = route->earliest_s,
            .latest_s = route->latest_s,
            .max_driving_s = any ? INT64_MAX : route->max_driving_s,
            .max_optional = route->max_optional,
            .breaking = route->break_s > 0 && route->earliest_s <= route->break_close_s,
            .break_s = route->break_s,
            .break_open_s = route->break_open_s,
            .break_close_s = route->break_close_s,
        };
        if (route->start < model->places_n)
            model->routes[route->start] &= ~((uint64_t)1 << r);
        if (route->end < model->places_n)
            model->routes[route->end] &= ~((uint64_t)1 << r);
    }
}

void core_model_init(struct core_model *model, const struct core_problem *problem, struct core_carve *carve)
{
    *model = (struct core_model){
        .problem = problem,
        .places_n = problem->places_n,
        .routes_n = problem->routes_n,
        .nodes_n = problem->nodes_n,
        .weight = problem->driving_weight,
        .max_detour_s = problem->max_detour_s,
        .detour_limited = problem->max_detour_s < CORE_TIME_MAX,
    };
    carve_arrays(model, carve);
    if (!carve->block)
        return;
    fill_travel(model);
    core_model_reset(model);
}

void core_model_reset(struct core_model *model)
{
    fill_places(model);
    fill_lanes(model);
}

void core_model_allow_start(struct core_model *model, uint32_t place, int32_t start_s)
{
    struct core_span *last = &model->spans[model->span_first[place + 1] - 1];
    last->latest_s = start_s > last->latest_s ? start_s : last->latest_s;
    model->latest_s[place] = last->latest_s;
}

void core_model_allow_home(struct core_model *model, uint32_t route, int32_t home_s)
{
    struct core_lane *lane = &model->lanes[route];
    lane->latest_s = home_s > lane->latest_s ? home_s : lane->latest_s;
}

void core_model_allow_no_break(struct core_model *model, uint32_t route)
{
    model->lanes[route].breaking = false;
}

void core_model_release(struct core_model *model, uint32_t place)
{
    model->kept[place] = false;
    model->prize[place] = RELEASED_PRIZE;
}

void core_model_settle(struct core_model *model)
{
    model->wanted_n = 0;
    for (uint32_t i = 0; i < model->places_n; i++)
        if (!model->kept[i] && model->routes[i])
            model->wanted[model->wanted_n++] = i;
}
