#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/listing.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "geo/base/text.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "geo/store/site.h"
#include "planner/worth.h"

#include <string.h>

enum { WIDE = 110 };

static const struct command_option options[] = {
    {"unplaced", 0, NULL, "customers, havens: only those that have no coordinates yet"},
    {"gone", 0, NULL, "havens: only those that their list has no longer"},
    {"all", 'a', NULL, "jobs: past, done and cancelled ones too; promises: settled ones too"},
    {"date", 0, "DAY", "jobs: of that day only"},
    {"plain", 0, NULL, "tab-separated values, one record a line, no heading"},
    {"private", 0, NULL, "notes: with the text of private, tender and politics notes, wherever the output goes"},
    {0},
};

/* --- customers and havens --------------------------------------------------------------------------------------- */

/* Under its heading "14 months" will do. */
static const char *last_visit(struct cli *cli, const struct site *site)
{
    if (site->last_visit_day != DAY_NONE && site->last_visit_day < cli->today - 1)
        return worth_age(cli->arena, cli->today - site->last_visit_day);
    return words_ago(cli->arena, site->last_visit_day, cli->today);
}

static void add_customer(struct cli *cli, struct listing *listing, const struct site *site)
{
    static const char *const statuses[] = {"", "on hold", "closed"};
    struct arena *arena = cli->arena;
    const char *note = site->placed_by == PLACED_NOT ? "not placed" : statuses[site->status];
    if (site->no_drop_in)
        note = words_join(arena, note, ", ", "no drop-ins");
    /* In a table the rare remark goes with the name: a column of its own would make all names narrow. */
    bool apart = cli_option(cli, "plain");
    const char *name = apart || !*note ? site->name : arena_printf(arena, "%s (%s)", site->name, note);
    int32_t goal = site->goal_days == NUMBER_UNSET ? cli->settings.goal_days : site->goal_days;
    const char *last = apart ? words_date(arena, site->last_visit_day) : last_visit(cli, site);
    const char *every = arena_printf(arena, "%d%s", goal, apart ? "" : " d");
    listing_add(listing, (const char *[]){words_number(arena, site->id), name, site->town, last, every, site->key,
                                          apart ? note : ""});
    bool due = site->last_visit_day == DAY_NONE || cli->today - site->last_visit_day >= goal;
    listing_style(listing, 0, STYLE_DIM);
    listing_style(listing, 3, due ? STYLE_YELLOW : STYLE_PLAIN);
}

static void add_haven(struct cli *cli, struct listing *listing, const struct site *site)
{
    struct arena *arena = cli->arena;
    listing_add(listing, (const char *[]){words_number(arena, site->id), site->name, site->town, site->haven_kind,
                                          amenity_list(arena, site->amenities, ", "), site->hours,
                                          site->haven_gone_day != DAY_NONE ? "gone"
                                          : site->placed_by == PLACED_NOT  ? "not placed"
                                                                           : ""});
    listing_style(listing, 0, STYLE_DIM);
    listing_style(listing, 6, STYLE_YELLOW);
}

static enum status list_sites(struct cli *cli, bool havens, const char *text, struct error *err)
{
    static const struct out_column of_customers[] = {
        {"#", true, false},     {"name", false, true}, {"town", false, true}, {"last visit", false, false},
        {"every", true, false}, {"key", false, false}, {"", false, true}};
    static const struct out_column of_havens[] = {
        {"#", true, false},      {"name", false, true},  {"town", false, true}, {"kind", false, false},
        {"offers", false, true}, {"hours", false, true}, {"", false, false}};
    struct site_filter filter = {
        .customers = !havens, .havens = havens, .text = text, .unplaced_only = cli_option(cli, "unplaced")};
    struct site *sites;
    size_t n;
    enum status status = store_site_list(cli->store, &filter, cli->arena, &sites, &n, err);
    if (status)
        return status;
    struct listing *listing = listing_new(cli, havens ? "rounds-list-havens" : "rounds-list-customers",
                                          havens ? "havens" : "customers", havens ? of_havens : of_customers, 7);
    for (size_t i = 0; i < n; i++) {
        if (cli_option(cli, "gone") && sites[i].haven_gone_day == DAY_NONE)
            continue;
        if (listing_is_json(listing))
            listing_add_json(listing, doc_site(&sites[i]));
        else if (havens)
            add_haven(cli, listing, &sites[i]);
        else
            add_customer(cli, listing, &sites[i]);
    }
    listing_end(listing);
    return STATUS_OK;
}

