/* One rectangle of a matrix, asked in blocks. */
#include "geo/base/mem.h"
#include "geo/net/travel_http_impl.h"

#include <string.h>

enum { QUESTIONS_MAX = 1000, PATH_BYTES_MAX = 4 << 20, URL_BYTES_MAX = 12 << 10 };

struct part {
    const struct place *from, *to;
    size_t from_n, to_n;
};

static enum status ask_part(struct travel_http *self, struct part part, struct error *err);

/* --- places without a road -------------------------------------------------------------------------------------- */

static bool is_bad(const struct travel_http *self, struct place place)
{
    for (size_t i = 0; i < self->bad_n; i++) {
        if (place_equal(self->bad[i], place)) {
            return true;
        }
    }
    return false;
}

static void add_bad(struct travel_http *self, struct place place)
{
    if (is_bad(self, place)) {
        return;
    }
    if (self->bad_n == self->bad_room) {
        self->bad_room = self->bad_room > 0 ? self->bad_room * 2 : 16;
        self->bad = mem_grow(self->bad, self->bad_room, sizeof *self->bad);
    }
    self->bad[self->bad_n++] = place;
}

static void remember(struct travel_http *self, struct place from, struct place to, struct figure figure)
{
    travel_memory_put(&self->memory, (struct known_pair){from, to, figure.seconds, figure.metres, true, false});
}

/* The good ones of N places, in the scratch; pairs with the others become unknown. */
static const struct place *good_of(struct travel_http *self, const struct place *places, size_t n,
                                   const struct place *others, size_t others_n, bool are_from, size_t *good_n)
{
    struct place *good = arena_array(self->scratch, n, sizeof *good);
    *good_n = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_bad(self, places[i])) {
            good[(*good_n)++] = places[i];
            continue;
        }
        for (size_t j = 0; j < others_n; j++) {
            remember(self, are_from ? places[i] : others[j], are_from ? others[j] : places[i],
                     (struct figure){TRAVEL_UNKNOWN, TRAVEL_UNKNOWN});
        }
    }
    return good;
}

static struct part good_part(struct travel_http *self, struct part part)
{
    struct part good;
    good.from = good_of(self, part.from, part.from_n, part.to, part.to_n, true, &good.from_n);
    good.to = good_of(self, part.to, part.to_n, part.from, part.from_n, false, &good.to_n);
    return good;
}

/* --- one question ----------------------------------------------------------------------------------------------- */

static size_t index_of(struct place *places, size_t *n, struct place place)
{
    size_t i = 0;
    while (i < *n && !place_equal(places[i], place)) {
        i++;
    }
    if (i == *n) {
        places[(*n)++] = place;
    }
    return i;
}

static struct block block_of(struct travel_http *self, struct part part)
{
    struct place *places = arena_array(self->scratch, part.from_n + part.to_n, sizeof *places);
    size_t *from = arena_array(self->scratch, part.from_n, sizeof *from);
    size_t *to = arena_array(self->scratch, part.to_n, sizeof *to);
    size_t n = 0;
    for (size_t i = 0; i < part.from_n; i++) {
        from[i] = index_of(places, &n, part.from[i]);
    }
    for (size_t j = 0; j < part.to_n; j++) {
        to[j] = index_of(places, &n, part.to[j]);
    }
    return (struct block){places, n, from, to, part.from_n, part.to_n};
}

static size_t distinct_places(struct part part)
{
    size_t shared = 0;
    for (size_t j = 0; j < part.to_n; j++) {
        for (size_t i = 0; i < part.from_n; i++) {
            if (place_equal(part.from[i], part.to[j])) {
                shared++;
                break;
            }
        }
    }
    return part.from_n + part.to_n - shared;
}

static struct http_request request_of(const struct travel_http *self)
{
    return (struct http_request){.accept = "application/json",
                                 .connect_ms = self->connect_ms,
                                 .total_ms = self->total_ms,
                                 .max_bytes = ANSWER_BYTES_MAX,
                                 .tries = self->tries};
}

static enum answer_kind say_whose(const struct travel_http *self, struct error *err)
{
    struct error told = *err;
    error_set(err, told.status, "%s %s", self->named, told.text);
    return ANSWER_FAILED;
}

static enum answer_kind ask_block(struct travel_http *self, const struct block *block, struct answer *answer,
                                  struct error *err)
{
    struct http_request request = request_of(self);
    struct http_answer got;
    struct buf url;
    if (self->asked++ >= QUESTIONS_MAX) {
        error_set(err, STATUS_NETWORK, "%s would have to be asked more than %d times for one plan", self->named,
                  QUESTIONS_MAX);
        return ANSWER_FAILED;
    }
    buf_init(&url, URL_BYTES_MAX);
    buf_add(&url, self->base);
    self->service->ask(block, self->key, &url, &request, self->scratch);
    request.url = url.data;
    enum status status = url.truncated ? STATUS_OK : http_get(self->http, &request, self->scratch, &got, err);
    enum answer_kind kind = ANSWER_FAILED;
    if (url.truncated) {
        kind = ANSWER_TOO_BIG;
    } else if (status == STATUS_OK) {
        kind = service_read(self->service, block, got.code, got.body, got.length, answer, err);
        if (kind == ANSWER_FAILED) {
            kind = say_whose(self, err);
        }
    }
    buf_clear(&url);
    return kind;
}

