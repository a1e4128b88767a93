#include "geo/point.h"

#include "geo/base/num.h"

#include <assert.h>
#include <geodesic.h>
#include <math.h>
#include <string.h>

#define WGS84_A_M   6378137.0
#define WGS84_F     (1 / 298.257223563)
#define WGS84_E2    (WGS84_F * (2 - WGS84_F)) /* first eccentricity, squared */
#define RAD_PER_DEG (M_PI / 180)
#define HALF_TURN_M 20003932.0 /* more than the distance of any two places: half a meridian and a few metres */

static const struct geod_geodesic *wgs84(void)
{
    static struct geod_geodesic ellipsoid;
    static bool ready;
    if (!ready) {
        geod_init(&ellipsoid, WGS84_A_M, WGS84_F);
        ready = true;
    }
    return &ellipsoid;
}

bool point_valid(struct point p)
{
    /* Written so that NaN fails. */
    return p.lat_deg >= -90 && p.lat_deg <= 90 && p.lon_deg >= -180 && p.lon_deg <= 180;
}

static bool same(struct point a, struct point b)
{
    return !(a.lat_deg < b.lat_deg) && !(a.lat_deg > b.lat_deg) && !(a.lon_deg < b.lon_deg) && !(a.lon_deg > b.lon_deg);
}

double point_distance_m(struct point a, struct point b)
{
    if (same(a, b)) {
        return 0;
    }
    /* One order for a pair, so that there and back agree to the bit. */
    if (a.lat_deg > b.lat_deg || (!(a.lat_deg < b.lat_deg) && a.lon_deg > b.lon_deg)) {
        struct point swap = a;
        a = b;
        b = swap;
    }
    double distance_m;
    geod_inverse(wgs84(), a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, &distance_m, NULL, NULL);
    return distance_m;
}

double point_bearing_deg(struct point a, struct point b)
{
    if (same(a, b)) {
        return 0;
    }
    double azimuth_deg;
    geod_inverse(wgs84(), a.lat_deg, a.lon_deg, b.lat_deg, b.lon_deg, NULL, &azimuth_deg, NULL);
    double bearing_deg = azimuth_deg < 0 ? azimuth_deg + 360 : azimuth_deg;
    return bearing_deg < 360 ? bearing_deg : 0; /* also where a tiny negative azimuth rounds up to 360 */
}

/* The lower bound. On the ellipsoid a step is ds^2 = M^2 dlat^2 + N^2 cos^2(lat) dlon^2, where both radii of curvature
 * M < N grow from the equator to the poles. A shortest path between two places of one hemisphere never comes nearer to
 * the equator than its ends (pressed onto the lower end's parallel it would be shorter), so that M and N are at least
 * what they are at the lower end; at the equator, if the path crosses it. With these two numbers held fast, the path is
 * one on a sphere of radius M whose longitudes are stretched by N/M, and is at least as long as the great circle there
 * (which, once they are half a turn apart, leads over the pole).
 */
struct stretched_sphere {
    double radius_m;
    double stretch; /* of longitudes */
};

static struct stretched_sphere sphere_from(double sin2_lowest_lat)
{
    double w2 = 1 - WGS84_E2 * sin2_lowest_lat;
    return (struct stretched_sphere){.radius_m = WGS84_A_M * (1 - WGS84_E2) / (w2 * sqrt(w2)),
                                     .stretch = w2 / (1 - WGS84_E2)};
}

static double square(double x)
{
    return x * x;
}

double point_distance_below_m(struct point a, struct point b)
{
    double cos_a = cos(a.lat_deg * RAD_PER_DEG);
    double cos_b = cos(b.lat_deg * RAD_PER_DEG);
    bool one_side = (a.lat_deg > 0) == (b.lat_deg > 0);
    struct stretched_sphere sphere = sphere_from(one_side ? 1 - square(fmax(cos_a, cos_b)) : 0);
    double dlon_deg = fabs(a.lon_deg - b.lon_deg);
    dlon_deg = dlon_deg > 180 ? 360 - dlon_deg : dlon_deg;
    double haversine = square(sin((a.lat_deg - b.lat_deg) * (RAD_PER_DEG / 2))) +
                       cos_a * cos_b * square(sin(fmin(dlon_deg * (RAD_PER_DEG / 2) * sphere.stretch, M_PI / 2)));
    double distance_m = 2 * sphere.radius_m * asin(sqrt(fmin(haversine, 1)));
    /* What rounding may add: relatively near the antipodes, absolutely for places that are almost the same. */
    return fmax(distance_m * (1 - 3e-8) - 1e-6, 0);
}

