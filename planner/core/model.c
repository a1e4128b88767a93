#include "planner/core/model.h"

#include "planner/core/schedule.h"

enum {
    TRANSPOSED_MAX = 4096, /* nodes; above, the matrix is read by columns rather than copied */
    TILE = 32
};

/* The price of lateness that nobody may have for money, where prices are only estimates. */
static const int64_t FORBIDDEN_WEIGHT = (int64_t)CORE_WEIGHT_MAX * 1000;

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
    model->free_s = core_carve_array(carve, n, sizeof(int32_t));
    model->late_weight = core_carve_array(carve, n, sizeof(int64_t));
    model->routes = core_carve_array(carve, n, sizeof(uint64_t));
    model->prize = core_carve_array(carve, n, sizeof(int64_t));
    model->promise = core_carve_array(carve, n, sizeof(int64_t));
    model->group_promise = core_carve_array(carve, (size_t)q->groups_n + 1, sizeof(int64_t));
    model->group_worth = core_carve_array(carve, (size_t)q->groups_n + 1, sizeof(int64_t));
    model->kept = core_carve_array(carve, n, sizeof(bool));
    model->released = core_carve_array(carve, n, sizeof(bool));
    model->optional = core_carve_array(carve, n, sizeof(bool));
    model->group_kept = core_carve_array(carve, (size_t)q->groups_n + 1, sizeof(bool));
    model->lanes = core_carve_array(carve, q->routes_n, sizeof(struct core_lane));
    model->wanted = core_carve_array(carve, n, sizeof(uint32_t));
    model->stops = core_carve_array(carve, n + 1, sizeof(struct core_stop));
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

/* --- places -------------------------------------------------------------------------------------------------------- */

static int32_t capped(int64_t time_s)
{
    return time_s < CORE_NO_WAY - 1 ? (int32_t)time_s : CORE_NO_WAY - 1;
}

/* How late a duty, or the end of a route, may be at most. */
static int64_t most_late(const struct core_model *model)
{
    return model->releasing ? CORE_NO_WAY : model->pinned ? 0 : model->allowed_late_s;
}

/* The usable windows of place I as spans from FIRST on; returns their end. The last one goes on for as long as the place
 * may be late. A duty always has one. */
static uint32_t fill_spans(struct core_model *model, uint32_t i, uint32_t first)
{
    const struct core_place *place = &model->problem->places[i];
    const int32_t length_s = place->whole_inside ? place->service_s : 0;
    const int64_t allowed_s = model->rules->duty[i] ? most_late(model) : 0;
    uint32_t end = first;
    model->free_s[i] = CORE_NO_WAY - 1;
    if (!place->window_count) {
        model->spans[end++] = (struct core_span){0, CORE_NO_WAY - 1};
        return end;
    }
    const struct core_window *w = model->problem->windows + place->window_first;
    for (uint32_t k = 0; k < place->window_count; k++)
        if (w[k].close_s - length_s >= w[k].open_s)
            model->spans[end++] = (struct core_span){w[k].open_s, w[k].close_s - length_s};
    if (end == first && model->rules->duty[i]) { /* late whenever it is served */
        if (!model->pinned)
            model->rich = model->lenient = true;
        w += place->window_count - 1;
        model->spans[end++] = (struct core_span){w->open_s, w->close_s - length_s};
    }
    if (end == first)
        return end;
    struct core_span *last = &model->spans[end - 1];
    model->free_s[i] = last->latest_s;
    last->latest_s = capped((int64_t)last->latest_s + place->late_s + allowed_s);
    last->latest_s = last->latest_s < last->open_s ? last->open_s : last->latest_s;
    return end;
}

