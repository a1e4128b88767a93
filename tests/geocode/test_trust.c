/* What is believed: one candidate or a few made by hand for each way to be wrong, and a map of 13,000 real addresses
 * with pieces missing. */
#include "tests/base/unit.h"

#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/geocode/geocode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A candidate as "number|street|suburb|town|postcode|country|name|within": what is left out is "". WITHIN has ',' for
 * line ends. */
struct answer_case {
    const char *parts;
    enum geocode_precision precision;
    double lat, lon;
};

enum { ANSWERS_MAX = 10 };

struct trust_case {
    const char *about;
    const char *line;      /* "street|town|postcode|country|name" as fields of a site, or a line without '|' */
    const char *countries; /* of the settings */
    struct answer_case answers[ANSWERS_MAX];
    enum geocode_decision decision;
    size_t chosen;
    const char *why; /* part of the sentence */
};

#define H  GEOCODE_HOUSE
#define I  GEOCODE_INTERPOLATED
#define S  GEOCODE_STREET
#define P  GEOCODE_POSTCODE
#define A  GEOCODE_AREA
#define OK GEOCODE_ACCEPT
#define RV GEOCODE_REVIEW

/* A hundredth of a minute of latitude is 18.5 m; 0.001 degrees are 111 m. */
static const struct trust_case cases[] = {
    {"all parts agree",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"6|Main Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}},
     OK,
     0,
     "number, street, town and postcode agree"},
    {"abbreviations are the same street",
     "6 Main St|Oakham|le156xp|gb",
     "gb",
     {{"6|Main Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}},
     OK,
     0,
     "agree"},
    {"a number that is missing gives the street",
     "999 Föhrenweg|Karlsruhe|76149|de",
     "de",
     {{"|Föhrenweg|Kirchfeld||76149|de", S, 49.05, 8.39}},
     RV,
     0,
     "the street only: number 999 is not known"},
    {"a number that is missing gives a house without one",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"|Main Street||Oakham|LE15 6XP|gb|The Old Mill", H, 52.67, -0.73}},
     RV,
     0,
     "number 6 is not known"},
    {"a neighbour",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"8|Main Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}},
     RV,
     0,
     "the number is another: 8"},
    {"a letter that the other lacks",
     "6a Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"6|Main Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}},
     RV,
     0,
     "the number is another: 6"},
    {"a range that holds the number",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"4-8|Main Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}},
     RV,
     0,
     "the number is another"},
    {"the same street in another town",
     "Hauptstraße 5|Bruchsal||de",
     "de",
     {{"5|Hauptstraße||Durlach|76227|de", H, 49, 8.4}},
     RV,
     0,
     "the town is another: Durlach"},
    {"the same postcode, another village",
     "Hauptstraße 5|Mellendorf|30900|de",
     "de",
     {{"5|Hauptstraße||Bissendorf|30900|de||Bissendorf,Wedemark", H, 52.5, 9.7}},
     RV,
     0,
     "the town is another: Bissendorf"},
    {"a municipality with several villages",
     "Hauptstraße 5|Wedemark|30900|de",
     "de",
     {{"5|Hauptstraße||Bissendorf|30900|de||Bissendorf,Wedemark", H, 52.5, 9.7}},
     RV,
     0,
     "has several, and this is Bissendorf"},
    {"the village by its own name",
     "Hauptstraße 5|Bissendorf|30900|de",
     "de",
     {{"5|Hauptstraße||Bissendorf|30900|de||Bissendorf,Wedemark", H, 52.5, 9.7}},
     OK,
     0,
     "agree"},
    {"a part of a town, with its postcode",
     "Schubartstr. 55|Borsigwalde|13509|de",
     "de",
     {{"55|Schubartstraße|Borsigwalde|Berlin|13509|de||Borsigwalde,Berlin", H, 52.58, 13.3}},
     OK,
     0,
     "agree"},
    {"a part of a town that has the name of a town",
     "Hauptstraße 5|Neustadt||de",
     "de",
     {{"5|Hauptstraße|Neustadt|Dresden|01097|de||Neustadt,Dresden", H, 51, 13.7}},
     RV,
     0,
     "in part only"},
    {"a village that is asked for is not there",
     "Main Street 6, Langham, Oakham",
     "gb",
     {{"6|Main Street||Oakham|LE15 6AB|gb", H, 52.67, -0.73}},
     RV,
     0,
     "in part only"},
    {"a village of that name, by another town than the one asked for",
     "28 St. Paul's Street, Rabat|Gozo||mt",
     "mt",
     {{"28|St. Paul's Street||Rabat||mt", H, 35.882, 14.399}},
     RV,
     0,
     "in part only"},
    {"a village and its post town, with the postcode",
     "6 Main Street, Langham|Oakham|LE15 7HU|gb",
     "gb",
     {{"6|Main Street||Langham|LE15 7HU|gb", H, 52.69, -0.75}},
     OK,
     0,
     "postcode agree"},
    {"a town that may be another of the name",
     "Bahnhofstraße 5|Frankfurt||de",
     "de",
     {{"5|Bahnhofstraße||Frankfurt (Oder)|15230|de", H, 52.3, 14.5}},
     RV,
     0,
     "in part only"},
    {"a post town, with a British postcode",
     "6 Main Street|Oakham|LE15 7HU|gb",
     "gb",
     {{"6|Main Street||Langham|LE15 7HU|gb", H, 52.69, -0.75}},
     OK,
     0,
     "postcode agree"},
    {"the neighbouring postcode",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"6|Main Street||Oakham|LE15 7HU|gb", H, 52.69, -0.75}},
     RV,
     0,
     "the postcode is another: LE15 7HU"},
    {"a town of many streets of the name, postcode differs",
     "Berliner Straße 5|Berlin|13507|de",
     "de",
     {{"5|Berliner Straße|Zehlendorf|Berlin|14169|de", H, 52.43, 13.26}},
     RV,
     0,
     "the postcode is another"},
    {"the middle of a postcode",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"|||Oakham|LE15 6XP|gb", P, 52.67, -0.73}},
     RV,
     0,
     "the middle of a postcode only"},
    {"the town",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"|||Oakham||gb", A, 52.67, -0.73}},
     RV,
     0,
     "the town or the area only"},
    {"the same words in another country", "B1 1AA", "gb", {{"|||B1|1AA|pl", A, 52, 21}}, RV, 0, "another country (pl)"},
    {"all agrees, in another country",
     "6 High Street|Newport||gb",
     "gb",
     {{"6|High Street||Newport||us", H, 41.5, -71.3}},
     RV,
     0,
     "another country (us)"},
    {"the country of the settings holds when the site has none",
     "6 High Street|Newport|",
     "gb",
     {{"6|High Street||Newport||us", H, 41.5, -71.3}},
     RV,
     0,
     "another country (us)"},
    {"no country anywhere: words alone are not enough",
     "6 High Street|Newport|",
     "",
     {{"6|High Street||Newport||us", H, 41.5, -71.3}},
     RV,
     0,
     "no country is known"},
    {"no country anywhere: a long postcode is enough",
     "Via Cavour 31|Roma|00184",
     "",
     {{"31|Via Cavour|||00184|it", H, 41.9, 12.5}},
     OK,
     0,
     "agree"},
    {"no country anywhere: a short postcode is used by many",
     "Bahnhofstraße 5||6300",
     "",
     {{"5|Bahnhofstraße|||6300|at", H, 47.5, 12.1}},
     RV,
     0,
     "no country is known"},
    {"several countries with the same short postcode",
     "Bahnhofstraße 5||6300|",
     "at,ch",
     {{"5|Bahnhofstraße|||6300|at", H, 47.5, 12.1}},
     RV,
     0,
     "its country is not sure"},
    {"several countries, and the town agrees",
     "Bahnhofstraße 5|Zug|6300|",
     "at,ch",
     {{"5|Bahnhofstrasse||Zug|6300|ch", H, 47.2, 8.5}},
     OK,
     0,
     "agree"},
    {"one country, and its short postcode",
     "Bahnhofplatz 9||3500|at",
     "at,ch",
     {{"9|Bahnhofplatz|||3500|at", H, 48.4, 15.6}},
     OK,
     0,
     "agree"},
    {"not of the countries of the settings",
     "Bahnhofstraße 5|Zug|6300|",
     "at,de",
     {{"5|Bahnhofstrasse||Zug|6300|ch", H, 47.2, 8.5}},
     RV,
     0,
     "another country (ch)"},
    {"neither town nor postcode",
     "Via Cavour 31|||it",
     "it",
     {{"31|Via Cavour||Roma|00184|it", H, 41.9, 12.5}},
     RV,
     0,
     "neither town nor postcode"},
    {"a town that the answer does not name",
     "Via Cavour 31|Roma||it",
     "it",
     {{"31|Via Cavour|||00184|it", H, 41.9, 12.5}},
     RV,
     0,
     "neither town nor postcode"},
    {"another name of the town",
     "Via Cavour 31|Rome||it",
     "it",
     {{"31|Via Cavour||Roma|00184|it", H, 41.9, 12.5}},
     OK,
     0,
     "agree"},
    {"two as good, far apart",
     "5 High Street|Newport||gb",
     "gb",
     {{"5|High Street||Newport|NP20 1FX|gb", H, 51.58, -2.99}, {"5|High Street||Newport|PO30 1SS|gb", H, 50.7, -1.29}},
     RV,
     0,
     "two places as good, 154.1 km apart"},
    {"two as good, 111 m apart",
     "5 High Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"5|High Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}, {"5|High Street||Oakham|LE15 6XP|gb", H, 52.671, -0.73}},
     RV,
     0,
     "two places as good, 111 m apart"},
    {"a node and a building, 55 m apart, are one",
     "5 High Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"5|High Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}, {"5|High Street||Oakham|LE15 6XP|gb", H, 52.6705, -0.73}},
     OK,
     0,
     "agree"},
    {"the one in the middle is near both ends",
     "1 Station|Oakham|LE15 6XP|gb",
     "gb",
     {{"1|Station||Oakham|LE15 6XP|gb", H, 52.67, -0.73},
      {"1|Station||Oakham|LE15 6XP|gb", H, 52.6708, -0.73},
      {"1|Station||Oakham|LE15 6XP|gb", H, 52.6692, -0.73}},
     RV,
     0,
     "several places as good, 178 m apart"},
    {"the firm among several of one number",
     "1 Station|Oakham|LE15 6XP|gb|Kamps",
     "gb",
     {{"1|Station||Oakham|LE15 6XP|gb|Buffet", H, 52.67, -0.73},
      {"1|Station||Oakham|LE15 6XP|gb|Kamps", H, 52.672, -0.73}},
     OK,
     1,
     "agree"},
    {"one that knows less is as good",
     "5 High Street|Newport||gb",
     "gb",
     {{"5|High Street||Newport||gb", H, 51.58, -2.99}, {"5|High Street||||gb", H, 50.7, -1.29}},
     RV,
     0,
     "two places as good"},
    {"one with another postcode is not",
     "5 High Street|Newport|NP20 1FX|gb",
     "gb",
     {{"5|High Street||Newport|PO30 1SS|gb", H, 50.7, -1.29}, {"5|High Street||Newport|NP20 1FX|gb", H, 51.58, -2.99}},
     OK,
     1,
     "agree"},
    {"two streets of the name in the town",
     "Hauptstraße 5|Berlin||de",
     "de",
     {{"5|Hauptstraße||Berlin|10827|de", H, 52.48, 13.35}, {"|Hauptstraße||Berlin|13158|de", S, 52.6, 13.38}},
     RV,
     0,
     "two streets of that name"},
    {"another street of the same number",
     "Bergstraße 5|Krems|3500|at",
     "at",
     {{"5|Burgstraße||Krems|3500|at", H, 48.4, 15.6}},
     RV,
     0,
     "the street is another: Burgstraße"},
    {"between known numbers, all agrees",
     "5 High Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"5|High Street||Oakham|LE15 6XP|gb", I, 52.67, -0.73}},
     OK,
     0,
     "(interpolated)"},
    {"between known numbers, no postcode",
     "5 High Street|Oakham||gb",
     "gb",
     {{"5|High Street||Oakham|LE15 6XP|gb", I, 52.67, -0.73}},
     RV,
     0,
     "guessed"},
    {"between known numbers of America",
     "516 Centre Ct|Alameda|94502|us",
     "us",
     {{"516|Centre Court||Alameda|94502|us", I, 37.7, -122.2}},
     RV,
     0,
     "guessed"},
    {"a house beats a guess",
     "5 High Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"5|High Street||Oakham|LE15 6XP|gb", I, 52.6703, -0.73}, {"5|High Street||Oakham|LE15 6XP|gb", H, 52.67, -0.73}},
     OK,
     1,
     "agree"},
    {"a name, with its street and town",
     "The Old Mill, Mill Lane|Oakham|LE15 6XP|gb",
     "gb",
     {{"|Mill Lane||Oakham|LE15 6XP|gb|Old Mill", H, 52.67, -0.73}},
     OK,
     0,
     "name, street"},
    {"a thing of the same name elsewhere in the town",
     "Sainsbury's, South Street|Oakham||gb",
     "gb",
     {{"|Lands End Way||Oakham|LE15 6RB|gb|Sainsbury's", H, 52.67, -0.73}},
     RV,
     0,
     "the street is another"},
    {"a name and nothing else",
     "|Oakham||gb|The Crown",
     "gb",
     {{"16|High Street||Oakham|LE15 6AH|gb|The Crown", H, 52.67, -0.73}},
     RV,
     0,
     "no street was asked for"},
    {"a street without a number",
     "Mill Lane|Oakham|LE15 6XP|gb",
     "gb",
     {{"1|Mill Lane||Oakham|LE15 6XP|gb", H, 52.67, -0.73}},
     RV,
     0,
     "no house number was asked for"},
    {"houses numbered by the village",
     "Unterlohe 12|Harsdorf|95499|de",
     "de",
     {{"12||Unterlohe|Harsdorf|95499|de||Unterlohe,Harsdorf", H, 50.03, 11.56}},
     OK,
     0,
     "agree"},
    {"0,0", "6 Main Street|Oakham|LE15 6XP|gb", "gb", {{"6|Main Street||Oakham|LE15 6XP|gb", H, 0, 0}}, RV, 0, "0,0"},
    {"no country in the answer, no postcode",
     "6 Main Street|Oakham||gb",
     "gb",
     {{"6|Main Street||Oakham", H, 52.67, -0.73}},
     RV,
     0,
     "no country is known"},
    {"umlauts in two letters",
     "Foehrenweg 30||76149|de",
     "de",
     {{"30|Föhrenweg|Kirchfeld||76149|de", H, 49.05, 8.39}},
     OK,
     0,
     "agree"},
    {"the best guess is the likest",
     "6 Main Street|Oakham|LE15 6XP|gb",
     "gb",
     {{"|||Oakham||gb", A, 52.6, -0.7},
      {"6|Main Street||Corby|NN17 1AA|gb", H, 52.5, -0.7},
      {"|Main Street||Oakham|LE15 6XP|gb", S, 52.67, -0.73}},
     RV,
     2,
     "the street only"},
};

