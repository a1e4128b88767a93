#include "cli/cmd.h"

#include "cli/config.h"
#include "cli/doc.h"
#include "cli/engineer_fields.h"
#include "cli/out.h"
#include "cli/roads_net.h"
#include "geo/base/file.h"
#include "geo/base/text.h"

#include <string.h>

enum { TRIES = 3 };

static const struct command_option options[] = {
    {"home", 0, "LAT,LON", "where the day begins and ends, in degrees"},
    {"hours", 0, "FROM-TO", "working hours, from leaving home to being back (08:00-17:30)"},
    {"days", 0, "DAYS", "working days (Mo-Fr)"},
    {"goal", 0, "DAYS", "how often to see a customer that has no goal of its own (365)"},
    {"name", 0, "NAME", "your name, for plans and hand-overs"},
    {0},
};

/* One thing to know. */
struct question {
    const char *option; /* its option */
    const char *field;  /* of the engineer; NULL: the visit goal */
    const char *text;
    const char *missing; /* the sentence when nobody can be asked and there is no default */
};

static const struct question questions[] = {
    {"home", "engineer.home", "Where does your day begin and end, as LAT,LON",
     "init does not know where the day begins and ends: give --home LAT,LON, as in --home 52.6705,-0.7290"},
    {"hours", "engineer.hours", "Working hours, from leaving home to being back", NULL},
    {"days", "engineer.days", "Working days", NULL},
    {"goal", NULL, "See every customer at least once in how many days", NULL},
    {"name", "engineer.name", "Your name", NULL},
};

static enum status take(struct cli *cli, struct engineer *engineer, const struct question *question, const char *text,
                        struct error *err)
{
    enum status status = question->field ? engineer_fields_set(cli->arena, engineer, question->field, text, err)
                                         : settings_set(&cli->settings, "visits.goal", text, err);
    return status ? error_prefix(err, arena_printf(cli->arena, "--%s", question->option)) : STATUS_OK;
}

static const char *known(struct cli *cli, const struct engineer *engineer, const struct question *question)
{
    return question->field ? engineer_fields_get(cli->arena, engineer, question->field)
                           : settings_get(cli->arena, &cli->settings, "visits.goal");
}

static enum status ask(struct cli *cli, struct engineer *engineer, const struct question *question, struct error *err)
{
    enum status status = STATUS_INPUT;
    for (int i = 0; i < TRIES && status; i++) {
        const char *answer = out_ask(cli->out, cli->arena, question->text, known(cli, engineer, question));
        if (!answer)
            return error_set(err, STATUS_INPUT, "init was not answered; nothing was changed");
        status = !*answer && !question->missing ? STATUS_OK : take(cli, engineer, question, answer, err);
        if (status && i + 1 < TRIES)
            out_warning(cli->out, "%s", err->text);
    }
    return status;
}

/* Options first; then, when this is a first time, questions about the rest. */
static enum status collect(struct cli *cli, struct engineer *engineer, bool first_time, struct error *err)
{
    bool may_ask = first_time && !cli->no_input && out_can_ask(cli->out);
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        const char *given = cli_option(cli, questions[i].option);
        enum status status = STATUS_OK;
        if (given)
            status = take(cli, engineer, &questions[i], given, err);
        else if (may_ask)
            status = ask(cli, engineer, &questions[i], err);
        else if (questions[i].missing && !*known(cli, engineer, &questions[i]))
            status = cli_usage(cli, err, "%s", questions[i].missing);
        if (status)
            return status;
    }
    return STATUS_OK;
}

static void report(struct cli *cli, const struct engineer *engineer, bool first_time)
{
    if (cli->json) {
        json_t *document = doc_new("rounds-init");
        doc_set(document, "store", doc_text(cli->store_path));
        doc_set(document, "new", json_boolean(first_time));
        doc_set(document, "dry_run", json_boolean(cli->dry_run));
        doc_set(document, "engineer", doc_engineer(engineer));
        doc_set(document, "goal_days", json_integer(cli->settings.goal_days));
        out_json(cli->out, document);
        return;
    }
    out_printf(cli->out, "Store: %s\n", cli->store_path);
    out_printf(cli->out, "Day:   %s%sfrom %s and back, %s, %s\n", engineer->name, *engineer->name ? ", " : "",
               engineer_fields_get(cli->arena, engineer, "engineer.home"),
               engineer_fields_get(cli->arena, engineer, "engineer.hours"),
               engineer_fields_get(cli->arena, engineer, "engineer.days"));
    out_printf(cli->out, "Goal:  every customer at least once in %d days\n", cli->settings.goal_days);
    if (first_time)
        out_note(cli->out, "Next: rounds import customers FILE.csv");
    if (first_time && !file_exists(roads_net_path(cli)))
        out_note(cli->out,
                 "Roads: minutes are estimates until `rounds roads fetch AREA` (rutland, wales ...) has fetched "
                 "a map,\n       or `rounds roads import FILE.osm.pbf` has taken one that you have.");
}

static enum status write_all(struct cli *cli, const struct engineer *engineer, bool new_store, bool goal_changed,
                             struct error *err)
{
    if (cli->dry_run && new_store) {
        out_note(cli->out, "Nothing was changed (--dry-run).");
        return STATUS_OK;
    }
    int64_t id = 0;
    enum status status = cli_open_store(cli, STORE_CREATE, err);
    if (!status)
        status = cli_begin(cli, err);
    if (!status)
        status = store_engineer_save(cli->store, engineer, &id, err);
    struct config_change change = {"visits.goal", settings_get(cli->arena, &cli->settings, "visits.goal")};
    if (!status && (goal_changed || cli_option(cli, "goal")) && !cli->dry_run)
        status = config_write(cli->config, cli->arena, &change, 1, err);
    return status ? status : cli_end(cli, err);
}

static enum status run(struct cli *cli, struct error *err)
{
    enum status status = cli_words(cli, 0, 0, err);
    bool new_store = !file_exists(cli->store_path), found = false;
    struct engineer engineer = engineer_fields_empty();
    if (!status && !new_store)
        status = cli_open_store(cli, STORE_MUST_EXIST, err);
    if (!status && !new_store)
        status = engineer_fields_read(cli, &engineer, &found, err);
    int32_t goal_before = cli->settings.goal_days;
    if (!status)
        status = collect(cli, &engineer, !found, err);
    if (!status)
        status = write_all(cli, &engineer, new_store, cli->settings.goal_days != goal_before, err);
    if (!status)
        report(cli, &engineer, !found);
    return status;
}

const struct command command_init = {
    .name = "init",
    .usage = "init [--home LAT,LON] [--hours FROM-TO] [--goal DAYS] [--name NAME] [--days DAYS]",
    .summary = "make the store, or change home, working hours and visit goal",
    .help = "  rounds init\n"
            "  rounds init --home 52.6705,-0.7290 --hours 08:00-17:30 --goal 365 --name Alex\n\n"
            "Asks on a terminal for what the options do not say; without one, or with --no-input, it never waits: what "
            "has no default and is missing is named, and the exit status is 2. Run again, it changes what is given and "
            "keeps the rest.",
    .needs = WRITES | READS,
    .options = options,
    .run = run,
};
