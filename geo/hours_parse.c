/* One pass over the text, no recursion on its length. A value is a list of rules; a rule is days, times, a state and a
 * comment in nearly any order, because people write them so. */
#include "geo/hours_impl.h"

#include "geo/base/mem.h"

#include <string.h>

/* What has been read of the rule in hand. */
struct progress {
    unsigned groups; /* bit a group */
    bool timed, state_word;
    bool times_first; /* "9-17 Mo-Fr": days came after the times */
};

/* --- the text ------------------------------------------------------------------------------------------------------ */

/* Does C end a word? Commas inside brackets do not: Su[1,3]. */
static bool ends_word(char c, bool bracket)
{
    return c == '\0' || c == ' ' || c == '\n' || c == ';' || c == '|' || c == '"' || (c == ',' && !bracket);
}

/* For a message: the word of the text that holds AT, about 60 bytes at most. It is moved to the word's beginning. */
static size_t word_around(const struct hours_parser *p, const char **at)
{
    enum { PART_MAX = 60 };
    const char *start = *at;
    while (start > p->text && *at - start < PART_MAX / 2 && !ends_word(start[-1], false)) {
        start--;
    }
    while (start < *at && (*start & 0xc0) == 0x80) { /* not in the midst of a UTF-8 sequence */
        start++;
    }
    bool bracket = false;
    const char *end = start;
    for (; end - start < PART_MAX && *end != '\0'; end++) {
        if (ends_word(*end, bracket) && end > *at) {
            break;
        }
        bracket = *end == '[' || (bracket && *end != ']');
    }
    while ((*end & 0xc0) == 0x80) {
        end++;
    }
    *at = start;
    return (size_t)(end - start);
}

enum status hours_not_understood(const struct hours_parser *p, const char *at)
{
    at += strspn(at, " ");
    if (*at == '\0') {
        return error_set(p->err, STATUS_INPUT,
                         "the opening hours end too early; write them like Mo-Fr 09:00-17:00; PH off");
    }
    size_t length = word_around(p, &at);
    return error_set(p->err, STATUS_INPUT,
                     "the part \"%.*s\" is not understood; use days and times, e.g. Mo-Fr 09:00-17:00; Dec 24 off",
                     (int)length, at);
}

void hours_skip(struct hours_parser *p)
{
    for (;;) {
        p->at += strspn(p->at, " ");
        int value;
        size_t length;
        if (*p->at == '\0' || strchr("fFvVuU", *p->at) == NULL ||
            hours_word_find(p->at, &value, &length) != WORD_SKIP) {
            return;
        }
        p->at += length;
    }
}

bool hours_peek(struct hours_parser *p, char c)
{
    hours_skip(p);
    return *p->at == c;
}

bool hours_plus_joins(struct hours_parser *p)
{
    return hours_peek(p, '+') && p->at > p->text && p->at[-1] == ' ' && p->at[1] == ' ' &&
           strchr(",;|\"", p->at[1 + strspn(p->at + 1, " ")]) == NULL;
}

bool hours_take(struct hours_parser *p, char c)
{
    int ignored;
    if (c == ',' && hours_plus_joins(p)) {
        p->at++;
        return true;
    }
    if (c == ',' && (hours_peek(p, '&') || hours_take_word(p, WORD_COMMA, &ignored))) {
        p->at += *p->at == '&' ? 1 : 0;
        return true;
    }
    if (!hours_peek(p, c)) {
        return false;
    }
    p->at++;
    return true;
}

enum hours_word hours_peek_word(struct hours_parser *p, int *value, size_t *length)
{
    hours_skip(p);
    return hours_word_find(p->at, value, length);
}

bool hours_take_word(struct hours_parser *p, enum hours_word word, int *value)
{
    size_t length;
    if (hours_peek_word(p, value, &length) != word) {
        return false;
    }
    p->at += length;
    bool name = word == WORD_DAYS || word == WORD_MONTH || word == WORD_PH;
    p->at += name && *p->at == '.' ? 1 : 0; /* "Mon." */
    return true;
}

bool hours_peek_dash(struct hours_parser *p)
{
    int value;
    size_t length;
    return hours_peek(p, '-') || hours_word_find(p->at, &value, &length) == WORD_DASH;
}

bool hours_take_dash(struct hours_parser *p)
{
    int ignored;
    bool any = false;
    while (hours_take(p, '-') || hours_take_word(p, WORD_DASH, &ignored)) {
        any = true;
    }
    return any;
}

