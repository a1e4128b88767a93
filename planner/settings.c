#include "planner/settings_impl.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void settings_defaults(struct settings *out)
{
    *out = (struct settings){
        .goal_days = 365,
        .visit_s = 20 * 60,
        .job_s = 60 * 60,
        .job_days = 14,
        .max_detour_s = 20 * 60,
        .max_extra_s = 60 * 60,
        .max_visits = 8,
        .visit_before_s = 9 * 3600,
        .visit_after_s = 17 * 3600,
        .lunch_s = 0,
        .lunch_from_s = 12 * 3600,
        .lunch_to_s = 13 * 3600 + 1800,
        .lunch_detour_s = 10 * 60,
        .parcel_detour_s = 30 * 60,
        .rest_s = 5 * 60,
        .drive_break_s = 120 * 60,
        .arrive_early_s = 5 * 60,
        .worth_overdue_s = 10 * 60,
        .worth_overdue_cap_s = 30 * 60,
        .overdue_from = 0.7,
        .worth_never_s = 12 * 60,
        .worth_promise_s = 20 * 60,
        .promise_days = 3,
        .worth_complaint_s = 15 * 60,
        .worth_one_contact_s = 4 * 60,
        .worth_no_contact_s = 4 * 60,
        .worth_comfort_s = 15 * 60,
        .comfort_s = 3 * 3600,
        .estimate = travel_estimate_defaults(),
        .sources = "roads,estimate",
        .cache_days = 30,
        .roads_ferries = true,
        .roads_index_url = "https://download.geofabrik.de/index-v1-nogeom.json",
        .geocode_nominatim_url = "https://nominatim.openstreetmap.org",
        .geocode_photon_url = "https://photon.komoot.io",
        .geocode_geocodeearth_url = "https://api.geocode.earth/v1",
        .geocode_openrouteservice_url = "https://api.openrouteservice.org/geocode",
        .geocode_opencage_url = "https://api.opencagedata.com/geocode/v1",
        .geocode_per_minute = 60,
        .export_app = "all",
        .export_points = 25,
        .zone = "",
        .country = "gb",
    };
}

/* --- the table ---------------------------------------------------------------------------------------------------- */

enum { HOURS_8 = 8 * 60, DAY_MINUTES = 24 * 60, TEN_YEARS = 3650 };

#define FIELD(field) offsetof(struct settings, field)

