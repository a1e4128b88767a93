#include "geo/base/file.h"
#include "geo/base/num.h"
#include "geo/net/http_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOTE_MAX = 64 << 10, PROGRESS_BYTES = 1 << 20, STALL_MS = 60000 };

#define BYTES_MAX  (UINT64_C(32) << 30)
#define FIRST_LINE "rounds part 1"

struct part {
    struct http *http;
    const struct http_request *request;
    const struct http_download *download;
    struct arena *arena;
    const char *path, *note; /* PATH.part, PATH.part.from */
    int fd;
    uint64_t done, total, max; /* TOTAL 0 = unknown */
    char from[256];            /* ETag or date of what is there; "" = cannot be gone on with */
    bool taking;               /* the answer in hand is the file */
    bool restart;              /* what is there does not fit what the server has */
    bool too_large;
    int disk_errno; /* why something could not be written; 0 */
};

/* --- what is there from an earlier call ------------------------------------------------------------------------- */

static enum status cannot_write(struct part *part, int reason, struct error *err)
{
    return error_set(err, STATUS_STORE, "%s cannot be written: %s%s", part->path, strerror(reason),
                     reason == ENOSPC ? "; what came so far is kept: make room and run the same command again, or "
                                        "remove it"
                                      : "");
}

/* Locked, and still what its name stands for: another process may have finished and renamed it in between. */
static bool lock_part(const struct part *part, const struct stat *info)
{
    struct stat named;
    return flock(part->fd, LOCK_EX | LOCK_NB) == 0 && lstat(part->path, &named) == 0 && named.st_ino == info->st_ino &&
           named.st_dev == info->st_dev;
}

static enum status open_part(struct part *part, struct error *err)
{
    struct stat info;
    part->fd = open(part->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (part->fd < 0) {
        return cannot_write(part, errno, err);
    }
    if (fstat(part->fd, &info) != 0 || !S_ISREG(info.st_mode)) {
        return error_set(err, STATUS_STORE, "%s is not a plain file: remove it", part->path);
    }
    if (!lock_part(part, &info)) {
        return error_set(err, STATUS_STORE, "another rounds is writing %s: wait for it", part->path);
    }
    off_t end = lseek(part->fd, 0, SEEK_END); /* what the other process may have added before the lock was ours */
    part->done = end > 0 ? (uint64_t)end : 0;
    return STATUS_OK;
}

static char *next_line(char **at)
{
    char *line = *at;
    char *end = strchr(line, '\n');
    if (end != NULL) {
        *end = '\0';
        *at = end + 1;
    } else {
        *at = line + strlen(line);
    }
    return line;
}

/* The note says of which address, and of which state of the file there, the part is. */
static bool read_note(struct part *part)
{
    char *text;
    size_t length;
    if (part->done == 0 || file_read(part->arena, part->note, NOTE_MAX, &text, &length, NULL) != STATUS_OK) {
        return false;
    }
    bool ours = strcmp(next_line(&text), FIRST_LINE) == 0 && strcmp(next_line(&text), part->request->url) == 0;
    const char *from = next_line(&text);
    if (!ours || from[0] == '\0' || strlen(from) >= sizeof part->from) {
        return false;
    }
    snprintf(part->from, sizeof part->from, "%s", from);
    return true;
}

static bool write_note(struct part *part)
{
    const char *text = arena_printf(part->arena, "%s\n%s\n%s\n", FIRST_LINE, part->request->url, part->from);
    struct error err;
    if (file_replace(part->note, text, strlen(text), &err) == STATUS_OK) {
        return true;
    }
    part->disk_errno = errno != 0 ? errno : EIO;
    return false;
}

static bool start_over(struct part *part)
{
    part->done = 0;
    part->total = 0;
    part->from[0] = '\0';
    if (ftruncate(part->fd, 0) != 0) {
        part->disk_errno = errno;
        return false;
    }
    return true;
}

/* --- an answer as it comes -------------------------------------------------------------------------------------- */

static bool read_number(const char **at, uint64_t *out)
{
    char digits[20];
    size_t n = strspn(*at, "0123456789");
    int64_t value;
    if (n == 0 || n >= sizeof digits) {
        return false;
    }
    memcpy(digits, *at, n);
    digits[n] = '\0';
    if (!num_parse_i64(digits, 0, INT64_MAX, &value)) {
        return false;
    }
    *out = (uint64_t)value;
    *at += n;
    return true;
}

/* "bytes 100-199/200" (RFC 9110, 14.4). */
static bool read_range(const char *text, uint64_t *first, uint64_t *last, uint64_t *total)
{
    if (strncasecmp(text, "bytes ", 6) != 0) {
        return false;
    }
    text += 6;
    if (!read_number(&text, first) || *text++ != '-' || !read_number(&text, last) || *text++ != '/') {
        return false;
    }
    return read_number(&text, total) && *text == '\0';
}

/* "bytes * /200" without the space: the answer to a range that lies behind the end. */
static uint64_t total_of_416(const char *text)
{
    uint64_t total = 0;
    if (strncasecmp(text, "bytes */", 8) != 0) {
        return 0;
    }
    text += 8;
    return read_number(&text, &total) && *text == '\0' ? total : 0;
}

static bool begin_rest(struct part *part, const struct http_head *head)
{
    uint64_t first;
    uint64_t last;
    uint64_t total;
    bool same = head->etag[0] == '\0' || part->from[0] != '"' || strcmp(head->etag, part->from) == 0;
    if (!read_range(head->range, &first, &last, &total) || first != part->done || last + 1 != total || !same) {
        part->restart = true;
        return false;
    }
    part->total = total;
    return true;
}

static bool begin_whole(struct part *part, const struct http_head *head)
{
    if (!start_over(part)) {
        return false;
    }
    part->total = head->length > 0 ? (uint64_t)head->length : 0;
    bool strong = head->etag[0] == '"';
    snprintf(part->from, sizeof part->from, "%s", strong ? head->etag : head->modified);
    return write_note(part);
}

static bool take_head(void *context, const struct http_head *head)
{
    struct part *part = context;
    bool page = strncasecmp(head->type, "text/html", 9) == 0;
    part->taking = (head->code == 200 && !page) || (head->code == 206 && part->done > 0);
    if (!part->taking) {
        return true;
    }
    if (!(head->code == 206 ? begin_rest(part, head) : begin_whole(part, head))) {
        return false;
    }
    part->too_large = part->total > part->max;
    return !part->too_large;
}

static bool take_bytes(void *context, const char *data, size_t n)
{
    struct part *part = context;
    if (!part->taking) {
        return true;
    }
    if (n > part->max - part->done) {
        part->too_large = true;
        return false;
    }
    while (n > 0) {
        ssize_t put = pwrite(part->fd, data, n, (off_t)part->done);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            part->disk_errno = put < 0 ? errno : EIO;
            return false;
        }
        part->done += (uint64_t)put;
        data += put;
        n -= (size_t)put;
    }
    return true;
}

