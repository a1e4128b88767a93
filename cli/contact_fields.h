/* contact_fields: a person's data as FIELD=VALUE, for `rounds add contact` and `rounds edit SITE --contact NAME`. */
#ifndef ROUNDS_CLI_CONTACT_FIELDS_H
#define ROUNDS_CLI_CONTACT_FIELDS_H

#include "cli/cmd.h"
#include "geo/store/people.h"

/* Sets one of name, role, department, phone, email, drink, left (a date; "" = is there again). */
MUST_CHECK enum status contact_fields_set(struct cli *cli, struct contact *contact, const char *field,
                                          const char *value, struct error *err);

#endif