static const struct setting table[] = {
    {"general.country", "country, two letters: whose holidays and phone numbers", SETTING_COUNTRY, 0, 0,
     FIELD(country)},
    {"general.region", "part of the country whose holidays hold, e.g. SCT, Bayern; empty: none", SETTING_REGION, 0, 0,
     FIELD(region)},
    {"general.zone", "IANA time zone, e.g. Europe/London; empty: the computer's own", SETTING_ZONE, 0, 0, FIELD(zone)},
    {"visits.goal", "days between visits where a customer has no goal of its own", SETTING_DAYS, 1, TEN_YEARS,
     FIELD(goal_days)},
    {"visits.minutes", "time on site of a visit where the site has none of its own", SETTING_MINUTES, 1, HOURS_8,
     FIELD(visit_s)},
    {"visits.job_minutes", "time on site of a job that gives none", SETTING_MINUTES, 1, DAY_MINUTES, FIELD(job_s)},
    {"visits.job_days", "who has a job booked within so many days after the plan's is not suggested", SETTING_DAYS, 0,
     365, FIELD(job_days)},
    {"plan.max_detour", "most extra driving for one visit", SETTING_MINUTES, 0, HOURS_8, FIELD(max_detour_s)},
    {"plan.max_extra", "most extra driving for all visits of a day", SETTING_MINUTES, 0, HOURS_8, FIELD(max_extra_s)},
    {"plan.max_visits", "most visits in a day", SETTING_COUNT, 0, 60, FIELD(max_visits)},
    {"plan.visit_window", "visits begin and end within it where opening hours are unknown", SETTING_WINDOW, 0, 0,
     FIELD(visit_before_s)},
    {"plan.arrive_early", "kept free between reaching a job and starting it: parking, the door, a slow lorry",
     SETTING_MINUTES, 0, 120, FIELD(arrive_early_s)},
    {"plan.lunch", "length of the lunch break; 0: none", SETTING_MINUTES, 0, 180, FIELD(lunch_s)},
    {"plan.lunch_window", "lunch begins within it", SETTING_WINDOW, 0, 0, FIELD(lunch_from_s)},
    {"plan.lunch_place", "where lunch is had: anywhere, or at a place with food where one is near the way",
     SETTING_LUNCH, 0, 0, FIELD(lunch_food)},
    {"plan.lunch_detour", "most extra driving to a place with food", SETTING_MINUTES, 0, HOURS_8,
     FIELD(lunch_detour_s)},
    {"plan.parcel_detour", "most extra driving to hand over or collect a parcel that could wait", SETTING_MINUTES, 0,
     HOURS_8, FIELD(parcel_detour_s)},
    {"plan.rest_stop", "length of a stop for a toilet alone; 0: no such stops", SETTING_MINUTES, 0, 60, FIELD(rest_s)},
    {"plan.drive_break", "driving after which a pause of 15 min is advised; 0: never", SETTING_MINUTES, 0, DAY_MINUTES,
     FIELD(drive_break_s)},
    {"worth.overdue", "a visit that is exactly due; grows with the time since the last", SETTING_MINUTES, 0, HOURS_8,
     FIELD(worth_overdue_s)},
    {"worth.overdue_cap", "most that being overdue can give", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_overdue_cap_s)},
    {"worth.overdue_from", "share of the goal from which a visit counts as due at all", SETTING_RATIO, 0, 5,
     FIELD(overdue_from)},
    {"worth.never", "a customer never visited", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_never_s)},
    {"worth.promise", "a promise that falls due within worth.promise_days, or is late", SETTING_MINUTES, 0, HOURS_8,
     FIELD(worth_promise_s)},
    {"worth.promise_days", "days before a promise falls due from which it counts", SETTING_DAYS, 0, 365,
     FIELD(promise_days)},
    {"worth.complaint", "an open complaint", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_complaint_s)},
    {"worth.one_contact", "only one contact known there", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_one_contact_s)},
    {"worth.no_contact", "no contact known there", SETTING_MINUTES, 0, HOURS_8, FIELD(worth_no_contact_s)},
    {"worth.comfort", "a toilet where the plan has none for worth.comfort_after", SETTING_MINUTES, 0, HOURS_8,
     FIELD(worth_comfort_s)},
    {"worth.comfort_after", "longest stretch of the day without a toilet", SETTING_MINUTES, 30, DAY_MINUTES,
     FIELD(comfort_s)},
    {"travel.road_factor", "road metres for each metre as the crow flies", SETTING_RATIO, 1, 10,
     FIELD(estimate.road_factor)},
    {"travel.bands", "km:km/h pairs: how fast each part of a journey is driven", SETTING_BANDS, 0, 0, FIELD(estimate)},
    {"travel.sources", "where minutes come from, in order: roads, osrm, valhalla, openrouteservice, estimate",
     SETTING_SOURCES, 0, 0, FIELD(sources)},
    {"travel.osrm_url", "address of an OSRM server", SETTING_URL, 0, 0, FIELD(osrm_url)},
    {"travel.valhalla_url", "address of a Valhalla server", SETTING_URL, 0, 0, FIELD(valhalla_url)},
    {"travel.openrouteservice_url", "address of an openrouteservice server", SETTING_URL, 0, 0,
     FIELD(openrouteservice_url)},
    {"travel.openrouteservice_key_env", "environment variable that holds its key; empty: the file keys.ini",
     SETTING_WORD, 0, 0, FIELD(openrouteservice_key_env)},
    {"travel.cache_days", "days that the answers of such servers are kept; 0: not at all", SETTING_DAYS, 0, TEN_YEARS,
     FIELD(cache_days)},
    {"travel.rush", "rush hours, when journeys take longer: mon-fri 07:30-09:15 1.35; mon-fri 16:30-18:30 1.3",
     SETTING_RUSH, 0, 0, FIELD(rush)},
    {"roads.ferries", "ferries count as roads when a map is imported", SETTING_YESNO, 0, 0, FIELD(roads_ferries)},
    {"roads.tracks", "km/h on tracks when a map is imported; 0: they are no roads", SETTING_COUNT, 0, 60,
     FIELD(roads_tracks_kmh)},
    {"roads.index_url", "list of the areas that can be fetched by name, as Geofabrik has it", SETTING_URL, 0, 0,
     FIELD(roads_index_url)},
    {"geocode.services", "who is asked where an address is, in order: nominatim, photon, pelias, ...; empty: nobody",
     SETTING_GEOCODERS, 0, 0, FIELD(geocode_services)},
    {"geocode.nominatim_url", "address of a Nominatim server", SETTING_URL, 0, 0, FIELD(geocode_nominatim_url)},
    {"geocode.photon_url", "address of a Photon server", SETTING_URL, 0, 0, FIELD(geocode_photon_url)},
    {"geocode.pelias_url", "address of a Pelias server, with its /v1", SETTING_URL, 0, 0, FIELD(geocode_pelias_url)},
    {"geocode.geocodeearth_url", "address of Geocode Earth", SETTING_URL, 0, 0, FIELD(geocode_geocodeearth_url)},
    {"geocode.openrouteservice_url", "address of openrouteservice's geocoder", SETTING_URL, 0, 0,
     FIELD(geocode_openrouteservice_url)},
    {"geocode.opencage_url", "address of OpenCage", SETTING_URL, 0, 0, FIELD(geocode_opencage_url)},
    {"geocode.pelias_key_env", "environment variable that holds its key; empty: the file keys.ini", SETTING_WORD, 0, 0,
     FIELD(geocode_pelias_key_env)},
    {"geocode.geocodeearth_key_env", "environment variable that holds its key; empty: the file keys.ini", SETTING_WORD,
     0, 0, FIELD(geocode_geocodeearth_key_env)},
    {"geocode.opencage_key_env", "environment variable that holds its key; empty: the file keys.ini", SETTING_WORD, 0,
     0, FIELD(geocode_opencage_key_env)},
    {"geocode.countries", "where addresses lie, e.g. gb,ie; empty: general.country", SETTING_COUNTRIES, 0, 0,
     FIELD(geocode_countries)},
    {"geocode.contact", "e-mail or web address that services are told, so that they can reach you", SETTING_CONTACT, 0,
     0, FIELD(geocode_contact)},
    {"geocode.per_minute", "most requests a minute to each service; 0: any number, for a server of your own",
     SETTING_COUNT, 0, 60000, FIELD(geocode_per_minute)},
    {"export.app", "the application whose links are made (rounds export links --help names them), or all", SETTING_APP,
     0, 0, FIELD(export_app)},
    {"export.folder", "the folder that your phone syncs, for rounds send; empty: none", SETTING_PATH, 0, 0,
     FIELD(export_folder)},
    {"export.points", "most points of a route that your sat-nav takes: a longer day is several files", SETTING_COUNT, 2,
     250, FIELD(export_points)},
};

