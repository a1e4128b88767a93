#include "cli/cmd.h"

#include "cli/help.h"
#include "geo/base/text.h"

#include <string.h>

static enum status run(struct cli *cli, struct error *err)
{
    enum status status = cli_words(cli, 0, 2, err);
    if (status || cli->argc == 0)
        return status ? status : help_print(cli, NULL, err);
    const struct command *command = command_find(cli->argv[0]);
    if (command && cli->argc == 2 && !strstr(command->usage, cli->argv[1])) /* "roads import": the page of roads */
        return cli_usage(cli, err, "one word too many: '%s'", cli->argv[1]);
    if (command)
        return help_print(cli, command, err);
    size_t n;
    const char *const *names = command_names(cli->arena, &n);
    const char *near = text_nearest(cli->argv[0], names, n);
    return error_set(err, STATUS_INPUT, "there is no command '%s'%s%s%s", cli->argv[0], near ? "; did you mean '" : "",
                     near ? near : "; `rounds help` lists them", near ? "'?" : "");
}

const struct command command_help = {
    .name = "help",
    .usage = "help [COMMAND]",
    .summary = "this list, or help about one command",
    .help = "  rounds help plan\n"
            "  rounds plan --help\n\n"
            "Works without a store, a settings file or a network.",
    .needs = NO_SETTINGS,
    .run = run,
};
