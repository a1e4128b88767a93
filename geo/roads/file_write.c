#include "geo/base/file.h"
#include "geo/roads/file_format.h"

#include <string.h>
#include <xxhash.h>

uint64_t file_header_check(const struct file_header *header)
{
    struct file_header copy = *header;
    copy.header_check = 0;
    return XXH3_64bits(&copy, sizeof copy);
}

static const void *part_data(const struct roads *roads, const struct buf *about, enum file_part part)
{
    const void *const data[FILE_PARTS] = {[FILE_ABOUT] = about->data,
                                          [FILE_AT] = roads->at,
                                          [FILE_EDGES] = roads->edges,
                                          [FILE_EXTRA_ARCS] = roads->extra_arcs,
                                          [FILE_ARRIVALS] = roads->arrivals,
                                          [FILE_UP_FIRST] = roads->up_first,
                                          [FILE_UPS] = roads->ups,
                                          [FILE_FRINGE_OUT_FIRST] = roads->fringe_out_first,
                                          [FILE_FRINGE_OUT] = roads->fringe_out,
                                          [FILE_FRINGE_IN_FIRST] = roads->fringe_in_first,
                                          [FILE_FRINGE_IN] = roads->fringe_in,
                                          [FILE_FRINGE_AREA] = roads->fringe_area,
                                          [FILE_NAMES] = roads->names,
                                          [FILE_SHAPES] = roads->shapes,
                                          [FILE_BOXES] = roads->boxes};
    return data[part];
}

static struct file_header header_of(const struct roads *roads, const struct buf *about)
{
    struct file_header header = {.version = ROADS_FILE_VERSION,
                                 .order = FILE_ORDER,
                                 .main_n = roads->main_n,
                                 .nodes_n = roads->nodes_n,
                                 .edges_n = roads->edges_n,
                                 .extra_n = roads->extra_n,
                                 .arrivals_n = roads->arrivals_n,
                                 .ups_n = roads->ups_n,
                                 .fringe_out_n = roads->fringe_out_n,
                                 .fringe_in_n = roads->fringe_in_n,
                                 .boxes_n = roads->boxes_n,
                                 .levels_n = roads->levels_n};
    memcpy(header.magic, FILE_MAGIC, sizeof header.magic);
    for (uint32_t i = 0; i <= roads->levels_n; i++) {
        header.level_first[i] = roads->level_first[i];
    }
    uint64_t at = sizeof header;
    for (enum file_part part = 0; part < FILE_PARTS; part++) {
        uint64_t bytes = part == FILE_ABOUT    ? about->length
                         : part == FILE_NAMES  ? roads->names_bytes
                         : part == FILE_SHAPES ? roads->shapes_bytes
                                               : file_part_bytes(&header, part);
        header.parts[part] = (struct file_span){file_aligned(at), bytes};
        at = header.parts[part].offset + bytes;
    }
    header.bytes = at;
    return header;
}

typedef enum status take_piece(void *context, const void *data, size_t length, struct error *err);

/* All that follows the header, in pieces. */
static enum status each_piece(const struct file_header *header, const struct roads *roads, const struct buf *about,
                              take_piece *take, void *context, struct error *err)
{
    static const char zeros[FILE_ALIGN];
    uint64_t at = sizeof *header;
    for (enum file_part part = 0; part < FILE_PARTS; part++) {
        const struct file_span *span = &header->parts[part];
        enum status status = take(context, zeros, (size_t)(span->offset - at), err);
        if (status == STATUS_OK && span->bytes > 0) {
            status = take(context, part_data(roads, about, part), (size_t)span->bytes, err);
        }
        if (status != STATUS_OK) {
            return status;
        }
        at = span->offset + span->bytes;
    }
    return STATUS_OK;
}

static enum status digest(void *context, const void *data, size_t length, struct error *err)
{
    (void)err;
    XXH3_64bits_update(context, data, length);
    return STATUS_OK;
}

static enum status write_piece(void *context, const void *data, size_t length, struct error *err)
{
    return file_write(context, data, length, err);
}

static enum status add_checks(struct file_header *header, const struct roads *roads, const struct buf *about,
                              struct error *err)
{
    XXH3_state_t *state = XXH3_createState();
    if (state == NULL) {
        return error_set(err, STATUS_INTERNAL, "out of memory");
    }
    XXH3_64bits_reset(state);
    enum status status = each_piece(header, roads, about, digest, state, err);
    header->rest_check = XXH3_64bits_digest(state);
    header->header_check = file_header_check(header);
    XXH3_freeState(state);
    return status;
}

static enum status write_all(const char *path, const struct file_header *header, const struct roads *roads,
                             const struct buf *about, struct error *err)
{
    struct file_writer *writer = NULL;
    enum status status = file_begin(path, &writer, err);
    if (status != STATUS_OK) {
        return status;
    }
    status = file_write(writer, header, sizeof *header, err);
    if (status == STATUS_OK) {
        status = each_piece(header, roads, about, write_piece, writer, err);
    }
    if (status != STATUS_OK) {
        file_abandon(writer);
        return status;
    }
    return file_finish(writer, err);
}

enum status roads_file_write(const char *path, const struct roads *roads, const struct roads_about *about,
                             struct error *err)
{
    struct buf text;
    buf_init(&text, SIZE_MAX / 2);
    file_about_print(about, &text);
    struct file_header header = header_of(roads, &text);
    enum status status = add_checks(&header, roads, &text, err);
    if (status == STATUS_OK) {
        status = write_all(path, &header, roads, &text, err);
    }
    buf_clear(&text);
    return status;
}
