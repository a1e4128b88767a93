/* The picture as SVG. Every number is whole and, within a line, relative to the point before: a third of the size of
 * coordinates with decimals. */
#include "cli/export/html.h"
#include "cli/export/map.h"

#include "geo/base/buf.h"

static const char *const line_classes[MAP_ROLES] = {
    [MAP_ROAD_MINOR] = "map-minor", [MAP_ROAD_MIDDLE] = "map-middle",
    [MAP_ROAD_MAIN] = "map-main",   [MAP_ROAD_MOTORWAY] = "map-motorway",
    [MAP_WAY] = "map-way",          [MAP_STRAIGHT] = "map-straight",
    [MAP_LEADER] = "map-leader"};
static const char *const mark_classes[] = {
    [MAP_STOP] = "map-stop", [MAP_STOP_DONE] = "map-done", [MAP_HAVEN] = "map-haven", [MAP_HOME] = "map-home"};

static void add_path(const struct map_line *line, struct buf *out)
{
    buf_printf(out, "M%d %d", line->at[0][0], line->at[0][1]);
    for (size_t i = 1; i < line->n; i++) {
        const int32_t dx = line->at[i][0] - line->at[i - 1][0], dy = line->at[i][1] - line->at[i - 1][1];
        buf_printf(out, "%s%d%s%d", i == 1 ? "l" : dx < 0 ? "" : " ", dx, dy < 0 ? "" : " ", dy);
    }
}

/* All lines of a role are one path: it is styled once. */
static void add_role(const struct map *map, enum map_role role, const char *class_, struct buf *out)
{
    bool begun = false;
    for (size_t i = 0; i < map->lines_n; i++) {
        if (map->lines[i].role != role) {
            continue;
        }
        if (!begun) {
            buf_printf(out, "<path class=\"%s\" d=\"", class_);
        }
        begun = true;
        add_path(&map->lines[i], out);
    }
    if (begun) {
        buf_add(out, "\"/>\n");
    }
}

static void add_mark(const struct map_mark *mark, struct buf *out)
{
    const bool leads = *mark->id != '\0';
    if (leads) {
        buf_printf(out, "<a class=\"%s\" href=\"#%s\" aria-label=\"", mark_classes[mark->kind], mark->id);
    } else {
        buf_printf(out, "<g class=\"%s\" aria-label=\"", mark_classes[mark->kind]);
    }
    html_text(out, mark->title);
    buf_add(out, "\">");
    if (mark->kind == MAP_HAVEN) {
        buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"25\"/>",
                   mark->at[0] - MAP_HAVEN_RADIUS, mark->at[1] - MAP_HAVEN_RADIUS, 2 * MAP_HAVEN_RADIUS,
                   2 * MAP_HAVEN_RADIUS);
    } else {
        buf_printf(out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\"/>", mark->at[0], mark->at[1], MAP_STOP_RADIUS);
    }
    buf_printf(out, "<text x=\"%d\" y=\"%d\">", mark->at[0], mark->at[1] + (mark->kind == MAP_HAVEN ? 34 : 43));
    html_text(out, mark->text);
    buf_add(out, leads ? "</text></a>\n" : "</text></g>\n");
}

static void add_word(const struct map_word *word, struct buf *out)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    buf_printf(out, "<text class=\"map-word %s\" x=\"%d\" y=\"%d\">", anchors[word->anchor + 1], word->at[0],
               word->at[1] + 37);
    html_text(out, word->text);
    buf_add(out, "</text>\n");
}

static void add_bar(const struct map *map, struct buf *out)
{
    const int32_t y = map->height - 60, x = 70;
    buf_printf(out, "<path class=\"map-bar\" d=\"M%d %dv40h%dv-40\"/>\n", x, y - 40, map->bar);
    buf_printf(out, "<text class=\"map-word start\" x=\"%d\" y=\"%d\">%s</text>\n", x + map->bar + 40, y,
               map->bar_text);
    if (*map->thanks != '\0') {
        buf_printf(out, "<text class=\"map-thanks end\" x=\"%d\" y=\"%d\">%s</text>\n", map->width - 40,
                   map->height - 40, map->thanks);
    }
}

void map_svg(const struct map *map, struct buf *out)
{
    buf_printf(out,
               "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"Map of the stops in order\">\n"
               "<rect class=\"map-ground\" width=\"%d\" height=\"%d\"/>\n",
               map->width, map->height, map->width, map->height);
    for (int role = 0; role < MAP_WAY; role++) {
        add_role(map, (enum map_role)role, line_classes[role], out);
    }
    add_role(map, MAP_WAY, "map-casing", out);
    for (int role = MAP_WAY; role < MAP_ROLES; role++) {
        add_role(map, (enum map_role)role, line_classes[role], out);
    }
    for (size_t i = 0; i < map->words_n; i++) {
        add_word(&map->words[i], out);
    }
    for (size_t i = 0; i < map->marks_n; i++) {
        add_mark(&map->marks[i], out);
    }
    add_bar(map, out);
    buf_add(out, "</svg>\n");
}
