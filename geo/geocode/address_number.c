/* House numbers: told from the street that they stand with, and compared. */
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/base/text_utf8.h"
#include "geo/geocode/address_impl.h"

#include <string.h>

enum { WORDS_MAX = 40 };

/* The words of a text, parted by spaces. */
struct words {
    char *word[WORDS_MAX];
    size_t n;
};

static bool split_words(struct arena *arena, const char *text, struct words *out)
{
    char *at = text_trim(arena, text);
    out->n = 0;
    while (*at != '\0') {
        if (out->n == WORDS_MAX) {
            return false;
        }
        out->word[out->n++] = at;
        at += strcspn(at, " ");
        if (*at != '\0') {
            *at++ = '\0';
        }
    }
    return true;
}

static char *join(struct arena *arena, const struct words *words, size_t from, size_t to)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = from; i < to; i++) {
        buf_add(&buf, i > from ? " " : "");
        buf_add(&buf, words->word[i]);
    }
    while (buf.length > 0 && strchr(",;", buf.data[buf.length - 1]) != NULL) {
        buf.data[--buf.length] = '\0';
    }
    return buf_into_arena(&buf, arena);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters of any script; what fold makes of a letter is still one. */
static bool is_letter_at(const char *p)
{
    unsigned char c = (unsigned char)*p;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC3;
}

static size_t count_digits(const char *p)
{
    return strspn(p, "0123456789");
}

static size_t letter_length(const char *p)
{
    const char *at = p;
    text_utf8_next(&at);
    return (size_t)(at - p);
}

/* "1st", "22nd", "3rd", "5th": of a street's name. */
static bool is_ordinal(const char *digits_end)
{
    static const char *const ends[] = {"st", "nd",  "rd", "th", "er", "ere", "eme", "ème",
                                       "e",  "ste", "de", "-й", "-я", "-го", NULL};
    for (size_t i = 0; ends[i] != NULL; i++) {
        size_t n = strlen(ends[i]);
        if (strlen(digits_end) == n && text_equal_folded(digits_end, ends[i]) && strcmp(ends[i], "e") != 0) {
            return true;
        }
    }
    return false;
}

/* Digits, one or two letters, and more of both behind a dash or a stroke: "6", "12a", "4-6", "50/b", "12/1", "14к2". */
static bool is_number_word(const char *word)
{
    size_t digits = count_digits(word);
    if (digits == 0 || digits > 5 || is_ordinal(word + digits)) {
        return false;
    }
    const char *p = word + digits;
    size_t letters = 0;
    while (*p != '\0') {
        if (is_digit(*p)) {
            letters = 0;
            p++;
        } else if (is_letter_at(p)) {
            letters++;
            p += letter_length(p);
        } else if (*p == '-' || *p == '/' || *p == ',' || *p == ';') {
            letters = 0;
            p++;
        } else if (strncmp(p, "\xE2\x80\x93", 3) == 0) { /* en dash */
            letters = 0;
            p += 3;
        } else {
            return *p == '.' && p[1] == '\0' && p[-1] != '.' && letters > 0;
        }
        if (letters > 2 && !text_equal_folded(word + digits, "bis") && !text_equal_folded(word + digits, "ter")) {
            return false;
        }
    }
    return true;
}

/* "nº", "Nr.", "No": announces a number. */
static bool is_number_mark(const char *word)
{
    static const char *const marks[] = {"nr",  "nr.",  "no",     "no.",    "n.", "nº", "n°",  "№",
                                        "num", "num.", "numero", "número", "#",  "д.", "дом", NULL};
    for (size_t i = 0; marks[i] != NULL; i++) {
        if (text_equal_folded(word, marks[i])) {
            return true;
        }
    }
    return false;
}

/* What may follow a number behind a street: "a", "bis", "-", "6", "1/2", "к2". */
static bool is_number_tail(const char *word)
{
    static const char *const tails[] = {"bis", "ter", "quater", "-", "–", "/", "1/2", "½", "+", NULL};
    for (size_t i = 0; tails[i] != NULL; i++) {
        if (text_equal_folded(word, tails[i])) {
            return true;
        }
    }
    size_t first = letter_length(word);
    if (is_letter_at(word) && word[first] == '\0') {
        return true;
    }
    bool building = strncmp(word, "к", first) == 0 || strncmp(word, "с", first) == 0 || strncmp(word, "k", first) == 0;
    if (building && is_letter_at(word) && count_digits(word + first) == strlen(word + first)) {
        return true;
    }
    return is_letter_at(word) && (word[first] == '-' || word[first] == '/') && is_letter_at(word + first + 1) &&
           word[first + 1 + letter_length(word + first + 1)] == '\0'; /* "a-b" */
}

