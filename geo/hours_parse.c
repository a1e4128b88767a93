/* One pass over the tokens with two tokens of foresight, no recursion. A value is a list of rules; a rule is days, times,
 * a state and a comment in nearly any order, because people write them so. */
#include "geo/hours.h"

#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/hours_impl.h"

#include <string.h>

struct parser {
    struct hours_lexer lexer;
    struct hours_token ahead; /* read, but not yet taken */
    struct arena *arena;
    struct error *err;
    size_t rules, ranges;
    struct hours_rule rule[CAP_HOURS_RULES];
    struct hours_range range[HOURS_RANGES];
};

/* What has been read of the rule in hand. */
struct progress {
    bool dated, timed, state_word;
    bool times_first; /* "9-17 Mo-Fr": days came after the times */
};

static enum status not_understood(const struct parser *p, const struct hours_token *token)
{
    if (token->kind == TOKEN_END) {
        return error_set(p->err, STATUS_INPUT,
                         "the opening hours end too early; write them like Mo-Fr 09:00-17:00; PH off");
    }
    if (token->kind == TOKEN_BAD && token->inner != NULL) {
        return error_set(p->err, STATUS_INPUT, "a comment in the opening hours has no closing quotation mark");
    }
    const char *at = token->at;
    size_t length = hours_lex_part(&p->lexer, &at);
    return error_set(p->err, STATUS_INPUT,
                     "the part \"%.*s\" is not understood; use weekdays, PH and times, e.g. Mo-Fr 09:00-17:00",
                     (int)length, at);
}

/* Take the token at hand. */
static struct hours_token next(struct parser *p)
{
    struct hours_token token = p->ahead;
    p->ahead = hours_lex_next(&p->lexer);
    return token;
}

static enum hours_token_kind peek(const struct parser *p)
{
    return p->ahead.kind;
}

/* The one after the token at hand. */
static enum hours_token_kind peek_second(const struct parser *p)
{
    struct hours_lexer copy = p->lexer;
    return hours_lex_next(&copy).kind;
}

static bool names_days(enum hours_token_kind kind)
{
    return kind == TOKEN_DAYS || kind == TOKEN_HOLIDAY;
}

static bool names_times(enum hours_token_kind kind)
{
    return kind == TOKEN_TIME || kind == TOKEN_ALWAYS;
}

/* --- days ----------------------------------------------------------------------------------------------------------*/

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

/* One day or range of days, the first token of which is FIRST. */
static enum status parse_day_range(struct parser *p, struct hours_token first, struct hours_rule *rule)
{
    unsigned from = (unsigned)first.value;
    if (peek(p) != TOKEN_DASH) {
        rule->days |= (uint8_t)from;
        return STATUS_OK;
    }
    (void)next(p);
    struct hours_token last = next(p);
    unsigned to = (unsigned)last.value;
    if (last.kind != TOKEN_DAYS) {
        return not_understood(p, last.kind == TOKEN_BAD ? &last : &first);
    }
    if ((from & (from - 1)) != 0 || (to & (to - 1)) != 0) { /* weekend-Mo */
        return not_understood(p, &first);
    }
    rule->days |= day_range(from, to);
    return STATUS_OK;
}

/* "Mo-Fr,PH": a list, its commas often forgotten or written as /, & or +. */
static enum status parse_days(struct parser *p, struct hours_rule *rule)
{
    bool first_is_holiday = peek(p) == TOKEN_HOLIDAY;
    bool only = false;
    bool listed = false; /* a separator stands before this item */
    for (size_t item = 0;; item++) {
        struct hours_token token = next(p);
        if (token.kind == TOKEN_HOLIDAY) {
            rule->holiday = HOURS_PH_TOO;
        } else {
            /* The specification's "PH Mo-Fr": the holidays among them. "Su PH" is "Su,PH" without its comma. */
            only = only || (item == 1 && first_is_holiday && !listed);
            enum status status = parse_day_range(p, token, rule);
            if (status != STATUS_OK) {
                return status;
            }
        }
        enum hours_token_kind after = peek(p);
        listed = (after == TOKEN_COMMA || after == TOKEN_SLASH || after == TOKEN_PLUS) && names_days(peek_second(p));
        if (listed) {
            (void)next(p);
        } else if (!names_days(after)) {
            break;
        }
    }
    if (only) {
        rule->holiday = HOURS_PH_ONLY;
    }
    return STATUS_OK;
}

/* --- times -------------------------------------------------------------------------------------------------------- */

static enum status add_range(struct parser *p, struct hours_rule *rule, struct hours_range range)
{
    if (p->ranges == HOURS_RANGES) {
        return error_set(p->err, STATUS_INPUT, "the opening hours hold more than %d times", (int)HOURS_RANGES);
    }
    p->range[p->ranges++] = range;
    rule->ranges++;
    return STATUS_OK;
}

