/* One day drawn as a line of stretches: the rules that hold are painted over one another in their order. */
#include "geo/hours_impl.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"

#include <assert.h>
#include <string.h>

static const char open_end_comment[] = "Specified as open end. Closing time was guessed.";

/* When the place is unknown, as in the specification. */
static const int16_t event_default[] = {[SUN_RISE] = 360, [SUN_SET] = 1080, [SUN_DAWN] = 330, [SUN_DUSK] = 1110};

/* A rule that holds on the day, or on the day before and runs past midnight. */
struct layer {
    const struct hours_rule *rule;
    const char *holiday;
    bool wrapped;
};

/* A stroke of one colour. */
struct stroke {
    int from, to;
    struct hours_stretch paint;
    bool only_closed; /* of a fallback rule */
};

/* --- the line ------------------------------------------------------------------------------------------------------ */

void hours_line_init(struct hours_line *line)
{
    *line = (struct hours_line){.day = DAY_NONE, .room = LINE_SHORT};
    line->at = line->few;
}

void hours_line_free(struct hours_line *line)
{
    if (line->at != line->few) {
        mem_free(line->at);
    }
}

static void make_room(struct hours_line *line)
{
    if (line->n + 2 <= line->room) {
        return;
    }
    size_t room = line->room * 2;
    struct hours_stretch *more = mem_grow(line->at == line->few ? NULL : line->at, room, sizeof *more);
    if (line->at == line->few) {
        memcpy(more, line->few, sizeof line->few);
    }
    line->at = more;
    line->room = room;
}

/* Make a stretch begin at MINUTE; returns its index, or the count when MINUTE is the day's end. */
static size_t cut(struct hours_line *line, int minute)
{
    if (minute >= DAY_MIN) {
        return line->n;
    }
    size_t low = 0;
    size_t high = line->n; /* the first that begins at or after MINUTE is in [low, high] */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (line->at[middle].from < minute) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < line->n && line->at[low].from == minute) {
        return low;
    }
    make_room(line);
    memmove(line->at + low + 1, line->at + low, (line->n - low) * sizeof *line->at);
    line->n++;
    line->at[low] = line->at[low - 1];
    line->at[low].from = (int16_t)minute;
    line->at[low].edge = line->at[low].state;
    return low;
}

static void paint(struct hours_line *line, const struct stroke *stroke)
{
    int from = stroke->from < 0 ? 0 : stroke->from;
    int to = stroke->to > DAY_MIN ? DAY_MIN : stroke->to;
    if (from >= to) {
        return;
    }
    (void)cut(line, to);
    size_t first = cut(line, from);
    size_t n = 0;
    while (first + n < line->n && line->at[first + n].from < to) {
        n++;
    }
    if (!stroke->only_closed && n > 1) { /* the whole becomes one stretch */
        memmove(line->at + first + 1, line->at + first + n, (line->n - first - n) * sizeof *line->at);
        line->n -= n - 1;
        n = 1;
    }
    for (size_t i = first; i < first + n; i++) {
        if (stroke->only_closed && line->at[i].state != HOURS_CLOSED) {
            continue;
        }
        int16_t begin = line->at[i].from;
        line->at[i] = stroke->paint;
        line->at[i].from = begin;
        if (begin != stroke->from) {
            line->at[i].edge = stroke->paint.state;
        }
    }
}

/* --- times --------------------------------------------------------------------------------------------------------- */

struct span {
    int from, to; /* minutes; TO may be above 1440 */
    int period;   /* of points; 0: none */
    bool open_end, no_end;
};

static int32_t utc_offset(const struct hours_where *where, int32_t day)
{
    if (where->utc_offset_s != NULL) {
        return where->utc_offset_s(where->context, day);
    }
    int64_t utc = 0;
    (void)civil_utc(day, DAY_SECONDS / 2, &utc);
    return (int32_t)((int64_t)day * DAY_SECONDS + DAY_SECONDS / 2 - utc);
}

static int clock_default(const struct hours_clock *clock)
{
    return clock->event < 0 ? clock->minutes : event_default[clock->event] + clock->minutes;
}

/* The minute of CLOCK on DAY. Where the sun stays up it rises at 00:00 and sets at 24:00; where it stays down, rise and
 * set are both at noon. */
