/* Addresses in parts: from fields, from lines, compared; and 13,000 real ones that must come out of a line as they
 * went in. */
#include "tests/base/unit.h"

#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/geocode/geocode.h"

#include <stdlib.h>
#include <string.h>

static void check_parts(const char *of, const struct address *got, const char *const want[6])
{
    const char *const parts[] = {got->name, got->number, got->street, got->suburb, got->town, got->postcode};
    static const char *const what[] = {"name", "number", "street", "suburb", "town", "postcode"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (strcmp(parts[i], want[i]) != 0) {
            fail_msg("%s: %s is \"%s\", not \"%s\"", of, what[i], parts[i], want[i]);
        }
    }
}

/* --- fields ------------------------------------------------------------------------------------------------------- */

struct field_case {
    const char *field, *country, *name, *number, *street, *suburb;
};

static const struct field_case fields[] = {
    {"6 Main St", "gb", "", "6", "Main St", ""},
    {"  6   Main St ", "gb", "", "6", "Main St", ""},
    {"Hauptstr. 6a", "de", "", "6a", "Hauptstr.", ""},
    {"Hauptstraße 12 a", "de", "", "12 a", "Hauptstraße", ""},
    {"Hauptstraße 4 - 6", "de", "", "4 - 6", "Hauptstraße", ""},
    {"Rua X, 12", "pt", "", "12", "Rua X", ""},
    {"Via Cavour, 50/b", "it", "", "50/b", "Via Cavour", ""},
    {"12, Rue de la Paix", "fr", "", "12", "Rue de la Paix", ""},
    {"12 bis rue Victor Hugo", "fr", "", "12 bis", "rue Victor Hugo", ""},
    {"Unit 4, Mill Lane", "gb", "", "", "Mill Lane", ""},
    {"Unit 4 Mill Lane", "gb", "", "", "Mill Lane", ""},
    {"Flat 2 14 High Street", "gb", "", "14", "High Street", ""},
    {"Flat B, 41 Mitcham Road", "gb", "", "41", "Mitcham Road", ""},
    {"10 Downing Street Suite 200", "gb", "", "10", "Downing Street", ""},
    {"14824 SW Scholls Ferry Rd # 101", "us", "", "14824", "SW Scholls Ferry Rd", ""},
    {"123 1/2 Main St", "us", "", "123 1/2", "Main St", ""},
    {"The Old Mill, 3 High Street", "gb", "The Old Mill", "3", "High Street", ""},
    {"Shop 3, The Arcade, 22 Market Place", "gb", "The Arcade", "22", "Market Place", ""},
    {"Manor Farm, Back Lane", "gb", "Manor Farm", "", "Back Lane", ""},
    {"Mill Lane, Langham Industrial Estate", "gb", "", "", "Mill Lane", "Langham Industrial Estate"},
    {"221B Baker St, Marylebone", "gb", "", "221B", "Baker St", "Marylebone"},
    {"Straße des 17. Juni 135", "de", "", "135", "Straße des 17. Juni", ""},
    {"Straße des 17. Juni", "de", "", "", "Straße des 17. Juni", ""},
    {"1 Rue du 8 Mai 1945", "fr", "", "1", "Rue du 8 Mai 1945", ""},
    {"Rue du 8 Mai 1945", "fr", "", "", "Rue du 8 Mai 1945", ""},
    {"Piazza 25 Aprile 3", "it", "", "3", "Piazza 25 Aprile", ""},
    {"1st Avenue", "us", "", "", "1st Avenue", ""},
    {"350 5th Avenue", "us", "", "350", "5th Avenue", ""},
    {"2 & 4 Burley Road", "gb", "", "2 & 4", "Burley Road", ""},
    {"1st Floor, 12 Market Place", "gb", "", "12", "Market Place", ""},
    {"826 September Dr", "us", "", "826", "September Dr", ""},
    {"Route 9", "us", "", "", "Route 9", ""},
    {"Calle Mayor nº 5", "es", "", "5", "Calle Mayor", ""},
    {"Аргуновская улица 12 к2", "ru", "", "12 к2", "Аргуновская улица", ""},
    {"Krefelder Straße 19;21", "de", "", "19;21", "Krefelder Straße", ""},
    {"c/o Smith, 3 Elm Close", "gb", "", "3", "Elm Close", ""},
    {"C/O A. Smith, Mill Lane", "gb", "", "", "Mill Lane", ""},
    {"Am Markt", "de", "", "", "Am Markt", ""},
    {"", "gb", "", "", "", ""},
    {" , ; ", "gb", "", "", "", ""},
};

