/* import: what every importer is given and what it answers with. No importer prints: cmd_import.c does.
 *
 * To add an importer: write cli/import/NAME.c with `import_..._NAME` below, list it in cli/CMakeLists.txt, choose it in
 * cmd_import.c by what is imported and the file's name, describe its file in data/man/rounds.1, give it cases in
 * tests/cli/test_import_customers.c and its neighbours.
 */
#ifndef ROUNDS_CLI_IMPORT_IMPORT_H
#define ROUNDS_CLI_IMPORT_IMPORT_H

#include "cli/fields.h"
#include "cli/import/csv.h"
#include "cli/import/dates.h"
#include "geo/base/buf.h"
#include "geo/base/status.h"
#include "planner/settings.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct crs;
struct havens_area;
struct names;
struct nearby;
struct seen;
struct store;
struct tag_table;

/* --map FIELD=COLUMN */
struct import_map {
    const char *field, *column;
};

/* One row that was not taken. LINE 0: the file has no lines to speak of. */
struct import_refusal {
    size_t line;
    const char *field; /* the column as the file calls it; "" for the whole row */
    const char *why;
};

struct import {
    /* What the caller sets. Everything is borrowed. */
    struct arena *arena; /* for what outlives the import: refusals, notes */
    struct store *store; /* inside store_begin */
    const struct settings *settings;
    int32_t today;
    const char *path; /* for messages, and the name of the source */
    char *text;       /* the file, NUL-terminated; the import changes it */
    size_t length;
    enum csv_encoding encoding;
    struct crs *crs; /* of eastings and northings; NULL */
    enum dates_order date_order;
    const struct import_map *maps;
    size_t maps_n;
    struct tag_table *tags; /* what a haven is; NULL: the compiled-in table */
    bool want_rejects;
    bool known_only; /* calendars: events at no known site are left out, not refused */
    void (*progress)(void *context, size_t done, size_t total); /* NULL for none */
    void *progress_context;

    /* What the import answers. */
    size_t added, changed, same, refused;
    size_t mended;           /* rows whose opening hours were spelt otherwise than rounds writes them */
    const char *mended_list; /* the first of them, "given" -> "mended"; NULL for none */
    size_t unplaced;         /* of those kept, how many have no coordinates yet */
    size_t cancelled;        /* jobs; among CHANGED */
    size_t moved;            /* jobs that got another time; among CHANGED */
    size_t far;              /* places kept that are over 1,000 km from everything else */
    size_t far_line;         /* the first of them */
    size_t gone;             /* havens that the file has no longer: marked as gone */
    size_t left_out; /* rows that are not for rounds (past appointments, private toilets): neither kept nor refused */
    struct import_refusal *refusals;
    size_t refusals_n, refusals_room;
    const char **notes; /* sentences about the file as a whole */
    size_t notes_n, notes_room;
    const char **unused; /* columns that mean nothing to rounds, for --json */
    size_t unused_n, unused_room;
    struct buf rejects; /* the refused rows, in the file's own format; the caller calls import_clear */

    /* Between the importers' files. */
    struct names *names;        /* of all sites; NULL until somebody needs it */
    struct seen *seen;          /* keys, sites and jobs of this file, and their lines */
    struct nearby *nearby;      /* where its places are expected */
    struct havens_area *havens; /* where its havens lie, and of what kinds */
    struct site_row_file of_rows;
    struct arena *row; /* for one row; import_next_row empties it */
};

/* Set up the answers and the arenas; and take them down. The caller's own fields stay as they are. */
void import_init(struct import *im);
void import_clear(struct import *im);

/* The importers. STATUS_OK also when rows were refused; anything else means that nothing of the file can be kept, and
 * the caller rolls back. */
MUST_CHECK enum status import_customers_csv(struct import *im, struct error *err);
MUST_CHECK enum status import_havens_csv(struct import *im, struct error *err);
MUST_CHECK enum status import_havens_geojson(struct import *im, struct error *err);
MUST_CHECK enum status import_havens_gpx(struct import *im, struct error *err);
MUST_CHECK enum status import_havens_kml(struct import *im, struct error *err);
/* .osm.pbf and .osm: reads the file at im->path itself; im->text is not used. */
MUST_CHECK enum status import_havens_osm(struct import *im, struct error *err);
MUST_CHECK enum status import_jobs_csv(struct import *im, struct error *err);
MUST_CHECK enum status import_jobs_ics(struct import *im, struct error *err);

/* --- for the importers ----------------------------------------------------------------------------------------------- */

/* Empty im->row; call it before each row. */
void import_next_row(struct import *im);

/* Count and keep one refusal. */
void import_refuse(struct import *im, size_t line, const char *field, const char *why);

/* The faults of one row, which make one refusal. */
struct import_faults {
    size_t n;
    const char *field; /* of the first */
    const char *why;   /* all of them, the later ones with their fields, in im->row */
    uint64_t fields;   /* FIELD_BIT of each that is a field; its caller's to set */
};
void import_fault(struct import *im, struct import_faults *faults, const char *field, const char *why);

/* Add a sentence to im->notes. */
void import_note(struct import *im, const char *format, ...) PRINTF_LIKE(2, 3);

/* field_set of the opening hours; what was mended is noted. */
MUST_CHECK enum status import_hours(struct import *im, struct site_row *row, const char *value, struct error *why);
/* The notes that any file of sites may need at its end. */
void import_notes_of_sites(struct import *im);

void import_progress(struct import *im, size_t done, size_t total);

/* Bring one row of site data into the store: check it, find the site it belongs to, save, count. A row with faults, those
 * that reading it has found among them, is refused with all of them in one sentence; only the store's faults come back as
 * a status. COLUMN_OF names a field as the file does (NULL: by its own name). */
struct import_row {
    size_t line;
    struct site_row *data;
    const char *(*column_of)(const void *context, enum field_id id);
    const void *context;
    struct import_faults faults;
};
MUST_CHECK enum status import_site(struct import *im, const struct import_row *row, bool *kept, struct error *err);

#endif
