#include "cli/config.h"

#include "geo/base/buf.h"
#include "geo/base/caps.h"
#include "geo/base/file.h"
#include "geo/base/ini_text.h"
#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const char *config_folder(struct arena *arena, const char *variable, const char *fallback)
{
    const char *base = getenv(variable);
    if (base && *base == '/') /* the specification: relative paths are to be ignored */
        return arena_printf(arena, "%s/rounds", base);
    const char *home = getenv("HOME");
    if (home && *home == '/')
        return arena_printf(arena, "%s/%s/rounds", home, fallback);
    return "";
}

struct config *config_new(struct arena *arena, struct settings *settings)
{
    size_t n;
    settings_table(&n);
    struct config *config = arena_alloc(arena, sizeof *config);
    config->origin = arena_array(arena, n, sizeof *config->origin);
    const char *folder = config_folder(arena, "XDG_CONFIG_HOME", ".config");
    config->path = *folder ? arena_printf(arena, "%s/config.ini", folder) : "";
    settings_defaults(settings);
    return config;
}

static void note_origin(struct config *config, const char *name, enum config_origin origin)
{
    size_t n;
    const struct setting *table = settings_table(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(table[i].name, name) == 0)
            config->origin[i] = origin;
}

const char *config_origin_name(const struct config *config, const char *name)
{
    static const char *const names[] = {"default", "file", "option"};
    size_t n;
    const struct setting *table = settings_table(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(table[i].name, name) == 0)
            return names[config->origin[i]];
    return "";
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

struct reading {
    struct config *config;
    struct arena *arena;
    struct settings *settings;
};

static enum status take_setting(void *context, const char *section, const char *key, const char *value,
                                struct error *err)
{
    struct reading *reading = context;
    const char *name = *section ? arena_printf(reading->arena, "%s.%s", section, key) : key;
    enum status status = settings_set(reading->settings, name, value, err);
    if (!status)
        note_origin(reading->config, name, ORIGIN_FILE);
    return status;
}

static enum status read_file(const struct config *config, struct arena *arena, char **text, size_t *length,
                             struct error *err)
{
    if (!*config->path || !file_exists(config->path)) {
        *text = arena_strdup(arena, "");
        *length = 0;
        return STATUS_OK;
    }
    enum status status = file_read(arena, config->path, CAP_CONFIG_BYTES, text, length, err);
    if (status)
        return status;
    size_t bad;
    if (text_utf8_valid(*text, *length, &bad) && strlen(*text) == *length)
        return STATUS_OK;
    return error_set(err, STATUS_INPUT, "%s: not a text file in UTF-8", config->path);
}

enum status config_load(struct config *config, struct arena *arena, struct settings *settings, struct error *err)
{
    char *text;
    size_t length;
    enum status status = read_file(config, arena, &text, &length, err);
    if (status)
        return status;
    struct reading reading = {config, arena, settings};
    return ini_text_read(text, config->path, take_setting, &reading, err);
}

enum status config_override(struct config *config, struct arena *arena, struct settings *settings,
                            const char *assignment, struct error *err)
{
    const char *equals = strchr(assignment, '=');
    if (!equals)
        return error_set(err, STATUS_INPUT, "--set %s: it wants NAME=VALUE; `rounds config` lists the names",
                         assignment);
    const char *name = arena_strndup(arena, assignment, (size_t)(equals - assignment));
    enum status status = settings_set(settings, name, equals + 1, err);
    if (status)
        return status;
    note_origin(config, name, ORIGIN_OPTION);
    return STATUS_OK;
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

/* The file as lines, to be changed singly. */
struct lines {
    struct arena *arena;
    const char **line;
    size_t n, room;
};

static void insert_line(struct lines *lines, size_t at, const char *text)
{
    const char **slot = arena_push(lines->arena, (void **)&lines->line, &lines->n, &lines->room, sizeof(char *));
    *slot = text;
    for (size_t i = lines->n - 1; i > at; i--)
        lines->line[i] = lines->line[i - 1];
    lines->line[at] = text;
}

static void remove_line(struct lines *lines, size_t at)
{
    for (size_t i = at; i + 1 < lines->n; i++)
        lines->line[i] = lines->line[i + 1];
    lines->n--;
}

static struct lines split(struct arena *arena, const char *text)
{
    struct lines lines = {.arena = arena};
    while (*text) {
        size_t length = strcspn(text, "\n");
        size_t kept = length > 0 && text[length - 1] == '\r' ? length - 1 : length;
        insert_line(&lines, lines.n, arena_strndup(arena, text, kept));
        text += length + (text[length] == '\n');
    }
    return lines;
}

static bool is_section(struct arena *arena, const char *line, const char *section)
{
    const char *trimmed = text_trim(arena, line);
    return strncmp(trimmed, arena_printf(arena, "[%s]", section), strlen(section) + 2) == 0;
}

static bool begins_section(struct arena *arena, const char *line)
{
    return *text_trim(arena, line) == '[';
}

static bool is_key(struct arena *arena, const char *line, const char *key)
{
    size_t length = strcspn(line, "=:");
    return line[length] && strcmp(text_trim(arena, arena_strndup(arena, line, length)), key) == 0;
}

/* The lines of SECTION, its heading left out: FROM to before TO. False: there is no such section. */
static bool find_section(const struct lines *lines, const char *section, size_t *from, size_t *to)
{
    for (size_t i = 0; i < lines->n; i++) {
        if (!is_section(lines->arena, lines->line[i], section))
            continue;
        *from = *to = i + 1;
        while (*to < lines->n && !begins_section(lines->arena, lines->line[*to]))
            ++*to;
        return true;
    }
    return false;
}

/* Where a new key goes: behind the last line of the section that says something. */
static size_t end_of_section(const struct lines *lines, size_t from, size_t to)
{
    while (to > from && !*text_trim(lines->arena, lines->line[to - 1]))
        to--;
    return to;
}

static void change_line(struct lines *lines, const struct config_change *change)
{
    const char *dot = strchr(change->name, '.');
    const char *section = dot ? arena_strndup(lines->arena, change->name, (size_t)(dot - change->name)) : "";
    const char *key = dot ? dot + 1 : change->name;
    const char *text = change->value ? arena_printf(lines->arena, "%s = %s", key, change->value) : NULL;
    size_t from, to;
    if (!find_section(lines, section, &from, &to)) {
        if (!text)
            return;
        if (lines->n > 0)
            insert_line(lines, lines->n, "");
        insert_line(lines, lines->n, arena_printf(lines->arena, "[%s]", section));
        insert_line(lines, lines->n, text);
        return;
    }
    bool placed = false;
    for (size_t i = from; i < to; i++) {
        if (!is_key(lines->arena, lines->line[i], key))
            continue;
        if (text && !placed) {
            lines->line[i] = text;
            placed = true;
        } else { /* of a key given twice one stays */
            remove_line(lines, i--);
            to--;
        }
    }
    if (text && !placed)
        insert_line(lines, end_of_section(lines, from, to), text);
}

enum status config_write(const struct config *config, struct arena *arena, const struct config_change *changes,
                         size_t n, struct error *err)
{
    if (!*config->path)
        return error_set(err, STATUS_INPUT,
                         "there is no place for the settings file: neither XDG_CONFIG_HOME nor HOME is set");
    char *text;
    size_t length;
    enum status status = read_file(config, arena, &text, &length, err);
    if (status)
        return status;
    if (!file_exists(config->path))
        text = arena_strdup(arena, "# rounds: settings. `rounds config` lists them all, with what they mean.\n");
    struct lines lines = split(arena, text);
    for (size_t i = 0; i < n; i++)
        change_line(&lines, &changes[i]);
    struct buf made;
    buf_init(&made, CAP_CONFIG_BYTES);
    for (size_t i = 0; i < lines.n; i++)
        buf_printf(&made, "%s\n", lines.line[i]);
    /* A link to a file kept elsewhere stays one. */
    char resolved[PATH_MAX];
    const char *path = realpath(config->path, resolved) ? resolved : config->path;
    const char *folder = arena_strndup(arena, path, (size_t)(strrchr(path, '/') - path));
    status =
        made.truncated ? error_set(err, STATUS_INPUT, "%s is too long", config->path) : file_make_folder(folder, err);
    if (!status)
        status = file_replace(path, made.data, made.length, err);
    buf_clear(&made);
    return status;
}
