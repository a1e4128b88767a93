#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/contact_fields.h"
#include "cli/doc.h"
#include "cli/fields.h"
#include "cli/job_fields.h"
#include "cli/words.h"
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/history.h"

#include <string.h>

static const struct command_option options[] = {
    {"again", 0, NULL, "customer, haven: add it although one that looks the same is there"},
    {0},
};

/* SITE and then COUNT words at least. */
static enum status site_word(struct cli *cli, int count, struct site *site, struct error *err)
{
    enum status status = cli_words(cli, 2 + count, 1000, err);
    return status ? status : store_site_find(cli->store, cli->argv[1], cli->arena, site, err);
}

/* --- customers and havens --------------------------------------------------------------------------------------- */

static enum status refuse_twin(struct cli *cli, const struct site_row *row, struct error *err)
{
    int64_t id = 0;
    enum status status = store_site_match(cli->store, &row->site, &id, err);
    if (status == STATUS_INPUT && !cli_option(cli, "again"))
        return error_set(err, status, "%s; --again adds another", arena_strdup(cli->arena, err->text));
    if (status == STATUS_INPUT)
        return STATUS_OK; /* several look the same already */
    if (status || id == 0 || cli_option(cli, "again"))
        return status;
    struct site twin;
    status = store_site_get(cli->store, id, cli->arena, &twin, err);
    if (status)
        return status;
    return error_set(err, STATUS_INPUT,
                     "%s (#%lld) is there already: `rounds edit %lld ...` changes it, --again adds another", twin.name,
                     (long long)id, (long long)id);
}

static enum status add_site(struct cli *cli, bool haven, struct error *err)
{
    struct site_row row = site_row_empty();
    row.site.is_customer = !haven;
    row.site.is_haven = haven;
    enum status status = change_fields(cli, &row, err);
    if (!status && !*row.site.name)
        status = cli_usage(cli, err, "a site needs at least name=...");
    if (!status)
        status = refuse_twin(cli, &row, err);
    if (!status)
        status = cli_begin(cli, err);
    int64_t id = 0;
    bool changed = false;
    if (!status)
        status = site_row_save(cli->store, &row, 0, cli->today, &id, &changed, err);
    struct site site;
    if (!status)
        status = store_site_get(cli->store, id, cli->arena, &site, err);
    if (status)
        return status;
    const char *what = haven ? "haven" : "customer";
    const char *unplaced = site.placed_by == PLACED_NOT ? " It has no place yet: no plan can reach it." : "";
    return change_end(cli, true,
                      arena_printf(cli->arena, "Added %s %s (#%lld).%s", what, site.name, (long long)id, unplaced),
                      arena_printf(cli->arena, "add %s", what), "site", doc_site(&site), err);
}

static enum status add_customer(struct cli *cli, struct error *err)
{
    return add_site(cli, false, err);
}

static enum status add_haven(struct cli *cli, struct error *err)
{
    return add_site(cli, true, err);
}

/* --- what belongs to a site -------------------------------------------------------------------------------------- */

/* A job at any time of the working day unless a start is given; as long as the site's usual time, else the setting. */
static enum status job_defaults(struct cli *cli, const struct site *site, struct job *job, struct error *err)
{
    struct engineer engineer;
    enum status status = store_engineer_self(cli->store, cli->arena, &engineer, err);
    if (status)
        return status;
    *job = job_empty();
    job->site_id = site->id;
    job->site_name = site->name;
    job->day = DAY_NONE;
    job->duration_s = site->service_s == NUMBER_UNSET ? cli->settings.job_s : site->service_s;
    job->earliest_s = engineer.work_start_s;
    job->latest_s = engineer.work_end_s;
    return STATUS_OK;
}

