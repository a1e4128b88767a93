#include "cli/cmd.h"

#include "cli/doc.h"
#include "cli/hours_place.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/holidays.h"

#include <string.h>

enum { CELLS = 48, CELL_MIN = 30, DAY_MINUTES = 1440, WEEK = 7, INDENT = 12, INTERVALS_MAX = 500 };

struct answer {
    const char *given, *mended;
    struct hours *hours;
    struct hours_place place;
    struct hours_moment at;
    struct hours_answer now, then;
    bool changes;
    struct hours_moment next;
    int32_t monday;
};

static enum status read_when(struct cli *cli, struct hours_moment *at, struct error *err)
{
    const char *text = cli_option(cli, "at");
    int32_t wall_s;
    *at = (struct hours_moment){civil_day_of_utc(cli->now_utc), civil_wall_of_utc(cli->now_utc) / 60};
    if (text == NULL || hours_moment_read(text, at))
        return STATUS_OK;
    if (civil_parse_time(text, &wall_s) && wall_s < DAY_SECONDS) {
        at->wall_min = wall_s / 60;
        return STATUS_OK;
    }
    return cli_usage(cli, err, "--at is a time like 09:30, or a moment like 2026-12-24T09:30, not '%s'", text);
}

/* --- the week as a picture ------------------------------------------------------------------------------------------ */

/* How many minutes of the half hour at FROM have STATE. */
static int minutes_of(const struct hours_interval *all, size_t n, struct hours_moment from, enum hours_state state)
{
    int minutes = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t begin = (int64_t)(all[i].from.day - from.day) * DAY_MINUTES + all[i].from.wall_min - from.wall_min;
        int64_t end = (int64_t)(all[i].to.day - from.day) * DAY_MINUTES + all[i].to.wall_min - from.wall_min;
        begin = begin < 0 ? 0 : begin;
        end = end > CELL_MIN ? CELL_MIN : end;
        if (all[i].answer.state == state && begin < end)
            minutes += (int)(end - begin);
    }
    return minutes;
}

/* A cell: open all through, open in part, unknown, closed. */
static const char *cell(const struct hours_interval *all, size_t n, struct hours_moment from)
{
    int open = minutes_of(all, n, from, HOURS_OPEN);
    if (open >= CELL_MIN)
        return "#";
    if (open > 0)
        return "+";
    return minutes_of(all, n, from, HOURS_UNKNOWN) > 0 ? "?" : ".";
}

static size_t week_of(struct cli *cli, const struct answer *answer, struct hours_interval **out)
{
    *out = arena_array(cli->arena, INTERVALS_MAX, sizeof **out);
    size_t n = hours_intervals(answer->hours, &answer->place.where, (struct hours_moment){answer->monday, 0},
                               (struct hours_moment){answer->monday + WEEK, 0}, *out, INTERVALS_MAX);
    return n < INTERVALS_MAX ? n : INTERVALS_MAX;
}

static void print_day(struct cli *cli, const struct answer *answer, const struct hours_interval *all, size_t n,
                      int32_t day)
{
    char text[CIVIL_TEXT];
    civil_format_day(text, day);
    text[6] = '\0'; /* "Mon 23" */
    bool today = day == answer->at.day;
    out_styled(cli->out, today ? STYLE_BOLD : STYLE_PLAIN, "  %-8s", text);
    for (int i = 0; i < CELLS; i++) {
        const char *sign = cell(all, n, (struct hours_moment){day, i * CELL_MIN});
        bool here = today && answer->at.wall_min / CELL_MIN == i;
        enum out_style style = *sign == '.' ? STYLE_DIM : *sign == '?' ? STYLE_YELLOW : STYLE_GREEN;
        out_styled(cli->out, here ? STYLE_BOLD : style, "%s", here ? (*sign == '.' ? "o" : "O") : sign);
    }
    const char *holiday = holidays_public(answer->place.where.holidays, day);
    out_styled(cli->out, STYLE_DIM, "%s%s\n", holiday != NULL ? "  " : "", holiday != NULL ? holiday : "");
}

