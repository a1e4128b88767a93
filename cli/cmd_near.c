#include "cli/cmd.h"

#include "cli/near_view.h"
#include "cli/out.h"
#include "cli/where.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "planner/open.h"

#include <string.h>
#include <strings.h>

enum { LIMIT = 8, LIMIT_MAX = 1000, MINUTES_MAX = 180 /* more in minutes is meant as metres */ };

static const struct command_option options[] = {
    {"need", 0, "THINGS", "what it must offer: toilet,pc (all of them); may be repeated"},
    {"open", 0, "[TIME]", "only what is known to be open when you get there; with TIME (14:30) at that time today"},
    {"within", 0, "FAR", "no farther than 15m (minutes), 1h, or 10km by road"},
    {"limit", 0, "N", "so many (default 8)"},
    {"customers", 0, NULL, "customers only, those who want no drop-ins too"},
    {"havens", 0, NULL, "havens only"},
    {0},
};

/* --- what is asked --------------------------------------------------------------------------------------------------- */

static enum status take_needs(struct cli *cli, uint32_t *need, struct error *err)
{
    const char *list;
    for (size_t i = 0; (list = cli_option_nth(cli, "need", i)) != NULL; i++) {
        uint32_t mask = 0;
        char *bad = NULL;
        if (!amenity_parse_list(cli->arena, list, &mask, &bad))
            return error_set(err, STATUS_INPUT, "--need %s: rounds knows %s", bad,
                             amenity_list(cli->arena, AMENITY_BIT(AMENITY_COUNT) - 1, ", "));
        if (mask == 0)
            return error_set(err, STATUS_INPUT, "--need wants something, such as toilet,pc");
        *need |= mask;
    }
    return STATUS_OK;
}

static enum status take_within(struct cli *cli, struct near_request *request, struct error *err)
{
    static const struct {
        const char *unit;
        double metres;
    } units[] = {{"km", 1000}, {"miles", 1609.344}, {"mile", 1609.344}, {"mi", 1609.344}};
    const char *text = cli_option(cli, "within");
    if (text == NULL)
        return STATUS_OK;
    const size_t length = strlen(text);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const size_t unit = strlen(units[i].unit);
        if (length <= unit || strcasecmp(text + length - unit, units[i].unit) != 0)
            continue;
        double far = 0;
        const char *number = text_trim(cli->arena, arena_strndup(cli->arena, text, length - unit));
        if (num_parse_double(number, false, 0.001, 50000, &far)) {
            request->within_m = far * units[i].metres;
            return STATUS_OK;
        }
    }
    if (civil_parse_duration(text, &request->within_s) && request->within_s > 0) {
        if (text[length - 1] == 'm' && request->within_s > MINUTES_MAX * 60)
            return error_set(err, STATUS_INPUT, "--within %s: m is for minutes; of a distance say km, as in 0.5km",
                             text);
        return STATUS_OK;
    }
    return error_set(err, STATUS_INPUT, "--within %s: it takes minutes or a distance: 15m, 1h, 10km", text);
}

static enum status take_limit(struct cli *cli, struct near_request *request, struct error *err)
{
    const char *text = cli_option(cli, "limit");
    int64_t limit = LIMIT;
    if (text != NULL && !num_parse_i64(text, 1, LIMIT_MAX, &limit))
        return error_set(err, STATUS_INPUT, "--limit %s: it takes a number from 1 to %d", text, LIMIT_MAX);
    request->limit = (size_t)limit;
    return STATUS_OK;
}

/* "--open 14:30": getopt takes an optional value only behind '='; so a first or last word that is a time is one. */
static const char *time_word(const struct cli *cli, int *first, int *end)
{
    int32_t wall_s;
    const char *words[] = {*first < *end ? cli->argv[*first] : "", *first < *end ? cli->argv[*end - 1] : ""};
    for (int i = 0; i < 2; i++) {
        if (strpbrk(words[i], ":") == NULL || !civil_parse_time(words[i], &wall_s))
            continue;
        *first += i == 0;
        *end -= i == 1;
        return words[i];
    }
    return "";
}

static enum status take_open(struct cli *cli, struct near_request *request, int *first, int *end, struct error *err)
{
    const char *text = cli_option(cli, "open");
    int32_t wall_s = 0;
    if (text == NULL)
        return STATUS_OK;
    request->open_only = true;
    if (*text == '\0')
        text = time_word(cli, first, end);
    if (*text == '\0')
        return STATUS_OK;
    if (!civil_parse_time(text, &wall_s))
        return error_set(err, STATUS_INPUT, "--open %s: it takes a time of today, such as 14:30", text);
    request->at_given = true;
    (void)civil_utc(cli->today, wall_s, &request->open_utc);
    return STATUS_OK;
}

/* --- the command ----------------------------------------------------------------------------------------------------- */

static enum status take_options(struct cli *cli, struct near_request *request, int *first, int *end, struct error *err)
{
    const bool customers = cli_option(cli, "customers") != NULL;
    const bool havens = cli_option(cli, "havens") != NULL;
    request->filter.customers = customers || !havens;
    request->filter.havens = havens || !customers;
    request->filter.unasked_too = customers;
    enum status status = take_needs(cli, &request->filter.need, err);
    if (status == STATUS_OK)
        status = take_within(cli, request, err);
    if (status == STATUS_OK)
        status = take_limit(cli, request, err);
    return status == STATUS_OK ? take_open(cli, request, first, end, err) : status;
}

static enum status run(struct cli *cli, struct error *err)
{
    struct near_request request = {.leave_utc = cli->now_utc};
    struct near_asked asked = {.request = &request};
    struct near_answer answer;
    struct where where = {.name = ""};
    int first = 0, end = cli->argc;
    enum status status = take_options(cli, &request, &first, &end, err);
    if (status == STATUS_OK)
        status = where_find(cli, first, end, &where, err);
    request.from = where.at;
    request.where = open_where(cli->arena, &cli->settings, &request.from);
    asked.from = where.name;
    if (status == STATUS_OK)
        status = near_find(cli->store, cli->travel, &request, cli->arena, &answer, err);
    if (status != STATUS_OK)
        return status;
    return cli->json ? near_view_json(cli, &asked, &answer, err) : near_view_print(cli, &asked, &answer, err);
}

const struct command command_near = {
    .name = "near",
    .usage = "near [PLACE] [--need THINGS] [--open [TIME]] [--within FAR] [--limit N] [--customers] [--havens]",
    .summary = "the nearest toilet, PC or tea by travel time, and who is there",
    .help =
        "  rounds near --need toilet --open\n"
        "  rounds near next --need pc,wifi --within 15m\n"
        "  rounds near 52.6705,-0.7290 --need parcel_drop --open 16:00\n"
        "  rounds near 'Oakham Bakery' --customers\n\n"
        "PLACE is LAT,LON, a customer or haven, a job (J5), `next` (the next stop of today's plan), `home`, `here` "
        "(the last stop that is done, else home), which is also what is meant without one, or an address or a town. "
        "Nearest is by minutes; at equal minutes a customer who is glad to see you comes before a stranger. What is "
        "said of opening hours is about the moment you get there; \"opens in 20 min\" counts from now. Customers who "
        "want nobody to drop in are shown with --customers only; closed ones, and havens that have gone from their "
        "list, never. What it may offer: toilet, hot_drink, warmth, food, pc, wifi, parking, fuel, charging, rest, "
        "parcel_drop, parcel_receive, water, shower, phone_signal.",
    .needs = NEEDS_STORE | NEEDS_TRAVEL | READS,
    .options = options,
    .run = run,
};
