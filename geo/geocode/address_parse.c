/* An address in one line, as people type it: "6 Main Street, Oakham, LE15 6XP", "Hauptstr. 6, 76149 Karlsruhe",
 * "Mannerheimintie 1 Helsinki". */
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/geocode/address_impl.h"

#include <string.h>

enum { PARTS_MAX = 16 };

/* What stands between the commas. */
struct line {
    const char *part[PARTS_MAX];
    size_t n;
};

static void cut_line(struct arena *arena, const char *text, struct line *out)
{
    out->n = 0;
    while (*text != '\0') {
        size_t length = out->n + 1 < PARTS_MAX ? address_piece_length(text) : strlen(text);
        char *part = text_trim(arena, arena_strndup(arena, text, length));
        if (part[0] != '\0') {
            out->part[out->n++] = part;
        }
        text += length + (text[length] != '\0');
    }
}

static void drop_part(struct line *line, size_t at)
{
    memmove(line->part + at, line->part + at + 1, (line->n - at - 1) * sizeof line->part[0]);
    line->n--;
}

/* The country at the end, with a comma before it. */
static const struct address_country *take_country(struct line *line, const char *home_country)
{
    const struct address_country *found =
        line->n > 1 ? address_country_in_line(line->part[line->n - 1], home_country) : NULL;
    if (found != NULL) {
        line->n--;
    }
    return found;
}

/* "13509 Berlin, Schubartstr. 55" has a house number elsewhere, "35490 Mission Bl, Fremont" has not. */
static bool has_number_behind(struct arena *arena, const struct line *line)
{
    const char *number, *street;
    for (size_t i = 1; i < line->n; i++) {
        if (address_number_split(arena, line->part[i], false, &number, &street)) {
            return true;
        }
    }
    return false;
}

/* A house number is no postcode: in the first part, digits must stand behind a number that is there without them, or
 * before a town ("13509 Berlin"). */
static bool is_house_number(struct arena *arena, const struct line *line, size_t at, const char *before,
                            const char *postcode, const char *after)
{
    const char *number, *street;
    size_t digits = strspn(postcode, "0123456789");
    if (at > 0 || postcode[digits] != '\0') {
        return false;
    }
    if (before[0] != '\0') {
        return !address_number_split(arena, before, false, &number, &street);
    }
    bool town = after[0] != '\0' && !address_has_street_word(arena, after);
    bool long_enough = (digits == 5 && (line->n == 1 || has_number_behind(arena, line))) || postcode[0] == '0' ||
                       (digits == 4 && line->n == 1);
    return !(town && long_enough) && (after[0] != '\0' || line->n > 1);
}

/* The state before the postcode ("Alameda, CA 94502"), where the country has such. */
static bool is_state(const char *text, const struct address_country *country)
{
    bool has_states = country == NULL || (strcmp(country->code, "us") == 0 || strcmp(country->code, "ca") == 0 ||
                                          strcmp(country->code, "au") == 0);
    size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return has_states && text[n] == '\0' && n >= 2 && n <= 3;
}

/* TEXT without the state: "Alameda CA" is "Alameda", "CA" is "". */
static const char *cut_state(struct arena *arena, const char *text, const struct address_country *country,
                             struct address *out)
{
    const char *space = strrchr(text, ' ');
    if (is_state(text, country)) {
        out->county = text;
        return "";
    }
    if (space != NULL && is_state(space + 1, country)) {
        out->county = arena_strdup(arena, space + 1);
        return text_trim(arena, arena_strndup(arena, text, (size_t)(space - text)));
    }
    return text;
}

/* The part with the postcode keeps what stood beside it: the town behind ("76149 Karlsruhe") or before it ("Oakham
 * LE15 6XP"). */
static void take_postcode(struct arena *arena, struct line *line, const struct address_country **country,
                          struct address *out)
{
    for (size_t i = line->n; i-- > 0;) {
        const char *before, *postcode, *after;
        const struct address_country *meant = *country;
        if (!address_postcode_split(arena, line->part[i], &meant, &before, &postcode, &after) ||
            is_house_number(arena, line, i, before, postcode, after)) {
            continue;
        }
        *country = meant;
        out->postcode = postcode;
        if (meant != NULL || postcode[strspn(postcode, "0123456789")] == '\0') {
            before = cut_state(arena, before, meant, out);
        }
        if (before[0] != '\0' && after[0] != '\0') { /* "10 Rue de la Paix 75002 Paris" */
            line->part[i] = before;
            out->town = after;
        } else if (before[0] == '\0' && after[0] == '\0') {
            drop_part(line, i);
        } else {
            line->part[i] = before[0] != '\0' ? before : after;
        }
        return;
    }
}

