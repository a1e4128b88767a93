#include "geo/base/file.h"

#include "geo/base/mem.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- reading */

static const size_t READ_STEP = 64 << 10;

/* Reads FD to its end into a mem_ block with room for a NUL. The caller frees *DATA, also on failure. */
static enum status read_all(int fd, const char *name, size_t max, char **data, size_t *length, struct error *err)
{
    size_t room = 0;
    *data = NULL;
    *length = 0;
    for (;;) {
        if (room - *length < READ_STEP + 1) {
            room = room > 0 ? room * 2 : 2 * READ_STEP;
            *data = mem_grow(*data, room, 1);
        }
        ssize_t got = read(fd, *data + *length, room - *length - 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return error_set(err, STATUS_STORE, "%s cannot be read: %s", name, strerror(errno));
        }
        if (got == 0) {
            return STATUS_OK;
        }
        *length += (size_t)got;
        if (*length > max) {
            return error_set(err, STATUS_INPUT, "%s is larger than %zu bytes, the most that is read", name, max);
        }
    }
}

/* A plain file's size is known: one block, read in place. Its last read must find the end. */
static enum status read_sized(struct arena *arena, int fd, const char *name, size_t size, char **data, size_t *length,
                              struct error *err)
{
    char *block = arena_alloc(arena, size + 1);
    size_t at = 0;
    while (at < size) {
        ssize_t got = read(fd, block + at, size - at);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return error_set(err, STATUS_STORE, "%s cannot be read: %s", name, strerror(errno));
        }
        if (got == 0) {
            break; /* it became shorter meanwhile */
        }
        at += (size_t)got;
    }
    block[at] = '\0';
    *data = block;
    *length = at;
    return STATUS_OK;
}

static enum status read_fd(struct arena *arena, int fd, const char *name, size_t max, char **data, size_t *length,
                           struct error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return error_set(err, STATUS_STORE, "%s cannot be read: %s", name, strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) {
        return error_set(err, STATUS_INPUT, "%s is a folder, not a file", name);
    }
    if (S_ISREG(info.st_mode) && info.st_size > 0 && lseek(fd, 0, SEEK_CUR) == 0) {
        if ((uintmax_t)info.st_size > max) {
            return error_set(err, STATUS_INPUT, "%s is larger than %zu bytes, the most that is read", name, max);
        }
        return read_sized(arena, fd, name, (size_t)info.st_size, data, length, err);
    }
    char *block;
    size_t size;
    enum status status = read_all(fd, name, max, &block, &size, err);
    if (status == STATUS_OK) {
        *data = arena_strndup(arena, block, size);
        *length = size;
    }
    mem_free(block);
    return status;
}

enum status file_read(struct arena *arena, const char *path, size_t max, char **data, size_t *length, struct error *err)
{
    if (strcmp(path, "-") == 0) {
        return read_fd(arena, STDIN_FILENO, "standard input", max, data, length, err);
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        return error_set(err, STATUS_INPUT, "%s cannot be opened: %s", path, strerror(errno));
    }
    enum status status = read_fd(arena, fd, path, max, data, length, err);
    close(fd);
    return status;
}

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

/* ---- replacing */

/* The temporary file in hand, for a signal handler: its name in the folder that is open as FOLDER. There is never more
 * than one. IN_HAND changes only together with the file system's state, while signals are held back. */
static struct {
    volatile sig_atomic_t in_hand;
    int folder;
    char name[64];
} temporary;

void file_remove_temporaries(void)
{
    if (temporary.in_hand) {
        int before = errno;
        temporary.in_hand = 0;
        unlinkat(temporary.folder, temporary.name, 0);
        errno = before;
    }
}

static void hold_signals(sigset_t *before)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, before);
}

static void release_signals(const sigset_t *before)
{
    sigprocmask(SIG_SETMASK, before, NULL);
}

/* Creates the temporary file, 0600, in FOLDER and takes note of it. -1 and errno on failure. */
static int create_temporary(int folder)
{
    sigset_t before;
    hold_signals(&before);
    int fd = -1;
    temporary.folder = folder;
    for (unsigned attempt = 0; attempt < 100; attempt++) {
        snprintf(temporary.name, sizeof temporary.name, ".rounds-%ld-%u.tmp", (long)getpid(), attempt);
        fd = openat(folder, temporary.name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd >= 0 || errno != EEXIST) {
            break;
        }
    }
    int failure = errno;
    temporary.in_hand = fd >= 0;
    release_signals(&before);
    errno = failure;
    return fd;
}

static int write_all(int fd, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, data, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return -1;
        }
        data += written;
        length -= (size_t)written;
    }
    return 0;
}

static int rename_temporary(int folder, const char *name)
{
    sigset_t before;
    hold_signals(&before);
    int result = renameat(folder, temporary.name, folder, name);
    int failure = errno;
    if (result == 0) {
        temporary.in_hand = 0;
    }
    release_signals(&before);
    errno = failure;
    return result;
}

/* /dev/stdout and the like: where standard output is a plain file, only the link itself tells. */
static bool is_stream_link(int folder, const char *name)
{
    char target[16] = "";
    ssize_t length = readlinkat(folder, name, target, sizeof target);
    return length > 0 && (strncmp(target, "/proc/", 6) == 0 || strncmp(target, "fd/", 3) == 0);
}