/* The FIELDth of TEXT, cut by '|'. */
static const char *field(struct arena *arena, const char *text, size_t at)
{
    for (; at > 0 && *text != '\0'; at--) {
        text += strcspn(text, "|");
        text += *text == '|';
    }
    return arena_strndup(arena, text, strcspn(text, "|"));
}

static struct geocode_query query_of(struct arena *arena, const char *line, const char *countries)
{
    struct geocode_query query = {.text = line, .countries = countries, .language = ""};
    if (strchr(line, '|') == NULL) {
        query.parts = address_parse(arena, line, countries);
        return query;
    }
    query.parts = address_of(arena, field(arena, line, 0), field(arena, line, 1), field(arena, line, 2),
                             field(arena, line, 3), "");
    query.parts.name = query.parts.name[0] != '\0' ? query.parts.name : field(arena, line, 4);
    return query;
}

static struct geocode_candidate candidate_of(struct arena *arena, const struct answer_case *a)
{
    char *within = arena_printf(arena, "%s\n", field(arena, a->parts, 7));
    for (char *p = within; *p != '\0'; p++) {
        *p = *p == ',' ? '\n' : *p;
    }
    struct geocode_candidate c = {
        .at = {a->lat, a->lon}, .label = a->parts, .precision = a->precision, .source_id = ""};
    c.parts.number = field(arena, a->parts, 0);
    c.parts.street = field(arena, a->parts, 1);
    c.parts.suburb = field(arena, a->parts, 2);
    c.parts.town = field(arena, a->parts, 3);
    c.parts.county = "";
    c.parts.postcode = field(arena, a->parts, 4);
    c.parts.country = field(arena, a->parts, 5);
    c.parts.name = field(arena, a->parts, 6);
    c.within = within[0] != '\n' ? within : NULL;
    return c;
}

