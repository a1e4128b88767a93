/* The applications, each with its form, its limit and where these are known from.
 *
 * Degrees have five decimals, about a metre: a code of squares (QR) of four stops stays small enough for a screen. */
#include "cli/export/links.h"

#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <string.h>

enum {
    DECIMALS = 5,
    NAME_COLUMNS = 32, /* of a name inside a link: it is for the eye, the place is in degrees */
    GOOGLE = 1 + 3,    /* waypoints and the destination */
    GOOGLE_MORE = 1 + 9,
    APPLE = 15,
    HERE = 50,
    ORGANIC = 1 + 100
};

static const char *degrees(struct arena *arena, double value)
{
    char text[NUM_DECIMAL_MAX];
    num_format(text, value, DECIMALS);
    return arena_strdup(arena, text);
}

static const char *lat_lon(struct arena *arena, const struct export_stop *stop)
{
    return arena_printf(arena, "%s,%s", degrees(arena, stop->at.lat_deg), degrees(arena, stop->at.lon_deg));
}

/* The name, percent-encoded, without what separates places in any of the forms. */
static const char *encoded_name(struct arena *arena, const struct export_stop *stop)
{
    struct buf url;
    char *name = text_cut(arena, stop->name, NAME_COLUMNS);
    for (char *p = name; *p != '\0'; p++)
        if (strchr("()/|,", *p) != NULL)
            *p = ' ';
    buf_init(&url, EXPORT_BYTES_MAX);
    text_url_encode(&url, text_trim(arena, name));
    return buf_into_arena(&url, arena);
}

/* The places of STOPS, each after BEFORE, but for the first, which comes after FIRST. */
static const char *places(struct arena *arena, const struct export_stop *stops, size_t n, const char *first,
                          const char *before)
{
    struct buf url;
    buf_init(&url, EXPORT_BYTES_MAX);
    for (size_t i = 0; i < n; i++)
        buf_printf(&url, "%s%s", i == 0 ? first : before, lat_lon(arena, &stops[i]));
    return buf_into_arena(&url, arena);
}

/* developers.google.com/maps/documentation/urls: at most three waypoints in a phone's browser, nine elsewhere; more are
 * dropped without a word. */
static const char *google_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    return arena_printf(arena, "https://www.google.com/maps/dir/?api=1&destination=%s%s&travelmode=driving",
                        lat_lon(arena, &stops[n - 1]), places(arena, stops, n - 1, "&waypoints=", "%7C"));
}

/* developer.apple.com/documentation/mapkit/unified-map-urls: from iOS 18.4; the application takes 14 waypoints. */
static const char *apple_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    return arena_printf(arena, "https://maps.apple.com/directions?destination=%s%s&mode=driving",
                        lat_lon(arena, &stops[n - 1]), places(arena, stops, n - 1, "&waypoint=", "&waypoint="));
}

/* Apple Map Links: directions to one place, on any iPhone. */
static const char *apple_leg_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    return arena_printf(arena, "https://maps.apple.com/?daddr=%s&dirflg=d", lat_lon(arena, &stops[n - 1]));
}

/* docs.here.com/wego/docs/share-route: up to 100 places, 50 as a soft limit. */
static const char *here_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    struct buf url;
    buf_init(&url, EXPORT_BYTES_MAX);
    buf_add(&url, "https://wego.here.com/r/mylocation");
    for (size_t i = 0; i < n; i++) {
        const char *name = encoded_name(arena, &stops[i]);
        buf_printf(&url, "/%s%s%s", lat_lon(arena, &stops[i]), *name == '\0' ? "" : ",", name);
    }
    buf_add(&url, "?m=d");
    return buf_into_arena(&url, arena);
}

/* developers.google.com/waze/deeplinks: one destination. */
static const char *waze_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    const struct export_stop *stop = &stops[n - 1];
    return arena_printf(arena, "https://waze.com/ul?ll=%s%%2C%s&navigate=yes", degrees(arena, stop->at.lat_deg),
                        degrees(arena, stop->at.lon_deg));
}

