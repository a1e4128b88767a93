/* The day on paper (PDF, A4): the stops in two columns beside the map, as many pages as they take, and the map once more on
 * a page of its own with the havens, which is the back of the sheet; and the map as a picture (PNG). */
#include "cli/export/export.h"
#include "cli/export/map.h"
#include "cli/export/sheet_facts.h"
#include "cli/export/sheet_paint.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

/* Points of 1/72 inch. */
#define PAGE_WIDTH  595.28
#define PAGE_HEIGHT 841.89
#define MARGIN      28.0
#define GUTTER      14.0
#define COLUMN      ((PAGE_WIDTH - 2 * MARGIN - GUTTER) / 2)
#define BADGE       9.0 /* radius of a stop's number */
#define INDENT      24.0
#define BODY        8.0 /* of the heading */
#define HAVEN_BODY  7.6
#define GAP         6.0

enum {
    INK = 0x000000,
    DIM = 0x404040,
    RED = 0xb3261e,
    BLUE = 0x0b57d0,
    GREEN = 0x1f6b3a,
    RULE = 0xb0b0b0,
    WHITE = 0xffffff
};
enum { PNG_WIDTH = 1600, COLUMNS = 2 };

struct page {
    cairo_t *cr;
    struct arena *arena;
    const struct sheet_day *day;
    double body;   /* size of the words */
    bool measures; /* nothing is painted */
    int column, number;
    double top[COLUMNS]; /* where a column begins on this page */
    double y;
};

/* --- columns and pages ---------------------------------------------------------------------------------------------------- */

static double column_x(const struct page *page)
{
    return MARGIN + page->column * (COLUMN + GUTTER);
}

static void paint_page_number(struct page *page)
{
    paint_line(page->cr, page->arena, arena_printf(page->arena, "%s, page %d", page->day->date, page->number), 6.5,
               false, 1, PAGE_WIDTH - MARGIN, PAGE_HEIGHT - MARGIN / 2, DIM, -1);
    paint_line(page->cr, page->arena, page->day->made, 6.5, false, -1, MARGIN, PAGE_HEIGHT - MARGIN / 2, DIM, -1);
}

static void next_page(struct page *page)
{
    if (!page->measures) {
        paint_page_number(page);
        cairo_show_page(page->cr);
    }
    page->number++;
    page->column = 0;
    page->top[0] = page->top[1] = page->y = MARGIN;
}

/* Goes where HEIGHT more fits; what is higher than a page stays where it is and is cut by its edge. */
static void make_room(struct page *page, double height)
{
    for (int tries = 0; tries < 2 * COLUMNS && page->y + height > PAGE_HEIGHT - MARGIN; tries++) {
        if (page->column + 1 < COLUMNS) {
            page->column++;
            page->y = page->top[page->column];
        } else {
            next_page(page);
        }
    }
}

/* --- blocks ------------------------------------------------------------------------------------------------------------------ */

static void add_facts(struct paint_words *words, const char *name, const struct sheet_texts *texts, uint32_t rgb)
{
    for (size_t i = 0; i < texts->n; i++) {
        paint_break(words);
        paint_add(words, name, true, rgb, 1);
        paint_add(words, texts->items[i], false, INK, 1);
    }
}

static void add_line(struct paint_words *words, const char *text, uint32_t rgb)
{
    if (*text != '\0') {
        paint_break(words);
        paint_add(words, text, false, rgb, 1);
    }
}

static void add_private(struct paint_words *words, const char *lines)
{
    while (*lines != '\0') {
        const size_t length = strcspn(lines, "\n");
        add_line(words, arena_strndup(words->arena, lines, length), DIM);
        lines += length + (lines[length] == '\n');
    }
}

/* A number with no-break spaces: it is read in one go. */
static const char *unbroken(struct arena *arena, const char *text)
{
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == ' ') {
            buf_add(&out, "\xc2\xa0");
        } else {
            buf_add_char(&out, *p);
        }
    }
    return buf_into_arena(&out, arena);
}

static void add_people(struct paint_words *words, const struct sheet_stop *stop)
{
    for (size_t i = 0; i < stop->people_n; i++) {
        paint_break(words);
        paint_add(words, stop->people[i].full, false, INK, 1);
        paint_add(words, "  ", false, INK, 1);
        paint_add(words, unbroken(words->arena, stop->people[i].phone), true, INK, 1);
    }
}

