#include "cli/cmd.h"

#include "cli/undo_print.h"

static enum status run(struct cli *cli, struct error *err)
{
    return undo_print_run(cli, false, err);
}

const struct command command_undo = {
    .name = "undo",
    .usage = "undo",
    .summary = "take back the last command that changed the store",
    .help =
        "  rounds undo\n"
        "  rounds undo --dry-run       what would be taken back\n\n"
        "Takes back the whole of the last command, an import as much as a note, and lists what that changes: '+' comes "
        "back, '-' goes, '~' changes. Again takes back the one before; rounds redo goes the other way. The last "
        "hundred commands are kept. Settings in the settings file are not part of it.",
    .needs = NEEDS_STORE | WRITES | READS,
    .run = run,
};
