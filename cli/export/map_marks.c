#include "cli/export/map.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 400, GAP = 12, EDGE = 20, WORD_HEIGHT = 130, LETTER = 57 };

static double radius_of(const struct map_mark *mark)
{
    return mark->kind == MAP_HAVEN ? MAP_HAVEN_RADIUS : MAP_STOP_RADIUS;
}

/* How willingly a mark moves: stops before havens stay where they are. */
static double give_of(const struct map_mark *mark)
{
    return mark->kind == MAP_HAVEN ? 1 : 0.02;
}

static double within(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

struct spot {
    double x, y;
};

/* Pushes two marks apart; of two in one place the later goes on a turn of its own. */
static bool push(struct spot *a, struct spot *b, double apart, double give_a, double give_b, size_t turn)
{
    double dx = b->x - a->x, dy = b->y - a->y, distance = sqrt(dx * dx + dy * dy);
    if (distance >= apart) {
        return false;
    }
    if (distance < 1) {
        static const double ways[][2] = {{1, 0},     {0, 1},      {-1, 0},      {0, -1},
                                         {0.7, 0.7}, {-0.7, 0.7}, {-0.7, -0.7}, {0.7, -0.7}};
        dx = ways[turn % 8][0];
        dy = ways[turn % 8][1];
        distance = 1;
    }
    double step = (apart - distance + 1) / (distance * (give_a + give_b));
    a->x -= dx * step * give_a;
    a->y -= dy * step * give_a;
    b->x += dx * step * give_b;
    b->y += dy * step * give_b;
    return true;
}

static bool push_all(const struct map_mark *marks, struct spot *spots, size_t n)
{
    bool moved = false;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            double apart = radius_of(&marks[i]) + radius_of(&marks[k]) + GAP;
            moved = push(&spots[i], &spots[k], apart, give_of(&marks[i]), give_of(&marks[k]), k) || moved;
        }
    }
    return moved;
}

void map_marks_part(const struct map_frame *frame, struct map_mark *marks, size_t n)
{
    struct spot *spots = mem_alloc_array(n + 1, sizeof *spots);
    for (size_t i = 0; i < n; i++) {
        map_frame_place(frame, marks[i].place, marks[i].at);
        spots[i] = (struct spot){marks[i].at[0], marks[i].at[1]};
    }
    bool moved = true;
    for (int round = 0; round < ROUNDS && moved; round++) {
        moved = push_all(marks, spots, n);
        for (size_t i = 0; i < n; i++) {
            double r = radius_of(&marks[i]) + EDGE;
            spots[i].x = within(spots[i].x, r, frame->width - r);
            spots[i].y = within(spots[i].y, r, frame->height - MAP_FOOT - r + EDGE);
        }
    }
    for (size_t i = 0; i < n; i++) {
        marks[i].at[0] = (int32_t)lround(spots[i].x);
        marks[i].at[1] = (int32_t)lround(spots[i].y);
    }
    mem_free(spots);
}

/* --- words ------------------------------------------------------------------------------------------------------------ */

struct area {
    int32_t left, top, right, bottom;
};

static bool overlap(const struct area *a, const struct area *b)
{
    return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

static struct area area_of(const struct map_word *word)
{
    int32_t wide = text_width(word->text) * LETTER;
    int32_t left = word->anchor < 0 ? word->at[0] : word->anchor == 0 ? word->at[0] - wide / 2 : word->at[0] - wide;
    return (struct area){left, word->at[1] - WORD_HEIGHT / 2, left + wide, word->at[1] + WORD_HEIGHT / 2};
}

static bool is_free(const struct map_frame *frame, const struct area *area, const struct map_mark *marks,
                    size_t marks_n, const struct map_word *words, size_t words_n)
{
    if (area->left < EDGE || area->top < EDGE || area->right > frame->width - EDGE ||
        area->bottom > frame->height - MAP_FOOT) {
        return false;
    }
    for (size_t i = 0; i < marks_n; i++) {
        int32_t r = (int32_t)radius_of(&marks[i]);
        struct area mark = {marks[i].at[0] - r, marks[i].at[1] - r, marks[i].at[0] + r, marks[i].at[1] + r};
        if (overlap(area, &mark)) {
            return false;
        }
    }
    for (size_t i = 0; i < words_n; i++) {
        struct area word = area_of(&words[i]);
        if (overlap(area, &word)) {
            return false;
        }
    }
    return true;
}

static bool said_before(const struct map_word *words, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i].text, text) == 0) {
            return true;
        }
    }
    return false;
}

struct map_word *map_marks_words(struct arena *arena, const struct map_frame *frame, const struct map_mark *marks,
                                 size_t marks_n, size_t *n)
{
    struct map_word *words = arena_array(arena, marks_n + 1, sizeof *words);
    *n = 0;
    for (size_t i = 0; i < marks_n; i++) {
        const struct map_mark *mark = &marks[i];
        if (*mark->town == '\0' || said_before(words, *n, mark->town)) {
            continue;
        }
        const int32_t side = (int32_t)radius_of(mark) + 25, under = (int32_t)radius_of(mark) + WORD_HEIGHT / 2 + 5;
        const struct map_word tries[] = {
            {mark->town, {mark->at[0] + side, mark->at[1]}, -1},
            {mark->town, {mark->at[0] - side, mark->at[1]}, 1},
            {mark->town, {mark->at[0], mark->at[1] + under}, 0},
            {mark->town, {mark->at[0], mark->at[1] - under}, 0},
        };
        for (size_t k = 0; k < sizeof tries / sizeof *tries; k++) {
            struct area area = area_of(&tries[k]);
            if (is_free(frame, &area, marks, marks_n, words, *n)) {
                words[(*n)++] = tries[k];
                break;
            }
        }
    }
    return words;
}
