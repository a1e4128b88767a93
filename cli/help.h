/* help: what `rounds`, `rounds help` and `rounds CMD --help` say. */
#ifndef ROUNDS_CLI_HELP_H
#define ROUNDS_CLI_HELP_H

#include "cli/cmd.h"

/* COMMAND NULL: the short help of the whole program. To standard output. */
MUST_CHECK enum status help_print(struct cli *cli, const struct command *command, struct error *err);

#endif
