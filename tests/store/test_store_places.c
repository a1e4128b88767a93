#include "geo/store/places.h"
#include "geo/store/placing.h"
#include "tests/store/room.h"

#include <math.h>
#include <string.h>

static const struct point OAKHAM = {52.6701, -0.7295};

static struct place_row house(const char *number, const char *street, const char *town, const char *postcode,
                              double lat_deg, double lon_deg)
{
    return (struct place_row){.precision = GEOCODE_HOUSE,
                              .address = {"", number, street, "", town, "", postcode, "gb"},
                              .at = {lat_deg, lon_deg},
                              .source_id = ""};
}

static struct place_row street_point(const char *street, const char *town, double lat_deg, double lon_deg)
{
    struct place_row row = house("", street, town, "", lat_deg, lon_deg);
    row.precision = GEOCODE_STREET;
    return row;
}

static struct place_row town(const char *name, int32_t size, double lat_deg, double lon_deg)
{
    struct place_row row = house("", "", name, "", lat_deg, lon_deg);
    row.precision = GEOCODE_AREA;
    row.address.name = name;
    row.size = size;
    return row;
}

static struct places_list put(struct room *room, const char *list, const struct place_row *rows, size_t n)
{
    struct places_writer *writer;
    struct places_list counts;
    room_begin(room, "import places");
    WELL(room, store_places_begin(room->store, list, ROOM_DAY, &writer, &room->err));
    for (size_t i = 0; i < n; i++) {
        WELL(room, store_places_add(writer, &rows[i], &room->err));
    }
    WELL(room, store_places_end(writer, &counts, &room->err));
    room_commit(room);
    return counts;
}

/* A small county. */
static void put_county(struct room *room)
{
    struct place_row rows[] = {
        house("6", "Main Street", "Langham", "LE15 7HU", 52.6910, -0.7530),
        house("8", "Main Street", "Langham", "LE15 7HU", 52.6911, -0.7532),
        house("6", "Main Street", "Greetham", "LE15 7NJ", 52.7190, -0.6310),
        house("12a", "St Mary's Road", "Oakham", "", 52.6720, -0.7300),
        house("4-6", "High Street", "Oakham", "LE15 6AL", 52.6705, -0.7290),
        street_point("High Street", "Oakham", 52.6702, -0.7310),
        street_point("High Street", "Oakham", 52.6703, -0.7300),
        street_point("High Street", "Oakham", 52.6704, -0.7290),
        town("Oakham", 1, 52.6701, -0.7295),
        town("Langham", 2, 52.6915, -0.7535),
        town("Oakham Lodge", 4, 52.6000, -0.7000),
    };
    struct places_list counts = put(room, "county.osm", rows, sizeof rows / sizeof rows[0]);
    assert_int_equal(counts.houses, 5);
    assert_int_equal(counts.streets, 5);
    assert_int_equal(counts.towns, 3);
    assert_int_equal(counts.postcodes, 3);
}

static struct geocode_query query_of(struct room *room, const char *street, const char *town_name, const char *postcode)
{
    struct geocode_query query = {.countries = "gb", .language = ""};
    query.parts = address_of(room->arena, street, town_name, postcode, "gb", "gb");
    query.text = address_line(room->arena, &query.parts);
    return query;
}

static struct geocode_answer ask_with(struct room *room, struct geocoder_local local, const struct geocode_query *query)
{
    struct geocode_answer answer = {.n = 99};
    WELL(room, local.search(local.context, query, GEOCODE_CANDIDATES_MAX, room->arena, &answer, &room->err));
    return answer;
}

static struct geocode_answer ask(struct room *room, const char *street, const char *town_name, const char *postcode)
{
    struct geocode_query query = query_of(room, street, town_name, postcode);
    return ask_with(room, store_places_local(room->store), &query);
}

/* The label of the first; "" for none. */
static const char *first(struct room *room, const char *street, const char *town_name, const char *postcode)
{
    struct geocode_answer answer = ask(room, street, town_name, postcode);
    return answer.n == 0 ? "" : answer.candidates[0].label;
}

