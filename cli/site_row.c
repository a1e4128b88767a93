/* From a row of fields to the store: what is given is laid over what is there, and nothing is written twice. */
#include "cli/fields.h"

#include "cli/site_contact.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/store/history.h"
#include "geo/store/store.h"

#include <math.h>
#include <string.h>
#include <strings.h>

static bool given(const struct site_row *row, enum field_id id)
{
    return (row->given & FIELD_BIT(id)) != 0;
}

/* --- what no single field can tell --------------------------------------------------------------------------------- */

static enum status bad_field(enum field_id *bad, enum field_id id)
{
    if (bad != NULL)
        *bad = id;
    return STATUS_INPUT;
}

enum status site_row_check(const struct site_row *row, enum field_id *bad, struct error *err)
{
    const struct point at = row->site.at;
    const bool pair = given(row, FIELD_LAT) || given(row, FIELD_LON);
    const bool has_lat = given(row, FIELD_LAT) && isfinite(at.lat_deg);
    const bool has_lon = given(row, FIELD_LON) && isfinite(at.lon_deg);
    if (pair && has_lat != has_lon)
        return error_set(err, bad_field(bad, has_lat ? FIELD_LON : FIELD_LAT), "%s without %s", has_lat ? "lat" : "lon",
                         has_lat ? "lon" : "lat");
    const bool metres = given(row, FIELD_EASTING) || given(row, FIELD_NORTHING);
    if (metres && row->site.placed_by == PLACED_NOT)
        return error_set(err, bad_field(bad, given(row, FIELD_EASTING) ? FIELD_EASTING : FIELD_NORTHING),
                         "easting and northing go together, and need --crs EPSG:27700 (or what they are) in an import; "
                         "else give lat and lon");
    if (row->site.placed_by != PLACED_NOT && fabs(at.lat_deg) < 1e-6 && fabs(at.lon_deg) < 1e-6)
        return error_set(err, bad_field(bad, FIELD_LAT),
                         "0,0 is in the Gulf of Guinea; leave it empty when the place is "
                         "not known");
    return STATUS_OK;
}

/* --- laying a row over a site --------------------------------------------------------------------------------------- */

static bool put_text(const char **to, const char *value)
{
    const bool changes = strcmp(*to, value) != 0;
    if (changes)
        *to = value;
    return changes;
}

static bool put_i32(int32_t *to, int32_t value)
{
    const bool changes = *to != value;
    *to = value;
    return changes;
}

static bool put_bool(bool *to, bool value)
{
    const bool changes = *to != value;
    *to = value;
    return changes;
}

/* The number stands before the street in Britain, Ireland, France and overseas, behind it in most of the continent. */
static bool number_behind(const char *country)
{
    static const char *const behind[] = {
        "de",      "at",         "ch",          "nl",      "be",          "dk",        "se",
        "no",      "fi",         "es",          "it",      "pt",          "pl",        "cz",
        "sk",      "si",         "hu",          "hr",      "gr",          "germany",   "deutschland",
        "austria", "österreich", "switzerland", "schweiz", "netherlands", "nederland", NULL};
    for (size_t i = 0; behind[i] != NULL; i++)
        if (strcasecmp(country, behind[i]) == 0)
            return true;
    return false;
}

static const char *join_street(struct arena *arena, const char *house, const char *street, const char *country)
{
    if (*street == '\0')
        return house; /* villages number their houses without a street */
    return number_behind(country) ? arena_printf(arena, "%s %s", street, house)
                                  : arena_printf(arena, "%s %s", house, street);
}

/* How much of TEXT is a house number, "12", "12a", "12-14", "12/3": all up to the next blank or comma; 0: none of it. */
static size_t number_length(const char *text)
{
    const size_t length = strcspn(text, " ,");
    const size_t digits = strspn(text, "0123456789");
    if (digits == 0 || strspn(text, "0123456789-/abcdefghABCDEFGH") < length)
        return 0;
    return length;
}

