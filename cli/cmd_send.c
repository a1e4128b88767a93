#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/export/export.h"
#include "cli/export/export_ask.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STALE_MAX = 99 };

static const struct command_option options[] = {
    {"folder", 0, "PATH", "where to, this once (setting export.folder)"},
    EXPORT_ASK_OPTIONS,
    {0},
};

/* --- where ------------------------------------------------------------------------------------------------------------ */

/* The folder of the phone is there already, or its name is wrong: making one would send the day nowhere. */
static enum status find_folder(struct cli *cli, const char **out, struct error *err)
{
    const char *given = cli_option(cli, "folder");
    const char *folder = given ? given : cli->settings.export_folder;
    struct stat about;
    if (!*folder)
        return error_set(
            err, STATUS_INPUT,
            "send where? Name the folder that your phone syncs: rounds config export.folder=/home/you/Phone");
    if (stat(folder, &about) != 0)
        return error_set(err, STATUS_INPUT, "%s: %s; export.folder is the folder that your phone syncs", folder,
                         strerror(errno));
    if (!S_ISDIR(about.st_mode))
        return error_set(err, STATUS_INPUT, "%s is no folder", folder);
    *out = folder;
    return STATUS_OK;
}

/* The same name every day, so that a bookmark on the phone goes on to hold. */
static const char *path_of(struct cli *cli, const char *folder, const char *suffix, const char *extension)
{
    return arena_printf(cli->arena, "%s/rounds%s.%s", folder, suffix, extension);
}

/* What a part is called that stands alone: "-qr" of "-qr-3", "" of "-2"; others as they are. */
static const char *alone(struct cli *cli, const char *suffix)
{
    size_t length = strlen(suffix);
    while (length > 0 && suffix[length - 1] >= '0' && suffix[length - 1] <= '9')
        length--;
    return arena_strndup(cli->arena, suffix, length < strlen(suffix) ? length - 1 : length);
}

static bool is_part(const struct export_parts *parts, const char *suffix)
{
    for (size_t i = 0; i < parts->n; i++)
        if (strcmp(parts->items[i].suffix, suffix) == 0)
            return true;
    return false;
}

/* Parts that an earlier day had, which was longer or was one part, and this one has not: they would be driven to. */
static enum status drop_stale(struct cli *cli, const char *folder, const struct export_parts *parts, struct error *err)
{
    for (size_t i = 0; i < parts->n; i++) {
        const char *base = alone(cli, parts->items[i].suffix);
        for (int k = 0; k <= STALE_MAX; k++) {
            const char *suffix = k == 0 ? base : arena_printf(cli->arena, "%s-%d", base, k);
            const char *path = path_of(cli, folder, suffix, parts->items[i].extension);
            if (!is_part(parts, suffix) && file_exists(path) && unlink(path) != 0)
                return error_set(err, STATUS_STORE, "%s is of an earlier day and could not be removed: %s", path,
                                 strerror(errno));
        }
    }
    return STATUS_OK;
}

/* --- sending ---------------------------------------------------------------------------------------------------------- */

static enum status write_parts(struct cli *cli, const char *folder, const struct export_parts *parts, json_t *files,
                               struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < parts->n && !status; i++) {
        const struct export_part *part = &parts->items[i];
        const char *path = path_of(cli, folder, part->suffix, part->extension);
        status = file_replace(path, part->bytes, part->length, err);
        if (!status && !cli->json)
            out_printf(cli->out, "%s%s%s\n", path, *part->title ? ": " : "", part->title);
        if (!status)
            doc_add(files, doc_text(path));
    }
    return status ? status : drop_stale(cli, folder, parts, err);
}

static enum status send_format(struct cli *cli, const char *name, const char *folder, const struct plan *plan,
                               const struct export_options *wanted, json_t *files, const char **split,
                               struct error *err)
{
    struct export_parts parts;
    const enum status status = export_ask_make(cli, name, plan, wanted, &parts, err);
    if (!status && parts.split)
        *split = parts.split;
    return status ? status : write_parts(cli, folder, &parts, files, err);
}

/* Was format I named before? */
static bool named_before(const struct cli *cli, int i)
{
    bool found = false;
    for (int k = 0; k < i; k++)
        found = found || strcmp(cli->argv[k], cli->argv[i]) == 0;
    return found;
}

/* The words are formats, and the last one a day if it is none. */
static enum status send_all(struct cli *cli, const char *folder, json_t *files, const struct plan **plan,
                            const char **split, struct error *err)
{
    static const char *const usual[] = {"html", "gpx"};
    const struct exporter *known = NULL;
    struct export_options wanted;
    struct plan *found = NULL;
    const int last = cli->argc - 1;
    const bool dated = last >= 0 && export_ask_format(cli->argv[last], &known, err) != STATUS_OK;
    const int n = dated ? last : cli->argc;
    int32_t day = 0;
    if (dated && !civil_parse_date(cli->argv[last], &day) && !civil_parse_day_word(cli->argv[last], cli->today, &day))
        return error_set(err, STATUS_INPUT,
                         "'%s' is neither a format (`rounds export --list`) nor a day such as tomorrow",
                         cli->argv[last]);
    enum status status = export_ask_options(cli, &wanted, err);
    if (!status)
        status = export_ask_plan(cli, dated ? cli->argv[last] : NULL, &found, err);
    for (int i = 0; i < (n > 0 ? n : 2) && !status; i++)
        if (n == 0 || !named_before(cli, i))
            status = send_format(cli, n > 0 ? cli->argv[i] : usual[i], folder, found, &wanted, files, split, err);
    *plan = found;
    return status;
}

static enum status run(struct cli *cli, struct error *err)
{
    const struct plan *plan = NULL;
    const char *folder = "", *split = NULL;
    json_t *files = json_array();
    enum status status = find_folder(cli, &folder, err);
    if (!status)
        status = send_all(cli, folder, files, &plan, &split, err);
    if (status || !cli->json) {
        json_decref(files);
        if (status)
            return status;
        out_note(cli->out, "%s is in %s.", words_day(cli->arena, plan->day), folder);
    } else {
        json_t *document = doc_new("rounds-send");
        doc_set(document, "day", doc_date(plan->day));
        doc_set(document, "files", files);
        doc_set(document, "split", split ? doc_text(split) : json_null());
        out_json(cli->out, document);
    }
    return cli->strict && split ? error_set(err, STATUS_INCOMPLETE, "it had to be split: %s", split) : STATUS_OK;
}

const struct command command_send = {
    .name = "send",
    .usage = "send [FORMAT ...] [DATE] [--folder PATH]",
    .summary = "the day into the folder that your phone syncs",
    .help = "  rounds config export.folder=/home/you/Phone\n"
            "  rounds send\n"
            "  rounds send html gpx tomorrow\n\n"
            "Writes the formats of `rounds export` (html and gpx unless you name others) into one folder, always under "
            "the same "
            "names (rounds.html, rounds.gpx), each replaced whole or not at all. How the folder comes to the phone is "
            "up to "
            "Syncthing, Nextcloud or whatever you use; rounds itself sends nothing over the network.",
    .needs = READS,
    .options = options,
    .run = run,
};
