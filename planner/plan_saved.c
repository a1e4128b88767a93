#include "geo/base/mem.h"
#include "planner/plan.h"

enum status plan_load(struct store *store, int32_t day, struct arena *arena, struct plan **out,
                      struct saved_plan *saved, struct error *err)
{
    struct saved_plan row;
    struct plan *plan = NULL;
    enum status status = store_plan_get(store, day, 0, arena, &row, err);
    if (status == STATUS_OK) {
        status = plan_from_json(arena, row.summary, &plan, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t i = 0; i < row.stops_n; i++) {
        int32_t seq = row.stops[i].seq;
        if (seq >= 1 && (size_t)seq <= plan->stops_n) {
            plan->stops[seq - 1].state = row.stops[i].state;
        }
    }
    *out = plan;
    if (saved != NULL) {
        *saved = row;
    }
    return STATUS_OK;
}

enum status plan_save(struct store *store, const struct plan *plan, struct error *err)
{
    struct arena *arena = arena_new();
    struct saved_plan row = {
        .uuid = plan->uuid,
        .day = plan->day,
        .engineer_id = 0, /* the owner's, as plan_load asks for it */
        .made_utc = plan->made_utc,
        .summary = plan_to_json(arena, plan),
        .stops = arena_array(arena, plan->stops_n, sizeof *row.stops),
        .stops_n = plan->stops_n,
    };
    for (size_t i = 0; i < plan->stops_n; i++) {
        const struct plan_stop *stop = &plan->stops[i];
        row.stops[i] = (struct saved_stop){
            .seq = (int32_t)i + 1,
            .kind = stop->kind,
            .site_id = stop->site_id,
            .job_id = stop->job_id,
            .arrive_s = stop->arrive_s,
            .start_s = stop->start_s,
            .depart_s = stop->depart_s,
            .state = stop->state,
        };
    }
    enum status status = store_plan_save(store, &row, err);
    arena_free(arena);
    return status;
}