static bool is_month(struct arena *arena, const char *word)
{
    static const char *const months =
        " januar february februar maerz marz april mai may juni june juli july august september oktober october "
        "november dezember "
        "janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre gennaio febbraio marzo "
        "aprile maggio "
        "giugno luglio agosto settembre ottobre novembre dicembre enero abril mayo junio julio septiembre octubre "
        "noviembre "
        "diciembre janeiro fevereiro maio junho julho setembro outubro dezembro maig juny juliol ";
    return strstr(months, arena_printf(arena, " %s ", text_fold(arena, word))) != NULL;
}

/* "Route 9", "Highway 61", "Rue du 8 Mai 1945": the number is a name. */
static bool is_name(struct arena *arena, const struct words *words, size_t at)
{
    static const char *const roads = " highway route hwy interstate motorway road autoroute ";
    if (at == 0) {
        return words->n > 2 && is_month(arena, words->word[1]) && count_digits(words->word[2]) == 4;
    }
    const char *before = text_fold(arena, words->word[at - 1]);
    bool year = count_digits(words->word[at]) == 4;
    return (at == 1 && strstr(roads, arena_printf(arena, " %s ", before)) != NULL) ||
           (year && is_month(arena, words->word[at - 1])) ||
           (at + 1 < words->n && is_month(arena, words->word[at + 1]));
}

/* The first word of the number at the end of WORDS; words->n when there is none. */
static size_t number_at_end(struct arena *arena, const struct words *words)
{
    size_t at = words->n;
    while (at > 1 && at + 6 > words->n) {
        const char *word = words->word[at - 1];
        if (is_number_word(word)) {
            bool ranged = at > 2 && strcspn(words->word[at - 2], "-/") == 0 && words->word[at - 2][1] == '\0' &&
                          is_number_word(words->word[at - 3]);
            bool halved = strcmp(word, "1/2") == 0 && is_number_word(words->word[at - 2]);
            if (ranged || (halved && at > 2)) {
                at -= ranged ? 2 : 1;
                continue;
            }
            return is_name(arena, words, at - 1) ? words->n : at - 1;
        }
        if (!is_number_tail(word)) {
            return words->n;
        }
        at--;
    }
    return words->n;
}

/* How many words at the beginning are a number: 0 when it begins with none. */
static size_t number_at_start(struct arena *arena, const struct words *words)
{
    static const char *const tails[] = {"bis", "ter", "quater", "1/2", "½", "bis,", "ter,", NULL};
    if (words->n < 2) {
        return 0;
    }
    const char *first = words->word[0];
    size_t length = strlen(first);
    if (length > 1 && (first[length - 1] == ',' || first[length - 1] == ';')) {
        first = arena_strndup(arena, first, length - 1);
    }
    if (!is_number_word(first) || is_name(arena, words, 0)) {
        return 0;
    }
    bool two = strcmp(words->word[1], "-") == 0 || strcmp(words->word[1], "&") == 0 || strcmp(words->word[1], "+") == 0;
    if (words->n > 3 && two && is_number_word(words->word[2])) {
        return 3;
    }
    for (size_t i = 0; tails[i] != NULL; i++) {
        if (words->n > 2 && text_equal_folded(words->word[1], tails[i])) {
            return 2;
        }
    }
    return 1;
}

bool address_number_split(struct arena *arena, const char *text, bool number_first, const char **number,
                          const char **street)
{
    struct words words;
    *number = "";
    *street = text_trim(arena, text);
    if (!split_words(arena, text, &words) || words.n < 2) {
        return false;
    }
    size_t front = number_at_start(arena, &words);
    size_t back = number_at_end(arena, &words);
    if (front > 0 && (number_first || back == words.n)) {
        *number = join(arena, &words, 0, front);
        *street = join(arena, &words, front, words.n);
        return true;
    }
    if (back == words.n) {
        return false;
    }
    size_t end = back > 1 && is_number_mark(words.word[back - 1]) ? back - 1 : back;
    *number = join(arena, &words, back, words.n);
    *street = join(arena, &words, 0, end);
    return true;
}

bool address_number_alone(const char *text)
{
    struct arena *arena = arena_new();
    struct words words;
    bool well = split_words(arena, text, &words) && words.n > 0;
    size_t first = well && words.n > 1 && is_number_mark(words.word[0]) ? 1 : 0;
    well = well && is_number_word(words.word[first]);
    for (size_t i = first + 1; well && i < words.n; i++) {
        well = is_number_tail(words.word[i]) || is_number_word(words.word[i]);
    }
    arena_free(arena);
    return well;
}

/* --- flats and units --------------------------------------------------------------------------------------------- */

static bool is_unit_word(struct arena *arena, const char *word)
{
    static const char *const units =
        " block plot unit flat apt apartment suite ste floor room office studio level shop wohnung whg top stiege "
        "etage appt "
        "appartement "
        "batiment bat bureau escalier piso puerta esc interno scala int bus apto sala andar кв квартира офис ";
    const char *folded = text_fold(arena, word);
    return folded[0] != '\0' && strstr(units, arena_printf(arena, " %s ", folded)) != NULL;
}

