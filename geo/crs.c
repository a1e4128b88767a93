#include "geo/crs.h"

#include "geo/base/mem.h"

#include <math.h>
#include <proj.h>

struct crs {
    PJ_CONTEXT *context;
    PJ *to_wgs84;
    struct box area; /* of use */
    bool has_area;
    char *name;
};

void crs_free(struct crs *crs)
{
    if (crs == NULL) {
        return;
    }
    proj_destroy(crs->to_wgs84);
    proj_context_destroy(crs->context);
    mem_free(crs->name);
    mem_free(crs);
}

static bool is_horizontal(const PJ *system)
{
    PJ_TYPE type = proj_get_type(system);
    return type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS || type == PJ_TYPE_PROJECTED_CRS ||
           type == PJ_TYPE_COMPOUND_CRS || type == PJ_TYPE_BOUND_CRS;
}

/* Where the system may be used, if PROJ's database says so. */
static void note_area(struct crs *crs, const PJ *system)
{
    struct box area;
    if (proj_get_area_of_use(crs->context, system, &area.west_deg, &area.south_deg, &area.east_deg, &area.north_deg,
                             NULL) &&
        area.south_deg >= -90) { /* unknown is -1000 */
        crs->area = area;
        crs->has_area = true;
    }
}

static enum status open_system(struct crs *crs, struct error *err)
{
    PJ *system = proj_create(crs->context, crs->name);
    if (system == NULL) {
        return error_set(err, STATUS_INPUT,
                         "\"%s\" is not a reference system that PROJ knows; write it such as EPSG:27700", crs->name);
    }
    if (!is_horizontal(system)) {
        proj_destroy(system);
        return error_set(err, STATUS_INPUT, "\"%s\" is not a system of eastings and northings or degrees", crs->name);
    }
    note_area(crs, system);
    PJ *wgs84 = proj_create(crs->context, "EPSG:4326");
    PJ *raw = wgs84 != NULL ? proj_create_crs_to_crs_from_pj(crs->context, system, wgs84, NULL, NULL) : NULL;
    /* Axes in the order that people's files have them: easting or longitude first. */
    crs->to_wgs84 = raw != NULL ? proj_normalize_for_visualization(crs->context, raw) : NULL;
    proj_destroy(raw);
    proj_destroy(wgs84);
    proj_destroy(system);
    if (crs->to_wgs84 == NULL) {
        return error_set(err, STATUS_INPUT, "PROJ knows no way from \"%s\" to WGS 84; is its database installed?",
                         crs->name);
    }
    return STATUS_OK;
}

enum status crs_open(const char *name, struct crs **out, struct error *err)
{
    struct crs *crs = mem_alloc(sizeof *crs);
    crs->name = mem_strdup(name);
    crs->context = proj_context_create();
    if (crs->context == NULL) {
        crs_free(crs);
        return error_set(err, STATUS_INTERNAL, "PROJ could not be started");
    }
    proj_log_level(crs->context, PJ_LOG_NONE); /* what it has to say comes back as an error */
    proj_context_set_enable_network(crs->context, 0);
    enum status status = open_system(crs, err);
    if (status != STATUS_OK) {
        crs_free(crs);
        return status;
    }
    *out = crs;
    return STATUS_OK;
}

/* Systems are used somewhat beyond their area (a neighbouring UTM zone); far beyond it the numbers belong to another
 * system, or are degrees, or came in the wrong order. */
static bool far_outside(const struct crs *crs, struct point p)
{
    const double margin_deg = 5;
    struct box wide = crs->area;
    wide.south_deg -= margin_deg;
    wide.north_deg += margin_deg;
    double width_deg = wide.east_deg - wide.west_deg;
    if (width_deg < 0) {
        width_deg += 360;
    }
    if (width_deg + 2 * margin_deg >= 360) {
        wide.west_deg = -180;
        wide.east_deg = 180;
    } else {
        wide.west_deg = remainder(wide.west_deg - margin_deg, 360);
        wide.east_deg = remainder(wide.east_deg + margin_deg, 360);
    }
    return !box_holds(wide, p);
}

enum status crs_to_wgs84(struct crs *crs, double x, double y, struct point *out, struct error *err)
{
    if (!isfinite(x) || !isfinite(y)) {
        return error_set(err, STATUS_INPUT, "the coordinates are not finite numbers");
    }
    proj_errno_reset(crs->to_wgs84);
    PJ_COORD result = proj_trans(crs->to_wgs84, PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
    struct point p = {.lat_deg = result.xy.y, .lon_deg = result.xy.x};
    if (p.lon_deg > 180 || p.lon_deg < -180) {
        p.lon_deg = remainder(p.lon_deg, 360); /* infinity becomes NaN, which is not valid */
    }
    if (!point_valid(p)) {
        return error_set(err, STATUS_INPUT, "%.10g, %.10g is no place in %s", x, y, crs->name);
    }
    if (crs->has_area && far_outside(crs, p)) {
        return error_set(err, STATUS_INPUT,
                         "%.10g, %.10g is far outside the area of %s; are the columns in the right order?", x, y,
                         crs->name);
    }
    *out = p;
    return STATUS_OK;
}
