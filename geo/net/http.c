#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/net/http_impl.h"

#include <curl/curl.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    REDIRECTS_MAX = 3,
    HEAD_BYTES_MAX = 128 << 10, /* of all headers of an answer, interim answers included */
    STALL_BYTES = 64 << 10,
    POLL_MS = 100,
    CONNECT_MS = 10000,
    TOTAL_MS = 30000
};

struct http {
    CURLM *multi;
    CURL *easy;
    char *user_agent, *ca_file;
    bool (*stop)(void *context);
    void (*wait)(void *context, int32_t ms);
    void *context;
    uint64_t random;
};

/* Why this program ended a transfer, which libcurl does not know. */
enum ended { ENDED_NOT, ENDED_STOPPED, ENDED_TAKER, ENDED_TOO_LARGE, ENDED_HEADERS, ENDED_NOT_LOOPBACK, ENDED_STALLED };

struct transfer {
    struct http *http;
    struct http_try *one;
    bool plain;    /* http, so loopback only */
    bool loopback; /* by its name */
    enum ended ended;
    uint64_t received;
    size_t head_bytes;
    bool begun;
    int64_t window_ms;     /* when the stretch of STALL_BYTES began that is being waited for */
    uint64_t window_bytes; /* received then */
    char detail[CURL_ERROR_SIZE];
};

/* --- the handle ------------------------------------------------------------------------------------------------- */

struct http *http_new(const struct http_options *options)
{
    struct http *http = mem_alloc(sizeof *http);
    http->user_agent = mem_strdup(options->user_agent != NULL ? options->user_agent : "rounds");
    http->ca_file = options->ca_file != NULL ? mem_strdup(options->ca_file) : NULL;
    http->stop = options->stop;
    http->wait = options->wait;
    http->context = options->context;
    http->random = options->seed;
    return http;
}

void http_free(struct http *http)
{
    if (http == NULL) {
        return;
    }
    if (http->multi != NULL) {
        curl_easy_cleanup(http->easy);
        curl_multi_cleanup(http->multi);
        curl_global_cleanup();
    }
    mem_free(http->user_agent);
    mem_free(http->ca_file);
    mem_free(http);
}

/* libcurl and its TLS are set up by the first request: most commands make none. */
static enum status set_up(struct http *http, struct error *err)
{
    if (http->multi != NULL) {
        return STATUS_OK;
    }
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        return error_set(err, STATUS_INTERNAL, "the network library (libcurl) cannot be set up");
    }
    http->multi = curl_multi_init();
    http->easy = curl_easy_init();
    if (http->multi == NULL || http->easy == NULL) {
        curl_easy_cleanup(http->easy);
        curl_multi_cleanup(http->multi);
        curl_global_cleanup();
        http->multi = NULL;
        http->easy = NULL;
        return error_set(err, STATUS_INTERNAL, "the network library (libcurl) cannot be set up");
    }
    return STATUS_OK;
}

bool http_stopped(struct http *http)
{
    return http->stop != NULL && http->stop(http->context);
}

