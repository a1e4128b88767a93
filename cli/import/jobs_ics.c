/* Jobs from calendars (RFC 5545). A calendar's event has a fixed start: the job's window is that moment.
 *
 * A job's uid is the event's; a repetition's has "#" and the moment it was first meant for behind it, so that a changed
 * or cancelled repetition (RECURRENCE-ID) finds its own. A series that loses repetitions loses the jobs.
 */
#include "cli/import/ics_event.h"
#include "cli/import/ics_site.h"
#include "cli/import/ics_text.h"
#include "cli/import/import.h"
#include "cli/import/jobs.h"
#include "cli/import/names.h"
#include "cli/import/seen.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <string.h>

enum {
    PAST_DAYS = 7,    /* appointments older than this are history, not jobs */
    AHEAD_DAYS = 60,  /* how far series are written out */
    EXPLAIN_MAX = 50, /* refusals that look for near names: each costs a walk over all of them */
    PROGRESS_EVERY = 16,
    FREE_NAMED_MAX = 20
};

/* What the file has of one uid at most. */
struct newest {
    int32_t sequence;
    bool repeats;
};

struct file {
    struct import *im;
    struct ics_text text;
    struct ics_zones *zones;
    bool cancels;      /* METHOD:CANCEL */
    size_t past;       /* left out */
    size_t idle;       /* series with nothing in the span; left out */
    size_t barren;     /* rules that never come true so far */
    size_t explained;  /* refusals with near names so far */
    size_t free;       /* left out: they take no time of the day */
    size_t unknown;    /* left out: at no known site, with --known-only */
    size_t free_named; /* of these, how many at known sites */
    size_t replaced;   /* left out: the file has a newer one of that uid */
    struct newest *newest;
    size_t newest_n, newest_room;
    bool has_masters; /* events that speak for all of their repetitions */
};

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
    const unsigned given = JOBS_WINDOW | (event->duration_s > 0 ? (unsigned)JOBS_DURATION : 0U) |
                           (*job.title != '\0' ? (unsigned)JOBS_TITLE : 0U);
    return jobs_save(im, &job, given, err);
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

/* What the refused events need to mean the same in a file of their own: the method, and the time zones. */
static void begin_rejects(struct file *file)
{
    struct buf *out = &file->im->rejects;
    if (file->im->encoding != CSV_UTF8)
        buf_add(out, "\xef\xbb\xbf"); /* it is UTF-8 now, whatever --encoding says */
    buf_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//rounds//refused events//EN\r\n");
    if (*file->text.method != '\0')
        buf_printf(out, "METHOD:%s\r\n", file->text.method);
    if (*file->text.zone != '\0')
        buf_printf(out, "X-WR-TIMEZONE:%s\r\n", file->text.zone);
    for (size_t i = 0; i < file->text.n; i++) {
        const struct ics_part *part = &file->text.parts[i];
        if (!part->is_zone)
            continue;
        buf_add_n(out, part->raw, part->raw_length);
        buf_add(out, "\r\n");
    }
}

