#include "cli/import/places.h"

#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"
#include "geo/roads/osm_places.h"
#include "geo/roads/osm_towns.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum { PROGRESS_EVERY = 1024, NUMBERS_MAX = 50, COUNTRIES_MAX = 300 };

/* One list on its way into the store. */
struct making {
    struct places_writer *writer;
    struct osm_places places;
    struct osm_towns *towns;
    const char *country; /* where nothing says it */
    struct arena *arena;
    struct arena *row;
};

static const char *value_of(const struct osm_tag *tags, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(tags[i].key, key) == 0)
            return tags[i].value;
    return "";
}

/* --- what is wanted ------------------------------------------------------------------------------------------------------ */

static bool is_one_of(const char *value, const char *list)
{
    const size_t n = strlen(value);
    for (const char *p = list; n > 0 && (p = strstr(p, value)) != NULL; p += n)
        if (p[-1] == ' ' && p[n] == ' ')
            return true;
    return false;
}

static bool is_house(const struct osm_tag *tags, size_t n)
{
    return *value_of(tags, n, "addr:housenumber") != '\0' &&
           (*value_of(tags, n, "addr:street") != '\0' || *value_of(tags, n, "addr:place") != '\0');
}

static bool is_street(const struct osm_tag *tags, size_t n)
{
    static const char roads[] =
        " trunk primary secondary tertiary unclassified residential living_street pedestrian service track "
        "footway path cycleway bridleway steps road trunk_link primary_link secondary_link "
        "tertiary_link ";
    return *value_of(tags, n, "name") != '\0' && is_one_of(value_of(tags, n, "highway"), roads);
}

static bool is_boundary(const struct osm_tag *tags, size_t n)
{
    return strcmp(value_of(tags, n, "boundary"), "administrative") == 0 && *value_of(tags, n, "name") != '\0';
}

/* What a place=* is to us; SIZE of struct place_row. False: nothing (a country, a sea). */
static bool settlement_of(const struct osm_tag *tags, size_t n, enum osm_town_kind *kind, int32_t *size)
{
    static const struct {
        const char *values;
        enum osm_town_kind kind;
        int32_t size;
    } kinds[] = {{" city ", OSM_CITY, 0},
                 {" town borough municipality ", OSM_TOWN, 1},
                 {" village ", OSM_VILLAGE, 2},
                 {" hamlet ", OSM_HAMLET, 3},
                 {" suburb quarter neighbourhood ", OSM_PART, 3},
                 {" isolated_dwelling farm locality island islet allotments ", OSM_BOUNDARY, 4}};
    const char *place = value_of(tags, n, "place");
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (is_one_of(place, kinds[i].values) && *value_of(tags, n, "name") != '\0') {
            *kind = kinds[i].kind;
            *size = kinds[i].size;
            return true;
        }
    return false;
}

static bool wanted(const void *context, const struct osm_tag *tags, size_t n)
{
    enum osm_town_kind kind;
    int32_t size;
    (void)context;
    return is_house(tags, n) || is_street(tags, n) || is_boundary(tags, n) || settlement_of(tags, n, &kind, &size);
}

static bool outlined(const void *context, const struct osm_tag *tags, size_t n)
{
    enum osm_town_kind kind;
    int32_t size;
    (void)context;
    return is_boundary(tags, n) || (settlement_of(tags, n, &kind, &size) && kind != OSM_BOUNDARY);
}

/* --- texts --------------------------------------------------------------------------------------------------------------- */

/* As a text of the store; "" when it is none. */
static const char *text_of(struct arena *arena, const struct osm_place *place, const char *key)
{
    const char *value = value_of(place->tags, place->tags_n, key);
    const size_t n = strlen(value);
    return n == 0 || n > CAP_NAME_BYTES || !text_utf8_valid(value, n, NULL) ? "" : text_trim(arena, value);
}

static const char *first_of(struct arena *arena, const struct osm_place *place, const char *const *keys)
{
    const char *text = "";
    for (size_t i = 0; keys[i] != NULL && *text == '\0'; i++)
        text = text_of(arena, place, keys[i]);
    return text;
}

/* "GB", "GB-RUT": its first two letters, in lower case; "". */
static const char *country_code(struct arena *arena, const char *text)
{
    if (!isalpha((unsigned char)text[0]) || !isalpha((unsigned char)text[1]) || (text[2] != '\0' && text[2] != '-'))
        return "";
    return arena_printf(arena, "%c%c", tolower((unsigned char)text[0]), tolower((unsigned char)text[1]));
}

