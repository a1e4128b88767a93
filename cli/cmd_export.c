#include "cli/cmd.h"

#include "cli/day_news.h"
#include "cli/doc.h"
#include "cli/export/export.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/file.h"
#include "geo/base/text.h"

#include <string.h>

enum { DAYS_AHEAD = 31 }; /* how far the next plan is looked for */

static const struct command_option options[] = {
    {"date", 0, "DAY", "the plan of that day; else today's, and when that is done or there is none, the next one's"},
    {"output", 'o', "FILE", "where to write; - is standard output"},
    {"all", 'a', NULL, "also the stops that are done or skipped"},
    {"with-home", 0, NULL, "home as the last point"},
    {"list", 0, NULL, "the formats, and what each of them lets out"},
    {0},
};

static const struct exporter *const exporters[] = {&export_gpx, &export_links};
enum { EXPORTERS = sizeof exporters / sizeof exporters[0] };

/* --- which format ---------------------------------------------------------------------------------------------------------- */

static enum status list_formats(struct cli *cli)
{
    json_t *doc = doc_new("rounds-formats");
    json_t *list = json_array();
    for (size_t i = 0; i < EXPORTERS; i++) {
        const struct exporter *exporter = exporters[i];
        json_t *entry = json_object();
        doc_set(entry, "name", doc_text(exporter->name));
        doc_set(entry, "summary", doc_text(exporter->summary));
        doc_set(entry, "contains", doc_text(exporter->contains));
        doc_add(list, entry);
        if (!cli->json) {
            out_styled(cli->out, STYLE_BOLD, "%s\n", exporter->name);
            out_wrapped(cli->out, 2, exporter->summary);
            out_wrapped(cli->out, 2, arena_printf(cli->arena, "contains: %s", exporter->contains));
        }
    }
    doc_set(doc, "formats", list);
    if (cli->json)
        out_json(cli->out, doc);
    else
        json_decref(doc);
    return STATUS_OK;
}

static enum status find_exporter(const struct cli *cli, const struct exporter **out, struct error *err)
{
    const char *names[EXPORTERS];
    if (cli->argc == 0)
        return cli_usage(cli, err, "export what? `rounds export --list` has the formats");
    for (size_t i = 0; i < EXPORTERS; i++) {
        names[i] = exporters[i]->name;
        if (strcmp(cli->argv[0], names[i]) == 0) {
            *out = exporters[i];
            return STATUS_OK;
        }
    }
    const char *near = text_nearest(cli->argv[0], names, EXPORTERS);
    if (near != NULL)
        return error_set(err, STATUS_INPUT, "there is no format '%s'; did you mean '%s'?", cli->argv[0], near);
    return error_set(err, STATUS_INPUT, "there is no format '%s'; `rounds export --list` has them", cli->argv[0]);
}

/* --- which plan ------------------------------------------------------------------------------------------------------------ */

static bool has_work(const struct plan *plan)
{
    for (size_t i = 0; i < plan->stops_n; i++)
        if (plan->stops[i].state == PLAN_STOP_PLANNED && plan->stops[i].kind != PLAN_STOP_BREAK)
            return true;
    return false;
}

/* Today's plan while it has anything to do, else the next day's that has a plan. */
static enum status next_plan(struct cli *cli, struct plan **out, struct error *err)
{
    struct plan *plan = NULL;
    struct plan *done = NULL;
    for (int32_t day = cli->today; day <= cli->today + DAYS_AHEAD; day++) {
        const enum status status = plan_load(cli->store, day, cli->arena, &plan, NULL, err);
        if (status == STATUS_NOT_FOUND)
            continue;
        if (status != STATUS_OK)
            return status;
        if (has_work(plan)) {
            *out = plan;
            return STATUS_OK;
        }
        done = done == NULL ? plan : done;
    }
    if (done == NULL)
        return error_set(err, STATUS_NOT_FOUND,
                         "there is no plan of today or the next %d days; `rounds plan` makes one, "
                         "--date takes another day's",
                         DAYS_AHEAD);
    *out = done;
    return STATUS_OK;
}

static enum status find_plan(struct cli *cli, struct plan **out, struct error *err)
{
    const char *date = cli_option(cli, "date");
    int32_t day = DAY_NONE;
    if (date == NULL)
        return next_plan(cli, out, err);
    if (!civil_parse_date(date, &day) && !civil_parse_day_word(date, cli->today, &day))
        return error_set(err, STATUS_INPUT, "--date %s: it takes a day such as tomorrow, mon or 2026-11-24", date);
    return plan_load(cli->store, day, cli->arena, out, NULL, err);
}

/* --- writing --------------------------------------------------------------------------------------------------------------- */

/* The file's name: as given, else of the day for formats that are files, else "-". */
static const char *output_path(const struct cli *cli, const struct exporter *exporter, const struct plan *plan)
{
    const char *option = cli_option(cli, "output");
    if (option != NULL)
        return option;
    if (cli->argc > 1)
        return cli->argv[1];
    if (exporter->extension == NULL)
        return "-";
    return arena_printf(cli->arena, "rounds-%s.%s", words_date(cli->arena, plan->day), exporter->extension);
}

