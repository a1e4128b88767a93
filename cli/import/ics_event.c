#include "cli/import/ics_event.h"

#include "cli/import/ics_text.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <libical/ical.h>
#include <string.h>

/* --- plain properties ---------------------------------------------------------------------------------------------------- */

static const char *text_of(struct arena *arena, icalcomponent *component, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(component, kind);
    const char *text = property == NULL ? NULL : icalvalue_get_text(icalproperty_get_value(property));
    return text == NULL ? "" : arena_strdup(arena, text);
}

static enum status read_texts(struct arena *arena, struct ics_event *event, const char **field, struct error *err)
{
    event->uid = text_of(arena, event->component, ICAL_UID_PROPERTY);
    event->summary = text_of(arena, event->component, ICAL_SUMMARY_PROPERTY);
    event->location = text_of(arena, event->component, ICAL_LOCATION_PROPERTY);
    *field = "UID";
    if (strlen(event->uid) > CAP_NAME_BYTES - 20) /* room for the day of a repetition behind it */
        return error_set(err, STATUS_INPUT, "longer than %d bytes", CAP_NAME_BYTES - 20);
    *field = "SUMMARY";
    if (strlen(event->summary) > CAP_TEXT_BYTES || strlen(event->location) > CAP_TEXT_BYTES)
        return error_set(err, STATUS_INPUT, "longer than %d bytes", CAP_TEXT_BYTES);
    return STATUS_OK;
}

static void read_flags(struct ics_event *event)
{
    const int sequence = icalcomponent_get_sequence(event->component);
    event->sequence = sequence < 0 ? 0 : sequence;
    event->cancelled = icalcomponent_get_status(event->component) == ICAL_STATUS_CANCELLED;
    icalproperty *transp = icalcomponent_get_first_property(event->component, ICAL_TRANSP_PROPERTY);
    const icalproperty_transp how = transp == NULL ? ICAL_TRANSP_NONE : icalproperty_get_transp(transp);
    event->is_free = how == ICAL_TRANSP_TRANSPARENT || how == ICAL_TRANSP_TRANSPARENTNOCONFLICT;
    event->repeats = icalcomponent_get_first_property(event->component, ICAL_RRULE_PROPERTY) != NULL ||
                     icalcomponent_get_first_property(event->component, ICAL_RDATE_PROPERTY) != NULL;
}

/* GEO (RFC 5545, 3.8.1.6), else the "geo:" of Apple's structured location. */
static void read_place(struct arena *arena, struct ics_event *event)
{
    icalproperty *geo = icalcomponent_get_first_property(event->component, ICAL_GEO_PROPERTY);
    if (geo != NULL) {
        const struct icalgeotype value = icalproperty_get_geo(geo);
        event->at = (struct point){value.lat, value.lon};
        event->has_place = point_valid(event->at);
    }
    icalproperty *x = icalcomponent_get_first_property(event->component, ICAL_X_PROPERTY);
    for (; x != NULL && !event->has_place; x = icalcomponent_get_next_property(event->component, ICAL_X_PROPERTY)) {
        const char *uri = icalproperty_get_value_as_string(x);
        if (uri != NULL && strncmp(uri, "geo:", 4) == 0)
            event->has_place =
                point_parse(arena_strndup(arena, uri + 4, strcspn(uri + 4, ";?")), &event->at, NULL) == STATUS_OK;
    }
}

/* --- times --------------------------------------------------------------------------------------------------------------- */

static const char *tzid_of(icalproperty *property)
{
    icalparameter *parameter = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    const char *tzid = parameter == NULL ? NULL : icalparameter_get_tzid(parameter);
    return tzid == NULL ? "" : tzid;
}

static enum status zone_of(struct arena *arena, const struct ics_zones *zones, const struct ics_event *event,
                           icalproperty *property, struct ics_zone *zone, struct error *err)
{
    const char *tzid = tzid_of(property);
    if (*tzid != '\0')
        return ics_time_zone(zones, arena, tzid, zone, err);
    struct error unknown = {0}; /* a calendar's own zone is a hint, no more */
    if (ics_time_zone(zones, arena, event->default_zone, zone, &unknown) != STATUS_OK)
        *zone = (struct ics_zone){NULL, NULL};
    return STATUS_OK;
}

