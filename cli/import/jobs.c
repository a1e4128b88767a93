#include "cli/import/jobs.h"

#include "cli/import/import.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/history.h"
#include "geo/store/people.h"
#include "geo/store/site.h"

#include <string.h>

enum { DAY_FROM_S = 9 * 3600, DAY_TO_S = 17 * 3600, MOVES_TOLD_MAX = 20 };

/* --- times --------------------------------------------------------------------------------------------------------------- */

int32_t jobs_duration(const struct import *im, const struct site *site)
{
    return site->service_s > 0 ? site->service_s : im->settings->job_s;
}

enum status jobs_whole_day(struct import *im, int32_t duration_s, struct job *job, struct error *err)
{
    struct engineer self;
    int32_t from_s = DAY_FROM_S;
    int32_t to_s = DAY_TO_S;
    const enum status status = store_engineer_self(im->store, im->row, &self, err);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    if (status == STATUS_OK) {
        from_s = self.work_start_s;
        to_s = self.work_end_s;
    }
    job->earliest_s = from_s;
    job->latest_s = to_s - duration_s > from_s ? to_s - duration_s : from_s;
    return STATUS_OK;
}

/* --- what the file said -------------------------------------------------------------------------------------------------- */

/* Fields as they are kept in job.imported, one a line. The day comes first: it finds jobs that have no uid. */
enum line { LINE_WHEN, LINE_SITE, LINE_MINUTES, LINE_TITLE, LINE_STATUS, LINE_ENGINEER, LINE_COUNT };

static const char *const line_names[LINE_COUNT] = {"when=", "site=", "seconds=", "title=", "status=", "engineer="};

/* What a file says of one job, now or at the last import. "" for what it does not say. */
struct said {
    const char *lines[LINE_COUNT];
};

/* "when=20781 32400-" : the window's end, or none, stands behind it. */
static const char *when_prefix(struct import *im, const struct job *job, unsigned given)
{
    return (given & JOBS_WINDOW) == 0 ? arena_printf(im->row, "when=%d\n", job->day)
                                      : arena_printf(im->row, "when=%d %d-", job->day, job->earliest_s);
}

static struct said said_now(struct import *im, const struct job *job, unsigned given)
{
    struct said said = {{"", "", "", "", "", ""}};
    said.lines[LINE_WHEN] = when_prefix(im, job, given);
    if ((given & JOBS_WINDOW) != 0)
        said.lines[LINE_WHEN] = arena_printf(im->row, "%s%d\n", said.lines[LINE_WHEN], job->latest_s);
    said.lines[LINE_SITE] = arena_printf(im->row, "site=%lld\n", (long long)job->site_id);
    if ((given & JOBS_DURATION) != 0)
        said.lines[LINE_MINUTES] = arena_printf(im->row, "seconds=%d\n", job->duration_s);
    if ((given & JOBS_TITLE) != 0)
        said.lines[LINE_TITLE] = arena_printf(im->row, "title=%s\n", text_trim(im->row, job->title));
    if ((given & JOBS_STATUS) != 0)
        said.lines[LINE_STATUS] = arena_printf(im->row, "status=%d\n", (int)job->status);
    if ((given & JOBS_ENGINEER) != 0)
        said.lines[LINE_ENGINEER] = arena_printf(im->row, "engineer=%lld\n", (long long)job->engineer_id);
    return said;
}

static struct said said_before(struct import *im, const char *imported)
{
    struct said said = {{"", "", "", "", "", ""}};
    while (*imported != '\0') {
        const size_t length = strcspn(imported, "\n") + 1;
        if (imported[length - 1] == '\0')
            break;
        for (size_t i = 0; i < LINE_COUNT; i++)
            if (strncmp(imported, line_names[i], strlen(line_names[i])) == 0)
                said.lines[i] = arena_strndup(im->row, imported, length);
        imported += length;
    }
    return said;
}

/* Everything that NOW says, and what only BEFORE said. */
static const char *said_text(struct import *im, const struct said *now, const struct said *before)
{
    const char *text = "";
    for (size_t i = 0; i < LINE_COUNT; i++)
        text = arena_printf(im->row, "%s%s", text, *now->lines[i] != '\0' ? now->lines[i] : before->lines[i]);
    return text;
}

/* Given, and not as it was at the last import. */
static bool is_news(const struct said *now, const struct said *before, enum line line)
{
    return *now->lines[line] != '\0' && strcmp(now->lines[line], before->lines[line]) != 0;
}

