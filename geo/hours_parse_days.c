/* Days of a rule: years, weeks, weekdays, holidays; dates are in hours_parse_dates.c. */
#include "geo/hours_impl.h"

#include <string.h>

bool hours_one_bit(unsigned mask)
{
    return mask != 0 && (mask & (mask - 1)) == 0;
}

uint8_t hours_bit_number(unsigned mask)
{
    uint8_t n = 0;
    while ((mask >> n) > 1U) {
        n++;
    }
    return n;
}

/* A year of four digits that is no time, 1900..2199; its value or 0. */
static int year_at(const char *at)
{
    if (strspn(at, "0123456789") != 4 || at[4] == ':' || at[4] == '.') {
        return 0;
    }
    int year = (at[0] - '0') * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
    return year >= 1900 && year < 2200 ? year : 0;
}

bool hours_take_year(struct hours_parser *p, int16_t *year)
{
    hours_skip(p);
    *year = (int16_t)year_at(p->at);
    p->at += *year == 0 ? 0 : 4;
    return *year != 0;
}

/* At the beginning of a rule a number is only a year when it cannot be a time: 2024, but 1900-2100 is from 7 to 9 pm. */
bool hours_year_ahead(struct hours_parser *p)
{
    hours_skip(p);
    int year = year_at(p->at);
    return year >= 1990 && year < 2060;
}

/* "+1 day", "-2 days": the days to move; 0 when nothing of the kind stands here. */
int hours_take_offset(struct hours_parser *p)
{
    const char *start = p->at;
    int sign = hours_take(p, '+') ? 1 : hours_take(p, '-') ? -1 : 0;
    int days;
    int ignored;
    if (sign != 0 && hours_take_number(p, 3, &days) && hours_take_word(p, WORD_DAY, &ignored)) {
        return sign * days;
    }
    p->at = start;
    return 0;
}

enum status hours_parse_every(struct hours_parser *p, int16_t *period)
{
    int value;
    *period = 0;
    const char *start = p->at;
    if (!hours_take(p, '/')) {
        return STATUS_OK;
    }
    if (!hours_take_number(p, 3, &value) || value < 1 || value > 366) {
        p->at = start;
        return hours_not_understood(p, start);
    }
    *period = (int16_t)(value == 1 ? 0 : value);
    return STATUS_OK;
}

/* --- what stands here ---------------------------------------------------------------------------------------------- */

static bool group_of_word(enum hours_word word, enum hours_group *group)
{
    switch ((int)word) {
    case WORD_MONTH:
    case WORD_EASTER:
        *group = GROUP_DATE;
        return true;
    case WORD_WEEK:
        *group = GROUP_WEEK;
        return true;
    case WORD_DAYS:
        *group = GROUP_WEEKDAY;
        return true;
    case WORD_PH:
    case WORD_SH:
        *group = GROUP_HOLIDAY;
        return true;
    default:
        return false;
    }
}

/* The day of a month before its name, "25 Dec", "1. Mai": its length, 0 if that is not here. */
size_t hours_day_first(const char *at, int *mday)
{
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || digits > 2) {
        return 0;
    }
    *mday = digits == 1 ? at[0] - '0' : (at[0] - '0') * 10 + at[1] - '0';
    size_t n = digits + (at[digits] == '.' ? 1 : 0);
    n += strspn(at + n, " ");
    int month;
    size_t length;
    return hours_word_find(at + n, &month, &length) == WORD_MONTH && n > digits ? n : 0;
}

static bool find_group(struct hours_parser *p, enum hours_group *group)
{
    int value;
    size_t length;
    enum hours_word word = hours_peek_word(p, &value, &length);
    if (group_of_word(word, group)) {
        return true;
    }
    if (hours_is_digit(*p->at) && hours_day_first(p->at, &value) > 0) {
        *group = GROUP_DATE;
        return true;
    }
    if (hours_year_ahead(p)) {
        *group = GROUP_YEAR;
        return true;
    }
    return false;
}

bool hours_days_ahead(struct hours_parser *p)
{
    enum hours_group group;
    return find_group(p, &group);
}

enum hours_group hours_group_ahead(struct hours_parser *p)
{
    enum hours_group group = GROUPS;
    return find_group(p, &group) ? group : GROUPS;
}

/* --- [1,3-4,-1] ---------------------------------------------------------------------------------------------------- */

enum status hours_bad_nth(const struct hours_parser *p)
{
    return error_set(p->err, STATUS_INPUT,
                     "the number of a weekday in the month is 1 to 5 or -1 to -5: Su[1], Mo[1-2], Fr[-1]");
}

