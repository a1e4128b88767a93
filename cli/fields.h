/* fields: the names by which people give a site's data, the same in a CSV file's columns, `rounds add` and `rounds edit`.
 *
 * fields.c has the table of names, field_set.c the checks, site_row.c and site_contact.c the way into the store.
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
    FIELD_KEY,
    FIELD_NAME,
    FIELD_STREET,
    FIELD_TOWN,
    FIELD_POSTCODE,
    FIELD_COUNTRY,
    FIELD_LAT,
    FIELD_LON,
    FIELD_EASTING,
    FIELD_NORTHING,
    FIELD_PLACE, /* place: "lat,lon" */
    FIELD_HOURS,
    FIELD_GOAL,
    FIELD_LAST_VISIT,
    FIELD_MINUTES,
    FIELD_AMENITIES,
    FIELD_TAGS,
    FIELD_STATUS,
    FIELD_DROP_IN, /* "no" = never suggest; FIELD_STATUS: active, on hold[: reason], closed */
    FIELD_CONTACT,
    FIELD_ROLE,
    FIELD_DEPARTMENT,
    FIELD_PHONE,
    FIELD_EMAIL,
    FIELD_DRINK,
    FIELD_NOTE,
    FIELD_KIND,
    FIELD_COLLECTIONS, /* "DPD Mo-Fr 16:15; Evri Mo-Sa 17:00" */
    FIELD_HOUSE,       /* house number, joined with the street */
    FIELD_FIRST_NAME,
    FIELD_LAST_NAME,  /* of the contact, joined to FIELD_CONTACT */
    FIELD_NO_DROP_IN, /* FIELD_DROP_IN the other way round */
    FIELD_SOURCE,
    FIELD_SOURCE_ID, /* of a haven: where it comes from, and its number there */
    FIELD_COUNT
};

#define FIELD_BIT(id) (UINT64_C(1) << (id))

struct field {
    enum field_id id;
    const char *name;           /* canonical, as --map and edit take it */
    const char *const *aliases; /* usual header names, folded, NULL-ended: "company", "postalcode", "plz", "tel" ... */
    const char *help;
};

const struct field *field_table(size_t *n);
/* By canonical name or alias, case, accents, spaces, '_', '-' and other punctuation folded. NULL if unknown. */
const struct field *field_find(const char *name);
/* Is NAME, folded as field_find does, one of ALIASES (folded already, NULL-ended)? For other tables of columns. */
bool field_name_in(const char *name, const char *const *aliases);

/* What an import keeps between the rows of its file. */
struct seen;
struct site_row_file {
    struct arena *arena;      /* for what outlives the row */
    struct seen *seen;        /* the contacts that its rows have been about, as 'p' and their ids */
    size_t renamed;           /* rows whose person goes by another name in the store */
    const char *renamed_from; /* the first of them: as the file has it, */
    const char *renamed_to;   /* and as the store has it; both NULL while there is none */
};

/* A site with what else came with it. Only fields whose bit is in GIVEN were given. */
struct site_row {
    struct site site;
    struct contact contact;
    int32_t last_visit_day; /* DAY_NONE */
    const char *note;
    struct collection *collections;
    size_t collections_n;
    double x, y; /* easting/northing as given */
    const char *house, *first_name, *last_name;
    uint64_t given;   /* FIELD_BIT of each */
    uint64_t derived; /* of those, what was only worked out from others: FIELD_AMENITIES from a haven's kind and tags */
    struct site_row_file *file; /* the import that it comes from; NULL: a person gives it by hand */
};

struct site_row site_row_empty(void);

/* Set one field from text; "" clears it. Checks range and form (coordinates finite and in range, hours parsed and
 * mended, dates real and not in the future, UTF-8 valid, lengths under caps.h); the sentence says what is right and does
 * not name the field. Texts are copied to ARENA. TODAY judges dates. A complete place sets site.placed_by to PLACED_HAND
 * (importers then say PLACED_IMPORT). On failure ROW is as it was. */
MUST_CHECK enum status field_set(struct arena *arena, struct site_row *row, enum field_id id, const char *value,
                                 int32_t today, struct error *err);

/* What no single field can tell: half a place, a place at 0,0, eastings that nobody converted. *BAD (may be NULL) gets
 * the field to name in the message. site_row_save checks it too. */
MUST_CHECK enum status site_row_check(const struct site_row *row, enum field_id *bad, struct error *err);

/* Join the house number with the street, where ROW gives both, and the first with the last name, so that ROW can be
 * compared. Doing it twice changes nothing; site_row_save does it too. */
void site_row_complete(struct arena *arena, struct site_row *row);

/* SITE with what ROW (complete) gives laid over it. True when that changes anything. A house number alone goes to SITE's
 * own street, in the place of the number that stands there; where there is no street it is the street. From an import: a
 * place that was set by hand stays, and so do the hours of a customer that a list of havens has too; derived amenities
 * join a customer's. What only customers have (goal, status, drop-in) is left out of other sites. Texts are borrowed from
 * both, or in ARENA. */
bool site_row_merge(struct arena *arena, const struct site_row *row, struct site *site);

/* Bring what ROW gives into the store: insert or update the site (TARGET 0 = new), contact, collections, visit, note.
 * The contact is the one that site_contact.c finds. The last visit is logged unless that day has a visit; the note is
 * added unless it is there word for word. CHANGED is false when all of it was there already. Inside store_begin.
 * STATUS_INPUT, by hand only: a field of customers for a site that is none, of havens likewise; a contact's field without
 * a name where several people are known. */
struct store;
MUST_CHECK enum status site_row_save(struct store *store, const struct site_row *row, int64_t target, int32_t today,
                                     int64_t *id, bool *changed, struct error *err);

#endif
