/* file_format: how the network file is laid out. For the file*.c files, and for tests that make wrong ones. */
#ifndef ROUNDS_GEO_ROADS_FILE_FORMAT_H
#define ROUNDS_GEO_ROADS_FILE_FORMAT_H

#include "geo/base/buf.h"
#include "geo/roads/file.h"

#include <stdint.h>

#define FILE_MAGIC     "ROUNDSRD"
#define FILE_ORDER     UINT32_C(0x01020304)
#define FILE_ALIGN     UINT64_C(64)
#define FILE_BYTES_MAX (UINT64_C(1) << 40)

enum file_part {
    FILE_ABOUT, /* file_about.c */
    FILE_AT,
    FILE_EDGES,
    FILE_EXTRA_ARCS,
    FILE_ARRIVALS,
    FILE_UP_FIRST,
    FILE_UPS,
    FILE_FRINGE_OUT_FIRST,
    FILE_FRINGE_OUT,
    FILE_FRINGE_IN_FIRST,
    FILE_FRINGE_IN,
    FILE_FRINGE_AREA,
    FILE_NAMES,
    FILE_SHAPES,
    FILE_BOXES,
    FILE_PARTS
};

struct file_span {
    uint64_t offset, bytes; /* from the file's beginning */
};

/* Counts as in struct roads. The parts follow one another in their order, each on a multiple of FILE_ALIGN. */
struct file_header {
    char magic[8];
    uint32_t version, order;
    uint64_t bytes;        /* of the whole file */
    uint64_t header_check; /* XXH3 of this header with 0 in this place */
    uint64_t rest_check;   /* XXH3 of all that follows the header */
    uint32_t main_n, nodes_n, edges_n, extra_n, arrivals_n, ups_n, fringe_out_n, fringe_in_n, boxes_n, levels_n;
    uint32_t level_first[ROADS_TREE_LEVELS_MAX + 1];
    uint32_t zero;
    struct file_span parts[FILE_PARTS];
};
_Static_assert(sizeof(struct file_header) % 8 == 0, "the header has no room that nothing fills");

static inline uint64_t file_aligned(uint64_t offset)
{
    return (offset + FILE_ALIGN - 1) / FILE_ALIGN * FILE_ALIGN;
}

/* XXH3 of HEADER as header_check wants it. */
uint64_t file_header_check(const struct file_header *header);

/* The number of elements that each part but FILE_ABOUT, FILE_NAMES and FILE_SHAPES has by the counts, times their size. */
uint64_t file_part_bytes(const struct file_header *header, enum file_part part);

void file_about_print(const struct roads_about *about, struct buf *out);
/* False when BYTES are no such text. */
bool file_about_read(const char *bytes, size_t length, struct arena *arena, struct roads_about *out);

/* NULL when no query can leave the arrays, run for ever or overflow; else the name of what is wrong. One pass over each
 * array; a network of 130 MB takes about 15 ms. Pointers and counts are in place. */
const char *file_check(const struct roads *roads);

#endif
