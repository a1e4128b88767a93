#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "cli/share_server.h"
#include "geo/base/mem.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char page[] = "<!DOCTYPE html><title>day</title>";
static const char gpx[] = "<gpx/>";
static const struct share_file files[] = {{"", "text/html; charset=utf-8", page, sizeof page - 1},
                                          {"day.gpx", "application/gpx+xml", gpx, sizeof gpx - 1}};

static struct share_server *server;

static int setup(void **state)
{
    (void)state;
    const struct share_options options = {"127.0.0.1", 0, files, 2};
    struct error err = {0};
    assert_int_equal(share_start(&options, &server, &err), STATUS_OK);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    share_stop(server);
    return 0;
}

/* --- a client of our own ---------------------------------------------------------------------------------------------- */

static int port_of(void)
{
    return atoi(strchr(share_url(server) + strlen("http://"), ':') + 1); /* NOLINT: our own text */
}

static const char *path_of(void)
{
    return strchr(share_url(server) + strlen("http://"), '/');
}

/* A connection to the server from the address FROM. */
static int connect_from(const char *from)
{
    struct sockaddr_in here = {.sin_family = AF_INET}, there = {.sin_family = AF_INET};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    inet_pton(AF_INET, from, &here.sin_addr);
    inet_pton(AF_INET, "127.0.0.1", &there.sin_addr);
    there.sin_port = htons((uint16_t)port_of());
    assert_int_equal(bind(fd, (struct sockaddr *)&here, sizeof here), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&there, sizeof there), 0);
    return fd;
}

/* Send REQUEST from the address FROM, and serve until the whole answer is there. */
static const char *ask_from(const char *from, const char *request)
{
    static char reply[65536];
    const int fd = connect_from(from);
    size_t n = 0;
    assert_int_equal(send(fd, request, strlen(request), MSG_NOSIGNAL), (ssize_t)strlen(request));
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    for (int turn = 0; turn < 400; turn++) {
        share_run(server, 5);
        ssize_t got = recv(fd, reply + n, sizeof reply - 1 - n, 0);
        n += got > 0 ? (size_t)got : 0;
        if (got == 0) {
            break;
        }
    }
    reply[n] = '\0';
    close(fd);
    return reply;
}

static const char *get_from(const char *from, const char *path)
{
    char request[512];
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
    return ask_from(from, request);
}

static void expect(const char *reply, const char *code, const char *inside)
{
    char start[32];
    snprintf(start, sizeof start, "HTTP/1.1 %s ", code);
    if (strncmp(reply, start, strlen(start)) != 0 || strstr(reply, inside) == NULL) {
        fail_msg("expected %s with \"%s\", got:\n%s", code, inside, reply);
    }
}

/* --- what it gives, and what not ------------------------------------------------------------------------------------- */

static void share__the_address_opens_the_page_and_its_files(void **state)
{
    (void)state;
    char path[256];
    const char *reply = get_from("127.0.0.1", path_of());
    expect(reply, "200", page);
    expect(reply, "200", "text/html; charset=utf-8");
    expect(reply, "200", "no-store");
    expect(reply, "200", "nosniff");
    snprintf(path, sizeof path, "%sday.gpx", path_of());
    expect(get_from("127.0.0.1", path), "200", "<gpx/>");
    assert_int_equal(share_fetched(server), 2);
    assert_string_equal(share_client(server), "127.0.0.1");
}

static void share__nothing_is_told_without_the_right_token(void **state)
{
    (void)state;
    char wrong[256];
    snprintf(wrong, sizeof wrong, "%s", path_of());
    wrong[5] = wrong[5] == 'a' ? 'b' : 'a';
    const char *const paths[] = {"/",   "/day.gpx",          "//",       "/index.html",
                                 wrong, "/../../etc/passwd", "/%2e%2e/", "/a/day.gpx"};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        expect(get_from("127.0.0.1", paths[i]), "404", "nothing here");
    }
    assert_int_equal(share_refused(server), sizeof paths / sizeof paths[0]);
    assert_string_equal(share_client(server), ""); /* who guesses is not taken for the reader */
}

