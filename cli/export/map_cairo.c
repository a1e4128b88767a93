/* The picture on paper or as pixels, in the colours of the page's light scheme. */
#include "cli/export/map.h"
#include "cli/export/sheet_paint.h"

#include "geo/base/mem.h"

#include <cairo.h>
#include <math.h>

static const struct pen {
    uint32_t rgb;
    double width, dash;
} pens[MAP_ROLES] = {
    [MAP_ROAD_MINOR] = {0xd2cfc4, 9, 0},     [MAP_ROAD_MIDDLE] = {0xc4c1b4, 13, 0}, [MAP_ROAD_MAIN] = {0xe3ba62, 20, 0},
    [MAP_ROAD_MOTORWAY] = {0xd98d4a, 26, 0}, [MAP_WAY] = {0x0b57d0, 32, 0},         [MAP_STRAIGHT] = {0x0b57d0, 26, 60},
    [MAP_LEADER] = {0x1b1b1b, 12, 0}};
static const struct pen casing = {0xffffff, 56, 0};

enum { GROUND = 0xf3f2ec, INK = 0x1b1b1b, STOP = 0x0b57d0, DONE = 0x646464, HAVEN = 0x1f6b3a, WHITE = 0xffffff };

static void stroke_role(const struct map *map, enum map_role role, const struct pen *pen, cairo_t *cr)
{
    const double dashes[] = {pen->dash, pen->dash};
    paint_colour(cr, pen->rgb);
    cairo_set_line_width(cr, pen->width);
    cairo_set_dash(cr, dashes, pen->dash > 0 ? 2 : 0, 0);
    for (size_t i = 0; i < map->lines_n; i++) {
        const struct map_line *line = &map->lines[i];
        if (line->role != role) {
            continue;
        }
        cairo_move_to(cr, line->at[0][0], line->at[0][1]);
        for (size_t k = 1; k < line->n; k++) {
            cairo_line_to(cr, line->at[k][0], line->at[k][1]);
        }
        cairo_stroke(cr);
    }
    cairo_set_dash(cr, NULL, 0, 0);
}

static void fill_and_ring(cairo_t *cr, uint32_t fill, uint32_t ring, double width)
{
    paint_colour(cr, fill);
    cairo_fill_preserve(cr);
    paint_colour(cr, ring);
    cairo_set_line_width(cr, width);
    cairo_stroke(cr);
}

static void paint_mark(const struct map_mark *mark, struct arena *arena, cairo_t *cr)
{
    const double x = mark->at[0], y = mark->at[1];
    if (mark->kind == MAP_HAVEN) {
        cairo_rectangle(cr, x - MAP_HAVEN_RADIUS, y - MAP_HAVEN_RADIUS, 2 * MAP_HAVEN_RADIUS, 2 * MAP_HAVEN_RADIUS);
        fill_and_ring(cr, GROUND, HAVEN, 14);
        paint_line(cr, arena, mark->text, 100, true, 0, x, y, HAVEN, -1);
        return;
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, x, y, MAP_STOP_RADIUS, 0, 2 * M_PI);
    fill_and_ring(cr, mark->kind == MAP_STOP_DONE ? DONE : STOP, WHITE, 16);
    paint_line(cr, arena, mark->text, 120, true, 0, x, y, WHITE, -1);
}

static void paint_foot(const struct map *map, struct arena *arena, cairo_t *cr)
{
    const double x = 70, y = map->height - 60;
    paint_colour(cr, INK);
    cairo_set_line_width(cr, 14);
    cairo_move_to(cr, x, y - 40);
    cairo_line_to(cr, x, y);
    cairo_line_to(cr, x + map->bar, y);
    cairo_line_to(cr, x + map->bar, y - 40);
    cairo_stroke(cr);
    paint_line(cr, arena, map->bar_text, 105, false, -1, x + map->bar + 40, y - 35, INK, GROUND);
    paint_line(cr, arena, map->thanks, 80, false, 1, map->width - 40, y - 10, INK, GROUND);
}

void map_cairo(const struct map *map, struct _cairo *cr, double width)
{
    struct arena *arena = arena_new();
    cairo_save(cr);
    cairo_scale(cr, width / map->width, width / map->width);
    cairo_rectangle(cr, 0, 0, map->width, map->height);
    cairo_clip(cr);
    paint_colour(cr, GROUND);
    cairo_paint(cr);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    for (int role = 0; role < MAP_ROLES; role++) {
        if (role == MAP_WAY) {
            stroke_role(map, MAP_WAY, &casing, cr);
        }
        stroke_role(map, (enum map_role)role, &pens[role], cr);
    }
    for (size_t i = 0; i < map->words_n; i++) {
        const struct map_word *word = &map->words[i];
        paint_line(cr, arena, word->text, 105, false, word->anchor, word->at[0], word->at[1], INK, GROUND);
    }
    for (size_t i = 0; i < map->marks_n; i++) {
        paint_mark(&map->marks[i], arena, cr);
    }
    paint_foot(map, arena, cr);
    cairo_restore(cr);
    arena_free(arena);
}
