/* export: the day's plan as files or texts for a phone, a sat-nav or paper. No exporter prints: cmd_export.c does.
 *
 * To add an exporter: write cli/export/NAME.c with its `const struct exporter export_NAME`; declare it below; put it into
 * the table in cli/export/export_list.c; list the file in cli/CMakeLists.txt; describe it in data/man/rounds.1, docs/phone.md
 * and the completions; give it cases in tests/cli, among them hostile names and the longest day. One that is the links in
 * another form asks cli/export/links.h for them.
 *
 * What may leave: numbers, names, places, addresses, hours and times of the stops, the titles of jobs, and that a parcel
 * is left or collected there, but not which. Contacts with
 * their numbers, reasons and promises leave in those formats alone that are of no use without them, and `contains` says so.
 * Drinks and notes of the private kinds leave with --include-private only (export_stop.private_text); home only with
 * --with-home. Nothing of any customer who is not in the plan.
 */
#ifndef ROUNDS_CLI_EXPORT_EXPORT_H
#define ROUNDS_CLI_EXPORT_EXPORT_H

#include "geo/base/buf.h"
#include "geo/base/status.h"
#include "geo/point.h"
#include "planner/plan.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct contact;
struct json_t;
struct promise;
struct store;

enum export_which { EXPORT_LEFT, EXPORT_ALL, EXPORT_RANGE };
enum { EXPORT_POINTS = 25, EXPORT_PER_LINK = 3 }; /* the defaults */

/* What was asked for. */
struct export_options {
    enum export_which which; /* --stops left|all|A-B */
    int first, last;         /* of a range: numbers as the plan's table has them */
    bool with_home;
    bool private_too; /* --include-private */
    bool track;       /* --track: the roads as a file of its own */
    const char *app;  /* --app, else the setting export.app; "" = every one */
    int per_link;     /* waypoints in a Google link besides the destination: 3 or 9 */
    int points;       /* most points of a route that the device takes, at least 2 */
};

struct export_options export_options_default(void);

/* One place to go to, in order. */
struct export_stop {
    int number;       /* as the plan's table has it, from 1; 0 for home and breaks */
    const char *name; /* export_line: valid UTF-8 without control characters; may be "" */
    struct point at;
    const struct plan_stop *stop; /* NULL for home */
    /* Of the formats that need them (exporter.needs), else NULL and 0. Raw text. Those still there, the one to ask for
     * first; promises that are open. */
    const struct contact *contacts;
    size_t contacts_n;
    const struct promise *promises;
    size_t promises_n;
    /* With --include-private: what is known of drinks and private notes, lines ended by '\n' but for the last, safe for a
     * terminal. Else "". */
    const char *private_text;
};

struct export_input {
    struct arena *arena;
    const struct plan *plan;
    const struct export_stop *stops; /* those asked for; home at the end if it was asked for */
    size_t n;
    int last_number; /* the highest number of the plan: "stops 5-8 of 11" */
    struct export_options options;
    int64_t now_utc;
    const struct settings *settings; /* NULL: the defaults */
    struct store *store;             /* NULL: exporters do without */
    const char *roads_path;          /* of the road network; "" where there is none */
    int columns, rows;               /* of the terminal that it goes to; 0: to none */
    const char *const *news;         /* what was changed since the plan was made (plan_changes), one sentence each */
    size_t news_n;
};

/* One file, or one text. */
struct export_part {
    const char *suffix;    /* between the file's name and its extension: "", "-2", "-track" */
    const char *extension; /* "gpx" */
    const char *mime;      /* "application/gpx+xml" */
    const char *title;     /* what is in it, for talk: "stops 5-8 of 11"; "" when it is all */
    const char *bytes;     /* NUL-terminated */
    size_t length;
};

/* What an exporter makes. */
struct export_parts {
    struct arena *arena;
    struct export_part *items;
    size_t n, capacity;
    const char *split; /* the sentence on the limit that forced a split; NULL: none did */
};

enum exporter_needs {
    EXPORT_NEEDS_CONTACTS = 1,
    EXPORT_NEEDS_PROMISES = 2,
    EXPORT_BINARY = 4,           /* bytes that are not for standard output unless -o - says so */
    EXPORT_READING = 8,          /* text that people read: to standard output on a terminal too */
    EXPORT_PRIVATE = 16,         /* --include-private adds something to it */
    EXPORT_TRACK = 32,           /* --track does */
    EXPORT_APP = 64,             /* --app does */
    EXPORT_POINTS_LIMIT = 128,   /* --points does */
    EXPORT_PER_LINK_LIMIT = 256, /* --per-link does */
    EXPORT_WITHOUT_STOPS = 512   /* is asked also when no stop is left: it may have to tell that */
};

