#include "cli/cmd.h"

#include "cli/day_news.h"
#include "cli/doc.h"
#include "cli/export/export.h"
#include "cli/export/export_ask.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/file.h"

#include <string.h>

static const struct command_option options[] = {
    {"output", 'o', "FILE", "where to write; - is standard output"},
    EXPORT_ASK_OPTIONS,
    {"list", 0, NULL, "the formats, and what each of them lets out"},
    {0},
};

/* --- the formats ----------------------------------------------------------------------------------------------------------- */

static enum status list_formats(struct cli *cli)
{
    json_t *doc = doc_new("rounds-formats");
    json_t *formats = json_array();
    size_t n = 0;
    const struct exporter *const *list = export_list(&n);
    for (size_t i = 0; i < n; i++) {
        const struct exporter *exporter = list[i];
        const bool private_too = (exporter->needs & EXPORT_PRIVATE) != 0;
        const char *contains = arena_printf(cli->arena, "%s; %s", exporter->contains,
                                            private_too ? "drinks and private notes only with --include-private"
                                                        : "never drinks or private notes");
        json_t *entry = json_object();
        doc_set(entry, "name", doc_text(exporter->name));
        doc_set(entry, "summary", doc_text(exporter->summary));
        doc_set(entry, "contains", doc_text(contains));
        doc_set(entry, "include_private", json_boolean(private_too));
        doc_add(formats, entry);
        if (!cli->json) {
            out_styled(cli->out, STYLE_BOLD, "%s\n", exporter->name);
            out_wrapped(cli->out, 2, exporter->summary);
            out_wrapped(cli->out, 2, arena_printf(cli->arena, "contains: %s", contains));
        }
    }
    doc_set(doc, "formats", formats);
    if (cli->json)
        out_json(cli->out, doc);
    else
        json_decref(doc);
    return STATUS_OK;
}

/* --- writing --------------------------------------------------------------------------------------------------------------- */

/* PATH with SUFFIX before its extension: "day.gpx" and "-2" make "day-2.gpx". */
static const char *with_suffix(struct cli *cli, const char *path, const char *suffix)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    const char *dot = strrchr(name, '.');
    const size_t stem = dot == NULL || dot == name ? strlen(path) : (size_t)(dot - path);
    return arena_printf(cli->arena, "%s%s%s", arena_strndup(cli->arena, path, stem), suffix, path + stem);
}

/* Where part I goes: as -o says, else named by the day. */
static const char *part_path(struct cli *cli, const struct plan *plan, const struct export_parts *parts, size_t i)
{
    const struct export_part *part = &parts->items[i];
    const char *output = cli_option(cli, "output");
    if (output != NULL)
        return parts->n == 1 ? output : with_suffix(cli, output, part->suffix);
    return arena_printf(cli->arena, "rounds-%s%s.%s", words_date(cli->arena, plan->day), part->suffix, part->extension);
}

/* One text that nothing names a file for; what is no reading does not flood a screen. */
static bool goes_to_stdout(const struct cli *cli, const struct exporter *exporter, const struct export_parts *parts)
{
    const char *output = cli_option(cli, "output");
    if (output != NULL)
        return strcmp(output, "-") == 0;
    if ((exporter->needs & EXPORT_READING) != 0)
        return parts->n == 1;
    return parts->n == 1 && (exporter->needs & EXPORT_BINARY) == 0 && !out_is_terminal(cli->out);
}

static enum status write_stdout(struct cli *cli, const struct exporter *exporter, const struct export_parts *parts,
                                struct error *err)
{
    if (cli->json)
        return error_set(err, STATUS_INPUT, "--json and %s cannot both go to standard output; name a file with -o",
                         exporter->name);
    if (parts->n > 1)
        return error_set(err, STATUS_INPUT,
                         "%s comes in %zu files here, which standard output cannot keep apart; "
                         "name a file with -o",
                         exporter->name, parts->n);
    out_bytes(cli->out, parts->items[0].bytes, parts->items[0].length);
    return STATUS_OK;
}

