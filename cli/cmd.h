/* cmd: the table of commands and what a command is given.
 *
 * To add a command NAME: write cli/cmd_NAME.c with its `const struct command command_NAME`; declare it at the end of this
 * file; put it into the sorted table in cli/cmd.c; list the file in cli/CMakeLists.txt; describe it in
 * data/man/rounds.1 and in README.md; add it to the completions (data/completions); give it cases in tests/cli. The
 * tests cmd_table and lint_commands fail when a step is skipped.
 */
#ifndef ROUNDS_CLI_CMD_H
#define ROUNDS_CLI_CMD_H

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/status.h"
#include "planner/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct out;
struct store;
struct travel;

enum command_needs {
    NEEDS_NOTHING = 0,
    NEEDS_STORE = 1,        /* open the store; it must exist */
    NEEDS_STORE_CREATE = 2, /* open it, made when it is not there */
    NEEDS_TRAVEL = 4,       /* a travel source */
    WRITES = 8,             /* accepts --dry-run: main rolls back instead of committing (see cli_begin) */
    READS = 16              /* accepts --json */
};

struct command_option {
    const char *name; /* long name without dashes */
    char letter;      /* 0 = none */
    const char *arg;  /* "FILE"; NULL for a switch */
    const char *help;
};

struct cli;

struct command {
    const char *name;    /* one word */
    const char *usage;   /* "import customers|havens|jobs FILE [options]" */
    const char *summary; /* one line for the list */
    const char *help;    /* paragraphs and examples for `rounds help NAME`; examples first */
    unsigned needs;
    const struct command_option *options; /* ended by a NULL name; --json, --dry-run, --help ... are everyone's */
    enum status (*run)(struct cli *cli, struct error *err);
};

/* What a command works with. Everything is borrowed from main. */
struct cli {
    const struct command *command;
    struct arena *arena;
    struct out *out;
    struct store *store;   /* NULL unless needed */
    struct travel *travel; /* NULL unless needed */
    struct settings settings;
    const char *config_path; /* the INI file, there or not */
    const char *store_path;
    int64_t now_utc; /* read once; ROUNDS_NOW overrides it (tests, demo) */
    int32_t today;
    bool json, dry_run, strict, no_input, quiet;
    int argc; /* the command's own arguments, options taken out */
    char **argv;
    const char *line; /* the command as typed, safe for undo's list: "note 'Oakham Bakery' ..." */
};

/* The value of option NAME: NULL when it was not given; "" for a switch that was. The last one wins. */
const char *cli_option(const struct cli *cli, const char *name);
/* The K-th (from 0) value of a repeatable option, NULL past the end. */
const char *cli_option_nth(const struct cli *cli, const char *name, size_t k);

/* store_begin with the command line as its name; cli_end commits, or with --dry-run rolls back and says so on stderr. */
MUST_CHECK enum status cli_begin(struct cli *cli, struct error *err);
MUST_CHECK enum status cli_end(struct cli *cli, struct error *err);

const struct command *const *command_table(size_t *n); /* sorted by name */
const struct command *command_find(const char *name);   /* exact; NULL */

int cli_main(int argc, char **argv); /* the whole program; main() only calls it */

#endif