static void search__finds_the_house_in_the_town_or_postcode_asked_for(void **state)
{
    struct room *room = *state;
    put_county(room);
    struct geocode_answer answer = ask(room, "6 Main St", "Langham", "");
    assert_int_equal(answer.n, 2); /* the house, then its street */
    assert_int_equal(answer.candidates[0].precision, GEOCODE_HOUSE);
    assert_string_equal(answer.candidates[0].parts.number, "6");
    assert_string_equal(answer.candidates[0].parts.town, "Langham");
    assert_true(fabs(answer.candidates[0].at.lat_deg - 52.6910) < 1e-7);
    assert_true(fabs(answer.candidates[0].at.lon_deg + 0.7530) < 1e-7);
    assert_int_equal(answer.candidates[1].precision, GEOCODE_STREET);
    assert_string_equal(answer.service, "places");
    assert_string_equal(answer.source, "places of 2026-11-24");
    assert_non_null(strstr(answer.attribution, "OpenStreetMap"));
    assert_string_equal(first(room, "6 MAIN STREET", "", "le157nj"),
                        "6 Main Street, Greetham, LE15 7NJ, United Kingdom");
    assert_string_equal(first(room, "12A Saint Marys Rd", "Oakham", ""), "12a St Mary's Road, Oakham, United Kingdom");
}

static void search__gives_the_street_when_the_number_is_another(void **state)
{
    struct room *room = *state;
    put_county(room);
    struct geocode_answer answer = ask(room, "5 High Street", "Oakham", "");
    assert_true(answer.n > 0);
    assert_int_equal(answer.candidates[0].precision, GEOCODE_STREET);
    /* The point of the street that is in the middle of it, and no house. */
    assert_true(fabs(answer.candidates[0].at.lon_deg + 0.7300) < 1e-7);
    for (size_t i = 0; i < answer.n; i++) {
        assert_int_not_equal(answer.candidates[i].precision, GEOCODE_HOUSE);
    }
    answer = ask(room, "12 St Mary's Road", "Oakham", ""); /* 12a is another house */
    assert_int_equal(answer.candidates[0].precision, GEOCODE_STREET);
    answer = ask(room, "6 High Street", "Oakham", ""); /* the middle of 4-6 is not 6 */
    assert_int_equal(answer.candidates[0].precision, GEOCODE_STREET);
    assert_int_equal(ask(room, "4-6 High Street", "Oakham", "").candidates[0].precision, GEOCODE_HOUSE);
}

static void search__falls_back_to_less_and_less(void **state)
{
    struct room *room = *state;
    put_county(room);
    struct geocode_answer answer = ask(room, "6 Main Street", "Nowhere", "");
    assert_true(answer.n >= 2); /* both of them, for a person to choose */
    assert_int_equal(answer.candidates[0].precision, GEOCODE_HOUSE);
    assert_int_equal(answer.candidates[1].precision, GEOCODE_HOUSE);
    assert_string_equal(first(room, "3 Upper Main Street", "Langham", ""),
                        "Main Street, Langham, LE15 7HU, United Kingdom");
    answer = ask(room, "3 Xyzzy Row", "Oakham", "");
    assert_int_equal(answer.candidates[0].precision, GEOCODE_AREA);
    assert_string_equal(answer.candidates[0].parts.town, "Oakham");
    answer = ask(room, "", "", "LE15 7HU");
    assert_int_equal(answer.n, 1);
    assert_int_equal(answer.candidates[0].precision, GEOCODE_POSTCODE);
    assert_true(fabs(answer.candidates[0].at.lat_deg - 52.69105) < 1e-6);
    assert_int_equal(ask(room, "3 Xyzzy Row", "Atlantis", "").n, 0);
    answer = ask(room, "", "Oakham", ""); /* the town before what is called after it */
    assert_int_equal(answer.candidates[0].parts.name[0], 'O');
    assert_string_equal(answer.candidates[0].parts.name, "Oakham");
}

/* A street that goes on in the next village, on a map without boundaries. */
static void search__shows_what_a_guessed_boundary_may_hide(void **state)
{
    struct room *room = *state;
    struct place_row rows[] = {house("160", "Triq Kent", "Fgura", "", 35.8712916, 14.5198623),
                               house("160", "Triq Kent", "Tarxien", "", 35.8699713, 14.5182850),
                               house("160", "Triq Kent", "Mosta", "", 35.9100000, 14.4200000)};
    for (size_t i = 0; i < 3; i++) {
        rows[i].town_guessed = true;
        rows[i].source_id = i == 0 ? "osm:node/1" : i == 1 ? "osm:node/2" : "osm:node/3";
    }
    put(room, "malta", rows, 3);
    struct geocode_answer answer = ask(room, "160 Triq Kent", "Fgura", "");
    size_t houses = 0;
    for (size_t i = 0; i < answer.n; i++) {
        houses += answer.candidates[i].precision == GEOCODE_HOUSE;
    }
    assert_int_equal(houses, 2);
    struct geocode_query query = query_of(room, "160 Triq Kent", "Fgura", "");
    assert_int_equal(geocode_trust(room->arena, &query, &answer).decision, GEOCODE_REVIEW);
    rows[1].town_guessed = false; /* the map says that it is in Tarxien */
    put(room, "malta", rows, 3);
    answer = ask(room, "160 Triq Kent", "Fgura", "");
    assert_int_equal(geocode_trust(room->arena, &query, &answer).decision, GEOCODE_ACCEPT);
}

