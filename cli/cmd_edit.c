#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/contact_fields.h"
#include "cli/doc.h"
#include "cli/fields.h"
#include "cli/job_fields.h"
#include "cli/words.h"
#include "geo/base/text.h"

#include <string.h>

static const struct command_option options[] = {
    {"contact", 0, "NAME", "edit this person of the site: name, role, department, phone, email, drink, left"},
    {"customer", 0, NULL, "the site is a customer too from now on"},
    {"haven", 0, NULL, "the site is a haven too from now on"},
    {0},
};

static enum status edit_site(struct cli *cli, struct error *err)
{
    struct site site;
    struct site_row row = site_row_empty();
    row.site.is_customer = cli_option(cli, "customer");
    row.site.is_haven = cli_option(cli, "haven");
    enum status status = cli_words(cli, row.site.is_customer || row.site.is_haven ? 1 : 2, 1000, err);
    if (!status)
        status = store_site_find(cli->store, cli->argv[0], cli->arena, &site, err);
    if (!status)
        status = change_fields(cli, &row, err);
    if (!status)
        status = cli_begin(cli, err);
    bool changed = false;
    int64_t id = 0;
    if (!status)
        status = site_row_save(cli->store, &row, site.id, cli->today, &id, &changed, err);
    if (!status)
        status = store_site_get(cli->store, site.id, cli->arena, &site, err);
    if (status)
        return status;
    return change_end(cli, changed,
                      changed ? arena_printf(cli->arena, "Changed %s (#%lld).", site.name, (long long)id)
                              : arena_printf(cli->arena, "%s (#%lld) is so already.", site.name, (long long)id),
                      "edit site", "site", doc_site(&site), err);
}

static enum status edit_contact(struct cli *cli, const char *name, struct error *err)
{
    struct site site;
    struct contact contact;
    int64_t id = 0;
    enum status status = cli_words(cli, 2, 1000, err);
    if (!status)
        status = cli_begin(cli, err); /* before reading: what another command changes meanwhile is not lost */
    if (!status)
        status = store_site_find(cli->store, cli->argv[0], cli->arena, &site, err);
    if (!status)
        status = store_contact_match(cli->store, site.id, name, &id, err);
    if (!status && id == 0)
        return error_set(err, STATUS_NOT_FOUND, "nobody called '%s' is known at %s; `rounds show %lld` lists who is",
                         name, site.name, (long long)site.id);
    if (!status)
        status = store_contact_get(cli->store, id, cli->arena, &contact, err);
    for (int i = 1; i < cli->argc && !status; i++) {
        const char *field = NULL, *value = NULL;
        status = change_split(cli, cli->argv[i], &field, &value, err);
        if (!status)
            status = contact_fields_set(cli, &contact, field, value, err);
    }
    if (!status)
        status = store_contact_save(cli->store, &contact, &id, err);
    if (status)
        return status;
    return change_end(cli, true,
                      arena_printf(cli->arena, "Changed %s at %s.", words_person(cli->arena, &contact), site.name),
                      "edit contact", "contact", doc_contact(&contact), err);
}

static enum status edit_job(struct cli *cli, int64_t id, struct error *err)
{
    struct job job = job_empty();
    enum status status = cli_words(cli, 2, 1000, err);
    if (!status)
        status = cli_begin(cli, err);
    if (!status)
        status = store_job_get(cli->store, id, cli->arena, &job, err);
    const struct job before = job;
    for (int i = 1; i < cli->argc && !status; i++) {
        const char *field = NULL, *value = NULL;
        status = change_split(cli, cli->argv[i], &field, &value, err);
        if (!status)
            status = job_fields_set(cli, &job, field, value, err);
    }
    if (!status)
        status = job_fields_check(cli, &before, &job, err);
    if (!status)
        status = store_job_save(cli->store, &job, &id, err);
    if (status)
        return status;
    static const char *const endings[] = {"", ", done", ", cancelled"};
    return change_end(cli, true,
                      arena_printf(cli->arena, "Changed %s%s.", job_fields_text(cli, &job), endings[job.status]),
                      "edit job", "job", doc_job(&job), err);
}

static enum status run(struct cli *cli, struct error *err)
{
    enum status status = cli_words(cli, 1, 1000, err);
    if (status)
        return status;
    int64_t job = words_parse_id(cli->argv[0], 'J');
    if (job)
        return edit_job(cli, job, err);
    const char *contact = cli_option(cli, "contact");
    return contact ? edit_contact(cli, contact, err) : edit_site(cli, err);
}

const struct command command_edit = {
    .name = "edit",
    .usage = "edit SITE FIELD=VALUE... [--contact NAME] | edit J12 FIELD=VALUE...",
    .summary = "change a site, one of its people, or a job",
    .help = "  rounds edit bakery hours='Mo-Sa 06:00-14:00' goal=90\n"
            "  rounds edit bakery place=52.6705,-0.7290\n"
            "  rounds edit bakery status='on hold: refitting until March'\n"
            "  rounds edit bakery --contact 'Ann Smith' drink='coffee, black' left=today\n"
            "  rounds edit J12 date=fri start=13:00\n"
            "  rounds edit J12 status=cancelled\n\n"
            "An empty value clears a field. `rounds help add` lists the fields; `rounds undo` takes it back.",
    .needs = NEEDS_STORE | WRITES | READS,
    .options = options,
    .run = run,
};
