/* Postcodes: their forms by country, found in a line, and compared. */
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/geocode/address_impl.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Letters in capitals and digits, nothing else; *STRANGE when something else than spaces and dashes was there. */
static char *plain(struct arena *arena, const char *text, bool *strange)
{
    char *out = arena_strdup(arena, text);
    char *to = out;
    *strange = false;
    for (const char *p = text; *p != '\0'; p++) {
        char c = *p >= 'a' && *p <= 'z' ? (char)(*p - ('a' - 'A')) : *p;
        if (is_digit(c) || is_capital(c)) {
            *to++ = c;
        } else {
            *strange = *strange || (c != ' ' && c != '-');
        }
    }
    *to = '\0';
    return out;
}

/* CODE written as FORM (N characters) has it, to OUT; false when it is not of that form. What FORM has of its own
 * ("LV-") may be missing. */
static bool fill(const char *form, size_t n, const char *code, struct buf *out)
{
    bool own = is_capital(form[0]) && code[0] != form[0];
    for (size_t i = 0; i < n; i++) {
        char f = form[i];
        if (f == ' ' || f == '-' || (own && is_capital(f))) {
            buf_add_char(out, f);
            continue;
        }
        bool fits = f == '9'   ? is_digit(*code)
                    : f == '@' ? is_capital(*code)
                    : f == '*' ? is_digit(*code) || is_capital(*code)
                               : *code == f;
        if (!fits) {
            return false;
        }
        buf_add_char(out, *code++);
    }
    return *code == '\0';
}

/* CODE in the country's way; NULL when it has no such form. */
static char *written(struct arena *arena, const char *code, const struct address_country *country)
{
    const char *form = country->postcode;
    while (*form != '\0') {
        size_t n = strcspn(form, "|");
        struct buf out;
        buf_init(&out, SIZE_MAX);
        bool fits = fill(form, n, code, &out);
        char *text = buf_into_arena(&out, arena);
        if (fits) {
            return text;
        }
        form += n + (form[n] == '|');
    }
    return NULL;
}

static bool has_five_digits(const struct address_country *country)
{
    return strncmp(country->postcode, "99999", 5) == 0 && strlen(country->postcode) != 6;
}

/* "D-13509" without "D-". */
static const char *behind_prefix(const char *code)
{
    size_t letters = strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    size_t digits = strspn(code + letters, "0123456789");
    return letters > 0 && letters <= 2 && digits >= 3 && code[letters + digits] == '\0' ? code + letters : code;
}

char *address_postcode_write(struct arena *arena, const char *text, const struct address_country *country)
{
    bool strange;
    char *code = plain(arena, text, &strange);
    char *as_written = text_trim(arena, text);
    if (country == NULL || country->postcode[0] == '\0' || code[0] == '\0' || strange) {
        return as_written;
    }
    char *out = written(arena, code, country);
    if (out == NULL) {
        out = written(arena, behind_prefix(code), country);
    }
    if (out == NULL && has_five_digits(country) && strlen(code) == 4 && code[strspn(code, "0123456789")] == '\0') {
        out = written(arena, arena_printf(arena, "0%s", code), country);
    }
    return out != NULL ? out : as_written;
}

static bool is_valid(struct arena *arena, const char *text, const struct address_country *country)
{
    bool strange;
    char *code = plain(arena, text, &strange);
    return !strange && strlen(code) <= 12 &&
           (written(arena, code, country) != NULL || written(arena, behind_prefix(code), country) != NULL);
}

bool address_postcode_valid(const char *text, const struct address_country *country)
{
    struct arena *arena = arena_new();
    bool valid = is_valid(arena, text, country);
    arena_free(arena);
    return valid;
}

bool address_postcode_is_precise(const char *text, const char *country)
{
    static const char *const precise[] = {"gb", "gg", "ie", "im", "je", "nl"};
    for (size_t i = 0; i < sizeof precise / sizeof *precise; i++) {
        if (strcmp(precise[i], country) == 0) {
            return address_postcode_valid(text, address_country_find(country));
        }
    }
    return false;
}

/* American codes of nine digits begin with the five of the delivery office. */
static bool same_american(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    return ((n == 5 && m == 9) || (n == 9 && m == 5)) && strncmp(a, b, 5) == 0;
}

