#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/config.h"
#include "cli/doc.h"
#include "cli/engineer_fields.h"
#include "cli/export/links.h"
#include "cli/out.h"
#include "cli/roads_net.h"
#include "geo/base/file.h"
#include "geo/base/text.h"
#include "geo/net/http.h"

#include <string.h>

/* Everything that can be looked at: the settings, and the engineer's row of the store when there is one. */
struct view {
    struct engineer engineer;
    bool has_store, has_engineer;
};

struct entry {
    const char *name, *value, *from, *help;
};

static bool is_engineer(const char *name)
{
    return strncmp(name, "engineer.", 9) == 0;
}

static enum status view_open(struct cli *cli, struct view *view, struct error *err)
{
    *view = (struct view){.engineer = engineer_fields_empty(), .has_store = file_exists(cli->store_path)};
    if (!view->has_store)
        return STATUS_OK;
    enum status status = cli_open_store(cli, STORE_MUST_EXIST, err);
    return status ? status : engineer_fields_read(cli, &view->engineer, &view->has_engineer, err);
}

static struct entry *entries(struct cli *cli, const struct view *view, size_t *n)
{
    size_t settings_n, fields_n;
    const struct setting *settings = settings_table(&settings_n);
    const struct engineer_field *fields = engineer_fields_table(&fields_n);
    struct entry *all = arena_array(cli->arena, settings_n + fields_n, sizeof *all);
    *n = 0;
    for (size_t i = 0; i < fields_n; i++)
        all[(*n)++] = (struct entry){fields[i].name, engineer_fields_get(cli->arena, &view->engineer, fields[i].name),
                                     view->has_engineer ? "store" : "default", fields[i].help};
    for (size_t i = 0; i < settings_n; i++)
        all[(*n)++] = (struct entry){settings[i].name, settings_get(cli->arena, &cli->settings, settings[i].name),
                                     config_origin_name(cli->config, settings[i].name), settings[i].help};
    return all;
}

static enum status find_entry(struct cli *cli, const struct entry *all, size_t n, const char *name,
                              const struct entry **out, struct error *err)
{
    const char **names = arena_array(cli->arena, n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        names[i] = all[i].name;
        if (strcmp(all[i].name, name) == 0) {
            *out = &all[i];
            return STATUS_OK;
        }
    }
    const char *near = text_nearest(name, names, n);
    return error_set(err, STATUS_INPUT, "there is no setting '%s'%s%s%s", name, near ? "; did you mean '" : "",
                     near ? near : "; `rounds config` lists them", near ? "'?" : "");
}

static void print_entries(struct cli *cli, const struct entry *const *chosen, size_t n)
{
    if (cli->json) {
        json_t *document = doc_new("rounds-config"), *list = json_array();
        doc_set(document, "file", doc_text(cli->config->path));
        doc_set(document, "store", doc_text(cli->store_path));
        for (size_t i = 0; i < n; i++) {
            json_t *one = json_object();
            doc_set(one, "name", doc_text(chosen[i]->name));
            doc_set(one, "value", doc_text(chosen[i]->value));
            doc_set(one, "from", doc_text(chosen[i]->from));
            doc_set(one, "help", doc_text(chosen[i]->help));
            doc_add(list, one);
        }
        doc_set(document, "settings", list);
        out_json(cli->out, document);
        return;
    }
    static const struct out_column columns[] = {
        {"name", false, false}, {"value", false, true}, {"from", false, false}, {"what it is", false, true}};
    struct out_table *table = out_table_new(cli->out, columns, 4);
    for (size_t i = 0; i < n; i++) {
        out_table_row(table, (const char *[]){chosen[i]->name, chosen[i]->value, chosen[i]->from, chosen[i]->help});
        out_table_style(table, 1, strcmp(chosen[i]->from, "default") == 0 ? STYLE_PLAIN : STYLE_BOLD);
        out_table_style(table, 2, STYLE_DIM);
        out_table_style(table, 3, STYLE_DIM);
    }
    out_table_print(table);
    out_note(cli->out, "File:  %s%s\nStore: %s%s", cli->config->path,
             file_exists(cli->config->path) ? "" : " (not there yet)", cli->store_path,
             file_exists(cli->store_path) ? "" : " (not there yet: rounds init)");
}

static enum status show(struct cli *cli, const struct view *view, struct error *err)
{
    size_t n;
    const struct entry *all = entries(cli, view, &n);
    const struct entry **chosen = arena_array(cli->arena, n + (size_t)cli->argc, sizeof *chosen);
    size_t chosen_n = 0;
    for (int i = 0; i < cli->argc; i++) {
        enum status status = find_entry(cli, all, n, cli->argv[i], &chosen[chosen_n++], err);
        if (status)
            return status;
    }
    if (cli->argc == 1 && !cli->json) { /* for scripts: the bare value */
        out_printf(cli->out, "%s\n", chosen[0]->value);
        return STATUS_OK;
    }
    for (size_t i = 0; chosen_n < n && cli->argc == 0; i++)
        chosen[chosen_n++] = &all[i];
    print_entries(cli, chosen, chosen_n);
    return STATUS_OK;
}

/* --- changing --------------------------------------------------------------------------------------------------- */

struct edit {
    struct config_change *changes; /* of the file */
    size_t changes_n;
    bool engineer; /* its row changes */
};

