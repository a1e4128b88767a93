/* cmd_roads: the words of `rounds roads`, one file each (cmd_roads_*.c), and what they share. */
#ifndef ROUNDS_CLI_CMD_ROADS_H
#define ROUNDS_CLI_CMD_ROADS_H

#include "cli/cmd.h"
#include "geo/point.h"
#include "geo/roads/file.h"
#include "geo/roads/query.h"

#include <jansson.h>

enum { CMD_ROADS_LABELS = 11 }; /* columns, as on the card */

enum status cmd_roads_fetch(struct cli *cli, struct error *err);
enum status cmd_roads_import(struct cli *cli, struct error *err);
enum status cmd_roads_info(struct cli *cli, struct error *err);
enum status cmd_roads_matrix(struct cli *cli, struct error *err);
enum status cmd_roads_reach(struct cli *cli, struct error *err);
enum status cmd_roads_remove(struct cli *cli, struct error *err);
enum status cmd_roads_route(struct cli *cli, struct error *err);
enum status cmd_roads_speeds(struct cli *cli, struct error *err);

/* cmd_roads_import.c: FILES_N map files into the network's file. With --dry-run all but the writing. Reports. */
MUST_CHECK enum status cmd_roads_import_files(struct cli *cli, const char *const *files, size_t files_n,
                                              struct error *err);

/* cmd_roads_info.c: the lines, and the fields, of a network that is in the file at PATH. */
void cmd_roads_print_about(struct cli *cli, const struct roads_about *about, const char *path, int64_t bytes);
json_t *cmd_roads_about_json(const struct roads_about *about, const char *path, int64_t bytes);

/* The network's file, for a command that asks it: STATUS_INPUT, saying how to get one, when there is none. */
MUST_CHECK enum status cmd_roads_open(struct cli *cli, struct roads_file **out, struct error *err);
/* What the numbers come from: "roads of 2018-02-03"; "roads" where the map bears no date. In the arena. */
const char *cmd_roads_source(struct cli *cli, const struct roads_file *file);
/* N places, each with the road nearest to it, in the arena: within 20 km in the box round the map's roads, within 2 km
 * outside it, else there is none (snap.edge is ROADS_NO_WAY). */
struct query_place *cmd_roads_places(struct cli *cli, struct query *query, const struct roads_file *file,
                                     const struct point *points, size_t n);
/* STATUS_INPUT, saying how far off the map the place called NAME is, when it has no road. */
MUST_CHECK enum status cmd_roads_on_map(struct cli *cli, const struct roads_file *file, const char *name,
                                        struct point at, const struct query_place *place, struct error *err);
/* Says when the road is far from a place. */
void cmd_roads_tell_far(struct cli *cli, const char *name, const struct query_place *place);
/* [lon, lat] with seven places, as GeoJSON has it. */
json_t *cmd_roads_position(struct point p);
/* A GeoJSON document on one line to stdout; takes DOCUMENT. */
void cmd_roads_geojson(struct cli *cli, json_t *document);

#endif
