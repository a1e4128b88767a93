/* site: customers and havens, the places of the store. */
#ifndef ROUNDS_GEO_STORE_SITE_H
#define ROUNDS_GEO_STORE_SITE_H

#include "geo/base/civil.h"
#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

enum placed_by { PLACED_NOT, PLACED_IMPORT, PLACED_HAND, PLACED_GEOCODER };
enum customer_status { CUSTOMER_ACTIVE, CUSTOMER_ON_HOLD, CUSTOMER_CLOSED };
enum { NUMBER_UNSET = -1 }; /* seconds or days that were never given */

struct site {
    int64_t id; /* 0 = not in the store yet */
    const char *uuid;
    const char *key; /* the owner's own number for it, unique, "" for none */
    const char *name;
    const char *street, *town, *postcode, *country;
    enum placed_by placed_by;
    struct point at;    /* valid unless placed_by is PLACED_NOT */
    const char *hours;  /* opening_hours, "" when unknown */
    int32_t service_s;  /* usual time on site, NUMBER_UNSET */
    const char *tags;   /* space-separated */
    uint32_t amenities; /* AMENITY_BIT mask */

    bool is_customer;
    int32_t goal_days; /* NUMBER_UNSET: the setting's */
    enum customer_status status;
    const char *status_reason;
    bool no_drop_in;     /* never suggested */
    int64_t engineer_id; /* 0 = nobody in particular */

    bool is_haven;
    const char *haven_kind, *haven_source, *haven_source_id;
    const char *haven_list; /* the file that brought it first, "" by hand */
    int32_t haven_gone_day; /* when that list was seen to have it no longer; DAY_NONE: it is there */

    int32_t last_visit_day; /* derived from the visit log on every read; ignored by store_site_save; DAY_NONE never */
};

struct site_filter {
    bool customers, havens; /* both false = both */
    const char *text; /* in name, key, street, town, postcode, tags, contact name; NULL or "" = all; case folded */
    bool placed_only, unplaced_only;
    const struct box *box; /* NULL = anywhere; uses the spatial index */
    size_t limit;          /* 0 = no limit */
};

/* An empty site with every text "" and every number unset. */
struct site site_empty(void);

MUST_CHECK enum status store_site_get(struct store *store, int64_t id, struct arena *arena, struct site *out,
                                      struct error *err);

/* What a person may type for a site, the first rule that finds any deciding: "#12"; key; the number alone; uuid or 8+ of
 * its first characters; exact name (case, accents and punctuation folded); phone number of a contact (the last nine
 * digits, so that +44 1572 and 01572 agree; 6 to 8 digits: the end of it); a part of the name. One hit: STATUS_OK. None:
 * STATUS_NOT_FOUND, with near names in the sentence. Several: STATUS_INPUT, with up to five of them, each with its
 * number, in the sentence. */
MUST_CHECK enum status store_site_find(struct store *store, const char *text, struct arena *arena, struct site *out,
                                       struct error *err);

/* Ordered by name, then id. */
MUST_CHECK enum status store_site_list(struct store *store, const struct site_filter *filter, struct arena *arena,
                                       struct site **out, size_t *n, struct error *err);

/* The customers that may be suggested at all: placed, active, drop-ins allowed, inside BOX. Ordered by id. Light: only
 * id, uuid, name, at, hours, service_s, amenities, goal_days, engineer_id, last_visit_day, placed_by are filled. */
MUST_CHECK enum status store_site_suggestable(struct store *store, struct box box, struct arena *arena,
                                              struct site **out, size_t *n, struct error *err);

/* For imports: the id of the site that is the same as this one, 0 if none. By key; else havens by source id; else by
 * folded name and (same postcode, or within 50 m and, of havens, not of another kind, or same street and town), tried in that order. Without a town the same
 * street will do only for a SITE that gives neither postcode nor place, and to one without a town. A site whose key or
 * postcode differs, that lies more than 1 km away, or a haven of the same source whose source id differs, is not the
 * same. Of several the nearest within 50 m (to the metre) is it, then the one in the same street; when that does not
 * decide either: STATUS_INPUT, with both in the sentence. */
MUST_CHECK enum status store_site_match(struct store *store, const struct site *site, int64_t *id, struct error *err);
/* That sentence, for callers with rules of their own: NAME may be the site ID, and just as well OTHER_ID. STATUS_INPUT. */
MUST_CHECK enum status store_site_say_both(struct store *store, const char *name, int64_t id, int64_t other_id,
                                           struct error *err);

/* Insert (id 0; a uuid is made if "") or update whole, amenities included; an update leaves the uuid. *ID gets the id.
 * Inside store_begin. STATUS_INPUT when another site has its key, or its place is not on the globe. */
MUST_CHECK enum status store_site_save(struct store *store, const struct site *site, int64_t *id, struct error *err);

/* Delete with all that belongs to it (contacts, jobs, visits, promises, notes, parcels of its jobs, plan stops). A parcel that
 * waits there for another site's job stays, without a place. Inside store_begin. */
MUST_CHECK enum status store_site_delete(struct store *store, int64_t id, struct error *err);

struct store_counts {
    size_t customers, customers_unplaced, havens, havens_unplaced, contacts, jobs_open, visits, promises_open;
};
MUST_CHECK enum status store_count(struct store *store, struct store_counts *out, struct error *err);

/* Courier collections of a parcel_drop site. */
struct collection {
    int64_t id; /* 0 = new */
    int64_t site_id;
    const char *carrier;
    uint32_t weekdays; /* bit 0 = Monday */
    int32_t cutoff_s;  /* wall clock */
};
MUST_CHECK enum status store_collection_list(struct store *store, int64_t site_id, struct arena *arena,
                                             struct collection **out, size_t *n, struct error *err);
/* Replace all of SITE_ID's by LIST; nothing is written when they are the same already. */
MUST_CHECK enum status store_collection_replace(struct store *store, int64_t site_id, const struct collection *list,
                                                size_t n, struct error *err);

#endif
