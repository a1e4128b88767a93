/* travel_http: what the travel sources of HTTP services share: blocks within a service's limits, a memory of what was
 * answered, the cache, retries, and checks, so that no answer, however odd, gives more than a sentence.
 *
 * A matrix is cut into blocks that the service takes. Every pair that is answered is remembered for the life of the
 * source, and kept in the cache where one is given, so that nothing is asked twice. Coordinates go out rounded to 1e-6
 * degrees (a decimetre), and the same roundings are the same place. Seconds and metres are rounded up, and a journey never
 * takes less than the crow's way at 130 km/h, which is what at_least_s answers. TRAVEL_UNKNOWN for a place that the
 * service has no road near, TRAVEL_NONE where it finds no way. */
#ifndef ROUNDS_GEO_NET_TRAVEL_HTTP_H
#define ROUNDS_GEO_NET_TRAVEL_HTTP_H

#include "geo/travel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http;

/* One remembered pair; degrees times a million, rounded. */
struct travel_cached {
    int32_t from_lat_e6, from_lon_e6, to_lat_e6, to_lon_e6;
    int32_t seconds, metres; /* both TRAVEL_NONE where there is no way */
    int64_t fetched_utc;
};

/* Where answers are kept between runs: geo/store/travel_cache.h is the one in the store. A cache that fails has nothing
 * and keeps nothing; it never fails a plan. SOURCE names the service and its address, and holds no key. */
struct travel_cache {
    void *self;
    /* PAIR's coordinates are given; true when it is there and not older than OLDEST_UTC. */
    bool (*get)(void *self, const char *source, int64_t oldest_utc, struct travel_cached *pair);
    /* Rows of SOURCE older than OLDEST_UTC may go. */
    void (*put)(void *self, const char *source, int64_t oldest_utc, const struct travel_cached *pairs, size_t n);
};

struct travel_http_options {
    const char *url;                  /* "https://router.example.org", also with a path; required */
    const char *key;                  /* openrouteservice only; NULL or "" = none */
    const struct travel_cache *cache; /* NULL = none; copied, its SELF is borrowed */
    int64_t now_utc;
    int32_t cache_days;           /* older answers are asked again; 0 = the cache is not used */
    int32_t connect_ms, total_ms; /* of each try; 0 = 5 s and 30 s */
    int tries;                    /* 0 = 3 */
};

/* HTTP is borrowed and must outlive the source. No connection is made before the first question. STATUS_INPUT for an
 * address that is not allowed. The name for people is "OSRM (router.example.org)"; of a pair that the cache knew,
 * travel_source says "OSRM (router.example.org), from the cache". */
MUST_CHECK enum status travel_osrm_new(struct http *http, const struct travel_http_options *options,
                                       struct travel **out, struct error *err);
MUST_CHECK enum status travel_valhalla_new(struct http *http, const struct travel_http_options *options,
                                           struct travel **out, struct error *err);
MUST_CHECK enum status travel_openrouteservice_new(struct http *http, const struct travel_http_options *options,
                                                   struct travel **out, struct error *err);

#endif
