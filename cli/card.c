#include "cli/card.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/parcel_fields.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "geo/base/num.h"
#include "geo/base/text.h"
#include "geo/hours.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/people.h"
#include "geo/store/placing.h"
#include "planner/open.h"
#include "planner/say.h"

#include <string.h>

enum { INDENT = 13, SPANS = 8, HISTORY_SHOWN = 6 };

struct card {
    struct site site;
    struct contact *contacts;
    struct visit *visits;
    struct promise *promises;
    struct note *notes;
    struct job *jobs;
    struct collection *collections;
    struct parcel *parcels;
    struct placing placing;
    size_t contacts_n, visits_n, promises_n, notes_n, jobs_n, collections_n, parcels_n;
};

enum status card_read(struct cli *cli, const struct site *site, struct card **out, struct error *err)
{
    struct card *card = arena_alloc(cli->arena, sizeof *card);
    struct job_filter jobs = {.from_day = cli->today, .to_day = DAY_NONE, .open_only = true, .site_id = site->id};
    card->site = *site;
    struct arena *arena = cli->arena;
    enum status status = store_contact_list(cli->store, site->id, NULL, arena, &card->contacts, &card->contacts_n, err);
    if (!status)
        status = store_visit_list(cli->store, site->id, 0, arena, &card->visits, &card->visits_n, err);
    if (!status)
        status = store_promise_list(cli->store, site->id, false, arena, &card->promises, &card->promises_n, err);
    if (!status)
        status = store_note_list(cli->store, site->id, arena, &card->notes, &card->notes_n, err);
    if (!status)
        status = store_job_list(cli->store, &jobs, arena, &card->jobs, &card->jobs_n, err);
    if (!status)
        status = store_collection_list(cli->store, site->id, arena, &card->collections, &card->collections_n, err);
    const struct parcel_filter parcels = {.open_only = true, .site_id = site->id};
    if (!status)
        status = store_parcel_list(cli->store, &parcels, arena, &card->parcels, &card->parcels_n, err);
    if (!status)
        status = store_placing_get(cli->store, site->id, arena, &card->placing, err);
    *out = card;
    return status;
}

/* --- for a person ------------------------------------------------------------------------------------------------ */

static void line(struct cli *cli, enum out_style style, const char *label, const char *text)
{
    if (*text)
        out_hanging(cli->out, style, arena_printf(cli->arena, "  %s", label), INDENT, text);
}

static void heading(struct cli *cli, const char *text)
{
    out_styled(cli->out, STYLE_BOLD, "%s\n", text);
}

/* "09:00-12:30, 13:30-17:00; open now", of DAY. */
static const char *hours_on(struct cli *cli, const struct site *site, int32_t day)
{
    const char *value = site->hours;
    const struct point *place = site->placed_by == PLACED_NOT ? NULL : &site->at;
    struct hours *hours;
    struct hours_span spans[SPANS];
    if (hours_parse(cli->arena, value, &hours, NULL))
        return "not understood";
    const struct hours_where *where = open_where(cli->arena, &cli->settings, place);
    size_t n = hours_day(hours, where, day, spans, SPANS);
    bool is_today = day == cli->today, open = false;
    int32_t now_s = civil_wall_of_utc(cli->now_utc);
    const char *text = n == 0 ? "closed" : "";
    for (size_t i = 0; i < n && i < SPANS; i++) {
        text = words_join(cli->arena, text, ", ",
                          arena_printf(cli->arena, "%s-%s", words_wall(cli->arena, spans[i].open_s),
                                       words_wall(cli->arena, spans[i].close_s)));
        open = open || (spans[i].open_s <= now_s && now_s < spans[i].close_s);
    }
    return is_today && n > 0 ? arena_printf(cli->arena, "%s; %s", text, open ? "open now" : "closed now") : text;
}

static void print_hours(struct cli *cli, const struct site *site, int32_t day)
{
    if (!*site->hours) {
        line(cli, STYLE_DIM, "Hours", "unknown");
        return;
    }
    const char *when = day == cli->today ? "today" : words_day(cli->arena, day);
    line(cli, STYLE_PLAIN, "Hours",
         arena_printf(cli->arena, "%s · %s: %s", site->hours, when, hours_on(cli, site, day)));
}

