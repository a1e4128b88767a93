/* Any bytes as a problem: refused as unsound, or solved into something that the independent checker accepts. */
#include "planner/core/check.h"
#include "planner/core/solve.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 10, WINDOWS = 20, ROUTES = 3, NODES = PLACES + 2 * ROUTES };

struct bytes {
    const uint8_t *data;
    size_t size, at;
};

static int32_t take(struct bytes *bytes, int32_t max)
{
    uint32_t value = 0;
    for (int i = 0; i < 2; i++)
        value = value << 8 | (bytes->at < bytes->size ? bytes->data[bytes->at++] : 0);
    return (int32_t)(value % ((uint32_t)max + 1));
}

struct arrays {
    struct core_place places[PLACES];
    struct core_window windows[WINDOWS];
    struct core_route routes[ROUTES];
    int32_t travel_s[NODES * NODES];
};

static void take_places(struct bytes *bytes, struct arrays *arrays, struct core_problem *problem)
{
    for (uint32_t i = 0; i < problem->places_n; i++) {
        struct core_place *place = &arrays->places[i];
        uint32_t count = (uint32_t)take(bytes, 2);
        *place = (struct core_place){.service_s = take(bytes, 3000),
                                     .prize_s = take(bytes, 5000),
                                     .mandatory = take(bytes, 3) == 0,
                                     .whole_inside = take(bytes, 1) == 1,
                                     .window_first = problem->windows_n,
                                     .window_count = count,
                                     .routes = (uint64_t)take(bytes, 7)};
        int32_t from = 0;
        for (uint32_t w = 0; w < count; w++) {
            from += take(bytes, 12000);
            int32_t to = from + take(bytes, 9000);
            arrays->windows[problem->windows_n++] = (struct core_window){from, to};
            from = to + 1;
        }
    }
}

static void take_routes(struct bytes *bytes, struct arrays *arrays, const struct core_problem *problem)
{
    for (uint32_t r = 0; r < problem->routes_n; r++) {
        struct core_route *route = &arrays->routes[r];
        int32_t earliest = take(bytes, 9000), open = take(bytes, 20000);
        *route = (struct core_route){.start = (uint32_t)take(bytes, (int32_t)problem->nodes_n - 1),
                                     .end = (uint32_t)take(bytes, (int32_t)problem->nodes_n - 1),
                                     .earliest_s = earliest,
                                     .latest_s = earliest + take(bytes, 40000),
                                     .max_driving_s = take(bytes, 2) == 0 ? take(bytes, 20000) : CORE_TIME_MAX,
                                     .max_optional = take(bytes, 2) == 0 ? (uint32_t)take(bytes, 4) : CORE_PLACES_MAX,
                                     .break_s = take(bytes, 2) == 0 ? take(bytes, 3600) : 0,
                                     .break_open_s = open,
                                     .break_close_s = open + take(bytes, 8000)};
    }
}

static int32_t leg(struct bytes *bytes)
{
    int32_t value = take(bytes, 4100);
    return value > 4000 ? CORE_NO_WAY : value;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arrays arrays;
    struct bytes bytes = {data, size, 0};
    struct core_problem problem = {
        .places = arrays.places, .windows = arrays.windows, .routes = arrays.routes, .travel_s = arrays.travel_s};
    problem.places_n = (uint32_t)take(&bytes, PLACES);
    problem.nodes_n = problem.places_n + 1 + (uint32_t)take(&bytes, 2 * ROUTES - 1);
    problem.routes_n = 1 + (uint32_t)take(&bytes, ROUTES - 1);
    problem.max_detour_s = take(&bytes, 2) == 0 ? take(&bytes, 4000) : CORE_TIME_MAX;
    problem.driving_weight = take(&bytes, 2000);
    take_places(&bytes, &arrays, &problem);
    take_routes(&bytes, &arrays, &problem);
    for (uint32_t i = 0; i < problem.nodes_n * problem.nodes_n; i++)
        arrays.travel_s[i] = leg(&bytes);
    size_t room = core_solve_bytes(&problem);
    if (room == 0) {
        assert(core_problem_fault(&problem) != NULL);
        return 0;
    }
    void *memory = malloc(room);
    struct core_options options = {.iterations = 30, .seed = (uint64_t)size};
    struct core_solution solution;
    char fault[CORE_CHECK_TEXT];
    assert(core_solve(&problem, &options, memory, room, &solution));
    if (!core_check(&problem, &solution, fault)) {
        fprintf(stderr, "the checker refuses: %s\n", fault);
        abort();
    }
    free(memory);
    return 0;
}
