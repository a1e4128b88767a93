#include "geo/base/civil.h"
#include "tests/net/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define MEMORY_IS_OURS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MEMORY_IS_OURS 0
#endif
#endif
#ifndef MEMORY_IS_OURS
#define MEMORY_IS_OURS 1
#endif

enum { TOTAL_MS = 300 };

static struct http_request request_to(const char *url)
{
    return (struct http_request){.url = url,
                                 .secret_header = "Authorization: SECRET-A",
                                 .secret_name = "key",
                                 .secret_value = "SECRET-B",
                                 .connect_ms = TOTAL_MS,
                                 .total_ms = TOTAL_MS,
                                 .max_bytes = 100000};
}

/* --- servers that misbehave ------------------------------------------------------------------------------------- */

static void play_silence(struct call *call)
{
    call_hang(call);
}

static void play_head_only(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
    call_hang(call);
}

static void play_drip(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (call_say(call, "x")) {
        call_pause(20);
    }
}

static void play_drip_head(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\n");
    while (call_say(call, "X-Y: z\r\n")) {
        call_pause(20);
    }
}

static void play_cut(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
}

static void play_nothing(struct call *call)
{
    (void)call;
}

static void play_cut_chunk(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nshort");
}

static void play_endless_chunks(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (call_say(call, "10\r\n0123456789abcdef\r\n")) {
    }
}

static void play_endless_close(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\n\r\n");
    while (call_say(call, "0123456789abcdef0123456789abcdef0123456789abcdef")) {
    }
}

static void play_long(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n");
    call_hang(call);
}

static void play_endless_headers(struct call *call)
{
    call_say(call, "HTTP/1.1 200 OK\r\n");
    while (call_say(call, "X-Header: 0123456789abcdef0123456789abcdef0123456789abcdef\r\n")) {
    }
}

