#include "planner/ask.h"

#include "geo/base/mem.h"

static int32_t clamp(int64_t value)
{
    return value < 0 ? 0 : value > CORE_TIME_MAX ? CORE_TIME_MAX : (int32_t)value;
}

struct ask *ask_new(struct arena *arena, const struct frame *frame, uint32_t max)
{
    struct ask *ask = arena_alloc(arena, sizeof *ask);
    ask->places = arena_array(arena, max, sizeof *ask->places);
    ask->errands = arena_array(arena, max, sizeof *ask->errands);
    ask->windows = arena_array(arena, (size_t)max * OPEN_SPANS_MAX, sizeof *ask->windows);
    ask->route = (struct core_route){
        .earliest_s = clamp(frame->leave_from_s),
        .latest_s = clamp(frame->home_by_s > frame->leave_from_s ? frame->home_by_s : frame->leave_from_s),
        .max_driving_s = clamp(frame->base_driving_s + frame->max_extra_s),
        .max_optional = frame->max_visits < CORE_PLACES_MAX ? frame->max_visits : CORE_PLACES_MAX,
        .break_s = clamp(frame->break_s),
        .break_open_s = clamp(frame->break_open_s),
        .break_close_s = clamp(frame->break_close_s > frame->break_open_s ? frame->break_close_s : frame->break_open_s),
    };
    ask->problem = (struct core_problem){
        .places = ask->places,
        .windows = ask->windows,
        .routes_n = 1,
        .routes = &ask->route,
        .max_detour_s = clamp(frame->max_detour_s),
        .driving_weight = 1000,
    };
    return ask;
}

void ask_put(struct ask *ask, uint32_t index, const struct place *place, int32_t prize_s)
{
    struct core_problem *problem = &ask->problem;
    uint32_t first = index == 0 ? 0 : ask->places[index - 1].window_first + ask->places[index - 1].window_count;
    ask->places[index] = (struct core_place){
        .service_s = clamp(place->service_s),
        .prize_s = place_is_job(place) ? 0 : clamp(prize_s),
        .mandatory = place_is_job(place),
        .whole_inside = !place_is_job(place),
        .window_first = first,
        .window_count = place->windows_n,
        .routes = 1,
        .series = place->series,
        .apart_days = place->series != 0,
    };
    ask->errands[index] = place->errand;
    for (uint32_t w = 0; w < place->windows_n; w++) {
        const struct open_span *open = &place->windows[w];
        ask->windows[first + w] = (struct core_window){clamp(open->from_s), clamp(open->to_s)};
    }
    problem->places_n = index + 1;
    problem->windows_n = first + place->windows_n;
}

static struct core_item item_of(const struct place_item *item)
{
    return (struct core_item){item->errand, item->number};
}

void ask_errands(struct ask *ask, struct arena *arena, const struct frame *frame)
{
    struct core_problem *problem = &ask->problem;
    struct core_group *groups = arena_array(arena, frame->errands_n, sizeof *groups);
    struct core_order *orders = arena_array(arena, frame->orders_n, sizeof *orders);
    for (uint32_t i = 0; i < frame->errands_n; i++) {
        groups[i].required = true;
    }
    for (uint32_t i = 0; i < frame->orders_n; i++) {
        orders[i] = (struct core_order){item_of(&frame->orders[i].first), item_of(&frame->orders[i].then)};
    }
    for (uint32_t i = 0; i < problem->places_n; i++) {
        ask->places[i].group = ask->errands[i];
    }
    problem->groups = groups;
    problem->groups_n = frame->errands_n;
    problem->orders = orders;
    problem->orders_n = frame->orders_n;
}

void ask_travel(struct ask *ask, const int32_t *travel_s)
{
    struct core_problem *problem = &ask->problem;
    problem->nodes_n = problem->places_n + 1;
    ask->route.start = problem->places_n;
    ask->route.end = problem->places_n;
    problem->travel_s = travel_s;
}
