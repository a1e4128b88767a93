#include "cli/undo_print.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/store/store.h"

enum { CHANGES_SHOWN = 40 };

static void print_change(struct cli *cli, const struct store_change *change)
{
    static const char *const signs[] = {"+", "-", "~"};
    enum out_style style = change->op == '+' ? STYLE_GREEN : change->op == '-' ? STYLE_RED : STYLE_YELLOW;
    const char *text = words_join(cli->arena, words_plain(cli->arena, change->table), " ", change->what);
    if (*change->column)
        text = arena_printf(cli->arena, "%s: %s: %s → %s", text, words_plain(cli->arena, change->column),
                            *change->before ? change->before : "(none)", *change->after ? change->after : "(none)");
    else
        text = words_join(cli->arena, text, ": ", change->op == '-' ? change->before : change->after);
    out_hanging(cli->out, style,
                arena_printf(cli->arena, "  %s",
                             signs[change->op == '+'   ? 0
                                   : change->op == '-' ? 1
                                                       : 2]),
                4, text);
}

static void print_json(struct cli *cli, bool redo, const struct store_undo_report *report)
{
    json_t *document = doc_new(redo ? "rounds-redo" : "rounds-undo"), *changes = json_array();
    doc_set(document, "command", doc_text(report->command));
    doc_set(document, "date", doc_date(civil_day_of_utc(report->at_utc)));
    doc_set(document, "time", doc_wall(civil_wall_of_utc(report->at_utc)));
    doc_set(document, "dry_run", json_boolean(cli->dry_run));
    doc_set(document, "rows", json_integer((json_int_t)report->rows));
    for (size_t i = 0; i < report->changes_n; i++) {
        const struct store_change *change = &report->changes[i];
        json_t *one = json_object();
        const char op[2] = {change->op, '\0'};
        doc_set(one, "op", json_string(op));
        doc_set(one, "table", doc_text(change->table));
        doc_set(one, "what", doc_text(change->what));
        doc_set(one, "column", doc_text(change->column));
        doc_set(one, "before", doc_text(change->before));
        doc_set(one, "after", doc_text(change->after));
        doc_add(changes, one);
    }
    doc_set(document, "changes", changes);
    out_json(cli->out, document);
}

static void print_report(struct cli *cli, bool redo, const struct store_undo_report *report)
{
    const char *done = redo ? "Done again" : "Taken back", *would = redo ? "Would do again" : "Would take back";
    out_styled(cli->out, STYLE_BOLD, "%s: %s", cli->dry_run ? would : done, report->command);
    out_styled(cli->out, STYLE_DIM, "  (of %s, %s)\n", words_day(cli->arena, civil_day_of_utc(report->at_utc)),
               words_wall(cli->arena, civil_wall_of_utc(report->at_utc)));
    for (size_t i = 0; i < report->changes_n; i++)
        print_change(cli, &report->changes[i]);
    out_styled(cli->out, STYLE_DIM, "  %zu row%s%s\n", report->rows, report->rows == 1 ? "" : "s",
               report->changes_n == CHANGES_SHOWN ? "; only the first changes are listed" : "");
    if (cli->dry_run)
        out_note(cli->out, "Nothing was changed (--dry-run).");
    else if (!redo)
        out_note(cli->out, "rounds redo does it again.");
}

enum status undo_print_run(struct cli *cli, bool redo, struct error *err)
{
    struct store_undo_report report;
    enum status status = cli_words(cli, 0, 0, err);
    if (!status)
        status =
            (cli->dry_run ? store_undo_look : store_undo)(cli->store, redo, cli->arena, CHANGES_SHOWN, &report, err);
    if (status)
        return status;
    if (cli->json)
        print_json(cli, redo, &report);
    else
        print_report(cli, redo, &report);
    return STATUS_OK;
}