static void print_week(struct cli *cli, const struct answer *answer)
{
    struct hours_interval *all;
    size_t n = week_of(cli, answer, &all);
    out_printf(cli->out, "\n");
    out_styled(cli->out, STYLE_DIM, "          00    03    06    09    12    15    18    21\n");
    for (int32_t day = answer->monday; day < answer->monday + WEEK; day++)
        print_day(cli, answer, all, n, day);
    out_styled(cli->out, STYLE_DIM, "          # open  + in part  ? unknown  . closed  O o the moment asked for\n");
}

/* --- in words ------------------------------------------------------------------------------------------------------ */

static const char *when_text(struct cli *cli, struct hours_moment at)
{
    char day[CIVIL_TEXT];
    civil_format_day(day, at.day);
    return arena_printf(cli->arena, "%s, %02d:%02d", day, at.wall_min / 60, at.wall_min % 60);
}

static enum out_style state_style(enum hours_state state)
{
    return state == HOURS_OPEN ? STYLE_GREEN : state == HOURS_CLOSED ? STYLE_RED : STYLE_YELLOW;
}

static void print(struct cli *cli, const struct answer *answer)
{
    bool same = strcmp(answer->given, answer->mended) == 0;
    out_styled(cli->out, STYLE_BOLD, "%s\n", answer->mended);
    if (!same)
        out_hanging(cli->out, STYLE_YELLOW, "  Mended", INDENT, arena_printf(cli->arena, "from: %s", answer->given));
    const char *comment = answer->now.comment;
    out_hanging(cli->out, state_style(answer->now.state), "  State", INDENT,
                arena_printf(cli->arena, "%s%s%s%s · %s", hours_state_word(answer->now.state),
                             comment != NULL ? " (" : "", comment != NULL ? comment : "", comment != NULL ? ")" : "",
                             when_text(cli, answer->at)));
    const char *next = "none within 400 days";
    if (answer->changes)
        next = arena_printf(cli->arena, "%s at %s", hours_state_word(answer->then.state), when_text(cli, answer->next));
    out_hanging(cli->out, STYLE_PLAIN, "  Next", INDENT, next);
    if (hours_needs_holidays(answer->hours))
        out_hanging(cli->out, STYLE_PLAIN, "  Holidays", INDENT, answer->place.holidays);
    if (hours_needs_sun(answer->hours) && !answer->place.where.placed)
        out_hanging(cli->out, STYLE_YELLOW, "  Sun", INDENT,
                    "no place is known: sunrise is taken as 06:00 and sunset as 18:00; --place LAT,LON");
    print_week(cli, answer);
}

/* --- as JSON ------------------------------------------------------------------------------------------------------- */

static json_t *moment_json(struct cli *cli, struct hours_moment at)
{
    return json_string(hours_moment_text(cli->arena, at));
}

static void print_json(struct cli *cli, const struct answer *answer)
{
    struct hours_interval *all;
    size_t n = week_of(cli, answer, &all);
    json_t *document = doc_new("rounds-hours");
    doc_set(document, "given", doc_text(answer->given));
    doc_set(document, "value", doc_text(answer->mended));
    doc_set(document, "mended", json_boolean(strcmp(answer->given, answer->mended) != 0));
    doc_set(document, "at", moment_json(cli, answer->at));
    doc_set(document, "state", json_string(hours_state_word(answer->now.state)));
    doc_set(document, "comment", doc_text(answer->now.comment != NULL ? answer->now.comment : ""));
    doc_set(document, "next_change", answer->changes ? moment_json(cli, answer->next) : json_null());
    doc_set(document, "next_state", answer->changes ? json_string(hours_state_word(answer->then.state)) : json_null());
    doc_set(document, "holidays", doc_text(answer->place.holidays));
    json_t *week = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *one = json_object();
        doc_set(one, "from", moment_json(cli, all[i].from));
        doc_set(one, "to", moment_json(cli, all[i].to));
        doc_set(one, "state", json_string(hours_state_word(all[i].answer.state)));
        doc_set(one, "comment", doc_text(all[i].answer.comment != NULL ? all[i].answer.comment : ""));
        doc_add(week, one);
    }
    doc_set(document, "week", week);
    out_json(cli->out, document);
}

