/* routers: a made-up road service behind the tests' server, and what tests of travel sources share. */
#ifndef ROUNDS_TESTS_NET_ROUTERS_H
#define ROUNDS_TESTS_NET_ROUTERS_H

#include "geo/net/travel_http.h"
#include "tests/net/server.h"

enum router_kind { ROUTER_OSRM, ROUTER_VALHALLA, ROUTER_OPENROUTESERVICE };

/* The service takes at most PAIRS pairs and PLACES places a question, and has no road near places with index BAD (points
 * are known by their latitude: 50 + index / 100). Seconds from i to j are 1000 + 100 * i + j, metres ten times that; from
 * NOWHERE there is no way. Other indices are -1. */
struct router {
    enum router_kind kind;
    size_t pairs, places;
    int bad, nowhere;
    bool says_which;  /* OSRM's refusal names the place; openrouteservice's says how many pairs it takes */
    int refused;      /* questions that were not answered */
    size_t asked;     /* pairs that were answered */
    bool asked_twice; /* some pair was answered before */
    bool seen[200][200];
};

void router_play(struct call *call); /* its context is a struct router */
struct point router_point(size_t i);
int32_t router_seconds(size_t i, size_t j);

struct travel *router_open(struct net_room *room, enum router_kind kind, const struct travel_http_options *options);
/* A source for the server, without a cache. */
struct travel *router_open_at(struct net_room *room, enum router_kind kind, const struct server *server);
/* Ask for all pairs of FROM_N and TO_N points from FIRST on, and compare with what the router says; BAD ones must be
 * unknown. */
void router_check(struct net_room *room, struct travel *travel, const struct router *router, size_t from_first,
                  size_t from_n, size_t to_first, size_t to_n);

#endif