static void share__a_name_behind_the_token_is_one_of_the_files_or_nothing(void **state)
{
    (void)state;
    const char *const names[] = {"day.gpx/", "day.gp", "../day.gpx", "x"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s%s", path_of(), names[i]);
        expect(get_from("127.0.0.1", path), "404", "nothing here");
    }
}

static void share__the_first_device_is_the_only_one(void **state)
{
    (void)state;
    expect(get_from("127.0.0.2", path_of()), "200", page);
    expect(get_from("127.0.0.1", path_of()), "403", "another device");
    expect(get_from("127.0.0.3", path_of()), "403", "another device");
    expect(get_from("127.0.0.2", path_of()), "200", page);
    assert_string_equal(share_client(server), "127.0.0.2");
    assert_int_equal(share_refused(server), 2);
}

static void share__it_can_only_be_read(void **state)
{
    (void)state;
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"};
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        char request[512];
        snprintf(request, sizeof request,
                 "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nabcd", methods[i],
                 path_of());
        expect(ask_from("127.0.0.1", request), "405", "nothing else");
    }
    char head[512];
    snprintf(head, sizeof head, "HEAD %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path_of());
    const char *reply = ask_from("127.0.0.1", head);
    expect(reply, "200", "text/html");
    assert_null(strstr(reply, page));
}

static void share__rubbish_and_endless_heads_end_without_harm(void **state)
{
    (void)state;
    char *endless = mem_alloc(200000);
    memset(endless, 'a', 199999);
    memcpy(endless, "GET /", 5);
    (void)ask_from("127.0.0.1", "\x01\x02\xff\xfe\r\n\r\n");
    (void)ask_from("127.0.0.1", endless);
    mem_free(endless);
    expect(get_from("127.0.0.1", path_of()), "200", page);
}

static void share__a_device_that_holds_connections_keeps_nobody_out(void **state)
{
    (void)state;
    enum { HELD = 40 };
    int held[HELD];
    for (size_t i = 0; i < HELD; i++) {
        held[i] = connect_from("127.0.0.9");
        assert_int_equal(send(held[i], "GET ", 4, MSG_NOSIGNAL), 4);
        share_run(server, 1);
    }
    expect(get_from("127.0.0.2", path_of()), "200", page);
    for (size_t i = 0; i < HELD; i++) {
        close(held[i]);
    }
}

static void share__addresses_differ_every_time(void **state)
{
    (void)state;
    const struct share_options options = {"127.0.0.1", 0, files, 2};
    struct share_server *other = NULL;
    struct error err = {0};
    assert_int_equal(share_start(&options, &other, &err), STATUS_OK);
    assert_string_not_equal(strrchr(share_url(other), ':') + 6, path_of());
    assert_int_equal(strlen(path_of()), SHARE_TOKEN + 2);
    share_stop(other);
}

static void share__an_address_that_is_not_ours_is_refused_in_a_sentence(void **state)
{
    (void)state;
    struct share_options options = {"192.0.2.7", 0, files, 2};
    struct share_server *other = NULL;
    struct error err = {0};
    assert_int_equal(share_start(&options, &other, &err), STATUS_NETWORK);
    assert_non_null(strstr(err.text, "192.0.2.7"));
    options.address = "my laptop";
    assert_int_equal(share_start(&options, &other, &err), STATUS_INPUT);
    assert_null(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(share__the_address_opens_the_page_and_its_files, setup, teardown),
        cmocka_unit_test_setup_teardown(share__nothing_is_told_without_the_right_token, setup, teardown),
        cmocka_unit_test_setup_teardown(share__a_name_behind_the_token_is_one_of_the_files_or_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(share__the_first_device_is_the_only_one, setup, teardown),
        cmocka_unit_test_setup_teardown(share__it_can_only_be_read, setup, teardown),
        cmocka_unit_test_setup_teardown(share__rubbish_and_endless_heads_end_without_harm, setup, teardown),
        cmocka_unit_test_setup_teardown(share__a_device_that_holds_connections_keeps_nobody_out, setup, teardown),
        cmocka_unit_test_setup_teardown(share__addresses_differ_every_time, setup, teardown),
        cmocka_unit_test_setup_teardown(share__an_address_that_is_not_ours_is_refused_in_a_sentence, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
