/* Each service: what is asked, byte by byte, and what is made of its answers, the genuine ones and the broken ones. */
#include "tests/base/unit.h"

#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/geocode/service.h"
#include "geo/net/answer_json.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[] = {"nominatim", "photon", "pelias", "geocodeearth", "openrouteservice", "opencage"};

/* --- to ask ------------------------------------------------------------------------------------------------------- */

static struct geocode_query house_query(struct arena *arena)
{
    struct geocode_query query = {
        .countries = "gb,ie", .language = "en", .near_known = true, .near = {52.6712, -0.7283}};
    query.text = "Æ & 6 Main Street?, Oakham, LE15 6XP";
    query.parts = address_of(arena, "6 Main Street", "Oakham", "LE15 6XP", "", "");
    return query;
}

struct url_case {
    const char *service, *search, *reverse;
};

/* The exact place of the person is in none of them, the key is in none. */
static const struct url_case urls[] = {
    {"nominatim",
     "/search?street=6%20Main%20Street&city=Oakham&postalcode=LE15%206XP&countrycodes=gb%2Cie&limit=10&format=jsonv2"
     "&addressdetails=1&accept-language=en&email=a%40example.org&viewbox=-1.4%2C52.2%2C0.0%2C53.2",
     "/reverse?lat=52.6712000&lon=-0.7283000&zoom=18&format=jsonv2&addressdetails=1&accept-language=en&email=a%"
     "40example.org"},
    {"photon",
     "/api?q=%C3%86%20%26%206%20Main%20Street%3F%2C%20Oakham%2C%20LE15%206XP&limit=10&lang=en&lat=52.7&lon=-0.7",
     "/reverse?lat=52.6712000&lon=-0.7283000&lang=en"},
    {"pelias",
     "/v1/"
     "search?text=%C3%86%20%26%206%20Main%20Street%3F%2C%20Oakham%2C%20LE15%206XP&size=10&boundary.country=gb%2Cie&"
     "lang=en"
     "&focus.point.lat=52.7&focus.point.lon=-0.7",
     "/v1/reverse?point.lat=52.6712000&point.lon=-0.7283000&lang=en"},
    {"geocodeearth",
     "/v1/"
     "search?text=%C3%86%20%26%206%20Main%20Street%3F%2C%20Oakham%2C%20LE15%206XP&size=10&boundary.country=gb%2Cie&"
     "lang=en"
     "&focus.point.lat=52.7&focus.point.lon=-0.7",
     "/v1/reverse?point.lat=52.6712000&point.lon=-0.7283000&lang=en"},
    {"openrouteservice",
     "/geocode/"
     "search?text=%C3%86%20%26%206%20Main%20Street%3F%2C%20Oakham%2C%20LE15%206XP&size=10&boundary.country=gb%2Cie"
     "&lang=en&focus.point.lat=52.7&focus.point.lon=-0.7",
     "/geocode/reverse?point.lat=52.6712000&point.lon=-0.7283000&lang=en"},
    {"opencage",
     "/geocode/v1/"
     "json?q=%C3%86%20%26%206%20Main%20Street%3F%2C%20Oakham%2C%20LE15%206XP&limit=10&countrycode=gb%2Cie&no_dedupe=1"
     "&language=en&no_annotations=1&no_record=1&proximity=52.7%2C-0.7",
     "/geocode/v1/json?q=52.6712000%2C-0.7283000&limit=1&language=en&no_annotations=1&no_record=1"},
};

static void services__ask_in_their_own_words(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct geocode_query query = house_query(arena);
    for (size_t i = 0; i < COUNT(urls); i++) {
        const struct geocode_service *s = geocode_service_named(urls[i].service);
        char *search = s->search_url(arena, "https://g.example.org/base", &query, 10, "a@example.org");
        char *reverse = s->reverse_url(arena, "https://g.example.org/base", query.near, "en", "a@example.org");
        assert_string_equal(search, arena_printf(arena, "https://g.example.org/base%s", urls[i].search));
        assert_string_equal(reverse, arena_printf(arena, "https://g.example.org/base%s", urls[i].reverse));
    }
    arena_free(arena);
}

