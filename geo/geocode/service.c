#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/geocode/service_impl.h"

#include <string.h>

static const struct geocode_service *const services[] = {
    &geocode_nominatim,    &geocode_photon,           &geocode_pelias,
    &geocode_geocodeearth, &geocode_openrouteservice, &geocode_opencage,
};

const struct geocode_service *geocode_service_named(const char *name)
{
    for (size_t i = 0; i < sizeof services / sizeof *services; i++) {
        if (strcmp(services[i]->name, name) == 0) {
            return services[i];
        }
    }
    return NULL;
}

const char *geocode_service_names(void)
{
    return "nominatim, photon, pelias, geocodeearth, openrouteservice, opencage";
}

/* --- to ask ------------------------------------------------------------------------------------------------------ */

void service_url_begin(struct buf *url, const char *base, const char *path)
{
    buf_init(url, SIZE_MAX);
    buf_add(url, base);
    buf_add(url, path);
}

void service_url_add(struct buf *url, const char *name, const char *value)
{
    if (value[0] == '\0') {
        return;
    }
    buf_add_char(url, strchr(url->data, '?') != NULL ? '&' : '?');
    buf_add(url, name);
    buf_add_char(url, '=');
    text_url_encode(url, value);
}

void service_url_count(struct buf *url, const char *name, size_t value)
{
    char digits[NUM_DECIMAL_MAX];
    num_format(digits, (double)(value < 1000 ? value : 1000), 0);
    service_url_add(url, name, digits);
}

char *service_decimals(struct arena *arena, double value, int decimals)
{
    char digits[NUM_DECIMAL_MAX];
    num_format(digits, value, decimals);
    return arena_strdup(arena, digits);
}

void service_url_degrees(struct buf *url, const char *name, double degrees, int decimals)
{
    char digits[NUM_DECIMAL_MAX];
    num_format(digits, degrees, decimals);
    service_url_add(url, name, digits);
}

const char *service_countries(const struct geocode_query *query)
{
    return query->parts.country[0] != '\0' ? query->parts.country : query->countries;
}
