/* Havens from GeoJSON, as overpass-turbo, JOSM, ogr2ogr and open-data portals write it: properties are OpenStreetMap tags,
 * or the names that fields.h has for them. */
#include "cli/import/geojson.h"
#include "cli/import/havens.h"
#include "cli/import/havens_area.h"
#include "cli/import/import.h"
#include "cli/import/nearby.h"
#include "geo/base/mem.h"
#include "geo/crs.h"

#include <jansson.h>
#include <string.h>

enum { PROGRESS_EVERY = 64 };

struct file {
    struct import *im;
    struct geojson geojson;
    struct crs *crs; /* NULL: longitude and latitude */
    struct havens_tally tally;
};

static void reject(struct file *file, const struct geojson_feature *feature)
{
    struct import *im = file->im;
    if (!im->want_rejects)
        return;
    buf_add(&im->rejects, im->rejects.length == 0 ? "{\"type\": \"FeatureCollection\", \"features\": [\n" : ",\n");
    buf_add_n(&im->rejects, feature->text, feature->length);
}

/* A string or whole number as text; "" for anything else. */
static const char *text_of(struct import *im, const json_t *value)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        return arena_printf(im->row, "%lld", (long long)json_integer_value(value));
    return "";
}

/* Set one field; what it does not take is a fault of the feature. */
static void set_field(struct import *im, struct import_row *row, enum field_id id, const char *name, const char *value)
{
    struct error why = {0};
    if (field_set(im->row, row->data, id, value, im->today, &why) != STATUS_OK)
        import_fault(im, &row->faults, name, why.text);
}

static void take_properties(struct file *file, struct import_row *row, struct tags *tags, json_t *object)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(object, key, value)
    {
        const char *text = text_of(file->im, value);
        if (*text != '\0')
            havens_take(file->im, row, tags, &file->tally, key, text, false);
    }
}

/* "@id", the feature's own id, or properties "id" with "type" (node, way, relation). */
static const char *id_of(struct import *im, const json_t *feature, const json_t *object)
{
    const char *id = text_of(im, json_object_get(object, "@id"));
    if (*id != '\0')
        return id;
    const char *type = json_string_value(json_object_get(object, "type"));
    const char *own = text_of(im, json_object_get(object, "id"));
    const char *of_feature = text_of(im, json_object_get(feature, "id"));
    if (*own != '\0' && type != NULL)
        return arena_printf(im->row, "%s/%s", type, own);
    return *of_feature != '\0' ? of_feature : own;
}

/* In OpenStreetMap "source" is a tag that tells how something was surveyed; its numbers are OpenStreetMap's all the same. */
static void set_source(struct file *file, struct import_row *row, const char *id)
{
    struct import *im = file->im;
    const char *source = "";
    if (*id == '\0')
        return;
    set_field(im, row, FIELD_SOURCE_ID, "id", havens_source(im, id, &source));
    if (*row->data->site.haven_source != '\0' && strcmp(source, "osm") != 0)
        return;
    set_field(im, row, FIELD_SOURCE, "id", source);
    row->data->derived |= FIELD_BIT(FIELD_SOURCE);
}

/* The geometry becomes the row's place; none is allowed, and then it is not placed yet. */
static bool set_place(struct file *file, struct site_row *row, const json_t *geometry, struct error *why)
{
    struct point at = {0};
    double x = 0;
    double y = 0;
    if (geometry == NULL || json_is_null(geometry))
        return true;
    if (!geojson_point(geometry, &x, &y))
        return error_set(why, STATUS_INPUT, "no coordinates that can be read") == STATUS_OK;
    if (file->crs != NULL) {
        if (crs_to_wgs84(file->crs, x, y, &at, why) != STATUS_OK)
            return false;
    } else {
        at = (struct point){y, x};
    }
    if (!point_valid(at)) {
        const bool swapped = point_valid((struct point){at.lon_deg, at.lat_deg});
        error_set(why, STATUS_INPUT, "%.6g,%.6g is not a longitude and a latitude%s", x, y,
                  swapped ? "; they look swapped"
                          : "; if they are eastings and northings, add --crs EPSG:27700 or what they are");
        return false;
    }
    row->site.at = at;
    row->site.placed_by = PLACED_HAND;
    row->given |= FIELD_BIT(FIELD_LAT) | FIELD_BIT(FIELD_LON);
    return true;
}