static void tell(struct cli *cli, const struct export_input *input, const char *path, size_t left)
{
    if (strcmp(path, "-") != 0)
        out_note(cli->out, "%s: %s written to %s", words_day(cli->arena, input->plan->day),
                 words_count(cli->arena, input->n, "stop"), path);
    if (left > 0)
        out_note(cli->out, "%s done or skipped: not in it (--all takes them in)",
                 words_count(cli->arena, left, "stop"));
}

static void print_report(struct cli *cli, const struct exporter *exporter, const struct export_input *input,
                         const char *path, const struct day_news *news)
{
    json_t *doc = doc_new("rounds-export");
    doc_set(doc, "format", doc_text(exporter->name));
    doc_set(doc, "day", doc_date(input->plan->day));
    doc_set(doc, "file", doc_text(path));
    doc_set(doc, "stops", doc_count((int64_t)input->n));
    doc_set(doc, "changes", day_news_json(news));
    out_json(cli->out, doc);
}

static enum status write_out(struct cli *cli, const struct exporter *exporter, const struct export_input *input,
                             const char *path, struct error *err)
{
    struct buf buf;
    buf_init(&buf, EXPORT_BYTES_MAX);
    enum status status = exporter->write(input, &buf, err);
    if (status == STATUS_OK && buf.truncated)
        status = error_set(err, STATUS_INPUT, "the export is larger than %d MiB", EXPORT_BYTES_MAX >> 20);
    if (status == STATUS_OK && strcmp(path, "-") == 0)
        out_bytes(cli->out, buf.data, buf.length);
    else if (status == STATUS_OK)
        status = file_replace(path, buf.data, buf.length, err);
    buf_clear(&buf);
    return status;
}

static enum status export_plan(struct cli *cli, const struct exporter *exporter, const struct plan *plan,
                               struct error *err)
{
    size_t left = 0;
    const struct export_input input =
        export_collect(cli->arena, plan, cli_option(cli, "all") != NULL, cli_option(cli, "with-home") != NULL, &left);
    const char *path = output_path(cli, exporter, plan);
    const bool to_stdout = strcmp(path, "-") == 0;
    if (input.n == 0)
        return error_set(err, STATUS_INPUT, "%s has no stop %s", words_day(cli->arena, plan->day),
                         left > 0 ? "that is still to do (--all takes the others)" : "in its plan");
    struct day_news news;
    enum status status = day_news_read(cli, plan, &news, err);
    if (status != STATUS_OK)
        return status;
    if (cli->json && to_stdout && exporter->json != NULL) {
        json_t *doc = exporter->json(&input);
        doc_set(doc, "changes", day_news_json(&news));
        out_json(cli->out, doc);
        return STATUS_OK;
    }
    if (cli->json && to_stdout)
        return error_set(err, STATUS_INPUT, "--json and %s cannot both go to standard output; name a file",
                         exporter->name);
    if (!cli->json)
        day_news_warn(cli, plan, &news);
    status = write_out(cli, exporter, &input, path, err);
    if (status != STATUS_OK)
        return status;
    tell(cli, &input, path, left);
    if (cli->json)
        print_report(cli, exporter, &input, path, &news);
    return STATUS_OK;
}

static enum status run(struct cli *cli, struct error *err)
{
    const struct exporter *exporter = NULL;
    struct plan *plan = NULL;
    if (cli_option(cli, "list") != NULL)
        return list_formats(cli);
    enum status status = find_exporter(cli, &exporter, err);
    if (status == STATUS_OK)
        status = cli_words(cli, 1, 2, err);
    if (status == STATUS_OK && cli->argc > 1 && cli_option(cli, "output") != NULL)
        status = cli_usage(cli, err, "the file is named twice");
    if (status == STATUS_OK)
        status = cli_open_store(cli, STORE_MUST_EXIST, err);
    if (status == STATUS_OK)
        status = find_plan(cli, &plan, err);
    return status == STATUS_OK ? export_plan(cli, exporter, plan, err) : status;
}

const struct command command_export = {
    .name = "export",
    .usage = "export FORMAT [FILE] [--date DAY]",
    .summary = "the plan for a phone or sat-nav: gpx, links",
    .help = "  rounds export links\n"
            "  rounds export gpx\n"
            "  rounds export gpx tomorrow.gpx --date tomorrow\n"
            "  rounds export gpx - | less\n"
            "  rounds export --list\n\n"
            "Writes the saved plan: without --date today's while it has anything to do, else the next one's. gpx goes "
            "to FILE, "
            "or to rounds-DATE.gpx in the current folder; links go to standard output. Only what is still to do is "
            "written. "
            "Notes, contacts, drinks and the reasons of visits never leave.",
    .needs = READS,
    .options = options,
    .run = run,
};
