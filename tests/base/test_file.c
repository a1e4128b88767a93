#include "geo/base/file.h"
#include "geo/base/mem.h"
#include "tests/base/unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every test runs in a folder of its own, which is the current one. */
static char folder[64];
static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/rounds-test-file-XXXXXX");
    arena = arena_new();
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static void remove_entries(const char *path);

static void remove_entry(const char *folder_path, const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder_path, name);
    if (unlink(path) != 0) {
        remove_entries(path);
        rmdir(path);
    }
}

static void remove_entries(const char *path) // NOLINT(misc-no-recursion): as deep as the tests make it
{
    DIR *dir = opendir(path);
    for (struct dirent *entry = dir != NULL ? readdir(dir) : NULL; entry != NULL; entry = readdir(dir)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            remove_entry(path, entry->d_name);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    remove_entries(folder);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static int entries_in(const char *path)
{
    int count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    while (readdir(dir) != NULL) {
        count++;
    }
    closedir(dir);
    return count - 2; /* . and .. */
}

static void write_plain(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *expected)
{
    struct error err;
    char *data = NULL;
    size_t length = 0;
    assert_int_equal(file_read(arena, path, 1 << 20, &data, &length, &err), STATUS_OK);
    assert_string_equal(data, expected);
    assert_int_equal(length, strlen(expected));
}

static void file_read__reads_whole_files_up_to_the_cap(void **state)
{
    (void)state;
    struct error err;
    char *data = NULL;
    size_t length = 0;
    write_plain("five", "12345");
    write_plain("empty", "");
    assert_int_equal(file_read(arena, "five", 5, &data, &length, &err), STATUS_OK);
    assert_string_equal(data, "12345");
    assert_int_equal(length, 5);
    data = NULL;
    assert_int_equal(file_read(arena, "five", 4, &data, &length, &err), STATUS_INPUT);
    assert_null(data);
    assert_string_equal(err.text, "five is larger than 4 bytes, the most that is read");
    assert_int_equal(file_read(arena, "empty", 0, &data, &length, &err), STATUS_OK);
    assert_string_equal(data, "");
    assert_int_equal(length, 0);
    assert_int_equal(file_read(arena, "none", 5, &data, &length, &err), STATUS_INPUT);
    assert_string_equal(err.text, "none cannot be opened: No such file or directory");
    assert_int_equal(file_read(arena, ".", 5, &data, &length, &err), STATUS_INPUT);
    assert_string_equal(err.text, ". is a folder, not a file");
    assert_int_equal(file_read(arena, "/proc/self/mem", 5, &data, &length, &err), STATUS_STORE);
    assert_int_equal(file_read(arena, "/dev/zero", 1000, &data, &length, &err), STATUS_INPUT);
}

static void file_read__reads_pipes_and_files_without_a_size(void **state)
{
    (void)state;
    struct error err;
    char *data = NULL;
    size_t length = 0;
    assert_int_equal(file_read(arena, "/proc/self/status", 1 << 20, &data, &length, &err), STATUS_OK);
    assert_true(length > 100 && memcmp(data, "Name:", 5) == 0);

    enum { BIG = 300000 };
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        for (int i = 0; i < BIG / 10; i++) {
            if (write(ends[1], "0123456789", 10) != 10) {
                _exit(1);
            }
        }
        _exit(0);
    }
    close(ends[1]);
    int before = dup(STDIN_FILENO);
    assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    assert_int_equal(file_read(arena, "-", BIG, &data, &length, &err), STATUS_OK);
    assert_int_equal(length, BIG);
    assert_memory_equal(data + BIG - 10, "0123456789", 11);
    assert_int_equal(dup2(before, STDIN_FILENO), STDIN_FILENO);
    close(before);
    close(ends[0]);
    waitpid(child, NULL, 0);
}

static void file_replace__makes_private_files_and_leaves_nothing_else(void **state)
{
    (void)state;
    struct error err;
    struct stat info;
    umask(0);
    assert_int_equal(file_replace("out.gpx", "one", 3, &err), STATUS_OK);
    assert_holds("out.gpx", "one");
    assert_int_equal(stat("out.gpx", &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_int_equal(file_replace("out.gpx", "two!", 4, &err), STATUS_OK);
    assert_int_equal(file_replace("./out2", "", 0, &err), STATUS_OK);
    char absolute[128];
    snprintf(absolute, sizeof absolute, "%s/out3", folder);
    assert_int_equal(file_replace(absolute, "3", 1, &err), STATUS_OK);
    assert_holds("out.gpx", "two!");
    assert_holds("out2", "");
    assert_holds("out3", "3");
    assert_int_equal(entries_in("."), 3);
}

static void file_replace__keeps_the_old_file_when_it_cannot(void **state)
{
    (void)state;
    struct error err;
    assert_int_equal(file_replace("none/out", "x", 1, &err), STATUS_STORE);
    assert_non_null(strstr(err.text, "none/out cannot be written"));
    assert_int_equal(file_replace("", "x", 1, &err), STATUS_INPUT);
    assert_int_equal(file_replace("a/", "x", 1, &err), STATUS_STORE);
    assert_int_equal(file_replace(".", "x", 1, &err), STATUS_INPUT);
    assert_int_equal(file_replace("/proc/rounds-test", "x", 1, &err), STATUS_STORE);
    char name[300];
    memset(name, 'n', sizeof name);
    name[299] = '\0';
    assert_int_equal(file_replace(name, "x", 1, &err), STATUS_STORE); /* fails at the rename */
    assert_int_equal(entries_in("."), 0);

    assert_int_equal(mkdir("locked", 0700), 0);
    write_plain("locked/out", "old");
    assert_int_equal(chmod("locked", 0500), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) { /* root may write anywhere: be somebody else */
        if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
            _exit(2);
        }
        _exit(file_replace("locked/out", "new", 3, &err) == STATUS_STORE ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_holds("locked/out", "old");
    assert_int_equal(entries_in("locked"), 1);
    assert_int_equal(chmod("locked", 0700), 0);
}

static void file_replace__refuses_what_is_no_plain_file(void **state)
{
    (void)state;
    struct error err;
    assert_int_equal(mkdir("sub", 0700), 0);
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(symlink("/dev/null", "null-link"), 0);
    write_plain("plain", "");
    assert_int_equal(symlink("/proc/self/fd/1", "stdout-link"), 0); /* refused also where it is a plain file */
    static const char *const targets[] = {"sub", "pipe", "null-link", "stdout-link", "/dev/null"};
    for (size_t i = 0; i < COUNT(targets); i++) {
        assert_int_equal(file_replace(targets[i], "x", 1, &err), STATUS_INPUT);
    }
    struct stat info;
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    assert_int_equal(entries_in("."), 5);
}

static void file_replace__replaces_a_link_and_not_what_it_points_to(void **state)
{
    (void)state;
    struct error err;
    struct stat info;
    write_plain("precious", "kept");
    assert_int_equal(symlink("precious", "link"), 0);
    assert_int_equal(symlink("nowhere", "dangling"), 0);
    assert_int_equal(file_replace("link", "new", 3, &err), STATUS_OK);
    assert_int_equal(file_replace("dangling", "new", 3, &err), STATUS_OK);
    assert_holds("precious", "kept");
    assert_holds("link", "new");
    assert_int_equal(lstat("link", &info), 0);
    assert_true(S_ISREG(info.st_mode));
    assert_int_equal(access("nowhere", F_OK), -1);
}

static void file_replace__steps_round_a_name_that_is_taken(void **state)
{
    (void)state;
    struct error err;
    char taken[64];
    snprintf(taken, sizeof taken, ".rounds-%ld-0.tmp", (long)getpid());
    assert_int_equal(symlink("elsewhere", taken), 0);
    assert_int_equal(file_replace("out", "x", 1, &err), STATUS_OK);
    assert_holds("out", "x");
    assert_int_equal(access("elsewhere", F_OK), -1);
    assert_int_equal(entries_in("."), 2);
}

static void file_replace__a_file_size_limit_is_as_good_as_a_full_disk(void **state)
{
    (void)state;
    write_plain("out", "old");
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct error err;
        static char big[200000];
        struct rlimit limit = {100000, 100000};
        signal(SIGXFSZ, SIG_IGN);
        if (setrlimit(RLIMIT_FSIZE, &limit) != 0) {
            _exit(2);
        }
        _exit(file_replace("out", big, sizeof big, &err) == STATUS_STORE ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_holds("out", "old");
    assert_int_equal(entries_in("."), 1);
}

/* In the child: a disk of 64 KiB that only it sees. 3 if this machine does not let us. */
static int on_small_disk(void)
{
    static char big[200000];
    struct error err;
    if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
        return 3;
    }
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || mkdir("disk", 0700) != 0 ||
        mount("rounds", "disk", "tmpfs", 0, "size=64k,mode=0777") != 0 || mkdir("disk/probe", 0700) != 0 ||
        rmdir("disk/probe") != 0) {
        return 3;
    }
    if (file_replace("disk/out", "old", 3, &err) != STATUS_OK) {
        return 1;
    }
    if (file_replace("disk/out", big, sizeof big, &err) != STATUS_STORE || strstr(err.text, "No space left") == NULL) {
        return 1;
    }
    char *data = NULL;
    size_t length = 0;
    if (file_read(arena, "disk/out", 100, &data, &length, &err) != STATUS_OK || strcmp(data, "old") != 0) {
        return 1;
    }
    return entries_in("disk") == 1 ? 0 : 1;
}

static void file_replace__a_full_disk_changes_nothing(void **state)
{
    (void)state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(on_small_disk());
    }
    int status = -1;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 3) {
        print_message("skipped: no small file system can be mounted here\n");
        skip();
    }
    assert_int_equal(status, 0);
}

static void clean_and_leave(int signal_number)
{
    file_remove_temporaries();
    _exit(signal_number);
}

_Noreturn static void write_for_ever(void)
{
    enum { SIZE = 1 << 20 };
    static char data[SIZE];
    signal(SIGTERM, clean_and_leave);
    for (char letter = 'a';; letter = letter == 'z' ? 'a' : (char)(letter + 1)) {
        memset(data, letter, SIZE);
        if (file_replace("out", data, SIZE, NULL) != STATUS_OK) {
            _exit(1);
        }
    }
}

/* Killed at any moment, the file is one of those that were written, whole; with a signal that can be caught nothing is
 * left beside it. */
static void stop_at_any_moment(int signal_number)
{
    for (int round = 0; round < 20; round++) {
        write_plain("out", "");
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            write_for_ever();
        }
        usleep((useconds_t)(5000 + round * 1733));
        kill(child, signal_number);
        waitpid(child, NULL, 0);
        struct error err;
        char *data = NULL;
        size_t length = 0;
        struct arena *scratch = arena_new();
        assert_int_equal(file_read(scratch, "out", 2 << 20, &data, &length, &err), STATUS_OK);
        assert_true(length == 0 || length == 1 << 20);
        for (size_t i = 0; i < length; i++) {
            assert_true(data[i] == data[0]);
        }
        arena_free(scratch);
        assert_true(signal_number == SIGKILL || entries_in(".") == 1);
    }
}

