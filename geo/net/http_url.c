/* Addresses are read strictly here, before libcurl sees them: what two readers could take differently (user names,
 * escapes or other scripts in the host, back slashes, numbers like 0x7f.1) is refused. */
#include "geo/base/buf.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/net/http_impl.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { URL_MAX = 16 << 10, HOST_MAX = 253 };

#define HOST_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"

static enum status say_no_url(struct error *err)
{
    return error_set(err, STATUS_INPUT,
                     "this is not an address that can be asked: write it like "
                     "https://router.example.org/path");
}

static bool is_loopback(const char *host)
{
    struct in_addr four;
    if (inet_pton(AF_INET, host, &four) == 1) {
        return ntohl(four.s_addr) >> 24 == 127;
    }
    return strcmp(host, "[::1]") == 0 || strcasecmp(host, "localhost") == 0;
}

static void copy_part(char *out, const char *from, size_t length)
{
    memcpy(out, from, length);
    out[length] = '\0';
}

/* A last part in digits makes the host a number: then it must be four plain ones. */
static bool host_valid(const char *host)
{
    struct in6_addr six;
    struct in_addr four;
    size_t length = strlen(host);
    char inner[HOST_MAX + 1];
    if (host[0] == '[' && length > 2 && host[length - 1] == ']') {
        copy_part(inner, host + 1, length - 2);
        return inet_pton(AF_INET6, inner, &six) == 1;
    }
    if (length == 0 || strspn(host, HOST_CHARACTERS) != length || host[0] == '.' || host[0] == '-') {
        return false;
    }
    const char *last = strrchr(host, '.');
    last = last != NULL ? last + 1 : host;
    bool number = *last >= '0' && *last <= '9';
    return !number || inet_pton(AF_INET, host, &four) == 1;
}

/* Host and port begin at AT and end at END. */
static bool read_place(const char *at, const char *end, struct http_url *url)
{
    char host[HOST_MAX + 1];
    char port[8] = "";
    const char *usual = url->plain ? "80" : "443";
    const char *close = *at == '[' ? memchr(at, ']', (size_t)(end - at)) : NULL;
    const char *colon = memchr(close != NULL ? close : at, ':', (size_t)(end - (close != NULL ? close : at)));
    const char *host_end = colon != NULL ? colon : end;
    int32_t number;
    if (host_end - at > HOST_MAX || (close != NULL && close + 1 != host_end)) {
        return false;
    }
    copy_part(host, at, (size_t)(host_end - at));
    if (colon != NULL) {
        if (end - colon - 1 < 1 || end - colon - 1 > 5) {
            return false;
        }
        copy_part(port, colon + 1, (size_t)(end - colon - 1));
        if (strspn(port, "0123456789") != strlen(port) || !num_parse_i32(port, 1, 65535, &number)) {
            return false;
        }
    }
    bool shown = port[0] != '\0' && strcmp(port, usual) != 0;
    snprintf(url->host_port, sizeof url->host_port, "%s%s%s", host, shown ? ":" : "", shown ? port : "");
    url->loopback = is_loopback(host);
    return host_valid(host);
}

static bool is_printable(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text <= ' ' || *text > '~' || *text == '\\') {
            return false;
        }
    }
    return true;
}

enum status http_url_read(const char *text, struct http_url *url, struct error *err)
{
    struct http_url made = {.text = text};
    made.plain = strncasecmp(text, "http://", 7) == 0;
    if (!made.plain && strncasecmp(text, "https://", 8) != 0) {
        return error_set(err, STATUS_INPUT, "an address must begin with https://, or with http:// for this machine");
    }
    const char *at = text + (made.plain ? 7 : 8);
    const char *end = at + strcspn(at, "/?#");
    made.place_n = (size_t)(end - text);
    if (memchr(at, '@', (size_t)(end - at)) != NULL) {
        return error_set(err, STATUS_INPUT,
                         "an address must not hold a user name or a password: keys have a file of "
                         "their own");
    }
    if (strlen(text) > URL_MAX || !is_printable(text) || !read_place(at, end, &made)) {
        return say_no_url(err);
    }
    if (made.plain && !made.loopback) {
        return error_set(err, STATUS_INPUT, "%s must be asked by https://, as plain http:// is for this machine only",
                         made.host_port);
    }
    *url = made;
    return STATUS_OK;
}

bool http_url_same_place(const struct http_url *a, const struct http_url *b)
{
    return a->plain == b->plain && strcasecmp(a->host_port, b->host_port) == 0;
}

const char *http_url_with_secret(const struct http_url *url, const struct http_request *request, struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, 2 * URL_MAX);
    buf_add_n(&buf, url->text, strcspn(url->text, "#"));
    if (request->secret_name != NULL && request->secret_value != NULL) {
        buf_add_char(&buf, strchr(buf.data, '?') != NULL ? '&' : '?');
        text_url_encode(&buf, request->secret_name);
        buf_add_char(&buf, '=');
        text_url_encode(&buf, request->secret_value);
    }
    return buf_into_arena(&buf, arena);
}

enum status http_host(const char *url, struct arena *arena, const char **host, struct error *err)
{
    struct http_url parts;
    enum status status = http_url_read(url, &parts, err);
    if (status == STATUS_OK) {
        *host = arena_strdup(arena, parts.host_port);
    }
    return status;
}
