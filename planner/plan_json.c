#include "geo/amenity.h"
#include "geo/base/buf.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "planner/plan.h"
#include "planner/polyline.h"
#include "planner/say.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

/* The form is described in docs/json.md. Writing and reading go through the same tables, so that they cannot disagree.
 * Beside the numbers stand times as a wall clock shows them, for people and scripts; reading passes over those. */

static const char schema_name[] = "rounds-plan";

enum kind {
    KIND_SECONDS, /* int32, >= 0 */
    KIND_SIGNED,  /* int32 seconds, may be below 0 */
    KIND_UNSET,   /* int32 seconds; null when NUMBER_UNSET */
    KIND_METRES,  /* int32 */
    KIND_NUMBER,  /* int64 */
    KIND_COUNT,   /* size_t */
    KIND_YES_NO,
    KIND_TEXT,
    KIND_WAY /* a text: an encoded polyline */
};

enum { TIME_MAX = 10000000, TEXT_MAX = 1 << 20, LIST_MAX = 10000 };

static const struct {
    int64_t min, max;
} ranges[] = {
    [KIND_SECONDS] = {0, TIME_MAX},         [KIND_SIGNED] = {-TIME_MAX, TIME_MAX},
    [KIND_UNSET] = {-TIME_MAX, TIME_MAX},   [KIND_METRES] = {INT32_MIN, INT32_MAX},
    [KIND_NUMBER] = {INT64_MIN, INT64_MAX}, [KIND_COUNT] = {0, INT32_MAX},
};

struct field {
    const char *name;
    enum kind kind;
    size_t offset;
};

#define FIELD(holder, form, member)                                                                                    \
    {                                                                                                                  \
        .name = #member, .kind = KIND_##form, .offset = offsetof(struct holder, member)                                \
    }
#define FIELDS(table) table, sizeof table / sizeof table[0]

