/* civil: dates, wall-clock times and the time zone. The only file that reads the clock or asks the C library for time.
 *
 * A day is an int32 count of days since 1970-01-01. A moment of a plan is an int32 count of seconds *elapsed* since the
 * local midnight that begins its day, so that a day of 23 or 25 hours is right; wall-clock seconds (what a clock on the
 * wall shows, 0..86400) are converted at the edges. The zone is the process's (main sets TZ from the settings).
 */
#ifndef ROUNDS_GEO_BASE_CIVIL_H
#define ROUNDS_GEO_BASE_CIVIL_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stdint.h>

#define DAY_NONE INT32_MIN
enum { DAY_SECONDS = 86400, CIVIL_TEXT = 64 };

struct civil_date {
    int32_t year;
    int32_t month; /* 1..12 */
    int32_t mday;  /* 1..31 */
};

int64_t civil_clock_utc(void); /* now; called once, by main */
/* Milliseconds since some moment or other, for measuring how long something takes: never set back. */
int64_t civil_clock_ms(void);
bool civil_zone_set(const char *zone); /* IANA name or "" for the system's; false: unknown */
/* Is this an IANA zone that the machine knows? Does not change the process's zone. */
bool civil_zone_known(const char *zone);

int32_t civil_day(int32_t year, int32_t month, int32_t mday); /* years 1..9999; DAY_NONE if no such date */
struct civil_date civil_date_of(int32_t day);
int civil_weekday(int32_t day); /* 0 = Monday .. 6 = Sunday */

int32_t civil_day_of_utc(int64_t utc);  /* local date of an instant */
int32_t civil_wall_of_utc(int64_t utc); /* wall-clock seconds of an instant */
/* Instant of WALL_S (0..2*86400) on DAY. False when the clock skips it (spring); the first of two in autumn. On false
 * *UTC is still set, to the instant just after the gap. */
bool civil_utc(int32_t day, int32_t wall_s, int64_t *utc);
/* The same as seconds elapsed since local midnight of DAY, and back. */
bool civil_elapsed(int32_t day, int32_t wall_s, int32_t *elapsed_s);
int32_t civil_wall(int32_t day, int32_t elapsed_s);
/* Instant of a wall-clock time in another zone than the process's, e.g. of a calendar file. False: unknown zone, *UTC
 * untouched. A time that the zone skips gives the instant after the gap. Switches TZ and back: not beside threads. */
bool civil_utc_in_zone(const char *zone, int32_t day, int32_t wall_s, int64_t *utc);

bool civil_parse_date(const char *text, int32_t *day); /* YYYY-MM-DD only, real dates only */
/* For people: also today, tomorrow, yesterday, mon..sun (the next one, today excluded), +3d, -2w, DD/MM/YYYY. */
bool civil_parse_day_word(const char *text, int32_t today, int32_t *day);
bool civil_parse_time(const char *text, int32_t *wall_s);      /* 9:10[:00], 9.10, 0910, 24:00, 9am, 2.30 pm */
bool civil_parse_duration(const char *text, int32_t *seconds); /* 45, 45m, 45 min, 1h, 1h30, 1:30; to a week */
/* RFC 3339 or "YYYY-MM-DD HH:MM[:SS]" (local; false for a time that the clock skips, the first of two in autumn). */
bool civil_parse_instant(const char *text, int64_t *utc);

void civil_format_date(char out[CIVIL_TEXT], int32_t day);    /* 2026-11-24 */
void civil_format_day(char out[CIVIL_TEXT], int32_t day);     /* Tue 24 Nov 2026 */
void civil_format_time(char out[CIVIL_TEXT], int32_t wall_s); /* 09:05; 86400 = 24:00; past it 00:10+1 */
void civil_format_utc(char out[CIVIL_TEXT], int64_t utc);     /* 2026-11-24T09:05:00Z */

#endif
