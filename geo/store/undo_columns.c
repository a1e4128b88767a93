#include "geo/store/undo_columns.h"

#include <stddef.h>
#include <string.h>

#define SITE_OF(table) "SELECT s.name FROM " table " x JOIN site s ON s.id = x.site_id WHERE x.id = ?"
#define SITE_ITSELF    "SELECT name FROM site WHERE id = ?"

static const struct undo_column engineer[] = {{"id", "", UNDO_HIDDEN},
                                              {"uuid", "", UNDO_HIDDEN},
                                              {"is_self", "owner", UNDO_YES_NO},
                                              {"home_lat", "home latitude", UNDO_TEXT},
                                              {"home_lon", "home longitude", UNDO_TEXT},
                                              {"work_start_s", "work from", UNDO_TIME},
                                              {"work_end_s", "work until", UNDO_TIME},
                                              {"work_days", "work days", UNDO_WEEKDAYS},
                                              {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column site[] = {{"id", "", UNDO_HIDDEN},
                                          {"uuid", "", UNDO_HIDDEN},
                                          {"name_folded", "", UNDO_HIDDEN},
                                          {"placed_by", "placed by", UNDO_TEXT},
                                          {"service_s", "minutes", UNDO_MINUTES},
                                          {"created_utc", "", UNDO_HIDDEN},
                                          {"geom", "place", UNDO_PLACE},
                                          {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column customer[] = {{"site_id", "", UNDO_HIDDEN},
                                              {"goal_days", "goal", UNDO_TEXT},
                                              {"status_reason", "status reason", UNDO_TEXT},
                                              {"no_drop_in", "never drop in", UNDO_YES_NO},
                                              {"engineer_id", "engineer", UNDO_ENGINEER},
                                              {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column haven[] = {{"site_id", "", UNDO_HIDDEN},
                                           {"source_id", "source id", UNDO_TEXT},
                                           {"list", "", UNDO_HIDDEN},
                                           {"gone_day", "gone since", UNDO_DAY},
                                           {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column amenity[] = {{"site_id", "", UNDO_HIDDEN}, {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column collection[] = {{"id", "", UNDO_HIDDEN},
                                                {"uuid", "", UNDO_HIDDEN},
                                                {"site_id", "site", UNDO_SITE},
                                                {"weekdays", "weekdays", UNDO_WEEKDAYS},
                                                {"cutoff_s", "cut-off", UNDO_TIME},
                                                {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column contact[] = {{"id", "", UNDO_HIDDEN},        {"uuid", "", UNDO_HIDDEN},
                                             {"site_id", "site", UNDO_SITE}, {"phone_digits", "", UNDO_HIDDEN},
                                             {"left_day", "left", UNDO_DAY}, {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column job[] = {{"id", "", UNDO_HIDDEN},
                                         {"uuid", "", UNDO_HIDDEN},
                                         {"uid", "", UNDO_HIDDEN},
                                         {"sequence", "", UNDO_HIDDEN},
                                         {"site_id", "site", UNDO_SITE},
                                         {"day", "day", UNDO_DAY},
                                         {"earliest_s", "from", UNDO_TIME},
                                         {"latest_s", "latest", UNDO_TIME},
                                         {"duration_s", "minutes", UNDO_MINUTES},
                                         {"engineer_id", "engineer", UNDO_ENGINEER},
                                         {"imported", "", UNDO_HIDDEN},
                                         {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column visit[] = {{"id", "", UNDO_HIDDEN},
                                           {"uuid", "", UNDO_HIDDEN},
                                           {"site_id", "site", UNDO_SITE},
                                           {"job_id", "", UNDO_HIDDEN},
                                           {"engineer_id", "engineer", UNDO_ENGINEER},
                                           {"day", "day", UNDO_DAY},
                                           {"at_s", "time", UNDO_TIME},
                                           {"duration_s", "minutes", UNDO_MINUTES},
                                           {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column promise[] = {{"id", "", UNDO_HIDDEN},
                                             {"uuid", "", UNDO_HIDDEN},
                                             {"site_id", "site", UNDO_SITE},
                                             {"contact_id", "to", UNDO_CONTACT},
                                             {"made_day", "made", UNDO_DAY},
                                             {"due_day", "due", UNDO_DAY},
                                             {"settled_day", "settled", UNDO_DAY},
                                             {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column parcel[] = {{"id", "", UNDO_HIDDEN},
                                            {"uuid", "", UNDO_HIDDEN},
                                            {"site_id", "waits at", UNDO_SITE},
                                            {"job_id", "job", UNDO_TEXT},
                                            {"ready_day", "ready on", UNDO_DAY},
                                            {"ready_s", "ready from", UNDO_TIME},
                                            {"due_day", "due on", UNDO_DAY},
                                            {"due_s", "due by", UNDO_TIME},
                                            {"done_day", "done", UNDO_DAY},
                                            {"done_site_id", "done at", UNDO_SITE},
                                            {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column placing[] = {
    {"site_id", "", UNDO_HIDDEN},      {"placed_by", "", UNDO_HIDDEN},         {"source", "found by", UNDO_TEXT},
    {"source_id", "", UNDO_HIDDEN},    {"label", "found", UNDO_TEXT},          {"placed_utc", "", UNDO_HIDDEN},
    {"asked", "asked for", UNDO_TEXT}, {"reviewed", "confirmed", UNDO_YES_NO}, {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column site_review[] = {{"site_id", "", UNDO_HIDDEN},
                                                 {"asked", "asked for", UNDO_TEXT},
                                                 {"asked_utc", "", UNDO_HIDDEN},
                                                 {"wrong", "marked as wrong", UNDO_YES_NO},
                                                 {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column review_candidate[] = {{"site_id", "", UNDO_HIDDEN},   {"seq", "", UNDO_HIDDEN},
                                                      {"matched", "", UNDO_HIDDEN},   {"mismatched", "", UNDO_HIDDEN},
                                                      {"source_id", "", UNDO_HIDDEN}, {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column note[] = {{"id", "", UNDO_HIDDEN},        {"uuid", "", UNDO_HIDDEN},
                                          {"site_id", "site", UNDO_SITE}, {"day", "day", UNDO_DAY},
                                          {"body", "text", UNDO_NOTE},    {"settled_day", "settled", UNDO_DAY},
                                          {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column plan[] = {{"id", "", UNDO_HIDDEN},       {"uuid", "", UNDO_HIDDEN},
                                          {"day", "day", UNDO_DAY},      {"engineer_id", "engineer", UNDO_ENGINEER},
                                          {"made_utc", "", UNDO_HIDDEN}, {"summary", "", UNDO_HIDDEN},
                                          {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_column plan_stop[] = {{"id", "", UNDO_HIDDEN},           {"uuid", "", UNDO_HIDDEN},
                                               {"plan_id", "", UNDO_HIDDEN},      {"seq", "stop", UNDO_TEXT},
                                               {"site_id", "site", UNDO_SITE},    {"job_id", "", UNDO_HIDDEN},
                                               {"arrive_s", "arrive", UNDO_TIME}, {"start_s", "start", UNDO_TIME},
                                               {"depart_s", "leave", UNDO_TIME},  {NULL, NULL, UNDO_HIDDEN}};

static const struct undo_table tables[] = {
    {"engineer", "SELECT name FROM engineer WHERE id = ?", "name", engineer},
    {"site", SITE_ITSELF, "name", site},
    {"customer", SITE_ITSELF, NULL, customer},
    {"haven", SITE_ITSELF, NULL, haven},
    {"amenity", SITE_ITSELF, "name", amenity},
    {"collection", SITE_OF("collection"), "carrier", collection},
    {"contact", "SELECT c.name || ' at ' || s.name FROM contact c JOIN site s ON s.id = c.site_id WHERE c.id = ?",
     "name", contact},
    {"job", SITE_OF("job"), "title", job},
    {"visit", SITE_OF("visit"), "day", visit},
    {"promise", SITE_OF("promise"), "what", promise},
    {"note", SITE_OF("note"), "body", note},
    {"parcel", "SELECT 'K' || id FROM parcel WHERE id = ?", "what", parcel},
    {"placing", SITE_ITSELF, "label", placing},
    {"site_review", SITE_ITSELF, "why", site_review},
    {"review_candidate", SITE_ITSELF, "label", review_candidate},
    {"plan", "SELECT 'the plan of ' || date(day * 86400, 'unixepoch') FROM plan WHERE id = ?", "day", plan},
    {"plan_stop",
     "SELECT coalesce((SELECT name FROM site s WHERE s.id = x.site_id), x.kind) FROM plan_stop x WHERE x.id = ?",
     "kind", plan_stop},
};

const struct undo_table *undo_columns_of(const char *table)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (strcmp(tables[i].name, table) == 0) {
            return &tables[i];
        }
    }
    return NULL;
}

struct undo_column undo_columns_find(const struct undo_table *table, const char *column)
{
    for (const struct undo_column *c = table->columns; c->column != NULL; c++) {
        if (strcmp(c->column, column) == 0) {
            return *c;
        }
    }
    return (struct undo_column){column, column, UNDO_TEXT};
}
