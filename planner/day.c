#include "planner/day.h"

#include "geo/amenity.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"

#include <stdlib.h>
#include <string.h>

static int by_site(const void *a, const void *b)
{
    const struct day_booking *x = a, *y = b;
    return (x->site_id > y->site_id) - (x->site_id < y->site_id);
}

static int by_site_day(const void *a, const void *b)
{
    const struct day_booking *x = a, *y = b;
    int order = by_site(a, b);
    return order != 0 ? order : (x->day > y->day) - (x->day < y->day);
}

static int by_site_due(const void *a, const void *b)
{
    const struct promise *x = a, *y = b;
    if (x->site_id != y->site_id) {
        return x->site_id < y->site_id ? -1 : 1;
    }
    if (x->due_day != y->due_day) {
        return x->due_day < y->due_day ? -1 : 1;
    }
    return (x->id > y->id) - (x->id < y->id);
}

static enum status read_engineer(struct store *store, struct arena *arena, struct day *day, struct error *err)
{
    enum status status = store_engineer_self(store, arena, &day->engineer, err);
    if (status != STATUS_OK) {
        return status;
    }
    if (!day->engineer.has_home) {
        return error_set(err, STATUS_INPUT,
                         "no home is set, and a day begins and ends there: rounds init --home LAT,LON");
    }
    day->work.from_s = open_elapsed(day->day, day->engineer.work_start_s);
    day->work.to_s = open_elapsed(day->day, day->engineer.work_end_s);
    const struct settings *settings = day->settings;
    struct open_span unknown = {open_elapsed(day->day, settings->visit_before_s),
                                open_elapsed(day->day, settings->visit_after_s)};
    const struct hours_where *where = open_where(arena, settings, &day->engineer.home);
    day->hours = open_book_new(arena, day->day, day->work, unknown, where);
    return STATUS_OK;
}

/* The booking wins over the opening hours; but where it leaves a choice (all morning, at a shop that opens at nine) the
 * work is put where it fits into them whole, else where it begins in them. */
static void fit_hours(struct day_job *job, int32_t inside_s)
{
    for (uint32_t i = 0; i < job->hours->n; i++) {
        const struct open_span *open = &job->hours->spans[i];
        int32_t from_s = open->from_s > job->booked.from_s ? open->from_s : job->booked.from_s;
        int32_t to_s = open->to_s - inside_s < job->booked.to_s ? open->to_s - inside_s : job->booked.to_s;
        if (from_s <= to_s) {
            job->windows[job->windows_n++] = (struct open_span){from_s, to_s};
        }
    }
}

static void find_windows(struct day_job *job)
{
    fit_hours(job, job->job.duration_s);
    if (job->windows_n == 0) {
        fit_hours(job, 1);
    }
    if (job->windows_n == 0) {
        job->windows[job->windows_n++] = job->booked;
    }
    for (uint32_t i = 0; i < job->windows_n; i++) {
        job->windows[i].from_s -= job->early_s;
        job->windows[i].to_s -= job->early_s;
    }
}

/* The engineer is there early_s before the booked time: the windows move, and the stop is that much longer. */
static void fill_job(const struct day *day, struct day_job *job)
{
    job->booked.from_s = open_elapsed(day->day, job->job.earliest_s);
    job->booked.to_s = open_elapsed(day->day, job->job.latest_s);
    job->booked.to_s = job->booked.to_s < job->booked.from_s ? job->booked.from_s : job->booked.to_s;
    int32_t early_s = day->settings->arrive_early_s;
    job->early_s = early_s < job->booked.from_s ? early_s : job->booked.from_s;
    job->hours = open_on(day->hours, job->site.hours);
    find_windows(job);
    job->place = (struct place){
        .site_id = job->site.id,
        .at = job->site.at,
        .service_s = job->job.duration_s + job->early_s,
        .windows = job->windows,
        .windows_n = job->windows_n,
        .kind = PLACE_JOB,
        .toilet = (job->site.amenities & AMENITY_BIT(AMENITY_TOILET)) != 0,
    };
}

static enum status take_job(struct store *store, struct arena *arena, const struct job *job, struct day *day,
                            struct error *err)
{
    struct site site;
    enum status status = store_site_get(store, job->site_id, arena, &site, err);
    if (status != STATUS_OK) {
        return status;
    }
    bool placed = site.placed_by != PLACED_NOT;
    struct day_job *out = placed ? &day->jobs[day->jobs_n++] : &day->unplaced[day->unplaced_n++];
    out->job = *job;
    out->site = site;
    if (placed) {
        fill_job(day, out);
        out->place.index = (uint32_t)(day->jobs_n - 1);
    }
    return STATUS_OK;
}

/* Does JOB keep its site from being suggested? An open one of a day past did not come about, and says nothing. */
static bool keeps_busy(const struct day *day, const struct job *job, int32_t today)
{
    return job->day == day->day ? job->status != JOB_CANCELLED : job->status == JOB_OPEN && job->day >= today;
}

/* Each site once. Sorted as if the day itself came before all others. */
static void note_bookings(struct day *day, const struct job *jobs, size_t n, int32_t today, struct arena *arena)
{
    day->busy = arena_array(arena, n, sizeof *day->busy);
    for (size_t i = 0; i < n; i++) {
        if (keeps_busy(day, &jobs[i], today)) {
            int32_t on_day = jobs[i].day == day->day ? DAY_NONE : jobs[i].day;
            day->busy[day->busy_n++] = (struct day_booking){jobs[i].site_id, on_day};
        }
    }
    if (day->busy_n == 0) {
        return;
    }
    qsort(day->busy, day->busy_n, sizeof *day->busy, by_site_day);
    size_t kept = 0;
    for (size_t i = 0; i < day->busy_n; i++) {
        if (i == 0 || day->busy[i].site_id != day->busy[kept - 1].site_id) {
            day->busy[kept] = day->busy[i];
            day->busy[kept].day = day->busy[i].day == DAY_NONE ? day->day : day->busy[i].day;
            kept++;
        }
    }
    day->busy_n = kept;
}

