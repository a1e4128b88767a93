/* roads_net: where the road network of a store is, and the table of speeds that a new one is made with. */
#ifndef ROUNDS_CLI_ROADS_NET_H
#define ROUNDS_CLI_ROADS_NET_H

#include "cli/cmd.h"
#include "geo/roads/profile.h"

/* Beside the store: its path with the suffix replaced, "X/rounds.db" -> "X/rounds.roads". In the arena. */
const char *roads_net_path(struct cli *cli);

/* The person's own table: --speeds FILE, else $XDG_CONFIG_HOME/rounds/roads.ini when it is there. *PATH and *TEXT are ""
 * when there is none. */
MUST_CHECK enum status roads_net_speeds(struct cli *cli, const char **path, const char **text, struct error *err);

/* The table in force: the defaults, the person's own over them, then the settings roads.ferries and roads.tracks where
 * the person set them. *TEXT is the person's own. profile_free. */
MUST_CHECK enum status roads_net_profile(struct cli *cli, struct profile **out, const char **text, struct error *err);

#endif
