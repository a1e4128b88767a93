#include "cli/cmd.h"

#include "cli/change.h"
#include "cli/doc.h"
#include "cli/words.h"
#include "geo/store/history.h"
#include "geo/store/site.h"

static const struct command_option options[] = {
    {"private", 0, NULL, "for your own eyes: never in an export"},
    {"tender", 0, NULL, "a birth, a wedding, an illness, a loss: private, and shown before you go in"},
    {"politics", 0, NULL, "who stands where: private, shown as a caution"},
    {0},
};

static enum status kind_of(const struct cli *cli, enum note_kind *kind, struct error *err)
{
    static const struct {
        const char *option;
        enum note_kind kind;
    } kinds[] = {{"private", NOTE_PRIVATE}, {"tender", NOTE_TENDER}, {"politics", NOTE_POLITICS}};
    int given = 0;
    *kind = NOTE_PLAIN;
    for (size_t i = 0; i < 3; i++) {
        if (!cli_option(cli, kinds[i].option))
            continue;
        *kind = kinds[i].kind;
        given++;
    }
    return given <= 1 ? STATUS_OK : cli_usage(cli, err, "a note is of one kind: --private, --tender or --politics");
}

static enum status run(struct cli *cli, struct error *err)
{
    struct note note = {.uuid = "", .day = cli->today, .settled_day = DAY_NONE};
    struct site site;
    enum status status = cli_words(cli, 2, 10000, err);
    if (!status)
        status = kind_of(cli, &note.kind, err);
    if (!status)
        status = store_site_find(cli->store, cli->argv[0], cli->arena, &site, err);
    if (!status)
        status = cli_text(cli, 1, &note.body, err);
    if (note_is_private(note.kind)) /* undo lists commands; this one without its text */
        cli->line = arena_printf(cli->arena, "note '%s' --%s (private)", cli->argv[0], note_kind_name(note.kind));
    if (!status)
        status = cli_begin(cli, err);
    note.site_id = status ? 0 : site.id;
    if (!status)
        status = store_note_save(cli->store, &note, &note.id, err);
    if (!status)
        status = store_note_get(cli->store, note.id, cli->arena, &note, err);
    if (status)
        return status;
    const char *sentence =
        arena_printf(cli->arena, "Noted at %s (N%lld%s%s).", site.name, (long long)note.id,
                     note.kind == NOTE_PLAIN ? "" : ", ", note.kind == NOTE_PLAIN ? "" : note_kind_name(note.kind));
    return change_end(cli, true, sentence, "note", "note", doc_note(&note, note.kind == NOTE_PRIVATE), err);
}

const struct command command_note = {
    .name = "note",
    .usage = "note SITE [--private|--tender|--politics] TEXT",
    .summary = "remember something about a site",
    .help =
        "  rounds note bakery the back door is open from six\n"
        "  rounds note bakery --tender 'Ann was bereaved in October'\n"
        "  rounds note bakery - <notes.txt\n\n"
        "TEXT '-' is read from standard input; a TEXT that begins with a dash stands behind --. Private, tender and "
        "politics notes leave in no export, unless --include-private is typed with it.",
    .needs = NEEDS_STORE | WRITES | READS,
    .options = options,
    .run = run,
};
