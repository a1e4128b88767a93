/* room: a folder of its own with a store in it, and what the tests of the store share. */
#ifndef ROUNDS_TESTS_STORE_ROOM_H
#define ROUNDS_TESTS_STORE_ROOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geo/base/mem.h"
#include "geo/base/status.h"
#include "geo/store/history.h"
#include "geo/store/job.h"
#include "geo/store/parcel.h"
#include "geo/store/people.h"
#include "geo/store/plan_store.h"
#include "geo/store/site.h"
#include "geo/store/store.h"

#include <stdbool.h>

/* The schema that the program makes, and the one after it: what a new migration changes in the tests of the store. */
#define ROOM_SCHEMA          9
#define ROOM_NEXT            10
#define ROOM_WORD(number)    ROOM_WORD_OF(number)
#define ROOM_WORD_OF(number) #number

struct room {
    char folder[64];
    char path[96];
    struct arena *arena;
    struct store *store;
    struct error err;
};

enum { ROOM_NOW = 1795500000 /* 2026-11-24, early */, ROOM_DAY = 20781 /* the same day */ };

int room_setup(void **state);       /* a folder and an open, new store */
int room_setup_empty(void **state); /* the folder only */
int room_teardown(void **state);

/* The call must succeed; ROOM's err is what it fills. */
#define WELL(room, call)                                                                                               \
    do {                                                                                                               \
        if ((call) != STATUS_OK) {                                                                                     \
            fail_msg("%s: %s", #call, (room)->err.text);                                                               \
        }                                                                                                              \
    } while (0)

/* The call must fail with STATUS and a sentence that has PART in it. */
#define FAILS(room, want, part, call) room_expect_failure((room), (want), (part), (call), __FILE__, __LINE__)
void room_expect_failure(struct room *room, enum status want, const char *part, enum status got, const char *file,
                         int line);

void room_open(struct room *room, enum store_mode mode);
void room_close(struct room *room);
void room_begin(struct room *room, const char *command);
void room_commit(struct room *room);

/* Every row of every table of ours and of the spatial index, as text in a fixed order; undo steps are left out. */
char *room_dump(struct room *room);
char *room_dump_of(struct room *room, const char *path);
/* Run SQL on the file from a connection of its own, with SpatiaLite, as another program would. */
void room_sql(struct room *room, const char *sql);
int64_t room_number(struct room *room, const char *sql);

/* Every check of the doctor must be well. */
void room_healthy(struct room *room);
/* The finding of CHECK. */
struct store_finding room_finding(struct room *room, const char *check);

struct site room_customer(const char *name, double lat_deg, double lon_deg);
/* Save inside an open command. */
int64_t room_save(struct room *room, const struct site *site);
int64_t room_add_contact(struct room *room, int64_t site_id, const char *name, const char *phone);
int64_t room_add_visit(struct room *room, int64_t site_id, int32_t day);
int64_t room_add_job(struct room *room, int64_t site_id, int32_t day, int32_t earliest_s);

/* A store with some of everything, as one command. Returns the id of its first site, "Oakham Bakery". */
int64_t room_furnish(struct room *room);

#endif
