/* travel_memory: the pairs of places that a service answered, by coordinates rounded to 1e-6 degrees. A hash table with
 * open addressing; a pair is 40 bytes. Internal to geo/net. */
#ifndef ROUNDS_GEO_NET_TRAVEL_MEMORY_H
#define ROUNDS_GEO_NET_TRAVEL_MEMORY_H

#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct place {
    int32_t lat_e6, lon_e6;
};

struct place place_of(struct point p); /* a valid point */
struct point place_point(struct place p);
bool place_equal(struct place a, struct place b);

struct known_pair {
    struct place from, to;
    int32_t seconds, metres; /* TRAVEL_NONE, TRAVEL_UNKNOWN */
    bool used, from_cache;
};

struct travel_memory {
    struct known_pair *slots; /* a power of two of them */
    size_t n, capacity;
};

void travel_memory_clear(struct travel_memory *memory);
/* NULL when the pair is not known; the pointer holds until the next travel_memory_put. */
const struct known_pair *travel_memory_find(const struct travel_memory *memory, struct place from, struct place to);
void travel_memory_put(struct travel_memory *memory, struct known_pair pair); /* over what is there */

#endif
