/* Times of a rule: 9, 09:00, 9.30, 9h30, 0930, 9am, sunrise, (sunset-00:30), ranges of them, +, /00:30. */
#include "geo/hours_impl.h"

#include "geo/base/mem.h"

#include <string.h>

enum hours_half { HALF_NONE, HALF_AM, HALF_PM };

/* A time as it was written. */
struct written {
    const char *at;
    size_t length;
    int minutes; /* of the day; -1: no such time */
    enum hours_half half;
    bool bare;     /* the hour only */
    bool maybe_pm; /* as a 12-hour clock shows it: "5:00", "5", "10" */
};

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " ");
}

/* am, a.m., a, pm ... at AT; its length in *LENGTH. */
static enum hours_half half_of_day(const char *at, size_t *length)
{
    const char *p = skip_spaces(at);
    enum hours_half half = *p == 'a' || *p == 'A' ? HALF_AM : *p == 'p' || *p == 'P' ? HALF_PM : HALF_NONE;
    if (half == HALF_NONE) {
        return HALF_NONE;
    }
    p++;
    const char *after_dot = *p == '.' ? skip_spaces(p + 1) : p;
    bool m = *after_dot == 'm' || *after_dot == 'M';
    if (m) {
        p = after_dot + 1;
        p += *p == '.' && p[1] != '.' ? 1 : 0;
    }
    if (hours_is_letter(p) || (!m && p != at + 1)) { /* a bare a or p only right after the number */
        return HALF_NONE;
    }
    *length = (size_t)(p - at);
    return half;
}

/* The hour in 24 hours; -1 if 12-hour clocks have none such. "22:00pm" says the same twice. */
static int hour_of_half(int hour, enum hours_half half)
{
    if (half == HALF_NONE || (half == HALF_PM && hour > 12 && hour < 24)) {
        return hour;
    }
    if (hour < 1 || hour > 12) {
        return -1;
    }
    return hour % 12 + (half == HALF_PM ? 12 : 0);
}

/* Minutes after the hour at AT, ":30" ".30" "h30" ": 30", and seconds of 00 if there are any; how many bytes in
 * *LENGTH. */
static int minutes_part(const char *at, size_t *length)
{
    *length = 0;
    if (*at == '\0' || strchr(":.hH", *at) == NULL) {
        return 0;
    }
    const char *p = at + 1;
    if (*at == ':' && *p == ':') {
        p++;
    }
    if (*at == ':' && *p == ' ' && hours_is_digit(p[1]) && hours_is_digit(p[2]) && !hours_is_digit(p[3]) &&
        p[3] != ':') {
        p++;
    }
    if (!hours_is_digit(*p)) {
        return 0;
    }
    if (!hours_is_digit(p[1]) || hours_is_digit(p[2])) {
        return -1;
    }
    int minutes = two_digits(p);
    *length = (size_t)(p + 2 - at);
    if (strncmp(at + *length, ":00", 3) == 0 && !hours_is_digit(at[*length + 3])) {
        *length += 3;
    }
    return minutes;
}

/* "h", "hs", "hrs" after a number, when it is not the beginning of a word. */
static size_t hour_mark(const char *at)
{
    static const char *const marks[] = {"hrs", "hr", "hs", "h", "uhr"};
    const char *p = skip_spaces(at);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = 0;
        while (marks[i][n] != '\0' && (p[n] | 0x20) == marks[i][n]) {
            n++;
        }
        if (marks[i][n] == '\0' && !hours_is_letter(p + n) && !hours_is_digit(p[n])) {
            n += p[n] == '.' ? 1 : 0;
            return (size_t)(p + n - at);
        }
    }
    return 0;
}

/* A number of four digits is a time, 0830, but 2024 at the beginning of a range is a year. */
static bool looks_like_year(int number)
{
    return number >= 1990 && number < 2060;
}

struct clock {
    int hour, minutes; /* minutes -1: none such */
    size_t length;
    bool short_form;
};