static void search__takes_no_text_for_its_own_language(void **state)
{
    static const char *const hostile[] = {"\"",
                                          "'",
                                          "*",
                                          "^",
                                          "NEAR(a b)",
                                          "a\"b",
                                          "name:x",
                                          "-x",
                                          "(",
                                          ")",
                                          "a AND",
                                          "OR",
                                          "NOT",
                                          "{name town}:x",
                                          "+",
                                          "6 Main\" OR \"Street",
                                          "'; DROP TABLE place; --",
                                          "%",
                                          "_",
                                          "\\",
                                          "\xff\xfe",
                                          "\x01\x1b[31m",
                                          "\u202e",
                                          "a:b:c",
                                          "Main Street*",
                                          "\"\"\"\"",
                                          "6 \xe2\x80\x8b",
                                          "\xf0\x9f\x8f\xa0"};
    struct room *room = *state;
    put_county(room);
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        for (size_t k = 0; k < sizeof hostile / sizeof hostile[0]; k++) {
            ask(room, hostile[i], hostile[k], hostile[(i + k) % 7]);
        }
    }
    char *much = arena_alloc(room->arena, 100001);
    memset(much, '"', 50000);
    memset(much + 50000, 'a', 50000);
    ask(room, much, much, much);
    assert_int_equal(room_number(room, "SELECT count(*) FROM place_point"), 8);
}

/* What a list says is found as it stands, and breaks nothing on its way in. */
static void add__takes_any_text_and_leaves_out_what_is_nowhere(void **state)
{
    struct room *room = *state;
    struct place_row rows[] = {house("1\"", "\"Quoted\" Street'); --", "To\nwn", "P\"C", 1, 1),
                               house("1", "Nan Street", "Town", "", (double)NAN, 1),
                               house("1", "Far Street", "Town", "", 91, 1), house("1", "", "Town", "", 1, 1),
                               town("", 1, 1, 1)};
    struct places_list counts = put(room, "a'b\"c", rows, 5);
    assert_int_equal(counts.houses, 1);
    assert_int_equal(counts.towns, 0);
    assert_true(ask(room, "1\" \"Quoted\" Street'); --", "To\nwn", "").n > 0);
    room_healthy(room);
}

static void list__is_replaced_whole_and_removed_whole(void **state)
{
    struct room *room = *state;
    struct places_list *lists;
    struct store_undo_report report;
    size_t n;
    put_county(room);
    struct place_row other = house("1", "Rua da Alegria", "Porto", "4000-001", 41.15, -8.60);
    put(room, "porto", &other, 1);
    put_county(room);
    WELL(room, store_places_lists(room->store, room->arena, &lists, &n, &room->err));
    assert_int_equal(n, 2);
    assert_string_equal(lists[0].name, "county.osm");
    assert_int_equal(lists[0].day, ROOM_DAY);
    assert_int_equal(lists[0].houses, 5);
    assert_int_equal(lists[0].streets, 5);
    assert_int_equal(lists[0].towns, 3);
    assert_int_equal(lists[0].postcodes, 3);
    assert_int_equal(lists[1].houses, 1);
    room_healthy(room);
    FAILS(room, STATUS_NOT_FOUND, "nothing to take back",
          store_undo(room->store, false, room->arena, 5, &report, &room->err));
    room_begin(room, "remove");
    WELL(room, store_places_remove(room->store, "county.osm", &room->err));
    FAILS(room, STATUS_NOT_FOUND, "no list of places \"county.osm\"",
          store_places_remove(room->store, "county.osm", &room->err));
    room_commit(room);
    assert_int_equal(ask(room, "6 Main Street", "Langham", "").n, 0);
    assert_true(ask(room, "Rua da Alegria 1", "Porto", "").n > 0);
    assert_int_equal(room_number(room, "SELECT count(*) FROM place_point"), 1);
    assert_int_equal(room_number(room, "SELECT count(*) FROM place_words"), 2);
    room_healthy(room);
}