static bool dashed_behind_five(const char *text)
{
    return strlen(text) == 10 && text[5] == '-';
}

bool address_same_postcode(const char *a, const char *b)
{
    struct arena *arena = arena_new();
    bool strange;
    const char *x = plain(arena, a, &strange);
    const char *y = plain(arena, b, &strange);
    bool same =
        x[0] != '\0' && (strcmp(x, y) == 0 || strcmp(behind_prefix(x), y) == 0 || strcmp(x, behind_prefix(y)) == 0);
    if (!same && (dashed_behind_five(a) || dashed_behind_five(b))) {
        same = same_american(x, y);
    }
    arena_free(arena);
    return same;
}

/* --- in a line --------------------------------------------------------------------------------------------------- */

/* The words of a line, where they begin and end. */
enum { SPLIT_WORDS = 24 };

struct spans {
    size_t from[SPLIT_WORDS], to[SPLIT_WORDS], n;
};

static void find_words(const char *line, struct spans *out)
{
    out->n = 0;
    for (size_t i = 0; line[i] != '\0' && out->n < SPLIT_WORDS;) {
        i += strspn(line + i, " ");
        size_t length = strcspn(line + i, " ");
        if (length > 0) {
            out->from[out->n] = i;
            out->to[out->n++] = i + length;
        }
        i += length;
    }
}

/* "D-13509", "CH-6600": letters of the road or of the post, a dash, digits. */
static const struct address_country *country_of_prefix(struct arena *arena, const char *word, const char **digits)
{
    static const char *const cars[][2] = {{"D", "de"}, {"A", "at"}, {"F", "fr"}, {"I", "it"}, {"B", "be"},
                                          {"L", "lu"}, {"S", "se"}, {"N", "no"}, {"E", "es"}};
    size_t n = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (n == 0 || n > 2 || word[n] != '-' || !is_digit(word[n + 1])) {
        return NULL;
    }
    const char *code = arena_strndup(arena, word, n);
    for (size_t i = 0; i < sizeof cars / sizeof *cars; i++) {
        code = strcmp(cars[i][0], code) == 0 ? cars[i][1] : code;
    }
    *digits = word + n + 1;
    return address_country_find(code);
}

/* Of a country that is not known: digits as most of Europe writes them, or the unmistakable forms with letters. */
static bool looks_like_one(struct arena *arena, const char *text, size_t words)
{
    static const char *const lettered[] = {"gb", "nl", "ca", "ad"};
    size_t digits = strspn(text, "0123456789");
    if (words == 1 && text[digits] == '\0' && digits >= 4 && digits <= 6) {
        return true;
    }
    for (size_t i = 0; i < sizeof lettered / sizeof *lettered; i++) {
        if (is_valid(arena, text, address_country_find(lettered[i]))) {
            return true;
        }
    }
    return false;
}

static bool fits(struct arena *arena, const char *text, size_t words, const struct address_country *country)
{
    return country != NULL && country->postcode[0] != '\0' ? is_valid(arena, text, country)
                                                           : looks_like_one(arena, text, words);
}

static char *piece(struct arena *arena, const char *line, size_t from, size_t to)
{
    return text_trim(arena, arena_strndup(arena, line + from, to - from));
}

bool address_postcode_split(struct arena *arena, const char *line, const struct address_country **country,
                            const char **before, const char **postcode, const char **after)
{
    struct spans spans;
    find_words(line, &spans);
    for (size_t words = 2; words >= 1; words--) {
        for (size_t last = spans.n; last-- > words - 1;) { /* from the end: a house number may look like one */
            size_t first = last + 1 - words;
            char *text = piece(arena, line, spans.from[first], spans.to[last]);
            const char *digits = text;
            const struct address_country *prefixed = words == 1 ? country_of_prefix(arena, text, &digits) : NULL;
            const struct address_country *meant = prefixed != NULL ? prefixed : *country;
            if (!fits(arena, prefixed != NULL ? digits : text, words, meant)) {
                continue;
            }
            *country = meant;
            *postcode = address_postcode_write(arena, prefixed != NULL ? digits : text, meant);
            *before = piece(arena, line, 0, spans.from[first]);
            *after = piece(arena, line, spans.to[last], strlen(line));
            return true;
        }
    }
    return false;
}
