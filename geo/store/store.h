/* store: the one SpatiaLite file that holds a person's data.
 *
 * Rules of the house: SQL stands in geo/store only; statements are static strings with bound parameters; every command
 * that writes is one transaction between store_begin and store_commit, which also records it for undo. Everything a
 * read returns lives in the arena it was given; strings are never NULL, "" when unknown.
 */
#ifndef ROUNDS_GEO_STORE_STORE_H
#define ROUNDS_GEO_STORE_STORE_H

#include "geo/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct store;

enum { STORE_APPLICATION_ID = 0x524F554E /* "ROUN" */ };

enum store_mode {
    STORE_MUST_EXIST, /* STATUS_NOT_FOUND with a hint at `rounds init` when PATH is not there */
    STORE_CREATE      /* made when it is not there: folder 0700, file 0600 */
};

/* Open PATH, checking application_id and user_version. A newer file, or one that is not ours, is refused by name. An
 * older one is copied to PATH.vN.bak (0600, VACUUM INTO) and migrated, each step one transaction. WAL, foreign keys,
 * secure_delete, DEFENSIVE, busy timeout 5 s. Close with store_close (NULL does nothing). About 2 ms; SpatiaLite is
 * loaded by the first store_begin (14 ms more). NOW_UTC stamps what this run writes. */
MUST_CHECK enum status store_open(const char *path, enum store_mode mode, int64_t now_utc, struct store **out,
                                  struct error *err);
void store_close(struct store *store);
const char *store_path(const struct store *store);
int64_t store_now_utc(const struct store *store);

/* One command's transaction. COMMAND is what undo shows ("import customers shops.csv"). Commit records the change set;
 * a command that changed nothing leaves no undo step. Past CAP_UNDO_STEPS or CAP_UNDO_BYTES the oldest steps go. One
 * change set that is larger than CAP_UNDO_BYTES by itself is committed all the same, but cannot be taken back, nor can
 * what was done before it until it has aged out: see store_recorded. After a failed commit nothing is changed. Rollback
 * after a failed begin, or twice, does nothing. */
MUST_CHECK enum status store_begin(struct store *store, const char *command, struct error *err);
MUST_CHECK enum status store_commit(struct store *store, struct error *err);
void store_rollback(struct store *store);
/* Can the last commit be taken back? */
bool store_recorded(const struct store *store);

/* --- undo (undo.c) ---------------------------------------------------------------------------------------------- */

/* One changed value or row, for a readable diff. */
struct store_change {
    const char *table;  /* "site", "contact", ... */
    const char *what;   /* the name of the site, contact ... it belongs to */
    const char *column; /* "" for a whole row */
    const char *before; /* "" when the row is new */
    const char *after;  /* "" when the row goes */
    char op;            /* '+' row appears, '-' row goes, '~' value changes: as this undo or redo does it */
};

struct store_undo_report {
    const char *command;          /* what was taken back or done again */
    int64_t at_utc;               /* when it was done first */
    size_t rows;                  /* rows touched */
    struct store_change *changes; /* the first changes_n of them */
    size_t changes_n;
};

/* Take back the last command (or with REDO bring the last one taken back), whole, in one transaction, not inside
 * store_begin. At most MAX_CHANGES changes are listed; columns that people never see are left out, and the texts of
 * private notes read "(private)". STATUS_NOT_FOUND when there is nothing to take back; STATUS_INPUT when the command was
 * too large to be recorded; STATUS_STORE, with nothing changed, when another program changed the same rows since. */
MUST_CHECK enum status store_undo(struct store *store, bool redo, struct arena *arena, size_t max_changes,
                                  struct store_undo_report *report, struct error *err);
/* What store_undo would do, for --dry-run: it is done and rolled back in one transaction. */
MUST_CHECK enum status store_undo_look(struct store *store, bool redo, struct arena *arena, size_t max_changes,
                                       struct store_undo_report *report, struct error *err);

/* --- doctor (doctor.c) ------------------------------------------------------------------------------------------ */

struct store_finding {
    const char *check; /* "integrity", "foreign keys", "spatial index", "opening hours", ... */
    bool ok;
    const char *text; /* what was found, one sentence */
};

/* Examine the whole file: integrity_check, foreign_key_check, places and spatial index against each other, look-up
 * columns, opening hours, undo steps, file modes, schema. Never changes anything. A check that cannot be made is a
 * finding that is not ok. */
MUST_CHECK enum status store_doctor(struct store *store, struct arena *arena, struct store_finding **out, size_t *n,
                                    struct error *err);

#endif
