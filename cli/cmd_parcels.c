#include "cli/cmd.h"

#include "cli/day_news.h"
#include "cli/day_view.h"
#include "cli/parcel_fields.h"
#include "cli/parcels_day.h"
#include "cli/parcels_view.h"
#include "cli/where.h"
#include "cli/words.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/store/job.h"
#include "planner/open.h"

#include <string.h>

enum { LIMIT = 6, LIMIT_MAX = 200 };

static const struct command_option options[] = {
    {"carrier", 0, "NAME", "only where this courier collects, or may"},
    {"by", 0, "WHEN", "by 16:00, fri or 'fri 16:00'"},
    {"parcel", 0, "K12", "for this parcel: its carrier, the job that yields it, its last moment"},
    {"limit", 0, "N", "so many (default 6)"},
    {0},
};

static enum status take_options(struct cli *cli, struct parcels_request *request, struct error *err)
{
    const char *carrier = cli_option(cli, "carrier"), *by = cli_option(cli, "by"), *limit = cli_option(cli, "limit");
    int64_t number = LIMIT;
    int32_t day = 0, wall_s = 0;
    if (carrier)
        request->carrier = text_equal_folded(carrier, "any") ? "" : text_trim(cli->arena, carrier);
    if (by && !parcel_fields_when(cli, by, &day, &wall_s))
        return error_set(err, STATUS_INPUT, "--by %s is no moment; try 16:00, fri, or 'fri 16:00'", by);
    if (by)
        request->by_utc = parcels_day_by(day, wall_s);
    if (limit && !num_parse_i64(limit, 1, LIMIT_MAX, &number))
        return error_set(err, STATUS_INPUT, "--limit %s: it takes a number from 1 to %d", limit, LIMIT_MAX);
    request->limit = (size_t)number;
    return STATUS_OK;
}

static enum status take_parcel(struct cli *cli, struct parcels_request *request, struct parcel *parcel,
                               struct error *err)
{
    const char *word = cli_option(cli, "parcel");
    if (!word)
        return STATUS_OK;
    int64_t id = words_parse_id(word, 'K');
    id = id != 0 ? id : words_parse_id(word, 0);
    if (id == 0)
        return cli_usage(cli, err, "--parcel %s is no parcel (K12); `rounds parcel list` has the numbers", word);
    const enum status status = store_parcel_get(cli->store, id, cli->arena, parcel, err);
    if (status != STATUS_OK)
        return status;
    if (parcel->direction == PARCEL_IN)
        return error_set(err, STATUS_INPUT, "K%lld comes in: it is to be collected %s", (long long)parcel->id,
                         parcel_fields_where(cli->arena, parcel));
    if (parcel->state == PARCEL_DONE)
        return error_set(err, STATUS_INPUT, "K%lld was handed over %s", (long long)parcel->id,
                         words_ago(cli->arena, parcel->done_day, cli->today));
    return parcels_day_ask(cli, parcel, request, err);
}

/* Today's plan, as far as it is still to be driven, counts when nobody names a place. */
static enum status take_start(struct cli *cli, struct parcels_request *request, const char **from, struct error *err)
{
    struct where where = {.name = ""};
    struct plan *plan = NULL;
    struct saved_plan saved;
    int32_t now_s = 0;
    enum status status = where_find(cli, 0, cli->argc, &where, err);
    request->from = where.at;
    *from = where.name;
    if (status != STATUS_OK || cli->argc > 0)
        return status;
    status = day_view_load(cli, cli->today, &plan, &saved, err);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK)
        status = plan_still_booked(cli->store, plan, cli->arena, &plan, err);
    if (status == STATUS_OK && day_view_next_place(plan) < plan->stops_n) {
        (void)day_news_now(cli, plan, &now_s);
        request->from = plan_whereabouts(plan, now_s);
        request->plan = plan;
    }
    return status;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct parcels_request request = {.now_utc = cli->now_utc, .carrier = "", .by_utc = INT64_MAX, .limit = LIMIT};
    struct parcels_asked asked = {.request = &request};
    struct parcels_answer answer = {0};
    struct parcel parcel = parcel_empty();
    enum status status = take_start(cli, &request, &asked.from, err);
    if (!status)
        status = take_parcel(cli, &request, &parcel, err);
    if (!status)
        status = take_options(cli, &request, err);
    request.where = open_where(cli->arena, &cli->settings, &request.from);
    if (!status)
        status = parcels_find(cli->store, cli->travel, &request, cli->arena, &answer, err);
    if (status)
        return status;
    asked.parcel = parcel.id != 0 ? &parcel : NULL;
    return cli->json ? parcels_view_json(cli, &asked, &answer, err) : parcels_view_print(cli, &asked, &answer, err);
}

const struct command command_parcels = {
    .name = "parcels",
    .usage = "parcels [PLACE] [--carrier NAME] [--by WHEN] [--parcel K12] [--limit N]",
    .summary = "where a parcel can be left, by when, and what it costs on today's way",
    .help =
        "  rounds parcels\n"
        "  rounds parcels --carrier DPD --by 17:00\n"
        "  rounds parcels --parcel K3\n"
        "  rounds parcels 'Oakham Bakery' --limit 3\n\n"
        "Own customers who let a courier collect count as much as lockers, shops and post offices: sites with "
        "amenities=parcel_drop or with collections ('DPD Mo-Fr 16:15'). Without PLACE the stops of today's plan that "
        "are still to come are the way: each place is put where it adds the least driving and makes nothing late, and "
        "the minutes are what it adds. With PLACE (as of `rounds near`), or without a plan, they are the drive from "
        "there. First comes what is still possible without harm, then what makes a job late, then other days, then "
        "what is too late. Where no collection is known the opening hours count, and that is said.",
    .needs = NEEDS_STORE | NEEDS_TRAVEL | READS,
    .options = options,
    .run = run,
};
