/* parcel: what is to be handed over before a courier collects it, or to be collected before a job. */
#ifndef ROUNDS_GEO_STORE_PARCEL_H
#define ROUNDS_GEO_STORE_PARCEL_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

enum parcel_direction { PARCEL_OUT, PARCEL_IN };
enum parcel_state { PARCEL_OPEN, PARCEL_DONE };

struct parcel {
    int64_t id; /* 0 = new; people see "K12" */
    const char *uuid;
    enum parcel_direction direction;
    const char *what;
    const char *carrier; /* out: who is to take it; "" = whoever does */
    int64_t site_id;     /* in: where it waits; 0 = not known */
    int64_t job_id;      /* out: the job that yields it; in: the job that needs it; 0 = none */
    /* Wall clock. No day: DAY_NONE; no time of that day: NUMBER_UNSET, which is its beginning for READY, its end for DUE. */
    int32_t ready_day, ready_s;
    int32_t due_day, due_s;
    enum parcel_state state;
    int32_t done_day;     /* DAY_NONE while open */
    int64_t done_site_id; /* where it was handed over or collected; 0 = not known */
    /* filled by reads; "" and DAY_NONE where there is none */
    const char *site_name, *done_site_name, *job_site_name;
    int64_t job_site_id;
    int32_t job_day;
};

struct parcel parcel_empty(void);
const char *parcel_direction_name(enum parcel_direction direction); /* "out", "in" */

struct parcel_filter {
    bool open_only;
    int64_t site_id; /* that wait there, were left there, or belong to a job there; 0 = any */
    int64_t job_id;  /* 0 = any */
};
/* Open ones first, each by due day and time (without one: last), then id. */
MUST_CHECK enum status store_parcel_list(struct store *store, const struct parcel_filter *filter, struct arena *arena,
                                         struct parcel **out, size_t *n, struct error *err);
MUST_CHECK enum status store_parcel_get(struct store *store, int64_t id, struct arena *arena, struct parcel *out,
                                        struct error *err);
MUST_CHECK enum status store_parcel_save(struct store *store, const struct parcel *parcel, int64_t *id,
                                         struct error *err);

#endif