/* HOUSE put to a STREET that may have a number already. */
static const char *renumber(struct arena *arena, const char *house, const char *street, const char *country)
{
    const size_t n = strlen(house);
    const size_t length = strlen(street);
    const bool ends = length > n && street[length - n - 1] == ' ' && strcasecmp(street + length - n, house) == 0;
    if (strncasecmp(street, house, n) == 0 && (street[n] == '\0' || street[n] == ' ' || street[n] == ','))
        return street;
    if (ends && number_behind(country))
        return street;
    if (number_length(house) == 0)
        return join_street(arena, house, street, country); /* a name: it does not stand for the number */
    if (number_behind(country)) {
        const char *blank = strrchr(street, ' ');
        if (blank != NULL && number_length(blank + 1) > 0)
            street = arena_strndup(arena, street, (size_t)(blank - street));
        else if (number_length(street) == length)
            street = "";
    } else {
        const size_t number = number_length(street);
        street += number + (number > 0 ? strspn(street + number, " ,") : 0);
    }
    return join_street(arena, house, street, country);
}

void site_row_complete(struct arena *arena, struct site_row *row)
{
    if (*row->house != '\0' && *row->site.street != '\0') {
        row->site.street = join_street(arena, row->house, row->site.street, row->site.country);
        row->house = "";
    }
    if (*row->contact.name == '\0' && (*row->first_name != '\0' || *row->last_name != '\0')) {
        row->contact.name = text_trim(arena, arena_printf(arena, "%s %s", row->first_name, row->last_name));
        row->given |= FIELD_BIT(FIELD_CONTACT);
    }
    row->first_name = row->last_name = "";
}

/* Does ROW come from a list of havens, and is it about a customer, whose hours are known better? */
static bool keeps_hours(const struct site_row *row, const struct site *site)
{
    return row->file != NULL && !row->site.is_customer && site->is_customer && *site->hours != '\0';
}

static bool merge_texts(const struct site_row *row, struct site *site)
{
    const struct {
        enum field_id id;
        const char **to;
        const char *value;
    } texts[] = {
        {FIELD_KEY, &site->key, row->site.key},
        {FIELD_NAME, &site->name, row->site.name},
        {FIELD_STREET, &site->street, row->site.street},
        {FIELD_TOWN, &site->town, row->site.town},
        {FIELD_POSTCODE, &site->postcode, row->site.postcode},
        {FIELD_COUNTRY, &site->country, row->site.country},
        {FIELD_TAGS, &site->tags, row->site.tags},
        /* of havens only: the last three */
        {FIELD_KIND, &site->haven_kind, row->site.haven_kind},
        {FIELD_SOURCE, &site->haven_source, row->site.haven_source},
        {FIELD_SOURCE_ID, &site->haven_source_id, row->site.haven_source_id},
    };
    bool changed = false;
    const size_t all = sizeof texts / sizeof texts[0];
    const size_t n = row->site.is_haven || site->is_haven ? all : all - 3;
    for (size_t i = 0; i < n; i++)
        if (given(row, texts[i].id))
            changed = put_text(texts[i].to, texts[i].value) || changed;
    if (given(row, FIELD_HOURS) && !keeps_hours(row, site))
        changed = put_text(&site->hours, row->site.hours) || changed;
    return changed;
}

/* The list that brought a haven first stays its list; whatever list has it, it is there again. */
static bool merge_list(const struct site_row *row, struct site *site)
{
    if (row->file == NULL || *row->site.haven_list == '\0')
        return false;
    bool changed = put_i32(&site->haven_gone_day, DAY_NONE);
    if (*site->haven_list == '\0' && site->id == 0)
        changed = put_text(&site->haven_list, row->site.haven_list) || changed;
    return changed;
}

/* An import does not take back what a person set by hand; a hundredth of a second of arc is no change. */
static bool merge_place(const struct site_row *row, struct site *site)
{
    const struct site *from = &row->site;
    const bool cleared =
        from->placed_by == PLACED_NOT && (given(row, FIELD_PLACE) || (given(row, FIELD_LAT) && given(row, FIELD_LON)));
    if (cleared) {
        const bool changes = site->placed_by != PLACED_NOT;
        site->placed_by = PLACED_NOT;
        return changes;
    }
    if (from->placed_by == PLACED_NOT || (from->placed_by == PLACED_IMPORT && site->placed_by == PLACED_HAND))
        return false;
    const bool there = site->placed_by != PLACED_NOT && fabs(site->at.lat_deg - from->at.lat_deg) < 1e-7 &&
                       fabs(site->at.lon_deg - from->at.lon_deg) < 1e-7;
    if (there && (site->placed_by == from->placed_by || from->placed_by == PLACED_IMPORT))
        return false;
    site->at = from->at;
    site->placed_by = from->placed_by;
    return true;
}

