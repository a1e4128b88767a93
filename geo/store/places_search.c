/* From a question to places, by the words of FTS5: first what is exactly asked for, then less and less of it, until something
 * is there. */
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/db.h"
#include "geo/store/places.h"
#include "geo/store/places_impl.h"

#include <string.h>

enum { STREETS_MAX = 64, SHARED_WORDS_MAX = 10, CELLS_ASIDE = 2 };

static const double SAME_STREET_M = 1000.0;

/* One question on its way. */
struct search {
    struct store *store;
    const struct geocode_query *query;
    struct arena *arena;
    size_t limit;
    struct places_found *places; /* of the last look-up */
    size_t places_n, places_room;
    struct geocode_candidate *candidates;
    size_t n, room;
    int32_t day; /* the oldest */
};

/* --- one look-up --------------------------------------------------------------------------------------------------------- */

static bool has_place(const struct search *s, int64_t id)
{
    for (size_t i = 0; i < s->places_n; i++) {
        if (s->places[i].id == id) {
            return true;
        }
    }
    return false;
}

static enum status look_up(struct search *s, const char *sql, const char *words, int64_t limit, struct error *err)
{
    if (words[0] == '\0') {
        return STATUS_OK;
    }
    struct query q = query_start(s->store, sql);
    query_bind_text(&q, words);
    query_bind_i64(&q, limit);
    query_bind_text(&q, s->query->parts.postcode);
    while (query_next(&q)) {
        struct places_found found = places_read(&q, s->arena);
        if (!has_place(s, found.id)) {
            struct places_found *slot = arena_push(s->arena, &s->places, &s->places_n, &s->places_room, sizeof *slot);
            *slot = found;
        }
    }
    return query_end(&q, err);
}

/* The towns and the postcode asked for first; with ANY the first that come, of which there may be a thousand. */
static enum status by_words(struct search *s, const char *words, bool any, struct error *err)
{
    static const char in_order[] =
        PLACES_SELECT "FROM place_words w CROSS JOIN place p ON p.id = w.rowid WHERE place_words MATCH ?1 ORDER BY "
                      "p.precision <> 'area', "
                      "p.size, CASE p.postcode WHEN ?3 THEN 0 WHEN '' THEN 1 ELSE 2 END, p.id LIMIT ?2";
    static const char as_they_come[] = PLACES_SELECT
        "FROM place_words w CROSS JOIN place p ON p.id = w.rowid WHERE place_words MATCH ?1 AND ?3 IS NOT NULL "
        "ORDER BY w.rowid LIMIT ?2";
    return look_up(s, any ? as_they_come : in_order, words, STREETS_MAX, err);
}

/* The most words in common first. */
static enum status by_shared_words(struct search *s, const char *words, struct error *err)
{
    return look_up(s,
                   PLACES_SELECT "FROM (SELECT rowid AS id, rank FROM place_words WHERE place_words MATCH ?1 "
                                 "ORDER BY rank, rowid LIMIT ?2) w CROSS JOIN place p ON p.id = w.id "
                                 "ORDER BY w.rank, p.postcode <> ?3, p.id",
                   words, SHARED_WORDS_MAX, err);
}

/* --- candidates ------------------------------------------------------------------------------------------------------------ */

/* One street, cut into several rows by its postcodes or for want of them; not two of the name in one town. */
static bool same_street(const struct geocode_candidate *a, const struct geocode_candidate *b)
{
    return a->precision == GEOCODE_STREET && b->precision == GEOCODE_STREET &&
           strcmp(a->parts.street, b->parts.street) == 0 && strcmp(a->parts.town, b->parts.town) == 0 &&
           point_distance_m(a->at, b->at) < SAME_STREET_M;
}

static bool is_there(const struct search *s, const struct geocode_candidate *one)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct geocode_candidate *other = &s->candidates[i];
        bool same_id = one->source_id[0] != '\0' && strcmp(other->source_id, one->source_id) == 0;
        if ((same_id && strcmp(other->parts.number, one->parts.number) == 0) || same_street(one, other)) {
            return true;
        }
    }
    return false;
}

static void add_candidate(struct search *s, const struct places_found *found)
{
    if (s->n >= s->limit || is_there(s, &found->candidate)) {
        return;
    }
    struct geocode_candidate *slot = arena_push(s->arena, &s->candidates, &s->n, &s->room, sizeof *slot);
    *slot = found->candidate;
    slot->label = places_label(s->arena, slot);
    if (found->day != DAY_NONE && (s->day == DAY_NONE || found->day < s->day)) {
        s->day = found->day;
    }
}

