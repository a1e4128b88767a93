/* undo_print: undo and redo, which differ only in direction. */
#ifndef ROUNDS_CLI_UNDO_PRINT_H
#define ROUNDS_CLI_UNDO_PRINT_H

#include "cli/cmd.h"

/* Take back the last command, or with REDO do it again, and show what that changed. */
MUST_CHECK enum status undo_print_run(struct cli *cli, bool redo, struct error *err);

#endif
