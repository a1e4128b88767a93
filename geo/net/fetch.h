/* fetch: an extract of the map, by address or by the name of an area. */
#ifndef ROUNDS_GEO_NET_FETCH_H
#define ROUNDS_GEO_NET_FETCH_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct http;

/* --- areas.c: the list of areas that are offered, in the form of Geofabrik's index-v1-nogeom.json ------------------- */

struct area {
    const char *id;   /* "europe/georgia", "us/georgia": unique, with its parents where the list's own id has none */
    const char *name; /* "Georgia" */
    const char *iso;  /* "GE", "US-GA GB-ENG ..."; "" */
    const char *url;  /* of the .osm.pbf */
};

/* The areas of a list, in its order, in ARENA. Areas without a .pbf are left out. STATUS_INPUT for a text that is no such
 * list. */
MUST_CHECK enum status areas_read(const char *text, size_t length, struct arena *arena, struct area **areas, size_t *n,
                                  struct error *err);
/* The one that WANTED names: by id, name, or ISO 3166 code, else the one whose name has it as a part; letter case and
 * accents do not count. STATUS_NOT_FOUND, with a suggestion, when there is none; STATUS_INPUT, with the ids of the first
 * ten, when there are several. */
MUST_CHECK enum status areas_find(const struct area *areas, size_t n, const char *wanted, struct arena *arena,
                                  const struct area **area, struct error *err);
/* Get the list from INDEX_URL and read it. */
MUST_CHECK enum status areas_get(struct http *http, const char *index_url, struct arena *arena, struct area **areas,
                                 size_t *n, struct error *err);

/* --- fetch.c -------------------------------------------------------------------------------------------------------- */

/* Is TEXT an address rather than the name of an area? */
bool fetch_is_url(const char *text);
/* A file name for what URL gives: its last part, with letters, digits, '.', '-' and '_' only, never hidden and never
 * "..": "rutland-latest.osm.pbf"; "map.osm.pbf" when nothing is left. In ARENA. */
const char *fetch_name(const char *url, struct arena *arena);

struct fetch {
    const char *url;
    const char *path;   /* where the file goes; PATH.part while it comes */
    uint64_t max_bytes; /* 0 = 32 GiB */
    int32_t connect_ms; /* 0 = 10 s */
    int32_t stall_ms;   /* the longest time in which less than 64 KiB may come; 0 = 60 s */
    bool (*tell)(void *context, uint64_t done,
                 uint64_t total); /* bytes, 0 = unknown; false stops, to be gone on with */
    void *context;
};

/* Download with resume, and compare with the MD5 published at URL.md5. *CHECKED is false when none is published (404):
 * say so; the transport was secure all the same. A file with another sum is removed: STATUS_NETWORK. When the sum cannot
 * be had for another reason the part is kept, and the same call later only asks for the sum. */
MUST_CHECK enum status fetch_extract(struct http *http, const struct fetch *fetch, bool *checked, struct error *err);

#endif
