/* Addresses of real maps, looked up among the places imported from them, as they stand and in the clothes that customers' lists
 * have them in. What is believed must lie where the address is: not one may be wrong. Every fourth address is asked;
 * PLACES_EVERY=1 asks all, PLACES_WHY=1 says what kept each of the others from being believed. */
#include "import_fixture.h"

#include "cli/import/csv.h"
#include "cli/import/places.h"
#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/roads/osm_places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double WRONG_M = 100.0;
#ifdef __SANITIZE_ADDRESS__ /* which makes it twenty times as slow */
enum { EVERY = 8, MAPS = 2 };
#else
enum { EVERY = 4, MAPS = 5 };
#endif

struct row {
    const char *number, *street, *town, *postcode, *country;
    struct point at;
};

struct rows {
    struct row *list;
    size_t n, room;
};

static const char *shared_file(struct arena *arena, const char *name)
{
    const char *shared = getenv("ROUNDS_SHARED");
    const char *path = shared == NULL ? "" : arena_printf(arena, "%s/data/%s", shared, name);
    if (shared == NULL || !file_exists(path)) {
        (void)printf("skipped: data/%s is not in ROUNDS_SHARED\n", name);
        return NULL;
    }
    return path;
}

static bool quiet(void *context, const char *what, size_t done, size_t total)
{
    (void)context, (void)what, (void)done, (void)total;
    return true;
}

static struct places_list import(struct fixture *f, const char *path)
{
    const struct roads_progress progress = {quiet, NULL};
    struct places_imported made;
    assert_int_equal(store_begin(f->store, "import places", &f->err), STATUS_OK);
    if (places_import(f->store, path, &progress, f->arena, &made, &f->err) != STATUS_OK) {
        fail_msg("%s", f->err.text);
    }
    assert_int_equal(store_commit(f->store, &f->err), STATUS_OK);
    return made.list;
}

/* --- rows ---------------------------------------------------------------------------------------------------------------- */

static bool has_number(const void *context, const struct osm_tag *tags, size_t n)
{
    (void)context;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(tags[i].key, "addr:housenumber") == 0) {
            return true;
        }
    }
    return false;
}

static const char *tag_of(const struct osm_place *place, const char *key)
{
    for (size_t i = 0; i < place->tags_n; i++) {
        if (strcmp(place->tags[i].key, key) == 0) {
            return place->tags[i].value;
        }
    }
    return "";
}

/* What the map itself says of each house, read apart from the import. */
static struct rows rows_of_map(struct arena *arena, const char *path, const char *country)
{
    struct osm_places places;
    struct error err;
    struct rows rows = {0};
    assert_int_equal(osm_places_read(path, has_number, NULL, NULL, arena, &places, &err), STATUS_OK);
    for (size_t i = 0; i < places.n; i++) {
        const struct osm_place *place = &places.list[i];
        struct row row = {tag_of(place, "addr:housenumber"),
                          tag_of(place, "addr:street"),
                          tag_of(place, "addr:city"),
                          tag_of(place, "addr:postcode"),
                          country,
                          place->at};
        if (place->placed && row.street[0] != '\0' && strpbrk(row.number, ";,") == NULL) {
            struct row *slot = arena_push(arena, &rows.list, &rows.n, &rows.room, sizeof *slot);
            *slot = row;
        }
    }
    return rows;
}

/* osm,name,kind,housenumber,street,postcode,city,country_code,lat,lon: those of COUNTRY. */
static struct rows rows_of_csv(struct arena *arena, const char *path, const char *country)
{
    char *text;
    size_t length;
    struct csv *csv;
    struct csv_record record;
    struct error err;
    struct rows rows = {0};
    assert_int_equal(file_read(arena, path, 1 << 26, &text, &length, &err), STATUS_OK);
    assert_int_equal(csv_open(arena, path, text, length, CSV_UTF8, &csv, &err), STATUS_OK);
    while (csv_next(csv, &record, &err) == STATUS_OK && record.n > 0) {
        if (record.n == 10 && strcmp(record.fields[7], country) == 0) {
            struct row row = {record.fields[3], record.fields[4], record.fields[6], record.fields[5], country, {0, 0}};
            assert_true(num_parse_double(record.fields[8], false, -90, 90, &row.at.lat_deg));
            assert_true(num_parse_double(record.fields[9], false, -180, 180, &row.at.lon_deg));
            struct row *slot = arena_push(arena, &rows.list, &rows.n, &rows.room, sizeof *slot);
            *slot = row;
        }
    }
    return rows;
}