static void file_replace__a_signal_leaves_a_whole_file_and_no_other(void **state)
{
    (void)state;
    stop_at_any_moment(SIGTERM);
}

static void file_replace__kill_9_leaves_a_whole_file(void **state)
{
    (void)state;
    stop_at_any_moment(SIGKILL);
}

static void file_begin__shows_nothing_until_it_is_finished(void **state)
{
    (void)state;
    struct error err;
    struct file_writer *writer = NULL;
    write_plain("out", "old");
    assert_int_equal(file_begin("./out", &writer, &err), STATUS_OK);
    assert_int_equal(file_write(writer, "one, ", 5, &err), STATUS_OK);
    assert_int_equal(file_write(writer, "", 0, &err), STATUS_OK);
    assert_int_equal(file_write(writer, "two", 3, &err), STATUS_OK);
    assert_holds("out", "old");
    assert_int_equal(entries_in("."), 2);
    assert_int_equal(file_finish(writer, &err), STATUS_OK);
    assert_holds("out", "one, two");
    assert_int_equal(entries_in("."), 1);
}

static void file_abandon__leaves_the_old_file_and_no_other(void **state)
{
    (void)state;
    struct error err;
    struct file_writer *writer = NULL;
    write_plain("out", "old");
    assert_int_equal(file_begin("out", &writer, &err), STATUS_OK);
    assert_int_equal(file_write(writer, "half", 4, &err), STATUS_OK);
    file_abandon(writer);
    file_abandon(NULL);
    assert_holds("out", "old");
    assert_int_equal(entries_in("."), 1);
    writer = NULL;
    assert_int_equal(file_begin("none/out", &writer, &err), STATUS_STORE);
    assert_int_equal(file_begin(".", &writer, &err), STATUS_INPUT);
    assert_null(writer);
    assert_int_equal(file_replace("out", "new", 3, &err), STATUS_OK); /* none is in hand */
}

