/* where: the place that a person names to start from. */
#ifndef ROUNDS_CLI_WHERE_H
#define ROUNDS_CLI_WHERE_H

#include "cli/cmd.h"
#include "geo/point.h"

struct where {
    struct point at;
    const char *name; /* "home", "Oakham Bakery, Oakham"; in the arena */
};

/* TEXT: LAT,LON, a site as store_site_find takes it, a job (J5), `next` (the next stop of today's plan), `home`, `here` (the last stop
 * that is done, else home), which is also what "" means; else an address or the name of a place, which your own sites, imported
 * places and, where it has a number or a comma, geocoding services are asked for. What is a part of the names of several
 * sites is the town of that very name, where one is known here. Opens the store unless it is LAT,LON. */
MUST_CHECK enum status where_text(struct cli *cli, const char *text, struct where *out, struct error *err);
/* The same of the words FIRST to END (excluded) joined. */
MUST_CHECK enum status where_find(struct cli *cli, int first, int end, struct where *out, struct error *err);
/* Does TEXT look like LAT,LON, right or wrong? */
bool where_is_numbers(const char *text);

#endif
