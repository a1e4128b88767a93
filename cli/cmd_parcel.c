#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/listing.h"
#include "cli/parcel_fields.h"
#include "cli/words.h"
#include "geo/base/text.h"
#include "geo/store/site.h"

#include <string.h>

static const struct command_option options[] = {
    {"all", 'a', NULL, "list: those that are done too"},
    {"plain", 0, NULL, "list: tab-separated values, one record a line, no heading"},
    {0},
};

/* --- add and edit ----------------------------------------------------------------------------------------------------- */

/* FIELD=VALUE may stand anywhere from word FIRST on; all other words are left in argv, for what it is. */
static enum status take_fields(struct cli *cli, int first, struct parcel *parcel, struct error *err)
{
    int kept = first;
    enum status status = STATUS_OK;
    for (int i = first; i < cli->argc && !status; i++) {
        const char *equals = strchr(cli->argv[i], '=');
        const char *field =
            equals ? arena_strndup(cli->arena, cli->argv[i], (size_t)(equals - cli->argv[i])) : cli->argv[i];
        if (equals && (parcel_fields_known(field) || change_is_assignment(cli->argv[i])))
            status = parcel_fields_set(cli, parcel, field, equals + 1, err);
        else
            cli->argv[kept++] = cli->argv[i];
    }
    cli->argc = kept;
    return status;
}

static enum status save(struct cli *cli, struct parcel *parcel, const char *what, const char *verb, struct error *err)
{
    enum status status = parcel_fields_check(parcel, err);
    if (!status)
        status = store_parcel_save(cli->store, parcel, &parcel->id, err);
    if (!status)
        status = store_parcel_get(cli->store, parcel->id, cli->arena, parcel, err);
    if (status)
        return status;
    return change_end(cli, true, arena_printf(cli->arena, "%s %s.", verb, parcel_fields_text(cli->arena, parcel)), what,
                      "parcel", parcel_fields_json(parcel), err);
}

static enum status add(struct cli *cli, struct error *err)
{
    struct parcel parcel = parcel_empty();
    enum status status = cli_words(cli, 3, 1000, err);
    if (status)
        return status;
    if (strcmp(cli->argv[1], "in") == 0)
        parcel.direction = PARCEL_IN;
    else if (strcmp(cli->argv[1], "out") != 0)
        return cli_usage(cli, err, "a parcel goes out or comes in, not '%s'", cli->argv[1]);
    status = cli_begin(cli, err);
    if (!status)
        status = take_fields(cli, 2, &parcel, err);
    if (!status && cli->argc > 2)
        status = cli_text(cli, 2, &parcel.what, err);
    return status ? status : save(cli, &parcel, "add parcel", "Added", err);
}

/* "K3" or "3": the parcel of the word after the verb, while the store is held. */
static enum status find(struct cli *cli, struct parcel *parcel, struct error *err)
{
    const char *word = cli->argv[1];
    int64_t id = words_parse_id(word, 'K');
    id = id != 0 ? id : words_parse_id(word, 0);
    if (id == 0)
        return cli_usage(cli, err, "'%s' is no parcel (K12); `rounds parcel list` has the numbers", word);
    const enum status status = cli_begin(cli, err);
    return status ? status : store_parcel_get(cli->store, id, cli->arena, parcel, err);
}

static enum status edit(struct cli *cli, struct error *err)
{
    struct parcel parcel;
    enum status status = cli_words(cli, 3, 1000, err);
    if (!status)
        status = find(cli, &parcel, err);
    if (!status)
        status = take_fields(cli, 2, &parcel, err);
    if (!status && cli->argc > 2)
        return cli_usage(cli, err, "'%s' is not FIELD=VALUE", cli->argv[2]);
    return status ? status : save(cli, &parcel, "edit parcel", "Changed", err);
}

/* --- done ------------------------------------------------------------------------------------------------------------- */

static enum status done(struct cli *cli, struct error *err)
{
    struct parcel parcel;
    struct site site = site_empty();
    const char *text = "";
    enum status status = cli_words(cli, 2, 1000, err);
    if (!status)
        status = find(cli, &parcel, err);
    if (!status && parcel.state == PARCEL_DONE)
        return error_set(err, STATUS_INPUT, "K%lld was done %s already", (long long)parcel.id,
                         words_ago(cli->arena, parcel.done_day, cli->today));
    if (!status && cli->argc > 2) {
        status = cli_text(cli, 2, &text, err);
        if (!status)
            status = store_site_find(cli->store, text, cli->arena, &site, err);
    }
    if (status)
        return status;
    parcel.state = PARCEL_DONE;
    parcel.done_day = cli->today;
    parcel.done_site_id = site.id != 0 ? site.id : parcel.site_id;
    status = store_parcel_save(cli->store, &parcel, &parcel.id, err);
    if (!status)
        status = store_parcel_get(cli->store, parcel.id, cli->arena, &parcel, err);
    if (status)
        return status;
    const char *at = *parcel.done_site_name ? arena_printf(cli->arena, " at %s", parcel.done_site_name) : "";
    return change_end(cli, true,
                      arena_printf(cli->arena, "K%lld %s%s: %s.", (long long)parcel.id,
                                   parcel.direction == PARCEL_OUT ? "handed over" : "collected", at, parcel.what),
                      "parcel done", "parcel", parcel_fields_json(&parcel), err);
}