static void stop_words(struct paint_words *words, const struct sheet_stop *stop)
{
    struct arena *arena = words->arena;
    const char *when = *stop->ends != '\0' ? arena_printf(arena, "%s\xe2\x80\x93%s ", stop->begins, stop->ends)
                                           : arena_printf(arena, "%s ", stop->begins);
    paint_add(words, when, true, INK, 1.15);
    paint_add(words, stop->name, true, INK, 1.15);
    paint_add(words, arena_printf(arena, "  %s", stop->kind), false, DIM, 0.9);
    add_line(words, stop->address, DIM);
    add_line(words, stop->what, INK);
    add_line(words, stop->timing, stop->late ? RED : DIM);
    add_facts(words, "", &stop->doubts, RED);
    add_people(words, stop);
    add_facts(words, "Promise: ", &stop->promises, INK);
    add_facts(words, "Complaint: ", &stop->complaints, RED);
    add_facts(words, "Parcel: ", &stop->parcels, INK);
    const char *told = *stop->leg != '\0' ? arena_printf(arena, "drive %s", stop->leg) : "";
    told = *stop->hours != '\0' && *told != '\0' ? arena_printf(arena, "%s \xc2\xb7 %s", told, stop->hours)
           : *told != '\0'                       ? told
                                                 : stop->hours;
    add_line(words, told, DIM);
    add_line(words, stop->offers, DIM);
    add_private(words, stop->private_text);
}

static void paint_badge(struct page *page, const char *text, uint32_t rgb)
{
    const double x = column_x(page) + BADGE, y = page->y + BADGE - 2;
    cairo_new_sub_path(page->cr);
    cairo_arc(page->cr, x, y, BADGE - 1, 0, 2 * M_PI);
    paint_colour(page->cr, rgb);
    cairo_fill(page->cr);
    paint_line(page->cr, page->arena, text, 9, true, 0, x, y, WHITE, -1);
}

/* WORDS in the next free room, with BADGE in front, and a rule under it. */
static void paint_block(struct page *page, struct paint_words *words, const char *badge, uint32_t rgb)
{
    PangoLayout *layout = paint_layout(page->cr, words, page->body, COLUMN - INDENT);
    const double height = paint_height(layout);
    make_room(page, height);
    if (*badge != '\0') {
        paint_badge(page, badge, rgb);
    }
    paint_show(page->cr, layout, column_x(page) + INDENT, page->y);
    g_object_unref(layout);
    page->y += height + GAP;
    paint_colour(page->cr, RULE);
    cairo_set_line_width(page->cr, 0.4);
    cairo_move_to(page->cr, column_x(page), page->y - GAP / 2);
    cairo_rel_line_to(page->cr, COLUMN, 0);
    cairo_stroke(page->cr);
}

static void paint_haven(struct page *page, const struct sheet_haven *haven)
{
    struct paint_words words;
    paint_begin(&words, page->arena);
    paint_add(&words, haven->name, true, INK, 1);
    if (*haven->town != '\0') {
        paint_add(&words, ", ", false, INK, 1);
        paint_add(&words, haven->town, false, INK, 1);
    }
    add_line(&words, haven->offers, DIM);
    add_line(&words, haven->hours, DIM);
    paint_block(page, &words, haven->letter, GREEN);
}

static void paint_heading(struct page *page)
{
    const struct sheet_day *day = page->day;
    struct paint_words words;
    paint_begin(&words, page->arena);
    paint_add(&words, day->date, true, INK, 1.9);
    paint_add(&words, arena_printf(page->arena, "   %s", day->summary), false, INK, 1.2);
    add_line(&words, day->totals, DIM);
    add_facts(&words, "", &day->news, RED);
    add_facts(&words, "", &day->conflicts, RED);
    add_facts(&words, "", &day->advice, DIM);
    PangoLayout *layout = paint_layout(page->cr, &words, BODY, PAGE_WIDTH - 2 * MARGIN);
    paint_show(page->cr, layout, MARGIN, page->y);
    page->y += paint_height(layout) + 2 * GAP;
    g_object_unref(layout);
}

/* --- the sheet --------------------------------------------------------------------------------------------------------------- */

static void paint_map(struct page *page, double x, double y, double width)
{
    cairo_save(page->cr);
    cairo_translate(page->cr, x, y);
    map_cairo(page->day->map, page->cr, width);
    cairo_restore(page->cr);
}

static double map_height(const struct map *map, double width)
{
    return width * map->height / map->width;
}

/* The page after the stops, the back of the sheet: the map as large as it goes, and the havens. */
static void paint_back(struct page *page)
{
    const struct sheet_day *day = page->day;
    if (day->map == NULL) {
        return;
    }
    const double wide = PAGE_WIDTH - 2 * MARGIN, most = (PAGE_HEIGHT - 2 * MARGIN) * (day->havens_n > 0 ? 0.68 : 1);
    const double width = fmin(wide, wide * most / map_height(day->map, wide));
    next_page(page);
    paint_map(page, (PAGE_WIDTH - width) / 2, MARGIN, width);
    page->top[0] = page->top[1] = page->y = MARGIN + map_height(day->map, width) + 2 * GAP;
    const double half_y = page->y;
    for (size_t i = 0; i < day->havens_n; i++) {
        if (i == (day->havens_n + 1) / 2 && page->column == 0 && day->havens_n > 1) {
            page->column = 1;
            page->y = half_y;
        }
        paint_haven(page, &day->havens[i]);
    }
}

