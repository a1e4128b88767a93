#include "tests/store/room.h"

#include "geo/amenity.h"
#include "geo/base/buf.h"
#include "geo/base/civil.h"
#include "geo/store/undo.h"

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spatialite.h> /* needs sqlite3.h before it */

/* --- the folder ------------------------------------------------------------------------------------------------- */

int room_setup_empty(void **state)
{
    struct room *room = mem_alloc(sizeof *room);
    snprintf(room->folder, sizeof room->folder, "/tmp/rounds-store-XXXXXX");
    if (mkdtemp(room->folder) == NULL) {
        return -1;
    }
    snprintf(room->path, sizeof room->path, "%s/data/rounds.db", room->folder);
    room->arena = arena_new();
    *state = room;
    return 0;
}

int room_setup(void **state)
{
    if (room_setup_empty(state) != 0) {
        return -1;
    }
    room_open(*state, STORE_CREATE);
    return 0;
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

int room_teardown(void **state)
{
    struct room *room = *state;
    store_close(room->store);
    arena_free(room->arena);
    nftw(room->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    mem_free(room);
    return 0;
}

void room_expect_failure(struct room *room, enum status want, const char *part, enum status got, const char *file,
                         int line)
{
    if (got != want || strstr(room->err.text, part) == NULL) {
        print_error("%s:%d: wanted status %d with \"%s\", got %d: %s\n", file, line, (int)want, part, (int)got,
                    got == STATUS_OK ? "" : room->err.text);
        fail();
    }
}

void room_open(struct room *room, enum store_mode mode)
{
    WELL(room, store_open(room->path, mode, ROOM_NOW, &room->store, &room->err));
}

void room_close(struct room *room)
{
    store_close(room->store);
    room->store = NULL;
}

void room_begin(struct room *room, const char *command)
{
    WELL(room, store_begin(room->store, command, &room->err));
}

void room_commit(struct room *room)
{
    WELL(room, store_commit(room->store, &room->err));
}

/* --- another program -------------------------------------------------------------------------------------------- */

struct other {
    sqlite3 *db;
    void *spatialite;
};

static struct other other_open(const char *path)
{
    struct other other = {NULL, spatialite_alloc_connection()};
    assert_int_equal(sqlite3_open_v2(path, &other.db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(other.db, 2000);
    spatialite_init_ex(other.db, other.spatialite, 0);
    return other;
}

static void other_close(struct other other)
{
    assert_int_equal(sqlite3_close(other.db), SQLITE_OK);
    spatialite_cleanup_ex(other.spatialite);
}

void room_sql(struct room *room, const char *sql)
{
    struct other other = other_open(room->path);
    char *message = NULL;
    if (sqlite3_exec(other.db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
    other_close(other);
}

int64_t room_number(struct room *room, const char *sql)
{
    struct other other = other_open(room->path);
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(other.db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    other_close(other);
    return number;
}

static void dump_value(struct buf *buf, sqlite3_stmt *stmt, int column)
{
    if (sqlite3_column_type(stmt, column) == SQLITE_BLOB) {
        const unsigned char *bytes = sqlite3_column_blob(stmt, column);
        for (int i = 0; i < sqlite3_column_bytes(stmt, column); i++) {
            buf_printf(buf, "%02x", bytes[i]);
        }
    } else if (sqlite3_column_type(stmt, column) == SQLITE_NULL) {
        buf_add(buf, "NULL");
    } else {
        const void *text = sqlite3_column_text(stmt, column);
        buf_add(buf, text);
    }
}

static void dump_table(struct buf *buf, sqlite3 *db, const char *table)
{
    char sql[200];
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_table_column_metadata(db, NULL, table, NULL, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK) {
        return; /* a store of an older schema */
    }
    snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        buf_add(buf, table);
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            buf_printf(buf, "|%s=", sqlite3_column_name(stmt, i));
            dump_value(buf, stmt, i);
        }
        buf_add_char(buf, '\n');
    }
    assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

char *room_dump_of(struct room *room, const char *path)
{
    struct buf buf;
    size_t n;
    sqlite3 *db = NULL;
    const char *const *tables = undo_tables(&n);
    buf_init(&buf, 256u << 20);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    for (size_t i = 0; i < n; i++) {
        dump_table(&buf, db, tables[i]);
    }
    dump_table(&buf, db, "idx_site_geom");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_false(buf.truncated);
    char *text = arena_strdup(room->arena, buf.data);
    buf_clear(&buf);
    return text;
}

char *room_dump(struct room *room)
{
    return room_dump_of(room, room->path);
}

/* --- health ----------------------------------------------------------------------------------------------------- */

static void read_findings(struct room *room, struct store_finding **findings, size_t *n)
{
    WELL(room, store_doctor(room->store, room->arena, findings, n, &room->err));
    assert_true(*n >= 8);
}

void room_healthy(struct room *room)
{
    struct store_finding *findings;
    size_t n;
    read_findings(room, &findings, &n);
    for (size_t i = 0; i < n; i++) {
        if (!findings[i].ok) {
            fail_msg("%s: %s", findings[i].check, findings[i].text);
        }
    }
}

struct store_finding room_finding(struct room *room, const char *check)
{
    struct store_finding *findings;
    size_t n;
    read_findings(room, &findings, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(findings[i].check, check) == 0) {
            return findings[i];
        }
    }
    fail_msg("the doctor has no check \"%s\"", check);
    return findings[0];
}

/* --- furniture -------------------------------------------------------------------------------------------------- */

struct site room_customer(const char *name, double lat_deg, double lon_deg)
{
    struct site site = site_empty();
    site.name = name;
    site.is_customer = true;
    site.placed_by = PLACED_IMPORT;
    site.at = (struct point){lat_deg, lon_deg};
    return site;
}

int64_t room_save(struct room *room, const struct site *site)
{
    int64_t id = 0;
    WELL(room, store_site_save(room->store, site, &id, &room->err));
    return id;
}

int64_t room_add_contact(struct room *room, int64_t site_id, const char *name, const char *phone)
{
    int64_t id = 0;
    struct contact contact = contact_empty();
    contact.site_id = site_id;
    contact.name = name;
    contact.phone = phone;
    WELL(room, store_contact_save(room->store, &contact, &id, &room->err));
    return id;
}

int64_t room_add_visit(struct room *room, int64_t site_id, int32_t day)
{
    int64_t id = 0;
    struct visit visit = visit_empty();
    visit.site_id = site_id;
    visit.day = day;
    WELL(room, store_visit_save(room->store, &visit, &id, &room->err));
    return id;
}

int64_t room_add_job(struct room *room, int64_t site_id, int32_t day, int32_t earliest_s)
{
    int64_t id = 0;
    struct job job = job_empty();
    job.site_id = site_id;
    job.day = day;
    job.earliest_s = earliest_s;
    job.latest_s = earliest_s + 900;
    job.duration_s = 2700;
    job.title = "Printer";
    WELL(room, store_job_save(room->store, &job, &id, &room->err));
    return id;
}

static void furnish_history(struct room *room, int64_t site_id, int64_t contact_id)
{
    int64_t id;
    struct promise promise = {.site_id = site_id,
                              .contact_id = contact_id,
                              .what = "Ring back about the tray",
                              .made_day = ROOM_DAY - 3,
                              .due_day = ROOM_DAY + 2,
                              .settled_day = DAY_NONE};
    WELL(room, store_promise_save(room->store, &promise, &id, &room->err));
    struct note note = {.site_id = site_id,
                        .kind = NOTE_TENDER,
                        .day = ROOM_DAY - 9,
                        .body = "Lost her father in May",
                        .settled_day = DAY_NONE};
    WELL(room, store_note_save(room->store, &note, &id, &room->err));
    note.kind = NOTE_COMPLAINT;
    note.body = "The toner leaked";
    WELL(room, store_note_save(room->store, &note, &id, &room->err));
    struct collection collection = {.carrier = "DPD", .weekdays = 31, .cutoff_s = 58500};
    WELL(room, store_collection_replace(room->store, site_id, &collection, 1, &room->err));
}

static void furnish_plan(struct room *room, int64_t site_id, int64_t job_id)
{
    struct saved_stop stops[2] = {
        {.seq = 1,
         .kind = PLAN_STOP_JOB,
         .site_id = site_id,
         .job_id = job_id,
         .arrive_s = 32000,
         .start_s = 32400,
         .depart_s = 35100},
        {.seq = 2, .kind = PLAN_STOP_BREAK, .arrive_s = 43200, .start_s = 43200, .depart_s = 45000},
    };
    struct saved_plan plan = {
        .uuid = "", .day = ROOM_DAY, .made_utc = ROOM_NOW, .summary = "{}", .stops = stops, .stops_n = 2};
    WELL(room, store_plan_save(room->store, &plan, &room->err));
}

int64_t room_furnish(struct room *room)
{
    int64_t id;
    room_begin(room, "furnish");
    struct engineer self = {.uuid = "",
                            .name = "Robin Field",
                            .is_self = true,
                            .has_home = true,
                            .home = {52.6705, -0.7333},
                            .work_start_s = 28800,
                            .work_end_s = 63000,
                            .work_days = 31};
    WELL(room, store_engineer_save(room->store, &self, &id, &room->err));
    struct site bakery = room_customer("Oakham Bakery", 52.6703, -0.7290);
    bakery.key = "B1";
    bakery.street = "1 Mill Street";
    bakery.town = "Oakham";
    bakery.postcode = "LE15 6EA";
    bakery.hours = "Mo-Fr 08:00-16:00";
    bakery.service_s = 900;
    bakery.amenities = AMENITY_BIT(AMENITY_TOILET) | AMENITY_BIT(AMENITY_PARCEL_DROP);
    bakery.is_haven = true;
    bakery.haven_kind = "bakery";
    int64_t site_id = room_save(room, &bakery);
    struct site garage = room_customer("Uppingham Garage", 52.5890, -0.7220);
    int64_t garage_id = room_save(room, &garage);
    struct site barn = room_customer("Barn", 0, 0);
    barn.placed_by = PLACED_NOT;
    room_save(room, &barn);
    int64_t contact_id = room_add_contact(room, site_id, "Jo Baker", "01572 722000");
    room_add_contact(room, garage_id, "Sam Carr", "");
    room_add_visit(room, site_id, ROOM_DAY - 400);
    int64_t job_id = room_add_job(room, site_id, ROOM_DAY, 32400);
    furnish_history(room, site_id, contact_id);
    furnish_plan(room, site_id, job_id);
    struct parcel parcel = parcel_empty();
    parcel.what = "Faulty board";
    parcel.carrier = "DPD";
    parcel.job_id = job_id;
    WELL(room, store_parcel_save(room->store, &parcel, &id, &room->err));
    room_commit(room);
    return site_id;
}