/* A person's amenities of a customer are not taken away by what a kind or tags seem to say. */
static bool merge_amenities(const struct site_row *row, struct site *site)
{
    if (!given(row, FIELD_AMENITIES))
        return false;
    const bool joins = (row->derived & FIELD_BIT(FIELD_AMENITIES)) != 0 && site->is_customer;
    const uint32_t amenities = row->site.amenities | (joins ? site->amenities : 0);
    const bool changes = site->amenities != amenities;
    site->amenities = amenities;
    return changes;
}

static bool merge_customer(const struct site_row *row, struct site *site)
{
    bool changed = false;
    if (!site->is_customer)
        return false;
    if (given(row, FIELD_GOAL))
        changed = put_i32(&site->goal_days, row->site.goal_days) || changed;
    if (given(row, FIELD_DROP_IN))
        changed = put_bool(&site->no_drop_in, row->site.no_drop_in) || changed;
    if (given(row, FIELD_STATUS)) {
        changed =
            put_text(&site->status_reason, row->site.status_reason) || site->status != row->site.status || changed;
        site->status = row->site.status;
    }
    return changed;
}

bool site_row_merge(struct arena *arena, const struct site_row *row, struct site *site)
{
    bool changed = merge_amenities(row, site); /* first: it asks what the site was */
    changed = merge_texts(row, site) || changed;
    if (*row->house != '\0')
        changed = put_text(&site->street, renumber(arena, row->house, site->street, site->country)) || changed;
    changed = merge_place(row, site) || changed;
    changed = merge_list(row, site) || changed;
    changed = put_bool(&site->is_customer, site->is_customer || row->site.is_customer) || changed;
    changed = put_bool(&site->is_haven, site->is_haven || row->site.is_haven) || changed;
    changed = merge_customer(row, site) || changed;
    if (given(row, FIELD_MINUTES))
        changed = put_i32(&site->service_s, row->site.service_s) || changed;
    return changed;
}

/* --- saving ---------------------------------------------------------------------------------------------------------- */

/* What a row brings into the store, and where to. */
struct saving {
    struct store *store;
    struct arena *arena;
    const struct site_row *row;
    int64_t site_id;
    bool is_new; /* the site was not there before: nothing of it needs looking for */
    int32_t today;
    bool changed;
};

static enum status save_last_visit(struct saving *s, struct error *err)
{
    if (!given(s->row, FIELD_LAST_VISIT) || s->row->last_visit_day == DAY_NONE)
        return STATUS_OK;
    bool there = false;
    if (!s->is_new) {
        const enum status status = store_visit_on(s->store, s->site_id, s->row->last_visit_day, &there, err);
        if (status != STATUS_OK)
            return status;
    }
    if (there)
        return STATUS_OK;
    struct visit visit = visit_empty();
    visit.site_id = s->site_id;
    visit.day = s->row->last_visit_day;
    visit.kind = VISIT_IMPORTED;
    s->changed = true;
    int64_t id = 0;
    return store_visit_save(s->store, &visit, &id, err);
}

static enum status save_note(struct saving *s, struct error *err)
{
    if (!given(s->row, FIELD_NOTE) || *s->row->note == '\0')
        return STATUS_OK;
    bool there = false;
    if (!s->is_new) {
        const enum status status = store_note_has(s->store, s->site_id, s->row->note, &there, err);
        if (status != STATUS_OK)
            return status;
    }
    if (there)
        return STATUS_OK;
    const struct note note = {.uuid = "",
                              .site_id = s->site_id,
                              .kind = NOTE_PLAIN,
                              .day = s->today,
                              .body = s->row->note,
                              .settled_day = DAY_NONE};
    s->changed = true;
    int64_t id = 0;
    return store_note_save(s->store, &note, &id, err);
}

