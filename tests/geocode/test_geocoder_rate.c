/* The rate of one user over many processes: what the lock file holds, and what becomes of those who find it in disorder. */
#include "tests/geocode/ask_room.h"

#include "geo/base/civil.h"
#include "geo/base/file.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void play_house(struct call *call)
{
    call_answer(call, 200, "", "house");
}

/* An interval of a second, no cache, and the lock in ROOM's folder. */
static struct server *begin(struct ask_room *room)
{
    struct server *server = server_start(play_house, NULL);
    room->options.cache = (struct geocoder_cache){0};
    room->options.lock_path = net_path(room->net, "rate");
    room->services[0].interval_ms = 1000;
    ask_begin(room, server);
    return server;
}

static void put(struct ask_room *room, const char *text)
{
    assert_int_equal(file_replace(room->options.lock_path, text, strlen(text), &room->err), STATUS_OK);
}

static const char *read_back(struct ask_room *room)
{
    char *text;
    size_t length;
    assert_int_equal(file_read(room->arena, room->options.lock_path, 100000, &text, &length, &room->err), STATUS_OK);
    return text;
}

/* --- one process ---------------------------------------------------------------------------------------------------- */

static void requests__keep_their_interval(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 0);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 1000);
    room->clock_ms += 300;
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 1700);
    room->clock_ms += 5000;
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 1700);
    server_stop(server);
}

static void interval__is_kept_without_a_file_too_and_none_asks_for_no_lock(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    room->options.lock_path = "";
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 1000);
    room->options.lock_path = "/proc/not/there";
    room->services[0].interval_ms = 0;
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 0);
    server_stop(server);
}

static void file__is_of_its_owner_alone_and_holds_a_moment_a_host(void **state)
{
    struct ask_room *room = *state;
    struct stat about;
    struct server *server = begin(room);
    put(room, "other.example.org 4999500\nlong.ago.example.org 1\n");
    assert_int_equal(chmod(room->options.lock_path, 0666), 0);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_string_equal(read_back(room), arena_printf(room->arena, "127.0.0.1:%d 5000000\nother.example.org 4999500\n",
                                                      server_port(server)));
    assert_int_equal(stat(room->options.lock_path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    server_stop(server);
}

static void another_process__has_its_turn_in_the_interval(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    put(room, arena_printf(room->arena, "127.0.0.1:%d 4999600\n", server_port(server)));
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 600);
    server_stop(server);
}

struct disorder {
    const char *name, *text; /* "%d" in it is the port */
    int64_t wait_ms;
};

static void disorder__costs_an_interval_and_no_more(void **state)
{
    struct ask_room *room = *state;
    static const struct disorder cases[] = {
        {"empty", "", 0},
        {"the clock began anew", "127.0.0.1:%d 987654321000\n", 1000},
        {"far in the future", "127.0.0.1:%d 2305843009213693950\n", 1000},
        {"no number", "127.0.0.1:%d soon\n", 1000},
        {"negative", "127.0.0.1:%d -5\n", 1000},
        {"too large a number", "127.0.0.1:%d 99999999999999999999999\n", 1000},
        {"cut in a line", "127.0.0.1:%d 49", 1000},
        {"no space", "127.0.0.1\n", 1000},
        {"an empty line", "\n127.0.0.1:%d 1\n", 1000},
        {"bytes", "\xff\xfe\x01 \x80\n", 1000},
    };
    struct server *server = begin(room);
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *at = strstr(cases[i].text, "%d");
        const char *text = at == NULL ? cases[i].text
                                      : arena_printf(room->arena, "%.*s%d%s", (int)(at - cases[i].text), cases[i].text,
                                                     server_port(server), at + 2);
        ask_begin(room, server);
        put(room, text);
        if (ask_for(room, "6") != STATUS_OK || room->waited_ms != cases[i].wait_ms) {
            fail_msg("%s: waited %d ms, %s", cases[i].name, (int)room->waited_ms, room->err.text);
        }
        if (strncmp(read_back(room), "127.0.0.1:", 10) != 0) {
            fail_msg("%s: not mended: %s", cases[i].name, read_back(room));
        }
    }
    server_stop(server);
}

