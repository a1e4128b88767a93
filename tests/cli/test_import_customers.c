/* Customers from CSV into a store. */
#include "import_fixture.h"

#include "geo/base/mem.h"
#include "geo/crs.h"
#include "geo/store/history.h"
#include "geo/store/people.h"

#include <stdio.h>
#include <string.h>

static const char good[] =
    "Customer No,Company,Contact,Street,Town,Postcode,Lat,Lon,Hours,Last visit,Phone,Drink,Notes,Goal\n"
    "C1,Oakham Bakery,Ann Smith,12 High Street,Oakham,LE15 6AL,52.6705,-0.7290,Mo-Fr 9-17,23/09/2025,"
    "01572 1,\"tea, white\",\"two\nlines\",90\n"
    "C2,Uppingham Books,,Market Place,Uppingham,LE15 9QH,52.5891,-0.7226,,,,,,\n"
    "C3,Hill Farm,,,Braunston,,,,,,,,,\n";

static void customers__come_in_with_all_they_bring(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "shops.csv", good), STATUS_OK);
    assert_counts(f, "3 new, 0 changed, 0 same, 0 refused");
    assert_int_equal(f->im.unplaced, 1);
    const struct site site = fixture_site(f, "C1");
    assert_string_equal(site.name, "Oakham Bakery");
    assert_string_equal(site.hours, "Mo-Fr 09:00-17:00");
    assert_int_equal(site.goal_days, 90);
    assert_int_equal(site.last_visit_day, civil_day(2025, 9, 23));
    assert_int_equal(site.placed_by, PLACED_IMPORT);
    assert_true(site.is_customer && !site.is_haven);
    struct contact contact;
    bool found = false;
    assert_int_equal(store_contact_main(f->store, site.id, f->arena, &contact, &found, &f->err), STATUS_OK);
    assert_true(found);
    assert_string_equal(contact.drink, "tea, white");
    struct note *notes = NULL;
    size_t n = 0;
    assert_int_equal(store_note_list(f->store, site.id, f->arena, &notes, &n, &f->err), STATUS_OK);
    assert_int_equal(n, 1);
    assert_string_equal(notes[0].body, "two\nlines");
}

static void customers__same_file_again_changes_nothing(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "shops.csv", good), STATUS_OK);
    assert_int_equal(fixture_import(f, import_customers_csv, "shops.csv", good), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 3 same, 0 refused");
    struct store_counts counts;
    assert_int_equal(store_count(f->store, &counts, &f->err), STATUS_OK);
    assert_int_equal(counts.customers, 3);
    assert_int_equal(counts.contacts, 1);
    assert_int_equal(counts.visits, 1);
}

/* Without keys: by name and postcode, street, place, or nothing but the town. */
static void customers__without_keys_are_recognised(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "name,street,town,postcode,lat,lon\n"
                               "Bakery,,Oakham,LE15 6AL,,\n"
                               "Bakery,,Melton,LE13 1AA,,\n"
                               "Books,Market Place,Uppingham,,,\n"
                               "Farm,,,,52.6,-0.7\n"
                               "Forge,,Oakham,,,\n"
                               "Forge,,Melton,,,\n"
                               "Mill,,,,,\n";
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, "7 new, 0 changed, 0 same, 0 refused");
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 7 same, 0 refused");
}

static void twice(struct fixture *f, const char *file, const char *first, const char *again)
{
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, first);
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, again);
}

