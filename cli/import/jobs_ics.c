/* Jobs from calendars (RFC 5545). A calendar's event has a fixed start: the job's window is that moment.
 *
 * A job's uid is the event's; a repetition's has "#" and the moment it was first meant for behind it, so that a changed
 * or cancelled repetition (RECURRENCE-ID) finds its own. A series that loses repetitions loses the jobs.
 */
#include "cli/import/ics_event.h"
#include "cli/import/ics_text.h"
#include "cli/import/import.h"
#include "cli/import/jobs.h"
#include "cli/import/names.h"
#include "cli/import/seen.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <string.h>

enum {
    PAST_DAYS = 7,    /* appointments older than this are history, not jobs */
    AHEAD_DAYS = 60,  /* how far series are written out */
    PIECES_MAX = 12,  /* parts of a text that may be a site's name */
    EXPLAIN_MAX = 50, /* refusals that look for near names: each costs a walk over all of them */
    PROGRESS_EVERY = 16
};

struct file {
    struct import *im;
    struct ics_text text;
    struct ics_zones *zones;
    bool cancels;     /* METHOD:CANCEL */
    size_t past;      /* left out */
    size_t idle;      /* series with nothing in the span; left out */
    size_t barren;    /* rules that never come true so far */
    size_t explained; /* refusals with near names so far */
    bool has_masters; /* events that speak for all of their repetitions */
};

/* --- which site ---------------------------------------------------------------------------------------------------------- */

static enum status take_id(struct file *file, int64_t id, struct site *site, bool *found, struct error *err)
{
    if (id <= 0)
        return STATUS_OK;
    *found = true;
    return store_site_get(file->im->store, id, file->im->row, site, err);
}

