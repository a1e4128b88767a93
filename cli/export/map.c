#include "cli/export/map.h"

#include "geo/base/mem.h"
#include "geo/roads/roads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WAY_TOLERANCE = 4, MOVED = 40, BAR_MAX = MAP_WIDTH / 4 };

struct drawing {
    struct arena *arena;
    const struct map_input *input;
    struct map_frame frame;
    struct map *map;
    size_t capacity;
};

static void add_line(struct drawing *drawing, enum map_role role, int32_t (*at)[2], size_t n)
{
    struct map *map = drawing->map;
    if (n < 2) {
        return;
    }
    struct map_line *line =
        arena_push(drawing->arena, &map->lines, &map->lines_n, &drawing->capacity, sizeof *map->lines);
    *line = (struct map_line){role, at, n};
}

static void add_leg(struct drawing *drawing, const struct map_leg *leg)
{
    int32_t(*at)[2] = arena_array(drawing->arena, leg->n + 1, sizeof *at);
    for (size_t i = 0; i < leg->n; i++) {
        map_frame_place(&drawing->frame, leg->points[i], at[i]);
    }
    size_t n = map_line_thin(drawing->arena, at, leg->n, WAY_TOLERANCE);
    add_line(drawing, leg->is_way ? MAP_WAY : MAP_STRAIGHT, at, n);
}

/* From where a mark is painted to where it belongs. */
static void add_leader(struct drawing *drawing, const struct map_mark *mark)
{
    int32_t place[2];
    map_frame_place(&drawing->frame, mark->place, place);
    if (abs(place[0] - mark->at[0]) + abs(place[1] - mark->at[1]) < MOVED) {
        return;
    }
    int32_t(*at)[2] = arena_array(drawing->arena, 2, sizeof *at);
    memcpy(at[0], place, sizeof at[0]);
    memcpy(at[1], mark->at, sizeof at[1]);
    add_line(drawing, MAP_LEADER, at, 2);
}

/* The longest of 1, 2, 5, 10 ... that is no more than a quarter of the picture. */
static void set_bar(struct drawing *drawing)
{
    static const int32_t steps[] = {1, 2, 5};
    int32_t best_m = 1;
    for (int32_t ten = 1; ten <= 1000000; ten *= 10) {
        for (size_t i = 0; i < 3; i++) {
            if (steps[i] * ten <= BAR_MAX * drawing->frame.unit_m) {
                best_m = steps[i] * ten;
            }
        }
    }
    drawing->map->bar = (int32_t)lround(best_m / drawing->frame.unit_m);
    drawing->map->bar_text = best_m < 1000 ? arena_printf(drawing->arena, "%d m", best_m)
                                           : arena_printf(drawing->arena, "%d km", best_m / 1000);
}

static bool has_way(const struct map_input *input)
{
    for (size_t i = 0; i < input->legs_n; i++) {
        if (input->legs[i].is_way) {
            return true;
        }
    }
    return false;
}

static int by_painting(const void *a, const void *b)
{
    const struct map_mark *x = a, *y = b;
    const bool first = x->kind == MAP_HAVEN, second = y->kind == MAP_HAVEN;
    if (first != second) {
        return first ? -1 : 1;
    }
    return 0;
}

/* Havens before the others, each in the order they had: by insertion, which is stable. */
static void sort_marks(struct map_mark *marks, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct map_mark mark = marks[i];
        size_t k = i;
        for (; k > 0 && by_painting(&marks[k - 1], &mark) > 0; k--) {
            marks[k] = marks[k - 1];
        }
        marks[k] = mark;
    }
}

struct map *map_draw(struct arena *arena, const struct map_input *input)
{
    if (input->marks_n == 0) {
        return NULL;
    }
    struct map *map = arena_alloc(arena, sizeof *map);
    struct drawing drawing = {.arena = arena, .input = input, .frame = map_frame_of(input), .map = map};
    sort_marks(input->marks, input->marks_n);
    map_marks_part(&drawing.frame, input->marks, input->marks_n);
    map->width = drawing.frame.width;
    map->height = drawing.frame.height;
    map->marks = input->marks;
    map->marks_n = input->marks_n;
    if (input->roads != NULL) {
        map->lines = map_roads(arena, input->roads, &drawing.frame, &map->lines_n);
        drawing.capacity = map->lines_n; /* the next line moves them to a room of their own */
    }
    map->has_roads = map->lines_n > 0;
    for (size_t i = 0; i < input->legs_n; i++) {
        add_leg(&drawing, &input->legs[i]);
    }
    for (size_t i = 0; i < input->marks_n; i++) {
        add_leader(&drawing, &input->marks[i]);
    }
    map->words = map_marks_words(arena, &drawing.frame, map->marks, map->marks_n, &map->words_n);
    set_bar(&drawing);
    map->thanks = map->has_roads || input->of_osm || has_way(input) ? "\xc2\xa9 OpenStreetMap contributors" : "";
    return map;
}
