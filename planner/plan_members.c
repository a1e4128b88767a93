#include "planner/plan_members.h"

#include "planner/plan.h"

#define FIELD(holder, form, member)                                                                                    \
    {                                                                                                                  \
        .name = #member, .kind = MEMBER_##form, .offset = offsetof(struct holder, member)                              \
    }
#define LIST(table)                                                                                                    \
    {                                                                                                                  \
        table, sizeof table / sizeof table[0]                                                                          \
    }

static const struct plan_member plan_table[] = {
    FIELD(plan, TEXT, uuid),
    FIELD(plan, NUMBER, engineer_id),
    FIELD(plan, TEXT, engineer),
    FIELD(plan, NUMBER, made_utc),
    FIELD(plan, TEXT, source),
    FIELD(plan, SECONDS, work_start_s),
    FIELD(plan, SECONDS, work_end_s),
    FIELD(plan, SECONDS, leave_s),
    FIELD(plan, SECONDS, home_s),
    FIELD(plan, SECONDS, home_drive_s),
    FIELD(plan, METRES, home_drive_m),
    FIELD(plan, SECONDS, drive_s),
    FIELD(plan, METRES, drive_m),
    FIELD(plan, SECONDS, wait_s),
    FIELD(plan, SECONDS, on_site_s),
    FIELD(plan, SECONDS, extra_s),
    FIELD(plan, SECONDS, worth_s),
    FIELD(plan, COUNT, jobs_n),
    FIELD(plan, COUNT, visits_n),
    FIELD(plan, COUNT, customers_placed),
    FIELD(plan, COUNT, customers_reachable),
    FIELD(plan, COUNT, customers_due),
    FIELD(plan, YES_NO, search_capped),
};

/* Plans that were saved before these were thought of do not have them: false, unset, and "". */
static const struct plan_member plan_later_table[] = {
    FIELD(plan, TEXT, home_source), FIELD(plan, WAY, home_way),         FIELD(plan, YES_NO, proved_best),
    FIELD(plan, UNSET, more_s),     FIELD(plan, UNSET, more_comfort_s), FIELD(plan, YES_NO, stopped),
};

static const struct plan_member stop_table[] = {
    FIELD(plan_stop, NUMBER, site_id),
    FIELD(plan_stop, NUMBER, job_id),
    FIELD(plan_stop, TEXT, site_uuid),
    FIELD(plan_stop, TEXT, name),
    FIELD(plan_stop, TEXT, address),
    FIELD(plan_stop, TEXT, title),
    FIELD(plan_stop, YES_NO, place_doubtful),
    FIELD(plan_stop, SECONDS, drive_s),
    FIELD(plan_stop, METRES, drive_m),
    FIELD(plan_stop, SECONDS, arrive_s),
    FIELD(plan_stop, SECONDS, start_s),
    FIELD(plan_stop, SECONDS, depart_s),
    FIELD(plan_stop, SECONDS, wait_s),
    FIELD(plan_stop, SECONDS, slack_s),
    FIELD(plan_stop, SECONDS, window_from_s),
    FIELD(plan_stop, SECONDS, window_to_s),
    FIELD(plan_stop, SECONDS, late_s),
    FIELD(plan_stop, SIGNED, cost_s),
    FIELD(plan_stop, METRES, cost_m),
    FIELD(plan_stop, TEXT, why),
    FIELD(plan_stop, TEXT, hours),
    FIELD(plan_stop, TEXT, contact),
    FIELD(plan_stop, TEXT, phone),
    FIELD(plan_stop, TEXT, drink),
};

static const struct plan_member stop_later_table[] = {
    FIELD(plan_stop, UNSET, off_road_m),
    FIELD(plan_stop, TEXT, source),
    FIELD(plan_stop, WAY, way),
    FIELD(plan_stop, YES_NO, comfort),
};

static const struct plan_member conflict_table[] = {
    FIELD(plan_conflict, NUMBER, site_id),
    FIELD(plan_conflict, NUMBER, job_id),
    FIELD(plan_conflict, TEXT, text),
};

static const struct plan_member missed_table[] = {
    FIELD(plan_missed, NUMBER, site_id), FIELD(plan_missed, TEXT, site_uuid), FIELD(plan_missed, TEXT, name),
    FIELD(plan_missed, TEXT, address),   FIELD(plan_missed, TEXT, why),       FIELD(plan_missed, UNSET, cost_s),
    FIELD(plan_missed, TEXT, after),     FIELD(plan_missed, UNSET, at_s),     FIELD(plan_missed, TEXT, text),
};

static const struct plan_member parcel_table[] = {
    FIELD(plan_parcel, NUMBER, parcel_id), FIELD(plan_parcel, TEXT, what), FIELD(plan_parcel, TEXT, carrier),
    FIELD(plan_parcel, UNSET, last_s),     FIELD(plan_parcel, TEXT, text),
};

static const struct plan_member parcel_missed_table[] = {
    FIELD(plan_parcel_missed, NUMBER, parcel_id),
    FIELD(plan_parcel_missed, YES_NO, due),
    FIELD(plan_parcel_missed, NUMBER, last_utc),
    FIELD(plan_parcel_missed, TEXT, text),
};

const struct plan_member_list plan_members = LIST(plan_table);
const struct plan_member_list plan_members_later = LIST(plan_later_table);
const struct plan_member_list plan_members_stop = LIST(stop_table);
const struct plan_member_list plan_members_stop_later = LIST(stop_later_table);
const struct plan_member_list plan_members_conflict = LIST(conflict_table);
const struct plan_member_list plan_members_missed = LIST(missed_table);
const struct plan_member_list plan_members_parcel = LIST(parcel_table);
const struct plan_member_list plan_members_parcel_missed = LIST(parcel_missed_table);

const char *const plan_kind_names[PLAN_STOP_KINDS] = {"job", "visit", "break", "parcel", "rest"};
const char *const plan_state_names[PLAN_MEMBER_STATES] = {"planned", "done", "skipped"};
