/* The disk fails, fills up, or the program is killed: the store holds all of a command or none of it. */
#include "tests/store/fault_vfs.h"
#include "tests/store/room.h"

#include "geo/store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SWEEP_MAX = 2000 };

/* --- one command, with a failure at every operation ---------------------------------------------------------------- */

static enum status import_some(struct room *room)
{
    enum status status = store_begin(room->store, "import", &room->err);
    for (int i = 0; i < 30 && status == STATUS_OK; i++) {
        int64_t id;
        char name[30];
        snprintf(name, sizeof name, "Imported %d", i);
        struct site site = room_customer(name, 52 + i / 100.0, -1);
        site.amenities = 3;
        status = store_site_save(room->store, &site, &id, &room->err);
    }
    return status == STATUS_OK ? store_commit(room->store, &room->err) : status;
}

static enum status delete_one(struct room *room)
{
    enum status status = store_begin(room->store, "delete", &room->err);
    if (status == STATUS_OK) {
        status = store_site_delete(room->store, 1, &room->err);
    }
    return status == STATUS_OK ? store_commit(room->store, &room->err) : status;
}

static enum status undo_last(struct room *room)
{
    struct store_undo_report report;
    return store_undo(room->store, false, room->arena, 5, &report, &room->err);
}

static enum status migrate_next(struct room *room)
{
    struct migration list[16];
    size_t n;
    const struct migration *shipped = migration_list(&n);
    memcpy(list, shipped, n * sizeof *list);
    list[n] = (struct migration){(int32_t)n + 1, "next",
                                 "DELETE FROM note; ALTER TABLE job ADD COLUMN colour TEXT NOT NULL DEFAULT '';"
                                 "PRAGMA user_version = " ROOM_WORD(ROOM_NEXT) ";"};
    struct store *store = NULL;
    enum status status = store_open_with(room->path, STORE_MUST_EXIST, ROOM_NOW, list, n + 1, &store, &room->err);
    store_close(store);
    return status;
}

static void copy_file(const char *from, const char *to)
{
    char bytes[65536];
    ssize_t n;
    static const char *const beside[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; i < 3; i++) {
        char other[120];
        snprintf(other, sizeof other, "%s%s", to, beside[i]);
        unlink(other);
    }
    int in = open(from, O_RDONLY);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(in >= 0 && out >= 0);
    while ((n = read(in, bytes, sizeof bytes)) > 0) {
        assert_int_equal(write(out, bytes, (size_t)n), n);
    }
    close(in);
    close(out);
}

struct sweep {
    const char *name;
    enum status (*work)(struct room *room);
    bool opens; /* it opens the store by itself */
    bool brief; /* two of the four ways only: it has many operations */
    const char *original, *before, *after;
};

/* One run of WORK on a fresh copy with its N-th operation failing. False when there were fewer. */
static bool run_once(struct room *room, const struct sweep *sweep, unsigned n, enum fault_kind kind, bool sticky)
{
    snprintf(room->path, sizeof room->path, "%s/copy.db", room->folder);
    copy_file(sweep->original, room->path);
    enum status status = STATUS_OK;
    fault_vfs_arm(n, kind, sticky);
    if (!sweep->opens) {
        status = store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err);
    }
    if (status == STATUS_OK) {
        status = sweep->work(room);
    }
    if (room->store != NULL) {
        room_close(room);
    }
    bool fired = fault_vfs_disarm();
    if (status != STATUS_OK && (status != STATUS_STORE || strlen(room->err.text) < 20)) {
        fail_msg("%s at %u: status %d, %s", sweep->name, n, (int)status, room->err.text);
    }
    char *now = room_dump(room);
    bool old = strcmp(now, sweep->before) == 0;
    bool new = strcmp(now, sweep->after) == 0;
    if (status == STATUS_OK ? !new : !old && !new) {
        fail_msg("%s: a failure at operation %u left it neither old nor new (status %d)", sweep->name, n, (int)status);
    }
    if (sweep->opens) {
        WELL(room, migrate_next(room));
        assert_string_equal(sweep->after, room_dump(room));
    } else {
        room_open(room, STORE_MUST_EXIST);
        room_healthy(room);
        room_close(room);
    }
    return fired;
}