static void nominatim__never_asks_in_both_ways(void **state)
{
    (void)state;
    static const char *const lines[] = {"Oakham",   "Hauptstraße",       "6 Main Street, Oakham",
                                        "LE15 6XP", "Mill Lane, Oakham", "6 Main Street, LE15 6XP"};
    static const bool structured[] = {false, false, true, false, false, true};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct geocode_query query = {.text = lines[i], .countries = "", .language = ""};
        query.parts = address_parse(arena, lines[i], "gb");
        char *url = geocode_nominatim.search_url(arena, "https://g.example.org", &query, 10, "");
        assert_int_equal(strstr(url, "?q=") != NULL, !structured[i]);
        assert_int_equal(strstr(url, "street=") != NULL, structured[i]);
        assert_null(strstr(url, "email"));
        assert_null(strstr(url, "viewbox"));
    }
    arena_free(arena);
}

/* A language that a Photon was not made with is refused by it. */
static void photon__asks_in_no_language_that_it_may_not_know(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct geocode_query query = house_query(arena);
    query.language = "fi";
    query.near_known = false;
    assert_null(strstr(geocode_photon.search_url(arena, "https://g.example.org", &query, 10, ""), "lang"));
    assert_null(strstr(geocode_photon.search_url(arena, "https://g.example.org", &query, 10, ""), "lat"));
    arena_free(arena);
}

static void services__are_found_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_string_equal(geocode_service_named(names[i])->name, names[i]);
        assert_non_null(strstr(geocode_service_names(), names[i]));
        assert_true(geocode_service_named(names[i])->attribution[0] != '\0');
    }
    assert_null(geocode_service_named("google"));
    assert_null(geocode_service_named(""));
    assert_true(geocode_service_named("opencage")->with_key);
    assert_false(geocode_service_named("nominatim")->with_key);
}

/* --- to read ------------------------------------------------------------------------------------------------------ */

struct reading {
    struct arena *arena;
    enum status status;
    struct geocode_candidate *candidates;
    size_t n;
    struct error err;
};

static void read_text(struct reading *r, const char *service, long code, const char *body, size_t length, bool reverse)
{
    r->candidates = NULL;
    r->n = 77;
    r->err.text[0] = '\0';
    r->status =
        geocode_service_named(service)->read(r->arena, code, body, length, reverse, &r->candidates, &r->n, &r->err);
    if (r->status != STATUS_OK) {
        assert_int_equal(r->n, 77);
        assert_int_equal(r->err.status, r->status);
        assert_true(r->err.text[0] != '\0' && strpbrk(r->err.text, "\n\x1b") == NULL);
    }
}

static void read_body(struct reading *r, const char *service, long code, const char *body)
{
    read_text(r, service, code, body, strlen(body), false);
}

struct bad_case {
    const char *service;
    long code;
    const char *body;
    enum status status;
    const char *says;
};

#define GEOJSON(lon, lat) "{\"features\":[{\"geometry\":{\"coordinates\":[" lon "," lat "]},\"properties\":{}}]}"

