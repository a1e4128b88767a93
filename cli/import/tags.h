/* tags: what OpenStreetMap's tags say about a haven. The rules are a table, data/havens/havens.ini, that people extend;
 * toilets, access and names are in tags.c. Pure. */
#ifndef ROUNDS_CLI_IMPORT_TAGS_H
#define ROUNDS_CLI_IMPORT_TAGS_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct tag_table;

/* The tags that count in every table; the table's own keys come behind. */
enum tag {
    TAG_ACCESS,
    TAG_TOILETS,
    TAG_TOILETS_ACCESS,
    TAG_INTERNET_FEE,
    TAG_FEE,
    TAG_WHEELCHAIR,
    TAG_OPERATOR,
    TAG_BRAND,
    TAG_COLLECTION_TIMES,
    TAG_AMENITY,
    TAG_COUNT
};

struct tags {
    const char **value; /* one a key of the table; "" where there is none */
};

struct tags_meaning {
    const char *kind;   /* "cafe", "parcel_locker"; "" when no rule says */
    const char *name;   /* for a haven without a name of its own: "DHL parcel locker", "Toilet"; in the arena */
    const char *tags;   /* words to keep: "customers_only fee wheelchair" */
    uint32_t amenities; /* AMENITY_BIT mask */
    bool is_private;    /* nobody else's business: leave it out */
    bool is_dropped;    /* the table says keep = no */
    bool is_kept;       /* the table says keep = yes: even if it offers nothing */
};

/* The compiled-in table with a person's own, OWN_TEXT (NULL: none) of OWN_FILE, laid over it. In ARENA. STATUS_INPUT as
 * FILE:LINE: sentence. */
MUST_CHECK enum status tag_table_new(struct arena *arena, const char *own_text, const char *own_file,
                                     struct tag_table **out, struct error *err);
const char *tag_table_default_text(void); /* the compiled-in file */

int tag_table_count(const struct tag_table *table); /* keys */
/* The key called NAME ("toilets:access", also as a column "toilets_access"); -1 if it says nothing here. */
int tag_table_find(const struct tag_table *table, const char *name);
/* The same, and only as OpenStreetMap writes it: fast. */
int tag_table_find_key(const struct tag_table *table, const char *key);
const char *tag_table_key(const struct tag_table *table, int tag);

struct tags tags_none(const struct tag_table *table, struct arena *arena);
struct tags_meaning tags_read(struct arena *arena, const struct tag_table *table, const struct tags *tags);
/* The amenities that KIND alone promises ("library"), and its canonical spelling; false when it is not known. */
bool tags_kind(const struct tag_table *table, const char *kind, const char **canonical, uint32_t *amenities);

#endif