/* organicmaps.app/api: v1 shows a place, from which one tap plans the way. Its route?v=1 wants a start, which would have
 * to be somewhere other than where the phone is. */
static const char *organic_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    const char *name = encoded_name(arena, &stops[n - 1]);
    return arena_printf(arena, "om://map?v=1&ll=%s%s%s", lat_lon(arena, &stops[n - 1]),
                        *name == '\0' ? "" : "&n=", name);
}

/* Route links v2 of the same interface, which versions before 2026 do not know; at most 100 places on the way. */
static const char *organic_day_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    return arena_printf(arena, "om://v2/nav?origin=currentLocation&destination=%s%s&mode=drive",
                        lat_lon(arena, &stops[n - 1]), places(arena, stops, n - 1, "&waypoints=", "%7C"));
}

/* osmand.net/docs/technical/algorithms/osmand-intents: without a start it begins here. */
static const char *osmand_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    return arena_printf(arena, "https://osmand.net/map/navigate/?finish=%s&profile=car", lat_lon(arena, &stops[n - 1]));
}

/* sygic.com/developers, custom URL: longitude first. */
static const char *sygic_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    const struct export_stop *stop = &stops[n - 1];
    return arena_printf(arena, "com.sygic.aura://coordinate%%7C%s%%7C%s%%7Cdrive", degrees(arena, stop->at.lon_deg),
                        degrees(arena, stop->at.lat_deg));
}

/* In use by other programs; its maker has published nothing. */
static const char *magic_earth_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    const struct export_stop *stop = &stops[n - 1];
    return arena_printf(arena, "magicearth://?drive_to&lat=%s&lon=%s", degrees(arena, stop->at.lat_deg),
                        degrees(arena, stop->at.lon_deg));
}

/* In use by other programs; its maker has published nothing. */
static const char *tomtom_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    return arena_printf(arena, "tomtomgo://x-callback-url/navigate?destination=%s", lat_lon(arena, &stops[n - 1]));
}

/* RFC 5870, with Android's label. */
static const char *geo_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    const char *name = encoded_name(arena, &stops[n - 1]);
    const char *at = lat_lon(arena, &stops[n - 1]);
    return *name == '\0' ? arena_printf(arena, "geo:%s", at) : arena_printf(arena, "geo:%s?q=%s(%s)", at, at, name);
}

static const struct map_app apps[] = {
    {"Google Maps", "google", "open the next link when the last stop of one is done", GOOGLE, GOOGLE_MORE, google_url},
    {"Apple Maps", "apple", "iOS 18.4 and later", APPLE, 0, apple_url},
    {"Apple Maps, stop by stop", "apple-leg", "any iPhone", 1, 0, apple_leg_url},
    {"HERE WeGo", "here", "the whole day", HERE, 0, here_url},
    {"Waze", "waze", "stop by stop", 1, 0, waze_url},
    {"Organic Maps", "organic", "stop by stop: shows the place, then tap Route to", 1, 0, organic_url},
    {"Organic Maps, the whole day", "organic-day", "not in versions before 2026: try it before you rely on it", ORGANIC,
     0, organic_day_url},
    {"OsmAnd", "osmand", "stop by stop; the whole day: rounds export gpx", 1, 0, osmand_url},
    {"Sygic", "sygic", "stop by stop", 1, 0, sygic_url},
    {"Magic Earth", "magicearth", "stop by stop", 1, 0, magic_earth_url},
    {"TomTom GO", "tomtom", "stop by stop, on an iPhone; on Android use geo", 1, 0, tomtom_url},
    {"Any map application", "geo", "stop by stop, on Android", 1, 0, geo_url},
};

const struct map_app *map_apps(size_t *n)
{
    *n = sizeof apps / sizeof *apps;
    return apps;
}

const struct map_app *map_app_find(const char *key)
{
    for (size_t i = 0; i < sizeof apps / sizeof *apps; i++)
        if (strcmp(apps[i].key, key) == 0)
            return &apps[i];
    return NULL;
}
