#include "geo/store/backup.h"

#include "geo/base/mem.h"
#include "geo/store/db.h"
#include "geo/store/header.h"
#include "geo/store/query.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status no_copy(const char *path, struct error *err)
{
    return error_set(err, STATUS_STORE, "a copy before the upgrade could not be made at %s: %s", path, strerror(errno));
}

/* Is FD still what PATH names? Another process may have renamed it meanwhile. */
static bool still_named(int fd, const char *path)
{
    struct stat held;
    struct stat named;
    return fstat(fd, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino &&
           held.st_dev == named.st_dev;
}

/* An empty file for VACUUM INTO, ours alone and 0600 from the first byte; locked, so that two processes that upgrade the
 * same store wait for each other, and what a killed one left is used again. -1 and errno on failure. */
static int lock_empty(const char *path)
{
    for (;;) {
        int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0) {
            return -1;
        }
        if (flock(fd, LOCK_EX) == 0 && still_named(fd, path) && ftruncate(fd, 0) == 0) {
            return fd;
        }
        int why = errno;
        bool renamed = !still_named(fd, path);
        close(fd);
        errno = why;
        if (!renamed) {
            return -1;
        }
    }
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return good;
}

static bool sync_folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return sync_path(".", O_RDONLY | O_DIRECTORY);
    }
    size_t length = slash == path ? 1 : (size_t)(slash - path);
    return sync_path(arena_strndup(arena, path, length), O_RDONLY | O_DIRECTORY);
}

/* Keep TEMPORARY as the copy of VERSION, NAME. */
static enum status keep(struct arena *arena, const char *temporary, const char *name, int32_t version,
                        struct error *err)
{
    struct header header;
    enum status status = header_read(temporary, &header, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (header.user_version != (uint32_t)version) {
        unlink(temporary);
        return STATUS_OK;
    }
    if (!sync_path(temporary, O_RDONLY) || rename(temporary, name) != 0 || !sync_folder_of(arena, name)) {
        return no_copy(name, err);
    }
    return STATUS_OK;
}

static enum status vacuum_into(struct store *store, struct arena *arena, const char *path, struct error *err)
{
    struct query q = query_start(store, "VACUUM INTO ?");
    query_bind_text(&q, path[0] == '/' ? path : arena_printf(arena, "./%s", path));
    return query_run(&q, err);
}

enum status backup_make(struct store *store, int32_t version, struct error *err)
{
    struct arena *arena = arena_new();
    const char *name = arena_printf(arena, "%s.v%" PRId32 ".bak", store->path, version);
    const char *temporary = arena_printf(arena, "%s.tmp", name);
    int fd = lock_empty(temporary);
    enum status status = fd >= 0 ? vacuum_into(store, arena, temporary, err) : no_copy(temporary, err);
    if (status == STATUS_OK) {
        status = keep(arena, temporary, name, version, err);
    }
    if (status != STATUS_OK && fd >= 0) {
        unlink(temporary);
    }
    if (fd >= 0) {
        close(fd);
    }
    arena_free(arena);
    return status;
}
