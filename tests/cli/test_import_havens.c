/* Havens from CSV and GeoJSON. */
#include "import_fixture.h"

#include "cli/import/geojson.h"
#include "geo/amenity.h"
#include "geo/base/mem.h"

#include <jansson.h>
#include <string.h>

#define OFFERS(a) AMENITY_BIT(AMENITY_##a)

static void havens__come_from_plain_csv(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "id,name,kind,lat,lon,amenities,hours,collections\n"
                               "1,Church Hall,,52.59,-0.72,\"toilet, hot drink\",Mo-Fr 10:00-16:00,\n"
                               "2,Library,library,52.67,-0.73,,,\n"
                               "3,Corner Shop,parcel_shop,52.68,-0.74,parcel drop,,DPD Mo-Fr 16:15\n"
                               "4,,Public toilets,52.69,-0.75,,,\n";
    for (int round = 0; round < 2; round++)
        assert_int_equal(fixture_import(f, import_havens_csv, "havens.csv", file), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 4 same, 0 refused");
    const struct site hall = fixture_site(f, "Church Hall");
    assert_int_equal(hall.amenities, OFFERS(TOILET) | OFFERS(HOT_DRINK));
    assert_true(hall.is_haven && !hall.is_customer);
    assert_string_equal(hall.haven_source_id, "1");
    assert_string_equal(hall.haven_source, "havens.csv");
    assert_int_equal(fixture_site(f, "Library").amenities, OFFERS(WARMTH) | OFFERS(PC));
    assert_int_equal(fixture_site(f, "Toilet").amenities, OFFERS(TOILET));
    struct collection *collections = NULL;
    size_t n = 0;
    assert_int_equal(
        store_collection_list(f->store, fixture_site(f, "Corner Shop").id, f->arena, &collections, &n, &f->err),
        STATUS_OK);
    assert_int_equal(n, 1);
}

/* A publisher's number 12 is not customer 12. */
static void havens__ids_are_not_customers_keys(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "c.csv", "id,name\n12,Bakery\n"), STATUS_OK);
    assert_int_equal(fixture_import(f, import_havens_csv, "h.csv", "id,name,amenities\n12,Loo,toilet\n"), STATUS_OK);
    assert_counts(f, "1 new, 0 changed, 0 same, 0 refused");
    assert_false(fixture_site(f, "Bakery").is_haven);
    assert_int_equal(fixture_import(f, import_havens_csv, "h.csv", "id,name\n7,A\n7,B\n"), STATUS_OK);
    assert_has(fixture_refusal(f, 0), "3:id: \"7\" is on line 2 already");
}

static void again(struct fixture *f, const char *path, const char *file, const char *first, const char *second)
{
    assert_int_equal(fixture_import(f, import_havens_csv, path, file), STATUS_OK);
    assert_counts(f, first);
    assert_int_equal(fixture_import(f, import_havens_csv, path, file), STATUS_OK);
    assert_counts(f, second);
}

