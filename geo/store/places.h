/* places: addresses and named places from maps, to look up without a network, and the person's own sites by name and
 * address. Not under undo: a list is imported anew at will, and replaced whole by that. */
#ifndef ROUNDS_GEO_STORE_PLACES_H
#define ROUNDS_GEO_STORE_PLACES_H

#include "geo/geocode/geocoder.h"

struct store;

/* One place to keep. Every text may be hostile; none is NULL but WITHIN. */
struct place_row {
    /* GEOCODE_HOUSE: a house of ADDRESS.street; GEOCODE_STREET: a point of the street. The points of one street, town and
     * postcode make one street together. GEOCODE_AREA: the settlement ADDRESS.name. Postcodes are made of the houses. */
    enum geocode_precision precision;
    struct address address;
    struct point at;
    bool
        town_guessed; /* the town is the nearest one, and nothing says more: a house of that street and number beyond the
                           next boundary may as well be the one */
    const char *within; /* as of struct geocode_candidate; NULL */
    /* Of an area: 0 a city, 1 a town, 2 a village, 3 a hamlet or a part of a town, 4 what nobody lives in. */
    int32_t size;
    const char *source_id; /* "osm:node/1" */
};

struct places_writer;
/* Begin to replace the list LIST (a file's name); DAY is that of its data, DAY_NONE when it does not say. Inside store_begin. On failure
 * *OUT is NULL. */
MUST_CHECK enum status store_places_begin(struct store *store, const char *list, int32_t day,
                                          struct places_writer **out, struct error *err);
/* A row without a street and a name, or off the globe, is left out. */
MUST_CHECK enum status store_places_add(struct places_writer *writer, const struct place_row *row, struct error *err);
void store_places_abandon(struct places_writer *writer); /* instead of the end, before a rollback; NULL does nothing */

struct places_list {
    const char *name;
    int32_t day; /* DAY_NONE */
    size_t houses, streets, towns, postcodes;
};
/* Frees WRITER whatever happens. *OUT (NAME is not filled) counts what is there. */
MUST_CHECK enum status store_places_end(struct places_writer *writer, struct places_list *out, struct error *err);

/* By name. */
MUST_CHECK enum status store_places_lists(struct store *store, struct arena *arena, struct places_list **out, size_t *n,
                                          struct error *err);
/* STATUS_NOT_FOUND when there is no such list. Inside store_begin. */
MUST_CHECK enum status store_places_remove(struct store *store, const char *list, struct error *err);

/* For geocoder_options. Both borrow STORE.
 *
 * The imported places: a street is found however it is abbreviated, its town (or a part of it) or postcode deciding between
 * namesakes; the house of the number asked for, else the street; failing that streets that share words, then the town or
 * the postcode. Reverse: the nearest house within 150 m, else the nearest street within 500 m, else the town. A few
 * milliseconds among a million houses. */
struct geocoder_local store_places_local(struct store *store);
/* The own sites that have a place: by name, key, or address (same postcode or same street); reverse: the nearest within 50 m.
 * A place that a geocoder gave and nobody has looked at proves no address: such a site is found by its name only. */
struct geocoder_local store_sites_local(struct store *store);

#endif