static void refuse(struct file *file, const struct ics_part *part, const char *field, const char *why)
{
    struct import *im = file->im;
    import_refuse(im, part->line, field, why);
    if (!im->want_rejects)
        return;
    if (im->rejects.length == 0)
        begin_rejects(file);
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

/* --- several events of one uid ------------------------------------------------------------------------------------------- */

/* Where the newest of this kind and name is kept; NULL: not yet seen. 'q': a whole event, by its uid as it is written;
 * 'o': one repetition. */
static struct newest *newest_of(struct file *file, char kind, const char *name)
{
    const size_t at = seen_line(file->im->seen, kind, name);
    return at == 0 ? NULL : &file->newest[at - 1];
}

static void learn(struct file *file, char kind, const char *name, int32_t sequence, bool repeats)
{
    struct newest *newest = newest_of(file, kind, name);
    if (newest == NULL) {
        newest = arena_push(file->im->arena, &file->newest, &file->newest_n, &file->newest_room, sizeof *file->newest);
        seen_add(file->im->seen, kind, name, file->newest_n);
    } else if (newest->sequence >= sequence) {
        return;
    }
    *newest = (struct newest){sequence, repeats};
}

static void learn_whole(struct file *file, const struct ics_part *part)
{
    struct arena *arena = file->im->row;
    const char *uid = ics_text_value(arena, part, "UID");
    int64_t sequence = 0;
    if (*uid == '\0' || part->too_long)
        return;
    if (!num_parse_i64(ics_text_value(arena, part, "SEQUENCE"), 0, INT32_MAX, &sequence))
        sequence = 0;
    const bool repeats = *ics_text_value(arena, part, "RRULE") != '\0' || *ics_text_value(arena, part, "RDATE") != '\0';
    learn(file, 'q', uid, (int32_t)sequence, repeats);
}

/* Does the file say something newer about it? A repetition also goes when the newer event repeats no more. */
static bool is_replaced(struct file *file, const struct ics_part *part, const struct ics_event *event)
{
    struct import *im = file->im;
    const struct newest *whole = newest_of(file, 'q', ics_text_value(im->row, part, "UID"));
    if (*event->uid == '\0')
        return false;
    if (!event->is_instance)
        return whole != NULL && whole->sequence > event->sequence;
    const struct newest *own = newest_of(file, 'o', instance_uid(im, event->uid, &event->recurrence_id));
    return (own != NULL && own->sequence > event->sequence) ||
           (whole != NULL && !whole->repeats && whole->sequence > event->sequence);
}

/* --- one of them --------------------------------------------------------------------------------------------------------- */

/* Kept out without a refusal. What an earlier import brought of a repetition stays. */
static void leave_out(struct file *file, const struct ics_event *event, size_t *counted)
{
    ++*counted;
    file->im->left_out++;
    if (event->is_instance)
        seen_add(file->im->seen, 'i', instance_uid(file->im, event->uid, &event->recurrence_id), event->line);
}

/* Calendars call whole days free time unless they are told otherwise: an event at a known site is named. */
static void leave_out_free(struct file *file, const struct ics_event *event, bool known)
{
    if (known && file->free_named++ < FREE_NAMED_MAX)
        import_note(file->im,
                    "line %zu: \"%s\" is at a known site but is free time: left out; mark it busy in the "
                    "calendar to book it",
                    event->line, text_trim(file->im->row, event->summary));
    leave_out(file, event, &file->free);
}

static enum status take_event(struct file *file, const struct ics_part *part, const struct ics_event *event,
                              struct error *err)
{
    struct import *im = file->im;
    const bool series = event->repeats && !event->is_instance && *event->uid != '\0';
    if (is_replaced(file, part, event)) {
        file->replaced++;
        im->left_out++;
        return STATUS_OK;
    }
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
    enum jobs_found found = JOBS_UNKNOWN;
    enum status status = ics_site_find(im, event, &site, &found, &why, err);
    if (status != STATUS_OK)
        return status;
    if (event->is_free) {
        leave_out_free(file, event, found == JOBS_FOUND);
        return STATUS_OK;
    }
    if (found == JOBS_UNKNOWN && im->known_only) {
        leave_out(file, event, &file->unknown);
        return STATUS_OK;
    }
    if (found == JOBS_UNKNOWN)
        status = ics_site_explain(im, event, file->explained++ < EXPLAIN_MAX, &why, err);
    if (status != STATUS_OK)
        return status;
    if (found != JOBS_FOUND) {
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
    else if (event.is_instance) {
        const char *uid = instance_uid(im, event.uid, &event.recurrence_id);
        seen_add(im->seen, 'c', uid, event.line);
        learn(file, 'o', uid, event.sequence, false);
    }
    ics_event_clear(&event);
    return status;
}

/* --- the file ------------------------------------------------------------------------------------------------------------ */

static void note_left_out(struct import *im, size_t n, const char *why)
{
    if (n > 0)
        import_note(im, "%zu left out: %s", n, why);
}

static void notes(struct file *file)
{
    struct import *im = file->im;
    jobs_notes(im);
    if (file->past > 0)
        import_note(im, "%zu event%s from more than %d days ago: left out", file->past, file->past == 1 ? "" : "s",
                    PAST_DAYS);
    if (file->idle > 0)
        import_note(im, "%zu repeating event%s with none in the next %d days: left out", file->idle,
                    file->idle == 1 ? "" : "s", AHEAD_DAYS);
    note_left_out(im, file->free, "free time");
    note_left_out(im, file->unknown, "at no known site");
    note_left_out(im, file->replaced, "the file has a newer event of the same UID");
}

/* Changed repetitions and newer events stand anywhere in the file, so they are noted before anything is saved. */
static enum status take_parts(struct file *file, struct error *err)
{
    struct import *im = file->im;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < 2 * file->text.n; i++) {
        const struct ics_part *part = &file->text.parts[i % file->text.n];
        const bool learning = i < file->text.n;
        const bool is_instance = !part->is_zone && strstr(part->text, "RECURRENCE-ID") != NULL;
        if (learning && !part->is_zone && !is_instance)
            learn_whole(file, part);
        if (!part->is_zone && (!learning || is_instance))
            status = take_part(file, part, learning, err);
        if (i % PROGRESS_EVERY == 0)
            import_progress(im, i, 2 * file->text.n);
    }
    if (status == STATUS_OK)
        status = cancel_missing(file, err);
    if (im->rejects.length > 0)
        buf_add(&im->rejects, "END:VCALENDAR\r\n");
    notes(file);
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
    ics_text_mend_folds(im->text, im->length);
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
