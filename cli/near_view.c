#include "cli/near_view.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/amenity.h"
#include "geo/store/people.h"
#include "planner/worth.h"

#include <string.h>

enum { INDENT = 9, SOON_S = 30 * 60, IN_MINUTES_S = 90 * 60, PEOPLE = 2, HERE_M = 20 };

/* The moment that opening hours are about: of one place the arrival, unless one was asked for. */
static int64_t moment_of(const struct near_asked *asked, const struct near_place *place)
{
    return asked->request->at_given ? asked->request->open_utc : asked->request->leave_utc + place->drive_s;
}

/* Seconds from MOMENT until the state changes; the clocks may change on the way. */
static int64_t until_change(const struct near_place *place, int64_t moment)
{
    int64_t change_utc = 0;
    (void)civil_utc(place->hours.change_day, place->hours.change_wall_s, &change_utc);
    return change_utc - moment;
}

/* "17:30"; "Wed 08:00" when it is not today. */
static const char *when(struct cli *cli, const struct near_hours *hours, int32_t today)
{
    const char *time = words_wall(cli->arena, hours->change_wall_s);
    if (hours->change_day == today)
        return time;
    if (hours->change_day == today + 1)
        return hours->change_wall_s == 0 ? "midnight" : arena_printf(cli->arena, "tomorrow %s", time);
    return arena_printf(cli->arena, "%.3s %s", words_day(cli->arena, hours->change_day), time);
}

static const char *opening(struct cli *cli, const struct near_asked *asked, const struct near_place *place,
                           enum out_style *style)
{
    const struct near_hours *hours = &place->hours;
    const int64_t moment = moment_of(asked, place);
    const int32_t today = civil_day_of_utc(asked->request->at_given ? moment : asked->request->leave_utc);
    *style = hours->state == NEAR_OPEN ? STYLE_PLAIN : STYLE_DIM;
    if (hours->state == NEAR_UNKNOWN)
        return *place->site.hours == '\0' ? "hours unknown" : "hours not understood";
    if (!hours->changes)
        return hours->state == NEAR_OPEN ? "open 24 hours" : "closed";
    const int64_t left_s = until_change(place, moment);
    const char *at = when(cli, hours, today);
    if (hours->state == NEAR_OPEN) {
        *style = left_s < SOON_S ? STYLE_YELLOW : STYLE_PLAIN;
        return arena_printf(cli->arena, "closes %s", at);
    }
    /* Waiting is counted from now: that is what one decides by. */
    const int64_t wait_s = asked->request->at_given ? left_s : left_s + place->drive_s;
    *style = STYLE_YELLOW;
    if (wait_s < IN_MINUTES_S)
        return arena_printf(cli->arena, "opens in %s (%s)", words_duration(cli->arena, (int32_t)wait_s), at);
    *style = STYLE_DIM;
    return arena_printf(cli->arena, "closed, opens %s", at);
}

/* Who is there, and how they take it; those who have left stand last and are passed over. */
static enum status people(struct cli *cli, const struct site *site, const char **out, struct error *err)
{
    struct contact *contacts;
    size_t n, shown = 0;
    *out = "";
    if (!site->is_customer)
        return STATUS_OK;
    const enum status status = store_contact_list(cli->store, site->id, NULL, cli->arena, &contacts, &n, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < n && contacts[i].left_day == DAY_NONE && shown < PEOPLE; i++) {
        const char *one = words_join(cli->arena, words_person(cli->arena, &contacts[i]), ": ", contacts[i].drink);
        shown += *one != '\0';
        *out = words_join(cli->arena, *out, " · ", one);
    }
    return STATUS_OK;
}

/* Words of a list, for a person: "customers_only" is "customers only". */
static const char *remarks(struct cli *cli, const struct site *site)
{
    const char *kept[] = {"customers_only", "fee", "wifi_fee", "wheelchair"};
    const char *list = "";
    for (const char *p = site->tags; *p != '\0';) {
        const size_t length = strcspn(p, " ");
        for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
            if (strlen(kept[i]) == length && strncmp(p, kept[i], length) == 0)
                list = words_join(cli->arena, list, ", ", words_plain(cli->arena, kept[i]));
        p += length + (p[length] == ' ');
    }
    return list;
}

