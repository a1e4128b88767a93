#include "geo/hours_impl.h"

#include <string.h>

/* Characters outside ASCII that stand for one of ours. */
struct mark {
    const char *utf8;
    char is;
};

static const struct mark marks[] = {
    {"\xc2\xa0", ' '},     /* no-break space */
    {"\xe2\x80\x89", ' '}, /* thin space */
    {"\xe2\x80\x8b", ' '}, /* zero width space */
    {"\xe2\x80\xaf", ' '}, /* narrow no-break space */
    {"\xe3\x80\x80", ' '}, /* ideographic space */
    {"\xef\xbb\xbf", ' '}, /* byte order mark */
    {"\xe2\x80\x90", '-'}, /* hyphen */
    {"\xe2\x80\x91", '-'}, /* no-break hyphen */
    {"\xe2\x80\x92", '-'}, /* figure dash */
    {"\xe2\x80\x93", '-'}, /* en dash */
    {"\xe2\x80\x94", '-'}, /* em dash */
    {"\xe2\x80\x95", '-'}, /* horizontal bar */
    {"\xe2\x88\x92", '-'}, /* minus */
    {"\xef\xbd\x9e", '-'}, /* full-width tilde */
    {"\xe2\x80\x9c", '"'}, /* left double quote */
    {"\xe2\x80\x9d", '"'}, /* right double quote */
    {"\xe2\x80\x9e", '"'}, /* low double quote */
    {"\xef\xbc\x8c", ','}, /* full-width comma */
    {"\xef\xbc\x9a", ':'}, /* full-width colon */
    {"\xef\xbc\x9b", ';'}, /* full-width semicolon */
};