static void run_sweep(struct room *room, struct sweep *sweep, const char *original)
{
    static const struct {
        enum fault_kind kind;
        bool sticky;
    } ways[] = {{FAULT_IO_ERROR, false}, {FAULT_IO_ERROR, true}, {FAULT_DISK_FULL, false}, {FAULT_DISK_FULL, true}};
    sweep->original = original;
    sweep->before = room_dump_of(room, original);
    sweep->after = ""; /* first without a failure, to know what the end is */
    snprintf(room->path, sizeof room->path, "%s/whole.db", room->folder);
    copy_file(original, room->path);
    if (!sweep->opens) {
        room_open(room, STORE_MUST_EXIST);
    }
    WELL(room, sweep->work(room));
    if (room->store != NULL) {
        room_close(room);
    }
    sweep->after = room_dump(room);
    for (size_t w = 0; w < sizeof ways / sizeof ways[0]; w += sweep->brief ? 3 : 1) {
        unsigned n = 1;
        while (run_once(room, sweep, n, ways[w].kind, ways[w].sticky)) {
            assert_true(++n < SWEEP_MAX);
        }
        assert_true(n > 5);
    }
}

static void sweep_command(struct room *room, const char *name, enum status (*work)(struct room *room), bool opens,
                          bool brief)
{
    struct sweep sweep = {.name = name, .work = work, .opens = opens, .brief = brief};
    char original[100];
    snprintf(original, sizeof original, "%s/original.db", room->folder);
    room_close(room);
    copy_file(room->path, original);
    run_sweep(room, &sweep, original);
}

static void faults__leave_a_deletion_old_or_new(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    sweep_command(room, "delete", delete_one, false, true);
}

static void faults__leave_an_undo_old_or_new(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    WELL(room, import_some(room));
    sweep_command(room, "undo", undo_last, false, false);
}

static void faults__leave_a_migration_old_or_new(void **state)
{
    struct room *room = *state;
    room_furnish(room);
    sweep_command(room, "migrate", migrate_next, true, true);
}

/* New rows get new uuids: what counts is how many there are. */
static void faults__leave_an_import_old_or_new(void **state)
{
    struct room *room = *state;
    char original[100];
    snprintf(original, sizeof original, "%s/original.db", room->folder);
    room_furnish(room);
    room_close(room);
    copy_file(room->path, original);
    snprintf(room->path, sizeof room->path, "%s/copy.db", room->folder);
    for (int way = 0; way < 4; way++) {
        bool fired = true;
        unsigned n = 1;
        for (; fired; n++) {
            struct store_counts counts;
            copy_file(original, room->path);
            fault_vfs_arm(n, way % 2 == 0 ? FAULT_IO_ERROR : FAULT_DISK_FULL, way >= 2);
            enum status status = store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err);
            status = status == STATUS_OK ? import_some(room) : status;
            room_close(room);
            fired = fault_vfs_disarm();
            room_open(room, STORE_MUST_EXIST);
            WELL(room, store_count(room->store, &counts, &room->err));
            assert_true(counts.customers == 33 || (status == STATUS_STORE && counts.customers == 3));
            room_healthy(room);
            room_close(room);
        }
        assert_true(n > 20);
    }
}

static void faults__while_a_store_is_made_leave_none_or_a_whole_one(void **state)
{
    struct room *room = *state;
    bool fired = true;
    for (unsigned n = 1; fired; n++) {
        snprintf(room->path, sizeof room->path, "%s/%u/rounds.db", room->folder, n);
        fault_vfs_arm(n, n % 2 == 0 ? FAULT_IO_ERROR : FAULT_DISK_FULL, n % 3 == 0);
        enum status status = store_open(room->path, STORE_CREATE, ROOM_NOW, &room->store, &room->err);
        assert_true(status == STATUS_OK || status == STATUS_STORE);
        room_close(room);
        fired = fault_vfs_disarm();
        room_open(room, STORE_CREATE);
        room_healthy(room);
        room_close(room);
    }
}

/* --- killed ------------------------------------------------------------------------------------------------------- */

enum { KILLS = 20, KILLED_ROWS = 3000 };

