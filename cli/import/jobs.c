#include "cli/import/jobs.h"

#include "cli/import/import.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/people.h"

#include <string.h>

enum { DAY_FROM_S = 9 * 3600, DAY_TO_S = 17 * 3600 };

/* --- which site ---------------------------------------------------------------------------------------------------------- */

/* store_site_find takes parts of names and phone numbers too; only its exact answers count here. */
static bool is_exact(struct import *im, const struct site *site, const char *text)
{
    if (strcmp(site->key, text) == 0 || strcmp(site->uuid, text) == 0)
        return true;
    return strcmp(text_fold(im->row, site->name), text_fold(im->row, text)) == 0;
}

enum status jobs_find_exact(struct import *im, const char *text, struct site *site, bool *found, struct error *err)
{
    *found = false;
    if (*text == '\0')
        return STATUS_OK;
    struct site hit;
    const enum status status = store_site_find(im->store, text, im->row, &hit, err);
    if (status == STATUS_NOT_FOUND || status == STATUS_INPUT)
        return STATUS_OK;
    if (status == STATUS_OK && is_exact(im, &hit, text)) {
        *site = hit;
        *found = true;
    }
    return status;
}

/* Namesakes are told apart as imports of sites are: by postcode, place, town. */
static enum status find_namesake(struct import *im, const struct jobs_where *where, struct site *site, bool *found,
                                 struct error *err)
{
    struct site wanted = site_empty();
    wanted.name = where->name;
    wanted.town = where->town;
    wanted.postcode = where->postcode;
    if (where->has_place) {
        wanted.at = where->at;
        wanted.placed_by = PLACED_IMPORT;
    }
    int64_t id = 0;
    const enum status status = store_site_match(im->store, &wanted, &id, err);
    *found = status == STATUS_OK && id != 0;
    return *found ? store_site_get(im->store, id, im->row, site, err) : status;
}

/* The nearest site within JOBS_PLACE_M. */
static enum status find_at(struct import *im, struct point at, struct site *site, bool *found, struct error *err)
{
    const struct box box = point_box(at, JOBS_PLACE_M);
    const struct site_filter filter = {.placed_only = true, .box = &box};
    struct site *sites = NULL;
    size_t n = 0;
    *found = false;
    const enum status status = store_site_list(im->store, &filter, im->row, &sites, &n, err);
    double best_m = JOBS_PLACE_M;
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        const double m = point_distance_m(at, sites[i].at);
        if (m > best_m)
            continue;
        best_m = m;
        *site = sites[i];
        *found = true;
    }
    return status;
}

/* Why nothing was found: the store's own sentence has near names, or the namesakes with their numbers. */
static enum status explain(struct import *im, const struct jobs_where *where, const char **why, struct error *err)
{
    const char *text = *where->key != '\0' ? where->key : where->name;
    if (*text == '\0' && where->has_place) {
        *why = arena_printf(im->row, "no site lies within %d m of %.5f,%.5f; add it first: rounds add customer",
                            JOBS_PLACE_M, where->at.lat_deg, where->at.lon_deg);
        return STATUS_OK;
    }
    if (*text == '\0') {
        *why = "no site: give its key, name or place";
        return STATUS_OK;
    }
    struct site near;
    struct error sentence = {0};
    const enum status status = store_site_find(im->store, text, im->row, &near, &sentence);
    if (status == STATUS_OK)
        *why = arena_printf(im->row, "no site has the key or the whole name \"%s\"; is it %s (#%lld)?", text, near.name,
                            (long long)near.id);
    else if (status == STATUS_INPUT || status == STATUS_NOT_FOUND)
        *why = arena_strdup(im->row, sentence.text);
    else
        return error_set(err, status, "%s", sentence.text);
    return STATUS_OK;
}

enum status jobs_find_site(struct import *im, const struct jobs_where *where, struct site *site, const char **why,
                           struct error *err)
{
    bool found = false;
    *why = NULL;
    enum status status = jobs_find_exact(im, where->key, site, &found, err);
    if (status == STATUS_OK && !found)
        status = jobs_find_exact(im, where->name, site, &found, err);
    if (status == STATUS_OK && !found && *where->name != '\0')
        status = find_namesake(im, where, site, &found, err);
    if (status == STATUS_OK && !found && where->has_place)
        status = find_at(im, where->at, site, &found, err);
    if (status != STATUS_OK || found)
        return status;
    return explain(im, where, why, err);
}

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

const char *jobs_missing_hour(struct import *im, int32_t day, int32_t wall_s)
{
    int64_t utc = 0;
    if (civil_utc(day, wall_s, &utc))
        return NULL;
    char time[CIVIL_TEXT];
    char date[CIVIL_TEXT];
    civil_format_time(time, wall_s);
    civil_format_day(date, day);
    return arena_printf(im->row, "%s does not exist on %s: the clocks go forward over it", time, date);
}

/* --- saving -------------------------------------------------------------------------------------------------------------- */

static bool same_job(const struct job *a, const struct job *b)
{
    return a->site_id == b->site_id && a->day == b->day && a->earliest_s == b->earliest_s &&
           a->latest_s == b->latest_s && a->duration_s == b->duration_s && a->status == b->status &&
           a->engineer_id == b->engineer_id && a->sequence == b->sequence && strcmp(a->title, b->title) == 0 &&
           strcmp(a->uid, b->uid) == 0;
}

/* What is done stays done. A job cancelled here comes back only when the file is newer, or says so itself. */
static enum job_status merged_status(const struct job *there, const struct job *job, bool status_given)
{
    if (there->status == JOB_DONE)
        return JOB_DONE;
    if (there->status == JOB_CANCELLED && !status_given && job->sequence <= there->sequence)
        return JOB_CANCELLED;
    return job->status;
}

static enum status update(struct import *im, const struct job *there, const struct job *job, bool status_given,
                          struct error *err)
{
    struct job merged = *job;
    merged.id = there->id;
    merged.uuid = there->uuid;
    merged.status = merged_status(there, job, status_given);
    if (there->sequence > job->sequence || same_job(there, &merged)) {
        im->same++;
        return STATUS_OK;
    }
    im->changed++;
    im->cancelled += there->status != JOB_CANCELLED && merged.status == JOB_CANCELLED;
    int64_t id = 0;
    return store_job_save(im->store, &merged, &id, err);
}

enum status jobs_save(struct import *im, const struct job *job, bool status_given, struct error *err)
{
    int64_t id = 0;
    enum status status = *job->uid != '\0'
                             ? store_job_by_uid(im->store, job->uid, &id, err)
                             : store_job_match(im->store, job->site_id, job->day, job->earliest_s, &id, err);
    if (status != STATUS_OK)
        return status;
    if (id == 0 && job->status == JOB_CANCELLED) {
        im->same++; /* never booked here: nothing to cancel */
        return STATUS_OK;
    }
    if (id == 0) {
        im->added++;
        return store_job_save(im->store, job, &id, err);
    }
    struct job there;
    status = store_job_get(im->store, id, im->row, &there, err);
    return status == STATUS_OK ? update(im, &there, job, status_given, err) : status;
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
