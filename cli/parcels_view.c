#include "cli/parcels_view.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/parcel_fields.h"
#include "cli/words.h"
#include "geo/base/civil.h"
#include "geo/base/text.h"
#include "geo/store/people.h"
#include "planner/say.h"

#include <string.h>

enum { INDENT = 10 };

/* "16:15"; "Tue 24 Nov 2026, 16:15" when it is not today. */
static const char *moment(struct cli *cli, int64_t utc)
{
    const int32_t day = civil_day_of_utc(utc);
    const char *time = words_wall(cli->arena, civil_wall_of_utc(utc));
    return day == cli->today ? time : arena_printf(cli->arena, "%s, %s", words_day(cli->arena, day), time);
}

static const char *kind_of(struct cli *cli, const struct site *site)
{
    const char *kind = words_plain(cli->arena, site->haven_kind);
    if (site->is_customer)
        return "customer";
    return *kind ? kind : "haven";
}

/* Whom to ask for at a customer's, and how they take it. */
static enum status who_of(struct cli *cli, const struct site *site, const char **out, struct error *err)
{
    struct contact contact;
    bool found = false;
    *out = "";
    if (!site->is_customer)
        return STATUS_OK;
    const enum status status = store_contact_main(cli->store, site->id, cli->arena, &contact, &found, err);
    if (status == STATUS_OK && found)
        *out = words_join(cli->arena, words_join(cli->arena, words_person(cli->arena, &contact), ": ", contact.drink),
                          " · ", contact.phone);
    return status;
}

static const char *lead_of(struct cli *cli, const struct parcels_asked *asked, const struct parcels_option *option)
{
    if (option->chance == PARCELS_NOT)
        return "-";
    if (!option->on_way)
        return arena_printf(cli->arena, "%.3s", words_day(cli->arena, option->on_day));
    return arena_printf(cli->arena, "%s%d min", asked->request->plan ? "+" : "", say_minutes_up(option->detour_s));
}

/* By when at the latest: from the stop before, where the parcel is still to come or that is the way; else from here. */
static const char *drive_off(struct cli *cli, const struct parcels_asked *asked, const struct parcels_option *option)
{
    struct arena *arena = cli->arena;
    if (option->at_stop)
        return arena_printf(arena, "hand it over by %s", moment(cli, option->last_utc));
    if (option->on_way && option->after != SIZE_MAX)
        return arena_printf(arena, "leave %s by %s at the latest", asked->request->plan->stops[option->after].name,
                            moment(cli, option->leave_by_utc));
    return arena_printf(arena, "straight from here %s, %s: drive off by %s",
                        words_duration(arena, 60 * say_minutes_up(option->drive_s)), words_km(arena, option->drive_m),
                        moment(cli, option->drive_off_utc));
}

static enum status print_option(struct cli *cli, const struct parcels_asked *asked, const struct parcels_option *option,
                                struct error *err)
{
    static const enum out_style styles[] = {[PARCELS_TODAY] = STYLE_PLAIN,
                                            [PARCELS_AT_COST] = STYLE_YELLOW,
                                            [PARCELS_LATER] = STYLE_DIM,
                                            [PARCELS_NOT] = STYLE_DIM};
    struct arena *arena = cli->arena;
    const struct site *site = &option->point->site;
    const char *who = "";
    const enum status status = who_of(cli, site, &who, err);
    if (status != STATUS_OK)
        return status;
    out_hanging(cli->out, option->chance <= PARCELS_AT_COST ? STYLE_BOLD : STYLE_PLAIN,
                arena_printf(arena, "%*s", INDENT - 2, lead_of(cli, asked, option)), INDENT,
                arena_printf(arena, "%s  #%lld · %s", words_address(arena, site->name, site->town), (long long)site->id,
                             kind_of(cli, site)));
    out_hanging(cli->out, styles[option->chance], "", INDENT, parcels_why(arena, asked->request, option));
    if (option->chance != PARCELS_NOT)
        out_hanging(cli->out, STYLE_PLAIN, "", INDENT, drive_off(cli, asked, option));
    if (*who && option->chance != PARCELS_NOT)
        out_hanging(cli->out, STYLE_CYAN, "", INDENT, who);
    return STATUS_OK;
}

static void print_heading(struct cli *cli, const struct parcels_asked *asked)
{
    const struct parcels_request *request = asked->request;
    const char *what = *request->carrier ? arena_printf(cli->arena, "a parcel for %s", request->carrier) : "a parcel";
    if (asked->parcel)
        what = arena_printf(cli->arena, "K%lld, %s%s%s", (long long)asked->parcel->id, asked->parcel->what,
                            *request->carrier ? ", for " : "", request->carrier);
    const char *by =
        request->by_utc == INT64_MAX ? "" : arena_printf(cli->arena, " · by %s", moment(cli, request->by_utc));
    out_styled(cli->out, STYLE_BOLD, "Where %s can be left%s%s%s\n", what,
               request->plan ? " on today's way from " : ", from ", asked->from, by);
}

