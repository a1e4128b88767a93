/* backup: a copy of the whole store in one file. Internal to geo/store. */
#ifndef ROUNDS_GEO_STORE_BACKUP_H
#define ROUNDS_GEO_STORE_BACKUP_H

#include "geo/base/status.h"

#include <stdint.h>

struct store;

/* Copy STORE, whose schema is VERSION, to PATH.vVERSION.bak (0600): beside it first, synced, then renamed over an older
 * copy. When the schema is no longer VERSION, because another process upgraded it meanwhile, no copy is kept. */
MUST_CHECK enum status backup_make(struct store *store, int32_t version, struct error *err);

#endif
