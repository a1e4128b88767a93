/* The program's way from its arguments to its exit status. */
#include "cli/cmd.h"

#include "cli/config.h"
#include "cli/help.h"
#include "cli/holidays_own.h"
#include "cli/options.h"
#include "cli/out.h"
#include "cli/process.h"
#include "cli/travel_open.h"
#include "geo/base/buf.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"
#include "geo/base/text.h"
#include "geo/net/http.h"
#include "geo/travel.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- what commands ask ------------------------------------------------------------------------------------------ */

const char *cli_option(const struct cli *cli, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < cli->values_n; i++)
        if (strcmp(cli->values[i].name, name) == 0)
            value = cli->values[i].value;
    return value;
}

const char *cli_option_nth(const struct cli *cli, const char *name, size_t k)
{
    for (size_t i = 0; i < cli->values_n; i++)
        if (strcmp(cli->values[i].name, name) == 0 && k-- == 0)
            return cli->values[i].value;
    return NULL;
}

enum status cli_usage(const struct cli *cli, struct error *err, const char *format, ...)
{
    char sentence[ERROR_TEXT_MAX / 2];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    return error_set(err, STATUS_INPUT, "%s (usage: rounds %s)", sentence, cli->command->usage);
}

enum status cli_words(const struct cli *cli, int min, int max, struct error *err)
{
    if (cli->argc < min)
        return cli_usage(cli, err, "something is missing after '%s'",
                         cli->argc == 0 ? cli->command->name : cli->argv[cli->argc - 1]);
    if (cli->argc > max)
        return cli_usage(cli, err, "one word too many: '%s'", cli->argv[max]);
    return STATUS_OK;
}

enum status cli_text(struct cli *cli, int first, const char **text, struct error *err)
{
    struct buf joined;
    if (cli->argc == first + 1 && strcmp(cli->argv[first], "-") == 0) {
        char *data;
        size_t length;
        enum status status = file_read(cli->arena, "-", CAP_TEXT_BYTES, &data, &length, err);
        if (status)
            return status;
        while (length > 0 && data[length - 1] == '\n')
            data[--length] = '\0';
        if (strlen(data) != length)
            return error_set(err, STATUS_INPUT, "standard input: not a text");
        *text = data;
    } else {
        buf_init(&joined, SIZE_MAX / 2);
        for (int i = first; i < cli->argc; i++)
            buf_printf(&joined, "%s%s", i > first ? " " : "", cli->argv[i]);
        *text = arena_strdup(cli->arena, joined.data);
        buf_clear(&joined);
    }
    if (!**text)
        return cli_usage(cli, err, "there is no text");
    if (strlen(*text) > CAP_TEXT_BYTES)
        return error_set(err, STATUS_INPUT, "the text is too long: %d bytes at most", CAP_TEXT_BYTES);
    if (!text_utf8_valid(*text, strlen(*text), NULL))
        return error_set(err, STATUS_INPUT, "the text is not UTF-8");
    return STATUS_OK;
}

enum status cli_open_store(struct cli *cli, enum store_mode mode, struct error *err)
{
    if (cli->store)
        return STATUS_OK;
    if (!*cli->store_path)
        return error_set(err, STATUS_INPUT,
                         "there is no place for the store: neither XDG_DATA_HOME nor HOME is set; "
                         "say where it is with --db FILE or ROUNDS_DB");
    return store_open(cli->store_path, mode, cli->now_utc, &cli->store, err);
}

enum status cli_open_travel(struct cli *cli, struct error *err)
{
    return cli->travel ? STATUS_OK : travel_open(cli, &cli->travel, err);
}

enum status cli_begin(struct cli *cli, struct error *err)
{
    return store_begin(cli->store, cli->line, err);
}

enum status cli_end(struct cli *cli, struct error *err)
{
    if (!cli->dry_run) {
        enum status status = store_commit(cli->store, err);
        if (!status && !store_recorded(cli->store))
            out_warning(cli->out, "this changed too much to be recorded: `rounds undo` cannot take it back");
        return status;
    }
    store_rollback(cli->store);
    out_note(cli->out, "Nothing was changed (--dry-run).");
    return STATUS_OK;
}

/* --- setting up -------------------------------------------------------------------------------------------------- */

static enum status take_common(struct cli *cli, struct error *err)
{
    cli->json = cli_option(cli, "json");
    cli->dry_run = cli_option(cli, "dry-run");
    cli->strict = cli_option(cli, "strict");
    cli->no_input = cli_option(cli, "no-input");
    cli->quiet = cli_option(cli, "quiet");
    cli->offline = cli_option(cli, "offline");
    out_set(cli->out, cli->json, cli->quiet);
    const char *colour = cli_option(cli, "no-color") ? "never" : cli_option(cli, "color");
    if (colour && strcmp(colour, "always") != 0 && strcmp(colour, "never") != 0 && strcmp(colour, "auto") != 0)
        return error_set(err, STATUS_INPUT, "--color %s: it takes auto, always or never", colour);
    if (colour)
        out_set_colour(cli->out, *colour == 'n' ? COLOUR_NEVER : strcmp(colour, "auto") ? COLOUR_ALWAYS : COLOUR_AUTO);
    return STATUS_OK;
}

