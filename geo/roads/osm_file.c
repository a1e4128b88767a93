/* One file through libreadosm: what is looked at before, and a sentence for all that can be wrong. */
#include "geo/roads/osm_impl.h"

#include "geo/base/civil.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

enum { TELL_EVERY = 4096 };

bool osm_tell(struct osm_import *import, const char *what)
{
    import->done++;
    if (import->progress != NULL && import->done % TELL_EVERY == 0) {
        size_t total = import->done > import->total ? import->done : import->total;
        import->stopped = !import->progress->tell(import->progress->context, what, import->done, total);
    }
    return !import->stopped;
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

static enum status say(struct osm_import *import, const char *file, int code)
{
    switch (code) {
    case READOSM_INVALID_SUFFIX:
        return error_set(import->err, STATUS_INPUT, "%s: only .osm.pbf and .osm files are read; convert it with osmium",
                         file);
    case READOSM_FILE_NOT_FOUND:
        return error_set(import->err, STATUS_STORE, "%s: cannot be opened", file);
    case READOSM_XML_ERROR:
        return error_set(import->err, STATUS_INPUT, "%s: not well-formed XML, or cut off; download it again", file);
    default:
        return error_set(import->err, STATUS_INPUT,
                         "%s: damaged, cut off, or of a kind that is not read; download it again", file);
    }
}

enum status osm_file_parse(struct osm_import *import, const char *file, readosm_node_callback node,
                           readosm_way_callback way, readosm_relation_callback relation)
{
    const void *handle = NULL;
    int code = readosm_open(file, &handle);
    if (code == READOSM_OK) {
        code = readosm_parse(handle, &import, node, way, relation);
    }
    if (handle != NULL) {
        readosm_close(handle);
    }
    if (import->stopped) {
        return error_set(import->err, STATUS_INCOMPLETE, "stopped; nothing was changed");
    }
    return code == READOSM_OK ? STATUS_OK : say(import, file, code);
}