static bool is_numbered(const char *suffix)
{
    return *suffix == '-' && suffix[1] >= '1' && suffix[1] <= '9';
}

/* A part that an earlier, longer day has left beside these would be driven to. Files are not ours to remove. */
static void warn_stale(struct cli *cli, const struct export_input *input, const struct export_parts *parts)
{
    size_t numbered = 0;
    for (size_t i = 0; i < parts->n; i++)
        numbered += is_numbered(parts->items[i].suffix);
    const char *output = cli_option(cli, "output");
    const char *first = output != NULL
                            ? output
                            : arena_printf(cli->arena, "rounds-%s.%s", words_date(cli->arena, input->plan->day),
                                           parts->items[0].extension);
    const char *next = with_suffix(cli, first, arena_printf(cli->arena, "-%zu", numbered + 1));
    if (file_exists(next))
        out_warning(cli->out, "%s is of an earlier export: it is no part of this one", next);
    if (numbered > 0 && file_exists(first))
        out_warning(cli->out, "%s is of an earlier export: it is no part of this one", first);
}

static enum status write_files(struct cli *cli, const struct export_input *input, const struct export_parts *parts,
                               struct error *err)
{
    for (size_t i = 0; i < parts->n; i++) {
        const struct export_part *part = &parts->items[i];
        const char *path = part_path(cli, input->plan, parts, i);
        const enum status status = file_replace(path, part->bytes, part->length, err);
        if (status != STATUS_OK)
            return status;
        const char *what = *part->title != '\0' ? part->title : words_count(cli->arena, input->n, "stop");
        out_note(cli->out, "%s: %s written to %s", words_day(cli->arena, input->plan->day), what, path);
    }
    warn_stale(cli, input, parts);
    return STATUS_OK;
}

static void print_report(struct cli *cli, const struct exporter *exporter, const struct export_input *input,
                         const struct export_parts *parts, const struct day_news *news)
{
    json_t *doc = doc_new("rounds-export");
    json_t *files = json_array();
    for (size_t i = 0; i < parts->n; i++)
        doc_add(files, doc_text(part_path(cli, input->plan, parts, i)));
    doc_set(doc, "format", doc_text(exporter->name));
    doc_set(doc, "day", doc_date(input->plan->day));
    doc_set(doc, "files", files);
    doc_set(doc, "stops", doc_count((int64_t)input->n));
    doc_set(doc, "split", parts->split == NULL ? json_null() : doc_text(parts->split));
    doc_set(doc, "changes", day_news_json(news));
    out_json(cli->out, doc);
}

/* --- one export ------------------------------------------------------------------------------------------------------------ */

