/* Jobs from CSV. */
#include "cli/import/columns.h"
#include "cli/import/import.h"
#include "cli/import/jobs.h"
#include "cli/import/jobs_site.h"
#include "cli/import/nearby.h"
#include "cli/import/seen.h"
#include "cli/job_fields.h"
#include "geo/base/caps.h"
#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <string.h>

enum { PROGRESS_EVERY = 64, DURATION_MAX_S = DAY_SECONDS };

/* --- the columns --------------------------------------------------------------------------------------------------------- */

enum job_field {
    JOB_UID,
    JOB_SITE_KEY,
    JOB_SITE,
    JOB_TOWN,
    JOB_POSTCODE,
    JOB_LAT,
    JOB_LON,
    JOB_PLACE,
    JOB_DATE,
    JOB_START,
    JOB_END,
    JOB_LATEST,
    JOB_WINDOW,
    JOB_MINUTES,
    JOB_TITLE,
    JOB_ENGINEER,
    JOB_STATUS,
    JOB_FIELD_COUNT
};

#define ALIASES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct {
    const char *name;
    const char *const *aliases; /* folded, the name included */
} job_fields[JOB_FIELD_COUNT] = {
    [JOB_UID] = {"uid", ALIASES("uid", "id", "key", "job", "jobid", "jobno", "jobnumber", "jobref", "reference", "ref",
                                "ticket", "ticketid", "ticketno", "ticketnumber", "order", "orderno", "ordernumber",
                                "workorder", "workorderno", "workordernumber", "case", "casenumber", "callno", "callid",
                                "auftrag", "auftragsnummer", "auftragsnr", "vorgang", "numero", "intervention",
                                "numerointervention")},
    [JOB_SITE_KEY] = {"site_key",
                      ALIASES("sitekey", "siteid", "siteno", "sitenumber", "customerkey", "customerid", "customerno",
                              "customernumber", "custno", "accountid", "accountno", "accountnumber", "kundennummer",
                              "kundennr", "kdnr", "numeroclient", "codeclient")},
    [JOB_SITE] = {"site",
                  ALIASES("site", "sitename", "customer", "customername", "company", "companyname", "account",
                          "accountname", "name", "where", "location", "business", "organisation", "organization",
                          "kunde", "kundenname", "firma", "standort", "client", "nomclient", "societe", "lieu")},
    [JOB_TOWN] = {"town", ALIASES("town", "city", "ort", "stadt", "ville", "posttown")},
    [JOB_POSTCODE] = {"postcode",
                      ALIASES("postcode", "postalcode", "zip", "zipcode", "plz", "postleitzahl", "codepostal", "cp")},
    [JOB_LAT] = {"lat", ALIASES("lat", "latitude", "breite", "breitengrad")},
    [JOB_LON] = {"lon", ALIASES("lon", "lng", "long", "longitude", "lange", "laenge", "langengrad", "laengengrad")},
    [JOB_PLACE] = {"place", ALIASES("place", "latlon", "latlng", "latlong", "coordinates", "coords", "gps", "position",
                                    "koordinaten", "coordonnees")},
    [JOB_DATE] = {"date", ALIASES("date", "day", "startdate", "jobdate", "visitdate", "appointmentdate",
                                  "scheduleddate", "datum", "tag", "termin", "jour", "datedebut", "daterdv")},
    [JOB_START] = {"start",
                   ALIASES("start", "time", "starttime", "from", "timefrom", "earliest", "earlieststart", "windowstart",
                           "appointmenttime", "scheduledtime", "startdatetime", "scheduledstart", "beginn", "von",
                           "uhrzeit", "startzeit", "heure", "debut", "heuredebut", "de")},
    [JOB_END] = {"end", ALIASES("end", "endtime", "finish", "finishtime", "enddatetime", "scheduledend", "ende",
                                "endzeit", "fin", "heurefin")},
    [JOB_LATEST] = {"latest", ALIASES("latest", "lateststart", "windowend", "to", "timeto", "until", "by", "bis",
                                      "spatestens", "spaetestens", "auplustard")},
    [JOB_WINDOW] = {"window",
                    ALIASES("window", "timewindow", "slot", "timeslot", "zeitfenster", "creneau", "plagehoraire")},
    [JOB_MINUTES] = {"minutes", ALIASES("minutes", "duration", "durationminutes", "length", "estimatedminutes",
                                        "estimatedduration", "dauer", "minuten", "duree")},
    [JOB_TITLE] = {"title", ALIASES("title", "subject", "summary", "what", "work", "task", "fault", "problem",
                                    "description", "jobtitle", "jobdescription", "jobtype", "type", "betreff", "titel",
                                    "aufgabe", "arbeit", "beschreibung", "objet", "titre", "tache", "travail")},
    [JOB_ENGINEER] = {"engineer", ALIASES("engineer", "technician", "assignedto", "assignee", "resource", "owner",
                                          "techniker", "monteur", "mitarbeiter", "technicien", "intervenant")},
    [JOB_STATUS] = {"status", ALIASES("status", "state", "jobstatus", "zustand", "statut", "etat")},
};

