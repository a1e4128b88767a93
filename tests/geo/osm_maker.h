/* osm_maker: small map files for tests, as XML and as PBF, from the same lines of text. The PBF writer shares nothing with
 * the reader; its blocks are not packed, so that any byte of them can be damaged.
 *
 *   n ID LAT LON [key=value, ...]
 *   w ID NODE,NODE,... [key=value, ...]
 *   r ID role:nNODE,role:wWAY,... [key=value, ...]
 *
 * one a line; "@ VERSION DATE" before them says how old those after it are. */
#ifndef ROUNDS_TESTS_GEO_OSM_MAKER_H
#define ROUNDS_TESTS_GEO_OSM_MAKER_H

#include "geo/base/buf.h"

enum maker_fault {
    MAKER_SOUND,
    MAKER_PLAIN_NODES,       /* nodes that are not dense */
    MAKER_LOCATIONS,         /* ways with the places of their nodes */
    MAKER_GRANULARITY,       /* of a metre or so */
    MAKER_GRANULARITY_FIRST, /* the usual one, but before the groups */
    MAKER_OFFSET,            /* of the latitudes */
    MAKER_LZ4,               /* packed so */
    MAKER_HISTORY,           /* a feature that is required */
    MAKER_TEXT_INDEX,        /* a way's key points outside the texts */
    MAKER_NODE_TEXT_INDEX,   /* a node's */
    MAKER_ROLE_INDEX,        /* a member's role */
    MAKER_USER_INDEX,        /* who made a node */
    MAKER_CUT_NUMBER,        /* in a list of numbers */
    MAKER_FEWER_VALUES,      /* than keys */
    MAKER_HUGE_BLOB,         /* by what its frame says */
    MAKER_NEGATIVE_BLOB,
    MAKER_HUGE_UNPACKED, /* packed, with a size of 2 GB */
    MAKER_NO_HEADER,
    MAKER_TWO_HEADERS,
    MAKER_FAULTS
};

void maker_xml(struct buf *out, const char *lines);
void maker_pbf(struct buf *out, const char *lines, enum maker_fault fault);

#endif
