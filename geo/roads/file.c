#include "geo/roads/file.h"

#include "geo/roads/file_format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

struct roads_file {
    const uint8_t *bytes; /* mapped */
    size_t length;
    struct roads roads;
    struct roads_about about;
    struct arena *arena;
};

uint64_t file_part_bytes(const struct file_header *header, enum file_part part)
{
    uint64_t fringe_n = (uint64_t)header->nodes_n - header->main_n;
    switch (part) {
    case FILE_AT:
        return header->nodes_n * (uint64_t)sizeof(int32_t[2]);
    case FILE_EDGES:
        return header->edges_n * (uint64_t)sizeof(struct roads_edge);
    case FILE_EXTRA_ARCS:
        return header->extra_n * (uint64_t)sizeof(struct roads_extra_arc);
    case FILE_ARRIVALS:
        return header->arrivals_n * (uint64_t)sizeof(struct roads_arrival);
    case FILE_UP_FIRST:
        return ((uint64_t)header->main_n + 1) * sizeof(uint32_t);
    case FILE_UPS:
        return header->ups_n * (uint64_t)sizeof(struct roads_up);
    case FILE_FRINGE_OUT_FIRST:
    case FILE_FRINGE_IN_FIRST:
        return (fringe_n + 1) * sizeof(uint32_t);
    case FILE_FRINGE_OUT:
        return header->fringe_out_n * (uint64_t)sizeof(struct roads_fringe_arc);
    case FILE_FRINGE_IN:
        return header->fringe_in_n * (uint64_t)sizeof(struct roads_fringe_arc);
    case FILE_FRINGE_AREA:
        return fringe_n * sizeof(uint32_t);
    case FILE_BOXES:
        return header->boxes_n * (uint64_t)sizeof(struct roads_box);
    case FILE_ABOUT:
    case FILE_NAMES:
    case FILE_SHAPES:
    case FILE_PARTS:
        break;
    }
    return UINT64_MAX; /* the length is the span's */
}

static bool spans_fit(const struct file_header *header)
{
    uint64_t at = sizeof *header;
    for (enum file_part part = 0; part < FILE_PARTS; part++) {
        const struct file_span *span = &header->parts[part];
        uint64_t wanted = file_part_bytes(header, part);
        uint64_t most = part == FILE_ABOUT || wanted != UINT64_MAX ? FILE_BYTES_MAX : UINT32_MAX;
        if (span->offset != file_aligned(at) || span->bytes > most || (wanted != UINT64_MAX && span->bytes != wanted)) {
            return false;
        }
        at = span->offset + span->bytes;
    }
    return at == header->bytes;
}

/* What to do is the same for all of them. */
static enum status refuse(const char *path, const char *what, struct error *err)
{
    return error_set(err, STATUS_STORE, "%s %s: make it again with rounds roads import", path, what);
}

/* What can be said of a header before its numbers are used. NULL: nothing is wrong. */
static const char *header_fault(const struct file_header *header, uint64_t length)
{
    if (memcmp(header->magic, FILE_MAGIC, sizeof header->magic) != 0) {
        return "is no road network";
    }
    if (header->order != FILE_ORDER) {
        return header->order == __builtin_bswap32(FILE_ORDER)
                   ? "is a road network made on a machine of the other byte order"
                   : "is damaged";
    }
    if (header->version != ROADS_FILE_VERSION) {
        return "is a road network made by another version of rounds";
    }
    if (file_header_check(header) != header->header_check) {
        return "is damaged";
    }
    if (header->bytes != length) {
        return length < header->bytes ? "is cut short" : "is damaged";
    }
    return NULL;
}

/* Not const: that cannot be said of arrays of arrays. */
#define PART(file, header, part) ((void *)(uintptr_t)((file)->bytes + (header)->parts[part].offset))

