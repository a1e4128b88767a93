#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "planner/plan.h"
#include "planner/plan_members.h"
#include "planner/polyline.h"
#include "planner/rush.h"

#include <jansson.h>
#include <string.h>

enum { TIME_MAX = 10000000, TEXT_MAX = 1 << 20, LIST_MAX = 10000 };

static const struct {
    int64_t min, max;
} ranges[] = {
    [MEMBER_SECONDS] = {0, TIME_MAX},         [MEMBER_SIGNED] = {-TIME_MAX, TIME_MAX},
    [MEMBER_UNSET] = {-TIME_MAX, TIME_MAX},   [MEMBER_METRES] = {INT32_MIN, INT32_MAX},
    [MEMBER_NUMBER] = {INT64_MIN, INT64_MAX}, [MEMBER_COUNT] = {0, INT32_MAX},
};

/* The first fault ends the reading: FAILED is set and everything after it does nothing. */
struct reader {
    struct arena *arena;
    struct error *err;
    const char *where; /* "stop 3: " */
    bool failed;
};

static void fail(struct reader *reader, const char *name, const char *what)
{
    if (!reader->failed) {
        reader->failed = true;
        error_set(reader->err, STATUS_INPUT, "the plan is damaged: %s\"%s\" %s; plan the day again", reader->where,
                  name, what);
    }
}

static const json_t *get(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (value == NULL) {
        fail(reader, name, "is missing");
    }
    return value;
}

static int64_t get_integer(struct reader *reader, const json_t *object, const char *name, int64_t min, int64_t max)
{
    const json_t *value = get(reader, object, name);
    if (value == NULL || !json_is_integer(value) || json_integer_value(value) < min ||
        json_integer_value(value) > max) {
        fail(reader, name, "is not a number in its range");
        return min;
    }
    return json_integer_value(value);
}

static const char *text_of(struct reader *reader, const json_t *value, const char *name)
{
    if (value == NULL || !json_is_string(value) || json_string_length(value) > TEXT_MAX) {
        fail(reader, name, "is not a text");
        return "";
    }
    return arena_strdup(reader->arena, json_string_value(value));
}

static const char *get_text(struct reader *reader, const json_t *object, const char *name)
{
    return text_of(reader, get(reader, object, name), name);
}

static bool get_yes_no(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = get(reader, object, name);
    if (value != NULL && !json_is_boolean(value)) {
        fail(reader, name, "is neither true nor false");
    }
    return json_is_true(value);
}

static bool is_way(const char *text)
{
    struct arena *arena = arena_new();
    struct point *points = NULL;
    size_t n = 0;
    bool way = polyline_decode(arena, text, &points, &n);
    arena_free(arena);
    return way;
}

static void get_field(struct reader *reader, const json_t *object, const struct plan_member *field, void *base)
{
    char *at = (char *)base + field->offset;
    if (field->kind == MEMBER_TEXT || field->kind == MEMBER_WAY) {
        const char *text = get_text(reader, object, field->name);
        if (field->kind == MEMBER_WAY && !is_way(text)) {
            fail(reader, field->name, "is not a way");
        }
        memcpy(at, &text, sizeof text);
        return;
    }
    if (field->kind == MEMBER_YES_NO) {
        bool yes = get_yes_no(reader, object, field->name);
        memcpy(at, &yes, sizeof yes);
        return;
    }
    bool unset = field->kind == MEMBER_UNSET && json_is_null(json_object_get(object, field->name));
    int64_t min = ranges[field->kind].min, max = ranges[field->kind].max;
    int64_t number = unset ? NUMBER_UNSET : get_integer(reader, object, field->name, min, max);
    int32_t i32 = (int32_t)number;
    size_t size = (size_t)number;
    if (field->kind == MEMBER_COUNT) {
        memcpy(at, &size, sizeof size);
    } else if (field->kind == MEMBER_NUMBER) {
        memcpy(at, &number, sizeof number);
    } else {
        memcpy(at, &i32, sizeof i32);
    }
}

static void get_fields(struct reader *reader, const json_t *object, const struct plan_member_list *list, void *base)
{
    for (size_t i = 0; i < list->n; i++) {
        get_field(reader, object, &list->members[i], base);
    }
}

/* Those that may be missing; what BASE holds stays then. */
static void get_later_fields(struct reader *reader, const json_t *object, const struct plan_member_list *list,
                             void *base)
{
    for (size_t i = 0; i < list->n; i++) {
        if (json_object_get(object, list->members[i].name) != NULL) {
            get_field(reader, object, &list->members[i], base);
        }
    }
}

