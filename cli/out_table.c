/* Tables, laid out by libsmartcols. */
#include "cli/out_private.h"

#include "geo/base/mem.h"
#include "geo/base/text.h"

#include <errno.h>
#include <libsmartcols/libsmartcols.h>
#include <stdint.h>
#include <stdio.h>

struct out_table {
    struct out *out;
    struct arena *arena;
    struct libscols_table *scols;
    struct libscols_line *last;
    size_t columns;
};

/* libsmartcols fails only for want of memory: end as every other such failure does. */
static void must(bool done)
{
    if (!done)
        mem_free(mem_alloc_array(SIZE_MAX, 2));
}

struct out_table *out_table_new(struct out *out, const struct out_column *columns, size_t n)
{
    struct arena *arena = arena_new();
    struct out_table *table = arena_alloc(arena, sizeof *table);
    *table = (struct out_table){.out = out, .arena = arena, .scols = scols_new_table(), .columns = n};
    must(table->scols);
    bool fitted = out->terminal_out || out->width_given;
    scols_table_enable_colors(table->scols, out->colour_out);
    scols_table_enable_noencoding(table->scols, 1); /* cells are made safe here */
    scols_table_set_column_separator(table->scols, "  ");
    scols_table_set_stream(table->scols, stdout);
    scols_table_set_termforce(table->scols, fitted ? SCOLS_TERMFORCE_ALWAYS : SCOLS_TERMFORCE_NEVER);
    scols_table_set_termwidth(table->scols, (size_t)out->width);
    for (size_t i = 0; i < n; i++) {
        int flags = (columns[i].right ? SCOLS_FL_RIGHT : 0) | (columns[i].wrap && fitted ? SCOLS_FL_WRAP : 0);
        struct libscols_column *column = scols_table_new_column(table->scols, columns[i].title, 0, flags);
        must(column);
        if (out->colour_out)
            must(scols_cell_set_color(scols_column_get_header(column), out_style_code(STYLE_DIM)) == 0);
    }
    return table;
}

void out_table_row(struct out_table *table, const char *const *cells)
{
    table->last = scols_table_new_line(table->scols, NULL);
    must(table->last);
    for (size_t i = 0; i < table->columns; i++)
        must(scols_line_set_data(table->last, i, out_safe(table->out, cells[i], false)) == 0);
    out_tidy(table->out);
}

void out_table_style(struct out_table *table, size_t column, enum out_style style)
{
    if (table->out->colour_out && style != STYLE_PLAIN)
        must(scols_cell_set_color(scols_line_get_cell(table->last, column), out_style_code(style)) == 0);
}

void out_table_print(struct out_table *table)
{
    /* A full disk is out_finish's to tell; only memory is ours. */
    if (!scols_table_is_empty(table->scols))
        must(scols_print_table(table->scols) != -ENOMEM);
    scols_unref_table(table->scols);
    arena_free(table->arena);
}