/* splitmix64 (Steele, Lea, Flood 2014). */
uint64_t http_random(struct http *http)
{
    uint64_t z = http->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void http_sleep(struct http *http, int32_t ms)
{
    if (http->wait != NULL) {
        http->wait(http->context, ms);
        return;
    }
    int64_t end = civil_clock_ms() + ms;
    for (int64_t left = ms; left > 0 && !http_stopped(http); left = end - civil_clock_ms()) {
        (void)poll(NULL, 0, left < POLL_MS ? (int)left : POLL_MS);
    }
}

/* --- what libcurl calls ----------------------------------------------------------------------------------------- */

static bool begin(struct transfer *t)
{
    struct http_head *head = &t->one->head;
    curl_off_t length = -1;
    char *type = NULL;
    t->begun = true;
    curl_easy_getinfo(t->http->easy, CURLINFO_RESPONSE_CODE, &head->code);
    curl_easy_getinfo(t->http->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    curl_easy_getinfo(t->http->easy, CURLINFO_CONTENT_TYPE, &type);
    head->length = length;
    snprintf(head->type, sizeof head->type, "%s", type != NULL ? type : "");
    return t->one->begin(t->one->context, head);
}

static size_t on_bytes(char *data, size_t size, size_t n, void *context)
{
    struct transfer *t = context;
    size_t length = size * n;
    if (length > t->one->max_bytes - t->received) {
        t->ended = ENDED_TOO_LARGE;
        return CURL_WRITEFUNC_ERROR;
    }
    t->received += length;
    if ((!t->begun && !begin(t)) || !t->one->bytes(t->one->context, data, length)) {
        t->ended = ENDED_TAKER;
        return CURL_WRITEFUNC_ERROR;
    }
    return length;
}

/* The value of LINE if it is the header NAME, without white space and line end; "" else. */
static void take_header(const char *line, size_t length, const char *name, char *out, size_t room)
{
    size_t skip = strlen(name);
    if (length <= skip || line[skip] != ':' || strncasecmp(line, name, skip) != 0) {
        return;
    }
    line += skip + 1;
    length -= skip + 1;
    while (length > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        length--;
    }
    while (length > 0 && strchr("\r\n \t", line[length - 1]) != NULL) {
        length--;
    }
    bool whole = length < room && memchr(line, '\0', length) == NULL;
    length = whole ? length : 0;
    memcpy(out, line, length);
    out[length] = '\0';
}

static size_t on_header(char *data, size_t size, size_t n, void *context)
{
    struct transfer *t = context;
    struct http_head *head = &t->one->head;
    size_t length = size * n;
    t->head_bytes += length;
    if (t->head_bytes > HEAD_BYTES_MAX) {
        t->ended = ENDED_HEADERS;
        return 0;
    }
    if (length >= 5 && strncmp(data, "HTTP/", 5) == 0) { /* the answer after an interim one */
        *head = (struct http_head){.length = -1, .retry_after_s = -1};
    }
    take_header(data, length, "etag", head->etag, sizeof head->etag);
    take_header(data, length, "last-modified", head->modified, sizeof head->modified);
    take_header(data, length, "content-range", head->range, sizeof head->range);
    return length;
}

/* What libcurl calls a struct sockaddr has room for a longer one behind it: its bytes are read from the whole. */
static bool is_loopback(const struct curl_sockaddr *address)
{
    const char *bytes = (const char *)address + offsetof(struct curl_sockaddr, addr);
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    if (address->family == AF_INET && address->addrlen >= sizeof four) {
        memcpy(&four, bytes, sizeof four);
        return ntohl(four.sin_addr.s_addr) >> 24 == 127;
    }
    if (address->family == AF_INET6 && address->addrlen >= sizeof six) {
        memcpy(&six, bytes, sizeof six);
        return IN6_IS_ADDR_LOOPBACK(&six.sin6_addr);
    }
    return false;
}

/* The last line against plain http leaving this machine: what a name stands for is seen here. */
static curl_socket_t on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *t = context;
    (void)purpose;
    if (t->plain && !is_loopback(address)) {
        t->ended = ENDED_NOT_LOOPBACK;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* --- one transfer ----------------------------------------------------------------------------------------------- */

static void set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
}

static void set_options(struct transfer *t, const char *url, struct curl_slist *headers)
{
    CURL *easy = t->http->easy;
    const struct http_request *request = t->one->request;
    curl_easy_reset(easy);
    set_protocols(easy);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, t->http->user_agent);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->detail);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                     (long)(request->connect_ms > 0 ? request->connect_ms : CONNECT_MS));
    if (t->one->stall_ms <= 0) {
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(request->total_ms > 0 ? request->total_ms : TOTAL_MS));
    }
    if (t->one->max_bytes < INT64_MAX) { /* what is announced to be larger is not begun */
        curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->one->max_bytes);
    }
    if (t->http->ca_file != NULL) {
        curl_easy_setopt(easy, CURLOPT_CAINFO, t->http->ca_file);
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    if (t->loopback) {
        curl_easy_setopt(easy, CURLOPT_PROXY, "");
    }
    if (!t->one->raw) {
        curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    }
    if (request->body != NULL) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(request->body));
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
    }
}