static struct point get_point(struct reader *reader, const json_t *object)
{
    const json_t *lat = get(reader, object, "lat"), *lon = get(reader, object, "lon");
    struct point at = {0};
    if (json_is_number(lat) && json_is_number(lon)) {
        at = (struct point){json_number_value(lat), json_number_value(lon)};
    }
    if (!json_is_number(lat) || !json_is_number(lon) || !point_valid(at)) {
        fail(reader, "lat, lon", "is not a place");
        return (struct point){0};
    }
    return at;
}

/* The place of the text NAME among N names. */
static int get_name(struct reader *reader, const json_t *object, const char *name, const char *const *names, int n)
{
    const char *text = get_text(reader, object, name);
    for (int i = 0; i < n; i++) {
        if (strcmp(text, names[i]) == 0) {
            return i;
        }
    }
    fail(reader, name, "is not known");
    return 0;
}

static struct worth get_worth(struct reader *reader, const json_t *parent)
{
    struct worth worth = {0};
    const json_t *object = get(reader, parent, "worth");
    const json_t *reasons = get(reader, object, "reasons_s");
    worth.total_s = (int32_t)get_integer(reader, object, "total_s", 0, TIME_MAX);
    for (int r = 0; r < REASON_COUNT; r++) {
        const char *name = reason_name((enum reason)r);
        if (json_object_get(reasons, name) != NULL) {
            worth.reason_s[r] = (int32_t)get_integer(reader, reasons, name, 0, TIME_MAX);
        }
    }
    return worth;
}

static uint32_t get_amenities(struct reader *reader, const json_t *object)
{
    const json_t *array = get(reader, object, "amenities");
    uint32_t mask = 0;
    if (!json_is_array(array)) {
        fail(reader, "amenities", "is not a list");
    }
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *name = json_string_value(json_array_get(array, i));
        enum amenity amenity;
        if (name == NULL || !amenity_from_name(name, &amenity)) {
            fail(reader, "amenities", "is not known");
            return 0;
        }
        mask |= AMENITY_BIT(amenity);
    }
    return mask;
}

/* The array NAME, checked; *N its length. */
static const json_t *get_list(struct reader *reader, const json_t *object, const char *name, size_t *n)
{
    const json_t *array = get(reader, object, name);
    *n = 0;
    if (!json_is_array(array) || json_array_size(array) > LIST_MAX) {
        fail(reader, name, "is not a list");
        return NULL;
    }
    *n = json_array_size(array);
    return array;
}

/* The same of one that plans of before do not have. */
static const json_t *get_later_list(struct reader *reader, const json_t *object, const char *name, size_t *n)
{
    *n = 0;
    return json_object_get(object, name) != NULL ? get_list(reader, object, name, n) : NULL;
}

static void get_parcels(struct reader *reader, const json_t *object, struct plan_stop *stop)
{
    const char *const names[] = {
        [PARCEL_OUT] = parcel_direction_name(PARCEL_OUT), [PARCEL_IN] = parcel_direction_name(PARCEL_IN)};
    const json_t *array = get_later_list(reader, object, "parcels", &stop->parcels_n);
    stop->parcels = arena_array(reader->arena, stop->parcels_n, sizeof *stop->parcels);
    for (size_t i = 0; i < stop->parcels_n && !reader->failed; i++) {
        const json_t *parcel = json_array_get(array, i);
        stop->parcels[i].direction = (enum parcel_direction)get_name(reader, parcel, "direction", names, 2);
        get_fields(reader, parcel, &plan_members_parcel, &stop->parcels[i]);
    }
}

static void get_stop(struct reader *reader, const json_t *object, struct plan_stop *stop)
{
    stop->kind = (enum plan_stop_kind)get_name(reader, object, "kind", plan_kind_names, PLAN_STOP_KINDS);
    stop->state = (enum plan_stop_state)get_name(reader, object, "state", plan_state_names, PLAN_MEMBER_STATES);
    get_fields(reader, object, &plan_members_stop, stop);
    stop->source = stop->way = "";
    stop->off_road_m = NUMBER_UNSET;
    get_later_fields(reader, object, &plan_members_stop_later, stop);
    stop->at = get_point(reader, object);
    stop->amenities = get_amenities(reader, object);
    stop->worth = get_worth(reader, object);
    get_parcels(reader, object, stop);
    if (stop->start_s < stop->arrive_s || stop->depart_s < stop->start_s) {
        fail(reader, "start_s", "is out of order");
    }
    if (stop->window_to_s < stop->window_from_s) {
        fail(reader, "window_to_s", "is out of order");
    }
}

static void get_missed(struct reader *reader, const json_t *object, struct plan_missed *missed)
{
    get_fields(reader, object, &plan_members_missed, missed);
    missed->worth = get_worth(reader, object);
    if (!plan_verdict_from_name(get_text(reader, object, "verdict"), &missed->verdict)) {
        fail(reader, "verdict", "is not known");
    }
}

