#include "cli/where.h"

#include "cli/day_view.h"
#include "cli/geocode_open.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/text.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "geo/store/site.h"
#include "planner/plan.h"

#include <string.h>

enum { NEAR_M = 2000 }; /* who is sent to the one of two such places finds the other */

static enum status at_site(struct cli *cli, const struct site *site, struct where *out, struct error *err)
{
    if (site->placed_by == PLACED_NOT)
        return error_set(err, STATUS_INPUT, "%s has no place yet: `rounds edit %lld place=LAT,LON` gives it one",
                         site->name, (long long)site->id);
    out->at = site->at;
    out->name = words_address(cli->arena, site->name, site->town);
    return STATUS_OK;
}

static enum status at_home(struct cli *cli, struct where *out, struct error *err)
{
    struct engineer self;
    const enum status status = store_engineer_self(cli->store, cli->arena, &self, err);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (status == STATUS_NOT_FOUND || !self.has_home)
        return error_set(err, STATUS_INPUT,
                         "from where? Give a place (LAT,LON, a customer, a job), or tell where home is: `rounds init "
                         "--home LAT,LON`");
    out->at = self.home;
    out->name = "home";
    return STATUS_OK;
}

/* The last stop that is done, else home. */
static enum status at_here(struct cli *cli, struct where *out, struct error *err)
{
    struct plan *plan = NULL;
    struct saved_plan saved;
    enum status status = day_view_load(cli, cli->today, &plan, &saved, err);
    if (status == STATUS_NOT_FOUND)
        return at_home(cli, out, err);
    for (size_t i = status == STATUS_OK ? plan->stops_n : 0; i-- > 0;) {
        const struct plan_stop *stop = &plan->stops[i];
        struct site site;
        if (stop->state != PLAN_STOP_DONE || stop->site_id == 0)
            continue;
        status = store_site_get(cli->store, stop->site_id, cli->arena, &site, err);
        return status == STATUS_OK ? at_site(cli, &site, out, err) : status;
    }
    return status == STATUS_OK ? at_home(cli, out, err) : status;
}

static enum status at_next(struct cli *cli, struct where *out, struct error *err)
{
    struct plan *plan = NULL;
    struct saved_plan saved;
    struct site site;
    enum status status = day_view_load(cli, cli->today, &plan, &saved, err);
    if (status == STATUS_NOT_FOUND)
        return error_set(err, STATUS_NOT_FOUND, "there is no plan of today, and so no next stop: `rounds plan today`");
    if (status != STATUS_OK)
        return status;
    const size_t next = day_view_next_place(plan);
    if (next == plan->stops_n)
        return error_set(err, STATUS_NOT_FOUND, "all stops of today are done: there is no next one");
    status = store_site_get(cli->store, plan->stops[next].site_id, cli->arena, &site, err);
    return status == STATUS_OK ? at_site(cli, &site, out, err) : status;
}

static enum status at_job(struct cli *cli, int64_t id, struct where *out, struct error *err)
{
    struct job job;
    struct site site;
    enum status status = store_job_get(cli->store, id, cli->arena, &job, err);
    if (status == STATUS_OK)
        status = store_site_get(cli->store, job.site_id, cli->arena, &site, err);
    return status == STATUS_OK ? at_site(cli, &site, out, err) : status;
}

/* Of several that answer, the first is taken only when the others lie near it: one would drive to the wrong one. */
static const struct geocode_candidate *only_one(const struct geocode_answer *answer)
{
    const struct geocode_candidate *first = &answer->candidates[0];
    for (size_t i = 1; i < answer->n; i++) {
        const struct geocode_candidate *other = &answer->candidates[i];
        if (other->precision <= first->precision && point_distance_m(first->at, other->at) > NEAR_M)
            return NULL;
    }
    return first;
}

/* With a number or a comma it may be one. A name alone may be a person's, mistyped: it is looked for at home and told nobody. */
static bool looks_like_address(const char *text)
{
    return strpbrk(text, ",0123456789") != NULL;
}

/* ANSWER and VERDICT are in cli's arena; ANSWER.source too. */
static enum status look_up(struct cli *cli, const char *text, bool here_only, struct geocode_answer *answer,
                           struct geocode_verdict *verdict, struct error *err)
{
    struct geocode_asker asker = {0};
    enum geocoder_state state = GEOCODER_NOTHING;
    enum status status = geocode_open(cli, here_only, &asker, err);
    if (status != STATUS_OK)
        return status;
    const struct geocode_query query = geocode_query_of_line(cli, cli->arena, text);
    status = geocoder_search(asker.geocoder, &query, cli->arena, &state, answer, verdict, err);
    answer->source = answer->n > 0 ? arena_strdup(cli->arena, answer->source) : "";
    geocode_close(&asker);
    return status;
}

