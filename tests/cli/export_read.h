/* export_read: readers of the exported formats that share nothing with their writers. Each fails the test on what is not
 * well formed, and gives the stops in the order in which they stand. */
#ifndef ROUNDS_TESTS_CLI_EXPORT_READ_H
#define ROUNDS_TESTS_CLI_EXPORT_READ_H

#include "cli/export/export.h"

#include <stddef.h>

struct read_stop {
    double lat_deg, lon_deg;
    const char *name;   /* as it stands there, unescaped */
    const char *starts; /* of calendars: 20261124T090500Z */
};

struct read_stops {
    struct arena *arena;
    struct read_stop *items;
    size_t n, capacity;
};

/* Way points and route points, which must be the same. Adds to OUT. */
void read_gpx(struct read_stops *out, const char *text);
void read_kml(struct read_stops *out, const char *text);
void read_geojson(struct read_stops *out, const char *text);
void read_csv(struct read_stops *out, const char *text, size_t columns);
void read_garmin_poi(struct read_stops *out, const char *text);
void read_itn(struct read_stops *out, const char *text);
void read_ics(struct read_stops *out, const char *text); /* by libical */
void read_vcf(struct read_stops *out, const char *text); /* name: ORG */

/* The stops of a link of the application KEY; names are not read. */
void read_url(struct read_stops *out, const char *key, const char *url);

/* Lines ended by CRLF, of 75 octets at most, each valid UTF-8 without controls. */
void read_folded_lines(const char *text);

#endif
