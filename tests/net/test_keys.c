#include "geo/net/keys.h"
#include "tests/net/server.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *write_keys(struct net_room *room, const char *text, mode_t mode)
{
    char *path = net_path(room, "keys.ini");
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

static void expect_key(struct net_room *room, const char *text, const char *service, const char *wanted)
{
    const char *key = NULL;
    WELL(room, keys_read(write_keys(room, text, 0600), service, room->arena, &key, &room->err));
    assert_string_equal(key, wanted);
}

static void keys__are_found_by_service(void **state)
{
    struct net_room *room = *state;
    const char *text =
        "# mine\n; too\n\n[geocoder]\nkey = other\n[ openrouteservice ]\r\n key=a;b#c=d== \r\nname = x\n";
    expect_key(room, text, "openrouteservice", "a;b#c=d==");
    expect_key(room, text, "geocoder", "other");
    expect_key(room, text, "osrm", "");
    expect_key(room, "", "osrm", "");
    expect_key(room, "key = nobody's\n[osrm]\nkey =\n", "osrm", "");
    expect_key(room, "[osrm]\nkey = one\nkey = two", "osrm", "two");
}

static void keys__need_no_file(void **state)
{
    struct net_room *room = *state;
    const char *key = NULL;
    WELL(room, keys_read(net_path(room, "none.ini"), "osrm", room->arena, &key, &room->err));
    assert_string_equal(key, "");
}

static void keys__that_others_can_read_are_refused_with_what_to_type(void **state)
{
    struct net_room *room = *state;
    static const mode_t modes[] = {0640, 0604, 0644, 0620, 0602, 0610, 0777};
    for (size_t i = 0; i < COUNT(modes); i++) {
        const char *key = NULL;
        char *path = write_keys(room, "[osrm]\nkey = SECRET\n", modes[i]);
        FAILS(room, STATUS_INPUT, arena_printf(room->arena, "chmod 600 '%s'", path),
              keys_read(path, "osrm", room->arena, &key, &room->err));
        assert_null(key);
        assert_null(strstr(room->err.text, "SECRET"));
    }
}

static void keys__that_are_none_are_refused_and_not_shown(void **state)
{
    struct net_room *room = *state;
    static const char *const bad[] = {"[osrm]\nkey = SECRET two\n", "[osrm]\nkey = SECRET\x01\n",
                                      "[osrm]\nkey = SECRET\xc3\xa9\n", "[osrm]\nSECRET\n", "SECRET"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        const char *key = NULL;
        FAILS(room, STATUS_INPUT, "keys.ini",
              keys_read(write_keys(room, bad[i], 0600), "osrm", room->arena, &key, &room->err));
        assert_null(key);
        assert_null(strstr(room->err.text, "SECRET"));
    }
    FAILS(room, STATUS_INPUT, "ORS_KEY", keys_check("ORS_KEY", "SECRET\n", &room->err));
    WELL(room, keys_check("ORS_KEY", "eyJvcmciOiI1YjNjZTM1OTc4NTExMTAwMDFjZjYyNDgifQ==", &room->err));
}

static void keys__in_something_else_than_a_file_are_refused(void **state)
{
    struct net_room *room = *state;
    const char *key = NULL;
    char *pipe_path = net_path(room, "pipe");
    FAILS(room, STATUS_INPUT, "not a plain file", keys_read(room->folder, "osrm", room->arena, &key, &room->err));
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    FAILS(room, STATUS_INPUT, "not a plain file", keys_read(pipe_path, "osrm", room->arena, &key, &room->err));
    char *large = arena_alloc(room->arena, 100000);
    memset(large, '#', 99999);
    FAILS(room, STATUS_INPUT, "larger than",
          keys_read(write_keys(room, large, 0600), "osrm", room->arena, &key, &room->err));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(keys__are_found_by_service),
        TEST(keys__need_no_file),
        TEST(keys__that_others_can_read_are_refused_with_what_to_type),
        TEST(keys__that_are_none_are_refused_and_not_shown),
        TEST(keys__in_something_else_than_a_file_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