static enum status two_readings(const struct parser *p, const struct hours_token *from, const struct hours_token *to,
                                const int a[2], const int b[2])
{
    return error_set(p->err, STATUS_INPUT,
                     "\"%.*s\" may mean %02d:%02d-%02d:%02d or %02d:%02d-%02d:%02d; write the one that is meant",
                     (int)(to->at + to->length - from->at), from->at, a[0] / 60, a[0] % 60, a[1] / 60, a[1] % 60,
                     b[0] / 60, b[0] % 60, b[1] / 60, b[1] % 60);
}

/* Both ends of FROM-TO in 24 hours, TO past midnight above 24:00. A 12-hour clock without am and pm often leaves two
 * readings, an empty van's journey apart, so that guessing is no kindness. */
static enum status resolve_range(const struct parser *p, const struct hours_token *from, const struct hours_token *to,
                                 struct hours_range *out)
{
    enum { NOON = DAY_MIN / 2 };
    int a = from->value;
    int b = to->value;
    int a_pm = a % NOON + NOON;
    int b_pm = b % NOON + NOON;
    if (to->half != HALF_NONE && from->half == HALF_NONE && a < NOON) {
        bool pm_fits = to->half == HALF_PM ? a_pm < b : b <= a; /* "1-5pm", "8-2am" */
        if (pm_fits) {
            return two_readings(p, from, to, (const int[]){a, b}, (const int[]){a_pm, b});
        }
    }
    bool maybe_pm = to->maybe_pm || (from->half != HALF_NONE && to->half == HALF_NONE && b <= NOON);
    if (b <= a && maybe_pm && b_pm > a) { /* "9:00-5:00", "9am-5" */
        return two_readings(p, from, to, (const int[]){a, b_pm}, (const int[]){a, b});
    }
    if (a >= DAY_MIN) {
        return error_set(p->err, STATUS_INPUT,
                         "the time \"%.*s\" begins after the end of the day; write it on the next", (int)from->length,
                         from->at);
    }
    out->from_min = (int16_t)a;
    out->to_min = (int16_t)(b <= a ? b + DAY_MIN : b);
    return STATUS_OK;
}

static enum status no_end(const struct parser *p, const struct hours_token *from)
{
    return error_set(p->err, STATUS_INPUT,
                     "the time \"%.*s\" has no end; write e.g. 10:00-17:00, or 10:00+ when the end is open",
                     (int)from->length, from->at);
}

/* FROM-TO, FROM-TO+ or FROM+. */
static enum status parse_range(struct parser *p, struct hours_rule *rule)
{
    struct hours_token from = next(p);
    struct hours_range range = {.to_min = 0};
    if (peek(p) == TOKEN_DASH) {
        (void)next(p);
        struct hours_token to = next(p);
        if (to.kind != TOKEN_TIME) {
            return to.kind == TOKEN_BAD ? not_understood(p, &to) : no_end(p, &from);
        }
        enum status status = resolve_range(p, &from, &to, &range);
        if (status != STATUS_OK) {
            return status;
        }
    } else if (peek(p) == TOKEN_PLUS && from.value < DAY_MIN) {
        range.from_min = (int16_t)from.value;
        range.no_end = true;
    } else {
        return no_end(p, &from);
    }
    if (peek(p) == TOKEN_PLUS) {
        (void)next(p);
        range.open_end = true;
    }
    return add_range(p, rule, range);
}

/* "17:00+" goes on until the next time of its rule, or the day's end. */
static void close_open_ends(struct parser *p, const struct hours_rule *rule)
{
    struct hours_range *range = p->range + rule->first;
    for (size_t i = 0; i < rule->ranges; i++) {
        if (!range[i].no_end) {
            continue;
        }
        range[i].to_min = DAY_MIN;
        for (size_t k = 0; k < rule->ranges; k++) {
            if (range[k].from_min > range[i].from_min && range[k].from_min < range[i].to_min) {
                range[i].to_min = range[k].from_min;
            }
        }
    }
}

/* --- rules -------------------------------------------------------------------------------------------------------- */

static void set_state(struct hours_rule *rule, enum hours_state state)
{
    rule->state = state;
    rule->state_given = true;
}

static void take_comment(struct parser *p, struct hours_rule *rule, bool state_word)
{
    struct hours_token token = next(p);
    rule->comment = arena_strndup(p->arena, token.inner, token.inner_length);
    if (!state_word) {
        set_state(rule, HOURS_UNKNOWN);
    }
}

/* Does the next token belong to the rule in hand, or begin another one? */
static bool belongs(const struct parser *p, const struct hours_rule *rule, const struct progress *so_far)
{
    enum hours_token_kind kind = peek(p);
    if (kind == TOKEN_COMMA) {
        bool same_list = so_far->timed || so_far->dated;
        return names_times(peek_second(p)) && same_list && !rule->state_given;
    }
    if (names_days(kind)) {
        return !so_far->dated && !(so_far->timed && rule->state_given);
    }
    if (names_times(kind)) {
        return !(so_far->timed && rule->state_given) && !so_far->times_first;
    }
    if (kind == TOKEN_STATE) {
        return !so_far->state_word;
    }
    if (kind == TOKEN_COMMENT) {
        return rule->comment == NULL;
    }
    return kind == TOKEN_COLON && so_far->dated && !so_far->timed;
}