/* The last word in numbers of "Mannerheimintie 1 Helsinki", with what stands on both sides; false when it is not in
 * the middle. */
static bool cut_behind_number(struct arena *arena, const char *text, const char **street, const char **town)
{
    const char *number, *rest;
    if (address_number_split(arena, text, false, &number, &rest)) {
        return false;
    }
    for (const char *p = strchr(text, ' '); p != NULL; p = strchr(p + 1, ' ')) {
        char *head = arena_strndup(arena, text, (size_t)(p - text));
        if (strchr(head, ' ') != NULL && address_number_split(arena, head, false, &number, &rest) && p[1] != '\0' &&
            strncmp(text, number, strlen(number)) != 0 && !address_number_alone(p + 1)) {
            /* a letter or a "bis" behind the number belongs to it */
            const char *next = p + 1;
            size_t n = strcspn(next, " ");
            char *longer = arena_strndup(arena, text, (size_t)(next + n - text));
            const char *longer_number, *longer_street;
            if (next[n] != '\0' && address_number_split(arena, longer, false, &longer_number, &longer_street) &&
                strcmp(longer_street, rest) == 0) {
                continue;
            }
            *street = head;
            *town = text_trim(arena, next);
            return true;
        }
    }
    return false;
}

/* LINE's one part as COUNT parts. */
static void set_parts(struct line *line, const char *a, const char *b, const char *c)
{
    line->part[0] = a;
    line->part[1] = b;
    line->part[2] = c;
    line->n = c != NULL ? 3 : 2;
}

/* "Kings House 22 Queen Street Leeds": a name, then a number with its street. */
static bool cut_before_number(struct arena *arena, const char *text, struct line *line)
{
    const char *number, *street;
    for (const char *p = strchr(text, ' '); p != NULL; p = strchr(p + 1, ' ')) {
        char *head = text_trim(arena, arena_strndup(arena, text, (size_t)(p - text)));
        size_t end = address_street_end(arena, p + 1, 2);
        if (end > 0 && address_number_split(arena, p + 1, true, &number, &street) &&
            strncmp(p + 1, number, strlen(number)) == 0 && !address_has_street_word(arena, head)) {
            char *town = text_trim(arena, p + 1 + end);
            set_parts(line, head, text_trim(arena, arena_strndup(arena, p + 1, end)), town[0] != '\0' ? town : NULL);
            return true;
        }
    }
    return false;
}

/* One part with all in it: the town stands behind the number, or behind the street's word where the number is in
 * front or missing. */
static void part_from_town(struct arena *arena, struct line *line)
{
    const char *street, *town, *number;
    const char *text = address_without_unit(arena, line->part[0]);
    bool numbered = address_number_split(arena, text, true, &number, &street);
    bool front = numbered && strncmp(text, number, strlen(number)) == 0;
    size_t end = front || !numbered ? address_street_end(arena, text, front ? 2 : 1) : 0;
    if (front && end > 0 && text[end] == ' ') {
        set_parts(line, text_trim(arena, arena_strndup(arena, text, end)), text_trim(arena, text + end), NULL);
    } else if (front || (!numbered && cut_before_number(arena, text, line))) {
        return;
    } else if (cut_behind_number(arena, text, &street, &town)) {
        set_parts(line, street, town, NULL);
    } else if (!numbered && end > 0 && text[end] == ' ') {
        set_parts(line, text_trim(arena, arena_strndup(arena, text, end)), text_trim(arena, text + end), NULL);
    }
}

/* How many parts at the beginning are the street: up to the last with a number; without one, up to the first with a
 * street's word that leaves a town ("Sainsbury's, South Street, Oakham"); else the first, unless it is all there is
 * ("Vaduz"). */