/* A chain has a shop in the High Street of every town. */
static void customers__of_one_name_in_two_towns_stay_two(void **state)
{
    struct fixture *f = *state;
    static const char oakham[] = "name,street,postcode,lat,lon\nSubway,High Street,LE15 6AH,52.67,-0.73\n";
    static const char haverhill[] = "name,street,postcode,lat,lon\nSubway,High Street,CB9 8AD,52.08,0.44\n";
    twice(f, oakham, "1 new, 0 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
    twice(f, haverhill, "1 new, 0 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
    twice(f, "name,street\nBooks,High Street\n", "1 new, 0 changed, 0 same, 0 refused",
          "0 new, 0 changed, 1 same, 0 refused");
    twice(f, "name,house,town\nHuber,12,Dorf\nHuber,14,Dorf\n", "2 new, 0 changed, 0 same, 0 refused",
          "0 new, 0 changed, 2 same, 0 refused");
}

static void customers__that_may_be_either_of_two_are_refused(void **state)
{
    struct fixture *f = *state;
    static const char two[] = "key,name,street,town,postcode\nA,Tesco,1 High Street,Oakham,LE15 6AH\n"
                              "B,Tesco,9 High Street,Oakham,LE15 6AH\n";
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", two), STATUS_OK);
    twice(f, "name,postcode,goal\nTesco,LE15 6AH,30\nMill,,\n", "1 new, 0 changed, 0 same, 1 refused",
          "0 new, 0 changed, 1 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "2:name: \"Tesco\" may be #1 Tesco, 1 High Street, Oakham, LE15 6AH, and just as "
                                      "well #2 Tesco, 9 High Street");
    assert_int_equal(fixture_import(f, import_customers_csv, "b.csv", "name,town\nTesco,Oakham\n"), STATUS_OK);
    assert_has(fixture_refusal(f, 0), "\"Tesco\" may be #1 ");
    twice(f, "name,postcode,street,goal\nTesco,LE15 6AH,9 High Street,30\n", "0 new, 1 changed, 0 same, 0 refused",
          "0 new, 0 changed, 1 same, 0 refused");
    assert_int_equal(fixture_site(f, "B").goal_days, 30);
}

static struct contact *people_of(struct fixture *f, const char *site, size_t expected)
{
    struct contact *list = NULL;
    size_t n = 0;
    assert_int_equal(store_contact_list(f->store, fixture_site(f, site).id, NULL, f->arena, &list, &n, &f->err),
                     STATUS_OK);
    assert_int_equal(n, expected);
    return list;
}

static void save_contact(struct fixture *f, const struct contact *contact)
{
    int64_t id = 0;
    assert_int_equal(store_begin(f->store, "edit", &f->err), STATUS_OK);
    assert_int_equal(store_contact_save(f->store, contact, &id, &f->err), STATUS_OK);
    assert_int_equal(store_commit(f->store, &f->err), STATUS_OK);
}

/* Phones without names are as many people as there are phones, each time. */
static void contacts__without_a_name_are_told_apart_by_phone_and_mail(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "name,postcode,phone,email,drink\n"
                               "Bakery,LE15 6AL,01572 111111,,tea\n"
                               "Bakery,LE15 6AL,01572 222222,,\n"
                               "Bakery,LE15 6AL,01572 222222,b@example.org,\n"
                               "Bakery,LE15 6AL,01572 222222,c@example.org,\n"
                               "Bakery,LE15 6AL,,d@example.org,\n"
                               "Bakery,LE15 6AL,,,coffee\n";
    twice(f, file, "1 new, 5 changed, 0 same, 0 refused", "0 new, 0 changed, 6 same, 0 refused");
    struct contact *list = people_of(f, "Bakery", 5);
    assert_string_equal(list[1].email, "b@example.org");
    assert_string_equal(list[2].email, "c@example.org");
    assert_string_equal(list[0].drink, "tea");
}

static void contacts__who_have_left_get_no_phone(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", "name,contact\nBakery,Ann Smith\n"), STATUS_OK);
    struct contact ann = people_of(f, "Bakery", 1)[0];
    ann.left_day = f->today;
    save_contact(f, &ann);
    twice(f, "name,phone\nBakery,01572 111111\n", "0 new, 1 changed, 0 same, 0 refused",
          "0 new, 0 changed, 1 same, 0 refused");
    const struct contact *list = people_of(f, "Bakery", 2);
    assert_string_equal(list[0].phone, "01572 111111");
    assert_string_equal(list[1].phone, "");
}

static void contacts__renamed_by_hand_are_known_by_phone_or_mail(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "name,contact,phone,email\nBakery,Ann Smith,01572 111111,\nBakery,Bob,,b@example.org\n";
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    struct contact ann = people_of(f, "Bakery", 2)[0];
    struct contact bob = people_of(f, "Bakery", 2)[1];
    ann.name = "Ann Jones";
    ann.phone = "+44 1572 111111";
    bob.name = "Robert Jones";
    save_contact(f, &ann);
    save_contact(f, &bob);
    twice(f, file, "0 new, 0 changed, 2 same, 0 refused", "0 new, 0 changed, 2 same, 0 refused");
    assert_string_equal(people_of(f, "Bakery", 2)[0].name, "Ann Jones");
    assert_int_equal(f->im.notes_n, 1);
    assert_has(f->im.notes[0], "2 people were found by phone or e-mail under another name, the first \"Ann Smith\" as "
                               "Ann Jones at Bakery");
}

/* Colleagues share the phone of the shop. */
static void contacts__with_one_phone_stay_several(void **state)
{
    struct fixture *f = *state;
    twice(f,
          "name,contact,phone,email\nBakery,Ann,01572 111111,\nBakery,Bob,01572 111111,\n"
          "Bakery,Cid,01572 111111,c@example.org\n",
          "1 new, 2 changed, 0 same, 0 refused", "0 new, 0 changed, 3 same, 0 refused");
    people_of(f, "Bakery", 3);
    twice(f, "name,contact,phone,email\nBakery,Dee,01572 111111,d@example.org\n", "0 new, 1 changed, 0 same, 0 refused",
          "0 new, 0 changed, 1 same, 0 refused");
    people_of(f, "Bakery", 4);
}

static void customers__are_refused_with_all_their_faults(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "name,key,lat,lon,goal,hours,amenities\n"
                               "A,K,52,-1,often,nine to five,sauna\n"
                               "B,K2,0,0,often,,\n"
                               "C,K3,52,-1,,,\n"
                               "D,K3,52,-1,,late,\n"
                               ",,x,-1,often,,\n"
                               "A,K,52,-1,30,,\n";
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, "2 new, 0 changed, 0 same, 4 refused");
    assert_has(fixture_refusal(f, 0), "2:hours: ");
    assert_has(fixture_refusal(f, 0), "; goal: \"often\" is not a visit goal");
    assert_has(fixture_refusal(f, 0), "; amenities: \"sauna\" is not");
    assert_has(fixture_refusal(f, 1), "3:goal: ");
    assert_has(fixture_refusal(f, 1), "; lat: 0,0 is in the Gulf");
    assert_has(fixture_refusal(f, 2), "5:hours: ");
    assert_has(fixture_refusal(f, 2), "; key: \"K3\" is on line 4 already");
    assert_has(fixture_refusal(f, 3), "6:lat: \"x\"");
    assert_has(fixture_refusal(f, 3), "; name: a site needs a name");
    assert_has(f->im.rejects.data, "; amenities: ");
}

static void customers__update_only_what_the_file_says(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "shops.csv", good), STATUS_OK);
    assert_int_equal(
        fixture_import(f, import_customers_csv, "more.csv", "key,name,hours,town,goal\nC1,Oakham Bakers,,,\n"),
        STATUS_OK);
    assert_counts(f, "0 new, 1 changed, 0 same, 0 refused");
    const struct site site = fixture_site(f, "C1");
    assert_string_equal(site.name, "Oakham Bakers");
    assert_string_equal(site.hours, "Mo-Fr 09:00-17:00");
    assert_string_equal(site.town, "Oakham");
    assert_int_equal(site.goal_days, 90);
}

