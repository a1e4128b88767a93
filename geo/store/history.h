/* history: what happened, what was promised, what is worth remembering. */
#ifndef ROUNDS_GEO_STORE_HISTORY_H
#define ROUNDS_GEO_STORE_HISTORY_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

enum visit_kind { VISIT_JOB, VISIT_PROACTIVE, VISIT_IMPORTED };

struct visit {
    int64_t id; /* 0 = new */
    const char *uuid;
    int64_t site_id;
    int64_t job_id;      /* 0 = none */
    int64_t engineer_id; /* 0 = unknown */
    int32_t day;
    int32_t at_s;       /* wall clock, NUMBER_UNSET */
    int32_t duration_s; /* NUMBER_UNSET */
    enum visit_kind kind;
    const char *outcome, *note;
};

struct visit visit_empty(void);
/* Newest first. LIMIT 0 = all. */
MUST_CHECK enum status store_visit_list(struct store *store, int64_t site_id, size_t limit, struct arena *arena,
                                        struct visit **out, size_t *n, struct error *err);
MUST_CHECK enum status store_visit_save(struct store *store, const struct visit *visit, int64_t *id, struct error *err);
/* Is there a visit of SITE_ID on DAY already? For imports of "last visit". */
MUST_CHECK enum status store_visit_on(struct store *store, int64_t site_id, int32_t day, bool *found,
                                      struct error *err);

enum promise_state { PROMISE_OPEN, PROMISE_KEPT, PROMISE_BROKEN };

struct promise {
    int64_t id; /* 0 = new; people see "P12" */
    const char *uuid;
    int64_t site_id;
    const char *site_name; /* filled by reads */
    int64_t contact_id;    /* 0 = nobody in particular */
    const char *what;
    int32_t made_day, due_day;
    enum promise_state state;
    int32_t settled_day; /* DAY_NONE */
};

/* SITE_ID 0 = all sites. By due day, then id. */
MUST_CHECK enum status store_promise_list(struct store *store, int64_t site_id, bool open_only, struct arena *arena,
                                          struct promise **out, size_t *n, struct error *err);
MUST_CHECK enum status store_promise_get(struct store *store, int64_t id, struct arena *arena, struct promise *out,
                                         struct error *err);
MUST_CHECK enum status store_promise_save(struct store *store, const struct promise *promise, int64_t *id,
                                          struct error *err);

enum note_kind { NOTE_PLAIN, NOTE_PRIVATE, NOTE_TENDER, NOTE_POLITICS, NOTE_COMPLAINT };

struct note {
    int64_t id; /* 0 = new; people see "N12" */
    const char *uuid;
    int64_t site_id;
    enum note_kind kind;
    int32_t day;
    const char *body;
    int32_t settled_day; /* complaints: DAY_NONE while open */
};

/* True for the kinds that leave in no export unless --include-private is typed: private, tender, politics. */
bool note_is_private(enum note_kind kind);
const char *note_kind_name(enum note_kind kind);

/* Newest first. SITE_ID 0 = all sites. */
MUST_CHECK enum status store_note_list(struct store *store, int64_t site_id, struct arena *arena, struct note **out,
                                       size_t *n, struct error *err);
MUST_CHECK enum status store_note_get(struct store *store, int64_t id, struct arena *arena, struct note *out,
                                      struct error *err);
MUST_CHECK enum status store_note_save(struct store *store, const struct note *note, int64_t *id, struct error *err);
/* Is there a note with this very text already? For imports. */
MUST_CHECK enum status store_note_has(struct store *store, int64_t site_id, const char *body, bool *found,
                                      struct error *err);
/* Every complaint that is open, ordered by site_id. */
MUST_CHECK enum status store_complaint_open(struct store *store, struct arena *arena, struct note **out, size_t *n,
                                            struct error *err);

#endif
