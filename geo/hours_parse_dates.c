/* Days of a rule: months, dates, easter, and ranges of them. */
#include "geo/hours_impl.h"

#include <string.h>

static int month_days(int month)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1];
}

static enum status no_such_date(const struct hours_parser *p, const char *at)
{
    return error_set(p->err, STATUS_INPUT, "\"%.*s\" is no date", (int)(p->at - at > 40 ? 40 : p->at - at), at);
}

/* Does the number at AT count days of a month, not hours? */
static bool mday_ahead(struct hours_parser *p)
{
    hours_skip(p);
    size_t digits = strspn(p->at, "0123456789");
    int value;
    size_t length;
    if (digits == 0 || digits > 2 || hours_word_find(p->at, &value, &length) == WORD_ALWAYS) { /* Jul-Aug 24/7 */
        return false;
    }
    if (hours_is_clock(p->at)) {
        return p->at[digits] == '.' && !hours_is_digit(p->at[digits + 1]);
    }
    int mday;
    return hours_day_first(p->at, &mday) == 0;
}

/* What can stand at one end of a range of dates, the year and the month's name being taken: 25, Su[1], with an offset. */
static enum status parse_date_rest(struct hours_parser *p, const char *start, struct hours_date *date)
{
    int value = 0;
    size_t length;
    if (hours_peek_word(p, &value, &length) == WORD_DAYS && hours_one_bit((unsigned)value)) {
        p->at += length;
        date->kind = DATE_NTH;
        date->weekday = hours_bit_number((unsigned)value);
        int nth = 0;
        if (!hours_take(p, '[') || !hours_take_nth(p, &nth) || !hours_take(p, ']')) {
            return hours_bad_nth(p);
        }
        date->nth = (int8_t)nth;
    } else {
        if (!hours_take_number(p, 2, &value) || value < 1 || value > month_days(date->month)) {
            return no_such_date(p, start);
        }
        date->mday = (uint8_t)value;
        if (*p->at == '.') {
            p->at++;
        }
    }
    date->offset = (int16_t)hours_take_offset(p);
    if (date->year == 0 && date->kind == DATE_PLAIN && hours_year_ahead(p)) { /* Dec 24 2026 */
        (void)hours_take_year(p, &date->year);
    }
    return STATUS_OK;
}

/* Is "Su[1]" next? Plain "Su" after a month is the rule's weekday. */
static bool nth_ahead(struct hours_parser *p)
{
    int value;
    size_t length;
    if (hours_peek_word(p, &value, &length) != WORD_DAYS || !hours_one_bit((unsigned)value)) {
        return false;
    }
    const char *after = p->at + length;
    return after[strspn(after, " ")] == '[';
}

static bool date_dash_ahead(struct hours_parser *p)
{
    const char *start = p->at;
    int16_t year;
    bool dash = hours_take_dash(p);
    bool date = dash && (mday_ahead(p) || hours_take_year(p, &year) || (hours_group_ahead(p) == GROUP_DATE));
    p->at = start;
    return date;
}

/* The n-th weekday of a month at the beginning of a range, "Mar Su[-1]-Oct Su[-1]"; else it is left to the weekdays. */
static bool nth_begins_range(struct hours_parser *p)
{
    const char *start = p->at;
    int value = 0;
    uint16_t mask = 0;
    struct error *err = p->err;
    p->err = NULL;
    bool range = hours_take_word(p, WORD_DAYS, &value) && hours_take(p, '[') && hours_parse_nths(p, &mask) == STATUS_OK;
    (void)hours_take_offset(p);
    range = range && date_dash_ahead(p);
    p->err = err;
    p->at = start;
    return range;
}

/* Dec 25, 25 Dec, easter -2 days, Mar Su[-1]; WHOLE is set to the month's number when a month stands alone. LAST: it
 * follows a dash. */
static enum status parse_date(struct hours_parser *p, bool last, struct hours_date *date, int *whole)
{
    hours_skip(p);
    const char *start = p->at;
    int value = 0;
    *whole = 0;
    size_t before = hours_day_first(p->at, &value);
    int mday = value;
    int ignored;
    p->at += before;
    if (before == 0 && hours_take_word(p, WORD_EASTER, &ignored)) {
        date->kind = DATE_EASTER;
        date->offset = (int16_t)hours_take_offset(p);
        return STATUS_OK;
    }
    if (!hours_take_word(p, WORD_MONTH, &value)) {
        return hours_not_understood(p, p->at);
    }
    date->month = (uint8_t)value;
    if (before > 0) {
        date->mday = (uint8_t)mday;
        return mday >= 1 && mday <= month_days(value) ? STATUS_OK : no_such_date(p, start);
    }
    if (mday_ahead(p) || (nth_ahead(p) && (last || nth_begins_range(p)))) {
        return parse_date_rest(p, start, date);
    }
    *whole = value;
    return STATUS_OK;
}

