/* Services that misbehave, over real sockets: each question ends in time, with one line that says what to do, nothing of it is kept, and
 * the next question is answered. */
#include "tests/geocode/ask_room.h"
#include "tests/net/tls.h"

#include "geo/base/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

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

enum { TOTAL_MS = 250, MEMORY_KB = 64 << 10 };

/* What Nominatim answers to 6 Main Street. */
#define PLACE(lat, lon)                                                                                                \
    "{\"osm_type\":\"node\",\"osm_id\":1,\"lat\":" lat ",\"lon\":" lon ",\"category\":\"building\",\"type\":\"yes\","  \
    "\"place_rank\":30,\"name\":\"\",\"display_name\":\"6, Main Street, Oakham, LE15 6XP\",\"address\":{"              \
    "\"house_number\":\"6\",\"road\":\"Main Street\",\"town\":\"Oakham\",\"postcode\":\"LE15 6XP\","                   \
    "\"country_code\":\"gb\"}}"
#define WELL_PLACE PLACE("\"52.67\"", "\"-0.73\"")
#define HTTP_OK    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

/* --- plays ---------------------------------------------------------------------------------------------------------- */

struct bad {
    const char *name;
    void (*play)(struct call *call);
    const char *text; /* of the play */
    int code;         /* of play_code */
    enum status want; /* STATUS_OK: WANT_STATE */
    enum geocoder_state want_state;
    const char *says;
    size_t puts;
};

static const struct bad *bad_of(const struct call *call)
{
    return call->context;
}

static void play_hang(struct call *call)
{
    call_hang(call);
}

static void play_text_and_hang(struct call *call)
{
    call_say(call, bad_of(call)->text);
    call_hang(call);
}

static void play_drip(struct call *call)
{
    call_say(call, HTTP_OK "Content-Length: 100000\r\n\r\n[");
    while (call_say(call, " ")) {
        call_pause(50);
    }
}

static void play_text(struct call *call)
{
    call_say(call, bad_of(call)->text);
}

static void play_chunks(struct call *call)
{
    char chunk[6 + 4096 + 3] = "1000\r\n";
    memset(chunk + 6, ' ', 4096);
    memcpy(chunk + 6 + 4096, "\r\n", 3);
    call_say(call, HTTP_OK "Transfer-Encoding: chunked\r\n\r\n");
    while (call_say(call, chunk)) {
    }
}