static const char *kind_of(struct cli *cli, const struct site *site)
{
    const char *kind = words_plain(cli->arena, site->haven_kind);
    if (!site->is_customer)
        return *kind == '\0' ? "haven" : kind;
    return site->no_drop_in ? "customer, wants no drop-ins" : "customer";
}

static enum status print_place(struct cli *cli, const struct near_asked *asked, const struct near_place *place,
                               bool with_source, struct error *err)
{
    struct arena *arena = cli->arena;
    const struct site *site = &place->site;
    enum out_style style;
    const char *open = opening(cli, asked, place, &style);
    const char *who = "";
    const enum status status = people(cli, site, &who, err);
    if (status != STATUS_OK)
        return status;
    const char *lead = arena_printf(arena, "%*s", INDENT - 2, words_duration(arena, place->drive_s));
    const char *direction = point_compass(point_bearing_deg(asked->request->from, site->at));
    const char *way =
        place->crow_m < HERE_M ? "here" : arena_printf(arena, "%s %s", words_km(arena, place->drive_m), direction);
    out_hanging(
        cli->out, STYLE_BOLD, lead, INDENT,
        arena_printf(arena, "%s%s#%lld", words_address(arena, site->name, site->town), "  ", (long long)site->id));
    const char *facts = words_join(arena, kind_of(cli, site), " · ", way);
    facts = words_join(arena, facts, " · ", open);
    facts = words_join(arena, facts, " · ", with_source ? place->source : "");
    out_hanging(cli->out, style, "", INDENT, facts);
    const char *offers = words_join(arena, amenity_list(arena, site->amenities, ", "), " · ", remarks(cli, site));
    if (*offers != '\0')
        out_hanging(cli->out, STYLE_PLAIN, "", INDENT, offers);
    if (*who != '\0')
        out_hanging(cli->out, STYLE_CYAN, "", INDENT, who);
    return STATUS_OK;
}

static const char *heading(struct cli *cli, const struct near_asked *asked)
{
    const struct near_request *request = asked->request;
    const char *text = arena_printf(cli->arena, "Near %s", asked->from);
    text = words_join(cli->arena, text, " · ", amenity_list(cli->arena, request->filter.need, ", "));
    if (request->at_given) {
        const char *at = words_wall(cli->arena, civil_wall_of_utc(request->open_utc));
        text = arena_printf(cli->arena, "%s · open at %s", text, at);
    } else if (request->open_only) {
        text = words_join(cli->arena, text, " · ", "open on arrival");
    }
    return text;
}

static void print_nothing(struct cli *cli, const struct near_asked *asked, const struct near_answer *answer)
{
    const struct near_request *request = asked->request;
    const bool narrowed = request->within_s > 0 || request->within_m > 0;
    out_printf(cli->out, "Nothing%s%s.\n", request->filter.need != 0 || request->open_only ? " that fits" : "",
               narrowed ? " within that" : " is known");
    if (answer->unreachable > 0)
        out_note(cli->out, "%s cannot be reached by road.", words_count(cli->arena, answer->unreachable, "place"));
    if (!narrowed && answer->closed + answer->unknown == 0)
        out_note(cli->out, "Next: rounds import havens FILE (a map of OpenStreetMap, .osm.pbf, has most of them)");
}

static void print_left_out(struct cli *cli, const struct near_answer *answer)
{
    if (answer->closed + answer->unknown == 0)
        return;
    const char *closed = answer->closed == 0 ? "" : arena_printf(cli->arena, "%zu closed", answer->closed);
    const char *unknown =
        answer->unknown == 0 ? "" : arena_printf(cli->arena, "%zu with hours unknown", answer->unknown);
    out_note(cli->out, "As near but left out: %s.", words_join(cli->arena, closed, ", ", unknown));
}