/* --- blocks ----------------------------------------------------------------------------------------------------- */

static void keep(struct travel_http *self, struct part part, const struct figure *figures)
{
    struct travel_cached *pairs = arena_array(self->scratch, part.from_n * part.to_n, sizeof *pairs);
    size_t n = 0;
    for (size_t i = 0; i < part.from_n; i++) {
        for (size_t j = 0; j < part.to_n; j++) {
            struct figure figure = figures[i * part.to_n + j];
            struct place from = part.from[i];
            struct place to = part.to[j];
            remember(self, from, to, figure);
            if (figure.seconds != TRAVEL_UNKNOWN && !place_equal(from, to)) {
                pairs[n++] = (struct travel_cached){from.lat_e6,    from.lon_e6,   to.lat_e6,    to.lon_e6,
                                                    figure.seconds, figure.metres, self->now_utc};
            }
        }
    }
    if (self->cache.put != NULL && n > 0) {
        self->cache.put(self->cache.self, self->cache_source, self->oldest_utc, pairs, n);
    }
}

static void keep_all(struct travel_http *self, struct part part, int32_t value)
{
    for (size_t i = 0; i < part.from_n; i++) {
        for (size_t j = 0; j < part.to_n; j++) {
            remember(self, part.from[i], part.to[j], (struct figure){value, value});
        }
    }
}

static void keep_snaps(struct travel_http *self, const struct block *block, const double *snap_m)
{
    for (size_t i = 0; i < block->places_n; i++) {
        if (snap_m[i] >= 0) {
            struct place place = block->places[i];
            int32_t metres = (int32_t)(snap_m[i] + 0.999);
            travel_memory_put(&self->snaps, (struct known_pair){place, place, 0, metres, true, false});
        }
    }
}

static enum status ask_halves(struct travel_http *self, struct part part, bool by_rows, struct error *err)
{
    struct part first = part;
    struct part second = part;
    if (by_rows) {
        first.from_n = part.from_n / 2;
        second.from += first.from_n;
        second.from_n -= first.from_n;
    } else {
        first.to_n = part.to_n / 2;
        second.to += first.to_n;
        second.to_n -= first.to_n;
    }
    enum status status = ask_part(self, first, err);
    return status == STATUS_OK ? ask_part(self, second, err) : status;
}

/* MOST: what the service says that it would take, 0 = nothing said. */
static enum status ask_smaller(struct travel_http *self, struct part part, size_t most, struct error *err)
{
    size_t pairs = part.from_n * part.to_n;
    if (pairs == 1) {
        return error_set(err, STATUS_NETWORK, "%s takes no question at all, however small", self->named);
    }
    size_t less = most > 0 && most < pairs ? most : pairs / 2;
    self->pairs_max = less < self->pairs_max ? less : self->pairs_max;
    return travel_http_ask(self, part.from, part.from_n, part.to, part.to_n, err);
}

/* Some place of BLOCK has no road near it, and the service did not say which: each is asked for by itself. */
static enum status find_bad(struct travel_http *self, const struct block *block, struct error *err)
{
    size_t before = self->bad_n;
    for (size_t i = 0; i < block->places_n; i++) {
        size_t first = 0;
        struct figure figure;
        struct block alone = {&block->places[i], 1, &first, &first, 1, 1};
        struct answer answer = {.figures = &figure};
        enum answer_kind kind = ask_block(self, &alone, &answer, err);
        if (kind == ANSWER_FAILED) {
            return err->status;
        }
        if (kind == ANSWER_NO_PLACE || kind == ANSWER_NO_WAY) {
            add_bad(self, block->places[i]);
        }
    }
    return self->bad_n > before
               ? STATUS_OK
               : error_set(err, STATUS_NETWORK, "%s misses a road and does not say where", self->named);
}

