#include "tests/store/room.h"

#include "geo/store/migrate.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every migration that was ever shipped, by its bytes: one that has been shipped is never edited. */
static const uint64_t shipped_hashes[] = {
    UINT64_C(0x6315d9323df76da4), /* 0001_first */
    UINT64_C(0x4f35abc0dbf96651), /* 0002_job_imported */
    UINT64_C(0xa1dce3547358fe37), /* 0003_travel_cache */
    UINT64_C(0x15b884fd71620b5),  /* 0004_haven_gone */
    UINT64_C(0x4332efdb85cb704d), /* 0005_parcel */
    UINT64_C(0x0f97fbfe13090fd3), /* 0006_plan_stop_kinds */
    UINT64_C(0x0dccd4fe40f17f81), /* 0007_nearby */
    UINT64_C(0x526849df00c12088), /* 0008_geocode */
    UINT64_C(0x4a09b03486e9a042), /* 0009_calendar */
};

/* FNV-1a. */
static uint64_t hash_of(const char *text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static void list__is_append_only(void **state)
{
    (void)state;
    size_t n;
    const struct migration *list = migration_list(&n);
    assert_int_equal(n, sizeof shipped_hashes / sizeof shipped_hashes[0]);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(list[i].version, i + 1);
        if (hash_of(list[i].sql) != shipped_hashes[i]) {
            fail_msg("migration %d (%s) has the hash 0x%016" PRIx64 ": a shipped one is never edited, add a new one",
                     list[i].version, list[i].name, hash_of(list[i].sql));
        }
    }
}

/* The shipped list with one more. */
static size_t with_next(struct migration out[16], const char *sql)
{
    size_t n;
    const struct migration *list = migration_list(&n);
    memcpy(out, list, n * sizeof *list);
    out[n] = (struct migration){(int32_t)n + 1, "next", sql};
    return n + 1;
}

static const char next_sql[] = "ALTER TABLE job ADD COLUMN colour TEXT NOT NULL DEFAULT '';\n"
                               "CREATE TABLE planet (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE) STRICT;\n"
                               "-- the end\n"
                               "PRAGMA user_version = " ROOM_WORD(ROOM_NEXT) ";\n";

static void open_next(struct room *room, const char *sql)
{
    struct migration list[16];
    size_t n = with_next(list, sql);
    WELL(room, store_open_with(room->path, STORE_MUST_EXIST, ROOM_NOW, list, n, &room->store, &room->err));
}

static const char *backup(const struct room *room)
{
    return arena_printf(room->arena, "%s.v" ROOM_WORD(ROOM_SCHEMA) ".bak", room->path);
}