static enum status add_job(struct cli *cli, struct error *err)
{
    struct site site;
    struct job job;
    enum status status = site_word(cli, 1, &site, err);
    if (!status)
        status = job_defaults(cli, &site, &job, err);
    bool started = false;
    for (int i = 2; i < cli->argc && !status; i++) {
        const char *field = NULL, *value = NULL;
        status = change_split(cli, cli->argv[i], &field, &value, err);
        if (!status)
            status = job_fields_set(cli, &job, field, value, err);
        started = started || (!status && strcmp(field, "start") == 0);
    }
    if (status)
        return status;
    if (job.day == DAY_NONE)
        return cli_usage(cli, err, "a job needs date=...");
    if (!started && job.latest_s - job.duration_s >= job.earliest_s)
        job.latest_s -= job.duration_s; /* it begins early enough to end in working hours */
    status = cli_begin(cli, err);
    if (!status)
        status = job_fields_check(cli, NULL, &job, err);
    if (!status)
        status = store_job_save(cli->store, &job, &job.id, err);
    if (!status)
        status = store_job_get(cli->store, job.id, cli->arena, &job, err);
    if (status)
        return status;
    return change_end(cli, true, arena_printf(cli->arena, "Added %s.", job_fields_text(cli, &job)), "add job", "job",
                      doc_job(&job), err);
}

static enum status add_contact(struct cli *cli, struct error *err)
{
    struct site site;
    struct contact contact = contact_empty();
    enum status status = site_word(cli, 1, &site, err);
    for (int i = 2; i < cli->argc && !status; i++) {
        const char *field = NULL, *value = NULL;
        status = change_split(cli, cli->argv[i], &field, &value, err);
        if (!status)
            status = contact_fields_set(cli, &contact, field, value, err);
    }
    int64_t twin = 0;
    if (!status && !*contact.name)
        status = cli_usage(cli, err, "a contact needs name=...");
    if (!status)
        status = store_contact_match(cli->store, site.id, contact.name, &twin, err);
    if (!status && twin != 0)
        status =
            error_set(err, STATUS_INPUT, "%s is known at %s already: `rounds edit %lld --contact '%s' ...` changes it",
                      contact.name, site.name, (long long)site.id, contact.name);
    if (!status)
        status = cli_begin(cli, err);
    contact.site_id = status ? 0 : site.id;
    if (!status)
        status = store_contact_save(cli->store, &contact, &contact.id, err);
    if (!status)
        status = store_contact_get(cli->store, contact.id, cli->arena, &contact, err);
    if (status)
        return status;
    return change_end(cli, true,
                      arena_printf(cli->arena, "Added %s at %s.", words_person(cli->arena, &contact), site.name),
                      "add contact", "contact", doc_contact(&contact), err);
}

/* due=DATE and contact=NAME may stand anywhere; all other words are the promise. */
static enum status promise_words(struct cli *cli, const struct site *site, struct promise *promise, struct error *err)
{
    int kept = 2;
    enum status status = STATUS_OK;
    for (int i = 2; i < cli->argc && !status; i++) {
        char *word = cli->argv[i];
        if (strncmp(word, "due=", 4) == 0) {
            if (!civil_parse_day_word(word + 4, cli->today, &promise->due_day))
                status =
                    error_set(err, STATUS_INPUT, "due: '%s' is no date; try 2026-11-24, tomorrow or fri", word + 4);
        } else if (strncmp(word, "contact=", 8) == 0) {
            status = store_contact_match(cli->store, site->id, word + 8, &promise->contact_id, err);
            if (!status && promise->contact_id == 0)
                status = error_set(err, STATUS_INPUT, "nobody called '%s' is known at %s", word + 8, site->name);
        } else {
            cli->argv[kept++] = word;
        }
    }
    cli->argc = kept;
    if (status)
        return status;
    if (promise->due_day == DAY_NONE)
        return cli_usage(cli, err, "a promise needs due=DATE: when is it to be kept?");
    return cli_text(cli, 2, &promise->what, err);
}

