/* geojson: the features of a GeoJSON file (RFC 7946), one at a time, each with its line, without holding the whole file
 * as a tree. */
#ifndef ROUNDS_CLI_IMPORT_GEOJSON_H
#define ROUNDS_CLI_IMPORT_GEOJSON_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json_t;

struct geojson {
    const char *name; /* for messages */
    const char *at;
    size_t line;
    bool done;
    const char *crs; /* of the file's old-style "crs" member; "" for WGS 84 */
};

struct geojson_feature {
    size_t line;
    const char *text; /* of the file */
    size_t length;
};

/* TEXT is valid UTF-8 and NUL-terminated. Checks everything but the features: a FeatureCollection, or one Feature. */
MUST_CHECK enum status geojson_open(struct arena *arena, const char *name, const char *text, struct geojson *out,
                                    struct error *err);
/* The next feature; false at the end. A file that is cut short, or nested deeper than CAP_JSON_DEPTH, is an error. */
MUST_CHECK enum status geojson_next(struct geojson *geojson, struct geojson_feature *out, bool *more,
                                    struct error *err);

/* A point of a geometry, as numbers of the file (X longitude): the point itself; of a polygon the middle of its box when
 * that lies inside, else its first corner; of a line its middle corner. False when there is none. */
bool geojson_point(const struct json_t *geometry, double *x, double *y);

#endif
