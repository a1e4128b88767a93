/* Map files that are none, are damaged, or mean harm: one sentence with the file's name, and nothing read. */
#include "geo/roads/osm.h"

#include "geo/base/mem.h"
#include "tests/base/unit.h"
#include "tests/geo/osm_maker.h"
#include "tests/geo/osm_room.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char lines[] =
    "@ 2 2020-02-03\nn 1 50.000 1.000\nn 2 50.001 1.001 highway=traffic_signals\nn 3 50.002 1.002\n"
    "w 10 1,2 highway=primary, name=High Street\nw 11 2,3 highway=residential\n"
    "r 100 from:w10,via:n2,to:w11 type=restriction, restriction=no_left_turn\n";

static void assert_refused(const char *path, enum status expected, const char *why)
{
    struct raw_roads roads = {0};
    struct osm_summary summary = {.nodes = 77};
    struct error err = {0};
    char sentence[1200];
    enum status status = osm_read(&path, 1, room_profile(), NULL, &roads, &summary, &err);
    snprintf(sentence, sizeof sentence, "%s: %s", path, why);
    assert_string_equal(err.text, sentence);
    assert_int_equal(status, expected);
    assert_int_equal(summary.nodes, 77);
    assert_null(roads.edges);
}

static void assert_bytes_refused(const char *name, const char *text, const char *why)
{
    const char *path = room_path(name);
    room_write_bytes(path, text, strlen(text));
    assert_refused(path, STATUS_INPUT, why);
}

#define DAMAGED "it is damaged or cut off; download it again"
#define FOREIGN "it is written in a way that is not read; write it again with `osmium cat FILE -o NEW.osm.pbf`"
#define NO_MAP  "it is no OpenStreetMap file"

static void osm__what_is_no_map_file_is_refused_by_name(void **state)
{
    (void)state;
    assert_refused(room_path("nothing.osm.pbf"), STATUS_STORE, "No such file or directory");
    assert_refused(room_path(""), STATUS_INPUT, "it is a folder; name the .osm.pbf file in it");
    const char *fifo = room_path("pipe.osm");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_refused(fifo, STATUS_INPUT, "it is no plain file, and the map is read more than once; save it first");
    assert_bytes_refused("empty.osm.pbf", "", "it is empty; download it again");
    assert_bytes_refused("empty.osm", "", "it is empty; download it again");
    assert_bytes_refused("packed.osm.gz", "x", "unpack it first");
    assert_bytes_refused("packed.osm.bz2", "x", "unpack it first");
    assert_bytes_refused("map.txt", "x", "only files that end in .osm.pbf or .osm are read");
    assert_bytes_refused("page.osm.pbf", "<!doctype html><html>Not found</html>", DAMAGED);
    assert_bytes_refused("page.osm", "<!doctype html><html>Not found</html>",
                         "it declares a document type, which no OpenStreetMap file does");
    assert_bytes_refused("track.osm", "<?xml version=\"1.0\"?><gpx></gpx>",
                         "it is no OpenStreetMap file (its outermost element is not <osm>)");
    assert_bytes_refused("change.osm", "<osmChange version=\"0.6\"></osmChange>",
                         "it is no OpenStreetMap file (its outermost element is not <osm>)");
    assert_bytes_refused("text.osm", "once upon a time", NO_MAP);
    assert_bytes_refused("utf16.osm", "\xff\xfe<", DAMAGED);
}

static void osm__a_map_without_roads_says_so(void **state)
{
    (void)state;
    assert_bytes_refused("bare.osm", "<osm></osm>", "there is no road for cars in it");
    assert_refused(room_write("n 1 0 0\nn 2 0 1\nw 10 1,2 highway=footway\n", "walk.osm.pbf"), STATUS_INPUT,
                   "there is no road for cars in it");
    assert_refused(room_write("n 1 0 0\nw 10 1,2,3 highway=primary\n", "far.osm"), STATUS_INPUT,
                   "there is no road for cars in it");
    assert_refused(room_write("w 10 1,2,3 highway=primary\n", "ways.osm"), STATUS_INPUT,
                   "it has ways, but no nodes that say where they are; take a whole extract");
}

/* A thousand million laughs, were they let. */
static void osm__entities_are_not_expanded(void **state)
{
    (void)state;
    assert_bytes_refused(
        "laughs.osm",
        "<?xml version=\"1.0\"?><!DOCTYPE osm [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
        "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><osm><node id=\"1\"><tag k=\"k\" v=\"&c;\"/></node></osm>",
        "it declares a document type, which no OpenStreetMap file does");
    assert_bytes_refused("comment.osm", "<!-- <osm> --><!DOCTYPE osm []><osm></osm>",
                         "it declares a document type, which no OpenStreetMap file does");
    assert_bytes_refused("undeclared.osm", "<osm><node id=\"1\"><tag k=\"k\" v=\"&c;\"/></node></osm>", DAMAGED);
}

