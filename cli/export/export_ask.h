/* export_ask: which plan and what of it, from the command line; for `export` and whatever else hands a plan over. */
#ifndef ROUNDS_CLI_EXPORT_EXPORT_ASK_H
#define ROUNDS_CLI_EXPORT_EXPORT_ASK_H

#include "cli/cmd.h"
#include "cli/export/export.h"

/* The exporter called NAME. STATUS_INPUT, with the nearest name, when there is none. */
MUST_CHECK enum status export_ask_format(const char *name, const struct exporter **out, struct error *err);

/* The plan of DATE (a day as people type it), or with NULL today's while it has anything to do, else the next one's. Opens
 * the store. */
MUST_CHECK enum status export_ask_plan(struct cli *cli, const char *date, struct plan **out, struct error *err);

/* The command's options (export_ask_options_table has them) over the settings. */
MUST_CHECK enum status export_ask_options(struct cli *cli, struct export_options *out, struct error *err);

/* Collect PLAN for EXPORTER, people and all. *LEFT as of export_collect. STATUS_INPUT when no stop is left. */
MUST_CHECK enum status export_ask_input(struct cli *cli, const struct exporter *exporter, const struct plan *plan,
                                        const struct export_options *options, struct export_input *out, size_t *left,
                                        struct error *err);

/* All of PLAN in the format called NAME. PARTS live in the command's arena. */
MUST_CHECK enum status export_ask_make(struct cli *cli, const char *name, const struct plan *plan,
                                       const struct export_options *options, struct export_parts *parts,
                                       struct error *err);

/* Rows of a command's option table. */
#define EXPORT_ASK_OPTIONS                                                                                             \
    {"stops", 0, "WHICH", "left (those to do; so it is without it), all, or numbers such as 3-7"},                     \
        {"with-home", 0, NULL, "home as the last point"}, {"track", 0, NULL, "gpx: the roads as a file of their own"}, \
        {"app", 0, "NAME", "links, qr, ics: one application, or all; else the setting export.app"},                    \
        {"per-link", 0, "N", "links, qr: waypoints in a Google link, 3 (any phone) or 9"},                             \
        {"points", 0, "N", "gpx: most points that the device takes in a route; else the setting export.points"},       \
    {                                                                                                                  \
        "include-private", 0, NULL, "drinks and private notes too, where a format has room for them"                   \
    }

#endif