static void play_endless_interim(struct call *call)
{
    while (call_say(call, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\n")) {
    }
}

static void play_no_http(struct call *call)
{
    call_say(call, "SSH-2.0-OpenSSH_9.2\r\n");
}

static void play_bad_gzip(struct call *call)
{
    call_answer(call, 200, "Content-Encoding: gzip\r\n", "this is not gzip");
}

/* Deflate with its fixed codes (RFC 1951): a zero byte, then copies of 258 bytes in 13 bits each. */
struct bits {
    unsigned char bytes[1 << 16];
    size_t n;
};

static void put_bits(struct bits *bits, const char *text)
{
    for (; *text != '\0'; text++, bits->n++) {
        bits->bytes[bits->n / 8] |= (unsigned char)((*text - '0') << bits->n % 8);
    }
}

static void play_bomb(struct call *call)
{
    static struct bits bits;
    memset(&bits, 0, sizeof bits);
    put_bits(&bits, "010" /* not the last block, fixed codes */ "00110000" /* a zero */);
    while (bits.n + 13 < 8 * sizeof bits.bytes) {
        put_bits(&bits, "11000101" /* 258 bytes */ "00000" /* from one byte before */);
    }
    call_say(call, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
    call_say_n(call, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    call_say_n(call, bits.bytes, bits.n / 8);
    call_hang(call);
}

static void play_loop(struct call *call)
{
    char to[64];
    snprintf(to, sizeof to, "Location: /again/%d\r\n", call->number);
    call_answer(call, 302, to, "elsewhere");
}

static void play_to(struct call *call)
{
    call_answer(call, 302, call->context, "elsewhere");
}

struct bad {
    const char *name;
    void (*play)(struct call *call);
    const char *context;
    const char *says;
};

static const struct bad bad_servers[] = {
    {"hangs before headers", play_silence, NULL, "did not answer within 0.3 s"},
    {"hangs after headers", play_head_only, NULL, "did not answer within 0.3 s"},
    {"a byte at a time", play_drip, NULL, "did not answer within 0.3 s"},
    {"a header at a time", play_drip_head, NULL, "did not answer within 0.3 s"},
    {"cut body", play_cut, NULL, "broke off"},
    {"no answer", play_nothing, NULL, "broke off"},
    {"cut chunk", play_cut_chunk, NULL, "broke off"},
    {"endless chunks", play_endless_chunks, NULL, "more than 100000 bytes"},
    {"endless body", play_endless_close, NULL, "more than 100000 bytes"},
    {"announced too long", play_long, NULL, "more than 100000 bytes"},
    {"endless headers", play_endless_headers, NULL, "headers without end"},
    {"endless interim answers", play_endless_interim, NULL, "headers without end"},
    {"another protocol", play_no_http, NULL, "not HTTP"},
    {"broken gzip", play_bad_gzip, NULL, "not HTTP"},
    {"gzip bomb", play_bomb, NULL, "more than 100000 bytes"},
    {"redirect loop", play_loop, NULL, "again and again"},
    {"redirect to a file", play_to, "Location: file:///etc/passwd\r\n", "sends on to another place"},
    {"redirect to another host", play_to, "Location: https://evil.example/x\r\n", "another place, evil.example, which"},
    {"redirect to another port", play_to, "Location: http://127.0.0.1:1/\r\n", "another place, 127.0.0.1:1, which"},
    {"redirect with a name", play_to, "Location: http://a:b@127.0.0.1/\r\n", "sends on to another place"},
    {"redirect to gopher", play_to, "Location: gopher://127.0.0.1/\r\n", "sends on to another place"},
};

static void check_bad(struct net_room *room, const struct bad *bad)
{
    struct server *server = server_start(bad->play, (void *)(uintptr_t)bad->context);
    struct http_request request = request_to(server_url(server, "/private/path?query=SECRET-C"));
    struct http_answer answer = {.code = -1};
    int64_t begun = civil_clock_ms();
    enum status status = http_get(room->http, &request, room->arena, &answer, &room->err);
    int64_t took = civil_clock_ms() - begun;
    server_stop(server);
    if (status != STATUS_NETWORK || strstr(room->err.text, bad->says) == NULL || answer.code != -1) {
        fail_msg("%s: status %d, \"%s\"", bad->name, (int)status, status != STATUS_OK ? room->err.text : "");
    }
    if (strncmp(room->err.text, "127.0.0.1:", 10) != 0 || strstr(room->err.text, "SECRET") != NULL ||
        strstr(room->err.text, "path") != NULL || strchr(room->err.text, '\n') != NULL) {
        fail_msg("%s: the sentence says too much or not whose it is: \"%s\"", bad->name, room->err.text);
    }
    if (took > TOTAL_MS + 1000) {
        fail_msg("%s: took %d ms", bad->name, (int)took);
    }
}

static void server__that_misbehaves_ends_in_one_sentence_in_time(void **state)
{
    for (size_t i = 0; i < COUNT(bad_servers); i++) {
        check_bad(*state, &bad_servers[i]);
    }
}

static void server__that_floods_does_not_fill_the_memory(void **state)
{
    struct net_room *room = *state;
    if (!MEMORY_IS_OURS) {
        print_message("skipped: the sanitizer's memory is counted as ours\n");
        skip();
    }
    static void (*const plays[])(struct call *) = {play_endless_chunks, play_endless_close, play_endless_headers,
                                                   play_endless_interim, play_bomb};
    for (size_t i = 0; i < COUNT(plays); i++) {
        struct server *server = server_start(plays[i], NULL);
        struct http_request request = request_to(server_url(server, "/"));
        request.max_bytes = 8 << 20;
        request.total_ms = 3000;
        pid_t child = fork();
        if (child == 0) {
            struct http_answer answer;
            struct rusage use;
            bool ended = http_get(room->http, &request, room->arena, &answer, NULL) != STATUS_OK;
            getrusage(RUSAGE_SELF, &use);
            _exit(!ended ? 1 : use.ru_maxrss > 64 << 10 ? 2 : 0);
        }
        int status;
        waitpid(child, &status, 0);
        server_stop(server);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            fail_msg("flood %zu: %d", i, WEXITSTATUS(status));
        }
    }
}

static void server__that_is_not_there_is_named(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_nothing, NULL);
    struct http_request request = request_to(arena_strdup(room->arena, server_url(server, "/")));
    struct http_answer answer;
    server_stop(server);
    request.tries = 3;
    FAILS(room, STATUS_NETWORK, "does not accept a connection",
          http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_int_equal(room->waits_n, 2);
}

/* --- answers that came whole ------------------------------------------------------------------------------------ */

static void play_script(struct call *call)
{
    const char *const *script = call->context; /* code and headers, by turns; the last stays */
    int at = call->number;
    for (int i = 0; i < at; i++) {
        if (script[2 * (i + 1)] == NULL) {
            at = i;
            break;
        }
    }
    call_answer(call, (int)strtol(script[2 * (size_t)at], NULL, 10), script[2 * (size_t)at + 1], "{\"a\": 1}");
}

static struct http_answer play_to_end(struct net_room *room, const char *const *script, int tries, int *requests)
{
    struct server *server = server_start(play_script, (void *)(uintptr_t)script);
    struct http_request request = request_to(server_url(server, "/"));
    struct http_answer answer;
    request.tries = tries;
    room->waits_n = 0;
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    *requests = server_requests(server);
    server_stop(server);
    return answer;
}

static void answer__of_any_code_is_given_whole(void **state)
{
    static const char *const codes[] = {"200", "401", "403", "404", "418"};
    int requests;
    for (size_t i = 0; i < COUNT(codes); i++) {
        const char *script[] = {codes[i], "Content-Type: application/json\r\n", NULL, NULL};
        struct http_answer answer = play_to_end(*state, script, 3, &requests);
        assert_int_equal(answer.code, strtol(codes[i], NULL, 10));
        assert_string_equal(answer.body, "{\"a\": 1}");
        assert_int_equal(answer.length, 8);
        assert_string_equal(answer.content_type, "application/json");
        assert_int_equal(answer.retry_after_s, -1);
        assert_int_equal(requests, 1);
    }
}

static void answer__that_may_pass_is_asked_again_with_longer_waits(void **state)
{
    struct net_room *room = *state;
    int requests;
    static const char *const busy[] = {"429", "", NULL, NULL};
    assert_int_equal(play_to_end(room, busy, 4, &requests).code, 429);
    assert_int_equal(requests, 4);
    assert_int_equal(room->waits_n, 3);
    for (int i = 0; i < 3; i++) {
        int32_t usual = 500 << i;
        assert_in_range(room->waits[i], usual * 3 / 4, usual * 5 / 4);
    }
    static const char *const passes[] = {"500", "", "503", "", "200", "", NULL, NULL};
    assert_int_equal(play_to_end(room, passes, 4, &requests).code, 200);
    assert_int_equal(requests, 3);
}

static void answer__that_says_when_is_waited_for_if_not_too_long(void **state)
{
    struct net_room *room = *state;
    int requests;
    static const char *const soon[] = {"429", "Retry-After: 7\r\n", "200", "", NULL, NULL};
    assert_int_equal(play_to_end(room, soon, 3, &requests).code, 200);
    assert_int_equal(room->waits[0], 7000);
    static const char *const late[] = {"429", "Retry-After: 3600\r\n", "200", "", NULL, NULL};
    struct http_answer answer = play_to_end(room, late, 3, &requests);
    assert_int_equal(answer.code, 429);
    assert_int_equal(answer.retry_after_s, 3600);
    assert_int_equal(requests, 1);
}

static void play_cut_then_well(struct call *call)
{
    if (call->number == 0) {
        play_cut(call);
    } else {
        call_answer(call, 200, "", "whole");
    }
}

static void answer__that_breaks_off_is_asked_for_again_whole(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_cut_then_well, NULL);
    struct http_request request = request_to(server_url(server, "/"));
    struct http_answer answer;
    request.tries = 2;
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_string_equal(answer.body, "whole");
    server_stop(server);
}

static void play_wrong_length(struct call *call)
{
    call_say(call, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfive and more");
}

static void answer__longer_than_it_says_ends_where_it_says(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_wrong_length, NULL);
    struct http_request request = request_to(server_url(server, "/"));
    struct http_answer answer;
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_string_equal(answer.body, "five ");
    assert_int_equal(answer.code, 200);
    server_stop(server);
}

/* --- requests --------------------------------------------------------------------------------------------------- */

static void play_echo(struct call *call)
{
    if (strncmp(call->target, "/first", 6) == 0) {
        call_answer(call, 307, "Location: /second?x=1\r\n", "elsewhere");
    } else {
        call_answer(call, 200, "", call->request);
    }
}

static void request__carries_its_secrets_and_follows_on_the_same_server(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_echo, NULL);
    struct http_request request = request_to(server_url(server, "/first#part"));
    struct http_answer answer;
    request.secret_value = "a&b c";
    request.accept = "application/json";
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_int_equal(strncmp(server_request(server, 0), "GET /first?key=a%26b%20c HTTP/1.1\r\n", 35), 0);
    assert_int_equal(strncmp(answer.body, "GET /second?x=1&key=a%26b%20c HTTP/1.1\r\n", 40), 0);
    assert_non_null(strstr(answer.body, "\r\nAuthorization: SECRET-A\r\n"));
    assert_non_null(strstr(answer.body, "\r\nAccept: application/json\r\n"));
    assert_non_null(strstr(answer.body, "\r\nUser-Agent: rounds-test\r\n"));
    assert_null(strstr(answer.body, "Cookie"));
    server_stop(server);
}

