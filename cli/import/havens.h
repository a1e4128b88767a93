/* havens: what the two formats of havens share: from fields and tags to one row. */
#ifndef ROUNDS_CLI_IMPORT_HAVENS_H
#define ROUNDS_CLI_IMPORT_HAVENS_H

#include "cli/fields.h"
#include "cli/import/tags.h"

#include <stdbool.h>

struct import;

enum havens_answer {
    HAVEN_KEEP,
    HAVEN_PRIVATE, /* not for the public: left out */
    HAVEN_NOTHING  /* tags that say nothing of use: left out */
};

/* Complete ROW from TAGS (TAGGED: there were any): kind, amenities, name, source. What the row's own fields said stays.
 * A kind such as "amenity=cafe" is taken for the tag it is. */
enum havens_answer havens_complete(struct import *im, struct site_row *row, struct tags *tags, bool tagged);

/* Opening hours of a haven from public data: what is not understood is left empty and counted in *DROPPED. */
void havens_hours(struct import *im, struct site_row *row, const char *value, size_t *dropped);
/* The notes at the end of a file of havens. */
void havens_notes(struct import *im, size_t dropped_hours, size_t left_private, size_t left_nothing);

/* "node/12" and "n12" to "n12"; *SOURCE gets "osm" then, else the file's base name. */
const char *havens_source(struct import *im, const char *id, const char **source);

#endif