char hours_lex_sign(const char *at, size_t *length)
{
    *length = 1;
    if (*at == '\t' || *at == '\r') {
        return ' ';
    }
    if ((*at & 0x80) == 0) {
        return *at;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t n = strlen(marks[i].utf8);
        if (strncmp(at, marks[i].utf8, n) == 0) {
            *length = n;
            return marks[i].is;
        }
    }
    return '\x80';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool hours_lex_is_letter(const char *at)
{
    size_t length;
    char c = hours_lex_sign(at, &length);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\x80';
}

static const char *skip_spaces(const char *at)
{
    size_t length;
    while (hours_lex_sign(at, &length) == ' ') {
        at += length;
    }
    return at;
}

/* Does C end a word? Commas inside brackets do not: Su[1,3]. */
static bool ends_word(char c, bool bracket)
{
    return c == '\0' || c == ' ' || c == '\n' || c == ';' || c == '|' || c == '"' || (c == ',' && !bracket);
}

size_t hours_lex_part(const struct hours_lexer *lexer, const char **at)
{
    enum { PART_MAX = 60 };
    const char *start = *at;
    while (start > lexer->text && *at - start < PART_MAX / 2 && !ends_word(start[-1], false)) {
        start--;
    }
    while (start < *at && (*start & 0xc0) == 0x80) { /* not in the midst of a UTF-8 sequence */
        start++;
    }
    bool bracket = false;
    const char *end = start;
    size_t length;
    for (char c = hours_lex_sign(end, &length); end - start < PART_MAX; c = hours_lex_sign(end, &length)) {
        if (ends_word(c, bracket) && (end > *at || c == '\0')) {
            break;
        }
        bracket = c == '[' || (bracket && c != ']');
        end += length;
    }
    while ((*end & 0xc0) == 0x80) {
        end++;
    }
    *at = start;
    return (size_t)(end - start);
}

static struct hours_token token(enum hours_token_kind kind, const char *at, size_t length, int value)
{
    return (struct hours_token){.kind = kind, .at = at, .length = length, .value = value};
}

/* --- times: 9, 09:00, 9.30, 9h30, 0930, 9:00:00, each with am or pm, h or Uhr after it ----------------------------- */

static int two_digits(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
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
        p += *p == '.' ? 1 : 0;
    }
    if (hours_lex_is_letter(p) || (!m && p != at + 1)) { /* a bare a or p only right after the number */
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

/* Minutes after the hour at AT, ":30" ".30" "h30", and seconds of 00 if there are any; how many bytes in *LENGTH. */
static int minutes_part(const char *at, size_t *length)
{
    static const char separators[] = ":.hH";
    size_t n;
    char c = hours_lex_sign(at, &n);
    *length = 0;
    if (c == '\0' || strchr(separators, c) == NULL || !is_digit(at[n])) {
        return 0;
    }
    if (!is_digit(at[n + 1]) || is_digit(at[n + 2])) {
        return -1;
    }
    int minutes = two_digits(at + n);
    *length = n + 2;
    if (strncmp(at + *length, ":00", 3) == 0 && !is_digit(at[*length + 3])) {
        *length += 3;
    }
    return minutes;
}

/* "h" after a number, when it is not the beginning of a word. */
static size_t hour_mark(const char *at)
{
    const char *p = skip_spaces(at);
    bool h = (*p == 'h' || *p == 'H') && !hours_lex_is_letter(p + 1) && !is_digit(p[1]);
    return h ? (size_t)(p + 1 - at) : 0;
}

/* A number of four digits is a time, 0830, but 2024 at the beginning of a range is a year. */
static bool looks_like_year(int hour, int minutes)
{
    int number = hour * 100 + minutes;
    return number >= 1990 && number < 2060;
}

struct clock {
    int hour, minutes; /* minutes -1: none such */
    size_t length;
    bool short_form; /* as a 12-hour clock shows it: "5", "10", "5:00", not "05:00", "10:00" or "17" */
};

/* The number at AT, up to its minutes; false if it is no time. TO_END: it follows a dash. */
static bool read_clock(const char *at, bool to_end, struct clock *out)
{
    size_t digits = strspn(at, "0123456789");
    *out = (struct clock){.length = digits};
    if (digits == 4) {
        out->hour = two_digits(at);
        out->minutes = two_digits(at + 2);
        return to_end || !looks_like_year(out->hour, out->minutes);
    }
    if (digits > 2) {
        return false;
    }
    size_t more;
    out->hour = digits == 1 ? at[0] - '0' : two_digits(at);
    out->minutes = minutes_part(at + digits, &more);
    out->length += more;
    out->short_form = at[0] != '0' && out->hour <= 12 && (digits == 1 || more == 0);
    return true;
}

static struct hours_token lex_time(const char *at, bool to_end)
{
    struct clock clock;
    if (!read_clock(at, to_end, &clock)) {
        return token(TOKEN_BAD, at, clock.length, 0);
    }
    struct hours_token out = token(TOKEN_TIME, at, clock.length, 0);
    size_t more = 0;
    out.half = half_of_day(at + out.length, &more);
    out.maybe_pm = out.half == HALF_NONE && clock.short_form;
    out.length += out.half == HALF_NONE ? hour_mark(at + out.length) : more;
    int hour = hour_of_half(clock.hour, out.half);
    out.value = hour * 60 + clock.minutes;
    if (hour < 0 || clock.minutes < 0 || clock.minutes > 59 || out.value > RANGE_END_MAX) {
        out.kind = TOKEN_BAD;
    }
    return out;
}

/* --- the rest ----------------------------------------------------------------------------------------------------- */

static struct hours_token lex_comment(const char *at, size_t quote)
{
    struct hours_token out = token(TOKEN_COMMENT, at, quote, 0);
    out.inner = at + quote;
    const char *p = out.inner;
    for (; *p != '\0'; p++) {
        size_t length;
        if (hours_lex_sign(p, &length) == '"') {
            out.inner_length = (size_t)(p - out.inner);
            out.length = (size_t)(p - at) + length;
            return out;
        }
    }
    out.kind = TOKEN_BAD; /* never closed */
    return out;
}

static struct hours_token lex_sign(char c, const char *at, size_t length)
{
    switch (c) {
    case '-':
    case '~':
        return token(TOKEN_DASH, at, length, 0);
    case '+':
        return token(TOKEN_PLUS, at, length, 0);
    case ',':
    case '&':
        return token(TOKEN_COMMA, at, length, 0);
    case '/':
        return token(TOKEN_SLASH, at, length, 0);
    case ':':
        return token(TOKEN_COLON, at, length, 0);
    case ';':
    case '\n':
        return token(TOKEN_SEMICOLON, at, length, 0);
    case '|':
        return at[1] == '|' ? token(TOKEN_FALLBACK, at, 2, 0) : token(TOKEN_BAD, at, length, 0);
    default:
        return token(TOKEN_BAD, at, length, 0);
    }
}

static struct hours_token lex_word(const char *at)
{
    struct hours_token out = token(TOKEN_BAD, at, 1, 0);
    if (hours_word_find(at, &out.kind, &out.value, &out.length)) {
        bool name = out.kind == TOKEN_DAYS || out.kind == TOKEN_HOLIDAY;
        if (name && at[out.length] == '.') { /* "Mon." */
            out.length++;
        }
    }
    return out;
}

static struct hours_token lex_one(const struct hours_lexer *lexer, const char *at)
{
    size_t length;
    char c = hours_lex_sign(at, &length);
    if (c == '\0') {
        return token(TOKEN_END, at, 0, 0);
    }
    if (c == '"') {
        return lex_comment(at, length);
    }
    if (is_digit(c)) {
        /* "24h" alone is 24/7, but not at the end of "0-24h" */
        struct hours_token word = lexer->last == TOKEN_DASH ? token(TOKEN_BAD, at, 1, 0) : lex_word(at);
        return word.kind == TOKEN_BAD ? lex_time(at, lexer->last == TOKEN_DASH) : word;
    }
    return hours_lex_is_letter(at) ? lex_word(at) : lex_sign(c, at, length);
}

void hours_lex_init(struct hours_lexer *lexer, const char *text)
{
    *lexer = (struct hours_lexer){.text = text, .next = text, .last = TOKEN_END};
}

struct hours_token hours_lex_next(struct hours_lexer *lexer)
{
    struct hours_token out;
    do {
        out = lex_one(lexer, skip_spaces(lexer->next));
        lexer->next = out.at + out.length;
    } while (out.kind == TOKEN_SKIP);
    lexer->last = out.kind;
    return out;
}