static void print_customer(struct cli *cli, const struct site *site)
{
    int32_t goal = site->goal_days == NUMBER_UNSET ? cli->settings.goal_days : site->goal_days;
    bool due = site->last_visit_day == DAY_NONE || cli->today - site->last_visit_day >= goal;
    const char *date = site->last_visit_day == DAY_NONE
                           ? ""
                           : arena_printf(cli->arena, " (%s)", words_date(cli->arena, site->last_visit_day));
    line(cli, due ? STYLE_YELLOW : STYLE_PLAIN, "Last visit",
         arena_printf(cli->arena, "%s%s · goal: every %d days", words_ago(cli->arena, site->last_visit_day, cli->today),
                      date, goal));
    if (site->status != CUSTOMER_ACTIVE)
        line(
            cli, STYLE_YELLOW, "Status",
            words_join(cli->arena, site->status == CUSTOMER_ON_HOLD ? "on hold" : "closed", ": ", site->status_reason));
    if (site->no_drop_in)
        line(cli, STYLE_YELLOW, "Drop-ins", "not wanted: never suggested");
}

/* "the house, by nominatim at nominatim.example.org on 2026-11-02": how it came to its place, when that is not told by the place itself. */
static const char *placed(struct cli *cli, const struct placing *placing)
{
    if (!*placing->source)
        return placing->by == PLACED_GEOCODER ? "by a geocoder" : "";
    const char *when =
        placing->placed_utc == 0
            ? ""
            : arena_printf(cli->arena, " on %s", words_date(cli->arena, civil_day_of_utc(placing->placed_utc)));
    return arena_printf(cli->arena, "%s, by %s%s", geocode_precision_name(placing->precision), placing->source, when);
}

static void print_place(struct cli *cli, const struct site *site, const struct placing *placing)
{
    char lat[NUM_DECIMAL_MAX], lon[NUM_DECIMAL_MAX];
    const char *address = say_address(cli->arena, site);
    if (site->placed_by == PLACED_NOT) {
        line(cli, STYLE_PLAIN, "Address", address);
        line(cli, STYLE_YELLOW, "Place",
             "not yet known: rounds geocode SITE, rounds review SITE, or rounds edit SITE place=LAT,LON");
        return;
    }
    num_format(lat, site->at.lat_deg, 5);
    num_format(lon, site->at.lon_deg, 5);
    const char *at = arena_printf(cli->arena, "%s,%s", lat, lon);
    line(cli, STYLE_PLAIN, "Address", words_join(cli->arena, address, " · ", at));
    const bool doubtful = site->placed_by == PLACED_GEOCODER;
    const bool moved = *placing->asked && strcmp(placing->asked, placing_asked(cli->arena, site)) != 0;
    const char *how = placed(cli, placing);
    if (moved)
        how = words_join(cli->arena, how, ", ", arena_printf(cli->arena, "for another address: %s", placing->asked));
    if (doubtful)
        how = words_join(cli->arena, how, "; ",
                         moved ? "`rounds geocode` asks for this one"
                               : "nobody has confirmed it (rounds review SITE --confirm)");
    line(cli, doubtful || moved ? STYLE_YELLOW : STYLE_DIM, "Placed", how);
}

static void print_site(struct cli *cli, const struct card *card, int32_t day)
{
    const struct site *site = &card->site;
    const char *kind = site->is_customer ? site->is_haven ? "customer and haven" : "customer"
                                         : words_join(cli->arena, "haven", ", ", site->haven_kind);
    const char *key = *site->key ? arena_printf(cli->arena, ", key %s", site->key) : "";
    out_styled(cli->out, STYLE_BOLD, "%s", site->name);
    out_styled(cli->out, STYLE_DIM, "  #%lld%s · %s\n", (long long)site->id, key, kind);
    print_place(cli, site, &card->placing);
    print_hours(cli, site, day);
    if (site->is_customer)
        print_customer(cli, site);
    if (site->service_s != NUMBER_UNSET)
        line(cli, STYLE_PLAIN, "On site",
             arena_printf(cli->arena, "usually %s", words_duration(cli->arena, site->service_s)));
    line(cli, STYLE_PLAIN, "Offers", amenity_list(cli->arena, site->amenities, ", "));
    for (size_t i = 0; i < card->collections_n; i++) {
        const struct collection *one = &card->collections[i];
        line(cli, STYLE_PLAIN, i == 0 ? "Couriers" : "",
             arena_printf(cli->arena, "%s %s until %s", one->carrier, words_weekdays(cli->arena, one->weekdays),
                          words_wall(cli->arena, one->cutoff_s)));
    }
    line(cli, STYLE_PLAIN, "Tags", site->tags);
    if (site->haven_gone_day != DAY_NONE)
        line(cli, STYLE_YELLOW, "Gone",
             arena_printf(cli->arena, "%s had it no longer on %s; `rounds delete %lld` if that is so",
                          *site->haven_list ? site->haven_list : "its list",
                          words_day(cli->arena, site->haven_gone_day), (long long)site->id));
}

