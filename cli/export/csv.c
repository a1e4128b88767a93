/* CSV (RFC 4180) for spreadsheets: a line a stop. A text that a spreadsheet would take for a formula gets a ' before it. */
#include "cli/export/export.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

static void add_cell(struct buf *out, const char *text)
{
    if (out->length > 0 && out->data[out->length - 1] != '\n')
        buf_add_char(out, ',');
    text_csv_field(out, text);
}

/* A number, which may begin with a minus. */
static void add_number(struct buf *out, const char *number)
{
    buf_printf(out, ",%s", number);
}

static void add_stop(const struct export_input *input, const struct export_stop *stop, struct buf *out)
{
    struct arena *arena = input->arena;
    char date[CIVIL_TEXT];
    civil_format_date(date, input->plan->day);
    add_cell(out, date);
    add_number(out, stop->number == 0 ? "" : arena_printf(arena, "%d", stop->number));
    add_cell(out, export_time(input, export_arrive_s(input, stop)));
    add_cell(out, export_time(input, export_depart_s(input, stop)));
    add_cell(out, stop->name);
    add_cell(out, export_title(arena, stop));
    add_cell(out, stop->stop == NULL ? "" : export_line(arena, stop->stop->address));
    add_number(out, export_degrees(arena, stop->at.lat_deg, 6));
    add_number(out, export_degrees(arena, stop->at.lon_deg, 6));
    if (input->options.private_too)
        add_cell(out, stop->private_text);
    buf_add(out, "\r\n");
}

static enum status write_csv(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    buf_printf(&out, "date,number,arrive,leave,name,title,address,lat,lon%s\r\n",
               input->options.private_too ? ",private" : "");
    for (size_t i = 0; i < input->n; i++)
        add_stop(input, &input->stops[i], &out);
    const struct export_part part = {.suffix = "", .extension = "csv", .mime = "text/csv", .title = ""};
    return export_add(parts, part, &out, err);
}

const struct exporter export_csv = {
    .name = "csv",
    .summary = "CSV for spreadsheets: a line a stop",
    .contains = "of each stop: number, name, address, place, times, the title of the job, whether a parcel is left or "
                "collected (not which); home only with --with-home; no "
                "contacts, no reasons",
    .needs = EXPORT_PRIVATE,
    .write = write_csv,
};
