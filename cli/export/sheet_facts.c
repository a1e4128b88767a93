#include "cli/export/sheet_facts.h"

#include "cli/parcel_fields.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/history.h"
#include "geo/store/parcel.h"
#include "geo/store/people.h"
#include "geo/store/site.h"

#include <string.h>

enum { FIVE_MINUTES = 300, LATER_S = 15 * 60, ARRIVAL_TOLD_S = 60, WAIT_TOLD_S = 300, DIGITS_MIN = 3 };

static void add_text(struct arena *arena, struct sheet_texts *texts, const char *text)
{
    const char **slot = arena_push(arena, &texts->items, &texts->n, &texts->capacity, sizeof *texts->items);
    *slot = text;
}

static const char *dotted(struct arena *arena, const char *a, const char *b)
{
    return words_join(arena, a, " \xc2\xb7 ", b);
}

/* --- one stop ---------------------------------------------------------------------------------------------------------- */

static const char *kind_of(const struct plan_stop *stop)
{
    switch (stop->kind) {
    case PLAN_STOP_JOB:
        return "job";
    case PLAN_STOP_VISIT:
        return "visit";
    case PLAN_STOP_BREAK:
        return "break";
    case PLAN_STOP_PARCEL:
        return "parcels";
    case PLAN_STOP_REST:
        return "rest";
    }
    return "stop";
}

/* A card that is called nothing would have no name to press or to read out. */
static const char *name_of(struct arena *arena, const char *name)
{
    return *text_trim(arena, sheet_clean(arena, name)) != '\0' ? name : "(no name)";
}

static const char *span(struct arena *arena, int32_t day, int32_t from_s, int32_t to_s)
{
    const char *from = words_time(arena, day, from_s);
    return from_s == to_s ? from : arena_printf(arena, "%s-%s", from, words_time(arena, day, to_s));
}

/* "booked 10:00 · there at 09:47, 13 min to wait"; "booked 08:30 · there at 08:25 · 5 min slack", as the table has it: a
 * long wait is the slack. */
static const char *timing_of(struct arena *arena, int32_t day, const struct plan_stop *stop)
{
    const bool is_job = stop->kind == PLAN_STOP_JOB, waits = stop->wait_s > WAIT_TOLD_S;
    const char *text = "";
    if (is_job) {
        text = arena_printf(arena, "booked %s", span(arena, day, stop->window_from_s, stop->window_to_s));
    }
    if (stop->wait_s >= ARRIVAL_TOLD_S) {
        const char *there = arena_printf(arena, "there at %s", words_time(arena, day, stop->arrive_s));
        const char *wait = arena_printf(arena, "%s to wait", words_between(arena, stop->arrive_s, stop->start_s));
        text = dotted(arena, text, waits ? words_join(arena, there, ", ", wait) : there);
    }
    if (stop->late_s > 0) {
        return dotted(arena, text,
                      arena_printf(arena, "%s late", words_duration(arena, (stop->late_s + 59) / 60 * 60)));
    }
    return is_job && !waits ? dotted(arena, text, arena_printf(arena, "%s slack", words_duration(arena, stop->slack_s)))
                            : text;
}

static const char *leg_text(struct arena *arena, int32_t drive_s, int32_t arrive_s, int32_t drive_m)
{
    if (drive_s < 30 && drive_m == 0) {
        return "";
    }
    return arena_printf(arena, "%s, %s", words_between(arena, arrive_s - drive_s, arrive_s), words_km(arena, drive_m));
}

/* People say times that are in fives; later is kinder than too early. */
static const char *round_time(struct arena *arena, int32_t day, int32_t at_s)
{
    return words_time(arena, day, (at_s + FIVE_MINUTES - 1) / FIVE_MINUTES * FIVE_MINUTES);
}