static enum status when_of(struct arena *arena, const struct ics_zones *zones, const struct ics_event *event,
                           icalproperty *property, struct ics_when *out, struct error *err)
{
    struct ics_zone zone;
    const enum status status = zone_of(arena, zones, event, property, &zone, err);
    if (status != STATUS_OK)
        return status;
    const struct icaltimetype value = icalvalue_get_datetime(icalproperty_get_value(property));
    return ics_time_when(&value, &zone, out, err);
}

static enum status read_start(struct arena *arena, const struct ics_zones *zones, struct ics_event *event,
                              const char **field, struct error *err)
{
    icalproperty *start = icalcomponent_get_first_property(event->component, ICAL_DTSTART_PROPERTY);
    *field = "DTSTART";
    if (start == NULL)
        return error_set(err, STATUS_INPUT, "there is no start that can be read");
    enum status status = zone_of(arena, zones, event, start, &event->zone, err);
    if (status == STATUS_OK)
        status = when_of(arena, zones, event, start, &event->start, err);
    icalproperty *id = icalcomponent_get_first_property(event->component, ICAL_RECURRENCEID_PROPERTY);
    event->is_instance = id != NULL;
    if (status != STATUS_OK || id == NULL)
        return status;
    *field = "RECURRENCE-ID";
    if (icalproperty_get_first_parameter(id, ICAL_RANGE_PARAMETER) != NULL)
        return error_set(err, STATUS_INPUT, "a change of this and all later repetitions; export the calendar again");
    return when_of(arena, zones, event, id, &event->recurrence_id, err);
}

/* DTEND or DURATION; neither: 0. */
static enum status read_end(struct arena *arena, const struct ics_zones *zones, struct ics_event *event,
                            const char **field, struct error *err)
{
    icalproperty *end = icalcomponent_get_first_property(event->component, ICAL_DTEND_PROPERTY);
    icalproperty *duration = icalcomponent_get_first_property(event->component, ICAL_DURATION_PROPERTY);
    int64_t seconds = 0;
    *field = end != NULL ? "DTEND" : "DURATION";
    if (end != NULL) {
        struct ics_when when;
        const enum status status = when_of(arena, zones, event, end, &when, err);
        if (status != STATUS_OK)
            return status;
        seconds =
            event->start.all_day ? (int64_t)(when.day - event->start.day) * DAY_SECONDS : when.utc - event->start.utc;
    } else if (duration != NULL) {
        seconds = icaldurationtype_as_int(icalproperty_get_duration(duration));
    }
    if (seconds < 0)
        return error_set(err, STATUS_INPUT, "the end is before the start");
    if (seconds > ICS_DURATION_MAX_S)
        return error_set(err, STATUS_INPUT, "longer than a day: not one visit");
    event->duration_s = event->start.all_day ? 0 : (int32_t)seconds;
    return STATUS_OK;
}

enum status ics_event_read(struct arena *arena, const struct ics_zones *zones, const char *default_zone,
                           const struct ics_part *part, struct ics_event *out, const char **field, struct error *err)
{
    *field = "";
    if (part->too_long)
        return error_set(err, STATUS_INPUT, "this event is larger than %d KiB", ICS_PART_BYTES >> 10);
    icalcomponent *component = icalparser_parse_string(part->text);
    if (component == NULL || icalcomponent_isa(component) != ICAL_VEVENT_COMPONENT) {
        if (component != NULL)
            icalcomponent_free(component);
        return error_set(err, STATUS_INPUT, "this event cannot be read");
    }
    struct ics_event event = {.line = part->line, .component = component, .default_zone = default_zone};
    read_flags(&event);
    read_place(arena, &event);
    enum status status = read_texts(arena, &event, field, err);
    if (status == STATUS_OK)
        status = read_start(arena, zones, &event, field, err);
    if (status == STATUS_OK)
        status = read_end(arena, zones, &event, field, err);
    if (status != STATUS_OK) {
        ics_event_clear(&event);
        return status;
    }
    *out = event;
    return STATUS_OK;
}

