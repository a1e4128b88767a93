/* export: the day's plan as a file or text for a phone or a sat-nav. No exporter prints: cmd_export.c does.
 *
 * To add an exporter: write cli/export/NAME.c with its `const struct exporter export_NAME`; declare it below; put it into
 * the table in cli/cmd_export.c; list the file in cli/CMakeLists.txt; describe it in data/man/rounds.1 and README.md; give
 * it cases in tests/cli/test_export.c, among them hostile names and the longest day.
 *
 * What may leave: names, addresses, times and titles of the day's stops, and that a parcel is left or collected there. What
 * may not: what is in a parcel and whose it is, notes of any kind, drinks, contacts
 * and their numbers, the reasons of a visit (they tell of promises and complaints), the other customers. Home only when
 * asked.
 */
#ifndef ROUNDS_CLI_EXPORT_EXPORT_H
#define ROUNDS_CLI_EXPORT_EXPORT_H

#include "geo/base/buf.h"
#include "geo/base/status.h"
#include "geo/point.h"
#include "planner/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct json_t;

/* One place to go to, in order. */
struct export_stop {
    int number;       /* as the plan's table has it, from 1; 0 for home and breaks */
    const char *name; /* safe for a terminal */
    struct point at;
    const struct plan_stop *stop; /* NULL for home */
};

struct export_input {
    struct arena *arena;
    const struct plan *plan;
    const struct export_stop *stops; /* those still to do; home at the end if it was asked for */
    size_t n;
    int last_number; /* the highest number of the plan: "stops 5-8 of 11" */
};

struct exporter {
    const char *name;      /* "gpx" */
    const char *summary;   /* one line */
    const char *extension; /* of the file that it makes by itself; NULL: it writes to stdout unless a file is named */
    const char *contains;  /* what leaves with it, for export --list */
    /* Fill OUT (initialised). */
    enum status (*write)(const struct export_input *input, struct buf *out, struct error *err);
    /* The same as a JSON document, for formats that are made for reading; NULL. The caller takes it. */
    struct json_t *(*json)(const struct export_input *input);
};

enum { EXPORT_BYTES_MAX = 64 << 20 };

extern const struct exporter export_gpx, export_links;

/* The stops of PLAN that are still to do (ALL: done and skipped ones too), in order, with home at the end if WITH_HOME.
 * Breaks without a place are left out. *LEFT gets the number of stops left out as done. */
struct export_input export_collect(struct arena *arena, const struct plan *plan, bool all, bool with_home,
                                   size_t *left);

/* What STOP is for besides its job or visit: "leave a parcel", "rest stop"; "". Not which parcel, nor whose. */
const char *export_errand(struct arena *arena, const struct plan_stop *stop);

/* The instant of a moment of the plan. */
int64_t export_utc(const struct plan *plan, int32_t elapsed_s);

#endif
