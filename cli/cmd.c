#include "cli/cmd.h"

#include <string.h>

/* Sorted by name, for bsearch's sake and the reader's. */
static const struct command *const table[] = {
    &command_add,     &command_complete, &command_config,  &command_delete, &command_doctor, &command_done,
    &command_edit,    &command_export,   &command_geocode, &command_help,   &command_hours,  &command_import,
    &command_init,    &command_list,     &command_near,    &command_next,   &command_note,   &command_parcel,
    &command_parcels, &command_plan,     &command_redo,    &command_review, &command_roads,  &command_send,
    &command_settle,  &command_share,    &command_show,    &command_today,  &command_undo,   &command_version,
    &command_where,   &command_why,
};

enum { TABLE_N = sizeof table / sizeof table[0] };

static const struct command_option common[] = {
    {"db", 0, "FILE", "the store to work on (else ROUNDS_DB, else $XDG_DATA_HOME/rounds/rounds.db)"},
    {"set", 0, "NAME=VALUE", "another value of one setting, for this run only; may be repeated"},
    {"json", 0, NULL, "the result as one JSON document on stdout"},
    {"dry-run", 'n', NULL, "change nothing; say what would change"},
    {"strict", 0, NULL, "exit with 5 where something could be done in part only"},
    {"no-input", 0, NULL, "never ask; say what is missing instead"},
    {"offline", 0, NULL, "ask no other computer; what is here answers"},
    {"quiet", 'q', NULL, "results, warnings and errors only"},
    {"color", 0, "WHEN", "auto, always or never"},
    {"no-color", 0, NULL, "the same as --color=never"},
    {"help", 'h', NULL, "help about the command"},
    {"version", 0, NULL, "the version of the program"},
    {0},
};

const struct command *const *command_table(size_t *n)
{
    *n = TABLE_N;
    return table;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < TABLE_N; i++)
        if (strcmp(table[i]->name, name) == 0)
            return table[i];
    return NULL;
}

const char *const *command_names(struct arena *arena, size_t *n)
{
    const char **names = arena_array(arena, TABLE_N, sizeof *names);
    *n = 0;
    for (size_t i = 0; i < TABLE_N; i++)
        if (!(table[i]->needs & HIDDEN))
            names[(*n)++] = table[i]->name;
    return names;
}

const struct command_option *command_common_options(void)
{
    return common;
}