/* "1st Floor", "Ground Floor": floors are called by what stands before the word. */
static bool is_floor(struct arena *arena, const struct words *words, size_t at)
{
    static const char *const which = " ground first second third lower upper top basement ";
    if (at + 1 >= words->n || strcmp(text_fold(arena, words->word[at + 1]), "floor") != 0) {
        return false;
    }
    const char *word = words->word[at];
    size_t digits = count_digits(word);
    return (digits > 0 && is_ordinal(word + digits)) ||
           strstr(which, arena_printf(arena, " %s ", text_fold(arena, word))) != NULL;
}

/* "Flat 2", "Unit B", "# 101": a word for it, and what is a number or one letter. */
static bool is_unit(struct arena *arena, const struct words *words, size_t at)
{
    if (at + 1 >= words->n) {
        return false;
    }
    const char *next = words->word[at + 1];
    bool letter = is_letter_at(next) && (next[letter_length(next)] == '\0' || next[letter_length(next)] == ',');
    bool marked = at > 0 && strcmp(words->word[at], "#") == 0;
    return (marked || is_unit_word(arena, words->word[at])) && (is_digit(next[0]) || letter);
}

char *address_without_unit(struct arena *arena, const char *text)
{
    struct words words;
    struct words kept = {.n = 0};
    if (!split_words(arena, text, &words)) {
        return text_trim(arena, text);
    }
    for (size_t i = 0; i < words.n; i++) {
        if (is_unit(arena, &words, i) || is_floor(arena, &words, i)) {
            i++;
        } else if (i == 0 || words.word[i][0] != '#') {
            kept.word[kept.n++] = words.word[i];
        }
    }
    return join(arena, &kept, 0, kept.n);
}

/* --- to compare -------------------------------------------------------------------------------------------------- */

/* Cyrillic letters that look like Latin ones: nobody sees which of them stands behind a number. */
static const char *latin_twin(const char *letter)
{
    static const char *const twins[][2] = {{"а", "a"}, {"в", "b"}, {"с", "c"}, {"е", "e"},
                                           {"к", "k"}, {"о", "o"}, {"р", "p"}, {"х", "x"}};
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        if (strcmp(twins[i][0], letter) == 0) {
            return twins[i][1];
        }
    }
    return letter;
}

/* Digits without leading noughts, letters in lower case, "-" for any dash. A stroke between a digit and a letter says
 * nothing ("50/b"), one between two numbers does ("12/2"). */
static char *number_form(struct arena *arena, const char *text)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    char *trimmed = text_trim(arena, text);
    char last = '\0';
    for (const char *p = trimmed; *p != '\0';) {
        const char *at = p;
        uint32_t code = text_utf8_next(&p);
        bool dash = code == '-' || (code >= 0x2010 && code <= 0x2015);
        if (is_digit(*at)) {
            bool leading = *at == '0' && !is_digit(last) && is_digit(*p);
            if (!leading) {
                buf_add_char(&buf, *at);
                last = *at;
            }
        } else if (dash || code == '/' || code == ';' || code == ',') {
            buf_add_char(&buf, dash ? '-' : (char)code);
            last = '-';
        } else if (!text_utf8_is_space(code) && code != '.') {
            buf_add(&buf, latin_twin(text_fold(arena, arena_strndup(arena, at, (size_t)(p - at)))));
            last = 'a';
        } else if (is_digit(last) && is_digit(*p)) {
            buf_add_char(&buf, ' ');
            last = ' ';
        }
    }
    return buf_into_arena(&buf, arena);
}

/* "50/b" and "50-b" are "50b". */
static char *without_stroke(struct arena *arena, const char *form)
{
    char *out = arena_strdup(arena, form);
    char *to = out;
    for (const char *p = form; *p != '\0'; p++) {
        bool between = (*p == '/' || *p == '-') && p > form && is_digit(p[-1]) && is_letter_at(p + 1);
        if (!between) {
            *to++ = *p;
        }
    }
    *to = '\0';
    return out;
}

size_t address_piece_length(const char *text)
{
    size_t i = strcspn(text, ",;\r\n|");
    while (i > 0 && (text[i] == ',' || text[i] == ';') && is_digit(text[i - 1]) && is_digit(text[i + 1])) {
        i += 1 + strcspn(text + i + 1, ",;\r\n|");
    }
    return i;
}

char *address_number_form(struct arena *arena, const char *number)
{
    return without_stroke(arena, number_form(arena, number));
}

bool address_same_number(const char *a, const char *b)
{
    struct arena *arena = arena_new();
    const char *x = address_number_form(arena, a);
    const char *y = address_number_form(arena, b);
    bool same = x[0] != '\0' && strcmp(x, y) == 0;
    arena_free(arena);
    return same;
}
