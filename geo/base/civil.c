#include "geo/base/civil.h"

#include "geo/base/mem.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int64_t civil_clock_utc(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

int64_t civil_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- dates: the algorithms of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2013): years begin in
 * March, so that the leap day comes last; 400 years are an era of 146,097 days. */

enum { DAYS_PER_ERA = 146097, DAYS_TO_EPOCH = 719468 /* 0000-03-01 to 1970-01-01 */ };

static int32_t month_length(int32_t year, int32_t month)
{
    static const int32_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap);
}

int32_t civil_day(int32_t year, int32_t month, int32_t mday)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || mday < 1 || mday > month_length(year, month)) {
        return DAY_NONE;
    }
    int32_t march_year = month <= 2 ? year - 1 : year;
    int32_t era = march_year / 400;
    int32_t year_of_era = march_year - era * 400;
    int32_t march_month = month > 2 ? month - 3 : month + 9;
    int32_t day_of_year = (153 * march_month + 2) / 5 + mday - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

struct civil_date civil_date_of(int32_t day)
{
    int64_t shifted = (int64_t)day + DAYS_TO_EPOCH;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int32_t day_of_era = (int32_t)(shifted - era * DAYS_PER_ERA);
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_PER_ERA - 1)) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t march_month = (5 * day_of_year + 2) / 153;
    int32_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    return (struct civil_date){.year = (int32_t)(year_of_era + era * 400) + (month <= 2),
                               .month = month,
                               .mday = day_of_year - (153 * march_month + 2) / 5 + 1};
}

int civil_weekday(int32_t day)
{
    int from_thursday = (int)(day % 7); /* 1970-01-01 was one */
    return (from_thursday + 3 + 7) % 7;
}

/* ---- the zone */

static bool zone_name_plain(const char *zone)
{
    size_t length = strlen(zone);
    if (length == 0 || length > 64 || zone[0] == '/' || strstr(zone, "..") != NULL) {
        return false;
    }
    const char *allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
    /* right/ counts leap seconds, posix/ doubles every name: neither is a place. */
    return strspn(zone, allowed) == length && strncmp(zone, "right/", 6) != 0 && strncmp(zone, "posix/", 6) != 0;
}

bool civil_zone_known(const char *zone)
{
    if (!zone_name_plain(zone)) {
        return false;
    }
    if (strcmp(zone, "UTC") == 0) {
        return true; /* the C library needs no file for it */
    }
    const char *folder = getenv("TZDIR");
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "/usr/share/zoneinfo", zone);
    if (length < 0 || (size_t)length >= sizeof path) {
        return false;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    char magic[4];
    bool known = read(fd, magic, sizeof magic) == (ssize_t)sizeof magic && memcmp(magic, "TZif", 4) == 0;
    close(fd);
    return known;
}

bool civil_zone_set(const char *zone)
{
    if (zone[0] == '\0') {
        tzset();
        return true;
    }
    if (!civil_zone_known(zone)) {
        return false;
    }
    setenv("TZ", zone, 1);
    tzset();
    return true;
}

/* ---- instants */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* What the wall clock is ahead of UTC at the instant. */
static int64_t offset_at(int64_t utc)
{
    struct tm local;
    time_t t = utc;
    return localtime_r(&t, &local) != NULL ? local.tm_gmtoff : 0;
}

/* The wall clock as if it showed UTC: days * 86400 + seconds. Kept to what days in an int32 can say. */
static int64_t local_at(int64_t utc)
{
    const int64_t farthest = ((int64_t)INT32_MAX - 2) * DAY_SECONDS;
    int64_t near = utc > farthest ? farthest : utc < -farthest ? -farthest : utc;
    return near + offset_at(near);
}

int32_t civil_day_of_utc(int64_t utc)
{
    return (int32_t)floor_div(local_at(utc), DAY_SECONDS);
}

int32_t civil_wall_of_utc(int64_t utc)
{
    int64_t local = local_at(utc);
    return (int32_t)(local - floor_div(local, DAY_SECONDS) * DAY_SECONDS);
}

/* No zone was ever further than this from UTC (Alaska until 1867: +15:02; Manila until 1844: -15:56). */
enum { FARTHEST_OFFSET = 16 * 3600, SCAN_STEP = 1800 };

/* LOCAL lies in a gap that the clock jumps over between LOW and HIGH: the first instant after the jump. */
static int64_t after_gap(int64_t low, int64_t high, int64_t local)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (local_at(middle) >= local) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

/* The zone changes its offset near LOCAL: look at every offset that it has around there, earliest instant first. */
static bool utc_near_change(int64_t local, int64_t *utc)
{
    int64_t low = local - FARTHEST_OFFSET;
    int64_t high = local + FARTHEST_OFFSET;
    int64_t best = INT64_MAX;
    int64_t jump = high;
    for (int64_t t = low; t <= high; t += SCAN_STEP) {
        int64_t candidate = local - offset_at(t);
        if (candidate < best && local_at(candidate) == local) {
            best = candidate;
        }
        if (jump == high && local_at(t) >= local) {
            jump = t;
        }
    }
    *utc = best != INT64_MAX ? best : after_gap(jump - SCAN_STEP, jump, local);
    return best != INT64_MAX;
}

bool civil_utc(int32_t day, int32_t wall_s, int64_t *utc)
{
    int64_t local = (int64_t)day * DAY_SECONDS + wall_s;
    int64_t before = offset_at(local - FARTHEST_OFFSET);
    if (before == offset_at(local + FARTHEST_OFFSET) && local_at(local - before) == local) {
        *utc = local - before;
        return true;
    }
    return utc_near_change(local, utc);
}

static int64_t midnight(int32_t day)
{
    int64_t utc;
    (void)civil_utc(day, 0, &utc); /* where the clock skips midnight, the day begins after the gap */
    return utc;
}

bool civil_elapsed(int32_t day, int32_t wall_s, int32_t *elapsed_s)
{
    int64_t utc;
    bool exists = civil_utc(day, wall_s, &utc);
    *elapsed_s = (int32_t)(utc - midnight(day));
    return exists;
}

int32_t civil_wall(int32_t day, int32_t elapsed_s)
{
    return (int32_t)(local_at(midnight(day) + elapsed_s) - (int64_t)day * DAY_SECONDS);
}

bool civil_utc_in_zone(const char *zone, int32_t day, int32_t wall_s, int64_t *utc)
{
    if (!civil_zone_known(zone)) {
        return false;
    }
    const char *tz = getenv("TZ");
    if (tz != NULL && strcmp(tz, zone) == 0) {
        (void)civil_utc(day, wall_s, utc);
        return true;
    }
    char *before = tz != NULL ? mem_strdup(tz) : NULL;
    setenv("TZ", zone, 1);
    tzset();
    (void)civil_utc(day, wall_s, utc);
    if (before != NULL) {
        setenv("TZ", before, 1);
    } else {
        unsetenv("TZ");
    }
    tzset();
    mem_free(before);
    return true;
}