void ics_event_clear(struct ics_event *event)
{
    if (event->component != NULL)
        icalcomponent_free(event->component);
    event->component = NULL;
}

/* --- repetitions --------------------------------------------------------------------------------------------------------- */

struct expansion {
    struct arena *arena;
    const struct ics_zones *zones;
    const struct ics_event *event;
    int32_t from_day, to_day;
    struct ics_when *list;
    size_t n, room;
    struct ics_when *excluded;
    size_t excluded_n, excluded_room;
    size_t *barren;
};

static bool same_when(const struct ics_when *a, const struct ics_when *b)
{
    return a->all_day || b->all_day ? a->day == b->day : a->utc == b->utc;
}

static bool in_list(const struct ics_when *list, size_t n, const struct ics_when *when)
{
    for (size_t i = 0; i < n; i++)
        if (same_when(&list[i], when))
            return true;
    return false;
}

static enum status add(struct expansion *x, const struct ics_when *when, struct error *err)
{
    if (when->day < x->from_day || when->day > x->to_day || in_list(x->excluded, x->excluded_n, when) ||
        in_list(x->list, x->n, when))
        return STATUS_OK;
    if (x->n == ICS_INSTANCES_MAX)
        return error_set(err, STATUS_INPUT, "more than %d repetitions in two months", ICS_INSTANCES_MAX);
    struct ics_when *slot = arena_push(x->arena, &x->list, &x->n, &x->room, sizeof *x->list);
    *slot = *when;
    return STATUS_OK;
}

static enum status read_excluded(struct expansion *x, struct error *err)
{
    icalcomponent *component = x->event->component;
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_EXDATE_PROPERTY);
    for (; property != NULL; property = icalcomponent_get_next_property(component, ICAL_EXDATE_PROPERTY)) {
        struct ics_when when;
        const enum status status = when_of(x->arena, x->zones, x->event, property, &when, err);
        if (status != STATUS_OK)
            return status;
        struct ics_when *slot =
            arena_push(x->arena, &x->excluded, &x->excluded_n, &x->excluded_room, sizeof *x->excluded);
        *slot = when;
    }
    return STATUS_OK;
}