static void take(struct cli *cli, const char *text, const struct geocode_answer *answer,
                 const struct geocode_candidate *chosen, struct where *out)
{
    out->at = chosen->at;
    out->name = chosen->label;
    out_note(cli->out, "%s: %s (%s, %s)", text, chosen->label, geocode_precision_name(chosen->precision),
             answer->source);
}

/* What no site is called may be an address or the name of a place. ERR holds what is said when it is neither. */
static enum status at_address(struct cli *cli, const char *text, struct where *out, struct error *err)
{
    struct geocode_answer answer = {0};
    struct geocode_verdict verdict = {.why = ""};
    struct error trouble = {0};
    enum status status = look_up(cli, text, !looks_like_address(text), &answer, &verdict, &trouble);
    if (status != STATUS_OK) {
        *err = trouble;
        return status;
    }
    if (answer.n == 0)
        return STATUS_NOT_FOUND; /* in the store's own sentence */
    const struct geocode_candidate *chosen =
        verdict.decision == GEOCODE_ACCEPT ? &answer.candidates[verdict.chosen] : only_one(&answer);
    if (chosen == NULL)
        return error_set(err, STATUS_INPUT,
                         "'%s' may be %s, or %s, and more: `rounds where` shows them; give one LAT,LON", text,
                         answer.candidates[0].label, answer.candidates[1].label);
    if (chosen->mismatched & GEOCODE_STREET_NAME)
        return error_set(
            err, STATUS_NOT_FOUND,
            "nobody knows '%s'; the closest in name is %s: `rounds where` shows it; give a site or LAT,LON", text,
            chosen->label);
    take(cli, text, &answer, chosen, out);
    return STATUS_OK;
}

/* Is CANDIDATE a town, or a quarter of one, of exactly the name FOLDED? */
static bool is_town(struct cli *cli, const struct geocode_candidate *candidate, const char *folded)
{
    const char *name = candidate->precision == GEOCODE_AREA && candidate->within ? candidate->within : "";
    while (*name) {
        const size_t n = strcspn(name, "\n");
        if (strcmp(text_fold(cli->arena, arena_printf(cli->arena, "%.*s", (int)n, name)), folded) == 0)
            return true;
        name += n + (name[n] == '\n');
    }
    return false;
}

/* The names of several sites hold TEXT ("Oakham": Oakham Bakery, Oakham Dental): a town that is called so is meant, where
 * one is known here. Else ERR stays what it is, and so does the status. */
static enum status at_town(struct cli *cli, const char *text, struct where *out)
{
    struct geocode_answer answer = {0};
    struct geocode_verdict verdict = {.why = ""};
    struct error ignored = {0};
    const struct geocode_candidate *town = NULL;
    if (looks_like_address(text) || look_up(cli, text, true, &answer, &verdict, &ignored) != STATUS_OK)
        return STATUS_INPUT;
    const char *folded = text_fold(cli->arena, text);
    for (size_t i = 0; i < answer.n; i++) {
        const struct geocode_candidate *candidate = &answer.candidates[i];
        if (!is_town(cli, candidate, folded))
            continue;
        if (town != NULL && point_distance_m(town->at, candidate->at) > NEAR_M)
            return STATUS_INPUT;
        town = town != NULL ? town : candidate;
    }
    if (town == NULL)
        return STATUS_INPUT;
    take(cli, text, &answer, town, out);
    return STATUS_OK;
}

bool where_is_numbers(const char *text)
{
    return strchr(text, ',') != NULL && strspn(text, "0123456789+-., \t") == strlen(text);
}

enum status where_text(struct cli *cli, const char *text, struct where *out, struct error *err)
{
    struct site site;
    if (where_is_numbers(text)) {
        out->name = text;
        return point_parse(text, &out->at, err);
    }
    enum status status = cli_open_store(cli, STORE_MUST_EXIST, err);
    if (status != STATUS_OK)
        return status;
    if (*text == '\0' || strcmp(text, "here") == 0)
        return at_here(cli, out, err);
    if (strcmp(text, "home") == 0)
        return at_home(cli, out, err);
    if (strcmp(text, "next") == 0)
        return at_next(cli, out, err);
    const int64_t job = (*text == 'J' || *text == 'j') ? words_parse_id(text, 'J') : 0;
    if (job != 0)
        return at_job(cli, job, out, err);
    status = store_site_find(cli->store, text, cli->arena, &site, err);
    return status == STATUS_NOT_FOUND ? at_address(cli, text, out, err)
           : status == STATUS_INPUT   ? at_town(cli, text, out)
           : status == STATUS_OK      ? at_site(cli, &site, out, err)
                                      : status;
}

enum status where_find(struct cli *cli, int first, int end, struct where *out, struct error *err)
{
    const char *text = "";
    for (int i = first; i < end; i++)
        text = words_join(cli->arena, text, " ", cli->argv[i]);
    return where_text(cli, text, out, err);
}