static void trust__knows_each_way_to_be_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct trust_case *t = &cases[i];
        struct arena *arena = arena_new();
        struct geocode_candidate candidates[ANSWERS_MAX];
        struct geocode_answer answer = {.candidates = candidates};
        while (answer.n < ANSWERS_MAX && t->answers[answer.n].parts != NULL) {
            candidates[answer.n] = candidate_of(arena, &t->answers[answer.n]);
            answer.n++;
        }
        struct geocode_query query = query_of(arena, t->line, t->countries);
        struct geocode_verdict verdict = geocode_trust(arena, &query, &answer);
        if (verdict.decision != t->decision || verdict.chosen != t->chosen || strstr(verdict.why, t->why) == NULL) {
            fail_msg("%s: decided %d for %zu: %s", t->about, (int)verdict.decision, verdict.chosen, verdict.why);
        }
        arena_free(arena);
    }
}

static void trust__says_when_nothing_was_found(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct geocode_query query = query_of(arena, "6 Main Street, Oakham", "gb");
    struct geocode_answer answer = {.n = 0};
    assert_int_equal(geocode_trust(arena, &query, &answer).decision, GEOCODE_NONE);
    arena_free(arena);
}

static void match__tells_what_agrees_and_what_does_not(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct geocode_query query = query_of(arena, "6 Main Street|Oakham|LE15 6XP|gb|Kamps", "gb");
    struct answer_case a = {"8|Main St||Corby||gb|Kamps", H, 52, 0};
    struct geocode_candidate c = candidate_of(arena, &a);
    geocode_match(&query, &c, 1);
    assert_int_equal(c.matched, GEOCODE_STREET_NAME | GEOCODE_COUNTRY | GEOCODE_NAME);
    assert_int_equal(c.mismatched, GEOCODE_NUMBER | GEOCODE_TOWN);
    arena_free(arena);
}

