/* Answers: the state at a moment, the next change, the intervals between two moments. */
#include "geo/hours_impl.h"

#include "geo/base/civil.h"

/* A moment that the clock skips is the one as much later; only a zone that the process is in is known so well. */
static struct hours_moment after_gap(const struct hours_where *where, struct hours_moment at)
{
    int64_t utc;
    if ((where != NULL && where->utc_offset_s != NULL) || civil_utc(at.day, at.wall_min * 60, &utc)) {
        return at;
    }
    int32_t end_min = civil_wall_of_utc(utc) / 60; /* the gap's end */
    int32_t before_min = civil_wall_of_utc(utc - 60) / 60;
    int32_t gap_min = (end_min - before_min - 1 + DAY_MIN) % DAY_MIN;
    at.wall_min += gap_min;
    at.day += at.wall_min / DAY_MIN;
    at.wall_min %= DAY_MIN;
    return at;
}

static bool same_moment(struct hours_moment a, struct hours_moment b)
{
    return a.day == b.day && a.wall_min == b.wall_min;
}

static bool before(struct hours_moment a, struct hours_moment b)
{
    return a.day < b.day || (a.day == b.day && a.wall_min < b.wall_min);
}

static size_t stretch_at(const struct hours_line *line, int32_t minute)
{
    size_t k = 0;
    while (k + 1 < line->n && line->at[k + 1].from <= minute) {
        k++;
    }
    return k;
}

static struct hours_answer answer_of(const struct hours_stretch *stretch, int32_t minute)
{
    uint8_t state = stretch->from == minute ? stretch->edge : stretch->state;
    return (struct hours_answer){.state = (enum hours_state)state, .comment = stretch->comment};
}

struct hours_answer hours_at(const struct hours *hours, const struct hours_where *where, struct hours_moment at)
{
    at = after_gap(where, at);
    struct hours_line line;
    hours_line_init(&line);
    hours_line_draw(&line, hours, where, at.day);
    struct hours_answer answer = answer_of(&line.at[stretch_at(&line, at.wall_min)], at.wall_min);
    hours_line_free(&line);
    return answer;
}

/* The answer where a stretch begins, the clock's gap being jumped over. */
static struct hours_answer answer_at_begin(const struct hours_line *line, size_t k, struct hours_moment begin,
                                           struct hours_moment shown)
{
    if (same_moment(begin, shown) || shown.day != line->day) {
        return answer_of(&line->at[k], begin.wall_min);
    }
    return answer_of(&line->at[stretch_at(line, shown.wall_min)], shown.wall_min);
}

/* Is there a change on LINE's day from stretch K on? */
static bool change_on(const struct hours_line *line, size_t k, const struct hours_where *where, enum hours_state state,
                      struct hours_moment *next, struct hours_answer *then)
{
    for (; k < line->n; k++) {
        const struct hours_stretch *stretch = &line->at[k];
        if (stretch->edge == state) {
            continue;
        }
        struct hours_moment begin = {line->day, stretch->from};
        struct hours_moment shown = after_gap(where, begin);
        struct hours_answer answer = answer_at_begin(line, k, begin, shown);
        if (answer.state != state) {
            *next = shown;
            *then = answer;
            return true;
        }
    }
    return false;
}

/* Does the night's MORNING only go on with the guess that the EVENING before, "17:00-22:00+", is already past? */
static bool is_guess_of(const struct hours_stretch *morning, const struct hours_stretch *evening)
{
    return evening->guess && evening->state == HOURS_CLOSED && morning->guess && morning->wrapped &&
           morning->rule == evening->rule;
}

bool hours_next_change(const struct hours *hours, const struct hours_where *where, struct hours_moment at,
                       int32_t horizon_days, struct hours_moment *next, struct hours_answer *then)
{
    at = after_gap(where, at);
    struct hours_line line;
    hours_line_init(&line);
    hours_line_draw(&line, hours, where, at.day);
    size_t k = stretch_at(&line, at.wall_min);
    enum hours_state state = answer_of(&line.at[k], at.wall_min).state;
    int32_t days = hours->weekly && horizon_days > 2 * WEEK_DAYS ? 2 * WEEK_DAYS : horizon_days;
    struct hours_answer answer = {0};
    struct hours_moment found = {0};
    const char *ignored = NULL;
    bool any = change_on(&line, k + 1, where, state, &found, &answer);
    for (int32_t day = at.day + 1; !any && day <= at.day + days; day++) {
        struct hours_stretch evening = line.at[line.n - 1];
        hours_line_draw(&line, hours, where, day);
        bool same = line.n > 1 && is_guess_of(&line.at[0], &evening);
        same = same && hours_rule_holds(hours, &hours->rule[evening.rule], where, day, &ignored);
        any = change_on(&line, same ? 1 : 0, where, state, &found, &answer);
    }
    hours_line_free(&line);
    struct hours_moment limit = {at.day + horizon_days, at.wall_min};
    if (!any || !before(found, limit)) {
        return false;
    }
    *next = found;
    if (then != NULL) {
        *then = answer;
    }
    return true;
}