/* --- laying it over ------------------------------------------------------------------------------------------------------ */

static bool same_job(const struct job *a, const struct job *b)
{
    return a->site_id == b->site_id && a->day == b->day && a->earliest_s == b->earliest_s &&
           a->latest_s == b->latest_s && a->duration_s == b->duration_s && a->status == b->status &&
           a->engineer_id == b->engineer_id && a->sequence == b->sequence && strcmp(a->title, b->title) == 0 &&
           strcmp(a->uid, b->uid) == 0;
}

/* One job on its way from the file to the store. */
struct update {
    const struct job *there, *job;
    unsigned given;
    struct said now, before;
};

/* A job that was cancelled here comes back only when the file is newer, or says so itself. */
static enum job_status merged_status(const struct update *u)
{
    if (is_news(&u->now, &u->before, LINE_STATUS))
        return u->job->status;
    if (u->there->status == JOB_CANCELLED && u->job->sequence > u->there->sequence)
        return JOB_OPEN;
    return u->there->status;
}

/* Day and window go together: a new time on the day that a hand gave would be nobody's appointment. */
static struct job merge(struct import *im, const struct update *u)
{
    struct job merged = *u->there;
    if (is_news(&u->now, &u->before, LINE_WHEN)) {
        merged.day = u->job->day;
        merged.earliest_s = (u->given & JOBS_WINDOW) != 0 ? u->job->earliest_s : merged.earliest_s;
        merged.latest_s = (u->given & JOBS_WINDOW) != 0 ? u->job->latest_s : merged.latest_s;
    }
    if (is_news(&u->now, &u->before, LINE_SITE))
        merged.site_id = u->job->site_id;
    if (is_news(&u->now, &u->before, LINE_MINUTES))
        merged.duration_s = u->job->duration_s;
    else if (merged.site_id != u->there->site_id && *u->now.lines[LINE_MINUTES] == '\0' &&
             *u->before.lines[LINE_MINUTES] == '\0')
        merged.duration_s = u->job->duration_s; /* what is usual at the other site */
    if (is_news(&u->now, &u->before, LINE_TITLE))
        merged.title = u->job->title;
    if (is_news(&u->now, &u->before, LINE_ENGINEER))
        merged.engineer_id = u->job->engineer_id;
    merged.status = merged_status(u);
    merged.sequence = u->job->sequence;
    merged.imported = said_text(im, &u->now, &u->before);
    return merged;
}

static const char *when_text(struct import *im, const struct job *job, bool with_day)
{
    char day[CIVIL_TEXT] = "";
    char from[CIVIL_TEXT];
    char to[CIVIL_TEXT];
    if (with_day)
        civil_format_day(day, job->day);
    civil_format_time(from, job->earliest_s);
    civil_format_time(to, job->latest_s);
    return job->latest_s == job->earliest_s ? arena_printf(im->row, "%s%s%s", day, with_day ? " " : "", from)
                                            : arena_printf(im->row, "%s%s%s-%s", day, with_day ? " " : "", from, to);
}

/* People have the old time in their heads. */
static void tell_move(struct import *im, const struct job *before, const struct job *after)
{
    const bool other_day = before->day != after->day;
    if (!other_day && before->earliest_s == after->earliest_s && before->latest_s == after->latest_s)
        return;
    if (after->status != JOB_OPEN || im->moved++ >= MOVES_TOLD_MAX)
        return;
    import_note(im, "J%lld %s: %s \xe2\x86\x92 %s", (long long)before->id, before->site_name,
                when_text(im, before, other_day), when_text(im, after, other_day));
}

/* --- saving -------------------------------------------------------------------------------------------------------------- */

static enum status insert(struct import *im, const struct job *job, const struct said *said, int64_t *id,
                          struct error *err)
{
    const struct said nothing = {{"", "", "", "", "", ""}};
    struct job fresh = *job;
    fresh.imported = said_text(im, said, &nothing);
    im->added++;
    return store_job_save(im->store, &fresh, id, err);
}

/* Does the file send somebody there again? Not when somebody was there on that day already. */
static enum status is_booked_anew(struct import *im, const struct update *u, bool *anew, struct error *err)
{
    const bool later =
        u->job->day > u->there->day && u->job->status == JOB_OPEN && is_news(&u->now, &u->before, LINE_WHEN);
    bool visited = false;
    const enum status status =
        later ? store_visit_on(im->store, u->job->site_id, u->job->day, &visited, err) : STATUS_OK;
    *anew = later && !visited;
    return status;
}

