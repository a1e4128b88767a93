/* The links as QR codes, one for each link: on the terminal, or as pictures. */
#include "cli/export/links.h"
#include "cli/export/qr.h"

#include "geo/base/mem.h"

#include <string.h>

enum { PIXELS = 8 };

/* The application whose links they are: a code for every stop in every application would be a wallpaper. */
static enum status links_of(const struct export_input *input, struct export_link **links, size_t *n, const char **split,
                            struct error *err)
{
    const char *key = input->options.app;
    const struct map_app *app = *key == '\0' || strcmp(key, "all") == 0 ? map_app_find("google") : NULL;
    return export_links_make(input, app, links, n, split, err);
}

static const char *title_of(const struct export_input *input, const struct export_link *link)
{
    return link->parts == 1 ? arena_printf(input->arena, "%s: %s", link->app->name, link->span)
                            : arena_printf(input->arena, "%s: %s, code %zu of %zu", link->app->name, link->span,
                                           link->part, link->parts);
}

/* --- on the terminal ------------------------------------------------------------------------------------------------- */

static void draw(const struct export_input *input, const struct export_link *link, const struct qr *qr, struct buf *out)
{
    buf_printf(out, "%s%s\n", link->part > 1 ? "\n" : "", title_of(input, link));
    qr_draw_fitting(qr, input->columns, input->rows, "rounds export qr-png writes pictures", out);
    buf_printf(out, "%s\n", link->url);
}

static enum status write_terminal(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct export_link *links = NULL;
    size_t n = 0;
    struct buf out;
    enum status status = links_of(input, &links, &n, &parts->split, err);
    buf_init(&out, EXPORT_BYTES_MAX);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        struct qr qr;
        status = qr_make(input->arena, links[i].url, &qr, err);
        if (status == STATUS_OK)
            draw(input, &links[i], &qr, &out);
    }
    if (status != STATUS_OK) {
        buf_clear(&out);
        return status;
    }
    const struct export_part part = {.suffix = "-qr", .extension = "txt", .mime = "text/plain", .title = ""};
    return export_add(parts, part, &out, err);
}

/* --- pictures -------------------------------------------------------------------------------------------------------- */

static enum status write_pictures(const struct export_input *input, bool png, struct export_parts *parts,
                                  struct error *err)
{
    struct export_link *links = NULL;
    size_t n = 0;
    enum status status = links_of(input, &links, &n, &parts->split, err);
    for (size_t i = 0; i < n && status == STATUS_OK; i++) {
        struct qr qr;
        struct buf out;
        status = qr_make(input->arena, links[i].url, &qr, err);
        if (status != STATUS_OK)
            return status;
        buf_init(&out, EXPORT_BYTES_MAX);
        if (png)
            status = qr_draw_png(&qr, PIXELS, &out, err);
        else
            qr_draw_svg(&qr, title_of(input, &links[i]), &out);
        if (status != STATUS_OK) {
            buf_clear(&out);
            return status;
        }
        const struct export_part part = {
            .suffix = n == 1 ? "-qr" : arena_printf(input->arena, "-qr-%zu", i + 1),
            .extension = png ? "png" : "svg",
            .mime = png ? "image/png" : "image/svg+xml",
            .title = links[i].span,
        };
        status = export_add(parts, part, &out, err);
    }
    return status;
}

static enum status write_png(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    return write_pictures(input, true, parts, err);
}

static enum status write_svg(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    return write_pictures(input, false, parts, err);
}

#define CONTAINS "what the link of the application holds: places of the stops; see links"

const struct exporter export_qr = {
    .name = "qr",
    .summary = "the links as QR codes on the terminal, to be read by the phone's camera (Google Maps, or --app)",
    .contains = CONTAINS,
    .needs = EXPORT_READING | EXPORT_APP | EXPORT_PER_LINK_LIMIT,
    .write = write_terminal,
};

const struct exporter export_qr_png = {
    .name = "qr-png",
    .summary = "the same as PNG pictures, one for each link",
    .contains = CONTAINS,
    .needs = EXPORT_BINARY | EXPORT_APP | EXPORT_PER_LINK_LIMIT,
    .write = write_png,
};

const struct exporter export_qr_svg = {
    .name = "qr-svg",
    .summary = "the same as SVG pictures, one for each link",
    .contains = CONTAINS,
    .needs = EXPORT_APP | EXPORT_PER_LINK_LIMIT,
    .write = write_svg,
};
