/* Links that open the day in a phone's map application.
 *
 * Google Maps URLs (developers.google.com/maps/documentation/urls): at most three waypoints on a phone, more are dropped
 * without a word, so the day is cut into parts of three waypoints and a destination. Apple's unified map URLs
 * (developer.apple.com/documentation/mapkit/unified-map-urls): up to 14 waypoints. geo: URIs (RFC 5870, with Android's
 * label) open one stop in whatever the phone has. All start from where the phone is.
 */
#include "cli/export/export.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <jansson.h>
#include <string.h>

enum { GOOGLE_STOPS = 4, APPLE_STOPS = 15 }; /* waypoints and the destination */

static const char *coordinates(struct arena *arena, struct point at)
{
    char lat[NUM_DECIMAL_MAX];
    char lon[NUM_DECIMAL_MAX];
    num_format(lat, at.lat_deg, 6);
    num_format(lon, at.lon_deg, 6);
    return arena_printf(arena, "%s,%s", lat, lon);
}

/* --- one link ------------------------------------------------------------------------------------------------------------ */

static const char *google_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    struct buf url;
    buf_init(&url, EXPORT_BYTES_MAX);
    buf_printf(&url, "https://www.google.com/maps/dir/?api=1&destination=%s", coordinates(arena, stops[n - 1].at));
    for (size_t i = 0; i + 1 < n; i++)
        buf_printf(&url, "%s%s", i == 0 ? "&waypoints=" : "%7C", coordinates(arena, stops[i].at));
    buf_add(&url, "&travelmode=driving");
    const char *text = arena_strdup(arena, url.data);
    buf_clear(&url);
    return text;
}

static const char *apple_url(struct arena *arena, const struct export_stop *stops, size_t n)
{
    struct buf url;
    buf_init(&url, EXPORT_BYTES_MAX);
    buf_printf(&url, "https://maps.apple.com/directions?destination=%s", coordinates(arena, stops[n - 1].at));
    for (size_t i = 0; i + 1 < n; i++)
        buf_printf(&url, "&waypoint=%s", coordinates(arena, stops[i].at));
    buf_add(&url, "&mode=driving");
    const char *text = arena_strdup(arena, url.data);
    buf_clear(&url);
    return text;
}

/* Parentheses end Android's label, so the name goes without them. */
static const char *geo_url(struct arena *arena, const struct export_stop *stop)
{
    char *label = arena_strdup(arena, stop->name);
    for (char *p = label; *p != '\0'; p++)
        if (*p == '(' || *p == ')')
            *p = ' ';
    const char *at = coordinates(arena, stop->at);
    struct buf url;
    buf_init(&url, EXPORT_BYTES_MAX);
    buf_printf(&url, "geo:%s?q=%s(", at, at);
    text_url_encode(&url, text_trim(arena, label));
    buf_add_char(&url, ')');
    const char *text = arena_strdup(arena, url.data);
    buf_clear(&url);
    return text;
}

/* --- the day in parts ---------------------------------------------------------------------------------------------------- */

struct app {
    const char *name;
    const char *key; /* in JSON */
    const char *note;
    size_t stops; /* most in one link */
    const char *(*url)(struct arena *arena, const struct export_stop *stops, size_t n);
};

static const struct app apps[] = {
    {"Google Maps", "google", "open the next link when the last stop of one is done", GOOGLE_STOPS, google_url},
    {"Apple Maps", "apple", "iOS 18.4 and later", APPLE_STOPS, apple_url},
};

static size_t parts_of(const struct app *app, const struct export_input *input)
{
    return (input->n + app->stops - 1) / app->stops;
}

static size_t stops_of_part(const struct app *app, const struct export_input *input, size_t part)
{
    const size_t left = input->n - part * app->stops;
    return left < app->stops ? left : app->stops;
}

