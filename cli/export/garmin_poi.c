/* Garmin's custom points of interest, as its POI Loader takes them: longitude first, then latitude, "name", "comment"; no
 * header. Names begin with the stop's number, so that the list stands in the day's order. */
#include "cli/export/export.h"

#include "geo/base/mem.h"

#include <string.h>

/* Always in quotes; what a spreadsheet would take for a formula gets a ' before it. */
static void add_text(struct buf *out, const char *text)
{
    buf_add(out, ",\"");
    if (*text != '\0' && strchr("=+-@", *text) != NULL)
        buf_add_char(out, '\'');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            buf_add_char(out, '"');
        buf_add_char(out, *p);
    }
    buf_add_char(out, '"');
}

static enum status write_poi(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    for (size_t i = 0; i < input->n; i++) {
        const struct export_stop *stop = &input->stops[i];
        buf_printf(&out, "%s,%s", export_degrees(input->arena, stop->at.lon_deg, 6),
                   export_degrees(input->arena, stop->at.lat_deg, 6));
        add_text(&out, export_label(input, stop));
        add_text(&out, export_description(input, stop));
        buf_add(&out, "\r\n");
    }
    const struct export_part part = {.suffix = "-poi", .extension = "csv", .mime = "text/csv", .title = ""};
    return export_add(parts, part, &out, err);
}

const struct exporter export_garmin_poi = {
    .name = "garmin-poi",
    .summary = "CSV for Garmin's POI Loader: the stops as points of interest",
    .contains = "of each stop: number, name, address, place, times, the title of the job, whether a parcel is left or "
                "collected (not which); home only with --with-home; no "
                "contacts, no reasons",
    .write = write_poi,
};