static void import_endlessly(struct room *room, int tell)
{
    if (store_open(room->path, STORE_MUST_EXIST, ROOM_NOW, &room->store, &room->err) != STATUS_OK ||
        store_begin(room->store, "import", &room->err) != STATUS_OK) {
        _exit(1);
    }
    (void)!write(tell, "b", 1);
    for (int i = 0; i < KILLED_ROWS; i++) {
        int64_t id;
        struct site site = room_customer("Never seen", 52 + i / 10000.0, -1);
        if (store_site_save(room->store, &site, &id, &room->err) != STATUS_OK) {
            _exit(1);
        }
    }
    _exit(store_commit(room->store, &room->err) == STATUS_OK ? 0 : 1);
}

static void kill__leaves_all_or_nothing(void **state)
{
    struct room *room = *state;
    struct store_counts counts;
    room_furnish(room);
    room_close(room);
    size_t wanted = 3;
    for (int round = 0; round < KILLS; round++) {
        int ends[2];
        char c;
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            import_endlessly(room, ends[1]);
        }
        close(ends[1]);
        assert_int_equal(read(ends[0], &c, 1), 1);
        close(ends[0]);
        usleep((useconds_t)(round * 9000)); /* from its first row on to about its commit and past it */
        kill(child, SIGKILL);
        int how = 0;
        assert_int_equal(waitpid(child, &how, 0), child);
        assert_true(WIFSIGNALED(how) || WEXITSTATUS(how) == 0);
        room_open(room, STORE_MUST_EXIST);
        WELL(room, store_count(room->store, &counts, &room->err));
        if (counts.customers != wanted) {
            assert_int_equal(counts.customers, wanted + KILLED_ROWS);
            wanted = counts.customers;
        }
        room_healthy(room);
        room_close(room);
    }
}

/* --- full --------------------------------------------------------------------------------------------------------- */

/* In a process of its own, with a mount that nobody else sees. 77: not allowed to. */
static int fill_a_small_disk(struct room *room)
{
    char disk[80];
    snprintf(disk, sizeof disk, "%s/disk", room->folder);
    if (mkdir(disk, 0700) != 0 || unshare(CLONE_NEWNS) != 0 || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", disk, "tmpfs", 0, "size=2m") != 0) {
        return 77;
    }
    snprintf(room->path, sizeof room->path, "%s/rounds.db", disk);
    room_open(room, STORE_CREATE);
    room_furnish(room);
    char *before = room_dump(room);
    enum status status = STATUS_OK;
    room_begin(room, "too much");
    for (int i = 0; i < 100000 && status == STATUS_OK; i++) {
        int64_t id;
        struct site site = room_customer("One of many", 52 + i / 1e5, -1);
        status = store_site_save(room->store, &site, &id, &room->err);
        if (status == STATUS_OK && i == 20000) {
            status = store_commit(room->store, &room->err);
        }
    }
    FAILS(room, STATUS_STORE, "the disk is full", status);
    store_rollback(room->store);
    assert_string_equal(before, room_dump(room));
    room_healthy(room);
    room_begin(room, "small");
    room_add_visit(room, 1, ROOM_DAY);
    room_commit(room);
    room_healthy(room);
    room_close(room);
    return 0;
}

static void full_disk__is_named_and_harmless(void **state)
{
    struct room *room = *state;
    pid_t child = fork();
    if (child == 0) {
        _exit(fill_a_small_disk(room));
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    if (WEXITSTATUS(how) == 77) {
        print_message("skipped: no right to mount a small disk\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(how), 0);
}

static int install(void **state)
{
    (void)state;
    fault_vfs_install();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(faults__leave_a_deletion_old_or_new, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(faults__leave_an_undo_old_or_new, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(faults__leave_a_migration_old_or_new, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(faults__leave_an_import_old_or_new, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(faults__while_a_store_is_made_leave_none_or_a_whole_one, room_setup_empty,
                                        room_teardown),
        cmocka_unit_test_setup_teardown(kill__leaves_all_or_nothing, room_setup, room_teardown),
        cmocka_unit_test_setup_teardown(full_disk__is_named_and_harmless, room_setup_empty, room_teardown),
    };
    return cmocka_run_group_tests(tests, install, NULL);
}
