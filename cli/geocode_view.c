#include "cli/geocode_view.h"

#include "cli/doc.h"
#include "cli/out.h"
#include "cli/words.h"
#include "geo/store/nearest.h"
#include "geo/store/site.h"

#include <string.h>

enum { INDENT = 5, FAR_M = 100000 /* a site farther off says nothing about where this is */ };

static const struct {
    enum geocode_part part;
    const char *name;
} parts[] = {
    {GEOCODE_NUMBER, "number"},          {GEOCODE_STREET_NAME, "street"}, {GEOCODE_TOWN, "town"},
    {GEOCODE_POSTCODE_PART, "postcode"}, {GEOCODE_COUNTRY, "country"},    {GEOCODE_NAME, "name"},
};

enum { PARTS = sizeof parts / sizeof parts[0] };

static const char *part_names(struct arena *arena, uint32_t mask)
{
    const char *text = "";
    for (size_t i = 0; i < PARTS; i++)
        if ((mask & (uint32_t)parts[i].part) != 0)
            text = words_join(arena, text, ", ", parts[i].name);
    return text;
}

/* "house; number, street and town agree; not the postcode" */
static const char *agreement(struct arena *arena, const struct geocode_candidate *candidate)
{
    const uint32_t told = candidate->matched & ~(uint32_t)GEOCODE_COUNTRY;
    const char *same = part_names(arena, told);
    const char *other = part_names(arena, candidate->mismatched);
    const char *text = geocode_precision_name(candidate->precision);
    if (*same)
        text = arena_printf(arena, "%s · the same %s", text, same);
    return *other ? arena_printf(arena, "%s · another %s", text, other) : text;
}

char *geocode_view_point(struct arena *arena, struct point at)
{
    return arena_printf(arena, "%.5f,%.5f", at.lat_deg, at.lon_deg);
}

char *geocode_view_link(struct arena *arena, struct point at)
{
    return arena_printf(arena, "https://www.openstreetmap.org/?mlat=%.5f&mlon=%.5f#map=18/%.5f/%.5f", at.lat_deg,
                        at.lon_deg, at.lat_deg, at.lon_deg);
}

/* "410 m NE of High Street Dental"; "" when nothing is near. */
static enum status from_known(struct cli *cli, struct point at, int64_t skip_id, const char **out, struct error *err)
{
    struct arena *arena = cli->arena;
    const struct nearest_filter filter = {.customers = true, .havens = true, .unasked_too = true};
    struct nearest_site *sites = NULL;
    struct site site;
    size_t n = 0, i = 0;
    double radius_m = 0;
    enum status status = store_nearest(cli->store, at, &filter, 2, FAR_M, &radius_m, arena, &sites, &n, err);
    *out = "";
    while (!status && i < n && sites[i].id == skip_id)
        i++;
    if (status || i == n)
        return status;
    status = store_site_get(cli->store, sites[i].id, arena, &site, err);
    if (status)
        return status;
    const char *way = sites[i].crow_m < 1 ? "at the place"
                                          : arena_printf(arena, "%s %s", words_km(arena, (int32_t)sites[i].crow_m),
                                                         point_compass(point_bearing_deg(sites[i].at, at)));
    *out = arena_printf(arena, "%s of %s", way, words_address(arena, site.name, site.town));
    return STATUS_OK;
}

enum status geocode_view_candidates(struct cli *cli, const struct geocode_candidate *candidates, size_t n,
                                    int64_t skip_id, struct error *err)
{
    struct arena *arena = cli->arena;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < n && !status; i++) {
        const char *where = "";
        status = from_known(cli, candidates[i].at, skip_id, &where, err);
        if (status)
            return status;
        out_hanging(cli->out, STYLE_BOLD, arena_printf(arena, "%3zu", i + 1), INDENT, candidates[i].label);
        out_hanging(cli->out, STYLE_PLAIN, "", INDENT, agreement(arena, &candidates[i]));
        out_hanging(cli->out, STYLE_DIM, "", INDENT,
                    words_join(arena, geocode_view_point(arena, candidates[i].at), " · ", where));
        out_styled(cli->out, STYLE_DIM, "%*s%s\n", INDENT, "", geocode_view_link(arena, candidates[i].at));
    }
    return status;
}

void geocode_view_source(struct cli *cli, const struct geocode_answer *answer)
{
    struct arena *arena = cli->arena;
    if (answer->n == 0)
        return;
    const char *asked = answer->cached ? arena_printf(arena, ", asked %s",
                                                      words_ago(arena, civil_day_of_utc(answer->asked_utc), cli->today))
                                       : "";
    out_styled(cli->out, STYLE_DIM, "Source: %s%s%s%s\n", answer->source, asked, *answer->attribution ? " · " : "",
               answer->attribution);
}

static json_t *part_list(uint32_t mask)
{
    json_t *list = json_array();
    for (size_t i = 0; i < PARTS; i++)
        if ((mask & (uint32_t)parts[i].part) != 0)
            doc_add(list, doc_text(parts[i].name));
    return list;
}

json_t *geocode_view_json(const struct geocode_candidate *candidate)
{
    const struct address *address = &candidate->parts;
    json_t *one = json_object();
    doc_set(one, "lat", json_real(candidate->at.lat_deg));
    doc_set(one, "lon", json_real(candidate->at.lon_deg));
    doc_set(one, "label", doc_text(candidate->label));
    doc_set(one, "precision", doc_text(geocode_precision_name(candidate->precision)));
    doc_set(one, "matched", part_list(candidate->matched));
    doc_set(one, "mismatched", part_list(candidate->mismatched));
    doc_set(one, "source_id", doc_text(candidate->source_id));
    doc_set(one, "name", doc_text(address->name));
    doc_set(one, "number", doc_text(address->number));
    doc_set(one, "street", doc_text(address->street));
    doc_set(one, "town", doc_text(address->town));
    doc_set(one, "postcode", doc_text(address->postcode));
    doc_set(one, "country", doc_text(address->country));
    return one;
}
