#include "cli/cmd.h"

#include "cli/card.h"
#include "cli/doc.h"
#include "cli/out.h"
#include "geo/store/site.h"

static const struct command_option options[] = {
    {"private", 0, NULL, "with private, tender and politics notes, wherever the output goes"},
    {0},
};

static enum status run(struct cli *cli, struct error *err)
{
    const char *text;
    enum status status = cli_words(cli, 1, 100, err);
    if (!status)
        status = cli_text(cli, 0, &text, err);
    struct site site;
    if (!status)
        status = store_site_find(cli->store, text, cli->arena, &site, err);
    struct card *card = NULL;
    if (!status)
        status = card_read(cli, &site, &card, err);
    if (status)
        return status;
    bool private_too = cli_option(cli, "private");
    if (cli->json) {
        json_t *document = doc_new("rounds-site");
        card_json(card, document, private_too);
        out_json(cli->out, document);
    } else {
        card_print(cli, card, cli->today, private_too);
    }
    return STATUS_OK;
}

const struct command command_show = {
    .name = "show",
    .usage = "show SITE [--private]",
    .summary = "the card of a site: who, how they take it, history, promises, notes",
    .help =
        "  rounds show 'Oakham Bakery'\n"
        "  rounds show bakery\n"
        "  rounds show 01572 720555\n\n"
        "SITE is a number (#12), your key, a name or a part of one, or the phone number of somebody there. Private, "
        "tender and politics notes are shown on your own screen; in a pipe, a file or with --json only with "
        "--private.",
    .needs = NEEDS_STORE | READS,
    .options = options,
    .run = run,
};
