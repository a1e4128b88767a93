/* made_net: a network of a line of text (raw_maker.h), asked in letters. */
#ifndef ROUNDS_TESTS_GEO_MADE_NET_H
#define ROUNDS_TESTS_GEO_MADE_NET_H

#include "geo/roads/build.h"
#include "tests/geo/raw_maker.h"
#include "tests/geo/road_oracle.h"

struct made_net {
    struct raw_roads raw; /* as it was before the build */
    struct roads roads;
    struct roads_report report;
    struct road_oracle *oracle;
    struct arena *arena;
};

struct made_net *made_net(const char *text);
struct made_net *made_net_of(struct raw_roads raw); /* takes RAW */
void made_net_free(struct made_net *net);

/* The edge between two junctions ("ab", either way round; the first that was written); ROADS_NO_WAY: not in the network. */
uint32_t made_edge(const struct made_net *net, const char *ends);
/* The junctions driven through from the middle of one edge to the middle of another: "bcd"; "" along the one edge; "-" when
 * there is no way. */
const char *made_route(struct made_net *net, const char *from, const char *to);
/* The network's edge of each raw edge, by its length; ROADS_NO_WAY where it was left out. In the arena. */
uint32_t *made_edges_of_raw(const struct made_net *net);

#endif