/* The number at AT, up to its minutes; false if it is no time. TO_END: it follows a dash. */
static bool read_clock(const char *at, bool to_end, struct clock *out)
{
    size_t digits = strspn(at, "0123456789");
    *out = (struct clock){.length = digits};
    if (digits == 4 || (digits == 3 && at[0] != '0')) {
        out->hour = digits == 4 ? two_digits(at) : at[0] - '0';
        out->minutes = two_digits(at + digits - 2);
        out->short_form = at[0] != '0' && out->hour <= 12 && digits == 3;
        return at[digits] != ':' && (to_end || !looks_like_year(out->hour * 100 + out->minutes));
    }
    if (digits == 0 || digits > 2) {
        return false;
    }
    size_t more;
    out->hour = digits == 1 ? at[0] - '0' : two_digits(at);
    out->minutes = minutes_part(at + digits, &more);
    out->length += more;
    out->short_form = at[0] != '0' && out->hour <= 12 && (digits == 1 || more == 0);
    return true;
}

static bool read_written(const char *at, bool to_end, struct written *out)
{
    struct clock clock;
    if (!read_clock(at, to_end, &clock)) {
        return false;
    }
    *out = (struct written){.at = at, .length = clock.length};
    size_t more = 0;
    out->half = half_of_day(at + out->length, &more);
    out->maybe_pm = out->half == HALF_NONE && clock.short_form;
    out->length += out->half == HALF_NONE ? hour_mark(at + out->length) : more;
    int hour = hour_of_half(clock.hour, out->half);
    out->minutes = hour * 60 + clock.minutes;
    if (hour < 0 || clock.minutes < 0 || clock.minutes > 59 || out->minutes > RANGE_END_MAX) {
        out->minutes = -1;
    }
    out->bare = clock.length <= 2;
    return true;
}

bool hours_is_clock(const char *at)
{
    struct written written;
    size_t digits = strspn(at, "0123456789");
    return read_written(at, false, &written) && written.length > digits;
}

bool hours_times_ahead(struct hours_parser *p)
{
    int value;
    size_t length;
    enum hours_word word = hours_peek_word(p, &value, &length);
    if (word == WORD_EVENT || word == WORD_TIME || word == WORD_ALWAYS) {
        return true;
    }
    if (*p->at == '(') {
        return hours_word_find(skip_spaces(p->at + 1), &value, &length) == WORD_EVENT;
    }
    struct written written;
    return hours_is_digit(*p->at) && read_written(p->at, false, &written);
}

/* --- one end --------------------------------------------------------------------------------------------------------*/

static enum status bad_time(const struct hours_parser *p, const struct written *time)
{
    return error_set(p->err, STATUS_INPUT, "\"%.*s\" is no time of the day; write times like 09:00",
                     (int)(time->length > 40 ? 40 : time->length), time->at);
}

/* The offset of an event: "+01:00", "-90" minutes are not taken; 0 when there is none. */
static enum status parse_offset(struct hours_parser *p, bool bracket, int16_t *out)
{
    *out = 0;
    char sign = hours_peek(p, '+') ? '+' : hours_peek(p, '-') ? '-' : '\0';
    struct written offset;
    const char *number = sign == '\0' ? p->at : skip_spaces(p->at + 1);
    if (sign == '\0' || (!bracket && !hours_is_clock(number)) || (!bracket && sign == '-')) {
        return STATUS_OK;
    }
    if (!read_written(number, true, &offset) || offset.half != HALF_NONE) {
        return hours_not_understood(p, p->at);
    }
    if (offset.minutes < 0 || offset.minutes >= DAY_MIN) {
        return bad_time(p, &offset);
    }
    p->at = offset.at + offset.length;
    *out = (int16_t)(sign == '-' ? -offset.minutes : offset.minutes);
    return STATUS_OK;
}