/* Two publishers call their file havens.csv, and both count from 1. */
static void havens__of_another_list_of_that_name_are_refused(void **state)
{
    struct fixture *f = *state;
    again(f, "oakham/havens.csv", "id,name,kind,lat,lon\n1,Oakham Toilets,toilet,52.67,-0.73\n",
          "1 new, 0 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
    static const char leeds[] = "id,name,kind,lat,lon\n1,Leeds Library,library,53.80,-1.55\n";
    again(f, "leeds/havens.csv", leeds, "0 new, 0 changed, 0 same, 1 refused", "0 new, 0 changed, 0 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "2:id: \"1\" of havens.csv is Oakham Toilets (#1) already, and neither name nor "
                                      "place agrees; if this is another list, give it a column source");
    assert_string_equal(fixture_site(f, "#1").name, "Oakham Toilets");
    /* renamed where it stands, and moved under its name */
    again(f, "oakham/havens.csv", "id,name,kind,lat,lon\n1,Oakham Loo,toilet,52.6720,-0.73\n",
          "0 new, 1 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
    again(f, "oakham/havens.csv", "id,name,kind,lat,lon\n1,OAKHAM LOO,toilet,52.69,-0.73\n",
          "0 new, 1 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
    /* who names the source means it */
    again(f, "x.csv", "source,id,name,kind,lat,lon\nLeeds,1,Leeds Library,library,53.80,-1.55\n",
          "1 new, 0 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
    again(f, "x.csv", "source,id,name,kind,lat,lon\nLeeds,1,York Library,library,53.96,-1.08\n",
          "0 new, 1 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
}

static void havens__of_two_sources_may_share_a_number(void **state)
{
    struct fixture *f = *state;
    again(f, "all.csv",
          "source,id,name,kind,lat,lon\nosm,1,A,toilet,52.67,-0.73\ncouncil,1,B,toilet,52.68,-0.73\n"
          "council,1,C,toilet,52.69,-0.73\n",
          "2 new, 0 changed, 0 same, 1 refused", "0 new, 0 changed, 2 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "4:id: \"1\" is on line 3 already");
}

/* What a person has said of a customer counts for more than what a map's tags seem to say. */
static void havens__do_not_overrule_customers(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(fixture_import(f, import_customers_csv, "c.csv",
                                    "name,lat,lon,amenities,hours\nMill Cafe,52.67,-0.73,pc;wifi,Mo-Fr 09:00-17:00\n"
                                    "Forge,52.68,-0.73,pc,\n"),
                     STATUS_OK);
    again(f, "osm.csv",
          "osm,name,lat,lon,kind,opening_hours\nn1,Mill Cafe,52.67,-0.73,amenity=cafe,Mo-Su 08:00-20:00\n"
          "n2,Forge,52.68,-0.73,amenity=cafe,Mo-Su 08:00-20:00\n",
          "0 new, 2 changed, 0 same, 0 refused", "0 new, 0 changed, 2 same, 0 refused");
    const struct site mill = fixture_site(f, "Mill Cafe");
    assert_true(mill.is_customer && mill.is_haven);
    assert_int_equal(mill.amenities, OFFERS(PC) | OFFERS(WIFI) | OFFERS(FOOD) | OFFERS(HOT_DRINK));
    assert_string_equal(mill.hours, "Mo-Fr 09:00-17:00");
    assert_string_equal(fixture_site(f, "Forge").hours, "Mo-Su 08:00-20:00");
    again(f, "own.csv", "name,lat,lon,amenities\nMill Cafe,52.67,-0.73,toilet\n", "0 new, 1 changed, 0 same, 0 refused",
          "0 new, 0 changed, 1 same, 0 refused");
    assert_int_equal(fixture_site(f, "Mill Cafe").amenities, OFFERS(TOILET));
}

static void havens__have_nothing_of_a_customer(void **state)
{
    struct fixture *f = *state;
    again(f, "h.csv", "name,kind,lat,lon,goal,status,drop in\nMill Cafe,cafe,52.67,-0.73,30,closed,no\n",
          "1 new, 0 changed, 0 same, 0 refused", "0 new, 0 changed, 1 same, 0 refused");
    assert_int_equal(f->im.unused_n, 3);
    assert_string_equal(f->im.notes[0], "columns not used: goal, status, drop in");
}

static void havens__hours_that_are_not_understood_are_named(void **state)
{
    struct fixture *f = *state;
    again(f, "h.csv",
          "name,kind,hours\nA,cafe,crack of dawn\nB,cafe,often\nC,cafe,Mo-Fr 09:00-17:00\nD,cafe,seldom\n"
          "E,cafe,never\nF,cafe,ask\n",
          "6 new, 0 changed, 0 same, 0 refused", "0 new, 0 changed, 6 same, 0 refused");
    assert_has(f->im.notes[0], "opening hours of 5 havens were not understood and are left empty: \"crack of dawn\", "
                               "\"often\", \"seldom\" and 2 more");
}

static const struct {
    const char *tags; /* kind=value in a CSV's kind column, and more columns */
    const char *kind;
    uint32_t amenities; /* 0: left out */
} rules[] = {
    {"amenity=cafe,,,,", "cafe", OFFERS(FOOD) | OFFERS(HOT_DRINK)},
    {"amenity=cafe,wlan,,,", "cafe", OFFERS(FOOD) | OFFERS(HOT_DRINK) | OFFERS(WIFI)},
    {"amenity=cafe,,yes,,", "cafe", OFFERS(FOOD) | OFFERS(HOT_DRINK) | OFFERS(TOILET)},
    {"amenity=cafe,,yes,,private", "cafe", OFFERS(FOOD) | OFFERS(HOT_DRINK)},
    {"amenity=cafe,no,no,,", "cafe", OFFERS(FOOD) | OFFERS(HOT_DRINK)},
    {"amenity=toilets,,,,", "toilet", OFFERS(TOILET)},
    {"amenity=toilets,,,private,", "", 0},
    {"amenity=post_box,,,,", "", 0},
    {"amenity=bank,,,,", "", 0},
    {"amenity=bank,wlan,,,", "", OFFERS(WIFI)},
    {"amenity=parcel_locker,,,,", "parcel_locker", OFFERS(PARCEL_RECEIVE)},
    {"highway=services,,,,", "services", OFFERS(REST) | OFFERS(PARKING) | OFFERS(TOILET) | OFFERS(FOOD) | OFFERS(FUEL)},
    {"amenity=library,,,,", "library", OFFERS(WARMTH) | OFFERS(PC)},
};

static void havens__openstreetmap_tags_mean_amenities(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const char *file =
            arena_printf(f->arena, "osm,name,kind,internet_access,toilets,access,toilets_access\nn%zu,Place %zu,%s\n",
                         i + 1, i, rules[i].tags);
        assert_int_equal(fixture_import(f, import_havens_csv, "osm.csv", file), STATUS_OK);
        if (rules[i].amenities == 0) {
            assert_int_equal(f->im.left_out, 1);
            continue;
        }
        const struct site site = fixture_site(f, arena_printf(f->arena, "Place %zu", i));
        assert_string_equal(site.haven_kind, rules[i].kind);
        assert_int_equal(site.amenities, rules[i].amenities);
        assert_string_equal(site.haven_source, "osm");
    }
}

static const char geojson[] =
    "{\"type\": \"FeatureCollection\", \"generator\": \"overpass-turbo\",\n"
    " \"features\": [\n"
    "  {\"type\": \"Feature\", \"id\": \"node/11\", \"properties\": {\"@id\": \"node/11\", \"amenity\": \"cafe\",\n"
    "   \"name\": \"Caf\\u00e9 {Waldeck]\", \"toilets\": \"yes\", \"internet_access\": \"wlan\", \"addr:street\": "
    "\"High Street\",\n"
    "   \"addr:housenumber\": 12, \"opening_hours\": \"Tu-Sa 08:30-17:00\", \"ref\": \"A3\"},\n"
    "   \"geometry\": {\"type\": \"Point\", \"coordinates\": [-0.729, 52.6705]}},\n"
    "  {\"type\": \"Feature\", \"properties\": {\"id\": 22, \"type\": \"way\", \"tags\": {\"amenity\": \"toilets\"}},\n"
    "   \"geometry\": {\"type\": \"Polygon\", \"coordinates\": "
    "[[[-0.73,52.66],[-0.72,52.66],[-0.72,52.67],[-0.73,52.66]]]}},\n"
    "  {\"type\": \"Feature\", \"properties\": {\"amenity\": \"pub\", \"name\": \"Swapped\"},\n"
    "   \"geometry\": {\"type\": \"Point\", \"coordinates\": [52.6705, -0.729]}},\n"
    "  {\"type\": \"Feature\", \"properties\": {\"amenity\": \"pub\", \"name\": \"Grid\"},\n"
    "   \"geometry\": {\"type\": \"Point\", \"coordinates\": [486120, 308900]}},\n"
    "  {\"type\": \"Feature\", \"properties\": {\"amenity\": \"pub\", \"name\": \"Null\"}, \"geometry\": null},\n"
    "  {\"type\": \"Feature\", \"properties\": {\"amenity\": \"pub\", \"name\": \"Text\"},\n"
    "   \"geometry\": {\"type\": \"Point\", \"coordinates\": [\"x\", NaN]}},\n"
    "  {\"type\": \"Feature\", \"properties\": {\"amenity\": \"fuel\", \"access\": \"private\"}, \"geometry\": null}\n"
    " ]}\n";

static void havens__come_from_geojson(void **state)
{
    struct fixture *f = *state;
    for (int round = 0; round < 2; round++)
        if (fixture_import(f, import_havens_geojson, "havens.geojson", geojson) != STATUS_OK)
            fail_msg("%s", f->err.text);
    assert_counts(f, "0 new, 0 changed, 3 same, 3 refused");
    assert_int_equal(f->im.left_out, 1);
    assert_int_equal(f->im.unplaced, 1);
    assert_has(fixture_refusal(f, 0), "9:geometry: lat and lon look swapped");
    assert_has(fixture_refusal(f, 1),
               "11:geometry: 486120,308900 is not a longitude and a latitude; if they are eastings");
    assert_has(fixture_refusal(f, 2), "15:");
    const struct site cafe = fixture_site(f, "Café {Waldeck]");
    assert_int_equal(cafe.amenities, OFFERS(FOOD) | OFFERS(HOT_DRINK) | OFFERS(TOILET) | OFFERS(WIFI));
    assert_string_equal(cafe.haven_source_id, "n11");
    assert_string_equal(cafe.street, "12 High Street");
    assert_string_equal(cafe.key, "");
    assert_string_equal(cafe.hours, "Tu-Sa 08:30-17:00");
    const struct site toilet = fixture_site(f, "Toilet");
    assert_string_equal(toilet.haven_source_id, "w22");
    assert_true(toilet.at.lat_deg >= 52.66 && toilet.at.lat_deg <= 52.67 && toilet.at.lon_deg >= -0.73);
}

static void geojson__features_are_refused_with_all_their_faults(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":"
                               "{\"kind\":\"cafe\",\"minutes\":\"x\",\"collections\":\"DPD\"},"
                               "\"geometry\":{\"type\":\"Point\",\"coordinates\":[500,52]}}]}";
    assert_int_equal(fixture_import(f, import_havens_geojson, "a.geojson", file), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 0 same, 1 refused");
    assert_has(fixture_refusal(f, 0), "minutes: \"x\" is not");
    assert_has(fixture_refusal(f, 0), "; collections: \"DPD\" is not");
    assert_has(fixture_refusal(f, 0), "; geometry: 500,52 is not a longitude");
}

static void geojson__openstreetmaps_source_tag_is_no_source(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"id\":\"node/5\","
                               "\"properties\":{\"amenity\":\"pub\",\"name\":\"Swan\",\"source\":\"survey\"},"
                               "\"geometry\":{\"type\":\"Point\",\"coordinates\":[-0.73,52.67]}}]}";
    for (int round = 0; round < 2; round++)
        assert_int_equal(fixture_import(f, import_havens_geojson, "a.geojson", file), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 1 same, 0 refused");
    assert_string_equal(fixture_site(f, "Swan").haven_source, "osm");
    assert_string_equal(fixture_site(f, "Swan").haven_source_id, "n5");
}

/* The refused features are GeoJSON again (but for what was not JSON to begin with). */
static void havens__refused_features_can_be_imported_again(void **state)
{
    struct fixture *f = *state;
    static const char file[] = "{\"type\":\"FeatureCollection\",\"features\":["
                               "{\"type\":\"Feature\",\"properties\":{\"amenity\":\"pub\",\"name\":\"A\"},"
                               "\"geometry\":{\"type\":\"Point\",\"coordinates\":[500,52]}},"
                               "{\"type\":\"Feature\",\"properties\":{\"amenity\":\"pub\",\"name\":\"B\"},"
                               "\"geometry\":{\"type\":\"Point\",\"coordinates\":[0,0]}}]}";
    assert_int_equal(fixture_import(f, import_havens_geojson, "a.geojson", file), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 0 same, 2 refused");
    const char *rejects = arena_strdup(f->arena, f->im.rejects.data);
    assert_int_equal(fixture_import(f, import_havens_geojson, "r.geojson", rejects), STATUS_OK);
    assert_counts(f, "0 new, 0 changed, 0 same, 2 refused");
}

static void geojson__old_reference_systems_are_kept(void **state)
{
    struct fixture *f = *state;
    static const char file[] =
        "{\"type\":\"FeatureCollection\",\n"
        "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::27700\"}},\n"
        "\"features\":[{\"type\":\"Feature\",\"properties\":{\"amenity\":\"pub\",\"name\":\"Grid\"},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[486120,308900]}}]}";
    if (fixture_import(f, import_havens_geojson, "a.geojson", file) != STATUS_OK)
        fail_msg("%s", f->err.text);
    assert_counts(f, "1 new, 0 changed, 0 same, 0 refused");
    assert_true(point_distance_m(fixture_site(f, "Grid").at, (struct point){52.6705, -0.7279}) < 500);
}

static const struct {
    const char *file, *why;
} broken[] = {
    {"", "does not begin with {"},
    {"[1,2]", "does not begin with {"},
    {"{\"type\":\"FeatureCollection\",\"features\":[", "cut short"},
    {"{\"type\":\"FeatureCollection\",\"features\":[{\"a\":\"b]}", "cut short"},
    {"{\"type\":\"FeatureCollection\",\"features\":[1]}", "not a feature"},
    {"{\"type\":\"FeatureCollection\",\"features\":[],,}", "not valid JSON"},
    {"{\"type\":\"Topology\",\"features\":[]}", "FeatureCollection"},
    {"{\"type\":\"FeatureCollection\",\"features\":[]", "not valid JSON"},
};

static void geojson__that_is_broken_changes_nothing(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
        assert_int_equal(fixture_import(f, import_havens_geojson, "a.geojson", broken[i].file), STATUS_INPUT);
        if (strstr(f->err.text, broken[i].why) == NULL || strncmp(f->err.text, "a.geojson:", 10) != 0)
            fail_msg("%s: %s", broken[i].file, f->err.text);
    }
}

static void geojson__deep_nesting_is_refused(void **state)
{
    struct fixture *f = *state;
    struct buf file;
    buf_init(&file, 1 << 20);
    buf_add(&file, "{\"type\":\"FeatureCollection\",\"features\":[{\"a\":");
    for (int i = 0; i < 10000; i++)
        buf_add_char(&file, '[');
    assert_int_equal(fixture_import(f, import_havens_geojson, "a.geojson", file.data), STATUS_INPUT);
    assert_has(f->err.text, "nested too deeply");
    buf_clear(&file);
}

static const struct {
    const char *geometry;
    bool found;
    double x, y;
} geometries[] = {
    {"{\"type\":\"Point\",\"coordinates\":[1,2]}", true, 1, 2},
    {"{\"type\":\"Point\",\"coordinates\":[1,2,3]}", true, 1, 2},
    {"{\"type\":\"Point\",\"coordinates\":[1]}", false, 0, 0},
    {"{\"type\":\"Point\",\"coordinates\":[]}", false, 0, 0},
    {"{\"type\":\"Point\"}", false, 0, 0},
    {"{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}", true, 1, 2},
    {"{\"type\":\"LineString\",\"coordinates\":[[0,0],[5,6],[9,9]]}", true, 5, 6},
    {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,2],[0,2],[0,0]]]}", true, 2, 1},
    /* an L: the middle of the box lies outside, so a corner is taken */
    {"{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,1],[1,1],[1,9],[0,9],[0,0]]]}", true, 0, 0},
    {"{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[4,0],[4,2],[0,2],[0,0]]]]}", true, 2, 1},
    {"{\"type\":\"Polygon\",\"coordinates\":[]}", false, 0, 0},
    {"{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]}]}", true, 1, 2},
    {"{\"type\":\"GeometryCollection\",\"geometries\":[]}", false, 0, 0},
    {"{\"type\":\"Sphere\",\"coordinates\":[1,2]}", false, 0, 0},
};

static void geojson__any_geometry_gives_a_point_of_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof geometries / sizeof geometries[0]; i++) {
        json_t *geometry = json_loads(geometries[i].geometry, 0, NULL);
        double x = 0, y = 0;
        assert_non_null(geometry);
        if (geojson_point(geometry, &x, &y) != geometries[i].found)
            fail_msg("%s", geometries[i].geometry);
        if (geometries[i].found)
            assert_true(x == geometries[i].x && y == geometries[i].y);
        json_decref(geometry);
    }
}

static int set_up(void **state)
{
    *state = fixture_new(false);
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
        TEST(havens__come_from_plain_csv),
        TEST(havens__ids_are_not_customers_keys),
        TEST(havens__of_another_list_of_that_name_are_refused),
        TEST(havens__of_two_sources_may_share_a_number),
        TEST(havens__do_not_overrule_customers),
        TEST(havens__have_nothing_of_a_customer),
        TEST(havens__hours_that_are_not_understood_are_named),
        TEST(geojson__features_are_refused_with_all_their_faults),
        TEST(geojson__openstreetmaps_source_tag_is_no_source),
        TEST(havens__openstreetmap_tags_mean_amenities),
        TEST(havens__come_from_geojson),
        TEST(havens__refused_features_can_be_imported_again),
        TEST(geojson__old_reference_systems_are_kept),
        TEST(geojson__that_is_broken_changes_nothing),
        TEST(geojson__deep_nesting_is_refused),
        cmocka_unit_test(geojson__any_geometry_gives_a_point_of_it),
    };
    return cmocka_run_group_tests_name("import havens", tests, NULL, NULL);
}
