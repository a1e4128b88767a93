#include "tests/store/room.h"

#include "geo/store/db.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned mode_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 0777;
}

static bool beside(const struct room *room, const char *suffix)
{
    char path[200];
    snprintf(path, sizeof path, "%s%s", room->path, suffix);
    return access(path, F_OK) == 0;
}

static void open__makes_folder_and_file_for_the_owner_only(void **state)
{
    struct room *room = *state;
    char folder[100];
    mode_t old = umask(0);
    room_open(room, STORE_CREATE);
    room_furnish(room);
    umask(old);
    snprintf(folder, sizeof folder, "%s/data", room->folder);
    assert_int_equal(mode_of(folder), 0700);
    assert_int_equal(mode_of(room->path), 0600);
    char wal[120];
    snprintf(wal, sizeof wal, "%s-wal", room->path);
    assert_int_equal(mode_of(wal), 0600);
    assert_int_equal(room_number(room, "SELECT application_id FROM pragma_application_id()"), STORE_APPLICATION_ID);
    room_healthy(room);
}

static void open__says_how_to_begin_when_there_is_no_store(void **state)
{
    struct room *room = *state;
    FAILS(room, STATUS_NOT_FOUND, "rounds init",
          store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err));
    assert_null(room->store);
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, length), (ssize_t)length);
    close(fd);
}

/* Refused, and neither the file nor its folder changed. */
static void refused(struct room *room, const char *part)
{
    struct stat before;
    struct stat after;
    assert_int_equal(stat(room->path, &before), 0);
    FAILS(room, STATUS_STORE, part, store_open(room->path, STORE_CREATE, ROOM_NOW, &room->store, &room->err));
    assert_non_null(strstr(room->err.text, room->path));
    assert_int_equal(stat(room->path, &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_false(beside(room, "-wal") || beside(room, "-shm") || beside(room, "-journal"));
}

static void open__refuses_what_is_not_sqlite(void **state)
{
    struct room *room = *state;
    snprintf(room->path, sizeof room->path, "%s/notes.txt", room->folder);
    write_file(room->path, "hello\n", 6);
    refused(room, "not a rounds store");
    char page[4096];
    memset(page, 'x', sizeof page);
    write_file(room->path, page, sizeof page);
    refused(room, "not a rounds store");
}

static void open__refuses_a_folder(void **state)
{
    struct room *room = *state;
    FAILS(room, STATUS_STORE, "not a file", store_open(room->folder, STORE_CREATE, ROOM_NOW, &room->store, &room->err));
}

static void plain_sqlite(struct room *room, const char *sql)
{
    sqlite3 *db = NULL;
    snprintf(room->path, sizeof room->path, "%s/other.db", room->folder);
    assert_int_equal(sqlite3_open(room->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void open__refuses_another_programs_database(void **state)
{
    plain_sqlite(*state, "PRAGMA application_id = 252006675; CREATE TABLE t (x)");
    refused(*state, "another program (application id 0f055113)");
}

static void open__refuses_a_database_without_an_application_id(void **state)
{
    struct room *room = *state;
    plain_sqlite(room, "CREATE TABLE t (x)");
    refused(room, "another program (application id 00000000)");
}

static void open__refuses_a_newer_store_by_version(void **state)
{
    struct room *room = *state;
    room_open(room, STORE_CREATE);
    room_close(room);
    room_sql(room, "PRAGMA user_version = 99");
    refused(room, "its schema is version 99, this program knows " ROOM_WORD(ROOM_SCHEMA));
}

static void open__treats_an_empty_file_as_new_only_when_it_may_create(void **state)
{
    struct room *room = *state;
    snprintf(room->path, sizeof room->path, "%s/empty.db", room->folder);
    write_file(room->path, "", 0);
    FAILS(room, STATUS_NOT_FOUND, "is empty",
          store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err));
    room_open(room, STORE_CREATE);
    room_healthy(room);
}

static void open__takes_relative_names_that_sqlite_would_read_otherwise(void **state)
{
    struct room *room = *state;
    char back[200];
    assert_non_null(getcwd(back, sizeof back));
    assert_int_equal(chdir(room->folder), 0);
    static const char *const names[] = {":memory:", "file:x?mode=memory", "plain.db"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        WELL(room, store_open(names[i], STORE_CREATE, ROOM_NOW, &room->store, &room->err));
        room_close(room);
        assert_int_equal(access(names[i], F_OK), 0);
    }
    assert_int_equal(chdir(back), 0);
}

static void open__says_that_a_damaged_store_is_damaged(void **state)
{
    struct room *room = *state;
    room_open(room, STORE_CREATE);
    room_furnish(room);
    room_close(room);
    int fd = open(room->path, O_WRONLY);
    char junk[4096];
    memset(junk, 0x5a, sizeof junk);
    assert_int_equal(pwrite(fd, junk, 3996, 100), 3996); /* the first page, after its header: the schema */
    close(fd);
    enum status status = store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err);
    FAILS(room, STATUS_STORE, "damaged: run `rounds doctor`", status);
}

static void open__says_when_the_store_is_locked(void **state)
{
    struct room *room = *state;
    struct store *second = NULL;
    room_open(room, STORE_CREATE);
    WELL(room, store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &second, &room->err));
    WELL(room, db_spatialite(second, &room->err)); /* which sets the timeout to five seconds again */
    sqlite3_busy_timeout(second->db, 50);
    room_begin(room, "first");
    FAILS(room, STATUS_STORE, "locked by another rounds", store_begin(second, "second", &room->err));
    store_rollback(second);
    room_commit(room);
    WELL(room, store_begin(second, "second", &room->err));
    store_rollback(second);
    store_rollback(second);
    store_close(second);
}

/* Run WORK in N processes at once; all must exit with 0. */
static void in_processes(struct room *room, int n, int (*work)(struct room *room, int which))
{
    int gate[2];
    pid_t children[8];
    assert_int_equal(pipe(gate), 0);
    for (int i = 0; i < n; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            char c;
            close(gate[1]);
            (void)!read(gate[0], &c, 1); /* opens when the parent closes its end */
            _exit(work(room, i));
        }
    }
    close(gate[0]);
    close(gate[1]);
    for (int i = 0; i < n; i++) {
        int how = 0;
        assert_int_equal(waitpid(children[i], &how, 0), children[i]);
        assert_true(WIFEXITED(how));
        assert_int_equal(WEXITSTATUS(how), 0);
    }
}

static int create_one(struct room *room, int which)
{
    (void)which;
    enum status status = store_open(room->path, STORE_CREATE, ROOM_NOW, &room->store, &room->err);
    if (status != STATUS_OK) {
        fprintf(stderr, "%s\n", room->err.text);
        return 1;
    }
    store_close(room->store);
    return 0;
}

static void open__works_when_several_processes_create_at_once(void **state)
{
    struct room *room = *state;
    for (int round = 0; round < 10; round++) {
        snprintf(room->path, sizeof room->path, "%s/%d/rounds.db", room->folder, round);
        in_processes(room, 4, create_one);
        room_open(room, STORE_MUST_EXIST);
        room_healthy(room);
        room_close(room);
    }
}

enum { COMMANDS = 40 };

static int write_many(struct room *room, int which)
{
    if (store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err) != STATUS_OK) {
        return 1;
    }
    for (int i = 0; i < COMMANDS; i++) {
        char name[40];
        int64_t id;
        snprintf(name, sizeof name, "Writer %d site %d", which, i);
        struct site site = room_customer(name, 52.0 + which, -1.0 - i / 100.0);
        if (store_begin(room->store, name, &room->err) != STATUS_OK ||
            store_site_save(room->store, &site, &id, &room->err) != STATUS_OK ||
            store_commit(room->store, &room->err) != STATUS_OK) {
            fprintf(stderr, "%s\n", room->err.text);
            return 1;
        }
    }
    store_close(room->store);
    return 0;
}