static void file__of_any_size_and_content_is_mended(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    char *text = arena_alloc(room->arena, 200001);
    memset(text, 'x', 200000);
    put(room, text);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 1000);
    assert_in_range(strlen(read_back(room)), 10, 100);
    for (int i = 0, n = 0; i < 600; i++) { /* more hosts than it keeps: the own one is there */
        n += snprintf(text + n, 200000 - (size_t)n, "host-%d.example.org 4999999\n", i);
    }
    text[15000] = '\0';
    text[strrchr(text, '\n') + 1 - text] = '\0';
    put(room, text);
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(strncmp(read_back(room), "127.0.0.1:", 10), 0);
    assert_in_range(strlen(read_back(room)), 1000, 16000);
    server_stop(server);
}

static void clock__that_is_set_back_while_waiting_costs_an_interval(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    room->clock_ms = 1000;
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->waited_ms, 1000);
    server_stop(server);
}

static int64_t still_clock(void *context)
{
    (void)context;
    return 5000000;
}

static void clock__that_stands_still_does_not_keep_anybody_for_ever(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    room->options.clock_ms = still_clock;
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    server_stop(server);
}

static void expect_unusable(struct ask_room *room, const char *why)
{
    struct server *server = server_start(play_house, NULL);
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_STORE, why, ask_for(room, "6"));
    assert_non_null(strstr(room->err.text, "remove it, and nothing is lost"));
    assert_int_equal(server_requests(server), 0);
    server_stop(server);
}

static void file__that_cannot_be_used_lets_no_request_go(void **state)
{
    struct ask_room *room = *state;
    server_stop(begin(room));
    put(room, "");
    const char *link_path = net_path(room->net, "link");
    assert_int_equal(symlink(room->options.lock_path, link_path), 0);
    room->options.lock_path = link_path;
    expect_unusable(room, "it is a link");
    room->options.lock_path = room->net->folder;
    expect_unusable(room, "Is a directory");
    room->options.lock_path = net_path(room->net, "pipe");
    assert_int_equal(mkfifo(room->options.lock_path, 0600), 0);
    expect_unusable(room, "it is no file");
    room->options.lock_path = net_path(room->net, "not/there");
    expect_unusable(room, "No such file");
    room->options.lock_path = "/dev/full";
    expect_unusable(room, "it is no file");
}

static void file__of_somebody_else_is_not_used(void **state)
{
    struct ask_room *room = *state;
    server_stop(begin(room));
    put(room, "");
    if (geteuid() != 0 || chown(room->options.lock_path, 1, 1) != 0) {
        print_message("skipped: only root can give a file away\n");
        skip();
    }
    expect_unusable(room, "it belongs to somebody else");
}

/* --- many processes ------------------------------------------------------------------------------------------------- */

enum { ASKERS = 4, QUESTIONS = 4, REAL_INTERVAL_MS = 40 };

static void real_time(struct ask_room *room)
{
    room->options.clock_ms = NULL;
    room->options.wait = NULL;
    room->services[0].interval_ms = REAL_INTERVAL_MS;
}

/* Shared with the server's thread, which notes when each request came. */
struct arrivals {
    int64_t ms[64];
    atomic_int n;
};

static void play_arrival(struct call *call)
{
    struct arrivals *arrivals = call->context;
    int at = atomic_fetch_add(&arrivals->n, 1);
    if (at < (int)COUNT(arrivals->ms)) {
        arrivals->ms[at] = civil_clock_ms();
    }
    call_answer(call, 200, "", "house");
}