static void print_people(struct cli *cli, const struct card *card)
{
    if (card->contacts_n == 0 && !card->site.is_customer)
        return;
    heading(cli, "People");
    if (card->contacts_n == 0)
        out_styled(cli->out, STYLE_DIM, "  nobody known yet\n");
    for (size_t i = 0; i < card->contacts_n; i++) {
        const struct contact *one = &card->contacts[i];
        const char *text = words_person(cli->arena, one);
        text = words_join(cli->arena, text, " · ", one->drink);
        text = words_join(cli->arena, text, " · ", one->phone);
        text = words_join(cli->arena, text, " · ", one->email);
        if (one->left_day != DAY_NONE)
            text = arena_printf(cli->arena, "%s (left %s)", text, words_ago(cli->arena, one->left_day, cli->today));
        out_hanging(cli->out, one->left_day == DAY_NONE ? STYLE_PLAIN : STYLE_DIM, "", 2, text);
    }
}

static void print_promises(struct cli *cli, const struct card *card)
{
    bool any = false;
    for (size_t i = 0; i < card->promises_n; i++) {
        const struct promise *one = &card->promises[i];
        if (one->state != PROMISE_OPEN)
            continue;
        if (!any)
            heading(cli, "Promises");
        any = true;
        line(cli, one->due_day <= cli->today ? STYLE_RED : STYLE_PLAIN,
             arena_printf(cli->arena, "P%lld", (long long)one->id),
             arena_printf(cli->arena, "%s · %s (%s)", one->what, words_due(cli->arena, one->due_day, cli->today),
                          words_date(cli->arena, one->due_day)));
    }
}

void card_parcel(struct cli *cli, const struct parcel *parcel)
{
    const char *text = parcel_fields_text(cli->arena, parcel);
    const size_t number = strcspn(text, " ");
    line(cli, parcel_fields_is_late(cli, parcel) ? STYLE_RED : STYLE_PLAIN, arena_strndup(cli->arena, text, number),
         text + number + (text[number] == ' '));
}

static void print_parcels(struct cli *cli, const struct card *card)
{
    for (size_t i = 0; i < card->parcels_n; i++) {
        if (i == 0)
            heading(cli, "Parcels");
        card_parcel(cli, &card->parcels[i]);
    }
}

static void print_note(struct cli *cli, const struct note *note)
{
    static const char *const marks[] = {[NOTE_PRIVATE] = "private",
                                        [NOTE_TENDER] = "tender",
                                        [NOTE_POLITICS] = "caution, politics",
                                        [NOTE_COMPLAINT] = "complaint"};
    const char *mark = note->kind == NOTE_PLAIN ? "" : arena_printf(cli->arena, "[%s] ", marks[note->kind]);
    enum out_style style = note->kind == NOTE_COMPLAINT && note->settled_day == DAY_NONE ? STYLE_RED
                           : note->kind == NOTE_PLAIN                                    ? STYLE_PLAIN
                           : note->kind == NOTE_COMPLAINT                                ? STYLE_DIM
                                                                                         : STYLE_YELLOW;
    const char *settled =
        note->settled_day == DAY_NONE
            ? ""
            : arena_printf(cli->arena, ", resolved %s", words_ago(cli->arena, note->settled_day, cli->today));
    line(cli, style, arena_printf(cli->arena, "N%lld", (long long)note->id),
         arena_printf(cli->arena, "%s%s (%s%s)", mark, note->body, words_ago(cli->arena, note->day, cli->today),
                      settled));
}

/* Cautions and tender notes first: they are for reading before the door. */
static int note_rank(const struct note *note)
{
    if (note->kind == NOTE_POLITICS || note->kind == NOTE_TENDER)
        return 0;
    return note->kind == NOTE_COMPLAINT && note->settled_day == DAY_NONE ? 1 : 2;
}

static void print_notes(struct cli *cli, const struct card *card, bool private_too)
{
    if (card->notes_n == 0)
        return;
    heading(cli, "Notes");
    size_t withheld = 0;
    for (int rank = 0; rank <= 2; rank++) {
        for (size_t i = 0; i < card->notes_n; i++) {
            const struct note *note = &card->notes[i];
            if (note_rank(note) != rank)
                continue;
            if (note_is_private(note->kind) && !private_too)
                withheld++;
            else
                print_note(cli, note);
        }
    }
    if (withheld > 0)
        out_styled(cli->out, STYLE_DIM, "  %zu private note%s withheld: this is no screen; --private shows them\n",
                   withheld, withheld == 1 ? "" : "s");
}

