/* Downloads: resume, sums, and servers and disks that do not do as they should. */
#include "geo/base/civil.h"
#include "geo/net/fetch.h"
#include "tests/net/server.h"

#include <errno.h>
#include <fcntl.h>
#include <md5.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIZE = 300000 };

/* A server of one file. */
struct shelf {
    unsigned char file[SIZE];
    size_t size;
    const char *etag, *modified; /* headers' values; NULL */
    const char *sum;             /* what URL.md5 says; NULL: 404 */
    int sum_code;                /* 0 = 200 */
    size_t cut_after;            /* > 0: so many bytes of the body, then the connection breaks */
    int cuts;                    /* how often; then whole */
    bool no_ranges;              /* answers 200 whatever is asked */
    bool wrong_range;            /* 206 from another place than was asked for */
    bool endless;
    bool pause;       /* after cut_after: hang instead of breaking off */
    const char *head; /* more headers */
    int code;         /* > 0: this instead of a file */
    int files_asked, sums_asked;
    size_t sent; /* bytes of the file in all */
};

static void fill(struct shelf *shelf, uint32_t seed)
{
    for (size_t i = 0; i < SIZE; i++) {
        seed = seed * 1664525 + 1013904223;
        shelf->file[i] = (unsigned char)(seed >> 24);
    }
    shelf->size = SIZE;
}

static char *sum_of(struct net_room *room, const struct shelf *shelf, const char *after)
{
    MD5_CTX md5;
    uint8_t digest[MD5_DIGEST_LENGTH];
    char *text = arena_alloc(room->arena, 200);
    MD5Init(&md5);
    MD5Update(&md5, shelf->file, shelf->size);
    MD5Final(digest, &md5);
    for (size_t i = 0; i < sizeof digest; i++) {
        snprintf(text + 2 * i, 3, "%02x", (unsigned)digest[i]);
    }
    snprintf(text + 32, 168, "%s", after);
    return text;
}

static void send_body(struct call *call, struct shelf *shelf, size_t from)
{
    size_t n = shelf->size - from;
    bool cut = shelf->cut_after > 0 && shelf->cuts > 0 && shelf->cut_after < n;
    if (cut) {
        shelf->cuts--;
        n = shelf->cut_after;
    }
    shelf->sent += n;
    call_say_n(call, shelf->file + from, n);
    if (cut && shelf->pause) {
        call_hang(call);
    }
    while (shelf->endless && call_say_n(call, shelf->file, SIZE)) {
    }
}

static void play_file(struct call *call, struct shelf *shelf)
{
    char head[1024];
    char range[100];
    char if_range[200];
    shelf->files_asked++;
    call_header(call, "Range", range, sizeof range);
    call_header(call, "If-Range", if_range, sizeof if_range);
    const char *validator = shelf->etag != NULL ? shelf->etag : shelf->modified != NULL ? shelf->modified : "";
    bool same = strcmp(if_range, validator) == 0 || (shelf->modified != NULL && strcmp(if_range, shelf->modified) == 0);
    size_t from = strncmp(range, "bytes=", 6) == 0 && same && !shelf->no_ranges ? strtoul(range + 6, NULL, 10) : 0;
    if (from >= shelf->size && from > 0) {
        snprintf(head, sizeof head, "Content-Range: bytes */%zu\r\n", shelf->size);
        call_answer(call, 416, head, "");
        return;
    }
    size_t told = shelf->wrong_range && from > 0 ? from + 1 : from;
    snprintf(head, sizeof head, "HTTP/1.1 %d Well\r\nConnection: close\r\n", from > 0 ? 206 : 200);
    call_say(call, head);
    if (!shelf->endless) {
        snprintf(head, sizeof head, "Content-Length: %zu\r\n", shelf->size - from);
        call_say(call, head);
    }
    if (from > 0) {
        snprintf(head, sizeof head, "Content-Range: bytes %zu-%zu/%zu\r\n", told, shelf->size - 1, shelf->size);
        call_say(call, head);
    }
    snprintf(head, sizeof head, "%s%s%s%s%s%s%s\r\n", shelf->etag != NULL ? "ETag: " : "",
             shelf->etag != NULL ? shelf->etag : "", shelf->etag != NULL ? "\r\n" : "",
             shelf->modified != NULL ? "Last-Modified: " : "", shelf->modified != NULL ? shelf->modified : "",
             shelf->modified != NULL ? "\r\n" : "", shelf->head != NULL ? shelf->head : "");
    call_say(call, head);
    send_body(call, shelf, from);
}

