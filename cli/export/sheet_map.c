#include "cli/export/sheet_facts.h"

#include "geo/base/mem.h"
#include "geo/roads/file.h"
#include "planner/polyline.h"

#include <string.h>

static void add_leg(const struct export_input *input, struct map_leg *legs, size_t *n, struct point from,
                    struct point to, const char *way)
{
    struct point *points = NULL;
    size_t points_n = 0;
    if (way != NULL && *way != '\0' && polyline_decode(input->arena, way, &points, &points_n) && points_n > 1) {
        legs[(*n)++] = (struct map_leg){points, points_n, true};
        return;
    }
    points = arena_array(input->arena, 2, sizeof *points);
    points[0] = from;
    points[1] = to;
    legs[(*n)++] = (struct map_leg){points, 2, false};
}

struct map_leg *sheet_legs(const struct export_input *input, size_t *n)
{
    const struct plan *plan = input->plan;
    const bool with_home = input->n > 0 && input->stops[input->n - 1].stop == NULL;
    struct map_leg *legs = arena_array(input->arena, plan->stops_n + 2, sizeof *legs);
    bool begun = with_home; /* the place before is in it */
    struct point before = plan->home;
    size_t next = 0;
    *n = 0;
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        const bool here = next < input->n && input->stops[next].stop == stop;
        next += here;
        if (stop->kind == PLAN_STOP_BREAK && stop->site_id == 0) {
            continue; /* no leg begins or ends there */
        }
        if (begun && here) {
            add_leg(input, legs, n, before, stop->at, stop->way);
        }
        begun = here;
        before = stop->at;
    }
    if (begun && with_home) {
        add_leg(input, legs, n, before, plan->home, plan->home_way);
    }
    return legs;
}

static struct map_mark mark_of(const struct sheet_day *day, const struct sheet_stop *stop)
{
    struct arena *arena = day->input->arena;
    const bool home = stop->stop == NULL, numbered = *stop->number != '\0';
    return (struct map_mark){
        .kind = home         ? MAP_HOME
                : stop->done ? MAP_STOP_DONE
                             : MAP_STOP,
        .text = home       ? "H"
                : numbered ? stop->number
                           : "\xe2\x80\x93",
        .town = stop->town,
        .title = numbered ? arena_printf(arena, "Stop %s, %s, %s", stop->number, stop->begins, stop->name) : stop->name,
        .id = stop->id,
        .place = stop->from->at};
}

const struct map *sheet_map(const struct sheet_day *day, const struct map_leg *legs, size_t legs_n)
{
    const struct export_input *input = day->input;
    struct map_mark *marks = arena_array(input->arena, day->stops_n + day->havens_n + 1, sizeof *marks);
    struct map_input map = {.marks = marks, .legs = legs, .legs_n = legs_n, .of_osm = day->havens_n > 0};
    for (size_t i = 0; i < day->stops_n; i++) {
        if (day->stops[i].from != NULL) {
            marks[map.marks_n++] = mark_of(day, &day->stops[i]);
        }
    }
    for (size_t i = 0; i < day->havens_n; i++) {
        const struct sheet_haven *haven = &day->havens[i];
        marks[map.marks_n++] =
            (struct map_mark){.kind = MAP_HAVEN,
                              .text = haven->letter,
                              .town = "",
                              .title = arena_printf(input->arena, "Haven %s, %s", haven->letter, haven->name),
                              .id = haven->id,
                              .place = haven->there.at};
    }
    struct roads_file *file = NULL;
    if (*input->roads_path != '\0' && roads_file_open(input->roads_path, &file, NULL) == STATUS_OK) {
        map.roads = roads_file_roads(file);
    }
    const struct map *drawn = map_draw(input->arena, &map);
    if (file != NULL) {
        roads_file_close(file);
    }
    return drawn;
}
