#include "cli/options.h"

#include "geo/base/buf.h"
#include "geo/base/text.h"

#include <getopt.h>
#include <string.h>

enum { LONG_BASE = 256, WORD = 1, LINE_MAX_BYTES = 300 };

/* getopt's two tables, and ours beside them: entry K of longs is option K of known. */
struct known {
    struct arena *arena;
    const struct command_option **options;
    size_t n, room;
    struct option *longs;
    char *letters;
};

static void known_add(struct known *known, const struct command_option *options)
{
    for (; options && options->name; options++) {
        const struct command_option **slot =
            arena_push(known->arena, (void **)&known->options, &known->n, &known->room, sizeof(void *));
        *slot = options;
    }
}

static void known_finish(struct known *known)
{
    known->longs = arena_array(known->arena, known->n + 1, sizeof *known->longs);
    char *letters = arena_alloc(known->arena, 2 * known->n + 3);
    known->letters = letters;
    /* '-': words come in order among the options, whatever POSIXLY_CORRECT says. ':': a missing value is told apart. */
    *letters++ = '-';
    *letters++ = ':';
    for (size_t i = 0; i < known->n; i++) {
        const struct command_option *option = known->options[i];
        known->longs[i] = (struct option){.name = option->name,
                                          .has_arg = !option->arg          ? no_argument
                                                     : *option->arg == '[' ? optional_argument
                                                                           : required_argument,
                                          .val = LONG_BASE + (int)i};
        if (!option->letter)
            continue;
        *letters++ = option->letter;
        if (option->arg)
            *letters++ = ':';
    }
}

static const struct command_option *known_by_code(const struct known *known, int code)
{
    if (code >= LONG_BASE)
        return known->options[code - LONG_BASE];
    for (size_t i = 0; i < known->n; i++)
        if (known->options[i]->letter == code)
            return known->options[i];
    return NULL;
}

static void restart(void)
{
    opterr = 0;
    optind = 0; /* glibc and musl: start again from nothing */
}

void options_scan(struct arena *arena, int argc, char **argv, const char **name, bool *json)
{
    struct known known = {.arena = arena};
    known_add(&known, command_common_options());
    size_t n;
    const struct command *const *commands = command_table(&n);
    for (size_t i = 0; i < n; i++)
        known_add(&known, commands[i]->options);
    known_finish(&known);
    *name = NULL;
    *json = false;
    restart();
    int code;
    while ((code = getopt_long(argc, argv, known.letters, known.longs, NULL)) != -1) {
        if (code == WORD && !*name)
            *name = optarg;
        else if (code >= LONG_BASE && strcmp(known.options[code - LONG_BASE]->name, "json") == 0)
            *json = true;
    }
    if (!*name && optind < argc)
        *name = argv[optind];
}

static enum status unknown_option(const struct known *known, const char *token, const struct command *command,
                                  struct error *err)
{
    const char **names = arena_array(known->arena, known->n + 1, sizeof *names);
    for (size_t i = 0; i < known->n; i++)
        names[i] = known->options[i]->name;
    const char *word = arena_strndup(known->arena, token, strcspn(token, "="));
    const char *near = strncmp(word, "--", 2) == 0 ? text_nearest(word + 2, names, known->n) : NULL;
    const char *of = command ? arena_printf(known->arena, "rounds %s", command->name) : "rounds";
    if (near)
        return error_set(err, STATUS_INPUT, "%s has no option %s; did you mean --%s?", of, word, near);
    return error_set(err, STATUS_INPUT, "%s has no option %s; %s --help lists them", of, word, of);
}

/* The word that getopt has just taken an option from. */
static const char *token_of(char **argv)
{
    const char *last = argv[optind - 1];
    return optarg && optarg == last ? argv[optind - 2] : last;
}

/* getopt takes "--js" for --json; tomorrow's new option would change what such a script does. */
static bool abbreviated(const char *token, const struct command_option *option)
{
    size_t length = strcspn(token, "=");
    return strncmp(token, "--", 2) == 0 && length - 2 != strlen(option->name);
}

static void add_word(struct arena *arena, struct options *out, char *word)
{
    char **slot = arena_push(arena, (void **)&out->words, &out->words_n, &out->words_room, sizeof(char *));
    *slot = word;
}

static enum status one_option(const struct known *known, int code, char **argv, const struct command *command,
                              struct options *out, struct error *err)
{
    if (code == '?') {
        /* A switch that was given a value also ends up here; so does a cluster of letters. */
        const char *token = optopt ? arena_printf(known->arena, "-%c", optopt) : argv[optind - 1];
        if (optopt >= LONG_BASE)
            return error_set(err, STATUS_INPUT, "--%s takes no value", known->options[optopt - LONG_BASE]->name);
        return unknown_option(known, token, command, err);
    }
    if (code == ':') {
        const struct command_option *option = known_by_code(known, optopt);
        return error_set(err, STATUS_INPUT, "--%s needs a value: %s", option ? option->name : "?",
                         option && option->arg ? option->arg : "");
    }
    const struct command_option *option = known_by_code(known, code);
    if (!option || (code >= LONG_BASE && abbreviated(token_of(argv), option)))
        return unknown_option(known, token_of(argv), command, err);
    struct cli_value *slot =
        arena_push(known->arena, (void **)&out->values, &out->values_n, &out->values_room, sizeof *slot);
    *slot = (struct cli_value){option->name, optarg ? optarg : ""};
    return STATUS_OK;
}

enum status options_parse(struct arena *arena, const struct command *command, int argc, char **argv,
                          struct options *out, struct error *err)
{
    struct known known = {.arena = arena};
    known_add(&known, command_common_options());
    if (command)
        known_add(&known, command->options);
    known_finish(&known);
    *out = (struct options){0};
    restart();
    int code;
    while ((code = getopt_long(argc, argv, known.letters, known.longs, NULL)) != -1) {
        if (code == WORD) {
            add_word(arena, out, optarg);
            continue;
        }
        enum status status = one_option(&known, code, argv, command, out, err);
        if (status)
            return status;
    }
    for (int i = optind; i < argc; i++)
        add_word(arena, out, argv[i]);
    return STATUS_OK;
}

static void add_quoted(struct buf *line, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,:=+#@%";
    if (*text && strspn(text, plain) == strlen(text)) {
        buf_add(line, text);
        return;
    }
    buf_add_char(line, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_add(line, "'\\''");
        else
            buf_add_char(line, *text);
    }
    buf_add_char(line, '\'');
}

const char *options_line(struct arena *arena, const struct options *options)
{
    static const char *const silent[] = {"db", "json", "quiet", "color", "no-color", "no-input", "strict", "dry-run"};
    struct buf line;
    buf_init(&line, SIZE_MAX / 2);
    for (size_t i = 0; i < options->words_n; i++) {
        if (i)
            buf_add_char(&line, ' ');
        add_quoted(&line, options->words[i]);
    }
    for (size_t i = 0; i < options->values_n; i++) {
        const struct cli_value *value = &options->values[i];
        bool told = true;
        for (size_t k = 0; k < sizeof silent / sizeof silent[0]; k++)
            told = told && strcmp(silent[k], value->name) != 0;
        if (!told)
            continue;
        buf_printf(&line, " --%s", value->name);
        if (*value->value) {
            buf_add_char(&line, ' ');
            add_quoted(&line, value->value);
        }
    }
    char *safe = text_terminal_safe(arena, line.data);
    buf_clear(&line);
    return text_cut(arena, safe, LINE_MAX_BYTES);
}