static void address_of__takes_a_street_field_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(fields); i++) {
        const struct field_case *f = &fields[i];
        struct arena *arena = arena_new();
        struct address got = address_of(arena, f->field, " Town ", "", f->country, "");
        check_parts(f->field, &got, (const char *const[]){f->name, f->number, f->street, f->suburb, "Town", ""});
        assert_string_equal(got.country, f->country);
        arena_free(arena);
    }
}

struct code_case {
    const char *country, *given, *written, *code;
};

static const struct code_case codes[] = {
    {"United Kingdom", "le156xp", "LE15 6XP", "gb"},
    {"gb", "b11aa", "B1 1AA", "gb"},
    {"UK", "EC1A 1BB", "EC1A 1BB", "gb"},
    {"GB", "W1A0AX", "W1A 0AX", "gb"},
    {"Deutschland", "D-13509", "13509", "de"},
    {"de", "4109", "04109", "de"},
    {"Italia", "185", "185", "it"},
    {"nl", "1012lg", "1012 LG", "nl"},
    {"Österreich", "A-3500", "3500", "at"},
    {"Portugal", "1100053", "1100-053", "pt"},
    {"USA", "945021234", "94502-1234", "us"},
    {"us", "2139", "02139", "us"},
    {"Sverige", "11455", "114 55", "se"},
    {"pl", "00950", "00-950", "pl"},
    {"ad", "AD500", "AD500", "ad"},
    {"ad", "500", "AD500", "ad"},
    {"lv", "1050", "LV-1050", "lv"},
    {"ie", "d02x285", "D02 X285", "ie"},
    {"Canada", "k1a0b1", "K1A 0B1", "ca"},
    {"gb", "not one", "not one", "gb"},
    {"nowhere", "12 3", "12 3", ""},
    {"", "LE156XP", "LE15 6XP", "gb"},
};

static void address_of__writes_postcodes_as_their_country_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(codes); i++) {
        struct arena *arena = arena_new();
        struct address got = address_of(arena, "", "", codes[i].given, codes[i].country, "gb");
        assert_string_equal(got.postcode, codes[i].written);
        assert_string_equal(got.country, codes[i].code);
        arena_free(arena);
    }
}

/* --- lines -------------------------------------------------------------------------------------------------------- */

struct line_case {
    const char *line, *home, *name, *number, *street, *suburb, *town, *postcode, *country;
};

