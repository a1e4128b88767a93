/* names: the keys and names of all sites in one hash table, for files whose texts have to be tried many times. */
#ifndef ROUNDS_CLI_IMPORT_NAMES_H
#define ROUNDS_CLI_IMPORT_NAMES_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct names;
struct site;
struct store;

enum { NAMES_SEVERAL = -1 }; /* more than one site is called so */

/* What tells a site from its namesakes. */
struct names_site {
    int64_t id;
    const char *name, *town, *postcode;
    bool has_place;
    struct point at;
    struct names_site *next; /* of the same name; NULL at the end */
};

/* Reads every site once: about half a second for 100,000. Lives in ARENA. */
MUST_CHECK enum status names_load(struct store *store, struct arena *arena, struct names **out, struct error *err);
void names_add(struct names *names, const struct site *site); /* one that came or changed later; its id set */

/* The site with this key, as it is written, else letter case aside: its id, NAMES_SEVERAL, or 0. */
int64_t names_by_key(struct names *names, const char *key);
/* The sites of this name (folded), the first one first; NULL: none. */
const struct names_site *names_all(struct names *names, const char *name);
/* The site of this name in this town (both folded; "" is a town like any other): its id, NAMES_SEVERAL, or 0. */
int64_t names_by_town(struct names *names, const char *name, const char *town);

/* "\"Tesco\" fits 2 sites, say which by its number: #3 Tesco, Oakham; #9 Tesco, Oakham": of SITES the first five. */
const char *names_say_several(struct arena *arena, const char *name, const struct names_site *const *sites, size_t n);

#endif