static void set_drafts(const struct export_input *input, struct sheet_stop *out)
{
    struct arena *arena = input->arena;
    const int32_t day = input->plan->day, at_s = out->stop->start_s;
    const char *hello = *input->plan->engineer != '\0'
                            ? arena_printf(arena, "Hello, this is %s.", text_trim(arena, input->plan->engineer))
                            : "Hello.";
    const char *area = out->stop->kind == PLAN_STOP_VISIT ? " I am in your area and" : " I";
    out->said_time = round_time(arena, day, at_s);
    out->on_time = arena_printf(arena, "%s%s expect to be with you at %s.", hello, area, out->said_time);
    out->delayed = arena_printf(arena, "%s I am running some 15 minutes late and expect to be with you at %s.", hello,
                                round_time(arena, day, at_s + LATER_S));
}

static void add_person(struct arena *arena, struct sheet_stop *out, const char *name, const char *full,
                       const char *phone)
{
    const char *digits = text_phone_digits(arena, phone);
    out->people[out->people_n++] = (struct sheet_person){name, full, phone, strlen(digits) >= DIGITS_MIN ? digits : ""};
}

/* As the store has them, else as the plan had them when it was made. */
static void set_people(struct arena *arena, struct sheet_stop *out)
{
    const struct export_stop *from = out->from;
    out->people = arena_array(arena, from->contacts_n + 1, sizeof *out->people);
    for (size_t i = 0; i < from->contacts_n; i++) {
        add_person(arena, out, from->contacts[i].name, words_person(arena, &from->contacts[i]),
                   from->contacts[i].phone);
    }
    if (from->contacts == NULL && *words_join(arena, out->stop->contact, "", out->stop->phone) != '\0') {
        add_person(arena, out, out->stop->contact, out->stop->contact, out->stop->phone);
    }
}

static void add_doubts(struct arena *arena, struct sheet_stop *out)
{
    if (out->stop->place_doubtful) {
        add_text(arena, &out->doubts, "The place was found by a geocoder: check it before you set out.");
    }
    if (out->stop->off_road_m >= PLAN_OFF_ROAD_M) {
        add_text(arena, &out->doubts,
                 arena_printf(arena, "The nearest road is %s from it.", words_km(arena, out->stop->off_road_m)));
    }
}

static void set_words(const struct export_input *input, struct sheet_stop *out)
{
    const struct plan_stop *stop = out->stop;
    struct arena *arena = input->arena;
    const int32_t day = input->plan->day;
    out->kind = kind_of(stop);
    out->begins = words_time(arena, day, stop->start_s);
    out->ends = words_time(arena, day, stop->depart_s);
    out->name = name_of(arena, stop->name);
    out->address = stop->address;
    out->what = *stop->title != '\0' ? stop->title : stop->why;
    out->timing = timing_of(arena, day, stop);
    out->leg = leg_text(arena, stop->drive_s, stop->arrive_s, stop->drive_m);
    out->hours = stop->site_id == 0 ? "" : stop->hours;
    out->offers = amenity_list(arena, stop->amenities, ", ");
    out->late = stop->late_s > 0;
    out->done = stop->state != PLAN_STOP_PLANNED;
}

static struct sheet_stop empty_stop(void)
{
    return (struct sheet_stop){.id = "",
                               .number = "",
                               .kind = "",
                               .begins = "",
                               .ends = "",
                               .name = "",
                               .town = "",
                               .address = "",
                               .what = "",
                               .timing = "",
                               .leg = "",
                               .hours = "",
                               .offers = "",
                               .private_text = "",
                               .on_time = "",
                               .delayed = "",
                               .said_time = ""};
}

/* --- from the store ------------------------------------------------------------------------------------------------------ */

static enum status read_notes(const struct export_input *input, int64_t site_id, struct sheet_stop *out,
                              struct error *err)
{
    struct note *notes = NULL;
    size_t n = 0;
    enum status status = store_note_list(input->store, site_id, input->arena, &notes, &n, err);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (notes[i].kind == NOTE_COMPLAINT && notes[i].settled_day == DAY_NONE) {
            add_text(input->arena, &out->complaints, notes[i].body);
        }
    }
    return status;
}

static bool is_told(const struct plan_stop *stop, int64_t parcel_id)
{
    for (size_t i = 0; i < stop->parcels_n; i++) {
        if (stop->parcels[i].parcel_id == parcel_id) {
            return true;
        }
    }
    return false;
}