static const struct line_case lines[] = {
    {"6 Main Street, Oakham, LE15 6XP", "gb", "", "6", "Main Street", "", "Oakham", "LE15 6XP", "gb"},
    {"6 Main Street Oakham LE156XP", "gb", "", "6", "Main Street", "", "Oakham", "LE15 6XP", "gb"},
    {"6 Main Street, Langham, Oakham, Rutland, LE15 7HU, UK", "", "", "6", "Main Street", "Langham", "Oakham",
     "LE15 7HU", "gb"},
    {"Manor Farm, Langham, LE15 7HU", "gb", "", "", "Manor Farm", "", "Langham", "LE15 7HU", "gb"},
    {"Sainsbury's, South Street, Oakham", "gb", "Sainsbury's", "", "South Street", "", "Oakham", "", ""},
    {"LE15 6XP", "gb", "", "", "", "", "", "LE15 6XP", "gb"},
    {"Hauptstr. 6, 76149 Karlsruhe", "gb", "", "6", "Hauptstr.", "", "Karlsruhe", "76149", ""},
    {"Schubartstr. 55, D-13509 Berlin", "gb", "", "55", "Schubartstr.", "", "Berlin", "13509", "de"},
    {"Straße des 17. Juni 135, 10623 Berlin, Deutschland", "gb", "", "135", "Straße des 17. Juni", "", "Berlin",
     "10623", "de"},
    {"Fohrenweg 30 Karlsruhe", "de", "", "30", "Fohrenweg", "", "Karlsruhe", "", ""},
    {"Foehrenweg 30 76149", "de", "", "30", "Foehrenweg", "", "", "76149", "de"},
    {"Hauptstraße 5 a Bad Homburg", "de", "", "5 a", "Hauptstraße", "", "Bad Homburg", "", ""},
    {"Mannerheimintie 1 Helsinki", "fi", "", "1", "Mannerheimintie", "", "Helsinki", "", ""},
    {"Avenue Princesse Grace 7 Monaco", "", "", "7", "Avenue Princesse Grace", "", "Monaco", "", ""},
    {"10 Rue de la Paix 75002 Paris", "fr", "", "10", "Rue de la Paix", "", "Paris", "75002", "fr"},
    {"Piazza dell'Esquilino 1/c, 00185 Roma", "it", "", "1/c", "Piazza dell'Esquilino", "", "Roma", "00185", "it"},
    {"1216 Santa Clara Av, Alameda, CA 94502", "us", "", "1216", "Santa Clara Av", "", "Alameda", "94502", "us"},
    {"1216 Santa Clara Ave, Alameda CA 94502-1234, USA", "gb", "", "1216", "Santa Clara Ave", "", "Alameda",
     "94502-1234", "us"},
    {"Damrak 1, 1012 LG Amsterdam", "nl", "", "1", "Damrak", "", "Amsterdam", "1012 LG", "nl"},
    {"Rua Augusta 12, 1100-053 Lisboa, Portugal", "gb", "", "12", "Rua Augusta", "", "Lisboa", "1100-053", "pt"},
    {"улица Фонвизина 15, Москва", "ru", "", "15", "улица Фонвизина", "", "Москва", "", ""},
    {"10, Downing Street, London SW1A 2AA", "gb", "", "10", "Downing Street", "", "London", "SW1A 2AA", "gb"},
    {"8 Mill St Oakham Rutland LE15 6EA", "gb", "", "8", "Mill St", "", "Oakham", "LE15 6EA", "gb"},
    {"High Street Oakham", "gb", "", "", "High Street", "", "Oakham", "", ""},
    {"Plot 4 Lands End Way Oakham LE15 6RB", "gb", "", "", "Lands End Way", "", "Oakham", "LE15 6RB", "gb"},
    {"St. Mary's Church, Church St., Melton Mowbray, Leics LE13 0PN", "gb", "St. Mary's Church", "", "Church St.", "",
     "Melton Mowbray", "LE13 0PN", "gb"},
    {"Apartment 4b Kings House 22 Queen Street Leeds LS1 2TW", "gb", "Kings House", "22", "Queen Street", "", "Leeds",
     "LS1 2TW", "gb"},
    {"Ground Floor, Suite B, 100 New Bridge Street, London EC4V 6JA", "gb", "", "100", "New Bridge Street", "",
     "London", "EC4V 6JA", "gb"},
    {"35490 Mission Bl, Fremont", "us", "", "35490", "Mission Bl", "", "Fremont", "", ""},
    {"621 SE St Andrews Dr, 97202", "us", "", "621", "SE St Andrews Dr", "", "", "97202", "us"},
    {"Vaduz", "li", "", "", "", "", "Vaduz", "", ""},
    {"76149", "de", "", "", "", "", "", "76149", "de"},
    {"00185 Roma", "it", "", "", "", "", "Roma", "00185", "it"},
    {"3500 Krems", "at", "", "", "", "", "Krems", "3500", "at"},
    {"1216 Broadway, Alameda", "us", "", "1216", "Broadway", "", "Alameda", "", ""},
    {"", "gb", "", "", "", "", "", "", ""},
};

static void address_parse__takes_a_line_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        const struct line_case *l = &lines[i];
        struct arena *arena = arena_new();
        struct address got = address_parse(arena, l->line, l->home);
        check_parts(l->line, &got,
                    (const char *const[]){l->name, l->number, l->street, l->suburb, l->town, l->postcode});
        if (strcmp(got.country, l->country) != 0) {
            fail_msg("%s: country %s", l->line, got.country);
        }
        arena_free(arena);
    }
}

