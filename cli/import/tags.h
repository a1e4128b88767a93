/* tags: what OpenStreetMap's tags say about a haven. The rules are one table in tags.c, from the wiki's tagging pages
 * (wiki.openstreetmap.org/wiki/Key:amenity and the pages of each key). Pure. */
#ifndef ROUNDS_CLI_IMPORT_TAGS_H
#define ROUNDS_CLI_IMPORT_TAGS_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

/* The tags that say something. Names of columns and properties; see tags_find. */
enum tag {
    TAG_AMENITY,
    TAG_SHOP,
    TAG_HIGHWAY,
    TAG_TOURISM,
    TAG_VENDING,
    TAG_POST_OFFICE,
    TAG_PARCEL_FROM,
    TAG_PARCEL_TO,
    TAG_PARCEL_PICKUP,
    TAG_PARCEL_MAIL_IN,
    TAG_INTERNET,
    TAG_TOILETS,
    TAG_TOILETS_ACCESS,
    TAG_ACCESS,
    TAG_WATER,
    TAG_SHOWER,
    TAG_OPERATOR,
    TAG_BRAND,
    TAG_COLLECTION_TIMES,
    TAG_COUNT
};

struct tags {
    const char *value[TAG_COUNT]; /* "" where there is none */
};

struct tags_meaning {
    const char *kind;   /* "cafe", "parcel_locker"; "" when no rule says */
    const char *name;   /* for a haven without a name of its own: "DHL parcel locker", "Toilet"; in the arena */
    const char *tags;   /* words to keep: "customers_only" */
    uint32_t amenities; /* AMENITY_BIT mask */
    bool is_private;    /* nobody else's business: leave it out */
};

struct tags tags_none(void);
/* The tag called NAME ("toilets:access", also as a column "toilets_access"); -1 if it says nothing here. */
int tags_find(const char *name);
const char *tags_name(enum tag tag);

struct tags_meaning tags_read(struct arena *arena, const struct tags *tags);
/* The amenities that KIND alone promises ("library"), and its canonical spelling; false when it is not known. */
bool tags_kind(const char *kind, const char **canonical, uint32_t *amenities);

#endif
