#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/geocode_open.h"
#include "cli/geocode_view.h"
#include "cli/out.h"
#include "cli/process.h"
#include "cli/words.h"
#include "geo/base/num.h"
#include "geo/store/placing.h"
#include "geo/store/site.h"

#include <string.h>

enum { LIMIT_MAX = 1000000, NAMES_SHOWN = 5 };

static const struct command_option options[] = {
    {"again", 0, NULL, "also those that wait in review, and places of a geocoder that nobody has confirmed"},
    {"limit", 0, "N", "so many sites at most"},
    {0},
};

/* What was said when everybody had been asked who can be; NOT: somebody has yet to answer. */
enum heard { HEARD_NOT, HEARD_NOTHING, HEARD_SOMETHING };

/* What became of them. */
struct tally {
    const enum heard *heard; /* by site */
    bool alone;              /* no service is configured: what is at home is all that will be said */
    size_t placed, review, nothing, unasked, changed;
    const char *unknown; /* names of the first that nobody knows */
    const char *attribution;
    json_t *list; /* NULL but for --json */
};

/* --- which ----------------------------------------------------------------------------------------------------------- */

static bool has_address(const struct site *site)
{
    return *site->street != '\0' || *site->postcode != '\0' || *site->town != '\0';
}

static enum status named_site(struct cli *cli, const char *word, struct site *site, struct error *err)
{
    const enum status status = store_site_find(cli->store, word, cli->arena, site, err);
    if (status)
        return status;
    if (!has_address(site))
        return error_set(err, STATUS_INPUT,
                         "%s has no address to ask for: rounds edit %lld street='12 High Street' town=...", site->name,
                         (long long)site->id);
    if (site->placed_by == PLACED_HAND || site->placed_by == PLACED_IMPORT)
        return error_set(
            err, STATUS_INPUT,
            "%s has a place that was %s, and that is not overwritten: `rounds edit %lld place=` forgets it", site->name,
            site->placed_by == PLACED_HAND ? "set by hand" : "imported", (long long)site->id);
    return STATUS_OK;
}

static enum status choose(struct cli *cli, struct site **sites, size_t *n, struct error *err)
{
    const char *text = cli_option(cli, "limit");
    int64_t limit = LIMIT_MAX;
    enum status status = STATUS_OK;
    if (text && !num_parse_i64(text, 1, LIMIT_MAX, &limit))
        return error_set(err, STATUS_INPUT, "--limit %s: it takes a number from 1 to %d", text, LIMIT_MAX);
    if (cli->argc == 0) {
        status = store_placing_due(cli->store, cli_option(cli, "again") != NULL, cli->arena, sites, n, err);
    } else {
        *sites = arena_array(cli->arena, (size_t)cli->argc, sizeof **sites);
        for (*n = 0; *n < (size_t)cli->argc && !status; ++*n)
            status = named_site(cli, cli->argv[*n], &(*sites)[*n], err);
    }
    *n = *n < (size_t)limit ? *n : (size_t)limit;
    return status;
}

/* --- asking ---------------------------------------------------------------------------------------------------------- */

/* All that is asked of other computers, before anything is written: every answer is in the cache when it is there, so that who stops
 * the program has lost nothing. */
static enum status ask_all(struct cli *cli, struct geocode_asker *asker, const struct site *sites, size_t n,
                           enum heard *heard, struct error *err)
{
    const char *why = "";
    enum status status = STATUS_OK;
    process_hold(true);
    for (size_t i = 0; i < n && !status && !process_is_stopped(); i++) {
        struct arena *arena = arena_new();
        const struct geocode_query query = geocode_query_of_site(cli, arena, &sites[i]);
        struct geocode_answer answer = {0};
        struct geocode_verdict verdict = {0};
        enum geocoder_state state = GEOCODER_NOTHING;
        struct error one = {0};
        out_progress(cli->out, "Asking", i, n);
        cli->waits_from_ms = cli->waits_from_ms > 0 ? 0 : cli->waits_from_ms; /* each is waited for by itself */
        status = geocoder_search(asker->geocoder, &query, arena, &state, &answer, &verdict, &one);
        if (status == STATUS_NETWORK || status == STATUS_INPUT) { /* of this one; the next may fare better */
            out_warning(cli->out, "%s: %s", sites[i].name, one.text);
            status = STATUS_OK;
        } else if (status) {
            *err = one;
        } else if (state == GEOCODER_ANSWERED || state == GEOCODER_NOTHING) {
            heard[i] = answer.n > 0 ? HEARD_SOMETHING : HEARD_NOTHING;
        }
        arena_free(arena);
        if (geocoder_is_given_up(asker->geocoder, &why)) {
            out_warning(cli->out, "%s", why);
            break;
        }
    }
    out_progress_end(cli->out);
    return status;
}

