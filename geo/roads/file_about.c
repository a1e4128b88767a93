/* What a network is made of: a record of numbers, then texts, each with its length before it. */
#include "geo/base/text_utf8.h"
#include "geo/roads/file_format.h"

#include <math.h>
#include <string.h>

struct record {
    int64_t made_utc;
    double south_deg, west_deg, north_deg, east_deg;
    double road_factor, band_to_km[TRAVEL_BANDS_MAX], band_speed_kmh[TRAVEL_BANDS_MAX];
    double error_median, error_p90;
    uint32_t junctions, edges, split_junctions, turns_used, turns_ignored, shortcuts, main_parts, fringe_edges,
        dropped_edges;
    uint32_t has_estimate, bands, zero;
};
_Static_assert(sizeof(struct record) % 8 == 0, "the record has no room that nothing fills");

static void add_text(struct buf *out, const char *text)
{
    uint32_t length = (uint32_t)strlen(text);
    buf_add_n(out, (const char *)&length, sizeof length);
    buf_add_n(out, text, length);
}

static struct record record_of(const struct roads_about *about)
{
    struct record record = {.made_utc = about->made_utc,
                            .south_deg = about->area.south_deg,
                            .west_deg = about->area.west_deg,
                            .north_deg = about->area.north_deg,
                            .east_deg = about->area.east_deg,
                            .junctions = about->report.junctions,
                            .edges = about->report.edges,
                            .split_junctions = about->report.split_junctions,
                            .turns_used = about->report.turns_used,
                            .turns_ignored = about->report.turns_ignored,
                            .shortcuts = about->report.shortcuts,
                            .main_parts = about->report.main_parts,
                            .fringe_edges = about->report.fringe_edges,
                            .dropped_edges = about->report.dropped_edges,
                            .has_estimate = about->has_estimate};
    if (about->has_estimate) {
        record.road_factor = about->estimate.road_factor;
        record.bands = (uint32_t)about->estimate.bands;
        for (size_t i = 0; i < about->estimate.bands; i++) {
            record.band_to_km[i] = about->estimate.band_to_km[i];
            record.band_speed_kmh[i] = about->estimate.band_speed_kmh[i];
        }
        record.error_median = about->estimate_error_median;
        record.error_p90 = about->estimate_error_p90;
    }
    return record;
}

void file_about_print(const struct roads_about *about, struct buf *out)
{
    struct record record = record_of(about);
    buf_add_n(out, (const char *)&record, sizeof record);
    add_text(out, about->date);
    add_text(out, about->sources);
    add_text(out, about->profile);
    add_text(out, about->profile_text);
}

/* UTF-8 without a NUL. */
static bool take_text(const char **next, const char *end, struct arena *arena, const char **out)
{
    uint32_t length;
    if ((size_t)(end - *next) < sizeof length) {
        return false;
    }
    memcpy(&length, *next, sizeof length);
    *next += sizeof length;
    if ((size_t)(end - *next) < length) {
        return false;
    }
    const char *begin = *next;
    *next += length;
    for (const char *at = begin; at < *next;) {
        uint32_t code = text_utf8_next_n(&at, *next);
        if (code == 0 || code == TEXT_UTF8_BAD) {
            return false;
        }
    }
    *out = arena_strndup(arena, begin, length);
    return true;
}

static bool take_estimate(const struct record *record, struct roads_about *out)
{
    if (record->bands < 1 || record->bands > TRAVEL_BANDS_MAX) {
        return false;
    }
    out->has_estimate = true;
    out->estimate.road_factor = record->road_factor;
    out->estimate.bands = record->bands;
    memcpy(out->estimate.band_to_km, record->band_to_km, sizeof record->band_to_km);
    memcpy(out->estimate.band_speed_kmh, record->band_speed_kmh, sizeof record->band_speed_kmh);
    out->estimate_error_median = record->error_median;
    out->estimate_error_p90 = record->error_p90;
    return travel_estimate_check(&out->estimate, NULL) == STATUS_OK && isfinite(record->error_median) &&
           isfinite(record->error_p90);
}

static bool take_record(const struct record *record, struct roads_about *out)
{
    out->made_utc = record->made_utc;
    out->area = (struct box){record->south_deg, record->west_deg, record->north_deg, record->east_deg};
    out->report = (struct roads_report){.junctions = record->junctions,
                                        .edges = record->edges,
                                        .split_junctions = record->split_junctions,
                                        .turns_used = record->turns_used,
                                        .turns_ignored = record->turns_ignored,
                                        .shortcuts = record->shortcuts,
                                        .main_parts = record->main_parts,
                                        .fringe_edges = record->fringe_edges,
                                        .dropped_edges = record->dropped_edges};
    bool on_globe = point_valid((struct point){record->south_deg, record->west_deg}) &&
                    point_valid((struct point){record->north_deg, record->east_deg});
    /* A year of four digits, so that it can be printed. */
    bool dated = record->made_utc >= 0 && record->made_utc < INT64_C(253402300800);
    return on_globe && dated && record->has_estimate <= 1 && (!record->has_estimate || take_estimate(record, out));
}

bool file_about_read(const char *bytes, size_t length, struct arena *arena, struct roads_about *out)
{
    struct record record;
    if (length < sizeof record) {
        return false;
    }
    memcpy(&record, bytes, sizeof record);
    struct roads_about about = {0};
    const char *next = bytes + sizeof record, *end = bytes + length;
    if (!take_record(&record, &about) || !take_text(&next, end, arena, &about.date) ||
        !take_text(&next, end, arena, &about.sources) || !take_text(&next, end, arena, &about.profile) ||
        !take_text(&next, end, arena, &about.profile_text) || next != end) {
        return false;
    }
    *out = about;
    return true;
}
