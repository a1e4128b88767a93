#include "tests/net/server.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { REQUEST_MAX = 256 << 10, KEPT_MAX = 2048 };

struct server {
    pthread_t thread;
    pthread_mutex_t lock;
    int listener, port;
    atomic_bool stopping;
    void (*play)(struct call *call);
    void *context;
    char *kept[KEPT_MAX];
    int n;
    char url[1024];
};

/* --- a connection ----------------------------------------------------------------------------------------------- */

/* Readable within a moment, or the server is to stop. */
static bool readable(struct server *server, int fd)
{
    struct pollfd one = {.fd = fd, .events = POLLIN};
    while (!atomic_load(&server->stopping)) {
        if (poll(&one, 1, 20) > 0) {
            return true;
        }
    }
    return false;
}

static size_t body_length(const char *request)
{
    const char *at = strcasestr(request, "\r\ncontent-length:");
    return at != NULL ? strtoul(at + 17, NULL, 10) : 0;
}

static char *read_request(struct server *server, int fd)
{
    char *text = calloc(1, REQUEST_MAX + 1);
    size_t n = 0;
    while (n < REQUEST_MAX && readable(server, fd)) {
        ssize_t got = recv(fd, text + n, REQUEST_MAX - n, 0);
        if (got <= 0) {
            break;
        }
        n += (size_t)got;
        text[n] = '\0';
        const char *end = strstr(text, "\r\n\r\n");
        if (end != NULL && n >= (size_t)(end + 4 - text) + body_length(text)) {
            return text;
        }
    }
    free(text);
    return NULL;
}

static void serve(struct server *server, int fd)
{
    char *text = read_request(server, fd);
    if (text == NULL) {
        return;
    }
    pthread_mutex_lock(&server->lock);
    struct call call = {.server = server, .fd = fd, .number = server->n, .request = text, .context = server->context};
    if (server->n < KEPT_MAX) {
        server->kept[server->n] = strdup(text);
        server->n++;
    }
    pthread_mutex_unlock(&server->lock);
    char *target = strdup(text);
    strtok(target, " ");
    call.target = strtok(NULL, " ");
    call.body = strstr(text, "\r\n\r\n") + 4;
    if (call.target != NULL) {
        server->play(&call);
    }
    free(target);
    free(text);
}

static void *run(void *context)
{
    struct server *server = context;
    while (readable(server, server->listener)) {
        int fd = accept(server->listener, NULL, NULL);
        if (fd >= 0) {
            serve(server, fd);
            shutdown(fd, SHUT_WR);
            close(fd);
        }
    }
    return NULL;
}

struct server *server_start(void (*play)(struct call *call), void *context)
{
    struct server *server = calloc(1, sizeof *server);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    server->play = play;
    server->context = context;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(server->listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(server->listener, 16) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &length) != 0) {
        perror("server_start");
        abort();
    }
    server->port = ntohs(address.sin_port);
    pthread_mutex_init(&server->lock, NULL);
    pthread_create(&server->thread, NULL, run, server);
    return server;
}

void server_stop(struct server *server)
{
    atomic_store(&server->stopping, true);
    pthread_join(server->thread, NULL);
    close(server->listener);
    for (int i = 0; i < server->n; i++) {
        free(server->kept[i]);
    }
    pthread_mutex_destroy(&server->lock);
    free(server);
}

int server_port(const struct server *server)
{
    return server->port;
}

const char *server_url(const struct server *server, const char *path)
{
    static char url[4096];
    snprintf(url, sizeof url, "http://127.0.0.1:%d%s", server->port, path);
    return url;
}

int server_requests(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    int n = server->n;
    pthread_mutex_unlock(&server->lock);
    return n;
}

const char *server_request(struct server *server, int number)
{
    pthread_mutex_lock(&server->lock);
    const char *text = number < server->n ? server->kept[number] : "";
    pthread_mutex_unlock(&server->lock);
    return text;
}