static void osm__elements_that_lack_something_are_refused(void **state)
{
    (void)state;
    static const char *const lacking[] = {
        "<osm><node id='1'><tag k='highway'/></node></osm>",
        "<osm><node id='1'><tag v='highway'/></node></osm>",
        "<osm><node id='1'><tag/></node></osm>",
        "<osm><way id='1'><nd/></way></osm>",
        "<osm><relation id='1'><member type='way' ref='1'/></relation></osm>",
        "<osm><relation id='1'><member role='from' ref='1'/></relation></osm>",
        "<osm><relation id='1'><member type='way' role=\"ref='1'\"/></relation></osm>",
        "<osm><node id='1'><tag k='a' note=' v=\"b\" '/></node></osm>",
    };
    for (size_t i = 0; i < COUNT(lacking); i++) {
        assert_bytes_refused("lacking.osm", lacking[i], "an element in it lacks an attribute; download it again");
    }
    /* said in a comment or a text it is nothing */
    assert_bytes_refused("said.osm", "<osm><!-- <tag/> - > --><![CDATA[<tag/>] > ]]]]><?x <tag/> ? > ?></osm>",
                         "there is no road for cars in it");
}

static void osm__each_fault_of_a_pbf_file_has_its_sentence(void **state)
{
    (void)state;
    static const char *const why[MAKER_FAULTS] = {
        [MAKER_PLAIN_NODES] =
            "its nodes are not written densely, which is not read; write it again with `osmium cat -f pbf`",
        [MAKER_LOCATIONS] = "its ways carry the places of their nodes (LocationsOnWays), which is not read; write it "
                            "again with `osmium cat -f pbf,locations_on_ways=false`",
        [MAKER_GRANULARITY] = FOREIGN,
        [MAKER_GRANULARITY_FIRST] = FOREIGN,
        [MAKER_OFFSET] = FOREIGN,
        [MAKER_LZ4] =
            "it is packed in a way that is not read (lz4, zstd or lzma); write it again with `osmium cat -f pbf`",
        [MAKER_HISTORY] = "it asks for more than is read (a file with history, perhaps); take a plain extract",
        [MAKER_TEXT_INDEX] = DAMAGED,
        [MAKER_NODE_TEXT_INDEX] = DAMAGED,
        [MAKER_ROLE_INDEX] = DAMAGED,
        [MAKER_USER_INDEX] = DAMAGED,
        [MAKER_CUT_NUMBER] = DAMAGED,
        [MAKER_FEWER_VALUES] = DAMAGED,
        [MAKER_HUGE_BLOB] = DAMAGED,
        [MAKER_NEGATIVE_BLOB] = DAMAGED,
        [MAKER_HUGE_UNPACKED] = DAMAGED,
        [MAKER_NO_HEADER] = NO_MAP,
        [MAKER_TWO_HEADERS] = NO_MAP,
    };
    for (int fault = MAKER_SOUND + 1; fault < MAKER_FAULTS; fault++) {
        struct buf bytes;
        buf_init(&bytes, 1 << 20);
        maker_pbf(&bytes, lines, (enum maker_fault)fault);
        const char *path = room_path("fault.osm.pbf");
        room_write_bytes(path, bytes.data, bytes.length);
        assert_refused(path, STATUS_INPUT, why[fault]);
        buf_clear(&bytes);
    }
}

/* --- cut and damaged anywhere ---------------------------------------------------------------------------------------- */

static void make(struct buf *bytes, bool pbf)
{
    buf_init(bytes, 1 << 20);
    if (pbf) {
        maker_pbf(bytes, lines, MAKER_SOUND);
    } else {
        maker_xml(bytes, lines);
    }
}

static void osm__a_file_cut_off_anywhere_is_refused(void **state)
{
    (void)state;
    for (int pbf = 0; pbf < 2; pbf++) {
        struct buf bytes;
        make(&bytes, pbf);
        size_t whole = bytes.length - (pbf ? 0 : 1); /* the last line's end may be missing */
        for (size_t length = 0; length <= bytes.length; length++) {
            struct raw_roads roads = {0};
            struct error err = {0};
            enum status status = room_read_bytes(bytes.data, length, pbf ? "cut.osm.pbf" : "cut.osm", &roads, &err);
            assert_int_equal(status, length < whole ? STATUS_INPUT : STATUS_OK);
            assert_true(status == STATUS_OK || strstr(err.text, "cut.osm") != NULL);
            roads_raw_free(&roads);
        }
        buf_clear(&bytes);
    }
}

