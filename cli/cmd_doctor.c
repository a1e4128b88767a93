#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "geo/store/site.h"

static void print_json(struct cli *cli, const struct store_finding *findings, size_t n, size_t wrong)
{
    json_t *document = doc_new("rounds-doctor"), *list = json_array();
    doc_set(document, "store", doc_text(cli->store_path));
    doc_set(document, "sound", json_boolean(wrong == 0));
    for (size_t i = 0; i < n; i++) {
        json_t *one = json_object();
        doc_set(one, "check", doc_text(findings[i].check));
        doc_set(one, "ok", json_boolean(findings[i].ok));
        doc_set(one, "text", doc_text(findings[i].text));
        doc_add(list, one);
    }
    doc_set(document, "findings", list);
    out_json(cli->out, document);
}

static enum status run(struct cli *cli, struct error *err)
{
    struct store_finding *findings;
    struct store_counts counts;
    size_t n, wrong = 0;
    enum status status = cli_words(cli, 0, 0, err);
    if (!status)
        status = store_doctor(cli->store, cli->arena, &findings, &n, err);
    if (!status)
        status = store_count(cli->store, &counts, err);
    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        wrong += !findings[i].ok;
    if (cli->json) {
        print_json(cli, findings, n, wrong);
    } else {
        out_printf(cli->out, "%s: %zu customers (%zu not placed), %zu havens (%zu not placed), %zu contacts, %zu open "
                             "jobs, %zu visits, %zu open promises\n",
                   cli->store_path, counts.customers, counts.customers_unplaced, counts.havens, counts.havens_unplaced,
                   counts.contacts, counts.jobs_open, counts.visits, counts.promises_open);
        for (size_t i = 0; i < n; i++) {
            out_styled(cli->out, findings[i].ok ? STYLE_GREEN : STYLE_RED, "%s", findings[i].ok ? "  ok    " : "  WRONG ");
            out_printf(cli->out, "%s: %s\n", findings[i].check, findings[i].text);
        }
    }
    if (wrong > 0)
        return error_set(err, STATUS_STORE, "%zu of %zu checks found something wrong", wrong, n);
    return STATUS_OK;
}

const struct command command_doctor = {
    .name = "doctor",
    .usage = "doctor",
    .summary = "examine the store, changing nothing",
    .help = "  rounds doctor\n\n"
            "Checks the file's integrity, its references, the spatial index, opening hours and file permissions. Exit "
            "status 4 when something is wrong.",
    .needs = NEEDS_STORE | READS,
    .run = run,
};