static void address_line__is_written_as_the_country_does(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct address a = address_of(arena, "The Old Mill, Main Street 6", "Oakham", "LE156XP", "gb", "");
    assert_string_equal(address_line(arena, &a), "6 Main Street, Oakham, LE15 6XP, United Kingdom");
    a = address_of(arena, "6 Hauptstraße", "Karlsruhe", "76149", "de", "");
    assert_string_equal(address_line(arena, &a), "Hauptstraße 6, 76149 Karlsruhe, Germany");
    a = address_of(arena, "The Old Mill, Mill Lane", "Oakham", "", "", "");
    assert_string_equal(address_line(arena, &a), "The Old Mill, Mill Lane, Oakham");
    a = address_of(arena, "", "", "", "", "");
    assert_string_equal(address_line(arena, &a), "");
    arena_free(arena);
}

/* --- compared ----------------------------------------------------------------------------------------------------- */

struct same_case {
    bool (*same)(const char *a, const char *b);
    const char *a, *b;
    bool expected;
};

static const struct same_case sames[] = {
    {address_same_street, "Main St", "Main Street", true},
    {address_same_street, "MAIN ST.", "main street", true},
    {address_same_street, "St John's Rd", "Saint Johns Road", true},
    {address_same_street, "N High St", "North High Street", true},
    {address_same_street, "SANTA CLARA AV", "Santa Clara Avenue", true},
    {address_same_street, "Kennedy Pl", "Kennedy Place", true},
    {address_same_street, "Kennedy Place", "Kennedy Plaza", false},
    {address_same_street, "Hauptstr.", "Hauptstraße", true},
    {address_same_street, "Haupt Strasse", "Hauptstraße", true},
    {address_same_street, "Johann Georg Schlosser Str", "Johann-Georg-Schlosser-Straße", true},
    {address_same_street, "Foehrenweg", "Föhrenweg", true},
    {address_same_street, "Fohrenweg", "Föhrenweg", true},
    {address_same_street, "Bergstraße", "Burgstraße", false},
    {address_same_street, "Hauptstraße", "Hauptweg", false},
    {address_same_street, "Marktpl.", "Marktplatz", true},
    {address_same_street, "Bd Victor Hugo", "Boulevard Victor-Hugo", true},
    {address_same_street, "Rue de la République", "R. Republique", true},
    {address_same_street, "Av. d'Enclar", "Avinguda d'Enclar", true},
    {address_same_street, "C/ Mallorca", "Carrer de Mallorca", true},
    {address_same_street, "C/ Mayor", "Calle Mayor", true},
    {address_same_street, "P.za Navona", "Piazza Navona", false},
    {address_same_street, "Pzza Navona", "Piazza Navona", true},
    {address_same_street, "Via S. Vito", "Via San Vito", true},
    {address_same_street, "Via di San Vito", "Via San Vito", true},
    {address_same_street, "Via Roma", "Viale Roma", false},
    {address_same_street, "R. Augusta", "Rua Augusta", true},
    {address_same_street, "Kerkstr.", "Kerkstraat", true},
    {address_same_street, "ул. Фонвизина", "улица Фонвизина", true},
    {address_same_street, "Фонвизина улица", "улица Фонвизина", true},
    {address_same_street, "Piazza Vittorio Emanuele II;Via Rossi", "Via Rossi", true},
    {address_same_street, "Kaiserallee (B 36)", "Kaiserallee", true},
    {address_same_street, "Rue Neuve - Nieuwstraat", "Nieuwstraat", true},
    {address_same_street, "Rue Neuve - Nieuwstraat", "Rue Neuve", true},
    {address_same_street, "Rue Neuve - Nieuwstraat", "Rue Neuve - Nieuwstraat", true},
    {address_same_street, "Rue Neuve - Nieuwstraat", "Rue Vieille", false},
    {address_same_street, "XqTriq Nofs / South Street", "Triq Nofs / South Street", false},
    {address_same_street, "South Street / Triq Nofs", "Triq Nofs / South Street", true},
    {address_same_street, "South Street", "Triq Nofs / South St", true},
    {address_same_street, "Alt - Wittenau", "Alt-Wittenau", true},
    {address_same_street, "SW Scholls Ferry Rd", "Southwest Scholls Ferry Road", true},
    {address_same_street, "1st Avenue", "11th Avenue", false},
    {address_same_street, "Straße 1 2", "Straße 12", false},
    {address_same_street, "", "", false},
    {address_same_street, "-", "-", false},
    {address_same_number, "6", "6", true},
    {address_same_number, "6", "06", true},
    {address_same_number, "6a", "6 A", true},
    {address_same_number, "50/b", "50b", true},
    {address_same_number, "50-b", "50B", true},
    {address_same_number, "4-6", "4 – 6", true},
    {address_same_number, "12 bis", "12bis", true},
    {address_same_number, "12 к2", "12к2", true},
    {address_same_number, "16А", "16A", true},
    {address_same_number, "16Б", "16B", false},
    {address_same_number, "6", "6a", false},
    {address_same_number, "4", "4-6", false},
    {address_same_number, "12/2", "122", false},
    {address_same_number, "12/2", "12-2", false},
    {address_same_number, "12 2", "122", false},
    {address_same_number, "1", "11", false},
    {address_same_number, "10", "1", false},
    {address_same_number, "", "", false},
    {address_same_town, "Rome", "Roma", true},
    {address_same_town, "München", "Munich", true},
    {address_same_town, "Muenchen", "München", true},
    {address_same_town, "St. Gallen", "Sankt Gallen", true},
    {address_same_town, "KREMS", "Krems", true},
    {address_same_town, "Krems", "Krems an der Donau", false},
    {address_same_town, "Frankfurt (Oder)", "Frankfurt am Main", false},
    {address_same_town, "Bolzano - Bozen", "Bozen", true},
    {address_same_town, "Bolzano", "Bolzano - Bozen", true},
    {address_same_town, "Bolzano - Bozen", "Trento", false},
    {address_same_town, "Frankfurt/Oder", "Frankfurt", false},
    {address_same_town, "Monaco", "München", false},
    {address_same_town, "", "", false},
    {address_same_postcode, "LE15 6XP", "le156xp", true},
    {address_same_postcode, "D-13509", "13509", true},
    {address_same_postcode, "94502-1234", "94502", true},
    {address_same_postcode, "1100-053", "1100", false},
    {address_same_postcode, "LE15", "LE15 6XP", false},
    {address_same_postcode, "13507", "13509", false},
    {address_same_postcode, "", "", false},
};