/* The houses of PLACE with the number that is asked for. WHEREVER: nothing is said of the town that they are in. */
static enum status add_houses(struct search *s, const struct places_found *place, bool wherever, struct error *err)
{
    const char *number = s->query->parts.number;
    struct query q =
        query_start(s->store, PLACES_SELECT_POINT
                    "FROM place_point h JOIN place p ON p.id = h.place_id WHERE h.place_id = ?1 "
                    "AND h.number <> '' AND CAST(h.number AS INTEGER) = CAST(?2 AS INTEGER) ORDER BY h.id");
    query_bind_i64(&q, place->id);
    query_bind_text(&q, number);
    while (query_next(&q)) {
        struct places_found house = places_read(&q, s->arena);
        struct geocode_candidate *one = &house.candidate;
        if (wherever) {
            one->parts.town = one->parts.suburb = "";
            one->within = NULL;
        }
        if (address_same_number(one->parts.number, number)) {
            add_candidate(s, &house);
        }
    }
    return query_end(&q, err);
}

/* Houses of all the streets first, then the streets themselves, towns and postcodes. */
static enum status add_all(struct search *s, struct error *err)
{
    enum status status = STATUS_OK;
    bool numbered = s->query->parts.number[0] != '\0';
    for (size_t i = 0; i < s->places_n && numbered && status == STATUS_OK; i++) {
        if (s->places[i].candidate.precision == GEOCODE_STREET) {
            status = add_houses(s, &s->places[i], false, err);
        }
    }
    for (size_t i = 0; i < s->places_n && status == STATUS_OK; i++) {
        add_candidate(s, &s->places[i]);
    }
    s->places_n = 0;
    return status;
}

/* --- what is asked for ----------------------------------------------------------------------------------------------------- */

/* The street's name in any of the ways to write it. */
static char *street_words(struct search *s)
{
    const char *forms[ADDRESS_FORMS_MAX];
    size_t n = address_street_forms(s->arena, s->query->parts.street, forms);
    struct buf buf;
    buf_init(&buf, SIZE_MAX);
    for (size_t i = 0; i < n; i++) {
        /* A form that ends in two numbers has a space, so that its parts must stand side by side. */
        const char *form = places_words(s->arena, "name", forms[i], " + ");
        if (form[0] != '\0') {
            buf_add(&buf, buf.length == 0 ? "(" : " OR ");
            buf_add(&buf, form);
        }
    }
    buf_add(&buf, buf.length == 0 ? "" : ")");
    return buf_into_arena(&buf, s->arena);
}

/* Both, parted by BETWEEN; one alone when the other is "". */
static const char *joined(struct search *s, const char *a, const char *between, const char *b)
{
    return a[0] == '\0' || b[0] == '\0' ? arena_printf(s->arena, "%s%s", a, b)
                                        : arena_printf(s->arena, "(%s)%s(%s)", a, between, b);
}

/* The street in the town or with the postcode that is asked for; then in a town that shares a word; then anywhere. */
static enum status search_street(struct search *s, const char *street, struct error *err)
{
    const struct address *a = &s->query->parts;
    const char *town = text_fold(s->arena, a->town);
    const char *suburb = places_words(s->arena, "town", text_fold(s->arena, a->suburb), " AND ");
    const char *postcode = places_words(s->arena, "postcode", places_postcode_word(s->arena, a->postcode), " AND ");
    const char *where = joined(s, places_words(s->arena, "town", town, " AND "), " OR ", postcode);
    const char *where_about = joined(s, places_words(s->arena, "town", town, " OR "), " OR ", suburb);
    enum status status = STATUS_OK;
    if (where[0] != '\0') {
        status = by_words(s, joined(s, street, " AND ", where), false, err);
    }
    if (status == STATUS_OK && s->places_n == 0 && where_about[0] != '\0') {
        status = by_words(s, joined(s, street, " AND ", where_about), false, err);
    }
    if (status == STATUS_OK && s->places_n == 0) {
        status = by_words(s, street, true, err);
    }
    return status;
}

/* The cells round AT, for those whose town is guessed. */
static const char *cells_round(struct search *s, struct point at)
{
    const char *cells = "";
    for (int south = -1; south <= 1; south++) {
        for (int west = -CELLS_ASIDE; west <= CELLS_ASIDE; west++) {
            cells = arena_printf(s->arena, "%s %s", cells, places_cell(s->arena, at, south, west));
        }
    }
    return places_words(s->arena, "cell", cells + 1, " OR ");
}

/* A house was found. Those of the same street and number that lie about 2 km round it and whose town is only guessed may be
 * it as well, whichever town that is. */
