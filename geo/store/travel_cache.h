/* travel_cache: what services on the network answered, kept in the store (table travel_cache). Not under undo: it is no
 * data of the person's, and can be asked again. */
#ifndef ROUNDS_GEO_STORE_TRAVEL_CACHE_H
#define ROUNDS_GEO_STORE_TRAVEL_CACHE_H

#include "geo/base/status.h"
#include "geo/net/travel_http.h"

#include <stdint.h>

struct store;

/* A cache in STORE, which is borrowed. Inside a command it writes with the command's transaction, else in one of its own.
 * What cannot be read or written is as good as not there. */
struct travel_cache store_travel_cache(struct store *store);

/* Forget what is older than OLDEST_UTC; INT64_MAX: everything. *N rows went. Inside store_begin or not. */
MUST_CHECK enum status store_travel_cache_forget(struct store *store, int64_t oldest_utc, int64_t *n,
                                                 struct error *err);

#endif