static int clock_on(const struct hours_clock *clock, const struct hours_where *where, int32_t day)
{
    if (clock->event < 0 || where == NULL || !where->placed) {
        return clock_default(clock);
    }
    enum sun_event event = (enum sun_event)clock->event;
    bool begins = event == SUN_RISE || event == SUN_DAWN;
    int32_t at_s = 0;
    switch (sun_at(event, day, where->lat_deg, where->lon_deg, utc_offset(where, day), &at_s)) {
    case SUN_STAYS_UP:
        return begins ? 0 : DAY_MIN;
    case SUN_STAYS_DOWN:
        return DAY_MIN / 2;
    case SUN_ORDINARY:
        break;
    }
    int minute = (int)((at_s + 2 * DAY_SECONDS) / 60) - 2 * DAY_MIN;
    return (minute + DAY_MIN) % DAY_MIN + clock->minutes;
}

/* How long "17:00+" is taken to go on: long into the night for a bar, until midnight for a market. */
static int guessed_end(int from)
{
    if (from >= 22 * 60) {
        return from + 8 * 60;
    }
    return from >= 17 * 60 ? from + 10 * 60 : DAY_MIN;
}

/* The spans of RANGE as it is written for DAY: at most two, the guessed part after the end first. Whether it runs past
 * midnight is decided by the default times of the sun, as the reference does. */
static size_t spans_of(const struct hours_range *range, const struct hours_where *where, int32_t day,
                       struct span out[2])
{
    struct span span = {.from = clock_on(&range->from, where, day), .period = range->period};
    int from_default = clock_default(&range->from);
    if (range->no_end) {
        span.to = guessed_end(from_default);
        span.open_end = span.no_end = true;
        out[0] = span;
        return 1;
    }
    if (range->point && range->period == 0) {
        span.to = span.from + 1;
        out[0] = span;
        return 1;
    }
    bool sunny = range->from.event >= 0 || range->to.event >= 0;
    span.to = clock_on(&range->to, where, day);
    if (sunny && range->to.event >= 0 && span.to <= span.from) {
        bool wraps = clock_default(&range->to) < from_default;
        if (!wraps && range->from.event >= 0) { /* the sun does not rise, or the offsets cross */
            return 0;
        }
        span.to = wraps ? span.to + DAY_MIN : DAY_MIN;
    } else if (sunny && range->to.event < 0 && clock_default(&range->to) < from_default) {
        span.to += DAY_MIN;
    }
    size_t n = 0;
    if (range->open_end) {
        out[n++] = (struct span){.from = span.to, .to = guessed_end(span.to), .open_end = true};
        if (out[0].to <= out[0].from) { /* the end is past midnight, but early: until the next midnight */
            out[0].to = span.to;
        }
    }
    out[n++] = span;
    return n;
}

/* --- layers -------------------------------------------------------------------------------------------------------- */

static struct hours_stretch colour(const struct layer *layer, const struct hours *hours)
{
    const struct hours_rule *rule = layer->rule;
    struct hours_stretch out = {.state = (uint8_t)rule->state, .edge = (uint8_t)rule->state};
    out.rule = (int16_t)(rule - hours->rule);
    out.wrapped = layer->wrapped;
    out.comment = rule->comment != NULL ? rule->comment : layer->holiday;
    return out;
}

static void paint_points(struct hours_line *line, struct stroke stroke, const struct span *span, bool wrapped)
{
    int first = wrapped ? 0 : span->from;
    int last = wrapped ? span->to - DAY_MIN : span->to;
    for (int at = first; at <= last && at < DAY_MIN; at += span->period) {
        stroke.from = at;
        stroke.to = at + 1;
        paint(line, &stroke);
    }
}

/* A span without an end. Beside another time of its rule the reference calls it unknown in its first minute only and
 * closed from then on. FOLLOWED: by such a time; NEXT: the minute of the next one. */
static void paint_open_end(struct hours_line *line, struct stroke stroke, const struct span *span, bool followed,
                           int next)
{
    if (stroke.paint.state != HOURS_CLOSED) {
        stroke.paint.state = followed && !stroke.paint.wrapped ? HOURS_CLOSED : HOURS_UNKNOWN;
        stroke.paint.edge = HOURS_UNKNOWN;
        stroke.paint.comment =
            stroke.paint.comment != NULL && line->commented ? stroke.paint.comment : open_end_comment;
        stroke.paint.no_end = span->no_end;
        stroke.paint.guess = true;
    }
    if (!span->no_end || next <= stroke.from || next >= stroke.to) {
        paint(line, &stroke);
        return;
    }
    struct stroke rest = stroke;
    rest.from = next;
    rest.paint.no_end = 0;
    rest.paint.edge = rest.paint.state;
    stroke.to = next;
    paint(line, &stroke);
    paint(line, &rest);
}