static enum status add_extra_dates(struct expansion *x, struct error *err)
{
    icalcomponent *component = x->event->component;
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_RDATE_PROPERTY);
    for (; property != NULL; property = icalcomponent_get_next_property(component, ICAL_RDATE_PROPERTY)) {
        const struct icaldatetimeperiodtype value = icalproperty_get_rdate(property);
        const struct icaltimetype time = icaltime_is_null_time(value.time) ? value.period.start : value.time;
        struct ics_zone zone;
        struct ics_when when;
        enum status status = zone_of(x->arena, x->zones, x->event, property, &zone, err);
        if (status == STATUS_OK)
            status = ics_time_when(&time, &zone, &when, err);
        if (status == STATUS_OK)
            status = add(x, &when, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* UNTIL is an instant (or a day), the rule runs on the zone's wall clock: compared here, not inside libical. */
static bool past_until(const struct expansion *x, const struct icaltimetype *until, const struct ics_when *when)
{
    struct ics_when last;
    if (icaltime_is_null_time(*until) || ics_time_when(until, &x->event->zone, &last, NULL) != STATUS_OK)
        return false;
    return last.all_day || when->all_day ? when->day > last.day : when->utc > last.utc;
}

/* One repetition as the rule gives it. *PAST: neither it nor any after it is wanted. One that the clocks skip does not
 * happen and is not COUNTED (RFC 5545, 3.3.10). */
static enum status take_repetition(struct expansion *x, const struct icaltimetype *at, const struct icaltimetype *until,
                                   int *counted, bool *past, struct error *err)
{
    struct ics_when when;
    if (ics_time_when(at, &x->event->zone, &when, NULL) != STATUS_OK)
        return STATUS_OK;
    ++*counted;
    *past = when.day > x->to_day || past_until(x, until, &when);
    return *past ? STATUS_OK : add(x, &when, err);
}

/* The rule's repetitions, on the wall clock of the event's zone: libical must not know the zone, or an hour that the
 * clocks skip would shift all that come after. It is given a near end instead of the rule's own, so that it does not
 * search the centuries for the next one; COUNT is counted here. */
static enum status walk_rule(struct expansion *x, struct icalrecurrencetype rule, struct icaltimetype start,
                             struct error *err)
{
    const struct icaltimetype until = rule.until;
    const int count = rule.count;
    const struct civil_date end = civil_date_of(x->to_day + 2);
    if (!icaltime_is_utc(start))
        start.zone = NULL;
    start.is_daylight = 0;
    rule.count = 0;
    rule.until = (struct icaltimetype){.year = end.year, .month = end.month, .day = end.mday};
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, start);
    if (iterator == NULL) {
        ++*x->barren;
        return error_set(err, STATUS_INPUT, "a rule that never comes true, or that cannot be read");
    }
    enum status status = STATUS_OK;
    bool past = false;
    int counted = 0;
    for (int steps = 0; status == STATUS_OK && !past && (count <= 0 || counted < count); steps++) {
        const struct icaltimetype at = icalrecur_iterator_next(iterator);
        if (icaltime_is_null_time(at))
            break;
        status = steps < ICS_STEPS_MAX
                     ? take_repetition(x, &at, &until, &counted, &past, err)
                     : error_set(err, STATUS_INPUT, "a rule with more than %d repetitions before today", ICS_STEPS_MAX);
    }
    icalrecur_iterator_free(iterator);
    return status;
}

static enum status add_rule(struct expansion *x, icalproperty *property, struct icaltimetype start, struct error *err)
{
    const struct icalrecurrencetype rule = icalproperty_get_rrule(property);
    if (rule.freq == ICAL_SECONDLY_RECURRENCE || rule.freq == ICAL_MINUTELY_RECURRENCE ||
        rule.freq == ICAL_HOURLY_RECURRENCE || rule.freq == ICAL_NO_RECURRENCE)
        return error_set(err, STATUS_INPUT, "repeats more often than daily, or by a rule that is not known");
    if (*x->barren >= ICS_BARREN_MAX)
        return error_set(err, STATUS_INPUT, "the rules of this file never come true: no more of them are looked at");
    return walk_rule(x, rule, start, err);
}

enum status ics_event_expand(struct arena *arena, const struct ics_zones *zones, const struct ics_event *event,
                             int32_t from_day, int32_t to_day, size_t *barren, struct ics_when **out, size_t *n,
                             struct error *err)
{
    struct expansion x = {.arena = arena, .zones = zones, .event = event, .from_day = from_day, .to_day = to_day};
    x.barren = barren;
    enum status status = read_excluded(&x, err);
    if (status == STATUS_OK)
        status = add(&x, &event->start, err); /* DTSTART is the first, rule or no rule (RFC 5545, 3.8.5.3) */
    /* Fetched before the loop: a component has one cursor, and looking for DTSTART inside would move it. */
    const struct icaltimetype start = icalcomponent_get_dtstart(event->component);
    icalproperty *rule = icalcomponent_get_first_property(event->component, ICAL_RRULE_PROPERTY);
    if (event->start.day > to_day)
        rule = NULL; /* it begins later */
    for (; status == STATUS_OK && rule != NULL;
         rule = icalcomponent_get_next_property(event->component, ICAL_RRULE_PROPERTY))
        status = add_rule(&x, rule, start, err);
    if (status == STATUS_OK)
        status = add_extra_dates(&x, err);
    if (status == STATUS_OK) {
        *out = x.list;
        *n = x.n;
    }
    return status;
}