/* --- a map with pieces missing -------------------------------------------------------------------------------------
 * */

struct row {
    const char *cells[10]; /* osm, name, kind, housenumber, street, postcode, city, country_code, lat, lon */
    struct point at;
};

struct town_map {
    struct row *rows;
    size_t n;
};

static uint64_t drawn = 1;

static uint32_t draw(uint32_t n)
{
    drawn = drawn * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(drawn >> 33) % n;
}

/* One line of the table; quoted cells have no line breaks. */
static char *read_row(char *line, struct row *row)
{
    for (size_t i = 0; i < 10; i++) {
        bool quoted = *line == '"';
        char *to = line += quoted;
        row->cells[i] = line;
        while (*line != '\0' && *line != '\n' && (quoted || *line != ',')) {
            if (quoted && *line == '"' && *++line != '"') {
                break;
            }
            *to++ = *line++;
        }
        char end = *line;
        line += end != '\0';
        *to = '\0';
        if (end != ',') {
            return line;
        }
    }
    return line;
}

static int by_street(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = strcmp(x->cells[4], y->cells[4]);
    return order != 0 ? order : strcmp(x->cells[0], y->cells[0]);
}

static struct town_map read_map(struct arena *arena, const char *shared)
{
    char *data = NULL;
    size_t length, capacity = 0;
    struct error err;
    struct town_map map = {NULL, 0};
    char *path = arena_printf(arena, "%s/data/addresses/osm-extract-addresses.csv", shared);
    assert_int_equal(file_read(arena, path, 8 << 20, &data, &length, &err), STATUS_OK);
    for (char *line = strchr(data, '\n') + 1; *line != '\0';) {
        struct row row = {.cells = {"", "", "", "", "", "", "", "", "", ""}};
        line = read_row(line, &row);
        if (row.cells[3][0] != '\0' && row.cells[4][0] != '\0' && strlen(row.cells[7]) == 2 &&
            num_parse_double(row.cells[8], false, -90, 90, &row.at.lat_deg) &&
            num_parse_double(row.cells[9], false, -180, 180, &row.at.lon_deg)) {
            struct row *kept = arena_push(arena, &map.rows, &map.n, &capacity, sizeof *map.rows);
            *kept = row;
        }
    }
    qsort(map.rows, map.n, sizeof *map.rows, by_street);
    return map;
}

