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
#include "geo/store/store.h"
#include "planner/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config;
struct http;
struct out;
struct travel;

enum command_needs {
    NEEDS_NOTHING = 0,
    NEEDS_STORE = 1,        /* open the store; it must exist */
    NEEDS_STORE_CREATE = 2, /* open it, made when it is not there (with --dry-run it must be there) */
    NEEDS_TRAVEL = 4,       /* a travel source */
    WRITES = 8,             /* accepts --dry-run: main rolls back instead of committing (see cli_begin) */
    READS = 16,             /* accepts --json */
    HIDDEN = 32,            /* in no list of commands */
    NO_SETTINGS = 64        /* runs with the defaults: must work when the settings file cannot be read */
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
    const struct command_option
        *options; /* ended by a NULL name, or NULL; --json, --dry-run, --help ... are everyone's */
    enum status (*run)(struct cli *cli, struct error *err);
};

/* One option as it was given. */
struct cli_value {
    const char *name;  /* long name */
    const char *value; /* "" for a switch */
};

/* What a command works with. Everything is borrowed from main. */
struct cli {
    const struct command *command;
    struct arena *arena;
    struct out *out;
    struct store *store;   /* NULL unless needed */
    struct travel *travel; /* NULL unless needed */
    struct http *http;     /* of the travel sources that ask other computers; NULL until one is opened */
    size_t sources_failed; /* travel sources that were given up, each told once */
    int64_t waits_from_ms; /* since when they are waited for; 0: not yet, -1: that was told */
    struct settings settings;
    struct config *config; /* where each setting came from, and the INI file's path (config.h) */
    const char *store_path;
    int64_t now_utc; /* read once; ROUNDS_NOW overrides it (tests, demo) */
    int32_t today;
    bool json, dry_run, strict, no_input, quiet, offline;
    int argc; /* the command's own arguments: argv[0] is the first word after the command's name, options taken out */
    char **argv;
    const char *line;               /* the command as typed, safe for undo's list: "note 'Oakham Bakery' ..." */
    const struct cli_value *values; /* all options, in the order given */
    size_t values_n;
};

/* The value of option NAME: NULL when it was not given; "" for a switch that was. The last one wins. */
const char *cli_option(const struct cli *cli, const char *name);
/* The K-th (from 0) value of a repeatable option, NULL past the end. */
const char *cli_option_nth(const struct cli *cli, const char *name, size_t k);

/* STATUS_INPUT with the sentence, and "(usage: rounds ...)" after it. */
enum status cli_usage(const struct cli *cli, struct error *err, const char *format, ...) PRINTF_LIKE(3, 4);
/* STATUS_INPUT unless the command was given MIN to MAX words. */
MUST_CHECK enum status cli_words(const struct cli *cli, int min, int max, struct error *err);
/* The words from FIRST on, joined by spaces; "-" alone reads standard input. In the arena. */
MUST_CHECK enum status cli_text(struct cli *cli, int first, const char **text, struct error *err);

/* Open the store or the travel source when it is not open yet; what main does for NEEDS_STORE and NEEDS_TRAVEL. */
MUST_CHECK enum status cli_open_store(struct cli *cli, enum store_mode mode, struct error *err);
MUST_CHECK enum status cli_open_travel(struct cli *cli, struct error *err);

/* store_begin with the command line as its name; cli_end commits, or with --dry-run rolls back and says so on stderr. */
MUST_CHECK enum status cli_begin(struct cli *cli, struct error *err);
MUST_CHECK enum status cli_end(struct cli *cli, struct error *err);

const struct command *const *command_table(size_t *n);            /* sorted by name */
const struct command *command_find(const char *name);             /* exact; NULL */
const char *const *command_names(struct arena *arena, size_t *n); /* of those that are not hidden */
const struct command_option *command_common_options(void);        /* everyone's; ended by a NULL name */

int cli_main(int argc, char **argv); /* the whole program; main() only calls it */

extern const struct command command_add, command_complete, command_config, command_delete, command_doctor, command_done,
    command_edit, command_export, command_geocode, command_help, command_hours, command_import, command_init,
    command_list, command_near, command_next, command_note, command_parcel, command_parcels, command_plan, command_redo,
    command_review, command_roads, command_send, command_settle, command_share, command_show, command_today,
    command_undo, command_version, command_where, command_why;

#endif
