/* Any text as a date, a time, a duration, an instant: refused, or read into the range that the header promises. */
#include "geo/base/civil.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[256];
    if (size >= sizeof text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    int32_t day = 0, seconds = 0;
    int64_t utc = 0;
    if (civil_parse_date(text, &day)) {
        char printed[CIVIL_TEXT];
        int32_t again = 0;
        civil_format_date(printed, day);
        assert(civil_parse_date(printed, &again) && again == day);
    }
    if (civil_parse_day_word(text, 20000, &day)) {
        struct civil_date date = civil_date_of(day);
        assert(civil_day(date.year, date.month, date.mday) == day);
    }
    if (civil_parse_time(text, &seconds))
        assert(seconds >= 0 && seconds <= 2 * DAY_SECONDS);
    if (civil_parse_duration(text, &seconds))
        assert(seconds >= 0);
    if (civil_parse_instant(text, &utc)) {
        char printed[CIVIL_TEXT];
        civil_format_utc(printed, utc);
    }
    return 0;
}
