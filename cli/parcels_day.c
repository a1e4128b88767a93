#include "cli/parcels_day.h"

#include "geo/base/civil.h"
#include "geo/store/job.h"

static int64_t utc_of(int32_t day, int32_t wall_s)
{
    int64_t utc = 0;
    (void)civil_utc(day, wall_s, &utc);
    return utc;
}

/* The last moment of a day when no time of it is given. */
int64_t parcels_day_by(int32_t day, int32_t wall_s)
{
    return wall_s == NUMBER_UNSET ? utc_of(day, DAY_SECONDS) - 1 : utc_of(day, wall_s);
}

/* After the job, where the plan has it; else at the earliest moment that the job can be over. */
static enum status after_job(struct cli *cli, const struct parcel *parcel, struct parcels_request *request,
                             struct error *err)
{
    struct job job = job_empty();
    if (parcel->job_id == 0)
        return STATUS_OK;
    const enum status status = store_job_get(cli->store, parcel->job_id, cli->arena, &job, err);
    if (status != STATUS_OK || job.status != JOB_OPEN)
        return status;
    for (size_t i = 0; request->plan && i < request->plan->stops_n; i++) {
        if (request->plan->stops[i].job_id == job.id) {
            request->after_job_id = job.id;
            return STATUS_OK;
        }
    }
    const int64_t over_utc = utc_of(job.day, job.earliest_s) + job.duration_s;
    request->ready_utc = over_utc > request->ready_utc ? over_utc : request->ready_utc;
    return STATUS_OK;
}

enum status parcels_day_ask(struct cli *cli, const struct parcel *parcel, struct parcels_request *request,
                            struct error *err)
{
    request->carrier = parcel->carrier;
    if (parcel->ready_day != DAY_NONE)
        request->ready_utc = utc_of(parcel->ready_day, parcel->ready_s == NUMBER_UNSET ? 0 : parcel->ready_s);
    if (parcel->due_day >= cli->today) /* what was due on an earlier day is better late than never */
        request->by_utc = parcels_day_by(parcel->due_day, parcel->due_s);
    return after_job(cli, parcel, request, err);
}
