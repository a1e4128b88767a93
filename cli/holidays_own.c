#include "cli/holidays_own.h"

#include "cli/config.h"
#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/holidays.h"

enum status holidays_own_read(struct cli *cli, struct holidays *holidays, const char *file, struct error *err)
{
    char *data;
    size_t length;
    const enum status status = file_read(cli->arena, file, CAP_TEXT_BYTES, &data, &length, err);
    return status ? status : holidays_add_csv(holidays, data, file, err);
}

enum status holidays_own_add(struct cli *cli, struct holidays *holidays, const char **file, struct error *err)
{
    const char *folder = config_folder(cli->arena, "XDG_CONFIG_HOME", ".config");
    const char *path = arena_printf(cli->arena, "%s/holidays.csv", folder);
    *file = *folder != '\0' && file_exists(path) ? path : NULL;
    return *file != NULL ? holidays_own_read(cli, holidays, path, err) : STATUS_OK;
}

enum status holidays_own_load(struct cli *cli, struct error *err)
{
    const char *file;
    cli->settings.holidays = holidays_new(cli->arena, cli->settings.country, cli->settings.region);
    return holidays_own_add(cli, cli->settings.holidays, &file, err);
}