static const char *column_of(const void *context, enum field_id id)
{
    (void)context;
    size_t n = 0;
    return id == FIELD_LAT || id == FIELD_LON ? "geometry" : field_table(&n)[id].name;
}

/* FEATURE into a row. False: it is not for rounds, and left out. */
static bool read_feature(struct file *file, const json_t *feature, struct import_row *row)
{
    struct import *im = file->im;
    struct tags tags = tags_none(im->tags, im->row);
    struct error why = {0};
    json_t *object = json_object_get(feature, "properties");
    const char *type = json_string_value(json_object_get(feature, "type"));
    if (type == NULL || strcmp(type, "Feature") != 0) {
        import_fault(im, &row->faults, "type", "not a GeoJSON Feature");
        return true;
    }
    take_properties(file, row, &tags, object);
    take_properties(file, row, &tags, json_object_get(object, "tags"));
    set_source(file, row, id_of(im, feature, object));
    if (!set_place(file, row->data, json_object_get(feature, "geometry"), &why)) {
        import_fault(im, &row->faults, "geometry", why.text);
        row->faults.fields |= FIELD_BIT(FIELD_PLACE);
    }
    if (row->faults.n > 0)
        return true;
    const enum havens_answer answer = havens_complete(im, row->data, &tags, havens_tagged(im, &tags), &file->tally);
    havens_count(im, &file->tally, answer);
    return answer == HAVEN_KEEP;
}

static enum status take_feature(struct file *file, const struct geojson_feature *text, struct error *err)
{
    struct import *im = file->im;
    import_next_row(im);
    json_error_t bad;
    json_t *feature = json_loadb(text->text, text->length, JSON_REJECT_DUPLICATES, &bad);
    if (feature == NULL) {
        import_refuse(im, text->line + (bad.line > 1 ? (size_t)bad.line - 1 : 0), "", bad.text);
        reject(file, text);
        return STATUS_OK;
    }
    struct site_row data = site_row_empty();
    struct import_row row = {text->line, &data, column_of, NULL, {0}};
    const size_t refusals = im->refusals_n;
    bool kept = false;
    enum status status = STATUS_OK;
    if (read_feature(file, feature, &row))
        status = import_site(im, &row, &kept, err);
    if (im->refusals_n > refusals)
        reject(file, text);
    json_decref(feature);
    return status;
}

/* The file's own "crs" (GeoJSON of before 2016), unless the person said another. */
static enum status open_crs(struct file *file, struct error *err)
{
    file->crs = file->im->crs;
    if (file->crs != NULL || *file->geojson.crs == '\0')
        return STATUS_OK;
    const enum status status = crs_open(file->geojson.crs, &file->crs, err);
    return status == STATUS_OK ? status : error_prefix(err, file->im->path);
}

static enum status take_features(struct file *file, struct error *err)
{
    struct import *im = file->im;
    for (size_t n = 0;; n++) {
        struct geojson_feature feature;
        bool more = false;
        enum status status = geojson_next(&file->geojson, &feature, &more, err);
        if (status != STATUS_OK || !more)
            return status;
        status = take_feature(file, &feature, err);
        if (status != STATUS_OK)
            return status;
        if (n % PROGRESS_EVERY == 0)
            import_progress(im, (size_t)(file->geojson.at - im->text), im->length);
    }
}

enum status import_havens_geojson(struct import *im, struct error *err)
{
    struct file file = {.im = im};
    enum status status = csv_text(im->arena, im->path, im->encoding, &im->text, &im->length, err);
    if (status == STATUS_OK)
        status = geojson_open(im->arena, im->path, im->text, &file.geojson, err);
    if (status == STATUS_OK)
        status = nearby_open(im->store, im->arena, &im->nearby, err);
    if (status == STATUS_OK)
        status = open_crs(&file, err);
    if (status == STATUS_OK)
        status = havens_table(im, err);
    if (status == STATUS_OK)
        status = take_features(&file, err);
    if (status == STATUS_OK)
        status = havens_gone_from_list(im, err);
    if (file.crs != im->crs)
        crs_free(file.crs);
    if (im->rejects.length > 0)
        buf_add(&im->rejects, "\n]}\n");
    if (status != STATUS_OK)
        return status;
    import_notes_of_sites(im);
    havens_notes(im, &file.tally);
    return status;
}