static int find_job_field(const void *context, const char *header)
{
    (void)context;
    for (int id = 0; id < JOB_FIELD_COUNT; id++)
        if (field_name_in(header, job_fields[id].aliases) || strcmp(header, job_fields[id].name) == 0)
            return id;
    return -1;
}

static const char *job_field_name(const void *context, int id)
{
    (void)context;
    return job_fields[id].name;
}

static const int job_needs[] = {JOB_SITE, JOB_SITE_KEY, JOB_PLACE, JOB_LAT, -1};
static const struct columns_names job_names = {.count = JOB_FIELD_COUNT,
                                               .find = find_job_field,
                                               .name = job_field_name,
                                               .needed = job_needs,
                                               .needed_text = "site"};

/* --- one row ------------------------------------------------------------------------------------------------------------- */

struct file {
    struct import *im;
    struct columns columns;
    bool noted_engineer;
};

/* A row on its way to a job. A refusal sets WHY and the field it belongs to; nothing more is looked at then. */
struct row {
    struct file *file;
    const struct csv_record *record;
    struct job job;
    struct site site;
    unsigned given; /* of enum jobs_given */
    enum job_field bad;
    const char *why;
};

static const char *cell(const struct row *row, enum job_field id)
{
    return columns_cell(row->file->im, &row->file->columns, row->record, (int)id);
}

static bool refuse(struct row *row, enum job_field bad, const char *why)
{
    row->bad = bad;
    row->why = why;
    return false;
}

static bool too_long(struct row *row, enum job_field id)
{
    return strlen(cell(row, id)) > CAP_NAME_BYTES && !refuse(row, id, "longer than 1,000 bytes");
}

static bool read_texts(struct row *row)
{
    if (too_long(row, JOB_UID) || too_long(row, JOB_TITLE) || too_long(row, JOB_SITE) || too_long(row, JOB_SITE_KEY))
        return false;
    row->job.uid = cell(row, JOB_UID);
    row->job.title = cell(row, JOB_TITLE);
    row->given |= *row->job.title != '\0' ? JOBS_TITLE : 0;
    if (*row->job.uid == '\0')
        return true;
    struct import *im = row->file->im;
    const size_t line = seen_line(im->seen, 'u', row->job.uid);
    if (line != 0)
        return refuse(
            row, JOB_UID,
            arena_printf(im->row, "\"%s\" is on line %zu already; this row was not taken", row->job.uid, line));
    return true;
}

static bool read_degrees(struct row *row, enum job_field id, double max, double *degrees, bool *there)
{
    const char *text = cell(row, id);
    *there = *text != '\0';
    if (!*there || num_parse_double(text, true, -max, max, degrees))
        return true;
    return refuse(row, id,
                  arena_printf(row->file->im->row, "\"%s\" is not decimal degrees, %.0f to %.0f", text, -max, max));
}

static bool read_place(struct row *row, struct jobs_where *where)
{
    struct import *im = row->file->im;
    struct error why = {0};
    bool lat = false;
    bool lon = false;
    const char *place = cell(row, JOB_PLACE);
    if (*place != '\0') {
        if (point_parse(place, &where->at, &why) != STATUS_OK)
            return refuse(row, JOB_PLACE, arena_strdup(im->row, why.text));
        where->has_place = true;
    } else {
        if (!read_degrees(row, JOB_LAT, 90, &where->at.lat_deg, &lat) ||
            !read_degrees(row, JOB_LON, 180, &where->at.lon_deg, &lon))
            return false;
        if (lat != lon)
            return refuse(row, lat ? JOB_LON : JOB_LAT, lat ? "lat without lon" : "lon without lat");
        where->has_place = lat;
    }
    const char *swapped = NULL;
    if (where->has_place && nearby_swapped(im->nearby, im->row, where->at, &swapped))
        return refuse(row, *place != '\0' ? JOB_PLACE : JOB_LAT, swapped);
    return true;
}

