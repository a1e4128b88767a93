/* qr: a text as a QR code (ISO/IEC 18004), drawn for a terminal, as SVG or as PNG. By libqrencode. */
#ifndef ROUNDS_CLI_EXPORT_QR_H
#define ROUNDS_CLI_EXPORT_QR_H

#include "geo/base/buf.h"
#include "geo/base/status.h"

#include <stdbool.h>

enum { QR_QUIET = 4 /* modules of white around the code: the standard's least */ };

struct qr {
    int width;                 /* modules a side, the quiet zone left out */
    const unsigned char *dark; /* width * width, row by row: not 0 = dark; in ARENA */
};

struct arena;

/* TEXT in the smallest code that holds it, with as much error correction as that has room for, level L at least. STATUS_INPUT when
 * it is too long for any (2,953 bytes). */
MUST_CHECK enum status qr_make(struct arena *arena, const char *text, struct qr *out, struct error *err);

/* Two modules a character, dark on light whatever the colours of the terminal are: inverted codes are not read by all readers. */
void qr_draw_terminal(const struct qr *qr, struct buf *out);
int qr_terminal_columns(const struct qr *qr);
int qr_terminal_rows(const struct qr *qr);

/* The same where COLUMNS by ROWS characters have room for it (0: not known, and taken for enough). What is wider would be torn to
 * pieces: it is left out; what is only higher can be scrolled to. Both are said, with INSTEAD: what else one could do. */
void qr_draw_fitting(const struct qr *qr, int columns, int rows, const char *instead, struct buf *out);

/* A whole SVG document; the code is one path. TITLE: words of our own, with no mark-up in them. */
void qr_draw_svg(const struct qr *qr, const char *title, struct buf *out);
/* A PNG, PIXELS a module. */
MUST_CHECK enum status qr_draw_png(const struct qr *qr, int pixels, struct buf *out, struct error *err);

#endif