static void request__with_a_body_is_posted_and_not_sent_on(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_echo, NULL);
    struct http_request request = request_to(server_url(server, "/post"));
    struct http_answer answer;
    request.body = "{\"question\": true}";
    request.content_type = "application/json";
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_int_equal(strncmp(answer.body, "POST /post?", 11), 0);
    assert_non_null(strstr(answer.body, "\r\nContent-Type: application/json\r\n"));
    assert_non_null(strstr(answer.body, "\r\n\r\n{\"question\": true}"));
    request.url = server_url(server, "/first");
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_int_equal(answer.code, 307);
    server_stop(server);
}

static void request__with_a_line_break_in_its_key_is_refused(void **state)
{
    struct net_room *room = *state;
    struct http_request request = request_to("http://127.0.0.1:1/");
    struct http_answer answer;
    request.secret_header = "Authorization: SECRET\r\nX: y";
    FAILS(room, STATUS_INPUT, "line break", http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_null(strstr(room->err.text, "SECRET"));
}

static void request__to_this_machine_goes_over_no_proxy(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_echo, NULL);
    struct http_answer answer;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("all_proxy", "http://127.0.0.1:1", 1);
    struct http_request request = request_to(server_url(server, "/x"));
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    request.url = arena_printf(room->arena, "http://localhost:%d/x", server_port(server));
    WELL(room, http_get(room->http, &request, room->arena, &answer, &room->err));
    unsetenv("http_proxy");
    unsetenv("all_proxy");
    server_stop(server);
}

