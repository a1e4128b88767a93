#include "cli/contact_fields.h"

#include "cli/fields.h"

#include <string.h>

static enum status set_left(struct cli *cli, struct contact *contact, const char *value, struct error *err)
{
    int32_t day = DAY_NONE;
    if (*value && !civil_parse_day_word(value, cli->today, &day))
        return error_set(err, STATUS_INPUT, "left: '%s' is no date; try 2026-11-24 or today", value);
    if (day != DAY_NONE && day > cli->today)
        return error_set(err, STATUS_INPUT, "left: %s is still to come", value);
    contact->left_day = day;
    return STATUS_OK;
}

enum status contact_fields_set(struct cli *cli, struct contact *contact, const char *field, const char *value,
                               struct error *err)
{
    if (strcmp(field, "left") == 0)
        return set_left(cli, contact, value, err);
    /* The checks of columns are the checks here; a person's name is the column "contact". */
    const struct field *known = strcmp(field, "name") == 0 ? field_find("contact") : field_find(field);
    enum field_id id = known ? known->id : FIELD_COUNT;
    if (id != FIELD_CONTACT && id != FIELD_ROLE && id != FIELD_DEPARTMENT && id != FIELD_PHONE && id != FIELD_EMAIL &&
        id != FIELD_DRINK)
        return error_set(err, STATUS_INPUT,
                         "a contact has no field '%s'; it has name, role, department, phone, email, drink, left",
                         field);
    struct site_row row = site_row_empty();
    row.contact = *contact;
    enum status status = field_set(cli->arena, &row, id, value, cli->today, err);
    if (status)
        return error_prefix(err, field);
    *contact = row.contact;
    return STATUS_OK;
}
