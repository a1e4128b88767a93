/* town: a grid of streets with speeds and one-ways by chance, and one private lane, as a network file and as a travel
 * source: for tests of what is asked through the source. */
#ifndef ROUNDS_TESTS_GEO_TOWN_H
#define ROUNDS_TESTS_GEO_TOWN_H

#include "geo/roads/build.h"
#include "geo/roads/file.h"
#include "geo/travel.h"

struct town {
    struct roads roads; /* what the file was made of */
    char folder[64], path[80];
    uint32_t side;
    double step_deg;
    struct point corner; /* the south-west end */
};

/* SIDE junctions each way, about 150 m apart. */
void town_build(struct town *town, uint32_t side, uint64_t seed);
void town_free(struct town *town);
struct travel *town_travel(struct town *town); /* over the file */
/* Somewhere in the town, a little off the streets. */
struct point town_place(const struct town *town, uint64_t *state);
uint32_t town_dice(uint64_t *state, uint32_t n);

#endif
