/* The canonical text: days from the widest to the narrowest, then times, state and comment. */
#include "geo/hours_impl.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"

static const char *const day_names[WEEK_DAYS] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const event_names[] = {
    [SUN_RISE] = "sunrise", [SUN_SET] = "sunset", [SUN_DAWN] = "dawn", [SUN_DUSK] = "dusk"};

/* --- weekdays ------------------------------------------------------------------------------------------------------ */

static const char *print_weekdays(struct buf *buf, unsigned days, const char *separator)
{
    for (int day = 0; day < WEEK_DAYS;) {
        int last = day;
        while (last < WEEK_DAYS && (days & (1U << last)) != 0) {
            last++;
        }
        int run = last - day;
        if (run >= 3) {
            buf_printf(buf, "%s%s-%s", separator, day_names[day], day_names[last - 1]);
        } else if (run > 0) { /* two days are a list; the second is the next turn's */
            buf_printf(buf, "%s%s", separator, day_names[day]);
            last = day + 1;
        } else {
            last = day + 1;
        }
        separator = run > 0 ? "," : separator;
        day = last;
    }
    return separator;
}

static void print_offset(struct buf *buf, int days)
{
    if (days != 0) {
        int n = days < 0 ? -days : days;
        buf_printf(buf, " %c%d day%s", days < 0 ? '-' : '+', n, n == 1 ? "" : "s");
    }
}

static void print_nth(struct buf *buf, const struct hours_selector *s)
{
    int day = 0;
    while ((s->days >> day) > 1) {
        day++;
    }
    buf_printf(buf, "%s[", day_names[day]);
    const char *separator = "";
    for (int bit = 0; bit < 10; bit++) {
        if ((s->nth & (1U << bit)) != 0) {
            buf_printf(buf, "%s%d", separator, bit < 5 ? bit + 1 : 4 - bit);
            separator = ",";
        }
    }
    buf_add_char(buf, ']');
    print_offset(buf, s->offset);
}

/* Weekdays first and together, then the others of the list. */
static void print_weekday_group(struct buf *buf, const struct hours_selector *s, size_t n)
{
    unsigned days = 0;
    for (size_t i = 0; i < n; i++) {
        days |= s[i].kind == SELECT_DAYS ? s[i].days : 0U;
    }
    const char *separator = print_weekdays(buf, days, "");
    for (size_t i = 0; i < n; i++) {
        if (s[i].kind == SELECT_DAYS) {
            continue;
        }
        buf_add(buf, separator);
        separator = ",";
        if (s[i].kind == SELECT_NTH) {
            print_nth(buf, &s[i]);
        } else {
            buf_add(buf, s[i].kind == SELECT_PH ? "PH" : "SH");
            print_offset(buf, s[i].offset);
        }
    }
}

/* --- years, dates, weeks --------------------------------------------------------------------------------------------*/

static void print_date(struct buf *buf, const struct hours_date *date)
{
    if (date->year != 0) {
        buf_printf(buf, "%d ", date->year);
    }
    switch ((enum hours_date_kind)date->kind) {
    case DATE_EASTER:
        buf_add(buf, "easter");
        break;
    case DATE_NTH:
        buf_printf(buf, "%s %s[%d]", month_names[date->month - 1], day_names[date->weekday], date->nth);
        break;
    case DATE_PLAIN:
        buf_printf(buf, "%s %02d", month_names[date->month - 1], date->mday);
        break;
    }
    print_offset(buf, date->offset);
}

static void print_dates(struct buf *buf, const struct hours_selector *s)
{
    const struct hours_date *a = &s->begin;
    const struct hours_date *b = &s->end;
    print_date(buf, a);
    if (!s->range) {
        return;
    }
    bool plain = a->kind == DATE_PLAIN && b->kind == DATE_PLAIN && a->offset == 0 && b->offset == 0;
    if (plain && a->month == b->month && a->year == b->year && a->mday <= b->mday) {
        buf_printf(buf, "-%02d", b->mday);
    } else {
        buf_add_char(buf, '-');
        print_date(buf, b);
    }
}

static void print_span(struct buf *buf, const struct hours_selector *s)
{
    if (s->kind == SELECT_MONTHS) {
        buf_add(buf, month_names[s->from - 1]);
        if (s->to != s->from) {
            buf_printf(buf, "-%s", month_names[s->to - 1]);
        }
        return;
    }
    buf_printf(buf, s->kind == SELECT_WEEKS ? "%02d" : "%d", s->from);
    if (s->to == YEAR_FOREVER) {
        buf_add(buf, s->range ? "+" : "");
    } else if (s->to != s->from) {
        buf_printf(buf, s->kind == SELECT_WEEKS ? "-%02d" : "-%d", s->to);
    }
}

static void print_group(struct buf *buf, const struct hours_selector *s, size_t n)
{
    if (s->group == GROUP_WEEKDAY || s->group == GROUP_HOLIDAY) {
        print_weekday_group(buf, s, n);
        return;
    }
    buf_add(buf, s->group == GROUP_WEEK ? "week " : "");
    for (size_t i = 0; i < n; i++) {
        buf_add(buf, i > 0 ? "," : "");
        if (s[i].kind == SELECT_DATES) {
            print_dates(buf, &s[i]);
        } else {
            print_span(buf, &s[i]);
        }
        if (s[i].period > 1) {
            buf_printf(buf, "/%d", s[i].period);
        }
    }
}