/* --- taking ---------------------------------------------------------------------------------------------------------- */

static void note_one(struct tally *tally, const struct site *site, const char *decision,
                     const struct geocode_verdict *verdict, const struct geocode_answer *answer)
{
    if (!tally->list)
        return;
    json_t *one = json_object();
    doc_set(one, "site_id", doc_count(site->id));
    doc_set(one, "name", doc_text(site->name));
    doc_set(one, "decision", doc_text(decision));
    doc_set(one, "why", doc_text(verdict ? verdict->why : ""));
    doc_set(one, "source", doc_text(answer && answer->n > 0 ? answer->source : ""));
    doc_set(one, "found",
            answer && answer->n > 0 ? geocode_view_json(&answer->candidates[verdict->chosen]) : json_null());
    doc_add(tally->list, one);
}

static enum status accept(struct cli *cli, struct arena *arena, const struct site *site,
                          const struct geocode_answer *answer, const struct geocode_verdict *verdict, struct error *err)
{
    const struct geocode_candidate *chosen = &answer->candidates[verdict->chosen];
    const struct placing placing = {.site_id = site->id,
                                    .by = PLACED_GEOCODER,
                                    .source = arena_strdup(arena, answer->source),
                                    .source_id = chosen->source_id,
                                    .label = chosen->label,
                                    .precision = chosen->precision,
                                    .placed_utc = cli->now_utc,
                                    .asked = placing_asked(arena, site)};
    return store_placing_set(cli->store, &placing, chosen->at, err);
}

static enum status put_aside(struct cli *cli, struct arena *arena, const struct site *site,
                             const struct geocode_answer *answer, const struct geocode_verdict *verdict,
                             struct error *err)
{
    const struct review review = {.site_id = site->id,
                                  .asked = placing_asked(arena, site),
                                  .why = verdict->why,
                                  .source = answer->n > 0 ? answer->source : "",
                                  .asked_utc = cli->now_utc,
                                  .candidates = answer->candidates,
                                  .n = answer->n};
    return store_review_put(cli->store, &review, err);
}

static void note_unknown(struct cli *cli, struct tally *tally, const struct site *site)
{
    if (tally->nothing++ < NAMES_SHOWN)
        tally->unknown = words_join(cli->arena, tally->unknown, ", ", site->name);
}