static void upgrade__keeps_a_copy_and_all_data(void **state)
{
    struct room *room = *state;
    struct stat info;
    struct store_undo_report report;
    room_furnish(room);
    char *before = room_dump(room);
    room_close(room);
    open_next(room, next_sql);
    assert_int_equal(room_number(room, "SELECT user_version FROM pragma_user_version()"), ROOM_NEXT);
    assert_int_equal(room_number(room, "SELECT count(*) FROM job WHERE colour = ''"), 1);
    assert_int_equal(stat(backup(room), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_string_equal(before, room_dump_of(room, backup(room)));
    WELL(room, store_undo(room->store, false, room->arena, 5, &report, &room->err)); /* recorded before the upgrade */
    room_close(room);
    WELL(room, store_open(backup(room), STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err));
    room_healthy(room);
    room_close(room);
    FAILS(room, STATUS_STORE,
          "written by a newer rounds (its schema is version " ROOM_WORD(ROOM_NEXT) ", this program knows " ROOM_WORD(
              ROOM_SCHEMA) ")",
          store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err));
}

static void upgrade__of_a_new_store_needs_no_copy(void **state)
{
    struct room *room = *state;
    struct migration list[16];
    room_close(room);
    snprintf(room->path, sizeof room->path, "%s/fresh.db", room->folder);
    size_t n = with_next(list, next_sql);
    WELL(room, store_open_with(room->path, STORE_CREATE, ROOM_NOW, list, n, &room->store, &room->err));
    assert_int_equal(access(backup(room), F_OK), -1);
    assert_int_equal(room_number(room, "SELECT user_version FROM pragma_user_version()"), ROOM_NEXT);
}

/* Fails with PART; the store is as it was and can still be opened by the program of before. */
static void stays_at_one(struct room *room, const char *sql, const char *part)
{
    struct migration list[16];
    char *before = room_dump(room);
    size_t n = with_next(list, sql);
    FAILS(room, STATUS_STORE, part,
          store_open_with(room->path, STORE_MUST_EXIST, ROOM_NOW, list, n, &room->store, &room->err));
    assert_string_equal(before, room_dump(room));
    room_open(room, STORE_MUST_EXIST);
    room_healthy(room);
    room_close(room);
}

static void upgrade__that_fails_changes_nothing(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_close(room);
    stays_at_one(room, "CREATE TABLE planet (id); SELECT 0; PRAGMA user_version = " ROOM_WORD(ROOM_NEXT) ";",
                 "schema step " ROOM_WORD(ROOM_NEXT) " (next) failed");
    stays_at_one(room, "CREATE TABLE planet (id); SELECT AddGeometryColumn('nowhere', 'geom', 4326, 'POINT', 'XY');",
                 "schema step " ROOM_WORD(ROOM_NEXT) " (next) failed");
    stays_at_one(room, "DELETE FROM note; CREATE TABLE planet (", "incomplete input");
    stays_at_one(room, "DELETE FROM note; SELECT * FROM nowhere;", "no such table");
    stays_at_one(room, "DELETE FROM note;", "left version " ROOM_WORD(ROOM_SCHEMA));
    stays_at_one(room, "DELETE FROM site; PRAGMA user_version = " ROOM_WORD(ROOM_NEXT) ";", "broken references");
}

/* Upgrade by a list whose last step has no end, until it is well under way, past what its cache holds; then no more. */
static void kill_half_way(struct room *room, const struct migration *list, size_t n)
{
    pid_t child = fork();
    if (child == 0) {
        WELL(room, store_open_with(room->path, STORE_MUST_EXIST, ROOM_NOW, list, n, &room->store, &room->err));
        _exit(0);
    }
    struct stat info;
    const char *wal = arena_printf(room->arena, "%s-wal", room->path);
    for (int i = 0; i < 1000 && (stat(wal, &info) != 0 || info.st_size < (2 << 20)); i++) {
        usleep(5000);
    }
    usleep(20000);
    kill(child, SIGKILL);
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
}

static void upgrade__killed_half_way_leaves_the_old_version(void **state)
{
    static const char endless[] =
        "DELETE FROM note; CREATE TABLE planet (id INTEGER PRIMARY KEY, x TEXT);\n"
        "INSERT INTO planet (x) WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
        "SELECT hex(randomblob(200)) FROM c LIMIT 100000000;\nPRAGMA user_version = " ROOM_WORD(ROOM_NEXT) ";";
    struct room *room = *state;
    room_furnish(room);
    char *before = room_dump(room);
    room_close(room);
    for (int round = 0; round < 3; round++) {
        struct migration list[16];
        size_t n = with_next(list, endless);
        kill_half_way(room, list, n);
        assert_string_equal(before, room_dump(room));
        assert_string_equal(before, room_dump_of(room, backup(room)));
        room_open(room, STORE_MUST_EXIST);
        room_healthy(room);
        room_close(room);
    }
    open_next(room, next_sql);
    assert_int_equal(room_number(room, "SELECT count(*) FROM note"), 2);
    assert_int_equal(access(arena_printf(room->arena, "%s.tmp", backup(room)), F_OK), -1);
}

static void upgrade__uses_again_what_a_killed_one_left(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    char *before = room_dump(room);
    room_close(room);
    const char *left = arena_printf(room->arena, "%s.tmp", backup(room));
    FILE *file = fopen(left, "w");
    assert_non_null(file);
    assert_true(fputs("half a copy", file) >= 0);
    assert_int_equal(fclose(file), 0);
    open_next(room, next_sql);
    assert_int_equal(access(left, F_OK), -1);
    assert_string_equal(before, room_dump_of(room, backup(room)));
}

static void upgrade__is_done_once_by_several_processes(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    room_close(room);
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            struct migration list[16];
            size_t n = with_next(list, next_sql);
            enum status status =
                store_open_with(room->path, STORE_MUST_EXIST, ROOM_NOW, list, n, &room->store, &room->err);
            if (status != STATUS_OK) {
                fprintf(stderr, "%s\n", room->err.text);
            }
            store_close(room->store);
            _exit(status == STATUS_OK ? 0 : 1);
        }
    }
    for (int i = 0; i < 4; i++) {
        int how = 0;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    }
    open_next(room, next_sql);
    assert_int_equal(room_number(room, "SELECT user_version FROM pragma_user_version()"), ROOM_NEXT);
    assert_int_equal(access(backup(room), F_OK), 0);
    room_close(room);
    WELL(room, store_open(backup(room), STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err));
}

