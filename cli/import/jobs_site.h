/* jobs_site: which site a job of a file is at. */
#ifndef ROUNDS_CLI_IMPORT_JOBS_SITE_H
#define ROUNDS_CLI_IMPORT_JOBS_SITE_H

#include "geo/base/status.h"
#include "geo/point.h"
#include "geo/store/site.h"

#include <stdbool.h>

struct import;
struct names_site;

enum {
    JOBS_SITE_AT_M = 50,       /* a site this near to a job's place is its site */
    JOBS_SITE_AGREES_M = 1000, /* one farther from it than this is another of that name */
};

/* What a file says about where a job is. Texts "" when it does not say. */
struct jobs_where {
    const char *key, *name, *town, *postcode;
    bool has_place;
    struct point at;
};

/* How it ended: with a site, with nothing of that key, name or place, or with sites that may be the wrong ones. */
enum jobs_found { JOBS_FOUND, JOBS_UNKNOWN, JOBS_DOUBTFUL };

/* The one site that WHERE means: by key, by name (folded), by place. A part of a name is not enough, a key that nobody has
 * does not fall back to the name, and no name is taken when town, postcode or place say otherwise: an engineer would be
 * sent to the wrong door. Unless it is found, *WHY is the sentence. Loads im->names when they are not there. */
MUST_CHECK enum status jobs_site_find(struct import *im, const struct jobs_where *where, struct site *site,
                                      enum jobs_found *found, const char **why, struct error *err);

/* --- the steps of it, for texts that may be anything -------------------------------------------------------------- */

/* A key, "#12" for a site's own number, or a whole uuid. */
MUST_CHECK enum status jobs_site_key(struct import *im, const char *key, struct site *site, bool *found,
                                     struct error *err);
/* Which of the SITES of one name (never NULL) WHERE means: found or doubtful. */
MUST_CHECK enum status jobs_site_named(struct import *im, const struct names_site *sites,
                                       const struct jobs_where *where, struct site *site, enum jobs_found *found,
                                       const char **why, struct error *err);
/* The nearest within JOBS_SITE_AT_M. */
MUST_CHECK enum status jobs_site_at(struct import *im, struct point at, struct site *site, bool *found,
                                    struct error *err);
/* Why nothing was found, with near names. */
MUST_CHECK enum status jobs_site_explain(struct import *im, const struct jobs_where *where, const char **why,
                                         struct error *err);

#endif