static void begin__lets_two_processes_write_in_turn(void **state)
{
    struct room *room = *state;
    room_open(room, STORE_CREATE);
    room_close(room);
    in_processes(room, 2, write_many);
    room_open(room, STORE_MUST_EXIST);
    struct store_counts counts;
    WELL(room, store_count(room->store, &counts, &room->err));
    assert_int_equal(counts.customers, 2 * COMMANDS);
    room_healthy(room);
}

static void begin__leaves_the_store_readable_for_others(void **state)
{
    struct room *room = *state;
    struct store *reader = NULL;
    struct store_counts counts;
    room_open(room, STORE_CREATE);
    room_furnish(room);
    WELL(room, store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &reader, &room->err));
    room_begin(room, "add");
    struct site site = room_customer("Half done", 52, -1);
    room_save(room, &site);
    WELL(room, store_count(reader, &counts, &room->err));
    assert_int_equal(counts.customers, 3);
    room_commit(room);
    WELL(room, store_count(reader, &counts, &room->err));
    assert_int_equal(counts.customers, 4);
    store_close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(open__makes_folder_and_file_for_the_owner_only, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(open__says_how_to_begin_when_there_is_no_store, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(open__refuses_what_is_not_sqlite, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(open__refuses_a_folder, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(open__refuses_another_programs_database, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(open__refuses_a_database_without_an_application_id, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(open__refuses_a_newer_store_by_version, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(open__treats_an_empty_file_as_new_only_when_it_may_create, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(open__takes_relative_names_that_sqlite_would_read_otherwise, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(open__says_that_a_damaged_store_is_damaged, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(open__says_when_the_store_is_locked, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(open__works_when_several_processes_create_at_once, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(begin__lets_two_processes_write_in_turn, room_setup_empty, room_teardown),
        cmocka_unit_test_setup_teardown(begin__leaves_the_store_readable_for_others, room_setup_empty, room_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