/* One row, one refusal, with line and column; the good rows around it stay. */
static const struct {
    const char *row, *refusal;
} refused[] = {
    {",K,,,,,,,", "2:name: a site needs a name"},
    {"A,K,nan,1,,,,,", "2:lat: \"nan\" is not a latitude"},
    {"A,K,91,1,,,,,", "2:lat: 91 is not a latitude (-90 to 90); lat and lon look swapped"},
    {"A,K,-0.7226,52.5891,,,,,", "2:lat: lat and lon look swapped: -0.72260,52.58910 is "},
    {"A,K,0,0,,,,,", "2:lat: 0,0 is in the Gulf of Guinea"},
    {"A,K,52.6,,,,,,", "2:lon: lat without lon"},
    {"A,K,,,29/02/2025,,,,", "2:last visit: \"29/02/2025\" is not in the calendar"},
    {"A,K,,,24/11/2026,,,,", "2:last visit: 2026-11-24 is in the future"},
    {"A,K,,,11/23/2026,,,,", "if the month comes first, --date-order mdy"},
    {"A,K,,,23/11/26,,,,", "2:last visit: \"23/11/26\": write the year with four digits"},
    {"A,K,,,,Mo-Fr nine to five,,,", "2:hours: "},
    {"A,K,,,,,toilet;sauna,,", "2:amenities: \"sauna\" is not an amenity"},
    {"A,K,,,,,,often,", "2:goal: \"often\" is not a visit goal"},
    {"A,K,,,,,,,x", "2:easting: \"x\" is not a number"},
    {"A,K,,,,,,,5", "2:easting: easting and northing go together"},
    {"A,K,,,,,,,,extra", "2:: 10 columns where the header has 9"},
    {"\"A\" B,K,,,,,,,", "2:: text after a closing quote"},
};