/* As a service would show ROW, with what it does not know left out: the town often, the postcode at times. */
static struct geocode_candidate shown(const struct row *row)
{
    struct geocode_candidate c = {.at = row->at, .label = "", .precision = GEOCODE_HOUSE, .source_id = ""};
    c.parts = (struct address){row->cells[1], row->cells[3], row->cells[4], "", "", "", "", row->cells[7]};
    c.parts.town = draw(2) == 0 ? row->cells[6] : "";
    c.parts.postcode = draw(4) == 0 ? "" : row->cells[5];
    return c;
}

/* Rows of ROW's street, in any town, a quarter of them missing (the very one too), those of its number before others.
 * */
static size_t answer_row(const struct town_map *map, size_t at, struct geocode_candidate *out)
{
    size_t n = 0, first = at, end = at;
    const struct row *row = &map->rows[at];
    while (first > 0 && strcmp(map->rows[first - 1].cells[4], row->cells[4]) == 0) {
        first--;
    }
    while (end < map->n && strcmp(map->rows[end].cells[4], row->cells[4]) == 0) {
        end++;
    }
    for (size_t round = 0; round < 2; round++) {
        for (size_t i = first; i < end && n < ANSWERS_MAX; i++) {
            bool same = strcmp(map->rows[i].cells[3], row->cells[3]) == 0;
            if (same == (round == 0) && draw(4) != 0 && (same || n == 0 || draw(8) == 0)) {
                out[n++] = shown(&map->rows[i]);
            }
        }
    }
    return n;
}