static enum status list_customers(struct cli *cli, const char *text, struct error *err)
{
    return list_sites(cli, false, text, err);
}

static enum status list_havens(struct cli *cli, const char *text, struct error *err)
{
    return list_sites(cli, true, text, err);
}

/* --- the others -------------------------------------------------------------------------------------------------- */

static enum status list_jobs(struct cli *cli, const char *text, struct error *err)
{
    static const struct out_column columns[] = {{"#", true, false},   {"day", false, false}, {"starts", false, false},
                                                {"for", true, false}, {"site", false, true}, {"what", false, true},
                                                {"", false, false}};
    static const char *const statuses[] = {"", "done", "cancelled"};
    bool all = cli_option(cli, "all");
    struct job_filter filter = {
        .from_day = all ? DAY_NONE : cli->today, .to_day = DAY_NONE, .open_only = !all, .text = text};
    const char *date = cli_option(cli, "date");
    if (date && !civil_parse_day_word(date, cli->today, &filter.from_day))
        return cli_usage(cli, err, "--date %s is no date; try 2026-11-24, tomorrow or fri", date);
    if (date)
        filter.to_day = filter.from_day;
    struct job *jobs;
    size_t n;
    enum status status = store_job_list(cli->store, &filter, cli->arena, &jobs, &n, err);
    if (status)
        return status;
    struct listing *listing = listing_new(cli, "rounds-list-jobs", "jobs", columns, 7);
    for (size_t i = 0; i < n; i++) {
        const struct job *job = &jobs[i];
        if (listing_is_json(listing)) {
            listing_add_json(listing, doc_job(job));
            continue;
        }
        const char *from = words_wall(cli->arena, job->earliest_s), *to = words_wall(cli->arena, job->latest_s);
        const char *starts = job->earliest_s == job->latest_s ? from : arena_printf(cli->arena, "%s-%s", from, to);
        listing_add(listing, (const char *[]){arena_printf(cli->arena, "J%lld", (long long)job->id),
                                              words_day(cli->arena, job->day), starts,
                                              words_duration(cli->arena, job->duration_s), job->site_name, job->title,
                                              statuses[job->status]});
        listing_style(listing, 0, STYLE_DIM);
        listing_style(listing, 6, STYLE_DIM);
    }
    listing_end(listing);
    return STATUS_OK;
}

static enum status list_contacts(struct cli *cli, const char *text, struct error *err)
{
    static const struct out_column columns[] = {
        {"name", false, true},   {"site", false, true},  {"role", false, true}, {"phone", false, false},
        {"e-mail", false, true}, {"takes", false, true}, {"", false, false}};
    struct contact *contacts;
    size_t n;
    enum status status = store_contact_list(cli->store, 0, text, cli->arena, &contacts, &n, err);
    if (status)
        return status;
    /* On a narrow screen the address gives way: one rings from the road. */
    bool addresses = cli_option(cli, "plain") || !out_is_terminal(cli->out) || out_width(cli->out) >= WIDE;
    struct listing *listing = listing_new(cli, "rounds-list-contacts", "contacts", columns, 7);
    for (size_t i = 0; i < n; i++) {
        const struct contact *contact = &contacts[i];
        if (listing_is_json(listing)) {
            listing_add_json(listing, doc_contact(contact));
            continue;
        }
        listing_add(listing, (const char *[]){contact->name, contact->site_name,
                                              words_join(cli->arena, contact->role, ", ", contact->department),
                                              contact->phone, addresses ? contact->email : "", contact->drink,
                                              contact->left_day == DAY_NONE ? "" : "left"});
        listing_style(listing, 6, STYLE_DIM);
    }
    listing_end(listing);
    return STATUS_OK;
}

