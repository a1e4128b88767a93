/* Havens from GPX waypoints and KML points, as phones, navigation devices and map services write them. */
#include "cli/import/havens.h"
#include "cli/import/havens_area.h"
#include "cli/import/import.h"
#include "cli/import/nearby.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <string.h>

enum { PROGRESS_EVERY = 64, KEY_MAX = 200 };

struct file {
    struct import *im;
    xmlTextReader *reader;
    bool kml;
    struct havens_tally tally;
    size_t points;   /* waypoints or placemarks met */
    size_t no_point; /* placemarks that are lines or areas */
    char fault[300]; /* of the XML */
    size_t fault_line;
};

/* One point as it is read. */
struct entry {
    struct site_row data;
    struct import_row row;
    struct tags tags;
    const char *kind, *note, *key; /* KEY: of the Data in hand */
    bool placed, has_other;
};

/* --- the reader ------------------------------------------------------------------------------------------------------ */

static void take_fault(void *context, const xmlError *fault)
{
    struct file *file = context;
    if (file->fault[0] != '\0' || fault->level < XML_ERR_ERROR)
        return;
    snprintf(file->fault, sizeof file->fault, "%s", fault->message != NULL ? fault->message : "not well formed");
    file->fault[strcspn(file->fault, "\r\n")] = '\0';
    file->fault_line = fault->line > 0 ? (size_t)fault->line : 0;
}

#if LIBXML_VERSION < 21200
static void take_fault_of_old(void *context, xmlError *fault)
{
    take_fault(context, fault);
}
#define TAKE_FAULT take_fault_of_old
#else
#define TAKE_FAULT take_fault
#endif

/* What libxml would print besides. */
PRINTF_LIKE(2, 3) static void say_nothing(void *context, const char *format, ...)
{
    (void)context;
    (void)format;
}

static enum status refuse(const struct file *file, size_t line, const char *why, struct error *err)
{
    return error_at(err, STATUS_INPUT, file->im->path, line, NULL, "%s; nothing was imported", why);
}

/* Of the node in hand; the parser is ahead of it. */
static size_t line_here(const struct file *file)
{
    const long line = xmlGetLineNo(xmlTextReaderCurrentNode(file->reader));
    return line > 0 ? (size_t)line : 1;
}

