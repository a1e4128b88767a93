/* osm_impl: what the files of the importer share. The state of one import, and its steps in their order. */
#ifndef ROUNDS_GEO_ROADS_OSM_IMPL_H
#define ROUNDS_GEO_ROADS_OSM_IMPL_H

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/roads/osm.h"
#include "geo/roads/osm_pbf.h"

#include <readosm.h>
#include <stdio.h>
#include <sys/stat.h>

/* How old an object is: of two of the same id the one with the larger version counts, then the one with the later time. */
struct osm_age {
    uint32_t version, changed; /* seconds since 1970; 0: not said */
};
int osm_age_compare(struct osm_age a, struct osm_age b);

struct osm_way {
    int64_t id;
    struct osm_age age;
    size_t ref_first;
    uint32_t ref_n; /* 0: cars may not use it; kept so that an older one in another file does not count */
    uint32_t name;  /* offset into names */
    uint32_t m_per_h[2];
    uint32_t duration_ms; /* 0: by speed */
    uint8_t class_, flags;
};

struct osm_turn {
    int64_t relation;
    struct osm_age age;
    size_t member_first;
    uint32_t member_n; /* 0: it concerns no car */
    bool only;
};

enum osm_role { OSM_FROM, OSM_VIA, OSM_TO };
struct osm_member {
    int64_t id;
    uint8_t role; /* enum osm_role */
    bool node;
};

/* Texts, each once. */
struct osm_names {
    struct buf bytes;
    uint32_t *slots; /* offsets; 0 = free */
    size_t slots_n, used;
};
void osm_names_begin(struct osm_names *names);
uint32_t osm_names_add(struct osm_names *names, const char *text);
void osm_names_free(struct osm_names *names);

enum osm_node_flags {
    OSM_FOUND = 1,
    OSM_BLOCKS = 2,
    OSM_PRIVATE = 4,
    OSM_SIGNAL = 8,
    OSM_USED = 16,
    OSM_JUNCTION = 32
};

struct osm_file {
    const char *name;
    struct stat was; /* when it was looked at first */
    struct osm_counts counts;
};

struct osm_import {
    struct osm_file *files;
    size_t files_n;
    const struct profile *profile;
    const struct roads_progress *progress;
    struct osm_summary *summary;
    struct error *err;

    struct osm_way *ways; /* in the files' order; osm_ways_settle: by id, each once, all usable */
    size_t ways_n, ways_room;
    int64_t *refs;
    size_t refs_n, refs_room;
    struct osm_turn *turns;
    size_t turns_n, turns_room;
    struct osm_member *members;
    size_t members_n, members_room;
    struct osm_names names;

    int64_t *node_ids; /* of all roads, rising, each once */
    uint32_t nodes_n;
    int32_t (*node_at)[2];
    uint8_t *node_flags;
    struct osm_age *node_ages; /* NULL for one file */
    uint32_t *places;          /* refs as indexes into the nodes; in place of refs */
    uint32_t signal_ms;
    size_t cursor;

    const char *doing;  /* for the progress */
    size_t done, total; /* bytes, then objects */
    bool stopped;
};

/* osm_file.c: look a file through, parse it; the status and sentence for everything that can go wrong with it. */
MUST_CHECK enum status osm_file_check(struct osm_import *import, struct osm_file *file);
MUST_CHECK enum status osm_file_parse(struct osm_import *import, const struct osm_file *file,
                                      readosm_node_callback node, readosm_way_callback way,
                                      readosm_relation_callback relation);
/* NULL when all is well, else what is wrong; osm_pbf.c, osm_xml.c. */
const char *osm_check_pbf(struct osm_import *import, FILE *in, struct osm_counts *counts);
const char *osm_check_xml(struct osm_import *import, FILE *in, struct osm_counts *counts);
/* A new step of TOTAL bytes or objects; then one object is done, or PASSED bytes of the file in hand are. False: stop. */
void osm_tell_step(struct osm_import *import, const char *what, size_t total);
bool osm_tell(struct osm_import *import);
bool osm_tell_bytes(struct osm_import *import, size_t passed);
struct osm_age osm_age_of(struct osm_import *import, int version, const char *timestamp);

/* osm.c: where the objects say nothing, the date of the files. */
void osm_note_newest(struct osm_import *import);
/* osm_ways.c: the first pass. What libreadosm calls gets the address of a pointer to the import. */
int osm_take_way(const void *import, const readosm_way *way);
int osm_take_relation(const void *import, const readosm_relation *relation);
void osm_ways_settle(struct osm_import *import);
void osm_turns_settle(struct osm_import *import, struct raw_roads *out);
/* osm_nodes.c: the second pass. */
MUST_CHECK enum status osm_nodes_begin(struct osm_import *import);
int osm_take_node(const void *import, const readosm_node *node);
/* osm_edges.c: ways cut into edges at junctions. */
MUST_CHECK enum status osm_edges(struct osm_import *import, struct raw_roads *out);
/* osm_corners.c: what turning costs, at the edges' ends. */
void osm_corners(const struct profile *profile, struct raw_roads *roads);
/* osm_length.c: metres between points that are near each other, to 1e-4; point_distance_m for the others. */
double osm_length_m(const int32_t a[2], const int32_t b[2]);

#endif
