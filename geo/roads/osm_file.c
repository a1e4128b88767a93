/* One file through libreadosm: what is looked at before, and a sentence for all that can be wrong. */
#include "geo/roads/osm_impl.h"

#include "geo/base/civil.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { TELL_EVERY = 4096 };

static bool tell(struct osm_import *import, size_t done)
{
    if (import->progress != NULL && !import->stopped) {
        size_t shown = done < import->total ? done : import->total;
        import->stopped = !import->progress->tell(import->progress->context, import->doing, shown, import->total);
    }
    return !import->stopped;
}

void osm_tell_step(struct osm_import *import, const char *what, size_t total)
{
    import->doing = what;
    import->done = 0;
    import->total = total;
    (void)tell(import, 0);
}

bool osm_tell(struct osm_import *import)
{
    return ++import->done % TELL_EVERY != 0 || tell(import, import->done);
}

bool osm_tell_bytes(struct osm_import *import, size_t passed)
{
    return tell(import, import->done + passed);
}

/* "2018-02-03T12:34:56Z" to the date. */
struct osm_age osm_age_of(struct osm_import *import, int version, const char *timestamp)
{
    struct osm_age age = {version > 0 ? (uint32_t)version : 0, 0};
    if (timestamp == NULL || strlen(timestamp) < 19) {
        return age;
    }
    char date[11];
    memcpy(date, timestamp, 10);
    date[10] = '\0';
    static const uint32_t weights[] = {36000, 3600, 0, 600, 60, 0, 10, 1};
    uint32_t second = 0;
    int32_t day;
    for (size_t i = 0; i < 8; i++) {
        char c = timestamp[11 + i];
        second += c >= '0' && c <= '9' ? (uint32_t)(c - '0') * weights[i] : 0;
    }
    if (civil_parse_date(date, &day) && day > 0 && day < 40000) {
        age.changed = (uint32_t)day * 86400 + second;
        if (strcmp(date, import->summary->newest) > 0) {
            memcpy(import->summary->newest, date, sizeof date);
        }
    }
    return age;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

bool osm_name_fits(const char *name)
{
    return ends_with(name, ".pbf") || ends_with(name, ".osm");
}

static enum status refuse(struct osm_import *import, const struct osm_file *file, const char *why)
{
    if (import->stopped) {
        return error_set(import->err, STATUS_INCOMPLETE, "stopped; nothing was changed");
    }
    return error_set(import->err, STATUS_INPUT, "%s: %s", file->name, why);
}

static enum status check_kind(struct osm_import *import, struct osm_file *file)
{
    if (stat(file->name, &file->was) != 0) {
        return error_set(import->err, STATUS_STORE, "%s: %s", file->name, strerror(errno));
    }
    if (S_ISDIR(file->was.st_mode)) {
        return refuse(import, file, "it is a folder; name the .osm.pbf file in it");
    }
    if (!S_ISREG(file->was.st_mode)) {
        return refuse(import, file, "it is no plain file, and the map is read more than once; save it first");
    }
    if (ends_with(file->name, ".gz") || ends_with(file->name, ".bz2") || ends_with(file->name, ".xz")) {
        return refuse(import, file, "unpack it first");
    }
    if (!osm_name_fits(file->name)) {
        return refuse(import, file, "only files that end in .osm.pbf or .osm are read");
    }
    return file->was.st_size > 0 ? STATUS_OK : refuse(import, file, "it is empty; download it again");
}

enum status osm_file_check(struct osm_import *import, struct osm_file *file)
{
    enum status status = check_kind(import, file);
    if (status != STATUS_OK) {
        return status;
    }
    FILE *in = fopen(file->name, "rbe");
    if (in == NULL) {
        return error_set(import->err, STATUS_STORE, "%s: %s", file->name, strerror(errno));
    }
    const char *wrong = ends_with(file->name, ".pbf") ? osm_check_pbf(import, in, &file->counts)
                                                      : osm_check_xml(import, in, &file->counts);
    bool failed = ferror(in);
    fclose(in);
    import->done += (size_t)file->was.st_size;
    if (failed) {
        return error_set(import->err, STATUS_STORE, "%s: it cannot be read to its end", file->name);
    }
    return wrong == NULL && !import->stopped ? STATUS_OK : refuse(import, file, wrong);
}

static bool is_as_it_was(const struct osm_file *file)
{
    struct stat is;
    const struct stat *was = &file->was;
    return stat(file->name, &is) == 0 && is.st_dev == was->st_dev && is.st_ino == was->st_ino &&
           is.st_size == was->st_size && is.st_mtim.tv_sec == was->st_mtim.tv_sec &&
           is.st_mtim.tv_nsec == was->st_mtim.tv_nsec;
}

static enum status say_changed(struct osm_import *import, const struct osm_file *file)
{
    return error_set(import->err, STATUS_STORE, "%s: it was changed while it was read; import it again", file->name);
}

enum status osm_file_parse(struct osm_import *import, const struct osm_file *file, readosm_node_callback node,
                           readosm_way_callback way, readosm_relation_callback relation)
{
    const void *handle = NULL;
    if (import->stopped) {
        return refuse(import, file, "");
    }
    if (!is_as_it_was(file)) {
        return say_changed(import, file);
    }
    int code = readosm_open(file->name, &handle);
    if (code == READOSM_OK) {
        code = readosm_parse(handle, &import, node, way, relation);
    }
    if (handle != NULL) {
        readosm_close(handle);
    }
    if (!import->stopped && !is_as_it_was(file)) {
        return say_changed(import, file);
    }
    if (code == READOSM_FILE_NOT_FOUND || code == READOSM_READ_ERROR) {
        return error_set(import->err, STATUS_STORE, "%s: it cannot be read", file->name);
    }
    return code == READOSM_OK && !import->stopped ? STATUS_OK : refuse(import, file, OSM_DAMAGED);
}