static enum status read_site(struct row *row, struct error *err)
{
    struct jobs_where where = {.key = cell(row, JOB_SITE_KEY),
                               .name = cell(row, JOB_SITE),
                               .town = cell(row, JOB_TOWN),
                               .postcode = cell(row, JOB_POSTCODE)};
    if (!read_place(row, &where))
        return STATUS_OK;
    const char *why = NULL;
    enum jobs_found found = JOBS_UNKNOWN;
    const enum status status = jobs_site_find(row->file->im, &where, &row->site, &found, &why, err);
    if (status == STATUS_OK && found != JOBS_FOUND)
        refuse(row,
               *where.key != '\0'                       ? JOB_SITE_KEY
               : *where.name == '\0' && where.has_place ? JOB_PLACE
                                                        : JOB_SITE,
               why);
    row->job.site_id = row->site.id;
    return status;
}

/* --- when ---------------------------------------------------------------------------------------------------------------- */

/* Where the time stands in "2026-11-24 09:00", "24 Nov 2026 09:00", "2026-11-24T09:00": behind a date, which has a year
 * and no colon. NULL when there is no date before it. */
static const char *time_behind_date(const char *text)
{
    for (const char *p = text; *p != '\0' && *p != ':'; p++) {
        const bool gap = (*p == ' ' || *p == 'T') && p[1] >= '0' && p[1] <= '9';
        if (gap && p - text >= 8 && p[1 + strcspn(p + 1, ": ")] == ':')
            return p + 1;
    }
    return NULL;
}

static const char *time_part(const char *text)
{
    const char *time = time_behind_date(text);
    return time != NULL ? time : text;
}

static bool read_time(struct row *row, enum job_field id, const char *text, int32_t *wall_s)
{
    if (civil_parse_time(text, wall_s) && *wall_s >= 0 && *wall_s <= DAY_SECONDS)
        return true;
    return refuse(row, id, arena_printf(row->file->im->row, "\"%s\" is not a time of day (09:10)", text));
}

static bool read_date(struct row *row)
{
    struct import *im = row->file->im;
    struct error why = {0};
    const enum job_field id = *cell(row, JOB_DATE) != '\0' ? JOB_DATE : JOB_START;
    const char *text = cell(row, id);
    if (*text == '\0')
        return refuse(row, JOB_DATE, "no date");
    if (dates_parse(text, im->date_order, &row->job.day, &why) != STATUS_OK)
        return refuse(row, id, arena_strdup(im->row, why.text));
    if (row->job.day < im->today - 36500 || row->job.day > im->today + 36500)
        return refuse(row, id, arena_printf(im->row, "\"%s\" is more than a century away", text));
    return true;
}

/* A cell that holds a date beside its time: the row's own. */
static bool same_day(struct row *row, enum job_field id)
{
    struct import *im = row->file->im;
    struct error why = {0};
    int32_t day = 0;
    const char *text = cell(row, id);
    if (time_behind_date(text) == NULL)
        return true;
    if (dates_parse(text, im->date_order, &day, &why) != STATUS_OK)
        return refuse(row, id, arena_strdup(im->row, why.text));
    char date[CIVIL_TEXT];
    civil_format_date(date, row->job.day);
    return day == row->job.day ||
           refuse(row, id, arena_printf(im->row, "\"%s\" is another day than the row's, %s", text, date));
}

static bool read_duration(struct row *row)
{
    const char *text = cell(row, JOB_MINUTES);
    row->job.duration_s = jobs_duration(row->file->im, &row->site);
    if (*text == '\0')
        return true;
    row->given |= JOBS_DURATION;
    if (civil_parse_duration(text, &row->job.duration_s) && row->job.duration_s > 0 &&
        row->job.duration_s <= DURATION_MAX_S)
        return true;
    return refuse(row, JOB_MINUTES,
                  arena_printf(row->file->im->row, "\"%s\" is not a duration: minutes (45), or 1h30", text));
}

/* "09:00-10:00", also with a dash of print: its two ends. False: there is no dash. */
static bool split_window(struct row *row, const char *text, const char **from, const char **to)
{
    static const char *const dashes[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94"};
    struct import *im = row->file->im;
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        const char *dash = *text == '\0' ? NULL : strstr(text + 1, dashes[i]);
        if (dash == NULL)
            continue;
        *from = text_trim(im->row, arena_strndup(im->row, text, (size_t)(dash - text)));
        *to = text_trim(im->row, dash + strlen(dashes[i]));
        return true;
    }
    return false;
}

/* The work starts between the two times of TEXT. */
static bool read_window(struct row *row, enum job_field id, const char *text)
{
    const char *from = "";
    const char *to = "";
    if (!split_window(row, text, &from, &to))
        return refuse(row, id, arena_printf(row->file->im->row, "\"%s\" is not a window (09:00-10:00)", text));
    return read_time(row, id, from, &row->job.earliest_s) && read_time(row, id, to, &row->job.latest_s);
}