#undef FIELD

/* A window is two fields, one behind the other. */
static_assert(offsetof(struct settings, visit_after_s) == offsetof(struct settings, visit_before_s) + sizeof(int32_t),
              "the visit window");
static_assert(offsetof(struct settings, lunch_to_s) == offsetof(struct settings, lunch_from_s) + sizeof(int32_t),
              "the lunch window");

const struct setting *settings_table(size_t *n)
{
    *n = sizeof table / sizeof *table;
    return table;
}

static const struct setting *find(const char *name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

/* --- fields by their offset --------------------------------------------------------------------------------------- */

static int32_t int_at(const struct settings *settings, size_t offset)
{
    int32_t value;
    memcpy(&value, (const char *)settings + offset, sizeof value);
    return value;
}

static double double_at(const struct settings *settings, size_t offset)
{
    double value;
    memcpy(&value, (const char *)settings + offset, sizeof value);
    return value;
}

static bool yes_at(const struct settings *settings, size_t offset)
{
    bool value;
    memcpy(&value, (const char *)settings + offset, sizeof value);
    return value;
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

static enum status unknown(const char *name, struct error *err)
{
    const char *names[sizeof table / sizeof *table];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        names[i] = table[i].name;
    }
    const char *nearest = text_nearest(name, names, sizeof table / sizeof *table);
    return nearest == NULL
               ? error_set(err, STATUS_INPUT, "there is no setting \"%s\"; `rounds config` lists them", name)
               : error_set(err, STATUS_INPUT, "there is no setting \"%s\"; is it %s?", name, nearest);
}

enum status settings_set(struct settings *settings, const char *name, const char *text, struct error *err)
{
    const struct setting *row = find(name);
    if (row == NULL) {
        return unknown(name, err);
    }
    struct arena *arena = arena_new();
    enum status status = settings_read(arena, row, text_trim(arena, text), settings, err);
    arena_free(arena);
    return status;
}

/* --- writing ------------------------------------------------------------------------------------------------------ */

/* VALUE with up to three decimals, none that are not needed. */
static char *decimal_text(struct arena *arena, double value)
{
    char text[NUM_DECIMAL_MAX];
    num_format(text, value, 3);
    size_t length = strlen(text);
    while (text[length - 1] == '0') {
        length--;
    }
    length -= text[length - 1] == '.' ? 1 : 0;
    return arena_strndup(arena, text, length);
}

static char *minutes_text(struct arena *arena, int32_t seconds)
{
    int32_t minutes = seconds / 60;
    bool whole_hours = minutes >= 120 && minutes % 60 == 0;
    return whole_hours ? arena_printf(arena, "%d h", minutes / 60) : arena_printf(arena, "%d min", minutes);
}

static char *window_text(struct arena *arena, int32_t from_s, int32_t to_s)
{
    char from[CIVIL_TEXT];
    char to[CIVIL_TEXT];
    civil_format_time(from, from_s);
    civil_format_time(to, to_s);
    return arena_printf(arena, "%s-%s", from, to);
}

static char *bands_text(struct arena *arena, const struct travel_estimate_settings *estimate)
{
    char *text = arena_strdup(arena, "");
    for (size_t i = 0; i < estimate->bands; i++) {
        bool last = i + 1 == estimate->bands;
        text = arena_printf(arena, "%s%s%s:%s", text, i > 0 ? " " : "",
                            last ? "inf" : decimal_text(arena, estimate->band_to_km[i]),
                            decimal_text(arena, estimate->band_speed_kmh[i]));
    }
    return text;
}

char *settings_get(struct arena *arena, const struct settings *settings, const char *name)
{
    const struct setting *row = find(name);
    if (row == NULL) {
        return NULL;
    }
    switch (row->kind) {
    case SETTING_DAYS:
    case SETTING_COUNT:
        return arena_printf(arena, "%d", int_at(settings, row->offset));
    case SETTING_MINUTES:
        return minutes_text(arena, int_at(settings, row->offset));
    case SETTING_WINDOW:
        return window_text(arena, int_at(settings, row->offset), int_at(settings, row->offset + sizeof(int32_t)));
    case SETTING_RATIO:
        return decimal_text(arena, double_at(settings, row->offset));
    case SETTING_BANDS:
        return bands_text(arena, &settings->estimate);
    case SETTING_ZONE:
        return arena_strdup(arena, settings->zone);
    case SETTING_COUNTRY:
        return arena_strdup(arena, settings->country);
    case SETTING_REGION:
        return arena_strdup(arena, settings->region);
    case SETTING_YESNO:
        return arena_strdup(arena, yes_at(settings, row->offset) ? "yes" : "no");
    case SETTING_LUNCH:
        return arena_strdup(arena, yes_at(settings, row->offset) ? "food" : "anywhere");
    case SETTING_URL:
    case SETTING_WORD:
    case SETTING_SOURCES:
    case SETTING_PATH:
    case SETTING_APP:
    case SETTING_GEOCODERS:
    case SETTING_COUNTRIES:
    case SETTING_CONTACT:
        return arena_strdup(arena, (const char *)settings + row->offset);
    case SETTING_RUSH:
        return rush_text(arena, &settings->rush);
    }
    return NULL;
}
