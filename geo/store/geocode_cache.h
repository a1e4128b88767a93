/* geocode_cache: what geocoding services answered, kept in the store (table geocode_cache). Not under undo: it can be
 * asked again. */
#ifndef ROUNDS_GEO_STORE_GEOCODE_CACHE_H
#define ROUNDS_GEO_STORE_GEOCODE_CACHE_H

#include "geo/base/status.h"
#include "geo/geocode/geocoder.h"

#include <stdint.h>

struct store;

/* A cache in STORE, which is borrowed. Found is kept 180 days, nothing found 30, both told by the NOW_UTC of each call: 0
 * takes what is there, however old. Inside a command it writes with the command's transaction, else in one of its own.
 * What cannot be read or written is as good as not there. */
struct geocoder_cache store_geocode_cache(struct store *store);

/* Forget all answers; *N went. Inside store_begin or not. */
MUST_CHECK enum status store_geocode_cache_forget(struct store *store, int64_t *n, struct error *err);

#endif