static void address_same__knows_clothes_from_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sames); i++) {
        if (sames[i].same(sames[i].a, sames[i].b) != sames[i].expected ||
            sames[i].same(sames[i].b, sames[i].a) != sames[i].expected) {
            fail_msg("\"%s\" and \"%s\"", sames[i].a, sames[i].b);
        }
    }
}

/* An index finds what the comparison calls the same. */
static void address_street_forms__are_shared_by_the_same_street(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sames); i++) {
        struct arena *arena = arena_new();
        const char *a[ADDRESS_FORMS_MAX], *b[ADDRESS_FORMS_MAX];
        size_t n = address_street_forms(arena, sames[i].a, a);
        size_t m = address_street_forms(arena, sames[i].b, b);
        bool shared = false;
        for (size_t k = 0; k < n * m; k++) {
            assert_true(a[k / m][0] != '\0' && b[k % m][0] != '\0');
            shared = shared || strcmp(a[k / m], b[k % m]) == 0;
        }
        assert_true(shared || sames[i].same != address_same_street || !sames[i].expected);
        arena_free(arena);
    }
}

/* --- the key ------------------------------------------------------------------------------------------------------ */

static const char *key_of(struct arena *arena, const char *line, const char *countries)
{
    struct geocode_query query = {.text = line, .countries = countries, .language = ""};
    query.parts = address_parse(arena, line, countries);
    return geocode_key(arena, &query);
}

static void geocode_key__is_one_for_the_same_question(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *key = key_of(arena, "6 Main Street, Oakham, LE15 6XP", "gb");
    assert_string_equal(key_of(arena, " 6  MAIN ST., OAKHAM , le156xp", "gb"), key);
    assert_string_equal(key_of(arena, "Hauptstr. 6 a, 76149 Karlsruhe", "de"),
                        key_of(arena, "hauptstraße 6A, D-76149 Karlsruhe", "de"));
    assert_string_equal(key_of(arena, "Hauptstraße", "de"), key_of(arena, "hauptstr", "de"));
    static const char *const others[] = {
        "8 Main Street, Oakham, LE15 6XP",          "6 Main Road, Oakham, LE15 6XP",
        "6 Main Street, Corby, LE15 6XP",           "6 Main Street, Oakham, LE15 6XQ",
        "6 Main Street, Langham, Oakham, LE15 6XP", "Oakham",
        "16 Main Street, Oakham, LE15 6XP",         "6 Main Street, Oakham, LE15 6XP, Ireland"};
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_string_not_equal(key_of(arena, others[i], "gb"), key);
    }
    assert_string_not_equal(key_of(arena, "6 Main Street, Oakham, LE15 6XP", "gb,ie"), key);
    arena_free(arena);
}