static void print_history(struct cli *cli, const struct card *card)
{
    static const char *const kinds[] = {"job", "visit", "imported"};
    for (size_t i = 0; i < card->jobs_n; i++) {
        const struct job *job = &card->jobs[i];
        if (i == 0)
            heading(cli, "Booked");
        line(cli, STYLE_PLAIN, arena_printf(cli->arena, "J%lld", (long long)job->id),
             arena_printf(cli->arena, "%s %s-%s, %s%s%s", words_day(cli->arena, job->day),
                          words_wall(cli->arena, job->earliest_s), words_wall(cli->arena, job->latest_s),
                          words_duration(cli->arena, job->duration_s), *job->title ? ": " : "", job->title));
    }
    for (size_t i = 0; i < card->visits_n && i < HISTORY_SHOWN; i++) {
        const struct visit *visit = &card->visits[i];
        if (i == 0)
            heading(cli, "History");
        const char *text = words_join(cli->arena, kinds[visit->kind], " ", words_wall(cli->arena, visit->at_s));
        if (visit->duration_s != NUMBER_UNSET)
            text = words_join(cli->arena, text, ", ", words_duration(cli->arena, visit->duration_s));
        text = words_join(cli->arena, text, ": ", words_join(cli->arena, visit->outcome, " · ", visit->note));
        line(cli, STYLE_PLAIN, words_date(cli->arena, visit->day), text);
    }
    if (card->visits_n > HISTORY_SHOWN)
        out_styled(cli->out, STYLE_DIM, "  and %zu earlier (--json has them all)\n", card->visits_n - HISTORY_SHOWN);
}

void card_print(struct cli *cli, const struct card *card, int32_t day, bool private_too)
{
    print_site(cli, card, day);
    print_people(cli, card);
    print_promises(cli, card);
    print_parcels(cli, card);
    print_notes(cli, card, private_too || out_is_terminal(cli->out));
    print_history(cli, card);
}

/* --- for programs ------------------------------------------------------------------------------------------------ */

static json_t *collection_json(const struct collection *collection)
{
    json_t *object = json_object(), *days = json_array();
    for (int day = 0; day < 7; day++)
        if (collection->weekdays >> day & 1)
            doc_add(days, json_integer(day + 1));
    doc_set(object, "carrier", doc_text(collection->carrier));
    doc_set(object, "weekdays", days);
    doc_set(object, "until", doc_wall(collection->cutoff_s));
    return object;
}

/* Null when nothing is known but the means, which the site has. */
static json_t *placing_json(const struct placing *placing)
{
    if (!*placing->source)
        return json_null();
    json_t *one = json_object();
    doc_set(one, "source", doc_text(placing->source));
    doc_set(one, "source_id", doc_text(placing->source_id));
    doc_set(one, "label", doc_text(placing->label));
    doc_set(one, "precision", doc_text(geocode_precision_name(placing->precision)));
    doc_set(one, "date", placing->placed_utc == 0 ? json_null() : doc_date(civil_day_of_utc(placing->placed_utc)));
    doc_set(one, "asked", doc_text(placing->asked));
    doc_set(one, "confirmed", json_boolean(placing->reviewed));
    return one;
}

void card_json(const struct card *card, struct json_t *document, bool private_too)
{
    json_t *contacts = json_array(), *visits = json_array(), *promises = json_array();
    json_t *notes = json_array(), *jobs = json_array(), *collections = json_array(), *parcels = json_array();
    for (size_t i = 0; i < card->contacts_n; i++)
        doc_add(contacts, doc_contact(&card->contacts[i]));
    for (size_t i = 0; i < card->visits_n; i++)
        doc_add(visits, doc_visit(&card->visits[i]));
    for (size_t i = 0; i < card->promises_n; i++)
        doc_add(promises, doc_promise(&card->promises[i]));
    for (size_t i = 0; i < card->notes_n; i++)
        doc_add(notes, doc_note(&card->notes[i], private_too));
    for (size_t i = 0; i < card->jobs_n; i++)
        doc_add(jobs, doc_job(&card->jobs[i]));
    for (size_t i = 0; i < card->collections_n; i++)
        doc_add(collections, collection_json(&card->collections[i]));
    for (size_t i = 0; i < card->parcels_n; i++)
        doc_add(parcels, parcel_fields_json(&card->parcels[i]));
    doc_set(document, "site", doc_site(&card->site));
    doc_set(document, "placing", placing_json(&card->placing));
    doc_set(document, "parcels", parcels);
    doc_set(document, "contacts", contacts);
    doc_set(document, "jobs", jobs);
    doc_set(document, "promises", promises);
    doc_set(document, "notes", notes);
    doc_set(document, "collections", collections);
    doc_set(document, "visits", visits);
}