/* --- plays ------------------------------------------------------------------------------------------------------ */

bool call_say_n(struct call *call, const void *bytes, size_t n)
{
    const char *at = bytes;
    while (n > 0) {
        struct pollfd one = {.fd = call->fd, .events = POLLOUT};
        if (atomic_load(&call->server->stopping)) {
            return false;
        }
        if (poll(&one, 1, 20) <= 0) {
            continue;
        }
        ssize_t sent = send(call->fd, at, n, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN && errno != EINTR) {
            return false;
        }
        if (sent > 0) {
            at += sent;
            n -= (size_t)sent;
        }
    }
    return true;
}

bool call_say(struct call *call, const char *text)
{
    return call_say_n(call, text, strlen(text));
}

bool call_answer(struct call *call, int code, const char *headers, const char *body)
{
    char head[2048];
    snprintf(head, sizeof head, "HTTP/1.1 %d Said\r\nConnection: close\r\nContent-Length: %zu\r\n%s\r\n", code,
             strlen(body), headers);
    return call_say(call, head) && call_say(call, body);
}

bool call_json(struct call *call, int code, const char *body)
{
    return call_answer(call, code, "Content-Type: application/json\r\n", body);
}

void call_hang(struct call *call)
{
    char byte;
    if (readable(call->server, call->fd)) {
        (void)!recv(call->fd, &byte, 1, 0);
    }
}

void call_pause(int ms)
{
    (void)poll(NULL, 0, ms);
}

void call_header(const struct call *call, const char *name, char *out, size_t room)
{
    size_t length = strlen(name);
    out[0] = '\0';
    for (const char *line = strstr(call->request, "\r\n"); line != NULL && line[2] != '\r';
         line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':') {
            const char *value = line + 2 + length + 1 + strspn(line + 2 + length + 1, " ");
            size_t n = strcspn(value, "\r");
            n = n < room ? n : room - 1;
            memcpy(out, value, n);
            out[n] = '\0';
            return;
        }
    }
}

/* --- the room --------------------------------------------------------------------------------------------------- */

static bool ask_stop(void *context)
{
    struct net_room *room = context;
    if (room->stop_after > 0 && --room->stop_after == 0) {
        room->stop = true;
    }
    return room->stop;
}

static void note_wait(void *context, int32_t ms)
{
    struct net_room *room = context;
    if (room->waits_n < (int)COUNT(room->waits)) {
        room->waits[room->waits_n++] = ms;
    }
}

void net_trust(struct net_room *room, const char *ca_file)
{
    http_free(room->http);
    room->http = http_new(&(struct http_options){.user_agent = "rounds-test",
                                                 .stop = ask_stop,
                                                 .wait = note_wait,
                                                 .context = room,
                                                 .ca_file = ca_file,
                                                 .seed = 1});
}

int net_setup(void **state)
{
    struct net_room *room = calloc(1, sizeof *room);
    snprintf(room->folder, sizeof room->folder, "/tmp/rounds-test-net-XXXXXX");
    room->arena = arena_new();
    net_trust(room, NULL);
    *state = room;
    return mkdtemp(room->folder) != NULL ? 0 : -1;
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    char inner[512];
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
            unlink(inner);
            rmdir(inner);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    rmdir(path);
}

int net_teardown(void **state)
{
    struct net_room *room = *state;
    http_free(room->http);
    arena_free(room->arena);
    remove_folder(room->folder);
    free(room);
    return 0;
}

char *net_path(struct net_room *room, const char *name)
{
    return arena_printf(room->arena, "%s/%s", room->folder, name);
}

void net_expect_failure(struct net_room *room, enum status want, const char *part, enum status got, const char *file,
                        int line)
{
    if (got != want || strstr(room->err.text, part) == NULL) {
        print_error("%s:%d: status %d (wanted %d): \"%s\" (wanted \"%s\")\n", file, line, (int)got, (int)want,
                    got == STATUS_OK ? "" : room->err.text, part);
        fail();
    }
}
