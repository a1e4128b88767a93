#include "cli/hours_place.h"

#include "cli/holidays_own.h"
#include "cli/where.h"
#include "geo/base/civil.h"
#include "geo/base/num.h"
#include "geo/holidays.h"
#include "geo/point.h"

#include <string.h>

static enum status degrees(struct cli *cli, const char *option, double max, double *out, struct error *err)
{
    const char *text = cli_option(cli, option);
    if (!num_parse_double(text, false, -max, max, out))
        return cli_usage(cli, err, "--%s is a number of degrees, not '%s'", option, text);
    return STATUS_OK;
}

static enum status read_place(struct cli *cli, const char *place, struct hours_where *where, struct error *err)
{
    struct where found = {.name = ""};
    const enum status status = where_text(cli, place, &found, err);
    where->lat_deg = found.at.lat_deg;
    where->lon_deg = found.at.lon_deg;
    return status;
}

static enum status read_point(struct cli *cli, struct hours_where *where, struct error *err)
{
    const char *place = cli_option(cli, "place");
    bool lat = cli_option(cli, "lat") != NULL, lon = cli_option(cli, "lon") != NULL;
    if (lat != lon)
        return cli_usage(cli, err, "--lat and --lon go together");
    where->placed = place != NULL || lat;
    if (place != NULL)
        return read_place(cli, place, where, err);
    if (!lat)
        return STATUS_OK;
    enum status status = degrees(cli, "lat", 90, &where->lat_deg, err);
    return status ? status : degrees(cli, "lon", 180, &where->lon_deg, err);
}

static enum status read_holidays(struct cli *cli, struct hours_place *out, struct error *err)
{
    const char *country = cli_option(cli, "country"), *region = cli_option(cli, "region");
    out->country = country != NULL ? country : cli->settings.country;
    out->region = region != NULL ? region : country != NULL ? "" : cli->settings.region;
    if (!holidays_region_known(out->country, out->region))
        return error_set(err, STATUS_INPUT,
                         "the holidays of %s tell no region \"%s\" apart; write its ISO 3166-2 code or its name, or "
                         "leave it out",
                         out->country, out->region);
    out->where.holidays = holidays_new(cli->arena, out->country, out->region);
    const char *file = cli_option(cli, "holidays"), *own;
    const char *place = holidays_place(out->where.holidays);
    out->holidays = holidays_country_known(out->country) ? arena_printf(cli->arena, "%s, by the law's rules", place)
                                                         : arena_printf(cli->arena, "none known of %s", place);
    const enum status status = holidays_own_add(cli, out->where.holidays, &own, err);
    const char *besides = own == NULL ? "and" : "your holidays.csv and";
    if (!status && own != NULL && file == NULL)
        out->holidays = arena_printf(cli->arena, "%s, and your holidays.csv", out->holidays);
    if (status || file == NULL)
        return status;
    out->holidays = arena_printf(cli->arena, "%s, %s %s", out->holidays, besides, file);
    return holidays_own_read(cli, out->where.holidays, file, err);
}

enum status hours_place_read(struct cli *cli, struct hours_place *out, struct error *err)
{
    *out = (struct hours_place){.country = ""};
    const char *zone = cli_option(cli, "zone");
    if (zone != NULL && (!civil_zone_known(zone) || !civil_zone_set(zone)))
        return error_set(err, STATUS_INPUT, "this computer knows no time zone \"%s\"; write one like Europe/London",
                         zone);
    enum status status = read_point(cli, &out->where, err);
    return status ? status : read_holidays(cli, out, err);
}

const char *hours_state_word(enum hours_state state)
{
    static const char *const words[] = {[HOURS_CLOSED] = "closed", [HOURS_OPEN] = "open", [HOURS_UNKNOWN] = "unknown"};
    return words[state];
}

bool hours_moment_read(const char *text, struct hours_moment *out)
{
    enum { DATE = 10 };
    char date[DATE + 1] = "";
    int32_t wall_s;
    if (strlen(text) < DATE + 2 || (text[DATE] != 'T' && text[DATE] != ' '))
        return false;
    memcpy(date, text, DATE);
    if (!civil_parse_date(date, &out->day) || !civil_parse_time(text + DATE + 1, &wall_s) || wall_s >= DAY_SECONDS)
        return false;
    out->wall_min = wall_s / 60;
    return true;
}

char *hours_moment_text(struct arena *arena, struct hours_moment at)
{
    char date[CIVIL_TEXT];
    civil_format_date(date, at.day);
    return arena_printf(arena, "%sT%02d:%02d", date, at.wall_min / 60, at.wall_min % 60);
}