/* The next node. *MORE false at the end. */
static enum status next(struct file *file, bool *more, struct error *err)
{
    const int answer = xmlTextReaderRead(file->reader);
    if (answer < 0)
        return refuse(file, file->fault_line, file->fault[0] != '\0' ? file->fault : "this is no sound XML", err);
    *more = answer == 1;
    if (*more && xmlTextReaderNodeType(file->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
        return refuse(file, line_here(file), "it declares a document type, which is not read", err);
    return STATUS_OK;
}

static const char *name_here(const struct file *file)
{
    const xmlChar *name = xmlTextReaderConstLocalName(file->reader);
    return name == NULL ? "" : (const char *)name;
}

static const char *attribute(const struct file *file, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(file->reader, (const xmlChar *)name);
    const char *copy = value == NULL ? "" : arena_strdup(file->im->row, (const char *)value);
    xmlFree(value);
    return copy;
}

/* The text of the element in hand, its own only, and on to its end. */
static enum status read_text(struct file *file, const char **text, struct error *err)
{
    const int depth = xmlTextReaderDepth(file->reader);
    *text = "";
    if (xmlTextReaderIsEmptyElement(file->reader))
        return STATUS_OK;
    for (;;) {
        bool more = false;
        const enum status status = next(file, &more, err);
        if (status != STATUS_OK || !more)
            return status;
        const int type = xmlTextReaderNodeType(file->reader);
        if (type == XML_READER_TYPE_END_ELEMENT && xmlTextReaderDepth(file->reader) == depth)
            break;
        const bool own = xmlTextReaderDepth(file->reader) == depth + 1;
        const xmlChar *value = xmlTextReaderConstValue(file->reader);
        if (own && value != NULL && (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA))
            *text = **text == '\0' ? arena_strdup(file->im->row, (const char *)value)
                                   : arena_printf(file->im->row, "%s%s", *text, (const char *)value);
    }
    *text = text_trim(file->im->row, *text);
    return STATUS_OK;
}

/* --- one point ------------------------------------------------------------------------------------------------------- */

static const char *column_of(const void *context, enum field_id id)
{
    size_t n = 0;
    const char *place = *(const bool *)context ? "coordinates" : "lat and lon";
    return id == FIELD_LAT || id == FIELD_LON ? place : field_table(&n)[id].name;
}

static void set_place(struct file *file, struct entry *entry, const char *lat, const char *lon)
{
    struct point at;
    if (!num_parse_double(lat, false, -90, 90, &at.lat_deg) || !num_parse_double(lon, false, -180, 180, &at.lon_deg)) {
        import_fault(file->im, &entry->row.faults, column_of(&file->kml, FIELD_LAT),
                     arena_printf(file->im->row, "\"%s, %s\" is no latitude and longitude",
                                  text_cut(file->im->row, lat, 20), text_cut(file->im->row, lon, 20)));
        return;
    }
    entry->data.site.at = at;
    entry->data.site.placed_by = PLACED_HAND;
    entry->data.given |= FIELD_BIT(FIELD_LAT) | FIELD_BIT(FIELD_LON);
    entry->placed = true;
}

/* "lon,lat" or "lon,lat,height" */
static void set_coordinates(struct file *file, struct entry *entry, const char *text)
{
    const char *comma = strchr(text, ',');
    const size_t first = comma == NULL ? strlen(text) : (size_t)(comma - text);
    const char *rest = comma == NULL ? "" : comma + 1;
    struct arena *arena = file->im->row;
    set_place(file, entry, text_trim(arena, arena_strndup(arena, rest, strcspn(rest, ", \t\r\n"))),
              text_trim(arena, arena_strndup(arena, text, first)));
}

/* The text of an element that says something. */
static void take_text(struct file *file, struct entry *entry, const char *name, const char *text)
{
    if (*text == '\0')
        return;
    if (strcmp(name, "name") == 0)
        havens_take(file->im, &entry->row, &entry->tags, &file->tally, "name", text, true);
    else if (strcmp(name, "type") == 0 || (strcmp(name, "sym") == 0 && *entry->kind == '\0'))
        entry->kind = text;
    else if (strcmp(name, "value") == 0 || strcmp(name, "SimpleData") == 0)
        havens_take(file->im, &entry->row, &entry->tags, &file->tally, entry->key, text, false);
    else if (strcmp(name, "coordinates") == 0)
        set_coordinates(file, entry, text);
    else if (strchr(text, '<') == NULL && *entry->note == '\0') /* markup is for a browser */
        entry->note = text;
}

/* What the elements of a point are called. A KML's coordinates count in a Point only. */
static bool is_text(const struct file *file, const char *name, bool in_point)
{
    static const char *const gpx[] = {"name", "type", "sym", "desc", "cmt"};
    static const char *const kml[] = {"name", "description", "value", "SimpleData"};
    const char *const *names = file->kml ? kml : gpx;
    const size_t n = file->kml ? sizeof kml / sizeof kml[0] : sizeof gpx / sizeof gpx[0];
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return file->kml && in_point && strcmp(name, "coordinates") == 0;
}

static enum status read_element(struct file *file, struct entry *entry, bool *in_point, struct error *err)
{
    static const char *const others[] = {"LineString", "LinearRing", "Polygon", "Model", "Track", "MultiTrack"};
    const char *name = arena_strdup(file->im->row, name_here(file));
    const char *text = "";
    if (strcmp(name, "Data") == 0 || strcmp(name, "SimpleData") == 0)
        entry->key = text_cut(file->im->row, attribute(file, "name"), KEY_MAX);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        entry->has_other = entry->has_other || strcmp(name, others[i]) == 0;
    *in_point = strcmp(name, "Point") == 0 || (*in_point && strcmp(name, "coordinates") == 0);
    if (!is_text(file, name, *in_point && !entry->placed))
        return STATUS_OK;
    const enum status status = read_text(file, &text, err);
    if (status == STATUS_OK)
        take_text(file, entry, name, text);
    return status;
}

/* Up to the end of the point. */
static enum status read_inside(struct file *file, struct entry *entry, struct error *err)
{
    const int depth = xmlTextReaderDepth(file->reader);
    bool in_point = false;
    if (xmlTextReaderIsEmptyElement(file->reader))
        return STATUS_OK;
    for (;;) {
        bool more = false;
        enum status status = next(file, &more, err);
        if (status != STATUS_OK || !more)
            return status;
        const int type = xmlTextReaderNodeType(file->reader);
        if (type == XML_READER_TYPE_END_ELEMENT && xmlTextReaderDepth(file->reader) == depth)
            return STATUS_OK;
        if (type == XML_READER_TYPE_ELEMENT)
            status = read_element(file, entry, &in_point, err);
        if (status != STATUS_OK)
            return status;
    }
}

/* What the list calls a kind is kept as it is where the table does not know it; a symbol is only a picture. */
static void finish(struct file *file, struct entry *entry)
{
    struct import *im = file->im;
    struct error why = {0};
    const char *canonical = "";
    uint32_t amenities = 0;
    if (*entry->kind != '\0' && tags_kind(im->tags, entry->kind, &canonical, &amenities) &&
        field_set(im->row, &entry->data, FIELD_KIND, canonical, im->today, &why) != STATUS_OK)
        import_fault(im, &entry->row.faults, "type", why.text);
    if (*entry->note != '\0' && field_set(im->row, &entry->data, FIELD_NOTE, entry->note, im->today, &why) != STATUS_OK)
        import_fault(im, &entry->row.faults, file->kml ? "description" : "desc", why.text);
}

static enum status take_entry(struct file *file, struct error *err)
{
    struct import *im = file->im;
    import_next_row(im);
    bool kept = false;
    struct entry entry = {
        .data = site_row_empty(), .tags = tags_none(im->tags, im->row), .kind = "", .note = "", .key = ""};
    entry.row = (struct import_row){line_here(file), &entry.data, column_of, &file->kml, {0}};
    if (!file->kml)
        set_place(file, &entry, attribute(file, "lat"), attribute(file, "lon"));
    enum status status = read_inside(file, &entry, err);
    if (status != STATUS_OK)
        return status;
    file->points++;
    if (!entry.placed && entry.has_other) {
        file->no_point++;
        im->left_out++;
        return STATUS_OK;
    }
    finish(file, &entry);
    if (entry.row.faults.n == 0) {
        const enum havens_answer answer =
            havens_complete(im, &entry.data, &entry.tags, havens_tagged(im, &entry.tags), &file->tally);
        havens_count(im, &file->tally, answer);
        if (answer != HAVEN_KEEP)
            return STATUS_OK;
    }
    return import_site(im, &entry.row, &kept, err);
}

/* --- the file -------------------------------------------------------------------------------------------------------- */

static enum status check_root(const struct file *file, struct error *err)
{
    const char *want = file->kml ? "kml" : "gpx";
    return strcmp(name_here(file), want) == 0 ? STATUS_OK
                                              : refuse(file, 1,
                                                       file->kml ? "it is no KML (its outermost element is not <kml>)"
                                                                 : "it is no GPX (its outermost element is not <gpx>)",
                                                       err);
}

static enum status read_all(struct file *file, struct error *err)
{
    struct import *im = file->im;
    const char *wanted = file->kml ? "Placemark" : "wpt";
    bool root = false;
    for (size_t n = 0;; n++) {
        bool more = false;
        enum status status = next(file, &more, err);
        if (status != STATUS_OK || !more)
            return status;
        if (xmlTextReaderNodeType(file->reader) != XML_READER_TYPE_ELEMENT)
            continue;
        if (!root)
            status = check_root(file, err);
        else if (strcmp(name_here(file), wanted) == 0)
            status = take_entry(file, err);
        root = true;
        if (status != STATUS_OK)
            return status;
        if (n % PROGRESS_EVERY == 0)
            import_progress(im, (size_t)xmlTextReaderByteConsumed(file->reader), im->length);
    }
}

static void notes(const struct file *file)
{
    struct import *im = file->im;
    if (file->points == 0)
        import_note(im, file->kml ? "there is no Placemark in it"
                                  : "there is no waypoint in it (tracks and routes are not read)");
    if (file->no_point > 0)
        import_note(im, "%zu that %s no point (a line or an area): left out", file->no_point,
                    file->no_point == 1 ? "is" : "are");
    import_notes_of_sites(im);
    havens_notes(im, &file->tally);
}

static enum status import_xml(struct import *im, bool kml, struct error *err)
{
    struct file file = {.im = im, .kml = kml};
    enum status status = havens_table(im, err);
    if (status == STATUS_OK)
        status = nearby_open(im->store, im->arena, &im->nearby, err);
    if (status != STATUS_OK)
        return status;
    if (im->length > INT_MAX)
        return refuse(&file, 0, "it is too large", err);
    /* No entities, nothing from outside; libxml's own ceilings for depth and length hold. Faults that it finds before there
     * is a reader with a handler, as of an encoding, it would print. */
    xmlSetStructuredErrorFunc(&file, TAKE_FAULT);
    xmlSetGenericErrorFunc(NULL, say_nothing);
    file.reader = xmlReaderForMemory(im->text, (int)im->length, NULL, NULL, XML_PARSE_NONET);
    if (file.reader != NULL) {
        xmlTextReaderSetStructuredErrorHandler(file.reader, TAKE_FAULT, &file);
        status = read_all(&file, err);
        xmlFreeTextReader(file.reader);
    } else
        status = error_set(err, STATUS_INTERNAL, "memory ran out");
    xmlSetStructuredErrorFunc(NULL, NULL);
    xmlSetGenericErrorFunc(NULL, NULL);
    if (status == STATUS_OK)
        status = havens_gone_from_list(im, err);
    if (status == STATUS_OK)
        notes(&file);
    return status;
}

enum status import_havens_gpx(struct import *im, struct error *err)
{
    return import_xml(im, false, err);
}

enum status import_havens_kml(struct import *im, struct error *err)
{
    return import_xml(im, true, err);
}
