/* placing: how each site got its place, and the queue of those that a person should look at. Migration NNNN_geocode adds: to site
 * how it was placed (placed_by has the means; here the service, the precision, when and from what text); table site_review; table geocode_cache.
 * All inside store_begin where it writes; under undo, but for the cache. */
#ifndef ROUNDS_GEO_STORE_PLACING_H
#define ROUNDS_GEO_STORE_PLACING_H

#include "geo/geocode/geocoder.h"
#include "geo/store/site.h"

struct store;

/* How a site was placed, as it is kept. */
struct placing {
    int64_t site_id;
    enum placed_by by;
    const char *source;    /* "nominatim at nominatim.example.org", "places of 2018-02-03"; "" by hand or import */
    const char *source_id; /* "osm:node/6254205223"; "" */
    const char *label;     /* what was found, one line; "" */
    enum geocode_precision precision; /* of PLACED_GEOCODER */
    int64_t placed_utc;               /* 0 = not known */
    const char *asked; /* the address that was asked for; when the site's is another by now, the place is stale */
    bool reviewed;     /* a person has confirmed it */
};
MUST_CHECK enum status store_placing_get(struct store *store, int64_t site_id, struct arena *arena, struct placing *out,
                                         struct error *err);
/* Put SITE at AT. Refuses (STATUS_INPUT) to overwrite a place set by hand or brought by an import unless BY is PLACED_HAND. Takes the site out of review. */
MUST_CHECK enum status store_placing_set(struct store *store, const struct placing *placing, struct point at,
                                         struct error *err);

/* A site that waits for a person, with what was found. */
struct review {
    int64_t site_id;
    const char *asked, *why, *source;
    int64_t asked_utc;
    bool wrong; /* marked as wrong: nothing of it is right, do not ask the same again */
    struct geocode_candidate *candidates;
    size_t n;
};
MUST_CHECK enum status store_review_put(struct store *store, const struct review *review,
                                        struct error *err); /* replaces the site's */
MUST_CHECK enum status store_review_drop(struct store *store, int64_t site_id, struct error *err);
MUST_CHECK enum status store_review_get(struct store *store, int64_t site_id, struct arena *arena, struct review *out,
                                        struct error *err);
/* By asked_utc, then site name and id; LIMIT 0 = all. Candidates are filled. */
MUST_CHECK enum status store_review_list(struct store *store, size_t limit, struct arena *arena, struct review **out,
                                         size_t *n, struct error *err);

/* Sites to ask about: an address and no place, not in review for the same address (AGAIN: those too, and places that a geocoder set and nobody reviewed), by id. */
MUST_CHECK enum status store_placing_due(struct store *store, bool again, struct arena *arena, struct site **out,
                                         size_t *n, struct error *err);

/* The cache of answers, for geocoder_options. Keeps its own small transactions, is no part of undo; what cannot be read or written is as good as not there. */
struct geocoder_cache store_geocode_cache(struct store *store);
MUST_CHECK enum status store_geocode_cache_forget(struct store *store, int64_t *n, struct error *err);

#endif
