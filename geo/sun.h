/* sun: when the sun rises and sets. Pure.
 *
 * By Meeus, Astronomical Algorithms, chapters 15 and 25, with the formulas that NOAA's solar calculator publishes: the
 * sun's centre at -0.833 degrees (refraction and half the disc) at rise and set, at -6 degrees at dawn and dusk. Within a
 * minute of SunCalc 2.0 between 65 degrees of latitude south and north; mountains and weather are not known.
 */
#ifndef ROUNDS_GEO_SUN_H
#define ROUNDS_GEO_SUN_H

#include <stdbool.h>
#include <stdint.h>

enum sun_event { SUN_RISE, SUN_SET, SUN_DAWN, SUN_DUSK }; /* dawn and dusk: of civil twilight */

enum sun_day {
    SUN_ORDINARY,
    SUN_STAYS_UP,  /* it is above the event's altitude all day */
    SUN_STAYS_DOWN /* or below it */
};

/* The moment of EVENT on DAY (geo/base/civil.h) at a place, the day being the one whose noon there is nearest to noon
 * of a clock OFFSET_S ahead of UTC, in seconds since DAY began on that clock; -43200..129600. *AT_S is only set for
 * SUN_ORDINARY. LAT -90..90, LON -180..180. */
enum sun_day sun_at(enum sun_event event, int32_t day, double lat_deg, double lon_deg, int32_t offset_s, int32_t *at_s);

#endif
