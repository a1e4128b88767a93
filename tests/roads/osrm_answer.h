/* osrm_answer: a table that OSRM answered, from a saved answer or from a running server, and how ours compares. */
#ifndef ROUNDS_TESTS_ROADS_OSRM_ANSWER_H
#define ROUNDS_TESTS_ROADS_OSRM_ANSWER_H

#include "geo/base/mem.h"
#include "geo/point.h"
#include "geo/roads/query.h"

#include <stdbool.h>
#include <stddef.h>

struct osrm_answer {
    struct point *points;
    size_t n;
    double *seconds, *metres; /* row-major n x n; NAN where there is no way */
};

/* The places in a request such as ".../table/v1/driving/14.51,35.89;14.23,36.04?annotations=...". */
bool osrm_request_points(const char *request, struct arena *arena, struct osrm_answer *out);
/* The two tables of the JSON text; false when it is not such an answer for out->n places. */
bool osrm_answer_read(const char *json, struct arena *arena, struct osrm_answer *out);

/* Ours over theirs, of the pairs of different places that both have a way for. */
struct osrm_ratio {
    double median, p5, p95;
};
struct osrm_comparison {
    struct osrm_ratio seconds, metres;
    size_t pairs;     /* compared */
    size_t only_ours; /* we have a way where OSRM has none */
    size_t only_osrm;
};
struct osrm_comparison osrm_compare(const struct osrm_answer *answer, struct query *query, struct arena *arena);

#endif
