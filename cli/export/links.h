/* links: the day in the map applications of a phone, by the addresses that open them. All start from where the phone is.
 * Limits and forms of each application stand in its row of the table, with their source. */
#ifndef ROUNDS_CLI_EXPORT_LINKS_H
#define ROUNDS_CLI_EXPORT_LINKS_H

#include "cli/export/export.h"

#include <stdbool.h>
#include <stddef.h>

struct map_app {
    const char *name; /* "Google Maps" */
    const char *key;  /* "google": for --app, export.app and JSON */
    const char *note; /* "iOS 18.4 and later" */
    size_t stops;     /* most stops of one link, the destination too */
    size_t more;      /* the same with --per-link 9; 0: no difference */
    /* The address that goes to N stops (1 to `stops`) in order. ASCII, percent-encoded. In ARENA. */
    const char *(*url)(struct arena *arena, const struct export_stop *stops, size_t n);
};

/* In the order they are shown; the last is geo:, which opens any application. Static. */
const struct map_app *map_apps(size_t *n);
const struct map_app *map_app_find(const char *key); /* NULL */

/* The application called KEY, in *OUT; NULL for "all" and "". STATUS_INPUT, with the nearest name or all of them, when there is
 * none such. */
MUST_CHECK enum status map_app_named(struct arena *arena, const char *key, const struct map_app **out,
                                     struct error *err);

/* The application that the options name; NULL when they name none or all. STATUS_INPUT when there is none such. */
MUST_CHECK enum status map_app_asked(const struct export_input *input, const struct map_app **out, struct error *err);

struct export_link {
    const struct map_app *app;
    size_t part, parts; /* "link 2 of 3", from 1 */
    size_t from, n;     /* of the input's stops */
    const char *span;   /* "stops 5-8 of 11" */
    const char *url;
};

/* The links of APP (NULL: of all that the options ask for, one app behind the other), that together go to every stop in
 * order. *SPLIT gets the sentence on the first limit that more than one link is needed for, else NULL. STATUS_INPUT when
 * the options name an app that does not exist. */
MUST_CHECK enum status export_links_make(const struct export_input *input, const struct map_app *app,
                                         struct export_link **out, size_t *n, const char **split, struct error *err);

#endif