enum status parcels_view_print(struct cli *cli, const struct parcels_asked *asked, const struct parcels_answer *answer,
                               struct error *err)
{
    print_heading(cli, asked);
    for (size_t i = 0; i < answer->n; i++) {
        const enum status status = print_option(cli, asked, &answer->options[i], err);
        if (status != STATUS_OK)
            return status;
    }
    if (answer->n == 0) {
        out_printf(cli->out, "Nowhere that is known and near enough.\n");
        out_note(cli->out, "Next: rounds import havens FILE, or rounds edit SITE amenities=parcel_drop "
                           "collections='DPD Mo-Fr 16:15' where a customer lets a courier collect");
        return STATUS_OK;
    }
    if (answer->possible == 0)
        out_alert(cli->out, "it cannot be left anywhere today");
    if (answer->possible > answer->n)
        out_note(cli->out, "%zu more: --limit N", answer->possible - answer->n);
    out_styled(cli->out, STYLE_DIM, "Minutes: %s.\n", answer->options[0].source);
    return STATUS_OK;
}

/* --- for programs ---------------------------------------------------------------------------------------------------- */

static json_t *at_json(int64_t utc)
{
    if (utc < 0)
        return json_null();
    json_t *object = json_object();
    doc_set(object, "date", doc_date(civil_day_of_utc(utc)));
    doc_set(object, "time", doc_wall(civil_wall_of_utc(utc)));
    return object;
}

static json_t *way_json(const struct parcels_asked *asked, const struct parcels_option *option)
{
    const struct plan *plan = asked->request->plan;
    if (!option->on_way)
        return json_null();
    json_t *object = json_object(), *late = json_null();
    const struct plan_stop *after = plan && option->after != SIZE_MAX ? &plan->stops[option->after] : NULL;
    doc_set(object, "after_site_id", after ? json_integer(after->site_id) : json_null());
    doc_set(object, "after", doc_text(after ? after->name : ""));
    doc_set(object, "at_stop", json_boolean(option->at_stop));
    doc_set(object, "detour_s", json_integer(option->detour_s));
    doc_set(object, "detour_m", json_integer(option->detour_m));
    doc_set(object, "arrive", at_json(option->arrive_utc));
    doc_set(object, "hand_over", at_json(option->hand_utc));
    if (option->chance == PARCELS_AT_COST && plan) {
        late = json_object();
        doc_set(late, "site_id", json_integer(plan->stops[option->late].site_id));
        doc_set(late, "name", doc_text(plan->stops[option->late].name));
        doc_set(late, "late_s", json_integer(option->late_s));
    }
    doc_set(object, "leave_by", at_json(option->leave_by_utc));
    doc_set(object, "makes_late", late);
    return object;
}

static json_t *option_json(struct cli *cli, const struct parcels_asked *asked, const struct parcels_option *option)
{
    static const char *const chances[] = {"today", "at_cost", "later", "no"};
    static const char *const bases[] = {"collection", "hours", "nothing"};
    json_t *object = json_object();
    const bool cutoff = option->day.basis == DROP_BY_COLLECTION && option->day.cutoff_utc != 0;
    doc_set(object, "possible", json_string(chances[option->chance]));
    doc_set(object, "site", doc_site(&option->point->site));
    doc_set(object, "carrier", doc_text(option->day.carrier));
    doc_set(object, "carrier_sure", json_boolean(option->carrier == DROP_CARRIER_SURE));
    doc_set(object, "known_by", json_string(bases[option->day.basis]));
    doc_set(object, "cutoff", at_json(cutoff ? option->day.cutoff_utc : -1));
    doc_set(object, "last", at_json(option->last_utc));
    doc_set(object, "drive_s", json_integer(option->drive_s));
    doc_set(object, "drive_m", json_integer(option->drive_m));
    doc_set(object, "drive_off", at_json(option->last_utc >= 0 ? option->drive_off_utc : -1));
    doc_set(object, "source", doc_text(option->source));
    doc_set(object, "way", way_json(asked, option));
    doc_set(object, "why", doc_text(parcels_why(cli->arena, asked->request, option)));
    return object;
}

enum status parcels_view_json(struct cli *cli, const struct parcels_asked *asked, const struct parcels_answer *answer,
                              struct error *err)
{
    (void)err;
    const struct parcels_request *request = asked->request;
    json_t *document = doc_new("rounds-parcels"), *options = json_array();
    for (size_t i = 0; i < answer->n; i++)
        doc_add(options, option_json(cli, asked, &answer->options[i]));
    doc_set(document, "from", doc_text(asked->from));
    doc_set(document, "lat", json_real(request->from.lat_deg));
    doc_set(document, "lon", json_real(request->from.lon_deg));
    doc_set(document, "now", at_json(request->now_utc));
    doc_set(document, "carrier", doc_text(request->carrier));
    doc_set(document, "by", request->by_utc == INT64_MAX ? json_null() : at_json(request->by_utc));
    doc_set(document, "planned", json_boolean(request->plan != NULL));
    doc_set(document, "parcel", asked->parcel ? parcel_fields_json(asked->parcel) : json_null());
    doc_set(document, "places", options);
    doc_set(document, "possible", doc_count((int64_t)answer->possible));
    out_json(cli->out, document);
    return STATUS_OK;
}
