/* The parts of an address, from the fields of a site, and the one line of them. */
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/geocode/address_impl.h"

#include <string.h>
#include <strings.h>

enum { PIECES_MAX = 16 };

/* What stands between the commas of a street field, units left out. */
struct piece {
    char *text;
    const char *number, *street; /* when both are in it */
    bool whole;                  /* a street with its number */
    bool alone;                  /* a number and nothing else */
};

struct pieces {
    struct piece piece[PIECES_MAX];
    size_t n;
};

/* "c/o Smith": whose letters go there; no part of where it is, and a person's name that no service needs. */
static bool is_person(const char *text)
{
    static const char *const marks[] = {"c/o ", "care of ", "attn", "fao ", "z.hd.", "z. hd.", "p.a. "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (strncasecmp(text, marks[i], strlen(marks[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void add_piece(struct arena *arena, const char *text, bool number_first, struct pieces *out)
{
    char *bare = address_without_unit(arena, text);
    if (bare[0] == '\0' || is_person(bare) || out->n == PIECES_MAX) {
        return;
    }
    struct piece *p = &out->piece[out->n++];
    p->text = bare;
    p->alone = address_number_alone(bare);
    p->whole = !p->alone && address_number_split(arena, bare, number_first, &p->number, &p->street);
}

static void cut_pieces(struct arena *arena, const char *field, bool number_first, struct pieces *out)
{
    out->n = 0;
    while (*field != '\0') {
        size_t length = address_piece_length(field);
        add_piece(arena, arena_strndup(arena, field, length), number_first, out);
        field += length + (field[length] != '\0');
    }
}

static char *join(struct arena *arena, const struct pieces *pieces, size_t from, size_t to)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = from; i < to; i++) {
        buf_add(&buf, i > from ? ", " : "");
        buf_add(&buf, pieces->piece[i].text);
    }
    return buf_into_arena(&buf, arena);
}

/* "nº 5" is 5. */
static const char *without_mark(struct arena *arena, const char *number)
{
    const char *found, *rest;
    return address_number_split(arena, arena_printf(arena, "x %s", number), false, &found, &rest) ? found : number;
}

/* "Rua X", "12": the number belongs to what stands before it, at the beginning to what follows. */
static bool join_alone(struct arena *arena, const struct pieces *p, size_t at, struct address *out)
{
    size_t other = at > 0 ? at - 1 : at + 1;
    if (!p->piece[at].alone || other >= p->n || p->piece[other].whole || p->piece[other].alone) {
        return false;
    }
    size_t first = at < other ? at : other;
    out->number = without_mark(arena, p->piece[at].text);
    out->street = p->piece[other].text;
    out->name = join(arena, p, 0, first);
    out->suburb = join(arena, p, first + 2, p->n);
    return true;
}

static void take_street(struct arena *arena, const struct pieces *p, size_t at, struct address *out)
{
    const struct piece *piece = &p->piece[at];
    out->number = piece->whole ? piece->number : "";
    out->street = piece->whole ? piece->street : piece->text;
    out->name = join(arena, p, 0, at);
    out->suburb = join(arena, p, at + 1, p->n);
}

/* The piece that is the street: the first with a number and a street's word, else with a number, else with a street's
 * word, else the last. */
static size_t street_piece(struct arena *arena, const struct pieces *p)
{
    for (size_t round = 0; round < 3; round++) {
        for (size_t i = 0; i < p->n; i++) {
            bool worded = round == 1 || address_has_street_word(arena, p->piece[i].text);
            bool numbered = round == 2 || p->piece[i].whole;
            if (worded && numbered) {
                return i;
            }
        }
    }
    return p->n - 1;
}

static void read_street(struct arena *arena, const char *field, bool number_first, struct address *out)
{
    struct pieces pieces;
    cut_pieces(arena, field, number_first, &pieces);
    if (pieces.n == 0) {
        return;
    }
    bool any_whole = false;
    for (size_t i = 0; i < pieces.n; i++) {
        any_whole = any_whole || (pieces.piece[i].whole && address_has_street_word(arena, pieces.piece[i].text));
    }
    for (size_t i = 0; i < pieces.n && !any_whole; i++) {
        if (join_alone(arena, &pieces, i, out)) {
            return;
        }
    }
    take_street(arena, &pieces, street_piece(arena, &pieces), out);
}

struct address address_of(struct arena *arena, const char *street, const char *town, const char *postcode,
                          const char *country, const char *home_country)
{
    struct address out = {"", "", "", "", "", "", "", ""};
    const struct address_country *found = address_country_find(country[0] != '\0' ? country : home_country);
    read_street(arena, street, found != NULL && found->number_first, &out);
    out.town = text_trim(arena, town);
    out.postcode = address_postcode_write(arena, postcode, found);
    out.country = found != NULL ? found->code : "";
    return out;
}

char *address_line(struct arena *arena, const struct address *parts)
{
    const struct address_country *country = address_country_find(parts->country);
    bool front = country == NULL || country->number_first;
    const char *gap = parts->number[0] != '\0' && parts->street[0] != '\0' ? " " : "";
    const char *place_gap = parts->postcode[0] != '\0' && parts->town[0] != '\0' ? (front ? ", " : " ") : "";
    const char *const words[] = {
        parts->number[0] == '\0' ? parts->name : "",
        front ? arena_printf(arena, "%s%s%s", parts->number, gap, parts->street)
              : arena_printf(arena, "%s%s%s", parts->street, gap, parts->number),
        parts->suburb,
        front ? arena_printf(arena, "%s%s%s", parts->town, place_gap, parts->postcode)
              : arena_printf(arena, "%s%s%s", parts->postcode, place_gap, parts->town),
        parts->county,
        country != NULL ? country->name : parts->country,
    };
    struct buf line;
    buf_init(&line, SIZE_MAX);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        buf_add(&line, words[i][0] != '\0' && line.length > 0 ? ", " : "");
        buf_add(&line, words[i]);
    }
    return buf_into_arena(&line, arena);
}

/* --- the key ----------------------------------------------------------------------------------------------------- */

static void add_key(struct buf *key, const char *part)
{
    buf_add_char(key, '|');
    buf_add(key, part);
}

static char *capitals_and_digits(struct arena *arena, const char *text)
{
    char *out = text_fold(arena, text);
    char *to = out;
    for (const char *p = out; *p != '\0'; p++) {
        if (*p != ' ') {
            *to++ = *p;
        }
    }
    *to = '\0';
    return out;
}

char *geocode_key(struct arena *arena, const struct geocode_query *query)
{
    const struct address *a = &query->parts;
    const char *asked = a->country[0] != '\0' ? a->country : query->countries;
    const struct address_country *country = address_country_find(arena_strndup(arena, asked, strcspn(asked, ",")));
    const char *language = country != NULL ? country->language : "en";
    struct buf key;
    buf_init(&key, SIZE_MAX);
    if (a->number[0] != '\0' && a->street[0] != '\0' && (a->town[0] != '\0' || a->postcode[0] != '\0')) {
        add_key(&key, address_street_form(arena, a->street, language));
        add_key(&key, address_number_form(arena, a->number));
        add_key(&key, text_fold(arena, a->suburb));
        add_key(&key, text_fold(arena, a->town));
        add_key(&key, capitals_and_digits(arena, a->postcode));
        add_key(&key, text_fold(arena, a->county));
    } else {
        add_key(&key, "?");
        add_key(&key, address_words_form(arena, query->text, language));
    }
    add_key(&key, text_fold(arena, a->country));
    add_key(&key, query->countries);
    add_key(&key, query->language);
    if (query->near_known) {
        struct point near = geocode_rough(query->near);
        buf_printf(&key, "|%d,%d", (int)(near.lat_deg * 10 + (near.lat_deg < 0 ? -0.5 : 0.5)),
                   (int)(near.lon_deg * 10 + (near.lon_deg < 0 ? -0.5 : 0.5)));
    }
    return buf_into_arena(&key, arena);
}
