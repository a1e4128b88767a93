/* travel_http_impl: the state of a travel source over HTTP, between travel_http.c and travel_ask.c. */
#ifndef ROUNDS_GEO_NET_TRAVEL_HTTP_IMPL_H
#define ROUNDS_GEO_NET_TRAVEL_HTTP_IMPL_H

#include "geo/net/travel_service.h"

struct travel_http {
    const struct service *service;
    struct http *http;
    struct arena *texts, *scratch; /* SCRATCH while a matrix is made */
    const char *base, *key, *named, *named_cached, *cache_source;
    struct travel_cache cache;
    int64_t now_utc, oldest_utc;
    int32_t connect_ms, total_ms;
    int tries;
    size_t places_max, pairs_max; /* what the service takes in one block; falls when it says so */
    size_t asked;                 /* questions of this matrix */
    bool no_ways;                 /* one could not be had: the others are not asked for */
    struct travel_memory memory;
    struct travel_memory snaps; /* from a place to itself: the metres to its road, rounded up */
    struct place *bad;          /* places that the service has no road near */
    size_t bad_n, bad_room;
};

/* travel_ask.c: have every pair of FROM and TO in the memory, and in the cache. */
MUST_CHECK enum status travel_http_ask(struct travel_http *self, const struct place *from, size_t from_n,
                                       const struct place *to, size_t to_n, struct error *err);
/* False when the service gives no way. */
bool travel_http_ask_path(struct travel_http *self, struct place from, struct place to, struct arena *arena,
                          struct travel_path *out);

int32_t travel_http_at_least_s(void *self, struct point a, struct point b);

#endif
