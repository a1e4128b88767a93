#include "geo/geocode/address_impl.h"

#include <math.h>
#include <string.h>

static const char *const precision_names[] = {"house", "interpolated", "street", "postcode", "area"};

enum { PRECISIONS = sizeof precision_names / sizeof *precision_names };

const char *geocode_precision_name(enum geocode_precision precision)
{
    return precision_names[precision];
}

bool geocode_precision_from_name(const char *name, enum geocode_precision *out)
{
    for (size_t i = 0; i < PRECISIONS; i++) {
        if (strcmp(name, precision_names[i]) == 0) {
            *out = (enum geocode_precision)i;
            return true;
        }
    }
    return false;
}

struct point geocode_rough(struct point near)
{
    return (struct point){round(near.lat_deg * 10) / 10, round(near.lon_deg * 10) / 10};
}
