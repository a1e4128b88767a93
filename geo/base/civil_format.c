#include "geo/base/civil.h"

#include <stdio.h>

void civil_format_date(char out[CIVIL_TEXT], int32_t day)
{
    struct civil_date date = civil_date_of(day);
    snprintf(out, CIVIL_TEXT, "%04d-%02d-%02d", date.year, date.month, date.mday);
}

void civil_format_day(char out[CIVIL_TEXT], int32_t day)
{
    static const char weekdays[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil_date date = civil_date_of(day);
    snprintf(out, CIVIL_TEXT, "%s %d %s %04d", weekdays[civil_weekday(day)], date.mday, months[date.month - 1],
             date.year);
}

void civil_format_time(char out[CIVIL_TEXT], int32_t wall_s)
{
    int32_t days = 0;
    while (wall_s > DAY_SECONDS) { /* 24:00 itself is the end of its own day */
        wall_s -= DAY_SECONDS;
        days++;
    }
    while (wall_s < 0) {
        wall_s += DAY_SECONDS;
        days--;
    }
    int32_t minutes = wall_s / 60;
    if (days == 0) {
        snprintf(out, CIVIL_TEXT, "%02d:%02d", minutes / 60, minutes % 60);
    } else {
        snprintf(out, CIVIL_TEXT, "%02d:%02d%+d", minutes / 60, minutes % 60, days);
    }
}

void civil_format_utc(char out[CIVIL_TEXT], int64_t utc)
{
    int32_t seconds = (int32_t)((utc % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS);
    int64_t days = utc / DAY_SECONDS - (utc % DAY_SECONDS < 0);
    struct civil_date date = civil_date_of((int32_t)days);
    snprintf(out, CIVIL_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ", date.year, date.month, date.mday, seconds / 3600,
             seconds / 60 % 60, seconds % 60);
}
