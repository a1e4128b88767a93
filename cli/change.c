#include "cli/change.h"

#include "cli/doc.h"
#include "cli/fields.h"
#include "cli/out.h"

#include <string.h>

bool change_is_assignment(const char *text)
{
    size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
    return name > 0 && text[name] == '=';
}

enum status change_split(const struct cli *cli, const char *assignment, const char **field, const char **value,
                         struct error *err)
{
    const char *equals = strchr(assignment, '=');
    if (!equals || equals == assignment)
        return cli_usage(cli, err, "'%s' is not FIELD=VALUE", assignment);
    *field = arena_strndup(cli->arena, assignment, (size_t)(equals - assignment));
    *value = equals + 1;
    return STATUS_OK;
}

enum status change_end_all(struct cli *cli, bool changed, const char *sentence, const char *what, json_t *members,
                           struct error *err)
{
    enum status status = cli_end(cli, err);
    if (!status && !cli->json)
        out_printf(cli->out, "%s\n", sentence);
    if (!status && cli->json) {
        json_t *document = doc_new("rounds-change");
        doc_set(document, "what", doc_text(what));
        doc_set(document, "changed", json_boolean(changed));
        doc_set(document, "dry_run", json_boolean(cli->dry_run));
        json_object_update(document, members);
        out_json(cli->out, document);
    }
    json_decref(members);
    return status;
}

enum status change_end(struct cli *cli, bool changed, const char *sentence, const char *what, const char *key,
                       struct json_t *value, struct error *err)
{
    json_t *members = json_object();
    if (key)
        doc_set(members, key, value ? value : json_null());
    else
        json_decref(value);
    return change_end_all(cli, changed, sentence, what, members, err);
}

enum status change_fields(struct cli *cli, struct site_row *row, struct error *err)
{
    for (int i = 1; i < cli->argc; i++) {
        const char *name, *value;
        enum status status = change_split(cli, cli->argv[i], &name, &value, err);
        if (status)
            return status;
        const struct field *field = field_find(name);
        if (!field)
            return error_set(err, STATUS_INPUT, "there is no field '%s'; `rounds help add` lists them", name);
        status = field_set(cli->arena, row, field->id, value, cli->today, err);
        if (status)
            return error_prefix(err, field->name);
    }
    return STATUS_OK;
}
