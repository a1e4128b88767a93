#include "planner/polyline.h"

#include "geo/base/mem.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum {
    CHUNK_BITS = 5,
    MORE = 1 << CHUNK_BITS, /* another chunk follows */
    FIRST_CHAR = 63,
    CHUNKS_MAX = 6, /* a step round the whole globe takes no more */
    LAT_MAX = 9000000,
    LON_MAX = 18000000
};

static int32_t units(double degrees)
{
    return (int32_t)lround(degrees * 1e5);
}

/* One difference, the sign in the lowest bit, as chunks from the lowest bits on. Returns where the text goes on. */
static char *put(char *out, int32_t difference)
{
    uint32_t bits = (uint32_t)difference << 1;
    bits = difference < 0 ? ~bits : bits;
    while (bits >= MORE) {
        *out++ = (char)((bits & (MORE - 1)) + MORE + FIRST_CHAR);
        bits >>= CHUNK_BITS;
    }
    *out++ = (char)(bits + FIRST_CHAR);
    return out;
}

char *polyline_encode(struct arena *arena, const struct point *points, size_t n)
{
    char *text = arena_array(arena, 2 * CHUNKS_MAX * n + 1, 1), *out = text;
    int32_t lat = 0, lon = 0;
    for (size_t i = 0; i < n; i++) {
        int32_t next_lat = units(points[i].lat_deg), next_lon = units(points[i].lon_deg);
        out = put(put(out, next_lat - lat), next_lon - lon);
        lat = next_lat;
        lon = next_lon;
    }
    return text;
}

/* Adds the next difference of *TEXT to *VALUE. False when there is none, or it leads beyond MOST. */
static bool take(const char **text, int32_t *value, int32_t most)
{
    uint32_t bits = 0;
    for (unsigned i = 0; i < CHUNKS_MAX; i++) {
        int chunk = **text - FIRST_CHAR;
        if (chunk < 0 || chunk >= 2 * MORE) {
            return false;
        }
        ++*text;
        bits |= (uint32_t)(chunk & (MORE - 1)) << (CHUNK_BITS * i);
        if (chunk < MORE) {
            int32_t half = (int32_t)(bits >> 1);
            *value += (bits & 1) != 0 ? -half - 1 : half;
            return *value >= -most && *value <= most;
        }
    }
    return false;
}

bool polyline_decode(struct arena *arena, const char *text, struct point **points, size_t *n)
{
    struct point *out = arena_array(arena, strlen(text) / 2 + 1, sizeof *out);
    size_t count = 0;
    int32_t lat = 0, lon = 0;
    while (*text != '\0') {
        if (!take(&text, &lat, LAT_MAX) || !take(&text, &lon, LON_MAX)) {
            return false;
        }
        out[count++] = (struct point){lat / 1e5, lon / 1e5};
    }
    *points = out;
    *n = count;
    return true;
}
