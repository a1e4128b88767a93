#include "cli/export/map.h"

#include "geo/base/mem.h"

#include <string.h>

/* Square of the distance from P to the straight line between A and B. */
static double square_off(const int32_t p[2], const int32_t a[2], const int32_t b[2])
{
    double dx = b[0] - a[0], dy = b[1] - a[1], px = p[0] - a[0], py = p[1] - a[1];
    double length2 = dx * dx + dy * dy;
    double part = length2 > 0 ? (px * dx + py * dy) / length2 : 0;
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    double ex = px - part * dx, ey = py - part * dy;
    return ex * ex + ey * ey;
}

static size_t drop_equal(int32_t (*at)[2], size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || at[i][0] != at[kept - 1][0] || at[i][1] != at[kept - 1][1]) {
            memmove(at[kept++], at[i], sizeof at[i]);
        }
    }
    return kept;
}

struct stretch {
    size_t first, last;
};

/* The point that is farthest from the line between the ends; FIRST when none is farther than the tolerance. */
static size_t farthest(int32_t (*at)[2], struct stretch stretch, double tolerance2)
{
    size_t best = stretch.first;
    double most = tolerance2;
    for (size_t i = stretch.first + 1; i < stretch.last; i++) {
        double square = square_off(at[i], at[stretch.first], at[stretch.last]);
        if (square > most) {
            most = square;
            best = i;
        }
    }
    return best;
}

size_t map_line_thin(struct arena *arena, int32_t (*at)[2], size_t n, int32_t tolerance)
{
    n = drop_equal(at, n);
    if (n < 3) {
        return n;
    }
    bool *keep = arena_array(arena, n, sizeof *keep);
    struct stretch *stack = arena_array(arena, n, sizeof *stack);
    size_t depth = 0;
    keep[0] = keep[n - 1] = true;
    stack[depth++] = (struct stretch){0, n - 1};
    while (depth > 0) {
        struct stretch stretch = stack[--depth];
        size_t split = farthest(at, stretch, (double)tolerance * tolerance);
        if (split != stretch.first) {
            keep[split] = true;
            stack[depth++] = (struct stretch){stretch.first, split};
            stack[depth++] = (struct stretch){split, stretch.last};
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (keep[i]) {
            memmove(at[kept++], at[i], sizeof at[i]);
        }
    }
    return kept;
}