static enum status run(struct cli *cli, struct error *err)
{
    struct answer answer = {.given = ""};
    bool batch = cli_option(cli, "batch") != NULL;
    enum hours_kind kind = cli_option(cli, "moments") != NULL ? HOURS_POINTS : HOURS_RANGES;
    enum status status = cli_words(cli, batch ? 0 : 1, batch ? 0 : 1000, err);
    if (!status)
        status = hours_place_read(cli, &answer.place, err);
    if (!status && batch)
        return hours_batch(cli, kind, &answer.place, err);
    if (!status)
        status = cli_text(cli, 0, &answer.given, err);
    if (!status)
        status = read_when(cli, &answer.at, err);
    if (!status)
        status = hours_parse_kind(cli->arena, answer.given, kind, &answer.hours, err);
    if (status)
        return status;
    const struct hours_where *where = &answer.place.where;
    answer.mended = hours_print(cli->arena, answer.hours);
    answer.now = hours_at(answer.hours, where, answer.at);
    answer.changes = hours_next_change(answer.hours, where, answer.at, HOURS_HORIZON_DAYS, &answer.next, &answer.then);
    answer.monday = answer.at.day - civil_weekday(answer.at.day);
    if (cli->json)
        print_json(cli, &answer);
    else
        print(cli, &answer);
    return STATUS_OK;
}

static const struct command_option options[] = {
    {"at", 0, "TIME", "the moment: 09:30, 2026-12-24T09:30; else now"},
    {"place", 0, "PLACE", "where, for sunrise and sunset: LAT,LON, or a place as `rounds near` takes it"},
    {"lat", 0, "DEGREES", "the same in two numbers"},
    {"lon", 0, "DEGREES", "and the other one"},
    {"country", 0, "CODE", "whose holidays, two letters; else the setting general.country"},
    {"region", 0, "NAME", "of which part of it: SCT, Bayern; else the setting general.region"},
    {"zone", 0, "ZONE", "the place's time zone, e.g. Europe/Berlin; else the setting general.zone"},
    {"holidays", 0, "FILE", "own holidays: CSV of country,region,date,name and perhaps public, school or none"},
    {"moments", 0, NULL, "times without an end are moments: the form of collection times"},
    {"batch", 0, NULL, "read lines of value, tab, local time from stdin; write state and next change"},
    {NULL, 0, NULL, NULL},
};

const struct command command_hours = {
    .name = "hours",
    .usage = "hours VALUE [--at TIME] [--place PLACE] | hours --batch",
    .summary = "try opening hours: what is understood, open or not, the week as a picture",
    .help =
        "Examples:\n"
        "  rounds hours 'Mo-Fr 9am-5.30pm; PH off'\n"
        "  rounds hours 'Apr-Sep sunrise-sunset' --place 52.67,-0.73 --at 2026-06-21T21:00\n"
        "  rounds hours 'Mo-Fr 09:00,17:30' --moments\n"
        "\n"
        "VALUE is in OpenStreetMap's opening_hours form; usual misspellings are mended, and the mended form is shown "
        "first. Then: whether it is open at TIME, when that changes next (within 400 days), which holidays count, and "
        "the week of TIME, a row a day and a cell for half an hour.\n"
        "\n"
        "--batch answers `value<TAB>local time` lines with `value<TAB>time<TAB>state<TAB>next change<TAB>comment`, "
        "and INVALID where a value is not understood, or only by bold mending.\n",
    .needs = READS,
    .options = options,
    .run = run,
};
