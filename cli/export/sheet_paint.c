#include "cli/export/sheet_paint.h"

#include "cli/export/sheet_facts.h"
#include "geo/base/mem.h"
#include "geo/base/text_utf8.h"

#include <pango/pangocairo.h>
#include <string.h>

/* What stands between these has a direction of its own: UAX 9, 2.5. The one that finds it out by itself (U+2068) turns
 * times round in some versions of FriBidi, where a right-to-left name follows. */
#define LEFT_TO_RIGHT "\xe2\x81\xa6"
#define RIGHT_TO_LEFT "\xe2\x81\xa7"
#define ISOLATE_END   "\xe2\x81\xa9"

enum { PARAGRAPH_MAX = 1 << 20 };

void paint_colour(cairo_t *cr, uint32_t rgb)
{
    cairo_set_source_rgb(cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

void paint_begin(struct paint_words *words, struct arena *arena)
{
    words->arena = arena;
    buf_init(&words->text, PARAGRAPH_MAX);
    words->attributes = pango_attr_list_new();
}

static void add_attribute(struct paint_words *words, PangoAttribute *attribute, size_t from)
{
    attribute->start_index = (guint)from;
    attribute->end_index = (guint)words->text.length;
    pango_attr_list_insert(words->attributes, attribute);
}

/* The blocks of Unicode whose letters run from right to left. */
static bool runs_left(uint32_t code)
{
    return (code >= 0x0590 && code <= 0x08FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
           (code >= 0xFE70 && code <= 0xFEFF) || (code >= 0x10800 && code <= 0x10FFF) ||
           (code >= 0x1E800 && code <= 0x1EFFF);
}

/* By the first letter, as UAX 9 has it (P2). */
static bool begins_right(const char *text)
{
    while (*text != '\0') {
        const uint32_t code = text_utf8_next(&text);
        if (code != TEXT_UTF8_BAD && g_unichar_isalpha(code)) {
            return runs_left(code);
        }
    }
    return false;
}

void paint_add(struct paint_words *words, const char *text, bool bold, uint32_t rgb, double scale)
{
    const size_t from = words->text.length;
    const char *clean = sheet_clean(words->arena, text);
    buf_add(&words->text, begins_right(clean) ? RIGHT_TO_LEFT : LEFT_TO_RIGHT);
    buf_add(&words->text, clean);
    buf_add(&words->text, ISOLATE_END);
    if (bold) {
        add_attribute(words, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from);
    }
    add_attribute(words, pango_attr_scale_new(scale), from);
    add_attribute(words,
                  pango_attr_foreground_new((guint16)((rgb >> 16 & 255) * 257), (guint16)((rgb >> 8 & 255) * 257),
                                            (guint16)((rgb & 255) * 257)),
                  from);
}

void paint_break(struct paint_words *words)
{
    if (words->text.length > 0) {
        buf_add_char(&words->text, '\n');
    }
}

static void set_font(PangoLayout *layout, double size, bool bold)
{
    PangoFontDescription *font = pango_font_description_from_string("Sans");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

/* The same whatever a desktop's settings say. */
static PangoLayout *new_layout(cairo_t *cr)
{
    PangoLayout *layout = pango_cairo_create_layout(cr);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
    pango_context_set_language(pango_layout_get_context(layout), pango_language_from_string("en"));
    pango_layout_context_changed(layout);
    cairo_font_options_destroy(options);
    return layout;
}

PangoLayout *paint_layout(cairo_t *cr, struct paint_words *words, double size, double width)
{
    PangoLayout *layout = new_layout(cr);
    set_font(layout, size, false);
    pango_layout_set_text(layout, words->text.data, (int)words->text.length);
    pango_layout_set_attributes(layout, words->attributes);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_attr_list_unref(words->attributes);
    buf_clear(&words->text);
    return layout;
}

double paint_height(PangoLayout *layout)
{
    int height = 0;
    pango_layout_get_size(layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

void paint_show(cairo_t *cr, PangoLayout *layout, double x, double y)
{
    cairo_move_to(cr, x, y);
    pango_cairo_show_layout(cr, layout);
}

void paint_line(cairo_t *cr, struct arena *arena, const char *text, double size, bool bold, int anchor, double x,
                double y, uint32_t rgb, int64_t halo)
{
    PangoLayout *layout = new_layout(cr);
    int wide = 0, high = 0;
    set_font(layout, size, bold);
    pango_layout_set_single_paragraph_mode(layout, TRUE);
    pango_layout_set_text(layout, sheet_clean(arena, text), -1);
    pango_layout_get_size(layout, &wide, &high);
    const double left = x - (double)wide / PANGO_SCALE * (anchor + 1) / 2, top = y - (double)high / PANGO_SCALE / 2;
    cairo_move_to(cr, left, top);
    if (halo >= 0) {
        paint_colour(cr, (uint32_t)halo);
        cairo_set_line_width(cr, size / 4);
        cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
        pango_cairo_layout_path(cr, layout);
        cairo_stroke(cr);
        cairo_move_to(cr, left, top);
    }
    paint_colour(cr, rgb);
    pango_cairo_show_layout(cr, layout);
    g_object_unref(layout);
}

void paint_end(void)
{
    pango_cairo_font_map_set_default(NULL);
}
