#include "tests/cli/export_read.h"

#include "tests/cli/export_fixture.h"

#include "geo/base/num.h"

#include <stdlib.h>
#include <string.h>

/* What may stand in a URI (RFC 3986), %XX decoded. */
static const char *decode(struct arena *arena, const char *url)
{
    char *out = arena_strdup(arena, url);
    size_t n = 0;
    for (const char *p = url; *p != '\0'; p++) {
        assert_true(*p > ' ' && *p <= '~' && strchr("\"<>\\^`{|}", *p) == NULL);
        if (*p == '%') {
            char hex[3] = {p[1], p[1] == '\0' ? '\0' : p[2], '\0'};
            assert_int_equal(strspn(hex, "0123456789ABCDEFabcdef"), 2);
            out[n++] = (char)strtol(hex, NULL, 16);
            p += 2;
        } else {
            out[n++] = *p;
        }
    }
    out[n] = '\0';
    return out;
}

static double degrees(struct arena *arena, const char *text, size_t length, double most)
{
    double value = 0;
    const char *digits = arena_strndup(arena, text, length);
    const char *dot = strchr(digits, '.');
    assert_non_null(dot);
    assert_true(strlen(dot + 1) >= 5); /* about a metre */
    if (!num_parse_double(digits, false, -most, most, &value))
        fail_msg("\"%s\" in a link", digits);
    return value;
}

/* "lat,lon" (or with LON_FIRST the other way round), separated by SEPARATOR, at *P, which goes behind it. */
static void take(struct read_stops *out, const char **p, char separator, bool lon_first)
{
    static const char digits[] = "0123456789.-";
    const size_t first = strspn(*p, digits);
    assert_int_equal((*p)[first], separator);
    const size_t second = strspn(*p + first + 1, digits);
    const double a = degrees(out->arena, *p, first, lon_first ? 180 : 90);
    const double b = degrees(out->arena, *p + first + 1, second, lon_first ? 90 : 180);
    struct read_stop *stop = arena_push(out->arena, (void **)&out->items, &out->n, &out->capacity, sizeof *stop);
    *stop = (struct read_stop){lon_first ? b : a, lon_first ? a : b, "", ""};
    *p += first + 1 + second;
}

/* URL without PREFIX, which it must have. */
static const char *after(const char *url, const char *prefix)
{
    if (strncmp(url, prefix, strlen(prefix)) != 0)
        fail_msg("%s does not begin with %s", url, prefix);
    return url + strlen(prefix);
}

/* Places on the way, each after NAME= or the separator BETWEEN, then the destination, which comes before them. */
static void read_many(struct read_stops *out, const char *text, const char *name, char between, const char *end)
{
    struct read_stops last = {.arena = out->arena};
    const char *p = text;
    take(&last, &p, ',', false);
    if (strncmp(p, name, strlen(name)) == 0 && between != '\0') {
        p += strlen(name);
        take(out, &p, ',', false);
        for (; *p == between;) {
            p++;
            take(out, &p, ',', false);
        }
    }
    while (between == '\0' && strncmp(p, name, strlen(name)) == 0) {
        p += strlen(name);
        take(out, &p, ',', false);
    }
    assert_string_equal(p, end);
    *(struct read_stop *)arena_push(out->arena, (void **)&out->items, &out->n, &out->capacity, sizeof *out->items) =
        last.items[0];
}

static void read_here(struct read_stops *out, const char *url)
{
    const char *p = after(url, "https://wego.here.com/r/mylocation");
    while (*p == '/') { /* the path, before it is decoded: a title has no slash of its own */
        p++;
        take(out, &p, ',', false);
        if (*p == ',') {
            p += strcspn(p, "/?");
        }
    }
    assert_string_equal(p, "?m=d");
}

static void read_one(struct read_stops *out, const char *text, const char *prefix, const char *end)
{
    const char *p = after(text, prefix);
    take(out, &p, ',', false);
    if (end != NULL)
        assert_string_equal(p, end);
}

static void read_geo(struct read_stops *out, const char *text)
{
    struct read_stops again = {.arena = out->arena};
    const char *p = after(text, "geo:");
    take(out, &p, ',', false);
    if (*p == '\0')
        return;
    p = after(p, "?q=");
    take(&again, &p, ',', false);
    assert_true(again.items[0].lat_deg == out->items[out->n - 1].lat_deg);
    assert_true(again.items[0].lon_deg == out->items[out->n - 1].lon_deg);
    assert_int_equal(*p, '(');
    assert_int_equal(strcspn(p + 1, "()"), strlen(p) - 2); /* one label, closed at the end */
    assert_int_equal(p[strlen(p) - 1], ')');
}

static void read_magic_earth(struct read_stops *out, const char *text)
{
    const char *p = after(text, "magicearth://?drive_to&lat=");
    const size_t lat = strcspn(p, "&");
    const char *lon = after(p + lat, "&lon=");
    struct read_stop *stop = arena_push(out->arena, (void **)&out->items, &out->n, &out->capacity, sizeof *stop);
    *stop = (struct read_stop){degrees(out->arena, p, lat, 90), degrees(out->arena, lon, strlen(lon), 180), "", ""};
}

void read_url(struct read_stops *out, const char *key, const char *url)
{
    const char *text = decode(out->arena, url);
    const char *p = text;
    if (strcmp(key, "google") == 0)
        read_many(out, after(text, "https://www.google.com/maps/dir/?api=1&destination="), "&waypoints=", '|',
                  "&travelmode=driving");
    else if (strcmp(key, "apple") == 0)
        read_many(out, after(text, "https://maps.apple.com/directions?destination="), "&waypoint=", '\0',
                  "&mode=driving");
    else if (strcmp(key, "organic-day") == 0)
        read_many(out, after(text, "om://v2/nav?origin=currentLocation&destination="), "&waypoints=", '|',
                  "&mode=drive");
    else if (strcmp(key, "apple-leg") == 0)
        read_one(out, text, "https://maps.apple.com/?daddr=", "&dirflg=d");
    else if (strcmp(key, "here") == 0)
        read_here(out, url);
    else if (strcmp(key, "waze") == 0)
        read_one(out, text, "https://waze.com/ul?ll=", "&navigate=yes");
    else if (strcmp(key, "organic") == 0)
        read_one(out, text, "om://map?v=1&ll=", NULL);
    else if (strcmp(key, "osmand") == 0)
        read_one(out, text, "https://osmand.net/map/navigate/?finish=", "&profile=car");
    else if (strcmp(key, "tomtom") == 0)
        read_one(out, text, "tomtomgo://x-callback-url/navigate?destination=", "");
    else if (strcmp(key, "magicearth") == 0)
        read_magic_earth(out, text);
    else if (strcmp(key, "geo") == 0)
        read_geo(out, text);
    else if (strcmp(key, "sygic") == 0) {
        p = after(text, "com.sygic.aura://coordinate|");
        take(out, &p, '|', true);
        assert_string_equal(p, "|drive");
    } else {
        fail_msg("no reader of the links of %s: write one", key);
    }
}
