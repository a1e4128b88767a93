#include "cli/geocode_open.h"

#include "cli/config.h"
#include "cli/network.h"
#include "cli/out.h"
#include "cli/process.h"
#include "cli/words.h"
#include "geo/base/file.h"
#include "geo/net/http.h"
#include "geo/store/geocode_cache.h"
#include "geo/store/people.h"
#include "geo/store/places.h"

#include <string.h>

/* --- services -------------------------------------------------------------------------------------------------------- */

struct row {
    const char *name, *url, *key_env;
};

static struct row row_of(const struct settings *settings, const char *name)
{
    const struct row rows[] = {
        {"nominatim", settings->geocode_nominatim_url, ""},
        {"photon", settings->geocode_photon_url, ""},
        {"pelias", settings->geocode_pelias_url, settings->geocode_pelias_key_env},
        {"geocodeearth", settings->geocode_geocodeearth_url, settings->geocode_geocodeearth_key_env},
        {"openrouteservice", settings->geocode_openrouteservice_url, settings->openrouteservice_key_env},
        {"opencage", settings->geocode_opencage_url, settings->geocode_opencage_key_env},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i];
    return (struct row){name, "", ""};
}

static enum status add_service(struct cli *cli, const char *name, struct geocoder_service *out, const char **host,
                               struct error *err)
{
    const struct row row = row_of(&cli->settings, name);
    const char *contact = cli->settings.geocode_contact;
    const int32_t per_minute = cli->settings.geocode_per_minute;
    size_t length = strlen(row.url);
    while (length > 0 && row.url[length - 1] == '/')
        length--;
    *out = (struct geocoder_service){.service = geocode_service_named(name),
                                     .url = arena_strndup(cli->arena, row.url, length),
                                     .interval_ms = per_minute > 0 ? (60000 + per_minute - 1) / per_minute : 0,
                                     .email = strchr(contact, '@') != NULL ? contact : ""};
    if (!out->service)
        return error_set(err, STATUS_INPUT, "geocode.services: rounds knows no service '%s', but %s", name,
                         geocode_service_names());
    if (length == 0)
        return error_set(err, STATUS_INPUT,
                         "geocode.services has %s, and geocode.%s_url is empty: rounds config geocode.%s_url=URL", name,
                         name, name);
    enum status status = http_host(out->url, cli->arena, host, err);
    if (!status)
        status = network_key(cli, name, row.key_env, &out->key, err);
    if (!status && out->service->with_key && !*out->key && strcmp(name, "pelias") != 0)
        return error_set(err, STATUS_INPUT,
                         "%s answers only with a key: put it into %s/keys.ini, as [%s] and key = ..., and `chmod 600` "
                         "that file",
                         out->service->title, config_folder(cli->arena, "XDG_CONFIG_HOME", ".config"), name);
    return status;
}

/* --- what the one who asks needs ------------------------------------------------------------------------------------- */

static void told(void *context, const char *text)
{
    struct cli *cli = context;
    out_note(cli->out, "%s", text);
}

static bool is_stopped(void *context)
{
    (void)context;
    return process_is_stopped();
}

/* One file for all of the person's programs. Where there is no folder for it, each program keeps the rate by itself. */
static const char *lock_path(struct cli *cli)
{
    const char *folder = config_folder(cli->arena, "XDG_CACHE_HOME", ".cache");
    if (!*folder || file_make_folder(folder, NULL) != STATUS_OK)
        return "";
    return arena_printf(cli->arena, "%s/geocode.lock", folder);
}

/* Where nobody is asked, a service whose address or key is missing has only nothing in the cache. */
static enum status add_services(struct cli *cli, bool offline, struct geocoder_service *services,
                                struct geocode_asker *asker, struct error *err)
{
    const char *rest = cli->settings.geocode_services;
    enum status status = STATUS_OK;
    while (*rest && !status) {
        const char *host = "";
        const size_t length = strcspn(rest, ",");
        const char *name = arena_strndup(cli->arena, rest, length);
        struct geocoder_service *service = &services[asker->services_n];
        status = add_service(cli, name, service, &host, err);
        if (!status) {
            asker->names = words_join(cli->arena, asker->names, ", ", arena_printf(cli->arena, "%s at %s", name, host));
            asker->interval_ms = service->interval_ms;
            asker->services_n++;
        }
        status = offline ? STATUS_OK : status;
        rest += length + (rest[length] == ',');
    }
    return status;
}

