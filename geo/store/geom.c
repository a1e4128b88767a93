#include "geo/store/geom.h"

#include <stdint.h>
#include <string.h>

enum {
    SRID_WGS84 = 4326,
    BLOB_START = 0x00,
    BLOB_LITTLE_ENDIAN = 0x01,
    BLOB_MBR_END = 0x7C,
    BLOB_END = 0xFE,
    CLASS_POINT = 1,
    TINY_BIG_ENDIAN = 0x80,
    TINY_LITTLE_ENDIAN = 0x81,
    TINY_BYTES = 24,
    TINY_POINT_XY = 1
};

static void put(unsigned char *at, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        at[i] = (unsigned char)(value >> (8 * i));
    }
}

static void put_double(unsigned char *at, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(at, bits, sizeof bits);
}

static uint64_t take(const unsigned char *at, size_t n, bool little)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        value = value << 8 | at[little ? n - 1 - i : i];
    }
    return value;
}

static double take_double(const unsigned char *at, bool little)
{
    uint64_t bits = take(at, sizeof bits, little);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

void geom_write(unsigned char out[GEOM_BYTES], struct point p)
{
    out[0] = BLOB_START;
    out[1] = BLOB_LITTLE_ENDIAN;
    put(out + 2, SRID_WGS84, 4);
    put_double(out + 6, p.lon_deg); /* the bounding box: min x, min y, max x, max y */
    put_double(out + 14, p.lat_deg);
    put_double(out + 22, p.lon_deg);
    put_double(out + 30, p.lat_deg);
    out[38] = BLOB_MBR_END;
    put(out + 39, CLASS_POINT, 4);
    put_double(out + 43, p.lon_deg);
    put_double(out + 51, p.lat_deg);
    out[59] = BLOB_END;
}

static bool read_full(const unsigned char *b, struct point *p)
{
    bool little = b[1] == BLOB_LITTLE_ENDIAN;
    if (b[1] > BLOB_LITTLE_ENDIAN || b[38] != BLOB_MBR_END || take(b + 2, 4, little) != SRID_WGS84 ||
        take(b + 39, 4, little) != CLASS_POINT) {
        return false;
    }
    *p = (struct point){.lat_deg = take_double(b + 51, little), .lon_deg = take_double(b + 43, little)};
    return true;
}

static bool read_tiny(const unsigned char *b, struct point *p)
{
    bool little = b[1] == TINY_LITTLE_ENDIAN;
    if ((b[1] != TINY_BIG_ENDIAN && !little) || take(b + 2, 4, little) != SRID_WGS84 || b[6] != TINY_POINT_XY) {
        return false;
    }
    *p = (struct point){.lat_deg = take_double(b + 15, little), .lon_deg = take_double(b + 7, little)};
    return true;
}

bool geom_read(const void *bytes, size_t length, struct point *out)
{
    const unsigned char *b = bytes;
    struct point p = {0.0, 0.0};
    if (b == NULL || length < TINY_BYTES || b[0] != BLOB_START || b[length - 1] != BLOB_END) {
        return false;
    }
    bool read = length == GEOM_BYTES ? read_full(b, &p) : length == TINY_BYTES && read_tiny(b, &p);
    if (!read || !point_valid(p)) {
        return false;
    }
    *out = p;
    return true;
}
