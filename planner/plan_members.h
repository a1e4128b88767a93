/* plan_members: the members of the document "rounds-plan" and of the structs that they stand for. plan_json.c writes and
 * plan_json_read.c reads by these tables, so that they cannot disagree. Internal to the planner. */
#ifndef ROUNDS_PLANNER_PLAN_MEMBERS_H
#define ROUNDS_PLANNER_PLAN_MEMBERS_H

#include "geo/store/plan_store.h"

#include <stddef.h>

enum plan_member_kind {
    MEMBER_SECONDS, /* int32, >= 0 */
    MEMBER_SIGNED,  /* int32 seconds, may be below 0 */
    MEMBER_UNSET,   /* int32 seconds; null when NUMBER_UNSET */
    MEMBER_METRES,  /* int32 */
    MEMBER_NUMBER,  /* int64 */
    MEMBER_COUNT,   /* size_t */
    MEMBER_YES_NO,
    MEMBER_TEXT,
    MEMBER_WAY /* a text: an encoded polyline */
};

struct plan_member {
    const char *name;
    enum plan_member_kind kind;
    size_t offset; /* in its struct */
};
struct plan_member_list {
    const struct plan_member *members;
    size_t n;
};

extern const struct plan_member_list plan_members, plan_members_stop, plan_members_conflict, plan_members_missed,
    plan_members_parcel, plan_members_parcel_missed;
/* Plans that were saved before these were thought of do not have them: false, unset, and "". */
extern const struct plan_member_list plan_members_later, plan_members_stop_later;

enum { PLAN_MEMBER_STATES = 3 };
extern const char *const plan_kind_names[PLAN_STOP_KINDS];
extern const char *const plan_state_names[PLAN_MEMBER_STATES];

#define PLAN_SCHEMA_NAME "rounds-plan"

/* Memory that runs out ends the program in one place (mem.h), also for the JSON library. */
void plan_json_use_our_memory(void);

#endif