static void customers__bad_rows_are_refused_with_line_and_field(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const char *file = arena_printf(
            f->arena, "name,key,lat,lon,last visit,hours,amenities,goal,easting\n%s\nGood %zu,G%zu,,,,,,,\n",
            refused[i].row, i, i);
        if (fixture_import(f, import_customers_csv, "bad.csv", file) != STATUS_OK)
            fail_msg("%s", f->err.text);
        assert_counts(f, "1 new, 0 changed, 0 same, 1 refused");
        if (strstr(fixture_refusal(f, 0), refused[i].refusal) == NULL)
            fail_msg("%s: %s", refused[i].row, fixture_refusal(f, 0));
    }
}

static void customers__the_second_of_two_equal_keys_is_refused(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", "key,name\nK1,A\nK2,B\nK1,C\n"), STATUS_OK);
    assert_counts(f, "2 new, 0 changed, 0 same, 1 refused");
    assert_string_equal(fixture_refusal(f, 0), "4:key: \"K1\" is on line 2 already; this row was not taken");
    assert_string_equal(fixture_site(f, "K1").name, "A");
}

/* One row a contact is how address books export; two rows that disagree about the site are a mistake. */
static void customers__may_have_a_row_for_each_contact(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "company,name,postcode,town,phone\n"
                               "Bakery,Ann,LE15 6AL,Oakham,1\n"
                               "Bakery,Bob,LE15 6AL,Oakham,2\n"
                               "Bakery,Cid,LE15 6AL,Melton,3\n";
    for (int round = 0; round < 2; round++) {
        assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
        assert_int_equal(f->im.refused, 1);
        assert_has(fixture_refusal(f, 0), "4:company: \"Bakery\" is the same site as line 2 and says something else");
    }
    assert_counts(f, "0 new, 0 changed, 2 same, 1 refused");
    struct contact *contacts = NULL;
    size_t n = 0;
    assert_int_equal(store_contact_list(f->store, 0, NULL, f->arena, &contacts, &n, &f->err), STATUS_OK);
    assert_int_equal(n, 2);
}

static void customers__refused_rows_can_be_mended_and_imported(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        fixture_import(f, import_customers_csv, "a.csv", "name;note;lat;lon\nA;\"x;\ny\";nan;1\nB;;;\nC;=1+1;52.6;\n"),
        STATUS_OK);
    assert_counts(f, "1 new, 0 changed, 0 same, 2 refused");
    char *rejects = arena_strdup(f->arena, f->im.rejects.data);
    assert_has(rejects, "name,note,lat,lon,refused because\r\n");
    assert_has(rejects, "A,\"x;\ny\",nan,1,\"lat: ");
    assert_has(rejects, "C,=1+1,52.6,,lon: lat without lon");
    memcpy(strstr(rejects, "nan,1"), "52,-1", 5);
    assert_int_equal(fixture_import(f, import_customers_csv, "rejects.csv", rejects), STATUS_OK);
    assert_counts(f, "1 new, 0 changed, 0 same, 1 refused");
    assert_int_equal(f->im.unused_n, 0);
    assert_has(f->im.rejects.data, "name,note,lat,lon,refused because\r\n");
}