/* sunrise, (sunset-00:30). */
static enum status parse_event(struct hours_parser *p, struct hours_clock *out)
{
    bool bracket = hours_take(p, '(');
    int event = 0;
    if (!hours_take_word(p, WORD_EVENT, &event)) {
        return hours_not_understood(p, p->at);
    }
    out->event = (int8_t)event;
    enum status status = parse_offset(p, bracket, &out->minutes);
    if (status == STATUS_OK && bracket && !hours_take(p, ')')) {
        status = error_set(p->err, STATUS_INPUT, "a bracket in the opening hours is not closed; write (sunset-00:30)");
    }
    return status;
}

/* The time at hand; WRITTEN only counts when the clock's event is -1. */
static enum status parse_clock(struct hours_parser *p, bool to_end, struct hours_clock *out, struct written *written)
{
    *out = (struct hours_clock){.event = -1};
    int value;
    size_t length;
    enum hours_word word = hours_peek_word(p, &value, &length);
    if (word == WORD_EVENT || *p->at == '(') {
        return parse_event(p, out);
    }
    if (word == WORD_TIME) {
        *written = (struct written){.at = p->at, .length = length, .minutes = value == 0 && to_end ? DAY_MIN : value};
    } else if (!read_written(p->at, to_end, written)) {
        return hours_not_understood(p, p->at);
    }
    p->at = written->at + written->length;
    if (written->minutes < 0) {
        return bad_time(p, written);
    }
    out->minutes = (int16_t)written->minutes;
    return STATUS_OK;
}

/* --- ranges -------------------------------------------------------------------------------------------------------- */

static enum status add_range(struct hours_parser *p, struct hours_rule *rule, struct hours_range range)
{
    if (p->ranges == CAP_HOURS_TIMES) {
        return error_set(p->err, STATUS_INPUT, "the opening hours hold more than %d times", (int)CAP_HOURS_TIMES);
    }
    *(struct hours_range *)arena_push(p->arena, &p->range, &p->ranges, &p->ranges_room, sizeof range) = range;
    rule->ranges++;
    return STATUS_OK;
}

static enum status two_readings(const struct hours_parser *p, const struct written *from, const struct written *to,
                                const int a[2], const int b[2])
{
    return error_set(p->err, STATUS_INPUT,
                     "\"%.*s\" may mean %02d:%02d-%02d:%02d or %02d:%02d-%02d:%02d; write the one that is meant",
                     (int)(to->at + to->length - from->at), from->at, a[0] / 60, a[0] % 60, a[1] / 60, a[1] % 60,
                     b[0] / 60, b[0] % 60, b[1] / 60, b[1] % 60);
}

/* Both ends of FROM-TO in 24 hours, TO past midnight above 24:00. A 12-hour clock without am and pm often leaves two
 * readings, an empty van's journey apart, so that guessing is no kindness. */
static enum status resolve_range(const struct hours_parser *p, const struct written *from, const struct written *to,
                                 struct hours_range *out)
{
    enum { NOON = DAY_MIN / 2, SHORTEST_NIGHT = 5 * 60 };
    int a = from->minutes;
    int b = to->minutes;
    int a_pm = a % NOON + NOON;
    int b_pm = b % NOON + NOON;
    if (to->half != HALF_NONE && from->half == HALF_NONE && a < NOON) {
        bool pm_fits = to->half == HALF_PM ? a_pm < b : b <= a; /* "1-5pm", "8-2am" */
        if (pm_fits) {
            return two_readings(p, from, to, (const int[]){a, b}, (const int[]){a_pm, b});
        }
    }
    bool maybe_pm = to->maybe_pm || (from->half != HALF_NONE && to->half == HALF_NONE && b <= NOON);
    bool by_night =
        p->clock_24 && from->half == HALF_NONE && a - b >= SHORTEST_NIGHT; /* "Fr 16:00-24:00; Sa 10:00-1:00" */
    if (b <= a && maybe_pm && b_pm > a && !by_night) {                     /* "9:00-5:00", "9am-5" */
        return two_readings(p, from, to, (const int[]){a, b_pm}, (const int[]){a, b});
    }
    if (a >= DAY_MIN) {
        return error_set(p->err, STATUS_INPUT,
                         "the time \"%.*s\" begins after the end of the day; write it on the next", (int)from->length,
                         from->at);
    }
    out->to.minutes = (int16_t)(b <= a ? b + DAY_MIN : b);
    return STATUS_OK;
}

