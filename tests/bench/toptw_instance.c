#include "tests/bench/toptw_instance.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MICRO = 1000000, FIELDS_MAX = 128, HEADINGS = 2, COORDINATE_MAX = 100000 };

__extension__ typedef unsigned __int128 wide;

/* A line of the file; numbers in millionths. */
struct row {
    int64_t number, x, y, service, score, opens, closes;
};

struct rows {
    struct row *row;
    uint32_t n, room;
};

static bool say(char fault[TOPTW_TEXT_MAX], const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool say(char fault[TOPTW_TEXT_MAX], const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(fault, TOPTW_TEXT_MAX, format, list);
    va_end(list);
    return false;
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

/* The next decimal number of *TEXT. False at the end of the line, or where there is none; then *TEXT stands there. */
static bool next_number(const char **text, int64_t *out)
{
    const char *p = *text + strspn(*text, " \t\r\n");
    *text = p;
    bool negative = *p == '-', digits = false;
    p += *p == '-' || *p == '+';
    int64_t value = 0, scale = MICRO;
    for (; isdigit((unsigned char)*p) && value < INT64_MAX / 100 / MICRO; p++, digits = true)
        value = value * 10 + (*p - '0');
    value *= MICRO;
    if (*p == '.')
        for (p++; isdigit((unsigned char)*p); p++, digits = true)
            value += (*p - '0') * (scale /= 10);
    if (!digits || (*p != '\0' && !isspace((unsigned char)*p)))
        return false;
    *out = negative ? -value : value;
    *text = p;
    return true;
}

static int64_t square_root(int64_t n)
{
    int64_t root = 0;
    for (int64_t bit = (int64_t)1 << 31; bit > 0; bit >>= 1)
        if ((root + bit) <= n / (root + bit))
            root += bit;
    return root;
}

/* --- the file ----------------------------------------------------------------------------------------------------- */

static bool read_row(const char *line, struct row *row)
{
    int64_t field[FIELDS_MAX];
    uint32_t n = 0;
    while (n < FIELDS_MAX && next_number(&line, &field[n]))
        n++;
    if (n < 7 || *line != '\0')
        return false;
    *row = (struct row){field[0], field[1], field[2], field[3], field[4], field[n - 2], field[n - 1]};
    return true;
}

static bool read_rows(FILE *file, struct rows *rows, char fault[TOPTW_TEXT_MAX])
{
    char *line = NULL;
    size_t size = 0;
    unsigned number = 0, said = 0;
    bool good = true;
    while (good && getline(&line, &size, file) >= 0) {
        number++;
        if (line[strspn(line, " \t\r\n")] == '\0' || said++ < HEADINGS)
            continue;
        if (rows->n == rows->room) {
            rows->room = rows->room ? rows->room * 2 : 128;
            rows->row = realloc(rows->row, rows->room * sizeof *rows->row);
        }
        if (!rows->row || rows->n > CORE_PLACES_MAX)
            good = say(fault, "has too many places");
        else if (!read_row(line, &rows->row[rows->n++]))
            good = say(fault, "line %u is not a place (number x y service score ... opening closing)", number);
    }
    free(line);
    if (good && ferror(file))
        return say(fault, "cannot be read: %s", strerror(errno));
    return good && (rows->n >= 2 || say(fault, "holds no instance: a depot and at least one place are needed"));
}

static int by_number(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* VALUE millionths in the instance's unit. */
static bool in_units(int64_t value, int64_t unit, int32_t *out)
{
    if (value < 0 || value > (int64_t)CORE_TIME_MAX * MICRO / unit || value * unit % MICRO != 0)
        return false;
    *out = (int32_t)(value * unit / MICRO);
    return true;
}

static bool fill_place(struct toptw *toptw, const struct row *row, uint32_t i, int64_t unit)
{
    struct core_window window;
    struct core_place place = {.window_first = i, .window_count = 1, .routes = UINT64_MAX};
    if (!in_units(row->service, unit, &place.service_s) || !in_units(row->score, 1, &place.prize_s) ||
        !in_units(row->opens, unit, &window.open_s) || !in_units(row->closes, unit, &window.close_s))
        return false;
    if (window.close_s < window.open_s) { /* never open */
        place.routes = 0;
        window.close_s = window.open_s;
    }
    toptw->places[i] = place;
    toptw->windows[i] = window;
    return true;
}

static bool fill_travel(struct toptw *toptw, const struct row *row, uint32_t nodes, int64_t unit)
{
    for (uint32_t i = 0; i < nodes; i++)
        for (uint32_t j = 0; j < nodes; j++) {
            /* Node i is row i + 1; the depot, row 0, is the last node. */
            const struct row *a = &row[(i + 1) % nodes], *b = &row[(j + 1) % nodes];
            const wide dx = (uint64_t)llabs(a->x - b->x), dy = (uint64_t)llabs(a->y - b->y);
            const wide units = (uint64_t)(unit * unit), square = (dx * dx + dy * dy) * units / MICRO / MICRO;
            toptw->travel[(size_t)i * nodes + j] = (int32_t)square_root((int64_t)square);
            if (llabs(a->x) > (int64_t)COORDINATE_MAX * MICRO || llabs(a->y) > (int64_t)COORDINATE_MAX * MICRO)
                return false;
        }
    return true;
}

static void fill_problem(struct toptw *toptw, uint32_t nodes)
{
    uint32_t depot = nodes - 1;
    for (uint32_t r = 0; r < CORE_ROUTES_MAX; r++)
        toptw->routes[r] = (struct core_route){.start = depot,
                                               .end = depot,
                                               .earliest_s = toptw->windows[depot].open_s,
                                               .latest_s = toptw->windows[depot].close_s,
                                               .max_driving_s = CORE_TIME_MAX,
                                               .max_optional = CORE_PLACES_MAX};
    toptw->problem = (struct core_problem){.places_n = depot,
                                           .nodes_n = nodes,
                                           .places = toptw->places,
                                           .windows = toptw->windows,
                                           .windows_n = nodes,
                                           .routes_n = 1,
                                           .routes = toptw->routes,
                                           .travel_s = toptw->travel,
                                           .max_detour_s = CORE_TIME_MAX};
}

static bool fill(struct toptw *toptw, struct rows *rows, char fault[TOPTW_TEXT_MAX])
{
    int64_t unit = strncasecmp(toptw->name, "pr", 2) == 0 ? 100 : 10;
    uint32_t nodes = rows->n;
    qsort(rows->row, nodes, sizeof *rows->row, by_number);
    toptw->places = calloc(nodes, sizeof *toptw->places);
    toptw->windows = calloc(nodes, sizeof *toptw->windows);
    toptw->travel = calloc((size_t)nodes * nodes, sizeof *toptw->travel);
    if (!toptw->places || !toptw->windows || !toptw->travel)
        return say(fault, "needs more memory than there is");
    for (uint32_t i = 0; i < nodes; i++) {
        if (rows->row[i].number != (int64_t)i * MICRO)
            return say(fault, "has no place number %u, or has it twice", i);
        if (!fill_place(toptw, &rows->row[i], (i + nodes - 1) % nodes, unit))
            return say(fault, "place %u: a time or score is negative, too large, or finer than can be told", i);
    }
    if (!fill_travel(toptw, rows->row, nodes, unit))
        return say(fault, "has places too far away");
    fill_problem(toptw, nodes);
    const char *unsound = core_problem_fault(&toptw->problem);
    return !unsound || say(fault, "%s", unsound);
}

bool toptw_read(struct toptw *toptw, const char *path, char fault[TOPTW_TEXT_MAX])
{
    struct rows rows = {0};
    const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    memset(toptw, 0, sizeof *toptw);
    size_t length = strlen(base);
    length -= length > 4 && strcasecmp(base + length - 4, ".txt") == 0 ? 4 : 0;
    if (length >= TOPTW_NAME_MAX)
        return say(fault, "has too long a name");
    memcpy(toptw->name, base, length);
    FILE *file = fopen(path, "r");
    if (!file)
        return say(fault, "cannot be opened: %s", strerror(errno));
    bool good = read_rows(file, &rows, fault) && fill(toptw, &rows, fault);
    fclose(file);
    free(rows.row);
    return good;
}

void toptw_free(struct toptw *toptw)
{
    free(toptw->places);
    free(toptw->windows);
    free(toptw->travel);
}
