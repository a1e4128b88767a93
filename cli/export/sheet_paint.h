/* sheet_paint: words on a cairo surface. Pango shapes them: cairo's own text neither turns right-to-left names round and
 * joins their letters nor looks for another font where one has no glyph (emoji), and draws boxes for both.
 *
 * Sizes are in the surface's units, so that no setting of the screen moves a line.
 */
#ifndef ROUNDS_CLI_EXPORT_SHEET_PAINT_H
#define ROUNDS_CLI_EXPORT_SHEET_PAINT_H

#include "geo/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct _cairo;         /* cairo_t */
struct _PangoAttrList; /* PangoAttrList */
struct _PangoLayout;   /* PangoLayout */

/* 0xRRGGBB */
void paint_colour(struct _cairo *cr, uint32_t rgb);

/* A paragraph in pieces, each in a weight and colour of its own. */
struct paint_words {
    struct arena *arena;
    struct buf text;
    struct _PangoAttrList *attributes;
};
void paint_begin(struct paint_words *words, struct arena *arena);
/* TEXT is made clean; between other pieces it keeps its own direction (UAX 9, isolates). SCALE 1 = the paragraph's size. */
void paint_add(struct paint_words *words, const char *text, bool bold, uint32_t rgb, double scale);
void paint_break(struct paint_words *words); /* the next piece begins a line */
/* The paragraph laid out WIDTH wide in SIZE; g_object_unref. WORDS is ended. */
struct _PangoLayout *paint_layout(struct _cairo *cr, struct paint_words *words, double size, double width);

double paint_height(struct _PangoLayout *layout);
/* LAYOUT with its upper left corner at X, Y. */
void paint_show(struct _cairo *cr, struct _PangoLayout *layout, double x, double y);

/* One line of SIZE whose left end (ANCHOR -1), middle (0) or right end (1) is at X, its middle at Y; with HALO (a colour, or
 * a negative number) round it. */
void paint_line(struct _cairo *cr, struct arena *arena, const char *text, double size, bool bold, int anchor, double x,
                double y, uint32_t rgb, int64_t halo);

/* What the libraries keep for the next time is given back, so that nothing is left when the command ends. */
void paint_end(void);

#endif