static const struct bad_case bad[] = {
    {"nominatim", 400, "{\"error\":{\"code\":400,\"message\":\"Nothing to search for.\"}}", STATUS_INPUT,
     "Nothing to search for."},
    {"nominatim", 400, "{\"error\":\"a text\"}", STATUS_INPUT, "a text"},
    {"nominatim", 400, "ERROR 400: Parameter 'format'\nsecond line", STATUS_INPUT, "Parameter 'format'"},
    {"nominatim", 400, "{\"error\":\"\\u001b[31mred\"}", STATUS_INPUT, "\\x1b[31mred"},
    {"nominatim", 400, "<html><h1>Bad</h1>", STATUS_INPUT, "does not take the question"},
    {"nominatim", 200, "<html><h1>Bandwidth limit exceeded</h1>", STATUS_NETWORK, "is a web page"},
    {"nominatim", 200, " \n\xEF\xBB\xBF<!DOCTYPE html>", STATUS_NETWORK, "is a web page"},
    {"nominatim", 200, "", STATUS_NETWORK, "is not JSON"},
    {"nominatim", 200, "[", STATUS_NETWORK, "is not JSON"},
    {"nominatim", 200, "null", STATUS_NETWORK, ""},
    {"nominatim", 200, "{}", STATUS_NETWORK, "is not the list"},
    {"nominatim", 200, "{\"error\":{\"message\":\"Internal\"}}", STATUS_NETWORK, "Internal"},
    {"nominatim", 200, "{\"error\":7}", STATUS_NETWORK, "has failed"},
    {"nominatim", 200, "[{\"lat\":\"95\",\"lon\":\"0\"}]", STATUS_NETWORK, "no place"},
    {"nominatim", 200, "[{\"lat\":\"nan\",\"lon\":\"0\"}]", STATUS_NETWORK, "no place"},
    {"nominatim", 200, "[{\"lat\":\"1e999\",\"lon\":\"0\"}]", STATUS_NETWORK, "no place"},
    {"nominatim", 200, "[{\"lat\":\"52.1\"}]", STATUS_NETWORK, "no place"},
    {"nominatim", 200, "[7]", STATUS_NETWORK, "no place"},
    {"nominatim", 200, "[{\"lat\":\"1\",\"lat\":\"2\",\"lon\":\"0\"}]", STATUS_NETWORK, "is not JSON"},
    {"nominatim", 200, "[\"\xff\xfe\"]", STATUS_NETWORK, "is not JSON"},
    {"nominatim", 401, "{\"error\":\"key SECRET-KEY is bad\"}", STATUS_NETWORK, "refuses to answer (401)"},
    {"nominatim", 404, "{\"title\": \"404 Not Found\"}", STATUS_NETWORK, "not at this address"},
    {"nominatim", 429, "", STATUS_NETWORK, "too often"},
    {"nominatim", 500, "", STATUS_NETWORK, "(500)"},
    {"nominatim", 503, "<html>", STATUS_NETWORK, "(503)"},
    {"photon", 400, "{\"message\":\"Unknown query parameter 'x'\"}", STATUS_INPUT, "Unknown query parameter 'x'"},
    {"photon", 200, GEOJSON("0", "95"), STATUS_NETWORK, "no place"},
    {"photon", 200, GEOJSON("null", "5"), STATUS_NETWORK, "no place"},
    {"photon", 200, "{\"features\":7}", STATUS_NETWORK, "is not the list"},
    {"pelias", 400,
     "{\"geocoding\":{\"errors\":[\"invalid param 'text'\"]},\"type\":\"FeatureCollection\",\"features\":[]}",
     STATUS_INPUT, "invalid param 'text'"},
    {"pelias", 500, "{\"geocoding\":{\"errors\":[{\"message\":\"elastic\"}]},\"features\":[]}", STATUS_NETWORK,
     "(500)"},
    {"pelias", 408, "{\"geocoding\":{\"errors\":[\"Request Timeout\"]}}", STATUS_NETWORK, "(408)"},
    {"pelias", 200, "{\"geocoding\":{\"errors\":[\"Request Timeout\"]},\"features\":[]}", STATUS_NETWORK,
     "Request Timeout"},
    {"openrouteservice", 403, "{\"error\":\"Access to this API has been disallowed for SECRET-KEY\"}", STATUS_NETWORK,
     "openrouteservice refuses"},
    {"opencage", 402, "{\"status\":{\"code\":402,\"message\":\"quota exceeded\"},\"results\":[]}", STATUS_NETWORK,
     "used up"},
    {"opencage", 200, "{\"status\":{\"code\":403,\"message\":\"SECRET-KEY\"},\"results\":[]}", STATUS_NETWORK,
     "refuses"},
    {"opencage", 200, "{\"status\":{\"code\":-1},\"results\":[]}", STATUS_NETWORK, "(500)"},
    {"opencage", 400, "{\"status\":{\"code\":400,\"message\":\"missing query\"},\"results\":[]}", STATUS_INPUT,
     "missing query"},
    {"opencage", 200, "{\"results\":[{\"geometry\":{\"lat\":\"x\",\"lng\":1}}]}", STATUS_NETWORK, "no place"},
};

static void services__refuse_what_is_no_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct reading r = {.arena = arena_new()};
        read_body(&r, bad[i].service, bad[i].code, bad[i].body);
        if (r.status != bad[i].status || strstr(r.err.text, bad[i].says) == NULL ||
            strstr(r.err.text, "SECRET") != NULL) {
            fail_msg("%s %ld %s: %d %s", bad[i].service, bad[i].code, bad[i].body, (int)r.status, r.err.text);
        }
        arena_free(r.arena);
    }
}