enum status geocode_open(struct cli *cli, bool offline, struct geocode_asker *out, struct error *err)
{
    struct arena *arena = cli->arena;
    struct geocode_asker asker = {.names = ""};
    struct geocoder_service *services =
        arena_array(arena, strlen(cli->settings.geocode_services) + 1, sizeof *services);
    struct geocoder_local *locals = arena_array(arena, 2, sizeof *locals);
    offline = offline || cli->offline;
    const enum status status = add_services(cli, offline, services, &asker, err);
    if (status)
        return status;
    locals[0] = store_sites_local(cli->store);
    locals[1] = store_places_local(cli->store);
    struct geocoder_options *options = arena_alloc(arena, sizeof *options);
    *options = (struct geocoder_options){
        .services = services,
        .services_n = asker.services_n,
        .locals = locals,
        .locals_n = 2,
        .cache = store_geocode_cache(cli->store),
        .http = offline || asker.services_n == 0 ? NULL : network_http(cli),
        .offline = offline,
        .lock_path = offline || asker.services_n == 0 ? "" : lock_path(cli),
        .stop = is_stopped,
        .tell = told,
        .context = cli,
        .now_utc = cli->now_utc,
        .seed = (uint64_t)cli->now_utc,
    };
    asker.geocoder = geocoder_new(options);
    asker.services_n = offline ? 0 : asker.services_n;
    *out = asker;
    return STATUS_OK;
}

void geocode_close(struct geocode_asker *asker)
{
    geocoder_free(asker->geocoder);
    asker->geocoder = NULL;
}

/* --- questions ------------------------------------------------------------------------------------------------------- */

static struct geocode_query query_of(const struct cli *cli, struct arena *arena, struct address parts, const char *text)
{
    const struct settings *settings = &cli->settings;
    struct geocode_query query = {.text = text, .parts = parts, .language = ""};
    struct engineer self;
    query.countries = *parts.country                 ? parts.country
                      : *settings->geocode_countries ? settings->geocode_countries
                                                     : settings->country;
    query.near_known = store_engineer_self(cli->store, arena, &self, NULL) == STATUS_OK &&
                       self.has_home; /* no home is no error here */
    if (query.near_known)
        query.near = self.home;
    return query;
}

struct geocode_query geocode_query_of_site(const struct cli *cli, struct arena *arena, const struct site *site)
{
    const char *countries = cli->settings.geocode_countries;
    const char *home = *countries && !strchr(countries, ',') ? countries : *countries ? "" : cli->settings.country;
    struct address parts = address_of(arena, site->street, site->town, site->postcode, site->country, home);
    const char *line = address_line(arena, &parts); /* what is sent: without the customer's name */
    if (!*parts.name)
        parts.name = site->name; /* one that bears it is preferred among several at a number */
    return query_of(cli, arena, parts, line);
}

struct geocode_query geocode_query_of_line(const struct cli *cli, struct arena *arena, const char *line)
{
    const char *countries = cli->settings.geocode_countries;
    const char *home = *countries && !strchr(countries, ',') ? countries : *countries ? "" : cli->settings.country;
    return query_of(cli, arena, address_parse(arena, line, home), line);
}

void geocode_say_how(struct cli *cli)
{
    out_note(cli->out,
             "No geocoding service is configured, so nobody was asked. The public Nominatim server: rounds config "
             "geocode.services=nominatim geocode.contact=you@example.com\n"
             "It allows one request a second and no bulk work, and wants to know who asks: "
             "https://operations.osmfoundation.org/policies/nominatim/ - others: rounds help geocode");
}
