#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/doc.h"
#include "cli/words.h"
#include "geo/base/text.h"
#include "geo/store/history.h"
#include "geo/store/site.h"

static enum status settle_promise(struct cli *cli, int64_t id, const char *how, struct error *err)
{
    struct promise promise;
    if (*how && !text_equal_folded(how, "kept") && !text_equal_folded(how, "broken"))
        return cli_usage(cli, err, "a promise is kept or broken, not '%s'", how);
    enum status status = store_promise_get(cli->store, id, cli->arena, &promise, err);
    if (!status && promise.state != PROMISE_OPEN)
        return error_set(err, STATUS_INPUT, "P%lld was settled %s already: %s", (long long)id,
                         words_ago(cli->arena, promise.settled_day, cli->today),
                         promise.state == PROMISE_KEPT ? "kept" : "broken");
    if (status)
        return status;
    promise.state = text_equal_folded(how, "broken") ? PROMISE_BROKEN : PROMISE_KEPT;
    promise.settled_day = cli->today;
    status = store_promise_save(cli->store, &promise, &id, err);
    if (status)
        return status;
    const char *sentence =
        arena_printf(cli->arena, "P%lld %s: %s, %s.", (long long)id, promise.state == PROMISE_KEPT ? "kept" : "broken",
                     promise.site_name, promise.what);
    return change_end(cli, true, sentence, "settle", "promise", doc_promise(&promise), err);
}

static enum status settle_complaint(struct cli *cli, int64_t id, const char *how, struct error *err)
{
    struct note note;
    struct site site;
    if (*how && !text_equal_folded(how, "resolved"))
        return cli_usage(cli, err, "a complaint is resolved, not '%s'", how);
    enum status status = store_note_get(cli->store, id, cli->arena, &note, err);
    if (!status && note.kind != NOTE_COMPLAINT)
        return error_set(err, STATUS_INPUT, "N%lld is no complaint but a %s note", (long long)id,
                         note_kind_name(note.kind));
    if (!status && note.settled_day != DAY_NONE)
        return error_set(err, STATUS_INPUT, "N%lld was resolved %s already", (long long)id,
                         words_ago(cli->arena, note.settled_day, cli->today));
    if (!status)
        status = store_site_get(cli->store, note.site_id, cli->arena, &site, err);
    if (status)
        return status;
    note.settled_day = cli->today;
    status = store_note_save(cli->store, &note, &id, err);
    if (status)
        return status;
    return change_end(cli, true,
                      arena_printf(cli->arena, "N%lld resolved: %s, %s", (long long)id, site.name, note.body), "settle",
                      "note", doc_note(&note, false), err);
}

static enum status run(struct cli *cli, struct error *err)
{
    enum status status = cli_words(cli, 1, 2, err);
    if (!status)
        status = cli_begin(cli, err); /* before reading: of two at once the second is told that it is settled */
    if (status)
        return status;
    const char *how = cli->argc > 1 ? cli->argv[1] : "";
    int64_t promise = words_parse_id(cli->argv[0], 'P'), note = words_parse_id(cli->argv[0], 'N');
    if (promise)
        return settle_promise(cli, promise, how, err);
    if (note)
        return settle_complaint(cli, note, how, err);
    return cli_usage(cli, err, "'%s' is neither a promise (P12) nor a complaint (N3)", cli->argv[0]);
}

const struct command command_settle = {
    .name = "settle",
    .usage = "settle P12 [kept|broken] | settle N3 [resolved]",
    .summary = "a promise was kept or broken, a complaint is resolved",
    .help = "  rounds settle P12\n"
            "  rounds settle P12 broken\n"
            "  rounds settle N3\n\n"
            "A promise is kept unless you say broken. `rounds list promises` and the card of a site have the numbers.",
    .needs = NEEDS_STORE | WRITES | READS,
    .run = run,
};