/* The beginning of the first time of RULE after MINUTE; a day's end when there is none. */
static int next_time(const struct hours *hours, const struct hours_rule *rule, int minute)
{
    int next = DAY_MIN;
    for (size_t i = 0; i < rule->ranges; i++) {
        int from = clock_default(&hours->range[rule->first + i].from);
        if (from > minute && from < next) {
            next = from;
        }
    }
    return next;
}

static void paint_layer(struct hours_line *line, const struct hours *hours, const struct hours_where *where,
                        const struct layer *layer)
{
    const struct hours_rule *rule = layer->rule;
    struct stroke stroke = {.from = 0, .to = DAY_MIN, .paint = colour(layer, hours), .only_closed = rule->fallback};
    if (rule->ranges == 0) {
        paint(line, &stroke);
        return;
    }
    line->commented = rule->comment != NULL;
    for (size_t i = 0; i < rule->ranges; i++) {
        struct span spans[2];
        size_t n = spans_of(&hours->range[rule->first + i], where, line->day, spans);
        for (size_t k = 0; k < n; k++) {
            const struct span *span = &spans[k];
            if (layer->wrapped && span->to <= DAY_MIN) {
                continue;
            }
            stroke.from = layer->wrapped ? 0 : span->from;
            stroke.to = layer->wrapped ? span->to - DAY_MIN : span->to;
            if (span->period > 0) {
                paint_points(line, stroke, span, layer->wrapped);
            } else if (span->open_end) {
                bool followed = k + 1 < n || i + 1 < rule->ranges;
                paint_open_end(line, stroke, span, followed, next_time(hours, rule, span->from));
            } else {
                paint(line, &stroke);
            }
        }
    }
}

static bool wraps(const struct hours *hours, const struct hours_rule *rule)
{
    for (size_t i = 0; i < rule->ranges; i++) {
        const struct hours_range *range = &hours->range[rule->first + i];
        int from = clock_default(&range->from);
        int to = clock_default(&range->to);
        bool sunny = range->from.event >= 0 || range->to.event >= 0;
        if (to > DAY_MIN || range->open_end || (sunny && !range->point && to < from)) {
            return true;
        }
    }
    return false;
}

/* Does RULE, where it holds, replace all that stands before it? */
static bool replaces(const struct hours *hours, const struct hours_rule *rule)
{
    bool first = rule == hours->rule;
    bool dated = rule->selectors > 0 || (!first && rule->state == HOURS_OPEN && rule[-1].selectors == 0);
    return dated && rule->state != HOURS_CLOSED && rule->join == HOURS_OVERRIDE;
}

static size_t find_layers(const struct hours *hours, const struct hours_where *where, int32_t day, struct layer *layers)
{
    size_t n = 0;
    for (size_t i = 0; i < hours->rules; i++) {
        const struct hours_rule *rule = &hours->rule[i];
        const char *holiday = NULL;
        if (hours_rule_holds(hours, rule, where, day, &holiday)) {
            n = replaces(hours, rule) ? 0 : n;
            layers[n++] = (struct layer){.rule = rule, .holiday = holiday};
        }
        holiday = NULL;
        if (wraps(hours, rule) && hours_rule_holds(hours, rule, where, day - 1, &holiday)) {
            layers[n++] = (struct layer){.rule = rule, .holiday = holiday, .wrapped = true};
        }
    }
    return n;
}

void hours_line_draw(struct hours_line *line, const struct hours *hours, const struct hours_where *where, int32_t day)
{
    struct layer layers[2 * CAP_HOURS_RULES];
    assert(hours->rules <= CAP_HOURS_RULES);
    line->day = day;
    line->n = 1;
    line->at[0] = (struct hours_stretch){.rule = -1};
    size_t n = find_layers(hours, where, day, layers);
    for (size_t i = 0; i < n; i++) {
        paint_layer(line, hours, where, &layers[i]);
    }
}