bool hours_take_number(struct hours_parser *p, size_t digits, int *value)
{
    hours_skip(p);
    size_t n = strspn(p->at, "0123456789");
    if (n == 0 || n > digits) {
        return false;
    }
    *value = 0;
    for (size_t i = 0; i < n; i++) {
        *value = *value * 10 + (*p->at++ - '0');
    }
    return true;
}

/* --- rules -------------------------------------------------------------------------------------------------------- */

static void set_state(struct hours_rule *rule, enum hours_state state)
{
    rule->state = state;
    rule->state_given = true;
}

static enum status take_comment(struct hours_parser *p, struct hours_rule *rule, bool state_word)
{
    const char *inner = ++p->at;
    const char *end = strchr(inner, '"');
    if (end == NULL) {
        return error_set(p->err, STATUS_INPUT, "a comment in the opening hours has no closing quotation mark");
    }
    rule->comment = arena_strndup(p->arena, inner, (size_t)(end - inner));
    p->at = end + 1;
    if (!state_word) {
        set_state(rule, HOURS_UNKNOWN);
    }
    return STATUS_OK;
}

enum status hours_add_selector(struct hours_parser *p, struct hours_rule *rule, struct hours_selector selector)
{
    if (p->selectors == CAP_HOURS_TIMES) {
        return error_set(p->err, STATUS_INPUT, "the opening hours name more than %d days", (int)CAP_HOURS_TIMES);
    }
    *(struct hours_selector *)arena_push(p->arena, &p->selector, &p->selectors, &p->selectors_room, sizeof selector) =
        selector;
    rule->selectors++;
    return STATUS_OK;
}

static enum hours_word word_ahead(struct hours_parser *p)
{
    int value;
    size_t length;
    return hours_peek_word(p, &value, &length);
}

/* A comma within the rule's times, or after its days by mistake: "Mo-Fr, 09:00-17:00". */
static bool take_inner_comma(struct hours_parser *p, const struct hours_rule *rule, const struct progress *so_far)
{
    const char *start = p->at;
    bool same_list = (so_far->timed || so_far->groups != 0) && !rule->state_given;
    bool comma = same_list && hours_take(p, ',');
    while (comma && hours_take(p, ',')) {
    }
    bool state = !so_far->timed && word_ahead(p) == WORD_STATE;  /* "Dec 24,Dec 31, off" */
    if (same_list && so_far->timed && !comma && *p->at == '.') { /* "11:30-14:30. 17:00-23:00" */
        comma = true;
        p->at++;
    }
    if (comma && (state || (hours_times_ahead(p) && !hours_days_ahead(p)))) {
        p->guessed = p->guessed || !so_far->timed;
        return true;
    }
    p->at = start;
    return false;
}

static bool take_colon(struct hours_parser *p, const struct progress *so_far)
{
    return so_far->groups != 0 && !so_far->timed && hours_take(p, ':');
}

enum part { PART_NONE, PART_SIGN, PART_DAYS, PART_TIME, PART_STATE, PART_COMMENT };

/* What of the rule in hand comes next; PART_NONE when something else begins. */
static enum part next_part(struct hours_parser *p, const struct hours_rule *rule, const struct progress *so_far)
{
    if (hours_peek(p, '"')) {
        return rule->comment == NULL ? PART_COMMENT : PART_NONE;
    }
    if (word_ahead(p) == WORD_STATE) {
        return so_far->state_word ? PART_NONE : PART_STATE;
    }
    if (hours_times_ahead(p) && hours_is_clock(p->at)) { /* "0830 ...", "2030-2200" after days is a time */
        bool more = !(so_far->timed && rule->state_given) && !so_far->times_first;
        return more ? PART_TIME : PART_NONE;
    }
    enum hours_group group = hours_group_ahead(p);
    if (group != GROUPS) {
        bool late = so_far->timed && !so_far->times_first && so_far->groups != 0;
        bool twice = (so_far->groups & (1U << group)) != 0;
        return late || twice || (so_far->timed && rule->state_given) ? PART_NONE : PART_DAYS;
    }
    if (hours_times_ahead(p)) {
        bool more = !(so_far->timed && rule->state_given) && !so_far->times_first;
        return more ? PART_TIME : PART_NONE;
    }
    return take_inner_comma(p, rule, so_far) || take_colon(p, so_far) ? PART_SIGN : PART_NONE;
}

