/* iCalendar (RFC 5545): an event a stop, from arriving to leaving, with an alarm when it is time to set out. Instants are
 * UTC, so that no time zone need be described. An event keeps its UID for ever and counts its changes in SEQUENCE, so that
 * a calendar takes the file again and again; a stop that was dropped comes once more, cancelled: alone in the calendar when
 * nothing else is left. */
#include "cli/export/export.h"

#include "cli/export/fold.h"
#include "cli/export/ics_told.h"
#include "cli/export/links.h"
#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/store/site.h"

#include <string.h>

enum { ALARM_SPARE_MIN = 5 /* to put the coat on */, APPLE_RADIUS_M = 70 };

static const char *instant(struct arena *arena, int64_t utc)
{
    char text[CIVIL_TEXT];
    char *out = arena_alloc(arena, CIVIL_TEXT);
    civil_format_utc(text, utc); /* 2026-11-24T09:05:00Z */
    for (size_t i = 0, k = 0; text[i] != '\0'; i++)
        if (text[i] != '-' && text[i] != ':')
            out[k++] = text[i];
    return out;
}

/* --- what an event says --------------------------------------------------------------------------------------------- */

static void add_place(const struct export_input *input, const struct export_stop *stop, struct buf *out)
{
    struct arena *arena = input->arena;
    const char *address = stop->stop == NULL ? "" : export_line(arena, stop->stop->address);
    const char *lat = export_degrees(arena, stop->at.lat_deg, 6);
    const char *lon = export_degrees(arena, stop->at.lon_deg, 6);
    fold_line(out, "LOCATION", fold_text(arena, address));
    fold_line(out, "GEO", arena_printf(arena, "%s;%s", lat, lon));
    fold_line(out,
              arena_printf(arena, "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS=%s;X-APPLE-RADIUS=%d;X-TITLE=%s",
                           fold_quoted(arena, address), APPLE_RADIUS_M, fold_quoted(arena, stop->name)),
              arena_printf(arena, "geo:%s,%s", lat, lon));
}

