/* travel_open: the travel sources of the setting travel.sources, in its order, as one. */
#ifndef ROUNDS_CLI_TRAVEL_OPEN_H
#define ROUNDS_CLI_TRAVEL_OPEN_H

#include "cli/cmd.h"

/* Never fails for a source that cannot be had: a network file that is damaged, an address or a key that is missing are
 * each told in one warning, and the next source answers. A network that was never made is nothing to warn of. The HTTP
 * sources share cli->http, made here when one is wanted. */
MUST_CHECK enum status travel_open(struct cli *cli, struct travel **out, struct error *err);

#endif