static enum status parse_part(struct hours_parser *p, enum part part, struct hours_rule *rule, struct progress *so_far)
{
    size_t first = p->selectors;
    enum status status = STATUS_OK;
    int value = 0;
    switch (part) {
    case PART_DAYS:
        so_far->times_first = so_far->timed;
        status = hours_parse_days(p, rule);
        for (size_t i = first; i < p->selectors; i++) {
            so_far->groups |= 1U << p->selector[i].group;
        }
        return status;
    case PART_TIME:
        so_far->timed = true;
        return hours_parse_time(p, rule);
    case PART_STATE:
        (void)hours_take_word(p, WORD_STATE, &value);
        so_far->state_word = true;
        set_state(rule, (enum hours_state)value);
        return STATUS_OK;
    case PART_COMMENT:
        return take_comment(p, rule, so_far->state_word);
    case PART_SIGN:
    case PART_NONE:
        break;
    }
    return STATUS_OK;
}

/* Selectors by group, in the order in which they were written. */
static void sort_selectors(struct hours_parser *p, const struct hours_rule *rule)
{
    struct hours_selector *s = p->selector == NULL ? NULL : p->selector + rule->first_selector;
    for (size_t i = 1; i < rule->selectors; i++) {
        struct hours_selector one = s[i];
        size_t k = i;
        for (; k > 0 && s[k - 1].group > one.group; k--) {
            s[k] = s[k - 1];
        }
        s[k] = one;
    }
}

/* Read a rule. SEPARATED: something stood between it and the one before; if nothing did, it is only believed when it is
 * whole, days and times or a state. *BARE: it names days and says nothing of them. */
static enum status parse_rule(struct hours_parser *p, enum hours_join join, bool separated, bool *bare)
{
    hours_skip(p);
    const char *begin = p->at;
    if (p->rules == CAP_HOURS_RULES) {
        return error_set(p->err, STATUS_INPUT, "the opening hours hold more than %d rules", (int)CAP_HOURS_RULES);
    }
    struct hours_rule rule = {.join = join, .state = HOURS_OPEN, .first = (uint16_t)p->ranges};
    rule.first_selector = (uint16_t)p->selectors;
    rule.fallback = join == HOURS_FALLBACK || (join == HOURS_ADD && p->rules > 0 && p->rule[p->rules - 1].fallback);
    struct progress so_far = {.groups = 0};
    bool any = false;
    for (enum part part; (part = next_part(p, &rule, &so_far)) != PART_NONE; any = true) {
        enum status status = parse_part(p, part, &rule, &so_far);
        if (status != STATUS_OK) {
            return status;
        }
    }
    bool says = so_far.timed || rule.state_given;
    if (!any || (!separated && !(so_far.groups != 0 && says))) {
        return hours_not_understood(p, any ? begin : p->at);
    }
    sort_selectors(p, &rule);
    *(struct hours_rule *)arena_push(p->arena, &p->rule, &p->rules, &p->rules_room, sizeof rule) = rule;
    *bare = !says;
    return STATUS_OK;
}

/* Take the separators before the next rule, also surplus ones. */
static bool parse_separators(struct hours_parser *p, enum hours_join *join)
{
    bool separated = false;
    for (;; separated = true) {
        if (hours_take(p, ';') || hours_take(p, '\n')) {
            *join = HOURS_OVERRIDE;
        } else if (hours_peek(p, '|') && p->at[1] == '|') {
            p->at += 2;
            *join = HOURS_FALLBACK;
        } else if (hours_take(p, '|')) {
            *join = HOURS_OVERRIDE;
            p->guessed = true;
        } else if (hours_take(p, ',')) {
            *join = separated ? *join : HOURS_ADD;
        } else if (separated && hours_take(p, '.')) {
            continue;
        } else {
            return separated;
        }
    }
}

/* "Sa,Dec 24-26 off": rules FROM and on, bare lists of days, say what the last one says. */
static void share(struct hours_parser *p, size_t from)
{
    p->guessed = true;
    const struct hours_rule *last = &p->rule[p->rules - 1];
    for (size_t i = from; i + 1 < p->rules; i++) {
        struct hours_rule *rule = &p->rule[i];
        rule->state = last->state;
        rule->state_given = last->state_given;
        rule->comment = last->comment;
        rule->first = last->first;
        rule->ranges = last->ranges;
    }
}

