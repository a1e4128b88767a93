#include "cli/help.h"

#include "cli/out.h"
#include "geo/base/text.h"

#include <string.h>

enum { NAME_COLUMNS = 11, OPTION_COLUMNS = 24 };

static void print_options(struct cli *cli, const struct command_option *options)
{
    for (; options && options->name; options++) {
        const char *letter = options->letter ? arena_printf(cli->arena, "-%c, ", options->letter) : "";
        const char *text = arena_printf(cli->arena, "  %s--%s%s%s", letter, options->name, options->arg ? " " : "",
                                        options->arg ? options->arg : "");
        if (text_width(text) >= OPTION_COLUMNS) {
            out_printf(cli->out, "%s\n", text);
            text = "";
        }
        out_hanging(cli->out, STYLE_PLAIN, text, OPTION_COLUMNS, options->help);
    }
}

/* Paragraphs are wrapped; indented lines (examples) stay as they are. */
static void print_paragraphs(struct cli *cli, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        const char *line = arena_strndup(cli->arena, text, length);
        if (*line == ' ')
            out_printf(cli->out, "%s\n", line);
        else
            out_wrapped(cli->out, 0, line);
        text += length + (text[length] == '\n');
    }
}

static void print_command(struct cli *cli, const struct command *command)
{
    out_styled(cli->out, STYLE_BOLD, "rounds %s", command->name);
    out_printf(cli->out, ": %s\n\n", command->summary);
    out_hanging(cli->out, STYLE_PLAIN, "Usage:", 7, arena_printf(cli->arena, "rounds %s", command->usage));
    out_printf(cli->out, "\n");
    print_paragraphs(cli, command->help);
    if (command->options && command->options->name) {
        out_styled(cli->out, STYLE_BOLD, "\nOptions\n");
        print_options(cli, command->options);
    }
    out_styled(cli->out, STYLE_DIM, "\nOptions that every command takes: rounds help\n");
}

static void print_program(struct cli *cli)
{
    out_printf(cli->out, "rounds plans the day of an engineer on the road: booked jobs, and the visits that are worth "
                         "their minutes.\n\n");
    out_styled(cli->out, STYLE_BOLD, "Begin with\n");
    out_printf(cli->out, "  rounds init --home 52.6705,-0.7290 --hours 08:00-17:30 --goal 365\n"
                         "  rounds import customers customers.csv\n"
                         "  rounds import jobs jobs.ics\n"
                         "  rounds plan tomorrow\n");
    out_styled(cli->out, STYLE_BOLD, "\nCommands\n");
    size_t n;
    const struct command *const *table = command_table(&n);
    for (size_t i = 0; i < n; i++)
        if (!(table[i]->needs & HIDDEN))
            out_hanging(cli->out, STYLE_PLAIN, arena_printf(cli->arena, "  %s", table[i]->name), NAME_COLUMNS,
                        table[i]->summary);
    out_styled(cli->out, STYLE_BOLD, "\nOptions of every command\n");
    print_options(cli, command_common_options());
    out_printf(cli->out, "\n");
    out_wrapped(cli->out, 0,
                "Exit status: 0 done, 1 internal, 2 usage or input, 3 network, 4 store or file, 5 in part only "
                "(--strict). `rounds help COMMAND` and `man rounds` say more.");
}

enum status help_print(struct cli *cli, const struct command *command, struct error *err)
{
    (void)err;
    if (command)
        print_command(cli, command);
    else
        print_program(cli);
    return STATUS_OK;
}