static void services__take_an_empty_answer_for_nothing(void **state)
{
    (void)state;
    static const char *const empty[] = {
        "[]", "{\"features\":[]}", "{\"features\":[]}", "{\"features\":[]}", "{\"features\":[]}", "{\"results\":[]}"};
    struct reading r = {.arena = arena_new()};
    for (size_t i = 0; i < COUNT(names); i++) {
        read_body(&r, names[i], 200, empty[i]);
        assert_int_equal(r.status, STATUS_OK);
        assert_int_equal(r.n, 0);
    }
    const char *nothing = "{\"error\":\"Unable to geocode\"}";
    read_text(&r, "nominatim", 200, nothing, strlen(nothing), true);
    assert_int_equal(r.status, STATUS_OK);
    assert_int_equal(r.n, 0);
    read_body(&r, "nominatim", 200, nothing); /* but a search that says so has failed */
    assert_int_equal(r.status, STATUS_NETWORK);
    arena_free(r.arena);
}

static void services__refuse_what_is_too_deep_or_too_large(void **state)
{
    (void)state;
    struct reading r = {.arena = arena_new()};
    enum { DEEP = 10000, LARGE = 9 << 20 };
    char *body = mem_alloc(LARGE);
    for (size_t i = 0; i < COUNT(names); i++) {
        memset(body, '[', DEEP);
        read_text(&r, names[i], 200, body, DEEP, false);
        assert_int_equal(r.status, STATUS_NETWORK);
        memset(body, ' ', LARGE);
        memcpy(body + LARGE - 2, "[]", 2);
        read_text(&r, names[i], 200, body, LARGE, false);
        assert_int_equal(r.status, STATUS_NETWORK);
    }
    mem_free(body);
    arena_free(r.arena);
}

static void services__read_a_number_of_candidates_at_most(void **state)
{
    (void)state;
    struct reading r = {.arena = arena_new()};
    char *body = arena_strdup(r.arena, "[{\"lat\":\"1\",\"lon\":2}");
    for (size_t i = 0; i < 30; i++) {
        body = arena_printf(r.arena, "%s,{\"lat\":\"1\",\"lon\":2}", body);
    }
    read_body(&r, "nominatim", 200, arena_printf(r.arena, "%s]", body));
    assert_int_equal(r.status, STATUS_OK);
    assert_int_equal(r.n, GEOCODE_CANDIDATES_MAX);
    assert_string_equal(r.candidates[0].label, "");
    assert_string_equal(r.candidates[0].parts.street, "");
    arena_free(r.arena);
}

/* --- kinds -------------------------------------------------------------------------------------------------------- */

struct kind_case {
    const char *service, *properties;
    enum geocode_precision precision;
    const char *number, *street, *town, *name;
};

#define NOMINATIM(rest) "[{\"lat\":\"1\",\"lon\":\"2\"," rest "}]"
#define FEATURE(rest)   "{\"features\":[{\"geometry\":{\"coordinates\":[2,1]},\"properties\":{" rest "}}]}"
#define OPENCAGE(rest)                                                                                                 \
    "{\"results\":[{\"confidence\":10,\"geometry\":{\"lat\":1,\"lng\":2},\"components\":{" rest "}}]}"

