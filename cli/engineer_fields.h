/* engineer_fields: the owner of the store as settings: engineer.name, engineer.home, engineer.hours, engineer.days. */
#ifndef ROUNDS_CLI_ENGINEER_FIELDS_H
#define ROUNDS_CLI_ENGINEER_FIELDS_H

#include "cli/cmd.h"
#include "geo/store/people.h"

struct engineer_field {
    const char *name; /* "engineer.home" */
    const char *help;
};

const struct engineer_field *engineer_fields_table(size_t *n);

/* The owner before anything is known: 08:00-17:30 from Monday to Friday, no home. */
struct engineer engineer_fields_empty(void);
/* The owner in the store, or the empty one; *FOUND says which. */
MUST_CHECK enum status engineer_fields_read(struct cli *cli, struct engineer *out, bool *found, struct error *err);

/* The value of NAME as text that engineer_fields_set reads back to the same; NULL for an unknown name. In ARENA. */
char *engineer_fields_get(struct arena *arena, const struct engineer *engineer, const char *name);
MUST_CHECK enum status engineer_fields_set(struct arena *arena, struct engineer *engineer, const char *name,
                                           const char *text, struct error *err);

#endif
