#include "cli/network.h"

#include "cli/config.h"
#include "cli/out.h"
#include "cli/process.h"
#include "geo/base/civil.h"
#include "geo/geocode/geocoder.h"
#include "geo/net/http.h"
#include "geo/net/keys.h"

#include <stdlib.h>

enum { WAIT_TOLD_MS = 2000 };

/* Asked while a service is waited for, which may take half a minute. True ends the waiting: the person has stopped the program, and
 * the command means to end in order (process_hold); else Ctrl-C ends the program where it stands. */
static bool waiting(void *context)
{
    struct cli *cli = context;
    int64_t now_ms = civil_clock_ms();
    if (cli->waits_from_ms == 0) {
        cli->waits_from_ms = now_ms;
    } else if (cli->waits_from_ms > 0 && now_ms - cli->waits_from_ms >= WAIT_TOLD_MS) {
        cli->waits_from_ms = -1;
        out_note(cli->out, "Waiting for answers from the network ...");
    }
    return process_is_stopped();
}

struct http *network_http(struct cli *cli)
{
    const char *agent = geocoder_user_agent(cli->arena, ROUNDS_VERSION, cli->settings.geocode_contact);
    if (!cli->http)
        cli->http = http_new(&(struct http_options){
            .user_agent = agent, .stop = waiting, .context = cli, .seed = (uint64_t)cli->now_utc});
    return cli->http;
}

enum status network_key(struct cli *cli, const char *service, const char *env, const char **key, struct error *err)
{
    const char *value = *env ? getenv(env) : NULL;
    if (value && *value) {
        *key = arena_strdup(cli->arena, value);
        return keys_check(env, value, err);
    }
    const char *folder = config_folder(cli->arena, "XDG_CONFIG_HOME", ".config");
    *key = "";
    return *folder ? keys_read(arena_printf(cli->arena, "%s/keys.ini", folder), service, cli->arena, key, err)
                   : STATUS_OK;
}