static void customers__other_columns_are_mapped_by_hand(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "Haus,farbe,Kz\nBakery,red,K1\n";
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_INPUT);
    assert_has(f->err.text,
               "a.csv:1: no column is known as the name of the customer; the columns are: Haus, farbe, Kz. Say "
               "which one it is with --map name=COLUMN");
    const struct import_map maps[] = {{"name", "Haus"}, {"key", "kz"}};
    f->im.maps = maps;
    f->im.maps_n = 2;
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, "1 new, 0 changed, 0 same, 0 refused");
    assert_int_equal(f->im.notes_n, 1);
    assert_string_equal(f->im.notes[0], "columns not used: farbe");
    const struct import_map wrong[] = {{"name", "Firma"}};
    f->im.maps = wrong;
    f->im.maps_n = 1;
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_INPUT);
    assert_has(f->err.text, "has no column \"Firma\"; its columns are: Haus, farbe, Kz");
}

static void customers__grid_coordinates_are_converted(void **state)
{
    struct fixture *f = *state;
    struct crs *crs = NULL;
    assert_int_equal(crs_open("EPSG:27700", &crs, &f->err), STATUS_OK);
    f->im.crs = crs;
    for (int round = 0; round < 2; round++)
        assert_int_equal(
            fixture_import(f, import_customers_csv, "a.csv", "name,easting,northing\nChurch,486120,308900\n"),
            STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    const struct site site = fixture_site(f, "Church");
    assert_true(point_distance_m(site.at, (struct point){52.6705, -0.7279}) < 500);
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", "name,easting,northing\nX,308900,486120000\n"),
                     STATUS_OK);
    assert_int_equal(f->im.refused, 1);
    crs_free(crs);
    f->im.crs = NULL;
}

/* Without a home, the file itself says where its places belong. */
static void customers__swapped_rows_stand_out_from_their_file(void **state)
{
    struct fixture *f = *state;
    static const char file[] =
        "name,lat,lon\nA,52.60,-0.70\nB,52.61,-0.71\nC,-0.72,52.62\nD,52.63,-0.73\nE,52.64,-0.74\n"
        "Alice Springs,-23.7,133.88\n";
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", file), STATUS_OK);
    assert_counts(f, "5 new, 0 changed, 0 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "4:lat: lat and lon look swapped");
    assert_int_equal(fixture_import(f, import_customers_csv, "b.csv", "name,lat,lon\nZ,-0.72,52.62\n"), STATUS_OK);
    assert_has(fixture_refusal(f, 0), "from your other sites");
}

/* Far away is not wrong, but worth a word. */
static void customers__far_away_are_pointed_out(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", "name,lat,lon\nA,52.6,-0.7\nB,38.7,-9.1\n"),
                     STATUS_OK);
    assert_counts(f, "2 new, 0 changed, 0 same, 0 refused");
    assert_int_equal(f->im.notes_n, 1);
    assert_has(f->im.notes[0], "1 place is more than 1,000 km from home, the first on line 3");
}

static void customers__month_first_dates_are_read_when_told(void **state)
{
    struct fixture *f = *state;
    f->im.date_order = DATES_MDY;
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv", "name,last visit\nA,03/04/2025\n"), STATUS_OK);
    assert_int_equal(fixture_site(f, "A").last_visit_day, civil_day(2025, 3, 4));
}