/* What is done stays done and keeps its history; moved to a later day it is a new job, which takes the uid. */
static enum status update_done(struct import *im, const struct update *u, struct error *err)
{
    bool anew = false;
    enum status status = is_booked_anew(im, u, &anew, err);
    if (status != STATUS_OK || !anew) {
        im->same += status == STATUS_OK;
        return status;
    }
    struct job old = *u->there;
    struct job fresh = merge(im, u);
    fresh.id = 0;
    fresh.uuid = "";
    fresh.status = JOB_OPEN;
    old.uid = "";
    old.imported = "";
    int64_t id = 0;
    status = store_job_save(im->store, &old, &id, err);
    if (status == STATUS_OK)
        status = store_job_save(im->store, &fresh, &id, err);
    if (status != STATUS_OK)
        return status;
    im->added++;
    char done[CIVIL_TEXT];
    civil_format_day(done, old.day);
    import_note(im, "J%lld %s was done on %s: moved to %s it is booked anew as J%lld", (long long)old.id, old.site_name,
                done, when_text(im, &fresh, true), (long long)id);
    return STATUS_OK;
}

static enum status update(struct import *im, const struct update *u, struct error *err)
{
    if (u->there->sequence > u->job->sequence) {
        im->same++;
        return STATUS_OK;
    }
    if (u->there->status == JOB_DONE)
        return update_done(im, u, err);
    const struct job merged = merge(im, u);
    const bool same = same_job(u->there, &merged);
    im->same += same;
    im->changed += !same;
    im->cancelled += u->there->status != JOB_CANCELLED && merged.status == JOB_CANCELLED;
    tell_move(im, u->there, &merged);
    if (same && strcmp(u->there->imported, merged.imported) == 0)
        return STATUS_OK;
    int64_t id = 0;
    return store_job_save(im->store, &merged, &id, err);
}

/* Without a uid: by what a file said, wherever the job was moved since; else one that was booked by hand. */
static enum status find(struct import *im, const struct job *job, unsigned given, struct job *there, struct error *err)
{
    int64_t id = 0;
    *there = job_empty();
    enum status status = *job->uid != '\0'
                             ? store_job_by_uid(im->store, job->uid, &id, err)
                             : store_job_by_import(im->store, job->site_id, when_prefix(im, job, given), &id, err);
    const bool by_hand = status == STATUS_OK && id == 0 && *job->uid == '\0';
    if (by_hand)
        status = store_job_match(im->store, job->site_id, job->day, job->earliest_s, &id, err);
    if (status == STATUS_OK && id != 0)
        status = store_job_get(im->store, id, im->row, there, err);
    if (status == STATUS_OK && by_hand && *there->imported != '\0')
        *there = job_empty(); /* another row's, moved here */
    return status;
}

enum status jobs_save(struct import *im, const struct job *job, unsigned given, struct error *err)
{
    struct job there;
    enum status status = find(im, job, given, &there, err);
    if (status != STATUS_OK)
        return status;
    const struct update u = {&there, job, given, said_now(im, job, given), said_before(im, there.imported)};
    if (there.id != 0)
        return update(im, &u, err);
    if (job->status == JOB_CANCELLED) {
        im->same++; /* never booked here: nothing to cancel */
        return STATUS_OK;
    }
    int64_t id = 0;
    return insert(im, job, &u.now, &id, err);
}

enum status jobs_cancel(struct import *im, const char *uid, int32_t sequence, struct error *err)
{
    int64_t id = 0;
    enum status status = store_job_by_uid(im->store, uid, &id, err);
    if (status != STATUS_OK)
        return status;
    struct job there = job_empty();
    if (id != 0)
        status = store_job_get(im->store, id, im->row, &there, err);
    if (status != STATUS_OK)
        return status;
    if (id == 0 || there.status != JOB_OPEN || there.sequence > sequence) {
        im->same++;
        return STATUS_OK;
    }
    there.status = JOB_CANCELLED;
    there.sequence = sequence > there.sequence ? sequence : there.sequence;
    im->changed++;
    im->cancelled++;
    return store_job_save(im->store, &there, &id, err);
}

void jobs_notes(struct import *im)
{
    if (im->moved > MOVES_TOLD_MAX)
        import_note(im, "%zu more jobs were moved", im->moved - MOVES_TOLD_MAX);
}
