/* rules_room: the rules of a problem, in memory of their own. Include after cmocka. */
#ifndef ROUNDS_TESTS_CORE_RULES_ROOM_H
#define ROUNDS_TESTS_CORE_RULES_ROOM_H

#include "planner/core/rules.h"
#include "planner/core/total.h"

#include <stdlib.h>

struct rules_room {
    struct core_rules rules;
    struct core_totals totals;
    uint32_t *route, *at; /* by place, for questions */
    struct core_sketch sketch;
    void *memory; /* the caller frees it */
};

static inline void rules_room_lay(struct rules_room *room, const struct core_problem *problem, struct core_carve *carve)
{
    core_rules_init(&room->rules, problem, carve);
    core_totals_init(&room->totals, &room->rules, carve);
    room->route = core_carve_array(carve, problem->places_n, sizeof(uint32_t));
    room->at = core_carve_array(carve, problem->places_n, sizeof(uint32_t));
    core_sketch_init(&room->sketch, problem->routes_n, problem->places_n, carve);
}

static inline void rules_room_open(struct rules_room *room, const struct core_problem *problem)
{
    struct core_carve carve = {NULL, 0};
    rules_room_lay(room, problem, &carve);
    room->memory = calloc(1, carve.used);
    assert_non_null(room->memory);
    carve = (struct core_carve){room->memory, 0};
    rules_room_lay(room, problem, &carve);
}

#endif
