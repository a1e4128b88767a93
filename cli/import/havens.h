/* havens: what the two formats of havens share: from fields and tags to one row. */
#ifndef ROUNDS_CLI_IMPORT_HAVENS_H
#define ROUNDS_CLI_IMPORT_HAVENS_H

#include "cli/fields.h"
#include "cli/import/tags.h"

#include <stdbool.h>

struct import;
struct import_row;

/* Before anything else: the table of tags, where the caller has given none, and what the file's havens are gathered in. */
MUST_CHECK enum status havens_table(struct import *im, struct error *err);
/* What the store calls this list: the file's base name; "" for standard input. */
const char *havens_list(const struct import *im);

enum havens_answer {
    HAVEN_KEEP,
    HAVEN_PRIVATE, /* not for the public: left out */
    HAVEN_NOTHING  /* tags that say nothing of use: left out */
};

/* What a file of havens had that was not taken, for the notes at its end. */
enum { HAVENS_HOURS_SHOWN = 3 };
struct havens_tally {
    size_t dropped_hours;
    const char *hours[HAVENS_HOURS_SHOWN]; /* the first of them */
    size_t left_private, left_nothing;
    size_t dropped_times;
};
/* Complete ROW from TAGS (TAGGED: there were any): kind, amenities, name, source. What the row's own fields said stays.
 * A kind such as "amenity=cafe" is taken for the tag it is. */
enum havens_answer havens_complete(struct import *im, struct site_row *row, struct tags *tags, bool tagged,
                                   struct havens_tally *tally);

void havens_count(struct import *im, struct havens_tally *tally, enum havens_answer answer);
void havens_notes(struct import *im, const struct havens_tally *tally);

/* Opening hours of a haven from public data: what is not understood is left empty and counted. */
void havens_hours(struct import *im, struct site_row *row, const char *value, struct havens_tally *tally);

/* One tag or property into TAGS, or the field it means; others are passed over. OSM: a tag of OpenStreetMap, where "key" or
 * "source" are not what they are in a list of one's own. */
void havens_take(struct import *im, struct import_row *row, struct tags *tags, struct havens_tally *tally,
                 const char *key, const char *value, bool osm);
/* Were there any? */
bool havens_tagged(const struct import *im, const struct tags *tags);

/* "node/12" and "n12" to "n12"; *SOURCE gets "osm" then, else the file's base name. A row that takes its source from
 * here says so in `derived`. */
const char *havens_source(struct import *im, const char *id, const char **source);

#endif