static enum status no_end(const struct hours_parser *p, const char *from)
{
    int length = (int)(p->at - from > 40 ? 40 : p->at - from);
    while (length > 0 && (from[length - 1] == ' ' || from[length - 1] == '-')) {
        length--;
    }
    return error_set(p->err, STATUS_INPUT,
                     "the time \"%.*s\" has no end; write e.g. 10:00-17:00, or 10:00+ when the end is open", length,
                     from);
}

/* "/00:30" or "/90" after a range of points. */
static enum status parse_period(struct hours_parser *p, struct hours_range *range)
{
    if (p->kind != HOURS_POINTS || !hours_take(p, '/')) {
        return STATUS_OK;
    }
    hours_skip(p);
    struct written period = {.at = p->at, .length = 1};
    int minutes;
    if (hours_is_clock(p->at) && read_written(p->at, true, &period)) {
        p->at += period.length;
        minutes = period.minutes;
    } else if (!hours_take_number(p, 4, &minutes)) {
        return hours_not_understood(p, p->at);
    }
    if (minutes < 1 || minutes > DAY_MIN) {
        return bad_time(p, &period);
    }
    range->period = (int16_t)minutes;
    range->point = true;
    return STATUS_OK;
}

/* What follows a dash: the other end. FROM_AT is where the range begins, for messages. */
static enum status parse_end(struct hours_parser *p, const struct written *from, const char *from_at,
                             struct hours_range *range)
{
    struct written to = {0};
    hours_skip(p);
    if (!hours_times_ahead(p) && !hours_is_digit(*p->at)) {
        return *p->at == '\0' || strchr(",;|", *p->at) != NULL ? no_end(p, from_at) : hours_not_understood(p, p->at);
    }
    enum status status = parse_clock(p, true, &range->to, &to);
    if (status != STATUS_OK) {
        return status;
    }
    if (range->from.event < 0 && range->to.event < 0) {
        p->guessed = p->guessed || from->bare != to.bare;
        status = resolve_range(p, from, &to, range);
    } else if (range->from.event < 0 && range->from.minutes >= DAY_MIN) {
        return bad_time(p, from);
    }
    return status != STATUS_OK ? status : parse_period(p, range);
}

static enum status parse_range(struct hours_parser *p, struct hours_rule *rule)
{
    const char *from_at = p->at;
    struct written from = {0};
    struct hours_range range = {.to.event = -1};
    enum status status = parse_clock(p, false, &range.from, &from);
    if (status != STATUS_OK) {
        return status;
    }
    if (hours_take_dash(p)) {
        if (hours_peek(p, '+')) { /* "17:00-+" */
            range.no_end = true;
        } else {
            status = parse_end(p, &from, from_at, &range);
        }
    } else if (range.from.event < 0 && from.minutes >= DAY_MIN) {
        status = bad_time(p, &from);
    } else if (hours_peek(p, '+')) {
        range.no_end = true;
    } else if (p->kind == HOURS_POINTS) {
        range.point = true;
    } else {
        status = no_end(p, from_at);
    }
    if (status != STATUS_OK) {
        return status;
    }
    range.open_end = !range.point && (range.no_end || !hours_plus_joins(p)) && hours_take(p, '+');
    return add_range(p, rule, range);
}

enum status hours_parse_time(struct hours_parser *p, struct hours_rule *rule)
{
    hours_skip(p);
    int value;
    size_t length;
    enum hours_word word = hours_peek_word(p, &value, &length);
    if (word == WORD_ALWAYS) {
        p->at += length;
        return add_range(p, rule, (struct hours_range){.from.event = -1, .to = {.minutes = DAY_MIN, .event = -1}});
    }
    return parse_range(p, rule);
}