enum status near_view_print(struct cli *cli, const struct near_asked *asked, const struct near_answer *answer,
                            struct error *err)
{
    bool same = true;
    for (size_t i = 1; i < answer->n; i++)
        same = same && strcmp(answer->places[i].source, answer->places[0].source) == 0;
    out_styled(cli->out, STYLE_BOLD, "%s\n", heading(cli, asked));
    for (size_t i = 0; i < answer->n; i++) {
        const enum status status = print_place(cli, asked, &answer->places[i], !same, err);
        if (status != STATUS_OK)
            return status;
    }
    if (answer->n == 0)
        print_nothing(cli, asked, answer);
    else if (same)
        out_styled(cli->out, STYLE_DIM, "Minutes: %s\n", answer->places[0].source);
    print_left_out(cli, answer);
    return STATUS_OK;
}

/* --- for programs ------------------------------------------------------------------------------------------------ */

static json_t *opening_json(const struct near_asked *asked, const struct near_place *place)
{
    static const char *const states[] = {[NEAR_UNKNOWN] = "unknown", [NEAR_OPEN] = "open", [NEAR_CLOSED] = "closed"};
    const struct near_hours *hours = &place->hours;
    json_t *object = json_object();
    doc_set(object, "state", doc_text(states[hours->state]));
    doc_set(object, "until_date", hours->changes ? doc_date(hours->change_day) : json_null());
    doc_set(object, "until", hours->changes ? doc_wall(hours->change_wall_s) : json_null());
    doc_set(object, "until_s",
            hours->changes ? json_integer((json_int_t)until_change(place, moment_of(asked, place))) : json_null());
    return object;
}

static enum status place_json(struct cli *cli, const struct near_asked *asked, const struct near_place *place,
                              json_t *list, struct error *err)
{
    struct contact *contacts = NULL;
    size_t n = 0;
    const enum status status = store_contact_list(cli->store, place->site.id, NULL, cli->arena, &contacts, &n, err);
    if (status != STATUS_OK)
        return status;
    json_t *object = json_object(), *people_list = json_array();
    for (size_t i = 0; i < n; i++)
        if (contacts[i].left_day == DAY_NONE)
            doc_add(people_list, doc_contact(&contacts[i]));
    doc_set(object, "minutes", json_integer(place->minutes));
    doc_set(object, "drive_s", json_integer(place->drive_s));
    doc_set(object, "drive_m", json_integer(place->drive_m));
    doc_set(object, "source", doc_text(place->source));
    doc_set(object, "crow_m", json_integer((json_int_t)(place->crow_m + 0.5)));
    doc_set(object, "direction", doc_text(point_compass(point_bearing_deg(asked->request->from, place->site.at))));
    doc_set(object, "opening", opening_json(asked, place));
    doc_set(object, "site", doc_site(&place->site));
    doc_set(object, "contacts", people_list);
    doc_add(list, object);
    return STATUS_OK;
}

static json_t *needs_json(uint32_t need)
{
    json_t *list = json_array();
    for (unsigned i = 0; i < AMENITY_COUNT; i++)
        if (need & AMENITY_BIT(i))
            doc_add(list, doc_text(amenity_name((enum amenity)i)));
    return list;
}

enum status near_view_json(struct cli *cli, const struct near_asked *asked, const struct near_answer *answer,
                           struct error *err)
{
    const struct near_request *request = asked->request;
    const int64_t moment = request->at_given ? request->open_utc : request->leave_utc;
    json_t *places = json_array();
    for (size_t i = 0; i < answer->n; i++) {
        const enum status status = place_json(cli, asked, &answer->places[i], places, err);
        if (status != STATUS_OK) {
            json_decref(places);
            return status;
        }
    }
    json_t *document = doc_new("rounds-near"), *left_out = json_object();
    doc_set(document, "from", doc_text(asked->from));
    doc_set(document, "lat", json_real(request->from.lat_deg));
    doc_set(document, "lon", json_real(request->from.lon_deg));
    doc_set(document, "date", doc_date(civil_day_of_utc(moment)));
    doc_set(document, "time", doc_wall(civil_wall_of_utc(moment)));
    doc_set(document, "need", needs_json(request->filter.need));
    doc_set(document, "open_only", json_boolean(request->open_only));
    doc_set(document, "places", places);
    doc_set(left_out, "closed", doc_count((int64_t)answer->closed));
    doc_set(left_out, "unknown_hours", doc_count((int64_t)answer->unknown));
    doc_set(document, "left_out", left_out);
    out_json(cli->out, document);
    return STATUS_OK;
}