static const char *source_id(struct arena *arena, const struct osm_place *place)
{
    const char *type = place->type == 'n' ? "node" : place->type == 'w' ? "way" : "relation";
    return arena_printf(arena, "osm:%s/%" PRId64, type, place->id);
}

/* --- towns and countries --------------------------------------------------------------------------------------------------- */

static void list_towns(struct making *m)
{
    struct osm_town *list = NULL;
    size_t n = 0, room = 0;
    static const char *const codes[] = {"ISO3166-1:alpha2", "ISO3166-1", "ISO3166-2", NULL};
    for (size_t i = 0; i < m->places.n; i++) {
        const struct osm_place *place = &m->places.list[i];
        struct osm_town town = {.name = text_of(m->arena, place, "name"), .at = place->at};
        int32_t size;
        const bool settled = settlement_of(place->tags, place->tags_n, &town.kind, &size) && town.kind != OSM_BOUNDARY;
        const bool boundary = is_boundary(place->tags, place->tags_n);
        if (!place->placed || *town.name == '\0' || (!settled && !boundary))
            continue;
        town.outline = place->outline;
        town.outline_n = place->outline_n;
        town.country = country_code(m->arena, first_of(m->arena, place, codes));
        if (!settled)
            town.kind = OSM_BOUNDARY;
        struct osm_town *slot = arena_push(m->arena, &list, &n, &room, sizeof *slot);
        *slot = town;
    }
    m->towns = osm_towns_new(m->arena, list, n);
}

/* The country that nine of ten addresses with one name. */
static const char *usual_country(struct making *m)
{
    struct count {
        const char *code;
        size_t n;
    } counts[COUNTRIES_MAX];
    size_t n = 0, all = 0, best = 0;
    for (size_t i = 0; i < m->places.n; i++) {
        const char *code = country_code(m->row, text_of(m->row, &m->places.list[i], "addr:country"));
        size_t k = 0;
        while (k < n && strcmp(counts[k].code, code) != 0)
            k++;
        if (*code == '\0' || k == COUNTRIES_MAX)
            continue;
        if (k == n)
            counts[n++] = (struct count){code, 0};
        counts[k].n++;
        all++;
        best = counts[k].n > counts[best].n ? k : best;
    }
    return n > 0 && counts[best].n * 10 >= all * 9 ? arena_strdup(m->arena, counts[best].code) : "";
}

/* --- rows ------------------------------------------------------------------------------------------------------------------ */

/* NAME among those of WITHIN: in front of them or behind, unless it is there. */
static const char *with_name(struct arena *arena, const char *within, const char *name, bool in_front)
{
    const char *line = arena_printf(arena, "%s\n", name);
    const char *at = strstr(within, line);
    const bool there = at != NULL && (at == within || at[-1] == '\n');
    if (*name == '\0' || there)
        return within;
    return in_front ? arena_printf(arena, "%s%s", line, within) : arena_printf(arena, "%s%s", within, line);
}

/* What the map says of where the place lies; what its own tags say stands. */
static void locate(const struct making *m, const struct osm_place *place, struct place_row *row)
{
    static const char *const towns[] = {"addr:city", "addr:town", NULL};
    static const char *const parts[] = {"addr:suburb",   "addr:village",       "addr:hamlet",
                                        "addr:district", "addr:neighbourhood", NULL};
    const struct osm_towns_answer found = osm_towns_of(m->towns, place->at, m->row);
    struct address *a = &row->address;
    const char *town = first_of(m->row, place, towns);
    const char *part = first_of(m->row, place, parts);
    a->town = *town != '\0' ? town : found.town;
    row->town_guessed = *town == '\0' && *found.town != '\0' && found.guessed;
    a->suburb = *part != '\0' ? part : found.suburb;
    if (*a->suburb == '\0' && strcmp(a->town, found.town) != 0)
        a->suburb = found.town;
    /* A post town is larger than the village that it serves. */
    const char *within = *found.within == '\0' ? "" : with_name(m->row, found.within, town, false);
    within = *within == '\0' ? "" : with_name(m->row, within, part, true);
    row->within = *within == '\0' ? NULL : within;
    const char *country = country_code(m->row, text_of(m->row, place, "addr:country"));
    a->country = *country != '\0' ? country : *found.country != '\0' ? found.country : m->country;
    a->postcode = text_of(m->row, place, "addr:postcode");
    row->at = place->at;
    row->source_id = source_id(m->row, place);
}

