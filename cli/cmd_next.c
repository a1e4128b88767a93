#include "cli/cmd.h"

#include "cli/card.h"
#include "cli/day_news.h"
#include "cli/day_view.h"
#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/travel.h"
#include "planner/plan.h"

enum { LABELS = 13 }; /* columns, as on the card */

static const struct command_option options[] = {
    {"private", 0, NULL, "with private, tender and politics notes, wherever the output goes"},
    {0},
};

/* The next stop, and what it comes to from here and now. */
struct going {
    const struct plan *plan;
    size_t index; /* stops_n: all are done */
    int32_t now_s;
    struct point from; /* where the engineer is */
    struct plan_ahead ahead;
    struct day_news news;
};

/* The stop as it stands in "rounds-plan", by way of the whole document: one form everywhere. */
static json_t *stop_json(struct cli *cli, const struct plan *plan, size_t index)
{
    json_t *document = json_loads(plan_to_json(cli->arena, plan), 0, NULL);
    json_t *stop = json_incref(json_array_get(json_object_get(document, "stops"), index));
    json_decref(document);
    return stop ? stop : json_null();
}

/* The leg is the one from where the engineer is, which is not always the stop before. */
static void print_drive(struct cli *cli, const struct going *going, const struct plan_stop *stop)
{
    int32_t day = going->plan->day, leave_s = stop->arrive_s - going->ahead.drive_s;
    out_hanging(cli->out, STYLE_PLAIN, "  Drive", LABELS,
                arena_printf(cli->arena, "leave %s, %s (%s, %s), there %s; %s of slack",
                             words_time(cli->arena, day, leave_s), words_between(cli->arena, leave_s, stop->arrive_s),
                             words_km(cli->arena, going->ahead.drive_m),
                             travel_source(cli->travel, going->from, stop->at),
                             words_time(cli->arena, day, stop->arrive_s), words_duration(cli->arena, stop->slack_s)));
}

/* When the moment of leaving is past: what leaving now would come to, and for whom. */
static void print_behind(struct cli *cli, const struct going *going, const struct plan_stop *stop)
{
    int32_t behind_s = going->ahead.arrive_s - stop->arrive_s;
    if (behind_s >= 60)
        out_hanging(cli->out, behind_s > stop->slack_s ? STYLE_RED : STYLE_YELLOW, "  Now", LABELS,
                    arena_printf(cli->arena, "leaving now, there %s: %s behind the plan",
                                 words_time(cli->arena, going->plan->day, going->ahead.arrive_s),
                                 words_between(cli->arena, stop->arrive_s, going->ahead.arrive_s)));
    const char *late = day_news_late(cli, going->plan, going->index, &going->ahead);
    const char *parcel = day_news_parcel(cli, going->plan, going->index, &going->ahead);
    if (*late)
        out_hanging(cli->out, STYLE_RED, "  !", LABELS, late);
    if (*parcel)
        out_hanging(cli->out, STYLE_RED, "  !", LABELS, parcel);
}

static enum status print_stop(struct cli *cli, const struct going *going, struct error *err)
{
    const struct plan *plan = going->plan;
    const struct plan_stop *stop = &plan->stops[going->index];
    const char *number = stop->kind == PLAN_STOP_BREAK
                             ? ""
                             : arena_printf(cli->arena, "stop %zu, ", day_view_number(plan, going->index));
    out_styled(cli->out, STYLE_BOLD, "Next: %s%s-%s %s\n", number, words_time(cli->arena, plan->day, stop->start_s),
               words_time(cli->arena, plan->day, stop->depart_s),
               stop->kind == PLAN_STOP_BREAK ? day_view_break(cli, plan, going->index) : stop->name);
    print_drive(cli, going, stop);
    print_behind(cli, going, stop);
    day_view_stop_lines(cli, plan, stop, LABELS);
    if (stop->site_id == 0)
        return STATUS_OK;
    struct site site;
    struct card *card = NULL;
    enum status status = store_site_get(cli->store, stop->site_id, cli->arena, &site, err);
    if (!status)
        status = card_read(cli, &site, &card, err);
    if (status)
        return status;
    out_printf(cli->out, "\n");
    card_print(cli, card, plan->day, cli_option(cli, "private"));
    return STATUS_OK;
}

static enum status print_json(struct cli *cli, const struct going *going, struct error *err)
{
    const struct plan *plan = going->plan;
    size_t index = going->index;
    json_t *document = doc_new("rounds-next");
    doc_set(document, "date", doc_date(plan->day));
    bool over = index == plan->stops_n;
    doc_set(document, "number",
            over || plan->stops[index].kind == PLAN_STOP_BREAK
                ? json_null()
                : json_integer((json_int_t)day_view_number(plan, index)));
    doc_set(document, "stop", over ? json_null() : stop_json(cli, plan, index));
    doc_set(document, "ahead", over ? json_null() : day_news_ahead_json(plan, &going->ahead));
    doc_set(document, "changes", day_news_json(&going->news));
    struct site site;
    struct card *card = NULL;
    enum status status = STATUS_OK;
    if (!over && plan->stops[index].site_id) {
        status = store_site_get(cli->store, plan->stops[index].site_id, cli->arena, &site, err);
        if (!status)
            status = card_read(cli, &site, &card, err);
        if (!status)
            card_json(card, document, cli_option(cli, "private"));
    }
    if (status)
        json_decref(document);
    else
        out_json(cli->out, document);
    return status;
}

static enum status look_ahead(struct cli *cli, struct going *going, struct error *err)
{
    going->index = day_view_next(cli, going->plan);
    (void)day_news_now(cli, going->plan, &going->now_s);
    enum status status = day_news_read(cli, going->plan, &going->news, err);
    if (status || going->index == going->plan->stops_n)
        return status;
    going->from = plan_whereabouts(going->plan, going->now_s);
    return day_news_ahead(cli, going->plan, going->index, going->from, &going->ahead, err);
}

static enum status run(struct cli *cli, struct error *err)
{
    struct plan *plan = NULL;
    struct saved_plan saved;
    enum status status = cli_words(cli, 0, 0, err);
    if (!status)
        status = day_view_load(cli, cli->today, &plan, &saved, err);
    if (status == STATUS_NOT_FOUND)
        return error_set(err, STATUS_NOT_FOUND, "there is no plan of today, %s: `rounds plan today` makes one",
                         words_day(cli->arena, cli->today));
    struct going going = {.plan = plan};
    if (!status)
        status = look_ahead(cli, &going, err);
    if (status)
        return status;
    if (cli->json)
        return print_json(cli, &going, err);
    day_news_warn(cli, plan, &going.news);
    if (going.index < plan->stops_n)
        return print_stop(cli, &going, err);
    out_printf(cli->out, "All stops are done. Home: %s, %s.\n",
               words_between(cli->arena, plan->home_s - plan->home_drive_s, plan->home_s),
               words_km(cli->arena, plan->home_drive_m));
    return STATUS_OK;
}

const struct command command_next = {
    .name = "next",
    .usage = "next [--private]",
    .summary = "the next stop of today's plan, with its card",
    .help = "  rounds next\n\n"
            "When to leave, when to be there, why, and all that is worth knowing before you go in. The drive is the "
            "one from "
            "the last stop that is done; when time has run out, it says which job will be late, and which visit makes "
            "it so. "
            "Private notes as with rounds show.",
    .needs = NEEDS_STORE | NEEDS_TRAVEL | READS,
    .options = options,
    .run = run,
};
