/* travel_service: what travel_http.c wants to know of a service: its limits, how it is asked for one block of a matrix,
 * and how its answer is read. Internal to geo/net. */
#ifndef ROUNDS_GEO_NET_TRAVEL_SERVICE_H
#define ROUNDS_GEO_NET_TRAVEL_SERVICE_H

#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/net/http.h"
#include "geo/net/travel_http.h"
#include "geo/net/travel_memory.h"

enum {
    ANSWER_SECONDS_MAX = 30 * 86400,
    ANSWER_METRES_MAX = 50000000, /* farther than round the Earth */
    ANSWER_SNAP_MAX_M = 2000,     /* a place farther from any road is not on the service's map */
    ANSWER_BYTES_MAX = 1 << 20
};

/* A part of a matrix as it is asked: distinct places, and rows and columns as indices of them. */
struct block {
    const struct place *places;
    size_t places_n;
    const size_t *from, *to;
    size_t from_n, to_n;
};

struct figure {
    int32_t seconds, metres; /* both TRAVEL_NONE or TRAVEL_UNKNOWN where there are none */
};

enum answer_kind {
    ANSWER_WELL,     /* every figure is filled */
    ANSWER_TOO_BIG,  /* to be asked in smaller blocks */
    ANSWER_TOO_FAR,  /* some pair is too far apart for the service */
    ANSWER_NO_PLACE, /* a place has no road near it: PLACE */
    ANSWER_NO_WAY,   /* no pair at all, or not from all rows, can be driven */
    ANSWER_FAILED    /* ERR says why */
};

struct answer {
    struct figure *figures; /* row-major, room for the whole block */
    double *snap_m;         /* by place of the block: how far its road is, where that is said; NULL: not wanted */
    size_t place;           /* ANSWER_NO_PLACE: index in the block's places, or SIZE_MAX: not said */
    size_t most;            /* ANSWER_TOO_BIG: the pairs that it would take; 0: not said */
};

struct json_t;

struct service {
    const char *label, *slug; /* "OSRM", "osrm" */
    bool with_key;            /* what it refuses may be for want of the right one */
    size_t places_max, pairs_max;
    /* Add to URL, which is the base without a slash at its end; fill what else REQUEST wants, in ARENA. */
    void (*ask)(const struct block *block, const char *key, struct buf *url, struct http_request *request,
                struct arena *arena);
    /* Of an answer that is JSON: service_read. */
    enum answer_kind (*read)(const struct block *block, const struct json_t *tree, long code, struct answer *answer,
                             struct error *err);
    /* NULL: a straight line. Adds to URL, and reads points into ARENA; false when there are none. */
    void (*ask_path)(struct place from, struct place to, struct buf *url);
    bool (*read_path)(const char *text, size_t length, struct arena *arena, struct travel_path *out);
};

MUST_CHECK enum status travel_http_new(const struct service *service, struct http *http,
                                       const struct travel_http_options *options, struct travel **out,
                                       struct error *err);

/* "-0.729000,52.670500": longitude first; SEPARATOR between. */
void service_add_degrees(struct buf *buf, int32_t degrees_e6);

/* Read an answer. Pure: none, whatever it is, does harm. CODE is the HTTP status; ERR's sentence goes without the host's
 * name. */
enum answer_kind service_read(const struct service *service, const struct block *block, long code, const char *text,
                              size_t length, struct answer *answer, struct error *err);

/* --- readers of pieces, for the readers of answers ------------------------------------------------------------------ */

/* One figure, METRES in the unit METRE_FACTOR; null for either: no way. False when one is not right. */
bool service_read_figure(const struct json_t *seconds, const struct json_t *metres, double metre_factor,
                         struct figure *out);
/* Fill the figures of BLOCK from SECONDS and METRES, arrays of rows, in the unit METRE_FACTOR. False when a size or a
 * figure is not right. */
bool service_read_rows(const struct block *block, const struct json_t *seconds, const struct json_t *metres,
                       double metre_factor, struct figure *figures);
/* Rows (or with COLUMNS: columns) whose place was found farther than ANSWER_SNAP_MAX_M away, or not at all, become
 * TRAVEL_UNKNOWN; the distances of the others are kept. ENTRIES is an array of objects with the distance as NAME, or of
 * nulls; one that is not there is no error. False when it is not right. */
bool service_read_snaps(const struct block *block, const struct json_t *entries, const char *name, bool columns,
                        struct answer *answer);
/* ANSWER_FAILED with the sentence for an HTTP status that no reader knows better. */
enum answer_kind service_failed_code(long code, bool with_key, struct error *err);
/* ANSWER_FAILED: the answer WHY ("is not JSON"). */
enum answer_kind service_failed_answer(const char *why, struct error *err);

extern const struct service service_osrm, service_valhalla, service_openrouteservice;

#endif