static void place_arrays(struct roads_file *file, const struct file_header *header)
{
    file->roads = (struct roads){
        .main_n = header->main_n,
        .nodes_n = header->nodes_n,
        .edges_n = header->edges_n,
        .extra_n = header->extra_n,
        .arrivals_n = header->arrivals_n,
        .ups_n = header->ups_n,
        .fringe_out_n = header->fringe_out_n,
        .fringe_in_n = header->fringe_in_n,
        .names_bytes = (uint32_t)header->parts[FILE_NAMES].bytes,
        .shapes_bytes = (uint32_t)header->parts[FILE_SHAPES].bytes,
        .boxes_n = header->boxes_n,
        .at = PART(file, header, FILE_AT),
        .edges = PART(file, header, FILE_EDGES),
        .extra_arcs = PART(file, header, FILE_EXTRA_ARCS),
        .arrivals = PART(file, header, FILE_ARRIVALS),
        .up_first = PART(file, header, FILE_UP_FIRST),
        .ups = PART(file, header, FILE_UPS),
        .fringe_out_first = PART(file, header, FILE_FRINGE_OUT_FIRST),
        .fringe_out = PART(file, header, FILE_FRINGE_OUT),
        .fringe_in_first = PART(file, header, FILE_FRINGE_IN_FIRST),
        .fringe_in = PART(file, header, FILE_FRINGE_IN),
        .fringe_area = PART(file, header, FILE_FRINGE_AREA),
        .names = PART(file, header, FILE_NAMES),
        .shapes = PART(file, header, FILE_SHAPES),
        .boxes = PART(file, header, FILE_BOXES),
        .levels_n = header->levels_n,
    };
    memcpy(file->roads.level_first, header->level_first, sizeof header->level_first);
}

static enum status read_mapped(struct roads_file *file, const char *path, struct error *err)
{
    struct file_header header;
    if (file->length < sizeof header) {
        return refuse(path, file->length == 0 ? "is empty" : "is no road network, or cut short", err);
    }
    memcpy(&header, file->bytes, sizeof header);
    const char *fault = header_fault(&header, file->length);
    if (fault != NULL) {
        return refuse(path, fault, err);
    }
    if (XXH3_64bits(file->bytes + sizeof header, file->length - sizeof header) != header.rest_check) {
        return refuse(path, "is damaged", err);
    }
    if (header.main_n > header.nodes_n || !spans_fit(&header)) {
        return refuse(path, "is damaged (sizes)", err);
    }
    place_arrays(file, &header);
    const char *bad = file_check(&file->roads);
    if (bad == NULL && !file_about_read(PART(file, &header, FILE_ABOUT), (size_t)header.parts[FILE_ABOUT].bytes,
                                        file->arena, &file->about)) {
        bad = "about";
    }
    if (bad != NULL) {
        char text[100];
        snprintf(text, sizeof text, "is damaged (%s)", bad);
        return refuse(path, text, err);
    }
    return STATUS_OK;
}

/* The whole file is read for its checksum anyway: MAP_POPULATE brings it in with one call. Network files are replaced by
 * rename, so that the mapped one stays as it is when another import ends meanwhile; whoever cuts the file short by other
 * means while it is open ends the program (SIGBUS). */
static enum status map(struct roads_file *file, int fd, const char *path, struct error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return error_set(err, STATUS_STORE, "%s cannot be read: %s", path, strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return refuse(path, S_ISDIR(info.st_mode) ? "is a folder, not a road network" : "is no plain file", err);
    }
    if (info.st_size == 0) {
        return refuse(path, "is empty", err);
    }
    if ((uint64_t)info.st_size > FILE_BYTES_MAX) {
        return refuse(path, "is no road network", err);
    }
    void *bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (bytes == MAP_FAILED) {
        return error_set(err, STATUS_STORE, "%s cannot be mapped into memory: %s", path, strerror(errno));
    }
    file->bytes = bytes;
    file->length = (size_t)info.st_size;
    return read_mapped(file, path, err);
}

enum status roads_file_open(const char *path, struct roads_file **out, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* a pipe is not waited for */
    if (fd < 0) {
        enum status status = errno == ENOENT ? STATUS_NOT_FOUND : STATUS_STORE;
        return error_set(err, status, "the road network %s cannot be opened: %s", path, strerror(errno));
    }
    struct roads_file *file = mem_alloc(sizeof *file);
    file->arena = arena_new();
    enum status status = map(file, fd, path, err);
    close(fd);
    if (status != STATUS_OK) {
        roads_file_close(file);
        return status;
    }
    *out = file;
    return STATUS_OK;
}

void roads_file_close(struct roads_file *file)
{
    if (file == NULL) {
        return;
    }
    if (file->bytes != NULL) {
        munmap((void *)(uintptr_t)file->bytes, file->length);
    }
    arena_free(file->arena);
    mem_free(file);
}

const struct roads *roads_file_roads(const struct roads_file *file)
{
    return &file->roads;
}

const struct roads_about *roads_file_about(const struct roads_file *file)
{
    return &file->about;
}

int64_t roads_file_bytes(const struct roads_file *file)
{
    return (int64_t)file->length;
}
