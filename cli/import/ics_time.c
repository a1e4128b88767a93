#include "cli/import/ics_time.h"

#include "cli/import/ics_text.h"
#include "cli/import/windows_zones.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <libical/ical.h>
#include <string.h>

struct own_zone {
    const char *tzid;
    icaltimezone *zone;
};

struct ics_zones {
    struct own_zone *list;
    size_t n, room;
};

/* --- the file's own zones ------------------------------------------------------------------------------------------------ */

/* libical unrolls a zone's rules to the last moment; only the yearly ones that exist are let through to it. */
static bool rules_are_yearly(const char *text)
{
    for (const char *p = text; (p = strcasestr(p, "\nRRULE")) != NULL; p++) {
        const size_t length = strcspn(p + 1, "\r\n");
        const char *frequency = strcasestr(p, "FREQ=YEARLY");
        if (frequency == NULL || frequency > p + 1 + length)
            return false;
    }
    return true;
}

static void add_zone(struct arena *arena, struct ics_zones *zones, const struct ics_part *part)
{
    if (part->too_long || !rules_are_yearly(part->text))
        return;
    icalcomponent *component = icalparser_parse_string(part->text);
    if (component == NULL)
        return;
    icaltimezone *zone = icaltimezone_new();
    if (icalcomponent_isa(component) != ICAL_VTIMEZONE_COMPONENT || !icaltimezone_set_component(zone, component)) {
        icalcomponent_free(component);
        icaltimezone_free(zone, 1);
        return;
    }
    struct own_zone *own = arena_push(arena, &zones->list, &zones->n, &zones->room, sizeof *zones->list);
    *own = (struct own_zone){arena_strdup(arena, icaltimezone_get_tzid(zone)), zone};
}

struct ics_zones *ics_time_zones_new(struct arena *arena, const struct ics_text *text)
{
    struct ics_zones *zones = arena_alloc(arena, sizeof *zones);
    icalerror_set_errors_are_fatal(false); /* a process-wide switch of libical's: errors are told, not aborted on */
    for (size_t i = 0; i < text->n; i++)
        if (text->parts[i].is_zone)
            add_zone(arena, zones, &text->parts[i]);
    return zones;
}

void ics_time_zones_free(struct ics_zones *zones)
{
    for (size_t i = 0; zones != NULL && i < zones->n; i++)
        icaltimezone_free(zones->list[i].zone, 1);
}

/* --- names --------------------------------------------------------------------------------------------------------------- */

/* "/freeassociation.sourceforge.net/Tzfile/Europe/London": an IANA name may stand at the end. */
static const char *iana_at_end(const char *tzid)
{
    if (*tzid != '/')
        return NULL;
    for (const char *slash = tzid; slash != NULL; slash = strchr(slash + 1, '/'))
        if (civil_zone_known(slash + 1))
            return slash + 1;
    return NULL;
}

enum status ics_time_zone(const struct ics_zones *zones, struct arena *arena, const char *tzid, struct ics_zone *out,
                          struct error *err)
{
    *out = (struct ics_zone){NULL, NULL};
    if (*tzid == '\0')
        return STATUS_OK;
    const char *iana = civil_zone_known(tzid) ? tzid : windows_zones_iana(tzid);
    if (iana == NULL)
        iana = iana_at_end(tzid);
    if (iana != NULL && civil_zone_known(iana)) {
        out->iana = arena_strdup(arena, iana);
        return STATUS_OK;
    }
    for (size_t i = 0; i < zones->n; i++)
        if (strcmp(zones->list[i].tzid, tzid) == 0) {
            out->own = zones->list[i].zone;
            return STATUS_OK;
        }
    return error_set(
        err, STATUS_INPUT,
        "the time zone \"%s\" is neither an IANA name nor one of Outlook's, and the file does not describe it", tzid);
}

/* --- instants ------------------------------------------------------------------------------------------------------------ */

static enum status skipped(int32_t day, int32_t wall_s, struct error *err)
{
    char time[CIVIL_TEXT];
    char date[CIVIL_TEXT];
    civil_format_time(time, wall_s);
    civil_format_day(date, day);
    return error_set(err, STATUS_INPUT, "%s does not exist on %s: the clocks go forward over it", time, date);
}

/* Wall clock in ZONE to an instant. False: the clocks skip it. A gap maps all its seconds to the instant after it. */
static bool instant(const struct ics_zone *zone, const struct icaltimetype *value, int32_t day, int32_t wall_s,
                    int64_t *utc)
{
    if (zone->own != NULL) {
        struct icaltimetype local = *value;
        *utc = (int64_t)day * DAY_SECONDS + wall_s - icaltimezone_get_utc_offset(zone->own, &local, NULL);
        return true;
    }
    if (zone->iana == NULL)
        return civil_utc(day, wall_s, utc);
    int64_t next = 0;
    if (!civil_utc_in_zone(zone->iana, day, wall_s, utc) || !civil_utc_in_zone(zone->iana, day, wall_s + 1, &next))
        return false;
    return next != *utc;
}

enum status ics_time_when(const struct icaltimetype *value, const struct ics_zone *zone, struct ics_when *out,
                          struct error *err)
{
    const int32_t day =
        value->year < 1900 || value->year > 2500 ? DAY_NONE : civil_day(value->year, value->month, value->day);
    if (day == DAY_NONE)
        return error_set(err, STATUS_INPUT, "%04d-%02d-%02d is not in the calendar", value->year, value->month,
                         value->day);
    if (value->is_date) {
        *out = (struct ics_when){.all_day = true, .day = day};
        return STATUS_OK;
    }
    if (value->hour < 0 || value->hour > 23 || value->minute < 0 || value->minute > 59 || value->second < 0 ||
        value->second > 60)
        return error_set(err, STATUS_INPUT, "%02d:%02d is not a time of day", value->hour, value->minute);
    const int32_t wall_s = value->hour * 3600 + value->minute * 60;
    int64_t utc = (int64_t)day * DAY_SECONDS + wall_s;
    if (!icaltime_is_utc(*value) && !instant(zone, value, day, wall_s, &utc))
        return skipped(day, wall_s, err);
    *out = (struct ics_when){false, civil_day_of_utc(utc), civil_wall_of_utc(utc), utc};
    return STATUS_OK;
}