/* An option that changes nothing is worth a word. */
static void warn_unused(struct cli *cli, const struct exporter *exporter)
{
    static const struct {
        const char *option;
        unsigned need;
    } known[] = {{"track", EXPORT_TRACK},
                 {"app", EXPORT_APP},
                 {"per-link", EXPORT_PER_LINK_LIMIT},
                 {"points", EXPORT_POINTS_LIMIT},
                 {"include-private", EXPORT_PRIVATE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (cli_option(cli, known[i].option) != NULL && (exporter->needs & known[i].need) == 0)
            out_warning(cli->out, "--%s means nothing to %s", known[i].option, exporter->name);
}

static void tell(struct cli *cli, const struct exporter *exporter, const struct export_input *input,
                 const struct export_parts *parts, size_t left)
{
    const bool every = exporter == &export_links && strcmp(input->options.app, "all") == 0;
    if (left > 0)
        out_note(cli->out, "%s done or skipped: not in it (--stops all takes them in)",
                 words_count(cli->arena, left, "stop"));
    if (every && out_is_terminal(cli->out))
        out_note(cli->out, "That is every application: `rounds config export.app=google`, or another, keeps to yours.");
    if (parts->split != NULL && parts->n > 1)
        out_note(cli->out, "in several files, because %s", parts->split);
}

static enum status strict(const struct cli *cli, const char *split, struct error *err)
{
    if (!cli->strict || split == NULL)
        return STATUS_OK;
    return error_set(err, STATUS_INCOMPLETE, "it had to be split: %s", split);
}

static enum status export_json(struct cli *cli, const struct exporter *exporter, const struct export_input *input,
                               const struct day_news *news, struct error *err)
{
    json_t *doc = NULL;
    const enum status status = exporter->json(input, &doc, err);
    if (status != STATUS_OK)
        return status;
    doc_set(doc, "changes", day_news_json(news));
    const char *split = json_string_value(json_object_get(doc, "split"));
    split = split == NULL ? NULL : arena_strdup(cli->arena, split);
    out_json(cli->out, doc);
    return strict(cli, split, err);
}

static enum status export_plan(struct cli *cli, const struct exporter *exporter, const struct export_input *input,
                               size_t left, struct error *err)
{
    const struct day_news news = {input->news, input->news_n};
    struct export_parts parts = {.arena = cli->arena};
    if (cli->json && cli_option(cli, "output") == NULL && exporter->json != NULL)
        return export_json(cli, exporter, input, &news, err);
    enum status status = exporter->write(input, &parts, err);
    if (status != STATUS_OK)
        return status;
    if (!cli->json)
        day_news_warn(cli, input->plan, &news);
    warn_unused(cli, exporter);
    const bool to_stdout = goes_to_stdout(cli, exporter, &parts);
    status = to_stdout ? write_stdout(cli, exporter, &parts, err) : write_files(cli, input, &parts, err);
    if (status != STATUS_OK)
        return status;
    tell(cli, exporter, input, &parts, left);
    if (cli->json)
        print_report(cli, exporter, input, &parts, &news);
    return strict(cli, parts.split, err);
}

static enum status run(struct cli *cli, struct error *err)
{
    const struct exporter *exporter = NULL, *second = NULL;
    struct error other = {0};
    struct plan *plan = NULL;
    struct export_options wanted;
    struct export_input input;
    size_t left = 0;
    if (cli_option(cli, "list") != NULL)
        return list_formats(cli);
    if (cli->argc == 0)
        return cli_usage(cli, err, "export what? `rounds export --list` has the formats");
    enum status status = export_ask_format(cli->argv[0], &exporter, err);
    if (status == STATUS_OK && cli->argc > 1 && export_ask_format(cli->argv[1], &second, &other) == STATUS_OK)
        return error_set(err, STATUS_INPUT, "%s and %s: one format at a time (`rounds send` takes several)",
                         cli->argv[0], cli->argv[1]);
    if (status == STATUS_OK)
        status = cli_words(cli, 1, 2, err);
    if (status == STATUS_OK)
        status = export_ask_options(cli, &wanted, err);
    if (status == STATUS_OK)
        status = export_ask_plan(cli, cli->argc > 1 ? cli->argv[1] : NULL, &plan, err);
    if (status == STATUS_OK)
        status = export_ask_input(cli, exporter, plan, &wanted, &input, &left, err);
    return status == STATUS_OK ? export_plan(cli, exporter, &input, left, err) : status;
}

const struct command command_export = {
    .name = "export",
    .usage = "export FORMAT [DATE] [-o FILE]",
    .summary = "the plan for a phone, a sat-nav or another program",
    .help =
        "  rounds export --list\n"
        "  rounds export links\n"
        "  rounds export links tomorrow --app google\n"
        "  rounds export gpx -o day.gpx --track\n"
        "  rounds export gpx --stops 5-8 | less\n\n"
        "Writes the saved plan: without a date today's while it has anything to do, else the next one's. One text goes "
        "to standard output; what is several files, and what is no reading on a terminal, goes to rounds-DATE.* in the "
        "current folder, or to FILE. Only what is still to do is written (--stops). No stop is ever lost to a limit of "
        "the phone: links and routes come in numbered parts instead, and --strict exits with 5 then.\n\n"
        "--app takes google, apple, apple-leg, here, waze, organic, organic-day, osmand, sygic, magicearth, tomtom, "
        "geo, "
        "or all.\n\n"
        "Private notes and drinks never leave without --include-private; --list says what each format lets out.",
    .needs = READS,
    .options = options,
    .run = run,
};
