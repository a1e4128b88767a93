/* raw_maker: small networks, written in a line.
 *
 *   "1:a-b-c 2:b>d 3:c~e; no 1 b 2; only 1 2 3"
 *
 * Ways are NUMBER:junctions, with - both ways, > and < one way, and the same on private roads as ~, } and {; = is a
 * ferry. A junction is a letter; they stand on a grid of eight columns, a at the top left. Every stretch takes 10 s and has
 * a length of its own, 100 dm + its number, by which it is known. Restrictions: no or only, the from way, the via junction
 * (a letter) or ways (numbers), the to way. */
#ifndef ROUNDS_TESTS_GEO_RAW_MAKER_H
#define ROUNDS_TESTS_GEO_RAW_MAKER_H

#include "geo/roads/raw.h"

enum { MAKER_MS = 10000, MAKER_DM = 100 };

struct raw_maker {
    struct raw_roads raw; /* roads_raw_free */
    size_t junctions_room, edges_room, shape_room, turns_room, via_room;
};

uint32_t maker_junction(struct raw_maker *maker, int32_t lat_e7, int32_t lon_e7); /* its id is 1000 + its number */
uint32_t maker_edge(struct raw_maker *maker, int64_t way, uint32_t from, uint32_t to, uint32_t ms, uint32_t ms_back,
                    uint8_t flags);
/* Via the junction when VIA_N is 0. */
void maker_turn(struct raw_maker *maker, bool only, int64_t from, int64_t to, uint32_t junction, const int64_t *via,
                uint32_t via_n);
struct raw_roads maker_parse(const char *text);
struct raw_roads raw_copy(const struct raw_roads *raw);

#endif
