/* places: what of a map of OpenStreetMap helps to find an address, into the store as one list of places.
 *
 * Houses: whatever has addr:housenumber and addr:street or addr:place; several numbers of one thing are several houses.
 * Streets: ways that have a name and a highway. Towns: place=* with a name. What an address says of its town stands; where it says
 * nothing, geo/roads/osm_towns.h tells. */
#ifndef ROUNDS_CLI_IMPORT_PLACES_H
#define ROUNDS_CLI_IMPORT_PLACES_H

#include "geo/roads/build.h"
#include "geo/store/places.h"

struct arena;

struct places_imported {
    struct places_list list; /* its NAME: that of the file */
    size_t unplaced;         /* things whose nodes are not in the file: left out */
    const char *country;     /* that was taken where nothing says it; "" */
};

/* Inside store_begin. Errors as osm_places_read; STATUS_INPUT too when there is nothing of the kind in it. */
MUST_CHECK enum status places_import(struct store *store, const char *path, const struct roads_progress *progress,
                                     struct arena *arena, struct places_imported *out, struct error *err);

#endif