/* What is to be done here with parcels: as the plan has it. */
static void add_errands(struct arena *arena, struct sheet_stop *out)
{
    for (size_t i = 0; i < out->stop->parcels_n; i++) {
        const struct plan_parcel *parcel = &out->stop->parcels[i];
        const char *act = parcel->direction == PARCEL_OUT ? "leave" : "collect";
        add_text(arena, &out->parcels, arena_printf(arena, "%s %s", act, parcel->text));
    }
}

/* The others that have to do with the place. */
static enum status read_parcels(const struct export_input *input, int64_t site_id, struct sheet_stop *out,
                                struct error *err)
{
    struct parcel *parcels = NULL;
    size_t n = 0;
    const struct parcel_filter filter = {.open_only = true, .site_id = site_id};
    enum status status = store_parcel_list(input->store, &filter, input->arena, &parcels, &n, err);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        if (!is_told(out->stop, parcels[i].id)) {
            add_text(input->arena, &out->parcels, parcel_fields_text(input->arena, &parcels[i]));
        }
    }
    return status;
}

static enum status read_store(const struct export_input *input, struct sheet_stop *out, struct error *err)
{
    struct site site;
    struct error gone = {0};
    const int64_t id = out->stop->site_id;
    if (input->store == NULL || id == 0) {
        return STATUS_OK;
    }
    enum status status = store_site_get(input->store, id, input->arena, &site, &gone);
    if (status == STATUS_NOT_FOUND) {
        return STATUS_OK; /* deleted since the plan was made */
    }
    if (status != STATUS_OK) {
        return error_set(err, status, "%s", gone.text);
    }
    out->town = site.town;
    status = read_notes(input, id, out, err);
    return status == STATUS_OK ? read_parcels(input, id, out, err) : status;
}

static enum status fill_stop(const struct export_input *input, const struct export_stop *from, struct sheet_stop *out,
                             struct error *err)
{
    *out = empty_stop();
    out->from = from;
    out->stop = from->stop;
    set_words(input, out);
    out->number = from->number == 0 ? "" : arena_printf(input->arena, "%d", from->number);
    out->private_text = from->private_text;
    set_people(input->arena, out);
    set_drafts(input, out);
    add_doubts(input->arena, out);
    add_errands(input->arena, out);
    for (size_t i = 0; i < from->promises_n; i++) {
        add_text(input->arena, &out->promises,
                 arena_printf(input->arena, "%s (%s)", from->promises[i].what,
                              words_due(input->arena, from->promises[i].due_day, input->plan->day)));
    }
    return read_store(input, out, err);
}

static struct sheet_stop home_stop(const struct export_input *input, const struct export_stop *from)
{
    const struct plan *plan = input->plan;
    struct sheet_stop out = empty_stop();
    out.from = from;
    out.id = out.kind = "home";
    out.name = "Home";
    out.begins = words_time(input->arena, plan->day, plan->home_s);
    out.leg = leg_text(input->arena, plan->home_drive_s, plan->home_s, plan->home_drive_m);
    return out;
}

/* --- the day ------------------------------------------------------------------------------------------------------------- */

/* A break without a place is told where the stop before it or after it is. */
static bool break_is_told(const struct export_input *input, size_t index, size_t next)
{
    const struct plan_stop *stops = input->plan->stops;
    if (index > 0 && next > 0 && input->stops[next - 1].stop == &stops[index - 1]) {
        return true;
    }
    return next < input->n && index + 1 < input->plan->stops_n && input->stops[next].stop == &stops[index + 1];
}