static size_t street_parts(struct arena *arena, const struct line *line)
{
    const char *number, *street;
    for (size_t i = line->n; i-- > 0;) {
        if (address_number_alone(line->part[i])) {
            return i > 0 || line->n == 1 ? i + 1 : 2; /* "10", "Downing Street" */
        }
        if (address_number_split(arena, line->part[i], false, &number, &street)) {
            return i + 1;
        }
    }
    for (size_t i = 0; i < line->n; i++) {
        if ((i == 0 || i + 1 < line->n) && address_has_street_word(arena, line->part[i])) {
            return i + 1;
        }
    }
    return line->n > 1 ? 1 : 0;
}

static char *join(struct arena *arena, const struct line *line, size_t from, size_t to)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = from; i < to; i++) {
        buf_add(&buf, i > from ? ", " : "");
        buf_add(&buf, line->part[i]);
    }
    return buf_into_arena(&buf, arena);
}

/* People write the county behind the town, and a county is no town to look in. */
static bool is_county(struct arena *arena, const char *text)
{
    static const char *const counties =
        "|bedfordshire|beds|berkshire|berks|buckinghamshire|bucks|cambridgeshire|cambs|cheshire|cornwall|county "
        "durham|co durham|cumbria|"
        "derbyshire|devon|dorset|east sussex|east yorkshire|essex|gloucestershire|glos|greater london|greater "
        "manchester|hampshire|hants|"
        "herefordshire|hertfordshire|herts|isle of "
        "wight|kent|lancashire|lancs|leicestershire|leics|lincolnshire|lincs|merseyside|"
        "middlesex|middx|norfolk|north "
        "yorkshire|northamptonshire|northants|northumberland|nottinghamshire|notts|oxfordshire|oxon|rutland|"
        "shropshire|somerset|south yorkshire|staffordshire|staffs|suffolk|surrey|sussex|tyne and "
        "wear|warwickshire|west midlands|"
        "west sussex|west "
        "yorkshire|wiltshire|wilts|worcestershire|worcs|yorkshire|aberdeenshire|argyll|ayrshire|fife|lanarkshire|"
        "midlothian|perthshire|clwyd|dyfed|gwent|gwynedd|powys|county antrim|county armagh|county down|county "
        "fermanagh|county tyrone|";
    return strstr(counties, arena_printf(arena, "|%s|", text_fold(arena, text))) != NULL;
}

/* "Oakham Rutland" is Oakham. */
static const char *cut_county(struct arena *arena, const char *town, struct address *out)
{
    for (const char *p = strchr(town, ' '); p != NULL && out->county[0] == '\0'; p = strchr(p + 1, ' ')) {
        if (is_county(arena, p + 1)) {
            out->county = arena_strdup(arena, p + 1);
            return text_trim(arena, arena_strndup(arena, town, (size_t)(p - town)));
        }
    }
    return town;
}

struct address address_parse(struct arena *arena, const char *text, const char *home_country)
{
    struct line line;
    struct address found = {"", "", "", "", "", "", "", ""};
    cut_line(arena, text, &line);
    const struct address_country *country = take_country(&line, home_country);
    const struct address_country *home = address_country_find(home_country);
    const struct address_country *postal = country != NULL ? country : home;
    take_postcode(arena, &line, &postal, &found);
    if (found.postcode[0] == '\0' && country == NULL && home != NULL) {
        const struct address_country *any = NULL; /* of another country than the home */
        take_postcode(arena, &line, &any, &found);
        postal = any;
    }
    country = country != NULL ? country : postal;
    if (line.n == 1 && found.town[0] == '\0') {
        part_from_town(arena, &line);
    }
    size_t streets = street_parts(arena, &line);
    size_t rest = line.n;
    if (found.county[0] == '\0' && rest > streets + 1 && is_county(arena, line.part[rest - 1])) {
        found.county = line.part[--rest];
    }
    while (found.town[0] == '\0' && rest > streets) {
        found.town = cut_state(arena, line.part[--rest], country, &found);
    }
    found.town = cut_county(arena, found.town, &found);
    struct address out =
        address_of(arena, join(arena, &line, 0, streets), found.town, "", country != NULL ? country->code : "", "");
    out.postcode = found.postcode;
    out.county = found.county;
    if (rest > streets) {
        const char *gap = out.suburb[0] != '\0' ? ", " : "";
        out.suburb = arena_printf(arena, "%s%s%s", out.suburb, gap, join(arena, &line, streets, rest));
    }
    return out;
}