static int too_much_in_pieces(void)
{
    static char piece[60000];
    struct error err;
    struct rlimit limit = {100000, 100000};
    struct file_writer *writer = NULL;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || file_begin("out", &writer, &err) != STATUS_OK ||
        file_write(writer, piece, sizeof piece, &err) != STATUS_OK) {
        return 2;
    }
    if (file_write(writer, piece, sizeof piece, &err) != STATUS_STORE || entries_in(".") != 1) {
        return 1;
    }
    file_abandon(writer);
    return strcmp(err.text, "out cannot be written, and is as it was: File too large") == 0 ? 0 : 3;
}

static void file_write__a_disk_that_fills_up_half_way_changes_nothing(void **state)
{
    (void)state;
    write_plain("out", "old");
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        _exit(too_much_in_pieces());
    }
    int status = -1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_holds("out", "old");
    assert_int_equal(entries_in("."), 1);
}

/* In the child: half a file, and then a signal at each point. */
static void file_begin__a_signal_between_two_pieces_leaves_nothing(void **state)
{
    (void)state;
    write_plain("out", "old");
    for (int pieces = 0; pieces < 3; pieces++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct file_writer *writer = NULL;
            signal(SIGTERM, clean_and_leave);
            if (file_begin("out", &writer, NULL) != STATUS_OK) {
                _exit(99);
            }
            for (int i = 0; i < pieces; i++) {
                if (file_write(writer, "piece", 5, NULL) != STATUS_OK) {
                    _exit(99);
                }
            }
            raise(SIGTERM);
        }
        int status = -1;
        waitpid(child, &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == SIGTERM);
        assert_holds("out", "old");
        assert_int_equal(entries_in("."), 1);
    }
}

