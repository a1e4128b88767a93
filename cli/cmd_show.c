#include "cli/cmd.h"

#include "cli/card.h"
#include "cli/doc.h"
#include "cli/job_fields.h"
#include "cli/out.h"
#include "cli/parcel_fields.h"
#include "cli/words.h"
#include "geo/store/site.h"

static const struct command_option options[] = {
    {"private", 0, NULL, "with private, tender and politics notes, wherever the output goes"},
    {0},
};

/* The job, then the card of its site, where its parcels are. */
static enum status show_job(struct cli *cli, int64_t id, struct error *err)
{
    struct job job;
    struct site site;
    struct card *card = NULL;
    struct parcel *parcels = NULL;
    size_t n = 0;
    const struct parcel_filter filter = {.job_id = id};
    enum status status = store_job_get(cli->store, id, cli->arena, &job, err);
    if (!status)
        status = store_parcel_list(cli->store, &filter, cli->arena, &parcels, &n, err);
    if (!status)
        status = store_site_get(cli->store, job.site_id, cli->arena, &site, err);
    if (!status && !cli->json)
        status = card_read(cli, &site, &card, err);
    if (status)
        return status;
    if (cli->json) {
        json_t *document = doc_new("rounds-job"), *list = json_array();
        for (size_t i = 0; i < n; i++)
            doc_add(list, parcel_fields_json(&parcels[i]));
        doc_set(document, "job", doc_job(&job));
        doc_set(document, "parcels", list);
        doc_set(document, "site", doc_site(&site));
        out_json(cli->out, document);
        return STATUS_OK;
    }
    static const char *const endings[] = {"", ", done", ", cancelled"};
    out_styled(cli->out, STYLE_BOLD, "%s%s\n", job_fields_text(cli, &job), endings[job.status]);
    for (size_t i = 0; i < n; i++)
        if (parcels[i].state == PARCEL_DONE) /* the card has the others */
            card_parcel(cli, &parcels[i]);
    out_printf(cli->out, "\n");
    card_print(cli, card, job.day, cli_option(cli, "private"));
    return STATUS_OK;
}

static enum status run(struct cli *cli, struct error *err)
{
    const char *text;
    enum status status = cli_words(cli, 1, 100, err);
    const int64_t job = !status && cli->argc == 1 ? words_parse_id(cli->argv[0], 'J') : 0;
    if (job != 0)
        return show_job(cli, job, err);
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
    .usage = "show SITE|J12 [--private]",
    .summary = "the card of a site or job: who, how they take it, history, promises, notes",
    .help =
        "  rounds show 'Oakham Bakery'\n"
        "  rounds show bakery\n"
        "  rounds show 01572 720555\n"
        "  rounds show J5\n\n"
        "SITE is a number (#12), your key, a name or a part of one, or the phone number of somebody there; of a job "
        "(J5) its parcels are on the card too. Private, "
        "tender and politics notes are shown on your own screen; in a pipe, a file or with --json only with "
        "--private.",
    .needs = NEEDS_STORE | READS,
    .options = options,
    .run = run,
};
