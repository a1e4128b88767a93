/* placing: how each site got its place, and the queue of those that a person should look at. Tables placing, site_review
 * and review_candidate, all under undo. What writes does so inside store_begin. */
#ifndef ROUNDS_GEO_STORE_PLACING_H
#define ROUNDS_GEO_STORE_PLACING_H

#include "geo/geocode/geocode.h"
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
    const char *asked; /* placing_asked of then; when the site's is another by now, the place is stale; "" unknown */
    bool reviewed;     /* a person has confirmed it */
};

/* The site's address as one line, the form in which ASKED is kept and compared: "6 Main Street, Oakham, LE15 6XP, GB";
 * "" without street, town and postcode. In ARENA. */
const char *placing_asked(struct arena *arena, const struct site *site);

/* STATUS_NOT_FOUND when there is no such site. Of a place that was put there otherwise than through store_placing_set only BY is known. */
MUST_CHECK enum status store_placing_get(struct store *store, int64_t site_id, struct arena *arena, struct placing *out,
                                         struct error *err);
/* Put the site at AT. STATUS_INPUT when BY is PLACED_GEOCODER and its place was set by hand or brought by an import, and
 * when AT is not on the globe. Takes the site out of review. PLACED_NOT is no BY. */
MUST_CHECK enum status store_placing_set(struct store *store, const struct placing *placing, struct point at,
                                         struct error *err);

/* A site that waits for a person, with what was found. */
struct review {
    int64_t site_id;
    const char *asked; /* placing_asked of then */
    const char *why, *source;
    int64_t asked_utc;
    bool wrong; /* marked as wrong: nothing of it is right, do not ask the same again */
    struct geocode_candidate *candidates;
    size_t n;
};
/* Replaces the site's. Candidates beyond GEOCODE_CANDIDATES_MAX, and those that are not on the globe, are left out. */
MUST_CHECK enum status store_review_put(struct store *store, const struct review *review, struct error *err);
MUST_CHECK enum status store_review_drop(struct store *store, int64_t site_id, struct error *err); /* none: fine */
MUST_CHECK enum status store_review_get(struct store *store, int64_t site_id, struct arena *arena, struct review *out,
                                        struct error *err); /* STATUS_NOT_FOUND when it is not in review */
/* By asked_utc, then site name and id; LIMIT 0 = all. Candidates are filled; those marked as wrong are among them. */
MUST_CHECK enum status store_review_list(struct store *store, size_t limit, struct arena *arena, struct review **out,
                                         size_t *n, struct error *err);

/* Sites to ask about, by id: an address and no place, or a geocoder's for another address that nobody has confirmed; and
 * not in review for the same address. AGAIN: those in review
 * too, unless marked as wrong for the same address, and places that a geocoder set and nobody reviewed. */
MUST_CHECK enum status store_placing_due(struct store *store, bool again, struct arena *arena, struct site **out,
                                         size_t *n, struct error *err);

#endif
