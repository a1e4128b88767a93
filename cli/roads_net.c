#include "cli/roads_net.h"

#include "cli/config.h"
#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/base/text.h"

#include <string.h>

const char *roads_net_path(struct cli *cli)
{
    const char *path = cli->store_path;
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    /* A name that is nothing but a suffix (".db") keeps it: the network must never take the store's own place. */
    size_t length = dot && dot != name && strcmp(dot, ".roads") != 0 ? (size_t)(dot - path) : strlen(path);
    return arena_printf(cli->arena, "%.*s.roads", (int)length, path);
}

enum status roads_net_speeds(struct cli *cli, const char **path, const char **text, struct error *err)
{
    const char *given = cli_option(cli, "speeds");
    const char *folder = config_folder(cli->arena, "XDG_CONFIG_HOME", ".config");
    *path = *text = "";
    if (!given && *folder)
        given = arena_printf(cli->arena, "%s/roads.ini", folder);
    if (!given || (!cli_option(cli, "speeds") && !file_exists(given)))
        return STATUS_OK;
    char *data;
    size_t length;
    enum status status = file_read(cli->arena, given, CAP_CONFIG_BYTES, &data, &length, err);
    if (status)
        return status;
    if (strlen(data) != length || !text_utf8_valid(data, length, NULL))
        return error_set(err, STATUS_INPUT, "%s: not a text file in UTF-8", given);
    *path = given;
    *text = data;
    return STATUS_OK;
}

/* A setting that nobody touched leaves the word to the table. */
static enum status apply(struct cli *cli, struct profile *profile, const char *setting, const char *name,
                         struct error *err)
{
    if (strcmp(config_origin_name(cli->config, setting), "default") == 0)
        return STATUS_OK;
    return profile_set(profile, name, settings_get(cli->arena, &cli->settings, setting), err);
}

enum status roads_net_profile(struct cli *cli, struct profile **out, const char **text, struct error *err)
{
    const char *path;
    struct profile *profile = NULL;
    enum status status = roads_net_speeds(cli, &path, text, err);
    if (!status)
        status = profile_new(**text ? *text : NULL, path, &profile, err);
    if (!status)
        status = apply(cli, profile, "roads.ferries", "general.ferries", err);
    if (!status)
        status = apply(cli, profile, "roads.tracks", "class.track", err);
    if (status)
        profile_free(profile);
    else
        *out = profile;
    return status;
}
