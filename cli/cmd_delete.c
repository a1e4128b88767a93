#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/text.h"
#include "geo/store/history.h"
#include "geo/store/parcel.h"
#include "geo/store/people.h"
#include "geo/store/site.h"

static const struct command_option options[] = {
    {"yes", 'y', NULL, "do not ask"},
    {0},
};

/* "1 contact, 12 visits and 3 notes go with it": nobody should learn that afterwards. */
static enum status what_goes(struct cli *cli, const struct site *site, const char **text, struct error *err)
{
    struct contact *contacts;
    struct visit *visits;
    struct note *notes;
    struct promise *promises;
    size_t contacts_n = 0, visits_n = 0, notes_n = 0, promises_n = 0;
    enum status status = store_contact_list(cli->store, site->id, NULL, cli->arena, &contacts, &contacts_n, err);
    if (!status)
        status = store_visit_list(cli->store, site->id, 0, cli->arena, &visits, &visits_n, err);
    if (!status)
        status = store_note_list(cli->store, site->id, cli->arena, &notes, &notes_n, err);
    if (!status)
        status = store_promise_list(cli->store, site->id, false, cli->arena, &promises, &promises_n, err);
    struct parcel *parcels = NULL;
    size_t parcels_n = 0, going = 0;
    const struct parcel_filter filter = {.site_id = site->id};
    if (!status)
        status = store_parcel_list(cli->store, &filter, cli->arena, &parcels, &parcels_n, err);
    for (size_t i = 0; i < parcels_n; i++) /* what waits there for another's job stays */
        going += parcels[i].job_site_id == site->id || (parcels[i].job_id == 0 && parcels[i].site_id == site->id);
    const char *more = going > 0 ? arena_printf(cli->arena, "%s, ", words_count(cli->arena, going, "parcel")) : "";
    if (!status)
        *text = arena_printf(cli->arena, "%s, %s, %s%s and %s", words_count(cli->arena, contacts_n, "contact"),
                             words_count(cli->arena, visits_n, "visit"), more, words_count(cli->arena, notes_n, "note"),
                             words_count(cli->arena, promises_n, "promise"));
    return status;
}

static enum status confirm(struct cli *cli, const struct site *site, const char *goes, struct error *err)
{
    if (cli_option(cli, "yes") || cli->dry_run)
        return STATUS_OK;
    if (cli->no_input || !out_can_ask(cli->out))
        return cli_usage(cli, err, "%s would go, with %s: say --yes when nobody can be asked", site->name, goes);
    const char *answer = out_ask(
        cli->out, cli->arena,
        arena_printf(cli->arena, "Delete %s (#%lld) with %s? yes/no", site->name, (long long)site->id, goes), "no");
    if (answer && text_equal_folded(answer, "yes"))
        return STATUS_OK;
    return error_set(err, STATUS_INPUT, "nothing was deleted");
}

static enum status run(struct cli *cli, struct error *err)
{
    struct site site;
    const char *text, *goes;
    enum status status = cli_words(cli, 1, 100, err);
    if (!status)
        status = cli_text(cli, 0, &text, err);
    if (!status)
        status = store_site_find(cli->store, text, cli->arena, &site, err);
    if (!status)
        status = what_goes(cli, &site, &goes, err);
    if (!status)
        status = confirm(cli, &site, goes, err);
    if (!status)
        status = cli_begin(cli, err);
    if (!status)
        status = store_site_delete(cli->store, site.id, err);
    if (status)
        return status;
    return change_end(cli, true,
                      arena_printf(cli->arena, "Deleted %s (#%lld), with %s. `rounds undo` brings it back.", site.name,
                                   (long long)site.id, goes),
                      "delete", "site", doc_site(&site), err);
}

const struct command command_delete = {
    .name = "delete",
    .usage = "delete SITE [--yes]",
    .summary = "remove a site with all that belongs to it",
    .help = "  rounds delete 'Oakham Bakery'\n"
            "  rounds delete 12 --yes\n\n"
            "Asks on a terminal; elsewhere it wants --yes. People, jobs, visits, promises, notes and the parcels of "
            "its jobs go "
            "with it. `rounds undo` brings all of it back. A customer that is only lost for now is better kept: "
            "rounds edit SITE status=closed.",
    .needs = NEEDS_STORE | WRITES | READS,
    .options = options,
    .run = run,
};
