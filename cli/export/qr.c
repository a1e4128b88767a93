#include "cli/export/qr.h"

#include "geo/base/mem.h"

#include <cairo.h>
#include <errno.h>
#include <limits.h>
#include <qrencode.h>
#include <string.h>

/* --- the code -------------------------------------------------------------------------------------------------------- */

enum status qr_make(struct arena *arena, const char *text, struct qr *out, struct error *err)
{
    static const QRecLevel levels[] = {QR_ECLEVEL_L, QR_ECLEVEL_M, QR_ECLEVEL_Q, QR_ECLEVEL_H};
    QRcode *best = NULL;
    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        QRcode *code = QRcode_encodeString8bit(text, best != NULL ? best->version : 0, levels[i]);
        if (code == NULL || (best != NULL && code->version > best->version)) {
            QRcode_free(code);
            break;
        }
        QRcode_free(best);
        best = code;
    }
    if (best == NULL && errno == ENOMEM)
        return error_set(err, STATUS_INTERNAL, "there is not enough memory for a QR code");
    if (best == NULL)
        return error_set(err, STATUS_INPUT, "a text of %zu bytes is too long for a QR code", strlen(text));
    const size_t cells = (size_t)best->width * (size_t)best->width;
    unsigned char *dark = arena_alloc(arena, cells);
    for (size_t i = 0; i < cells; i++)
        dark[i] = best->data[i] & 1;
    *out = (struct qr){best->width, dark};
    QRcode_free(best);
    return STATUS_OK;
}

/* Outside the code it is light. */
static bool is_dark(const struct qr *qr, int x, int y)
{
    const int row = y - QR_QUIET, column = x - QR_QUIET;
    return row >= 0 && column >= 0 && row < qr->width && column < qr->width && qr->dark[row * qr->width + column] != 0;
}

static int side(const struct qr *qr)
{
    return qr->width + 2 * QR_QUIET;
}

/* --- on a terminal --------------------------------------------------------------------------------------------------- */

int qr_terminal_columns(const struct qr *qr)
{
    return side(qr);
}

int qr_terminal_rows(const struct qr *qr)
{
    return (side(qr) + 1) / 2;
}

void qr_draw_terminal(const struct qr *qr, struct buf *out)
{
    static const char *const halves[2][2] = {{" ", "\u2584"}, {"\u2580", "\u2588"}}; /* [above][below] */
    for (int y = 0; y < side(qr); y += 2) {
        buf_add(out, "\033[38;5;16;48;5;231m"); /* black on white of the 256 colours: themes change the first 16 */
        for (int x = 0; x < side(qr); x++)
            buf_add(out, halves[is_dark(qr, x, y)][is_dark(qr, x, y + 1)]);
        buf_add(out, "\033[0m\n");
    }
}

void qr_draw_fitting(const struct qr *qr, int columns, int rows, const char *instead, struct buf *out)
{
    const int wide = qr_terminal_columns(qr), high = qr_terminal_rows(qr);
    if (columns > 0 && wide > columns) {
        buf_printf(out, "The code needs %d columns and %d lines, and the terminal has %d", wide, high, columns);
        if (rows > 0) {
            buf_printf(out, " by %d", rows);
        }
        buf_printf(out, ": make it larger, or the letters smaller; or %s\n", instead);
        return;
    }
    qr_draw_terminal(qr, out);
    if (rows > 0 && high + 2 > rows) {
        buf_printf(out, "The code is %d lines high and the terminal %d: smaller letters show it whole; or %s\n", high,
                   rows, instead);
    }
}

/* --- as a picture ---------------------------------------------------------------------------------------------------- */

void qr_draw_svg(const struct qr *qr, const char *title, struct buf *out)
{
    buf_printf(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
        "width=\"%dmm\" height=\"%dmm\" role=\"img\" shape-rendering=\"crispEdges\">\n<title>",
        side(qr), side(qr), side(qr), side(qr));
    buf_add(out, title);
    buf_printf(out, "</title>\n<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>\n<path d=\"", side(qr), side(qr));
    for (int y = 0; y < side(qr); y++) {
        for (int x = 0; x < side(qr); x++) {
            int end = x;
            while (is_dark(qr, end, y))
                end++;
            if (end > x)
                buf_printf(out, "M%d %dh%dv1h-%dz", x, y, end - x, end - x);
            x = end;
        }
    }
    buf_add(out, "\"/>\n</svg>\n");
}

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length)
{
    buf_add_n(closure, (const char *)data, length);
    return CAIRO_STATUS_SUCCESS;
}

enum status qr_draw_png(const struct qr *qr, int pixels, struct buf *out, struct error *err)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side(qr) * pixels, side(qr) * pixels);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    for (int y = 0; y < side(qr); y++)
        for (int x = 0; x < side(qr); x++)
            if (is_dark(qr, x, y))
                cairo_rectangle(cr, x * pixels, y * pixels, pixels, pixels);
    cairo_fill(cr);
    const cairo_status_t drawn = cairo_status(cr);
    const cairo_status_t written =
        drawn == CAIRO_STATUS_SUCCESS ? cairo_surface_write_to_png_stream(surface, append, out) : drawn;
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    if (written != CAIRO_STATUS_SUCCESS)
        return error_set(err, STATUS_INTERNAL, "the picture could not be drawn: %s", cairo_status_to_string(written));
    return STATUS_OK;
}
