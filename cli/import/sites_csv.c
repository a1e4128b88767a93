/* Customers and havens from CSV: the columns are fields.h's, for havens also OpenStreetMap's tags. */
#include "cli/import/columns.h"
#include "cli/import/havens.h"
#include "cli/import/havens_area.h"
#include "cli/import/import.h"
#include "cli/import/nearby.h"
#include "cli/import/tags.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"

#include <string.h>

enum { PROGRESS_EVERY = 256 };

/* --- the names of the columns ----------------------------------------------------------------------------------------- */

static int find_field(const char *header)
{
    const struct field *field = field_find(header);
    return field == NULL ? -1 : (int)field->id;
}

/* Customers have no source and no kind; another system's number for one is as good a key as any. */
static int find_customer_field(const void *context, const char *header)
{
    (void)context;
    const int id = find_field(header);
    if (id == FIELD_SOURCE_ID)
        return FIELD_KEY;
    return id == FIELD_SOURCE || id == FIELD_KIND ? -1 : id;
}

/* Ids from FIELD_COUNT on are tags. Of a list of havens the "id" is its publisher's, not a key of one's own: the council's
 * toilet 12 is not customer 12. What only customers have means nothing here. */
static int find_field_or_tag(const void *context, const char *header)
{
    static const char *const key[] = {"key", NULL};
    const int tag = tag_table_find(context, header);
    const int field = tag >= 0 ? FIELD_COUNT + tag : find_field(header);
    if (field == FIELD_GOAL || field == FIELD_STATUS || field == FIELD_DROP_IN || field == FIELD_NO_DROP_IN)
        return -1;
    return field == FIELD_KEY && !field_name_in(header, key) ? FIELD_SOURCE_ID : field;
}

static const char *name_of(const void *context, int id)
{
    size_t n = 0;
    return id < FIELD_COUNT ? field_table(&n)[id].name : tag_table_key(context, id - FIELD_COUNT);
}

static const int customer_needs[] = {FIELD_NAME, FIELD_KEY, FIELD_STREET, -1};
static const char *const company[] = {"company",          "companyname",      "organisation",      "organization",
                                      "organisationname", "organizationname", "organization1name", "firma",
                                      "firmenname",       "societe",          "entreprise",        NULL};
static const char *const person[] = {"name", "displayname", "nom", NULL};
static const struct columns_names customer_names = {.count = FIELD_COUNT,
                                                    .find = find_customer_field,
                                                    .name = name_of,
                                                    .needed = customer_needs,
                                                    .needed_text = "name of the customer",
                                                    .strong = company,
                                                    .weak = person,
                                                    .weak_id = FIELD_CONTACT};

static const int haven_needs[] = {
    FIELD_NAME, FIELD_KIND, FIELD_SOURCE_ID, FIELD_KEY, FIELD_COUNT + (int)TAG_AMENITY, FIELD_COUNT + (int)TAG_BRAND,
    -1};
static struct columns_names haven_names(const struct tag_table *table)
{
    return (struct columns_names){.count = FIELD_COUNT + tag_table_count(table),
                                  .context = table,
                                  .find = find_field_or_tag,
                                  .name = name_of,
                                  .needed = haven_needs,
                                  .needed_text = "name or kind of the haven"};
}

/* --- one file ---------------------------------------------------------------------------------------------------------- */

struct file {
    struct import *im;
    const struct columns_names *names;
    struct columns columns;
    bool havens;
    struct havens_tally tally;
    size_t named_by_address;
};

static const char *column_of(const void *context, enum field_id id)
{
    const struct file *file = context;
    return columns_title(&file->columns, file->names, (int)id);
}

/* Set one field from its cell; an empty cell says nothing. */
static enum status set_field(struct file *file, struct site_row *row, enum field_id id, const char *cell,
                             struct error *why)
{
    struct import *im = file->im;
    if (id == FIELD_HOURS && file->havens) {
        havens_hours(im, row, cell, &file->tally);
        return STATUS_OK;
    }
    if (id == FIELD_HOURS)
        return import_hours(im, row, cell, why);
    int32_t day = DAY_NONE;
    char iso[CIVIL_TEXT];
    if (id == FIELD_LAST_VISIT) {
        const enum status status = dates_parse(cell, im->date_order, &day, why);
        if (status != STATUS_OK)
            return status;
        civil_format_date(iso, day);
        cell = iso;
    }
    return field_set(im->row, row, id, cell, im->today, why);
}

/* The cells of a record into ROW and TAGS. */
static void read_cells(struct file *file, const struct csv_record *record, struct import_row *row, struct tags *tags,
                       bool *tagged)
{
    struct import *im = file->im;
    for (int id = 0; id < file->names->count; id++) {
        const char *cell = columns_cell(im, &file->columns, record, id);
        if (*cell == '\0')
            continue;
        if (id >= FIELD_COUNT) {
            tags->value[id - FIELD_COUNT] = cell;
            *tagged = true;
            continue;
        }
        /* A note keeps its line breaks. */
        if (id == FIELD_NOTE)
            cell = record->fields[file->columns.column_of[id]];
        struct error why = {0};
        if (set_field(file, row->data, (enum field_id)id, cell, &why) == STATUS_OK)
            continue;
        import_fault(im, &row->faults, columns_title(&file->columns, file->names, id), why.text);
        row->faults.fields |= FIELD_BIT(id);
    }
}