static void processes__keep_the_rate_together(void **state)
{
    struct ask_room *room = *state;
    static struct arrivals arrivals;
    server_stop(begin(room));
    real_time(room);
    struct server *server = server_start(play_arrival, &arrivals);
    pid_t children[ASKERS];
    for (int c = 0; c < ASKERS; c++) {
        children[c] = fork();
        if (children[c] == 0) {
            ask_begin(room, server);
            bool well = true;
            for (int i = 0; i < QUESTIONS; i++) {
                well = well && ask_for(room, "6") == STATUS_OK && room->state == GEOCODER_ANSWERED;
            }
            _exit(well ? 0 : 1);
        }
    }
    for (int c = 0; c < ASKERS; c++) {
        int status;
        waitpid(children[c], &status, 0);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    server_stop(server);
    assert_int_equal(atomic_load(&arrivals.n), ASKERS * QUESTIONS);
    /* A single pair may come close when the machine is slow between the file and the socket; all together may not. */
    int64_t all = arrivals.ms[ASKERS * QUESTIONS - 1] - arrivals.ms[0];
    assert_true(all >= (ASKERS * QUESTIONS - 2) * REAL_INTERVAL_MS);
}

/* A child that holds the lock, and has said so; it ends at the latest with this process. */
static pid_t hold(struct ask_room *room)
{
    int pipes[2];
    static int leash[2];
    char byte;
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(pipe(leash), 0);
    pid_t child = fork();
    if (child == 0) {
        close(leash[1]);
        int fd = open(room->options.lock_path, O_RDWR | O_CREAT, 0600);
        bool held = fd >= 0 && flock(fd, LOCK_EX) == 0 && write(pipes[1], "x", 1) == 1;
        _exit(held && read(leash[0], &byte, 1) == 0 ? 0 : 1);
    }
    assert_int_equal(read(pipes[0], &byte, 1), 1);
    close(pipes[0]);
    close(pipes[1]);
    close(leash[0]);
    return child;
}

static void let_go(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

static void process__that_is_killed_while_it_holds_the_lock_keeps_nobody(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    real_time(room);
    ask_begin(room, server);
    pid_t child = hold(room);
    pid_t killer = fork();
    if (killer == 0) {
        (void)poll(NULL, 0, 60);
        kill(child, SIGKILL);
        _exit(0);
    }
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_ANSWERED);
    waitpid(child, NULL, 0);
    waitpid(killer, NULL, 0);
    server_stop(server);
}

static void process__that_stands_still_with_the_lock_is_named(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    pid_t child = hold(room);
    ASK_FAILS(room, STATUS_STORE, "another rounds that asks has stood still", ask_for(room, "6"));
    assert_in_range(room->waited_ms, 60000, 70000);
    assert_int_equal(server_requests(server), 0);
    room->stop_after_waits = 3; /* and Ctrl-C is heard meanwhile */
    ask_begin(room, server);
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_STOPPED);
    let_go(child);
    server_stop(server);
}

static void file__that_is_removed_while_it_is_waited_for_is_made_anew(void **state)
{
    struct ask_room *room = *state;
    struct server *server = begin(room);
    real_time(room);
    ask_begin(room, server);
    pid_t child = hold(room);
    pid_t remover = fork();
    if (remover == 0) {
        (void)poll(NULL, 0, 60);
        unlink(room->options.lock_path);
        kill(child, SIGKILL);
        _exit(0);
    }
    assert_int_equal(ask_for(room, "6"), STATUS_OK);
    waitpid(child, NULL, 0);
    waitpid(remover, NULL, 0);
    assert_int_equal(strncmp(read_back(room), "127.0.0.1:", 10), 0);
    server_stop(server);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ask_setup, ask_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(requests__keep_their_interval),
        CASE(interval__is_kept_without_a_file_too_and_none_asks_for_no_lock),
        CASE(file__is_of_its_owner_alone_and_holds_a_moment_a_host),
        CASE(another_process__has_its_turn_in_the_interval),
        CASE(disorder__costs_an_interval_and_no_more),
        CASE(file__of_any_size_and_content_is_mended),
        CASE(clock__that_is_set_back_while_waiting_costs_an_interval),
        CASE(clock__that_stands_still_does_not_keep_anybody_for_ever),
        CASE(file__that_cannot_be_used_lets_no_request_go),
        CASE(file__of_somebody_else_is_not_used),
        CASE(processes__keep_the_rate_together),
        CASE(process__that_is_killed_while_it_holds_the_lock_keeps_nobody),
        CASE(process__that_stands_still_with_the_lock_is_named),
        CASE(file__that_is_removed_while_it_is_waited_for_is_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
