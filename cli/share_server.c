#include "cli/share_server.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <microhttpd.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>

/* One device that holds its connections leaves room for the others; a browser needs two or three for a page. */
enum { CONNECTIONS = 32, FROM_ONE = 6, IDLE_S = 20, MEMORY = 32 * 1024, URL_MAX = 96 };

struct share_server {
    struct share_options options;
    struct MHD_Daemon *daemon;
    struct MHD_Response **bodies; /* one a file */
    struct MHD_Response *not_found, *refused_body, *wrong_method;
    char token[SHARE_TOKEN + 1];
    char url[URL_MAX];
    struct in_addr client_address;
    char client[INET_ADDRSTRLEN];
    size_t fetched, refused;
};

/* --- answering -------------------------------------------------------------------------------------------------------- */

/* As long for a wrong token as for a right one. */
static bool same_token(const char *token, const char *text)
{
    unsigned difference = 0;
    for (size_t i = 0; i < SHARE_TOKEN; i++) {
        difference |= (unsigned)(unsigned char)token[i] ^ (unsigned)(unsigned char)text[i];
    }
    return difference == 0;
}

/* The file that PATH ("/TOKEN/NAME") names; files_n when it is none. */
static size_t file_of(const struct share_server *server, const char *path)
{
    const size_t none = server->options.files_n;
    if (strlen(path) < SHARE_TOKEN + 2 || path[0] != '/' || path[SHARE_TOKEN + 1] != '/' ||
        !same_token(server->token, path + 1)) {
        return none;
    }
    for (size_t i = 0; i < none; i++) {
        if (strcmp(path + SHARE_TOKEN + 2, server->options.files[i].name) == 0) {
            return i;
        }
    }
    return none;
}

/* Is it the one who reads? The first is. */
static bool is_reader(struct share_server *server, const struct sockaddr *from)
{
    if (from->sa_family != AF_INET) {
        return false;
    }
    struct sockaddr_in address;
    memcpy(&address, from, sizeof address);
    if (server->client[0] == '\0') {
        server->client_address = address.sin_addr;
        inet_ntop(AF_INET, &address.sin_addr, server->client, sizeof server->client);
    }
    return server->client_address.s_addr == address.sin_addr.s_addr;
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_n, void **own)
{
    struct share_server *server = context;
    const size_t file = file_of(server, url);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    (void)version;
    (void)upload;
    (void)upload_n; /* answered when the head is there: whatever body follows is not looked at */
    (void)own;
    *upload_n = 0; /* whatever is sent is not looked at */
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        server->refused++;
        return MHD_queue_response(connection, MHD_HTTP_METHOD_NOT_ALLOWED, server->wrong_method);
    }
    if (file == server->options.files_n) {
        server->refused++;
        return MHD_queue_response(connection, MHD_HTTP_NOT_FOUND, server->not_found);
    }
    if (info == NULL || !is_reader(server, info->client_addr)) {
        server->refused++;
        return MHD_queue_response(connection, MHD_HTTP_FORBIDDEN, server->refused_body);
    }
    server->fetched++;
    return MHD_queue_response(connection, MHD_HTTP_OK, server->bodies[file]);
}

/* NULL when there is no memory for it. */
static struct MHD_Response *body_of(const char *bytes, size_t length, const char *mime)
{
    static const char *const headers[][2] = {
        {MHD_HTTP_HEADER_CACHE_CONTROL, "no-store"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
    };
    struct MHD_Response *body =
        MHD_create_response_from_buffer(length, (void *)(uintptr_t)bytes, MHD_RESPMEM_PERSISTENT);
    bool whole = body != NULL && MHD_add_response_header(body, MHD_HTTP_HEADER_CONTENT_TYPE, mime) == MHD_YES;
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        whole = whole && MHD_add_response_header(body, headers[i][0], headers[i][1]) == MHD_YES;
    }
    if (!whole && body != NULL) {
        MHD_destroy_response(body);
    }
    return whole ? body : NULL;
}

static struct MHD_Response *words_of(const char *words)
{
    return body_of(words, strlen(words), "text/plain; charset=utf-8");
}

static enum status make_bodies(struct share_server *server, struct error *err)
{
    const struct share_options *options = &server->options;
    server->bodies = mem_alloc_array(options->files_n, sizeof(struct MHD_Response *));
    server->not_found = words_of("There is nothing here.\n");
    server->refused_body = words_of("This is being read by another device.\n");
    server->wrong_method = words_of("This can be read, and nothing else.\n");
    bool whole = server->not_found != NULL && server->refused_body != NULL && server->wrong_method != NULL;
    for (size_t i = 0; i < options->files_n && whole; i++) {
        server->bodies[i] = body_of(options->files[i].bytes, options->files[i].length, options->files[i].mime);
        whole = server->bodies[i] != NULL;
    }
    return whole ? STATUS_OK : error_set(err, STATUS_INTERNAL, "there is not enough memory to serve this");
}

/* --- beginning and ending --------------------------------------------------------------------------------------------- */

