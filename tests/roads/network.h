/* network: an extract of the shared data as a network, for the tests against the truth and the measurements. */
#ifndef ROUNDS_TESTS_ROADS_NETWORK_H
#define ROUNDS_TESTS_ROADS_NETWORK_H

#include "geo/base/mem.h"
#include "geo/roads/build.h"
#include "geo/roads/file.h"
#include "geo/roads/query.h"

struct network {
    struct arena *arena;
    struct roads roads; /* as it was built, not by way of a file */
    struct roads_report report;
    struct query *query;
};

/* ROUNDS_SHARED/data/osm/NAME; NULL when the shared data is not there. */
const char *network_extract(struct arena *arena, const char *name);

/* Read and build FILE. CHANGES: pairs of profile_set's name and value, ended by NULL; or NULL. On failure a sentence goes to
 * stderr and the program ends. */
struct network *network_new(const char *file, const char *const *changes);
void network_free(struct network *network);

/* N places drawn over the box of the network, each with its ways in and out. The same SEED, the same places. */
struct query_place *network_places(struct network *network, uint64_t seed, size_t n, struct point *points);
/* The same as pointers, as the queries take them. */
const struct query_place **network_refs(struct network *network, const struct query_place *places, size_t n);
struct box network_box(const struct roads *roads);

uint64_t network_random(uint64_t *state); /* splitmix64 (Steele, Lea, Flood 2014) */

#endif
