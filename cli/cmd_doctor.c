#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/roads_net.h"
#include "cli/words.h"
#include "geo/roads/file.h"
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

/* The road network beside the store: opening it checks every byte. */
static struct store_finding look_at_roads(struct cli *cli)
{
    struct error err = {0};
    struct roads_file *file = NULL;
    const char *path = roads_net_path(cli);
    enum status status = roads_file_open(path, &file, &err);
    struct store_finding finding = {.check = "road network", .ok = status == STATUS_OK || status == STATUS_NOT_FOUND};
    if (status == STATUS_OK)
        finding.text = arena_printf(cli->arena, "roads of %s, %s, checksum right",
                                    *roads_file_about(file)->date ? roads_file_about(file)->date : "unknown date",
                                    words_count(cli->arena, roads_file_about(file)->report.junctions, "junction"));
    else if (status == STATUS_NOT_FOUND)
        finding.text = "none; minutes are estimates (rounds roads fetch AREA)";
    else
        finding.text = arena_strdup(cli->arena, err.text);
    roads_file_close(file);
    return finding;
}

static struct store_finding *with_roads(struct cli *cli, const struct store_finding *findings, size_t *n)
{
    struct store_finding *all = arena_array(cli->arena, *n + 1, sizeof *all);
    for (size_t i = 0; i < *n; i++)
        all[i] = findings[i];
    all[(*n)++] = look_at_roads(cli);
    return all;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct store_finding *findings = NULL;
    struct store_counts counts;
    size_t n = 0, wrong = 0;
    enum status status = cli_words(cli, 0, 0, err);
    if (!status)
        status = store_doctor(cli->store, cli->arena, &findings, &n, err);
    if (!status)
        status = store_count(cli->store, &counts, err);
    if (status)
        return status;
    findings = with_roads(cli, findings, &n);
    for (size_t i = 0; i < n; i++)
        wrong += !findings[i].ok;
    if (cli->json) {
        print_json(cli, findings, n, wrong);
    } else {
        struct arena *arena = cli->arena;
        out_printf(cli->out, "%s\n", cli->store_path);
        out_hanging(cli->out, STYLE_PLAIN, "", 2,
                    arena_printf(arena, "%s (%zu not placed), %s (%zu not placed), %s, %s, %s, %s",
                                 words_count(arena, counts.customers, "customer"), counts.customers_unplaced,
                                 words_count(arena, counts.havens, "haven"), counts.havens_unplaced,
                                 words_count(arena, counts.contacts, "contact"),
                                 words_count(arena, counts.jobs_open, "open job"),
                                 words_count(arena, counts.visits, "visit"),
                                 words_count(arena, counts.promises_open, "open promise")));
        for (size_t i = 0; i < n; i++) {
            out_hanging(cli->out, findings[i].ok ? STYLE_PLAIN : STYLE_RED, findings[i].ok ? "  ok" : "  WRONG", 8,
                        arena_printf(arena, "%s: %s", findings[i].check, findings[i].text));
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
            "Checks the file's integrity, its references, the spatial index, opening hours and file permissions, and "
            "the road network beside it. Exit status 4 when something is wrong.",
    .needs = NEEDS_STORE | READS,
    .run = run,
};