static void add_alarm(const struct export_input *input, const struct export_stop *stop, struct buf *out)
{
    const int32_t drive_s = stop->stop == NULL ? input->plan->home_drive_s : stop->stop->drive_s;
    const int32_t drive_min = drive_s > 0 ? (drive_s + 59) / 60 : 0;
    buf_add(out, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n");
    fold_line(out, "DESCRIPTION",
              fold_text(input->arena, arena_printf(input->arena, "%s: %d min to drive", stop->name, drive_min)));
    buf_printf(out, "TRIGGER:-PT%dM\r\nEND:VALARM\r\n", drive_min + ALARM_SPARE_MIN);
}

/* To the minute that a clock shows: seconds would be news without being any. */
static int64_t whole_minute(int64_t utc)
{
    return utc - utc % 60;
}

/* DTEND must be later than DTSTART (3.8.2.2): who does not stay has none. */
static void add_times(const struct export_input *input, int64_t starts_utc, int64_t ends_utc, struct buf *out)
{
    fold_line(out, "DTSTART", instant(input->arena, starts_utc));
    if (ends_utc > starts_utc)
        fold_line(out, "DTEND", instant(input->arena, ends_utc));
}

/* All of an event but for what says which version it is. */
static const char *content(const struct export_input *input, const struct export_stop *stop, const struct map_app *app,
                           bool cancelled)
{
    struct arena *arena = input->arena;
    const char *url = app->url(arena, stop, 1);
    const char *title = export_title(arena, stop);
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    add_times(input, whole_minute(export_utc(input->plan, export_arrive_s(input, stop))),
              whole_minute(export_utc(input->plan, export_depart_s(input, stop))), &out);
    fold_line(&out, "SUMMARY", *stop->name == '\0' ? "?" : fold_text(arena, stop->name));
    add_place(input, stop, &out);
    fold_line(&out, "URL", url);
    const char *text = *title == '\0' ? url : arena_printf(arena, "%s\n%s", title, url);
    if (*stop->private_text != '\0')
        text = arena_printf(arena, "%s\n%s", text, stop->private_text);
    fold_line(&out, "DESCRIPTION", fold_text(arena, text));
    if (!cancelled)
        add_alarm(input, stop, &out);
    return buf_into_arena(&out, arena);
}

/* What is known of a stop that is no longer in the plan. */
static const char *withdrawn_content(const struct export_input *input, const struct calendar_event *event)
{
    struct arena *arena = input->arena;
    struct site site;
    struct buf out;
    const bool known =
        *event->site_uuid != '\0' && store_site_find(input->store, event->site_uuid, arena, &site, NULL) == STATUS_OK;
    buf_init(&out, EXPORT_BYTES_MAX);
    add_times(input, event->starts_utc, event->ends_utc, &out);
    fold_line(&out, "SUMMARY", known ? fold_text(arena, export_line(arena, site.name)) : "Dropped");
    return buf_into_arena(&out, arena);
}

/* --- the calendar --------------------------------------------------------------------------------------------------- */

static void add_event(const struct export_input *input, const struct calendar_event *event, const char *text,
                      struct buf *out)
{
    const char *changed = instant(input->arena, event->changed_utc);
    buf_add(out, "BEGIN:VEVENT\r\n");
    fold_line(out, "UID", fold_text(input->arena, event->uid));
    fold_line(out, "DTSTAMP", changed);
    fold_line(out, "LAST-MODIFIED", changed);
    fold_line(out, "SEQUENCE", arena_printf(input->arena, "%d", event->sequence));
    fold_line(out, "STATUS", event->cancelled ? "CANCELLED" : "CONFIRMED");
    buf_add(out, text);
    buf_add(out, "END:VEVENT\r\n");
}

static struct calendar_event event_of(const struct export_input *input, const struct export_stop *stop,
                                      const struct map_app *app, const char **text)
{
    const bool cancelled = stop->stop != NULL && stop->stop->state == PLAN_STOP_SKIPPED;
    const char *site = stop->stop == NULL || stop->stop->site_uuid == NULL ? "" : stop->stop->site_uuid;
    *text = content(input, stop, app, cancelled);
    const int64_t starts_utc = export_utc(input->plan, export_arrive_s(input, stop));
    const int64_t ends_utc = export_utc(input->plan, export_depart_s(input, stop));
    return (struct calendar_event){.uid = ics_uid(input->arena, input->plan, stop->stop),
                                   .day = input->plan->day,
                                   .site_uuid = site,
                                   .digest = ics_digest(*text, cancelled),
                                   .starts_utc = whole_minute(starts_utc),
                                   .ends_utc = whole_minute(ends_utc),
                                   .cancelled = cancelled};
}

static enum status write_ics(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    const struct map_app *app = NULL;
    struct calendar_event *withdrawn = NULL;
    size_t withdrawn_n = 0;
    struct calendar_event *events = arena_array(input->arena, input->n, sizeof *events);
    const char **texts = arena_array(input->arena, input->n, sizeof *texts);
    enum status status = map_app_asked(input, &app, err);
    if (status != STATUS_OK)
        return status;
    app = app == NULL ? map_app_find("google") : app;
    for (size_t i = 0; i < input->n; i++)
        events[i] = event_of(input, &input->stops[i], app, &texts[i]);
    status = ics_tell(input, events, input->n, &withdrawn, &withdrawn_n, err);
    if (status == STATUS_OK && input->n + withdrawn_n == 0) /* a calendar has one component at least (3.6) */
        status = export_no_stops(input, err);
    if (status != STATUS_OK)
        return status;
    struct buf out;
    buf_init(&out, EXPORT_BYTES_MAX);
    buf_add(&out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//rounds//rounds " ROUNDS_VERSION
                  "//EN\r\nCALSCALE:GREGORIAN\r\n");
    for (size_t i = 0; i < input->n; i++)
        add_event(input, &events[i], texts[i], &out);
    for (size_t i = 0; i < withdrawn_n; i++)
        add_event(input, &withdrawn[i], withdrawn_content(input, &withdrawn[i]), &out);
    buf_add(&out, "END:VCALENDAR\r\n");
    const char *title =
        input->n > 0 ? ""
                     : arena_printf(input->arena, "withdrawal of %s", words_count(input->arena, withdrawn_n, "stop"));
    const struct export_part part = {.suffix = "", .extension = "ics", .mime = "text/calendar", .title = title};
    return export_add(parts, part, &out, err);
}

const struct exporter export_ics = {
    .name = "ics",
    .summary = "iCalendar for the phone's calendar: an event a stop, with an alarm; take the file again after a change",
    .contains = "of each stop: name, address, place, times, the title of the job, whether a parcel is left or "
                "collected (not which), a link (--app, else Google Maps); of "
                "stops that were dropped: name and times; home only with --with-home; no contacts, no reasons",
    .needs = EXPORT_PRIVATE | EXPORT_APP | EXPORT_WITHOUT_STOPS,
    .write = write_ics,
};
