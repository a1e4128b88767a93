#include "geo/store/site_read.h"

#include "geo/amenity.h"
#include "geo/base/mem.h"
#include "geo/store/geom.h"

#include <string.h>

const char *const site_read_placed_names[4] = {"", "import", "hand", "geocoder"};
const char *const site_read_status_names[3] = {"active", "on_hold", "closed"};

/* The amenity whose name is the first LENGTH bytes of TEXT, as a mask; 0 when there is none. */
static uint32_t amenity_bit(const char *text, size_t length)
{
    for (unsigned i = 0; i < AMENITY_COUNT; i++) {
        const char *name = amenity_name((enum amenity)i);
        if (strncmp(name, text, length) == 0 && name[length] == '\0') {
            return AMENITY_BIT(i);
        }
    }
    return 0;
}

uint32_t site_read_amenities(const char *names)
{
    uint32_t mask = 0;
    while (*names != '\0') {
        size_t length = strcspn(names, ",");
        mask |= amenity_bit(names, length);
        names += length;
        names += *names == ',';
    }
    return mask;
}

/* A place without a word on who placed it was drawn in another program, by hand. */
enum placed_by site_read_placed_by(struct query *q)
{
    enum placed_by placed_by = (enum placed_by)query_name(q, site_read_placed_names, 4);
    return placed_by == PLACED_NOT ? PLACED_HAND : placed_by;
}

static void read_place(struct query *q, struct site *site)
{
    size_t length;
    site->placed_by = site_read_placed_by(q);
    const void *blob = query_blob(q, &length);
    if (!geom_read(blob, length, &site->at)) {
        site->placed_by = PLACED_NOT;
    }
}

static void read_customer(struct query *q, struct arena *arena, struct site *site)
{
    site->is_customer = query_bool(q);
    site->goal_days = query_i32(q, NUMBER_UNSET);
    site->status = (enum customer_status)query_name(q, site_read_status_names, 3);
    site->status_reason = query_text(q, arena);
    site->no_drop_in = query_bool(q);
    site->engineer_id = query_i64(q);
}

static void read_haven(struct query *q, struct arena *arena, struct site *site)
{
    site->is_haven = query_bool(q);
    site->haven_kind = query_text(q, arena);
    site->haven_source = query_text(q, arena);
    site->haven_source_id = query_text(q, arena);
    site->haven_list = query_text(q, arena);
    site->haven_gone_day = query_i32(q, DAY_NONE);
}

struct site site_read(struct query *q, struct arena *arena)
{
    struct site site = site_empty();
    site.id = query_i64(q);
    site.uuid = query_text(q, arena);
    site.key = query_text(q, arena);
    site.name = query_text(q, arena);
    site.street = query_text(q, arena);
    site.town = query_text(q, arena);
    site.postcode = query_text(q, arena);
    site.country = query_text(q, arena);
    read_place(q, &site);
    site.hours = query_text(q, arena);
    site.service_s = query_i32(q, NUMBER_UNSET);
    site.tags = query_text(q, arena);
    site.amenities = site_read_amenities(query_text_borrowed(q));
    read_customer(q, arena, &site);
    read_haven(q, arena, &site);
    site.last_visit_day = query_i32(q, DAY_NONE);
    return site;
}

bool site_read_in_box(struct query *q, struct box box, int64_t *id, struct point *at)
{
    size_t length;
    *id = query_i64(q);
    const void *blob = query_blob(q, &length);
    return geom_read(blob, length, at) && box_holds(box, *at);
}

void site_read_bind_box(struct query *q, struct box box)
{
    /* Wider by a tenth of a millimetre: SpatiaLite, where it has put its own trigger back, rounds to 12 decimals. */
    static const double MARGIN_DEG = 1e-9;
    bool split = box.west_deg > box.east_deg;
    query_bind_double_or_null(q, true, box.north_deg + MARGIN_DEG);
    query_bind_double_or_null(q, true, box.south_deg - MARGIN_DEG);
    query_bind_double_or_null(q, true, split ? 181.0 : box.east_deg + MARGIN_DEG);
    query_bind_double_or_null(q, true, box.west_deg - MARGIN_DEG);
    query_bind_double_or_null(q, true, split ? box.east_deg + MARGIN_DEG : -200.0); /* nothing, unless split */
    query_bind_double_or_null(q, true, split ? -181.0 : 200.0);
}
