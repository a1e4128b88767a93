/* service_impl: what the adapters share: addresses to ask, and answers read without trust. Internal to geo/geocode. */
#ifndef ROUNDS_GEO_GEOCODE_SERVICE_IMPL_H
#define ROUNDS_GEO_GEOCODE_SERVICE_IMPL_H

#include "geo/base/buf.h"
#include "geo/geocode/address_impl.h"
#include "geo/geocode/service.h"

#include <jansson.h>

enum { SERVICE_BODY_MAX = 8 << 20, SERVICE_TEXT_MAX = 400 };

/* --- to ask ------------------------------------------------------------------------------------------------------ */

void service_url_begin(struct buf *url, const char *base, const char *path);
void service_url_add(struct buf *url, const char *name, const char *value); /* encoded; nothing for VALUE "" */
void service_url_count(struct buf *url, const char *name, size_t value);
void service_url_degrees(struct buf *url, const char *name, double degrees, int decimals);
char *service_decimals(struct arena *arena, double value, int decimals); /* with a point whatever the locale */
/* Countries where QUERY must lie: its own, else those of the settings; "" = anywhere. */
const char *service_countries(const struct geocode_query *query);

/* --- to read ----------------------------------------------------------------------------------------------------- */

/* The tree of an answer with code 200, given back with json_decref. Anything else is told in ERR: STATUS_INPUT when
 * the question is refused, in the service's words, else STATUS_NETWORK. */
enum status service_open(struct arena *arena, const char *title, long code, const char *body, size_t length,
                         json_t **tree, struct error *err);
/* What a code other than 200 means. */
enum status service_refuse(const char *title, long code, const char *words, struct error *err);
/* "TITLE's answer WHAT": STATUS_NETWORK. */
enum status service_strange(const char *title, const char *what, struct error *err);
/* What an answer says of its error, cut and safe for a terminal; "" when it says none. */
const char *service_words(struct arena *arena, const json_t *tree);

/* A member as text, cut to SERVICE_TEXT_MAX bytes; whole numbers too; "" for anything else. */
const char *service_text(struct arena *arena, const json_t *object, const char *name);
/* The first of NAMES (ended by NULL) that is there. */
const char *service_first(struct arena *arena, const json_t *object, const char *const *names);
/* Numbers, or texts that are numbers; false when they are no place. */
bool service_point(const json_t *lat, const json_t *lon, struct point *out);
bool service_geojson_point(const json_t *feature, struct point *out); /* [lon, lat] */
char *service_lower(struct arena *arena, const char *text);
/* "osm:way/12" of "way" or "W" and a number; "" for what is none. */
const char *service_osm_id(struct arena *arena, const char *type, const char *id);
/* Settlements of OBJECT's members NAMES, for geocode_candidate.within. */
void service_within(struct arena *arena, struct buf *buf, const json_t *object, const char *const *names);

/* The first GEOCODE_CANDIDATES_MAX of LIST, each read by ONE, which is false for what has no place: then all is
 * refused. */
enum status service_each(struct arena *arena, const char *title, const json_t *list,
                         bool (*one)(struct arena *arena, const json_t *item, struct geocode_candidate *out),
                         struct geocode_candidate **candidates, size_t *n, struct error *err);

/* Shared by Nominatim and OpenCage: the parts of an address whose members have OpenStreetMap's names. */
void service_osm_parts(struct arena *arena, const json_t *address, struct geocode_candidate *out);

extern const struct geocode_service geocode_geocodeearth, geocode_openrouteservice;

#endif
