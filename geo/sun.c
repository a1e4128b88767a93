/* Meeus, Astronomical Algorithms, chapters 15 and 25 (low accuracy), as NOAA's calculator uses them
 * (gml.noaa.gov/grad/solcalc/calcdetails.html): the sun's declination and the equation of time at the event itself,
 * found by going round three times. */
#include "geo/sun.h"

#include "geo/base/civil.h"

#include <math.h>

#define PI 3.14159265358979323846

static const double degree = PI / 180;
static const double unix_of_j2000 = 10957.5; /* days from 1970-01-01 00:00 to J2000.0 */

enum { ROUNDS_OF_SEARCH = 3 };

struct sun {
    double declination;  /* radians */
    double equation_min; /* of time: how far the sundial is ahead of the clock */
};

static struct sun sun_of(double unix_days)
{
    double t = (unix_days - unix_of_j2000) / 36525; /* Julian centuries */
    double longitude = degree * fmod(280.46646 + t * (36000.76983 + t * 0.0003032), 360);
    double anomaly = degree * (357.52911 + t * (35999.05029 - 0.0001537 * t));
    double eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t);
    double centre = sin(anomaly) * (1.914602 - t * (0.004817 + 0.000014 * t)) +
                    sin(2 * anomaly) * (0.019993 - 0.000101 * t) + sin(3 * anomaly) * 0.000289;
    double node = degree * (125.04 - 1934.136 * t);
    double apparent = longitude + degree * (centre - 0.00569 - 0.00478 * sin(node));
    double obliquity = degree * (23.439291 - t * 0.0130042 + 0.00256 * cos(node));
    double y = tan(obliquity / 2) * tan(obliquity / 2);
    double equation = y * sin(2 * longitude) - 2 * eccentricity * sin(anomaly) +
                      4 * eccentricity * y * sin(anomaly) * cos(2 * longitude) - y * y / 2 * sin(4 * longitude) -
                      1.25 * eccentricity * eccentricity * sin(2 * anomaly);
    return (struct sun){.declination = asin(sin(obliquity) * sin(apparent)), .equation_min = 4 * equation / degree};
}

/* The altitude of the sun's centre, in degrees: refraction and half the disc, or the end of civil twilight. */
static double altitude(enum sun_event event)
{
    return event == SUN_RISE || event == SUN_SET ? -0.833 : -6;
}

enum sun_day sun_at(enum sun_event event, int32_t day, double lat_deg, double lon_deg, int32_t offset_s, int32_t *at_s)
{
    double begin = day - (double)offset_s / DAY_SECONDS; /* of the local day, in days of UTC */
    double lat = degree * lat_deg;
    bool after_noon = event == SUN_SET || event == SUN_DUSK;
    double when = begin + 0.5;
    for (int i = 0; i < ROUNDS_OF_SEARCH; i++) {
        struct sun sun = sun_of(when);
        double cosine =
            (sin(degree * altitude(event)) - sin(lat) * sin(sun.declination)) / (cos(lat) * cos(sun.declination));
        if (!(cosine >= -1 && cosine <= 1)) {
            return cosine < -1 ? SUN_STAYS_UP : SUN_STAYS_DOWN;
        }
        /* The transit nearest to the day's noon, and the hour angle from it. */
        double noon_utc = 0.5 - lon_deg / 360 - sun.equation_min / 1440; /* of some day */
        double noon = noon_utc + round(begin + 0.5 - noon_utc);
        double angle = acos(cosine) / (2 * PI);
        when = after_noon ? noon + angle : noon - angle;
    }
    *at_s = (int32_t)floor((when - begin) * DAY_SECONDS);
    return SUN_ORDINARY;
}
