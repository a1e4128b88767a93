/* listing: rows for a person (a table), for other programs (--plain, tab-separated) or as a JSON array. */
#ifndef ROUNDS_CLI_LISTING_H
#define ROUNDS_CLI_LISTING_H

#include "cli/cmd.h"
#include "cli/out.h"

struct json_t;
struct listing;

/* SCHEMA "rounds-list-customers"; ITEMS is the array's key and the noun of the count ("customers"). */
struct listing *listing_new(struct cli *cli, const char *schema, const char *items, const struct out_column *columns,
                            size_t n);
/* True when rows are wanted as JSON: then listing_add_json, else listing_add. */
bool listing_is_json(const struct listing *listing);
void listing_add(struct listing *listing, const char *const *cells);
void listing_style(struct listing *listing, size_t column, enum out_style style); /* of the last row */
void listing_add_json(struct listing *listing, struct json_t *item);              /* takes ITEM */
void listing_end(struct listing *listing);                                        /* prints */

#endif
