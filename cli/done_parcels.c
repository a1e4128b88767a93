#include "cli/done_parcels.h"

#include "cli/doc.h"
#include "cli/parcel_fields.h"

static enum status save(struct cli *cli, const struct plan_stop *stop, int32_t day, struct parcel *parcel,
                        struct error *err)
{
    parcel->state = PARCEL_DONE;
    parcel->done_day = day;
    parcel->done_site_id = stop->site_id;
    enum status status = store_parcel_save(cli->store, parcel, &parcel->id, err);
    return status ? status : store_parcel_get(cli->store, parcel->id, cli->arena, parcel, err);
}

static const char *what_became(const struct parcel *parcel)
{
    if (parcel->state == PARCEL_OPEN)
        return "stays open";
    return parcel->direction == PARCEL_OUT ? "handed over" : "collected";
}

enum status done_parcels(struct cli *cli, const struct plan_stop *stop, int32_t day, bool kept, const char **text,
                         struct json_t *parcels, struct error *err)
{
    *text = "";
    for (size_t i = 0; i < stop->parcels_n; i++) {
        struct parcel parcel;
        struct error gone = {0};
        enum status status = store_parcel_get(cli->store, stop->parcels[i].parcel_id, cli->arena, &parcel, &gone);
        if (status == STATUS_NOT_FOUND || (!status && parcel.state == PARCEL_DONE))
            continue;
        if (status && err)
            *err = gone;
        if (!status && !kept)
            status = save(cli, stop, day, &parcel, err);
        if (status)
            return status;
        *text = arena_printf(cli->arena, "%s K%lld, %s, %s.", *text, (long long)parcel.id, parcel.what,
                             what_became(&parcel));
        if (!kept)
            doc_add(parcels, parcel_fields_json(&parcel));
    }
    return STATUS_OK;
}
