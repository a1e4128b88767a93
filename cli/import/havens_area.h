/* havens_area: what a list of havens covers, and which havens of the store it therefore has lost. */
#ifndef ROUNDS_CLI_IMPORT_HAVENS_AREA_H
#define ROUNDS_CLI_IMPORT_HAVENS_AREA_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "geo/store/site.h"

#include <stdbool.h>

struct arena;
struct import;

struct havens_area;

struct havens_area *havens_area_new(struct arena *arena);
/* One haven of the file, as it was kept. */
void havens_area_add(struct havens_area *area, const struct site *site);

/* Mark what has gone, count it, and say it in a note. A haven has gone when it stands in the store from this list, is not
 * in the file, lies within the box of the file's havens or just outside, and the file has others of its kind, or three kinds at
 * least (a file of cafes says nothing about toilets). Nothing is marked when rows were refused, as those may have been the ones. */
MUST_CHECK enum status havens_gone_from_list(struct import *im, struct error *err);
/* The same of a map, whose havens of SOURCE are known by number: those count that this list brought and that lie in BOX,
 * and all that lie where COVERS says that the map is whole. IN_FILE tells whether a number stands in it. */
struct havens_map {
    const char *source;
    struct box box;
    bool (*covers)(const void *context, struct point at);
    bool (*in_file)(const void *context, const char *source_id);
    const void *context;
};
MUST_CHECK enum status havens_gone_from_map(struct import *im, const struct havens_map *map, struct error *err);

#endif
