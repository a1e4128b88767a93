/* service: one geocoding service, from a question to a URL and from an answer's bytes to candidates. Pure: no
 * network, no clock, no key. An adapter is one small file; to add one: write geo/geocode/NAME.c with its `const
 * struct geocode_service geocode_NAME`, declare it below, put it into geocode_services, list the file in
 * CMakeLists.txt, give it cases in tests/geocode. */
#ifndef ROUNDS_GEO_GEOCODE_SERVICE_H
#define ROUNDS_GEO_GEOCODE_SERVICE_H

#include "geo/geocode/geocode.h"

struct geocode_service {
    const char *name;          /* "nominatim", as config has it */
    const char *title;         /* "Nominatim" */
    const char *attribution;   /* of its data; an answer may say another */
    bool with_key;             /* does not answer without one */
    const char *key_parameter; /* query parameter of the key; NULL: it goes into KEY_HEADER */
    const char *key_header;    /* "Authorization"; NULL */
    /* The address to ask, in ARENA, every word of the person's percent-encoded. BASE has no slash at its end. EMAIL
     * "" = none. */
    char *(*search_url)(struct arena *arena, const char *base, const struct geocode_query *query, size_t limit,
                        const char *email);
    char *(*reverse_url)(struct arena *arena, const char *base, struct point at, const char *language,
                         const char *email);
    /* Candidates of an answer of HTTP status CODE, in ARENA; *N 0 when it says that there is nothing. STATUS_INPUT
     * when the service refuses the question (its own words, cut and made safe, are in the sentence), STATUS_NETWORK
     * for anything that is no answer: HTML, wrong types, coordinates that are no place. Never harmed by any bytes:
     * over 8 MiB and what answer_json_read refuses (deep, huge, names twice) is no answer. */
    enum status (*read)(struct arena *arena, long code, const char *body, size_t length, bool reverse,
                        struct geocode_candidate **candidates, size_t *n, struct error *err);
};

extern const struct geocode_service geocode_nominatim, geocode_photon, geocode_pelias, geocode_opencage;

/* By name ("nominatim", "photon", "pelias", "geocodeearth", "openrouteservice", "opencage"); NULL for none such. */
const struct geocode_service *geocode_service_named(const char *name);
const char *geocode_service_names(void); /* "nominatim, photon, ..." */

#endif