/* Those of the day, and of the days round it that tell who is called on soon anyhow. */
static enum status read_jobs(struct store *store, struct arena *arena, int32_t today, struct day *day,
                             struct error *err)
{
    struct job_filter filter = {.from_day = today < day->day ? today : day->day,
                                .to_day = day->day + day->settings->job_days};
    struct job *jobs = NULL;
    size_t n = 0;
    enum status status = store_job_list(store, &filter, arena, &jobs, &n, err);
    if (status != STATUS_OK) {
        return status;
    }
    note_bookings(day, jobs, n, today, arena);
    size_t open_n = 0;
    for (size_t i = 0; i < n; i++) {
        bool mine = jobs[i].engineer_id == 0 || jobs[i].engineer_id == day->engineer.id;
        if (jobs[i].day == day->day && jobs[i].status == JOB_OPEN && mine) {
            jobs[open_n++] = jobs[i];
        }
    }
    if (open_n > CAP_JOBS_PER_DAY) {
        return error_set(err, STATUS_INPUT,
                         "%zu jobs are booked that day, and a day's plan takes at most %d: move some", open_n,
                         CAP_JOBS_PER_DAY);
    }
    day->jobs = arena_array(arena, open_n, sizeof *day->jobs);
    day->unplaced = arena_array(arena, open_n, sizeof *day->unplaced);
    for (size_t i = 0; i < open_n && status == STATUS_OK; i++) {
        status = take_job(store, arena, &jobs[i], day, err);
    }
    return status;
}

enum status day_collect(struct store *store, const struct plan_request *request, struct arena *arena, struct day *out,
                        struct error *err)
{
    struct day day = {.settings = request->settings, .day = request->day};
    enum status status = read_engineer(store, arena, &day, err);
    if (status == STATUS_OK) {
        status = read_jobs(store, arena, civil_day_of_utc(request->now_utc), &day, err);
    }
    if (status == STATUS_OK) {
        status = store_promise_list(store, 0, true, arena, &day.promises, &day.promises_n, err);
    }
    if (status == STATUS_OK) {
        status = store_complaint_open(store, arena, &day.complaints, &day.complaints_n, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (day.promises_n > 0) {
        qsort(day.promises, day.promises_n, sizeof *day.promises, by_site_due);
    }
    *out = day;
    return STATUS_OK;
}

int32_t day_booked(const struct day *day, int64_t site_id)
{
    struct day_booking key = {.site_id = site_id};
    const struct day_booking *found =
        day->busy_n == 0 ? NULL : bsearch(&key, day->busy, day->busy_n, sizeof *day->busy, by_site);
    return found != NULL ? found->day : DAY_NONE;
}

bool day_is_ours(const struct day *day, const struct site *site)
{
    return site->engineer_id == 0 || site->engineer_id == day->engineer.id;
}

/* The soonest open promise to SITE_ID. */
static int32_t promise_due(const struct day *day, int64_t site_id)
{
    size_t low = 0, high = day->promises_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (day->promises[middle].site_id < site_id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < day->promises_n && day->promises[low].site_id == site_id;
    return found ? day->promises[low].due_day : DAY_NONE;
}

static bool complaint_open(const struct day *day, int64_t site_id)
{
    size_t low = 0, high = day->complaints_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (day->complaints[middle].site_id < site_id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < day->complaints_n && day->complaints[low].site_id == site_id;
}

struct worth_facts day_facts(const struct day *day, const struct site *site, int32_t contacts)
{
    return (struct worth_facts){
        .day = day->day,
        .last_visit_day = site->last_visit_day,
        .goal_days = site->goal_days,
        .promise_due_day = promise_due(day, site->id),
        .complaint_open = complaint_open(day, site->id),
        .contacts = contacts,
    };
}

struct place day_visit(const struct day *day, const struct site *site, const struct worth_facts *facts)
{
    const struct open_day *hours = open_on(day->hours, site->hours);
    struct place place = {
        .site_id = site->id,
        .at = site->at,
        .service_s = site->service_s == NUMBER_UNSET ? day->settings->visit_s : site->service_s,
        .windows = hours->visit,
        .windows_n = hours->visit_n,
        .toilet = (site->amenities & AMENITY_BIT(AMENITY_TOILET)) != 0,
        .worth_s = worth_of(facts, day->settings).total_s,
    };
    if (place.toilet && day->settings->comfort_s > 0) {
        struct worth_facts comfort = *facts;
        comfort.comfort = true;
        place.comfort_s = worth_of(&comfort, day->settings).total_s - place.worth_s;
    }
    return place;
}

/* A job early in the day may ask to leave home before the working hours begin: the booking is the person's word, and
 * nothing but its drive is pulled before them (visits keep to the working hours). */
struct frame day_frame(const struct day *day)
{
    const struct settings *settings = day->settings;
    return (struct frame){
        .home = day->engineer.home,
        .leave_from_s = day->work.from_s,
        .home_by_s = day->work.to_s,
        .break_s = settings->lunch_s,
        .break_open_s = open_elapsed(day->day, settings->lunch_from_s),
        .break_close_s = open_elapsed(day->day, settings->lunch_to_s),
        .max_extra_s = settings->max_extra_s,
        .max_detour_s = settings->max_detour_s,
        .max_visits = settings->max_visits > 0 ? (uint32_t)settings->max_visits : 0,
        .comfort_s = settings->comfort_s,
    };
}
