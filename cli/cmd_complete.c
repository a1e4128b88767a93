#include "cli/cmd.h"

#include "cli/engineer_fields.h"
#include "cli/export/links.h"
#include "cli/fields.h"
#include "cli/out.h"
#include "geo/base/file.h"
#include "geo/base/text.h"
#include "geo/store/site.h"

#include <string.h>
#include <strings.h>

enum { SITES_MAX = 200 };

static bool offer(struct cli *cli, const char *prefix, const char *word)
{
    bool fits = strncasecmp(word, prefix, strlen(prefix)) == 0;
    if (fits)
        out_record(cli->out, &word, 1);
    return fits;
}

static void offer_commands(struct cli *cli, const char *prefix)
{
    size_t n;
    const char *const *names = command_names(cli->arena, &n);
    for (size_t i = 0; i < n; i++)
        offer(cli, prefix, names[i]);
}

/* The options of COMMAND, then everyone's, with the dashes. */
static void offer_options(struct cli *cli, const char *command_name, const char *prefix)
{
    const struct command *command = command_find(command_name);
    const struct command_option *lists[] = {command ? command->options : NULL, command_common_options()};
    for (int k = 0; k < 2; k++)
        for (const struct command_option *option = lists[k]; option && option->name; option++)
            offer(cli, prefix, arena_printf(cli->arena, "--%s", option->name));
}

static void offer_settings(struct cli *cli, const char *prefix)
{
    size_t n;
    const struct setting *settings = settings_table(&n);
    for (size_t i = 0; i < n; i++)
        offer(cli, prefix, settings[i].name);
    const struct engineer_field *fields = engineer_fields_table(&n);
    for (size_t i = 0; i < n; i++)
        offer(cli, prefix, fields[i].name);
}

static void offer_fields(struct cli *cli, const char *prefix)
{
    size_t n;
    const struct field *fields = field_table(&n);
    for (size_t i = 0; i < n; i++)
        offer(cli, prefix, arena_printf(cli->arena, "%s=", fields[i].name));
}

static void offer_formats(struct cli *cli, const char *prefix)
{
    size_t n;
    const struct exporter *const *list = export_list(&n);
    for (size_t i = 0; i < n; i++)
        offer(cli, prefix, list[i]->name);
}

static void offer_apps(struct cli *cli, const char *prefix)
{
    size_t n;
    const struct map_app *apps = map_apps(&n);
    for (size_t i = 0; i < n; i++)
        offer(cli, prefix, apps[i].key);
    offer(cli, prefix, "all");
}

static void offer_sites(struct cli *cli, const char *prefix)
{
    struct site_filter filter = {.text = prefix,
                                 .limit = *prefix ? 0 : SITES_MAX}; /* a limit cuts before the prefix does */
    struct site *sites;
    size_t n;
    if (!file_exists(cli->store_path) || cli_open_store(cli, STORE_MUST_EXIST, NULL) ||
        store_site_list(cli->store, &filter, cli->arena, &sites, &n, NULL))
        return; /* a shell that completes wants names or nothing */
    size_t offered = 0;
    for (size_t i = 0; i < n && offered < SITES_MAX; i++)
        offered += offer(cli, prefix, sites[i].name);
}

static enum status run(struct cli *cli, struct error *err)
{
    (void)err;
    const char *what = cli->argc > 0 ? cli->argv[0] : "";
    const char *first = cli->argc > 1 ? cli->argv[1] : "", *second = cli->argc > 2 ? cli->argv[2] : "";
    if (strcmp(what, "commands") == 0)
        offer_commands(cli, first);
    else if (strcmp(what, "options") == 0)
        offer_options(cli, first, second);
    else if (strcmp(what, "settings") == 0)
        offer_settings(cli, first);
    else if (strcmp(what, "fields") == 0)
        offer_fields(cli, first);
    else if (strcmp(what, "formats") == 0)
        offer_formats(cli, first);
    else if (strcmp(what, "apps") == 0)
        offer_apps(cli, first);
    else if (strcmp(what, "sites") == 0)
        offer_sites(cli, first);
    return STATUS_OK;
}

const struct command command_complete = {
    .name = "complete",
    .usage = "complete commands|settings|fields|formats|apps|sites [PREFIX] | complete options COMMAND [PREFIX]",
    .summary = "words for the shell's completion",
    .help = "Used by the completions of bash, zsh and fish: one word a line. Never fails; without a store there are no "
            "sites.",
    .needs = HIDDEN | NO_SETTINGS,
    .run = run,
};