static void customers__without_a_name_are_called_by_their_address(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "a.csv",
                                    "osm,name,housenumber,street,city,country_code\nn1,,42,An der Schütt,Krems,at\n"
                                    "n2,,4,High Street,Oakham,gb\n"),
                     STATUS_OK);
    assert_counts(f, "2 new, 0 changed, 0 same, 0 refused");
    assert_string_equal(fixture_site(f, "n1").name, "An der Schütt 42, Krems");
    assert_string_equal(fixture_site(f, "n2").name, "4 High Street, Oakham");
}

static void files__that_cannot_be_read_change_nothing(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *why;
    } files[] = {
        {"", 0, "a.csv: the file is empty"},
        {"\n\n", 2, "the file is empty"},
        {"\x7f"
         "ELF\x02\0\0\0",
         8, "a.csv:1: a NUL byte"},
        {"name,town\nA,B\nC,\xe4\n", 17, "a.csv:3: byte 0xe4 is not UTF-8"},
        {"name,town\nA,B\n\"C,D\nE,F\n", 23, "a.csv:3: a quote opens"},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_int_equal(fixture_import_bytes(f, import_customers_csv, "a.csv", files[i].bytes, files[i].length),
                         STATUS_INPUT);
        assert_has(f->err.text, files[i].why);
    }
    struct store_counts counts;
    assert_int_equal(store_count(f->store, &counts, &f->err), STATUS_OK);
    assert_int_equal(counts.customers, 0);
    f->im.encoding = CSV_WINDOWS_1252;
    assert_int_equal(fixture_import_bytes(f, import_customers_csv, "a.csv", files[3].bytes, files[3].length),
                     STATUS_OK);
    assert_counts(f, "2 new, 0 changed, 0 same, 0 refused");
}

static void customers__hostile_texts_are_kept_as_they_are(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(
        fixture_import(f, import_customers_csv, "a.csv",
                       "key,name\nK1,Robert'); DROP TABLE site;--\nK2,\"=cmd|' /C calc'!A0\"\nK3,\x1b[31mred\n"),
        STATUS_OK);
    assert_counts(f, "3 new, 0 changed, 0 same, 0 refused");
    assert_string_equal(fixture_site(f, "K1").name, "Robert'); DROP TABLE site;--");
    assert_string_equal(fixture_site(f, "K2").name, "=cmd|' /C calc'!A0");
}

static int set_up(void **state)
{
    *state = fixture_new(false);
    return 0;
}

static int set_up_homeless(void **state)
{
    *state = fixture_new(true);
    return 0;
}

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(customers__come_in_with_all_they_bring),
        TEST(customers__same_file_again_changes_nothing),
        TEST(customers__without_keys_are_recognised),
        TEST(customers__of_one_name_in_two_towns_stay_two),
        TEST(customers__that_may_be_either_of_two_are_refused),
        TEST(contacts__without_a_name_are_told_apart_by_phone_and_mail),
        TEST(contacts__who_have_left_get_no_phone),
        TEST(contacts__renamed_by_hand_are_known_by_phone_or_mail),
        TEST(contacts__with_one_phone_stay_several),
        TEST(customers__are_refused_with_all_their_faults),
        TEST(customers__update_only_what_the_file_says),
        TEST(customers__bad_rows_are_refused_with_line_and_field),
        TEST(customers__the_second_of_two_equal_keys_is_refused),
        TEST(customers__may_have_a_row_for_each_contact),
        TEST(customers__refused_rows_can_be_mended_and_imported),
        TEST(customers__other_columns_are_mapped_by_hand),
        TEST(customers__grid_coordinates_are_converted),
        cmocka_unit_test_setup_teardown(customers__swapped_rows_stand_out_from_their_file, set_up_homeless, tear_down),
        TEST(customers__far_away_are_pointed_out),
        TEST(customers__month_first_dates_are_read_when_told),
        TEST(customers__without_a_name_are_called_by_their_address),
        TEST(files__that_cannot_be_read_change_nothing),
        TEST(customers__hostile_texts_are_kept_as_they_are),
    };
    return cmocka_run_group_tests_name("import customers", tests, NULL, NULL);
}
