/* The table of tags, read from its file (data/havens/havens.ini tells its form) and from a person's own. */
#include "cli/import/tags_impl.h"

#include "geo/amenity.h"
#include "geo/base/ini_text.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { LINES_MAX = 2000, KEYS_MAX = 500 };

static const char *const known_keys[TAG_COUNT] = {
    [TAG_ACCESS] = "access",
    [TAG_TOILETS] = "toilets",
    [TAG_TOILETS_ACCESS] = "toilets:access",
    [TAG_INTERNET_FEE] = "internet_access:fee",
    [TAG_FEE] = "fee",
    [TAG_WHEELCHAIR] = "wheelchair",
    [TAG_OPERATOR] = "operator",
    [TAG_BRAND] = "brand",
    [TAG_COLLECTION_TIMES] = "collection_times",
    [TAG_AMENITY] = "amenity",
};

struct reading {
    struct tag_table *table;
    size_t lines;
    struct error *err; /* of the line in hand; the reader puts file and line in front */
};

static enum status refuse(struct reading *reading, const char *format, ...) PRINTF_LIKE(2, 3);
static enum status refuse(struct reading *reading, const char *format, ...)
{
    char text[ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return error_set(reading->err, STATUS_INPUT, "%s", text);
}

static int key_of(struct tag_table *table, const char *name)
{
    int key = tag_table_find_key(table, name);
    if (key >= 0) {
        return key;
    }
    const char **slot = arena_push(table->arena, &table->keys, &table->keys_n, &table->keys_room, sizeof *slot);
    *slot = arena_strdup(table->arena, name);
    return (int)table->keys_n - 1;
}

static int kind_of(struct tag_table *table, const char *name)
{
    for (size_t i = 0; i < table->kinds_n; i++) {
        if (strcmp(table->kinds[i].name, name) == 0) {
            return (int)i;
        }
    }
    struct tag_kind *kind = arena_push(table->arena, &table->kinds, &table->kinds_n, &table->kinds_room, sizeof *kind);
    *kind = (struct tag_kind){.name = arena_strdup(table->arena, name), .also = ""};
    return (int)table->kinds_n - 1;
}

/* "amenity=cafe + internet_access=wlan|yes" */
static enum status read_conditions(struct reading *reading, const char *text, struct tag_rule *rule)
{
    struct tag_table *table = reading->table;
    while (*text != '\0') {
        size_t length = strcspn(text, "+");
        char *part = text_trim(table->arena, arena_strndup(table->arena, text, length));
        char *equals = strchr(part, '=');
        text += length + (text[length] == '+');
        if (equals == NULL || equals == part || equals[1] == '\0') {
            return refuse(reading, "\"%.60s\" is no tag: KEY=VALUE, as in amenity=cafe", part);
        }
        if (rule->n == CONDITIONS_MAX || table->keys_n >= KEYS_MAX) {
            return refuse(reading, "that is too many: %d tags a line, %d keys in all", CONDITIONS_MAX, KEYS_MAX);
        }
        *equals = '\0';
        rule->conditions[rule->n++] =
            (struct condition){key_of(table, text_trim(table->arena, part)), text_trim(table->arena, equals + 1)};
    }
    return rule->n > 0 ? STATUS_OK : refuse(reading, "a tag is missing: KEY=VALUE, as in amenity=cafe");
}

static enum status add_rule(struct reading *reading, int kind, uint32_t amenities, const char *text)
{
    struct tag_table *table = reading->table;
    struct tag_rule rule = {.kind = kind, .amenities = amenities};
    enum status status = read_conditions(reading, text, &rule);
    if (status == STATUS_OK) {
        struct tag_rule *slot =
            arena_push(table->arena, &table->rules, &table->rules_n, &table->rules_room, sizeof *slot);
        *slot = rule;
    }
    return status;
}

static enum status take_any(struct reading *reading, const char *key, const char *value)
{
    enum amenity amenity;
    if (!amenity_from_name(key, &amenity)) {
        return refuse(reading, "\"%.60s\" is nothing that rounds knows a place to offer", key);
    }
    return add_rule(reading, -1, AMENITY_BIT(amenity), value);
}

static enum status take_kind(struct reading *reading, const char *section, const char *key, const char *value)
{
    struct arena *arena = reading->table->arena;
    int index = kind_of(reading->table, section);
    struct tag_kind *kind = &reading->table->kinds[index];
    char *bad = NULL;
    if (strcmp(key, "tag") == 0) {
        return add_rule(reading, index, 0, value);
    }
    if (strcmp(key, "offers") == 0) {
        return amenity_parse_list(arena, value, &kind->amenities, &bad)
                   ? STATUS_OK
                   : refuse(reading, "\"%.60s\" is nothing that rounds knows a place to offer", bad);
    }
    if (strcmp(key, "also") == 0) {
        kind->also =
            *kind->also == '\0' ? arena_strdup(arena, value) : arena_printf(arena, "%s, %s", kind->also, value);
        return STATUS_OK;
    }
    if (strcmp(key, "keep") == 0 && (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0)) {
        kind->keep = *value == 'y' ? 1 : -1;
        return STATUS_OK;
    }
    return refuse(reading, "[%.60s] %.60s: a kind has tag = KEY=VALUE, offers, also, keep = yes or no", section, key);
}

static enum status take_line(void *context, const char *section, const char *key, const char *value, struct error *err)
{
    struct reading *reading = context;
    reading->err = err;
    if (++reading->lines > LINES_MAX) {
        return refuse(reading, "the table has more than %d lines", LINES_MAX);
    }
    if (*section == '\0') {
        return refuse(reading, "a [kind], or [any], must come first");
    }
    return strcmp(section, "any") == 0 ? take_any(reading, key, value) : take_kind(reading, section, key, value);
}

static enum status read_text(struct tag_table *table, const char *text, const char *file, struct error *err)
{
    struct reading reading = {.table = table};
    return ini_text_read(text, file, take_line, &reading, err);
}

/* A person's rules are asked first. */
static void own_first(struct tag_table *table, size_t shipped_n)
{
    size_t own_n = table->rules_n - shipped_n;
    struct tag_rule *rules = arena_array(table->arena, table->rules_n, sizeof *rules);
    memcpy(rules, table->rules + shipped_n, own_n * sizeof *rules);
    memcpy(rules + own_n, table->rules, shipped_n * sizeof *rules);
    table->rules = rules;
    table->rules_room = table->rules_n;
}

enum status tag_table_new(struct arena *arena, const char *own_text, const char *own_file, struct tag_table **out,
                          struct error *err)
{
    struct tag_table *table = arena_alloc(arena, sizeof *table);
    table->arena = arena;
    for (size_t i = 0; i < TAG_COUNT; i++) {
        (void)key_of(table, known_keys[i]);
    }
    enum status status = read_text(table, tag_table_default_text(), "havens.ini", err);
    assert(status == STATUS_OK);
    size_t shipped_n = table->rules_n;
    if (own_text != NULL) {
        status = read_text(table, own_text, own_file, err);
        if (status != STATUS_OK) {
            return status;
        }
        own_first(table, shipped_n);
    }
    *out = table;
    return STATUS_OK;
}
