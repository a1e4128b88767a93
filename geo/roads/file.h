/* file: the network in one file beside the store, written whole or not at all, and mapped into memory to be read.
 *
 * Little-endian. A header (magic "ROUNDSRD", version, byte order mark, sizes, an XXH3 checksum of the header and one of
 * the rest), a text section (what it is made of), then the arrays of struct roads, each on a multiple of 64 bytes;
 * file_format.h has the layout. Opening checks the checksums and that every number in the arrays points inside them, so
 * that no query can leave them or run for ever, whatever the file holds: 2 ms for 7 MB, 21 ms for 83 MB. A network is only
 * ever replaced whole, by a rename: one that is mapped stays as it is. Whoever cuts it short by other means while it is
 * open ends the program (SIGBUS).
 */
#ifndef ROUNDS_GEO_ROADS_FILE_H
#define ROUNDS_GEO_ROADS_FILE_H

#include "geo/base/mem.h"
#include "geo/base/status.h"
#include "geo/roads/build.h"
#include "geo/roads/roads.h"
#include "geo/travel.h"

enum { ROADS_FILE_VERSION = 1 };

/* What a network is made of. Texts in the arena of whoever filled it. */
struct roads_about {
    const char *date;         /* "2018-02-03": the newest change in the data */
    const char *sources;      /* file names, joined by ", " */
    const char *profile;      /* profile_differences */
    const char *profile_text; /* the person's speed table; "" = the defaults */
    int64_t made_utc;
    struct roads_report report;
    struct box area;
    bool has_estimate; /* the crow-fly source fitted to this network ... */
    struct travel_estimate_settings estimate;
    double estimate_error_median, estimate_error_p90; /* |estimate / roads - 1| over the sample */
};

struct roads_file; /* an open file; roads_file_close */

/* Atomically (file_replace's rules); the old file stays until the new one is whole. */
MUST_CHECK enum status roads_file_write(const char *path, const struct roads *roads, const struct roads_about *about,
                                        struct error *err);
/* STATUS_NOT_FOUND when there is none; STATUS_STORE, by name and with what to do, when it is damaged, cut, of another
 * version or byte order, or is no network at all. */
MUST_CHECK enum status roads_file_open(const char *path, struct roads_file **out, struct error *err);
void roads_file_close(struct roads_file *file);
const struct roads *roads_file_roads(const struct roads_file *file);
const struct roads_about *roads_file_about(const struct roads_file *file);
int64_t roads_file_bytes(const struct roads_file *file);

#endif