/* False: the row is left out. */
static bool complete_haven(struct file *file, struct site_row *row, struct tags *tags, bool tagged)
{
    if (*row->site.haven_source_id != '\0') {
        const char *source = "";
        row->site.haven_source_id = havens_source(file->im, row->site.haven_source_id, &source);
        if (*row->site.haven_source == '\0') {
            row->site.haven_source = source;
            row->given |= FIELD_BIT(FIELD_SOURCE);
            row->derived |= FIELD_BIT(FIELD_SOURCE);
        }
    }
    const enum havens_answer answer = havens_complete(file->im, row, tags, tagged, &file->tally);
    havens_count(file->im, &file->tally, answer);
    return answer == HAVEN_KEEP;
}

/* A customer without a name is called by its address. */
static void name_by_address(struct file *file, struct site_row *row)
{
    if (*row->site.name != '\0' || *row->site.street == '\0' ||
        strlen(row->site.street) + strlen(row->site.town) + 2 > CAP_NAME_BYTES)
        return;
    site_row_complete(file->im->row, row);
    row->site.name = *row->site.town == '\0' ? row->site.street
                                             : arena_printf(file->im->row, "%s, %s", row->site.street, row->site.town);
    row->given |= FIELD_BIT(FIELD_NAME);
    file->named_by_address++;
}

static enum status take_record(struct file *file, const struct csv_record *record, struct error *err)
{
    struct import *im = file->im;
    import_next_row(im);
    const size_t refusals = im->refusals_n;
    struct site_row row = site_row_empty();
    struct tags tags = tags_none(im->tags, im->row);
    bool tagged = false;
    bool kept = false;
    enum status status = STATUS_OK;
    if (columns_fit(im, &file->columns, record)) {
        struct import_row found = {record->line, &row, column_of, file, {0}};
        read_cells(file, record, &found, &tags, &tagged);
        const bool whole = found.faults.n == 0;
        if (whole && file->havens && !complete_haven(file, &row, &tags, tagged))
            return STATUS_OK;
        row.site.is_customer = !file->havens;
        if (whole && !file->havens)
            name_by_address(file, &row);
        status = import_site(im, &found, &kept, err);
    }
    if (im->refusals_n > refusals)
        columns_reject(im, &file->columns, record, refusals);
    return status;
}

/* --- the first pass: only when nothing else says where the places should be ------------------------------------------ */

static enum status learn_places(struct file *file, struct csv *csv, struct error *err)
{
    struct import *im = file->im;
    const struct columns *columns = &file->columns;
    for (;;) {
        struct csv_record record;
        const enum status status = csv_next(csv, &record, err);
        if (status != STATUS_OK)
            return status;
        if (record.n == 0)
            break;
        struct point at = {0};
        const char *lat = columns_cell(im, columns, &record, FIELD_LAT);
        const char *lon = columns_cell(im, columns, &record, FIELD_LON);
        if (num_parse_double(lat, true, -90, 90, &at.lat_deg) && num_parse_double(lon, true, -180, 180, &at.lon_deg))
            nearby_learn(im->nearby, at);
        import_next_row(im);
    }
    nearby_learnt(im->nearby);
    return STATUS_OK;
}

static enum status open_header(struct file *file, char *text, size_t length, struct csv **csv, struct error *err)
{
    struct import *im = file->im;
    struct csv_record header = {0};
    enum status status = csv_open(im->arena, im->path, text, length, im->encoding, csv, err);
    if (status == STATUS_OK)
        status = csv_next(*csv, &header, err);
    if (status == STATUS_OK)
        status = columns_read(im, &header, file->names, &file->columns, err);
    return status;
}

/* The reader changes the text in place, so the first pass works on a copy. */
static enum status first_pass(struct file *file, const char *text, size_t length, struct error *err)
{
    struct import *im = file->im;
    enum status status = nearby_open(im->store, im->arena, &im->nearby, err);
    if (status != STATUS_OK || nearby_known(im->nearby))
        return status;
    struct import trial = *im; /* the header's notes are for the second pass to give */
    struct file learning = *file;
    trial.arena = arena_new();
    learning.im = &trial;
    char *copy = arena_alloc(trial.arena, length + 1);
    memcpy(copy, text, length);
    struct csv *csv = NULL;
    status = open_header(&learning, copy, length, &csv, err);
    if (status == STATUS_OK)
        status = learn_places(&learning, csv, err);
    im->row = trial.row;
    arena_free(trial.arena);
    return status;
}

static void notes_at_end(struct file *file)
{
    struct import *im = file->im;
    if (file->named_by_address > 0)
        import_note(im, "%zu row%s without a name, called by the address", file->named_by_address,
                    file->named_by_address == 1 ? "" : "s");
    import_notes_of_sites(im);
    if (file->havens)
        havens_notes(im, &file->tally);
}

static enum status import_sites(struct import *im, bool havens, struct error *err)
{
    enum status status = havens_table(im, err);
    if (status != STATUS_OK)
        return status;
    const struct columns_names of_havens = haven_names(im->tags);
    struct file file = {.im = im, .names = havens ? &of_havens : &customer_names, .havens = havens};
    struct csv *csv = NULL;
    status = first_pass(&file, im->text, im->length, err);
    if (status == STATUS_OK)
        status = open_header(&file, im->text, im->length, &csv, err);
    for (size_t rows = 0; status == STATUS_OK; rows++) {
        struct csv_record record;
        status = csv_next(csv, &record, err);
        if (status != STATUS_OK || record.n == 0)
            break;
        status = take_record(&file, &record, err);
        if (rows % PROGRESS_EVERY == 0)
            import_progress(im, csv_offset(csv), im->length);
    }
    if (status == STATUS_OK && havens)
        status = havens_gone_from_list(im, err);
    if (status == STATUS_OK)
        notes_at_end(&file);
    return status;
}

enum status import_customers_csv(struct import *im, struct error *err)
{
    return import_sites(im, false, err);
}

enum status import_havens_csv(struct import *im, struct error *err)
{
    return import_sites(im, true, err);
}
