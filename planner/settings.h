/* settings: everything that a person can turn, with documented defaults. Plain data; cli/config reads and writes it.
 * A new setting is a field here, its default, one line of the table in settings.c and one of docs/settings.md. */
#ifndef ROUNDS_PLANNER_SETTINGS_H
#define ROUNDS_PLANNER_SETTINGS_H

#include "geo/base/status.h"
#include "geo/travel.h"
#include "planner/rush.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct holidays;

enum { SETTING_TEXT_MAX = 161 }; /* bytes of a text, with its end: a line of the file takes some 190 */

struct settings {
    /* [visits] */
    int32_t goal_days; /* visit goal where a customer has none of its own; 365 */
    int32_t visit_s;   /* minutes on site where a customer has none of its own; 20 min */
    int32_t job_s;     /* duration of a job that gives none; 60 min */
    int32_t job_days;  /* who has a job booked up to so many days after the plan's is not suggested; 14 */
    /* [plan] */
    int32_t max_detour_s;                  /* most extra driving for one visit; 20 min */
    int32_t max_extra_s;                   /* most extra driving in a day; 60 min */
    int32_t max_visits;                    /* most proactive visits in a day; 8 */
    int32_t visit_before_s, visit_after_s; /* proactive visits start no earlier and end no later (wall clock) where
                                              opening hours are unknown; 09:00, 17:00 */
    int32_t lunch_s;                       /* 0 = no lunch; 0 */
    int32_t lunch_from_s, lunch_to_s;      /* it starts between these (wall clock); 12:00, 13:30 */
    bool lunch_food;                       /* at a place with food where one is near the way; else anywhere; no */
    int32_t lunch_detour_s;                /* most extra driving for that; 10 min */
    int32_t parcel_detour_s; /* most extra driving for parcels that can wait for another day, each hand-over; 30 min */
    int32_t rest_s;          /* a stop for its toilet alone; 0: none; 5 min */
    int32_t drive_break_s;   /* a pause is advised after so much driving; 0: never; 120 min */
    int32_t arrive_early_s;  /* kept free between reaching a job and starting it, so that minutes lost on the road make
                               nothing late; 5 min */
    /* [worth], minutes as seconds; each documented in docs/worth.md */
    int32_t worth_overdue_s;     /* at ratio 1.0 (exactly due), growing with the ratio; 10 min */
    int32_t worth_overdue_cap_s; /* most that overdue can give; 30 min */
    double overdue_from;         /* ratio from which it counts at all; 0.7 */
    int32_t worth_never_s;       /* never visited; 12 min */
    int32_t worth_promise_s;     /* a promise due within promise_days, or late; 20 min */
    int32_t promise_days;        /* 3 */
    int32_t worth_complaint_s;   /* an open complaint; 15 min */
    int32_t worth_one_contact_s; /* only one contact known there; 4 min */
    int32_t worth_no_contact_s;  /* none known; 4 min */
    int32_t worth_comfort_s;     /* a friendly stop with a toilet when the plan has none for comfort_s: the most
                                    extra driving for one; 15 min */
    int32_t comfort_s;           /* 3 h */
    /* [travel] */
    struct travel_estimate_settings estimate;
    char sources[SETTING_TEXT_MAX];                  /* names in order, joined by ","; "estimate" is the last */
    char osrm_url[SETTING_TEXT_MAX];                 /* "" = none */
    char valhalla_url[SETTING_TEXT_MAX];             /* "" = none */
    char openrouteservice_url[SETTING_TEXT_MAX];     /* "" = none */
    char openrouteservice_key_env[SETTING_TEXT_MAX]; /* name of an environment variable; "" = none */
    int32_t cache_days; /* answers of other computers are kept so long; 0 = not at all; 30 */
    struct rush rush;   /* none */
    /* [roads] */
    bool roads_ferries;                     /* at import; yes */
    int32_t roads_tracks_kmh;               /* at import; 0 = tracks are no roads */
    char roads_index_url[SETTING_TEXT_MAX]; /* of the areas that can be fetched */
    /* [geocode] */
    char geocode_services[SETTING_TEXT_MAX]; /* names in order, joined by ","; "" = nobody is asked */
    char geocode_nominatim_url[SETTING_TEXT_MAX];
    char geocode_photon_url[SETTING_TEXT_MAX];
    char geocode_pelias_url[SETTING_TEXT_MAX];
    char geocode_geocodeearth_url[SETTING_TEXT_MAX];
    char geocode_openrouteservice_url[SETTING_TEXT_MAX];
    char geocode_opencage_url[SETTING_TEXT_MAX];
    char geocode_pelias_key_env[SETTING_TEXT_MAX]; /* names of environment variables; "" = none */
    char geocode_geocodeearth_key_env[SETTING_TEXT_MAX];
    char geocode_opencage_key_env[SETTING_TEXT_MAX];
    char geocode_countries[SETTING_TEXT_MAX]; /* "gb,ie"; "" = that of [general] */
    char geocode_contact[SETTING_TEXT_MAX];   /* an e-mail or web address; "" = none is told */
    int32_t geocode_per_minute; /* requests to each service, of all programs of the user; 0 = any number; 60 */
    /* [export] */
    char export_app[SETTING_TEXT_MAX];    /* whose links are made; "all" */
    char export_folder[SETTING_TEXT_MAX]; /* that the phone syncs; "" = none */
    int32_t export_points;                /* most points of a route that the device takes; 25 */
    /* [general] */
    char zone[64];             /* IANA time zone; "" = the system's */
    char country[8];           /* for holidays and phone numbers; "gb" */
    char region[64];           /* part of the country whose holidays hold; "" = none */
    struct holidays *holidays; /* theirs, with a person's own days; borrowed. NULL: by the law's rules only */
};

