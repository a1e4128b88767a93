/* places: addresses and named places imported from OpenStreetMap, to look up without a network (SQLite FTS5), and the person's own sites by name and address.
 * Not under undo: imported anew at will. Each source file is a list of its own, replaced whole by its next import. */
#ifndef ROUNDS_GEO_STORE_PLACES_H
#define ROUNDS_GEO_STORE_PLACES_H

#include "geo/geocode/geocoder.h"

struct store;

/* One place to keep. ADDRESS.name is its own name; RANK: the precision it stands for. Streets are kept once each (a point on it, by town), towns and villages with a point. */
struct place_row {
    struct address address;
    struct point at;
    enum geocode_precision precision;
    const char *source_id; /* "osm:node/1" */
};

struct places_writer;
/* Begin to replace the list LIST (file name, date DAY of its data). Inside store_begin. */
MUST_CHECK enum status store_places_begin(struct store *store, const char *list, int32_t day,
                                          struct places_writer **out, struct error *err);
MUST_CHECK enum status store_places_add(struct places_writer *writer, const struct place_row *row, struct error *err);
/* Frees WRITER whatever happens. *N rows are there. */
MUST_CHECK enum status store_places_end(struct places_writer *writer, size_t *n, struct error *err);

struct places_list {
    const char *name;
    int32_t day;
    size_t n;
};
MUST_CHECK enum status store_places_lists(struct store *store, struct arena *arena, struct places_list **out, size_t *n,
                                          struct error *err);
MUST_CHECK enum status store_places_remove(struct store *store, const char *list, struct error *err);

/* For geocoder_options: the imported places, and the own sites (by name, key, address). Search by FTS5 on folded words, prefix on the last; then exact parts decide. Hostile text is never FTS
 * syntax. A few milliseconds among a million rows. Reverse: the nearest house within 150 m, else street, else town. */
struct geocoder_local store_places_local(struct store *store);
struct geocoder_local store_sites_local(struct store *store);

#endif