/* One statement that changes more pages than fit into the memory for taking it back. */
static void list__that_is_long_is_removed_too(void **state)
{
    enum { STREETS = 8000 };
    struct room *room = *state;
    struct place_row *rows = arena_array(room->arena, STREETS, sizeof *rows);
    for (size_t i = 0; i < STREETS; i++) {
        const char *name = arena_printf(room->arena, "%zu%0150d Street", i * 7919 % STREETS, 7);
        rows[i] = house("1", name, "Town", "", 52, (double)i * 1e-4);
    }
    put(room, "long", rows, STREETS);
    room_begin(room, "remove");
    WELL(room, store_places_remove(room->store, "long", &room->err));
    room_commit(room);
    assert_int_equal(room_number(room, "SELECT (SELECT count(*) FROM place) + (SELECT count(*) FROM place_words)"), 0);
    room_healthy(room);
}

static void list__that_is_abandoned_leaves_the_old_one(void **state)
{
    struct room *room = *state;
    struct places_writer *writer;
    put_county(room);
    room_begin(room, "import");
    WELL(room, store_places_begin(room->store, "county.osm", DAY_NONE, &writer, &room->err));
    struct place_row one = house("1", "X", "Y", "", 1, 1);
    WELL(room, store_places_add(writer, &one, &room->err));
    store_places_abandon(writer);
    store_places_abandon(NULL);
    store_rollback(room->store);
    assert_string_equal(first(room, "6 Main St", "Langham", ""), "6 Main Street, Langham, LE15 7HU, United Kingdom");
}

/* --- reverse -------------------------------------------------------------------------------------------------------------- */

static const char *what_is_at(struct room *room, struct geocoder_local local, double lat_deg, double lon_deg)
{
    struct geocode_answer answer;
    WELL(room, local.reverse(local.context, (struct point){lat_deg, lon_deg}, room->arena, &answer, &room->err));
    return answer.n == 0 ? "" : answer.candidates[0].label;
}

static void reverse__gives_the_nearest_house_else_street_else_town(void **state)
{
    struct room *room = *state;
    struct geocoder_local local = store_places_local(room->store);
    put_county(room);
    assert_string_equal(what_is_at(room, local, 52.69111, -0.7532), "8 Main Street, Langham, LE15 7HU, United Kingdom");
    assert_string_equal(what_is_at(room, local, 52.6702, -0.7320), "High Street, Oakham, United Kingdom"); /* 200 m */
    assert_string_equal(what_is_at(room, local, 52.6800, -0.7700), "Langham, United Kingdom");
    assert_string_equal(what_is_at(room, local, 40, 40), "");
}

/* Bands are cut at latitudes, and longitudes jump. */
static void reverse__agrees_with_looking_at_every_house(void **state)
{
    enum { N = 400, ASKED = 300 };
    struct room *room = *state;
    struct geocoder_local local = store_places_local(room->store);
    struct place_row rows[N];
    uint64_t seed = 7;
    for (size_t i = 0; i < N; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        double lat = (double)(seed >> 40) / (1 << 24) * 0.02;
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        double lon = (double)(seed >> 40) / (1 << 24) * 0.02;
        double base_lat = i % 2 == 0 ? -0.01 : 51.99;
        lon = 179.99 + lon > 180 ? lon - 180.01 : 179.99 + lon;
        rows[i] = house("1", arena_printf(room->arena, "Street %zu", i), "T", "", base_lat + lat, lon);
        rows[i].source_id = arena_printf(room->arena, "osm:node/%zu", i);
    }
    put(room, "world", rows, N);
    for (size_t k = 0; k < ASKED; k++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        struct point at = rows[k].at;
        at.lat_deg += ((double)(seed >> 40) / (1 << 24) - 0.5) * 0.002;
        double best_m = 150.0;
        const char *best = "";
        for (size_t i = 0; i < N; i++) {
            double away_m = point_distance_m(at, rows[i].at);
            if (away_m < best_m) {
                best_m = away_m;
                best = rows[i].source_id;
            }
        }
        struct geocode_answer answer;
        WELL(room, local.reverse(local.context, at, room->arena, &answer, &room->err));
        const char *got =
            answer.n == 1 && answer.candidates[0].precision == GEOCODE_HOUSE ? answer.candidates[0].source_id : "";
        assert_string_equal(got, best);
    }
}

