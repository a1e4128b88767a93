/* Tables, laid out by libsmartcols. It breaks cells anywhere; people read words, so the columns' widths are shared out
 * and the cells broken between words here, and smartcols is given the lines. */
#include "cli/out_private.h"

#include "geo/base/buf.h"
#include "geo/base/text.h"

#include <libsmartcols/libsmartcols.h>
#include <string.h>

enum { GAP = 2, WORD_FLOOR = 20 };

struct cell {
    const char *text;
    enum out_style style;
};

struct out_table {
    struct out *out;
    struct arena *arena;
    const struct out_column *columns;
    size_t columns_n;
    struct cell *cells; /* row after row */
    size_t cells_n, cells_room;
    bool fitted; /* to a width; else as wide as it is */
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
    struct out_column *copy = arena_array(arena, n, sizeof *copy);
    memcpy(copy, columns, n * sizeof *copy);
    *table = (struct out_table){
        .out = out, .arena = arena, .columns = copy, .columns_n = n, .fitted = out->terminal_out || out->width_given};
    return table;
}

void out_table_row(struct out_table *table, const char *const *cells)
{
    for (size_t i = 0; i < table->columns_n; i++) {
        void *block = table->cells;
        struct cell *cell = arena_push(table->arena, &block, &table->cells_n, &table->cells_room, sizeof *cell);
        table->cells = block;
        cell->text = arena_strdup(table->arena, out_safe(table->out, cells[i], false));
    }
    out_tidy(table->out);
}

void out_table_style(struct out_table *table, size_t column, enum out_style style)
{
    table->cells[table->cells_n - table->columns_n + column].style = style;
}

/* --- widths ------------------------------------------------------------------------------------------------------ */

struct width {
    int wanted; /* of the widest cell; 0 = no cell says anything */
    int least;  /* of the longest word, within reason */
};

static int longest_word(struct arena *arena, const char *text)
{
    int longest = 0;
    while (*text) {
        size_t length = strcspn(text, " ");
        int width = text_width(arena_strndup(arena, text, length));
        longest = width > longest ? width : longest;
        text += length + strspn(text + length, " ");
    }
    return longest < WORD_FLOOR ? longest : WORD_FLOOR;
}

static void raise_to(int *number, int least)
{
    *number = *number > least ? *number : least;
}

static struct width *measure(const struct out_table *table)
{
    struct width *widths = arena_array(table->arena, table->columns_n, sizeof *widths);
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < table->cells_n; i++) {
        const struct cell *cell = &table->cells[i];
        struct width *width = &widths[i % table->columns_n];
        if (!*cell->text)
            continue;
        raise_to(&width->wanted, text_width(cell->text));
        if (table->fitted && table->columns[i % table->columns_n].wrap)
            raise_to(&width->least, longest_word(scratch, cell->text));
    }
    arena_free(scratch);
    for (size_t i = 0; i < table->columns_n; i++) {
        if (widths[i].wanted == 0)
            continue;
        raise_to(&widths[i].wanted, text_width(table->columns[i].title));
        raise_to(&widths[i].least, text_width(table->columns[i].title));
    }
    return widths;
}

/* Take from the widest column that may wrap, a column of the screen at a time. */
static void share_out(const struct out_table *table, struct width *widths)
{
    int total = -GAP;
    for (size_t i = 0; i < table->columns_n; i++)
        total += widths[i].wanted > 0 ? widths[i].wanted + GAP : 0;
    for (; total > table->out->width; total--) {
        struct width *widest = NULL;
        for (size_t i = 0; i < table->columns_n; i++)
            if (table->columns[i].wrap && widths[i].wanted > widths[i].least &&
                (!widest || widths[i].wanted > widest->wanted))
                widest = &widths[i];
        if (!widest)
            return;
        widest->wanted--;
    }
}

static const char *wrapped(struct arena *arena, const char *text, int width)
{
    if (text_width(text) <= width)
        return text;
    struct buf lines;
    buf_init(&lines, SIZE_MAX / 2);
    while (*text) {
        size_t length = out_fitting(arena, text, width);
        while (text_width(arena_strndup(arena, text, length)) > width && length > 1) /* one word, too long: anywhere */
            do
                length--;
            while (length > 1 && ((unsigned char)text[length] & 0xc0) == 0x80);
        buf_add_n(&lines, text, length);
        text += length;
        text += strspn(text, " ");
        if (*text)
            buf_add_char(&lines, '\n');
    }
    const char *made = arena_strdup(arena, lines.data);
    buf_clear(&lines);
    return made;
}

/* --- printing ---------------------------------------------------------------------------------------------------- */

static struct libscols_table *make_columns(const struct out_table *table, const struct width *widths)
{
    struct libscols_table *scols = scols_new_table();
    must(scols != NULL);
    scols_table_enable_colors(scols, table->out->colour_out);
    scols_table_enable_noencoding(scols, 1); /* cells are safe already */
    scols_table_set_column_separator(scols, "  ");
    scols_table_set_termforce(scols, SCOLS_TERMFORCE_NEVER); /* the widths are decided */
    for (size_t i = 0; i < table->columns_n; i++) {
        if (widths[i].wanted == 0)
            continue;
        int flags = (table->columns[i].right ? SCOLS_FL_RIGHT : 0) | SCOLS_FL_WRAP;
        struct libscols_column *column = scols_table_new_column(scols, table->columns[i].title, 0, flags);
        must(column != NULL);
        must(scols_column_set_wrapfunc(column, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL) == 0);
        must(scols_column_set_safechars(column, "\n") == 0);
        if (table->out->colour_out)
            must(scols_cell_set_color(scols_column_get_header(column), out_style_code(STYLE_DIM)) == 0);
    }
    return scols;
}

static void fill(const struct out_table *table, const struct width *widths, struct libscols_table *scols)
{
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < table->cells_n; i += table->columns_n) {
        struct libscols_line *line = scols_table_new_line(scols, NULL);
        must(line != NULL);
        size_t column = 0;
        for (size_t k = 0; k < table->columns_n; k++) {
            const struct cell *cell = &table->cells[i + k];
            if (widths[k].wanted == 0)
                continue;
            const char *text = table->columns[k].wrap ? wrapped(scratch, cell->text, widths[k].wanted) : cell->text;
            must(scols_line_set_data(line, column, text) == 0);
            if (table->out->colour_out && cell->style != STYLE_PLAIN)
                must(scols_cell_set_color(scols_line_get_cell(line, column), out_style_code(cell->style)) == 0);
            column++;
        }
    }
    arena_free(scratch);
}

/* Without the blanks that the columns are filled up with at the end of a line. */
static void print_lines(struct out *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n"), kept = length;
        while (kept > 0 && text[kept - 1] == ' ')
            kept--;
        out_bytes(out, text, kept);
        out_bytes(out, "\n", 1);
        text += length + (text[length] == '\n');
    }
}

void out_table_print(struct out_table *table)
{
    if (table->cells_n > 0) {
        struct width *widths = measure(table);
        if (table->fitted)
            share_out(table, widths);
        struct libscols_table *scols = make_columns(table, widths);
        fill(table, widths, scols);
        char *text = NULL;
        must(scols_print_table_to_string(scols, &text) == 0);
        print_lines(table->out, text);
        mem_free(text);
        scols_unref_table(scols);
    }
    arena_free(table->arena);
}