static bool add_header(struct curl_slist **list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);
    if (longer != NULL) {
        *list = longer;
    }
    return longer != NULL;
}

/* A line end in a value would begin another header. */
static bool one_line(const char *text)
{
    return strpbrk(text, "\r\n") == NULL;
}

static bool add_value(struct curl_slist **list, struct arena *arena, const char *name, const char *value)
{
    if (value == NULL) {
        return true;
    }
    const char *line = arena_printf(arena, "%s%s%s", name, *name != '\0' ? ": " : "", value);
    return one_line(line) && add_header(list, line);
}

static enum status make_headers(const struct http_try *one, struct curl_slist **list, struct error *err)
{
    const struct http_request *request = one->request;
    struct arena *arena = arena_new();
    bool made = add_value(list, arena, "Accept", request->accept) &&
                add_value(list, arena, "Content-Type", request->content_type) &&
                add_value(list, arena, "Range", one->range) && add_value(list, arena, "If-Range", one->if_range) &&
                add_value(list, arena, "", request->secret_header) &&
                add_header(list, "Expect:"); /* no waiting for "100 Continue" */
    arena_free(arena);
    return made ? STATUS_OK
                : error_set(err, STATUS_INPUT, "%s cannot be asked: its key, or another header, has a line break in it",
                            one->host);
}

/* Too little came in too long a time. */
static bool stalled(struct transfer *t)
{
    if (t->one->stall_ms <= 0) {
        return false;
    }
    int64_t now_ms = civil_clock_ms();
    if (t->received - t->window_bytes >= STALL_BYTES) {
        t->window_bytes = t->received;
        t->window_ms = now_ms;
    }
    return now_ms - t->window_ms > t->one->stall_ms;
}

static bool go_on(struct transfer *t)
{
    if (http_stopped(t->http) || (t->one->tick != NULL && !t->one->tick(t->one->context))) {
        t->ended = ENDED_STOPPED;
    } else if (stalled(t)) {
        t->ended = ENDED_STALLED;
    }
    return t->ended == ENDED_NOT;
}

static CURLcode run(struct transfer *t)
{
    CURLM *multi = t->http->multi;
    CURLcode result = CURLE_ABORTED_BY_CALLBACK;
    int running = 1;
    t->window_ms = civil_clock_ms();
    if (curl_multi_add_handle(multi, t->http->easy) != CURLM_OK) {
        return CURLE_FAILED_INIT;
    }
    int64_t asked_ms = t->window_ms - POLL_MS;
    while (running > 0 && curl_multi_perform(multi, &running) == CURLM_OK && running > 0) {
        int64_t now_ms = civil_clock_ms();
        if (now_ms - asked_ms >= POLL_MS) {
            asked_ms = now_ms;
            if (!go_on(t)) {
                break;
            }
        }
        curl_multi_poll(multi, NULL, 0, POLL_MS, NULL);
    }
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;) {
        if (message->msg == CURLMSG_DONE) {
            result = message->data.result;
        }
    }
    return result;
}

