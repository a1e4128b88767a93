#include "cli/cmd.h"

#include "cli/day_news.h"
#include "cli/day_view.h"
#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/travel.h"
#include "planner/plan.h"
#include "planner/say.h"
#include "planner/worth.h"

enum { INDENT = 9 };

/* SITE [DATE]: when the last of several words is a date, it is meant as one. */
static enum status take_words(struct cli *cli, const char **site, int32_t *day, struct error *err)
{
    enum status status = cli_words(cli, 1, 100, err);
    if (status)
        return status;
    if (cli->argc > 1 && civil_parse_day_word(cli->argv[cli->argc - 1], cli->today, day))
        cli->argc--;
    else
        status = day_view_default(cli, day, err);
    return status ? status : cli_text(cli, 0, site, err);
}

/* The saved plan; when there is none, the one that would be made. */
static enum status find_plan(struct cli *cli, const struct plan_request *request, struct plan **plan, bool *saved,
                             struct error *err)
{
    struct saved_plan stops;
    enum status status = plan_load(cli->store, request->day, cli->arena, plan, &stops, err);
    *saved = status != STATUS_NOT_FOUND;
    return *saved ? status : plan_make(cli->store, cli->travel, request, cli->arena, plan, err);
}

static json_t *reasons_json(const struct worth *worth)
{
    json_t *reasons = json_array();
    for (int reason = 0; reason < REASON_COUNT; reason++) {
        if (worth->reason_s[reason] == 0)
            continue;
        json_t *one = json_object();
        doc_set(one, "reason", json_string(reason_name((enum reason)reason)));
        doc_set(one, "worth_s", json_integer(worth->reason_s[reason]));
        doc_add(reasons, one);
    }
    return reasons;
}

static void print_json(struct cli *cli, const struct plan *plan, bool saved, const struct plan_missed *why,
                       const struct day_news *news)
{
    json_t *document = doc_new("rounds-why");
    doc_set(document, "date", doc_date(plan->day));
    doc_set(document, "plan_saved", json_boolean(saved));
    doc_set(document, "site_id", json_integer(why->site_id));
    doc_set(document, "site_uuid", doc_text(why->site_uuid));
    doc_set(document, "name", doc_text(why->name));
    doc_set(document, "in_plan", json_boolean(why->verdict == VERDICT_IN));
    doc_set(document, "verdict", json_string(plan_verdict_name(why->verdict)));
    doc_set(document, "text", doc_text(why->text));
    doc_set(document, "cost_s", doc_count(why->cost_s));
    doc_set(document, "source", doc_text(travel_name(cli->travel)));
    doc_set(document, "worth_s", json_integer(why->worth.total_s));
    doc_set(document, "reasons", reasons_json(&why->worth));
    doc_set(document, "after", doc_text(why->after));
    doc_set(document, "at", why->at_s == NUMBER_UNSET ? json_null() : doc_wall(civil_wall(plan->day, why->at_s)));
    doc_set(document, "changes", day_news_json(news));
    out_json(cli->out, document);
}

static void print(struct cli *cli, const struct plan *plan, bool saved, const struct plan_missed *why)
{
    struct arena *arena = cli->arena;
    bool in = why->verdict == VERDICT_IN;
    const char *answer = in ? "  yes" : why->verdict == VERDICT_HAS_JOB ? "  job" : "  no";
    out_styled(cli->out, STYLE_BOLD, "%s", words_address(arena, why->name, why->address));
    out_printf(cli->out, " · %s%s\n", words_day(arena, plan->day),
               saved ? "" : " (no plan is saved; as it would be made)");
    out_hanging(cli->out, in ? STYLE_GREEN : STYLE_YELLOW, answer, INDENT, why->text);
    if (why->worth.total_s > 0)
        out_hanging(cli->out, STYLE_PLAIN, "  worth", INDENT,
                    arena_printf(arena, "%d min: %s", say_minutes_down(why->worth.total_s), why->why));
    for (int reason = 0; reason < REASON_COUNT; reason++)
        if (why->worth.reason_s[reason] != 0)
            out_styled(cli->out, STYLE_DIM, "%*s%3d min  %s\n", INDENT, "",
                       say_minutes_down(why->worth.reason_s[reason]),
                       words_plain(arena, reason_name((enum reason)reason)));
    if (why->cost_s != NUMBER_UNSET && why->verdict != VERDICT_NOT_DUE) /* minutes decided */
        out_styled(cli->out, STYLE_DIM, "  by     %s\n", travel_name(cli->travel));
}

static enum status run(struct cli *cli, struct error *err)
{
    const char *text;
    int32_t day;
    struct site site;
    enum status status = take_words(cli, &text, &day, err);
    if (!status)
        status = store_site_find(cli->store, text, cli->arena, &site, err);
    if (status)
        return status;
    struct plan_request request = {.day = day, .now_utc = cli->now_utc, .settings = &cli->settings};
    struct plan *plan = NULL;
    bool saved = false;
    struct plan_missed why;
    struct day_news news = {0};
    status = find_plan(cli, &request, &plan, &saved, err);
    if (!status && saved)
        status = day_news_read(cli, plan, &news, err);
    if (!status)
        status = plan_explain(cli->store, cli->travel, &request, plan, &site, cli->arena, &why, err);
    if (status)
        return status;
    if (cli->json) {
        print_json(cli, plan, saved, &why, &news);
        return STATUS_OK;
    }
    day_news_warn(cli, plan, &news);
    print(cli, plan, saved, &why);
    return STATUS_OK;
}

const struct command command_why = {
    .name = "why",
    .usage = "why SITE [DATE]",
    .summary = "why a site is in the plan or not, in minutes",
    .help = "  rounds why 'Ketton Stores'\n"
            "  rounds why ketton tomorrow\n\n"
            "Answers for any site, against the saved plan of DATE or, when there is none, the plan that would be made. "
            "Without DATE it is the day that rounds plan would take.",
    .needs = NEEDS_STORE | NEEDS_TRAVEL | READS,
    .run = run,
};