/* Every one of A is in B. */
static bool collections_within(const struct collection *a, size_t n_a, const struct collection *b, size_t n_b)
{
    for (size_t i = 0; i < n_a; i++) {
        bool found = false;
        for (size_t k = 0; k < n_b && !found; k++)
            found = strcmp(a[i].carrier, b[k].carrier) == 0 && a[i].weekdays == b[k].weekdays &&
                    a[i].cutoff_s == b[k].cutoff_s;
        if (!found)
            return false;
    }
    return true;
}

static enum status save_collections(struct saving *s, struct error *err)
{
    if (!given(s->row, FIELD_COLLECTIONS))
        return STATUS_OK;
    struct collection *there = NULL;
    size_t n = 0;
    const enum status status = store_collection_list(s->store, s->site_id, s->arena, &there, &n, err);
    if (status != STATUS_OK)
        return status;
    const struct site_row *row = s->row;
    if (collections_within(row->collections, row->collections_n, there, n) &&
        collections_within(there, n, row->collections, row->collections_n))
        return STATUS_OK;
    s->changed = true;
    return store_collection_replace(s->store, s->site_id, row->collections, row->collections_n, err);
}

/* A person who gives a field that the site does not have is told so; of a file the columns are reported. SITE: merged. */
static enum status check_kind(const struct saving *s, const struct site *site, struct error *err)
{
    static const enum field_id customers[] = {FIELD_GOAL, FIELD_STATUS, FIELD_DROP_IN};
    static const enum field_id havens[] = {FIELD_KIND, FIELD_SOURCE, FIELD_SOURCE_ID};
    size_t n = 0;
    const struct field *table = field_table(&n);
    for (size_t i = 0; i < 3 && s->row->file == NULL; i++) {
        if (given(s->row, customers[i]) && !site->is_customer)
            return error_set(err, STATUS_INPUT, "%s: only customers have one, and %s is none; %s",
                             table[customers[i]].name, site->name,
                             s->is_new ? "add it as a customer" : "--customer makes it one");
        if (given(s->row, havens[i]) && !site->is_haven)
            return error_set(err, STATUS_INPUT, "%s: only havens have one, and %s is none; %s", table[havens[i]].name,
                             site->name, s->is_new ? "add it as a haven" : "--haven makes it one");
    }
    return STATUS_OK;
}

static enum status save_site(struct saving *s, int64_t target, struct error *err)
{
    struct site site = site_empty();
    enum status status = STATUS_OK;
    if (target != 0)
        status = store_site_get(s->store, target, s->arena, &site, err);
    if (status != STATUS_OK)
        return status;
    s->site_id = target;
    s->changed = site_row_merge(s->arena, s->row, &site) || target == 0;
    if (*site.name == '\0')
        return error_set(err, STATUS_INPUT, "a site needs a name");
    status = check_kind(s, &site, err);
    if (status != STATUS_OK)
        return status;
    return s->changed ? store_site_save(s->store, &site, &s->site_id, err) : STATUS_OK;
}

enum status site_row_save(struct store *store, const struct site_row *row, int64_t target, int32_t today, int64_t *id,
                          bool *changed, struct error *err)
{
    enum status status = site_row_check(row, NULL, err);
    if (status != STATUS_OK)
        return status;
    struct site_row complete = *row;
    struct saving s = {.store = store, .arena = arena_new(), .row = &complete, .is_new = target == 0, .today = today};
    site_row_complete(s.arena, &complete);
    status = save_site(&s, target, err);
    if (status == STATUS_OK)
        status = site_contact_save(store, s.arena, &complete, s.site_id, s.is_new, &s.changed, err);
    if (status == STATUS_OK)
        status = save_last_visit(&s, err);
    if (status == STATUS_OK)
        status = save_note(&s, err);
    if (status == STATUS_OK)
        status = save_collections(&s, err);
    if (status == STATUS_OK) {
        *id = s.site_id;
        *changed = s.changed;
    }
    arena_free(s.arena);
    return status;
}
