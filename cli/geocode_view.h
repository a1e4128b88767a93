/* geocode_view: answers of a geocoder on the screen and in JSON. */
#ifndef ROUNDS_CLI_GEOCODE_VIEW_H
#define ROUNDS_CLI_GEOCODE_VIEW_H

#include "cli/cmd.h"
#include "geo/geocode/geocode.h"

struct json_t;

/* Each candidate, numbered from 1: its label, how precise it is and what of the question it agrees with; where it is, how far and which way
 * from the nearest site that has a place (SKIP_ID excepted), and a link to a map. */
MUST_CHECK enum status geocode_view_candidates(struct cli *cli, const struct geocode_candidate *candidates, size_t n,
                                               int64_t skip_id, struct error *err);
/* "Source: nominatim at nominatim.example.org, asked 3 days ago. (c) OpenStreetMap contributors". */
void geocode_view_source(struct cli *cli, const struct geocode_answer *answer);

/* {lat, lon, label, precision, matched, mismatched, source_id, number, street, ...}. A new reference. */
struct json_t *geocode_view_json(const struct geocode_candidate *candidate);

/* "52.67050,-0.72900"; and a link to a map there. */
char *geocode_view_point(struct arena *arena, struct point at);
char *geocode_view_link(struct arena *arena, struct point at);

#endif