static const struct kind_case kinds[] = {
    {"nominatim",
     NOMINATIM("\"place_rank\":30,\"category\":\"building\",\"osm_type\":\"way\",\"address\":{\"house_number\":6,"
               "\"road\":\"A\",\"village\":\"B\"}"),
     GEOCODE_HOUSE, "6", "A", "B", ""},
    {"nominatim",
     NOMINATIM("\"place_rank\":30,\"category\":\"place\",\"type\":\"house\",\"osm_type\":\"way\",\"address\":{\"house_"
               "number\":\"6\"}"),
     GEOCODE_INTERPOLATED, "6", "", "", ""},
    {"nominatim",
     NOMINATIM("\"place_rank\":30,\"category\":\"place\",\"type\":\"house\",\"osm_type\":\"node\",\"address\":{\"house_"
               "number\":\"6\"}"),
     GEOCODE_HOUSE, "6", "", "", ""},
    {"nominatim", NOMINATIM("\"place_rank\":26,\"category\":\"highway\",\"name\":\"A\",\"address\":{\"road\":\"A\"}"),
     GEOCODE_STREET, "", "A", "", ""},
    {"nominatim", NOMINATIM("\"place_rank\":21,\"category\":\"place\",\"type\":\"postcode\""), GEOCODE_POSTCODE, "", "",
     "", ""},
    {"nominatim", NOMINATIM("\"place_rank\":25,\"category\":\"place\",\"type\":\"postcode\""), GEOCODE_POSTCODE, "", "",
     "", ""},
    {"nominatim", NOMINATIM("\"place_rank\":16,\"category\":\"boundary\",\"name\":\"B\",\"address\":{\"town\":\"B\"}"),
     GEOCODE_AREA, "", "", "B", ""},
    {"nominatim", NOMINATIM("\"class\":\"highway\",\"address\":{\"pedestrian\":\"A\"}"), GEOCODE_STREET, "", "A", "",
     ""},
    {"nominatim", NOMINATIM("\"class\":\"amenity\",\"name\":\"N\""), GEOCODE_HOUSE, "", "", "", "N"},
    {"nominatim",
     NOMINATIM("\"place_rank\":30,\"category\":\"place\",\"address\":{\"house_number\":\"6\",\"city\":\"C\","
               "\"village\":\"V\"}"),
     GEOCODE_HOUSE, "6", "", "V", ""},
    {"photon",
     FEATURE("\"osm_key\":\"building\",\"type\":\"house\",\"housenumber\":\"6\",\"street\":\"A\",\"city\":\"B\""),
     GEOCODE_HOUSE, "6", "A", "B", ""},
    {"photon",
     FEATURE("\"osm_type\":\"W\",\"osm_key\":\"place\",\"osm_value\":\"house_number\",\"type\":\"house\","
             "\"housenumber\":\"6\""),
     GEOCODE_INTERPOLATED, "6", "", "", ""},
    {"photon", FEATURE("\"osm_key\":\"highway\",\"type\":\"street\",\"name\":\"A\",\"city\":\"B\""), GEOCODE_STREET, "",
     "A", "B", ""},
    {"photon", FEATURE("\"osm_key\":\"place\",\"type\":\"city\",\"name\":\"B\""), GEOCODE_AREA, "", "", "B", ""},
    {"photon", FEATURE("\"osm_key\":\"amenity\",\"type\":\"house\",\"name\":\"N\""), GEOCODE_HOUSE, "", "", "", "N"},
    {"photon", FEATURE("\"osm_key\":\"place\",\"osm_value\":\"postcode\",\"name\":\"12345\""), GEOCODE_POSTCODE, "", "",
     "", ""},
    {"pelias",
     FEATURE("\"layer\":\"address\",\"match_type\":\"exact\",\"accuracy\":\"point\",\"housenumber\":\"6\",\"street\":"
             "\"A\",\"name\":\"6 A\",\"locality\":\"B\""),
     GEOCODE_HOUSE, "6", "A", "B", ""},
    {"pelias", FEATURE("\"layer\":\"address\",\"match_type\":\"interpolated\",\"housenumber\":\"6\""),
     GEOCODE_INTERPOLATED, "6", "", "", ""},
    {"pelias", FEATURE("\"layer\":\"street\",\"match_type\":\"fallback\",\"street\":\"A\",\"confidence\":1"),
     GEOCODE_STREET, "", "A", "", ""},
    {"pelias", FEATURE("\"layer\":\"locality\",\"confidence\":1,\"locality\":\"B\""), GEOCODE_AREA, "", "", "B", ""},
    {"pelias", FEATURE("\"layer\":\"postalcode\",\"confidence\":1"), GEOCODE_POSTCODE, "", "", "", ""},
    {"pelias", FEATURE("\"layer\":\"venue\",\"name\":\"N\""), GEOCODE_HOUSE, "", "", "", "N"},
    {"opencage", OPENCAGE("\"_type\":\"building\",\"house_number\":6,\"road\":\"A\",\"town\":\"B\""), GEOCODE_HOUSE,
     "6", "A", "B", ""},
    {"opencage", OPENCAGE("\"_type\":\"road\",\"road\":\"A\""), GEOCODE_STREET, "", "A", "", ""},
    {"opencage", OPENCAGE("\"_type\":\"postcode\",\"postcode\":\"12345\""), GEOCODE_POSTCODE, "", "", "", ""},
    {"opencage", OPENCAGE("\"_type\":\"city\",\"city\":\"B\""), GEOCODE_AREA, "", "", "B", ""},
    {"opencage", OPENCAGE("\"_type\":\"restaurant\",\"restaurant\":\"N\",\"road\":\"A\""), GEOCODE_HOUSE, "", "A", "",
     "N"},
    {"opencage", OPENCAGE("\"house_number\":\"6\",\"road\":\"A\""), GEOCODE_HOUSE, "6", "A", "", ""},
    {"opencage", OPENCAGE("\"city\":\"B\""), GEOCODE_AREA, "", "", "B", ""},
};