static enum status draw_token(char token[SHARE_TOKEN + 1], struct error *err)
{
    static const char letters[] = "abcdefghijkmnpqrstuvwxyz23456789"; /* 32 that nobody confuses */
    unsigned char bytes[SHARE_TOKEN];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
        return error_set(err, STATUS_INTERNAL, "the system gives no random numbers: %s", strerror(errno));
    }
    for (size_t i = 0; i < SHARE_TOKEN; i++) {
        token[i] = letters[bytes[i] % 32];
    }
    token[SHARE_TOKEN] = '\0';
    return STATUS_OK;
}

static enum status listen_on(struct share_server *server, struct error *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(server->options.port)};
    if (inet_pton(AF_INET, server->options.address, &address.sin_addr) != 1) {
        return error_set(err, STATUS_INPUT, "'%s' is no IPv4 address such as 192.168.1.20", server->options.address);
    }
    const uint32_t there = ntohl(address.sin_addr.s_addr);
    if (there == INADDR_ANY || IN_MULTICAST(there) || there == INADDR_BROADCAST) {
        return error_set(err, STATUS_INPUT,
                         "%s is no address that a phone can open: give the one that this machine has in the phone's "
                         "network",
                         server->options.address);
    }
    server->daemon =
        MHD_start_daemon(MHD_NO_FLAG, server->options.port, NULL, NULL, answer, server, MHD_OPTION_SOCK_ADDR,
                         (struct sockaddr *)&address, MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                         MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)FROM_ONE, MHD_OPTION_CONNECTION_TIMEOUT,
                         (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY, MHD_OPTION_END);
    if (server->daemon == NULL) {
        return error_set(err, STATUS_NETWORK, "%s: nothing can be served there: %s", server->options.address,
                         strerror(errno));
    }
    const union MHD_DaemonInfo *bound = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    struct buf url;
    buf_init(&url, URL_MAX - 1);
    buf_printf(&url, "http://%s:%u/%s/", server->options.address,
               (unsigned)(bound != NULL ? bound->port : server->options.port), server->token);
    memcpy(server->url, url.data, url.length + 1);
    buf_clear(&url);
    return STATUS_OK;
}

enum status share_start(const struct share_options *options, struct share_server **out, struct error *err)
{
    struct share_server *server = mem_alloc(sizeof *server);
    memset(server, 0, sizeof *server);
    server->options = *options;
    enum status status = make_bodies(server, err);
    if (status == STATUS_OK) {
        status = draw_token(server->token, err);
    }
    if (status == STATUS_OK) {
        status = listen_on(server, err);
    }
    if (status != STATUS_OK) {
        share_stop(server);
        return status;
    }
    *out = server;
    return STATUS_OK;
}

void share_run(struct share_server *server, int32_t ms)
{
    (void)MHD_run_wait(server->daemon, ms);
}

static void forget(struct MHD_Response *body)
{
    if (body != NULL) {
        MHD_destroy_response(body);
    }
}

void share_stop(struct share_server *server)
{
    if (server == NULL) {
        return;
    }
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon);
    }
    for (size_t i = 0; i < server->options.files_n; i++) {
        forget(server->bodies[i]);
    }
    forget(server->not_found);
    forget(server->refused_body);
    forget(server->wrong_method);
    mem_free(server->bodies);
    mem_free(server);
}

const char *share_url(const struct share_server *server)
{
    return server->url;
}

const char *share_client(const struct share_server *server)
{
    return server->client;
}

size_t share_fetched(const struct share_server *server)
{
    return server->fetched;
}

size_t share_refused(const struct share_server *server)
{
    return server->refused;
}

/* --- where ------------------------------------------------------------------------------------------------------------ */

/* RFC 1918, and RFC 3927: what does not lead out into the world. */
static bool is_local(uint32_t address)
{
    return address >> 24 == 10 || address >> 20 == 0xAC1 || address >> 16 == 0xC0A8 || address >> 16 == 0xA9FE;
}

enum status share_address(struct arena *arena, const char **out, struct error *err)
{
    struct ifaddrs *list = NULL;
    const char *found = "", *all = "";
    size_t n = 0;
    if (getifaddrs(&list) != 0) {
        return error_set(err, STATUS_NETWORK, "the addresses of this machine cannot be read: %s; give --address",
                         strerror(errno));
    }
    for (const struct ifaddrs *one = list; one != NULL; one = one->ifa_next) {
        struct sockaddr_in address;
        char text[INET_ADDRSTRLEN];
        if (one->ifa_addr == NULL || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_UP) == 0) {
            continue;
        }
        memcpy(&address, one->ifa_addr, sizeof address);
        if (is_local(ntohl(address.sin_addr.s_addr)) && inet_ntop(AF_INET, &address.sin_addr, text, sizeof text)) {
            found = arena_strdup(arena, text);
            all = arena_printf(arena, "%s%s%s (%s)", all, n > 0 ? ", " : "", text, one->ifa_name);
            n++;
        }
    }
    freeifaddrs(list);
    if (n == 0) {
        return error_set(err, STATUS_INPUT,
                         "this machine is in no local network: join the one that the phone is in, or its hotspot, or "
                         "give --address");
    }
    if (n > 1) {
        return error_set(err, STATUS_INPUT, "this machine has several addresses: say which with --address: %s", all);
    }
    *out = found;
    return STATUS_OK;
}
