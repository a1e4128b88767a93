/* osm: OpenStreetMap files (.osm.pbf, .osm) to stretches of road, by libreadosm.
 *
 * Every file is looked through first (osm_pbf.h), then read twice: the ways that cars may use and the turn restrictions,
 * then the nodes of those ways. A way, node or relation that stands in several files counts once, the newest; counties side
 * by side join at the nodes they share. The same files in any order give the same. About 1.3 s CPU and 50 MB a million
 * nodes of the map. */
#ifndef ROUNDS_GEO_ROADS_OSM_H
#define ROUNDS_GEO_ROADS_OSM_H

#include "geo/base/status.h"
#include "geo/roads/build.h"
#include "geo/roads/profile.h"
#include "geo/roads/raw.h"

#include <stdbool.h>

struct osm_summary {
    size_t nodes, ways, relations; /* read */
    size_t roads, turns;           /* taken */
    size_t nodes_missing;          /* of roads that an extract cuts off */
    char newest[11]; /* "2018-02-03", the latest change in the data; the file's own date where objects have none */
};

/* Read FILES_N files into *OUT (roads_raw_free). STATUS_INPUT with the file's name and what to do when one is truncated,
 * no OSM file, without roads, or has ways but none of their nodes (libreadosm passes over such files in silence);
 * STATUS_STORE when it cannot be read or changed while it was; STATUS_INCOMPLETE when PROGRESS stopped it. */
MUST_CHECK enum status osm_read(const char *const *files, size_t files_n, const struct profile *profile,
                                const struct roads_progress *progress, struct raw_roads *out,
                                struct osm_summary *summary, struct error *err);

/* Whether osm_read takes a file of this name: it ends in .pbf or .osm. */
bool osm_name_fits(const char *name);

#endif