static void print_days(struct buf *buf, const struct hours_selector *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t run = i;
        while (run < n && s[run].group == s[i].group) {
            run++;
        }
        buf_add(buf, i > 0 ? " " : "");
        print_group(buf, s + i, run - i);
        i = run;
    }
}

/* --- times --------------------------------------------------------------------------------------------------------- */

static void print_clock(struct buf *buf, const struct hours_clock *clock, int minutes)
{
    if (clock->event < 0) {
        buf_printf(buf, "%02d:%02d", minutes / 60, minutes % 60);
    } else if (clock->minutes == 0) {
        buf_add(buf, event_names[clock->event]);
    } else {
        int n = clock->minutes < 0 ? -clock->minutes : clock->minutes;
        buf_printf(buf, "(%s%c%02d:%02d)", event_names[clock->event], clock->minutes < 0 ? '-' : '+', n / 60, n % 60);
    }
}

static void print_range(struct buf *buf, const struct hours_range *range)
{
    print_clock(buf, &range->from, range->from.minutes);
    if (!range->no_end && !(range->point && range->period == 0)) {
        int to = range->to.minutes;
        bool plain = range->from.event < 0 && range->to.event < 0;
        if (plain && to > DAY_MIN && to - DAY_MIN <= range->from.minutes) {
            to -= DAY_MIN;
        }
        buf_add_char(buf, '-');
        print_clock(buf, &range->to, to);
    }
    if (range->period > 0) {
        buf_printf(buf, "/%02d:%02d", range->period / 60, range->period % 60);
    }
    if (range->open_end) {
        buf_add_char(buf, '+');
    }
}

static bool is_always(const struct hours *hours, const struct hours_rule *rule)
{
    if (rule->selectors > 0 || rule->ranges != 1) {
        return false;
    }
    const struct hours_range *range = &hours->range[rule->first];
    bool plain = range->from.event < 0 && range->to.event < 0 && !range->open_end && !range->point && !range->no_end;
    return plain && range->from.minutes == 0 && range->to.minutes == DAY_MIN;
}

static void print_times(struct buf *buf, const struct hours *hours, const struct hours_rule *rule)
{
    if (is_always(hours, rule)) {
        buf_add(buf, "24/7");
        return;
    }
    for (size_t i = 0; i < rule->ranges; i++) {
        buf_add(buf, i > 0 ? "," : "");
        print_range(buf, hours->range + rule->first + i);
    }
}

/* --- rules --------------------------------------------------------------------------------------------------------- */

/* Must "open" be written, because without it the rule would be nothing, or run together with the NEXT one? */
static bool needs_open(const struct hours_rule *rule, const struct hours_rule *next)
{
    if (rule->comment != NULL || (rule->selectors == 0 && rule->ranges == 0)) {
        return true;
    }
    return next != NULL && next->join == HOURS_ADD && (rule->ranges == 0 || next->selectors == 0);
}

static const char *state_word(const struct hours_rule *rule, const struct hours_rule *next)
{
    switch (rule->state) {
    case HOURS_CLOSED:
        return "off";
    case HOURS_UNKNOWN: /* a comment by itself says so */
        return rule->comment == NULL ? "unknown" : "";
    case HOURS_OPEN:
        break;
    }
    return needs_open(rule, next) ? "open" : "";
}

static void print_rule(struct buf *buf, const struct hours *hours, size_t i)
{
    const struct hours_rule *rule = &hours->rule[i];
    const char *space = "";
    if (rule->selectors > 0) {
        print_days(buf, hours->selector + rule->first_selector, rule->selectors);
        space = " ";
    }
    if (rule->ranges > 0) {
        buf_add(buf, space);
        print_times(buf, hours, rule);
        space = " ";
    }
    const char *word = state_word(rule, i + 1 < hours->rules ? rule + 1 : NULL);
    if (word[0] != '\0') {
        buf_printf(buf, "%s%s", space, word);
        space = " ";
    }
    if (rule->comment != NULL) {
        buf_printf(buf, "%s\"%s\"", space, rule->comment);
    }
}

char *hours_print(struct arena *arena, const struct hours *hours)
{
    static const char *const joins[] = {[HOURS_OVERRIDE] = "; ", [HOURS_ADD] = ", ", [HOURS_FALLBACK] = " || "};
    struct buf buf;
    buf_init(&buf, (size_t)64 * CAP_HOURS_BYTES); /* padding, spaces and "open" may make it longer than what was read */
    for (size_t i = 0; i < hours->rules; i++) {
        buf_add(&buf, i > 0 ? joins[hours->rule[i].join] : "");
        print_rule(&buf, hours, i);
    }
    char *text = arena_strndup(arena, buf.data, buf.length);
    buf_clear(&buf);
    return text;
}