static void fill_places(struct core_model *model)
{
    const struct core_rules *rules = model->rules;
    model->span_first[0] = 0;
    for (uint32_t i = 0; i < model->places_n; i++) {
        const struct core_place *place = &model->problem->places[i];
        uint32_t first = model->span_first[i], end = fill_spans(model, i, first);
        model->span_first[i + 1] = end;
        model->open_s[i] = end > first ? model->spans[first].open_s : 0;
        model->latest_s[i] = end > first ? model->spans[end - 1].latest_s : -1;
        model->service_s[i] = place->service_s;
        model->late_weight[i] = model->lenient && rules->duty[i] ? FORBIDDEN_WEIGHT : place->late_weight;
        model->routes[i] = end > first ? rules->routes[i] : 0;
        model->prize[i] = rules->duty[i] ? 0 : (int64_t)place->prize_s * 1000;
        if (rules->given_route[i] != CORE_NOWHERE)
            model->prize[i] += (int64_t)model->problem->change_s * 1000;
        model->optional[i] = rules->optional[i];
    }
}

/* --- routes -------------------------------------------------------------------------------------------------------- */

static void fill_lanes(struct core_model *model)
{
    for (uint32_t r = 0; r < model->routes_n; r++) {
        const struct core_route *route = &model->problem->routes[r];
        bool any = route->max_driving_s == CORE_TIME_MAX;
        model->lanes[r] = (struct core_lane){
            .start = route->start,
            .end = route->end,
            .earliest_s = route->earliest_s,
            .latest_s = capped(route->latest_s + most_late(model)),
            .max_driving_s = any ? INT64_MAX : route->max_driving_s,
            .max_optional = route->max_optional,
            .breaking = route->break_s > 0 && route->earliest_s <= route->break_close_s,
            .break_s = route->break_s,
            .break_open_s = route->break_open_s,
            .break_close_s = route->break_close_s,
            .break_amenities = route->break_amenities,
            .elsewhere = route->break_amenities ? (int64_t)route->break_elsewhere_s * 1000 : 0,
            .fixed_n = route->fixed_n,
        };
    }
}

/* The lateness and the breaks missed of DAY. */
static void allow(struct core_model *model, const struct core_sketch *day)
{
    model->allowed_late_s = model->allowed_missed = 0;
    for (uint32_t r = 0; r < day->routes_n; r++) {
        struct core_cost cost;
        if (!core_schedule_cost(model->rules, r, core_sketch_route(day, r), core_sketch_count(day, r), &cost))
            continue;
        model->allowed_late_s += cost.late_s;
        model->allowed_missed += cost.missed;
    }
    model->lenient = !model->pinned && (model->allowed_late_s > 0 || model->allowed_missed > 0);
    model->rich = model->rich || model->lenient;
}

static void allow_missed_breaks(struct core_model *model, const struct core_sketch *day)
{
    for (uint32_t r = 0; r < day->routes_n && model->allowed_missed > 0; r++) {
        struct core_cost cost;
        if (core_schedule_cost(model->rules, r, core_sketch_route(day, r), core_sketch_count(day, r), &cost) &&
            cost.missed)
            model->lanes[r].breaking = false;
    }
}

/* --- duties -------------------------------------------------------------------------------------------------------- */

static bool is_kept(const struct core_model *model, struct core_item item)
{
    return item.group ? model->group_kept[item.index] : model->kept[item.index];
}

/* What has to come before something kept is kept. */
static void keep_firsts(struct core_model *model)
{
    const struct core_problem *q = model->problem;
    for (uint32_t k = q->orders_n; k-- > 0;) {
        const struct core_order *order = &q->orders[model->rules->sorted[k]];
        if (is_kept(model, order->then))
            *(order->first.group ? &model->group_kept[order->first.index] : &model->kept[order->first.index]) = true;
    }
}

/* Can PLACE be driven to from anywhere, and from it to anywhere? */
static bool has_ways(const struct core_model *model, uint32_t place)
{
    bool to = false, from = false;
    for (uint32_t i = 0; i < model->nodes_n && model->routes[place] && !(to && from); i++) {
        to = to || (i != place && core_model_leg(model, i, place) < CORE_NO_WAY);
        from = from || (i != place && core_model_leg(model, place, i) < CORE_NO_WAY);
    }
    return to && from;
}

