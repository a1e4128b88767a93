/* prove_room: what is needed to prove something of a problem, in memory of its own. Include after cmocka. */
#ifndef ROUNDS_TESTS_CORE_PROVE_ROOM_H
#define ROUNDS_TESTS_CORE_PROVE_ROOM_H

#include "planner/core/construct.h"
#include "planner/core/prove.h"

#include <stdlib.h>

struct prove_room {
    struct core_rules rules;
    struct core_construct construct;
    struct core_prove prove;
    struct core_sketch plan;
    void *memory; /* the caller frees it */
};

static inline void prove_room_lay(struct prove_room *room, const struct core_problem *problem, struct core_carve *carve)
{
    core_rules_init(&room->rules, problem, carve);
    core_construct_init(&room->construct, &room->rules, carve);
    core_prove_init(&room->prove, &room->rules, carve);
    core_sketch_init(&room->plan, problem->routes_n, problem->places_n, carve);
}

/* ROOM stays where it is. Its plan serves nothing. */
static inline void prove_room_open(struct prove_room *room, const struct core_problem *problem)
{
    struct core_carve carve = {NULL, 0};
    prove_room_lay(room, problem, &carve);
    room->memory = malloc(carve.used);
    assert_non_null(room->memory);
    carve = (struct core_carve){room->memory, 0};
    prove_room_lay(room, problem, &carve);
}

/* The day of duties as the plan. */
static inline void prove_room_construct(struct prove_room *room)
{
    const struct core_options options = {.iterations = 20};
    core_construct_run(&room->construct, &options);
    core_sketch_copy(&room->plan, &room->construct.day);
}

#endif
