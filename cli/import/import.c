#include "cli/import/import.h"

#include "cli/import/nearby.h"
#include "cli/import/seen.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <stdarg.h>
#include <stdio.h>

enum { ROW_ARENA_BYTES = 1 << 20 };

void import_init(struct import *im)
{
    im->row = arena_new();
    im->seen = seen_new(im->arena);
    im->of_rows = (struct site_row_file){.arena = im->arena, .seen = im->seen};
    buf_init(&im->rejects, CAP_FILE_BYTES);
}

void import_clear(struct import *im)
{
    arena_free(im->row);
    im->row = NULL;
    buf_clear(&im->rejects);
}

/* An arena gives nothing back singly, so a new one is taken whenever the old one has grown. */
void import_next_row(struct import *im)
{
    if (arena_bytes(im->row) < ROW_ARENA_BYTES)
        return;
    arena_free(im->row);
    im->row = arena_new();
}

void import_refuse(struct import *im, size_t line, const char *field, const char *why)
{
    struct import_refusal *refusal =
        arena_push(im->arena, &im->refusals, &im->refusals_n, &im->refusals_room, sizeof *im->refusals);
    *refusal = (struct import_refusal){line, arena_strdup(im->arena, field), arena_strdup(im->arena, why)};
    im->refused++;
}

void import_fault(struct import *im, struct import_faults *faults, const char *field, const char *why)
{
    if (faults->n++ > 0) {
        faults->why = arena_printf(im->row, "%s; %s%s%s", faults->why, field, *field == '\0' ? "" : ": ", why);
        return;
    }
    faults->field = arena_strdup(im->row, field);
    faults->why = arena_strdup(im->row, why);
}

void import_note(struct import *im, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char **note = arena_push(im->arena, &im->notes, &im->notes_n, &im->notes_room, sizeof *im->notes);
    *note = arena_strdup(im->arena, text);
}

void import_progress(struct import *im, size_t done, size_t total)
{
    if (im->progress != NULL)
        im->progress(im->progress_context, done, total);
}
