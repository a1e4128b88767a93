/* holidays_own: a person's own public holidays, `$XDG_CONFIG_HOME/rounds/holidays.csv` (holidays_add_csv tells its form). */
#ifndef ROUNDS_CLI_HOLIDAYS_OWN_H
#define ROUNDS_CLI_HOLIDAYS_OWN_H

#include "cli/cmd.h"

struct holidays;

/* Add the days of FILE. Errors as FILE:LINE: sentence. */
MUST_CHECK enum status holidays_own_read(struct cli *cli, struct holidays *holidays, const char *file,
                                         struct error *err);
/* Add the days of the person's own file; *FILE is its path, NULL when there is none. */
MUST_CHECK enum status holidays_own_add(struct cli *cli, struct holidays *holidays, const char **file,
                                        struct error *err);
/* Put the holidays of the settings' country and region, own days among them, where all that reads opening hours finds
 * them: into the settings. Once a command. */
MUST_CHECK enum status holidays_own_load(struct cli *cli, struct error *err);

#endif
