/* The day on paper, read back by pdftotext; the picture, read back by cairo. */
#include "cli/export/export.h"
#include "geo/base/mem.h"
#include "tests/base/unit.h"
#include "tests/cli/made_day.h"

#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct export_part made_by(const struct exporter *exporter, struct export_input *input)
{
    struct export_parts parts = {.arena = input->arena};
    struct error err = {0};
    assert_int_equal(exporter->write(input, &parts, &err), STATUS_OK);
    assert_int_equal(parts.n, 1);
    return parts.items[0];
}

static void save(const struct export_part *part, char path[64])
{
    strcpy(path, "/tmp/rounds-sheet-XXXXXX");
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, part->bytes, part->length), (ssize_t)part->length);
    close(fd);
}

/* What PROGRAM says of the file at PATH; NULL when there is no such program. */
static const char *said(struct arena *arena, const char *program, const char *path, const char *rest)
{
    FILE *pipe = popen(arena_printf(arena, "%s %s %s 2>/dev/null", program, path, rest), "r");
    struct buf buf;
    char bytes[4096];
    buf_init(&buf, 1 << 20);
    assert_non_null(pipe);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, pipe)) > 0;) {
        buf_add_n(&buf, bytes, n);
    }
    const int status = pclose(pipe);
    const char *text = buf_into_arena(&buf, arena);
    return status == 0 ? text : NULL;
}

static struct made_day plain_day(struct arena *arena, size_t n)
{
    struct made_day made = made_day(arena, 2, n, false);
    for (size_t i = 0; i < n; i++) {
        made.plan->stops[i].name = arena_printf(arena, "Customer%zuEnd", i + 1);
    }
    return made;
}

static void sheet__has_every_one_of_25_stops_once(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day made = plain_day(arena, 25);
    const struct export_part part = made_by(&export_pdf, &made.input);
    char path[64];
    save(&part, path);
    const char *text = said(arena, "pdftotext -layout", path, "-");
    (void)unlink(path);
    if (text == NULL) {
        print_message("pdftotext is not here\n");
        skip();
    }
    for (size_t i = 1; i <= 25; i++) {
        const char *name = arena_printf(arena, "Customer%zuEnd", i), *found = strstr(text, name);
        if (found == NULL) {
            fail_msg("%s is not in:\n%s", name, text);
        }
        assert_null(strstr(found + 1, name));
    }
    assert_null(strstr(text, MADE_SECRET));
    arena_free(arena);
}

/* A name that runs from right to left turns no time round. */
static void sheet__times_keep_their_order_beside_any_name(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day made = plain_day(arena, 6);
    for (size_t i = 0; i < 6; i++) {
        made.plan->stops[i].name =
            i % 2 == 0 ? "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d" : "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 Ltd";
    }
    const struct export_part part = made_by(&export_pdf, &made.input);
    char path[64];
    save(&part, path);
    const char *text = said(arena, "pdftotext -layout", path, "-");
    (void)unlink(path);
    if (text == NULL) {
        print_message("pdftotext is not here\n");
        skip();
    }
    for (size_t i = 0; i < 6; i++) {
        const struct plan_stop *stop = &made.plan->stops[i];
        const char *span = arena_printf(arena, "%s\xe2\x80\x93%s", export_time(&made.input, stop->start_s),
                                        export_time(&made.input, stop->depart_s));
        if (strstr(text, span) == NULL) {
            fail_msg("%s is not in:\n%s", span, text);
        }
    }
    arena_free(arena);
}

/* Fits a sheet of A4, both sides: the front is the day's. */
static void sheet__an_ordinary_day_is_one_sheet(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct made_day made = plain_day(arena, 14);
    for (size_t i = 0; i < 14; i++) {
        made.plan->stops[i].why = made.plan->stops[i].hours = "open until 17:00";
        made.plan->stops[i].address = "12 Market Place, Oakham";
    }
    const struct export_part part = made_by(&export_pdf, &made.input);
    assert_memory_equal(part.bytes, "%PDF-1.", 7);
    char path[64];
    save(&part, path);
    const char *text = said(arena, "pdfinfo", path, "");
    (void)unlink(path);
    if (text == NULL) {
        print_message("pdfinfo is not here\n");
        skip();
    }
    assert_non_null(strstr(text, "(A4)"));
    const char *pages = strstr(text, "Pages:");
    assert_non_null(pages);
    assert_int_equal(strtol(pages + 6, NULL, 10), 2);
    arena_free(arena);
}

static void sheet__takes_hostile_names_and_gives_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        struct arena *arena = arena_new();
        struct made_day first = made_day(arena, seed, 9, true), again = made_day(arena, seed, 9, true);
        again.input.now_utc += 86400;
        const struct export_part a = made_by(&export_pdf, &first.input), b = made_by(&export_pdf, &again.input);
        assert_int_equal(a.length, b.length);
        assert_memory_equal(a.bytes, b.bytes, a.length);
        arena_free(arena);
    }
}

struct reading {
    const struct export_part *part;
    size_t at;
};

static cairo_status_t read_bytes(void *closure, unsigned char *bytes, unsigned length)
{
    struct reading *reading = closure;
    if (length > reading->part->length - reading->at) {
        return CAIRO_STATUS_READ_ERROR;
    }
    memcpy(bytes, reading->part->bytes + reading->at, length);
    reading->at += length;
    return CAIRO_STATUS_SUCCESS;
}

/* Pixels of the colour RGB. */
static size_t count_pixels(cairo_surface_t *surface, uint32_t rgb)
{
    const int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    const unsigned char *data = cairo_image_surface_get_data(surface);
    size_t n = 0;
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            uint32_t pixel;
            memcpy(&pixel, data + (ptrdiff_t)y * stride + (ptrdiff_t)x * 4, sizeof pixel);
            n += (pixel & 0xffffff) == rgb;
        }
    }
    return n;
}

static void picture__is_1600_wide_and_shows_every_stop(void **state)
{
    (void)state;
    size_t less = 0;
    for (size_t n = 5; n <= 25; n += 10) {
        struct arena *arena = arena_new();
        struct made_day made = plain_day(arena, n);
        for (size_t i = 0; i < n; i++) {
            made.plan->stops[i].state = PLAN_STOP_DONE; /* they are grey: nothing else is */
        }
        const struct export_part part = made_by(&export_png, &made.input);
        struct reading reading = {.part = &part};
        cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &reading);
        assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
        assert_int_equal(cairo_image_surface_get_width(surface), 1600);
        assert_true(cairo_image_surface_get_height(surface) >= 1040);
        const size_t grey = count_pixels(surface, 0x646464);
        const double disc = 3.14159 * 42 * 42; /* of which the number takes some */
        assert_true((double)grey > 0.45 * disc * (double)n && (double)grey < disc * (double)n);
        assert_true(grey > less);
        less = grey;
        cairo_surface_destroy(surface);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheet__has_every_one_of_25_stops_once),
        cmocka_unit_test(sheet__times_keep_their_order_beside_any_name),
        cmocka_unit_test(sheet__an_ordinary_day_is_one_sheet),
        cmocka_unit_test(sheet__takes_hostile_names_and_gives_the_same_bytes),
        cmocka_unit_test(picture__is_1600_wide_and_shows_every_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
