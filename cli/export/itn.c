/* ITN, the route files of TomTom's devices: LON*100000|LAT*100000|name|flag| a line, at most 255 lines; flag 2 is a stop on
 * the way. There is no start (flag 4): the device sets out from where it is. */
#include "cli/export/export.h"

#include "geo/base/mem.h"

#include <math.h>
#include <string.h>

enum { LINES_MAX = 255 };

static void add_stop(const struct export_input *input, const struct export_stop *stop, struct buf *out)
{
    char *name = arena_strdup(input->arena, export_label(input, stop));
    for (char *p = strchr(name, '|'); p != NULL; p = strchr(p, '|'))
        *p = '/';
    buf_printf(out, "%ld|%ld|%s|2|\r\n", lround(stop->at.lon_deg * 1e5), lround(stop->at.lat_deg * 1e5), name);
}

static enum status write_itn(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    const size_t files = (input->n + LINES_MAX - 1) / LINES_MAX;
    for (size_t part = 0; part < files; part++) {
        const size_t from = input->n * part / files;
        const size_t to = input->n * (part + 1) / files;
        struct buf out;
        buf_init(&out, EXPORT_BYTES_MAX);
        for (size_t i = from; i < to; i++)
            add_stop(input, &input->stops[i], &out);
        const struct export_part file = {.suffix = files == 1 ? "" : arena_printf(input->arena, "-%zu", part + 1),
                                         .extension = "itn",
                                         .mime = "text/plain",
                                         .title = files == 1 ? "" : export_span(input, from, to - from)};
        const enum status status = export_add(parts, file, &out, err);
        if (status != STATUS_OK)
            return status;
    }
    if (files > 1)
        parts->split = "a file of a TomTom device has at most 255 lines";
    return STATUS_OK;
}

const struct exporter export_itn = {
    .name = "itn",
    .summary = "ITN for TomTom's devices: the day as a route",
    .contains = "of each stop: number, name, place; home only with --with-home",
    .write = write_itn,
};
