#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/geocode_open.h"
#include "cli/geocode_view.h"
#include "cli/out.h"
#include "cli/where.h"
#include "cli/words.h"

#include <string.h>

static const char *const decision_names[] = {"accepted", "doubtful", "none"};

static void print_json(struct cli *cli, const char *asked, const struct geocode_answer *answer,
                       const struct geocode_verdict *verdict)
{
    json_t *document = doc_new("rounds-where"), *list = json_array();
    for (size_t i = 0; i < answer->n; i++)
        doc_add(list, geocode_view_json(&answer->candidates[i]));
    doc_set(document, "asked", doc_text(asked));
    doc_set(document, "decision", verdict ? doc_text(decision_names[verdict->decision]) : json_null());
    doc_set(document, "chosen",
            verdict && verdict->decision != GEOCODE_NONE ? doc_count((int64_t)verdict->chosen) : json_null());
    doc_set(document, "why", doc_text(verdict ? verdict->why : ""));
    doc_set(document, "source", doc_text(answer->n > 0 ? answer->source : ""));
    doc_set(document, "attribution", doc_text(answer->n > 0 ? answer->attribution : ""));
    doc_set(document, "candidates", list);
    out_json(cli->out, document);
}

static enum status nothing(struct cli *cli, const struct geocode_asker *asker, enum geocoder_state state,
                           const char *asked, struct error *err)
{
    if (state == GEOCODER_STOPPED)
        return error_set(err, STATUS_NETWORK, "stopped before anybody answered");
    if (state == GEOCODER_NOT_ASKED && !*asker->names)
        geocode_say_how(cli);
    const char *who = asker->services_n > 0 ? arena_printf(cli->arena, ", and %s has nothing like it", asker->names)
                      : *asker->names       ? ", and --offline nobody else is asked"
                                            : "";
    return error_set(err, STATUS_NOT_FOUND, "%s: your sites and imported places do not have it%s", asked, who);
}

static enum status look_up(struct cli *cli, const struct geocode_asker *asker, const char *text, struct error *err)
{
    const struct geocode_query query = geocode_query_of_line(cli, cli->arena, text);
    struct geocode_answer answer = {0};
    struct geocode_verdict verdict = {.decision = GEOCODE_NONE, .why = ""};
    enum geocoder_state state = GEOCODER_NOTHING;
    enum status status = geocoder_search(asker->geocoder, &query, cli->arena, &state, &answer, &verdict, err);
    if (status)
        return status;
    if (answer.n == 0)
        return nothing(cli, asker, state, text, err);
    if (cli->json) {
        print_json(cli, text, &answer, &verdict);
        return STATUS_OK;
    }
    const bool sure = verdict.decision == GEOCODE_ACCEPT;
    out_styled(cli->out, sure ? STYLE_GREEN : STYLE_YELLOW, "%s",
               sure ? arena_printf(cli->arena, "Found (%zu)", verdict.chosen + 1) : "Doubtful");
    out_printf(cli->out, ": %s\n", verdict.why);
    status = geocode_view_candidates(cli, answer.candidates, answer.n, 0, err);
    geocode_view_source(cli, &answer);
    return status;
}

static enum status look_back(struct cli *cli, const struct geocode_asker *asker, struct point at, const char *text,
                             struct error *err)
{
    struct geocode_answer answer = {0};
    enum geocoder_state state = GEOCODER_NOTHING;
    enum status status = geocoder_reverse(asker->geocoder, at, "", cli->arena, &state, &answer, err);
    if (status)
        return status;
    if (answer.n == 0)
        return nothing(cli, asker, state, text, err);
    if (cli->json) {
        print_json(cli, text, &answer, NULL);
        return STATUS_OK;
    }
    status = geocode_view_candidates(cli, answer.candidates, answer.n, 0, err);
    geocode_view_source(cli, &answer);
    return status;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct geocode_asker asker = {0};
    struct point at;
    const char *text = "";
    enum status status = cli_words(cli, 1, 1000, err);
    if (!status)
        status = cli_text(cli, 0, &text, err);
    if (!status)
        status = geocode_open(cli, false, &asker, err);
    if (status)
        return status;
    if (!where_is_numbers(text)) {
        status = look_up(cli, &asker, text, err);
    } else {
        status = point_parse(text, &at, err);
        if (!status)
            status = look_back(cli, &asker, at, text, err);
    }
    geocode_close(&asker);
    return status;
}

const struct command command_where = {
    .name = "where",
    .usage = "where ADDRESS | where LAT,LON",
    .summary = "where an address is, or what is at a place",
    .help = "  rounds where 12 High Street, Oakham\n"
            "  rounds where 52.6705,-0.7290\n"
            "  rounds where Uppingham --offline\n\n"
            "Your own sites and imported places (`rounds import places`) are asked first, then what services answered "
            "before, then "
            "the services of the setting geocode.services. Nothing is kept but the answer of a service. `rounds help "
            "geocode` "
            "tells how services are chosen.",
    .needs = NEEDS_STORE | READS,
    .run = run,
};
