#include "cli/day_view.h"

#include "cli/card.h"
#include "cli/out.h"

/* --- those that are in no stop ------------------------------------------------------------------------------------ */

void day_view_parcels_due(struct cli *cli, const struct plan *plan)
{
    for (size_t i = 0; i < plan->parcels_missed_n; i++)
        if (plan->parcels_missed[i].due)
            out_hanging(cli->out, STYLE_RED, "!", 2, plan->parcels_missed[i].text);
}

void day_view_parcels_waiting(struct cli *cli, const struct plan *plan)
{
    bool any = false;
    for (size_t i = 0; i < plan->parcels_missed_n; i++) {
        if (plan->parcels_missed[i].due)
            continue;
        if (!any)
            out_styled(cli->out, STYLE_BOLD, "\nParcels that wait for another day\n");
        any = true;
        out_hanging(cli->out, STYLE_PLAIN, "", 2, plan->parcels_missed[i].text);
    }
}

enum status day_view_drop_parcels(struct cli *cli, struct plan *plan, struct error *err)
{
    size_t kept = 0;
    for (size_t i = 0; i < plan->parcels_missed_n; i++) {
        struct parcel parcel;
        struct error gone = {0};
        enum status status =
            store_parcel_get(cli->store, plan->parcels_missed[i].parcel_id, cli->arena, &parcel, &gone);
        if (status && status != STATUS_NOT_FOUND) {
            if (err)
                *err = gone;
            return status;
        }
        if (!status && parcel.state == PARCEL_OPEN)
            plan->parcels_missed[kept++] = plan->parcels_missed[i];
    }
    plan->parcels_missed_n = kept;
    return STATUS_OK;
}

/* --- those that are open ------------------------------------------------------------------------------------------ */

/* Is it at a stop that is still to come? Then it is said there. */
static bool is_to_come(const struct plan *plan, int64_t parcel_id)
{
    for (size_t i = 0; plan && i < plan->stops_n; i++)
        for (size_t k = 0; k < plan->stops[i].parcels_n; k++)
            if (plan->stops[i].parcels[k].parcel_id == parcel_id)
                return plan->stops[i].state == PLAN_STOP_PLANNED;
    return false;
}

enum status day_view_parcels(struct cli *cli, int32_t day, const struct plan *plan, const char *lead, struct error *err)
{
    const struct parcel_filter filter = {.open_only = true};
    struct parcel *parcels = NULL;
    size_t n = 0;
    enum status status = store_parcel_list(cli->store, &filter, cli->arena, &parcels, &n, err);
    bool any = false;
    for (size_t i = 0; i < n && !status; i++) {
        const struct parcel *one = &parcels[i];
        if ((one->ready_day != DAY_NONE && one->ready_day > day) || (one->job_day != DAY_NONE && one->job_day > day) ||
            is_to_come(plan, one->id))
            continue;
        if (!any)
            out_styled(cli->out, STYLE_BOLD, "%sParcels\n", lead);
        any = true;
        card_parcel(cli, one);
    }
    return status;
}
