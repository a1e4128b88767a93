#include "cli/import/columns.h"

#include "cli/import/csv.h"
#include "cli/import/import.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

static const char refused_title[] = "refused because";

/* The names of the file's columns, for messages. */
static const char *list_header(struct import *im, const struct columns *columns)
{
    struct buf list;
    buf_init(&list, ERROR_TEXT_MAX / 2);
    for (size_t i = 0; i < columns->n; i++)
        if (*columns->header[i] != '\0')
            buf_printf(&list, "%s%s", list.length > 0 ? ", " : "", columns->header[i]);
    const char *text = arena_strdup(im->arena, list.data);
    buf_clear(&list);
    return text;
}

static int find_column(const struct columns *columns, const char *title)
{
    for (size_t i = 0; i < columns->n; i++)
        if (strcmp(columns->header[i], title) == 0)
            return (int)i;
    for (size_t i = 0; i < columns->n; i++)
        if (text_equal_folded(columns->header[i], title))
            return (int)i;
    return -1;
}

static enum status apply_maps(struct import *im, const struct columns_names *names, struct columns *columns,
                              struct error *err)
{
    for (size_t i = 0; i < im->maps_n; i++) {
        const struct import_map *map = &im->maps[i];
        const int id = names->find(names->context, map->field);
        const int column = find_column(columns, map->column);
        if (id < 0)
            return error_set(err, STATUS_INPUT,
                             "--map %s=%s: there is no field \"%s\" here; `rounds help import` lists them", map->field,
                             map->column, map->field);
        if (column < 0)
            return error_set(err, STATUS_INPUT, "--map %s=%s: %s has no column \"%s\"; its columns are: %s", map->field,
                             map->column, im->path, map->column, list_header(im, columns));
        columns->id_of[column] = id;
        columns->column_of[id] = column;
    }
    return STATUS_OK;
}

static void add_unused(struct import *im, struct buf *list, const char *title)
{
    buf_printf(list, "%s%s", list->length > 0 ? ", " : "", title);
    const char **unused = arena_push(im->arena, &im->unused, &im->unused_n, &im->unused_room, sizeof *im->unused);
    *unused = title;
}

static bool has_strong(const struct columns_names *names, const struct columns *columns)
{
    for (size_t i = 0; i < columns->n && names->strong != NULL; i++)
        if (field_name_in(columns->header[i], names->strong))
            return true;
    return false;
}

static void match_headers(struct import *im, const struct columns_names *names, struct columns *columns)
{
    struct buf unused;
    buf_init(&unused, ERROR_TEXT_MAX - 64);
    const bool strong = has_strong(names, columns);
    for (size_t i = 0; i < columns->n; i++) {
        if (columns->id_of[i] >= 0)
            continue; /* named by --map */
        const bool weak = strong && field_name_in(columns->header[i], names->weak);
        const int id = weak ? names->weak_id : names->find(names->context, columns->header[i]);
        if (strcmp(columns->header[i], refused_title) == 0) {
            columns->refused_column = (int)i;
        } else if (id >= 0 && columns->column_of[id] < 0) {
            columns->id_of[i] = id;
            columns->column_of[id] = (int)i;
        } else if (*columns->header[i] != '\0') {
            add_unused(im, &unused, columns->header[i]);
        }
    }
    if (unused.length > 0)
        import_note(im, "columns not used: %s", unused.data);
    buf_clear(&unused);
}

static enum status check_needed(struct import *im, const struct csv_record *header, const struct columns_names *names,
                                const struct columns *columns, struct error *err)
{
    for (const int *id = names->needed; *id >= 0; id++)
        if (columns->column_of[*id] >= 0)
            return STATUS_OK;
    return error_at(err, STATUS_INPUT, im->path, header->line, NULL,
                    "no column is known as the %s; the columns are: %s. Say which one it is with --map %s=COLUMN",
                    names->needed_text, list_header(im, columns), names->name(names->context, names->needed[0]));
}

