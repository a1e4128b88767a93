/* names: the keys and names of all sites in one hash table, for files whose texts have to be tried many times. */
#ifndef ROUNDS_CLI_IMPORT_NAMES_H
#define ROUNDS_CLI_IMPORT_NAMES_H

#include "geo/base/status.h"

#include <stdint.h>

struct arena;
struct names;
struct site;
struct store;

enum { NAMES_SEVERAL = -1 }; /* more than one site is called so */

/* Reads every site once: about half a second for 100,000. Lives in ARENA. */
MUST_CHECK enum status names_load(struct store *store, struct arena *arena, struct names **out, struct error *err);
void names_add(struct names *names, const struct site *site); /* one that came later; its id set */

/* The site with this key (letter case aside) or this name (folded): its id, NAMES_SEVERAL, or 0. */
int64_t names_by_key(struct names *names, const char *key);
int64_t names_by_name(struct names *names, const char *name);
/* The first site of this name in this town (both folded; "" is a town like any other). */
int64_t names_by_town(struct names *names, const char *name, const char *town);

#endif
