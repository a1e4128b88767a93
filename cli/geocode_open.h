/* geocode_open: who answers where an address is: the person's own sites, imported places, the cache and the services of the settings. */
#ifndef ROUNDS_CLI_GEOCODE_OPEN_H
#define ROUNDS_CLI_GEOCODE_OPEN_H

#include "cli/cmd.h"
#include "geo/geocode/geocoder.h"

struct site;

struct geocode_asker {
    struct geocoder *geocoder;
    size_t services_n;   /* that may be asked: 0 with OFFLINE */
    const char *names;   /* "nominatim at nominatim.openstreetmap.org, photon at ..."; "" */
    int32_t interval_ms; /* between requests to one of them */
};

/* Makes no connection. OFFLINE, or --offline: no request leaves, the cache answers whatever its age. A service whose address or key is missing ends it:
 * STATUS_INPUT. */
MUST_CHECK enum status geocode_open(struct cli *cli, bool offline, struct geocode_asker *out, struct error *err);
void geocode_close(struct geocode_asker *asker);

/* The question for SITE's address, and for a line of text. In ARENA. */
struct geocode_query geocode_query_of_site(const struct cli *cli, struct arena *arena, const struct site *site);
struct geocode_query geocode_query_of_line(const struct cli *cli, struct arena *arena, const char *line);

/* Two lines on stderr: that nobody is configured to be asked, and how that is done. */
void geocode_say_how(struct cli *cli);

#endif