/* Every byte changed in several ways: refused with a sentence, or read; and what is read holds together. */
static void osm__a_file_damaged_anywhere_is_refused_or_read(void **state)
{
    (void)state;
    static const uint8_t changes[] = {0x01, 0x80, 0xff, 0x40, 0x0c};
    size_t read = 0, refused = 0;
    for (int pbf = 0; pbf < 2; pbf++) {
        struct buf bytes;
        make(&bytes, pbf);
        for (size_t i = 0; i < bytes.length * COUNT(changes); i++) {
            uint8_t before = (uint8_t)bytes.data[i / COUNT(changes)];
            bytes.data[i / COUNT(changes)] = (char)(before ^ changes[i % COUNT(changes)]);
            struct raw_roads roads = {0};
            struct error err = {0};
            enum status status =
                room_read_bytes(bytes.data, bytes.length, pbf ? "bad.osm.pbf" : "bad.osm", &roads, &err);
            read += status == STATUS_OK;
            refused += status == STATUS_INPUT;
            assert_true(status == STATUS_OK || (status == STATUS_INPUT && strstr(err.text, "bad.osm") != NULL));
            for (uint32_t e = 0; e < roads.edges_n; e++) {
                assert_true(roads.edges[e].junction[0] < roads.junctions_n);
                assert_true(roads.edges[e].junction[1] < roads.junctions_n);
                assert_true(roads.edges[e].dm > 0 && roads.edges[e].name < roads.names_bytes);
            }
            roads_raw_free(&roads);
            bytes.data[i / COUNT(changes)] = (char)before;
        }
        buf_clear(&bytes);
    }
    assert_true(read > 500 && refused > 500);
}

/* --- changed and stopped while it is read ---------------------------------------------------------------------------- */

struct meddler {
    const char *path, *during;
    void (*meddle)(const char *path);
    size_t told, stop_at; /* 0: never */
    bool done;
};

static bool tell(void *context, const char *what, size_t done, size_t total)
{
    struct meddler *meddler = context;
    assert_true(done <= total);
    if (meddler->meddle != NULL && !meddler->done && strcmp(what, meddler->during) == 0) {
        meddler->meddle(meddler->path);
        meddler->done = true;
    }
    return ++meddler->told != meddler->stop_at;
}

static void append(const char *path)
{
    FILE *out = fopen(path, "ab");
    assert_non_null(out);
    fputs(" ", out);
    assert_int_equal(fclose(out), 0);
}

static void replace(const char *path)
{
    const char *other = room_write(lines, "other.osm");
    assert_int_equal(rename(other, path), 0);
}

static void cut(const char *path)
{
    assert_int_equal(truncate(path, 20), 0);
}

static void take_away(const char *path)
{
    assert_int_equal(unlink(path), 0);
}

static void osm__a_file_that_changes_while_it_is_read_is_refused(void **state)
{
    (void)state;
    static void (*const meddle[])(const char *path) = {append, replace, cut, take_away};
    static const char *const during[] = {"reading the roads", "reading where they are"};
    for (size_t i = 0; i < COUNT(meddle) * COUNT(during); i++) {
        const char *path = room_write(lines, "moving.osm");
        struct meddler meddler = {
            .path = path, .during = during[i % COUNT(during)], .meddle = meddle[i / COUNT(during)]};
        struct roads_progress progress = {tell, &meddler};
        struct raw_roads roads = {0};
        struct osm_summary summary;
        struct error err = {0};
        assert_int_equal(osm_read(&path, 1, room_profile(), &progress, &roads, &summary, &err), STATUS_STORE);
        assert_true(meddler.done);
        assert_non_null(strstr(err.text, "moving.osm: it was changed while it was read; import it again"));
    }
}

static void osm__reading_stops_when_it_is_asked_to(void **state)
{
    (void)state;
    for (int pbf = 0; pbf < 2; pbf++) {
        const char *path = room_write(lines, pbf ? "slow.osm.pbf" : "slow.osm");
        struct meddler meddler = {0};
        struct roads_progress progress = {tell, &meddler};
        struct raw_roads roads = {0};
        struct osm_summary summary;
        struct error err = {0};
        assert_int_equal(osm_read(&path, 1, room_profile(), &progress, &roads, &summary, &err), STATUS_OK);
        roads_raw_free(&roads);
        size_t times = meddler.told;
        assert_true(times >= 3);
        for (size_t stop_at = 1; stop_at <= times; stop_at++) {
            meddler = (struct meddler){.stop_at = stop_at};
            err = (struct error){0};
            assert_int_equal(osm_read(&path, 1, room_profile(), &progress, &roads, &summary, &err), STATUS_INCOMPLETE);
            assert_int_equal(meddler.told, stop_at);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(osm__what_is_no_map_file_is_refused_by_name),
        cmocka_unit_test(osm__a_map_without_roads_says_so),
        cmocka_unit_test(osm__entities_are_not_expanded),
        cmocka_unit_test(osm__elements_that_lack_something_are_refused),
        cmocka_unit_test(osm__each_fault_of_a_pbf_file_has_its_sentence),
        cmocka_unit_test(osm__a_file_cut_off_anywhere_is_refused),
        cmocka_unit_test(osm__a_file_damaged_anywhere_is_refused_or_read),
        cmocka_unit_test(osm__a_file_that_changes_while_it_is_read_is_refused),
        cmocka_unit_test(osm__reading_stops_when_it_is_asked_to),
    };
    return cmocka_run_group_tests(tests, room_set_up, room_tear_down);
}
