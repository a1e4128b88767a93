#include "cli/travel_open.h"

#include "cli/config.h"
#include "cli/network.h"
#include "cli/out.h"
#include "cli/roads_net.h"
#include "geo/base/text.h"
#include "geo/net/travel_http.h"
#include "geo/roads/file.h"
#include "geo/roads/travel_roads.h"
#include "geo/store/travel_cache.h"
#include "geo/travel.h"

#include <string.h>

enum { SOURCES_MAX = 8 };

struct opening {
    struct cli *cli;
    struct travel *sources[SOURCES_MAX];
    size_t n;
    struct roads_file *roads; /* until a source takes it; NULL when there is none, or none that is sound */
    struct travel_estimate_settings estimate;
};

static void told(void *context, const char *text)
{
    struct cli *cli = context;
    cli->sources_failed++;
    out_warning(cli->out, "%s", text);
}

/* --- the network -------------------------------------------------------------------------------------------------- */

/* What was fitted to the roads is better than what fits no place in particular, and worse than what the person knows. */
static bool is_own_estimate(const struct cli *cli)
{
    return strcmp(config_origin_name(cli->config, "travel.road_factor"), "default") != 0 ||
           strcmp(config_origin_name(cli->config, "travel.bands"), "default") != 0;
}

static void open_roads(struct opening *opening)
{
    struct error err = {0};
    struct cli *cli = opening->cli;
    opening->estimate = cli->settings.estimate;
    if (!*cli->store_path)
        return;
    enum status status = roads_file_open(roads_net_path(cli), &opening->roads, &err);
    if (status) {
        if (status != STATUS_NOT_FOUND)
            out_warning(cli->out, "%s", err.text);
        opening->roads = NULL;
        return;
    }
    const struct roads_about *about = roads_file_about(opening->roads);
    if (about->has_estimate && !is_own_estimate(cli) && !travel_estimate_check(&about->estimate, NULL))
        opening->estimate = about->estimate;
}

/* --- services ----------------------------------------------------------------------------------------------------- */

static enum status open_service(struct opening *opening, const char *name, struct travel **out, struct error *err)
{
    struct cli *cli = opening->cli;
    const struct settings *settings = &cli->settings;
    bool osrm = strcmp(name, "osrm") == 0;
    bool valhalla = strcmp(name, "valhalla") == 0;
    struct travel_cache cache;
    struct travel_http_options options = {
        .url = osrm       ? settings->osrm_url
               : valhalla ? settings->valhalla_url
                          : settings->openrouteservice_url,
        .now_utc = cli->now_utc,
        .cache_days = settings->cache_days,
    };
    if (!*options.url)
        return error_set(err, STATUS_INPUT,
                         "travel.sources has %s, and travel.%s_url is empty: rounds config travel.%s_url=URL", name,
                         name, name);
    if (cli->store) {
        cache = store_travel_cache(cli->store);
        options.cache = &cache;
    }
    if (osrm)
        return travel_osrm_new(network_http(cli), &options, out, err);
    if (valhalla)
        return travel_valhalla_new(network_http(cli), &options, out, err);
    enum status status = network_key(cli, name, settings->openrouteservice_key_env, &options.key, err);
    return status ? status : travel_openrouteservice_new(network_http(cli), &options, out, err);
}

/* --- the chain ---------------------------------------------------------------------------------------------------- */

static void add(struct opening *opening, const char *name)
{
    struct travel *source = NULL;
    struct error err = {0};
    if (opening->n == SOURCES_MAX)
        return; /* more than there are: the setting refuses what it has twice */
    if (strcmp(name, "estimate") == 0) {
        source = travel_estimate_new(&opening->estimate);
    } else if (strcmp(name, "roads") == 0) {
        source = opening->roads ? travel_roads_new(opening->roads) : NULL;
        opening->roads = NULL;
    } else if (opening->cli->offline) {
        out_note(opening->cli->out, "--offline: %s is not asked", name);
    } else if (open_service(opening, name, &source, &err)) {
        out_warning(opening->cli->out, "%s", err.text);
        source = NULL;
    }
    if (source)
        opening->sources[opening->n++] = source;
}

enum status travel_open(struct cli *cli, struct travel **out, struct error *err)
{
    (void)err;
    struct opening opening = {.cli = cli};
    open_roads(&opening);
    const char *rest = cli->settings.sources;
    while (*rest) {
        size_t length = strcspn(rest, ",");
        add(&opening, text_trim(cli->arena, arena_strndup(cli->arena, rest, length)));
        rest += length + (rest[length] == ',');
    }
    roads_file_close(opening.roads);
    *out = travel_chain_new(opening.sources, opening.n, told, cli);
    return STATUS_OK;
}
