#include "geo/store/header.h"

#include "geo/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER_BYTES = 100, USER_VERSION_AT = 60, APPLICATION_ID_AT = 68 };

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static enum status open_failed(const char *path, struct error *err)
{
    if (errno == ENOENT || errno == ENOTDIR) {
        return error_set(err, STATUS_NOT_FOUND, "there is no store at %s yet: `rounds init` makes one", path);
    }
    return error_set(err, STATUS_STORE, "the store %s cannot be opened: %s", path, strerror(errno));
}

/* Up to HEADER_BYTES; -1 and errno on failure. */
static ssize_t read_start(int fd, unsigned char *bytes)
{
    ssize_t total = 0;
    while (total < HEADER_BYTES) {
        ssize_t got = read(fd, bytes + total, (size_t)(HEADER_BYTES - total));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        total += got;
    }
    return total;
}

enum status header_read(const char *path, struct header *out, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return open_failed(path, err);
    }
    struct stat info;
    unsigned char bytes[HEADER_BYTES] = {0};
    ssize_t got = -1;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        got = read_start(fd, bytes);
    }
    close(fd);
    if (got < 0) {
        return error_set(err, STATUS_STORE, "%s is not a file that can be read, so it cannot be the store", path);
    }
    if (got > 0 && (got < HEADER_BYTES || memcmp(bytes, "SQLite format 3", 16) != 0)) {
        return error_set(err, STATUS_STORE, "%s is not a rounds store (nor any SQLite file); it was not touched", path);
    }
    *out = (struct header){.empty = got == 0,
                           .application_id = big_endian(bytes + APPLICATION_ID_AT),
                           .user_version = big_endian(bytes + USER_VERSION_AT)};
    return STATUS_OK;
}

enum status header_judge(const char *path, uint32_t application_id, int64_t user_version, int64_t known_version,
                         struct error *err)
{
    if (application_id != STORE_APPLICATION_ID) {
        return error_set(err, STATUS_STORE,
                         "%s is an SQLite file of another program (application id %08" PRIx32
                         "), not a rounds store; it was not touched",
                         path, application_id);
    }
    if (user_version > known_version) {
        return error_set(err, STATUS_STORE,
                         "the store %s was written by a newer rounds (its schema is version %" PRId64
                         ", this program knows %" PRId64 "): update rounds; it was not touched",
                         path, user_version, known_version);
    }
    return STATUS_OK;
}
