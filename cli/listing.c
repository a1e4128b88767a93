#include "cli/listing.h"

#include "cli/doc.h"

#include <string.h>

struct listing {
    struct cli *cli;
    const char *items;
    size_t columns, rows;
    bool plain;
    struct out_table *table; /* else */
    json_t *document, *array;
};

struct listing *listing_new(struct cli *cli, const char *schema, const char *items, const struct out_column *columns,
                            size_t n)
{
    struct listing *listing = arena_alloc(cli->arena, sizeof *listing);
    *listing = (struct listing){.cli = cli, .items = items, .columns = n, .plain = cli_option(cli, "plain")};
    if (cli->json) {
        listing->document = doc_new(schema);
        listing->array = json_array();
    } else if (!listing->plain) {
        listing->table = out_table_new(cli->out, columns, n);
    }
    return listing;
}

bool listing_is_json(const struct listing *listing)
{
    return listing->document != NULL;
}

void listing_add(struct listing *listing, const char *const *cells)
{
    listing->rows++;
    if (listing->table)
        out_table_row(listing->table, cells);
    else if (listing->plain)
        out_record(listing->cli->out, cells, listing->columns);
}

void listing_style(struct listing *listing, size_t column, enum out_style style)
{
    if (listing->table)
        out_table_style(listing->table, column, style);
}

void listing_add_json(struct listing *listing, struct json_t *item)
{
    listing->rows++;
    doc_add(listing->array, item);
}

void listing_end(struct listing *listing)
{
    struct out *out = listing->cli->out;
    if (listing->document) {
        doc_set(listing->document, listing->items, listing->array);
        out_json(out, listing->document);
    }
    if (listing->table)
        out_table_print(listing->table);
    if (!listing->document && !listing->plain)
        out_note(out, "%zu %.*s", listing->rows, (int)(strlen(listing->items) - (listing->rows == 1)), listing->items);
}