static enum status parse_rules(struct hours_parser *p)
{
    size_t bare_from = SIZE_MAX; /* the first of the bare rules that await what the next one says */
    for (;;) {
        enum hours_join join = HOURS_ADD; /* of a rule that follows without a separator */
        bool separated = parse_separators(p, &join);
        if (hours_peek(p, '\0') || (hours_peek(p, '.') && p->at[1] == '\0')) {
            break;
        }
        bool first = p->rules == 0;
        bool listed = bare_from != SIZE_MAX && separated && join == HOURS_ADD;
        if (listed) {
            join = p->rule[p->rules - 1].join;
        }
        bool bare = false;
        enum status status = parse_rule(p, first ? HOURS_OVERRIDE : join, separated || first, &bare);
        if (status != STATUS_OK) {
            return status;
        }
        if (!listed) {
            bare_from = SIZE_MAX;
        }
        if (bare) {
            bare_from = bare_from == SIZE_MAX ? p->rules - 1 : bare_from;
        } else if (listed) {
            share(p, bare_from);
            bare_from = SIZE_MAX;
        }
    }
    return p->rules > 0 ? STATUS_OK
                        : error_set(p->err, STATUS_INPUT,
                                    "the opening hours are empty; write e.g. Mo-Fr 09:00-17:00, or leave them out");
}

/* --- the whole ------------------------------------------------------------------------------------------------------ */

/* Does TEXT write hours like 13:00 or 24:00, outside of comments? Who does, does not write 1:00 for 13:00. */
static bool has_clock_24(const char *text)
{
    bool quoted = false;
    for (const char *at = text; *at != '\0'; at++) {
        quoted = *at == '"' ? !quoted : quoted;
        size_t digits = quoted ? 0 : strspn(at, "0123456789");
        if (digits == 2 && at[2] == ':' && hours_is_digit(at[3])) {
            int hour = (at[0] - '0') * 10 + at[1] - '0';
            if (hour > 12 && hour <= 24) {
                return true;
            }
        }
        at += digits > 0 ? digits - 1 : 0;
    }
    return false;
}

/* How many moments all repeats have in a day. */
static size_t repeats(const struct hours_parser *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->ranges; i++) {
        n += p->range[i].period > 0 ? (size_t)(RANGE_END_MAX / p->range[i].period) : 1;
    }
    return n;
}

static struct hours *keep(const struct hours_parser *p)
{
    struct hours *hours = arena_alloc(p->arena, sizeof *hours);
    *hours = (struct hours){.rules = p->rules, .rule = p->rule, .range = p->range, .selector = p->selector};
    hours->weekly = true;
    for (size_t i = 0; i < p->selectors; i++) {
        uint8_t kind = p->selector[i].kind;
        hours->weekly = hours->weekly && kind == SELECT_DAYS;
        hours->holidays = hours->holidays || kind == SELECT_PH || kind == SELECT_SH;
    }
    for (size_t i = 0; i < p->ranges; i++) {
        hours->sun = hours->sun || p->range[i].from.event >= 0 || p->range[i].to.event >= 0;
    }
    hours->weekly = hours->weekly && !hours->sun;
    hours->guessed = p->guessed;
    return hours;
}

enum status hours_parse_kind(struct arena *arena, const char *value, enum hours_kind kind, struct hours **out,
                             struct error *err)
{
    if (strnlen(value, CAP_HOURS_BYTES + 1) > CAP_HOURS_BYTES) {
        return error_set(err, STATUS_INPUT, "the opening hours are longer than %d bytes", (int)CAP_HOURS_BYTES);
    }
    struct hours_parser p = {.arena = arena, .err = err, .kind = kind};
    p.text = p.at = hours_clean(arena, value);
    p.clock_24 = has_clock_24(p.text);
    enum status status = parse_rules(&p);
    if (status == STATUS_OK && repeats(&p) > CAP_HOURS_REPEATS) {
        status = error_set(err, STATUS_INPUT, "the times repeat more than %d times a day", (int)CAP_HOURS_REPEATS);
    }
    if (status == STATUS_OK) {
        *out = keep(&p);
    }
    return status;
}

enum status hours_parse(struct arena *arena, const char *value, struct hours **out, struct error *err)
{
    return hours_parse_kind(arena, value, HOURS_RANGES, out, err);
}

bool hours_needs_holidays(const struct hours *hours)
{
    return hours->holidays;
}

bool hours_needs_sun(const struct hours *hours)
{
    return hours->sun;
}

bool hours_guessed(const struct hours *hours)
{
    return hours->guessed;
}