static enum status take_settings(struct cli *cli, struct error *err)
{
    cli->config = config_new(cli->arena, &cli->settings);
    if (cli->command->needs & NO_SETTINGS)
        return STATUS_OK;
    enum status status = config_load(cli->config, cli->arena, &cli->settings, err);
    const char *assignment;
    for (size_t k = 0; !status && (assignment = cli_option_nth(cli, "set", k)); k++)
        status = config_override(cli->config, cli->arena, &cli->settings, assignment, err);
    if (!status && !civil_zone_set(cli->settings.zone))
        return error_set(err, STATUS_INPUT, "general.zone: this machine knows no time zone '%s'", cli->settings.zone);
    return status ? status : holidays_own_load(cli, err);
}

/* After the zone is known: ROUNDS_NOW may be a local time. */
static enum status take_now(struct cli *cli, struct error *err)
{
    const char *now = getenv("ROUNDS_NOW");
    cli->now_utc = civil_clock_utc();
    if (now && *now && !civil_parse_instant(now, &cli->now_utc))
        return error_set(err, STATUS_INPUT, "ROUNDS_NOW=%s: it wants a date and time as in 2026-11-24 08:00", now);
    cli->today = civil_day_of_utc(cli->now_utc);
    return STATUS_OK;
}

static enum status find_store_path(struct cli *cli, struct error *err)
{
    const char *given = cli_option(cli, "db");
    if (given && !*given) /* a script's unset variable must not end in the person's own store */
        return error_set(err, STATUS_INPUT, "--db is empty: it wants the store's file");
    if (!given)
        given = getenv("ROUNDS_DB");
    if (given && *given) {
        cli->store_path = given;
        return STATUS_OK;
    }
    const char *folder = config_folder(cli->arena, "XDG_DATA_HOME", ".local/share");
    cli->store_path = *folder ? arena_printf(cli->arena, "%s/rounds.db", folder) : "";
    return STATUS_OK;
}

static enum status refuse_idle_options(const struct cli *cli, struct error *err)
{
    if (cli->json && !(cli->command->needs & READS))
        return error_set(err, STATUS_INPUT, "rounds %s has no --json", cli->command->name);
    if (cli->dry_run && !(cli->command->needs & WRITES))
        return error_set(err, STATUS_INPUT, "rounds %s changes nothing: --dry-run has no meaning with it",
                         cli->command->name);
    return STATUS_OK;
}

static enum status open_needs(struct cli *cli, struct error *err)
{
    unsigned needs = cli->command->needs;
    enum status status = STATUS_OK;
    if (needs & (NEEDS_STORE | NEEDS_STORE_CREATE)) {
        bool create = (needs & NEEDS_STORE_CREATE) && !cli->dry_run;
        status = cli_open_store(cli, create ? STORE_CREATE : STORE_MUST_EXIST, err);
    }
    if (!status && (needs & NEEDS_TRAVEL))
        status = cli_open_travel(cli, err);
    return status;
}

static enum status unknown_command(struct cli *cli, const char *name, struct error *err)
{
    size_t n;
    const char *const *names = command_names(cli->arena, &n);
    const char *near = text_nearest(name, names, n);
    if (near)
        return error_set(err, STATUS_INPUT, "there is no command '%s'; did you mean '%s'?", name, near);
    return error_set(err, STATUS_INPUT, "there is no command '%s'; `rounds help` lists them", name);
}

static void take_line(struct cli *cli, struct options *options)
{
    cli->values = options->values;
    cli->values_n = options->values_n;
    cli->line = options_line(cli->arena, options);
    if (options->words_n > 0) {
        cli->argc = (int)options->words_n - 1;
        cli->argv = options->words + 1;
    }
}

/* From the command line to the command's own work. */
static enum status run(struct cli *cli, int argc, char **argv, struct error *err)
{
    const char *name;
    options_scan(cli->arena, argc, argv, &name, &cli->json);
    out_set(cli->out, cli->json, false);
    cli->command = name ? command_find(name) : NULL;
    if (name && !cli->command)
        return unknown_command(cli, name, err);
    struct options options;
    enum status status = options_parse(cli->arena, cli->command, argc, argv, &options, err);
    if (status)
        return status;
    take_line(cli, &options);
    status = take_common(cli, err);
    if (status)
        return status;
    if (cli_option(cli, "version"))
        cli->command = &command_version;
    else if (!cli->command || cli_option(cli, "help"))
        return help_print(cli, cli->command, err);
    status = refuse_idle_options(cli, err);
    if (!status)
        status = take_settings(cli, err);
    if (!status)
        status = take_now(cli, err);
    if (!status)
        status = find_store_path(cli, err);
    if (!status)
        status = open_needs(cli, err);
    return status ? status : cli->command->run(cli, err);
}

int cli_main(int argc, char **argv)
{
    process_start();
    struct arena *arena = arena_new();
    struct cli cli = {.arena = arena, .out = out_new(arena, COLOUR_AUTO)};
    struct error err = {0};
    enum status status = run(&cli, argc, argv, &err);
    if (cli.store)
        store_rollback(cli.store); /* what a failed command left open */
    store_close(cli.store);
    travel_free(cli.travel);
    http_free(cli.http);
    if (status)
        out_error(cli.out, &err);
    struct error unwritten = {0};
    enum status written = out_finish(cli.out, &unwritten);
    if (written && !status) {
        status = written;
        out_error(cli.out, &unwritten);
    }
    out_free(cli.out);
    arena_free(arena);
    return status == STATUS_NOT_FOUND ? STATUS_INPUT : (int)status;
}