/* --- own sites -------------------------------------------------------------------------------------------------------------- */

static int64_t add_site(struct room *room, const char *name, const char *street, enum placed_by by)
{
    struct site site = room_customer(name, OAKHAM.lat_deg, OAKHAM.lon_deg);
    site.street = street;
    site.town = "Oakham";
    site.postcode = "LE15 6EA";
    site.country = "gb";
    site.placed_by = by;
    room_begin(room, "add");
    int64_t id = room_save(room, &site);
    room_commit(room);
    return id;
}

static size_t sites_for(struct room *room, const char *text, const char *street, const char *postcode)
{
    struct geocode_query query = query_of(room, street, "Oakham", postcode);
    query.text = text[0] == '\0' ? query.text : text;
    return ask_with(room, store_sites_local(room->store), &query).n;
}

static void site__is_found_by_name_key_and_address(void **state)
{
    struct room *room = *state;
    int64_t id = room_furnish(room); /* Oakham Bakery, B1, 1 Mill Street, LE15 6EA */
    struct geocode_query query = query_of(room, "1 Mill St", "Oakham", "LE156EA");
    struct geocode_answer answer = ask_with(room, store_sites_local(room->store), &query);
    assert_int_equal(answer.n, 1);
    assert_string_equal(answer.candidates[0].source_id, arena_printf(room->arena, "site:%d", (int)id));
    assert_string_equal(answer.candidates[0].parts.name, "Oakham Bakery");
    assert_int_equal(answer.candidates[0].precision, GEOCODE_HOUSE);
    assert_string_equal(answer.source, "your sites");
    assert_int_equal(sites_for(room, "oakham  BAKERY", "", ""), 1);
    assert_int_equal(sites_for(room, "B1", "", ""), 1);
    assert_int_equal(sites_for(room, "", "1 Mill Street", ""), 1);
    assert_int_equal(sites_for(room, "", "11 Mill Street", "LE15 6EA"), 0);
    assert_int_equal(sites_for(room, "", "1 Hill Street", "LE15 6EA"), 0);
    assert_int_equal(sites_for(room, "Barn", "", ""), 0); /* it has no place */
    assert_int_equal(sites_for(room, "\" OR 1 --", "\"'", "%"), 0);
}

static void site__is_never_the_proof_of_its_own_address(void **state)
{
    struct room *room = *state;
    int64_t id = add_site(room, "Mill", "7 Mill Street", PLACED_GEOCODER);
    assert_int_equal(sites_for(room, "", "7 Mill Street", "LE15 6EA"), 0);
    assert_int_equal(sites_for(room, "Mill", "", ""), 1);
    struct placing confirmed = {.site_id = id,
                                .by = PLACED_GEOCODER,
                                .source = "x",
                                .source_id = "",
                                .label = "",
                                .asked = "",
                                .reviewed = true};
    room_begin(room, "review");
    WELL(room, store_placing_set(room->store, &confirmed, OAKHAM, &room->err));
    room_commit(room);
    assert_int_equal(sites_for(room, "", "7 Mill Street", "LE15 6EA"), 1);
    add_site(room, "Hill", "9 Mill Street", PLACED_NOT);
    assert_int_equal(sites_for(room, "Hill", "9 Mill Street", "LE15 6EA"), 0);
}

static void site__is_told_where_one_stands(void **state)
{
    struct room *room = *state;
    struct geocoder_local local = store_sites_local(room->store);
    room_furnish(room);
    assert_non_null(strstr(what_is_at(room, local, 52.6704, -0.7291), "1 Mill Street, Oakham"));
    assert_string_equal(what_is_at(room, local, 52.6710, -0.7300), ""); /* 100 m */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(search__finds_the_house_in_the_town_or_postcode_asked_for, room_setup,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(search__gives_the_street_when_the_number_is_another, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(search__falls_back_to_less_and_less, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(search__shows_what_a_guessed_boundary_may_hide, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(search__takes_no_text_for_its_own_language, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(add__takes_any_text_and_leaves_out_what_is_nowhere, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(list__is_replaced_whole_and_removed_whole, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(list__that_is_long_is_removed_too, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(list__that_is_abandoned_leaves_the_old_one, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(reverse__gives_the_nearest_house_else_street_else_town, room_setup,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(reverse__agrees_with_looking_at_every_house, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(site__is_found_by_name_key_and_address, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(site__is_never_the_proof_of_its_own_address, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(site__is_told_where_one_stands, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