bool hours_take_nth(struct hours_parser *p, int *nth)
{
    bool minus = hours_take(p, '-');
    bool good = hours_take_number(p, 1, nth) && *nth >= 1 && *nth <= 5;
    *nth = minus ? -*nth : *nth;
    return good;
}

static uint16_t nth_bit(int nth)
{
    return (uint16_t)(1U << (nth > 0 ? nth - 1 : 4 - nth));
}

/* After the [. */
enum status hours_parse_nths(struct hours_parser *p, uint16_t *mask)
{
    *mask = 0;
    do {
        int from = 0;
        if (!hours_take_nth(p, &from)) {
            return hours_bad_nth(p);
        }
        int to = from;
        if (from > 0 && hours_take(p, '-') && (!hours_take_nth(p, &to) || to < from)) {
            return hours_bad_nth(p);
        }
        for (int nth = from; nth <= to; nth++) {
            *mask |= nth_bit(nth);
        }
    } while (hours_take(p, ','));
    return hours_take(p, ']') ? STATUS_OK : hours_bad_nth(p);
}

/* --- weekdays and holidays ------------------------------------------------------------------------------------------*/

/* The days FROM to TO, both masks of one bit; Sa-Mo wraps. */
static uint8_t day_range(unsigned from, unsigned to)
{
    unsigned mask = from;
    for (unsigned day = from; day != to;) {
        day = day == 1U << (WEEK_DAYS - 1) ? 1U : day << 1;
        mask |= day;
    }
    return (uint8_t)mask;
}

static enum status parse_weekday(struct hours_parser *p, struct hours_selector *out)
{
    const char *start = p->at;
    int from = 0;
    int to = 0;
    (void)hours_take_word(p, WORD_DAYS, &from);
    *out = (struct hours_selector){.kind = SELECT_DAYS, .group = GROUP_WEEKDAY, .days = (uint8_t)from};
    if (hours_one_bit((unsigned)from) && hours_take(p, '[')) {
        out->kind = SELECT_NTH;
        enum status status = hours_parse_nths(p, &out->nth);
        out->offset = (int16_t)hours_take_offset(p);
        return status;
    }
    const char *before_dash = p->at;
    if (!hours_take_dash(p)) {
        return STATUS_OK;
    }
    if (!hours_take_word(p, WORD_DAYS, &to)) {
        if (hours_times_ahead(p)) { /* "Mo-Fr - 09:00-17:00", "Mo - 9:00" */
            return STATUS_OK;
        }
        p->at = before_dash;
        return hours_not_understood(p, before_dash);
    }
    if (!hours_one_bit((unsigned)from) || !hours_one_bit((unsigned)to)) { /* weekend-Mo */
        return hours_not_understood(p, start);
    }
    out->days = day_range((unsigned)from, (unsigned)to);
    return STATUS_OK;
}

static struct hours_selector parse_holiday(struct hours_parser *p)
{
    int ignored;
    struct hours_selector out = {.kind = SELECT_SH, .group = GROUP_HOLIDAY};
    if (hours_take_word(p, WORD_PH, &ignored)) {
        out.kind = SELECT_PH;
        out.offset = (int16_t)hours_take_offset(p);
    } else {
        (void)hours_take_word(p, WORD_SH, &ignored);
    }
    return out;
}

static bool weekday_or_holiday(enum hours_group group)
{
    return group == GROUP_WEEKDAY || group == GROUP_HOLIDAY;
}

/* Take the sign between two items of a list of weekdays if one follows: a comma, often written as / or &. */
static bool take_day_comma(struct hours_parser *p)
{
    const char *start = p->at;
    bool sign = hours_take(p, ',') || hours_take(p, '/') || hours_take(p, '&') || hours_take(p, '+');
    while (sign && hours_take(p, ',')) {
    }
    if (sign && weekday_or_holiday(hours_group_ahead(p))) {
        return true;
    }
    p->at = start;
    return false;
}