/* With NOSIGNAL libcurl leaves SIGPIPE alone, and TLS may raise it: held back, and taken away if it came. */
static CURLcode run_without_pipe_signal(struct transfer *t)
{
    sigset_t pipe;
    sigset_t before;
    sigset_t waiting;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    sigpending(&waiting);
    pthread_sigmask(SIG_BLOCK, &pipe, &before);
    CURLcode result = run(t);
    if (!sigismember(&waiting, SIGPIPE)) {
        sigtimedwait(&pipe, NULL, &(struct timespec){0});
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

/* --- what went wrong -------------------------------------------------------------------------------------------- */

static enum status say_ended(struct transfer *t, struct error *err)
{
    const char *host = t->one->host;
    switch (t->ended) {
    case ENDED_STOPPED:
        return error_set(err, STATUS_NETWORK, "stopped while %s was being asked", host);
    case ENDED_TOO_LARGE:
        return error_set(err, STATUS_NETWORK,
                         "%s sends more than %llu bytes, the most that is taken (is the address right?)", host,
                         (unsigned long long)t->one->max_bytes);
    case ENDED_HEADERS:
        return error_set(err, STATUS_NETWORK, "%s sends headers without end (is the address right?)", host);
    case ENDED_NOT_LOOPBACK:
        return error_set(err, STATUS_INPUT, "%s is not this machine, so it must be asked by https://", host);
    case ENDED_STALLED:
        t->one->again = true;
        return error_set(err, STATUS_NETWORK, "%s sends too slowly: less than 64 KiB in %.3g s", host,
                         t->one->stall_ms / 1000.0);
    case ENDED_NOT:
    case ENDED_TAKER:
    default:
        return STATUS_INTERNAL;
    }
}

static enum status say_no_time(struct transfer *t, struct error *err)
{
    const struct http_request *request = t->one->request;
    curl_off_t connected_us = 0;
    curl_easy_getinfo(t->http->easy, CURLINFO_PRETRANSFER_TIME_T, &connected_us);
    int32_t total_ms = request->total_ms > 0 ? request->total_ms : TOTAL_MS;
    int32_t connect_ms = request->connect_ms > 0 ? request->connect_ms : CONNECT_MS;
    int32_t ms = connected_us > 0 || (t->one->stall_ms <= 0 && total_ms < connect_ms) ? total_ms : connect_ms;
    return error_set(err, STATUS_NETWORK,
                     connected_us > 0 ? "%s did not answer within %.3g s: try again later"
                                      : "%s cannot be reached within %.3g s (is this machine "
                                        "online, and is the address right?)",
                     t->one->host, ms / 1000.0);
}

/* A name that is not found, or no way to an address, mostly means that the machine is in a lay-by. */
static enum status say_not_found(const struct transfer *t, struct error *err)
{
    const char *host = t->one->host;
    return http_has_network()
               ? error_set(err, STATUS_NETWORK, "%s is not found (is this machine online, and is the name right?)",
                           host)
               : error_set(err, STATUS_NETWORK,
                           "%s is not asked, as this machine has no network: connect it, and try again", host);
}

static enum status say_no_connection(struct transfer *t, struct error *err)
{
    const char *host = t->one->host;
    long why = 0;
    curl_easy_getinfo(t->http->easy, CURLINFO_OS_ERRNO, &why);
    if (why == ENETUNREACH || why == EHOSTUNREACH || why == ENETDOWN || why == EADDRNOTAVAIL) {
        return t->loopback || http_has_network()
                   ? error_set(err, STATUS_NETWORK, "there is no way to %s from here (is this machine online?)", host)
                   : say_not_found(t, err);
    }
    t->one->again = true;
    return error_set(err, STATUS_NETWORK, "%s does not accept a connection (is the service running there?)", host);
}

static enum status say_failed(struct transfer *t, CURLcode code, struct error *err)
{
    const char *host = t->one->host;
    switch ((int)code) { /* there are a hundred codes: those that people meet */
    case CURLE_COULDNT_RESOLVE_HOST:
        return say_not_found(t, err);
    case CURLE_COULDNT_RESOLVE_PROXY:
        return error_set(err, STATUS_NETWORK,
                         "%s cannot be reached, as the proxy on the way is not found: look at https_proxy", host);
    case CURLE_COULDNT_CONNECT:
        return say_no_connection(t, err);
    case CURLE_OPERATION_TIMEDOUT:
        return say_no_time(t, err);
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        t->one->again = true;
        return error_set(err, STATUS_NETWORK, "%s broke off before its answer was whole: try again", host);
    case CURLE_PEER_FAILED_VERIFICATION: /* the detail is OpenSSL's reason */
        return error_set(err, STATUS_NETWORK, "%s cannot be trusted: %s", host,
                         t->detail[0] != '\0' ? t->detail : "its certificate is not right");
    case CURLE_SSL_CONNECT_ERROR:
        return error_set(err, STATUS_NETWORK,
                         "%s makes no secure connection (is it asked by the right port, and does it speak https?)",
                         host);
    case CURLE_SSL_CACERT_BADFILE:
        return error_set(err, STATUS_NETWORK, "%s is not asked, as the certificates of this machine cannot be read",
                         host);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
        return error_set(err, STATUS_NETWORK, "%s answers with something that is not HTTP (is the address right?)",
                         host);
    default:
        return error_set(err, STATUS_NETWORK, "%s cannot be asked: %s", host, curl_easy_strerror(code));
    }
}

/* --- redirects -------------------------------------------------------------------------------------------------- */

static enum status transfer_run(struct transfer *t, const char *url, struct error *err)
{
    struct curl_slist *headers = NULL;
    curl_off_t wait_s = 0;
    enum status status = make_headers(t->one, &headers, err);
    if (status == STATUS_OK) {
        set_options(t, url, headers);
        CURLcode code = run_without_pipe_signal(t);
        t->ended = code == CURLE_FILESIZE_EXCEEDED ? ENDED_TOO_LARGE : t->ended;
        if (t->ended != ENDED_NOT) {
            status = say_ended(t, err);
        } else if (code != CURLE_OK) {
            status = say_failed(t, code, err);
        } else if (!t->begun && !begin(t)) {
            status = STATUS_INTERNAL;
        }
        curl_easy_getinfo(t->http->easy, CURLINFO_RETRY_AFTER, &wait_s);
        t->one->head.retry_after_s = wait_s > 0 ? wait_s : -1;
        curl_multi_remove_handle(t->http->multi, t->http->easy);
    }
    curl_slist_free_all(headers);
    return status;
}

/* URL becomes TARGET, where the answer points to, if that may be asked. */
static enum status follow(struct transfer *t, struct http_url *url, const char *target, struct error *err)
{
    struct http_url next;
    bool known = http_url_read(target, &next, NULL) == STATUS_OK;
    if (known && http_url_same_place(url, &next)) {
        *url = next;
        return STATUS_OK;
    }
    return error_set(err, STATUS_NETWORK,
                     "%s sends on to another place%s%s, which is not followed (is the address right?)", t->one->host,
                     known ? ", " : "", known ? next.host_port : "");
}

static enum status once_at(struct http *http, struct http_try *one, struct http_url *url, struct arena *arena,
                           struct error *err)
{
    for (int redirects = 0;; redirects++) {
        struct transfer t = {.http = http, .one = one, .plain = url->plain, .loopback = url->loopback};
        char *target = NULL;
        one->again = false;
        one->head = (struct http_head){.length = -1, .retry_after_s = -1};
        enum status status = transfer_run(&t, http_url_with_secret(url, one->request, arena), err);
        if (status == STATUS_OK) {
            curl_easy_getinfo(http->easy, CURLINFO_REDIRECT_URL, &target);
        }
        if (status != STATUS_OK || target == NULL || one->request->body != NULL) {
            return status;
        }
        if (redirects == REDIRECTS_MAX) {
            return error_set(err, STATUS_NETWORK, "%s sends on again and again (is the address right?)", one->host);
        }
        status = follow(&t, url, arena_strdup(arena, target), err);
        if (status != STATUS_OK) {
            return status;
        }
    }
}

enum status http_once(struct http *http, struct http_try *one, struct error *err)
{
    struct http_url url;
    enum status status = http_url_read(one->request->url, &url, err);
    if (status == STATUS_OK) {
        status = set_up(http, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct arena *arena = arena_new();
    snprintf(one->host, sizeof one->host, "%s", url.host_port);
    status = once_at(http, one, &url, arena, err);
    curl_easy_reset(http->easy); /* it holds on to nothing of this request */
    arena_free(arena);
    return status;
}
