#include "cli/cmd.h"

#include "cli/export/export.h"
#include "cli/export/export_ask.h"
#include "cli/export/qr.h"
#include "cli/out.h"
#include "cli/process.h"
#include "cli/share_server.h"
#include "cli/words.h"
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/base/num.h"

#include <string.h>

enum { MINUTES = 10, MINUTES_MAX = 60, TURN_MS = 200, FILES_MAX = 64 };

static const struct command_option options[] = {
    {"minutes", 0, "N", "how long (default 10)"},
    {"address", 0, "IP", "the address of this machine to serve at, where it has several"},
    {"port", 0, "N", "the port (default: any that is free)"},
    EXPORT_ASK_OPTIONS,
    {0},
};

/* The page first, and what it and other programs may want of the day besides. */
static const char *const formats[] = {"html", "gpx"};

static enum status take_number(struct cli *cli, const char *name, int32_t fallback, int32_t max, int32_t *out,
                               struct error *err)
{
    const char *text = cli_option(cli, name);
    *out = fallback;
    if (text && !num_parse_i32(text, 1, max, out))
        return error_set(err, STATUS_INPUT, "--%s %s: it takes a whole number from 1 to %d", name, text, max);
    return STATUS_OK;
}

/* --- what is shared --------------------------------------------------------------------------------------------------- */

static enum status add_format(struct cli *cli, const char *name, const struct plan *plan,
                              const struct export_options *wanted, struct share_file *files, size_t *n,
                              struct error *err)
{
    struct export_parts parts;
    const enum status status = export_ask_make(cli, name, plan, wanted, &parts, err);
    if (!status && *n + parts.n > FILES_MAX)
        return error_set(err, STATUS_INPUT, "%s comes in %zu files here, which is more than can be shared; send them",
                         name, parts.n);
    for (size_t i = 0; i < parts.n && !status; i++) {
        const struct export_part *part = &parts.items[i];
        const char *file = *n == 0 ? "" : arena_printf(cli->arena, "day%s.%s", part->suffix, part->extension);
        files[(*n)++] = (struct share_file){file, part->mime, part->bytes, part->length};
    }
    return status;
}

static enum status collect(struct cli *cli, struct share_file *files, size_t *n, const struct plan **plan,
                           struct error *err)
{
    struct export_options wanted;
    struct plan *found = NULL;
    enum status status = export_ask_options(cli, &wanted, err);
    if (!status)
        status = export_ask_plan(cli, cli->argc > 0 ? cli->argv[0] : NULL, &found, err);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0] && !status; i++)
        status = add_format(cli, formats[i], found, &wanted, files, n, err);
    *plan = found;
    return status;
}

/* --- sharing ---------------------------------------------------------------------------------------------------------- */

static enum status show(struct cli *cli, const struct share_server *server, const struct plan *plan,
                        const struct share_file *files, size_t n, int32_t minutes, struct error *err)
{
    struct qr qr;
    struct buf picture;
    const enum status status = qr_make(cli->arena, share_url(server), &qr, err);
    if (status)
        return status;
    out_styled(cli->out, STYLE_BOLD, "%s\n", words_day(cli->arena, plan->day));
    buf_init(&picture, 1 << 20);
    qr_draw_fitting(&qr, out_width(cli->out), out_height(cli->out), "type the address below", &picture);
    out_bytes(cli->out, picture.data, picture.length);
    buf_clear(&picture);
    out_printf(cli->out, "%s\n", share_url(server));
    for (size_t i = 1; i < n; i++)
        out_printf(cli->out, "%s%s\n", share_url(server), files[i].name);
    out_note(cli->out,
             "For %s, to the first device that opens it; the phone has to be in the same network. It goes there "
             "unencrypted: not in a network of strangers. Ctrl-C ends it.",
             words_count(cli->arena, (size_t)minutes, "minute"));
    return STATUS_OK;
}

/* Until the time is over; what happens is told as it happens. */
static void serve(struct cli *cli, struct share_server *server, int32_t minutes)
{
    const int64_t end_ms = civil_clock_ms() + (int64_t)minutes * 60 * 1000;
    const char *client = "";
    size_t fetched = 0;
    process_when_stopped("rounds: stopped; nothing is shared any more");
    for (int64_t left_ms = end_ms - civil_clock_ms(); left_ms > 0; left_ms = end_ms - civil_clock_ms()) {
        share_run(server, left_ms < TURN_MS ? (int32_t)left_ms : TURN_MS);
        if (*share_client(server) != *client)
            out_note(cli->out, "Opened by %s; every other device is refused from here on.", share_client(server));
        client = share_client(server);
        fetched = share_fetched(server);
    }
    process_when_stopped(NULL);
    out_note(cli->out, "The time is over: read %s, refused %s.", words_count(cli->arena, fetched, "time"),
             words_count(cli->arena, share_refused(server), "time"));
}

static enum status run(struct cli *cli, struct error *err)
{
    struct share_file files[FILES_MAX];
    struct share_server *server = NULL;
    const struct plan *plan = NULL;
    const char *address = cli_option(cli, "address");
    int32_t minutes = 0, port = 0;
    size_t n = 0;
    enum status status = cli_words(cli, 0, 1, err);
    if (!status)
        status = take_number(cli, "minutes", MINUTES, MINUTES_MAX, &minutes, err);
    if (!status)
        status = take_number(cli, "port", 0, UINT16_MAX, &port, err);
    if (!status)
        status = collect(cli, files, &n, &plan, err);
    if (!status && !address)
        status = share_address(cli->arena, &address, err);
    if (status)
        return status;
    const struct share_options wanted = {address, (uint16_t)port, files, n};
    status = share_start(&wanted, &server, err);
    if (!status)
        status = show(cli, server, plan, files, n, minutes, err);
    if (!status)
        serve(cli, server, minutes);
    share_stop(server);
    return status;
}

const struct command command_share = {
    .name = "share",
    .usage = "share [DATE] [--minutes N] [--address IP] [--port N]",
    .summary = "the day to your phone over the local network, for ten minutes",
    .help = "  rounds share\n"
            "  rounds share tomorrow --minutes 5\n\n"
            "Serves the page of `rounds export html`, and the GPX file, to the phone beside you: point its camera at "
            "the code. "
            "The address cannot be guessed; it is read-only, for the first device that opens it and no other, and it "
            "ends by "
            "itself. Nothing is shared unless you type this. What the page contains: `rounds export --list`. The way "
            "to the "
            "phone is not encrypted: use your own network, or the phone's hotspot.",
    .needs = 0,
    .options = options,
    .run = run,
};