/* --- 0006_plan_stop_kinds ------------------------------------------------------------------------------------------- */

enum { KINDS = 6 /* the number of that migration */ };

/* A store of the schema before it, with a plan one of whose stops was ticked off. */
static void furnish_before_kinds(struct room *room)
{
    struct saved_plan plan;
    size_t n;
    const struct migration *list = migration_list(&n);
    assert_true(n >= KINDS && strcmp(list[KINDS - 1].name, "plan_stop_kinds") == 0);
    WELL(room, store_open_with(room->path, STORE_CREATE, ROOM_NOW, list, KINDS - 1, &room->store, &room->err));
    room_furnish(room);
    room_begin(room, "done");
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    WELL(room, store_plan_stop_mark(room->store, plan.stops[0].id, PLAN_STOP_DONE, &room->err));
    room_commit(room);
    struct saved_stop stop = {.seq = 1, .kind = PLAN_STOP_REST, .site_id = 1};
    plan.stops = &stop;
    plan.stops_n = 1;
    room_begin(room, "plan");
    FAILS(room, STATUS_INPUT, "CHECK constraint failed", store_plan_save(room->store, &plan, &room->err));
    store_rollback(room->store);
}

static void plan_stops__stay_as_they_were(void **state)
{
    struct room *room = *state;
    furnish_before_kinds(room);
    char *before = room_dump(room);
    room_close(room);
    room_open(room, STORE_MUST_EXIST);
    assert_string_equal(room_dump(room), before);
    assert_int_equal(room_number(room, "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name IN "
                                       "('plan_stop_seq', 'plan_stop_site', 'plan_stop_job')"),
                     3);
    assert_int_equal(room_number(room, "SELECT count(*) FROM sqlite_schema WHERE name = 'plan_stop_kept'"), 0);
    room_healthy(room);
}

