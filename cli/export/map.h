/* map: the picture of a day as a short list of lines, marks and words, which map_svg.c writes as SVG and map_cairo.c paints
 * on paper. The list has roles, not colours, and whole numbers: tenths of a pixel of a picture 400 pixels wide, from its
 * upper left corner. The same day gives the same list with every compiler.
 *
 * Places are laid out by longitude and latitude, with longitude shortened as in the middle of the picture: right to a
 * thousandth for the few counties of a day.
 */
#ifndef ROUNDS_CLI_EXPORT_MAP_H
#define ROUNDS_CLI_EXPORT_MAP_H

#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buf;
struct roads;
struct _cairo;

enum {
    MAP_WIDTH = 4000,
    MAP_HEIGHT_MIN = 2600,
    MAP_HEIGHT_MAX = 5200,
    MAP_STOP_RADIUS = 105,
    MAP_HAVEN_RADIUS = 70,
    MAP_FOOT = 170,            /* kept free for the scale bar and the thanks */
    MAP_ROAD_POINTS_MAX = 9000 /* of all roads together: some 45 kB of SVG */
};

/* In the order of painting. */
enum map_role {
    MAP_ROAD_MINOR,
    MAP_ROAD_MIDDLE,
    MAP_ROAD_MAIN,
    MAP_ROAD_MOTORWAY,
    MAP_WAY,      /* the roads of the day, as they are driven */
    MAP_STRAIGHT, /* between two stops whose way is not known */
    MAP_LEADER,   /* from a mark that was moved aside to its place */
    MAP_ROLES
};

struct map_line {
    enum map_role role;
    int32_t (*at)[2]; /* x, y; n of them, at least 2 */
    size_t n;
};

enum map_mark_kind { MAP_STOP, MAP_STOP_DONE, MAP_HAVEN, MAP_HOME };

/* A place to be shown. */
struct map_mark {
    enum map_mark_kind kind;
    const char *text;  /* in the mark: "4", "B", "H" */
    const char *town;  /* beside it where there is room; "" */
    const char *title; /* for those who listen: "Stop 4, Oakham Bakery" */
    const char *id;    /* of the element in the page that tells more of it; "" */
    struct point place;
    int32_t at[2]; /* filled by map_draw: where it is painted */
};

struct map_word {
    const char *text;
    int32_t at[2]; /* the middle of its left or right end, or of itself */
    int anchor;    /* -1: at[] is its left end, 0: its middle, 1: its right end */
};

/* A leg, in the order of the day. */
struct map_leg {
    const struct point *points; /* the way, or its two ends */
    size_t n;
    bool is_way; /* false: only the ends are known */
};

struct map_input {
    struct map_mark *marks; /* placed ones only; at[] is filled */
    size_t marks_n;
    const struct map_leg *legs;
    size_t legs_n;
    const struct roads *roads; /* NULL: there is no network */
    bool of_osm;               /* something else in the picture is from OpenStreetMap */
};

struct map {
    int32_t width, height;
    struct map_line *lines; /* by role */
    size_t lines_n;
    const struct map_mark *marks; /* havens first: stops are painted over them */
    size_t marks_n;
    struct map_word *words;
    size_t words_n;
    int32_t bar;          /* length of the scale bar ... */
    const char *bar_text; /* ... which is so long on the ground: "5 km" */
    const char *thanks;   /* whose data it is; "" where there is none to thank */
    bool has_roads;
};

/* In ARENA; texts and marks are borrowed from INPUT, whose marks are sorted. NULL when there is no mark. */
struct map *map_draw(struct arena *arena, const struct map_input *input);

/* --- map_frame.c: which part of the Earth is on the picture ----------------------------------------------------------- */
struct map_frame {
    struct point centre;
    double per_lat, per_lon; /* units a degree */
    double unit_m;           /* metres a unit */
    int32_t width, height;
};
struct map_frame map_frame_of(const struct map_input *input);
void map_frame_place(const struct map_frame *frame, struct point place, int32_t at[2]);

/* --- map_line.c: lines that say the same with fewer points -------------------------------------------------------------- */
/* Keeps the ends and every point that is farther than TOLERANCE units from the line without it (Douglas, Peucker 1973), and
 * nothing twice. In place; the number of points that are left. */
size_t map_line_thin(struct arena *arena, int32_t (*at)[2], size_t n, int32_t tolerance);

/* --- map_roads.c: the roads within the frame, as many classes as there is room for --------------------------------------- */
struct map_line *map_roads(struct arena *arena, const struct roads *roads, const struct map_frame *frame, size_t *n);

/* --- map_marks.c: marks that do not hide one another, and words that hide nothing ---------------------------------------- */
void map_marks_part(const struct map_frame *frame, struct map_mark *marks, size_t n);
struct map_word *map_marks_words(struct arena *arena, const struct map_frame *frame, const struct map_mark *marks,
                                 size_t marks_n, size_t *n);

/* --- map_svg.c, map_cairo.c ------------------------------------------------------------------------------------------------ */
/* One <svg> element for an HTML page. Colours are the page's: classes map-*. */
void map_svg(const struct map *map, struct buf *out);
/* On CR, WIDTH wide from its origin; the height that it takes is map->height * WIDTH / map->width. */
void map_cairo(const struct map *map, struct _cairo *cr, double width);

#endif