void settings_defaults(struct settings *out);

enum setting_kind {
    SETTING_DAYS,      /* "365", "4 weeks" */
    SETTING_COUNT,     /* "8" */
    SETTING_MINUTES,   /* "20", "20 min", "3 h" */
    SETTING_WINDOW,    /* "12:00-13:30" */
    SETTING_RATIO,     /* "0.7" */
    SETTING_BANDS,     /* "2:24 10:42 40:60 inf:80": to 2 km 24 km/h, to 10 km 42 ... */
    SETTING_ZONE,      /* "Europe/London"; "" */
    SETTING_COUNTRY,   /* "gb" */
    SETTING_REGION,    /* "BY", "Scotland"; "" */
    SETTING_YESNO,     /* "yes", "no" */
    SETTING_URL,       /* "https://host/path"; ""; without a name and password in it */
    SETTING_SOURCES,   /* "roads,estimate" */
    SETTING_LUNCH,     /* "anywhere", "food" */
    SETTING_WORD,      /* letters, digits and _ as in the name of an environment variable; "" */
    SETTING_PATH,      /* "/home/ann/Phone"; "" */
    SETTING_APP,       /* "google": small letters, digits and - */
    SETTING_GEOCODERS, /* "nominatim,photon"; "" */
    SETTING_COUNTRIES, /* "gb,ie"; "" */
    SETTING_CONTACT,   /* "ann@example.com", "https://example.com/rounds"; "" */
    SETTING_RUSH       /* "mon-fri 07:30-09:15 1.35; fri 15:00-18:00 1.2"; "" */
};

/* One row of the table: "visits.goal", what it is, its kind. */
struct setting {
    const char *name; /* section.key */
    const char *help; /* one line */
    enum setting_kind kind;
    double min, max; /* in the unit that is written: days, minutes ...; not of texts */
    size_t offset;   /* of its field in struct settings; of a window, of its beginning */
};

/* Static, in the order it is printed: a section's settings stand together. docs/settings.md has the same rows. */
const struct setting *settings_table(size_t *n);
/* Set NAME from TEXT ("20", "20 min", "12:00-13:30"); an empty TEXT is an error but for texts that may be empty. Out-of-range or
 * unknown names say what is right. */
MUST_CHECK enum status settings_set(struct settings *settings, const char *name, const char *text, struct error *err);
/* The value of NAME as text that settings_set reads back to the same. In ARENA. NULL for an unknown name. */
char *settings_get(struct arena *arena, const struct settings *settings, const char *name);

#endif
