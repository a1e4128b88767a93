/* header: the first 100 bytes of an SQLite file, read without SQLite, so that a file which is not ours is refused
 * before anything touches it. Format: https://www.sqlite.org/fileformat2.html#the_database_header. Internal. */
#ifndef ROUNDS_GEO_STORE_HEADER_H
#define ROUNDS_GEO_STORE_HEADER_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct header {
    bool empty; /* 0 bytes: a store that is about to be made */
    uint32_t application_id;
    uint32_t user_version;
};

/* STATUS_NOT_FOUND when there is no such file, STATUS_STORE when it is not a file or not SQLite's. */
MUST_CHECK enum status header_read(const char *path, struct header *out, struct error *err);

/* Refuse by name what is not a store, or is newer than KNOWN_VERSION. */
MUST_CHECK enum status header_judge(const char *path, uint32_t application_id, int64_t user_version,
                                    int64_t known_version, struct error *err);

#endif