static enum status add_rivals(struct search *s, const char *street, struct error *err)
{
    if (street[0] == '\0' || s->n == 0 || s->candidates[0].precision != GEOCODE_HOUSE) {
        return STATUS_OK;
    }
    enum status status = by_words(s, joined(s, street, " AND ", cells_round(s, s->candidates[0].at)), true, err);
    for (size_t i = 0; i < s->places_n && status == STATUS_OK; i++) {
        status = add_houses(s, &s->places[i], true, err);
    }
    s->places_n = 0;
    return status;
}

/* No such street: what shares most words with it in that town or postcode; without either, what has all of them. */
static enum status search_words(struct search *s, struct error *err)
{
    const struct address *a = &s->query->parts;
    const char *name = text_fold(s->arena, a->street[0] == '\0' ? a->name : a->street);
    const char *where = places_words(s->arena, "town", text_fold(s->arena, a->town), " AND ");
    const char *postcode = places_words(s->arena, "postcode", places_postcode_word(s->arena, a->postcode), " AND ");
    where = joined(s, where, " OR ", postcode);
    const char *words = places_words(s->arena, "name", name, where[0] == '\0' ? " AND " : " OR ");
    return words[0] == '\0' ? STATUS_OK : by_shared_words(s, joined(s, words, " AND ", where), err);
}

/* The town by its name, and the postcode. */
static enum status search_area(struct search *s, struct error *err)
{
    const struct address *a = &s->query->parts;
    const char *names[] = {a->suburb, a->town};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
        const char *words = places_words(s->arena, "name", text_fold(s->arena, names[i]), " AND ");
        struct query q = query_start(s->store, PLACES_SELECT "FROM place_words w CROSS JOIN place p ON p.id = w.rowid "
                                                             "WHERE place_words MATCH ?1 AND p.precision = 'area' "
                                                             "ORDER BY p.size, length(p.name), p.id LIMIT 5");
        query_bind_text(&q, words);
        while (words[0] != '\0' && query_next(&q)) {
            struct places_found found = places_read(&q, s->arena);
            add_candidate(s, &found);
        }
        status = query_end(&q, err);
    }
    if (status == STATUS_OK && a->postcode[0] != '\0') {
        status =
            look_up(s,
                    PLACES_SELECT "FROM place_words w CROSS JOIN place p ON p.id = w.rowid WHERE place_words "
                                  "MATCH ?1 AND p.precision = 'postcode' ORDER BY p.postcode <> ?3, p.id LIMIT ?2",
                    places_words(s->arena, "postcode", places_postcode_word(s->arena, a->postcode), " AND "), 2, err);
    }
    return status == STATUS_OK ? add_all(s, err) : status;
}

static int likeness(const struct geocode_candidate *one)
{
    static const uint32_t parts[] = {GEOCODE_NUMBER, GEOCODE_STREET_NAME, GEOCODE_TOWN, GEOCODE_POSTCODE_PART};
    int sum = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        sum += (one->matched & parts[i]) != 0;
        sum -= (one->mismatched & parts[i]) != 0;
    }
    return sum;
}

/* The likest first; of equals the one that was found first. */
static void sort(struct search *s)
{
    geocode_match(s->query, s->candidates, s->n);
    for (size_t i = 1; i < s->n; i++) {
        struct geocode_candidate one = s->candidates[i];
        size_t k = i;
        for (; k > 0 && likeness(&s->candidates[k - 1]) < likeness(&one); k--) {
            s->candidates[k] = s->candidates[k - 1];
        }
        s->candidates[k] = one;
    }
}

static enum status places_search(void *context, const struct geocode_query *query, size_t limit, struct arena *arena,
                                 struct geocode_answer *out, struct error *err)
{
    struct search s = {.store = context, .query = query, .arena = arena, .limit = limit, .day = DAY_NONE};
    s.limit = limit < GEOCODE_CANDIDATES_MAX ? limit : GEOCODE_CANDIDATES_MAX;
    const char *street = street_words(&s);
    enum status status = street[0] == '\0' ? STATUS_OK : search_street(&s, street, err);
    if (status == STATUS_OK && s.places_n == 0) {
        status = search_words(&s, err);
    }
    if (status == STATUS_OK) {
        status = add_all(&s, err);
    }
    if (status == STATUS_OK) {
        status = add_rivals(&s, street, err);
    }
    if (status == STATUS_OK && (street[0] == '\0' || s.n == 0)) {
        status = search_area(&s, err);
    }
    if (status == STATUS_OK) {
        sort(&s);
        *out = (struct geocode_answer){.candidates = s.candidates, .n = s.n};
        places_sign(out, s.day, arena);
    }
    return status;
}

struct geocoder_local store_places_local(struct store *store)
{
    return (struct geocoder_local){.context = store, .search = places_search, .reverse = places_reverse};
}
