/* people: engineers and contacts. */
#ifndef ROUNDS_GEO_STORE_PEOPLE_H
#define ROUNDS_GEO_STORE_PEOPLE_H

#include "geo/base/status.h"
#include "geo/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

struct engineer {
    int64_t id; /* 0 = new */
    const char *uuid, *name;
    bool is_self; /* the owner of this file; there is at most one */
    bool has_home;
    struct point home;
    int32_t work_start_s, work_end_s; /* wall clock */
    uint32_t work_days;               /* bit 0 = Monday */
};

/* The owner. STATUS_NOT_FOUND, saying `rounds init`, when there is none yet. */
MUST_CHECK enum status store_engineer_self(struct store *store, struct arena *arena, struct engineer *out,
                                           struct error *err);
MUST_CHECK enum status store_engineer_find(struct store *store, const char *name, struct arena *arena,
                                           struct engineer *out, struct error *err);
MUST_CHECK enum status store_engineer_save(struct store *store, const struct engineer *engineer, int64_t *id,
                                           struct error *err);

struct contact {
    int64_t id; /* 0 = new */
    const char *uuid;
    int64_t site_id;
    const char *site_name; /* filled by reads */
    const char *name, *role, *department, *phone, *email, *drink;
    int32_t left_day; /* DAY_NONE = still there */
};

struct contact contact_empty(void);

/* SITE_ID 0 = all sites. TEXT as in site_filter. Those still there first, then by id. */
MUST_CHECK enum status store_contact_list(struct store *store, int64_t site_id, const char *text, struct arena *arena,
                                          struct contact **out, size_t *n, struct error *err);
/* The contact of SITE_ID with this name (folded); 0 if none. */
MUST_CHECK enum status store_contact_match(struct store *store, int64_t site_id, const char *name, int64_t *id,
                                           struct error *err);
MUST_CHECK enum status store_contact_get(struct store *store, int64_t id, struct arena *arena, struct contact *out,
                                         struct error *err);
MUST_CHECK enum status store_contact_save(struct store *store, const struct contact *contact, int64_t *id,
                                          struct error *err);

/* For many sites at once: contacts still there. SITE_IDS rising; *COUNTS gets n numbers. */
MUST_CHECK enum status store_contact_counts(struct store *store, const int64_t *site_ids, size_t n, int32_t *counts,
                                            struct error *err);
/* Whom to ask for at SITE_ID: of those still there, the first with a phone number, else the first. */
MUST_CHECK enum status store_contact_main(struct store *store, int64_t site_id, struct arena *arena,
                                          struct contact *out, bool *found, struct error *err);

#endif
