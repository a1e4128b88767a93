/* A matrix over the network. What is neither remembered nor in the cache is covered by two rectangles: rows of which
 * most is missing, whole, then what is left, by the columns that have a gap. So a new place in a known day costs one row
 * and one column, not the whole matrix again. A rectangle is cut into blocks of what the service takes; when it says that
 * one is too big, smaller ones are asked from then on. */
#include "geo/base/mem.h"
#include "geo/net/keys.h"
#include "geo/net/travel_http_impl.h"

#include <math.h>
#include <string.h>

#define FASTEST_M_PER_S (130 / 3.6)
#define FARTHEST_M      20003932.0 /* no two places on Earth are farther apart */

/* --- a matrix in hand ------------------------------------------------------------------------------------------- */

struct grid {
    struct travel_http *self;
    struct place *from, *to;
    size_t from_n, to_n;
    bool *missing; /* row-major */
    size_t *rows, *columns;
};

static bool known(struct travel_http *self, struct place from, struct place to)
{
    if (place_equal(from, to) || travel_memory_find(&self->memory, from, to) != NULL) {
        return true;
    }
    struct travel_cached pair = {.from_lat_e6 = from.lat_e6, .from_lon_e6 = from.lon_e6};
    pair.to_lat_e6 = to.lat_e6;
    pair.to_lon_e6 = to.lon_e6;
    if (self->cache.get == NULL || !self->cache.get(self->cache.self, self->cache_source, self->oldest_utc, &pair)) {
        return false;
    }
    /* The cache's file may have been changed by anybody. */
    bool none = pair.seconds == TRAVEL_NONE && pair.metres == TRAVEL_NONE;
    if (!none &&
        (pair.seconds < 0 || pair.seconds > ANSWER_SECONDS_MAX || pair.metres < 0 || pair.metres > ANSWER_METRES_MAX)) {
        return false;
    }
    travel_memory_put(&self->memory, (struct known_pair){from, to, pair.seconds, pair.metres, true, true});
    return true;
}

static size_t missing_in_row(const struct grid *grid, size_t row)
{
    size_t n = 0;
    for (size_t j = 0; j < grid->to_n; j++) {
        n += grid->missing[row * grid->to_n + j];
    }
    return n;
}

/* Ask for rows with at least LEAST gaps, in the columns in which any of them has one. */
static enum status ask_gaps(struct grid *grid, size_t least, struct error *err)
{
    size_t rows_n = 0;
    size_t columns_n = 0;
    for (size_t i = 0; i < grid->from_n; i++) {
        if (missing_in_row(grid, i) >= least) {
            grid->rows[rows_n++] = i;
        }
    }
    for (size_t j = 0; j < grid->to_n; j++) {
        bool gap = false;
        for (size_t k = 0; k < rows_n && !gap; k++) {
            gap = grid->missing[grid->rows[k] * grid->to_n + j];
        }
        if (gap) {
            grid->columns[columns_n++] = j;
        }
    }
    if (rows_n == 0 || columns_n == 0) {
        return STATUS_OK;
    }
    struct place *from = arena_array(grid->self->scratch, rows_n, sizeof *from);
    struct place *to = arena_array(grid->self->scratch, columns_n, sizeof *to);
    for (size_t k = 0; k < rows_n; k++) {
        from[k] = grid->from[grid->rows[k]];
        for (size_t j = 0; j < columns_n; j++) {
            grid->missing[grid->rows[k] * grid->to_n + grid->columns[j]] = false;
        }
    }
    for (size_t j = 0; j < columns_n; j++) {
        to[j] = grid->to[grid->columns[j]];
    }
    return travel_http_ask(grid->self, from, rows_n, to, columns_n, err);
}

/* From a place to itself it is no way at all, wherever it is. */
static struct figure figure_of(const struct grid *grid, size_t row, size_t column)
{
    const struct known_pair *pair = travel_memory_find(&grid->self->memory, grid->from[row], grid->to[column]);
    bool same = place_equal(grid->from[row], grid->to[column]);
    return same || pair == NULL ? (struct figure){0, 0} : (struct figure){pair->seconds, pair->metres};
}

static void fill_known(const struct grid *grid, const struct point *from, const struct point *to, int32_t *seconds,
                       int32_t *metres)
{
    for (size_t i = 0; i < grid->from_n; i++) {
        for (size_t j = 0; j < grid->to_n; j++) {
            struct figure figure = figure_of(grid, i, j);
            int32_t least_s = figure.seconds < TRAVEL_NONE ? travel_http_at_least_s(grid->self, from[i], to[j]) : 0;
            if (seconds != NULL) {
                seconds[i * grid->to_n + j] = figure.seconds > least_s ? figure.seconds : least_s;
            }
            if (metres != NULL) {
                metres[i * grid->to_n + j] = figure.metres;
            }
        }
    }
}

static struct place *places_of(struct arena *arena, const struct point *points, size_t n)
{
    struct place *places = arena_array(arena, n, sizeof *places);
    for (size_t i = 0; i < n; i++) {
        places[i] = place_of(points[i]);
    }
    return places;
}

