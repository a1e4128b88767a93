#include "geo/roads/profile_impl.h"

#include "geo/base/buf.h"
#include "geo/base/ini_text.h"
#include "geo/base/num.h"

#include <assert.h>
#include <math.h>
#include <string.h>

/* The keys of [class], in the order of enum roads_class. */
static const char *const class_keys[ROADS_CLASSES] = {
    "motorway",      "motorway_link",  "trunk",    "trunk_link",    "primary",       "primary_link",
    "secondary",     "secondary_link", "tertiary", "tertiary_link", "unclassified",  "residential",
    "living_street", "service",        "track",    "ferry",         "shuttle_train", "other"};

struct bounds {
    const char *section, *key; /* KEY NULL: every line of the section, also new ones */
    double least, most;
};

/* What may stand in the table. A speed of nothing would be a road without an end. */
static const struct bounds known[] = {
    {"general", "ferries", 0, 1},
    {"general", "maxspeed_factor", 0.1, 2},
    {"general", "narrow_factor", 0.1, 1},
    {"general", "turn_s", 0, 60},
    {"general", "signal_s", 0, 300},
    {"class", "movable_bridge", 1, 200},
    {"surface", NULL, 0, 200},
    {"tracktype", NULL, 0, 200},
    {"smoothness", NULL, 0, 200},
    {"maxspeed", NULL, 0, 300},
};

static const struct bounds *bounds_of(const char *section, const char *key)
{
    static const struct bounds class_bounds = {"class", NULL, 0, 200};
    for (size_t i = 0; i < ROADS_CLASSES; i++) {
        if (strcmp(section, "class") == 0 && strcmp(key, class_keys[i]) == 0) {
            return &class_bounds;
        }
    }
    size_t general = strcspn(section, " ");
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        bool country = strncmp(section, "maxspeed ", 9) == 0 && strcmp(known[i].section, "maxspeed") == 0;
        bool same = country || (section[general] == '\0' && strcmp(section, known[i].section) == 0);
        if (same && *key != '\0' && (known[i].key == NULL || strcmp(key, known[i].key) == 0)) {
            return &known[i];
        }
    }
    return NULL;
}

static bool is_yes_no(const char *section, const char *key)
{
    return strcmp(section, "general") == 0 && strcmp(key, "ferries") == 0;
}

static bool parse_value(const char *section, const char *key, const char *text, double *out)
{
    if (is_yes_no(section, key)) {
        *out = strcmp(text, "yes") == 0;
        return *out > 0 || strcmp(text, "no") == 0;
    }
    if (strcmp(section, "general") == 0) {
        return num_parse_double(text, false, 0, 1e6, out);
    }
    return profile_parse_speed(text, out);
}

static struct profile_entry *entry_of(const struct profile *profile, const char *section, const char *key)
{
    for (size_t i = 0; i < profile->n; i++) {
        if (strcmp(profile->entries[i].key, key) == 0 && strcmp(profile->entries[i].section, section) == 0) {
            return &profile->entries[i];
        }
    }
    return NULL;
}

double profile_entry_value(const struct profile *profile, const char *section, const char *key, double fallback)
{
    const struct profile_entry *entry = entry_of(profile, section, key);
    return entry == NULL ? fallback : entry->value;
}

/* The values that are asked for often. */
static void note_values(struct profile *profile)
{
    for (size_t i = 0; i < ROADS_CLASSES; i++) {
        profile->class_kmh[i] = profile_entry_value(profile, "class", class_keys[i], 0);
    }
    profile->maxspeed_factor = profile_entry_value(profile, "general", "maxspeed_factor", 1);
    profile->narrow_factor = profile_entry_value(profile, "general", "narrow_factor", 1);
    profile->movable_bridge_kmh = profile_entry_value(profile, "class", "movable_bridge", 0);
    profile->turn_s = profile_entry_value(profile, "general", "turn_s", 0);
    profile->signal_ms = (uint32_t)(profile_entry_value(profile, "general", "signal_s", 0) * 1000 + 0.5);
    profile->ferries = profile_entry_value(profile, "general", "ferries", 1) > 0;
}