static void play_shelf(struct call *call)
{
    struct shelf *shelf = call->context;
    const char *end = strchr(call->target, '?');
    size_t n = end != NULL ? (size_t)(end - call->target) : strlen(call->target);
    if (n > 4 && strncmp(call->target + n - 4, ".md5", 4) == 0) {
        shelf->sums_asked++;
        if (shelf->sum == NULL) {
            call_answer(call, 404, "", "no such file");
        } else {
            call_answer(call, shelf->sum_code > 0 ? shelf->sum_code : 200, "", shelf->sum);
        }
    } else if (shelf->code > 0) {
        call_answer(call, shelf->code, shelf->head != NULL ? shelf->head : "", "no");
    } else {
        play_file(call, shelf);
    }
}

/* --- a room with a shelf ---------------------------------------------------------------------------------------- */

struct fetching {
    struct net_room *room;
    struct shelf *shelf;
    struct server *server;
    struct fetch fetch;
    bool checked;
    uint64_t stop_at, told_done, told_total; /* STOP_AT > 0: tell says stop from there on */
    int told;
};

static bool tell(void *context, uint64_t done, uint64_t total)
{
    struct fetching *f = context;
    f->told++;
    f->told_done = done;
    f->told_total = total;
    return f->stop_at == 0 || done < f->stop_at;
}

static struct fetching *begin(void **state)
{
    struct net_room *room = *state;
    struct fetching *f = arena_alloc(room->arena, sizeof *f);
    f->room = room;
    f->shelf = arena_alloc(room->arena, sizeof *f->shelf);
    fill(f->shelf, 1);
    f->shelf->etag = "\"one\"";
    f->shelf->sum = sum_of(room, f->shelf, "  a.osm.pbf\n");
    f->server = server_start(play_shelf, f->shelf);
    f->fetch.url = arena_strdup(room->arena, server_url(f->server, "/europe/a.osm.pbf"));
    f->fetch.path = net_path(room, "out.osm.pbf");
    f->fetch.tell = tell;
    f->fetch.context = f;
    return f;
}

static enum status fetch(struct fetching *f)
{
    return fetch_extract(f->room->http, &f->fetch, &f->checked, &f->room->err);
}

static bool is_there(struct fetching *f, const char *suffix)
{
    return access(arena_printf(f->room->arena, "%s%s", f->fetch.path, suffix), F_OK) == 0;
}

static void write_file(struct fetching *f, const char *suffix, const void *bytes, size_t n)
{
    FILE *file = fopen(arena_printf(f->room->arena, "%s%s", f->fetch.path, suffix), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void expect_file(struct fetching *f, const void *bytes, size_t n)
{
    unsigned char *got = arena_alloc(f->room->arena, SIZE + 1);
    FILE *file = fopen(f->fetch.path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(got, 1, SIZE + 1, file), n);
    fclose(file);
    assert_memory_equal(got, bytes, n);
}

/* The file is there, whole, and nothing beside it. */
static void expect_whole(struct fetching *f)
{
    expect_file(f, f->shelf->file, f->shelf->size);
    assert_false(is_there(f, ".part"));
    assert_false(is_there(f, ".part.from"));
    assert_int_equal(f->told_done, SIZE);
    assert_int_equal(f->told_total, SIZE);
    server_stop(f->server);
}

static void fetch__gets_the_file_and_checks_its_sum(void **state)
{
    struct fetching *f = begin(state);
    struct stat info;
    WELL(f->room, fetch(f));
    assert_true(f->checked);
    assert_int_equal(stat(f->fetch.path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    expect_whole(f);
}

static void fetch__goes_on_after_the_connection_broke(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->cut_after = 100000;
    f->shelf->cuts = 2;
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->files_asked, 3);
    assert_int_equal(f->shelf->sent, SIZE);
    assert_true(f->checked);
    expect_whole(f);
}

static void fetch__goes_on_in_a_later_call_by_date_too(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->etag = "W/\"weak\"";
    f->shelf->modified = "Sat, 03 Feb 2018 21:26:02 GMT";
    f->shelf->cut_after = 50000;
    f->shelf->cuts = 5;
    FAILS(f->room, STATUS_NETWORK, "the same command goes on there", fetch(f));
    assert_false(is_there(f, ""));
    assert_true(is_there(f, ".part"));
    assert_int_equal(f->shelf->sent, 250000);
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->sent, SIZE);
    expect_whole(f);
}

static void fetch__begins_again_when_the_file_changed_on_the_server(void **state)
{
    struct fetching *f = begin(state);
    f->stop_at = 1;
    f->shelf->cut_after = 100000;
    f->shelf->cuts = 1;
    f->shelf->pause = true;
    FAILS(f->room, STATUS_NETWORK, "the same command goes on there", fetch(f));
    f->stop_at = 0;
    fill(f->shelf, 2);
    f->shelf->etag = "\"two\"";
    f->shelf->sum = sum_of(f->room, f->shelf, "\n");
    WELL(f->room, fetch(f));
    assert_true(f->checked);
    expect_whole(f);
}

static void fetch__begins_again_when_the_server_gives_no_ranges(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->no_ranges = true;
    f->shelf->cut_after = 200000;
    f->shelf->cuts = 2;
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->sent, SIZE + 400000);
    expect_whole(f);
}

static void fetch__begins_again_when_the_range_is_wrong(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->wrong_range = true;
    f->shelf->cut_after = 200000;
    f->shelf->cuts = 1;
    WELL(f->room, fetch(f));
    expect_whole(f);
}

static void fetch__begins_again_for_another_address_or_an_unmarked_part(void **state)
{
    struct fetching *f = begin(state);
    write_file(f, ".part", "something of somebody's", 23);
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->sent, SIZE);
    write_file(f, ".part", f->shelf->file, 1000);
    const char *note = "rounds part 1\nhttp://127.0.0.1:1/another\n\"one\"\n";
    write_file(f, ".part.from", note, strlen(note));
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->sent, 2 * SIZE);
    expect_whole(f);
}

