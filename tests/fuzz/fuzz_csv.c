/* Any bytes: every record is read or said to be bad, and lines only rise. */
#include "cli/import/csv.h"
#include "geo/base/caps.h"
#include "geo/base/mem.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *arena = arena_new();
    char *text = arena_alloc(arena, size + 1);
    memcpy(text, data + 1, size - 1);
    struct csv *csv = NULL;
    struct error err = {0};
    enum csv_encoding encoding = data[0] % 2 == 0 ? CSV_UTF8 : CSV_WINDOWS_1252;
    enum status status = csv_open(arena, "fuzz.csv", text, size - 1, encoding, &csv, &err);
    size_t line = 0;
    while (status == STATUS_OK) {
        struct csv_record record = {0};
        status = csv_next(csv, &record, &err);
        if (status != STATUS_OK || record.n == 0)
            break;
        assert(record.line > line);
        line = record.line;
        assert(record.n <= CAP_CSV_FIELDS);
        size_t total = 0;
        for (size_t i = 0; record.bad == NULL && i < record.n; i++)
            total += strlen(record.fields[i]);
        assert(total <= 4 * size);
    }
    assert(status == STATUS_OK || err.text[0] != '\0');
    arena_free(arena);
    return 0;
}
