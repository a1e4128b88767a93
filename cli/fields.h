/* fields: the names by which people give a site's data, the same in a CSV file's columns, `rounds add` and `rounds edit`.
 */
#ifndef ROUNDS_CLI_FIELDS_H
#define ROUNDS_CLI_FIELDS_H

#include "geo/base/status.h"
#include "geo/store/people.h"
#include "geo/store/site.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum field_id {
    FIELD_KEY, FIELD_NAME, FIELD_STREET, FIELD_TOWN, FIELD_POSTCODE, FIELD_COUNTRY,
    FIELD_LAT, FIELD_LON, FIELD_EASTING, FIELD_NORTHING, FIELD_PLACE, /* place: "lat,lon" */
    FIELD_HOURS, FIELD_GOAL, FIELD_LAST_VISIT, FIELD_MINUTES, FIELD_AMENITIES, FIELD_TAGS,
    FIELD_STATUS, FIELD_DROP_IN, /* "no" = never suggest; FIELD_STATUS: active, on hold[: reason], closed */
    FIELD_CONTACT, FIELD_ROLE, FIELD_DEPARTMENT, FIELD_PHONE, FIELD_EMAIL, FIELD_DRINK,
    FIELD_NOTE, FIELD_KIND, FIELD_COLLECTIONS, /* "DPD Mo-Fr 16:15; Evri Mo-Sa 17:00" */
    FIELD_COUNT
};

struct field {
    enum field_id id;
    const char *name;           /* canonical, as --map and edit take it */
    const char *const *aliases; /* usual header names, folded, NULL-ended: "company", "postal code", "plz", "tel" ... */
    const char *help;
};

const struct field *field_table(size_t *n);
/* By canonical name or alias, case, spaces, '_' and '-' folded. NULL if unknown. */
const struct field *field_find(const char *name);

/* A site with what else came with it. Only fields whose bit is in GIVEN were given. */
struct site_row {
    struct site site;
    struct contact contact;
    int32_t last_visit_day; /* DAY_NONE */
    const char *note;
    struct collection *collections;
    size_t collections_n;
    double x, y; /* easting/northing as given */
    uint64_t given; /* bit FIELD_x */
};

struct site_row site_row_empty(void);

/* Set one field from text; "" clears it. Checks range and form (coordinates finite and in range, hours parsed and
 * mended, dates real and not in the future, UTF-8 valid, lengths under caps.h); the sentence says what is right. Texts
 * are copied to ARENA. TODAY judges dates. */
MUST_CHECK enum status field_set(struct arena *arena, struct site_row *row, enum field_id id, const char *value,
                                 int32_t today, struct error *err);

/* Bring what ROW gives into the store: insert or update the site (TARGET 0 = new), contact, collections, visit, note.
 * CHANGED is false when all of it was there already. Inside store_begin. */
struct store;
MUST_CHECK enum status site_row_save(struct store *store, const struct site_row *row, int64_t target, int32_t today,
                                     int64_t *id, bool *changed, struct error *err);

#endif