/* Near changes what a service prefers; the key knows it as roughly as the service is told. */
static void geocode_key__knows_roughly_where(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct geocode_query query = {
        .text = "Oakham", .countries = "", .language = "", .near_known = true, .near = {52.67, -0.73}};
    query.parts = address_parse(arena, query.text, "");
    char *key = geocode_key(arena, &query);
    query.near = (struct point){52.68, -0.74};
    assert_string_equal(geocode_key(arena, &query), key);
    query.near = (struct point){52.97, -0.73};
    assert_string_not_equal(geocode_key(arena, &query), key);
    query.near = (struct point){52.67, 0.73};
    assert_string_not_equal(geocode_key(arena, &query), key);
    query.near_known = false;
    assert_string_not_equal(geocode_key(arena, &query), key);
    arena_free(arena);
}

/* --- real addresses ----------------------------------------------------------------------------------------------- */

/* Cells of a line without quotes in it; false for others. */
static bool read_cells(char *line, char *cells[10])
{
    for (size_t i = 0; i < 10; i++) {
        cells[i] = line;
        line += strcspn(line, ",");
        if (*line != '\0') {
            *line++ = '\0';
        }
    }
    return cells[9][0] != '\0';
}

static bool comes_back(struct arena *arena, char *cells[10])
{
    struct address want = {"", cells[3], cells[4], "", cells[6], "", cells[5], cells[7]};
    struct address got = address_parse(arena, address_line(arena, &want), "gb");
    return address_same_number(got.number, want.number) && address_same_street(got.street, want.street) &&
           (want.postcode[0] == '\0' || address_same_postcode(got.postcode, want.postcode)) &&
           (want.town[0] == '\0' || address_same_town(got.town, want.town)) && strcmp(got.country, want.country) == 0;
}

static void address_parse__gets_back_what_address_line_wrote(void **state)
{
    (void)state;
    const char *shared = getenv("ROUNDS_SHARED");
    if (shared == NULL || shared[0] == '\0') {
        print_message("skipped: data/addresses is not in ROUNDS_SHARED\n");
        skip();
    }
    struct arena *kept = arena_new();
    char *data = NULL;
    size_t length, n = 0, well = 0;
    struct error err;
    char *path = arena_printf(kept, "%s/data/addresses/osm-extract-addresses.csv", shared);
    assert_int_equal(file_read(kept, path, 8 << 20, &data, &length, &err), STATUS_OK);
    for (char *line = strchr(data, '\n') + 1; *line != '\0';) {
        char *end = line + strcspn(line, "\n");
        char *next = end + (*end == '\n');
        char *cells[10];
        *end = '\0';
        struct arena *arena = arena_new();
        if (strstr(line, "\"\"") == line + strcspn(line, ",") + 1 &&
            strchr(line + strcspn(line, ",") + 3, '"') == NULL && read_cells(line, cells) && cells[3][0] != '\0' &&
            cells[4][0] != '\0') {
            n++;
            well += comes_back(arena, cells);
        }
        arena_free(arena);
        line = next;
    }
    print_message("%zu of %zu\n", well, n);
    assert_true(n > 9000);
    assert_true(well * 1000 >= n * 990);
    arena_free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(address_of__takes_a_street_field_apart),
        cmocka_unit_test(address_of__writes_postcodes_as_their_country_does),
        cmocka_unit_test(address_parse__takes_a_line_apart),
        cmocka_unit_test(address_line__is_written_as_the_country_does),
        cmocka_unit_test(address_same__knows_clothes_from_bodies),
        cmocka_unit_test(address_street_forms__are_shared_by_the_same_street),
        cmocka_unit_test(geocode_key__is_one_for_the_same_question),
        cmocka_unit_test(geocode_key__knows_roughly_where),
        cmocka_unit_test(address_parse__gets_back_what_address_line_wrote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
