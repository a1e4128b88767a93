/* hours_place: where the hours of `rounds hours` hold, from its options and the settings. */
#ifndef ROUNDS_CLI_HOURS_PLACE_H
#define ROUNDS_CLI_HOURS_PLACE_H

#include "cli/cmd.h"
#include "geo/hours.h"

struct hours_place {
    struct hours_where where;
    const char *country, *region; /* as asked for */
    const char *holidays;         /* for people: where the holidays come from */
};

/* From --place, --lat, --lon, --country, --region, --zone (which changes the process's zone) and --holidays. */
MUST_CHECK enum status hours_place_read(struct cli *cli, struct hours_place *out, struct error *err);

/* --batch: `value<TAB>local time` lines from stdin to lines of value, time, state, next change and comment. */
MUST_CHECK enum status hours_batch(struct cli *cli, enum hours_kind kind, const struct hours_place *place,
                                   struct error *err);

const char *hours_state_word(enum hours_state state); /* "open", "closed", "unknown" */
/* "2026-11-23T09:30" or with a space; false if it is no such moment. */
bool hours_moment_read(const char *text, struct hours_moment *out);
char *hours_moment_text(struct arena *arena, struct hours_moment at);

#endif