struct exporter {
    const char *name;     /* "gpx" */
    const char *summary;  /* one line */
    const char *contains; /* what leaves with it, for export --list */
    unsigned needs;       /* of enum exporter_needs */
    /* Add at least one part to PARTS (export_add). INPUT has at least one stop, unless EXPORT_WITHOUT_STOPS is said. */
    enum status (*write)(const struct export_input *input, struct export_parts *parts, struct error *err);
    /* The same as a JSON document, for formats that are made for reading; NULL. The caller takes it. */
    enum status (*json)(const struct export_input *input, struct json_t **out, struct error *err);
};

enum { EXPORT_BYTES_MAX = 64 << 20 }; /* of one part */

/* --- making parts --------------------------------------------------------------------------------------------------- */

/* Add a part with the bytes of BUF (initialised with EXPORT_BYTES_MAX), which is cleared, also on failure. Fields of PART
 * other than bytes and length are the caller's, in the arena or static. STATUS_INPUT when it did not fit. */
MUST_CHECK enum status export_add(struct export_parts *parts, struct export_part part, struct buf *buf,
                                  struct error *err);

/* --- collecting ----------------------------------------------------------------------------------------------------- */

/* The stops of PLAN that OPTIONS ask for, in order, with home at the end if wanted. Breaks without a place are left out.
 * *LEFT gets the number of stops left out as done. The rest of the input is as for a test: no store, no settings.
 * STATUS_INPUT when a range has numbers that the plan has not. */
MUST_CHECK enum status export_collect(struct arena *arena, const struct plan *plan,
                                      const struct export_options *options, struct export_input *out, size_t *left,
                                      struct error *err);

/* STATUS_INPUT: INPUT has no stop, which the sentence says why. */
enum status export_no_stops(const struct export_input *input, struct error *err);

/* Fill in of each stop what EXPORTER needs of the people there, from input->store, which must be set. */
MUST_CHECK enum status export_people(struct export_input *input, const struct exporter *exporter, struct error *err);

/* "left", "all", "3", "3-7" into OPTIONS. */
bool export_parse_stops(const char *text, struct export_options *options);

/* --- words that several formats share ------------------------------------------------------------------------------- */

/* TEXT as one line, safe for a terminal (text.h), without white space at its ends. */
const char *export_line(struct arena *arena, const char *text);
/* What STOP is for besides its job or visit: "leave a parcel", "rest stop"; "". Not which parcel, nor whose. */
const char *export_errand(struct arena *arena, const struct plan_stop *stop);
/* The instant of a moment of the plan. */
int64_t export_utc(const struct plan *plan, int32_t elapsed_s);
/* When STOP is reached and left; home is reached and not left. */
int32_t export_arrive_s(const struct export_input *input, const struct export_stop *stop);
int32_t export_depart_s(const struct export_input *input, const struct export_stop *stop);
const char *export_time(const struct export_input *input, int32_t elapsed_s); /* "09:05", on the wall */
const char *export_day(const struct export_input *input);                     /* "Tue 24 Nov 2026" */
/* "3 Oakham Bakery"; without a number the bare name. */
const char *export_label(const struct export_input *input, const struct export_stop *stop);
/* What STOP is for, as far as it may leave: the title of its job, and its errand; "" for home. */
const char *export_title(struct arena *arena, const struct export_stop *stop);
/* "09:05-09:50; printer service; 4 Mill Street, Oakham", safe for a terminal; "" for home. */
const char *export_description(const struct export_input *input, const struct export_stop *stop);
/* The same, and the private text in lines of its own. */
const char *export_description_all(const struct export_input *input, const struct export_stop *stop);
/* "stops 5-8 of 11", "stop 9 of 11 and home", "home", "a break": stops FROM to FROM + N. */
const char *export_span(const struct export_input *input, size_t from, size_t n);
/* The roads between the stops, as polylines (polyline.h) in order: legs both of whose ends are in the export, for a line
 * that begins at a place which is not would tell where that is. *N of them; those that the plan knows. */
const char *const *export_ways(const struct export_input *input, size_t *n);
/* STATUS_INPUT: --track was asked for, and there are none. */
enum status export_no_roads(struct error *err);
/* Degrees with DECIMALS digits; 180 as -180, which formats that end below 180 need. */
const char *export_degrees(struct arena *arena, double degrees, int decimals);

/* --- the table ------------------------------------------------------------------------------------------------------ */

const struct exporter *const *export_list(size_t *n);

extern const struct exporter export_csv, export_garmin_poi, export_geojson, export_gpx, export_html, export_pdf,
    export_png, export_ics, export_itn, export_kml, export_links, export_qr, export_qr_png, export_qr_svg, export_vcf;

#endif
