/* parcel_fields: a parcel's data as FIELD=VALUE, and in words. */
#ifndef ROUNDS_CLI_PARCEL_FIELDS_H
#define ROUNDS_CLI_PARCEL_FIELDS_H

#include "cli/cmd.h"
#include "geo/store/parcel.h"

struct json_t;

/* A moment as people give one: "16:00" (today), "fri", "fri 16:00", "2026-11-24 9am". Without a time *WALL_S is
 * NUMBER_UNSET. */
MUST_CHECK bool parcel_fields_when(struct cli *cli, const char *text, int32_t *day, int32_t *wall_s);

/* Sets one of what, carrier, from (a site), ready, by (moments), after, before (a job: J5, or a site whose next open job is
 * meant). "" clears it. Each message names the field and what is right. */
MUST_CHECK enum status parcel_fields_set(struct cli *cli, struct parcel *parcel, const char *field, const char *value,
                                         struct error *err);
/* Is NAME one of them? */
bool parcel_fields_known(const char *name);
/* What no field by itself can tell, after the last of them was set: a parcel without a description, an outgoing one that
 * waits somewhere, one that is due before it is ready. */
MUST_CHECK enum status parcel_fields_check(const struct parcel *parcel, struct error *err);

/* All in the arena. */
char *parcel_fields_moment(struct arena *arena, int32_t day, int32_t wall_s); /* "Tue 24 Nov 2026, 16:00"; "" */
char *parcel_fields_where(struct arena *arena, const struct parcel *parcel);  /* "DPD"; "any carrier"; "at Depot" */
char *parcel_fields_job(struct arena *arena, const struct parcel *parcel); /* "after J5 at Oakham Bakery, Tue 24 Nov" */
/* "K3 out: faulty board · DPD · after J5 at Oakham Bakery, Tue 24 Nov 2026 · by Fri 27 Nov 2026" */
char *parcel_fields_text(struct arena *arena, const struct parcel *parcel);
/* Red where it is overdue, yellow where it is due today. */
bool parcel_fields_is_late(const struct cli *cli, const struct parcel *parcel);

struct json_t *parcel_fields_json(const struct parcel *parcel); /* a new reference */

#endif
