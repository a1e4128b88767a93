#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/geocode/geocoder_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FILE_MAX = 16 << 10,
    HOST_MAX = 300,
    LOCK_STEP_MS = 20,
    PATIENCE_MS = 60000, /* how long the lock may be held by others who do not go on */
    FORGET_MS = 3600000, /* moments that no interval reaches back to */
    WAITS_MAX = 1000     /* a clock that does not run ends the waiting */
};

/* --- the file ------------------------------------------------------------------------------------------------------- */

static enum status say_unusable(const char *path, const char *why, struct error *err)
{
    return error_set(
        err, STATUS_STORE,
        "the file that keeps the rate of requests, %s, cannot be used (%s): remove it, and nothing is lost", path, why);
}

/* One that this user owns and nobody else can write to; never behind a link. */
static enum status open_file(const char *path, int *fd, struct error *err)
{
    struct stat about;
    int opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (opened < 0) {
        return say_unusable(path, errno == ELOOP ? "it is a link" : strerror(errno), err);
    }
    const char *why = NULL;
    if (fstat(opened, &about) != 0) {
        why = strerror(errno);
    } else if (!S_ISREG(about.st_mode)) {
        why = "it is no file";
    } else if (about.st_uid != geteuid()) {
        why = "it belongs to somebody else";
    } else if ((about.st_mode & 0777) != 0600 && fchmod(opened, 0600) != 0) {
        why = strerror(errno);
    }
    if (why != NULL) {
        close(opened);
        return say_unusable(path, why, err);
    }
    *fd = opened;
    return STATUS_OK;
}

/* Does PATH still name what is open? Somebody may have removed it while it was waited for. */
static bool is_current(const char *path, int fd)
{
    struct stat here;
    struct stat there;
    return fstat(fd, &here) == 0 && lstat(path, &there) == 0 && here.st_ino == there.st_ino &&
           here.st_dev == there.st_dev;
}

/* Changes with each request that anybody notes. */
static int64_t mark_of(int fd)
{
    struct stat about;
    return fstat(fd, &about) == 0 ? (int64_t)about.st_mtim.tv_sec * 1000000000 + about.st_mtim.tv_nsec : 0;
}

/* --- the lock ------------------------------------------------------------------------------------------------------- */

/* One try. *HELD false: others have it. */
static enum status try_lock(const char *path, int *fd, bool *held, struct error *err)
{
    enum status status = *fd >= 0 ? STATUS_OK : open_file(path, fd, err);
    *held = false;
    if (status != STATUS_OK) {
        return status;
    }
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0) {
        if (is_current(path, *fd)) {
            *held = true;
        } else {
            close(*fd);
            *fd = -1;
        }
        return STATUS_OK;
    }
    return errno == EWOULDBLOCK || errno == EINTR ? STATUS_OK : say_unusable(path, strerror(errno), err);
}

/* Locked in *FD; -1 when the person stopped. */
static enum status lock(const struct geocoder *geocoder, int32_t interval_ms, int *fd, struct error *err)
{
    const char *path = geocoder->options.lock_path;
    bool held = false;
    int64_t mark = 0;
    int64_t since_ms = geocoder_clock_ms(geocoder);
    int64_t waited_ms = 0;
    enum status status = STATUS_OK;
    *fd = -1;
    while (status == STATUS_OK && !geocoder_stopped(geocoder)) {
        status = try_lock(path, fd, &held, err);
        if (status != STATUS_OK || held) {
            break;
        }
        int64_t now_ms = geocoder_clock_ms(geocoder);
        if (*fd >= 0 && mark_of(*fd) != mark) {
            mark = mark_of(*fd);
            since_ms = now_ms;
            waited_ms = 0;
        }
        waited_ms += LOCK_STEP_MS;
        if (now_ms - since_ms > PATIENCE_MS + interval_ms || waited_ms > 2 * (PATIENCE_MS + interval_ms)) {
            status = error_set(err, STATUS_STORE,
                               "another rounds that asks has stood still for a minute (it holds %s): end it, or let it "
                               "go on (fg)",
                               path);
            break;
        }
        geocoder_wait(geocoder, LOCK_STEP_MS);
    }
    if (!held && *fd >= 0) {
        close(*fd);
        *fd = -1;
    }
    return status;
}

/* --- what stands in it ---------------------------------------------------------------------------------------------- */

/* "HOST MILLISECONDS". */
static bool read_line(char *line, char **host, int64_t *moment_ms)
{
    char *space = strchr(line, ' ');
    if (space == NULL || space == line || space - line > HOST_MAX) {
        return false;
    }
    *space = '\0';
    *host = line;
    return num_parse_i64(space + 1, 0, INT64_MAX / 4, moment_ms);
}