static enum status travel_http_matrix(void *context, const struct point *from, size_t n_from, const struct point *to,
                                      size_t n_to, int32_t *seconds, int32_t *metres, struct error *err)
{
    struct travel_http *self = context;
    struct error own;
    err = err != NULL ? err : &own; /* what is asked for it looks at its status */
    self->scratch = arena_new();
    self->asked = 0;
    struct grid grid = {.self = self, .from_n = n_from, .to_n = n_to};
    grid.from = places_of(self->scratch, from, n_from);
    grid.to = places_of(self->scratch, to, n_to);
    grid.missing = arena_array(self->scratch, n_from * n_to, sizeof *grid.missing);
    grid.rows = arena_array(self->scratch, n_from, sizeof *grid.rows);
    grid.columns = arena_array(self->scratch, n_to, sizeof *grid.columns);
    for (size_t i = 0; i < n_from; i++) {
        for (size_t j = 0; j < n_to; j++) {
            grid.missing[i * n_to + j] = !known(self, grid.from[i], grid.to[j]);
        }
    }
    enum status status = ask_gaps(&grid, n_to / 2 + 1, err);
    if (status == STATUS_OK) {
        status = ask_gaps(&grid, 1, err);
    }
    if (status == STATUS_OK) {
        fill_known(&grid, from, to, seconds, metres);
    }
    arena_free(self->scratch);
    self->scratch = NULL;
    return status;
}

/* --- the rest of the interface ---------------------------------------------------------------------------------- */

int32_t travel_http_at_least_s(void *self, struct point a, struct point b)
{
    (void)self;
    return (int32_t)ceil(point_distance_below_m(a, b) / FASTEST_M_PER_S);
}

/* A second and a metre more than it takes, for the rounding of seconds. */
static double travel_http_reach_m(void *self, int32_t seconds)
{
    (void)self;
    /* point_distance_below_m may be 1 % below the true distance. */
    return seconds < 0 ? 0 : fmin(seconds * FASTEST_M_PER_S * 1.0102 + 1, FARTHEST_M);
}

static const char *travel_http_named(void *context)
{
    const struct travel_http *self = context;
    return self->named;
}

static const char *travel_http_source(void *context, struct point from, struct point to)
{
    const struct travel_http *self = context;
    const struct known_pair *pair = travel_memory_find(&self->memory, place_of(from), place_of(to));
    return pair != NULL && pair->from_cache ? self->named_cached : self->named;
}

static enum status travel_http_path(void *context, struct point from, struct point to, struct arena *arena,
                                    struct travel_path *out, struct error *err)
{
    (void)err;
    struct travel_http *self = context;
    if (self->service->ask_path != NULL && travel_http_ask_path(self, place_of(from), place_of(to), arena, out)) {
        return STATUS_OK;
    }
    struct point *line = arena_array(arena, 2, sizeof *line);
    line[0] = from;
    line[1] = to;
    *out = (struct travel_path){line, 2};
    return STATUS_OK;
}

static double travel_http_off_road_m(void *context, struct point place)
{
    const struct travel_http *self = context;
    const struct known_pair *snap = travel_memory_find(&self->snaps, place_of(place), place_of(place));
    return snap != NULL ? snap->metres : -1;
}

static void travel_http_free(void *context)
{
    struct travel_http *self = context;
    travel_memory_clear(&self->memory);
    travel_memory_clear(&self->snaps);
    mem_free(self->bad);
    arena_free(self->texts);
    mem_free(self);
}

static const struct travel_ops travel_http_ops = {
    .name = "service on the network",
    .named = travel_http_named,
    .matrix = travel_http_matrix,
    .path = travel_http_path,
    .source = travel_http_source,
    .off_road_m = travel_http_off_road_m,
    .at_least_s = travel_http_at_least_s,
    .reach_m = travel_http_reach_m,
    .free = travel_http_free,
};

/* The address without slashes at its end. A path is well, a query is not: more is added behind it. */
static enum status base_of(const char *url, struct arena *arena, const char **base, struct error *err)
{
    size_t length = strlen(url);
    if (strpbrk(url, "?#") != NULL) {
        return error_set(err, STATUS_INPUT, "the address of a service ends before any \"?\" or \"#\"");
    }
    while (length > 0 && url[length - 1] == '/') {
        length--;
    }
    *base = arena_strndup(arena, url, length);
    return STATUS_OK;
}

enum status travel_http_new(const struct service *service, struct http *http, const struct travel_http_options *options,
                            struct travel **out, struct error *err)
{
    struct arena *arena = arena_new();
    const char *host = "";
    const char *base = "";
    enum status status = http_host(options->url, arena, &host, err);
    if (status == STATUS_OK) {
        status = base_of(options->url, arena, &base, err);
    }
    if (status == STATUS_OK && options->key != NULL) {
        status = keys_check("the settings", options->key, err);
    }
    if (status != STATUS_OK) {
        arena_free(arena);
        return status;
    }
    struct travel_http *self = mem_alloc(sizeof *self);
    self->service = service;
    self->http = http;
    self->texts = arena;
    self->base = base;
    self->key = arena_strdup(arena, options->key);
    self->named = arena_printf(arena, "%s (%s)", service->label, host);
    self->named_cached = arena_printf(arena, "%s, from the cache", self->named);
    self->cache_source = arena_printf(arena, "%s %s", service->slug, base);
    self->cache = options->cache != NULL && options->cache_days > 0 ? *options->cache : (struct travel_cache){0};
    self->now_utc = options->now_utc;
    self->oldest_utc = options->now_utc - (int64_t)options->cache_days * 86400;
    self->connect_ms = options->connect_ms > 0 ? options->connect_ms : 5000;
    self->total_ms = options->total_ms > 0 ? options->total_ms : 30000;
    self->tries = options->tries > 0 ? options->tries : 3;
    self->places_max = service->places_max;
    self->pairs_max = service->pairs_max;
    *out = travel_new(&travel_http_ops, self);
    return STATUS_OK;
}