static enum status put(struct profile *profile, const char *section, const char *key, const char *text,
                       struct error *err)
{
    const struct bounds *bounds = bounds_of(section, key);
    double value;
    if (bounds == NULL) {
        return error_set(err, STATUS_INPUT,
                         "[%.60s] %.60s: there is no such line in the table; `rounds roads speeds` prints it", section,
                         key);
    }
    if (!parse_value(section, key, text, &value)) {
        return error_set(err, STATUS_INPUT, "[%s] %.60s: \"%.60s\" is not %s", section, key, text,
                         is_yes_no(section, key)           ? "yes or no"
                         : strcmp(section, "general") == 0 ? "a number"
                                                           : "a speed, such as 40 or 25 mph");
    }
    if (value < bounds->least || value > bounds->most) {
        return error_set(err, STATUS_INPUT, "[%s] %.60s: %.60s is outside %g to %g", section, key, text, bounds->least,
                         bounds->most);
    }
    struct profile_entry *entry = entry_of(profile, section, key);
    if (entry == NULL) {
        entry = arena_push(profile->arena, &profile->entries, &profile->n, &profile->capacity, sizeof *entry);
        entry->section = arena_strdup(profile->arena, section);
        entry->key = arena_strdup(profile->arena, key);
        entry->usual = (double)NAN;
    }
    entry->value = value;
    return STATUS_OK;
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

enum { ENTRIES_MAX = 1000 }; /* a table is looked through line by line */

static enum status take_line(void *context, const char *section, const char *key, const char *value, struct error *err)
{
    struct profile *profile = context;
    if (profile->n >= ENTRIES_MAX) {
        return error_set(err, STATUS_INPUT, "the table has more than %d lines", ENTRIES_MAX);
    }
    return put(profile, section, key, value, err);
}

static enum status read_table(struct profile *profile, const char *text, const char *file, struct error *err)
{
    return ini_text_read(text, file, take_line, profile, err);
}

enum status profile_new(const char *text, const char *file, struct profile **out, struct error *err)
{
    struct arena *arena = arena_new();
    struct profile *profile = arena_alloc(arena, sizeof *profile);
    profile->arena = arena;
    enum status status = read_table(profile, profile_default_text(), "car.ini", err);
    assert(status == STATUS_OK); /* the table is compiled in, and tested */
    for (size_t i = 0; i < profile->n; i++) {
        profile->entries[i].usual = profile->entries[i].value;
    }
    if (text != NULL) {
        status = read_table(profile, text, file, err);
    }
    if (status != STATUS_OK) {
        profile_free(profile);
        return status;
    }
    note_values(profile);
    *out = profile;
    return STATUS_OK;
}

void profile_free(struct profile *profile)
{
    if (profile != NULL) {
        arena_free(profile->arena);
    }
}

enum status profile_set(struct profile *profile, const char *name, const char *value, struct error *err)
{
    const char *dot = strrchr(name, '.');
    if (dot == NULL) {
        return error_set(err, STATUS_INPUT,
                         "\"%.80s\" is no line of the table of speeds: write SECTION.KEY, such as class.track", name);
    }
    const char *section = arena_strndup(profile->arena, name, (size_t)(dot - name));
    enum status status = put(profile, section, dot + 1, value, err);
    if (status == STATUS_OK) {
        note_values(profile);
    }
    return status;
}

/* "30" rather than "30.00"; two decimals are kept. */
static void add_value(struct buf *buf, const struct profile_entry *entry)
{
    char text[NUM_DECIMAL_MAX];
    if (is_yes_no(entry->section, entry->key)) {
        buf_add(buf, entry->value > 0 ? "yes" : "no");
        return;
    }
    num_format(text, entry->value, entry->value == floor(entry->value) ? 0 : 2);
    buf_add(buf, text);
}

char *profile_differences(const struct profile *profile, struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, SIZE_MAX / 2);
    for (size_t i = 0; i < profile->n; i++) {
        const struct profile_entry *entry = &profile->entries[i];
        if (entry->value == entry->usual) {
            continue;
        }
        if (buf.length > 0) {
            buf_add(&buf, ", ");
        }
        if (strcmp(entry->section, "general") != 0 && strcmp(entry->section, "class") != 0) {
            buf_printf(&buf, "%s ", entry->section);
        }
        buf_printf(&buf, "%s ", entry->key);
        add_value(&buf, entry);
    }
    return buf_into_arena(&buf, arena);
}