static enum status fill_stops(struct sheet_day *day, struct error *err)
{
    const struct export_input *input = day->input;
    const struct plan *plan = input->plan;
    enum status status = STATUS_OK;
    size_t next = 0, breaks = 0;
    day->stops = arena_array(input->arena, plan->stops_n + 1, sizeof *day->stops);
    for (size_t i = 0; i < plan->stops_n && status == STATUS_OK; i++) {
        struct sheet_stop *out = &day->stops[day->stops_n];
        if (next < input->n && input->stops[next].stop == &plan->stops[i]) {
            status = fill_stop(input, &input->stops[next++], out, err);
        } else if (plan->stops[i].kind == PLAN_STOP_BREAK && plan->stops[i].site_id == 0 &&
                   break_is_told(input, i, next)) {
            *out = empty_stop();
            out->stop = &plan->stops[i];
            set_words(input, out);
        } else {
            continue;
        }
        out->id = *out->number != '\0' ? arena_printf(input->arena, "stop-%s", out->number)
                                       : arena_printf(input->arena, "break-%zu", ++breaks);
        day->numbered_n += *out->number != '\0';
        day->stops_n++;
    }
    if (next < input->n && input->stops[next].stop == NULL) {
        day->stops[day->stops_n++] = home_stop(input, &input->stops[next]);
    }
    return status;
}

static const char *summary_of(const struct export_input *input)
{
    const struct plan *plan = input->plan;
    struct arena *arena = input->arena;
    const char *text = plan->jobs_n > 0 ? words_count(arena, plan->jobs_n, "job") : "";
    if (plan->visits_n > 0) {
        text = words_join(arena, text, ", ", words_count(arena, plan->visits_n, "visit"));
    }
    return dotted(arena, text,
                  arena_printf(arena, "leave %s, home %s", words_time(arena, plan->day, plan->leave_s),
                               words_time(arena, plan->day, plan->home_s)));
}

/* What happened to a stop that is told here is told with it; of others, only how much: their names do not leave. */
static const char *news_of(const struct export_input *input)
{
    struct arena *arena = input->arena;
    const char *text = "";
    size_t others = 0;
    for (size_t i = 0; i < input->news_n; i++) {
        bool told = false;
        for (size_t k = 0; k < input->n && !told; k++) {
            const struct plan_stop *stop = input->stops[k].stop;
            const size_t length = stop == NULL ? 0 : strlen(stop->name);
            told = length > 0 && strncmp(input->news[i], stop->name, length) == 0 && input->news[i][length] == ':';
        }
        others += !told;
        text = told ? words_join(arena, text, "; ", input->news[i]) : text;
    }
    if (others > 0) {
        text = words_join(
            arena, text, "; ",
            arena_printf(arena, "%s elsewhere, which rounds today has", words_count(arena, others, "change")));
    }
    return *text == '\0' ? "" : arena_printf(arena, "Since this plan was made: %s", text);
}

enum status sheet_facts(const struct export_input *input, struct sheet_day **out, struct error *err)
{
    struct arena *arena = input->arena;
    const struct plan *plan = input->plan;
    struct sheet_day *day = arena_alloc(arena, sizeof *day);
    size_t legs_n = 0;
    struct map_leg *legs = sheet_legs(input, &legs_n);
    day->input = input;
    day->date = words_day(arena, plan->day);
    day->summary = summary_of(input);
    day->totals = arena_printf(arena, "drive %s, %s (%s), on site %s", words_duration(arena, plan->drive_s),
                               words_km(arena, plan->drive_m), plan->source, words_duration(arena, plan->on_site_s));
    day->made = arena_printf(arena, "Planned %s %s", words_day(arena, civil_day_of_utc(plan->made_utc)),
                             words_wall(arena, civil_wall_of_utc(plan->made_utc)));
    if (input->news_n > 0) {
        add_text(arena, &day->news, news_of(input));
    }
    for (size_t i = 0; i < plan->conflicts_n; i++) {
        add_text(arena, &day->conflicts, plan->conflicts[i].text);
    }
    for (size_t i = 0; i < plan->parcels_missed_n; i++) {
        if (plan->parcels_missed[i].due) {
            add_text(arena, &day->conflicts, plan->parcels_missed[i].text);
        }
    }
    for (size_t i = 0; i < plan->advice_n; i++) {
        add_text(arena, &day->advice, plan->advice[i]);
    }
    enum status status = fill_stops(day, err);
    if (status == STATUS_OK) {
        status = sheet_havens(input, legs, legs_n, &day->havens, &day->havens_n, err);
    }
    if (status != STATUS_OK) {
        return status;
    }
    day->map = sheet_map(day, legs, legs_n);
    *out = day;
    return STATUS_OK;
}
