/* The 64 genuine pairs of a Nominatim 5.3: what of each answer is read, and what is believed. What is expected was
 * written by looking at the answers. Their maps were cut without the borders of towns, so most candidates have no
 * town. */
#include "tests/base/unit.h"

#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/geocode/service.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    const char *name;
    long code;
    const char *line;    /* what was asked; "" where the request has no address of its own */
    const char *country; /* of the settings */
    enum status status;
    size_t n;
    const char *chosen; /* the candidate */
    enum geocode_precision precision;
    enum geocode_decision decision;
};

#define ACCEPT GEOCODE_ACCEPT
#define REVIEW GEOCODE_REVIEW
#define NONE   GEOCODE_NONE
#define HOUSE  GEOCODE_HOUSE
#define STREET GEOCODE_STREET
#define AREA   GEOCODE_AREA

/* An answer that is refused. */
#define REFUSED(name, code, status)                                                                                    \
    {                                                                                                                  \
        name, code, "", "", status, 0, "", AREA, NONE                                                                  \
    }

static const struct pair pairs[] = {
    /* a building, and two firms in it: one place */
    {"001-search-free", 200, "Johann-Georg-Schlosser-Straße 6, 76149 Karlsruhe", "de", STATUS_OK, 3,
     "osm:way/631272779", HOUSE, ACCEPT},
    {"002-search-free", 200, "Räuschstraße 11, 13509 Berlin", "de", STATUS_OK, 1, "osm:way/41517422", HOUSE, ACCEPT},
    {"003-search-free", 200, "Gielenstraße 49, 41460 Neuss", "de", STATUS_OK, 1, "osm:way/90877677", HOUSE, ACCEPT},
    {"004-search-free", 200, "Via Principe Amedeo 173, 00185 Roma", "it", STATUS_OK, 1, "osm:node/10798892665", HOUSE,
     ACCEPT},
    {"005-search-free", 200, "Berliner Straße 61, 13507 Berlin", "de", STATUS_OK, 0, "", HOUSE, NONE},
    {"006-search-free", 200, "Eichstädter Weg 2, 13509 Berlin", "de", STATUS_OK, 1, "osm:node/3327444445", HOUSE,
     ACCEPT},
    {"007-search-free", 200, "Piazza dell'Esquilino 1/c, 00185 Roma", "it", STATUS_OK, 1, "osm:node/3878028940", HOUSE,
     ACCEPT},
    {"008-search-free", 200, "Holzhauser Straße 11, 13509 Berlin", "de", STATUS_OK, 2, "osm:node/11330440763", HOUSE,
     ACCEPT},
    {"009-search-free", 200, "Wacholderweg 2, 76149 Karlsruhe", "de", STATUS_OK, 1, "osm:way/192995727", HOUSE, ACCEPT},
    {"010-search-free", 200, "Via Ferruccio 8/b, 00185 Roma", "it", STATUS_OK, 1, "osm:node/11279000995", HOUSE,
     ACCEPT},
    {"011-search-free", 200, "Conradstraße 24A, 13509 Berlin", "de", STATUS_OK, 1, "osm:node/2430471351", HOUSE,
     ACCEPT},
    {"012-search-free", 200, "Pohjoisesplanadi 21, 00100 Helsinki", "fi", STATUS_OK, 1, "osm:node/600394451", HOUSE,
     ACCEPT},
    {"013-search-structured", 200, "Johann-Georg-Schlosser-Straße 6, 76149 Karlsruhe", "de", STATUS_OK, 3,
     "osm:way/631272779", HOUSE, ACCEPT},
    {"014-search-structured", 200, "Räuschstraße 11, 13509 Berlin", "de", STATUS_OK, 1, "osm:way/41517422", HOUSE,
     ACCEPT},
    {"015-search-structured", 200, "Gielenstraße 49, 41460 Neuss", "de", STATUS_OK, 1, "osm:way/90877677", HOUSE,
     ACCEPT},
    {"016-search-structured", 200, "Via Principe Amedeo 173, 00185 Roma", "it", STATUS_OK, 1, "osm:node/10798892665",
     HOUSE, ACCEPT},
    {"017-search-structured", 200, "Berliner Straße 61, 13507 Berlin", "de", STATUS_OK, 0, "", HOUSE, NONE},
    {"018-search-structured", 200, "Eichstädter Weg 2, 13509 Berlin", "de", STATUS_OK, 1, "osm:node/3327444445", HOUSE,
     ACCEPT},
    {"019-reverse", 200, "", "", STATUS_OK, 1, "osm:node/6254205224", HOUSE, REVIEW},
    {"020-reverse", 200, "", "", STATUS_OK, 1, "osm:way/41517422", HOUSE, REVIEW},
    {"021-reverse", 200, "", "", STATUS_OK, 1, "osm:way/90877677", HOUSE, REVIEW},
    {"022-reverse", 200, "", "", STATUS_OK, 1, "osm:node/10798892665", HOUSE, REVIEW},
    {"023-reverse", 200, "", "", STATUS_OK, 1, "osm:way/41574027", HOUSE, REVIEW},
    {"024-reverse", 200, "", "", STATUS_OK, 1, "osm:node/3327444445", HOUSE, REVIEW},
    {"025-search-postcode", 200, "76149", "de", STATUS_OK, 1, "", GEOCODE_POSTCODE, REVIEW},
    /* things that have "Roma" in their names */
    {"026-search-postcode", 200, "00185 Roma", "it", STATUS_OK, 5, "", HOUSE, REVIEW},
    {"027-search-place", 200, "Andorra la Vella", "ad", STATUS_OK, 2, "", AREA, REVIEW},
    {"028-search-place", 200, "Vaduz", "li", STATUS_OK, 1, "osm:relation/48", AREA, REVIEW},
    /* the town was asked for and the answer has none */
    {"029-search-noaccent", 200, "Fohrenweg 30 Karlsruhe", "de", STATUS_OK, 1, "osm:way/239556836", HOUSE, REVIEW},
    {"030-search-translit", 200, "Foehrenweg 30 76149", "de", STATUS_OK, 1, "osm:way/239556836", HOUSE, ACCEPT},
    /* a number that is not there gives the street, silently */
    {"031-search-nohousenumber", 200, "Föhrenweg 999, 76149", "de", STATUS_OK, 1, "osm:way/4242889", STREET, REVIEW},
    {"032-search-ambiguous", 200, "Hauptstraße", "de", STATUS_OK, 3, "", STREET, REVIEW},
    /* a pharmacy and a garage of one number, 120 m apart */
    {"033-search-place", 200, "Mannerheimintie 1 Helsinki", "fi", STATUS_OK, 3, "", HOUSE, REVIEW},
    {"034-search-none", 200, "zzqqxx nowhere", "gb", STATUS_OK, 0, "", HOUSE, NONE},
    {"035-search-poi", 200, "toilets in Helsinki", "fi", STATUS_OK, 0, "", HOUSE, NONE},
    {"036-search-poi", 200, "[toilets] Helsinki", "fi", STATUS_OK, 0, "", HOUSE, NONE},
    {"037-search-poi", 200, "parcel_locker near Helsinki", "fi", STATUS_OK, 0, "", HOUSE, NONE},
    {"038-search-latlon", 200, "60.1689,24.9377", "fi", STATUS_OK, 1, "osm:way/662889151", STREET, REVIEW},
    {"039-search-place", 200, "Avenue Princesse Grace 7 Monaco", "mc", STATUS_OK, 3, "osm:node/7815408185", HOUSE,
     ACCEPT},
    REFUSED("040-fmt-geojson", 200, STATUS_NETWORK),
    REFUSED("041-fmt-geocodejson", 200, STATUS_NETWORK),
    {"042-fmt-json", 200, "Vaduz", "li", STATUS_OK, 1, "osm:relation/48", AREA, REVIEW},
    REFUSED("043-fmt-xml", 200, STATUS_NETWORK),
    REFUSED("044-jsonp", 200, STATUS_NETWORK),
    {"045-viewbox", 200, "Hauptstraße", "de", STATUS_OK, 0, "", HOUSE, NONE},
    REFUSED("046-err-noq", 400, STATUS_INPUT),
    {"047-err-emptyq", 200, "x", "de", STATUS_OK, 0, "", HOUSE, NONE},
    REFUSED("048-err-q-and-structured", 400, STATUS_INPUT),
    REFUSED("049-err-format", 400, STATUS_INPUT),
    REFUSED("050-err-limit", 400, STATUS_INPUT),
    {"051-limit1000", 200, "Vaduz", "li", STATUS_OK, 1, "osm:relation/48", AREA, REVIEW},
    REFUSED("052-err-viewbox", 400, STATUS_INPUT),
    {"053-reverse-none", 200, "", "", STATUS_OK, 0, "", HOUSE, NONE},
    REFUSED("054-err-reverse-lat", 400, STATUS_INPUT),
    {"055-err-reverse-range", 200, "", "", STATUS_OK, 0, "", HOUSE, NONE},
    REFUSED("056-err-reverse-missing", 400, STATUS_INPUT),
    {"057-reverse-zoom10", 200, "", "", STATUS_OK, 1, "", AREA, REVIEW},
    REFUSED("058-reverse-layerpoi", 200, STATUS_NETWORK),
    {"059-lookup", 200, "Föhrenweg 30, 76149", "de", STATUS_OK, 1, "osm:way/239556836", HOUSE, ACCEPT},
    {"060-err-lookup", 200, "x", "de", STATUS_OK, 0, "", HOUSE, NONE},
    REFUSED("061-status", 200, STATUS_NETWORK),
    REFUSED("062-status-text", 200, STATUS_NETWORK),
    REFUSED("063-err-404", 404, STATUS_NETWORK),
    {"064-legacy-php", 200, "Vaduz", "li", STATUS_OK, 1, "osm:relation/48", AREA, REVIEW},
};