static void file_make_folder__makes_parents_for_the_owner_alone(void **state)
{
    (void)state;
    struct error err;
    struct stat info;
    umask(0);
    assert_int_equal(mkdir("there", 0755), 0);
    assert_int_equal(file_make_folder("there/a//b/c/", &err), STATUS_OK);
    assert_int_equal(file_make_folder("there/a/b/c", &err), STATUS_OK);
    assert_int_equal(stat("there", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0755); /* one that was there is not changed */
    assert_int_equal(stat("there/a", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat("there/a/b/c", &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_true(file_exists("there/a"));
    assert_false(file_exists("there/z"));
    write_plain("plain", "");
    assert_int_equal(file_make_folder("plain/x", &err), STATUS_STORE);
    assert_string_equal(err.text, "the folder plain cannot be made: Not a directory");
    assert_int_equal(file_make_folder("", &err), STATUS_INPUT);
    assert_int_equal(file_make_folder("/proc/x/y", &err), STATUS_STORE);
    assert_int_equal(file_make_folder("/", &err), STATUS_OK);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(file_read__reads_whole_files_up_to_the_cap),
        IN_FOLDER(file_read__reads_pipes_and_files_without_a_size),
        IN_FOLDER(file_replace__makes_private_files_and_leaves_nothing_else),
        IN_FOLDER(file_replace__keeps_the_old_file_when_it_cannot),
        IN_FOLDER(file_replace__refuses_what_is_no_plain_file),
        IN_FOLDER(file_replace__replaces_a_link_and_not_what_it_points_to),
        IN_FOLDER(file_replace__steps_round_a_name_that_is_taken),
        IN_FOLDER(file_replace__a_file_size_limit_is_as_good_as_a_full_disk),
        IN_FOLDER(file_replace__a_full_disk_changes_nothing),
        IN_FOLDER(file_replace__a_signal_leaves_a_whole_file_and_no_other),
        IN_FOLDER(file_replace__kill_9_leaves_a_whole_file),
        IN_FOLDER(file_begin__shows_nothing_until_it_is_finished),
        IN_FOLDER(file_abandon__leaves_the_old_file_and_no_other),
        IN_FOLDER(file_write__a_disk_that_fills_up_half_way_changes_nothing),
        IN_FOLDER(file_begin__a_signal_between_two_pieces_leaves_nothing),
        IN_FOLDER(file_make_folder__makes_parents_for_the_owner_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
