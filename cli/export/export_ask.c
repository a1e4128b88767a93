#include "cli/export/export_ask.h"

#include "cli/day_news.h"
#include "cli/out.h"
#include "cli/roads_net.h"
#include "geo/base/civil.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <string.h>

enum { DAYS_AHEAD = 31, /* how far the next plan is looked for */ POINTS_MAX = 250 };

enum status export_ask_format(const char *name, const struct exporter **out, struct error *err)
{
    const char *names[64];
    size_t n = 0;
    const struct exporter *const *list = export_list(&n);
    for (size_t i = 0; i < n; i++) {
        names[i] = list[i]->name;
        if (strcmp(name, names[i]) == 0) {
            *out = list[i];
            return STATUS_OK;
        }
    }
    const char *near = text_nearest(name, names, n);
    if (near != NULL)
        return error_set(err, STATUS_INPUT, "there is no format '%s'; did you mean '%s'?", name, near);
    return error_set(err, STATUS_INPUT, "there is no format '%s'; `rounds export --list` has them", name);
}

/* --- which plan ------------------------------------------------------------------------------------------------------------ */

static bool has_work(const struct plan *plan)
{
    for (size_t i = 0; i < plan->stops_n; i++)
        if (plan->stops[i].state == PLAN_STOP_PLANNED && plan->stops[i].kind != PLAN_STOP_BREAK)
            return true;
    return false;
}

/* Today's plan while it has anything to do, else the next day's that has a plan. */
static enum status next_plan(struct cli *cli, struct plan **out, struct error *err)
{
    struct plan *plan = NULL;
    struct plan *done = NULL;
    for (int32_t day = cli->today; day <= cli->today + DAYS_AHEAD; day++) {
        const enum status status = plan_load(cli->store, day, cli->arena, &plan, NULL, err);
        if (status == STATUS_NOT_FOUND)
            continue;
        if (status != STATUS_OK)
            return status;
        if (has_work(plan)) {
            *out = plan;
            return STATUS_OK;
        }
        done = done == NULL ? plan : done;
    }
    if (done == NULL)
        return error_set(err, STATUS_NOT_FOUND,
                         "there is no plan of today or the next %d days; `rounds plan` makes one, "
                         "and a date after the format takes another day's",
                         DAYS_AHEAD);
    *out = done;
    return STATUS_OK;
}

enum status export_ask_plan(struct cli *cli, const char *date, struct plan **out, struct error *err)
{
    int32_t day = DAY_NONE;
    if (date != NULL && !civil_parse_date(date, &day) && !civil_parse_day_word(date, cli->today, &day))
        return error_set(err, STATUS_INPUT,
                         "'%s' is no day such as tomorrow, mon or 2026-11-24; a file is named with -o", date);
    const enum status status = cli_open_store(cli, STORE_MUST_EXIST, err);
    if (status != STATUS_OK)
        return status;
    return date == NULL ? next_plan(cli, out, err) : plan_load(cli->store, day, cli->arena, out, NULL, err);
}

/* --- what of it ------------------------------------------------------------------------------------------------------------ */

enum status export_ask_options(struct cli *cli, struct export_options *out, struct error *err)
{
    const char *stops = cli_option(cli, "stops");
    const char *app = cli_option(cli, "app");
    const char *per_link = cli_option(cli, "per-link");
    const char *points = cli_option(cli, "points");
    struct export_options options = export_options_default();
    options.with_home = cli_option(cli, "with-home") != NULL;
    options.track = cli_option(cli, "track") != NULL;
    options.private_too = cli_option(cli, "include-private") != NULL;
    options.app = app != NULL ? app : cli->settings.export_app;
    int32_t number = cli->settings.export_points;
    if (stops != NULL && !export_parse_stops(stops, &options))
        return error_set(err, STATUS_INPUT, "--stops %s: it takes left, all, or numbers of the plan such as 3 or 3-7",
                         stops);
    if (points != NULL && !num_parse_i32(points, 2, POINTS_MAX, &number))
        return error_set(err, STATUS_INPUT, "--points %s: it takes a whole number from 2 to %d", points, POINTS_MAX);
    if (per_link != NULL && strcmp(per_link, "3") != 0 && strcmp(per_link, "9") != 0)
        return error_set(err, STATUS_INPUT,
                         "--per-link %s: it takes 3, which every phone can, or 9, which browsers on a desk can",
                         per_link);
    options.per_link = per_link != NULL && *per_link == '9' ? 9 : EXPORT_PER_LINK;
    options.points = number;
    *out = options;
    return STATUS_OK;
}

enum status export_ask_input(struct cli *cli, const struct exporter *exporter, const struct plan *plan,
                             const struct export_options *options, struct export_input *out, size_t *left,
                             struct error *err)
{
    enum status status = export_collect(cli->arena, plan, options, out, left, err);
    if (status != STATUS_OK)
        return status;
    if (out->n == 0 && (exporter->needs & EXPORT_WITHOUT_STOPS) == 0)
        return export_no_stops(out, err);
    const char *roads = roads_net_path(cli);
    out->store = cli->store;
    out->settings = &cli->settings;
    out->now_utc = cli->now_utc;
    out->roads_path = file_exists(roads) ? roads : "";
    const bool seen = out_is_terminal(cli->out) && cli_option(cli, "output") == NULL;
    out->columns = seen ? out_width(cli->out) : 0;
    out->rows = seen ? out_height(cli->out) : 0;
    struct day_news news;
    status = day_news_read(cli, plan, &news, err);
    if (status != STATUS_OK)
        return status;
    out->news = news.texts;
    out->news_n = news.n;
    return export_people(out, exporter, err);
}

enum status export_ask_make(struct cli *cli, const char *name, const struct plan *plan,
                            const struct export_options *options, struct export_parts *parts, struct error *err)
{
    const struct exporter *exporter = NULL;
    struct export_input input;
    size_t left = 0;
    *parts = (struct export_parts){.arena = cli->arena};
    enum status status = export_ask_format(name, &exporter, err);
    if (status == STATUS_OK)
        status = export_ask_input(cli, exporter, plan, options, &input, &left, err);
    return status == STATUS_OK ? exporter->write(&input, parts, err) : status;
}