static bool tick(void *context)
{
    struct part *part = context;
    return part->download->tell == NULL || part->download->tell(part->download->context, part->done, part->total);
}

/* --- one request ------------------------------------------------------------------------------------------------ */

enum outcome { GOT_ALL, TRY_AGAIN, GIVE_UP };

static enum outcome say_code(const struct http_try *one, struct error *err)
{
    long code = one->head.code;
    if (code == 200) {
        error_set(err, STATUS_NETWORK,
                  "%s gives a web page instead of a file (is the address right, and is this "
                  "machine logged in to its network?)",
                  one->host);
    } else if (code == 404 || code == 410) {
        error_set(err, STATUS_NETWORK, "%s has no such file (%ld; is the address right?)", one->host, code);
    } else if (code == 401 || code == 403) {
        error_set(err, STATUS_NETWORK, "%s does not give this file to everybody (%ld)", one->host, code);
    } else if (http_passing(code)) {
        error_set(err, STATUS_NETWORK, "%s is busy or in trouble (%ld): try again later", one->host, code);
        return TRY_AGAIN;
    } else {
        error_set(err, STATUS_NETWORK, "%s does not give the file (%ld; is the address right?)", one->host, code);
    }
    return GIVE_UP;
}

/* What the request came to, when its answer came to an end. */
static enum outcome judge_answer(struct part *part, struct http_try *one, struct error *err)
{
    if (one->head.code == 416 && part->done > 0) {
        if (total_of_416(one->head.range) == part->done) {
            return GOT_ALL;
        }
        part->restart = true;
        return TRY_AGAIN;
    }
    if (!part->taking) {
        return say_code(one, err);
    }
    if (part->total > 0 && part->done < part->total) {
        error_set(err, STATUS_NETWORK, "%s broke off before the file was whole", one->host);
        return TRY_AGAIN;
    }
    return GOT_ALL;
}

static enum outcome judge_failure(struct part *part, struct http_try *one, struct error *err)
{
    if (part->disk_errno != 0) {
        cannot_write(part, part->disk_errno, err);
        return GIVE_UP;
    }
    if (part->too_large) {
        error_set(err, STATUS_NETWORK, "%s sends a file of more than %" PRIu64 " MB, the most that is taken", one->host,
                  part->max >> 20);
        return GIVE_UP;
    }
    return part->restart || one->again ? TRY_AGAIN : GIVE_UP;
}

