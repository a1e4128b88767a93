#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "planner/plan.h"
#include "planner/plan_members.h"
#include "planner/say.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

/* The form is described in docs/json.md. Beside the numbers stand times as a wall clock shows them, for people and
 * scripts; reading passes over those. */

void plan_json_use_our_memory(void)
{
    json_set_alloc_funcs(mem_alloc, mem_free);
}

static void put(json_t *object, const char *name, json_t *value)
{
    int failed = json_object_set_new_nocheck(object, name, value);
    assert(failed == 0);
}

static json_t *text_value(struct arena *arena, const char *text)
{
    json_t *value = json_string(text);
    return value != NULL ? value : json_string(text_xml_clean(arena, text)); /* broken UTF-8 is mended */
}

static int32_t i32_at(const void *at)
{
    int32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static json_t *field_value(struct arena *arena, const struct plan_member *field, const void *base)
{
    const char *at = (const char *)base + field->offset;
    int64_t i64;
    size_t size;
    bool yes;
    const char *text;
    switch (field->kind) {
    case MEMBER_SECONDS:
    case MEMBER_SIGNED:
    case MEMBER_METRES:
        return json_integer(i32_at(at));
    case MEMBER_UNSET:
        return i32_at(at) == NUMBER_UNSET ? json_null() : json_integer(i32_at(at));
    case MEMBER_NUMBER:
        memcpy(&i64, at, sizeof i64);
        return json_integer(i64);
    case MEMBER_COUNT:
        memcpy(&size, at, sizeof size);
        return json_integer((json_int_t)size);
    case MEMBER_YES_NO:
        memcpy(&yes, at, sizeof yes);
        return json_boolean(yes);
    case MEMBER_TEXT:
    case MEMBER_WAY:
        break;
    }
    memcpy(&text, at, sizeof text);
    return text_value(arena, text);
}

static void put_fields(struct arena *arena, json_t *object, const struct plan_member_list *list, const void *base)
{
    for (size_t i = 0; i < list->n; i++) {
        put(object, list->members[i].name, field_value(arena, &list->members[i], base));
    }
}

static void put_point(json_t *object, struct point at)
{
    put(object, "lat", json_real(at.lat_deg));
    put(object, "lon", json_real(at.lon_deg));
}

static void put_clock(struct arena *arena, json_t *object, const char *name, int32_t day, int32_t elapsed_s)
{
    put(object, name, json_string(say_time(arena, day, elapsed_s)));
}

static json_t *worth_value(const struct worth *worth)
{
    json_t *object = json_object(), *reasons = json_object();
    put(object, "total_s", json_integer(worth->total_s));
    for (int r = 0; r < REASON_COUNT; r++) {
        if (worth->reason_s[r] != 0) {
            put(reasons, reason_name((enum reason)r), json_integer(worth->reason_s[r]));
        }
    }
    put(object, "reasons_s", reasons);
    return object;
}

static json_t *amenities_value(uint32_t mask)
{
    json_t *array = json_array();
    for (int a = 0; a < AMENITY_COUNT; a++) {
        if ((mask & AMENITY_BIT(a)) != 0) {
            json_array_append_new(array, json_string(amenity_name((enum amenity)a)));
        }
    }
    return array;
}

static json_t *parcel_value(struct arena *arena, const struct plan *plan, const struct plan_parcel *parcel)
{
    json_t *object = json_object();
    put(object, "direction", json_string(parcel_direction_name(parcel->direction)));
    put_fields(arena, object, &plan_members_parcel, parcel);
    if (parcel->last_s != NUMBER_UNSET) {
        put_clock(arena, object, "last", plan->day, parcel->last_s);
    }
    return object;
}

static json_t *parcels_value(struct arena *arena, const struct plan *plan, const struct plan_stop *stop)
{
    json_t *array = json_array();
    for (size_t i = 0; i < stop->parcels_n; i++) {
        json_array_append_new(array, parcel_value(arena, plan, &stop->parcels[i]));
    }
    return array;
}

static json_t *stop_value(struct arena *arena, const struct plan *plan, const struct plan_stop *stop)
{
    json_t *object = json_object();
    put(object, "kind", json_string(plan_kind_names[stop->kind]));
    put(object, "state", json_string(plan_state_names[stop->state]));
    put_fields(arena, object, &plan_members_stop, stop);
    put_fields(arena, object, &plan_members_stop_later, stop);
    put_point(object, stop->at);
    put(object, "amenities", amenities_value(stop->amenities));
    put(object, "worth", worth_value(&stop->worth));
    put(object, "parcels", parcels_value(arena, plan, stop));
    put_clock(arena, object, "arrive", plan->day, stop->arrive_s);
    put_clock(arena, object, "start", plan->day, stop->start_s);
    put_clock(arena, object, "depart", plan->day, stop->depart_s);
    return object;
}

static json_t *conflict_value(struct arena *arena, const struct plan_conflict *conflict)
{
    json_t *object = json_object();
    put_fields(arena, object, &plan_members_conflict, conflict);
    return object;
}

static json_t *missed_value(struct arena *arena, const struct plan_missed *missed)
{
    json_t *object = json_object();
    put_fields(arena, object, &plan_members_missed, missed);
    put(object, "verdict", json_string(plan_verdict_name(missed->verdict)));
    put(object, "worth", worth_value(&missed->worth));
    return object;
}

static json_t *parcels_missed_value(struct arena *arena, const struct plan *plan)
{
    json_t *array = json_array();
    for (size_t i = 0; i < plan->parcels_missed_n; i++) {
        json_t *object = json_object();
        put_fields(arena, object, &plan_members_parcel_missed, &plan->parcels_missed[i]);
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *advice_value(struct arena *arena, const struct plan *plan)
{
    json_t *array = json_array();
    for (size_t i = 0; i < plan->advice_n; i++) {
        json_array_append_new(array, text_value(arena, plan->advice[i]));
    }
    return array;
}

static json_t *plan_value(struct arena *arena, const struct plan *plan)
{
    json_t *object = json_object(), *stops = json_array(), *conflicts = json_array(), *missed = json_array();
    char text[CIVIL_TEXT];
    put(object, "schema", json_string(PLAN_SCHEMA_NAME));
    put(object, "version", json_integer(PLAN_JSON_VERSION));
    civil_format_date(text, plan->day);
    put(object, "day", json_string(text));
    put_fields(arena, object, &plan_members, plan);
    put_fields(arena, object, &plan_members_later, plan);
    if (plan->rush != NULL && plan->rush[0] != '\0') {
        put(object, "rush", text_value(arena, plan->rush));
    }
    civil_format_utc(text, plan->made_utc);
    put(object, "made", json_string(text));
    put_clock(arena, object, "leave", plan->day, plan->leave_s);
    put_clock(arena, object, "back", plan->day, plan->home_s);
    json_t *home = json_object();
    put_point(home, plan->home);
    put(object, "home", home);
    for (size_t i = 0; i < plan->stops_n; i++) {
        json_array_append_new(stops, stop_value(arena, plan, &plan->stops[i]));
    }
    for (size_t i = 0; i < plan->conflicts_n; i++) {
        json_array_append_new(conflicts, conflict_value(arena, &plan->conflicts[i]));
    }
    for (size_t i = 0; i < plan->missed_n; i++) {
        json_array_append_new(missed, missed_value(arena, &plan->missed[i]));
    }
    put(object, "stops", stops);
    put(object, "conflicts", conflicts);
    put(object, "missed", missed);
    put(object, "parcels_missed", parcels_missed_value(arena, plan));
    put(object, "advice", advice_value(arena, plan));
    return object;
}

char *plan_to_json(struct arena *arena, const struct plan *plan)
{
    plan_json_use_our_memory();
    json_t *value = plan_value(arena, plan);
    char *text = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    assert(text != NULL);
    char *out = arena_strdup(arena, text);
    mem_free(text);
    return out;
}