/* An address that may not be asked, or an application that is not known, is refused when it is typed, and not on the morning when it is needed. */
static enum status check_value(struct cli *cli, const char *name, const char *text, struct error *err)
{
    size_t n;
    const char *host;
    const struct map_app *app;
    const struct setting *table = settings_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(table[i].name, name) != 0 || !*text)
            continue;
        if (table[i].kind == SETTING_URL && http_host(text, cli->arena, &host, err))
            return error_prefix(err, name);
        if (table[i].kind == SETTING_APP && map_app_named(cli->arena, text, &app, err))
            return error_prefix(err, name);
    }
    return STATUS_OK;
}

/* Check one NAME=VALUE and lay it over what is known. Nothing is written before all are good. */
static enum status take(struct cli *cli, struct view *view, const char *assignment, struct edit *edit,
                        struct error *err)
{
    const char *name, *value;
    enum status status = change_split(cli, assignment, &name, &value, err);
    if (status)
        return status;
    if (is_engineer(name)) {
        edit->engineer = true;
        return engineer_fields_set(cli->arena, &view->engineer, name, value, err);
    }
    size_t n;
    const struct entry *all = entries(cli, view, &n), *entry;
    status = find_entry(cli, all, n, name, &entry, err);
    struct settings defaults;
    settings_defaults(&defaults);
    const char *text = *value ? value : settings_get(cli->arena, &defaults, name);
    if (!status && text)
        status = settings_set(&cli->settings, name, text, err);
    if (!status)
        status = check_value(cli, name, *value ? value : "", err);
    if (status)
        return status;
    edit->changes[edit->changes_n++] =
        (struct config_change){name, *value ? settings_get(cli->arena, &cli->settings, name) : NULL};
    return STATUS_OK;
}

static enum status write_engineer(struct cli *cli, const struct view *view, struct error *err)
{
    if (!view->has_store)
        return error_set(err, STATUS_INPUT, "the engineer stands in the store, and there is none yet: `rounds init`");
    int64_t id = 0;
    enum status status = cli_begin(cli, err);
    return status ? status : store_engineer_save(cli->store, &view->engineer, &id, err);
}

/* Of a network that is there, what it was made with is what counts. */
static bool waits_for_import(struct cli *cli, const char *name)
{
    return (strcmp(name, "roads.ferries") == 0 || strcmp(name, "roads.tracks") == 0) &&
           file_exists(roads_net_path(cli));
}

static void report(struct cli *cli, const struct entry *before, const struct entry *after, size_t n)
{
    json_t *document = doc_new("rounds-change"), *list = json_array();
    bool waits = false;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(before[i].value, after[i].value) == 0)
            continue;
        waits = waits || waits_for_import(cli, after[i].name);
        json_t *one = json_object();
        doc_set(one, "name", doc_text(after[i].name));
        doc_set(one, "before", doc_text(before[i].value));
        doc_set(one, "after", doc_text(after[i].value));
        doc_add(list, one);
        if (!cli->json)
            out_printf(cli->out, "%s: %s → %s\n", after[i].name, *before[i].value ? before[i].value : "(none)",
                       *after[i].value ? after[i].value : "(none)");
    }
    if (json_array_size(list) == 0)
        out_note(cli->out, "Nothing to change: it is so already.");
    if (waits)
        out_note(cli->out, "It counts when a map is imported again: rounds roads import, or fetch.");
    doc_set(document, "what", json_string("config"));
    doc_set(document, "changed", json_boolean(json_array_size(list) > 0));
    doc_set(document, "dry_run", json_boolean(cli->dry_run));
    doc_set(document, "settings", list);
    if (cli->json)
        out_json(cli->out, document);
    else
        json_decref(document);
}

static enum status change(struct cli *cli, struct view *view, struct error *err)
{
    size_t n;
    const struct entry *before = entries(cli, view, &n);
    struct edit edit = {.changes = arena_array(cli->arena, (size_t)cli->argc, sizeof *edit.changes)};
    enum status status = STATUS_OK;
    for (int i = 0; i < cli->argc && !status; i++)
        status = take(cli, view, cli->argv[i], &edit, err);
    if (!status && edit.engineer)
        status = write_engineer(cli, view, err);
    if (!status && edit.changes_n > 0 && !cli->dry_run)
        status = config_write(cli->config, cli->arena, edit.changes, edit.changes_n, err);
    if (!status && edit.engineer)
        status = cli_end(cli, err);
    else if (!status && cli->dry_run)
        out_note(cli->out, "Nothing was changed (--dry-run).");
    if (!status)
        report(cli, before, entries(cli, view, &n), n);
    return status;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct view view;
    enum status status = view_open(cli, &view, err);
    if (status)
        return status;
    int assignments = 0;
    for (int i = 0; i < cli->argc; i++)
        assignments += strchr(cli->argv[i], '=') != NULL;
    if (assignments > 0 && assignments < cli->argc)
        return cli_usage(cli, err, "either names to show, or NAME=VALUE to set, not both at once");
    return assignments > 0 ? change(cli, &view, err) : show(cli, &view, err);
}

const struct command command_config = {
    .name = "config",
    .usage = "config [NAME... | NAME=VALUE...]",
    .summary = "show or change settings",
    .help = "  rounds config\n"
            "  rounds config visits.goal\n"
            "  rounds config visits.goal=180 plan.lunch=30\n"
            "  rounds config visits.goal=          back to the default\n\n"
            "Settings stand in $XDG_CONFIG_HOME/rounds/config.ini, which you may edit; changing one here keeps your "
            "comments. engineer.home, .hours, .days and .name stand in the store. For one run only: --set NAME=VALUE.",
    .needs = READS | WRITES,
    .run = run,
};
