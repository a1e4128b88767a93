/* server: a server of the tests' own over raw sockets on 127.0.0.1, in a thread: it hears one request a connection, and a
 * function of the test plays the answer, byte by byte as it likes, to misbehave in every way. */
#ifndef ROUNDS_TESTS_NET_SERVER_H
#define ROUNDS_TESTS_NET_SERVER_H

#include "tests/base/unit.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/status.h"
#include "geo/net/http.h"

#include <stdbool.h>

struct server;

/* One request, in the server's thread: no assertions of cmocka there. */
struct call {
    struct server *server;
    int fd;
    int number;          /* 0 for the first request */
    const char *request; /* request line, headers, body */
    const char *target;  /* "/table/v1/..." */
    const char *body;
    void *context;
};

struct server *server_start(void (*play)(struct call *call), void *context);
void server_stop(struct server *server);
int server_port(const struct server *server);
/* "http://127.0.0.1:PORT" and PATH; until the next call. */
const char *server_url(const struct server *server, const char *path);
int server_requests(struct server *server); /* heard so far */
/* The text of request NUMBER, "" when there was none. */
const char *server_request(struct server *server, int number);

/* For plays. False when the other side has gone. */
bool call_say(struct call *call, const char *text);
bool call_say_n(struct call *call, const void *bytes, size_t n);
/* A whole answer with Content-Length; HEADERS are lines with "\r\n", or "". */
bool call_answer(struct call *call, int code, const char *headers, const char *body);
bool call_json(struct call *call, int code, const char *body);
void call_hang(struct call *call); /* says nothing until the other side goes or the server stops */
void call_pause(int ms);
/* The value of header NAME ("" when it is not there) in OUT. */
void call_header(const struct call *call, const char *name, char *out, size_t room);

/* --- what the tests share ------------------------------------------------------------------------------------------- */

struct net_room {
    struct arena *arena;
    struct http *http;
    struct error err;
    char folder[64];
    int waits_n;       /* waits that were asked for, none of which took any time */
    int32_t waits[64]; /* their milliseconds */
    bool stop;         /* what the stop callback answers */
    int stop_after;    /* > 0: so many questions are answered with no, then with yes */
};

int net_setup(void **state); /* an http whose waits take no time, and a folder */
int net_teardown(void **state);
char *net_path(struct net_room *room, const char *name); /* in the folder */
/* Set up again with another list of trusted certificates. */
void net_trust(struct net_room *room, const char *ca_file);

#define WELL(room, call)                                                                                               \
    do {                                                                                                               \
        if ((call) != STATUS_OK) {                                                                                     \
            fail_msg("%s: %s", #call, (room)->err.text);                                                               \
        }                                                                                                              \
    } while (0)
#define FAILS(room, want, part, call) net_expect_failure((room), (want), (part), (call), __FILE__, __LINE__)
void net_expect_failure(struct net_room *room, enum status want, const char *part, enum status got, const char *file,
                        int line);

#endif