static void plan_stops__of_before_are_taken_back_and_done_again(void **state)
{
    struct room *room = *state;
    struct store_undo_report report;
    struct saved_plan plan;
    furnish_before_kinds(room);
    char *before = room_dump(room);
    room_close(room);
    room_open(room, STORE_MUST_EXIST);
    WELL(room, store_undo(room->store, false, room->arena, 5, &report, &room->err));
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    assert_int_equal(plan.stops[0].state, PLAN_STOP_PLANNED);
    WELL(room, store_undo(room->store, true, room->arena, 5, &report, &room->err));
    assert_string_equal(room_dump(room), before);
    WELL(room, store_undo(room->store, false, room->arena, 5, &report, &room->err));
    WELL(room, store_undo(room->store, false, room->arena, 5, &report, &room->err)); /* the plan itself */
    FAILS(room, STATUS_NOT_FOUND, "no plan", store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
}

static void plan_stops__may_be_for_parcels_and_for_a_rest(void **state)
{
    struct room *room = *state;
    struct saved_plan plan;
    struct saved_stop stops[] = {{.seq = 1, .kind = PLAN_STOP_PARCEL, .site_id = 2},
                                 {.seq = 2, .kind = PLAN_STOP_REST, .site_id = 1}};
    furnish_before_kinds(room);
    room_close(room);
    room_open(room, STORE_MUST_EXIST);
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    plan.stops = stops;
    plan.stops_n = 2;
    room_begin(room, "plan");
    WELL(room, store_plan_save(room->store, &plan, &room->err));
    room_commit(room);
    WELL(room, store_plan_get(room->store, ROOM_DAY, 0, room->arena, &plan, &room->err));
    assert_int_equal(plan.stops_n, 2);
    assert_int_equal(plan.stops[0].kind, PLAN_STOP_PARCEL);
    assert_int_equal(plan.stops[1].kind, PLAN_STOP_REST);
}

/* With the table made again and the old one dropped, all but committed. */
static void plan_stops__killed_half_way_are_as_they_were(void **state)
{
    struct room *room = *state;
    struct migration list[16];
    size_t n;
    furnish_before_kinds(room);
    char *before = room_dump(room);
    room_close(room);
    memcpy(list, migration_list(&n), KINDS * sizeof *list);
    list[KINDS - 1].sql =
        arena_printf(room->arena,
                     "%s CREATE TABLE filler (x TEXT); INSERT INTO filler WITH RECURSIVE c (n) AS "
                     "(SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT hex(randomblob(200)) FROM c LIMIT 100000000;",
                     list[KINDS - 1].sql);
    kill_half_way(room, list, KINDS);
    assert_string_equal(before, room_dump(room));
    room_open(room, STORE_MUST_EXIST);
    assert_string_equal(before, room_dump(room));
    room_healthy(room);
}

/* --- 0007_nearby ---------------------------------------------------------------------------------------------------- */

/* A store of before what is near had a table: it is made from what is there. */
static void upgrade__finds_what_is_near_in_an_older_store(void **state)
{
    enum { BEFORE_NEARBY = 6 };
    struct room *room = *state;
    size_t n;
    const struct migration *list = migration_list(&n);
    room_close(room);
    snprintf(room->path, sizeof room->path, "%s/older.db", room->folder);
    WELL(room, store_open_with(room->path, STORE_CREATE, ROOM_NOW, list, BEFORE_NEARBY, &room->store, &room->err));
    room_furnish(room);
    room_close(room);
    room_open(room, STORE_MUST_EXIST);
    room_healthy(room);
    assert_int_equal(room_number(room, "SELECT count(*) FROM nearby WHERE what = '*'"), 2);
    assert_true(room_number(room, "SELECT count(*) FROM nearby WHERE what = 'toilet'") > 0);
}

/* SQLite keeps the old pages of a statement that may fail in one block, which it writes to a file when it is full. */
static void upgrade__may_change_many_pages_in_one_statement(void **state)
{
    struct room *room = *state;
    room_close(room);
    open_next(room, "CREATE TABLE planet (name TEXT NOT NULL UNIQUE, weight INTEGER);"
                    "INSERT INTO planet WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 20000) "
                    "SELECT hex(randomblob(50)) || n, n FROM c;"
                    "UPDATE planet SET name = weight || name; PRAGMA user_version = " ROOM_WORD(ROOM_NEXT) ";");
    assert_int_equal(room_number(room, "SELECT count(*) FROM planet WHERE name LIKE weight || '%'"), 20000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list__is_append_only),
        cmocka_unit_test_setup_teardown(upgrade__keeps_a_copy_and_all_data, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(upgrade__of_a_new_store_needs_no_copy, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(upgrade__that_fails_changes_nothing, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(upgrade__killed_half_way_leaves_the_old_version, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(upgrade__uses_again_what_a_killed_one_left, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(upgrade__finds_what_is_near_in_an_older_store, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(upgrade__may_change_many_pages_in_one_statement, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(upgrade__is_done_once_by_several_processes, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(plan_stops__stay_as_they_were, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(plan_stops__of_before_are_taken_back_and_done_again, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(plan_stops__may_be_for_parcels_and_for_a_rest, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(plan_stops__killed_half_way_are_as_they_were, room_setup_empty, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