/* A customer's row: sometimes without the postcode or without the town, as people write them. */
static struct geocode_query ask_row(struct arena *arena, const struct row *row)
{
    struct geocode_query query = {.countries = row->cells[7], .language = ""};
    const char *street = arena_printf(arena, "%s %s", row->cells[4], row->cells[3]);
    uint32_t missing = draw(6);
    query.parts = address_of(arena, street, missing == 0 ? "" : row->cells[6], missing == 1 ? "" : row->cells[5],
                             row->cells[7], "");
    query.text = address_line(arena, &query.parts);
    return query;
}

static bool is_shared(const char *a, const char *b)
{
    return a[0] != '\0' && strcmp(a, b) == 0;
}

/* Metres from the nearest thing that has the very address of the row at AT: one of two houses of a number may be
 * missing. */
static double wrong_by(const struct town_map *map, size_t at, struct point chosen)
{
    double best = point_distance_m(map->rows[at].at, chosen);
    const struct row *row = &map->rows[at];
    for (size_t i = 0; i < map->n && best > 100; i++) {
        const struct row *other = &map->rows[i];
        bool same = strcmp(other->cells[4], row->cells[4]) == 0 && strcmp(other->cells[3], row->cells[3]) == 0 &&
                    strcmp(other->cells[7], row->cells[7]) == 0 &&
                    (is_shared(other->cells[5], row->cells[5]) || is_shared(other->cells[6], row->cells[6]));
        double metres = same ? point_distance_m(other->at, chosen) : best;
        best = metres < best ? metres : best;
    }
    return best;
}

static void trust__takes_no_wrong_place_of_a_map_with_holes(void **state)
{
    const char *shared = getenv("ROUNDS_SHARED");
    struct arena *kept = arena_new();
    size_t accepted = 0, there = 0, asked = 0;
    (void)state;
    if (shared == NULL || shared[0] == '\0') {
        arena_free(kept);
        print_message("skipped: data/addresses is not in ROUNDS_SHARED\n");
        skip();
    }
    struct town_map map = read_map(kept, shared);
    assert_true(map.n > 13000);
    for (size_t i = 0; i < map.n; i += 4) {
        struct arena *arena = arena_new();
        struct geocode_candidate candidates[ANSWERS_MAX];
        struct geocode_query query = ask_row(arena, &map.rows[i]);
        struct geocode_answer answer = {.candidates = candidates, .n = answer_row(&map, i, candidates)};
        struct geocode_verdict verdict = geocode_trust(arena, &query, &answer);
        asked++;
        for (size_t k = 0; k < answer.n; k++) {
            there += candidates[k].at.lat_deg == map.rows[i].at.lat_deg &&
                     candidates[k].at.lon_deg == map.rows[i].at.lon_deg;
        }
        if (verdict.decision == GEOCODE_ACCEPT) {
            double metres = wrong_by(&map, i, candidates[verdict.chosen].at);
            accepted++;
            if (metres > 100) {
                fail_msg("%s: wrong by %.0f m, because %s", query.text, metres, verdict.why);
            }
        }
        arena_free(arena);
    }
    print_message("%zu asked, %zu in the answer, %zu accepted, none of them wrong\n", asked, there, accepted);
    assert_true(accepted * 10 > asked * 4);
    arena_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trust__knows_each_way_to_be_wrong),
        cmocka_unit_test(trust__says_when_nothing_was_found),
        cmocka_unit_test(match__tells_what_agrees_and_what_does_not),
        cmocka_unit_test(trust__takes_no_wrong_place_of_a_map_with_holes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
