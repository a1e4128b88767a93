/* The day as links, in words and as JSON. Which applications there are is in links_apps.c. */
#include "cli/export/links.h"

#include "geo/base/civil.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <jansson.h>
#include <string.h>

static size_t limit_of(const struct map_app *app, const struct export_input *input)
{
    return app->more > 0 && input->options.per_link > EXPORT_PER_LINK ? app->more : app->stops;
}

/* --- the links of one application ----------------------------------------------------------------------------------- */

static void add_links(const struct export_input *input, const struct map_app *app, struct export_link *out, size_t *n,
                      const char **split)
{
    const size_t limit = limit_of(app, input);
    const size_t parts = (input->n + limit - 1) / limit;
    for (size_t part = 0; part < parts; part++) {
        const size_t from = part * limit;
        const size_t count = input->n - from < limit ? input->n - from : limit;
        out[(*n)++] = (struct export_link){.app = app,
                                           .part = part + 1,
                                           .parts = parts,
                                           .from = from,
                                           .n = count,
                                           .span = export_span(input, from, count),
                                           .url = app->url(input->arena, &input->stops[from], count)};
    }
    if (parts > 1 && *split == NULL)
        *split = arena_printf(input->arena, "%s takes %zu stop%s in a link", app->name, limit, limit == 1 ? "" : "s");
}

enum status map_app_named(struct arena *arena, const char *key, const struct map_app **out, struct error *err)
{
    size_t n = 0;
    const struct map_app *apps = map_apps(&n);
    const char **keys = arena_array(arena, n, sizeof *keys);
    for (size_t i = 0; i < n; i++)
        keys[i] = apps[i].key;
    *out = *key == '\0' || strcmp(key, "all") == 0 ? NULL : map_app_find(key);
    if (*key == '\0' || strcmp(key, "all") == 0 || *out != NULL)
        return STATUS_OK;
    const char *near = text_nearest(key, keys, n);
    if (near != NULL)
        return error_set(err, STATUS_INPUT, "there is no application '%s'; did you mean '%s'?", key, near);
    struct buf list;
    buf_init(&list, ERROR_TEXT_MAX);
    for (size_t i = 0; i < n; i++)
        buf_printf(&list, "%s%s", i == 0 ? "" : ", ", keys[i]);
    const enum status status =
        error_set(err, STATUS_INPUT, "there is no application '%s'; there are %s, and all", key, list.data);
    buf_clear(&list);
    return status;
}

enum status map_app_asked(const struct export_input *input, const struct map_app **out, struct error *err)
{
    const char *key = input->options.app;
    const bool of_settings = input->settings != NULL && key == input->settings->export_app; /* not typed */
    const enum status status = map_app_named(input->arena, key, out, err);
    return status == STATUS_OK || !of_settings ? status : error_prefix(err, "export.app");
}

enum status export_links_make(const struct export_input *input, const struct map_app *app, struct export_link **out,
                              size_t *n, const char **split, struct error *err)
{
    size_t apps_n = 0;
    const struct map_app *apps = map_apps(&apps_n);
    const char *why = NULL;
    size_t made = 0;
    enum status status = app == NULL ? map_app_asked(input, &app, err) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    struct export_link *links = arena_array(input->arena, input->n * apps_n + 1, sizeof *links);
    for (size_t i = 0; i < apps_n; i++)
        if (app == NULL || app == &apps[i])
            add_links(input, &apps[i], links, &made, &why);
    *out = links;
    *n = made;
    *split = why;
    return STATUS_OK;
}

/* --- in words ------------------------------------------------------------------------------------------------------- */

/* "8. 14:05 Oakham Bakery" */
static const char *stop_line(const struct export_input *input, const struct export_stop *stop)
{
    const char *number = stop->number == 0 ? "" : arena_printf(input->arena, "%d. ", stop->number);
    return arena_printf(input->arena, "%s%s %s", number, export_time(input, export_arrive_s(input, stop)), stop->name);
}

static void write_link(const struct export_input *input, const struct export_link *link, struct buf *out)
{
    if (link->part == 1)
        buf_printf(out, "\n%s (%s)\n", link->app->name, link->app->note);
    if (link->app->stops == 1)
        buf_printf(out, "%s\n", stop_line(input, &input->stops[link->from]));
    else
        buf_printf(out, "%s, link %zu of %zu\n", link->span, link->part, link->parts);
    buf_printf(out, "%s\n", link->url);
}

static enum status write_links(const struct export_input *input, struct export_parts *parts, struct error *err)
{
    struct export_link *links = NULL;
    size_t n = 0;
    struct buf out;
    const enum status status = export_links_make(input, NULL, &links, &n, &parts->split, err);
    if (status != STATUS_OK)
        return status;
    buf_init(&out, EXPORT_BYTES_MAX);
    buf_printf(&out, "%s\n", export_day(input));
    for (size_t i = 0; i < n; i++)
        write_link(input, &links[i], &out);
    const struct export_part part = {.suffix = "", .extension = "txt", .mime = "text/plain", .title = ""};
    return export_add(parts, part, &out, err);
}

/* --- JSON ----------------------------------------------------------------------------------------------------------- */

static json_t *json_link(const struct export_input *input, const struct export_link *link)
{
    json_t *numbers = json_array();
    for (size_t i = 0; i < link->n; i++)
        json_array_append_new(numbers, json_integer(input->stops[link->from + i].number));
    return json_pack("{s:I, s:I, s:s, s:o, s:s}", "part", (json_int_t)link->part, "of", (json_int_t)link->parts,
                     "stops", link->span, "numbers", numbers, "url", link->url);
}

static json_t *json_stops(const struct export_input *input)
{
    json_t *stops = json_array();
    for (size_t i = 0; i < input->n; i++) {
        const struct export_stop *stop = &input->stops[i];
        json_array_append_new(stops, json_pack("{s:i, s:s, s:s}", "number", stop->number, "name", stop->name, "arrive",
                                               export_time(input, export_arrive_s(input, stop))));
    }
    return stops;
}

static enum status links_json(const struct export_input *input, struct json_t **out, struct error *err)
{
    char date[CIVIL_TEXT];
    struct export_link *links = NULL;
    size_t n = 0;
    const char *split = NULL;
    const enum status status = export_links_make(input, NULL, &links, &n, &split, err);
    if (status != STATUS_OK)
        return status;
    civil_format_date(date, input->plan->day);
    json_t *apps = json_object();
    json_t *list = NULL;
    for (size_t i = 0; i < n; i++) {
        if (links[i].part == 1) {
            list = json_array();
            json_object_set_new(apps, links[i].app->key, list);
        }
        json_array_append_new(list, json_link(input, &links[i]));
    }
    *out = json_pack("{s:s, s:i, s:s, s:o, s:o}", "schema", "rounds-links", "version", 1, "day", date, "stops",
                     json_stops(input), "apps", apps);
    json_object_set_new(*out, "split", split == NULL ? json_null() : json_string(split));
    return STATUS_OK;
}

const struct exporter export_links = {
    .name = "links",
    .summary =
        "links that open the day in Google Maps, Apple Maps, HERE WeGo, Waze and others (--app), or in any (geo:)",
    .contains = "places of the stops; names beside the links and where an application shows them (HERE WeGo, Organic "
                "Maps, geo:); home only with --with-home",
    .needs = EXPORT_READING | EXPORT_APP | EXPORT_PER_LINK_LIMIT,
    .write = write_links,
    .json = links_json,
};
