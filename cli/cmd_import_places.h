/* cmd_import_places: `rounds import places`: a map's addresses into the store, the lists that are there, and one of them away. */
#ifndef ROUNDS_CLI_CMD_IMPORT_PLACES_H
#define ROUNDS_CLI_CMD_IMPORT_PLACES_H

#include "cli/cmd.h"

/* The words behind `import`; without a file the lists are shown. */
MUST_CHECK enum status cmd_import_places(struct cli *cli, struct error *err);

#endif