static void services__tell_how_precise_a_candidate_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        const struct kind_case *k = &kinds[i];
        struct reading r = {.arena = arena_new()};
        read_body(&r, k->service, 200, k->properties);
        assert_int_equal(r.status, STATUS_OK);
        assert_int_equal(r.n, 1);
        const struct geocode_candidate *c = r.candidates;
        if (c->precision != k->precision) {
            fail_msg("%s: %s", k->properties, geocode_precision_name(c->precision));
        }
        assert_string_equal(c->parts.number, k->number);
        assert_string_equal(c->parts.street, k->street);
        assert_string_equal(c->parts.town, k->town);
        assert_string_equal(c->parts.name, k->name);
        assert_true(c->at.lat_deg == 1 && c->at.lon_deg == 2);
        arena_free(r.arena);
    }
}

/* --- genuine answers of others ------------------------------------------------------------------------------------ */

struct genuine {
    const char *service, *file; /* of data/geocode */
    long code;
    enum status status;
    size_t n;
    const char *id, *number, *street, *town, *postcode, *country; /* of the first */
    enum geocode_precision precision;
};

#define NO   ""
#define GONE GEOCODE_AREA

/* Read by eye. Those of other services than ours must be refused or be empty. */
static const struct genuine genuine[] = {
    {"nominatim", "rubygeocoder-nominatim_cologne_cathedral_cologne_germany.txt", 200, STATUS_OK, 1, "osm:way/4532022",
     "4", "Domkloster", "Cologne", "50667", "de", GEOCODE_HOUSE},
    {"nominatim", "rubygeocoder-nominatim_madison_square_garden.txt", 200, STATUS_OK, 1, "osm:way/24801588", "",
     "West 31st Street", "New York City", "10001", "us", GEOCODE_HOUSE},
    {"nominatim", "rubygeocoder-nominatim_no_results.txt", 200, STATUS_OK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"nominatim", "rubygeocoder-nominatim_over_limit.txt", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"photon", "rubygeocoder-photon_madison_square_garden.txt", 200, STATUS_OK, 1, "osm:way/138141251", "4",
     "Pennsylvania Plaza", "New York", "10001", "us", GEOCODE_HOUSE},
    {"photon", "rubygeocoder-photon_reverse.txt", 200, STATUS_OK, 1, "osm:node/6985936386", "4", "Pennsylvania Plaza",
     "New York", "10121", "us", GEOCODE_HOUSE},
    {"photon", "rubygeocoder-photon_no_results.txt", 200, STATUS_OK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"photon", "rubygeocoder-photon_invalid_request.txt", 400, STATUS_INPUT, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"pelias", "rubygeocoder-pelias_madison_square_garden.txt", 200, STATUS_OK, 10, "gn:venue:5125640", "", "",
     "New York", "", "us", GEOCODE_HOUSE},
    {"pelias", "rubygeocoder-pelias_no_results.txt", 200, STATUS_OK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"opencage", "rubygeocoder-opencagedata_madison_square_garden.txt", 200, STATUS_OK, 1, "", "46", "West 31st Street",
     "New York City", "10011", "us", GEOCODE_HOUSE},
    {"opencage", "rubygeocoder-opencagedata_no_results.txt", 200, STATUS_OK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"opencage", "rubygeocoder-opencagedata_over_limit.txt", 402, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"opencage", "rubygeocoder-opencagedata_invalid_api_key.txt", 403, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"opencage", "rubygeocoder-opencagedata_invalid_request.txt", 400, STATUS_INPUT, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"photon", "rubygeocoder-here_berlin.txt", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"nominatim", "rubygeocoder-here_madison_square_garden.txt", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"pelias", "rubygeocoder-here_no_results.txt", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"nominatim", "rubygeocoder-google_no_results.txt", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"photon", "rubygeocoder-google_over_limit.txt", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"nominatim", "lcg/nominatim-1.json", 200, STATUS_OK, 1, "osm:relation/8182617", "", "", "Innsbruck", "", "at",
     GEOCODE_AREA},
    {"nominatim", "lcg/nominatim-2.json", 200, STATUS_OK, 1, "osm:relation/8182617", "", "", "Innsbruck", "", "at",
     GEOCODE_AREA},
    {"nominatim", "lcg/nominatim-3.json", 200, STATUS_OK, 1, "osm:relation/78251", "", "", "", "", "at", GEOCODE_AREA},
    {"photon", "lcg/photon-1.json", 200, STATUS_OK, 2, "osm:relation/8182617", "", "", "Innsbruck", "", "at",
     GEOCODE_AREA},
    {"pelias", "lcg/pelias-1.json", 200, STATUS_OK, 1, "whosonfirst:locality:101748061", "", "", "Innsbruck", "", "at",
     GEOCODE_AREA},
    {"opencage", "lcg/opencage-1.json", 200, STATUS_OK, 2, "", "", "", "", "", "", GEOCODE_AREA},
    {"opencage", "lcg/google-1.json", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"photon", "lcg/here-1.json", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
    {"nominatim", "lcg/here-2.json", 200, STATUS_NETWORK, 0, NO, NO, NO, NO, NO, NO, GONE},
};

static void check_genuine(struct reading *r, const struct genuine *g, const char *body, size_t length)
{
    read_text(r, g->service, g->code, body, length, strcmp(g->file, "lcg/nominatim-3.json") == 0);
    if (r->status != g->status || (g->status == STATUS_OK && r->n != g->n)) {
        fail_msg("%s: %d, %zu candidates, %s", g->file, (int)r->status, r->n, r->err.text);
    }
    if (g->status != STATUS_OK || g->n == 0) {
        return;
    }
    const struct geocode_candidate *c = r->candidates;
    const char *const got[] = {c->source_id,  c->parts.number,   c->parts.street,
                               c->parts.town, c->parts.postcode, c->parts.country};
    const char *const want[] = {g->id, g->number, g->street, g->town, g->postcode, g->country};
    for (size_t i = 0; i < COUNT(got); i++) {
        if (strcmp(got[i], want[i]) != 0) {
            fail_msg("%s: %s, not %s", g->file, got[i], want[i]);
        }
    }
    if (c->precision != g->precision || !point_valid(c->at)) {
        fail_msg("%s: %s", g->file, geocode_precision_name(c->precision));
    }
}

static void services__read_genuine_answers(void **state)
{
    (void)state;
    const char *shared = getenv("ROUNDS_SHARED");
    if (shared == NULL || shared[0] == '\0') {
        print_message("skipped: data/geocode is not in ROUNDS_SHARED\n");
        skip();
    }
    for (size_t i = 0; i < COUNT(genuine); i++) {
        struct reading r = {.arena = arena_new()};
        char *body = NULL;
        size_t length;
        char *path = arena_printf(r.arena, "%s/data/geocode/%s", shared, genuine[i].file);
        assert_int_equal(file_read(r.arena, path, 1 << 20, &body, &length, &r.err), STATUS_OK);
        if (strncmp(genuine[i].file, "lcg/", 4) == 0) { /* the request stands before the answer */
            const char *why;
            json_t *pair = answer_json_read(body, length, &why);
            char *inner = json_dumps(json_object_get(pair, "response"), 0);
            body = arena_strdup(r.arena, inner);
            length = strlen(body);
            free(inner);
            json_decref(pair);
        }
        check_genuine(&r, &genuine[i], body, length);
        arena_free(r.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services__ask_in_their_own_words),
        cmocka_unit_test(nominatim__never_asks_in_both_ways),
        cmocka_unit_test(photon__asks_in_no_language_that_it_may_not_know),
        cmocka_unit_test(services__are_found_by_name),
        cmocka_unit_test(services__refuse_what_is_no_answer),
        cmocka_unit_test(services__take_an_empty_answer_for_nothing),
        cmocka_unit_test(services__refuse_what_is_too_deep_or_too_large),
        cmocka_unit_test(services__read_a_number_of_candidates_at_most),
        cmocka_unit_test(services__tell_how_precise_a_candidate_is),
        cmocka_unit_test(services__read_genuine_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
