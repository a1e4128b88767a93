#include "cli/engineer_fields.h"

#include "cli/words.h"
#include "geo/base/caps.h"
#include "geo/base/num.h"
#include "geo/base/text.h"

#include <string.h>

enum { START_S = 8 * 3600, END_S = 17 * 3600 + 30 * 60, MO_FR = 31 };

static const struct engineer_field table[] = {
    {"engineer.name", "your name"},
    {"engineer.home", "where the day begins and ends, as LAT,LON"},
    {"engineer.hours", "from leaving home to being back, as 08:00-17:30"},
    {"engineer.days", "the working days, as Mo-Fr"},
};

const struct engineer_field *engineer_fields_table(size_t *n)
{
    *n = sizeof table / sizeof table[0];
    return table;
}

struct engineer engineer_fields_empty(void)
{
    return (struct engineer){
        .uuid = "", .name = "", .is_self = true, .work_start_s = START_S, .work_end_s = END_S, .work_days = MO_FR};
}

enum status engineer_fields_read(struct cli *cli, struct engineer *out, bool *found, struct error *err)
{
    enum status status = store_engineer_self(cli->store, cli->arena, out, err);
    *found = status == STATUS_OK;
    if (status == STATUS_NOT_FOUND) {
        *out = engineer_fields_empty();
        status = STATUS_OK;
    }
    return status;
}

char *engineer_fields_get(struct arena *arena, const struct engineer *engineer, const char *name)
{
    if (strcmp(name, "engineer.name") == 0)
        return arena_strdup(arena, engineer->name);
    if (strcmp(name, "engineer.hours") == 0)
        return arena_printf(arena, "%s-%s", words_wall(arena, engineer->work_start_s),
                            words_wall(arena, engineer->work_end_s));
    if (strcmp(name, "engineer.days") == 0)
        return words_weekdays(arena, engineer->work_days);
    if (strcmp(name, "engineer.home") != 0)
        return NULL;
    char lat[NUM_DECIMAL_MAX], lon[NUM_DECIMAL_MAX];
    if (!engineer->has_home)
        return arena_strdup(arena, "");
    num_format(lat, engineer->home.lat_deg, 5);
    num_format(lon, engineer->home.lon_deg, 5);
    return arena_printf(arena, "%s,%s", lat, lon);
}

static enum status set_hours(struct arena *arena, struct engineer *engineer, const char *text, struct error *err)
{
    const char *dash = strchr(text, '-');
    int32_t from, to;
    if (!dash || !civil_parse_time(text_trim(arena, arena_strndup(arena, text, (size_t)(dash - text))), &from) ||
        !civil_parse_time(text_trim(arena, dash + 1), &to))
        return error_set(err, STATUS_INPUT, "'%s' are no working hours; they look like 08:00-17:30", text);
    if (from >= to)
        return error_set(err, STATUS_INPUT, "working hours %s end before they begin", text);
    engineer->work_start_s = from;
    engineer->work_end_s = to;
    return STATUS_OK;
}

static enum status set_home(struct engineer *engineer, const char *text, struct error *err)
{
    struct point home;
    enum status status = point_parse(text, &home, err);
    if (status)
        return status;
    if (home.lat_deg == 0 && home.lon_deg == 0)
        return error_set(err, STATUS_INPUT, "home at 0,0 lies in the Gulf of Guinea; it looks like 52.6705,-0.7290");
    engineer->home = home;
    engineer->has_home = true;
    return STATUS_OK;
}

enum status engineer_fields_set(struct arena *arena, struct engineer *engineer, const char *name, const char *text,
                                struct error *err)
{
    if (strcmp(name, "engineer.home") == 0)
        return set_home(engineer, text, err);
    if (strcmp(name, "engineer.hours") == 0)
        return set_hours(arena, engineer, text, err);
    if (strcmp(name, "engineer.days") == 0) {
        if (words_parse_weekdays(text, &engineer->work_days))
            return STATUS_OK;
        return error_set(err, STATUS_INPUT, "'%s' are no weekdays; they look like Mo-Fr or Mo,We,Fr", text);
    }
    if (strcmp(name, "engineer.name") != 0)
        return error_set(err, STATUS_INPUT, "there is no setting %s; the engineer has name, home, hours and days",
                         name);
    if (strlen(text) > CAP_NAME_BYTES || !text_utf8_valid(text, strlen(text), NULL))
        return error_set(err, STATUS_INPUT, "the name must be UTF-8 of at most %d bytes", CAP_NAME_BYTES);
    engineer->name = text_trim(arena, text);
    return STATUS_OK;
}
