/* real_net: the network of an extract of ROUNDS_SHARED/data/osm, beside the stretches of road that it was made of. */
#ifndef ROUNDS_TESTS_GEO_REAL_NET_H
#define ROUNDS_TESTS_GEO_REAL_NET_H

#include "geo/roads/build.h"
#include "tests/geo/raw_oracle.h"

struct real_net {
    struct raw_roads raw; /* as it was read */
    struct roads roads;
    struct roads_report report;
    uint32_t *raw_of;                 /* raw edge of each edge, found by place, figures and name */
    uint32_t *of_raw;                 /* and back; ROADS_NO_WAY */
    enum raw_part *junctions, *edges; /* of raw ones, as the network has them */
};

/* NULL, with a message, when the extract ("krems.osm.pbf") is not there. WITHOUT_TURNS: its restrictions are passed over. */
struct real_net *real_net(const char *name, bool without_turns);
void real_net_free(struct real_net *net);

/* The drives over raw edges that the arcs are. */
void real_net_drives(const struct real_net *net, const uint32_t *arcs, uint32_t n, uint32_t *drives);

#endif
