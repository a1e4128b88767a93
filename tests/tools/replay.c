#include "tests/tools/replay.h"

#include "geo/base/buf.h"
#include "geo/base/file.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PAIRS_MAX = 200, FILE_MAX = 1 << 20, CONNECTIONS_MAX = 32, REQUEST_MAX = 32 << 10 };

struct pair {
    const char *target;
    struct replay_answer answer;
};

struct replay {
    struct arena *arena;
    struct pair pairs[PAIRS_MAX];
    size_t pairs_n;
    struct replay_map *map;
};

/* --- genuine pairs -------------------------------------------------------------------------------------------------- */

/* The value of "content-type" in what was kept beside the answer. */
static const char *type_of(struct arena *arena, const char *meta)
{
    const char *at = strstr(meta, "\"content-type\": \"");
    at = at != NULL ? at + strlen("\"content-type\": \"") : "";
    return arena_strndup(arena, at, strcspn(at, "\""));
}

/* "NAME CODE LENGTH TIME TARGET", apart by tabs. */
static bool read_pair(struct replay *replay, const char *folder, char *line)
{
    char *cells[5];
    for (int i = 0; i < 5; i++) {
        cells[i] = line;
        line += strcspn(line, "\t");
        if (*line != '\0') {
            *line++ = '\0';
        }
    }
    struct error err;
    char *body;
    char *meta;
    size_t length;
    size_t meta_length;
    struct arena *arena = replay->arena;
    if (replay->pairs_n == PAIRS_MAX || *cells[4] != '/' ||
        file_read(arena, arena_printf(arena, "%s/%s.body", folder, cells[0]), FILE_MAX, &body, &length, &err) != 0 ||
        file_read(arena, arena_printf(arena, "%s/%s.meta.json", folder, cells[0]), FILE_MAX, &meta, &meta_length,
                  &err) != 0) {
        return false;
    }
    replay->pairs[replay->pairs_n++] =
        (struct pair){cells[4], {(int)strtol(cells[1], NULL, 10), type_of(arena, meta), body, length}};
    return true;
}

static bool read_pairs(struct replay *replay, const char *folder)
{
    struct error err;
    char *text;
    size_t length;
    if (file_read(replay->arena, arena_printf(replay->arena, "%s/INDEX.tsv", folder), FILE_MAX, &text, &length, &err) !=
        STATUS_OK) {
        fprintf(stderr, "%s\n", err.text);
        return false;
    }
    for (char *line = text; *line != '\0';) {
        char *next = line + strcspn(line, "\n");
        if (*next != '\0') {
            *next++ = '\0';
        }
        if (*line != '\0' && !read_pair(replay, folder, line)) {
            fprintf(stderr, "%s: the line of %s is not understood\n", folder, line);
            return false;
        }
        line = next;
    }
    return true;
}

/* --- answers -------------------------------------------------------------------------------------------------------- */

struct replay *replay_new(const struct replay_options *options)
{
    struct replay *replay = mem_alloc(sizeof *replay);
    bool well = true;
    replay->arena = arena_new();
    if (options->pairs != NULL) {
        well = read_pairs(replay, options->pairs);
    }
    if (well && options->map != NULL) {
        replay->map = replay_map_new(replay->arena, options->map, options->faultless, options->seed);
        well = replay->map != NULL;
    }
    if (!well) {
        replay_free(replay);
        return NULL;
    }
    return replay;
}

void replay_free(struct replay *replay)
{
    if (replay != NULL) {
        arena_free(replay->arena);
        mem_free(replay);
    }
}

struct replay_answer replay_answer(struct replay *replay, const char *target, struct arena *arena)
{
    for (size_t i = 0; i < replay->pairs_n; i++) {
        if (strcmp(replay->pairs[i].target, target) == 0) {
            return replay->pairs[i].answer;
        }
    }
    if (replay->map != NULL) {
        return replay_map_answer(replay->map, target, arena);
    }
    static const char *const unknown = "{\"error\":{\"code\":404,\"message\":\"not recorded\"}}";
    return (struct replay_answer){404, "application/json", unknown, strlen(unknown)};
}

/* --- connections ---------------------------------------------------------------------------------------------------- */

int replay_listen(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 64) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return listener;
}

struct connection {
    int fd;
    size_t n;
    char text[REQUEST_MAX + 1];
};

static bool send_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            return false;
        }
        bytes += sent > 0 ? sent : 0;
        n -= sent > 0 ? (size_t)sent : 0;
    }
    return true;
}

/* The request that begins the text of C, LENGTH long with its empty line. */
static bool answer_one(struct replay *replay, struct connection *c, size_t length)
{
    struct arena *arena = arena_new();
    char *request = arena_strndup(arena, c->text, length);
    char *end = request + strcspn(request, "\r\n");
    *end = '\0';
    bool well = strncmp(request, "GET ", 4) == 0;
    char *target = request + (well ? 4 : 0);
    target[strcspn(target, " ")] = '\0';
    struct replay_answer answer = {405, "text/plain", "", 0};
    if (well) {
        answer = replay_answer(replay, target, arena);
    }
    struct buf text;
    buf_init(&text, FILE_MAX + 1000);
    buf_printf(&text, "HTTP/1.1 %d Said\r\nServer: replay\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
               answer.code, answer.type, answer.length);
    buf_add_n(&text, answer.body, answer.length);
    well = send_all(c->fd, text.data, text.length);
    buf_clear(&text);
    arena_free(arena);
    memmove(c->text, c->text + length, c->n - length + 1);
    c->n -= length;
    return well;
}

/* False when the other side has gone, or talks nonsense. */
static bool hear(struct replay *replay, struct connection *c)
{
    ssize_t got = recv(c->fd, c->text + c->n, REQUEST_MAX - c->n, 0);
    if (got <= 0) {
        return got < 0 && errno == EINTR;
    }
    c->n += (size_t)got;
    c->text[c->n] = '\0';
    for (const char *end; (end = strstr(c->text, "\r\n\r\n")) != NULL;) {
        if (!answer_one(replay, c, (size_t)(end + 4 - c->text))) {
            return false;
        }
    }
    return c->n < REQUEST_MAX;
}

static struct connection *take(int listener)
{
    int fd = accept(listener, NULL, NULL);
    if (fd < 0) {
        return NULL;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    struct connection *c = mem_alloc(sizeof *c);
    c->fd = fd;
    return c;
}

static void drop(struct connection *c)
{
    close(c->fd);
    mem_free(c);
}

void replay_serve(struct replay *replay, int listener, int stop_fd)
{
    struct connection *open[CONNECTIONS_MAX];
    struct pollfd polled[CONNECTIONS_MAX + 2];
    size_t n = 0;
    for (;;) {
        polled[0] = (struct pollfd){.fd = stop_fd, .events = POLLIN};
        polled[1] = (struct pollfd){.fd = n < CONNECTIONS_MAX ? listener : -1, .events = POLLIN};
        for (size_t i = 0; i < n; i++) {
            polled[i + 2] = (struct pollfd){.fd = open[i]->fd, .events = POLLIN};
        }
        if (poll(polled, n + 2, -1) < 0 && errno != EINTR) {
            break;
        }
        if (polled[0].revents != 0) {
            break;
        }
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            if (polled[i + 2].revents == 0 || hear(replay, open[i])) {
                open[kept++] = open[i];
            } else {
                drop(open[i]);
            }
        }
        n = kept;
        struct connection *c = polled[1].revents != 0 ? take(listener) : NULL;
        if (c != NULL) {
            open[n++] = c;
        }
    }
    while (n > 0) {
        drop(open[--n]);
    }
}
