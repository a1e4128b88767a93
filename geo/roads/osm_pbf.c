/* The frames of a PBF file: a length, a header that says what follows and how long it is, and that. */
#include "geo/roads/osm_pbf.h"

#include "geo/roads/osm_impl.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

enum { FRAME_MAX = 64 << 10, BLOB_MAX = 32 << 20 }; /* the format's own ceilings */

struct frames {
    FILE *in;
    uint8_t *head, *blob, *block;
    size_t blob_room, block_room;
    bool header_seen;
};

static void make_room(uint8_t **bytes, size_t *room, size_t needed)
{
    if (needed > *room) {
        *bytes = mem_grow(*bytes, needed, 1);
        *room = needed;
    }
}

/* What a frame's head says: what follows, and its length; 0 when it makes no sense. */
static size_t read_head(struct osm_bytes head, bool *is_header)
{
    struct osm_field field;
    size_t blob_length = 0;
    bool data = false;
    *is_header = false;
    while (osm_field_next(&head, &field)) {
        size_t n = (size_t)(field.bytes.end - field.bytes.at);
        if (field.number == 1 && field.is_bytes) {
            *is_header = n == 9 && memcmp(field.bytes.at, "OSMHeader", 9) == 0;
            data = n == 7 && memcmp(field.bytes.at, "OSMData", 7) == 0;
        } else if (field.number == 3 && !field.is_bytes && field.value <= BLOB_MAX) {
            blob_length = (size_t)field.value;
        } else if (field.number != 2 || !field.is_bytes) {
            return 0;
        }
    }
    return head.at == head.end && (*is_header || data) ? blob_length : 0;
}

/* Reads the next frame. NULL and *ENDED at the end of the file. */
static const char *read_frame(struct frames *frames, bool *ended, bool *is_header, struct osm_bytes *blob)
{
    uint8_t size[4];
    size_t got = fread(size, 1, 4, frames->in);
    *ended = got == 0 && feof(frames->in);
    if (got != 4) {
        return *ended ? NULL : OSM_DAMAGED;
    }
    size_t length = (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
    if (length == 0 || length > FRAME_MAX || fread(frames->head, 1, length, frames->in) != length) {
        return OSM_DAMAGED;
    }
    size_t blob_length = read_head((struct osm_bytes){frames->head, frames->head + length}, is_header);
    if (blob_length == 0) {
        return OSM_DAMAGED;
    }
    make_room(&frames->blob, &frames->blob_room, blob_length);
    if (fread(frames->blob, 1, blob_length, frames->in) != blob_length) {
        return OSM_DAMAGED;
    }
    *blob = (struct osm_bytes){frames->blob, frames->blob + blob_length};
    return NULL;
}

static const char *unpack(struct frames *frames, struct osm_bytes blob, struct osm_bytes *block)
{
    struct osm_field field;
    struct osm_bytes plain = {0}, packed = {0};
    uint64_t size = 0;
    while (osm_field_next(&blob, &field)) {
        if (field.number == 1 && field.is_bytes && plain.at == NULL) {
            plain = field.bytes;
        } else if (field.number == 2 && !field.is_bytes) {
            size = field.value;
        } else if (field.number == 3 && field.is_bytes && packed.at == NULL) {
            packed = field.bytes;
        } else if (field.number >= 4 && field.number <= 7 && field.is_bytes) {
            return "it is packed in a way that is not read (lz4, zstd or lzma); write it again with `osmium cat -f "
                   "pbf`";
        } else {
            return OSM_DAMAGED;
        }
    }
    if (blob.at != blob.end || (plain.at == NULL) == (packed.at == NULL)) {
        return OSM_DAMAGED;
    }
    if (plain.at != NULL) {
        *block = plain;
        return plain.at < plain.end && size == 0 ? NULL : OSM_DAMAGED;
    }
    uLongf unpacked = (uLongf)size;
    if (size == 0 || size > BLOB_MAX) {
        return OSM_DAMAGED;
    }
    make_room(&frames->block, &frames->block_room, (size_t)size);
    if (uncompress(frames->block, &unpacked, packed.at, (uLong)(packed.end - packed.at)) != Z_OK || unpacked != size) {
        return OSM_DAMAGED;
    }
    *block = (struct osm_bytes){frames->block, frames->block + unpacked};
    return NULL;
}

static const char *check_frames(struct osm_import *import, struct frames *frames, struct osm_counts *counts)
{
    for (;;) {
        bool ended, is_header;
        struct osm_bytes blob, block;
        const char *wrong = read_frame(frames, &ended, &is_header, &blob);
        if (wrong != NULL || ended) {
            return wrong != NULL ? wrong : frames->header_seen ? NULL : OSM_DAMAGED;
        }
        if (is_header == frames->header_seen) {
            return "it is no OpenStreetMap file";
        }
        frames->header_seen = true;
        wrong = unpack(frames, blob, &block);
        if (wrong == NULL) {
            wrong = is_header ? osm_pbf_header(block, counts) : osm_pbf_block(block, counts);
        }
        if (wrong != NULL || !osm_tell_bytes(import, (size_t)ftello(frames->in))) {
            return wrong;
        }
    }
}

const char *osm_check_pbf(struct osm_import *import, FILE *in, struct osm_counts *counts)
{
    struct frames frames = {.in = in, .head = mem_alloc(FRAME_MAX)};
    const char *wrong = check_frames(import, &frames, counts);
    mem_free(frames.head);
    mem_free(frames.blob);
    mem_free(frames.block);
    return wrong;
}
