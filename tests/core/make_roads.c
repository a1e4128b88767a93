#include "tests/core/make_roads.h"

#include <stddef.h>
#include <string.h>

/* splitmix64 (Steele, Lea, Flood 2014) */
uint32_t roads_dice(struct roads *roads, uint32_t n)
{
    uint64_t z = (roads->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((z ^ (z >> 31)) % n);
}

int32_t roads_between(struct roads *roads, int32_t low, int32_t high)
{
    return low + (int32_t)roads_dice(roads, (uint32_t)(high - low + 1));
}

bool roads_chance(struct roads *roads, uint32_t percent)
{
    return roads_dice(roads, 100) < percent;
}

/* --- the country ------------------------------------------------------------------------------------------------- */

/* What decides about a road: main roads run along some rows and columns, the river along a winding column. */
struct plan {
    bool main_row[ROADS_SIDE], main_column[ROADS_SIDE];
    bool bridge_row[ROADS_SIDE];
    uint32_t river[ROADS_SIDE]; /* by row: it flows between this column and the next */
};

static int64_t square_root(int64_t n)
{
    int64_t root = 0;
    for (int64_t bit = (int64_t)1 << 31; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= n)
            root += bit;
    return root;
}

static int64_t metres(const struct roads *roads, uint32_t a, uint32_t b)
{
    int64_t dx = roads->x_m[a] - roads->x_m[b], dy = roads->y_m[a] - roads->y_m[b];
    return square_root(dx * dx + dy * dy);
}

static void place_junctions(struct roads *roads, int32_t across_m)
{
    int32_t step = across_m / ROADS_SIDE, shake = step * 35 / 100;
    for (uint32_t i = 0; i < ROADS_JUNCTIONS; i++) {
        roads->x_m[i] = (int32_t)(i % ROADS_SIDE) * step + roads_between(roads, -shake, shake);
        roads->y_m[i] = (int32_t)(i / ROADS_SIDE) * step + roads_between(roads, -shake, shake);
    }
}

static void draw_plan(struct roads *roads, struct plan *plan)
{
    memset(plan, 0, sizeof *plan);
    uint32_t row[2] = {6 + roads_dice(roads, 5), 17 + roads_dice(roads, 5)};
    uint32_t column[2] = {6 + roads_dice(roads, 5), 17 + roads_dice(roads, 5)};
    for (int i = 0; i < 2; i++)
        plan->main_row[row[i]] = plan->main_column[column[i]] = plan->bridge_row[row[i]] = true;
    plan->bridge_row[roads_dice(roads, ROADS_SIDE)] = true;
    uint32_t river = 11 + roads_dice(roads, 5);
    for (int y = 0; y < ROADS_SIDE; y++) {
        plan->river[y] = river;
        river += roads_dice(roads, 3);
        river -= river > 9;
    }
    roads->towns[0] = row[0] * ROADS_SIDE + column[0];
    roads->towns[1] = row[1] * ROADS_SIDE + column[1];
    for (int i = 0; i < ROADS_VILLAGES; i++)
        roads->villages[i] = roads_dice(roads, ROADS_JUNCTIONS);
}

static bool in_town(const struct roads *roads, uint32_t junction)
{
    uint32_t x = junction % ROADS_SIDE, y = junction / ROADS_SIDE;
    for (int i = 0; i < 2; i++) {
        uint32_t tx = roads->towns[i] % ROADS_SIDE, ty = roads->towns[i] / ROADS_SIDE;
        if (x + 2 >= tx && x <= tx + 2 && y + 2 >= ty && y <= ty + 2)
            return true;
    }
    return false;
}

static void add_way(struct roads *roads, uint32_t from, uint32_t to, int64_t drive_s)
{
    roads->out[from][roads->out_n[from]++] = (struct roads_out){to, (int32_t)drive_s};
}

/* A road both ways, or one; not a river's crossing without a bridge; not every lane there could be. */
static void add_road(struct roads *roads, const struct plan *plan, uint32_t a, uint32_t b)
{
    uint32_t ya = a / ROADS_SIDE, yb = b / ROADS_SIDE, xa = a % ROADS_SIDE, xb = b % ROADS_SIDE;
    bool wet = (xa <= plan->river[ya]) != (xb <= plan->river[yb]);
    bool main = (ya == yb && plan->main_row[ya]) || (xa == xb && plan->main_column[xa]);
    bool town = in_town(roads, a) && in_town(roads, b);
    int32_t chance = main ? 100 : ya != yb && xa != xb ? 12 : town ? 95 : 72;
    bool there = roads_chance(roads, (uint32_t)chance), one_way = !main && roads_chance(roads, town ? 25 : 3);
    int32_t kmh = main ? roads_between(roads, 70, 95) : roads_between(roads, 30, 55);
    if (town)
        kmh = kmh / 2 + 8;
    if (wet && !(ya == yb && plan->bridge_row[ya]))
        return;
    if (!there && !wet)
        return;
    int64_t drive_s = 1 + metres(roads, a, b) * 36 / (10 * kmh);
    bool back = roads_chance(roads, 50);
    if (!one_way || !back)
        add_way(roads, a, b, drive_s);
    if (!one_way || back)
        add_way(roads, b, a, drive_s + roads_between(roads, 0, 5));
}

static void add_roads(struct roads *roads, const struct plan *plan)
{
    for (uint32_t i = 0; i < ROADS_JUNCTIONS; i++) {
        bool right = i % ROADS_SIDE + 1 < ROADS_SIDE, down = i + ROADS_SIDE < ROADS_JUNCTIONS;
        if (right)
            add_road(roads, plan, i, i + 1);
        if (down)
            add_road(roads, plan, i, i + ROADS_SIDE);
        if (right && down)
            add_road(roads, plan, i, i + ROADS_SIDE + 1);
    }
}

/* Mark what can be reached from JUNCTION, or from where it can be reached, again and again. */
static void spread(const struct roads *roads, uint32_t junction, bool backwards, bool *seen)
{
    memset(seen, 0, ROADS_JUNCTIONS * sizeof *seen);
    seen[junction] = true;
    for (bool grown = true; grown;) {
        grown = false;
        for (uint32_t i = 0; i < ROADS_JUNCTIONS; i++)
            for (uint32_t o = 0; o < roads->out_n[i]; o++) {
                uint32_t to = roads->out[i][o].to, from = backwards ? to : i, next = backwards ? i : to;
                grown = grown || (seen[from] && !seen[next]);
                seen[next] = seen[next] || seen[from];
            }
    }
}

void roads_build(struct roads *roads, uint64_t seed, int32_t across_m)
{
    struct plan plan;
    bool there[ROADS_JUNCTIONS], back[ROADS_JUNCTIONS];
    memset(roads, 0, sizeof *roads);
    roads->state = seed;
    place_junctions(roads, across_m);
    draw_plan(roads, &plan);
    add_roads(roads, &plan);
    spread(roads, roads->towns[0], false, there);
    spread(roads, roads->towns[0], true, back);
    for (uint32_t i = 0; i < ROADS_JUNCTIONS; i++)
        roads->usable[i] = there[i] && back[i];
}

/* --- places on it ------------------------------------------------------------------------------------------------ */

/* A junction within REACH columns and rows of the one in the MIDDLE. */
static uint32_t near(struct roads *roads, uint32_t middle, int32_t reach)
{
    for (;;) {
        int32_t x = (int32_t)(middle % ROADS_SIDE) + roads_between(roads, -reach, reach);
        int32_t y = (int32_t)(middle / ROADS_SIDE) + roads_between(roads, -reach, reach);
        if (x >= 0 && y >= 0 && x < ROADS_SIDE && y < ROADS_SIDE)
            return (uint32_t)(y * ROADS_SIDE + x);
    }
}

struct roads_site roads_any_site(struct roads *roads)
{
    for (;;) {
        uint32_t kind = roads_dice(roads, 100), junction = roads_dice(roads, ROADS_JUNCTIONS);
        if (kind < 40)
            junction = near(roads, roads->towns[kind < 28 ? 0 : 1], 2);
        else if (kind < 75)
            junction = near(roads, roads->villages[roads_dice(roads, ROADS_VILLAGES)], 1);
        if (roads->usable[junction])
            return (struct roads_site){junction, roads_between(roads, 10, 90), roads_between(roads, 10, 60)};
    }
}

/* Dijkstra's binary heap: junctions by time, stale entries left in it. */
struct heap {
    struct roads_out item[ROADS_JUNCTIONS * ROADS_OUT_MAX];
    uint32_t n;
};

static void push(struct heap *heap, struct roads_out item)
{
    uint32_t i = heap->n++;
    for (; i > 0 && heap->item[(i - 1) / 2].drive_s > item.drive_s; i = (i - 1) / 2)
        heap->item[i] = heap->item[(i - 1) / 2];
    heap->item[i] = item;
}

static struct roads_out pop(struct heap *heap)
{
    struct roads_out first = heap->item[0], last = heap->item[--heap->n];
    uint32_t i = 0;
    for (uint32_t child = 1; child < heap->n; child = 2 * i + 1) {
        child += child + 1 < heap->n && heap->item[child + 1].drive_s < heap->item[child].drive_s;
        if (heap->item[child].drive_s >= last.drive_s)
            break;
        heap->item[i] = heap->item[child];
        i = child;
    }
    heap->item[i] = last;
    return first;
}

static void shortest_from(const struct roads *roads, uint32_t source, int32_t *drive_s)
{
    static struct heap heap;
    for (uint32_t i = 0; i < ROADS_JUNCTIONS; i++)
        drive_s[i] = INT32_MAX / 4;
    drive_s[source] = 0;
    heap.n = 0;
    push(&heap, (struct roads_out){source, 0});
    while (heap.n) {
        struct roads_out here = pop(&heap);
        if (here.drive_s > drive_s[here.to])
            continue;
        for (uint32_t o = 0; o < roads->out_n[here.to]; o++) {
            struct roads_out next = roads->out[here.to][o];
            next.drive_s += here.drive_s;
            if (next.drive_s < drive_s[next.to]) {
                drive_s[next.to] = next.drive_s;
                push(&heap, next);
            }
        }
    }
}

void roads_matrix(const struct roads *roads, const struct roads_site *sites, uint32_t n, int32_t *travel_s)
{
    int32_t drive_s[ROADS_JUNCTIONS];
    for (uint32_t i = 0; i < n; i++) {
        shortest_from(roads, sites[i].junction, drive_s);
        for (uint32_t j = 0; j < n; j++)
            travel_s[(size_t)i * n + j] = i == j ? 0 : sites[i].out_s + drive_s[sites[j].junction] + sites[j].in_s;
    }
}
