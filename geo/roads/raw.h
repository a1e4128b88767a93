/* raw: what an importer makes of map files: junctions, the stretches of road between them, and turn restrictions as they
 * were written. build.h makes a network of it. Plain arrays in an arena or mem_ blocks of the caller. */
#ifndef ROUNDS_GEO_ROADS_RAW_H
#define ROUNDS_GEO_ROADS_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a barrier or a private gate stands, each edge that ends there has a junction of its own, all with the node's id; the
 * private gate's are linked by edges of way 0. */
struct raw_junction {
    int64_t id; /* of the map's node; not falling */
    int32_t lat_e7, lon_e7;
};

/* From junction to junction; both may be the same (a loop). Neither direction drivable: not in the list. */
struct raw_edge {
    int64_t way;          /* the map's way */
    uint32_t junction[2]; /* in the order of the way's nodes */
    uint32_t ms[2];       /* there, back; ROADS_NO_WAY; with what its two ends and what lies on it cost */
    uint32_t dm;          /* at least 1 */
    uint32_t name;        /* offset into names */
    uint32_t shape_first; /* of the points between the ends, in shape */
    uint32_t shape_n;
    uint8_t class_; /* enum roads_class */
    uint8_t flags;  /* ROADS_FERRY, ROADS_ROUNDABOUT, ROADS_PRIVATE */
};

/* A turn restriction that concerns cars, unresolved. Via a node, or via ways in their order. */
struct raw_turn {
    bool only; /* only_* instead of no_* */
    int64_t relation, from_way, to_way;
    int64_t via_node;          /* 0 when it goes via ways */
    uint32_t via_first, via_n; /* into via_ways */
};

struct raw_roads {
    struct raw_junction *junctions;
    uint32_t junctions_n;
    struct raw_edge *edges;
    uint32_t edges_n;
    int32_t (*shape)[2]; /* lat, lon in 1e-7 degrees */
    uint32_t shape_n;
    char *names; /* NUL-terminated texts, each once, the first is "" */
    uint32_t names_bytes;
    struct raw_turn *turns; /* each relation once */
    uint32_t turns_n;
    int64_t *via_ways;
    uint32_t via_ways_n;
};

#endif