/* --- clothes ------------------------------------------------------------------------------------------------------------- */

static const char *swapped(struct arena *arena, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    return at == NULL ? text : arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static struct row as_it_is(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena, (void)other;
    return row;
}

static struct row abbreviated(struct arena *arena, struct row row, const struct row *other)
{
    (void)other;
    static const char *const pairs[][2] = {{"straße", "str."},  {"strasse", "str."},   {"Straße", "Str."},
                                           {"platz", "pl."},    {" Street", " St"},    {" Road", " Rd"},
                                           {" Avenue", " Ave"}, {"Avinguda ", "Av. "}, {"Carrer ", "C/ "},
                                           {"Close", "Cl"},     {" Lane", " Ln"}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        row.street = swapped(arena, row.street, pairs[i][0], pairs[i][1]);
    }
    return row;
}

static struct row without_accents(struct arena *arena, struct row row, const struct row *other)
{
    (void)other;
    row.street = text_fold(arena, row.street);
    row.town = text_fold(arena, row.town);
    return row;
}

static struct row without_postcode(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena, (void)other;
    row.postcode = "";
    return row;
}

static struct row without_town(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena, (void)other;
    row.town = "";
    return row;
}

static struct row squeezed_postcode(struct arena *arena, struct row row, const struct row *other)
{
    (void)other;
    row.postcode = swapped(arena, row.postcode, " ", "");
    return row;
}

/* --- questions that have no answer in the map ---------------------------------------------------------------------------- */

static struct row number_unknown(struct arena *arena, struct row row, const struct row *other)
{
    (void)other;
    row.number = arena_printf(arena, "9%s99", row.number);
    return row;
}

static struct row number_with_letter(struct arena *arena, struct row row, const struct row *other)
{
    (void)other;
    row.number = arena_printf(arena, "%sq", row.number);
    return row;
}

static struct row number_missing(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena, (void)other;
    row.number = "";
    return row;
}

static struct row town_elsewhere(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena, (void)other;
    row.town = "Castrop-Rauxel";
    row.postcode = "";
    return row;
}

/* The town of another house of the map, that may be next to it. */
static struct row town_nearby(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena;
    if (address_same_town(row.town, other->town)) {
        row.number = "";
    }
    row.town = other->town;
    row.postcode = "";
    return row;
}

static struct row postcode_elsewhere(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena, (void)other;
    row.postcode = strcmp(row.country, "gb") == 0 ? "ZE2 9AA" : "98765";
    return row;
}

static struct row country_elsewhere(struct arena *arena, struct row row, const struct row *other)
{
    (void)arena, (void)other;
    row.country = "fi";
    return row;
}

static struct row street_unknown(struct arena *arena, struct row row, const struct row *other)
{
    (void)other;
    /* Of a street with two names, "Triq Nofs in-Nhar / South Street", the one. */
    row.street = arena_printf(arena, "Xq%.*s", (int)strcspn(row.street, "/"), row.street);
    return row;
}

static const struct clothes {
    const char *name;
    struct row (*dress)(struct arena *arena, struct row row, const struct row *other);
    bool nowhere; /* nothing may be accepted */
} clothes[] = {{"as it is", as_it_is, false},
               {"abbreviated", abbreviated, false},
               {"no accents", without_accents, false},
               {"no postcode", without_postcode, false},
               {"no town", without_town, false},
               {"postcode squeezed", squeezed_postcode, false},
               {"number unknown", number_unknown, true},
               {"number with letter", number_with_letter, true},
               {"number missing", number_missing, true},
               {"another town", town_elsewhere, true},
               {"a town nearby", town_nearby, false},
               {"another postcode", postcode_elsewhere, false},
               {"another country", country_elsewhere, true},
               {"another street", street_unknown, true}};

/* --- asking -------------------------------------------------------------------------------------------------------------- */

struct tally {
    size_t accepted, review, nothing, wrong;
};

static void ask(struct fixture *f, const struct clothes *as, struct row truth, const struct row *other,
                struct tally *tally)
{
    struct arena *arena = arena_new();
    struct geocoder_local places = store_places_local(f->store);
    struct row row = as->dress(arena, truth, other);
    struct geocode_answer answer = {0};
    const bool behind = strcmp(row.country, "gb") != 0 && strcmp(row.country, "mt") != 0;
    const char *street = behind ? arena_printf(arena, "%s %s", row.street, row.number)
                                : arena_printf(arena, "%s %s", row.number, row.street);
    struct geocode_query query = {.countries = row.country, .language = ""};
    query.parts = address_of(arena, street, row.town, row.postcode, row.country, "");
    query.text = address_line(arena, &query.parts);
    assert_int_equal(places.search(places.context, &query, GEOCODE_CANDIDATES_MAX, arena, &answer, &f->err), STATUS_OK);
    const struct geocode_verdict verdict = geocode_trust(arena, &query, &answer);
    tally->accepted += verdict.decision == GEOCODE_ACCEPT;
    tally->review += verdict.decision == GEOCODE_REVIEW;
    tally->nothing += verdict.decision == GEOCODE_NONE;
    if (verdict.decision == GEOCODE_ACCEPT) {
        const struct geocode_candidate *one = &answer.candidates[verdict.chosen];
        const double away_m = point_distance_m(truth.at, one->at);
        bool wrong = as->nowhere || away_m > WRONG_M;
        if (as->dress ==
            town_nearby) { /* it may well be in that town; but not when the map says that it is in another */
            wrong = away_m <= WRONG_M && truth.town[0] != '\0' && !text_contains_folded(truth.town, row.town) &&
                    !text_contains_folded(row.town, truth.town);
        }
        if (wrong) {
            tally->wrong++;
            (void)printf("    WRONG (%s) asked %s / found %s %s, %.0f m off: %s\n", as->name, query.text, one->label,
                         one->source_id, away_m, verdict.why);
        }
    } else if (getenv("PLACES_WHY") != NULL) {
        (void)printf("    not (%s) %s: %s; %s\n", as->name, query.text, verdict.why,
                     answer.n > 0 ? answer.candidates[verdict.chosen].label : "");
    }
    arena_free(arena);
}

static size_t ask_all(struct fixture *f, const struct rows *rows, const char *title, size_t every)
{
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof clothes / sizeof clothes[0]; i++) {
        struct tally tally = {0};
        for (size_t k = 0; k < rows->n; k += every) {
            ask(f, &clothes[i], rows->list[k], &rows->list[(k + rows->n / 3) % rows->n], &tally);
        }
        (void)printf("%-12s %-18s %4zu accepted %4zu in review %4zu nothing %3zu wrong\n", title, clothes[i].name,
                     tally.accepted, tally.review, tally.nothing, tally.wrong);
        wrong += tally.wrong;
    }
    return wrong;
}

