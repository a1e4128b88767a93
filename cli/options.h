/* options: the command line taken apart. */
#ifndef ROUNDS_CLI_OPTIONS_H
#define ROUNDS_CLI_OPTIONS_H

#include "cli/cmd.h"

struct options {
    struct cli_value *values; /* in the order given */
    size_t values_n, values_room;
    char **words; /* what is not an option, the command's name first */
    size_t words_n, words_room;
};

/* Which command is meant: the first word that is not an option. NULL in *NAME when there is none. Options that are not
 * known are passed over here; options_parse reports them. Also finds --json, for the form of error messages. */
void options_scan(struct arena *arena, int argc, char **argv, const char **name, bool *json);

/* Take the line of COMMAND (NULL: only everyone's options) apart. Options stand anywhere; "--" ends them; names are
 * given whole. In ARENA; the texts are ARGV's own. */
MUST_CHECK enum status options_parse(struct arena *arena, const struct command *command, int argc, char **argv,
                                     struct options *out, struct error *err);

/* The line as a person would type it again, without the program's name, --db and what is only about output; cut at 300
 * bytes; safe to show. */
const char *options_line(struct arena *arena, const struct options *options);

#endif