/* "stops 5-8 of 11", "stop 9 of 11 and home" */
static const char *span(const struct export_input *input, const struct export_stop *stops, size_t n)
{
    int first = 0;
    int last = 0;
    bool home = false;
    for (size_t i = 0; i < n; i++) {
        first = first == 0 ? stops[i].number : first;
        last = stops[i].number != 0 ? stops[i].number : last;
        home = home || stops[i].stop == NULL;
    }
    const char *tail = home ? " and home" : "";
    if (first == 0)
        return home ? "home" : "a break";
    if (first == last)
        return arena_printf(input->arena, "stop %d of %d%s", first, input->last_number, tail);
    return arena_printf(input->arena, "stops %d-%d of %d%s", first, last, input->last_number, tail);
}

static void write_app(const struct app *app, const struct export_input *input, struct buf *out)
{
    const size_t parts = parts_of(app, input);
    buf_printf(out, "%s (%s)\n", app->name, app->note);
    for (size_t part = 0; part < parts; part++) {
        const struct export_stop *stops = &input->stops[part * app->stops];
        const size_t n = stops_of_part(app, input, part);
        buf_printf(out, "link %zu of %zu: %s\n%s\n", part + 1, parts, span(input, stops, n),
                   app->url(input->arena, stops, n));
    }
    buf_add_char(out, '\n');
}

static const char *arrival(const struct export_input *input, const struct export_stop *stop)
{
    char text[CIVIL_TEXT];
    const int32_t at_s = stop->stop == NULL ? input->plan->home_s : stop->stop->arrive_s;
    civil_format_time(text, civil_wall(input->plan->day, at_s));
    return arena_strdup(input->arena, text);
}

static enum status write_links(const struct export_input *input, struct buf *out, struct error *err)
{
    (void)err;
    char day[CIVIL_TEXT];
    civil_format_day(day, input->plan->day);
    buf_printf(out, "%s\n\n", day);
    for (size_t i = 0; i < sizeof apps / sizeof apps[0]; i++)
        write_app(&apps[i], input, out);
    buf_add(out, "Stop by stop (any map application on Android)\n");
    for (size_t i = 0; i < input->n; i++) {
        const struct export_stop *stop = &input->stops[i];
        if (stop->number != 0)
            buf_printf(out, "%d. ", stop->number);
        buf_printf(out, "%s %s\n%s\n", arrival(input, stop), stop->name, geo_url(input->arena, stop));
    }
    return STATUS_OK;
}

/* --- JSON ---------------------------------------------------------------------------------------------------------------- */

static json_t *json_app(const struct app *app, const struct export_input *input)
{
    json_t *list = json_array();
    const size_t parts = parts_of(app, input);
    for (size_t part = 0; part < parts; part++) {
        const struct export_stop *stops = &input->stops[part * app->stops];
        const size_t n = stops_of_part(app, input, part);
        json_array_append_new(list,
                              json_pack("{s:I, s:I, s:s, s:s}", "part", (json_int_t)part + 1, "of", (json_int_t)parts,
                                        "stops", span(input, stops, n), "url", app->url(input->arena, stops, n)));
    }
    return list;
}

static json_t *links_json(const struct export_input *input)
{
    char date[CIVIL_TEXT];
    civil_format_date(date, input->plan->day);
    json_t *doc = json_pack("{s:s, s:i, s:s}", "schema", "rounds-links", "version", 1, "day", date);
    for (size_t i = 0; i < sizeof apps / sizeof apps[0]; i++)
        json_object_set_new(doc, apps[i].key, json_app(&apps[i], input));
    json_t *stops = json_array();
    for (size_t i = 0; i < input->n; i++)
        json_array_append_new(stops, json_pack("{s:i, s:s, s:s, s:s}", "number", input->stops[i].number, "name",
                                               input->stops[i].name, "arrive", arrival(input, &input->stops[i]), "url",
                                               geo_url(input->arena, &input->stops[i])));
    json_object_set_new(doc, "geo", stops);
    return doc;
}

const struct exporter export_links = {
    .name = "links",
    .summary = "links that open the day in Google Maps (parts of four stops), Apple Maps, or any map (geo:)",
    .extension = NULL,
    .contains =
        "places of the stops; names and times only beside the links and in geo: labels; home only with --with-home",
    .write = write_links,
    .json = links_json,
};