/* --- intervals ----------------------------------------------------------------------------------------------------- */

struct list {
    struct hours_interval *out;
    size_t max, n;
    struct hours_interval last; /* the one that may still grow */
    bool any;
};

static void flush(struct list *list)
{
    if (!list->any) {
        return;
    }
    if (list->n < list->max) {
        list->out[list->n] = list->last;
    }
    list->n++;
    list->any = false;
}

static void add_stretch(struct list *list, struct hours_interval interval)
{
    if (interval.answer.state == HOURS_CLOSED || !before(interval.from, interval.to)) {
        return;
    }
    if (list->any && same_moment(list->last.to, interval.from) && list->last.answer.state == interval.answer.state) {
        list->last.to = interval.to;
        return;
    }
    flush(list);
    list->last = interval;
    list->any = true;
}

static struct hours_moment later(struct hours_moment a, struct hours_moment b)
{
    return before(a, b) ? b : a;
}

size_t hours_intervals(const struct hours *hours, const struct hours_where *where, struct hours_moment from,
                       struct hours_moment to, struct hours_interval *out, size_t max)
{
    struct list list = {.out = out, .max = max};
    struct hours_line line;
    hours_line_init(&line);
    for (int32_t day = from.day; day <= to.day; day++) {
        hours_line_draw(&line, hours, where, day);
        for (size_t k = 0; k < line.n; k++) {
            struct hours_interval one = {.from = {day, line.at[k].from}, .to = {day + 1, 0}};
            if (k + 1 < line.n) {
                one.to = (struct hours_moment){day, line.at[k + 1].from};
            }
            one.answer.state = (enum hours_state)line.at[k].state;
            one.answer.comment = line.at[k].comment;
            one.from = later(one.from, from);
            one.to = before(to, one.to) ? to : one.to;
            add_stretch(&list, one);
        }
    }
    flush(&list);
    hours_line_free(&line);
    return list.n;
}

/* --- the spans of a day -------------------------------------------------------------------------------------------- */

static bool counts_open(const struct hours_stretch *stretch)
{
    return stretch->state == HOURS_OPEN || (stretch->no_end && !stretch->wrapped);
}

/* Until which minute what runs past the midnight before LINE's day goes on. */
static int runs_until(const struct hours_line *line)
{
    int until = 0;
    for (size_t k = 0; k < line->n && line->at[k].wrapped && counts_open(&line->at[k]); k++) {
        until = k + 1 < line->n ? line->at[k + 1].from : DAY_MIN;
    }
    return until;
}

static void add_span(struct hours_span *spans, size_t max, size_t *n, struct hours_span *last, int from, int to)
{
    if (*n > 0 && last->close_s == from * 60) {
        last->close_s = to * 60;
    } else {
        *last = (struct hours_span){from * 60, to * 60};
        ++*n;
    }
    if (*n <= max) {
        spans[*n - 1] = *last;
    }
}

size_t hours_day(const struct hours *hours, const struct hours_where *where, int32_t day, struct hours_span *spans,
                 size_t max)
{
    struct hours_line line;
    struct hours_span last = {0};
    size_t n = 0;
    hours_line_init(&line);
    hours_line_draw(&line, hours, where, day);
    for (size_t k = 0; k < line.n; k++) {
        if (counts_open(&line.at[k])) {
            add_span(spans, max, &n, &last, line.at[k].from, k + 1 < line.n ? line.at[k + 1].from : DAY_MIN);
        }
    }
    bool wrapped_only = line.n == 1 && line.at[0].wrapped;
    if (n > 0 && last.close_s == DAY_SECONDS && !wrapped_only) {
        hours_line_draw(&line, hours, where, day + 1);
        int until = runs_until(&line);
        if (until > 0) {
            add_span(spans, max, &n, &last, DAY_MIN, DAY_MIN + until);
        }
    }
    hours_line_free(&line);
    return n;
}