/* Asking takes hours: is the site yet as it was asked about, and nobody else has placed it? */
static enum status is_as_asked(struct cli *cli, struct arena *arena, const struct site *site, bool *same,
                               struct error *err)
{
    struct site now;
    const enum status status = store_site_get(cli->store, site->id, arena, &now, err);
    *same = !status && (now.placed_by == PLACED_NOT || now.placed_by == PLACED_GEOCODER) &&
            strcmp(placing_asked(arena, &now), placing_asked(arena, site)) == 0;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* One answer that is here by now; one that has not been kept (the cache was busy) is asked for another time. */
static enum status take(struct cli *cli, struct geocode_asker *asker, const struct site *site, enum heard heard,
                        struct arena *arena, struct tally *tally, struct error *err)
{
    const struct geocode_query query = geocode_query_of_site(cli, arena, site);
    struct geocode_answer answer = {0};
    struct geocode_verdict verdict = {.why = ""};
    enum geocoder_state state = GEOCODER_NOTHING;
    bool same = false;
    enum status status = is_as_asked(cli, arena, site, &same, err);
    if (!status && !same) {
        tally->changed++;
        note_one(tally, site, "changed", NULL, NULL);
        return STATUS_OK;
    }
    if (!status)
        status = geocoder_search(asker->geocoder, &query, arena, &state, &answer, &verdict, err);
    if (status)
        return status;
    if (answer.n > 0 && *answer.attribution && !strstr(tally->attribution, answer.attribution))
        tally->attribution = words_join(cli->arena, tally->attribution, " · ", answer.attribution);
    if (answer.n > 0 && verdict.decision == GEOCODE_ACCEPT) {
        tally->placed++;
        note_one(tally, site, "placed", &verdict, &answer);
        return accept(cli, arena, site, &answer, &verdict, err);
    }
    if (answer.n > 0 && (heard != HEARD_NOT || tally->alone)) {
        tally->review++;
        note_one(tally, site, "review", &verdict, &answer);
        return put_aside(cli, arena, site, &answer, &verdict, err);
    }
    if (answer.n == 0 && heard == HEARD_NOTHING) {
        note_unknown(cli, tally, site);
        note_one(tally, site, "nothing", NULL, NULL);
        verdict.why = "nobody who was asked knows it";
        return put_aside(cli, arena, site, &answer, &verdict, err);
    }
    tally->unasked++;
    note_one(tally, site, "not asked", NULL, NULL);
    return STATUS_OK;
}

static enum status take_all(struct cli *cli, const struct site *sites, size_t n, struct tally *tally, struct error *err)
{
    struct geocode_asker asker = {0};
    enum status status = geocode_open(cli, true, &asker, err);
    if (!status)
        status = cli_begin(cli, err);
    for (size_t i = 0; i < n && !status; i++) {
        struct arena *arena = arena_new();
        out_progress(cli->out, "Placing", i, n);
        status = take(cli, &asker, &sites[i], tally->heard[i], arena, tally, err);
        arena_free(arena);
    }
    out_progress_end(cli->out);
    geocode_close(&asker);
    return status ? status : cli_end(cli, err);
}

/* --- what is said ---------------------------------------------------------------------------------------------------- */

static enum status only_count(struct cli *cli, struct geocode_asker *asker, const struct site *sites, size_t n)
{
    size_t known = 0;
    for (size_t i = 0; i < n; i++) {
        struct arena *arena = arena_new();
        const struct geocode_query query = geocode_query_of_site(cli, arena, &sites[i]);
        known += geocoder_knows(asker->geocoder, &query);
        arena_free(arena);
    }
    const size_t requests = asker->services_n > 0 ? n - known : 0;
    const int64_t lasts_s = (int64_t)requests * asker->interval_ms / 1000;
    if (cli->json) {
        json_t *document = doc_new("rounds-geocode");
        doc_set(document, "dry_run", json_true());
        doc_set(document, "sites", doc_count((int64_t)n));
        doc_set(document, "answered_here", doc_count((int64_t)known));
        doc_set(document, "requests", doc_count((int64_t)requests));
        doc_set(document, "seconds", doc_count(lasts_s));
        out_json(cli->out, document);
        return STATUS_OK;
    }
    out_printf(cli->out, "%s to ask about; what is here answers for %zu.\n", words_count(cli->arena, n, "site"), known);
    if (requests > 0)
        out_printf(
            cli->out, "Would send about %s to %s: %s.\n", words_count(cli->arena, requests, "request"), asker->names,
            lasts_s < 60 ? "less than a minute, if it answers at once"
                         : arena_printf(cli->arena, "%s at least", words_duration(cli->arena, (int32_t)lasts_s)));
    else if (known < n && !*asker->names)
        geocode_say_how(cli);
    return STATUS_OK;
}

static void report_json(struct cli *cli, const struct geocode_asker *asker, const struct tally *tally, size_t requests)
{
    json_t *document = doc_new("rounds-geocode");
    doc_set(document, "dry_run", json_false());
    doc_set(document, "placed", doc_count((int64_t)tally->placed));
    doc_set(document, "review", doc_count((int64_t)tally->review));
    doc_set(document, "nothing", doc_count((int64_t)tally->nothing));
    doc_set(document, "not_asked", doc_count((int64_t)tally->unasked));
    doc_set(document, "changed", doc_count((int64_t)tally->changed));
    doc_set(document, "requests", doc_count((int64_t)requests));
    doc_set(document, "services", doc_text(asker->names));
    doc_set(document, "attribution", doc_text(tally->attribution));
    doc_set(document, "list", tally->list);
    out_json(cli->out, document);
}

static void report(struct cli *cli, const struct geocode_asker *asker, const struct tally *tally, size_t n,
                   size_t requests)
{
    out_printf(cli->out, "Placed %zu of %s.", tally->placed, words_count(cli->arena, n, "site"));
    if (tally->review > 0)
        out_printf(cli->out, " %zu to look at: rounds review.", tally->review);
    out_printf(cli->out, "\n");
    if (tally->nothing > 0)
        out_printf(cli->out, "Nobody knows %s%s: see to the address with rounds review.\n", tally->unknown,
                   tally->nothing > NAMES_SHOWN
                       ? arena_printf(cli->arena, " and %zu more", tally->nothing - NAMES_SHOWN)
                       : "");
    if (tally->changed > 0)
        out_note(cli->out, "%s changed or placed by somebody else meanwhile: left alone.",
                 words_count(cli->arena, tally->changed, "site"));
    if (requests > 0)
        out_note(cli->out, "%s sent to %s.", words_count(cli->arena, requests, "request"), asker->names);
    if (*tally->attribution)
        out_styled(cli->out, STYLE_DIM, "Places: %s\n", tally->attribution);
    if (tally->unasked > 0 && !*asker->names)
        geocode_say_how(cli);
    else if (tally->unasked > 0)
        out_note(cli->out, "%zu not answered yet: the same command goes on with them.", tally->unasked);
}

static enum status go(struct cli *cli, struct geocode_asker *asker, const struct site *sites, size_t n,
                      struct error *err)
{
    enum heard *heard = arena_array(cli->arena, n, sizeof *heard);
    struct tally tally = {.heard = heard,
                          .alone = !*asker->names,
                          .unknown = "",
                          .attribution = "",
                          .list = cli->json ? json_array() : NULL};
    if (cli->dry_run) {
        json_decref(tally.list);
        return only_count(cli, asker, sites, n);
    }
    enum status status = asker->services_n > 0 ? ask_all(cli, asker, sites, n, heard, err) : STATUS_OK;
    const size_t requests = geocoder_requests(asker->geocoder);
    if (!status)
        status = take_all(cli, sites, n, &tally, err);
    if (status) {
        json_decref(tally.list);
        return status;
    }
    if (cli->json)
        report_json(cli, asker, &tally, requests);
    else
        report(cli, asker, &tally, n, requests);
    if (process_is_stopped())
        out_note(cli->out, "Stopped. Nothing is lost: the same command goes on where it was.");
    bool answered = asker->services_n == 0 || tally.unasked == 0 || process_is_stopped();
    for (size_t i = 0; i < n; i++)
        answered = answered || heard[i];
    if (!answered)
        return error_set(err, STATUS_NETWORK, "no service answered: the same command goes on with %s",
                         words_count(cli->arena, tally.unasked, "site"));
    const bool some = tally.unasked > 0 && cli->strict;
    return some ? error_set(err, STATUS_INCOMPLETE, "%zu sites have no answer yet", tally.unasked) : STATUS_OK;
}

static enum status say_all_placed(struct cli *cli, struct error *err)
{
    struct review *list = NULL;
    size_t n = 0;
    const enum status status = store_review_list(cli->store, 0, cli->arena, &list, &n, err);
    if (!status && n == 0)
        out_printf(cli->out, "Every site with an address has a place.\n");
    else if (!status)
        out_printf(cli->out,
                   "Every site with an address has a place, or waits in review (%zu: rounds review). --again asks "
                   "anew about those.\n",
                   n);
    return status;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct geocode_asker asker = {0};
    struct site *sites = NULL;
    size_t n = 0;
    enum status status = choose(cli, &sites, &n, err);
    if (!status)
        status = geocode_open(cli, false, &asker, err);
    if (status)
        return status;
    if (n == 0 && !cli->json)
        status = say_all_placed(cli, err);
    else
        status = go(cli, &asker, sites, n, err);
    geocode_close(&asker);
    return status;
}

const struct command command_geocode = {
    .name = "geocode",
    .usage = "geocode [SITE ...] [--again] [--limit N]",
    .summary = "find the places of sites that have an address only",
    .help = "  rounds geocode --dry-run\n"
            "  rounds geocode\n"
            "  rounds geocode 'Oakham Bakery' --again\n"
            "  rounds config geocode.services=nominatim geocode.contact=you@example.com\n\n"
            "An answer is taken as the place only where it is the house, its number and its town or postcode agree "
            "with what "
            "was asked, and no other house answers as well farther than 100 m away. Everything else waits in `rounds "
            "review`. "
            "A place set by hand or imported is never overwritten.\n\n"
            "Asked are, in this order: your own sites; places imported from a map (`rounds import places FILE`); the "
            "answers of "
            "services that are kept (180 days, \"not found\" 30); the services of geocode.services. No service is "
            "asked until "
            "you have named it there: nominatim, photon, pelias, geocodeearth, openrouteservice, opencage. Each is "
            "asked at "
            "most geocode.per_minute times a minute, by all your programs together. Keys stand in keys.ini beside the "
            "settings "
            "(chmod 600), or in the environment variable that a setting names. Ctrl-C loses nothing.",
    .needs = NEEDS_STORE | WRITES | READS,
    .options = options,
    .run = run,
};
