#include "planner/open.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/holidays.h"
#include "geo/hours.h"
#include "geo/point.h"
#include "planner/say.h"
#include "planner/settings.h"

#include <string.h>

enum { SLOTS = 1024 }; /* of the book: one value a slot, the newest stays */

struct slot {
    const char *hours;
    struct open_day *day;
};

struct open_book {
    struct arena *arena;
    int32_t day;
    struct open_span work, unknown;
    const struct hours_where *where;
    struct slot slots[SLOTS];
};

struct open_book *open_book_new(struct arena *arena, int32_t day, struct open_span work, struct open_span unknown,
                                const struct hours_where *where)
{
    struct open_book *book = arena_alloc(arena, sizeof *book);
    book->arena = arena;
    book->day = day;
    book->work = work;
    book->unknown = unknown;
    book->where = where;
    return book;
}

struct hours_where *open_where(struct arena *arena, const struct settings *settings, const struct point *around)
{
    struct hours_where *where = arena_alloc(arena, sizeof *where);
    where->holidays =
        settings->holidays != NULL ? settings->holidays : holidays_new(arena, settings->country, settings->region);
    if (around != NULL) {
        where->placed = true;
        where->lat_deg = around->lat_deg;
        where->lon_deg = around->lon_deg;
    }
    return where;
}

static uint32_t hash(const char *text)
{
    uint32_t h = UINT32_C(2166136261); /* FNV-1a */
    for (; *text != '\0'; text++) {
        h = (h ^ (unsigned char)*text) * UINT32_C(16777619);
    }
    return h ^ (h >> 15);
}

int32_t open_elapsed(int32_t day, int32_t wall_s)
{
    int32_t elapsed_s = wall_s;
    (void)civil_elapsed(day, wall_s, &elapsed_s);
    return elapsed_s;
}

static void read_hours(struct open_book *book, const char *hours, struct open_day *out)
{
    struct hours *parsed = NULL;
    struct error ignored;
    if (hours[0] == '\0' || hours_parse(book->arena, hours, &parsed, &ignored) != STATUS_OK) {
        return;
    }
    struct hours_span spans[OPEN_SPANS_MAX];
    size_t n = hours_day(parsed, book->where, book->day, spans, OPEN_SPANS_MAX);
    out->known = true;
    for (size_t i = 0; i < n && i < OPEN_SPANS_MAX; i++) {
        struct open_span span = {open_elapsed(book->day, spans[i].open_s), open_elapsed(book->day, spans[i].close_s)};
        if (span.from_s < span.to_s) {
            out->spans[out->n++] = span;
        }
    }
}

static void add_visit_span(struct open_day *day, struct open_span span, struct open_span work)
{
    span.from_s = span.from_s > work.from_s ? span.from_s : work.from_s;
    span.to_s = span.to_s < work.to_s ? span.to_s : work.to_s;
    if (span.from_s < span.to_s) {
        day->visit[day->visit_n++] = span;
    }
}

static struct open_day *open_new(struct open_book *book, const char *hours)
{
    struct open_day *day = arena_alloc(book->arena, sizeof *day);
    read_hours(book, hours, day);
    for (uint32_t i = 0; i < day->n; i++) {
        add_visit_span(day, day->spans[i], book->work);
    }
    if (!day->known) {
        add_visit_span(day, book->unknown, book->work);
    }
    return day;
}

const struct open_day *open_on(struct open_book *book, const char *hours)
{
    struct slot *slot = &book->slots[hash(hours) % SLOTS];
    if (slot->hours == NULL || strcmp(slot->hours, hours) != 0) {
        slot->hours = arena_strdup(book->arena, hours);
        slot->day = open_new(book, hours);
    }
    return slot->day;
}

const struct open_span *open_at(const struct open_day *hours, int32_t at_s)
{
    for (uint32_t i = 0; i < hours->n; i++) {
        if (hours->spans[i].from_s <= at_s && at_s < hours->spans[i].to_s) {
            return &hours->spans[i];
        }
    }
    return NULL;
}

const struct open_span *open_next(const struct open_day *hours, int32_t at_s)
{
    for (uint32_t i = 0; i < hours->n; i++) {
        if (hours->spans[i].from_s > at_s) {
            return &hours->spans[i];
        }
    }
    return NULL;
}

static char *all_spans(struct arena *arena, int32_t day, const struct open_day *hours)
{
    char *text = arena_strdup(arena, "open ");
    for (uint32_t i = 0; i < hours->n; i++) {
        text = arena_printf(arena, "%s%s%s-%s", text, i > 0 ? ", " : "", say_time(arena, day, hours->spans[i].from_s),
                            say_time(arena, day, hours->spans[i].to_s));
    }
    return text;
}

char *open_text(struct arena *arena, int32_t day, const struct open_day *hours, int32_t at_s)
{
    if (!hours->known) {
        return arena_strdup(arena, "hours unknown");
    }
    if (hours->n == 0) {
        return arena_strdup(arena, "closed that day");
    }
    const struct open_span *now = open_at(hours, at_s);
    if (now == NULL) {
        return all_spans(arena, day, hours);
    }
    if (now->from_s <= 0 && civil_wall(day, now->to_s) >= DAY_SECONDS) {
        return arena_strdup(arena, "open all day");
    }
    return arena_printf(arena, "open until %s", say_time(arena, day, now->to_s));
}
