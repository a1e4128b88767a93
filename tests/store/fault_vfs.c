#include "tests/store/fault_vfs.h"

#include <sqlite3.h>
#include <string.h>

struct fault_file {
    sqlite3_file base;
    sqlite3_file *real; /* just behind this struct */
};

static struct {
    unsigned left; /* operations until the failure; 0: none is armed */
    enum fault_kind kind;
    bool sticky, fired;
} plan;

static sqlite3_vfs *real_vfs;

void fault_vfs_arm(unsigned n, enum fault_kind kind, bool sticky)
{
    plan.left = n;
    plan.kind = kind;
    plan.sticky = sticky;
    plan.fired = false;
}

bool fault_vfs_disarm(void)
{
    plan.left = 0;
    return plan.fired;
}

/* Count one operation; true when it is the one to fail. */
static bool fails(void)
{
    if (plan.left == 0) {
        return false;
    }
    if (plan.left > 1) {
        plan.left--;
        return false;
    }
    plan.left = plan.sticky ? 1 : 0;
    plan.fired = true;
    return true;
}

static int code(int io_error)
{
    return plan.kind == FAULT_DISK_FULL ? SQLITE_FULL : io_error;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    struct fault_file *f = (struct fault_file *)(void *)file;
    return f->real;
}

/* --- what fails ------------------------------------------------------------------------------------------------- */

static int on_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 offset)
{
    sqlite3_file *real = real_of(file);
    if (fails()) {
        (void)real->pMethods->xWrite(real, bytes, n / 2, offset);
        return code(SQLITE_IOERR_WRITE);
    }
    return real->pMethods->xWrite(real, bytes, n, offset);
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *real = real_of(file);
    return fails() ? SQLITE_IOERR_TRUNCATE : real->pMethods->xTruncate(real, size);
}

static int on_sync(sqlite3_file *file, int flags)
{
    sqlite3_file *real = real_of(file);
    return fails() ? code(SQLITE_IOERR_FSYNC) : real->pMethods->xSync(real, flags);
}

static int on_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
    sqlite3_file *real = real_of(file);
    return extend != 0 && fails() ? SQLITE_IOERR_SHMSIZE : real->pMethods->xShmMap(real, page, size, extend, out);
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    return fails() ? SQLITE_IOERR_DELETE : real_vfs->xDelete(real_vfs, name, sync);
}

/* --- what does not ---------------------------------------------------------------------------------------------- */

static int on_close(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods == NULL ? SQLITE_OK : real->pMethods->xClose(real);
}

static int on_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 offset)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xRead(real, bytes, n, offset);
}

static int on_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFileSize(real, size);
}

static int on_lock(sqlite3_file *file, int lock)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xLock(real, lock);
}

static int on_unlock(sqlite3_file *file, int lock)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xUnlock(real, lock);
}

static int on_check_reserved(sqlite3_file *file, int *out)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xCheckReservedLock(real, out);
}

static int on_control(sqlite3_file *file, int op, void *argument)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFileControl(real, op, argument);
}

static int on_sector_size(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xSectorSize(real);
}

static int on_characteristics(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xDeviceCharacteristics(real);
}

static int on_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xShmLock(real, offset, n, flags);
}

static void on_shm_barrier(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    real->pMethods->xShmBarrier(real);
}

static int on_shm_unmap(sqlite3_file *file, int remove)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xShmUnmap(real, remove);
}

static int on_fetch(sqlite3_file *file, sqlite3_int64 offset, int n, void **out)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFetch(real, offset, n, out);
}

static int on_unfetch(sqlite3_file *file, sqlite3_int64 offset, void *page)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xUnfetch(real, offset, page);
}

static const sqlite3_io_methods methods = {
    .iVersion = 3,
    .xClose = on_close,
    .xRead = on_read,
    .xWrite = on_write,
    .xTruncate = on_truncate,
    .xSync = on_sync,
    .xFileSize = on_file_size,
    .xLock = on_lock,
    .xUnlock = on_unlock,
    .xCheckReservedLock = on_check_reserved,
    .xFileControl = on_control,
    .xSectorSize = on_sector_size,
    .xDeviceCharacteristics = on_characteristics,
    .xShmMap = on_shm_map,
    .xShmLock = on_shm_lock,
    .xShmBarrier = on_shm_barrier,
    .xShmUnmap = on_shm_unmap,
    .xFetch = on_fetch,
    .xUnfetch = on_unfetch,
};

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
    struct fault_file *f = (struct fault_file *)(void *)file;
    (void)vfs;
    f->base.pMethods = NULL;
    if (fails()) {
        return SQLITE_CANTOPEN;
    }
    f->real = (sqlite3_file *)(void *)(f + 1);
    f->real->pMethods = NULL;
    int rc = real_vfs->xOpen(real_vfs, name, f->real, flags, out_flags);
    f->base.pMethods = rc == SQLITE_OK ? &methods : NULL;
    return rc;
}

void fault_vfs_install(void)
{
    static sqlite3_vfs vfs;
    if (real_vfs != NULL) {
        return;
    }
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.pNext = NULL;
    vfs.zName = "fault";
    vfs.szOsFile = (int)sizeof(struct fault_file) + real_vfs->szOsFile;
    vfs.xOpen = on_open;
    vfs.xDelete = on_delete;
    sqlite3_vfs_register(&vfs, 1);
}
