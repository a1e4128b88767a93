#include "geo/hours_impl.h"

#include <string.h>

enum { MO = 1, TU = 2, WE = 4, TH = 8, FR = 16, SA = 32, SU = 64 };

struct word {
    const char *text; /* lower case; a space stands for any white space */
    enum hours_token_kind kind;
    int value;
};

/* The two letters of the specification, then what people write. Only words with one meaning in all the languages here:
 * "di" is Tuesday in German and Sunday in French, but opening_hours values in French use the English letters. */
static const struct word words[] = {
    {"mo", TOKEN_DAYS, MO},
    {"mon", TOKEN_DAYS, MO},
    {"monday", TOKEN_DAYS, MO},
    {"montag", TOKEN_DAYS, MO},
    {"lundi", TOKEN_DAYS, MO},
    {"lunes", TOKEN_DAYS, MO},
    {"maandag", TOKEN_DAYS, MO},
    {"tu", TOKEN_DAYS, TU},
    {"tue", TOKEN_DAYS, TU},
    {"tues", TOKEN_DAYS, TU},
    {"tuesday", TOKEN_DAYS, TU},
    {"di", TOKEN_DAYS, TU},
    {"dienstag", TOKEN_DAYS, TU},
    {"mardi", TOKEN_DAYS, TU},
    {"martes", TOKEN_DAYS, TU},
    {"dinsdag", TOKEN_DAYS, TU},
    {"we", TOKEN_DAYS, WE},
    {"wed", TOKEN_DAYS, WE},
    {"weds", TOKEN_DAYS, WE},
    {"wednesday", TOKEN_DAYS, WE},
    {"mi", TOKEN_DAYS, WE},
    {"mittwoch", TOKEN_DAYS, WE},
    {"mercredi", TOKEN_DAYS, WE},
    {"miercoles", TOKEN_DAYS, WE},
    {"miércoles", TOKEN_DAYS, WE},
    {"woensdag", TOKEN_DAYS, WE},
    {"th", TOKEN_DAYS, TH},
    {"thu", TOKEN_DAYS, TH},
    {"thur", TOKEN_DAYS, TH},
    {"thurs", TOKEN_DAYS, TH},
    {"thursday", TOKEN_DAYS, TH},
    {"do", TOKEN_DAYS, TH},
    {"donnerstag", TOKEN_DAYS, TH},
    {"jeudi", TOKEN_DAYS, TH},
    {"jueves", TOKEN_DAYS, TH},
    {"donderdag", TOKEN_DAYS, TH},
    {"fr", TOKEN_DAYS, FR},
    {"fri", TOKEN_DAYS, FR},
    {"friday", TOKEN_DAYS, FR},
    {"freitag", TOKEN_DAYS, FR},
    {"vendredi", TOKEN_DAYS, FR},
    {"viernes", TOKEN_DAYS, FR},
    {"vrijdag", TOKEN_DAYS, FR},
    {"sa", TOKEN_DAYS, SA},
    {"sat", TOKEN_DAYS, SA},
    {"saturday", TOKEN_DAYS, SA},
    {"samstag", TOKEN_DAYS, SA},
    {"sonnabend", TOKEN_DAYS, SA},
    {"samedi", TOKEN_DAYS, SA},
    {"sabado", TOKEN_DAYS, SA},
    {"sábado", TOKEN_DAYS, SA},
    {"zaterdag", TOKEN_DAYS, SA},
    {"su", TOKEN_DAYS, SU},
    {"sun", TOKEN_DAYS, SU},
    {"sunday", TOKEN_DAYS, SU},
    {"so", TOKEN_DAYS, SU},
    {"sonntag", TOKEN_DAYS, SU},
    {"dimanche", TOKEN_DAYS, SU},
    {"domingo", TOKEN_DAYS, SU},
    {"zondag", TOKEN_DAYS, SU},
    {"m-f", TOKEN_DAYS, MO | TU | WE | TH | FR},
    {"weekday", TOKEN_DAYS, MO | TU | WE | TH | FR},
    {"weekend", TOKEN_DAYS, SA | SU},
    {"daily", TOKEN_DAYS, ALL_WEEK},
    {"every day", TOKEN_DAYS, ALL_WEEK},
    {"everyday", TOKEN_DAYS, ALL_WEEK},
    {"7 days", TOKEN_DAYS, ALL_WEEK},
    {"7 days a week", TOKEN_DAYS, ALL_WEEK},
    {"täglich", TOKEN_DAYS, ALL_WEEK},
    {"taeglich", TOKEN_DAYS, ALL_WEEK},

    {"ph", TOKEN_HOLIDAY, 0},
    {"public holiday", TOKEN_HOLIDAY, 0},
    {"bank holiday", TOKEN_HOLIDAY, 0},
    {"feiertag", TOKEN_HOLIDAY, 0},
    {"feiertage", TOKEN_HOLIDAY, 0},

    {"open", TOKEN_STATE, HOURS_OPEN},
    {"off", TOKEN_STATE, HOURS_CLOSED},
    {"closed", TOKEN_STATE, HOURS_CLOSED},
    {"geschlossen", TOKEN_STATE, HOURS_CLOSED},
    {"ruhetag", TOKEN_STATE, HOURS_CLOSED},
    {"unknown", TOKEN_STATE, HOURS_UNKNOWN},
    {"appointment only", TOKEN_STATE, HOURS_UNKNOWN},
    {"by appointment", TOKEN_STATE, HOURS_UNKNOWN},
    {"by appointment only", TOKEN_STATE, HOURS_UNKNOWN},
    {"on appointment", TOKEN_STATE, HOURS_UNKNOWN},
    {"nach vereinbarung", TOKEN_STATE, HOURS_UNKNOWN},

    {"24/7", TOKEN_ALWAYS, 0},
    {"24-7", TOKEN_ALWAYS, 0},
    {"24x7", TOKEN_ALWAYS, 0},
    {"24/24", TOKEN_ALWAYS, 0},
    {"24h/24", TOKEN_ALWAYS, 0},
    {"24h/7", TOKEN_ALWAYS, 0},
    {"24h", TOKEN_ALWAYS, 0},
    {"24 h", TOKEN_ALWAYS, 0},
    {"24hr", TOKEN_ALWAYS, 0},
    {"24 hr", TOKEN_ALWAYS, 0},
    {"24hour", TOKEN_ALWAYS, 0},
    {"24 hour", TOKEN_ALWAYS, 0},
    {"24 hours a day", TOKEN_ALWAYS, 0},
    {"always", TOKEN_ALWAYS, 0},
    {"always open", TOKEN_ALWAYS, 0},

    {"noon", TOKEN_TIME, DAY_MIN / 2},
    {"midday", TOKEN_TIME, DAY_MIN / 2},
    {"midnight", TOKEN_TIME, 0},

    {"to", TOKEN_DASH, 0},
    {"till", TOKEN_DASH, 0},
    {"until", TOKEN_DASH, 0},
    {"through", TOKEN_DASH, 0},
    {"thru", TOKEN_DASH, 0},
    {"bis", TOKEN_DASH, 0},
    {"and", TOKEN_COMMA, 0},
    {"und", TOKEN_COMMA, 0},
    {"from", TOKEN_SKIP, 0},
    {"von", TOKEN_SKIP, 0},
    {"uhr", TOKEN_SKIP, 0},
};