static bool group_has_ways(const struct core_model *model, uint32_t group)
{
    const struct core_lists *members = &model->rules->members;
    for (uint32_t k = members->first[group]; k < members->first[group + 1]; k++)
        if (has_ways(model, members->item[k]))
            return true;
    return false;
}

/* Is there a duty that is in reach, but not SERVED? */
static bool must_release(const struct core_model *model, const bool *served, const bool *group_served)
{
    const struct core_problem *q = model->problem;
    for (uint32_t i = 0; i < q->places_n; i++)
        if (!served[i] && model->rules->duty[i] && has_ways(model, i))
            return true;
    for (uint32_t g = 1; g <= q->groups_n; g++)
        if (!group_served[g] && q->groups[g - 1].required && group_has_ways(model, g))
            return true;
    return false;
}

/* All duties that DAY serves are kept, unless there are others in reach: then none is, but for the fixed ones, so that they
 * may make way for one another; if the model is pinned, they are kept nevertheless. */
static void keep_duties(struct core_model *model, const struct core_sketch *day)
{
    const struct core_problem *q = model->problem;
    bool *served = model->kept, *group_served = model->group_kept;
    for (uint32_t i = 0; i < q->places_n; i++)
        served[i] = false;
    for (uint32_t g = 0; g <= q->groups_n; g++)
        group_served[g] = false;
    for (uint32_t k = 0; k < day->first[day->routes_n]; k++) {
        served[day->places[k]] = true;
        group_served[q->places[day->places[k]].group] = true;
    }
    bool unserved = must_release(model, served, group_served);
    model->releasing = unserved && !model->pinned;
    for (uint32_t g = 0; g <= q->groups_n; g++)
        group_served[g] = g && !model->releasing && group_served[g] && q->groups[g - 1].required;
    for (uint32_t i = 0; i < q->places_n; i++) {
        uint32_t group = q->places[i].group;
        bool needed = model->rules->duty[i] || (group && q->groups[group - 1].required);
        bool stays = !model->releasing || core_rules_is_fixed(model->rules, i);
        model->kept[i] = served[i] && model->rules->duty[i] && stays;
        model->released[i] = needed && !model->kept[i] && unserved && !group_served[group];
    }
    keep_firsts(model);
}

/* --- promises ------------------------------------------------------------------------------------------------------ */

static int64_t promise_of_place(const struct core_model *model, uint32_t place)
{
    uint32_t group = model->problem->places[place].group;
    int64_t own = model->released[place] ? (int64_t)CORE_TIME_MAX * 1000 : model->prize[place],
            its = model->promise[place], of_group = model->group_promise[group];
    return model->routes[place] ? own + (its > of_group ? its : of_group) : 0;
}

/* The most that one of its places promises; worked out once, when all that follows them is known. */
static int64_t promise_of_group(const struct core_model *model, uint32_t group)
{
    const struct core_lists *members = &model->rules->members;
    int64_t most = 0;
    for (uint32_t k = members->first[group]; k < members->first[group + 1]; k++) {
        int64_t its = promise_of_place(model, members->item[k]);
        most = its > most ? its : most;
    }
    return most;
}

/* What THEN promises to whatever has to come before it. That of a group is worked out once. */
static int64_t promise_of(const struct core_model *model, struct core_item then)
{
    if (!then.group)
        return promise_of_place(model, then.index);
    if (model->group_worth[then.index] < 0)
        model->group_worth[then.index] = promise_of_group(model, then.index);
    return model->group_worth[then.index];
}

/* From the last links of chains of orders to the first. */
static void fill_promises(struct core_model *model)
{
    const struct core_problem *q = model->problem;
    for (uint32_t i = 0; i < q->places_n; i++)
        model->promise[i] = 0;
    for (uint32_t g = 0; g <= q->groups_n; g++) {
        model->group_promise[g] = 0;
        model->group_worth[g] = -1;
    }
    for (uint32_t k = q->orders_n; k-- > 0;) {
        const struct core_order *order = &q->orders[model->rules->sorted[k]];
        struct core_item first = order->first;
        int64_t its = promise_of(model, order->then),
                *most = first.group ? &model->group_promise[first.index] : &model->promise[first.index];
        *most = its > *most ? its : *most;
    }
    for (uint32_t i = 0; i < q->places_n; i++) {
        int64_t of_group = model->group_promise[q->places[i].group];
        model->promise[i] = of_group > model->promise[i] ? of_group : model->promise[i];
    }
}