static const char *shared;

static char *read_body(struct arena *arena, const char *name, size_t *length)
{
    char *data = NULL;
    struct error err;
    char *path = arena_printf(arena, "%s/data/geocode/nominatim-5.3-real-pairs/%s.body", shared, name);
    assert_int_equal(file_read(arena, path, 1 << 20, &data, length, &err), STATUS_OK);
    return data;
}

static void check_believed(struct arena *arena, const struct pair *p, struct geocode_candidate *candidates, size_t n)
{
    struct geocode_query query = {.text = p->line, .countries = p->country, .language = ""};
    query.parts = address_parse(arena, p->line, "");
    struct geocode_answer answer = {.candidates = candidates, .n = n};
    struct geocode_verdict verdict = geocode_trust(arena, &query, &answer);
    if (verdict.decision != p->decision) {
        fail_msg("%s: decided %d, because %s", p->name, (int)verdict.decision, verdict.why);
    }
    assert_true(verdict.why[0] != '\0');
    if (n > 0) {
        assert_true(verdict.chosen < n);
        const struct geocode_candidate *c = &candidates[verdict.chosen];
        if (c->precision != p->precision || (p->chosen[0] != '\0' && strcmp(c->source_id, p->chosen) != 0)) {
            fail_msg("%s: chose %s, %s", p->name, c->source_id, geocode_precision_name(c->precision));
        }
    }
}