/* Deflate with its fixed codes (RFC 1951): a zero byte, then copies of 258 bytes in 13 bits each. */
static void play_bomb(struct call *call)
{
    enum { BITS = 8 << 17 };
    unsigned char *bytes = calloc(1, BITS / 8);
    size_t n = 0;
    const char *first = "01000110000";
    const char *copy = "1100010100000";
    for (const char *code = first; n + 13 < BITS; code = copy) {
        for (; *code != '\0'; code++, n++) {
            bytes[n / 8] |= (unsigned char)((*code - '0') << n % 8);
        }
    }
    call_say(call, HTTP_OK "Content-Encoding: gzip\r\n\r\n");
    call_say_n(call, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    call_say_n(call, bytes, n / 8);
    free(bytes);
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
    call_answer(call, 302, bad_of(call)->text, "elsewhere");
}

static void play_code(struct call *call)
{
    call_json(call, bad_of(call)->code, bad_of(call)->text);
}

static void play_html(struct call *call)
{
    call_answer(call, bad_of(call)->code, "Content-Type: text/html\r\n", bad_of(call)->text);
}

static void play_deep(struct call *call)
{
    enum { DEPTH = 10000 };
    char *text = malloc(DEPTH + 1);
    memset(text, bad_of(call)->text[0], DEPTH);
    text[DEPTH] = '\0';
    call_json(call, 200, text);
    free(text);
}

/* A list of places that is longer than a page should be, and shorter than what is taken. */
static void play_many(struct call *call)
{
    struct buf text;
    buf_init(&text, 4 << 20);
    buf_add_char(&text, '[');
    for (int i = 0; i < 4000; i++) {
        buf_add(&text, i > 0 ? "," WELL_PLACE : WELL_PLACE);
    }
    buf_add_char(&text, ']');
    call_json(call, 200, text.data);
    buf_clear(&text);
}

#define ANSWER(name, text, says)                                                                                       \
    {                                                                                                                  \
        name, play_code, text, 200, STATUS_NETWORK, 0, says, 0                                                         \
    }
#define CODE(name, code, text, says)                                                                                   \
    {                                                                                                                  \
        name, play_code, text, code, STATUS_NETWORK, 0, says, 0                                                        \
    }
#define FAILURE(name, play, text, says)                                                                                \
    {                                                                                                                  \
        name, play, text, 0, STATUS_NETWORK, 0, says, 0                                                                \
    }

static const struct bad bad_services[] = {
    FAILURE("hangs before headers", play_hang, "", "did not answer within 0.25 s"),
    FAILURE("hangs after headers", play_text_and_hang, HTTP_OK "Content-Length: 9\r\n\r\n[",
            "did not answer within 0.25 s"),
    FAILURE("a byte at a time", play_drip, "", "did not answer within 0.25 s"),
    FAILURE("says nothing and goes", play_text, "", "broke off"),
    FAILURE("cut body", play_text, HTTP_OK "Content-Length: 900\r\n\r\n[" WELL_PLACE "]", "broke off"),
    FAILURE("cut chunk", play_text, HTTP_OK "Transfer-Encoding: chunked\r\n\r\n40\r\n[{", "broke off"),
    FAILURE("length too short", play_text, HTTP_OK "Content-Length: 30\r\n\r\n[" WELL_PLACE "]", "is not JSON"),
    FAILURE("length no number", play_text, HTTP_OK "Content-Length: many\r\n\r\n[" WELL_PLACE "]", "127.0.0.1"),
    FAILURE("endless chunks", play_chunks, "", "more than 2097152 bytes"),
    FAILURE("gzip bomb", play_bomb, "", "more than 2097152 bytes"),
    FAILURE("another protocol", play_text, "SSH-2.0-OpenSSH_9.2\r\n", "not HTTP"),
    FAILURE("redirect loop", play_loop, "", "sends on again and again"),
    FAILURE("redirect to a file", play_to, "Location: file:///etc/passwd\r\n", "sends on to another place"),
    FAILURE("redirect to a host", play_to, "Location: https://evil.example/x\r\n", "another place, evil.example"),
    FAILURE("redirect without a place", play_to, "", "has failed (302)"),
    CODE("401", 401, "{\"error\":\"no\"}", "asks for a key (401): put the right one under [nominatim] into keys.ini"),
    CODE("402", 402, "", "allowance of the key is used up (402)"),
    CODE("403", 403, "{\"error\":\"no\"}", "refuses to answer (403)"),
    CODE("404", 404, "{\"error\":\"no\"}", "is the address of the service right?"),
    CODE("429", 429, "", "asked too often (429): try again later"),
    CODE("500", 500, "oops", "out of order or has too much to do (500)"),
    CODE("503", 503, "", "out of order or has too much to do (503)"),
    {"503 in HTML", play_html, "<html>busy</html>", 503, STATUS_NETWORK, 0, "too much to do (503)", 0},
    CODE("a code of nobody", 999, "", "has failed (999)"),
    {"HTML with 200", play_html, "<!doctype html><title>Bandwidth limit exceeded</title>", 200, STATUS_NETWORK, 0,
     "is a web page", 0},
    {"bad question", play_code, "{\"error\":{\"code\":400,\"message\":\"Bad \\u001b[31mwords\\nhere\"}}", 400,
     STATUS_INPUT, 0, "Bad ", 0},
    {"bad question in plain text", play_html, "Parameter 'format' must be one of: jsonv2\nx", 400, STATUS_INPUT, 0,
     "Parameter 'format' must be one of: jsonv2", 0},
    ANSWER("error as a text", "{\"error\":\"database is down\"}", "database is down"),
    ANSWER("error as an object", "{\"error\":{\"code\":7,\"message\":\"database is down\"}}", "database is down"),
    ANSWER("error as a number", "{\"error\":7}", "127.0.0.1"),
    ANSWER("an object", "{}", "127.0.0.1"),
    ANSWER("no JSON", "[" WELL_PLACE, "is not JSON"),
    ANSWER("nothing at all", "", "is not JSON"),
    ANSWER("two values", "[] []", "is not JSON"),
    ANSWER("NaN", "[" PLACE("NaN", "0") "]", "is not JSON"),
    ANSWER("NaN as a text", "[" PLACE("\"nan\"", "\"0\"") "]", "127.0.0.1"),
    ANSWER("infinite", "[" PLACE("1e999", "0") "]", "127.0.0.1"),
    ANSWER("out of range", "[" PLACE("\"95\"", "\"0\"") "]", "127.0.0.1"),
    ANSWER("west of the west", "[" PLACE("\"5\"", "\"-180.5\"") "]", "127.0.0.1"),
    ANSWER("null", "[" PLACE("null", "null") "]", "127.0.0.1"),
    ANSWER("duplicate names", "[{\"lat\":\"1\",\"lat\":\"2\"}]", "is not JSON"),
    ANSWER("bad UTF-8", "[{\"display_name\":\"\xff\xfe\"}]", "is not JSON"),
    ANSWER("half a surrogate", "[{\"display_name\":\"\\ud800\"}]", "is not JSON"),
    FAILURE("lists 10,000 deep", play_deep, "[", "nested too deep"),
    FAILURE("objects 10,000 deep", play_deep, "{", "127.0.0.1"),
    {"an empty list", play_code, "[]", 200, STATUS_OK, GEOCODER_NOTHING, "", 1},
    {"4,000 places", play_many, "", 200, STATUS_OK, GEOCODER_ANSWERED, "", 1},
};

/* --- the table ------------------------------------------------------------------------------------------------------ */

/* House 5 is the bad row; whoever asks for house 6 is answered well. */
static void play(struct call *call)
{
    if (strstr(call->target, "=5%20") != NULL || strstr(call->target, "/again") != NULL) {
        bad_of(call)->play(call);
    } else {
        call_json(call, 200, "[" WELL_PLACE "]");
    }
}

static void check_line(const struct bad *bad, const struct ask_room *room)
{
    const char *text = room->err.text;
    if (strchr(text, '\n') != NULL || strchr(text, '\x1b') != NULL || strstr(text, "Main") != NULL ||
        strstr(text, "SECRET") != NULL || strstr(text, "127.0.0.1") == NULL || strlen(text) > 400) {
        fail_msg("%s: \"%s\" is not one clear line", bad->name, text);
    }
}

static void check_bad(struct ask_room *room, const struct bad *bad)
{
    struct server *server = server_start(play, (void *)(uintptr_t)bad);
    size_t puts = room->puts;
    room->cache_n = 0;
    ask_begin(room, server);
    int64_t begun = civil_clock_ms();
    enum status status = ask_for(room, "5");
    int64_t took = civil_clock_ms() - begun;
    if (status != bad->want || strstr(room->err.text, bad->says) == NULL ||
        (status == STATUS_OK && room->state != bad->want_state)) {
        fail_msg("%s: status %d, state %d, \"%s\"", bad->name, (int)status, (int)room->state, room->err.text);
    }
    if (status != STATUS_OK) {
        check_line(bad, room);
    }
    if (room->puts - puts != bad->puts) {
        fail_msg("%s: the cache was touched", bad->name);
    }
    if (took > TOTAL_MS + 1000) {
        fail_msg("%s: took %d ms", bad->name, (int)took);
    }
    if (ask_for(room, "6") != STATUS_OK || room->verdict.decision != GEOCODE_ACCEPT) {
        fail_msg("%s: the next row is not answered: %s", bad->name, room->err.text);
    }
    server_stop(server);
}

static void nominatim(struct ask_room *room)
{
    room->services[0].service = &geocode_nominatim;
    room->options.total_ms = TOTAL_MS;
    room->options.connect_ms = TOTAL_MS;
}

static void service__that_misbehaves_costs_one_line_and_not_the_batch(void **state)
{
    nominatim(*state);
    for (size_t i = 0; i < COUNT(bad_services); i++) {
        check_bad(*state, &bad_services[i]);
    }
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    if (MEMORY_IS_OURS && use.ru_maxrss > MEMORY_KB) {
        fail_msg("%ld KiB of memory were used", use.ru_maxrss);
    }
}

/* The same services for a batch that finds nothing else: it ends, and says why. */
static void batch__over_a_service_that_is_gone_ends(void **state)
{
    struct ask_room *room = *state;
    struct server *server = server_start(play_hang, NULL);
    const char *why = NULL;
    nominatim(room);
    ask_begin(room, server);
    server_stop(server);
    for (int i = 0; i < 3; i++) {
        ASK_FAILS(room, STATUS_NETWORK, "does not accept a connection", ask_for(room, "6"));
    }
    assert_true(geocoder_is_given_up(room->geocoder, &why));
    assert_non_null(strstr(why, "is the service running there?); after 3 questions without an answer"));
    assert_int_equal(room->puts, 0);
}

static void reverse__of_nowhere_is_nothing_and_of_nonsense_an_error(void **state)
{
    struct ask_room *room = *state;
    struct bad nothing = {.play = play_code, .text = "{\"error\":\"Unable to geocode\"}", .code = 200};
    struct bad broken = {.play = play_code, .text = "{\"error\":\"Unable to think\"}", .code = 200};
    nominatim(room);
    struct server *server = server_start(play_code, &nothing);
    ask_begin(room, server);
    assert_int_equal(ask_what_is_at(room, 0, 0), STATUS_OK);
    assert_int_equal(room->state, GEOCODER_NOTHING);
    assert_int_equal(room->puts, 1);
    server_stop(server);
    server = server_start(play_code, &broken);
    ask_begin(room, server);
    ASK_FAILS(room, STATUS_NETWORK, "Unable to think", ask_what_is_at(room, 1, 1));
    assert_int_equal(room->puts, 1);
    server_stop(server);
}

/* --- TLS ------------------------------------------------------------------------------------------------------------ */

static void certificate__that_is_not_right_ends_the_question(void **state)
{
    struct ask_room *room = *state;
    static const char *const cases[][2] = {
        {"expired.pem", "expired"}, {"self.pem", "self-signed"}, {"other.pem", "certificate subject name"}};
    if (!tls_certificates(room->net)) {
        tls_remove_database(room->net);
        skip();
    }
    nominatim(room);
    room->options.total_ms = 3000;
    room->options.connect_ms = 3000;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct tls tls = tls_start(room->net, cases[i][0]);
        net_trust(room->net, net_path(room->net, "ca.pem"));
        room->services[0].url = arena_printf(room->arena, "https://127.0.0.1:%d", tls.port);
        ask_begin(room, NULL);
        ASK_FAILS(room, STATUS_NETWORK, cases[i][1], ask_for(room, "6"));
        assert_non_null(strstr(room->err.text, "cannot be trusted"));
        assert_int_equal(room->puts, 0);
        tls_stop(&tls);
    }
    tls_remove_database(room->net);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, ask_setup, ask_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(service__that_misbehaves_costs_one_line_and_not_the_batch),
        CASE(batch__over_a_service_that_is_gone_ends),
        CASE(reverse__of_nowhere_is_nothing_and_of_nonsense_an_error),
        CASE(certificate__that_is_not_right_ends_the_question),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
