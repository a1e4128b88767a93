/* change: what a command that writes says in the end. */
#ifndef ROUNDS_CLI_CHANGE_H
#define ROUNDS_CLI_CHANGE_H

#include "cli/cmd.h"

struct json_t;
struct site_row;

/* "FIELD=VALUE" taken apart, in the arena. STATUS_INPUT when there is no '='. */
MUST_CHECK enum status change_split(const struct cli *cli, const char *assignment, const char **field,
                                    const char **value, struct error *err);
/* Every argument after the first as FIELD=VALUE into ROW. */
MUST_CHECK enum status change_fields(struct cli *cli, struct site_row *row, struct error *err);
/* Does TEXT look like FIELD=VALUE (a word of letters before the '=')? */
bool change_is_assignment(const char *text);

/* cli_end, then the report: SENTENCE on stdout, or with --json the document "rounds-change": {what, changed, dry_run,
 * KEY: VALUE}. Takes VALUE (which may be NULL) also on failure. */
MUST_CHECK enum status change_end(struct cli *cli, bool changed, const char *sentence, const char *what,
                                  const char *key, struct json_t *value, struct error *err);
/* The same with any number of members: those of the object MEMBERS, which is taken also on failure. */
MUST_CHECK enum status change_end_all(struct cli *cli, bool changed, const char *sentence, const char *what,
                                      struct json_t *members, struct error *err);

#endif