static void request__stops_when_asked_to(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_silence, NULL);
    struct http_request request = request_to(server_url(server, "/"));
    struct http_answer answer;
    request.total_ms = 20000;
    request.tries = 5;
    room->stop_after = 3;
    int64_t begun = civil_clock_ms();
    FAILS(room, STATUS_NETWORK, "stopped", http_get(room->http, &request, room->arena, &answer, &room->err));
    assert_true(civil_clock_ms() - begun < 1000);
    assert_int_equal(room->waits_n, 0);
    server_stop(server);
}

static void play_no_tunnel(struct call *call)
{
    call_answer(call, 403, "", "no tunnel");
}

static void request__over_a_proxy_shows_it_the_host_and_no_more(void **state)
{
    struct net_room *room = *state;
    struct server *server = server_start(play_no_tunnel, NULL);
    struct http_request request = request_to("https://router.example.org/private/path?query=SECRET-C");
    struct http_answer answer;
    setenv("https_proxy", server_url(server, ""), 1);
    FAILS(room, STATUS_NETWORK, "router.example.org", http_get(room->http, &request, room->arena, &answer, &room->err));
    unsetenv("https_proxy");
    assert_int_equal(strncmp(server_request(server, 0), "CONNECT router.example.org:443 HTTP/1.1\r\n", 41), 0);
    assert_null(strstr(server_request(server, 0), "SECRET"));
    assert_null(strstr(server_request(server, 0), "private"));
    assert_null(strstr(room->err.text, "SECRET"));
    server_stop(server);
}

/* No WAIT is given: the half second before the second try is a real one. */
static void play_busy_then_well(struct call *call)
{
    call_answer(call, call->number == 0 ? 503 : 200, "", "");
}

struct patience {
    int asked, most;
};

static bool is_over(void *context)
{
    struct patience *patience = context;
    return ++patience->asked > patience->most;
}

static void request__waits_really_and_can_be_stopped_meanwhile(void **state)
{
    struct net_room *room = *state;
    for (int stopped = 0; stopped < 2; stopped++) {
        struct patience patience = {0, stopped ? 4 : 1000};
        struct http *http = http_new(&(struct http_options){.stop = is_over, .context = &patience});
        struct server *server = server_start(play_busy_then_well, NULL);
        struct http_request request = request_to(server_url(server, "/"));
        struct http_answer answer;
        request.tries = 2;
        int64_t begun = civil_clock_ms();
        WELL(room, http_get(http, &request, room->arena, &answer, &room->err));
        int64_t took = civil_clock_ms() - begun;
        assert_int_equal(answer.code, stopped ? 503 : 200);
        assert_true(stopped ? took < 375 : took >= 375 && took < 1500);
        server_stop(server);
        http_free(http);
    }
}

