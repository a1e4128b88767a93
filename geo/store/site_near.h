/* site_near: names that look like a mistyped one. Internal to geo/store. */
#ifndef ROUNDS_GEO_STORE_SITE_NEAR_H
#define ROUNDS_GEO_STORE_SITE_NEAR_H

#include "geo/base/status.h"

struct arena;
struct store;

/* Up to three names of sites in which some words are within two letters of TEXT, as "A (#1), B (#2)"; "" when there are
 * none. Reads every name: for error sentences only. */
MUST_CHECK enum status site_near_names(struct store *store, const char *text, struct arena *arena, const char **out,
                                       struct error *err);

#endif