static enum status list_promises(struct cli *cli, const char *text, struct error *err)
{
    static const struct out_column columns[] = {
        {"#", true, false}, {"due", false, false}, {"", false, false}, {"site", false, true}, {"what", false, true}};
    static const char *const states[] = {"", "kept", "broken"};
    struct promise *promises;
    size_t n;
    enum status status = store_promise_list(cli->store, 0, !cli_option(cli, "all"), cli->arena, &promises, &n, err);
    if (status)
        return status;
    struct listing *listing = listing_new(cli, "rounds-list-promises", "promises", columns, 5);
    for (size_t i = 0; i < n; i++) {
        const struct promise *promise = &promises[i];
        if (text && !text_contains_folded(promise->what, text) && !text_contains_folded(promise->site_name, text))
            continue;
        if (listing_is_json(listing)) {
            listing_add_json(listing, doc_promise(promise));
            continue;
        }
        bool open = promise->state == PROMISE_OPEN;
        listing_add(listing, (const char *[]){arena_printf(cli->arena, "P%lld", (long long)promise->id),
                                              words_date(cli->arena, promise->due_day),
                                              open ? words_due(cli->arena, promise->due_day, cli->today)
                                                   : states[promise->state],
                                              promise->site_name, promise->what});
        listing_style(listing, 0, STYLE_DIM);
        listing_style(listing, 2, open && promise->due_day < cli->today ? STYLE_RED : STYLE_PLAIN);
    }
    listing_end(listing);
    return STATUS_OK;
}

static enum status list_notes(struct cli *cli, const char *text, struct error *err)
{
    static const struct out_column columns[] = {{"#", true, false},
                                                {"date", false, false},
                                                {"kind", false, false},
                                                {"site", false, true},
                                                {"text", false, true}};
    bool private_too = cli_option(cli, "private") || (out_is_terminal(cli->out) && !cli->json);
    struct note *notes;
    size_t n;
    enum status status = store_note_list(cli->store, 0, cli->arena, &notes, &n, err);
    if (status)
        return status;
    struct listing *listing = listing_new(cli, "rounds-list-notes", "notes", columns, 5);
    struct site site = site_empty();
    for (size_t i = 0; i < n && !status; i++) {
        const struct note *note = &notes[i];
        if (note->site_id != site.id)
            status = store_site_get(cli->store, note->site_id, cli->arena, &site, err);
        bool withheld = note_is_private(note->kind) && !private_too;
        if (text && (withheld || !text_contains_folded(note->body, text)) && !text_contains_folded(site.name, text))
            continue;
        if (listing_is_json(listing)) {
            json_t *item = doc_note(note, private_too);
            doc_set(item, "site", doc_text(site.name));
            listing_add_json(listing, item);
            continue;
        }
        listing_add(listing, (const char *[]){arena_printf(cli->arena, "N%lld", (long long)note->id),
                                              words_date(cli->arena, note->day), note_kind_name(note->kind), site.name,
                                              withheld ? "(withheld; --private shows it)" : note->body});
        listing_style(listing, 0, STYLE_DIM);
        listing_style(listing, 2, note_is_private(note->kind) ? STYLE_YELLOW : STYLE_PLAIN);
    }
    listing_end(listing);
    return status;
}

static const struct {
    const char *name;
    enum status (*list)(struct cli *cli, const char *text, struct error *err);
} kinds[] = {{"customers", list_customers}, {"havens", list_havens},     {"jobs", list_jobs},
             {"contacts", list_contacts},   {"promises", list_promises}, {"notes", list_notes}};

static enum status run(struct cli *cli, struct error *err)
{
    enum status status = cli_words(cli, 1, 100, err);
    const char *text = NULL;
    if (!status && cli->argc > 1)
        status = cli_text(cli, 1, &text, err);
    if (status)
        return status;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, cli->argv[0]) == 0)
            return kinds[i].list(cli, text, err);
    return cli_usage(cli, err, "list what? '%s' is none of customers, havens, jobs, contacts, promises, notes",
                     cli->argv[0]);
}

const struct command command_list = {
    .name = "list",
    .usage = "list customers|havens|jobs|contacts|promises|notes [FILTER]",
    .summary = "tables of what the store holds",
    .help =
        "  rounds list customers oakham\n"
        "  rounds list customers --unplaced\n"
        "  rounds list jobs --date fri\n"
        "  rounds list contacts --plain | cut -f1,4\n\n"
        "FILTER is looked for in names, keys, towns, postcodes, tags, titles and texts. Jobs are the open ones from "
        "today on, promises the open ones, unless --all. In a pipe or with --json the text of private, tender and "
        "politics notes is withheld unless --private asks for it.",
    .needs = NEEDS_STORE | READS,
    .options = options,
    .run = run,
};
