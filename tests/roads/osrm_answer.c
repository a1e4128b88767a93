#include "tests/roads/osrm_answer.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool osrm_request_points(const char *request, struct arena *arena, struct osrm_answer *out)
{
    static const char driving[] = "/driving/";
    size_t room = 0;
    const char *next = strstr(request, driving);
    if (!next) {
        return false;
    }
    next += strlen(driving);
    while (*next && *next != '?' && *next != '\n') {
        char *end;
        struct point at;
        at.lon_deg = strtod(next, &end);
        if (*end != ',') {
            return false;
        }
        at.lat_deg = strtod(end + 1, &end);
        struct point *slot = arena_push(arena, (void **)&out->points, &out->n, &room, sizeof *out->points);
        *slot = at;
        next = *end == ';' ? end + 1 : end;
    }
    return out->n > 0;
}

static double *read_table(json_t *rows, size_t n, struct arena *arena)
{
    double *table = arena_array(arena, n * n, sizeof *table);
    if (json_array_size(rows) != n) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        json_t *row = json_array_get(rows, i);
        if (json_array_size(row) != n) {
            return NULL;
        }
        for (size_t k = 0; k < n; k++) {
            json_t *cell = json_array_get(row, k);
            table[i * n + k] = json_is_number(cell) ? json_number_value(cell) : (double)NAN;
        }
    }
    return table;
}

bool osrm_answer_read(const char *json, struct arena *arena, struct osrm_answer *out)
{
    json_t *root = json_loads(json, 0, NULL);
    out->seconds = read_table(json_object_get(root, "durations"), out->n, arena);
    out->metres = read_table(json_object_get(root, "distances"), out->n, arena);
    json_decref(root);
    return out->seconds && out->metres;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static struct osrm_ratio ratio_of(double *ratios, size_t n)
{
    if (n == 0) {
        return (struct osrm_ratio){(double)NAN, (double)NAN, (double)NAN};
    }
    qsort(ratios, n, sizeof *ratios, by_size);
    return (struct osrm_ratio){ratios[n / 2], ratios[n / 20], ratios[n - 1 - n / 20]};
}

struct osrm_comparison osrm_compare(const struct osrm_answer *answer, struct query *query, struct arena *arena)
{
    size_t n = answer->n;
    size_t metres_n = 0;
    struct osrm_comparison result = {0};
    struct query_place *places = query_places(query, answer->points, n, HUGE_VAL, arena);
    const struct query_place **refs = arena_array(arena, n, sizeof *refs);
    roads_cost *costs = arena_array(arena, n * n, sizeof *costs);
    double *seconds = arena_array(arena, n * n, sizeof *seconds);
    double *metres = arena_array(arena, n * n, sizeof *metres);
    for (size_t i = 0; i < n; i++) {
        refs[i] = &places[i];
    }
    query_matrix(query, refs, n, refs, n, costs);
    for (size_t i = 0; i < n * n; i++) {
        bool ours = costs[i] < ROADS_NONE;
        bool theirs = !isnan(answer->seconds[i]);
        if (i / n == i % n) {
            continue;
        }
        result.only_ours += ours && !theirs;
        result.only_osrm += theirs && !ours;
        if (ours && theirs && answer->seconds[i] > 0) {
            seconds[result.pairs++] = (double)(costs[i] >> 32) / 1000.0 / answer->seconds[i];
        }
        if (ours && theirs && answer->metres[i] > 0) {
            metres[metres_n++] = (double)(costs[i] & UINT32_MAX) / 10.0 / answer->metres[i];
        }
    }
    result.seconds = ratio_of(seconds, result.pairs);
    result.metres = ratio_of(metres, metres_n);
    return result;
}
