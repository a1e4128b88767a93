/* osm_pbf: is a file what libreadosm can read? It trusts what it reads: an index that points outside the table of texts,
 * or a number that is cut, would lead it astray; other things it passes over in silence (nodes that are not dense, a scale
 * of the coordinates that is not the usual one). So every block is looked through before libreadosm sees the file.
 * The format: https://wiki.openstreetmap.org/wiki/PBF_Format. */
#ifndef ROUNDS_GEO_ROADS_OSM_PBF_H
#define ROUNDS_GEO_ROADS_OSM_PBF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct osm_bytes {
    const uint8_t *at, *end;
};

struct osm_field {
    uint32_t number;
    bool is_bytes;
    uint64_t value;
    struct osm_bytes bytes;
};
/* The next field of a message; false at its end or at what is none (then AT is not END). */
bool osm_field_next(struct osm_bytes *message, struct osm_field *field);

struct osm_counts {
    size_t nodes, ways, relations;
    int64_t as_of_utc; /* what the file's head says that it is the map of; 0: nothing */
};

/* NULL when all is well, else what is wrong, to stand behind "FILE: ". COUNTS is added to. */
const char *osm_pbf_header(struct osm_bytes block, struct osm_counts *counts);
const char *osm_pbf_block(struct osm_bytes block, struct osm_counts *counts);

#define OSM_DAMAGED "it is damaged or cut off; download it again"
#define OSM_FOREIGN "it is written in a way that is not read; write it again with `osmium cat FILE -o NEW.osm.pbf`"

#endif