static enum status parse_part(struct parser *p, struct hours_rule *rule, struct progress *so_far)
{
    switch ((int)peek(p)) {
    case TOKEN_DAYS:
    case TOKEN_HOLIDAY:
        so_far->dated = true;
        so_far->times_first = so_far->timed;
        return parse_days(p, rule);
    case TOKEN_TIME:
        so_far->timed = true;
        return parse_range(p, rule);
    case TOKEN_ALWAYS:
        (void)next(p);
        so_far->timed = true;
        return add_range(p, rule, (struct hours_range){.to_min = DAY_MIN});
    case TOKEN_STATE:
        so_far->state_word = true;
        set_state(rule, (enum hours_state)next(p).value);
        return STATUS_OK;
    case TOKEN_COMMENT:
        take_comment(p, rule, so_far->state_word);
        return STATUS_OK;
    default: /* a comma within a list, a colon after the days */
        (void)next(p);
        return STATUS_OK;
    }
}

/* Read a rule. SEPARATED: something stood between it and the one before; if nothing did, it is only believed when it is
 * whole, days and times or a state. */
static enum status parse_rule(struct parser *p, enum hours_join join, bool separated)
{
    struct hours_token begin = p->ahead;
    if (p->rules == CAP_HOURS_RULES) {
        return error_set(p->err, STATUS_INPUT, "the opening hours hold more than %d rules", (int)CAP_HOURS_RULES);
    }
    struct hours_rule rule = {.join = join, .state = HOURS_OPEN, .first = (uint16_t)p->ranges};
    rule.fallback = join == HOURS_FALLBACK || (join == HOURS_ADD && p->rule[p->rules - 1].fallback);
    struct progress so_far = {.dated = false};
    bool any = false;
    while (belongs(p, &rule, &so_far)) {
        enum status status = parse_part(p, &rule, &so_far);
        if (status != STATUS_OK) {
            return status;
        }
        any = true;
    }
    if (!any || (!separated && !(so_far.dated && (so_far.timed || rule.state_given)))) {
        return not_understood(p, &begin);
    }
    close_open_ends(p, &rule);
    p->rule[p->rules++] = rule;
    return STATUS_OK;
}

/* Take the separators before the next rule, also surplus ones. */
static bool parse_separators(struct parser *p, enum hours_join *join)
{
    bool separated = false;
    for (;;) {
        switch ((int)peek(p)) {
        case TOKEN_SEMICOLON:
            *join = HOURS_OVERRIDE;
            break;
        case TOKEN_FALLBACK:
            *join = HOURS_FALLBACK;
            break;
        case TOKEN_COMMA:
            if (!separated) {
                *join = HOURS_ADD;
            }
            break;
        default:
            return separated;
        }
        (void)next(p);
        separated = true;
    }
}

static enum status parse_rules(struct parser *p)
{
    for (;;) {
        enum hours_join join = HOURS_ADD; /* of a rule that follows without a separator */
        bool separated = parse_separators(p, &join);
        if (peek(p) == TOKEN_END) {
            break;
        }
        bool first = p->rules == 0;
        enum status status = parse_rule(p, first ? HOURS_OVERRIDE : join, separated || first);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return p->rules > 0 ? STATUS_OK
                        : error_set(p->err, STATUS_INPUT,
                                    "the opening hours are empty; write e.g. Mo-Fr 09:00-17:00, or leave them out");
}

static struct hours *keep(const struct parser *p)
{
    struct hours *hours = arena_alloc(p->arena, sizeof *hours);
    struct hours_rule *rule = arena_array(p->arena, p->rules, sizeof *rule);
    memcpy(rule, p->rule, p->rules * sizeof *rule);
    struct hours_range *range = NULL;
    if (p->ranges > 0) {
        range = arena_array(p->arena, p->ranges, sizeof *range);
        memcpy(range, p->range, p->ranges * sizeof *range);
    }
    *hours = (struct hours){.rules = p->rules, .rule = rule, .range = range};
    return hours;
}

enum status hours_parse(struct arena *arena, const char *value, struct hours **out, struct error *err)
{
    if (strnlen(value, CAP_HOURS_BYTES + 1) > CAP_HOURS_BYTES) {
        return error_set(err, STATUS_INPUT, "the opening hours are longer than %d bytes", (int)CAP_HOURS_BYTES);
    }
    struct parser p;
    p.arena = arena;
    p.err = err;
    p.rules = 0;
    p.ranges = 0;
    hours_lex_init(&p.lexer, value);
    p.ahead = hours_lex_next(&p.lexer);
    enum status status = parse_rules(&p);
    if (status == STATUS_OK) {
        *out = keep(&p);
    }
    return status;
}