static enum status drop_bad(struct travel_http *self, struct part part, const struct block *block, size_t place,
                            struct error *err)
{
    if (place < block->places_n && !is_bad(self, block->places[place])) {
        add_bad(self, block->places[place]);
    } else if (block->places_n == 1) {
        add_bad(self, block->places[0]);
    } else {
        enum status status = find_bad(self, block, err);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return ask_part(self, part, err);
}

static enum status no_way(struct travel_http *self, struct part part, struct error *err)
{
    if (part.from_n > 1) {
        return ask_halves(self, part, true, err);
    }
    keep_all(self, part, TRAVEL_NONE);
    return STATUS_OK;
}

static enum status too_far(struct travel_http *self, struct part part, struct error *err)
{
    if (part.from_n * part.to_n > 1) {
        return ask_halves(self, part, part.from_n >= part.to_n, err);
    }
    keep_all(self, part, TRAVEL_UNKNOWN);
    return STATUS_OK;
}

/* A part that the service takes at once, or did when it was cut. */
static enum status ask_part(struct travel_http *self, struct part part, struct error *err)
{
    part = good_part(self, part);
    if (part.from_n == 0 || part.to_n == 0) {
        return STATUS_OK;
    }
    struct block block = block_of(self, part);
    struct answer answer = {.place = SIZE_MAX};
    answer.figures = arena_array(self->scratch, part.from_n * part.to_n, sizeof *answer.figures);
    answer.snap_m = arena_array(self->scratch, block.places_n, sizeof *answer.snap_m);
    for (size_t i = 0; i < block.places_n; i++) {
        answer.snap_m[i] = -1;
    }
    switch (ask_block(self, &block, &answer, err)) {
    case ANSWER_WELL:
        keep(self, part, answer.figures);
        keep_snaps(self, &block, answer.snap_m);
        return STATUS_OK;
    case ANSWER_TOO_BIG:
        return ask_smaller(self, part, answer.most, err);
    case ANSWER_TOO_FAR:
        return too_far(self, part, err);
    case ANSWER_NO_PLACE:
        return drop_bad(self, part, &block, answer.place, err);
    case ANSWER_NO_WAY:
        return no_way(self, part, err);
    case ANSWER_FAILED:
    default:
        return err->status;
    }
}

/* The shape of blocks for a rectangle: as square as it can be, for square ones hold most pairs for their places. */
static void shape_of(const struct travel_http *self, struct part part, size_t *rows, size_t *columns)
{
    size_t places = self->places_max > 2 ? self->places_max : 2;
    *rows = part.from_n;
    *columns = part.to_n;
    if (distinct_places(part) > places) {
        size_t half = places / 2;
        *rows = part.to_n < half ? places - part.to_n : half;
        *rows = *rows < part.from_n ? *rows : part.from_n;
        *columns = places - *rows < part.to_n ? places - *rows : part.to_n;
    }
    size_t side = 1;
    while ((side + 1) * (side + 1) <= self->pairs_max) {
        side++;
    }
    if (*rows > side && *columns > side) {
        *rows = side;
        *columns = self->pairs_max / side;
    } else if (*rows * *columns > self->pairs_max) {
        size_t *longer = *rows >= *columns ? rows : columns;
        *longer = self->pairs_max / (*rows < *columns ? *rows : *columns);
    }
}

/* Equal pieces rather than whole ones and a rest. */
static size_t even(size_t n, size_t most)
{
    size_t pieces = (n + most - 1) / most;
    return (n + pieces - 1) / pieces;
}

enum status travel_http_ask(struct travel_http *self, const struct place *from, size_t from_n, const struct place *to,
                            size_t to_n, struct error *err)
{
    size_t rows;
    size_t columns;
    shape_of(self, (struct part){from, to, from_n, to_n}, &rows, &columns);
    rows = even(from_n, rows);
    columns = even(to_n, columns);
    for (size_t i = 0; i < from_n; i += rows) {
        for (size_t j = 0; j < to_n; j += columns) {
            struct part part = {from + i, to + j, from_n - i, to_n - j};
            part.from_n = part.from_n < rows ? part.from_n : rows;
            part.to_n = part.to_n < columns ? part.to_n : columns;
            bool fits = part.from_n * part.to_n <= self->pairs_max; /* it may have fallen since */
            enum status status = fits ? ask_part(self, part, err)
                                      : travel_http_ask(self, part.from, part.from_n, part.to, part.to_n, err);
            if (status != STATUS_OK) {
                return status;
            }
        }
    }
    return STATUS_OK;
}

/* --- the way itself --------------------------------------------------------------------------------------------- */

bool travel_http_ask_path(struct travel_http *self, struct place from, struct place to, struct arena *arena,
                          struct travel_path *out)
{
    struct http_request request = request_of(self);
    struct http_answer got;
    struct buf url;
    if (self->no_ways) {
        return false;
    }
    struct arena *scratch = arena_new();
    buf_init(&url, URL_BYTES_MAX);
    buf_add(&url, self->base);
    self->service->ask_path(from, to, &url);
    request.url = url.data;
    request.max_bytes = PATH_BYTES_MAX;
    request.tries = 1;
    bool answered = http_get(self->http, &request, scratch, &got, NULL) == STATUS_OK;
    bool well = answered && got.code == 200 && self->service->read_path(got.body, got.length, arena, out);
    self->no_ways = !answered || (got.code != 200 && got.code != 400); /* 400: no way for this pair */
    buf_clear(&url);
    arena_free(scratch);
    return well;
}