const char *point_compass(double bearing_deg)
{
    static const char names[][3] = {"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
    double turned = fmod(bearing_deg, 360);
    return names[(int)floor((turned < 0 ? turned + 360 : turned) / 45 + 0.5) % 8];
}

/* The latitude RADIUS_M due north (AZIMUTH 0) or south (180) of P. True if the pole is reached. */
static bool latitude_at(struct point p, double azimuth_deg, double radius_m, double *lat_deg)
{
    double pole_deg = azimuth_deg > 90 ? -90 : 90;
    struct point pole = {pole_deg, p.lon_deg};
    if (radius_m >= point_distance_m(p, pole)) {
        *lat_deg = pole_deg;
        return true;
    }
    geod_direct(wgs84(), p.lat_deg, p.lon_deg, azimuth_deg, radius_m, lat_deg, NULL, NULL);
    return false;
}

/* Half the width of the box in degrees, from the lower bound above: a point within reach has, on the stretched sphere,
 * sin(dlon) <= sin(reach) / cos(lat). */
static double half_width_deg(struct point p, struct box lat_box, double radius_m)
{
    double lowest_deg = lat_box.south_deg > 0 ? lat_box.south_deg : lat_box.north_deg < 0 ? lat_box.north_deg : 0;
    struct stretched_sphere sphere = sphere_from(square(sin(lowest_deg * RAD_PER_DEG)));
    double reach = radius_m / sphere.radius_m;
    double sine = sin(reach) / cos(p.lat_deg * RAD_PER_DEG);
    return reach < M_PI / 2 && sine < 1 ? asin(sine) / sphere.stretch / RAD_PER_DEG : 180;
}

struct box point_box(struct point p, double radius_m)
{
    assert(radius_m >= 0);
    const double margin_deg = 1e-9; /* a tenth of a millimetre, for rounding */
    struct box box = {-90, -180, 90, 180};
    if (radius_m >= HALF_TURN_M) {
        return box;
    }
    bool south_pole = latitude_at(p, 180, radius_m, &box.south_deg);
    bool north_pole = latitude_at(p, 0, radius_m, &box.north_deg);
    double half_deg = south_pole || north_pole ? 180 : half_width_deg(p, box, radius_m) + margin_deg;
    box.south_deg = fmax(box.south_deg - margin_deg, -90);
    box.north_deg = fmin(box.north_deg + margin_deg, 90);
    if (half_deg >= 180) {
        return box;
    }
    box.west_deg = p.lon_deg - half_deg;
    box.east_deg = p.lon_deg + half_deg;
    box.west_deg = box.west_deg < -180 ? box.west_deg + 360 : box.west_deg;
    box.east_deg = box.east_deg > 180 ? box.east_deg - 360 : box.east_deg;
    return box;
}

static bool holds_longitude(struct box box, double lon_deg)
{
    if (box.west_deg <= box.east_deg) {
        return lon_deg >= box.west_deg && lon_deg <= box.east_deg;
    }
    return lon_deg >= box.west_deg || lon_deg <= box.east_deg;
}

bool box_holds(struct box box, struct point p)
{
    if (!(p.lat_deg >= box.south_deg && p.lat_deg <= box.north_deg)) {
        return false;
    }
    if (fabs(p.lat_deg) >= 90) {
        return true; /* a pole has every longitude */
    }
    bool seam = fabs(p.lon_deg) >= 180; /* 180 and -180 are one meridian */
    return holds_longitude(box, p.lon_deg) || (seam && holds_longitude(box, -p.lon_deg));
}

/* The number in TEXT before END, white space around it skipped. */
static bool parse_part(const char *text, const char *end, double limit, double *out)
{
    char part[64];
    while (text < end && *text == ' ') {
        text++;
    }
    while (end > text && end[-1] == ' ') {
        end--;
    }
    size_t length = (size_t)(end - text);
    if (length >= sizeof part) {
        return false;
    }
    memcpy(part, text, length);
    part[length] = '\0';
    return num_parse_double(part, false, -limit, limit, out);
}

enum status point_parse(const char *text, struct point *out, struct error *err)
{
    const char *comma = strchr(text, ',');
    struct point p;
    if (comma == NULL || !parse_part(text, comma, 90, &p.lat_deg) ||
        !parse_part(comma + 1, comma + strlen(comma), 180, &p.lon_deg)) {
        return error_set(err, STATUS_INPUT,
                         "\"%.80s\" is not a place: write latitude, comma, longitude in degrees, such as 52.67,-0.73",
                         text);
    }
    *out = p;
    return STATUS_OK;
}