/* The heading, the map beside and the stops. */
static void paint_front(struct page *page)
{
    const struct sheet_day *day = page->day;
    page->number = 1;
    page->column = 0;
    page->y = MARGIN;
    paint_heading(page);
    page->top[0] = page->top[1] = page->y;
    if (day->map != NULL) {
        if (!page->measures) {
            paint_map(page, MARGIN + COLUMN + GUTTER, page->y, COLUMN);
        }
        page->top[1] += map_height(day->map, COLUMN) + 2 * GAP;
    }
    for (size_t i = 0; i < day->stops_n; i++) {
        struct paint_words words;
        paint_begin(&words, page->arena);
        stop_words(&words, &day->stops[i]);
        paint_block(page, &words, day->stops[i].number, day->stops[i].done ? DIM : BLUE);
    }
}

/* In the largest words that one page has room for; where none are small enough, in the middle ones, on several. */
static double fitting_body(const struct sheet_day *day)
{
    static const double sizes[] = {8.4, 8, 7.6, 7.2, 6.8, 6.4};
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
    struct page page = {.arena = day->input->arena, .day = day, .cr = cairo_create(surface), .measures = true};
    double body = 7.6;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        page.body = sizes[i];
        paint_front(&page);
        if (page.number == 1) {
            body = sizes[i];
            break;
        }
    }
    cairo_destroy(page.cr);
    cairo_surface_destroy(surface);
    return body;
}

static void paint_sheet(struct page *page)
{
    page->body = fitting_body(page->day);
    paint_front(page);
    page->body = HAVEN_BODY;
    paint_back(page);
    paint_page_number(page);
    cairo_show_page(page->cr);
}

/* --- files -------------------------------------------------------------------------------------------------------------------- */

static cairo_status_t take_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    struct buf *buf = closure;
    buf_add_n(buf, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

/* Dates are the plan's: the same plan gives the same bytes. */
static void set_metadata(cairo_surface_t *surface, const struct sheet_day *day)
{
    char made[CIVIL_TEXT];
    civil_format_utc(made, day->input->plan->made_utc);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, day->date);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "rounds " ROUNDS_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, made);
}

static enum status finish(cairo_surface_t *surface, cairo_t *cr, struct export_parts *parts, struct export_part part,
                          struct buf *out, struct error *err)
{
    const cairo_status_t drawn = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    const cairo_status_t written = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    paint_end();
    if (drawn != CAIRO_STATUS_SUCCESS || written != CAIRO_STATUS_SUCCESS) {
        buf_clear(out);
        return error_set(err, STATUS_INTERNAL, "the picture could not be drawn: %s",
                         cairo_status_to_string(drawn != CAIRO_STATUS_SUCCESS ? drawn : written));
    }
    return export_add(parts, part, out, err);
}

static enum status write_pdf(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct page page = {.arena = input->arena};
    struct sheet_day *day = NULL;
    enum status status = sheet_facts(input, &day, err);
    if (status != STATUS_OK) {
        return status;
    }
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(take_bytes, &out, PAGE_WIDTH, PAGE_HEIGHT);
    set_metadata(surface, day);
    page.day = day;
    page.cr = cairo_create(surface);
    paint_sheet(&page);
    const struct export_part part = {.suffix = "", .extension = "pdf", .mime = "application/pdf", .title = ""};
    return finish(surface, page.cr, parts, part, &out, err);
}

static enum status write_png(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct sheet_day *day = NULL;
    enum status status = sheet_facts(input, &day, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (day->map == NULL) {
        return error_set(err, STATUS_INPUT, "there is no place to draw a map of");
    }
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    const int height = (int)floor(map_height(day->map, PNG_WIDTH));
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PNG_WIDTH, height);
    cairo_t *cr = cairo_create(surface);
    map_cairo(day->map, cr, PNG_WIDTH);
    (void)cairo_surface_write_to_png_stream(surface, take_bytes, &out);
    const struct export_part part = {.suffix = "", .extension = "png", .mime = "image/png", .title = "the map"};
    return finish(surface, cr, parts, part, &out, err);
}

const struct exporter export_pdf = {
    .name = "pdf",
    .summary = "the day on paper: stops, people and the map on a sheet of A4",
    .contains = "as html",
    .needs = EXPORT_NEEDS_CONTACTS | EXPORT_NEEDS_PROMISES | EXPORT_PRIVATE | EXPORT_BINARY,
    .write = write_pdf,
};

const struct exporter export_png = {
    .name = "png",
    .summary = "the map as a picture, to print or to send",
    .contains =
        "numbers, places and towns of the stops; havens by the way; the roads between; home and the roads to it "
        "only with --with-home",
    .needs = EXPORT_BINARY,
    .write = write_png,
};
