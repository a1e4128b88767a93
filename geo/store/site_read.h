/* site_read: how a site is read, shared by the files that select sites. Internal to geo/store. */
#ifndef ROUNDS_GEO_STORE_SITE_READ_H
#define ROUNDS_GEO_STORE_SITE_READ_H

#include "geo/store/query.h"
#include "geo/store/site.h"

/* The columns that site_read takes, and the tables they come from as s, c and h; WHERE and ORDER BY follow. */
#define SITE_READ_SELECT                                                                                               \
    "SELECT s.id, s.uuid, s.key, s.name, s.street, s.town, s.postcode, s.country, s.placed_by, s.geom, s.hours, "      \
    "s.service_s, s.tags, (SELECT group_concat(a.name) FROM amenity a WHERE a.site_id = s.id), "                       \
    "c.site_id IS NOT NULL, c.goal_days, c.status, c.status_reason, c.no_drop_in, c.engineer_id, "                     \
    "h.site_id IS NOT NULL, h.kind, h.source, h.source_id, h.list, h.gone_day, "                                       \
    "(SELECT max(v.day) FROM visit v WHERE v.site_id = s.id) "                                                         \
    "FROM site s LEFT JOIN customer c ON c.site_id = s.id LEFT JOIN haven h ON h.site_id = s.id "

/* The ids of sites that may lie in a box; six parameters, bound by site_read_bind_box. The R*Tree keeps floats that are
 * rounded outwards, so the caller checks the exact place with box_holds. */
#define SITE_READ_IN_BOX                                                                                               \
    "(SELECT pkid FROM idx_site_geom WHERE ymin <= ?1 AND ymax >= ?2 AND xmin <= ?3 AND xmax >= ?4 "                   \
    "UNION ALL SELECT pkid FROM idx_site_geom WHERE ymin <= ?1 AND ymax >= ?2 AND xmin <= ?5 AND xmax >= ?6) "

struct site site_read(struct query *q, struct arena *arena);

/* Bind the first six parameters. A box that crosses the 180th meridian becomes two. */
void site_read_bind_box(struct query *q, struct box box);

/* Read the columns id and geom of a candidate; false: it has no place in BOX after all. */
bool site_read_in_box(struct query *q, struct box box, int64_t *id, struct point *at);

/* Names of amenities, separated by commas, as a mask. Unknown ones are left out. */
uint32_t site_read_amenities(const char *names);

/* Read the column placed_by of a site that has a readable place: never PLACED_NOT. */
enum placed_by site_read_placed_by(struct query *q);

/* placed_by and status as the schema writes them. */
extern const char *const site_read_placed_names[4];
extern const char *const site_read_status_names[3];

#endif
