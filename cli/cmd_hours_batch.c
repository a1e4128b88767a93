/* rounds hours --batch: for scripts and measurements. A value is parsed again only when it differs from the line before;
 * what is understood only by bold mending counts as INVALID, so that answers compare with those of other programs. */
#include "cli/hours_place.h"

#include "cli/out.h"
#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"

#include <string.h>

struct batch {
    struct arena *arena; /* of the value in hand */
    const char *value;   /* NULL: none yet */
    struct hours *hours; /* NULL: not understood */
};

static void take_value(struct batch *batch, const char *value, enum hours_kind kind)
{
    if (batch->value != NULL && strcmp(batch->value, value) == 0)
        return;
    arena_free(batch->arena);
    batch->arena = arena_new();
    batch->value = value;
    batch->hours = NULL;
    struct hours *hours;
    if (hours_parse_kind(batch->arena, value, kind, &hours, NULL) == STATUS_OK && !hours_guessed(hours))
        batch->hours = hours;
}

static void print_row(struct cli *cli, const struct batch *batch, const char *time, const struct hours_where *where)
{
    struct hours_moment at, next;
    const char *cells[] = {batch->value, time, "INVALID", "-", ""};
    if (batch->hours != NULL && hours_moment_read(time, &at)) {
        struct hours_answer answer = hours_at(batch->hours, where, at);
        cells[2] = hours_state_word(answer.state);
        cells[4] = answer.comment != NULL ? answer.comment : "";
        if (hours_next_change(batch->hours, where, at, HOURS_HORIZON_DAYS, &next, NULL))
            cells[3] = hours_moment_text(batch->arena, next);
    }
    out_record(cli->out, cells, sizeof cells / sizeof *cells);
}

enum status hours_batch(struct cli *cli, enum hours_kind kind, const struct hours_place *place, struct error *err)
{
    char *data;
    size_t length;
    enum status status = file_read(cli->arena, "-", CAP_FILE_BYTES, &data, &length, err);
    if (status)
        return status;
    struct batch batch = {.arena = NULL};
    for (char *line = data; line != NULL && *line != '\0';) {
        char *next = strchr(line, '\n');
        if (next != NULL)
            *next++ = '\0';
        line[strcspn(line, "\r")] = '\0';
        char *tab = strchr(line, '\t');
        char *time = tab != NULL ? tab + 1 : line + strlen(line);
        if (tab != NULL)
            *tab = '\0';
        time[strcspn(time, "\t")] = '\0';
        take_value(&batch, line, kind);
        print_row(cli, &batch, time, &place->where);
        line = next;
    }
    arena_free(batch.arena);
    return STATUS_OK;
}