static void fetch__takes_a_part_that_is_whole_already(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->sum_code = 500;
    FAILS(f->room, STATUS_NETWORK, "the published sum of the file cannot be had (500", fetch(f));
    assert_false(is_there(f, ""));
    assert_true(is_there(f, ".part"));
    f->shelf->sum_code = 0;
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->sent, SIZE);
    assert_true(f->checked);
    expect_whole(f);
}

static void fetch__begins_again_when_the_part_is_longer_than_the_file(void **state)
{
    struct fetching *f = begin(state);
    write_file(f, ".part", f->shelf->file, SIZE);
    f->shelf->size = SIZE / 2;
    f->shelf->sum = sum_of(f->room, f->shelf, "");
    const char *note = arena_printf(f->room->arena, "rounds part 1\n%s\n\"one\"\n", f->fetch.url);
    write_file(f, ".part.from", note, strlen(note));
    WELL(f->room, fetch(f));
    expect_file(f, f->shelf->file, SIZE / 2);
    server_stop(f->server);
}

/* --- sums ------------------------------------------------------------------------------------------------------- */

static void sum__that_is_wrong_removes_the_new_file_and_leaves_the_old_one(void **state)
{
    struct fetching *f = begin(state);
    write_file(f, "", "the old map", 11);
    f->shelf->sum = "00000000000000000000000000000000  a.osm.pbf\n";
    FAILS(f->room, STATUS_NETWORK, "is not the one that was published", fetch(f));
    assert_false(is_there(f, ".part"));
    assert_false(is_there(f, ".part.from"));
    expect_file(f, "the old map", 11);
    server_stop(f->server);
}

static void sum__that_is_not_published_is_said_and_no_failure(void **state)
{
    static const char others[] = "00000000000000000000000000000000  b.osm.pbf\n"
                                 "11111111111111111111111111111111  c.osm.pbf\n";
    static const char *const none[] = {NULL, "", "<html>Not found</html>", "d41d8cd98f00b204e9800998ecf8427  short\n",
                                       others};
    struct fetching *f = begin(state);
    for (size_t i = 0; i < COUNT(none); i++) {
        f->checked = true;
        f->shelf->sum = none[i];
        WELL(f->room, fetch(f));
        assert_false(f->checked);
        unlink(f->fetch.path);
    }
    server_stop(f->server);
}

static void sum__is_found_among_those_of_other_files(void **state)
{
    struct fetching *f = begin(state);
    char *ours = sum_of(f->room, f->shelf, " *a.osm.pbf\r\n");
    for (char *p = ours; p < ours + 32; p++) {
        *p = (char)(*p >= 'a' && *p <= 'f' ? *p - 32 : *p);
    }
    f->shelf->sum = arena_printf(f->room->arena, "# sums\n00000000000000000000000000000000  b.osm.pbf\n%s", ours);
    f->fetch.url = arena_printf(f->room->arena, "%s?x=1#y", f->fetch.url);
    WELL(f->room, fetch(f));
    assert_true(f->checked);
    assert_int_equal(strncmp(server_request(f->server, 1), "GET /europe/a.osm.pbf.md5?x=1 ", 30), 0);
    expect_whole(f);
}