static enum status add_promise(struct cli *cli, struct error *err)
{
    struct site site;
    enum status status = site_word(cli, 1, &site, err);
    struct promise promise = {.uuid = "", .due_day = DAY_NONE, .made_day = cli->today, .settled_day = DAY_NONE};
    if (!status)
        status = promise_words(cli, &site, &promise, err);
    if (!status)
        status = cli_begin(cli, err);
    promise.site_id = status ? 0 : site.id;
    if (!status)
        status = store_promise_save(cli->store, &promise, &promise.id, err);
    if (!status)
        status = store_promise_get(cli->store, promise.id, cli->arena, &promise, err);
    if (status)
        return status;
    return change_end(cli, true,
                      arena_printf(cli->arena, "Added promise P%lld to %s, %s (%s).", (long long)promise.id, site.name,
                                   words_due(cli->arena, promise.due_day, cli->today),
                                   words_date(cli->arena, promise.due_day)),
                      "add promise", "promise", doc_promise(&promise), err);
}

static enum status add_complaint(struct cli *cli, struct error *err)
{
    struct site site;
    enum status status = site_word(cli, 1, &site, err);
    struct note note = {.uuid = "", .kind = NOTE_COMPLAINT, .day = cli->today, .settled_day = DAY_NONE};
    if (!status)
        status = cli_text(cli, 2, &note.body, err);
    if (!status)
        status = cli_begin(cli, err);
    note.site_id = status ? 0 : site.id;
    if (!status)
        status = store_note_save(cli->store, &note, &note.id, err);
    if (!status)
        status = store_note_get(cli->store, note.id, cli->arena, &note, err);
    if (status)
        return status;
    return change_end(cli, true,
                      arena_printf(cli->arena,
                                   "Added complaint N%lld of %s. `rounds settle N%lld` when it is resolved.",
                                   (long long)note.id, site.name, (long long)note.id),
                      "add complaint", "note", doc_note(&note, false), err);
}

static const struct {
    const char *name;
    enum status (*add)(struct cli *cli, struct error *err);
} kinds[] = {{"customer", add_customer}, {"haven", add_haven},     {"job", add_job},
             {"contact", add_contact},   {"promise", add_promise}, {"complaint", add_complaint}};

static enum status run(struct cli *cli, struct error *err)
{
    enum status status = cli_words(cli, 2, 1000, err);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, cli->argv[0]) == 0)
            return kinds[i].add(cli, err);
    return cli_usage(cli, err, "add what? '%s' is none of customer, haven, job, contact, promise, complaint",
                     cli->argv[0]);
}

const struct command command_add = {
    .name = "add",
    .usage = "add customer|haven FIELD=VALUE... | add job|contact|promise|complaint SITE ...",
    .summary = "add a customer, haven, job, contact, promise or complaint",
    .help =
        "  rounds add customer name='Oakham Bakery' town=Oakham place=52.6705,-0.7290 contact='Ann Smith' phone='01632 "
        "960001'\n"
        "  rounds add haven name='Church Hall' place=52.59,-0.72 amenities=toilet,hot_drink hours='Mo-Fr 10:00-16:00'\n"
        "  rounds add job bakery date=tomorrow start=09:00-10:00 minutes=45 title='Boiler service'\n"
        "  rounds add contact bakery name='Bob Jones' role=baker drink='tea, white no sugar'\n"
        "  rounds add promise bakery due=fri contact='Ann Smith' send the quote\n"
        "  rounds add complaint bakery the printer jams\n\n"
        "Fields of a customer or haven: key, name, street, town, postcode, country, place (LAT,LON), hours (as "
        "OpenStreetMap writes opening_hours), goal (days), last_visit, minutes, amenities, tags, status, drop_in, "
        "contact, role, department, phone, email, drink, note, kind, collections.\n"
        "Fields of a job: date, start, minutes, title, uid. Of a contact: name, role, department, phone, email, drink.",
    .needs = NEEDS_STORE | WRITES | READS,
    .options = options,
    .run = run,
};
