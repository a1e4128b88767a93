#include "geo/net/fetch.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/net/http_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <md5.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { SUM_TEXT_MAX = 64 << 10, TRIES = 5, STALL_MS = 60000, NAME_MAX_BYTES = 120 };

bool fetch_is_url(const char *text)
{
    return strstr(text, "://") != NULL;
}

const char *fetch_name(const char *url, struct arena *arena)
{
    const char *after = strstr(url, "://");
    const char *begin = after != NULL ? after + 3 : url;
    size_t length = strcspn(begin, "?#");
    const char *name = "";
    for (size_t i = 0; i < length; i++) {
        if (begin[i] == '/') {
            name = begin + i + 1;
        }
    }
    size_t n = name[0] != '\0' ? strcspn(name, "?#") : 0;
    while (n > 0 && *name == '.') {
        name++;
        n--;
    }
    if (n > NAME_MAX_BYTES) { /* its end says what it is */
        name += n - NAME_MAX_BYTES;
        n = NAME_MAX_BYTES;
    }
    if (n == 0) {
        return "map.osm.pbf";
    }
    char *out = arena_strndup(arena, name, n);
    for (char *p = out; *p != '\0'; p++) {
        bool plain = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        if (!plain && strchr(".-_", *p) == NULL) {
            *p = '_';
        }
    }
    if (out[0] == '.' || out[0] == '-') {
        out[0] = '_';
    }
    return out;
}

/* --- the published sum ------------------------------------------------------------------------------------------ */

enum { HEX = 2 * MD5_DIGEST_LENGTH };

struct sums {
    struct http *http;
    const struct fetch *fetch;
    bool checked;
};

static const char *sum_url(const char *url, struct arena *arena)
{
    size_t path = strcspn(url, "?#");
    return arena_printf(arena, "%s.md5%s", arena_strndup(arena, url, path), url + path);
}

/* The 32 digits that begin LINE, if they do. */
static bool is_sum(const char *line)
{
    size_t n = strspn(line, "0123456789abcdefABCDEF");
    return n == HEX && strchr(" \t\r\n", line[HEX]) != NULL;
}

/* "SUM  NAME" a line: the one that names the file, or else the only one. False: there is none. */
static bool find_sum(const char *text, const char *name, char out[HEX + 1])
{
    size_t found = 0;
    for (const char *line = text; line != NULL; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (!is_sum(line)) {
            continue;
        }
        const char *named = line + HEX + strspn(line + HEX, " \t*");
        size_t n = strcspn(named, "\r\n");
        bool ours = n == strlen(name) && strncmp(named, name, n) == 0;
        if (ours || found == 0) {
            memcpy(out, line, HEX);
            out[HEX] = '\0';
        }
        if (ours) {
            return true;
        }
        found++;
    }
    return found == 1;
}

/* The sum of the file, in hexadecimal digits. */
static enum status sum_of(struct http *http, const char *path, char out[HEX + 1], struct error *err)
{
    MD5_CTX md5;
    uint8_t digest[MD5_DIGEST_LENGTH];
    enum { PIECE = 1 << 18 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    uint8_t *piece = mem_alloc(PIECE);
    enum status status = fd >= 0 ? STATUS_OK : STATUS_STORE;
    ssize_t got = 1;
    MD5Init(&md5);
    while (status == STATUS_OK && got > 0) {
        got = read(fd, piece, PIECE);
        if (got > 0) {
            MD5Update(&md5, piece, (size_t)got);
        } else if (got < 0) {
            status = STATUS_STORE;
        }
        if (http_stopped(http)) {
            status = STATUS_NETWORK;
        }
    }
    if (status == STATUS_STORE) {
        error_set(err, STATUS_STORE, "%s cannot be read: %s", path, strerror(errno));
    } else if (status == STATUS_NETWORK) {
        error_set(err, STATUS_NETWORK, "stopped while the file was being checked; it is kept");
    }
    if (fd >= 0) {
        close(fd);
    }
    mem_free(piece);
    MD5Final(digest, &md5);
    for (size_t i = 0; i < MD5_DIGEST_LENGTH; i++) {
        snprintf(out + 2 * i, 3, "%02x", (unsigned)digest[i]);
    }
    return status;
}

static enum status compare(struct sums *sums, const char *part, const char *published, bool *wrong, struct error *err)
{
    char sum[HEX + 1];
    enum status status = sum_of(sums->http, part, sum, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (strcasecmp(sum, published) != 0) {
        *wrong = true;
        return error_set(err, STATUS_NETWORK,
                         "the file that came is not the one that was published: its MD5 sum is %s, "
                         "not %s. It is removed; perhaps it was replaced on the server just "
                         "then: try again",
                         sum, published);
    }
    sums->checked = true;
    return STATUS_OK;
}

static enum status check(void *context, const char *part, bool *wrong, struct error *err)
{
    struct sums *sums = context;
    struct arena *arena = arena_new();
    struct http_answer answer;
    char published[HEX + 1];
    struct http_request request = {.url = sum_url(sums->fetch->url, arena), .max_bytes = SUM_TEXT_MAX, .tries = TRIES};
    request.connect_ms = sums->fetch->connect_ms;
    request.total_ms = sums->fetch->stall_ms;
    const char *name = arena_strdup(arena, sums->fetch->url);
    name = strrchr(arena_strndup(arena, name, strcspn(name, "?#")), '/') + 1;
    enum status status = http_get(sums->http, &request, arena, &answer, err);
    bool none = status == STATUS_OK && (answer.code == 404 || answer.code == 410 || answer.code == 403);
    if (status == STATUS_OK && answer.code == 200) {
        none = !find_sum(answer.body, name, published);
        status = none ? STATUS_OK : compare(sums, part, published, wrong, err);
    } else if (status == STATUS_OK && !none) {
        status = error_set(err, STATUS_NETWORK,
                           "the published sum of the file cannot be had (%ld): run the same "
                           "command again, the file itself is kept",
                           answer.code);
    }
    arena_free(arena);
    return status;
}

/* --- the file --------------------------------------------------------------------------------------------------- */

static bool tell(void *context, uint64_t done, uint64_t total)
{
    const struct sums *sums = context;
    return sums->fetch->tell == NULL || sums->fetch->tell(sums->fetch->context, done, total);
}

enum status fetch_extract(struct http *http, const struct fetch *fetch, bool *checked, struct error *err)
{
    struct sums sums = {.http = http, .fetch = fetch};
    struct http_request request = {.url = fetch->url, .max_bytes = fetch->max_bytes, .tries = TRIES};
    request.connect_ms = fetch->connect_ms;
    request.total_ms = fetch->stall_ms > 0 ? fetch->stall_ms : STALL_MS;
    struct http_download download = {.path = fetch->path, .tell = tell, .check = check, .context = &sums};
    enum status status = http_download(http, &request, &download, err);
    if (status == STATUS_OK) {
        *checked = sums.checked;
    }
    return status;
}
