#include "geo/net/keys.h"

#include "geo/base/buf.h"
#include "geo/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEYS_BYTES_MAX = 64 << 10, KEY_BYTES_MAX = 4096 };

enum status keys_check(const char *name, const char *key, struct error *err)
{
    size_t length = strlen(key);
    bool well = length <= KEY_BYTES_MAX;
    for (size_t i = 0; i < length && well; i++) {
        well = key[i] > ' ' && key[i] <= '~';
    }
    return well ? STATUS_OK
                : error_set(err, STATUS_INPUT,
                            "the key in %s is not one: it must be letters, digits and signs without any space, at most "
                            "%d of them",
                            name, KEY_BYTES_MAX);
}

/* The open file is judged, not its name, so that it cannot change in between. */
static enum status check_private(int fd, const char *path, struct error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return error_set(err, STATUS_INPUT, "%s cannot be read: %s", path, strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return error_set(err, STATUS_INPUT, "%s is not a plain file", path);
    }
    if (info.st_uid != geteuid()) {
        return error_set(err, STATUS_INPUT, "%s belongs to somebody else, so its keys are not used", path);
    }
    if ((info.st_mode & 077) != 0) {
        return error_set(err, STATUS_INPUT, "others can read the keys in %s: chmod 600 '%s'", path, path);
    }
    return STATUS_OK;
}

static enum status read_text(int fd, const char *path, struct buf *buf, struct error *err)
{
    char piece[4096];
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return error_set(err, STATUS_INPUT, "%s cannot be read: %s", path, strerror(errno));
        }
        if (got == 0) {
            return STATUS_OK;
        }
        buf_add_n(buf, piece, (size_t)got);
        if (buf->truncated) {
            return error_set(err, STATUS_INPUT, "%s is larger than %d bytes", path, KEYS_BYTES_MAX);
        }
    }
}

static char *trim(char *text)
{
    text += strspn(text, " \t\r");
    size_t n = strlen(text);
    while (n > 0 && strchr(" \t\r", text[n - 1]) != NULL) {
        text[--n] = '\0';
    }
    return text;
}

/* One line of the file. The last of equal names counts. A key is taken as it stands: ';' and '#' may be part of it. */
static enum status take_line(char *line, const char *path, size_t number, const char *service, bool *here, char **key,
                             struct error *err)
{
    line = trim(line);
    size_t n = strlen(line);
    if (n == 0 || line[0] == '#' || line[0] == ';') {
        return STATUS_OK;
    }
    if (line[0] == '[' && line[n - 1] == ']') {
        line[n - 1] = '\0';
        *here = strcmp(trim(line + 1), service) == 0;
        return STATUS_OK;
    }
    char *equals = strchr(line, '=');
    if (equals == NULL) {
        return error_at(err, STATUS_INPUT, path, number, NULL, "neither a [service], a key = ..., nor a comment");
    }
    *equals = '\0';
    if (*here && strcmp(trim(line), "key") == 0) {
        *key = trim(equals + 1);
    }
    return STATUS_OK;
}

static enum status find_key(struct buf *buf, const char *path, const char *service, struct arena *arena,
                            const char **out, struct error *err)
{
    char *key = NULL;
    bool here = false;
    size_t number = 1;
    char *end;
    if (memchr(buf->data, '\0', buf->length) != NULL) {
        return error_set(err, STATUS_INPUT, "%s is not a text", path);
    }
    for (char *line = buf->data; line != NULL; line = end, number++) {
        end = strchr(line, '\n');
        if (end != NULL) {
            *end++ = '\0';
        }
        enum status status = take_line(line, path, number, service, &here, &key, err);
        if (status != STATUS_OK) {
            return status;
        }
    }
    enum status status = key != NULL ? keys_check(path, key, err) : STATUS_OK;
    if (status == STATUS_OK) {
        *out = arena_strdup(arena, key);
    }
    return status;
}

enum status keys_read(const char *path, const char *service, struct arena *arena, const char **key, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        *key = "";
        return STATUS_OK;
    }
    if (fd < 0) {
        return error_set(err, STATUS_INPUT, "%s cannot be opened: %s", path, strerror(errno));
    }
    struct buf buf;
    buf_init(&buf, KEYS_BYTES_MAX);
    enum status status = check_private(fd, path, err);
    if (status == STATUS_OK) {
        status = read_text(fd, path, &buf, err);
    }
    close(fd);
    if (status == STATUS_OK) {
        status = find_key(&buf, path, service, arena, key, err);
    }
    explicit_bzero(buf.data, buf.length);
    buf_clear(&buf);
    return status;
}
