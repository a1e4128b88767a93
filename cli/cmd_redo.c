#include "cli/cmd.h"

#include "cli/undo_print.h"

static enum status run(struct cli *cli, struct error *err)
{
    return undo_print_run(cli, true, err);
}

const struct command command_redo = {
    .name = "redo",
    .usage = "redo",
    .summary = "do again what undo took back",
    .help = "  rounds redo\n\n"
            "Possible until something new is done.",
    .needs = NEEDS_STORE | WRITES | READS,
    .run = run,
};