/* --- what goes wrong -------------------------------------------------------------------------------------------- */

static void fetch__says_why_there_is_no_file(void **state)
{
    static const struct {
        int code;
        const char *says;
    } cases[] = {{404, "has no such file (404"},
                 {403, "does not give this file to everybody (403"},
                 {503, "is busy or in trouble (503"},
                 {400, "does not give the file (400"}};
    struct fetching *f = begin(state);
    for (size_t i = 0; i < COUNT(cases); i++) {
        f->shelf->code = cases[i].code;
        FAILS(f->room, STATUS_NETWORK, cases[i].says, fetch(f));
        assert_false(is_there(f, ".part"));
    }
    f->shelf->code = 200;
    f->shelf->head = "Content-Type: text/html; charset=utf-8\r\n";
    FAILS(f->room, STATUS_NETWORK, "gives a web page", fetch(f));
    assert_false(is_there(f, ""));
    server_stop(f->server);
}

static void fetch__without_end_stops_at_the_cap(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->endless = true;
    f->fetch.max_bytes = 2 << 20;
    FAILS(f->room, STATUS_NETWORK, "more than 2 MB", fetch(f));
    assert_false(is_there(f, ""));
    server_stop(f->server);
}

static void fetch__announced_too_large_is_not_begun(void **state)
{
    struct fetching *f = begin(state);
    f->fetch.max_bytes = SIZE - 1;
    FAILS(f->room, STATUS_NETWORK, "more than 0 MB", fetch(f));
    assert_false(is_there(f, ".part"));
    server_stop(f->server);
}

static void fetch__that_stalls_ends_in_its_time(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->cut_after = 30000;
    f->shelf->cuts = 1000;
    f->shelf->pause = true;
    f->fetch.stall_ms = 150;
    int64_t begun = civil_clock_ms();
    FAILS(f->room, STATUS_NETWORK, "less than 64 KiB in 0.15 s", fetch(f));
    assert_true(civil_clock_ms() - begun < 5 * 150 + 1500);
    assert_true(is_there(f, ".part"));
    server_stop(f->server);
}

static void fetch__stops_when_told_and_goes_on_later(void **state)
{
    struct fetching *f = begin(state);
    f->shelf->cut_after = 150000;
    f->shelf->cuts = 1;
    f->shelf->pause = true;
    f->stop_at = 100000;
    FAILS(f->room, STATUS_NETWORK, "the same command goes on there", fetch(f));
    assert_true(f->told >= 1);
    assert_int_equal(f->told_total, SIZE);
    f->stop_at = 0;
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->sent, SIZE);
    expect_whole(f);
}

static void fetch__over_a_link_or_a_folder_is_refused(void **state)
{
    struct fetching *f = begin(state);
    char *part = arena_printf(f->room->arena, "%s.part", f->fetch.path);
    char *secret = net_path(f->room, "precious");
    write_file(f, "", "x", 1);
    assert_int_equal(symlink(secret, part), 0);
    FAILS(f->room, STATUS_STORE, "cannot be written", fetch(f));
    assert_int_equal(access(secret, F_OK), -1);
    unlink(part);
    assert_int_equal(mkdir(part, 0700), 0);
    FAILS(f->room, STATUS_STORE, "", fetch(f));
    rmdir(part);
    expect_file(f, "x", 1);
    server_stop(f->server);
}

static void fetch__beside_another_of_the_same_file_is_refused(void **state)
{
    struct fetching *f = begin(state);
    char *part = arena_printf(f->room->arena, "%s.part", f->fetch.path);
    int fd = open(part, O_RDWR | O_CREAT, 0600);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    FAILS(f->room, STATUS_STORE, "another rounds is writing", fetch(f));
    assert_int_equal(server_requests(f->server), 0);
    close(fd);
    WELL(f->room, fetch(f));
    expect_whole(f);
}

/* --- the disk --------------------------------------------------------------------------------------------------- */

/* In a child whose disk ends at LIMIT bytes; then here, with room. */
static void check_disk(struct fetching *f, int (*limit)(struct fetching *f))
{
    pid_t child = fork();
    if (child == 0) {
        int skipped = limit(f);
        if (skipped != 0) {
            _exit(skipped);
        }
        bool well = fetch(f) == STATUS_STORE && strstr(f->room->err.text, "cannot be written") != NULL;
        _exit(!well ? 1 : !is_there(f, "") && is_there(f, ".part") ? 0 : 2);
    }
    int status = -1;
    waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 3) {
        print_message("skipped: no small file system can be mounted here\n");
        server_stop(f->server);
        skip();
    }
    assert_int_equal(status, 0);
}