/* `latest` is the latest start. So is `end` beside a duration; without one it is when the work ends. */
static bool read_end(struct row *row)
{
    struct job *job = &row->job;
    const char *latest = cell(row, JOB_LATEST);
    if (*latest != '\0')
        return same_day(row, JOB_LATEST) && read_time(row, JOB_LATEST, time_part(latest), &job->latest_s);
    const char *end = cell(row, JOB_END);
    if (*end == '\0')
        return true;
    int32_t end_s = 0;
    if (!same_day(row, JOB_END) || !read_time(row, JOB_END, time_part(end), &end_s))
        return false;
    if ((row->given & JOBS_DURATION) != 0) {
        job->latest_s = end_s;
        return true;
    }
    if (end_s <= job->earliest_s)
        return refuse(row, JOB_END, "the end is not after the start");
    job->duration_s = end_s - job->earliest_s;
    row->given |= JOBS_DURATION;
    return true;
}

/* A start may be a window by itself. Behind a 'T' a dash is a zone's offset, which nothing here understands. */
static bool read_start(struct row *row, const char *text)
{
    const char *from = "";
    const char *to = "";
    if (strchr(cell(row, JOB_START), 'T') != NULL || !split_window(row, text, &from, &to)) {
        if (!read_time(row, JOB_START, text, &row->job.earliest_s))
            return false;
        row->job.latest_s = row->job.earliest_s;
        return read_end(row);
    }
    if (*cell(row, JOB_LATEST) != '\0' || *cell(row, JOB_END) != '\0')
        return refuse(row, *cell(row, JOB_LATEST) != '\0' ? JOB_LATEST : JOB_END,
                      "the start is a window already; say how long the work takes with minutes");
    return read_window(row, JOB_START, text);
}

/* The time of day that the row's start gives, or its date where that holds one ("24/11/2026 09:00"); midnight there is
 * what spreadsheets write for none. "" for any time. */
static const char *start_of(const struct row *row)
{
    const char *start = cell(row, JOB_START);
    const char *date = cell(row, JOB_DATE);
    if (*start != '\0')
        return *date != '\0' || time_behind_date(start) != NULL ? time_part(start) : "";
    const char *behind = time_behind_date(date);
    int32_t wall_s = 0;
    return behind == NULL || (civil_parse_time(behind, &wall_s) && wall_s == 0) ? "" : behind;
}

static enum status read_when(struct row *row, struct error *err)
{
    if (!read_date(row) || !read_duration(row) || !same_day(row, JOB_START))
        return STATUS_OK;
    const char *window = cell(row, JOB_WINDOW);
    const char *start = start_of(row);
    if (*window == '\0' && *start == '\0') {
        if (*cell(row, JOB_END) != '\0' || *cell(row, JOB_LATEST) != '\0')
            refuse(row, JOB_START, "an end without a start");
        return row->why != NULL ? STATUS_OK : jobs_whole_day(row->file->im, row->job.duration_s, &row->job, err);
    }
    row->given |= JOBS_WINDOW;
    if (!(*window != '\0' ? read_window(row, JOB_WINDOW, window) : read_start(row, start)))
        return STATUS_OK;
    const struct job *job = &row->job;
    const char *why = job_fields_bad_start(row->file->im->row, job->day, job->earliest_s, job->latest_s);
    if (why != NULL)
        refuse(row,
               *window != '\0'                                                     ? JOB_WINDOW
               : job->latest_s < job->earliest_s && *cell(row, JOB_LATEST) != '\0' ? JOB_LATEST
                                                                                   : JOB_START,
               why);
    return STATUS_OK;
}

/* --- the rest ------------------------------------------------------------------------------------------------------------ */

