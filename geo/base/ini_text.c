#include "geo/base/ini_text.h"

#include <ini.h>
#include <stdbool.h>
#include <string.h>

struct reading {
    const char *rest, *file;
    enum status (*take)(void *context, const char *section, const char *name, const char *value, struct error *err);
    void *context;
    size_t line; /* that inih has in hand */
    struct error *err;
    bool failed;
};

/* inih's lines are short, and its own reader goes on in the middle of a longer one; so the lines are handed out here. */
static char *read_line(char *line, int room, void *cookie)
{
    struct reading *reading = cookie;
    if (*reading->rest == '\0' || reading->failed) {
        return NULL;
    }
    size_t length = strcspn(reading->rest, "\n");
    reading->line++;
    if (length + 2 > (size_t)room) {
        error_at(reading->err, STATUS_INPUT, reading->file, reading->line, NULL,
                 "the line is too long (%d bytes at most)", room - 2);
        reading->failed = true;
        return NULL;
    }
    memcpy(line, reading->rest, length);
    line[length] = '\0';
    reading->rest += length + (reading->rest[length] == '\n');
    return line;
}

static int take_line(void *cookie, const char *section, const char *name, const char *value)
{
    struct reading *reading = cookie;
    struct error why = {0};
    if (reading->failed) {
        return 0;
    }
    enum status status = reading->take(reading->context, section, name, value, &why);
    if (status != STATUS_OK) {
        error_at(reading->err, status, reading->file, reading->line, NULL, "%s", why.text);
        reading->failed = true;
        return 0;
    }
    return 1;
}

enum status ini_text_read(const char *text, const char *file,
                          enum status (*take)(void *context, const char *section, const char *name, const char *value,
                                              struct error *err),
                          void *context, struct error *err)
{
    struct error own;
    struct reading reading = {text, file, take, context, 0, err != NULL ? err : &own, false};
    int wrong = ini_parse_stream(read_line, &reading, take_line, &reading);
    if (reading.failed) {
        return reading.err->status;
    }
    if (wrong > 0) {
        return error_at(err, STATUS_INPUT, file, (size_t)wrong, NULL,
                        "neither a [section], a name = value, nor a comment");
    }
    return STATUS_OK;
}