/* Bytes of white space at AT, line breaks included. */
static size_t spaces(const char *at)
{
    size_t n = 0;
    size_t length;
    for (char c = hours_lex_sign(at, &length); c == ' ' || c == '\n'; c = hours_lex_sign(at + n, &length)) {
        n += length;
    }
    return n;
}

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c;
}

/* Bytes of AT that TEXT matches, 0 if it does not. */
static size_t match(const char *at, const char *text)
{
    const char *start = at;
    for (; *text != '\0'; text++) {
        if (*text == ' ') {
            size_t n = spaces(at);
            if (n == 0) {
                return 0;
            }
            at += n;
            continue;
        }
        if (lower(*at) != *text) {
            return 0;
        }
        at++;
    }
    return (size_t)(at - start);
}

/* Where a word of LENGTH bytes at AT ends: a plural s belongs to it; 0 if it is only the beginning of another word. */
static size_t whole(const char *at, size_t length)
{
    char end = at[length - 1];
    bool number = end >= '0' && end <= '9';
    if (number) {
        char c = at[length];
        return (c >= '0' && c <= '9') || c == ':' || c == '.' ? 0 : length;
    }
    if ((at[length] == 's' || at[length] == 'S') && end != 's' && length > 2) {
        length++;
    }
    return hours_lex_is_letter(at + length) ? 0 : length;
}

bool hours_word_find(const char *at, enum hours_token_kind *kind, int *value, size_t *length)
{
    const struct word *best = NULL;
    size_t best_length = 0;
    char first = lower(*at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t matched = words[i].text[0] == first ? match(at, words[i].text) : 0;
        size_t n = matched == 0 ? 0 : whole(at, matched);
        if (n > best_length) {
            best = &words[i];
            best_length = n;
        }
    }
    if (best == NULL) {
        return false;
    }
    *kind = best->kind;
    *value = best->value;
    *length = best_length;
    return true;
}
