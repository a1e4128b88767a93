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
#include <unistd.h>

static enum status no_copy(const char *path, struct error *err)
{
    return error_set(err, STATUS_STORE, "a copy before the upgrade could not be made at %s: %s", path, strerror(errno));
}

/* VACUUM INTO takes an empty file; made here so that it is ours and 0600 from the first byte. */
static enum status make_empty(const char *path, struct error *err)
{
    if (unlink(path) != 0 && errno != ENOENT) {
        return no_copy(path, err);
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return no_copy(path, err);
    }
    close(fd);
    return STATUS_OK;
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

/* Keep TEMPORARY as the copy of VERSION. */
static enum status keep(struct store *store, const char *temporary, int32_t version, struct error *err)
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
    struct arena *arena = db_scratch(store);
    const char *name = arena_printf(arena, "%s.v%" PRId32 ".bak", store->path, version);
    if (!sync_path(temporary, O_RDONLY) || rename(temporary, name) != 0 || !sync_folder_of(arena, name)) {
        return no_copy(name, err);
    }
    return STATUS_OK;
}

enum status backup_make(struct store *store, int32_t version, struct error *err)
{
    struct arena *arena = arena_new();
    const char *temporary = arena_printf(arena, "%s.v%" PRId32 ".%ld.tmp", store->path, version, (long)getpid());
    enum status status = make_empty(temporary, err);
    if (status == STATUS_OK) {
        struct query q = query_start(store, "VACUUM INTO ?");
        query_bind_text(&q, temporary[0] == '/' ? temporary : arena_printf(arena, "./%s", temporary));
        status = query_run(&q, err);
    }
    if (status == STATUS_OK) {
        status = keep(store, temporary, version, err);
    }
    if (status != STATUS_OK) {
        unlink(temporary);
    }
    arena_free(arena);
    return status;
}