/* "Printer service [C1042]": what stands in brackets may be a key. */
static enum status by_key(struct file *file, const char *text, struct site *site, bool *found, struct error *err)
{
    for (const char *p = text; (p = strpbrk(p, "[(")) != NULL && !*found; p++) {
        const char *close = strpbrk(p, "])");
        if (close == NULL)
            break;
        const char *key = text_trim(file->im->row, arena_strndup(file->im->row, p + 1, (size_t)(close - p - 1)));
        const enum status status = take_id(file, names_by_key(file->im->names, key), site, found, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* The length of a divider at P: between an occasion and a name, or the lines of an address. */
static size_t divider(const char *p)
{
    static const char *const dividers[] = {" - ",
                                           " \xe2\x80\x93 ",
                                           " \xe2\x80\x94 ",
                                           ": ",
                                           " @ ",
                                           " at ",
                                           " bei ",
                                           " chez ",
                                           ",",
                                           ";",
                                           "\n",
                                           "|",
                                           "/",
                                           "[",
                                           "("};
    for (size_t i = 0; i < sizeof dividers / sizeof dividers[0]; i++)
        if (strncmp(p, dividers[i], strlen(dividers[i])) == 0)
            return strlen(dividers[i]);
    return 0;
}

static enum status by_name(struct file *file, const char *name, const char **several, struct site *site, bool *found,
                           struct error *err)
{
    struct import *im = file->im;
    const char *trimmed = text_trim(im->row, name);
    if (*trimmed == '\0' || *found)
        return STATUS_OK;
    int64_t id = names_by_name(im->names, trimmed);
    if (id == NAMES_SEVERAL && *several == NULL)
        *several = trimmed;
    if (id == 0)
        id = names_by_key(im->names, trimmed);
    return take_id(file, id, site, found, err);
}

/* The whole text, then its parts, from the left. */
static enum status by_pieces(struct file *file, const char *text, const char **several, struct site *site, bool *found,
                             struct error *err)
{
    enum status status = by_name(file, text, several, site, found, err);
    const char *start = text;
    size_t pieces = 0;
    for (const char *p = text; status == STATUS_OK && !*found && pieces < PIECES_MAX; p++) {
        const size_t width = *p == '\0' ? 1 : divider(p);
        if (width == 0)
            continue;
        pieces++;
        status = by_name(file, arena_strndup(file->im->row, start, (size_t)(p - start)), several, site, found, err);
        if (*p == '\0')
            break;
        start = p + width;
        p = start - 1;
    }
    return status;
}

static enum status find_site(struct file *file, const struct ics_event *event, struct site *site, const char **why,
                             struct error *err)
{
    struct import *im = file->im;
    const char *several = NULL;
    bool found = false;
    *why = NULL;
    enum status status = by_key(file, event->summary, site, &found, err);
    if (status == STATUS_OK && !found)
        status = by_key(file, event->location, site, &found, err);
    if (status == STATUS_OK && !found)
        status = by_pieces(file, event->location, &several, site, &found, err);
    if (status == STATUS_OK && !found)
        status = by_pieces(file, event->summary, &several, site, &found, err);
    if (status != STATUS_OK || found)
        return status;
    const char *text = several != NULL ? several : *event->location != '\0' ? event->location : event->summary;
    text = text_trim(im->row, text);
    if (file->explained >= EXPLAIN_MAX || strlen(text) > CAP_NAME_BYTES)
        text = "";
    if (*text == '\0' && !event->has_place) {
        *why = "no site is called like its place or its title";
        return STATUS_OK;
    }
    file->explained++;
    const struct jobs_where where = {
        .key = "", .name = text, .town = "", .postcode = "", .has_place = event->has_place, .at = event->at};
    return jobs_find_site(im, &where, site, why, err);
}

/* --- saving -------------------------------------------------------------------------------------------------------------- */

/* "UID#20261124T090000Z", "UID#20261124" */
static const char *instance_uid(struct import *im, const char *uid, const struct ics_when *when)
{
    char text[CIVIL_TEXT];
    if (when->all_day) {
        civil_format_date(text, when->day);
        return arena_printf(im->row, "%s#%s", uid, text);
    }
    civil_format_utc(text, when->utc);
    return arena_printf(im->row, "%s#%s", uid, text);
}

static enum status save(struct file *file, const struct ics_event *event, const struct ics_when *when, const char *uid,
                        const struct site *site, struct error *err)
{
    struct import *im = file->im;
    struct job job = job_empty();
    job.uid = uid;
    job.sequence = event->sequence;
    job.site_id = site->id;
    job.day = when->day;
    job.title = text_trim(im->row, event->summary);
    job.duration_s = event->duration_s > 0 ? event->duration_s : jobs_duration(im, site);
    job.earliest_s = job.latest_s = when->wall_s;
    if (when->all_day) {
        const enum status status = jobs_whole_day(im, job.duration_s, &job, err);
        if (status != STATUS_OK)
            return status;
    }
    return jobs_save(im, &job, false, err);
}

static bool is_past(const struct file *file, const struct ics_when *when)
{
    return when->day < file->im->today - PAST_DAYS;
}

/* The jobs of a series that was written out before: cancelled but those that this file still has. */
static enum status cancel_missing(struct file *file, struct error *err)
{
    struct import *im = file->im;
    const struct job_filter filter = {.from_day = im->today, .to_day = DAY_NONE, .open_only = true};
    struct job *jobs = NULL;
    size_t n = 0;
    if (!file->has_masters)
        return STATUS_OK;
    enum status status = store_job_list(im->store, &filter, im->row, &jobs, &n, err);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const char *mark = strrchr(jobs[i].uid, '#');
        const char *base =
            mark == NULL ? jobs[i].uid : arena_strndup(im->row, jobs[i].uid, (size_t)(mark - jobs[i].uid));
        const bool here = seen_line(im->seen, 'i', jobs[i].uid) != 0;
        if (*base != '\0' && seen_line(im->seen, 'm', base) != 0 && !here)
            status = jobs_cancel(im, jobs[i].uid, jobs[i].sequence, err);
    }
    return status;
}

/* EVENT says all there is about its uid: repetitions that it no longer has are cancelled at the end. */
static void add_master(struct file *file, const struct ics_event *event)
{
    file->has_masters = true;
    if (*event->uid != '\0')
        seen_add(file->im->seen, 'm', event->uid, event->line);
}

/* --- one event ----------------------------------------------------------------------------------------------------------- */

static void refuse(struct file *file, const struct ics_part *part, const char *field, const char *why)
{
    struct import *im = file->im;
    import_refuse(im, part->line, field, why);
    if (!im->want_rejects)
        return;
    if (im->rejects.length == 0)
        buf_add(&im->rejects, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//rounds//refused events//EN\r\n");
    buf_add_n(&im->rejects, part->raw, part->raw_length);
    buf_add(&im->rejects, "\r\n");
}

/* Cancelled as a whole, or one repetition of it. */
static enum status cancel(struct file *file, const struct ics_event *event, struct error *err)
{
    struct import *im = file->im;
    if (event->is_instance) {
        const char *uid = instance_uid(im, event->uid, &event->recurrence_id);
        seen_add(im->seen, 'i', uid, event->line);
        return jobs_cancel(im, uid, event->sequence, err);
    }
    add_master(file, event); /* with no repetition of it left, cancel_missing takes them all */
    seen_add(im->seen, 'i', event->uid, event->line);
    return jobs_cancel(im, event->uid, event->sequence, err);
}

static enum status save_one(struct file *file, const struct ics_event *event, const struct site *site,
                            struct error *err)
{
    struct import *im = file->im;
    const char *uid = event->is_instance ? instance_uid(im, event->uid, &event->recurrence_id) : event->uid;
    if (*event->uid == '\0')
        uid = "";
    else
        seen_add(im->seen, 'i', uid, event->line);
    if (!event->is_instance)
        add_master(file, event);
    return save(file, event, &event->start, uid, site, err);
}

/* Every repetition in the span, but those that the file has changed and are saved by themselves. */
static enum status save_series(struct file *file, const struct ics_part *part, const struct ics_event *event,
                               const struct site *site, struct error *err)
{
    struct import *im = file->im;
    struct ics_when *list = NULL;
    size_t n = 0;
    struct error why = {0};
    if (ics_event_expand(im->row, file->zones, event, im->today - PAST_DAYS, im->today + AHEAD_DAYS, &file->barren,
                         &list, &n, &why) != STATUS_OK) {
        refuse(file, part, "RRULE", why.text);
        return STATUS_OK;
    }
    add_master(file, event);
    file->idle += n == 0;
    im->left_out += n == 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const char *uid = instance_uid(im, event->uid, &list[i]);
        if (seen_line(im->seen, 'c', uid) != 0)
            continue;
        seen_add(im->seen, 'i', uid, event->line);
        status = save(file, event, &list[i], uid, site, err);
    }
    return status;
}

static bool seen_twice(struct file *file, const struct ics_part *part, const struct ics_event *event)
{
    struct import *im = file->im;
    if (*event->uid == '\0')
        return false;
    const char *uid = event->is_instance ? instance_uid(im, event->uid, &event->recurrence_id) : event->uid;
    const char *name = arena_printf(im->row, "%s %d", uid, event->sequence);
    const size_t line = seen_line(im->seen, 'u', name);
    if (line == 0) {
        seen_add(im->seen, 'u', name, event->line);
        return false;
    }
    refuse(file, part, "UID",
           arena_printf(im->row, "\"%s\" is on line %zu already; this event was not taken", uid, line));
    return true;
}

static enum status take_event(struct file *file, const struct ics_part *part, const struct ics_event *event,
                              struct error *err)
{
    struct import *im = file->im;
    const bool series = event->repeats && !event->is_instance && *event->uid != '\0';
    if (seen_twice(file, part, event))
        return STATUS_OK;
    if (event->cancelled || file->cancels)
        return *event->uid == '\0' ? STATUS_OK : cancel(file, event, err);
    if (!series && is_past(file, &event->start)) {
        file->past++;
        im->left_out++;
        return STATUS_OK;
    }
    struct site site = site_empty();
    const char *why = NULL;
    const enum status status = find_site(file, event, &site, &why, err);
    if (status != STATUS_OK)
        return status;
    if (why != NULL) {
        if (event->is_instance) /* what an earlier import brought stays */
            seen_add(im->seen, 'i', instance_uid(im, event->uid, &event->recurrence_id), event->line);
        refuse(file, part, *event->location != '\0' ? "LOCATION" : "SUMMARY", why);
        return STATUS_OK;
    }
    return series ? save_series(file, part, event, &site, err) : save_one(file, event, &site, err);
}

static enum status take_part(struct file *file, const struct ics_part *part, bool learning, struct error *err)
{
    struct import *im = file->im;
    struct ics_event event;
    struct error why = {0};
    const char *field = "";
    import_next_row(im);
    const enum status read = ics_event_read(im->row, file->zones, file->text.zone, part, &event, &field, &why);
    if (read != STATUS_OK) {
        if (!learning)
            refuse(file, part, field, why.text);
        return STATUS_OK;
    }
    enum status status = STATUS_OK;
    if (!learning)
        status = take_event(file, part, &event, err);
    else if (event.is_instance)
        seen_add(im->seen, 'c', instance_uid(im, event.uid, &event.recurrence_id), event.line);
    ics_event_clear(&event);
    return status;
}

/* --- the file ------------------------------------------------------------------------------------------------------------ */

/* Changed repetitions stand anywhere in the file, so they are noted before the series are written out. */
static enum status take_parts(struct file *file, struct error *err)
{
    struct import *im = file->im;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < 2 * file->text.n; i++) {
        const struct ics_part *part = &file->text.parts[i % file->text.n];
        const bool learning = i < file->text.n;
        if (!part->is_zone && (!learning || strstr(part->text, "RECURRENCE-ID") != NULL))
            status = take_part(file, part, learning, err);
        if (i % PROGRESS_EVERY == 0)
            import_progress(im, i, 2 * file->text.n);
    }
    if (status == STATUS_OK)
        status = cancel_missing(file, err);
    if (im->rejects.length > 0)
        buf_add(&im->rejects, "END:VCALENDAR\r\n");
    if (file->past > 0)
        import_note(im, "%zu event%s from more than %d days ago: left out", file->past, file->past == 1 ? "" : "s",
                    PAST_DAYS);
    if (file->idle > 0)
        import_note(im, "%zu repeating event%s with none in the next %d days: left out", file->idle,
                    file->idle == 1 ? "" : "s", AHEAD_DAYS);
    return status;
}

static bool is_answer(const char *method)
{
    return text_equal_folded(method, "REPLY") || text_equal_folded(method, "COUNTER") ||
           text_equal_folded(method, "DECLINECOUNTER") || text_equal_folded(method, "REFRESH");
}

enum status import_jobs_ics(struct import *im, struct error *err)
{
    struct file file = {.im = im};
    enum status status = csv_text(im->arena, im->path, im->encoding, &im->text, &im->length, err);
    if (status == STATUS_OK)
        status = ics_text_split(im->arena, im->path, im->text, &file.text, err);
    if (status == STATUS_OK && is_answer(file.text.method))
        status = error_at(err, STATUS_INPUT, im->path, 0, "METHOD",
                          "%s is an answer to an invitation, not an appointment", file.text.method);
    if (status == STATUS_OK)
        status = names_load(im->store, im->arena, &im->names, err);
    if (status != STATUS_OK)
        return status;
    file.cancels = text_equal_folded(file.text.method, "CANCEL");
    file.zones = ics_time_zones_new(im->arena, &file.text);
    status = take_parts(&file, err);
    ics_time_zones_free(file.zones);
    return status;
}
