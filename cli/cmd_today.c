#include "cli/cmd.h"

#include "cli/day_news.h"
#include "cli/day_view.h"
#include "cli/out.h"
#include "cli/words.h"
#include "planner/plan.h"

static enum status run(struct cli *cli, struct error *err)
{
    struct plan *plan = NULL;
    struct saved_plan saved;
    enum status status = cli_words(cli, 0, 0, err);
    if (!status)
        status = day_view_load(cli, cli->today, &plan, &saved, err);
    if (status == STATUS_NOT_FOUND && !cli->json) {
        status = day_view_promises(cli, cli->today, "", err);
        if (!status)
            status = day_view_parcels(cli, cli->today, NULL, "", err);
        return status ? status
                      : error_set(err, STATUS_NOT_FOUND, "there is no plan of today, %s: `rounds plan today` makes one",
                                  words_day(cli->arena, cli->today));
    }
    if (!status)
        status = day_news_tell(cli, plan, err);
    if (status)
        return status;
    if (cli->json)
        return day_view_json(cli, plan, err);
    status = day_view_print(cli, plan, true, err);
    if (!status)
        status = day_view_promises(cli, cli->today, "\n", err);
    return status ? status : day_view_parcels(cli, cli->today, plan, "\n", err);
}

const struct command command_today = {
    .name = "today",
    .usage = "today",
    .summary = "today's plan, with what is done and what is next",
    .help =
        "  rounds today\n\n"
        "Shows the saved plan: stops that are done or skipped, a '>' at the next one, the promises that are due, and "
        "parcels that no stop to come sees to. rounds plan makes it, rounds done ticks off. What was changed since it "
        "was made is named first, with a '!'.",
    .needs = NEEDS_STORE | READS,
    .run = run,
};
