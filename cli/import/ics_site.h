/* ics_site: which site an event is at: by a key in brackets, by the names in its place and title, by its position. */
#ifndef ROUNDS_CLI_IMPORT_ICS_SITE_H
#define ROUNDS_CLI_IMPORT_ICS_SITE_H

#include "cli/import/jobs_site.h"
#include "geo/base/status.h"

#include <stdbool.h>

struct ics_event;
struct import;
struct site;

/* *WHY is set when *FOUND is JOBS_DOUBTFUL. Needs im->names. */
MUST_CHECK enum status ics_site_find(struct import *im, const struct ics_event *event, struct site *site,
                                     enum jobs_found *found, const char **why, struct error *err);
/* The sentence for JOBS_UNKNOWN. WITH_NAMES: with near names, which takes a walk over all of them. */
MUST_CHECK enum status ics_site_explain(struct import *im, const struct ics_event *event, bool with_names,
                                        const char **why, struct error *err);

#endif