/* Devices, pipes and folders are refused, also behind a link: as root, a rename over /dev/stdout would take it away. */
static enum status check_target(int folder, const char *path, const char *name, struct error *err)
{
    struct stat info;
    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
        return error_set(err, STATUS_INPUT, "\"%s\" is not the name of a file", path);
    }
    bool special = fstatat(folder, name, &info, 0) == 0 && !S_ISREG(info.st_mode);
    if (special || is_stream_link(folder, name)) {
        return error_set(err, STATUS_INPUT, "%s is not a plain file and is not written over; choose another name",
                         path);
    }
    return STATUS_OK;
}

/* The folder of PATH, opened, and the name in it. */
static enum status open_folder(const char *path, int *folder, const char **name, struct error *err)
{
    const char *slash = strrchr(path, '/');
    *name = slash != NULL ? slash + 1 : path;
    char folder_path[PATH_MAX] = ".";
    if (slash != NULL) {
        size_t folder_length = slash == path ? 1 : (size_t)(slash - path);
        if (folder_length >= sizeof folder_path) {
            return error_set(err, STATUS_INPUT, "the path of %s is too long", *name);
        }
        memcpy(folder_path, path, folder_length);
        folder_path[folder_length] = '\0';
    }
    *folder = open(folder_path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*folder < 0) {
        return error_set(err, STATUS_STORE, "%s cannot be written: its folder cannot be opened: %s", path,
                         strerror(errno));
    }
    return STATUS_OK;
}

struct file_writer {
    int folder, fd;
    bool failed;
    char *path;
    const char *name; /* in path */
};

static void free_writer(struct file_writer *writer)
{
    if (writer->fd >= 0) {
        close(writer->fd);
    }
    if (writer->folder >= 0) {
        close(writer->folder);
    }
    mem_free(writer->path);
    mem_free(writer);
}

static enum status begin(struct file_writer *writer, struct error *err)
{
    enum status status = open_folder(writer->path, &writer->folder, &writer->name, err);
    if (status == STATUS_OK) {
        status = check_target(writer->folder, writer->path, writer->name, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    writer->fd = create_temporary(writer->folder);
    if (writer->fd < 0) {
        return error_set(err, STATUS_STORE, "%s cannot be written: %s", writer->path, strerror(errno));
    }
    return STATUS_OK;
}

enum status file_begin(const char *path, struct file_writer **out, struct error *err)
{
    assert(!temporary.in_hand);
    struct file_writer *writer = mem_alloc(sizeof *writer);
    *writer = (struct file_writer){.folder = -1, .fd = -1, .path = mem_strdup(path)};
    enum status status = begin(writer, err);
    if (status != STATUS_OK) {
        free_writer(writer);
        return status;
    }
    *out = writer;
    return STATUS_OK;
}

static enum status failed(struct file_writer *writer, int failure, struct error *err)
{
    file_remove_temporaries();
    writer->failed = true;
    return error_set(err, STATUS_STORE, "%s cannot be written, and is as it was: %s", writer->path, strerror(failure));
}

enum status file_write(struct file_writer *writer, const void *data, size_t length, struct error *err)
{
    assert(!writer->failed);
    return write_all(writer->fd, data, length) == 0 ? STATUS_OK : failed(writer, errno, err);
}

void file_abandon(struct file_writer *writer)
{
    if (writer != NULL) {
        if (!writer->failed) {
            file_remove_temporaries();
        }
        free_writer(writer);
    }
}

static enum status finish(struct file_writer *writer, struct error *err)
{
    int result = fsync(writer->fd);
    int failure = errno;
    if (close(writer->fd) != 0 && result == 0) {
        result = -1;
        failure = errno;
    }
    writer->fd = -1;
    if (result != 0) {
        return failed(writer, failure, err);
    }
    if (rename_temporary(writer->folder, writer->name) != 0) {
        return failed(writer, errno, err);
    }
    if (fsync(writer->folder) != 0 && errno != EINVAL &&
        errno != ENOTSUP) { /* some file systems cannot sync a folder */
        return error_set(err, STATUS_STORE, "%s is written, but the disk did not confirm its new name: %s",
                         writer->path, strerror(errno));
    }
    return STATUS_OK;
}

enum status file_finish(struct file_writer *writer, struct error *err)
{
    assert(!writer->failed);
    enum status status = finish(writer, err);
    free_writer(writer);
    return status;
}

enum status file_replace(const char *path, const char *data, size_t length, struct error *err)
{
    struct file_writer *writer = NULL;
    enum status status = file_begin(path, &writer, err);
    if (status != STATUS_OK) {
        return status;
    }
    status = file_write(writer, data, length, err);
    if (status != STATUS_OK) {
        file_abandon(writer);
        return status;
    }
    return file_finish(writer, err);
}

/* ---- folders */

static int make_one(const char *path)
{
    if (mkdir(path, 0700) == 0) {
        return 0;
    }
    int failure = errno;
    struct stat info;
    if (stat(path, &info) != 0) {
        errno = failure; /* why it could not be made says more than that it is not there */
        return -1;
    }
    errno = ENOTDIR;
    return S_ISDIR(info.st_mode) ? 0 : -1;
}

enum status file_make_folder(const char *path, struct error *err)
{
    char part[PATH_MAX];
    size_t length = strlen(path);
    if (length == 0 || length >= sizeof part) {
        return error_set(err, STATUS_INPUT, "a folder's path has 1 to %d characters", PATH_MAX - 1);
    }
    memcpy(part, path, length + 1);
    for (size_t i = 1; i <= length; i++) {
        if (part[i] != '/' && part[i] != '\0') {
            continue;
        }
        char kept = part[i];
        part[i] = '\0';
        if (make_one(part) != 0) {
            return error_set(err, STATUS_STORE, "the folder %s cannot be made: %s", part, strerror(errno));
        }
        part[i] = kept;
    }
    return STATUS_OK;
}