static const struct address nothing = {"", "", "", "", "", "", "", ""};

static enum status add_house(struct making *m, const struct osm_place *place, struct error *err)
{
    static const char *const streets[] = {"addr:street", "addr:place", NULL};
    static const char *const names[] = {"name", "addr:housename", NULL};
    struct place_row row = {.precision = GEOCODE_HOUSE, .address = nothing};
    enum status status = STATUS_OK;
    locate(m, place, &row);
    row.address.street = first_of(m->row, place, streets);
    row.address.name = first_of(m->row, place, names);
    const char *p = text_of(m->row, place, "addr:housenumber");
    for (size_t i = 0; i < NUMBERS_MAX && *p != '\0' && status == STATUS_OK; i++) {
        const size_t n = strcspn(p, ";,");
        row.address.number = text_trim(m->row, arena_strndup(m->row, p, n));
        if (*row.address.number != '\0')
            status = store_places_add(m->writer, &row, err);
        p += n + (p[n] != '\0');
    }
    return status;
}

static enum status add_street(struct making *m, const struct osm_place *place, struct error *err)
{
    struct place_row row = {.precision = GEOCODE_STREET, .address = nothing};
    locate(m, place, &row);
    row.address.street = text_of(m->row, place, "name");
    return store_places_add(m->writer, &row, err);
}

static enum status add_town(struct making *m, const struct osm_place *place, struct error *err)
{
    enum osm_town_kind kind;
    struct place_row row = {.precision = GEOCODE_AREA, .address = nothing};
    if (!settlement_of(place->tags, place->tags_n, &kind, &row.size))
        return STATUS_OK;
    locate(m, place, &row);
    row.address.name = text_of(m->row, place, "name");
    if (kind <= OSM_VILLAGE)
        row.address.town = row.address.name;
    else
        row.address.suburb = row.address.name;
    return store_places_add(m->writer, &row, err);
}

static enum status add_place(struct making *m, const struct osm_place *place, struct error *err)
{
    enum status status = STATUS_OK;
    if (is_house(place->tags, place->tags_n))
        status = add_house(m, place, err);
    if (status == STATUS_OK && is_street(place->tags, place->tags_n))
        status = add_street(m, place, err);
    return status == STATUS_OK ? add_town(m, place, err) : status;
}

static enum status add_all(struct making *m, const struct roads_progress *progress, struct places_imported *out,
                           struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < m->places.n && status == STATUS_OK; i++) {
        const struct osm_place *place = &m->places.list[i];
        out->unplaced += !place->placed;
        if (place->placed)
            status = add_place(m, place, err);
        if (i % PROGRESS_EVERY == 0) {
            arena_free(m->row);
            m->row = arena_new();
            (void)progress->tell(progress->context, "keeping the places", i, m->places.n);
        }
    }
    return status;
}

static enum status keep(struct making *m, struct store *store, const struct roads_progress *progress,
                        struct places_imported *out, struct error *err)
{
    int32_t day = DAY_NONE;
    struct places_list counts = {0};
    if (!civil_parse_date(m->places.newest, &day))
        day = DAY_NONE;
    enum status status = store_places_begin(store, out->list.name, day, &m->writer, err);
    if (status != STATUS_OK)
        return status;
    status = add_all(m, progress, out, err);
    if (status != STATUS_OK) {
        store_places_abandon(m->writer);
        return status;
    }
    status = store_places_end(m->writer, &counts, err);
    counts.name = out->list.name;
    out->list = counts;
    return status;
}

enum status places_import(struct store *store, const char *path, const struct roads_progress *progress,
                          struct arena *arena, struct places_imported *out, struct error *err)
{
    struct making m = {.arena = arena, .row = arena_new()};
    const char *slash = strrchr(path, '/');
    *out = (struct places_imported){.list.name = slash == NULL ? path : slash + 1, .country = ""};
    enum status status = osm_places_read_outlined(path, wanted, outlined, NULL, progress, arena, &m.places, err);
    if (status == STATUS_OK && m.places.n == 0)
        status = error_set(err, STATUS_INPUT, "%s: no addresses, streets or towns in it; take a whole extract", path);
    if (status == STATUS_OK) {
        list_towns(&m);
        m.country = usual_country(&m);
        out->country = m.country;
        status = keep(&m, store, progress, out, err);
    }
    arena_free(m.row);
    return status;
}