static void get_lists(struct reader *reader, const json_t *object, struct plan *plan)
{
    const json_t *stops = get_list(reader, object, "stops", &plan->stops_n);
    const json_t *conflicts = get_list(reader, object, "conflicts", &plan->conflicts_n);
    const json_t *missed = get_list(reader, object, "missed", &plan->missed_n);
    plan->stops = arena_array(reader->arena, plan->stops_n, sizeof *plan->stops);
    plan->conflicts = arena_array(reader->arena, plan->conflicts_n, sizeof *plan->conflicts);
    plan->missed = arena_array(reader->arena, plan->missed_n, sizeof *plan->missed);
    for (size_t i = 0; i < plan->stops_n && !reader->failed; i++) {
        reader->where = arena_printf(reader->arena, "stop %zu: ", i + 1);
        get_stop(reader, json_array_get(stops, i), &plan->stops[i]);
        if (plan->stops[i].arrive_s < (i > 0 ? plan->stops[i - 1].depart_s : plan->leave_s)) {
            fail(reader, "arrive_s", "is out of order");
        }
    }
    for (size_t i = 0; i < plan->conflicts_n && !reader->failed; i++) {
        reader->where = arena_printf(reader->arena, "conflict %zu: ", i + 1);
        get_fields(reader, json_array_get(conflicts, i), &plan_members_conflict, &plan->conflicts[i]);
    }
    for (size_t i = 0; i < plan->missed_n && !reader->failed; i++) {
        reader->where = arena_printf(reader->arena, "missed %zu: ", i + 1);
        get_missed(reader, json_array_get(missed, i), &plan->missed[i]);
    }
}

static void get_later_lists(struct reader *reader, const json_t *object, struct plan *plan)
{
    reader->where = "";
    const json_t *missed = get_later_list(reader, object, "parcels_missed", &plan->parcels_missed_n);
    const json_t *advice = get_later_list(reader, object, "advice", &plan->advice_n);
    plan->parcels_missed = arena_array(reader->arena, plan->parcels_missed_n, sizeof *plan->parcels_missed);
    plan->advice = arena_array(reader->arena, plan->advice_n, sizeof *plan->advice);
    for (size_t i = 0; i < plan->parcels_missed_n && !reader->failed; i++) {
        reader->where = arena_printf(reader->arena, "parcel missed %zu: ", i + 1);
        get_fields(reader, json_array_get(missed, i), &plan_members_parcel_missed, &plan->parcels_missed[i]);
    }
    reader->where = "";
    for (size_t i = 0; i < plan->advice_n && !reader->failed; i++) {
        plan->advice[i] = text_of(reader, json_array_get(advice, i), "advice");
    }
}

/* A day without rush hours has none. */
static const char *get_rush(struct reader *reader, const json_t *object)
{
    struct rush rush;
    if (json_object_get(object, "rush") == NULL) {
        return "";
    }
    const char *text = get_text(reader, object, "rush");
    if (!rush_parse(reader->arena, text, &rush)) {
        fail(reader, "rush", "is not a table of rush hours");
    }
    return text;
}

static void get_plan(struct reader *reader, const json_t *object, struct plan *plan)
{
    const char *schema = get_text(reader, object, "schema");
    if (strcmp(schema, PLAN_SCHEMA_NAME) != 0) {
        fail(reader, "schema", "is not \"rounds-plan\"");
    }
    if (get_integer(reader, object, "version", 1, INT32_MAX) != PLAN_JSON_VERSION) {
        fail(reader, "version", "is of a newer rounds");
    }
    if (!civil_parse_date(get_text(reader, object, "day"), &plan->day)) {
        fail(reader, "day", "is not a date");
    }
    get_fields(reader, object, &plan_members, plan);
    plan->more_s = plan->more_comfort_s = NUMBER_UNSET;
    plan->home_source = plan->home_way = "";
    plan->rush = get_rush(reader, object);
    get_later_fields(reader, object, &plan_members_later, plan);
    plan->home = get_point(reader, get(reader, object, "home"));
    get_lists(reader, object, plan);
    get_later_lists(reader, object, plan);
}

enum status plan_from_json(struct arena *arena, const char *json, struct plan **out, struct error *err)
{
    plan_json_use_our_memory();
    json_error_t fault;
    json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, &fault);
    if (root == NULL) {
        return error_set(err, STATUS_INPUT, "the plan is damaged: %s at line %d, column %d; plan the day again",
                         fault.text, fault.line, fault.column);
    }
    struct reader reader = {.arena = arena, .err = err, .where = ""};
    struct plan *plan = arena_alloc(arena, sizeof *plan);
    get_plan(&reader, root, plan);
    json_decref(root);
    if (reader.failed) {
        return STATUS_INPUT;
    }
    *out = plan;
    return STATUS_OK;
}