/* "Mo-Fr,PH": a list. "PH Mo-Fr" has no comma: the holidays among the weekdays. "Su PH" has lost its comma. */
static enum status parse_weekdays(struct hours_parser *p, struct hours_rule *rule)
{
    size_t first = p->selectors;
    bool mixed = false; /* weekdays stand in the list */
    bool first_holiday = hours_group_ahead(p) == GROUP_HOLIDAY;
    for (bool listed = true;; listed = take_day_comma(p)) {
        enum hours_group group = hours_group_ahead(p);
        bool lost_comma = !listed && weekday_or_holiday(group) && !(first_holiday && group == GROUP_WEEKDAY && !mixed);
        if (!listed && !lost_comma) {
            break;
        }
        struct hours_selector selector;
        enum status status = STATUS_OK;
        if (group == GROUP_HOLIDAY) {
            selector = parse_holiday(p);
        } else {
            mixed = true;
            status = parse_weekday(p, &selector);
        }
        status = status == STATUS_OK ? hours_add_selector(p, rule, selector) : status;
        if (status != STATUS_OK) {
            return status;
        }
    }
    for (size_t i = first; mixed && i < p->selectors; i++) {
        p->selector[i].group = GROUP_WEEKDAY;
    }
    if (!mixed && hours_group_ahead(p) == GROUP_WEEKDAY) { /* "PH Mo-Fr", "SH Mo,We": the weekdays are a group beside */
        return parse_weekdays(p, rule);
    }
    return STATUS_OK;
}

/* --- years and weeks ------------------------------------------------------------------------------------------------*/

/* Does a date follow the year that is next? */
static bool year_of_date(struct hours_parser *p)
{
    const char *start = p->at;
    int16_t year;
    (void)hours_take_year(p, &year);
    bool date = hours_group_ahead(p) == GROUP_DATE;
    p->at = start;
    return date;
}

static enum status parse_year_item(struct hours_parser *p, struct hours_rule *rule)
{
    struct hours_selector out = {.kind = SELECT_YEARS, .group = GROUP_YEAR};
    (void)hours_take_year(p, &out.from);
    out.to = out.from;
    const char *start = p->at;
    if (hours_take_dash(p)) {
        if (!hours_take_year(p, &out.to) || out.to <= out.from) {
            return hours_not_understood(p, start);
        }
        out.range = true;
    } else if (hours_take(p, '+')) {
        out.to = YEAR_FOREVER;
        out.range = true;
    }
    enum status status = hours_parse_every(p, &out.period);
    if (out.period != 0 && !out.range) {
        out.to = YEAR_FOREVER; /* 2020/2 */
    }
    return status == STATUS_OK ? hours_add_selector(p, rule, out) : status;
}

static enum status parse_years(struct hours_parser *p, struct hours_rule *rule)
{
    for (;;) {
        enum status status = parse_year_item(p, rule);
        const char *start = p->at;
        if (status != STATUS_OK) {
            return status;
        }
        if (!hours_take(p, ',') || !hours_year_ahead(p)) {
            p->at = start;
            return STATUS_OK;
        }
    }
}

static bool week_number_ahead(struct hours_parser *p)
{
    hours_skip(p);
    size_t digits = strspn(p->at, "0123456789");
    return digits > 0 && digits <= 2 && !hours_is_clock(p->at);
}

static enum status parse_weeks(struct hours_parser *p, struct hours_rule *rule)
{
    const char *start = p->at;
    int from = 0;
    int ignored;
    (void)hours_take_word(p, WORD_WEEK, &ignored);
    for (;;) {
        if (!hours_take_number(p, 2, &from)) {
            return hours_not_understood(p, start);
        }
        int to = from;
        if (hours_take_dash(p) && !hours_take_number(p, 2, &to)) {
            return hours_not_understood(p, start);
        }
        if (from < 1 || to < from || to > 53) {
            return error_set(p->err, STATUS_INPUT, "weeks are 1 to 53, the first one before the last: week 10-20");
        }
        struct hours_selector out = {.kind = SELECT_WEEKS, .group = GROUP_WEEK, .from = (int16_t)from};
        out.to = (int16_t)to;
        enum status status = hours_parse_every(p, &out.period);
        status = status == STATUS_OK ? hours_add_selector(p, rule, out) : status;
        if (status != STATUS_OK) {
            return status;
        }
        const char *comma = p->at;
        bool more = hours_take(p, ',');
        more = more && (hours_take_word(p, WORD_WEEK, &ignored) || week_number_ahead(p));
        if (!more) {
            p->at = comma;
            return STATUS_OK;
        }
    }
}

enum status hours_parse_days(struct hours_parser *p, struct hours_rule *rule)
{
    switch (hours_group_ahead(p)) {
    case GROUP_YEAR:
        return year_of_date(p) ? hours_parse_dates(p, rule) : parse_years(p, rule);
    case GROUP_DATE:
        return hours_parse_dates(p, rule);
    case GROUP_WEEK:
        return parse_weeks(p, rule);
    case GROUP_HOLIDAY:
    case GROUP_WEEKDAY:
        return parse_weekdays(p, rule);
    case GROUPS:
        break;
    }
    return hours_not_understood(p, p->at);
}