/* *LAST_MS: when HOST was last asked; INT64_MIN = not lately; NOW_MS when that cannot be told. The lines of the other hosts
 * that matter yet are put into KEPT. */
static void read_moments(int fd, const char *host, int64_t now_ms, int64_t *last_ms, struct buf *kept)
{
    char *text = mem_alloc(FILE_MAX + 1);
    ssize_t n = pread(fd, text, FILE_MAX, 0);
    bool damaged = n < 0 || n == FILE_MAX || (n > 0 && (text[n - 1] != '\n' || memchr(text, '\0', (size_t)n) != NULL));
    *last_ms = INT64_MIN;
    for (char *line = text; !damaged && *line != '\0';) {
        char *end = strchr(line, '\n');
        char *whose;
        int64_t moment_ms;
        *end = '\0';
        if (!read_line(line, &whose, &moment_ms)) {
            damaged = true;
        } else if (strcmp(whose, host) == 0) {
            *last_ms = moment_ms < now_ms ? moment_ms : now_ms; /* the clock began anew */
        } else if (now_ms - moment_ms < FORGET_MS) {
            buf_printf(kept, "%s %lld\n", whose, (long long)(moment_ms < now_ms ? moment_ms : now_ms));
        }
        line = end + 1;
    }
    *last_ms = damaged ? now_ms : *last_ms;
    mem_free(text);
}

static enum status write_moment(int fd, const char *path, const struct buf *kept, const char *host, int64_t now_ms,
                                struct error *err)
{
    struct buf text;
    buf_init(&text, FILE_MAX - 1);
    buf_printf(&text, "%s %lld\n", host, (long long)now_ms);
    buf_add_n(&text, kept->data, kept->length);
    ssize_t n = pwrite(fd, text.data, text.length, 0);
    bool written = n == (ssize_t)text.length && ftruncate(fd, n) == 0;
    buf_clear(&text);
    return written ? STATUS_OK : say_unusable(path, n < 0 ? strerror(errno) : "the disk is full", err);
}

/* --- waiting -------------------------------------------------------------------------------------------------------- */

/* However the clock jumps, no more than an interval is waited at a time. */
static void wait_until(const struct geocoder *geocoder, int64_t last_ms, int32_t interval_ms)
{
    for (int i = 0; i < WAITS_MAX && last_ms != INT64_MIN && !geocoder_stopped(geocoder); i++) {
        int64_t gone_ms = geocoder_clock_ms(geocoder) - last_ms;
        if (gone_ms < 0) {
            last_ms += gone_ms;
            gone_ms = 0;
        }
        if (gone_ms >= interval_ms) {
            return;
        }
        geocoder_wait(geocoder, interval_ms - gone_ms);
    }
}

/* Of this process, for one without a file, or whose file was removed. */
static int64_t last_here(const struct geocoder_standing *standing)
{
    return standing->asked ? standing->asked_ms : INT64_MIN;
}

static enum status wait_with_file(struct geocoder *geocoder, struct geocoder_standing *standing, int32_t interval_ms,
                                  struct error *err)
{
    const char *path = geocoder->options.lock_path;
    int fd;
    enum status status = lock(geocoder, interval_ms, &fd, err);
    if (status != STATUS_OK || fd < 0) {
        return status;
    }
    struct buf kept;
    int64_t last_ms;
    buf_init(&kept, FILE_MAX / 2);
    read_moments(fd, standing->host, geocoder_clock_ms(geocoder), &last_ms, &kept);
    wait_until(geocoder, last_ms == INT64_MIN ? last_here(standing) : last_ms, interval_ms);
    if (!geocoder_stopped(geocoder)) {
        status = write_moment(fd, path, &kept, standing->host, geocoder_clock_ms(geocoder), err);
    }
    buf_clear(&kept);
    close(fd); /* and the lock is free */
    return status;
}

enum status geocoder_rate(struct geocoder *geocoder, struct geocoder_standing *standing, int32_t interval_ms, bool *may,
                          struct error *err)
{
    const char *path = geocoder->options.lock_path;
    enum status status = STATUS_OK;
    if (interval_ms > 0 && path != NULL && *path != '\0') {
        status = wait_with_file(geocoder, standing, interval_ms, err);
    } else if (interval_ms > 0) {
        wait_until(geocoder, last_here(standing), interval_ms);
    }
    *may = !geocoder_stopped(geocoder);
    if (status == STATUS_OK && *may) {
        standing->asked = true;
        standing->asked_ms = geocoder_clock_ms(geocoder);
    }
    return status;
}
