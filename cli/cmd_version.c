#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/out.h"

static enum status run(struct cli *cli, struct error *err)
{
    enum status status = cli_words(cli, 0, cli_option(cli, "version") ? 100 : 0, err);
    if (status)
        return status;
    if (!cli->json) {
        out_printf(cli->out, "rounds %s\n", ROUNDS_VERSION);
        return STATUS_OK;
    }
    json_t *document = doc_new("rounds-version");
    doc_set(document, "program", json_string(ROUNDS_VERSION));
    out_json(cli->out, document);
    return STATUS_OK;
}

const struct command command_version = {
    .name = "version",
    .usage = "version",
    .summary = "the version of the program",
    .help = "Prints the version of the program; the same as rounds --version.",
    .needs = READS | NO_SETTINGS,
    .run = run,
};
