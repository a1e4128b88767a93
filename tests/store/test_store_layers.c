/* What QGIS sees, through GDAL's ogrinfo. Skipped when that is not installed. */
#include "tests/store/room.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SKIPPED = 77, OUTPUT_MAX = 65536 };

/* Standard output of `ogrinfo ARGS`; NULL when the program is not there. */
static char *ogrinfo(struct room *room, const char *a, const char *b, const char *layer)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execlp("ogrinfo", "ogrinfo", a, b, layer, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    char *text = arena_alloc(room->arena, OUTPUT_MAX);
    size_t n = 0;
    ssize_t got;
    while (n + 1 < OUTPUT_MAX && (got = read(ends[0], text + n, OUTPUT_MAX - 1 - n)) > 0) {
        n += (size_t)got;
    }
    close(ends[0]);
    int how = 0;
    waitpid(child, &how, 0);
    if (WIFEXITED(how) && WEXITSTATUS(how) == 127) {
        return NULL;
    }
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    return text;
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("no \"%s\" in:\n%s", part, text);
    }
}

static void layers__are_listed_with_count_and_extent(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_begin(room, "more");
    struct site locker = room_customer("Locker", 53.25, 1.75);
    locker.is_customer = false;
    locker.is_haven = true;
    locker.haven_kind = "locker";
    room_save(room, &locker);
    room_commit(room);
    room_close(room);
    char *all = ogrinfo(room, "-ro", room->path, NULL);
    if (all == NULL) {
        print_message("skipped: ogrinfo (gdal-bin) is not installed\n");
        room_teardown(state);
        exit(SKIPPED);
    }
    has(all, "customers (Point)");
    has(all, "havens (Point)");
    char *customers = ogrinfo(room, "-so", room->path, "customers");
    has(customers, "Feature Count: 3\n"); /* one of them is not placed */
    has(customers, "Extent: (-0.729000, 52.589000) - (-0.722000, 52.670300)");
    has(customers, "WGS 84");
    char *havens = ogrinfo(room, "-so", room->path, "havens");
    has(havens, "Feature Count: 2\n");
    has(havens, "Extent: (-0.729000, 52.670300) - (1.750000, 53.250000)");
    has(havens, "amenities: String");
}

static void layers__show_what_a_person_looks_for_and_no_notes(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_begin(room, "notes");
    int64_t id;
    struct note note = {.uuid = "", .site_id = 1, .kind = NOTE_PRIVATE, .day = 1, .body = "SECRET", .settled_day = 1};
    WELL(room, store_note_save(room->store, &note, &id, &room->err));
    room_commit(room);
    room_close(room);
    char *rows = ogrinfo(room, "-al", room->path, "customers");
    if (rows == NULL) {
        print_message("skipped: ogrinfo (gdal-bin) is not installed\n");
        room_teardown(state);
        exit(SKIPPED);
    }
    has(rows, "name (String) = Oakham Bakery");
    has(rows, "last_visit (String) = 2025-10-20");
    has(rows, "next_job (String) = 2026-11-24");
    has(rows, "amenities (String) = parcel_drop, toilet");
    has(rows, "status (String) = active");
    has(rows, "POINT (-0.729 52.6703)");
    assert_null(strstr(rows, "SECRET"));
    assert_null(strstr(rows, "Jo Baker"));
    rows = ogrinfo(room, "-al", room->path, "havens");
    has(rows, "collections (String) = DPD 16:15");
    assert_null(strstr(rows, "SECRET"));
}

static void layers__can_be_edited_by_another_program(void **state)
{
    struct room *room = *state;
    struct site *found;
    size_t n = 0;
    struct box box = {52.4, -0.6, 52.6, -0.4};
    room_furnish(room);
    room_sql(room, "UPDATE site SET geom = MakePoint(-0.5, 52.5, 4326) WHERE id = 1");
    room_sql(room, "INSERT INTO site (uuid, name, name_folded, created_utc, geom) "
                   "VALUES ('u1', 'drawn', 'drawn', 0, MakePoint(-0.51, 52.51, 4326))");
    struct site_filter filter = {.box = &box};
    WELL(room, store_site_list(room->store, &filter, room->arena, &found, &n, &room->err));
    assert_int_equal(n, 2);
    room_sql(room, "DELETE FROM site WHERE uuid = 'u1'");
    WELL(room, store_site_list(room->store, &filter, room->arena, &found, &n, &room->err));
    assert_int_equal(n, 1);
    assert_int_equal(room_number(room, "SELECT CheckSpatialIndex('site', 'geom')"), 1);
    room_healthy(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(layers__can_be_edited_by_another_program, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(layers__are_listed_with_count_and_extent, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(layers__show_what_a_person_looks_for_and_no_notes, room_setup, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