static void pairs__are_read_and_judged_as_a_person_would(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        const struct pair *p = &pairs[i];
        struct arena *arena = arena_new();
        size_t length, n = 99;
        struct geocode_candidate *candidates = NULL;
        struct error err = {.text = ""};
        char *body = read_body(arena, p->name, &length);
        bool reverse = strstr(p->name, "reverse") != NULL;
        enum status status = geocode_nominatim.read(arena, p->code, body, length, reverse, &candidates, &n, &err);
        if (status != p->status || (status == STATUS_OK && n != p->n)) {
            fail_msg("%s: status %d (%s), %zu candidates", p->name, (int)status, err.text, n);
        }
        if (status == STATUS_OK) {
            check_believed(arena, p, candidates, n);
        } else {
            assert_true(err.text[0] != '\0' && n == 99 && candidates == NULL);
        }
        arena_free(arena);
    }
}

/* Every pair of the list is in the table, in its order and with its code. */
static void pairs__are_all_of_the_index(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    char *index = NULL;
    size_t length, i = 0;
    struct error err;
    char *path = arena_printf(arena, "%s/data/geocode/nominatim-5.3-real-pairs/INDEX.tsv", shared);
    assert_int_equal(file_read(arena, path, 1 << 20, &index, &length, &err), STATUS_OK);
    for (char *line = index; *line != '\0'; i++) {
        assert_true(i < COUNT(pairs));
        size_t name = strcspn(line, "\t");
        assert_int_equal(strlen(pairs[i].name), name);
        assert_memory_equal(pairs[i].name, line, name);
        assert_int_equal(pairs[i].code, strtol(line + name + 1, NULL, 10));
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    assert_int_equal(i, COUNT(pairs));
    arena_free(arena);
}

/* What was asked in those pairs is what the adapter asks, but for parameters that say how. */
static void pairs__are_asked_in_the_same_words(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct geocode_query query = {.text = "Vaduz", .countries = "", .language = ""};
    query.parts = address_parse(arena, query.text, "");
    assert_string_equal(geocode_nominatim.search_url(arena, "http://127.0.0.1:8088", &query, 5, ""),
                        "http://127.0.0.1:8088/search?q=Vaduz&limit=5&format=jsonv2&addressdetails=1");
    query.text = "Räuschstraße 11, 13509 Berlin";
    query.parts = address_parse(arena, query.text, "");
    query.countries = "de";
    assert_string_equal(geocode_nominatim.search_url(arena, "http://127.0.0.1:8088", &query, 3, ""),
                        "http://127.0.0.1:8088/search?street=11%20R%C3%A4uschstra%C3%9Fe&city=Berlin&postalcode=13509"
                        "&countrycodes=de&limit=3&format=jsonv2&addressdetails=1");
    arena_free(arena);
}

int main(void)
{
    shared = getenv("ROUNDS_SHARED");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs__are_read_and_judged_as_a_person_would),
        cmocka_unit_test(pairs__are_all_of_the_index),
        cmocka_unit_test(pairs__are_asked_in_the_same_words),
    };
    if (shared == NULL || shared[0] == '\0') {
        print_message("skipped: data/geocode is not in ROUNDS_SHARED\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
