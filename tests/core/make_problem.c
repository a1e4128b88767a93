#include "tests/core/make_problem.h"

#include <stddef.h>

enum { DAY = 600, COUNTY = 60 };

uint32_t made_dice(struct made *made, uint32_t n)
{
    made->state = made->state * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)((made->state >> 33) % n);
}

static int32_t between(struct made *made, int32_t low, int32_t high)
{
    return low + (int32_t)made_dice(made, (uint32_t)(high - low + 1));
}

static bool chance(struct made *made, uint32_t percent)
{
    return made_dice(made, 100) < percent;
}

struct making made_any_kind(struct made *made, uint32_t places_max)
{
    return (struct making){
        .places_n = made_dice(made, places_max + 1),
        .routes_n = chance(made, 60) ? 1 : 1 + made_dice(made, MADE_ROUTES_MAX),
        .mandatory_percent = 20 * made_dice(made, 5),
        .metric = chance(made, 80),
        .unreachable = chance(made, 10),
        .tight = chance(made, 40),
    };
}

static void fill_travel(struct made *made, const struct making *making, uint32_t nodes)
{
    int32_t x[MADE_PLACES_MAX + MADE_ROUTES_MAX], y[MADE_PLACES_MAX + MADE_ROUTES_MAX];
    for (uint32_t i = 0; i < nodes; i++) {
        x[i] = between(made, 0, COUNTY);
        y[i] = between(made, 0, COUNTY);
    }
    for (uint32_t i = 0; i < nodes; i++)
        for (uint32_t j = 0; j < nodes; j++) {
            int32_t dx = x[i] > x[j] ? x[i] - x[j] : x[j] - x[i], dy = y[i] > y[j] ? y[i] - y[j] : y[j] - y[i];
            int32_t leg = making->metric ? dx + dy : between(made, 0, 2 * COUNTY);
            made->travel[i * nodes + j] = making->unreachable && chance(made, 15) ? CORE_NO_WAY : leg;
        }
}

static uint32_t fill_windows(struct made *made, const struct making *making, uint32_t first)
{
    uint32_t n = chance(made, 25) ? 0 : 1 + made_dice(made, 3);
    int32_t from = 0;
    for (uint32_t i = 0; i < n; i++) {
        int32_t open = from + between(made, 0, DAY / (int32_t)n);
        int32_t close = open + between(made, 0, making->tight ? 30 : DAY / 2);
        made->windows[first + i] = (struct core_window){open, close};
        from = close;
    }
    return n;
}

static void fill_places(struct made *made, const struct making *making)
{
    uint32_t windows = 0;
    for (uint32_t i = 0; i < making->places_n; i++) {
        uint32_t n = fill_windows(made, making, windows);
        made->places[i] = (struct core_place){
            .service_s = between(made, 0, 60),
            .prize_s = between(made, 0, 120),
            .mandatory = chance(made, making->mandatory_percent),
            .whole_inside = chance(made, 30),
            .window_first = windows,
            .window_count = n,
            .routes = chance(made, 90) ? UINT64_MAX : made_dice(made, 16),
        };
        windows += n;
    }
    made->problem.windows_n = windows;
}

static void fill_routes(struct made *made, const struct making *making)
{
    uint32_t nodes = made->problem.nodes_n;
    for (uint32_t r = 0; r < making->routes_n; r++) {
        uint32_t start = made_dice(made, nodes);
        int32_t earliest = between(made, 0, DAY / 4), open = between(made, 0, DAY);
        made->routes[r] = (struct core_route){
            .start = start,
            .end = chance(made, 70) ? start : made_dice(made, nodes),
            .earliest_s = earliest,
            .latest_s = between(made, earliest, DAY + DAY / 4),
            .max_driving_s = chance(made, 80) ? CORE_TIME_MAX : between(made, 0, DAY / 2),
            .max_optional = chance(made, 80) ? CORE_PLACES_MAX : made_dice(made, 4),
            .break_s = chance(made, 50) ? between(made, 1, 60) : 0,
            .break_open_s = open,
            .break_close_s = open + between(made, 0, DAY / 6),
        };
    }
}

void made_fill(struct made *made, const struct making *making)
{
    static const int32_t weights[] = {1000, 1000, 0, 700, 2500};
    uint32_t nodes = making->places_n + 1 + made_dice(made, making->routes_n);
    made->problem = (struct core_problem){
        .places_n = making->places_n,
        .nodes_n = nodes,
        .places = made->places,
        .windows = made->windows,
        .routes_n = making->routes_n,
        .routes = made->routes,
        .travel_s = made->travel,
        .max_detour_s = chance(made, 70) ? CORE_TIME_MAX : between(made, 0, 2 * COUNTY),
        .driving_weight = weights[made_dice(made, 5)],
    };
    fill_travel(made, making, nodes);
    fill_places(made, making);
    fill_routes(made, making);
}
