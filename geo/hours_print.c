#include "geo/hours.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/hours_impl.h"

static const char *const day_names[WEEK_DAYS] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

static void print_weekdays(struct buf *buf, unsigned days)
{
    const char *separator = "";
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
}

static void print_days(struct buf *buf, const struct hours_rule *rule)
{
    if (rule->holiday == HOURS_PH_ONLY) {
        buf_add(buf, "PH ");
    }
    print_weekdays(buf, rule->days);
    if (rule->holiday == HOURS_PH_TOO) {
        buf_add(buf, rule->days != 0 ? ",PH" : "PH");
    }
}

static void print_range(struct buf *buf, const struct hours_range *range)
{
    buf_printf(buf, "%02d:%02d", range->from_min / 60, range->from_min % 60);
    if (!range->no_end) {
        int to = range->to_min;
        if (to > DAY_MIN && to - DAY_MIN <= range->from_min) {
            to -= DAY_MIN;
        }
        buf_printf(buf, "-%02d:%02d", to / 60, to % 60);
    }
    if (range->open_end) {
        buf_add_char(buf, '+');
    }
}

static bool is_always(const struct hours *hours, const struct hours_rule *rule)
{
    if (!hours_rule_every_day(rule) || rule->ranges != 1) {
        return false;
    }
    const struct hours_range *range = &hours->range[rule->first];
    return range->from_min == 0 && range->to_min == DAY_MIN && !range->open_end;
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

/* Must "open" be written, because without it the rule would be nothing, or run together with the NEXT one? */
static bool needs_open(const struct hours_rule *rule, const struct hours_rule *next)
{
    if (rule->comment != NULL || (hours_rule_every_day(rule) && rule->ranges == 0)) {
        return true;
    }
    return next != NULL && next->join == HOURS_ADD && (rule->ranges == 0 || hours_rule_every_day(next));
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
    if (!hours_rule_every_day(rule)) {
        print_days(buf, rule);
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
    buf_init(&buf, (size_t)8 * CAP_HOURS_BYTES); /* padding, spaces and "open" may make it longer than what was read */
    for (size_t i = 0; i < hours->rules; i++) {
        buf_add(&buf, i > 0 ? joins[hours->rule[i].join] : "");
        print_rule(&buf, hours, i);
    }
    char *text = arena_strndup(arena, buf.data, buf.length);
    buf_clear(&buf);
    return text;
}