static void places__believe_no_wrong_house_of_a_real_map(void **state)
{
    static const struct {
        const char *map, *country, *title;
    } maps[] = {{"osm/krems.osm.pbf", "at", "Krems"},
                {"osm/rutland-latest.osm.pbf", "gb", "Rutland"},
                {"osm/andorra-latest.osm.pbf", "ad", "Andorra"},
                {"osm/malta-latest.osm.pbf", "mt", "Malta"},
                {"osm/heidelberg.test.osm.pbf", "de", "Heidelberg"}};
    struct fixture *f = *state;
    size_t wrong = 0;
    const size_t every = getenv("PLACES_EVERY") != NULL ? 1 : EVERY;
    const size_t n = MAPS < sizeof maps / sizeof maps[0] ? MAPS : sizeof maps / sizeof maps[0];
    for (size_t i = 0; i < n; i++) {
        const char *map = shared_file(f->arena, maps[i].map);
        if (map == NULL) {
            return;
        }
        assert_true(import(f, map).houses > 50);
    }
    const char *csv = shared_file(f->arena, "addresses/osm-extract-addresses.csv");
    if (csv != NULL) {
        const struct rows rows = rows_of_csv(f->arena, csv, "at");
        wrong += ask_all(f, &rows, "CSV, Krems", every);
    }
    for (size_t i = 0; i < n; i++) {
        const struct rows rows = rows_of_map(f->arena, shared_file(f->arena, maps[i].map), maps[i].country);
        wrong += ask_all(f, &rows, maps[i].title, every);
    }
    assert_int_equal(wrong, 0);
}

static int setup(void **state)
{
    *state = fixture_new(false);
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places__believe_no_wrong_house_of_a_real_map, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
