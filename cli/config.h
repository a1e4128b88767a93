/* config: the settings file, `$XDG_CONFIG_HOME/rounds/config.ini`, and where each setting's value comes from.
 *
 * What counts, the last first: the defaults of planner/settings, the file, --set NAME=VALUE on the command line. */
#ifndef ROUNDS_CLI_CONFIG_H
#define ROUNDS_CLI_CONFIG_H

#include "geo/base/status.h"
#include "planner/settings.h"

#include <stddef.h>

struct arena;

enum config_origin { ORIGIN_DEFAULT, ORIGIN_FILE, ORIGIN_OPTION };

struct config {
    const char *path;           /* of the file, there or not; "" when neither XDG_CONFIG_HOME nor HOME says where */
    enum config_origin *origin; /* one a row of settings_table */
};

/* Find the path and start from the defaults. Never fails: a file that cannot be found is told when it is needed. */
struct config *config_new(struct arena *arena, struct settings *settings);

/* Read the file, when it is there, into SETTINGS. Errors as FILE:LINE: sentence. */
MUST_CHECK enum status config_load(struct config *config, struct arena *arena, struct settings *settings,
                                   struct error *err);

/* One --set NAME=VALUE. */
MUST_CHECK enum status config_override(struct config *config, struct arena *arena, struct settings *settings,
                                       const char *assignment, struct error *err);

const char *config_origin_name(const struct config *config, const char *name); /* "default", "file", "option" */

/* One line of the file to change. */
struct config_change {
    const char *name;  /* "visits.goal" */
    const char *value; /* NULL: take the line out, back to the default */
};

/* Change the file's lines, keeping its comments, order and everything else; made, with its folder, when it is not
 * there. The values must have passed settings_set. Replaced whole or not at all. */
MUST_CHECK enum status config_write(const struct config *config, struct arena *arena,
                                    const struct config_change *changes, size_t n, struct error *err);

/* The folder FOLDER/rounds of a kind that the XDG base directory specification names: *VARIABLE when it is set to an
 * absolute path, else $HOME/FALLBACK; "" when there is neither. In ARENA. */
const char *config_folder(struct arena *arena, const char *variable, const char *fallback);

#endif