/* "2026 Dec 24-2027 Jan 2": the other end, after the dash. Dec 24-26 has only a number there. */
static enum status parse_last_date(struct hours_parser *p, struct hours_selector *out)
{
    const char *start = p->at;
    int whole = 0;
    int mday;
    if (out->begin.kind == DATE_PLAIN && mday_ahead(p)) {
        out->end = out->begin;
        out->end.offset = 0;
        if (!hours_take_number(p, 2, &mday) || mday > month_days(out->begin.month) || mday < out->begin.mday) {
            return no_such_date(p, start);
        }
        out->end.mday = (uint8_t)mday;
        return hours_parse_every(p, &out->period);
    }
    (void)hours_take_year(p, &out->end.year);
    bool inferred = out->end.year == 0 && out->begin.year != 0;
    if (inferred) {
        out->end.year = out->begin.year;
    }
    enum status status = parse_date(p, true, &out->end, &whole);
    if (status == STATUS_OK && whole != 0) { /* "May 15-Sep": to its end */
        out->end.mday = (uint8_t)month_days(whole);
    }
    bool plain = out->begin.kind == DATE_PLAIN && out->end.kind == DATE_PLAIN;
    if (plain && inferred && out->end.month * 32 + out->end.mday < out->begin.month * 32 + out->begin.mday) {
        out->end.year++; /* 2026 Dec 24-Jan 2 */
    }
    return status != STATUS_OK ? status : hours_parse_every(p, &out->period);
}

/* A month or range of months: YEAR is of a date range only. */
static enum status parse_months(struct hours_parser *p, int first, int year, struct hours_selector *out)
{
    *out = (struct hours_selector){.kind = SELECT_MONTHS, .group = GROUP_DATE, .from = (int16_t)first};
    out->to = (int16_t)first;
    if (!date_dash_ahead(p)) {
        return STATUS_OK;
    }
    (void)hours_take_dash(p);
    struct hours_date end = {.year = 0};
    int whole = 0;
    const char *start = p->at;
    (void)hours_take_year(p, &end.year);
    enum status status = parse_date(p, false, &end, &whole); /* Apr-Oct Su[2]: in each of the months */
    if (status != STATUS_OK) {
        return status;
    }
    if (whole != 0 && end.year == 0) {
        out->to = (int16_t)whole;
        return STATUS_OK;
    }
    if (whole != 0) {
        end.mday = (uint8_t)month_days(whole);
    }
    if (end.year != 0 && year == 0) {
        return hours_not_understood(p, start);
    }
    out->kind = SELECT_DATES; /* "Apr-Oct 15", "2025 Nov-2026 Mar" */
    out->range = true;
    out->begin = (struct hours_date){.month = (uint8_t)first, .mday = 1, .year = (int16_t)year};
    out->end = end;
    out->end.year = end.year != 0 ? end.year : (int16_t)year;
    return STATUS_OK;
}

/* The dates after a month's name, "Dec 24,25,31": more of the same month. */
static enum status parse_more_mdays(struct hours_parser *p, struct hours_rule *rule, struct hours_selector selector)
{
    for (;;) {
        const char *start = p->at;
        if (selector.begin.kind != DATE_PLAIN || !hours_take(p, ',') || !mday_ahead(p)) {
            p->at = start;
            return STATUS_OK;
        }
        int mday = 0;
        if (!hours_take_number(p, 2, &mday) || mday < 1 || mday > month_days(selector.begin.month)) {
            return no_such_date(p, start);
        }
        struct hours_selector more = {.kind = SELECT_DATES, .group = GROUP_DATE, .begin = selector.begin};
        more.begin.mday = (uint8_t)mday;
        more.range = date_dash_ahead(p);
        enum status status = STATUS_OK;
        if (more.range) {
            (void)hours_take_dash(p);
            status = parse_last_date(p, &more);
        }
        status = status == STATUS_OK ? hours_add_selector(p, rule, more) : status;
        if (status != STATUS_OK) {
            return status;
        }
        if (more.range && more.end.month != more.begin.month) {
            return STATUS_OK;
        }
    }
}

/* One item of a list of months and dates, its year, if any, being YEAR. */
static enum status parse_date_item(struct hours_parser *p, struct hours_rule *rule, int year)
{
    struct hours_selector out = {.kind = SELECT_DATES, .group = GROUP_DATE, .begin.year = (int16_t)year};
    int whole = 0;
    enum status status = parse_date(p, false, &out.begin, &whole);
    if (status != STATUS_OK) {
        return status;
    }
    if (whole != 0) {
        status = parse_months(p, whole, year, &out);
        if (status == STATUS_OK && out.kind == SELECT_MONTHS && year != 0) {
            struct hours_selector years = {.kind = SELECT_YEARS, .group = GROUP_YEAR};
            years.from = years.to = (int16_t)year;
            status = hours_add_selector(p, rule, years);
        }
        return status == STATUS_OK ? hours_add_selector(p, rule, out) : status;
    }
    out.range = date_dash_ahead(p);
    if (out.range) {
        (void)hours_take_dash(p);
        status = parse_last_date(p, &out);
    }
    status = status == STATUS_OK ? hours_add_selector(p, rule, out) : status;
    return status == STATUS_OK ? parse_more_mdays(p, rule, out) : status;
}

enum status hours_parse_dates(struct hours_parser *p, struct hours_rule *rule)
{
    const char *start;
    do {
        int16_t year = 0;
        (void)hours_take_year(p, &year);
        enum status status = parse_date_item(p, rule, year);
        if (status != STATUS_OK) {
            return status;
        }
        start = p->at;
        if (!hours_take(p, ',')) {
            return STATUS_OK;
        }
        const char *item = p->at;
        (void)hours_take_year(p, &year);
        bool more = hours_group_ahead(p) == GROUP_DATE;
        p->at = item;
        if (!more) {
            break;
        }
    } while (true);
    p->at = start;
    return STATUS_OK;
}