/* --- list ------------------------------------------------------------------------------------------------------------- */

static bool is_about(const struct parcel *parcel, const char *text)
{
    return !text || text_contains_folded(parcel->what, text) || text_contains_folded(parcel->carrier, text) ||
           text_contains_folded(parcel->site_name, text) || text_contains_folded(parcel->job_site_name, text) ||
           text_contains_folded(parcel->done_site_name, text);
}

static const char *last_column(struct cli *cli, const struct parcel *parcel)
{
    if (parcel->state == PARCEL_DONE)
        return words_join(cli->arena, arena_printf(cli->arena, "done %s", words_date(cli->arena, parcel->done_day)),
                          " at ", parcel->done_site_name);
    return parcel_fields_is_late(cli, parcel) ? "too late" : "";
}

static enum status list(struct cli *cli, struct error *err)
{
    static const struct out_column columns[] = {{"#", true, false},   {"way", false, false}, {"what", false, true},
                                                {"who", false, true}, {"job", false, true},  {"ready", false, false},
                                                {"by", false, false}, {"", false, true}};
    const struct parcel_filter filter = {.open_only = !cli_option(cli, "all")};
    struct arena *arena = cli->arena;
    struct parcel *parcels = NULL;
    size_t n = 0;
    const char *text = NULL;
    enum status status = cli->argc > 1 ? cli_text(cli, 1, &text, err) : STATUS_OK;
    if (!status)
        status = store_parcel_list(cli->store, &filter, arena, &parcels, &n, err);
    if (status)
        return status;
    struct listing *listing = listing_new(cli, "rounds-list-parcels", "parcels", columns, 8);
    for (size_t i = 0; i < n; i++) {
        const struct parcel *one = &parcels[i];
        if (!is_about(one, text))
            continue;
        if (listing_is_json(listing)) {
            listing_add_json(listing, parcel_fields_json(one));
            continue;
        }
        listing_add(listing,
                    (const char *[]){arena_printf(arena, "K%lld", (long long)one->id),
                                     parcel_direction_name(one->direction), one->what, parcel_fields_where(arena, one),
                                     parcel_fields_job(arena, one),
                                     parcel_fields_moment(arena, one->ready_day, one->ready_s),
                                     parcel_fields_moment(arena, one->due_day, one->due_s), last_column(cli, one)});
        listing_style(listing, 0, STYLE_DIM);
        listing_style(listing, 7, parcel_fields_is_late(cli, one) ? STYLE_RED : STYLE_DIM);
    }
    listing_end(listing);
    return STATUS_OK;
}

static enum status run(struct cli *cli, struct error *err)
{
    static const struct {
        const char *name;
        enum status (*run)(struct cli *cli, struct error *err);
    } verbs[] = {{"add", add}, {"list", list}, {"done", done}, {"edit", edit}};
    const enum status status = cli_words(cli, 1, 1000, err);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(verbs[i].name, cli->argv[0]) == 0)
            return verbs[i].run(cli, err);
    return cli_usage(cli, err, "parcel what? '%s' is none of add, list, done, edit", cli->argv[0]);
}

const struct command command_parcel = {
    .name = "parcel",
    .usage =
        "parcel add out|in WHAT [FIELD=VALUE...] | parcel list [FILTER] | parcel done K12 [SITE] | parcel edit K12 "
        "FIELD=VALUE...",
    .summary = "what is to be handed over to a courier, or to be collected before a job",
    .help =
        "  rounds parcel add out faulty board carrier=DPD after=J5 by=fri\n"
        "  rounds parcel add out samples ready=14:00 by='today 17:30'\n"
        "  rounds parcel add in pump seal from='Church Hall' before='Oakham Bakery'\n"
        "  rounds parcel list\n"
        "  rounds parcel done K3 'Oakham Bakery'\n"
        "  rounds parcel edit K3 by='mon 12:00'\n\n"
        "A parcel that goes out is left where a courier collects it: carrier= says which one (any, when left out), "
        "after= the job that yields it, ready= from when it can be handed over. One that comes in waits at a site, "
        "from=, and is needed by a job, before=. A job is J5, or a site whose next open job is meant. by= is the last "
        "moment. Moments are 16:00 (today), fri, or 'fri 16:00'. `rounds parcels` says where one can be left; "
        "`rounds undo` takes back.",
    .needs = NEEDS_STORE | WRITES | READS,
    .options = options,
    .run = run,
};
