/* osm_places: whatever stands on a map (.osm.pbf, .osm) and carries the tags that are asked for, each with one point: a
 * node's own, a point inside an area (holes left out), the middle of a line. By libreadosm, with the checks of osm.h. */
#ifndef ROUNDS_GEO_ROADS_OSM_PLACES_H
#define ROUNDS_GEO_ROADS_OSM_PLACES_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "geo/roads/build.h"
#include "geo/roads/osm_inside.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct osm_tag {
    const char *key, *value; /* as they stand in the file; not always UTF-8 */
};

struct osm_place {
    char type; /* 'n', 'w', 'r' */
    int64_t id;
    const struct osm_tag *tags;
    size_t tags_n;
    bool placed; /* false: the file has the place, but not where it is */
    struct point at;
    const struct osm_edge *outline; /* NULL unless it was asked for and the file has all of it */
    size_t outline_n;
};

struct osm_area;
struct osm_places {
    struct osm_place *list; /* in the file's order, each once */
    size_t n;
    size_t nodes, ways, relations; /* in the file */
    struct osm_area *area;
    struct box box;  /* round all its nodes; never across the 180th meridian */
    char newest[11]; /* "2018-02-03", the latest change of a place; the file's own date where objects have none */
};

/* Everything in ARENA. WANTED is asked for each object that has tags. Three passes at most over FILE. Errors as
 * osm_read. */
MUST_CHECK enum status osm_places_read(const char *file,
                                       bool (*wanted)(const void *context, const struct osm_tag *tags, size_t n),
                                       const void *context, const struct roads_progress *progress, struct arena *arena,
                                       struct osm_places *out, struct error *err);

/* The same, with the outlines of the areas among the places that OUTLINED picks. */
MUST_CHECK enum status
osm_places_read_outlined(const char *file, bool (*wanted)(const void *context, const struct osm_tag *tags, size_t n),
                         bool (*outlined)(const void *context, const struct osm_tag *tags, size_t n),
                         const void *context, const struct roads_progress *progress, struct arena *arena,
                         struct osm_places *out, struct error *err);

/* Does AT lie well inside what the file covers? Its cell of a hundredth of a degree and all eight round it have nodes in
 * the file: at the edge of an extract, or of the sea, the answer is no. */
bool osm_area_holds(const struct osm_area *area, struct point at);

#endif