static enum outcome ask(struct part *part, struct http_try *one, struct error *err)
{
    char range[40];
    struct http_request request = *part->request;
    snprintf(range, sizeof range, "bytes=%" PRIu64 "-", part->done);
    bool go_on = part->done > 0 && part->from[0] != '\0';
    request.max_bytes = 0;
    *one = (struct http_try){.request = &request, .raw = true, .max_bytes = UINT64_MAX, .context = part};
    one->stall_ms = request.total_ms > 0 ? request.total_ms : STALL_MS;
    one->range = go_on ? range : NULL;
    one->if_range = go_on ? part->from : NULL;
    one->begin = take_head;
    one->bytes = take_bytes;
    one->tick = tick;
    part->restart = false;
    enum status status = http_once(part->http, one, err);
    one->request = NULL;
    return status == STATUS_OK ? judge_answer(part, one, err) : judge_failure(part, one, err);
}

/* --- all of it -------------------------------------------------------------------------------------------------- */

static enum status get_all(struct part *part, struct error *err)
{
    struct http_try one;
    uint64_t before = part->done;
    bool restarted = false;
    for (int tried = 0;;) {
        switch (ask(part, &one, err)) {
        case GOT_ALL:
            return STATUS_OK;
        case GIVE_UP:
            return err->status;
        case TRY_AGAIN:
        default:
            break;
        }
        if (part->restart && !restarted) { /* not the network's fault: at once, but once */
            restarted = true;
            if (!start_over(part)) {
                return cannot_write(part, part->disk_errno, err);
            }
            continue;
        }
        if (part->restart) {
            return error_set(err, STATUS_NETWORK, "%s gives other pieces of the file than it was asked for", one.host);
        }
        tried = part->done > before + PROGRESS_BYTES ? 1 : tried + 1;
        before = part->done;
        if (!http_wait(part->http, tried, part->request->tries, one.head.retry_after_s)) {
            return err->status;
        }
    }
}

static void remove_part(struct part *part)
{
    unlink(part->path);
    unlink(part->note);
}

static enum status finish(struct part *part, struct error *err)
{
    bool wrong = false;
    enum status status = STATUS_OK;
    if (fsync(part->fd) != 0) {
        return cannot_write(part, errno, err);
    }
    if (part->download->tell != NULL) {
        (void)part->download->tell(part->download->context, part->done, part->done);
    }
    if (part->download->check != NULL) {
        status = part->download->check(part->download->context, part->path, &wrong, err);
    }
    if (status != STATUS_OK) {
        if (wrong) {
            remove_part(part);
        }
        return status;
    }
    if (rename(part->path, part->download->path) != 0) {
        return error_set(err, STATUS_STORE, "%s cannot be written: %s", part->download->path, strerror(errno));
    }
    unlink(part->note);
    return STATUS_OK;
}

static void say_kept(const struct part *part, struct error *err)
{
    if (err->status == STATUS_NETWORK && part->done > 0 && part->from[0] != '\0') {
        struct error told = *err;
        error_set(err, told.status, "%s; what came so far is kept, and the same command goes on there", told.text);
    }
}

/* An empty part is of no use to anybody. */
static void leave_part(struct part *part)
{
    if (part->done == 0) {
        remove_part(part);
    }
}

enum status http_download(struct http *http, const struct http_request *request, const struct http_download *download,
                          struct error *err)
{
    struct error own;
    err = err != NULL ? err : &own;
    struct part part = {.http = http, .request = request, .download = download, .arena = arena_new(), .fd = -1};
    part.path = arena_printf(part.arena, "%s.part", download->path);
    part.note = arena_printf(part.arena, "%s.part.from", download->path);
    part.max = request->max_bytes > 0 ? request->max_bytes : BYTES_MAX;
    struct http_url url;
    enum status status = http_url_read(request->url, &url, err);
    if (status == STATUS_OK) {
        status = open_part(&part, err);
    }
    if (status == STATUS_OK && !read_note(&part) && !start_over(&part)) {
        status = cannot_write(&part, part.disk_errno, err);
    }
    if (status == STATUS_OK) {
        status = get_all(&part, err);
        if (status == STATUS_OK) {
            status = finish(&part, err);
        } else {
            say_kept(&part, err);
            leave_part(&part);
        }
    }
    if (part.fd >= 0) {
        close(part.fd);
    }
    arena_free(part.arena);
    return status;
}