static const struct field plan_fields[] = {
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
static const struct field plan_later_fields[] = {
    FIELD(plan, TEXT, home_source), FIELD(plan, WAY, home_way),         FIELD(plan, YES_NO, proved_best),
    FIELD(plan, UNSET, more_s),     FIELD(plan, UNSET, more_comfort_s), FIELD(plan, YES_NO, stopped),
};

static const struct field stop_fields[] = {
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

static const struct field stop_later_fields[] = {
    FIELD(plan_stop, UNSET, off_road_m),
    FIELD(plan_stop, TEXT, source),
    FIELD(plan_stop, WAY, way),
};

static const struct field conflict_fields[] = {
    FIELD(plan_conflict, NUMBER, site_id),
    FIELD(plan_conflict, NUMBER, job_id),
    FIELD(plan_conflict, TEXT, text),
};

static const struct field missed_fields[] = {
    FIELD(plan_missed, NUMBER, site_id), FIELD(plan_missed, TEXT, site_uuid), FIELD(plan_missed, TEXT, name),
    FIELD(plan_missed, TEXT, address),   FIELD(plan_missed, TEXT, why),       FIELD(plan_missed, UNSET, cost_s),
    FIELD(plan_missed, TEXT, after),     FIELD(plan_missed, UNSET, at_s),     FIELD(plan_missed, TEXT, text),
};

static const char *const kind_names[PLAN_STOP_KINDS] = {"job", "visit", "break", "parcel", "rest"};
static const char *const state_names[] = {"planned", "done", "skipped"};

/* --- writing ------------------------------------------------------------------------------------------------------ */

/* Memory that runs out ends the program in one place (mem.h), also for the JSON library. */
static void use_our_memory(void)
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

static json_t *field_value(struct arena *arena, const struct field *field, const void *base)
{
    const char *at = (const char *)base + field->offset;
    int64_t i64;
    size_t size;
    bool yes;
    const char *text;
    switch (field->kind) {
    case KIND_SECONDS:
    case KIND_SIGNED:
    case KIND_METRES:
        return json_integer(i32_at(at));
    case KIND_UNSET:
        return i32_at(at) == NUMBER_UNSET ? json_null() : json_integer(i32_at(at));
    case KIND_NUMBER:
        memcpy(&i64, at, sizeof i64);
        return json_integer(i64);
    case KIND_COUNT:
        memcpy(&size, at, sizeof size);
        return json_integer((json_int_t)size);
    case KIND_YES_NO:
        memcpy(&yes, at, sizeof yes);
        return json_boolean(yes);
    case KIND_TEXT:
    case KIND_WAY:
        break;
    }
    memcpy(&text, at, sizeof text);
    return text_value(arena, text);
}

static void put_fields(struct arena *arena, json_t *object, const struct field *fields, size_t n, const void *base)
{
    for (size_t i = 0; i < n; i++) {
        put(object, fields[i].name, field_value(arena, &fields[i], base));
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

static json_t *stop_value(struct arena *arena, const struct plan *plan, const struct plan_stop *stop)
{
    json_t *object = json_object();
    put(object, "kind", json_string(kind_names[stop->kind]));
    put(object, "state", json_string(state_names[stop->state]));
    put_fields(arena, object, FIELDS(stop_fields), stop);
    put_fields(arena, object, FIELDS(stop_later_fields), stop);
    put_point(object, stop->at);
    put(object, "amenities", amenities_value(stop->amenities));
    put(object, "worth", worth_value(&stop->worth));
    put_clock(arena, object, "arrive", plan->day, stop->arrive_s);
    put_clock(arena, object, "start", plan->day, stop->start_s);
    put_clock(arena, object, "depart", plan->day, stop->depart_s);
    return object;
}

static json_t *conflict_value(struct arena *arena, const struct plan_conflict *conflict)
{
    json_t *object = json_object();
    put_fields(arena, object, FIELDS(conflict_fields), conflict);
    return object;
}

static json_t *missed_value(struct arena *arena, const struct plan_missed *missed)
{
    json_t *object = json_object();
    put_fields(arena, object, FIELDS(missed_fields), missed);
    put(object, "verdict", json_string(plan_verdict_name(missed->verdict)));
    put(object, "worth", worth_value(&missed->worth));
    return object;
}

static json_t *plan_value(struct arena *arena, const struct plan *plan)
{
    json_t *object = json_object(), *stops = json_array(), *conflicts = json_array(), *missed = json_array();
    char text[CIVIL_TEXT];
    put(object, "schema", json_string(schema_name));
    put(object, "version", json_integer(PLAN_JSON_VERSION));
    civil_format_date(text, plan->day);
    put(object, "day", json_string(text));
    put_fields(arena, object, FIELDS(plan_fields), plan);
    put_fields(arena, object, FIELDS(plan_later_fields), plan);
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
    return object;
}

char *plan_to_json(struct arena *arena, const struct plan *plan)
{
    use_our_memory();
    json_t *value = plan_value(arena, plan);
    char *text = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    assert(text != NULL);
    char *out = arena_strdup(arena, text);
    mem_free(text);
    return out;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

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

static const char *get_text(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = get(reader, object, name);
    if (value == NULL || !json_is_string(value) || json_string_length(value) > TEXT_MAX) {
        fail(reader, name, "is not a text");
        return "";
    }
    return arena_strdup(reader->arena, json_string_value(value));
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

static void get_field(struct reader *reader, const json_t *object, const struct field *field, void *base)
{
    char *at = (char *)base + field->offset;
    if (field->kind == KIND_TEXT || field->kind == KIND_WAY) {
        const char *text = get_text(reader, object, field->name);
        if (field->kind == KIND_WAY && !is_way(text)) {
            fail(reader, field->name, "is not a way");
        }
        memcpy(at, &text, sizeof text);
        return;
    }
    if (field->kind == KIND_YES_NO) {
        bool yes = get_yes_no(reader, object, field->name);
        memcpy(at, &yes, sizeof yes);
        return;
    }
    bool unset = field->kind == KIND_UNSET && json_is_null(json_object_get(object, field->name));
    int64_t min = ranges[field->kind].min, max = ranges[field->kind].max;
    int64_t number = unset ? NUMBER_UNSET : get_integer(reader, object, field->name, min, max);
    int32_t i32 = (int32_t)number;
    size_t size = (size_t)number;
    if (field->kind == KIND_COUNT) {
        memcpy(at, &size, sizeof size);
    } else if (field->kind == KIND_NUMBER) {
        memcpy(at, &number, sizeof number);
    } else {
        memcpy(at, &i32, sizeof i32);
    }
}

static void get_fields(struct reader *reader, const json_t *object, const struct field *fields, size_t n, void *base)
{
    for (size_t i = 0; i < n; i++) {
        get_field(reader, object, &fields[i], base);
    }
}

/* Those that may be missing; what BASE holds stays then. */
static void get_later_fields(struct reader *reader, const json_t *object, const struct field *fields, size_t n,
                             void *base)
{
    for (size_t i = 0; i < n; i++) {
        if (json_object_get(object, fields[i].name) != NULL) {
            get_field(reader, object, &fields[i], base);
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

static void get_stop(struct reader *reader, const json_t *object, struct plan_stop *stop)
{
    stop->kind = (enum plan_stop_kind)get_name(reader, object, "kind", kind_names, PLAN_STOP_KINDS);
    stop->state = (enum plan_stop_state)get_name(reader, object, "state", state_names, 3);
    get_fields(reader, object, FIELDS(stop_fields), stop);
    stop->source = stop->way = "";
    stop->off_road_m = NUMBER_UNSET;
    get_later_fields(reader, object, FIELDS(stop_later_fields), stop);
    stop->at = get_point(reader, object);
    stop->amenities = get_amenities(reader, object);
    stop->worth = get_worth(reader, object);
    if (stop->start_s < stop->arrive_s || stop->depart_s < stop->start_s) {
        fail(reader, "start_s", "is out of order");
    }
    if (stop->window_to_s < stop->window_from_s) {
        fail(reader, "window_to_s", "is out of order");
    }
}

static void get_missed(struct reader *reader, const json_t *object, struct plan_missed *missed)
{
    get_fields(reader, object, FIELDS(missed_fields), missed);
    missed->worth = get_worth(reader, object);
    if (!plan_verdict_from_name(get_text(reader, object, "verdict"), &missed->verdict)) {
        fail(reader, "verdict", "is not known");
    }
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
        get_fields(reader, json_array_get(conflicts, i), FIELDS(conflict_fields), &plan->conflicts[i]);
    }
    for (size_t i = 0; i < plan->missed_n && !reader->failed; i++) {
        reader->where = arena_printf(reader->arena, "missed %zu: ", i + 1);
        get_missed(reader, json_array_get(missed, i), &plan->missed[i]);
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
    if (strcmp(schema, schema_name) != 0) {
        fail(reader, "schema", "is not \"rounds-plan\"");
    }
    if (get_integer(reader, object, "version", 1, INT32_MAX) != PLAN_JSON_VERSION) {
        fail(reader, "version", "is of a newer rounds");
    }
    if (!civil_parse_date(get_text(reader, object, "day"), &plan->day)) {
        fail(reader, "day", "is not a date");
    }
    get_fields(reader, object, FIELDS(plan_fields), plan);
    plan->more_s = plan->more_comfort_s = NUMBER_UNSET;
    plan->home_source = plan->home_way = "";
    plan->rush = get_rush(reader, object);
    get_later_fields(reader, object, FIELDS(plan_later_fields), plan);
    plan->home = get_point(reader, get(reader, object, "home"));
    get_lists(reader, object, plan);
}

enum status plan_from_json(struct arena *arena, const char *json, struct plan **out, struct error *err)
{
    use_our_memory();
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