/* --- all together -------------------------------------------------------------------------------------------------- */

/* Is there more to PROBLEM than prizes, driving, windows, breaks and limits? */
static bool is_rich(const struct core_problem *q)
{
    bool rich = q->waiting_weight > 0 || q->groups_n || q->orders_n || q->needs_n || q->given;
    for (uint32_t r = 0; r < q->routes_n; r++)
        rich = rich || (q->routes[r].break_s > 0 && q->routes[r].break_amenities && q->routes[r].break_elsewhere_s > 0);
    for (uint32_t i = 0; i < q->places_n; i++)
        rich = rich || q->places[i].series || q->places[i].late_s > 0;
    return rich;
}

void core_model_init(struct core_model *model, const struct core_rules *rules, struct core_carve *carve)
{
    const struct core_problem *problem = rules->problem;
    *model = (struct core_model){
        .problem = problem,
        .rules = rules,
        .places_n = problem->places_n,
        .routes_n = problem->routes_n,
        .nodes_n = problem->nodes_n,
        .weight = problem->driving_weight,
        .max_detour_s = problem->max_detour_s,
        .detour_limited = problem->max_detour_s < CORE_TIME_MAX,
    };
    carve_arrays(model, carve);
    if (carve->block)
        fill_travel(model);
}

/* What is late in DAY may be so late. A duty that is not served, and of which no window can be used, stays where it is. */
static void pin_lateness(struct core_model *model, const struct core_sketch *day)
{
    for (uint32_t i = 0; i < model->places_n; i++) {
        const struct core_span *last = &model->spans[model->span_first[i + 1] - 1];
        if (!model->kept[i] && model->routes[i] && last->latest_s > model->free_s[i] + model->problem->places[i].late_s)
            model->routes[i] = 0;
    }
    for (uint32_t r = 0; r < day->routes_n; r++) {
        const uint32_t *sequence = core_sketch_route(day, r);
        struct core_cost cost;
        uint32_t n = core_schedule_full(model->rules, r, sequence, core_sketch_count(day, r), model->stops, &cost);
        for (uint32_t k = 0; k < n; k++) {
            const struct core_stop *stop = &model->stops[k];
            if (stop->place == CORE_BREAK || stop->late_s == 0)
                continue;
            struct core_span *last = &model->spans[model->span_first[stop->place + 1] - 1];
            last->latest_s = stop->start_s > last->latest_s ? stop->start_s : last->latest_s;
            model->latest_s[stop->place] = last->latest_s;
        }
        if (cost.home_s > model->lanes[r].latest_s)
            model->lanes[r].latest_s = capped(cost.home_s);
    }
}

static void settle(struct core_model *model, const struct core_sketch *day)
{
    model->rich = is_rich(model->problem);
    model->releasing = false;
    allow(model, day);
    fill_places(model);
    keep_duties(model, day);
    if (model->releasing) {
        model->rich = model->lenient = true;
        fill_places(model);
    }
    fill_lanes(model);
    allow_missed_breaks(model, day);
    if (model->pinned)
        pin_lateness(model, day);
    fill_promises(model);
    model->wanted_n = 0;
    for (uint32_t i = 0; i < model->places_n; i++)
        if (!model->kept[i] && model->routes[i])
            model->wanted[model->wanted_n++] = i;
}

void core_model_settle(struct core_model *model, const struct core_sketch *day)
{
    model->pinned = false;
    settle(model, day);
}

void core_model_pin(struct core_model *model, const struct core_sketch *day)
{
    model->pinned = true;
    settle(model, day);
}
