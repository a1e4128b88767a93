/* crs: coordinates of any reference system that PROJ knows, to WGS 84. */
#ifndef ROUNDS_GEO_CRS_H
#define ROUNDS_GEO_CRS_H

#include "geo/base/status.h"
#include "geo/point.h"

struct crs;

/* NAME as "EPSG:27700" or any PROJ CRS text. Never asks the network. Free with crs_free (NULL does nothing). */
MUST_CHECK enum status crs_open(const char *name, struct crs **out, struct error *err);
void crs_free(struct crs *crs);

/* Easting (or longitude) X and northing (or latitude) Y of the system, in its units, always in x,y order. A result that
 * is no place, or lies more than 5 degrees outside the system's area of use, is refused (STATUS_INPUT). Accuracy is
 * that of the grids which PROJ has installed: without them a few metres for EPSG:27700. */
MUST_CHECK enum status crs_to_wgs84(struct crs *crs, double x, double y, struct point *out, struct error *err);

#endif