/* --- addresses -------------------------------------------------------------------------------------------------- */

struct address {
    const char *url, *host; /* HOST NULL: refused */
};

static void address__is_asked_only_when_it_is_safe(void **state)
{
    struct net_room *room = *state;
    static const struct address addresses[] = {
        {"https://router.example.org", "router.example.org"},
        {"https://router.example.org:443/a/b", "router.example.org"},
        {"HTTPS://Router.Example.org:8443?x=1#y", "Router.Example.org:8443"},
        {"https://192.0.2.7/", "192.0.2.7"},
        {"https://[2001:db8::1]:8/", "[2001:db8::1]:8"},
        {"http://localhost:5000", "localhost:5000"},
        {"http://LOCALHOST", "LOCALHOST"},
        {"http://127.0.0.1:80/", "127.0.0.1"},
        {"http://127.255.1.2:5000/x", "127.255.1.2:5000"},
        {"http://[::1]:5000/", "[::1]:5000"},
        {"http://router.example.org", NULL},
        {"http://128.0.0.1/", NULL},
        {"http://127.1/", NULL},
        {"https://127.1/", NULL},
        {"https://2130706433/", NULL},
        {"https://0x7f000001/", NULL},
        {"https://router.example.256/", NULL},
        {"http://0x7f.0.0.1/", NULL},
        {"http://2130706433/", NULL},
        {"http://0177.0.0.1/", NULL},
        {"http://127.0.0.1.evil.example/", NULL},
        {"http://localhost.evil.example/", NULL},
        {"http://localhost@evil.example/", NULL},
        {"http://evil.example#@localhost/", NULL},
        {"http://evil.example?@localhost/", NULL},
        {"http://evil.example\\@localhost/", NULL},
        {"http://localhost:80:81/", NULL},
        {"http://[::1]x/", NULL},
        {"http://[::1x/", NULL},
        {"http://[::ffff:1.2.3.4]/", NULL},
        {"http://loc%61lhost/", NULL},
        {"https://user:secret@router.example.org/", NULL},
        {"https://router.example.org:0/", NULL},
        {"https://router.example.org:65536/", NULL},
        {"https://router.example.org:+80/", NULL},
        {"https://router.example.org:/", NULL},
        {"https://router..example org/", NULL},
        {"https:///path", NULL},
        {"https://", NULL},
        {"https:/router.example.org", NULL},
        {"router.example.org", NULL},
        {"file:///etc/passwd", NULL},
        {"ftp://router.example.org/", NULL},
        {"https://router.example.org/a\r\nX: y", NULL},
        {"https://r\xc3\xb6uter.example.org/", NULL},
        {" https://router.example.org/", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(addresses); i++) {
        const char *host = NULL;
        enum status status = http_host(addresses[i].url, room->arena, &host, &room->err);
        if ((addresses[i].host == NULL) != (status == STATUS_INPUT)) {
            fail_msg("%s: status %d", addresses[i].url, (int)status);
        }
        if (status == STATUS_OK) {
            assert_string_equal(host, addresses[i].host);
        } else {
            assert_null(strstr(room->err.text, "secret"));
        }
    }
    const char *host;
    FAILS(room, STATUS_INPUT, "user name",
          http_host("https://user:secret@router.example.org/", room->arena, &host, &room->err));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, net_setup, net_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(server__that_misbehaves_ends_in_one_sentence_in_time),
        TEST(server__that_floods_does_not_fill_the_memory),
        TEST(server__that_is_not_there_is_named),
        TEST(answer__of_any_code_is_given_whole),
        TEST(answer__that_may_pass_is_asked_again_with_longer_waits),
        TEST(answer__that_says_when_is_waited_for_if_not_too_long),
        TEST(answer__that_breaks_off_is_asked_for_again_whole),
        TEST(answer__longer_than_it_says_ends_where_it_says),
        TEST(request__carries_its_secrets_and_follows_on_the_same_server),
        TEST(request__with_a_body_is_posted_and_not_sent_on),
        TEST(request__with_a_line_break_in_its_key_is_refused),
        TEST(request__to_this_machine_goes_over_no_proxy),
        TEST(request__over_a_proxy_shows_it_the_host_and_no_more),
        TEST(request__waits_really_and_can_be_stopped_meanwhile),
        TEST(request__stops_when_asked_to),
        TEST(address__is_asked_only_when_it_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
