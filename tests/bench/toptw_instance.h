/* toptw_instance: a published (team) orienteering instance with time windows, as KU Leuven writes them: two lines of
 * headings, then a line a place: number, x, y, service, score, fields that do not matter here, opening, closing. Place 0 is
 * the depot. Blank lines, trailing blanks and CRLF do not matter, nor does the order of the places. */
#ifndef ROUNDS_TESTS_BENCH_TOPTW_INSTANCE_H
#define ROUNDS_TESTS_BENCH_TOPTW_INSTANCE_H

#include "planner/core/problem.h"

enum { TOPTW_NAME_MAX = 64, TOPTW_TEXT_MAX = 256 };

struct toptw {
    char name[TOPTW_NAME_MAX]; /* of the file, without .txt */
    struct core_problem problem;
    struct core_place *places; /* place i of the core is number i + 1 of the file */
    struct core_window *windows;
    struct core_route routes[CORE_ROUTES_MAX];
    int32_t *travel;
};

/* Read the file at PATH. Distances and times are integers of a tenth (of a hundredth, for names that begin with pr),
 * distances truncated. False, with a sentence in FAULT, if it cannot be read. What was read is freed with toptw_free. */
bool toptw_read(struct toptw *toptw, const char *path, char fault[TOPTW_TEXT_MAX]);
void toptw_free(struct toptw *toptw);

#endif