enum status columns_read(struct import *im, const struct csv_record *header, const struct columns_names *names,
                         struct columns *out, struct error *err)
{
    if (header->n == 0)
        return error_at(err, STATUS_INPUT, im->path, 0, NULL, "the file is empty; its first row must name the columns");
    if (header->bad != NULL)
        return error_at(err, STATUS_INPUT, im->path, header->line, NULL, "%s", header->bad);
    *out = (struct columns){.n = header->n, .refused_column = -1};
    out->header = arena_array(im->arena, header->n, sizeof *out->header);
    out->id_of = arena_array(im->arena, header->n, sizeof *out->id_of);
    out->column_of = arena_array(im->arena, (size_t)names->count, sizeof *out->column_of);
    for (size_t i = 0; i < header->n; i++) {
        out->header[i] = text_trim(im->arena, header->fields[i]);
        out->id_of[i] = -1;
    }
    for (int id = 0; id < names->count; id++)
        out->column_of[id] = -1;
    const enum status status = apply_maps(im, names, out, err);
    if (status != STATUS_OK)
        return status;
    match_headers(im, names, out);
    return check_needed(im, header, names, out, err);
}

const char *columns_cell(struct import *im, const struct columns *columns, const struct csv_record *record, int id)
{
    const int column = columns->column_of[id];
    if (column < 0 || (size_t)column >= record->n)
        return "";
    return text_trim(im->row, record->fields[column]);
}

const char *columns_title(const struct columns *columns, const struct columns_names *names, int id)
{
    const int column = columns->column_of[id];
    return column < 0 ? names->name(names->context, id) : columns->header[column];
}

bool columns_fit(struct import *im, const struct columns *columns, const struct csv_record *record)
{
    const char *why = record->bad;
    for (size_t i = columns->n; i < record->n && why == NULL; i++)
        if (record->fields[i][strspn(record->fields[i], " \t")] != '\0')
            why = arena_printf(im->row,
                               "%zu columns where the header has %zu; a text that holds the delimiter must stand in "
                               "quotes",
                               record->n, columns->n);
    if (why != NULL)
        import_refuse(im, record->line, "", why);
    return why == NULL;
}

static void reject_header(struct import *im, const struct columns *columns)
{
    if (im->encoding != CSV_UTF8)
        buf_add(&im->rejects, "\xef\xbb\xbf"); /* it is UTF-8 now, whatever the same --encoding says of it */
    for (size_t i = 0; i < columns->n; i++) {
        if ((int)i == columns->refused_column)
            continue;
        text_csv_field_raw(&im->rejects, columns->header[i]);
        buf_add_char(&im->rejects, ',');
    }
    buf_printf(&im->rejects, "%s\r\n", refused_title);
}

static void reject_reasons(struct import *im, size_t first)
{
    struct buf why;
    buf_init(&why, CAP_TEXT_BYTES);
    for (size_t i = first; i < im->refusals_n; i++) {
        const struct import_refusal *refusal = &im->refusals[i];
        buf_printf(&why, "%s%s%s%s", i > first ? "; " : "", refusal->field, *refusal->field != '\0' ? ": " : "",
                   refusal->why);
    }
    text_csv_field_raw(&im->rejects, why.data);
    buf_add(&im->rejects, "\r\n");
    buf_clear(&why);
}

void columns_reject(struct import *im, const struct columns *columns, const struct csv_record *record, size_t first)
{
    if (!im->want_rejects)
        return;
    if (im->rejects.length == 0)
        reject_header(im, columns);
    const size_t n = record->n > columns->n ? record->n : columns->n;
    for (size_t i = 0; i < n; i++) {
        if ((int)i == columns->refused_column)
            continue;
        text_csv_field_raw(&im->rejects, i < record->n ? record->fields[i] : "");
        buf_add_char(&im->rejects, ',');
    }
    reject_reasons(im, first);
}
