#include "geo/hours_impl.h"

#include <string.h>

enum { MO = 1, TU = 2, WE = 4, TH = 8, FR = 16, SA = 32, SU = 64 };

struct word {
    const char *text; /* lower case; a space stands for any white space */
    enum hours_word kind;
    int value;
};

/* The letters of the specification and what people write, sorted by bytes. Only words with one meaning in all the
 * languages here: "di" is Tuesday in German and Sunday in French, but opening_hours values in French use the English letters. */
static const struct word words[] = {
    {"24 / 7", WORD_ALWAYS, 0},
    {"24 /7", WORD_ALWAYS, 0},
    {"24 h", WORD_ALWAYS, 0},
    {"24 hour", WORD_ALWAYS, 0},
    {"24 hours 7 days", WORD_ALWAYS, 0},
    {"24 hours a day", WORD_ALWAYS, 0},
    {"24 hours a day 7 days a week", WORD_ALWAYS, 0},
    {"24 hr", WORD_ALWAYS, 0},
    {"24*7", WORD_ALWAYS, 0},
    {"24-7", WORD_ALWAYS, 0},
    {"24/ 7", WORD_ALWAYS, 0},
    {"24/24", WORD_ALWAYS, 0},
    {"24/7", WORD_ALWAYS, 0},
    {"24h", WORD_ALWAYS, 0},
    {"24h/24", WORD_ALWAYS, 0},
    {"24h/7", WORD_ALWAYS, 0},
    {"24hour", WORD_ALWAYS, 0},
    {"24hr", WORD_ALWAYS, 0},
    {"24x7", WORD_ALWAYS, 0},
    {"7 days", WORD_DAYS, ALL_WEEK},
    {"7 days a week", WORD_DAYS, ALL_WEEK},
    {"7/24", WORD_ALWAYS, 0},
    {"7x24", WORD_ALWAYS, 0},
    {"abril", WORD_MONTH, 4},
    {"agosto", WORD_MONTH, 8},
    {"always", WORD_ALWAYS, 0},
    {"always open", WORD_ALWAYS, 0},
    {"and", WORD_COMMA, 0},
    {"aout", WORD_MONTH, 8},
    {"août", WORD_MONTH, 8},
    {"appointment only", WORD_STATE, HOURS_UNKNOWN},
    {"apr", WORD_MONTH, 4},
    {"april", WORD_MONTH, 4},
    {"aug", WORD_MONTH, 8},
    {"august", WORD_MONTH, 8},
    {"augustus", WORD_MONTH, 8},
    {"avril", WORD_MONTH, 4},
    {"bank holiday", WORD_PH, 0},
    {"bis", WORD_DASH, 0},
    {"by appointment", WORD_STATE, HOURS_UNKNOWN},
    {"by appointment only", WORD_STATE, HOURS_UNKNOWN},
    {"closed", WORD_STATE, HOURS_CLOSED},
    {"daily", WORD_DAYS, ALL_WEEK},
    {"dawn", WORD_EVENT, SUN_DAWN},
    {"day", WORD_DAY, 0},
    {"dec", WORD_MONTH, 12},
    {"december", WORD_MONTH, 12},
    {"decembre", WORD_MONTH, 12},
    {"dez", WORD_MONTH, 12},
    {"dezember", WORD_MONTH, 12},
    {"di", WORD_DAYS, TU},
    {"diciembre", WORD_MONTH, 12},
    {"dienstag", WORD_DAYS, TU},
    {"dimanche", WORD_DAYS, SU},
    {"dinsdag", WORD_DAYS, TU},
    {"do", WORD_DAYS, TH},
    {"domingo", WORD_DAYS, SU},
    {"donderdag", WORD_DAYS, TH},
    {"donnerstag", WORD_DAYS, TH},
    {"dusk", WORD_EVENT, SUN_DUSK},
    {"décembre", WORD_MONTH, 12},
    {"easter", WORD_EASTER, 0},
    {"enero", WORD_MONTH, 1},
    {"every day", WORD_DAYS, ALL_WEEK},
    {"everyday", WORD_DAYS, ALL_WEEK},
    {"feb", WORD_MONTH, 2},
    {"febr", WORD_MONTH, 2},
    {"febrero", WORD_MONTH, 2},
    {"februar", WORD_MONTH, 2},
    {"februari", WORD_MONTH, 2},
    {"february", WORD_MONTH, 2},
    {"feiertag", WORD_PH, 0},
    {"feiertage", WORD_PH, 0},
    {"fevrier", WORD_MONTH, 2},
    {"fr", WORD_DAYS, FR},
    {"freitag", WORD_DAYS, FR},
    {"fri", WORD_DAYS, FR},
    {"friday", WORD_DAYS, FR},
    {"from", WORD_SKIP, 0},
    {"février", WORD_MONTH, 2},
    {"geschlossen", WORD_STATE, HOURS_CLOSED},
    {"jan", WORD_MONTH, 1},
    {"januar", WORD_MONTH, 1},
    {"januari", WORD_MONTH, 1},
    {"january", WORD_MONTH, 1},
    {"janvier", WORD_MONTH, 1},
    {"jeudi", WORD_DAYS, TH},
    {"jueves", WORD_DAYS, TH},
    {"juillet", WORD_MONTH, 7},
    {"juin", WORD_MONTH, 6},
    {"jul", WORD_MONTH, 7},
    {"juli", WORD_MONTH, 7},
    {"julio", WORD_MONTH, 7},
    {"july", WORD_MONTH, 7},
    {"jun", WORD_MONTH, 6},
    {"june", WORD_MONTH, 6},
    {"juni", WORD_MONTH, 6},
    {"junio", WORD_MONTH, 6},
    {"lundi", WORD_DAYS, MO},
    {"lunes", WORD_DAYS, MO},
    {"m-f", WORD_DAYS, MO | TU | WE | TH | FR},
    {"maandag", WORD_DAYS, MO},
    {"maart", WORD_MONTH, 3},
    {"maerz", WORD_MONTH, 3},
    {"mai", WORD_MONTH, 5},
    {"mar", WORD_MONTH, 3},
    {"march", WORD_MONTH, 3},
    {"mardi", WORD_DAYS, TU},
    {"mars", WORD_MONTH, 3},
    {"martes", WORD_DAYS, TU},
    {"marzo", WORD_MONTH, 3},
    {"may", WORD_MONTH, 5},
    {"mayo", WORD_MONTH, 5},
    {"mei", WORD_MONTH, 5},
    {"mercredi", WORD_DAYS, WE},
    {"mi", WORD_DAYS, WE},
    {"midday", WORD_TIME, DAY_MIN / 2},
    {"midnight", WORD_TIME, 0},
    {"miercoles", WORD_DAYS, WE},
    {"mittwoch", WORD_DAYS, WE},
    {"miércoles", WORD_DAYS, WE},
    {"mo", WORD_DAYS, MO},
    {"mon", WORD_DAYS, MO},
    {"monday", WORD_DAYS, MO},
    {"montag", WORD_DAYS, MO},
    {"mrz", WORD_MONTH, 3},
    {"mär", WORD_MONTH, 3},
    {"märz", WORD_MONTH, 3},
    {"nach vereinbarung", WORD_STATE, HOURS_UNKNOWN},
    {"noon", WORD_TIME, DAY_MIN / 2},
    {"nov", WORD_MONTH, 11},
    {"november", WORD_MONTH, 11},
    {"novembre", WORD_MONTH, 11},
    {"noviembre", WORD_MONTH, 11},
    {"oct", WORD_MONTH, 10},
    {"october", WORD_MONTH, 10},
    {"octobre", WORD_MONTH, 10},
    {"octubre", WORD_MONTH, 10},
    {"off", WORD_STATE, HOURS_CLOSED},
    {"okt", WORD_MONTH, 10},
    {"oktober", WORD_MONTH, 10},
    {"on appointment", WORD_STATE, HOURS_UNKNOWN},
    {"open", WORD_STATE, HOURS_OPEN},
    {"ph", WORD_PH, 0},
    {"public holiday", WORD_PH, 0},
    {"ruhetag", WORD_STATE, HOURS_CLOSED},
    {"sa", WORD_DAYS, SA},
    {"sabado", WORD_DAYS, SA},
    {"samedi", WORD_DAYS, SA},
    {"samstag", WORD_DAYS, SA},
    {"sat", WORD_DAYS, SA},
    {"saturday", WORD_DAYS, SA},
    {"school holiday", WORD_SH, 0},
    {"schulferien", WORD_SH, 0},
    {"sep", WORD_MONTH, 9},
    {"sept", WORD_MONTH, 9},
    {"september", WORD_MONTH, 9},
    {"septembre", WORD_MONTH, 9},
    {"septiembre", WORD_MONTH, 9},
    {"sh", WORD_SH, 0},
    {"so", WORD_DAYS, SU},
    {"sonnabend", WORD_DAYS, SA},
    {"sonnenaufgang", WORD_EVENT, SUN_RISE},
    {"sonnenuntergang", WORD_EVENT, SUN_SET},
    {"sonntag", WORD_DAYS, SU},
    {"su", WORD_DAYS, SU},
    {"sun", WORD_DAYS, SU},
    {"sun-up", WORD_EVENT, SUN_RISE},
    {"sunday", WORD_DAYS, SU},
    {"sundown", WORD_EVENT, SUN_SET},
    {"sunrise", WORD_EVENT, SUN_RISE},
    {"sunset", WORD_EVENT, SUN_SET},
    {"sunup", WORD_EVENT, SUN_RISE},
    {"sábado", WORD_DAYS, SA},
    {"taeglich", WORD_DAYS, ALL_WEEK},
    {"th", WORD_DAYS, TH},
    {"through", WORD_DASH, 0},
    {"thru", WORD_DASH, 0},
    {"thu", WORD_DAYS, TH},
    {"thur", WORD_DAYS, TH},
    {"thurs", WORD_DAYS, TH},
    {"thursday", WORD_DAYS, TH},
    {"till", WORD_DASH, 0},
    {"to", WORD_DASH, 0},
    {"tu", WORD_DAYS, TU},
    {"tue", WORD_DAYS, TU},
    {"tues", WORD_DAYS, TU},
    {"tuesday", WORD_DAYS, TU},
    {"täglich", WORD_DAYS, ALL_WEEK},
    {"uhr", WORD_SKIP, 0},
    {"und", WORD_COMMA, 0},
    {"unknown", WORD_STATE, HOURS_UNKNOWN},
    {"until", WORD_DASH, 0},
    {"vendredi", WORD_DAYS, FR},
    {"viernes", WORD_DAYS, FR},
    {"von", WORD_SKIP, 0},
    {"vrijdag", WORD_DAYS, FR},
    {"we", WORD_DAYS, WE},
    {"wed", WORD_DAYS, WE},
    {"wednesday", WORD_DAYS, WE},
    {"weds", WORD_DAYS, WE},
    {"week", WORD_WEEK, 0},
    {"weekday", WORD_DAYS, MO | TU | WE | TH | FR},
    {"weekend", WORD_DAYS, SA | SU},
    {"woensdag", WORD_DAYS, WE},
    {"zaterdag", WORD_DAYS, SA},
    {"zondag", WORD_DAYS, SU},
    {"Воскресенье", WORD_DAYS, SU},
    {"Вс", WORD_DAYS, SU},
    {"Вт", WORD_DAYS, TU},
    {"Вторник", WORD_DAYS, TU},
    {"Пн", WORD_DAYS, MO},
    {"Понедельник", WORD_DAYS, MO},
    {"Пт", WORD_DAYS, FR},
    {"Пятница", WORD_DAYS, FR},
    {"Сб", WORD_DAYS, SA},
    {"Ср", WORD_DAYS, WE},
    {"Среда", WORD_DAYS, WE},
    {"Суббота", WORD_DAYS, SA},
    {"Четверг", WORD_DAYS, TH},
    {"Чт", WORD_DAYS, TH},
    {"воскресенье", WORD_DAYS, SU},
    {"вс", WORD_DAYS, SU},
    {"вт", WORD_DAYS, TU},
    {"вторник", WORD_DAYS, TU},
    {"пн", WORD_DAYS, MO},
    {"понедельник", WORD_DAYS, MO},
    {"пт", WORD_DAYS, FR},
    {"пятница", WORD_DAYS, FR},
    {"сб", WORD_DAYS, SA},
    {"ср", WORD_DAYS, WE},
    {"среда", WORD_DAYS, WE},
    {"суббота", WORD_DAYS, SA},
    {"четверг", WORD_DAYS, TH},
    {"чт", WORD_DAYS, TH},
};

/* Bytes of white space at AT, line breaks included. */
static size_t spaces(const char *at)
{
    return strspn(at, " \n");
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
    return hours_is_letter(at + length) ? 0 : length;
}

/* The first of the words that begin with FIRST or a later byte. */
static size_t first_word(unsigned char first)
{
    size_t low = 0;
    size_t high = sizeof words / sizeof *words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((unsigned char)words[middle].text[0] < first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

enum hours_word hours_word_find(const char *at, int *value, size_t *length)
{
    const struct word *best = NULL;
    size_t best_length = 0;
    char first = lower(*at);
    for (size_t i = first_word((unsigned char)first); i < sizeof words / sizeof *words; i++) {
        if (words[i].text[0] != first) {
            break;
        }
        size_t matched = match(at, words[i].text);
        size_t n = matched == 0 ? 0 : whole(at, matched);
        if (n > best_length) {
            best = &words[i];
            best_length = n;
        }
    }
    if (best == NULL) {
        return WORD_NONE;
    }
    *value = best->value;
    *length = best_length;
    return best->kind;
}