static bool read_status(struct row *row)
{
    static const struct {
        const char *word;
        enum job_status status;
    } words[] = {{"open", JOB_OPEN},          {"booked", JOB_OPEN},         {"confirmed", JOB_OPEN},
                 {"scheduled", JOB_OPEN},     {"planned", JOB_OPEN},        {"new", JOB_OPEN},
                 {"assigned", JOB_OPEN},      {"offen", JOB_OPEN},          {"geplant", JOB_OPEN},
                 {"ouvert", JOB_OPEN},        {"planifie", JOB_OPEN},       {"done", JOB_DONE},
                 {"completed", JOB_DONE},     {"complete", JOB_DONE},       {"finished", JOB_DONE},
                 {"closed", JOB_DONE},        {"erledigt", JOB_DONE},       {"fait", JOB_DONE},
                 {"termine", JOB_DONE},       {"cancelled", JOB_CANCELLED}, {"canceled", JOB_CANCELLED},
                 {"abgesagt", JOB_CANCELLED}, {"storniert", JOB_CANCELLED}, {"annule", JOB_CANCELLED}};
    const char *text = cell(row, JOB_STATUS);
    if (*text == '\0')
        return true;
    const char *folded = text_fold(row->file->im->row, text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(folded, words[i].word) == 0) {
            row->job.status = words[i].status;
            row->given |= JOBS_STATUS;
            return true;
        }
    return refuse(row, JOB_STATUS,
                  arena_printf(row->file->im->row, "\"%s\" is not a status: open, done or cancelled", text));
}

/* Nobody known by that name: the job is the owner's, and that is said once. */
static enum status read_engineer(struct row *row, struct error *err)
{
    struct import *im = row->file->im;
    const char *name = cell(row, JOB_ENGINEER);
    if (*name == '\0')
        return STATUS_OK;
    struct engineer engineer;
    const enum status status = store_engineer_find(im->store, name, im->row, &engineer, err);
    if (status == STATUS_OK) {
        row->job.engineer_id = engineer.is_self ? 0 : engineer.id;
        row->given |= JOBS_ENGINEER;
    }
    if (status == STATUS_OK || (status != STATUS_NOT_FOUND && status != STATUS_INPUT))
        return status;
    if (!row->file->noted_engineer)
        import_note(im, "engineers that are not known here (\"%s\", line %zu): their jobs are taken as your own", name,
                    row->record->line);
    row->file->noted_engineer = true;
    return STATUS_OK;
}

static enum status read_row(struct row *row, struct error *err)
{
    enum status status = STATUS_OK;
    if (!columns_fit(row->file->im, &row->file->columns, row->record) || !read_texts(row))
        return STATUS_OK;
    status = read_site(row, err);
    if (status == STATUS_OK && row->why == NULL)
        status = read_when(row, err);
    if (status == STATUS_OK && row->why == NULL && read_status(row))
        status = read_engineer(row, err);
    return status;
}

/* Without a uid the site, the day and the time are what tells jobs apart. */
static void check_twin(struct row *row)
{
    struct import *im = row->file->im;
    if (*row->job.uid != '\0' || row->why != NULL)
        return;
    const char *name =
        arena_printf(im->row, "%lld %d %d", (long long)row->job.site_id, row->job.day, row->job.earliest_s);
    const size_t line = seen_line(im->seen, 'j', name);
    if (line == 0)
        seen_add(im->seen, 'j', name, row->record->line);
    else
        refuse(row, JOB_START,
               arena_printf(im->row, "the same site, day and time as line %zu; give each job a uid", line));
}

static enum status take_record(struct file *file, const struct csv_record *record, struct error *err)
{
    struct import *im = file->im;
    import_next_row(im);
    const size_t refusals = im->refusals_n;
    struct row row = {.file = file, .record = record, .job = job_empty(), .site = site_empty()};
    enum status status = read_row(&row, err);
    if (status != STATUS_OK)
        return status;
    if (im->refusals_n == refusals)
        check_twin(&row);
    if (row.why != NULL)
        import_refuse(im, record->line, columns_title(&file->columns, &job_names, (int)row.bad), row.why);
    if (im->refusals_n > refusals) {
        columns_reject(im, &file->columns, record, refusals);
        return STATUS_OK;
    }
    if (*row.job.uid != '\0')
        seen_add(im->seen, 'u', row.job.uid, record->line);
    return jobs_save(im, &row.job, row.given, err);
}

enum status import_jobs_csv(struct import *im, struct error *err)
{
    struct file file = {.im = im};
    struct csv *csv = NULL;
    struct csv_record record = {0};
    enum status status = csv_open(im->arena, im->path, im->text, im->length, im->encoding, &csv, err);
    if (status == STATUS_OK)
        status = csv_next(csv, &record, err);
    if (status == STATUS_OK)
        status = columns_read(im, &record, &job_names, &file.columns, err);
    if (status == STATUS_OK)
        status = nearby_open(im->store, im->arena, &im->nearby, err);
    for (size_t rows = 0; status == STATUS_OK; rows++) {
        status = csv_next(csv, &record, err);
        if (status != STATUS_OK || record.n == 0)
            break;
        status = take_record(&file, &record, err);
        if (rows % PROGRESS_EVERY == 0)
            import_progress(im, csv_offset(csv), im->length);
    }
    jobs_notes(im);
    return status;
}