static int limit_file(struct fetching *f)
{
    (void)f;
    struct rlimit limit = {100000, 100000};
    signal(SIGXFSZ, SIG_IGN);
    return setrlimit(RLIMIT_FSIZE, &limit) == 0 ? 0 : 4;
}

static int limit_disk(struct fetching *f)
{
    if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) {
        return 3;
    }
    char *disk = net_path(f->room, "disk");
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 || mkdir(disk, 0700) != 0 ||
        mount("rounds", disk, "tmpfs", 0, "size=64k,mode=0777") != 0) {
        return 3;
    }
    f->fetch.path = net_path(f->room, "disk/out.osm.pbf");
    return 0;
}

static void disk__that_is_full_keeps_the_part(void **state)
{
    struct fetching *f = begin(state);
    check_disk(f, limit_disk);
    server_stop(f->server);
}

static void disk__with_room_again_lets_it_go_on(void **state)
{
    struct fetching *f = begin(state);
    check_disk(f, limit_file);
    size_t before = f->shelf->sent;
    WELL(f->room, fetch(f));
    assert_int_equal(f->shelf->sent - before, SIZE - 100000);
    expect_whole(f);
}

/* --- names ------------------------------------------------------------------------------------------------------ */

static void name__of_an_address_stays_in_its_folder(void **state)
{
    struct net_room *room = *state;
    static const char *const names[][2] = {
        {"https://download.geofabrik.de/europe/malta-latest.osm.pbf", "malta-latest.osm.pbf"},
        {"https://a.example/x.osm.pbf?v=../../etc#/y", "x.osm.pbf"},
        {"https://a.example/..", "map.osm.pbf"},
        {"https://a.example/../../.bashrc", "bashrc"},
        {"https://a.example/%2e%2e%2fetc%2fpasswd", "_2e_2e_2fetc_2fpasswd"},
        {"https://a.example/-rf.osm.pbf", "_rf.osm.pbf"},
        {"https://a.example/a\\b;c'd.osm.pbf", "a_b_c_d.osm.pbf"},
        {"https://a.example/", "map.osm.pbf"},
        {"https://a.example", "map.osm.pbf"},
        {"https://a.example?/x", "map.osm.pbf"},
        {"https://a.example/x/", "map.osm.pbf"},
        {"", "map.osm.pbf"},
    };
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_string_equal(fetch_name(names[i][0], room->arena), names[i][1]);
    }
    char *long_url = arena_alloc(room->arena, 3000);
    memset(long_url, 'a', 2000);
    memcpy(long_url, "https://a.example/", 18);
    memcpy(long_url + 2000, ".osm.pbf", 9);
    const char *name = fetch_name(long_url, room->arena);
    assert_true(strlen(name) <= 120);
    assert_string_equal(name + strlen(name) - 8, ".osm.pbf");
    assert_true(fetch_is_url("https://x"));
    assert_true(fetch_is_url("file:///etc/passwd"));
    assert_false(fetch_is_url("isle of wight"));
    assert_false(fetch_is_url("us/georgia"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fetch__gets_the_file_and_checks_its_sum),
        TEST(fetch__goes_on_after_the_connection_broke),
        TEST(fetch__goes_on_in_a_later_call_by_date_too),
        TEST(fetch__begins_again_when_the_file_changed_on_the_server),
        TEST(fetch__begins_again_when_the_server_gives_no_ranges),
        TEST(fetch__begins_again_when_the_range_is_wrong),
        TEST(fetch__begins_again_for_another_address_or_an_unmarked_part),
        TEST(fetch__takes_a_part_that_is_whole_already),
        TEST(fetch__begins_again_when_the_part_is_longer_than_the_file),
        TEST(sum__that_is_wrong_removes_the_new_file_and_leaves_the_old_one),
        TEST(sum__that_is_not_published_is_said_and_no_failure),
        TEST(sum__is_found_among_those_of_other_files),
        TEST(fetch__says_why_there_is_no_file),
        TEST(fetch__without_end_stops_at_the_cap),
        TEST(fetch__announced_too_large_is_not_begun),
        TEST(fetch__that_stalls_ends_in_its_time),
        TEST(fetch__stops_when_told_and_goes_on_later),
        TEST(fetch__over_a_link_or_a_folder_is_refused),
        TEST(fetch__beside_another_of_the_same_file_is_refused),
        TEST(disk__that_is_full_keeps_the_part),
        TEST(disk__with_room_again_lets_it_go_on),
        TEST(name__of_an_address_stays_in_its_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
